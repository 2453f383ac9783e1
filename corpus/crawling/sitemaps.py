"""The sitemaps of a site, in one run: which are asked for, and when that is enough."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from shlex import quote

from corpus.crawling.discover import FoundLink
from corpus.crawling.frontier import Frontier
from corpus.crawling.narrowed import is_sitemap
from corpus.crawling.report import CrawlReport
from corpus.event import event
from corpus.page.urls import canonical

log = logging.getLogger(__name__)

MAX_MISSED = 20  # in a row that do not come: those behind them wait for another night
_USUAL = "/sitemap.xml"  # where it lies as a rule, if nothing names one


@dataclass(slots=True)
class Sitemaps:
    """Those of one site."""

    site: str
    starts: list[str]
    frontier: Frontier
    report: CrawlReport
    only: bool  # nothing else is asked for but them and what they name
    missed: int = 0  # in a row that did not come

    def named(self, in_robots: tuple[str, ...]) -> Iterator[FoundLink]:
        """Those to begin with: robots.txt names them, else it is the usual one where nothing else
        would be asked for."""
        if self.only and not in_robots and not self.frontier.has_sitemap():
            in_robots = () if any(map(is_sitemap, self.starts)) else (_USUAL,)
        urls = (canonical(url, f"{self.site}/") for url in in_robots)
        return (FoundLink(url, "sitemap") for url in urls if url)

    def note_missed(self) -> None:
        """Note that one did not come; too many in a row, and the others wait for another night."""
        self.missed += 1
        if self.missed >= MAX_MISSED and (count := self.frontier.put_off("sitemap")):
            reason = f"another night: {self.missed} sitemaps in a row did not come"
            self.report.refused[reason] += count
            log.info(
                "%s: %d sitemaps wait for %s", self.site, count, reason,
                extra=event("sitemaps-left", site=self.site, count=count),
            )

    def note_came(self) -> None:
        """Note that one came."""
        self.missed = 0

    def say_none(self) -> None:
        """Say where nothing but sitemaps was to be asked for, and there is none."""
        if self.only and not self.frontier.has_sitemap():
            what = f"no sitemap of {self.site} came, so no page of it was asked for"
            mend = f"backfile crawl {quote(next(iter(self.starts), self.site))}"
            self.report.undone.append(f"{what}. To mend it: {mend}")
