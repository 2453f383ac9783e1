"""What a page says of its neighbours: its number among the pages of one text, the pages after it, its print version."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice

from lxml import etree

from corpus.article import Page
from corpus.cleaning.charset import decode
from corpus.cleaning.markup import Tree, parse
from corpus.cleaning.number_bar import BETWEEN, LONGEST, PAGE, Bar, Link, behind, find_runs, read_bar
from corpus.cleaning.page_address import is_following, may_follow
from corpus.cleaning.text import fold, tidy
from corpus.crawling.rows import Anchor, flatten, is_list
from corpus.crawling.urls import canonical, site_of

_MAX_LINKS = 5_000  # of one page
_MAX_NAMED = 100  # addresses that one page may name in each way
_LONGEST_BAR = 2_000  # of a bar with hundreds of numbers

_NEXT_PAGE = re.compile(
    r"\W*(?:(?:go|turn) (?:on )?to (?:the )?)?next page(?: of (?:this |the )?(?:story|article|text))?\W*|"
    rf"\W*(?:next ?: ?)?(?:story |article )?continue[sd]? (?:on|to|with) (?:the )?(?:next page|{PAGE} \d{{1,3}})\W*",
    re.IGNORECASE,
)
_PREVIOUS_PAGE = re.compile(
    rf"\W*(?:(?:go )?(?:back )?to (?:the )?)?(?:previous page|first page)\W*|\W*back to {PAGE} \d{{1,3}}\W*|"
    rf"\W*(?:story |article )?continue[sd] from (?:the )?(?:previous page|{PAGE} \d{{1,3}})\W*",
    re.IGNORECASE,
)
_PRINT = re.compile(
    r"\W*(?:printer[\s-]friendly|print(?:able)?|single)(?: (?:this )?(?:version|page|article|story|view|format))?\W*|"
    r"\W*(?:view|show|read) (?:all|as (?:an? )?(?:single|one) page|(?:it )?on one page)\W*",
    re.IGNORECASE,
)
_TELLING = re.compile(rf"\d|{PAGE}|next|prev|print", re.IGNORECASE)
_CONTINUED = re.compile(
    r"\W*(?:story |article )?(?:continued|cont['’]d|cont\.)(?: on| from)?(?: page \d{1,3})?\W*", re.IGNORECASE
)
_TITLE_CONTINUED = re.compile(r"(?<=[\W])(?:continued|cont['’]d|cont\.?)\W*$", re.IGNORECASE)
_SILENT = frozenset(("script", "style", "noscript", "template", "select", "textarea"))

# Without one of these in it, in lower case, a page names no neighbour, and no tree of it is built. One pattern for each
# that begins with a letter of its own: together they take ten times as long.
_HINTS = tuple(map(re.compile, (
    r"rel\s?=\s?[\"']?[^\"'<>]{0,60}\bnext",
    r"next\s+page",
    r"continue[sd]?\s+(?:on|to|with)\s+(?:the\s+)?(?:next|p|pg|page|seite)\b",
    r"single\s+page",
    r"(?:view|show|read) (?:all|it on|as)\b[^<>]{0,20}</",
    r"print[^<>]{0,40}(?:<[^<>]{0,200}>\s?){0,3}</a",
    r"page\s?\d{1,3}\s?(?:of|/)\s?\d",
    r">[^<>\w]{0,9}(?:page\s?)?0?2[^<>\w]{0,9}</",
)))  # fmt: skip
_ANY_NUMBER = re.compile(r">[^<>\w]{0,9}(?:page\s?)?\d{1,3}[^<>\w]{0,9}</")  # of which a later page names others
_LATER = re.compile(r"(?<!\d)0?(?:[2-9]|[1-4]\d)(?!\d)")  # in the address of one
_HEAD = 100_000  # characters in which a page says what it is a version of
_LINK_TAG = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_CANONICAL = re.compile(r"""\brel\s?=\s?["']?canonical\b""", re.IGNORECASE)
_REFERENCE = re.compile(r"""\bhref\s?=\s?["']?([^"'\s<>]+)""", re.IGNORECASE)
_PRINT_PART = re.compile(
    r"(?<=[?&])(?:print(?:able|er|version)?(?:=\w*)?|(?:view|mode|format|layout|output)=print(?:er|able)?)(?:&|$)|"
    r"/print(?:able|er)?(?=/|$)|[-_.,;]print(?=\.\w{3,5}$|$)",
    re.IGNORECASE,
)
_FIRST_PART = re.compile(r"(?<=[?&])(?:page|p|pg|pagenum\w{0,20})=0?1(?:&|$)|/page/1/?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pager:
    """What one page says. All addresses are canonical and of the page's own host."""

    number: int | None = 1  # of the page; None for a later one whose number is not told
    barred: tuple[tuple[int, str], ...] = ()  # numbers behind its own that a bar of numbers names, with their pages
    nexts: tuple[str, ...] = ()  # named as the next page by words or rel=next alone
    prints: tuple[str, ...] = ()  # named as this text's print version, or as the one with all of it
    whole: tuple[str, ...] = ()  # what this page, by its address or canonical link, is a version of
    title: str = ""  # its <title>
    listing: bool = False  # headlines of other pages fill it: its numbers are those of a list

    @property
    def names(self) -> tuple[str, ...]:
        """Every address on which, or on whose reading, this page's own may depend."""
        return tuple(dict.fromkeys((*(url for _, url in self.barred), *self.nexts, *self.prints, *self.whole)))

    def after(self, number: int, own: str) -> Iterator[str]:
        """The addresses said to be that of the page behind `number`, the surest first.

        What no number names counts only where its address is `own` but for the number.
        """
        yield from (url for following, url in self.barred if following == number + 1)
        yield from (url for url in self.nexts if is_following(own, url, number + 1))


def names_of(page: Page) -> tuple[str, ...]:
    """The addresses a page names as its neighbours or versions. Raises PageRefused for hostile markup."""
    if page.url is None or page.content_type != "text/html":
        return ()
    markup = decode(page.body, page.charset)
    return read_pager(page).names if _may_name(page.url, markup) else _bounded(_versions(page.url, markup))


def _may_name(own: str, markup: str) -> bool:
    lower = markup.lower()
    if any(hint.search(lower) for hint in _HINTS) or (_LATER.search(own) and _ANY_NUMBER.search(lower)):
        return True
    return any("alternate" in tag and "print" in tag for tag in _LINK_TAG.findall(lower, 0, _HEAD))


def read_pager(page: Page) -> Pager:
    """What a page with an address says of its neighbours. Raises PageRefused for hostile markup."""
    own = page.url or ""
    markup = decode(page.body, page.charset)
    root = parse(markup)
    base = next((url for tag in root.iter("base") if (url := canonical(tag.get("href") or "", own))), own)
    pieces = list(_pieces(root, own, base))
    links = [piece for piece in pieces if isinstance(piece, Link)]
    bars = [bar for run in find_runs(pieces) if (bar := read_bar(run, own))]
    heads = list(_head_links(root, own, base))
    nexts = [
        link.url for link in (*heads, *links)
        if link.url and ("next" in link.rel or _NEXT_PAGE.fullmatch(link.text))
    ]  # fmt: skip
    prints = [link.url for link in links if link.url and link.url != own and _PRINT.fullmatch(link.text)]
    prints += [link.url for link in heads if link.url and "print" in link.rel]
    nexts += [url for bar in bars for url in bar.nexts]
    told = [(number, link.url) for link in links if link.url and (number := _told(link.text))]
    barred = (*((number, url) for bar in bars for number, url in behind(bar)), *told)
    return Pager(
        _number(own, bars, (*heads, *links)),
        tuple(dict.fromkeys((number, url) for number, url in barred if url != own))[:_MAX_NAMED],
        _bounded(url for url in nexts if may_follow(own, url)),
        _bounded(prints),
        _bounded(_versions(own, markup)),
        tidy("".join(next((tag.itertext() for tag in root.iter("title")), ()))),
        bool(barred or nexts) and _is_list(root, own, base),
    )


def is_pager_line(text: str) -> bool:
    """Whether a line only turns a page or tells its number."""
    if len(text) <= LONGEST and any(said.fullmatch(text) for said in (_NEXT_PAGE, _PREVIOUS_PAGE, _CONTINUED)):
        return True
    return len(text) <= _LONGEST_BAR and bool(BETWEEN.fullmatch(text)) and bool(_TELLING.search(text))


def without_page(title: str, number: int) -> str:
    """A title, folded, without the `number` of its page."""
    of_all = r"(?:\s*(?:of|/|von|de|из)\s*\d+)?"
    mark = rf"(?<!\w){PAGE}\s*0?{number}(?!\d){of_all}|[(\[]\s*{number}{of_all}\s*[)\]]"
    bare = re.sub(mark, " ", title, flags=re.IGNORECASE)
    return fold(_TITLE_CONTINUED.sub(" ", bare))


def _told(text: str) -> int | None:
    """The number of the page on which a link's text says that the article goes on."""
    numbers = re.findall(r"\d+", text) if _NEXT_PAGE.fullmatch(text) else []
    return int(numbers[0]) if numbers else None


def _bounded(urls: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(urls), _MAX_NAMED))


