"""HTML to a tree, with the hostile refused before a tree is built."""

import re
from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NamespacedAttribute
from bs4.filter import ElementFilter
from lxml import etree

from corpus.errors import PageRefused

MAX_BYTES = 10_000_000  # of a page as it came, pictures written into it and all
MAX_MARKUP = 3_000_000  # characters without such pictures: the longest real article pages have two thirds of this
MAX_TAGS = 30_000  # and a third of this
MAX_BRACKETS = 200_000  # scripts and comments hold some that begin no tag; ampersands, likewise
MAX_ATTRIBUTES = 10_000  # of one element: each is held against all before it
MAX_FACTS = 5_000  # elements that speak to machines; those after them are not heard
MAX_SAID = 5_000  # characters of a meta element
MAX_TITLE = 1_000
MAX_DEPTH = 1_500  # real pages nest some 60 deep; old ones that never close a <font>, a few hundred
_SAMPLE = 4096

_MAGIC = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"MZ\x90", b"RIFF")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1b\0"))
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^<>]{0,1000}(/)>)?")
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_ATTRIBUTE = re.compile(r"[^\s/]+")
_INSTRUCTION = re.compile(r"<\?[^>]*>")
# Browsers read on behind them: a header that is a page of its own ends before the text.
_EARLY_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_EMBEDDED = re.compile(r"data:[\w/+.;,=%-]{1000,}")  # a picture or a typeface, where its file would be named
# Elements that end by themselves: however many are left open, they do not nest.
_SELF_ENDING = frozenset(
    "p li dt dd tr td th tbody thead tfoot option optgroup area base br col embed hr img input link meta param source "
    "track wbr html head body".split()
)

# Microdata of something else than the page's article: what is said within it is not said of the article.
OTHER_TYPES = re.compile(r"Comment|ItemList|ListItem|Product|Offer|(?:Image|Video|Audio|Media)Object")

# What sites call the names of their writers, and where the pages about them stand.
_AUTHOR = re.compile(
    r"(?:^|\s)(?:(?:article|story|post|entry|meta|p)[-_]+)*(?:author|by-?line)(?:s|[-_]*names?)?(?:$|\s)"
)
AUTHOR_LINK = re.compile(
    r"/(?:by|(?:author|byline|columnist|contributor|journalist|reporter|writer|auteur)s?|autor(?:es)?)/"
)

Tree = Any  # an lxml element: lxml types none of its own


def refuse_binary(body: bytes) -> None:
    """Raise PageRefused for bytes that are no text at all, too many, or none."""
    if len(body) > MAX_BYTES:
        raise PageRefused(f"the page is too large: {len(body):,} bytes, and {MAX_BYTES:,} are read at most")
    if not body.strip(b" \t\r\n\f\0\xef\xbb\xbf"):
        raise PageRefused("the page is empty")
    sample = body[:_SAMPLE]
    if sample.startswith(_MAGIC):
        raise PageRefused("the page is binary: a picture, archive or document, not text")
    wide = sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if not wide and (controls * 20 > len(sample) or sample.count(0) * 5 > len(sample) > 20):
        raise PageRefused("the page is binary: it holds control characters no text has")


