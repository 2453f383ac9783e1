"""The pages at which the crawl of a site begins: which did not come, and where they lead."""

from dataclasses import dataclass, field
from shlex import quote

from corpus.crawling.fetch import Fetcher
from corpus.crawling.relocation import Relocation
from corpus.crawling.report import CrawlOptions, CrawlReport
from corpus.crawling.starts import note_lead
from corpus.outcome import Code, Outcome
from corpus.page.urls import site_of
from corpus.store.moves import LASTING
from corpus.store.store import ArticleStore


@dataclass(slots=True)
class StartPages:
    """Those of one site, in one run."""

    store: ArticleStore
    site: str
    urls: list[str]
    fetcher: Fetcher
    options: CrawlOptions
    report: CrawlReport
    failed: dict[str, str] = field(default_factory=dict)  # by address: why
    moved: dict[str, str] = field(default_factory=dict)  # by address: where it is for good

    def say_failed(self) -> None:
        """Say which did not come."""
        kept = "what was fetched before is kept"
        for url, why in self.failed.items():
            mend = f"backfile forget {quote(url)}"
            if url in self.moved:
                mend = f"backfile crawl {quote(self.moved[url])}, then {mend}"
            self.report.undone.append(f"{url} is not fetched: {why}; {kept}. To mend it: {mend}")

    async def follow(self, url: str, outcome: Outcome) -> str | None:
        """Where the site is from now on, when it proves to have moved: all its starts lead there
        for good, and what else is asked of a move. The `outcome` is that of a start, `url`."""
        new = site_of(outcome.url) if outcome.url and outcome.status in LASTING else self.site
        if new == self.site:
            self.moved.pop(url, None)
            if outcome.code == Code.MOVED:
                note_lead(self.store, self.site, None, self.options.clock())
            return None
        self.moved[url] = outcome.url or ""
        if any(site_of(self.moved.get(start, "")) != new for start in self.urls):
            return None
        move = Relocation(self.store, self.site, new, self.fetcher, self.options, self.report)
        if not await move.is_proved():
            return None
        move.adopt(self.moved)
        return new
