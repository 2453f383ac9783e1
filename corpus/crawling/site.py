"""The crawl of one site: robots.txt, then page after page, and what to do about failures."""

import dataclasses
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from corpus.article import Page
from corpus.crawling.discover import FoundLink, Links, find_links
from corpus.crawling.fetch import Fetcher, FetchResult, TryLater
from corpus.crawling.frontier import Frontier, Target
from corpus.crawling.refused import DEEP, hears, log_refused
from corpus.crawling.report import MAX_PAGES, CrawlEvent, CrawlOptions, CrawlReport, EventKind
from corpus.crawling.robots import FORBIDDEN, Robots
from corpus.errors import FAULTS, BackfileError, FetchError, PageRefused
from corpus.event import event
from corpus.outcome import Outcome
from corpus.page.urls import ELSEWHERE, aligned, canonical, refusal, same_site, site_of
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

# a list page, then up to nine of the pages it names: a short crawl brings articles too
LISTS_EVERY = 10
# seconds a run waits for a site that asks for patience; longer, and it ends
MAX_WAIT = 300.0
# requests in a row without an answer: the site is down, and is left in peace
MAX_UNANSWERED = 5
ROBOTS_AGE = timedelta(hours=24)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
# letters a page needs to be held against others: a frameset has fewer, and many like it
MIN_LETTERS = 200


