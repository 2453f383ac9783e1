"""The article of each page: cleaned by what all of them teach, joined with its later pages."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, TypeVar

from corpus.article import Article, Hint, Page, article_id
from corpus.cleaning.clean import clean
from corpus.cleaning.reasons import log_decisions
from corpus.cleaning.site.rules import Rules, rule_for
from corpus.cleaning.site.template import Template
from corpus.errors import FAULTS, PageRefused, StoreError
from corpus.event import event
from corpus.intake.days_by_number import DaysByNumber
from corpus.intake.site_learning import Learned
from corpus.intake.workers import Workers, in_parts
from corpus.outcome import ARTICLE, Code, Outcome
from corpus.page.noindex import asks_no_index
from corpus.pagination.joining import Joiner, neighbours_of
from corpus.pagination.pager import Pager, read_pager
from corpus.pagination.same_text import keeps_most
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

# told of each page: what is being done, with how many so far, and of how many; 0: nobody knows
Watch = Callable[[str, int, int], None]
_Work = TypeVar("_Work")


@dataclass(frozen=True, slots=True)
class CleanedPage:
    """What was made of a page: its article, or why there is none."""

    number: int
    article: Article | None
    outcome: Outcome = ARTICLE
    no_index: str | None = None  # by what it asks not to be indexed
    # pages whose text is in the article, and their outcomes
    claims: Mapping[str, Outcome] = field(default_factory=dict)


class _Known(NamedTuple):
    """What is known of a page before it is read."""

    hint: Hint | None
    furniture_dates: frozenset[date]
    template: Template
    rules: Rules


class _Asked(NamedTuple):
    """A page that a worker is to read; with None for either, none is."""

    number: int
    page: Page | None
    known: _Known | None


_Read = tuple[Article, Pager] | PageRefused


@dataclass(frozen=True, slots=True)
class PageCleaner:
    """Cleans the pages of a corpus by what they together teach about each of them."""

    store: ArticleStore
    learned: Learned
    days_by_number: DaysByNumber
    rules: Rules  # not learnt: what people say of the sites
    watch: Watch
    workers: Workers
    ahead: dict[Page, _Read] = field(default_factory=dict)  # what workers made of the next pages
    told: set[int] = field(default_factory=set)  # damaged pages; some are cleaned again in a pass

    def clean_all(self, damaged: list[str], *, waiting: bool) -> Iterator[CleanedPage]:
        """Clean the newest page of every address, or only those that wait and what they change.

        A line about each page that cannot be read is added to `damaged`.
        """
        if waiting:
            self.store.clean_linked_again()
        return self.clean(self.store.fetch_numbers(waiting=waiting), damaged)

    def clean(self, numbers: Iterable[int], damaged: list[str]) -> Iterator[CleanedPage]:
        """Clean the pages with these numbers, as `clean_all` does."""
        wanted = list(numbers)
        joiner = Joiner(self.store, self._read)
        pages = self._fetched(wanted, damaged)
        if self.workers.are_worth(len(wanted)):
            pages = self._read_ahead(pages, len(wanted))
        for done, (number, page) in enumerate(pages, start=1):
            if page:
                yield self._cleaned(number, page, joiner)
            self.watch("cleaning", done, len(wanted))

    def _fetched(
        self, numbers: Sequence[int], damaged: list[str]
    ) -> Iterator[tuple[int, Page | None]]:
        """The pages with these numbers; None for a damaged one."""
        for number in numbers:
            page = None
            try:
                page = self.store.fetch(number)
            except StoreError as error:
                damaged.append(str(error))
                if number not in self.told:
                    self.told.add(number)
                    log.error("%s", error, exc_info=True, extra=event("page-damaged", page=number))
            yield number, page

    def _read_ahead(
        self, pages: Iterator[tuple[int, Page | None]], total: int
    ) -> Iterator[tuple[int, Page | None]]:
        """The same pages, each read before by one of the workers."""
        asked = (self._ask(number, page) for number, page in pages)
        parts = in_parts(asked, lambda one: len(one.page.body) if one.page else 0)
        for part, told in self.workers.map(_read_all, parts, pages=total):
            for (number, page, _), found in zip(part, told, strict=True):
                if page and found:
                    self.ahead[page] = found
                yield number, page
            self.ahead.clear()

    def _ask(self, number: int, page: Page | None) -> _Asked:
        with suppress(*FAULTS):  # said when the page is cleaned
            return _Asked(number, page, self._known_of(page) if page else None)
        return _Asked(number, page, None)

    def _cleaned(self, number: int, page: Page, joiner: Joiner) -> CleanedPage:
        """What was made of a page, whatever is wrong with it."""
        no_index = asks_no_index(page)
        try:
            return replace(self._clean_page(number, page, joiner), no_index=no_index)
        except PageRefused as refusal:
            return CleanedPage(number, None, refusal.outcome, no_index)
        except FAULTS as fault:
            outcome = faulty(fault, page.url or page.origin or "")
            return CleanedPage(number, None, outcome, no_index)

    def _clean_page(self, number: int, page: Page, joiner: Joiner) -> CleanedPage:
        """A page's article with the text of its later pages; none of one of those, nor where it
        asks for that and people say that it be followed."""
        if page.url is None or page.content_type != "text/html":
            self._follow(page)
            return CleanedPage(number, self._read(page)[0])
        own = joiner.alone(page.url, page)
        if home := self._home(page.url, own):
            return CleanedPage(number, None, Outcome(Code.VERSION, url=home))
        if outcome := joiner.claim(page.url):
            return CleanedPage(number, None, outcome)
        self._follow(page)
        article, claims = joiner.join(page.url, own)
        return CleanedPage(number, article, claims=claims)

    def _follow(self, page: Page) -> None:
        """Raise PageRefused where a page is no article for it asks not to be indexed."""
        rule = rule_for(self.rules, page.url)
        if rule and rule.noindex == "follow" and (by := asks_no_index(page)):
            raise PageRefused(Outcome(Code.NO_INDEX, by))

    def _home(self, url: str, own: Article) -> str | None:
        """The address of the article that an address leads to, where the page has its text."""
        home = self.store.address_now(url)
        article = home and self.store.text_at(home)
        return home if article and keeps_most(own.paragraphs, article) else None

    def _read(self, page: Page) -> tuple[Article, Pager]:
        """A page's own article, and what it says of its neighbours. Raises PageRefused."""
        found = self.ahead.pop(page, None) or _read_alone(page, self._known_of(page), neighbours_of)
        if isinstance(found, PageRefused):
            raise found
        article, pager = found
        dated = self.days_by_number.dated(_at_address(article, page.url), page)
        log_decisions(dated, page, self.learned.templates.of(page.url), self.rules)
        return dated, pager

    def _known_of(self, page: Page) -> _Known:
        return _Known(
            self.store.hint(page.url),
            self.learned.days.of(page),
            self.learned.templates.of(page.url),
            self.rules,
        )


