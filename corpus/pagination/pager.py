"""What a page says of its neighbours: its number among the pages of one text, the pages after it,
its print version."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from corpus.article import Page
from corpus.page.listing_rows import Anchor, flatten, is_list
from corpus.page.markup import Tree
from corpus.page.parsed_page import parsed
from corpus.page.text import fold, tidy
from corpus.page.urls import canonical, site_of
from corpus.pagination.number_bar import (
    BETWEEN,
    LONGEST,
    NEXT,
    PAGE,
    POSITION,
    Bar,
    Link,
    behind,
    find_runs,
    read_bar,
)
from corpus.pagination.page_address import MAX_PAGES, is_following, may_follow, says_page
from corpus.pagination.pager_words import (
    BACK,
    CONTINUED,
    NEXT_PAGE,
    PAGE_WORD,
    PREVIOUS_PAGE,
    PRINT_WORD,
    TELLING,
    TITLE_CONTINUED,
    VERSION_OF_IT,
    may_turn,
)
from corpus.pagination.versions import light_addresses, print_addresses, true_address, whole_of

_MAX_LINKS = 5_000  # of one page
_MAX_NAMED = 100  # addresses that one page may name in each way
_MAX_BACK = 20  # links that turn back
_MAX_PRINTS = 4  # versions of itself that a page names; one that names more lists other texts
_ADDRESS = re.compile(r"[/?]|\.\w{3,5}$")  # of the value of an option
_LONGEST_BAR = 2_000  # of a bar with hundreds of numbers

_SILENT = frozenset(("script", "style", "noscript", "template", "select", "textarea"))


@dataclass(frozen=True, slots=True)
class Pager:
    """What one page says. All addresses are canonical and of the page's own host."""

    number: int | None = 1  # of the page; None for a later one whose number is not told
    told: bool = False  # a bar or the title tells the number
    worded: bool = False  # in words: "page 2 of 3", "next page", "continued on page 2"
    befores: tuple[str, ...] = ()  # what it names as the pages before it
    # numbers behind its own that a bar of numbers names, with their pages
    barred: tuple[tuple[int, str], ...] = ()
    # named as the next page by words, by rel=next, or by their own address alone
    nexts: tuple[str, ...] = ()
    said: tuple[str, ...] = ()  # of these, those that words call the next page
    prints: tuple[str, ...] = ()  # named as this text's print version, or as the one with all of it
    # of these, those that words for printing or a head's rel=print name
    printed: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()  # what this page, by its address or canonical link, is a version of
    # what it names as its own true address, itself or another; None for several
    canonical: str | None = None
    title: str = ""  # its <title>
    listing: bool = False  # headlines of other pages fill it: its numbers are those of a list

    @property
    def names(self) -> tuple[str, ...]:
        """Every address on which, or on whose reading, this page's own may depend."""
        return tuple(
            dict.fromkeys(
                (*(url for _, url in self.barred), *self.nexts, *self.prints, *self.whole)
            )
        )

    def leads_to(self, urls: Iterable[str]) -> bool:
        """Whether the page turns back to one of these, or says that it is a version of one."""
        return not {*self.befores, *self.whole}.isdisjoint(urls)

    def after(self, number: int, own: str) -> Iterator[str]:
        """The addresses said to be that of the page behind `number`, the surest first.

        What no number names counts only where its address is `own` but for the number.
        """
        yield from (url for following, url in self.barred if following == number + 1)
        yield from (url for url in self.nexts if is_following(own, url, number + 1))


def names_of(page: Page) -> tuple[str, ...]:
    """The addresses a page names as its neighbours or versions. Raises PageRefused for hostile
    markup."""
    if page.url is None or page.content_type != "text/html":
        return ()
    markup = parsed(page).text
    if may_turn(page.url, markup):
        return read_pager(page).names
    return _bounded(
        (*light_addresses(page.url, markup), *whole_of(page.url, true_address(page.url, markup)))
    )


