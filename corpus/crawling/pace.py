"""How far the crawls of a run have come, and how long they will take, by what they tell."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.crawling.report import CrawlEvent, CrawlOptions
from corpus.page.urls import site_of

_LATELY = 100  # requests by which the rate of a site is told
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


@dataclass(slots=True)
class _SitePace:
    """The last requests of one site, and how many more are to come."""

    moments: deque[float] = field(default_factory=lambda: deque(maxlen=_LATELY))
    waiting: int = 0

    def rate(self, now: float) -> float:
        """Requests a second; 0 where that cannot be told yet."""
        seconds = now - self.moments[0] if len(self.moments) > 1 else 0.0
        return (len(self.moments) - 1) / seconds if seconds else 0.0


class Pace:
    """What a crawl has done so far; `str` makes a line of it."""

    def __init__(
        self, options: CrawlOptions, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`clock` gives seconds."""
        self._options = options
        self._clock = clock
        self._begun = clock()
        self._sites: dict[str, _SitePace] = defaultdict(_SitePace)
        self._failed: set[str] = set()
        self._requests = 0
        self.pages = 0  # that the servers answered for
        self.articles = 0  # as far as their looks tell: cleaning decides
        self.refused = 0  # answers that are no page
        self.held = 0  # new answers that do not stand, before they are judged
        self.queued = 0

    @property
    def failed(self) -> int:
        """How many addresses did not come, and did not since."""
        return len(self._failed)

    def note(self, event: CrawlEvent) -> None:
        """Take in what a crawl tells."""
        site = self._sites[site_of(event.url)]
        self.queued, site.waiting = event.queued, event.waiting
        if event.kind == "waiting":
            return
        site.moments.append(self._clock())
        self._requests += 1
        self.pages += event.kind in ("fetched", "not modified")
        self.articles += event.is_article
        self.held += event.is_held
        self.refused += event.kind == "refused"
        (self._failed.add if event.kind == "failed" else self._failed.discard)(event.url)

    def __str__(self) -> str:
        now = self._clock()
        rate = sum(site.rate(now) for site in self._sites.values())
        left = self._seconds_left(now, rate)
        noun = "article" if self.articles == 1 else "articles"
        known = (
            f"{self.articles:,} {noun}, {self.queued:,} queued, {self.refused:,} refused, "
            f"{self.failed:,} failed, {self.held:,} held"
        )
        going = f"; {rate:.1f} a second" if rate else ""
        return f"{known}{going}{f', about {_rounded(left)} left' if left >= 1 else ''}"

    def _seconds_left(self, now: float, rate: float) -> float:
        """How long the site that takes longest will take, or what bounds the run; 0: unknown."""
        if not rate:
            return 0.0
        paces = ((site.waiting, site.rate(now)) for site in self._sites.values())
        left = max((waiting / pace for waiting, pace in paces if pace), default=0.0)
        most = self._options.most_pages
        ends = [left, max(most - self._requests, 0) / rate]
        if self._options.max_seconds:
            ends.append(max(self._options.max_seconds - (now - self._begun), 0.0))
        return min(ends)


def _rounded(seconds: float) -> str:
    for unit, name in ((_DAY, "days"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= 2 * unit or (unit == _MINUTE and seconds >= unit):
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} s"
