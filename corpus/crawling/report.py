"""How a crawl is told to go, and what it tells: options in, events and a report out."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from corpus.crawling.robots import USER_AGENT

MAX_PAGES = 100_000  # requests in a run that names no bound: some sites make up new addresses without end

EventKind = Literal["fetched", "not modified", "refused", "failed", "waiting"]


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """How a crawl goes about its work."""

    delay: float = 1.0               # seconds between two requests, more where robots.txt asks for more
    max_pages: int | None = None     # requests in this run, robots.txt aside; None: MAX_PAGES
    max_depth: int = 1_000           # links between a start page and the last: list pages often chain one by one
    max_alike: int = 500             # pages of one site that differ in numbers only, before it is taken for a trap
    dry_run: bool = False            # ask for robots.txt only, and report what would be fetched
    refresh_days: int | None = None  # ask again, conditionally, for pages last asked for longer ago; None: never
    timeout: float = 30.0            # seconds for one exchange
    user_agent: str = USER_AGENT     # the name given to sites; robots.txt is heeded for "Backfile" whatever it is
    retry_wait: float = 10.0         # seconds before a second try, four times as long before the third


@dataclass(frozen=True, slots=True)
class CrawlEvent:
    """Something a person watching may want to see."""

    kind: EventKind
    url: str
    detail: str = ""                 # the reason; for "waiting" the seconds
    queued: int = 0                  # URLs still to be fetched


@dataclass(slots=True)
class CrawlReport:
    """What a crawl did."""

    requests: int = 0                                        # robots.txt and redirects aside
    fetched: int = 0
    not_modified: int = 0
    refused: Counter[str] = field(default_factory=Counter)   # by reason
    failed: dict[str, str] = field(default_factory=dict)     # by URL: the reason; tried again in the next run
    queued: int = 0                                          # left for the next run
    stopped: str | None = None                               # why it ended before the queue did
    planned: list[str] = field(default_factory=list)         # a dry run's answer, in order

    @property
    def asked(self) -> int:
        """Pages the server answered for."""
        return self.fetched + self.not_modified
