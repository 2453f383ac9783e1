"""HTML to a tree, with the hostile refused before a tree is built."""

import re
from itertools import islice

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from corpus.errors import PageRefused

MAX_BYTES = 10_000_000  # of a page as it came, pictures written into it and all
# characters without such pictures: the longest real article pages have two thirds of this
MAX_MARKUP = 3_000_000
MAX_TAGS = 30_000  # and a third of this
MAX_BRACKETS = 200_000  # scripts and comments hold some that begin no tag; ampersands, likewise
MAX_ATTRIBUTES = 10_000  # of one element: each is held against all before it
MAX_FACTS = 5_000  # elements that speak to machines; those after them are not heard
MAX_SAID = 5_000  # characters of a meta element
MAX_TITLE = 1_000
MAX_DEPTH = 1_500  # real pages nest some 60 deep; old ones that never close a <font>, a few hundred
_SAMPLE = 4096
_TOLD = frozenset(("meta", "title", "script", "a", "span"))
_SAID = (
    "property",
    "name",
    "content",
    "itemprop",
    "itemtype",
    "datetime",
    "type",
    "rel",
    "class",
    "href",
)
MAX_PIECES = 40  # of text in an element that speaks to machines

_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ\x90",
    b"RIFF",
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1b\0"))
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)")
# Scripts and comments hold what looks like markup, and a script's end within a string is none
NO_MARKUP = re.compile(
    r"<(script|style|svg)\b[^<]*+(?:<(?!/\1\s*>)[^<]*+)*+(?:</\1\s*>)?|"
    r"<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?",
    re.IGNORECASE,
)
_SET_LATE = re.compile(
    r"<(template|noscript|noframes)\b[^<>]*+>(?P<inside>[^<]*+(?:<(?!/?\1\b)[^<]*+)*+)</\1\s*>",
    re.IGNORECASE,
)
_FRAMES = re.compile(r"<(/?)frame(set)?\b([^<>]*+)>", re.IGNORECASE)
_LATE_TEXT = 300  # characters, and paragraphs, of an element that is read where it stands
_LATE_PARAGRAPHS = 2
# The moment that only a script or a pointer makes of "3 days ago".
_STAMPED = re.compile(
    r'(?:title(?<!\wtitle)|data-(?<!\wdata-)(?:time|date|publish)[\w-]{0,40})="'
    r'(1\d{9}(?:\d{3})?|20\d\d-\d\d-\d\dT[\d:.+Z-]+)"'
    r"([^<>]{0,500}>)"
)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_READ = ["style", "svg", "template", "object", "noembed", "textarea"]
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_ATTRIBUTE = re.compile(r"[^\s/]+")
# a picture or a typeface, where its file would be named
EMBEDDED = re.compile(r"data:[\w/+.;,=%-]{1000,}")
# Elements that end by themselves: however many are left open, they do not nest.
_SELF_ENDING = frozenset(
    "p li dt dd tr td th tbody thead tfoot option optgroup area base br col embed hr img input "
    "link meta param source "
    "track wbr html head body".split()
)

# Microdata of something else than the page's article: what is said within it is not said of the
# article.
OTHER_TYPES = re.compile(
    r"Comment|ItemList|ListItem|Product|Offer|(?:Image|Video|Audio|Media)Object"
)

# What sites call the names of their writers, and where the pages about them stand.
_AUTHOR = re.compile(
    r"(?:^|\s)(?:(?:article|story|post|entry|meta|p)[-_]+)*(?:author|by-?line)(?:s|"
    r"[-_]*names?)?(?:$|\s)"
)
AUTHOR_LINK = re.compile(
    r"/(?:by|(?:author|byline|columnist|contributor|journalist|reporter|writer|auteur)s?|"
    r"autor(?:es)?)/"
)

Tree = etree._Element  # of a page, and any element of it


def refuse_binary(body: bytes) -> None:
    """Raise PageRefused for bytes that are no text at all, too many, or none."""
    if len(body) > MAX_BYTES:
        raise PageRefused(
            f"the page is too large: {len(body):,} bytes, and {MAX_BYTES:,} are read at most"
        )
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
    """The root of the tree that browsers make of a page, without comments, styles, drawings and
    scripts but those that hold data. Raises PageRefused for markup built to exhaust its reader."""
    markup = _FRAMES.sub(_unframed, _SET_LATE.sub(_in_place, EMBEDDED.sub("data:,", markup)))
    refuse_hostile(markup)
    if '="1' in markup or '="20' in markup:  # else none matches, and that is told at once
        markup = _STAMPED.sub(r'datetime="\1"\2<time datetime="\1"></time>', markup)
    # Python's tree is another's, and reads what the first wrote
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    root = etree.fromstring(_rewritten(markup).encode("utf-8", "replace"), parser)
    if root is None or (
        len(list(islice(root.iter(), 4))) < 4 and not "".join(root.itertext()).strip()
    ):
        raise PageRefused("the page is empty: its markup holds nothing")
    return root


