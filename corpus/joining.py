"""Pages of one text become one article: what the first one names, and what is a version of the same again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Protocol

from corpus.article import Article, Page
from corpus.cleaning.page_address import MAX_PAGES
from corpus.cleaning.pager import Pager, is_pager_line, read_pager, without_page
from corpus.cleaning.text import TERMINAL, fold
from corpus.crawling.discover import FAULTS
from corpus.errors import PageRefused, StoreError
from corpus.kinship import LATER_PAGE, VERSION

_MAX_ABOVE = 60  # pages looked at for the first one of a text
_MAX_KEPT = 300  # articles, and texts, remembered between two pages
_EDGE = 3  # paragraphs at either end of a page that may be its pager
_COPY = 0.5  # of a page's text that stands on an earlier one makes it the same page again
_VERSION = 0.8  # of an article's text stands in a version of it
_LONGER = 1.2  # and what is longer than the article by more holds something else
_NAME_WORDS = 3  # of a headline that a <title> has to repeat


class Shelf(Protocol):
    """Where pages are found by their address."""

    def page(self, url: str) -> Page | None:
        """The newest page, or None."""

    def namers(self, url: str) -> Sequence[str]:
        """The pages that name `url` as a neighbour or version of theirs."""

    def is_removed(self, url: str) -> bool:
        """Whether people took down the article of this page: its text is put into no other."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A page as it would be by itself."""

    url: str
    article: Article
    pager: Pager


@dataclass(slots=True)
class _Text:
    """A first page with what belongs to it."""

    parts: list[_Read] = field(default_factory=list)
    claims: dict[str, str] = field(default_factory=dict)  # pages that hold no article of their own, and the reason
    paged: bool = False  # a pager stands on it
    paragraphs: tuple[str, ...] = ()


class Joiner:
    """Joins the pages on a shelf; `read` cleans one by itself. Good for one run: what it read it remembers."""

    def __init__(self, shelf: Shelf, read: Callable[[Page], Article]) -> None:
        self._shelf, self._clean = shelf, read
        self._pages: dict[str, _Read | None] = {}
        self._texts: dict[str, _Text] = {}

    def alone(self, url: str, page: Page) -> Article:
        """The article that the page at `url` is by itself. Raises PageRefused."""
        read = self._pages.get(url)
        if read is None:
            article, pager = self._clean(page), Pager()
            with suppress(*FAULTS):  # then it names nobody
                pager = read_pager(page)
            _make_room(self._pages)
            read = self._pages[url] = _Read(url, article, pager)
        return read.article

    def claim(self, url: str) -> str | None:
        """Why the page holds no article of its own: it is a later page or a version of another one. Else None."""
        heads = sorted(head for head in self._claimants(url) if not any(True for _ in self._claimants(head)))
        return self._text(heads[0]).claims[url] if heads else None

    def join(self, url: str, article: Article) -> tuple[Article, dict[str, str]]:
        """The article of an unclaimed page with the text of its later pages, and what it claims, with the reasons."""
        text = self._text(url)
        claims = {other: reason for other in text.claims if (reason := self.claim(other))}
        if not text.paged:
            return article, claims
        rule = article.provenance.body + (f", {len(text.parts)} pages joined" if len(text.parts) > 1 else "")
        provenance = replace(article.provenance, body=rule)
        return replace(article, paragraphs=text.paragraphs, provenance=provenance), claims

    def _claimants(self, url: str) -> Iterator[str]:
        """The pages above this one whose text it belongs to."""
        above = [url]
        for one in above:  # grows meanwhile
            over = (*self._shelf.namers(one), *(self._whole(one) if one == url else ()))
            above += [by for by in dict.fromkeys(over) if by not in above][: _MAX_ABOVE - len(above)]
            if one != url and url in self._text(one).claims:
                yield one

    def _text(self, url: str) -> _Text:
        if url not in self._texts:
            _make_room(self._texts)
            self._texts[url] = self._gather(url)
        return self._texts[url]

    def _gather(self, url: str) -> _Text:
        text = _Text()
        first = self._read(url)
        if first is None:
            return text
        text.parts.append(first)
        if first.pager.number == 1 and not first.pager.listing:
            text.parts += self._later_pages(first)
        text.paged = bool(first.pager.barred) or first.pager.number != 1 or len(text.parts) > 1
        text.paragraphs = _joined([part.article.paragraphs for part in text.parts], first.article.title)
        for number, part in enumerate(text.parts[1:], start=2):
            text.claims[part.url] = f"{LATER_PAGE} (page {number} of {url})"
        for version in self._versions(text):
            text.claims[version.url] = f"{VERSION} ({url})"
            if _length(version.article.paragraphs) > _LONGER * _length(text.paragraphs):
                text.paragraphs = without_pager(version.article.paragraphs)
        return text

    def _later_pages(self, first: _Read) -> list[_Read]:
        """The pages behind the first, in order, until one is missing."""
        found = [first]
        while len(found) < MAX_PAGES:
            last, number = found[-1], len(found)
            named = [*last.pager.after(number, last.url), *first.pager.after(number, first.url)]
            seen = {part.url for part in found}
            parts = (self._part(url, first, number + 1) for url in named if url not in seen)
            part = next(filter(None, parts), None)
            if part is None:
                break
            found.append(part)
        return found[1:]

    def _part(self, url: str, first: _Read, number: int) -> _Read | None:
        if self._shelf.is_removed(url):
            return None
        part = self._read(url)
        return part if part and part.pager.number in (number, 1, None) and _is_same(first, part, number) else None

    def _versions(self, text: _Text) -> Iterator[_Read]:
        """Pages with the same text; with more of it only where the text goes on, on a page that is not here."""
        first, last = text.parts[0], text.parts[-1]
        cut = first.pager.number == 1 and any(last.pager.after(len(text.parts), last.url))
        most = None if cut else _LONGER * _length(text.paragraphs)
        own = {part.url for part in text.parts}
        named = [url for part in text.parts for url in part.pager.prints]
        named += [url for url in self._shelf.namers(first.url) if first.url in self._whole(url)]
        for url in dict.fromkeys(named):
            other = None if url in own or self._shelf.is_removed(url) else self._read(url)
            if other and _is_same(first, other, 1) and _is_version(first, other, most):
                yield other

    def _whole(self, url: str) -> tuple[str, ...]:
        read = self._read(url)
        return read.pager.whole if read else ()

    def _read(self, url: str) -> _Read | None:
        if url not in self._pages:
            with suppress(PageRefused, StoreError, *FAULTS):  # named with its reason when it is cleaned itself
                page = self._shelf.page(url)
                if page and page.content_type == "text/html":
                    self.alone(url, page)
        return self._pages.setdefault(url, None)