def _pieces(root: Tree, own: str, base: str) -> Iterator["Link | str"]:
    """The page's text and its links in reading order."""
    site, links = site_of(own), 0
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Tree = None
    for event, element in walker:
        if event == "end":
            skipped = None if element is skipped else skipped
            yield f" {element.tail or ''}"
        elif not isinstance(element.tag, str) or element.tag in _SILENT:
            skipped = element
            walker.skip_subtree()
        elif element.tag == "a" and element.get("href") and links < _MAX_LINKS:
            links += 1
            walker.skip_subtree()
            yield Link(_said(element), _address(element, site, base), _rel(element))
        else:
            yield f" {element.text or ''}"


def _head_links(root: Tree, own: str, base: str) -> Iterator[Link]:
    """The <link> elements that name a neighbour or a version for the printer."""
    for element in islice(root.iter("link"), _MAX_LINKS):
        rel = _rel(element)
        if "alternate" in rel and (element.get("media") or "").strip().lower() == "print":
            rel |= {"print"}
        if rel & {"next", "prev", "previous", "print"} and element.get("href"):
            yield Link("", _address(element, site_of(own), base), rel)


def _is_list(root: Tree, own: str, base: str) -> bool:
    linking = [tag for tag in islice(root.iter("a"), _MAX_LINKS) if tag.get("href")]
    anchors = [Anchor(url, tag, _said(tag)) for tag in linking if (url := _address(tag, site_of(own), base))]
    return is_list(flatten(root), anchors)