@dataclass(slots=True)
class SiteCrawl:
    """The crawl of one site, and what it has come to know of it so far."""

    store: ArticleStore
    site: str
    fetcher: Fetcher
    options: CrawlOptions
    report: CrawlReport
    on_event: Callable[[CrawlEvent], None]
    robots: Robots = field(default_factory=Robots)
    robots_until: datetime = LONG_AGO
    unanswered: int = 0  # requests in a row
    visits: int = 0
    # by the hash of a page's letters: how many pages say nothing else
    pages_alike: Counter[int] = field(default_factory=Counter)

    @property
    def frontier(self) -> Frontier:
        """The queue of this site."""
        return Frontier(self.store, self.site)

    async def run(self, starts: list[str]) -> str | None:
        """Crawl until nothing is left; the site's other name, if its first page leads there."""
        await self._heed_robots(keep=not self.options.dry_run)
        if self.options.dry_run:
            self._plan(starts)
            return None
        self._begin(starts)
        moved = None
        while moved is None and not self._is_over():
            await self._heed_robots(keep=True)
            target = self.frontier.next(lists_first=self.visits % LISTS_EVERY == 0)
            if target is not None:
                moved = await self._visit(target)
            elif not await self._wait_for_retry():
                break
        self.report.queued += 0 if moved else self.frontier.count_queued()
        return moved

    def _begin(self, starts: list[str]) -> None:
        days = self.options.refresh_days
        older_than = datetime.now(UTC) - timedelta(days=days) if days is not None else None
        self.frontier.begin(starts, older_than=older_than)
        sitemaps = (canonical(url, f"{self.site}/") for url in self.robots.sitemaps)
        self.frontier.add(
            self._of_site(
                (FoundLink(url, "sitemap") for url in sitemaps if url), 1, on="robots.txt"
            ),
            depth=1,
            refusal=self._logged_refusal("robots.txt"),
        )

    def _plan(self, starts: list[str]) -> None:
        """Begin as a crawl would, look at the queue, and undo it all."""
        self.store.db.execute("BEGIN IMMEDIATE")
        try:
            self._begin(starts)
            for url in self.frontier.queued_urls():
                reason = self.robots.refusal(url)
                if reason:
                    self.report.refused[reason] += 1
                    log_refused(url, reason)
                else:
                    self.report.planned.append(url)
            self.report.queued += len(self.report.planned)
        finally:
            self.store.db.execute("ROLLBACK")

    async def _heed_robots(self, *, keep: bool) -> None:
        if datetime.now(UTC) < self.robots_until:
            return
        try:
            status, body = await self.fetcher.robots(self.site)
        except TryLater as error:
            what = f"{self.site}/robots.txt could not be read ({error})"
            raise FetchError(f"{what}; without it nothing is fetched, try later") from error
        self.robots = Robots.parse(body)
        self.robots_until = datetime.now(UTC) + ROBOTS_AGE
        self.fetcher.delay = self.robots.delay(self.options.delay)
        if keep:
            self.frontier.set_robots(status, body)

    def _is_over(self) -> bool:
        limit = self.options.max_pages or MAX_PAGES
        if self.fetcher.stop.is_set():
            self.report.stopped = "interrupted"
        elif self.report.requests >= limit:
            unasked = "the most of one run unless --max-pages names another bound"
            why = "as asked" if self.options.max_pages else unasked
            left = self.frontier.count_queued()
            self.report.stopped = f"{limit:,} pages, {why}" if left else None
            return True
        elif self.unanswered >= MAX_UNANSWERED:
            self.report.stopped = f"{self.site} does not answer"
        return self.report.stopped is not None

    async def _visit(self, target: Target) -> str | None:
        if self.robots.refusal(target.url):
            self._refuse(target, FORBIDDEN)
            return None
        await self.fetcher.pause()
        if self.fetcher.stop.is_set():
            return None
        self.visits += 1
        self.report.requests += 1
        try:
            result = await self.fetcher.fetch(target.url, self._refusal, target.validators)
        except TryLater as error:
            await self._fail(target, error)
        except PageRefused as error:
            self.unanswered = 0
            self._refuse(target, error.outcome)
        else:
            self.unanswered = 0
            return self._keep(target, result)
        return None

    def _keep(self, target: Target, result: FetchResult) -> str | None:
        origin = site_of(result.url)
        if target.kind == "start" and origin != self.site and self.frontier.move(origin):
            return origin
        self.report.failed.pop(target.url, None)
        if result.page is None:
            self.frontier.not_modified(target)
            self.report.not_modified += 1
            self._tell("not modified", target.url)
            return None
        url = aligned(result.url, self.site)
        page = dataclasses.replace(result.page, url=url)
        links = self._links(page)
        own = Links(links.kind, self._of_site(links.found, target.depth + 1, on=url))
        kept = dataclasses.replace(result, url=url, page=page)
        refusal = self._logged_refusal(url)
        self.report.refused += self.frontier.fetched(target, kept, own, refusal=refusal)
        self.report.fetched += 1
        self._tell("fetched", target.url)
        return None

    def _links(self, page: Page) -> Links:
        """The links of a page; none of one that is like many others but for its numbers.

        A calendar, a counter, an error page: sites make such pages up without end.
        """
        try:
            links = find_links(page)
            self.report.refused.update(links.left)
        except FAULTS as fault:
            reason, name = "its links could not be read", type(fault).__name__
            self.report.refused[f"{reason}: {name}"] += 1
            log.error(
                "%s: %s", page.url, reason, exc_info=True, extra=event("links-unread", url=page.url)
            )
            self._tell("refused", page.url or "", f"{reason} ({name}: {fault})")
            return Links(None)
        if len(links.letters) < MIN_LETTERS:
            return links
        letters = hash(links.letters)
        self.pages_alike[letters] += 1
        if self.pages_alike[letters] <= self.options.max_alike:
            return links
        if links.found:
            others = f"{self.options.max_alike:,} others but for its numbers"
            why = f"linked from a page that is like {others}: a trap"
            self.report.refused[why] += len(links.found)
            for link in links.found if hears() else ():
                log_refused(link.url, why, on=page.url)
        return Links(links.kind)

    def _of_site(self, links: Iterable[FoundLink], depth: int, *, on: str) -> tuple[FoundLink, ...]:
        """The links of this site, named as it names itself; none past the depth asked for.

        They stand `on` this page.
        """
        links = tuple(links)
        deep = depth > self.options.max_depth
        own = () if deep else tuple(link for link in links if same_site(link.url, self.site))
        if hears():
            for link in set(links).difference(own):
                why = DEEP if same_site(link.url, self.site) else ELSEWHERE
                log_refused(link.url, why, on=on)
        return tuple(dataclasses.replace(link, url=aligned(link.url, self.site)) for link in own)

    def _logged_refusal(self, page: str) -> Callable[[str], str | None]:
        """`_address_refusal` for the links that stand on `page`, each refusal logged."""

        def refusal(url: str) -> str | None:
            if reason := self._address_refusal(url):
                log_refused(url, reason, on=page)
            return reason

        return refusal

    def _address_refusal(self, url: str) -> str | None:
        return refusal(url, self.site, today=datetime.now(UTC).date())

    def _refusal(self, url: str) -> str | None:
        url = aligned(url, self.site)
        return self._address_refusal(url) or self.robots.refusal(url)

    def _refuse(self, target: Target, outcome: Outcome) -> None:
        self.frontier.refused(target, outcome)
        reason = str(outcome)
        self.report.refused[reason] += 1
        self._tell("refused", target.url, reason)
        log_refused(target.url, reason)
        if target.kind == "start" and not self.report.asked:
            raise BackfileError(
                f"{target.url} is not fetched: {reason}; what was fetched before is kept"
            )

    async def _fail(self, target: Target, error: TryLater) -> None:
        self.unanswered += error.of_site
        wait = error.wait if error.wait is not None else self.options.retry_wait * 4**target.tries
        self.frontier.failed(target, error.outcome, wait=wait)
        self.report.failed[target.url] = str(error)
        self._tell("failed", target.url, str(error))
        if log.isEnabledFor(logging.DEBUG):
            log.debug(
                "%s did not come at try %d: %s",
                target.url, target.tries + 1, error,
                extra=event(
                    "url-failed", url=target.url, reason=str(error), tries=target.tries + 1
                ),
            )
        if target.kind == "start" and not self.report.asked:
            raise FetchError(
                f"{target.url} could not be fetched: {error}; what was fetched before is kept"
            ) from error
        if error.wait is not None and error.wait > MAX_WAIT:
            self.report.stopped = f"{self.site} asks to be left alone for {error.wait:,.0f} s"
        elif error.wait:
            self._tell("waiting", target.url, f"{error.wait:.0f} s, as {self.site} asks")
            await self.fetcher.sleep(error.wait)

    async def _wait_for_retry(self) -> bool:
        """Wait for the next try that is due; False when none is, or only after a long time."""
        due = self.frontier.next_due()
        seconds = (due - datetime.now(UTC)).total_seconds() if due else MAX_WAIT + 1
        if seconds > MAX_WAIT:
            return False
        self._tell("waiting", self.site, f"{max(seconds, 0):.0f} s, to try again what failed")
        await self.fetcher.sleep(seconds)
        return True

    def _tell(self, kind: EventKind, url: str, detail: str = "") -> None:
        self.on_event(CrawlEvent(kind, url, detail, self.frontier.count_queued()))
