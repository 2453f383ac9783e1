"""What a crawl tells whoever watches it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpus.crawling.frontier import Frontier
from corpus.crawling.report import CrawlEvent, CrawlReport, EventKind


@dataclass(slots=True)
class Teller:
    """Tells what comes of the addresses of one site, and how many wait."""

    frontier: Frontier
    report: CrawlReport
    reports: Mapping[str, CrawlReport]  # of all sites of the run
    on_event: Callable[[CrawlEvent], None]

    def tell(self, kind: EventKind, url: str, detail: str = "", **what: bool) -> None:
        """Tell what came of an address, in more words where there are any."""
        self.report.queued = self.frontier.queued
        queued = sum(report.queued for report in self.reports.values())
        self.on_event(CrawlEvent(kind, url, detail, queued, self.report.queued, **what))
