"""A site's robots.txt as a crawl heeds it: kept for a day, retried, and taken to be as it was."""

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from corpus.crawling.fetch import Fetcher, TryLater
from corpus.crawling.frontier import MAX_TRIES, Frontier
from corpus.crawling.report import CrawlOptions
from corpus.crawling.robots import Robots
from corpus.event import event
from corpus.outcome import Code
from corpus.store.moves import LASTING

log = logging.getLogger(__name__)

# seconds a run waits for a site that asks for patience; longer, and it is left
MAX_WAIT = 300.0
AGE = timedelta(hours=22)  # a day: a nightly run begins now sooner, now later
# a robots.txt that does not come is taken to be as it was for so long (RFC 9309, 2.4)
KEPT = timedelta(days=30)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
_NOBODY_THERE = frozenset({Code.NAME_UNKNOWN, Code.CONNECTION_REFUSED, Code.UNREACHABLE})


@dataclass(slots=True)
class Rules:
    """The robots.txt of one site, and until when it holds."""

    site: str
    fetcher: Fetcher
    frontier: Frontier
    options: CrawlOptions
    # a person named the site now: where nobody is there, that is said at once
    is_new_to: bool = False
    robots: Robots = field(default_factory=Robots)
    until: datetime = LONG_AGO

    def recall(self) -> None:
        """Take it to be as it last came, however long ago."""
        if known := self.frontier.robots():
            self.robots = Robots.parse(known[0])

    async def heed(self, *, keep: bool) -> str | None:
        """Know the rules, those of today where they come, and `keep` them; a line for people where
        older ones are obeyed. Raises TryLater where there are none."""
        now = self.options.clock()
        if now < self.until:
            return None
        known = self.frontier.robots()
        if known and known[1] <= now < known[1] + AGE:
            self._obey(known[0], known[1] + AGE)
            return None
        try:
            status, body = await self._ask()
        except TryLater as error:
            led = error.outcome.code == Code.LED_AWAY and error.outcome.status in LASTING
            if not known or (now >= known[1] + KEPT and not led):
                raise  # a site that has moved for good has to be asked where its pages are
            self._obey(known[0], now + AGE)
            what = f"{self.site}/robots.txt did not come ({error})"
            line = f"{what}; that of {known[1].date()} is obeyed"
            log.warning("%s", line, extra=event("robots-kept", site=self.site, reason=str(error)))
            return line
        self._obey(body, now + AGE)
        if keep:
            self.frontier.set_robots(status, body)
        return None

    async def _ask(self) -> tuple[int, str | None]:
        """The status and text. Raises TryLater when it did not come thrice."""
        for tries in range(MAX_TRIES):
            try:
                return await self.fetcher.robots(self.site)
            except TryLater as error:
                wait = wait_after(error, tries, self.options)
                mistyped = self.is_new_to and error.outcome.code in _NOBODY_THERE
                if tries + 1 == MAX_TRIES or wait > MAX_WAIT or mistyped:
                    raise
                await self.fetcher.sleep(wait)
                if self.fetcher.is_over:
                    raise
        raise AssertionError

    def _obey(self, body: str | None, until: datetime) -> None:
        self.robots, self.until = Robots.parse(body), until
        self.fetcher.delay = self.robots.delay(self.options.delay)


def wait_after(error: TryLater, tries: int, options: CrawlOptions) -> float:
    """Seconds before the next try."""
    return error.wait if error.wait is not None else options.patience * 4**tries