def parse(markup: str) -> Tree:
    """The root of the page's tree, without comments. Raises PageRefused for markup built to exhaust its reader."""
    markup = _bare(markup)
    refuse_hostile(markup)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(_EARLY_END.sub("", markup).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None  # nothing that a tree could be made of
    if root is None:
        raise PageRefused("the page is empty: its markup holds nothing")
    return root


def _bare(markup: str) -> str:
    """`markup` without null bytes and without files written into it, which say nothing."""
    return _EMBEDDED.sub("data:,", markup.replace("\0", ""))


def is_called_author(said: Mapping[str | NamespacedAttribute, str]) -> bool:
    """Whether an element with these attributes is called an author, or leads to the page about one."""
    rel, marks, href = said.get("rel"), said.get("class"), said.get("href")
    if (rel and "author" in rel.lower().split()) or (href and AUTHOR_LINK.search(href)):
        return True
    marks = marks.lower() if marks else ""
    return ("author" in marks or "by" in marks) and _AUTHOR.search(marks) is not None


class _Facts(ElementFilter):
    """Keeps the first MAX_FACTS elements that speak to machines, wherever they stand, with what is in them."""

    def __init__(self) -> None:
        super().__init__()
        self._left = MAX_FACTS

    def allow_tag_creation(
        self, nsprefix: str | None, name: str, attrs: Mapping[str | NamespacedAttribute, str] | None
    ) -> bool:
        said = attrs or {}
        wanted = self._left > 0 and (
            name in ("meta", "title")
            or (name == "script" and "json" in said.get("type", ""))
            or "itemprop" in said
            or OTHER_TYPES.search(said.get("itemtype") or "") is not None
            or (name in ("a", "span") and is_called_author(said))
        )
        self._left -= wanted
        return wanted

    def allow_string_creation(self, string: str) -> bool:
        return False  # text outside of such elements


def _attributes(tag: re.Match[str]) -> int:
    """How many attributes a tag has at most; 0 for one that is too short for many."""
    start, end = tag.span()
    return len(_ATTRIBUTE.findall(_QUOTED.sub(" ", tag.group()))) if end - start > 2 * MAX_ATTRIBUTES else 0


def parse_facts(markup: str) -> BeautifulSoup:
    """What a page says to machines: its title, meta elements, JSON-LD and microdata; nothing else is built.

    `markup` must have passed `parse`, which refuses the hostile.
    """
    soup = BeautifulSoup(_for_soup(markup), "lxml", parse_only=_Facts())  # type: ignore[arg-type]
    for element in soup.find_all(("meta", "title")):
        _shorten(element)
    return soup


def write(root: Tree) -> str:
    """The tree as markup again."""
    return str(etree.tostring(root, encoding="unicode", method="html"))


def _for_soup(markup: str) -> str:
    # Beautiful Soup warns of what looks like XML or like a file's name; a page of a newspaper is read as HTML whatever.
    return _INSTRUCTION.sub("", _bare(markup)) if "<" in markup else ""


def _shorten(element: Tag) -> None:
    """A title or a meta element cut to what may be true: every rule for headlines reads it several times."""
    content = element.get("content")
    if isinstance(content, str) and len(content) > MAX_SAID:
        element["content"] = content[:MAX_SAID]
    if element.name == "title" and len(text := element.get_text()) > MAX_TITLE:
        element.string = text[:MAX_TITLE]


def refuse_hostile(markup: str) -> None:
    """Raise PageRefused for markup of which no tree should be built: too long, too many tags, nested too deep."""
    if len(markup) > MAX_MARKUP:
        raise PageRefused(f"the page is too large: {len(markup):,} characters, and {MAX_MARKUP:,} are read at most")
    if max(markup.count("<"), markup.count("&")) > MAX_BRACKETS:
        raise PageRefused(f"the page is hostile: more than {MAX_BRACKETS:,} angle brackets or ampersands")
    if any(_attributes(match) > MAX_ATTRIBUTES for match in _WHOLE_TAG.finditer(markup)):
        raise PageRefused(f"the page is hostile: an element with more than {MAX_ATTRIBUTES:,} attributes")
    tags = depth = deepest = 0
    for match in _TAG.finditer(markup):
        slash, name, closed = match.groups()
        tags += 1
        if closed or name.lower() in _SELF_ENDING:
            continue
        depth = max(depth + (-1 if slash else 1), 0)
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH or tags > MAX_TAGS:
            break
    if tags > MAX_TAGS:
        raise PageRefused(f"the page is hostile: more than {MAX_TAGS:,} tags")
    if deepest > MAX_DEPTH:
        raise PageRefused(f"the page is hostile: elements nested more than {MAX_DEPTH:,} deep")
