"""How a crawl is told to go, and what it tells: options in, events and a report out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NamedTuple, Self

from corpus.crawling.credentials import Credentials
from corpus.crawling.narrowed import Narrowed
from corpus.crawling.robots import USER_AGENT
from corpus.crawling.scope import Chosen

# requests in a run that names no bound: some sites make up new addresses without end
MAX_PAGES = 100_000

RETRY_DELAYS = 10.0  # a page that did not come is tried again after ten times the delay

EventKind = Literal["fetched", "not modified", "refused", "failed", "waiting"]


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """How a crawl goes about its work."""

    # seconds between two requests, more where robots.txt asks for more
    delay: float = 1.0
    max_pages: int | None = None     # requests in this run, robots.txt aside; None: MAX_PAGES
    max_seconds: float | None = None # of this run; None: as long as it takes
    # links between a start page and the last: list pages often chain one by one
    max_depth: int = 1_000
    # pages with addresses of one kind, nearly all of which bring nothing new, before they are taken
    # for a trap: with those that are asked for again, or at the host before, 200 in a night
    max_barren: int = 180
    dry_run: bool = False            # ask for robots.txt only, and report what would be fetched
    # ask again, conditionally, for pages last asked for longer ago, too; None: as `life` says
    refresh_days: int | None = None
    timeout: float = 30.0            # seconds for one exchange
    # the name given to sites; robots.txt is heeded for "Backfile" whatever it is
    user_agent: str = USER_AGENT
    # by host: what lets the crawler in there
    credentials: Mapping[str, Credentials] = field(default_factory=dict)
    # by host: what is asked for of it, and what not; and what is of every site of this run
    chosen: Mapping[str, Chosen] = field(default_factory=dict)
    only: Chosen = field(default_factory=Chosen)
    narrowed: Narrowed = field(default_factory=Narrowed)  # what else waits for another run
    # seconds before a second try, four times as long before the third; None: RETRY_DELAYS
    retry_wait: float | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def most_pages(self) -> int:
        """Requests in this run at most, robots.txt aside."""
        return self.max_pages or MAX_PAGES

    @property
    def patience(self) -> float:
        """Seconds before a second try."""
        return RETRY_DELAYS * self.delay if self.retry_wait is None else self.retry_wait


class CrawlEvent(NamedTuple):
    """Something a person watching may want to see."""

    kind: EventKind
    url: str
    detail: str = ""                 # the reason; for "waiting" the seconds
    queued: int = 0                  # URLs still to be fetched
    waiting: int = 0                 # of these, those of the URL's site
    is_article: bool = False         # a page that reads like one; cleaning decides
    is_held: bool = False            # a new answer, where the one before stands until it is judged


@dataclass(slots=True)
class CrawlReport:
    """What a crawl did."""

    requests: int = 0                                        # robots.txt and redirects aside
    fetched: int = 0
    not_modified: int = 0
    refused: Counter[str] = field(default_factory=Counter)   # by reason
    # by URL: the reason; tried again another night
    failed: dict[str, str] = field(default_factory=dict)
    queued: int = 0                                          # left for the next run
    # by reason: what waits for a run that is not narrowed so
    left_out: Counter[str] = field(default_factory=Counter)
    stopped: str | None = None                               # why it ended before the queue did
    # what was due and could not be asked for, a line for each, and what mends it
    undone: list[str] = field(default_factory=list)
    # by the name of a site that has moved for good: where it is crawled from now on
    moved: dict[str, str] = field(default_factory=dict)
    # what the sites have shown of their parameters, a line for each, and what undoes it
    learnt: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)           # what people may want to know besides
    # a dry run's answer: what would be asked for, in order; of what is known, what not, and why
    planned: list[str] = field(default_factory=list)
    kept_out: dict[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """Pages the server answered for."""
        return self.fetched + self.not_modified

    @classmethod
    def joined(cls, reports: Iterable[Self]) -> Self:
        """What the crawls of several sites did, together."""
        whole = cls()
        for report in reports:
            whole.requests += report.requests
            whole.fetched += report.fetched
            whole.not_modified += report.not_modified
            whole.refused += report.refused
            whole.failed |= report.failed
            whole.queued += report.queued
            whole.left_out += report.left_out
            whole.stopped = whole.stopped or report.stopped
            whole.undone += report.undone
            whole.moved |= report.moved
            whole.learnt += report.learnt
            whole.notes += report.notes
            whole.planned += report.planned
            whole.kept_out |= report.kept_out
        return whole


def is_spent(options: CrawlOptions, reports: Mapping[str, CrawlReport]) -> bool:
    """Whether a run has made as many requests as it may, to all its sites together."""
    return sum(report.requests for report in reports.values()) >= options.most_pages