def read_pager(page: Page) -> Pager:
    """What a page with an address says of its neighbours. Raises PageRefused for hostile markup."""
    own = page.url or ""
    markup, root = parsed(page).text, parsed(page).root
    base = next(
        (url for tag in root.iter("base") if (url := canonical(tag.get("href") or "", own))), own
    )
    pieces = list(_pieces(root, own, base))
    links = [piece for piece in pieces if isinstance(piece, Link)]
    bars = [bar for run in find_runs(pieces) if (bar := read_bar(run, own))]
    heads = list(_head_links(root, own, base))
    said = [link.url for link in links if link.url and NEXT_PAGE.fullmatch(link.text)]
    nexts = [
        link.url
        for link in (*heads, *links)
        if link.url and ("next" in link.rel or says_page(own, link.url))
    ]
    title = tidy("".join(next((tag.itertext() for tag in root.iter("title")), ())))
    position = _position(root, title)
    versions = [link for link in links if link.url and VERSION_OF_IT.fullmatch(link.text)]
    versions += [link for link in heads if link.url and link.rel & {"print", "amphtml"}]
    prints = _bounded(link.url for link in versions if link.url and link.url != own)
    printed = (link.url for link in versions if "print" in link.rel or PRINT_WORD.search(link.text))
    nexts += [*said, *(url for bar in bars for url in bar.nexts)]
    told = [(number, link.url) for link in links if link.url and (number := _told(link.text))]
    if position is not None:
        told += [
            (position + 1, link.url) for link in links if link.url and NEXT.fullmatch(link.text)
        ]
    barred = (*((number, url) for bar in bars for number, url in behind(bar)), *told)
    true = true_address(own, markup)
    words = (
        link.text
        for link in links
        if link.url and (NEXT_PAGE.fullmatch(link.text) or _is_back(link.text))
    )
    return Pager(
        position or _number(own, bars, (*heads, *links)),
        position is not None or bool(bars),
        position is not None
        or any(bar.worded for bar in bars)
        or any(map(PAGE_WORD.search, words)),
        _bounded(_befores(own, bars, (*heads, *links))),
        tuple(dict.fromkeys((number, url) for number, url in barred if url != own))[:_MAX_NAMED],
        _bounded(url for url in nexts if may_follow(own, url)),
        _bounded(url for url in said if may_follow(own, url)),
        prints if len(prints) <= _MAX_PRINTS else (),
        _bounded(url for url in printed if url and url != own),
        _bounded(whole_of(own, true)),
        true,
        title,
        bool(barred or nexts) and _is_list(root, own, base),
    )


def is_later(page: Page, namers: Sequence[str]) -> bool:
    """Whether a page that `namers` name is by its own word or address a later one of a text, or a
    version of it.

    Raises PageRefused for hostile markup.
    """
    if not namers or page.url is None or page.content_type != "text/html":
        return False
    own = page.url
    return any(may_follow(by, own) for by in namers) or read_pager(page).leads_to(namers)


def is_pager_line(text: str) -> bool:
    """Whether a line only turns a page or tells its number."""
    if len(text) <= LONGEST and any(
        said.fullmatch(text) for said in (NEXT_PAGE, PREVIOUS_PAGE, CONTINUED)
    ):
        return True
    return (
        len(text) <= _LONGEST_BAR and bool(BETWEEN.fullmatch(text)) and bool(TELLING.search(text))
    )


def without_page(title: str, number: int) -> str:
    """A title, folded, without the `number` of its page."""
    return fold(bare_title(title, number))


def bare_title(title: str, number: int) -> str:
    """A title as it is written, without the `number` of its page."""
    of_all = r"(?:\s*(?:of|/|von|de|из)\s*\d+)?"
    mark = rf"(?<!\w){PAGE}\s*0?{number}(?!\d){of_all}"
    bare = re.sub(
        rf"[(\[]\s*{mark}\s*[)\]]|{mark}|[(\[]\s*{number}{of_all}\s*[)\]]",
        " ",
        title,
        flags=re.IGNORECASE,
    )
    return " ".join(TITLE_CONTINUED.sub(" ", bare).split()).strip(" ,;:|/–—-")


def _told(text: str) -> int | None:
    """The number of the page on which a link's text says that the article goes on."""
    numbers = re.findall(r"\d+", text) if NEXT_PAGE.fullmatch(text) else []
    return int(numbers[0]) if numbers else None


def _bounded(urls: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(urls), _MAX_NAMED))