def _rewritten(markup: str) -> str:
    """Markup by the standard's rules, each element closed, without what is not read."""
    page = LexborHTMLParser(markup)
    page.strip_tags(_NOT_READ, recursive=True)
    for script in page.tags("script"):
        if "json" not in (script.attributes.get("type") or "").lower():
            script.decompose()
    return page.html or ""


def _in_place(match: re.Match[str]) -> str:
    """What a script would set into the page, or shows where there is none: paragraphs of its
    text."""
    inside = match["inside"]
    is_text = len(inside) > _LATE_TEXT and inside.lower().count("<p") >= _LATE_PARAGRAPHS
    return f"<div>{inside}</div>" if is_text else match[0]


def _unframed(match: re.Match[str]) -> str:
    """A frame as one that may stand in a text: beside a set of frames nothing else is read."""
    return "" if match[1] or match[2] else f"<iframe{match[3]}></iframe>"


def is_called_author(rel: str | None, marks: str | None, href: str | None) -> bool:
    """Whether an element with these attributes is called an author, or leads to the page about
    one."""
    if (rel and "author" in rel.lower().split()) or (href and AUTHOR_LINK.search(href)):
        return True
    marks = marks.lower() if marks else ""
    return ("author" in marks or "by" in marks) and _AUTHOR.search(marks) is not None


def _attributes(tag: re.Match[str]) -> int:
    """How many attributes a tag has at most; 0 for one that is too short for many."""
    start, end = tag.span()
    return (
        len(_ATTRIBUTE.findall(_QUOTED.sub(" ", tag.group())))
        if end - start > 2 * MAX_ATTRIBUTES
        else 0
    )


def parse_facts(root: Tree) -> Tree:
    """What a page says to machines: the first MAX_FACTS of its titles, meta elements, JSON-LD,
    microdata and elements called authors, within one another as on the page, with their words;
    nothing else is built."""
    facts = etree.Element("body")
    copies = {root: facts}
    for element in islice(filter(_speaks, root.iter(etree.Element)), MAX_FACTS):
        around = next(
            (copies[outer] for outer in element.iterancestors() if outer in copies), facts
        )
        said = {
            name: _writable(element.attrib[name])[:MAX_SAID]
            for name in _SAID
            if name in element.attrib
        }
        copies[element] = etree.SubElement(
            around, element.tag if element.tag in _TOLD else "div", said
        )
    for element, copy in copies.items():
        if not len(copy) and copy is not facts:
            copy.text = _words(element)
    return facts


def write(root: Tree) -> str:
    """The tree as markup again."""
    return str(etree.tostring(root, encoding="unicode", method="html"))


def _speaks(element: Tree) -> bool:
    """Whether an element says something to machines."""
    tag, said = element.tag, element.attrib
    return (
        tag in ("meta", "title", "script")
        or "itemprop" in said
        or ("itemtype" in said and OTHER_TYPES.search(said["itemtype"]) is not None)
        or (tag in ("a", "span") and is_called_author(*map(said.get, ("rel", "class", "href"))))
    )


def _words(element: Tree) -> str:
    """The words in an element; of a title or a box so many as may be true: every rule for headlines
    reads them."""
    if element.tag == "script":
        return _writable("".join(element.itertext()))
    return _writable("".join(islice(element.itertext(), MAX_PIECES))[:MAX_TITLE])


def _writable(text: str) -> str:
    """A text without the characters that a tree can be read with and not written."""
    return text if text.isprintable() else _UNWRITABLE.sub("", text)


def refuse_hostile(markup: str) -> None:
    """Raise PageRefused for markup of which no tree should be built: too long, too many tags,
    nested too deep."""
    if len(markup) > MAX_MARKUP:
        raise PageRefused(
            f"the page is too large: {len(markup):,} characters, and {MAX_MARKUP:,} are read at "
            f"most"
        )
    markup = NO_MARKUP.sub("", markup)
    brackets = markup.count("<")
    if max(brackets, markup.count("&")) > MAX_BRACKETS:
        raise PageRefused(
            f"the page is hostile: more than {MAX_BRACKETS:,} angle brackets or ampersands"
        )
    tagged = _WHOLE_TAG.finditer(markup) if len(markup) > 2 * MAX_ATTRIBUTES else ()
    if any(_attributes(match) > MAX_ATTRIBUTES for match in tagged):
        raise PageRefused(
            f"the page is hostile: an element with more than {MAX_ATTRIBUTES:,} attributes"
        )
    if brackets <= MAX_DEPTH:
        return
    tags = _TAG.findall(markup)
    if len(tags) > MAX_TAGS:
        raise PageRefused(f"the page is hostile: more than {MAX_TAGS:,} tags")
    depth = 0
    for tag in tags:
        if tag[0] == "/":
            depth -= depth > 0
        elif tag.lower() not in _SELF_ENDING:
            depth += 1
            if depth > MAX_DEPTH:
                raise PageRefused(
                    f"the page is hostile: elements nested more than {MAX_DEPTH:,} deep"
                )
