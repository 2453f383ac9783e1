"""The article of each page: cleaned by what all of them teach, joined with its later pages."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from corpus.article import Article, Page, article_id
from corpus.cleaning.clean import clean
from corpus.cleaning.reasons import log_decisions
from corpus.cleaning.recurring_days import Furniture, FurnitureLearner
from corpus.cleaning.site.rules import Rules
from corpus.cleaning.site.template import Templates
from corpus.errors import FAULTS, PageRefused, StoreError
from corpus.event import event
from corpus.intake.days_by_number import DaysByNumber
from corpus.intake.site_learning import may_teach
from corpus.outcome import ARTICLE, Code, Outcome
from corpus.pagination.joining import Joiner
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

RECURRING_DAYS_PAGES = 100  # the newest pages teach which days recur; each costs a parse

# told of each page: what is being done, with how many so far, and of how many; 0: nobody knows
Watch = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class CleanedPage:
    """What was made of a page: its article, or why there is none."""

    number: int
    article: Article | None
    outcome: Outcome = ARTICLE
    # pages whose text is in the article, and their outcomes
    claims: Mapping[str, Outcome] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageCleaner:
    """Cleans the pages of a corpus by what they together teach about each of them."""

    store: ArticleStore
    recurring_days: Furniture
    templates: Templates
    days_by_number: DaysByNumber
    rules: Rules  # not learnt: what people say of the sites
    watch: Watch

    def clean_all(self, damaged: list[str], *, waiting: bool) -> Iterator[CleanedPage]:
        """Clean the newest page of every address, or only those that wait and what they change.

        A line about each page that cannot be read is added to `damaged`.
        """
        if waiting:
            self.store.clean_linked_again()
        return self.clean(self.store.fetch_numbers(waiting=waiting), damaged)

    def clean(self, numbers: Iterable[int], damaged: list[str]) -> Iterator[CleanedPage]:
        """Clean the pages with these numbers, as `clean_all` does."""
        joiner = Joiner(self.store, self._clean_alone)
        for number in watched(list(numbers), "cleaning", self.watch):
            try:
                page = self.store.fetch(number)
            except StoreError as error:
                damaged.append(str(error))
                log.error("%s", error, exc_info=True, extra=event("page-damaged", page=number))
                continue
            try:
                yield self._clean_page(number, page, joiner)
            except PageRefused as refusal:
                yield CleanedPage(number, None, refusal.outcome)
            except FAULTS as fault:
                yield CleanedPage(number, None, faulty(fault, page.url or page.origin or ""))

    def _clean_page(self, number: int, page: Page, joiner: Joiner) -> CleanedPage:
        """A page's article with the text of its later pages; none of one of those."""
        if page.url is None or page.content_type != "text/html":
            return CleanedPage(number, self._clean_alone(page))
        own = joiner.alone(page.url, page)
        if outcome := joiner.claim(page.url):
            return CleanedPage(number, None, outcome)
        article, claims = joiner.join(page.url, own)
        return CleanedPage(number, article, claims=claims)

    def _clean_alone(self, page: Page) -> Article:
        """A page's own article. Raises PageRefused."""
        template = self.templates.of(page.url)
        article = clean(
            page,
            hint=self.store.hint(page.url),
            furniture_dates=self.recurring_days.of(page),
            template=template,
            rules=self.rules,
        )
        dated = self.days_by_number.dated(_at_address(article, page.url), page)
        log_decisions(dated, page, template, self.rules)
        return dated


def learn_recurring_days(store: ArticleStore) -> Furniture:
    """The days that stand on many pages alike: those of rendering, not of publication."""
    learner = FurnitureLearner()
    for page in store.newest_fetches(RECURRING_DAYS_PAGES):
        with suppress(PageRefused, *FAULTS):  # named with its reason when it is cleaned
            if may_teach(store, page):
                learner.add(page)
    return learner.furniture()


def watched(numbers: Sequence[int], doing: str, watch: Watch) -> Iterator[int]:
    """The numbers one after another; `watch` is told of each when it is done."""
    for done, number in enumerate(numbers, start=1):
        yield number
        watch(doing, done, len(numbers))


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