def _pieces(root: Tree, own: str, base: str) -> Iterator["Link | str"]:
    """The page's text and its links in reading order."""
    site, links = site_of(own), 0
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Tree | None = None
    for event, element in walker:
        if event == "end":
            skipped = None if element is skipped else skipped
            if element.tail:
                yield f" {element.tail}"
        elif not isinstance(element.tag, str) or element.tag in _SILENT:
            if element.tag == "select":
                yield from _options(element, site, base)
            skipped = element
            walker.skip_subtree()
        elif element.tag == "a" and element.get("href") and links < _MAX_LINKS:
            links += 1
            walker.skip_subtree()
            yield Link(_said(element), _address(element, site, base), _rel(element))
        elif element.text:
            yield f" {element.text}"


def _options(box: Tree, site: str, base: str) -> Iterator[Link]:
    """The pages to which a box leads that lets one choose among them."""
    for option in islice(box.iter("option"), _MAX_NAMED):
        value = option.get("value") or ""
        if _ADDRESS.search(value) and (url := canonical(value, base)) and site_of(url) == site:
            yield Link(tidy("".join(option.itertext())), url, frozenset())


def _head_links(root: Tree, own: str, base: str) -> Iterator[Link]:
    """The <link> elements that name a neighbour, or a version for the printer or for a
    telephone."""
    for element in islice(root.iter("link"), _MAX_LINKS):
        rel = _rel(element)
        if "alternate" in rel and (element.get("media") or "").strip().lower() == "print":
            rel |= {"print"}
        if rel & {"next", "prev", "previous", "print", "amphtml"} and element.get("href"):
            yield Link("", _address(element, site_of(own), base), rel)


def _is_list(root: Tree, own: str, base: str) -> bool:
    linking = [tag for tag in islice(root.iter("a"), _MAX_LINKS) if tag.get("href")]
    anchors = [
        Anchor(url, tag, _said(tag))
        for tag in linking
        if (url := _address(tag, site_of(own), base))
    ]
    return is_list(flatten(root), anchors)


def _address(element: Tree, site: str, base: str) -> str | None:
    url = canonical(element.get("href", ""), base)
    return url if url and site_of(url) == site else None


def _rel(element: Tree) -> frozenset[str]:
    return frozenset((element.get("rel") or "").lower().split())


def _said(link: Tree) -> str:
    """The text of a link, or what its picture stands for."""
    text = tidy("".join(link.itertext()))
    return text or tidy(" ".join(picture.get("alt") or "" for picture in link.iter("img")))


def _number(own: str, bars: Sequence[Bar], links: Iterable[Link]) -> int | None:
    """The page's own number, as its bars tell it; without any it is the first unless it names one
    before it."""
    if bars:
        return max(bar.number for bar in bars)
    back = (
        link
        for link in links
        if PREVIOUS_PAGE.fullmatch(link.text)
        or (
            link.url
            and (link.rel & {"prev", "previous"} or says_page(link.url, own))
            and may_follow(link.url, own)
        )
    )
    return 1 if next(back, None) is None else None


def _is_back(text: str) -> bool:
    return bool(PREVIOUS_PAGE.fullmatch(text) or BACK.fullmatch(text))


def _befores(own: str, bars: Sequence[Bar], links: Iterable[Link]) -> Iterator[str]:
    """The pages before its own that a page leads back to; the first one with and without its
    number."""
    turning = (
        link
        for link in links
        if link.url and (link.rel & {"prev", "previous"} or _is_back(link.text))
    )
    back = [link.url for link in islice(turning, _MAX_BACK) if link.url]
    barred = [
        url for bar in bars for number, url in sorted(bar.linked.items()) if number < bar.number
    ][:MAX_PAGES]
    for url in (*barred, *back):
        if url != own:
            yield url
    for url in (*barred[:1], *back[:1]):
        yield from print_addresses(url)


def _position(root: Tree, title: str) -> int | None:
    """The number of the page that its title tells: "page 2 of 3"."""
    heads = (tidy("".join(tag.itertext())) for tag in islice(root.iter("h1", "h2"), 3))
    found = next(filter(None, map(POSITION.search, (title, *heads))), None)
    return int(found.group(1)) or None if found else None
