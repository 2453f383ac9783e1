"""Pages of one text become one article: what the first one names, and versions of the same."""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.article import Article, Page
from corpus.errors import FAULTS, PageRefused, StoreError
from corpus.event import event
from corpus.outcome import Code, Outcome
from corpus.pagination.joints import join_paragraphs
from corpus.pagination.page_address import MAX_PAGES, may_follow
from corpus.pagination.page_source import PageSource
from corpus.pagination.pager import Pager, bare_title, read_pager
from corpus.pagination.same_text import (
    SinglePage,
    agrees,
    answers,
    are_twins,
    has_title,
    holds,
    is_later_page,
    is_part_of,
    is_print_of,
    is_stranded,
    is_surer,
    length,
    without_pager,
)
from corpus.pagination.versions import print_addresses

log = logging.getLogger(__name__)

_MAX_ABOVE = 60  # pages looked at for the first one of a text
_MAX_NAMERS = 8  # of the page itself: those that it leads back to come first
_MAX_BACK = 2  # of each page above it: those of which it is surely a later page
_MAX_TRIED = 3  # pages looked at for the next one of a text
_MAX_KEPT = 500  # pages, and texts, remembered; the oldest give way
# the same of what was found out of a page in a few addresses: nothing is asked twice
_MAX_NOTED = 20_000
_LONGER = 1.2  # what is longer than the article by more than a version holds something else


@dataclass(slots=True)
class _Text:
    """A first page with what belongs to it."""

    parts: list[SinglePage] = field(default_factory=list)
    # pages that hold no article of their own, and their outcomes
    claims: dict[str, Outcome] = field(default_factory=dict)
    paged: bool = False  # a pager stands on it, or its text is that of another page
    paragraphs: tuple[str, ...] = ()
    # a version that has a day or an author where the first page has none
    twin: SinglePage | None = None