def _read_alone(
    page: Page, known: _Known, neighbours: Callable[[Page], Pager]
) -> tuple[Article, Pager]:
    """A page by itself: its article, and its pager as `neighbours` reads it. Raises PageRefused."""
    article = clean(
        page,
        hint=known.hint,
        furniture_dates=known.furniture_dates,
        template=known.template,
        rules=known.rules,
    )
    is_paged = page.url is not None and page.content_type == "text/html"
    return article, neighbours(page) if is_paged else Pager()


def _read_all(asked: Iterable[_Asked]) -> list[_Read | None]:
    """Each page by itself; None where that takes more, or a mistake of this program is in the way:
    it is said where the page is read again."""
    return [_tried(one) for one in asked]


def _tried(asked: _Asked) -> _Read | None:
    with suppress(*FAULTS):
        try:
            if asked.page and asked.known:
                return _read_alone(asked.page, asked.known, read_pager)
        except PageRefused as refusal:
            return refusal
    return None


def watched(work: Sequence[_Work], doing: str, watch: Watch) -> Iterator[_Work]:
    """One thing after another; `watch` is told of each when it is done."""
    for done, one in enumerate(work, start=1):
        yield one
        watch(doing, done, len(work))


def faulty(fault: Exception, name: str) -> Outcome:
    """The outcome of the page of this `name` that one of FAULTS has cost; the log says where."""
    message = "%s cannot be read, by a mistake in this program"
    log.error(message, name, exc_info=fault, extra=event("page-faulty", url=name))
    line = " ".join(f"{type(fault).__name__}: {fault}".split())
    printable = line.encode("utf-8", "backslashreplace").decode("utf-8")
    return Outcome(Code.FAULTY, printable)


def _at_address(article: Article, url: str | None) -> Article:
    """The article at its page's address: a record may write it otherwise, or name another's."""
    if article.url == url:
        return article
    derived = article.id == article_id(article.url, article.title, article.text)
    ident = article_id(url, article.title, article.text) if derived else article.id
    return replace(article, id=ident, url=url)