def _address(element: Tree, site: str, base: str) -> str | None:
    url = canonical(element.get("href"), base)
    return url if url and site_of(url) == site else None


def _rel(element: Tree) -> frozenset[str]:
    return frozenset((element.get("rel") or "").lower().split())


def _said(link: Tree) -> str:
    """The text of a link, or what its picture stands for."""
    text = tidy("".join(link.itertext()))
    return text or tidy(" ".join(picture.get("alt") or "" for picture in link.iter("img")))


def _number(own: str, bars: Sequence[Bar], links: Iterable[Link]) -> int | None:
    """The page's own number, as its bars tell it; without any it is the first unless it names one before it."""
    if bars:
        return max(bar.number for bar in bars)
    back = (
        link for link in links
        if _PREVIOUS_PAGE.fullmatch(link.text)
        or (link.url and link.rel & {"prev", "previous"} and may_follow(link.url, own))
    )  # fmt: skip
    return 1 if next(back, None) is None else None


def _versions(own: str, markup: str) -> Iterator[str]:
    """The addresses, other than its own, that a page is a version of: by its canonical link, or made for a printer."""
    for tag in _LINK_TAG.finditer(markup, 0, _HEAD):
        reference = _REFERENCE.search(tag.group()) if _CANONICAL.search(tag.group()) else None
        url = canonical(unescape(reference.group(1)), own) if reference else None
        if url and url != own and site_of(url) == site_of(own) and url != f"{site_of(own)}/":
            yield url
    site, path = site_of(own), own[len(site_of(own)) :]
    for part in (_PRINT_PART, _FIRST_PART):
        bare = canonical(site + part.sub("", path, count=1).rstrip("?&"))
        if bare and bare != own:
            yield bare