class Joiner:
    """Joins the pages of a source; `read` gives the article of one by itself, and its pager.

    Good for one run: what it read it remembers.
    """

    def __init__(self, source: PageSource, read: Callable[[Page], tuple[Article, Pager]]) -> None:
        self._source, self._read_single = source, read
        self._pages: dict[str, SinglePage | None] = {}
        self._texts: dict[str, _Text] = {}
        self._claimed_of: dict[str, tuple[str, ...]] = {}
        self._claimants_of: dict[str, tuple[str, ...]] = {}
        self._before_of: dict[str, list[str]] = {}

    def alone(self, url: str, page: Page) -> Article:
        """The article that the page at `url` is by itself. Raises PageRefused."""
        single = self._pages.get(url)
        if single is None:
            article, pager = self._read_single(page)
            _make_room(self._pages)
            single = self._pages[url] = SinglePage(url, article, pager)
        return single.article

    def claim(self, url: str) -> Outcome | None:
        """The outcome of a page without an article of its own; None when it holds one.

        It is a later page, or a version, of another one.
        """
        heads = sorted(head for head in self._claimants(url) if not self._claimants(head))
        return self._text(heads[0]).claims.get(url) if heads else None

    def join(self, url: str, article: Article) -> tuple[Article, dict[str, Outcome]]:
        """The article of an unclaimed page with the text of its later pages, and what it claims.

        Those are addresses of pages, each with its outcome.
        """
        text = self._text(url)
        claims = {other: outcome for other in text.claims if (outcome := self.claim(other))}
        if text.twin and text.twin.url in claims:
            article = _signed(article, text.twin.article)
        if not text.paged:
            return article, claims
        rule, title = article.provenance.body, article.title
        if len(text.parts) > 1:
            rule = f"{rule}, {len(text.parts)} pages joined"
            if any(part.article.title != title for part in text.parts[1:]):
                title = bare_title(title, 1) or title  # the number of the page stands in them
        provenance = replace(article.provenance, body=rule)
        paged = replace(article, title=title, paragraphs=text.paragraphs, provenance=provenance)
        return paged, claims

    def _claimants(self, url: str) -> tuple[str, ...]:
        """The pages above one whose text it belongs to; none for one on which people decided."""
        if url not in self._claimants_of:
            _make_room(self._claimants_of, _MAX_NOTED)
            found = () if self._is_decided(url) else tuple(self._find_claimants(url))
            self._claimants_of[url] = found
        return self._claimants_of[url]

    def _find_claimants(self, url: str) -> Iterator[str]:
        own = self._read(url)
        if own is None:
            return
        above = [url]
        for one in above:  # grows meanwhile
            over = self._leading_to(own) if one == url else self._before(one)
            fresh = [by for by in dict.fromkeys(over) if by not in above]
            above += fresh[: _MAX_ABOVE - len(above)]
            if one != url and url in self._claimed_by(one):
                yield one

    def _leading_to(self, own: SinglePage) -> Iterator[str]:
        """The pages to which one may belong: that name it, or that it names itself."""
        yield from self._namers(own)[:_MAX_NAMERS]
        yield from (*own.pager.whole, *own.pager.prints)

    def _before(self, url: str) -> list[str]:
        """The pages that name one as the next, if it leads back or its address follows theirs."""
        if url not in self._before_of:
            _make_room(self._before_of, _MAX_NOTED)
            own = self._read(url)
            found = self._namers(own) if own else []
            self._before_of[url] = [
                by for by in found if own and (own.pager.leads_to((by,)) or may_follow(by, url))
            ][:_MAX_BACK]  # fmt: skip
        return self._before_of[url]

    def _namers(self, own: SinglePage) -> list[str]:
        """The pages that name one: first those to which it leads back, then by address."""
        back = {*own.pager.befores, *own.pager.whole}
        return sorted(self._source.namers(own.url), key=lambda by: (by not in back, len(by), by))

    def _claimed_by(self, url: str) -> tuple[str, ...]:
        if url not in self._claimed_of:
            _make_room(self._claimed_of, _MAX_NOTED)
            self._claimed_of[url] = tuple(self._text(url).claims)
        return self._claimed_of[url]

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
        paragraphs = [part.article.paragraphs for part in text.parts]
        text.paragraphs = join_paragraphs(paragraphs, first.article.title)
        for number, part in enumerate(text.parts[1:], start=2):
            text.claims[part.url] = Outcome(Code.LATER_PAGE, url=url, part=number)
        self._add_versions(text)
        return text

    def _later_pages(self, first: SinglePage) -> list[SinglePage]:
        """The pages behind the first, in order, until one is missing."""
        found = [first]
        while len(found) < MAX_PAGES:
            last, number = found[-1], len(found)
            seen = {part.url for part in found}
            named = (*last.pager.after(number, last.url), *first.pager.after(number, first.url))
            urls = [url for url in dict.fromkeys(named) if url not in seen][:_MAX_TRIED]
            parts = (self._read(url) for url in urls if not self._is_decided(url))
            later = (part for part in parts if part and is_later_page(found, part, number + 1))
            part = next(later, None)
            if part is None:
                break
            found.append(part)
        return found[1:]

    def _add_versions(self, text: _Text) -> None:
        """Claim the pages with the same text.

        It is taken from one of them where it goes on on a page that is not here.
        """
        first = text.parts[0]
        own = {part.url for part in text.parts}
        named = (url for part in text.parts for url in part.pager.prints)
        for url in dict.fromkeys((*named, *self._namers(first)[:_MAX_NAMERS])):
            other = None if url in own or self._is_decided(url) else self._read(url)
            if other is None or not has_title(first, other, 1) or not agrees(first, other):
                continue
            other_way = is_part_of(text.parts, other) or are_twins(other, first)
            if other_way and not self._is_decided(first.url):
                continue
            if are_twins(first, other) and is_surer(other, first):
                text.twin = text.twin or other
            elif self._add_parts(text, other) or not self._is_version(text, other):
                continue
            text.claims[url] = Outcome(Code.VERSION, url=first.url)

    def _is_version(self, text: _Text, other: SinglePage) -> bool:
        """Whether a page has the text.

        Where it has more of one that goes on elsewhere, the rest is taken from it.
        """
        first, last = text.parts[0], text.parts[-1]
        named = any(other.url in part.pager.prints for part in text.parts)
        printed = any(other.url in part.pager.printed for part in text.parts)
        told = named and is_print_of(first, other) and (printed or answers(first, other))
        if not self._gives_way(first, other, told=told):
            under = self._stands_under(first, other)
            return under and holds(text.paragraphs, other.article.paragraphs)
        if not holds(other.article.paragraphs, first.article.paragraphs):
            return False
        if length(other.article.paragraphs) <= _LONGER * length(text.paragraphs):
            return True
        cut = first.pager.number == 1 and any(last.pager.after(len(text.parts), last.url))
        if not cut or not (named or first.url in print_addresses(other.url)):
            return False
        text.paragraphs, text.paged = without_pager(other.article.paragraphs), True
        self._add_stranded(text)
        return True

    def _add_parts(self, text: _Text, other: SinglePage) -> bool:
        """Claim a page, with those behind it, whose text is but a part of the first page's.

        All of them have to say so.
        """
        parts = [other, *(self._later_pages(other) if other.pager.number == 1 else ())]
        if not is_part_of(parts, text.parts[0]):
            return False
        version = Outcome(Code.VERSION, url=text.parts[0].url)
        text.claims.update((part.url, version) for part in parts)
        return True

    def _add_stranded(self, text: _Text) -> None:
        """Claim the pages behind one that is missing, now that their text is here."""
        first = text.parts[0]
        barred = (behind for part in text.parts for behind in part.pager.barred)
        for number, url in dict.fromkeys(barred):
            other = None if url in text.claims or self._is_decided(url) else self._read(url)
            if other is None or not is_stranded(first, other, number):
                continue
            if holds(text.paragraphs, other.article.paragraphs):
                text.claims[url] = Outcome(Code.LATER_PAGE, url=first.url, part=number)

    def _gives_way(self, first: SinglePage, other: SinglePage, *, told: bool) -> bool:
        """Whether a page is a version of the first by its own word, or `told` by that one's."""
        says = first.url in other.pager.whole
        outranked = is_surer(other, first) and not (says and self._is_decided(first.url))
        return (told or says) and not outranked

    def _stands_under(self, first: SinglePage, other: SinglePage) -> bool:
        """Whether a page calls the first a version of itself, though that one is the surer."""
        if first.url not in other.pager.prints:
            return False
        surer = is_surer(first, other) and not is_surer(other, first)
        return surer or self._is_decided(first.url)

    def _is_decided(self, url: str) -> bool:
        return self._source.is_removed(url) or self._source.is_corrected(url)

    def _read(self, url: str) -> SinglePage | None:
        if url not in self._pages:
            # named with its reason when it is cleaned itself
            with suppress(PageRefused, StoreError, *FAULTS):
                page = self._source.page(url)
                if page and page.content_type == "text/html":
                    self.alone(url, page)
        return self._pages.setdefault(url, None)


def neighbours_of(page: Page) -> Pager:
    """The pager of a page that is joined to nobody where a mistake of this program keeps it from
    being read. Raises PageRefused for hostile markup."""
    try:
        return read_pager(page)
    except FAULTS:
        log.error(
            "%s is not joined to other pages, by a mistake in this program",
            page.url,
            exc_info=True,
            extra=event("page-unjoined", url=page.url),
        )
        return Pager()


def _signed(article: Article, twin: Article) -> Article:
    """An article with the day and the authors of its twin where it has none of its own."""
    if (
        twin.published
        and twin.date_source != "neighbours"
        and article.date_source in ("neighbours", "unknown")
    ):
        article = replace(article, published=twin.published, date_source=twin.date_source)
    if twin.byline and not article.byline:
        provenance = replace(article.provenance, byline=twin.provenance.byline)
        article = replace(article, byline=twin.byline, provenance=provenance)
    return article


def _make_room(kept: dict[str, Any], most: int = _MAX_KEPT) -> None:
    if len(kept) >= most:
        del kept[next(iter(kept))]