def without_pager(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """A page's text without the lines at either end that only turn it."""
    last = len(paragraphs) - _EDGE
    return tuple(
        paragraph for index, paragraph in enumerate(paragraphs)
        if not ((index < _EDGE or index >= last) and is_pager_line(paragraph))
    )  # fmt: skip


def _is_same(first: _Read, other: _Read, number: int) -> bool:
    """Whether page `number` has the title of the first, and neither day nor author speaks against it."""
    one, two = first.article, other.article
    if one.published and two.published and one.published != two.published:
        return False
    if one.byline and two.byline and not set(one.byline) & set(two.byline):
        return False
    name = without_page(one.title, 1)
    if name == without_page(two.title, number):
        return bool(name)
    title = without_page(other.pager.title, number)
    repeated = f" {name} " in f" {title} " and len(name.split()) >= _NAME_WORDS
    return repeated and title == without_page(first.pager.title, 1)


def _is_version(first: _Read, other: _Read, most: float | None) -> bool:
    """Whether another page holds the first one's text, and at most so many characters."""
    theirs = set(other.article.paragraphs)
    own = without_pager(first.article.paragraphs)
    if most is not None and _length(theirs) > most:
        return False
    return _length(line for line in own if line in theirs) >= _VERSION * _length(own)


def _joined(pages: Sequence[Sequence[str]], title: str) -> tuple[str, ...]:
    """The text of all pages; what several have at the top or at the foot is kept once, at first top or last foot."""
    text = list(without_pager(pages[0]))
    for page in pages[1:]:
        lines = list(without_pager(page))
        known = {*text, *(line for line in lines if fold(line) == fold(title))}
        if _length(line for line in lines if line in known) > _COPY * _length(lines):
            continue
        lines = lines[len(list(takewhile(known.__contains__, lines))) :]
        while len(text) > 1 and len(lines) > 1 and text[-1] in lines[-_EDGE:]:
            text.pop()
        _append(text, lines)
    return tuple(text)


def _append(text: list[str], lines: list[str]) -> None:
    """Put a page's text behind the text; a sentence that was cut by the page's end is made whole."""
    if text and lines and lines[0][0].islower() and not text[-1].endswith(TERMINAL):
        text[-1] += f" {lines.pop(0)}"
    text += lines


def _length(lines: Iterator[str] | Sequence[str] | set[str]) -> int:
    return sum(map(len, lines))


def _make_room(kept: dict[str, _Read | None] | dict[str, _Text]) -> None:
    if len(kept) >= _MAX_KEPT:
        kept.clear()
