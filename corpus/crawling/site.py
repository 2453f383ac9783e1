"""The crawl of one site: robots.txt, then page after page, and what to do about failures."""

import dataclasses
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from corpus.article import Page
from corpus.crawling.discover import FoundLink, Links, find_links
from corpus.crawling.fetch import Fetcher, FetchResult, TryLater
from corpus.crawling.frontier import MAX_TRIES, Frontier, Target
from corpus.crawling.refused import DEEP, hears, log_refused
from corpus.crawling.report import MAX_PAGES, CrawlEvent, CrawlOptions, CrawlReport, EventKind
from corpus.crawling.robots import FORBIDDEN, Robots
from corpus.crawling.scope import OUTSIDE, Chosen, Scope
from corpus.crawling.starts import scope_of
from corpus.errors import FAULTS, PageRefused
from corpus.event import event
from corpus.outcome import Code, Outcome
from corpus.page.site_tables import table_for
from corpus.page.urls import ELSEWHERE, aligned, canonical, refusal, same_site, site_of
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

# a list page, then up to nine of the pages it names: a short crawl brings articles too
LISTS_EVERY = 10
# seconds a run waits for a site that asks for patience; longer, and it is left
MAX_WAIT = 300.0
# requests in a row without an answer: the site may be down, or these pages alone
MAX_UNANSWERED = 5
# before the start page is asked whether the site is well: so many times the wait before a retry
RESTS = (0, 6, 24)
ROBOTS_AGE = timedelta(hours=24)
# a robots.txt that does not come is taken to be as it was for so long (RFC 9309, 2.4)
ROBOTS_KEPT = timedelta(days=30)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
# letters a page needs to be held against others: a frameset has fewer, and many like it
MIN_LETTERS = 200
_NOBODY_THERE = frozenset({Code.NAME_UNKNOWN, Code.CONNECTION_REFUSED, Code.UNREACHABLE})
_SLOWEST = 60.0  # seconds between two requests, of a site that answers "too many" again and again


@dataclass(slots=True)
class SiteCrawl:
    """The crawl of one site, and what it has come to know of it so far."""

    store: ArticleStore
    site: str
    starts: list[str]
    fetcher: Fetcher
    options: CrawlOptions
    reports: dict[str, CrawlReport]  # of all sites of the run, by their names
    on_event: Callable[[CrawlEvent], None]
    # what came of the starts that a person named now: it is said whatever else came
    is_asked_for: bool = False
    until: float = float("inf")  # by the monotonic clock, when the run is to end
    scope: Scope = field(default_factory=Scope)
    robots: Robots = field(default_factory=Robots)
    robots_until: datetime = LONG_AGO
    unanswered: int = 0  # requests in a row
    visits: int = 0
    waited_until: datetime | None = None
    came: int = 0  # pages the server answered for
    left: bool = False  # for tonight
    starts_failed: dict[str, str] = field(default_factory=dict)  # by address: why
    # by the hash of a page's letters: how many pages say nothing else
    pages_alike: Counter[int] = field(default_factory=Counter)
    frontier: Frontier = field(init=False)
    report: CrawlReport = field(init=False)
    chosen: Chosen = field(init=False)

    def __post_init__(self) -> None:
        self.frontier = Frontier(self.store, self.site, clock=self.options.clock)
        self.report = self.reports.setdefault(self.site, CrawlReport())
        self.chosen = table_for(self.options.chosen, self.site) or Chosen()
        self.chosen |= self.options.only

    async def run(self) -> str | None:
        """Crawl until nothing is left; the site's other name, if its first page leads there.

        What cannot be asked for tonight is a line of the report, never an error.
        """
        if self.options.dry_run:
            if await self._heed_robots(keep=False):
                self._plan()
            return None
        if busy := self.frontier.busy_until():
            self._leave(f"{self.site} asks to be left alone until {busy:%Y-%m-%d %H:%M} UTC")
        elif await self._heed_robots(keep=True):
            self._begin()
        moved = None
        while moved is None and not self._is_over() and await self._heed_robots(keep=True):
            lists_first = self.visits % LISTS_EVERY == 0
            target = self.frontier.next(lists_first=lists_first, now=self.waited_until)
            if target is not None:
                moved = await self._visit(target)
            elif not await self._wait_for_retry():
                break
        self.report.queued = self.frontier.queued
        if moved is None:
            self._say_starts()
        return moved

    def _begin(self) -> None:
        days = self.options.refresh_days
        older_than = self.options.clock() - timedelta(days=days) if days is not None else None
        self.frontier.begin(self.starts, older_than=older_than, refusal=self._address_refusal)
        self.scope = scope_of(self.store, self.site)
        sitemaps = (canonical(url, f"{self.site}/") for url in self.robots.sitemaps)
        self.frontier.add(
            self._of_site(
                (FoundLink(url, "sitemap") for url in sitemaps if url), 1, on="robots.txt"
            ),
            depth=1,
            refusal=self._logged_refusal("robots.txt"),
        )

    def _plan(self) -> None:
        """Begin as a crawl would, look at the queue, and undo it all."""
        self.store.db.execute("BEGIN IMMEDIATE")
        try:
            self._begin()
            self.report.kept_out |= self.frontier.refused_urls()
            for url in self.frontier.queued_urls():
                chosen = None if url in self.starts else self.chosen.refusal(url)
                if reason := self.robots.refusal(url) or chosen:
                    self.report.refused[reason] += 1
                    self.report.kept_out[url] = reason
                    log_refused(url, reason)
                else:
                    self.report.planned.append(url)
                    self.report.queued += 1
        finally:
            self.store.db.execute("ROLLBACK")

    async def _heed_robots(self, *, keep: bool) -> bool:
        """Know the site's rules, of today where they come; False, and the site is left, without
        any."""
        now = self.options.clock()
        if now < self.robots_until:
            return True
        known = self.frontier.robots()
        if known and now < known[1] + ROBOTS_AGE:
            self._obey(known[0], known[1] + ROBOTS_AGE)
            return True
        try:
            status, body = await self._ask_robots()
        except TryLater as error:
            if known and now < known[1] + ROBOTS_KEPT:
                what = f"{self.site}/robots.txt did not come ({error})"
                line = f"{what}; that of {known[1].date()} is obeyed"
                self.report.undone.append(line)
                log.warning(
                    "%s", line, extra=event("robots-kept", site=self.site, reason=str(error))
                )
                self._obey(known[0], now + ROBOTS_AGE)
                return True
            what = f"{self.site}/robots.txt could not be read ({error})"
            self._leave(f"{what}; without it nothing of the site is fetched", error.wait)
            return False
        self._obey(body, now + ROBOTS_AGE)
        if keep:
            self.frontier.set_robots(status, body)
            if known and known[0] != body:
                self.frontier.allow()
        return True

    async def _ask_robots(self) -> tuple[int, str | None]:
        """The status and text of robots.txt. Raises TryLater when it did not come thrice, or a
        person named a place where nobody is."""
        for tries in range(MAX_TRIES):
            try:
                return await self.fetcher.robots(self.site)
            except TryLater as error:
                wait = self._wait_after(error, tries)
                mistyped = self.is_asked_for and error.outcome.code in _NOBODY_THERE
                if tries + 1 == MAX_TRIES or wait > MAX_WAIT or mistyped:
                    raise
                await self.fetcher.sleep(wait)
                if self.fetcher.stop.is_set():
                    raise
        raise AssertionError

    def _obey(self, body: str | None, until: datetime) -> None:
        self.robots, self.robots_until = Robots.parse(body), until
        self.fetcher.delay = self.robots.delay(self.options.delay)

    def _is_over(self) -> bool:
        limit = self.options.max_pages or MAX_PAGES
        left = self.frontier.queued
        is_spent = sum(report.requests for report in self.reports.values()) >= limit
        if self.fetcher.stop.is_set():
            self.report.stopped = "interrupted"
        elif is_spent and left:
            unasked = "the most of one run unless --max-pages names another bound"
            why = "as asked" if self.options.max_pages else unasked
            self.report.stopped = f"{limit:,} pages, {why}"
            if not self.options.max_pages:
                self._leave(f"{self.site}: no more than {limit:,} pages were asked for")
        elif time.monotonic() >= self.until and left:
            self.report.stopped = f"{self.options.max_seconds:,.0f} s, as asked"
        return self.left or self.report.stopped is not None or is_spent

    def _leave(self, why: str, seconds: float | None = None) -> None:
        """Ask for nothing more tonight; for so many `seconds` where the site asks for patience."""
        self.left = True
        if seconds is not None and seconds > MAX_WAIT:
            self.frontier.leave_until(self.options.clock() + timedelta(seconds=seconds))
        waiting = self.frontier.queued
        addresses = "1 address waits" if waiting == 1 else f"{waiting:,} addresses wait"
        line = f"{why}; {addresses} for the next run" if waiting else why
        self.report.undone.append(line)
        log.warning("%s", line, extra=event("site-left", site=self.site, reason=why))

    def _say_starts(self) -> None:
        """Say which starts did not come: all that a person named now, and of the others those of a
        site of which nothing came."""
        if self.left or (self.came and not self.is_asked_for):
            return
        kept = "what was fetched before is kept"
        for url, why in self.starts_failed.items():
            self.report.undone.append(f"{url} is not fetched: {why}; {kept}")

    async def _visit(self, target: Target) -> str | None:
        if self.robots.refusal(target.url):
            self._refuse(target, FORBIDDEN)
            return None
        if target.kind != "start" and (why := self.chosen.refusal(target.url)):
            self._refuse(target, Outcome(Code.UNFIT, why))
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
        self.starts_failed.pop(target.url, None)
        self.came += 1
        if result.page is None:
            self.frontier.not_modified(target)
            self.report.not_modified += 1
            self._tell("not modified", target.url)
            return None
        url = aligned(result.url, self.site)
        page = dataclasses.replace(result.page, url=url)
        links = self._links(page)
        if target.kind == "start":
            self.scope = self.scope.widened(url)
        leads = target.kind == "start" or (self.scope.holds(url) and links.kind != "page")
        within = self._within(links.found, url, is_list=leads)
        own = Links(links.kind, self._of_site(within, target.depth + 1, on=url))
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
            links = find_links(page, headlines=self.scope.bases is not None)
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
        if self.pages_alike[letters] < self.options.max_alike:
            return links
        if links.found:
            others = f"{self.options.max_alike - 1:,} others but for its numbers"
            why = f"linked from a page that is like {others}: a trap"
            self.report.refused[why] += len(links.found)
            for link in links.found if hears() else ():
                log_refused(link.url, why, on=page.url)
        return Links(links.kind)

    def _within(
        self, links: tuple[FoundLink, ...], page: str, *, is_list: bool
    ) -> tuple[FoundLink, ...]:
        """The links of a page that what the crawl began at takes in."""
        if self.scope.bases is None:
            return links
        own = tuple(link for link in links if self.scope.admits(link, page, is_list=is_list))
        for link in set(links).difference(own) if hears() else ():
            log_refused(link.url, OUTSIDE, on=page)
        return own

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
        return tuple(
            link if url == link.url else dataclasses.replace(link, url=url)
            for link, url in ((link, aligned(link.url, self.site)) for link in own)
        )

    def _logged_refusal(self, page: str) -> Callable[[str], str | None]:
        """`_address_refusal` for the links that stand on `page`, each refusal logged."""

        def refusal(url: str) -> str | None:
            if reason := self._address_refusal(url):
                log_refused(url, reason, on=page)
            return reason

        return refusal

    def _address_refusal(self, url: str) -> str | None:
        today = self.options.clock().date()
        return refusal(url, self.site, today=today) or self.chosen.refusal(url)

    def _refusal(self, url: str) -> str | None:
        url = aligned(url, self.site)
        today = self.options.clock().date()
        return refusal(url, self.site, today=today) or self.robots.refusal(url)

    def _refuse(self, target: Target, outcome: Outcome) -> None:
        self.frontier.refused(target, outcome)
        reason = str(outcome)
        self.report.failed.pop(target.url, None)
        self.report.refused[reason] += 1
        self._tell("refused", target.url, reason)
        log_refused(target.url, reason)
        if target.kind == "start":
            self.starts_failed[target.url] = reason

    async def _fail(self, target: Target, error: TryLater) -> None:
        self.unanswered += error.of_site
        wait = self._wait_after(error, target.tries)
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
        if target.kind == "start":
            self.starts_failed[target.url] = str(error)
        if error.wait is not None and error.wait > MAX_WAIT:
            self._leave(f"{self.site} asks to be left alone for {error.wait:,.0f} s", error.wait)
        elif error.wait:
            self._tell("waiting", target.url, f"{error.wait:.0f} s, as {self.site} asks")
            await self.fetcher.sleep(error.wait)
        elif error.outcome.status == HTTPStatus.TOO_MANY_REQUESTS:
            self.fetcher.delay = min(2 * self.fetcher.delay, max(_SLOWEST, self.fetcher.delay))
        if self.unanswered >= MAX_UNANSWERED and not self.left:
            await self._see_if_well(error)

    async def _see_if_well(self, last: TryLater) -> None:
        """Ask for the start page, now and after two rests; leave the site when it never comes."""
        for rest in RESTS:
            await self.fetcher.sleep(rest * self.options.patience)
            await self.fetcher.pause()
            if self.fetcher.stop.is_set():
                return
            self.report.requests += 1
            try:
                await self.fetcher.fetch(self.starts[0], self._refusal)
            except TryLater as error:
                if error.of_site:
                    last = error
                    continue
            except PageRefused:
                pass  # an answer, too
            self.unanswered = 0
            return
        self._leave(f"{self.site} does not answer ({last})", last.wait)

    def _wait_after(self, error: TryLater, tries: int) -> float:
        """Seconds before the next try."""
        return error.wait if error.wait is not None else self.options.patience * 4**tries

    async def _wait_for_retry(self) -> bool:
        """Wait for the next try that is due; False when none is, or only after a long time."""
        due = self.frontier.next_due()
        if due is None or due > self.options.clock() + timedelta(seconds=MAX_WAIT):
            return False
        seconds = (due - self.options.clock()).total_seconds()
        self._tell("waiting", self.site, f"{max(seconds, 0):.0f} s, to try again what failed")
        await self.fetcher.sleep(seconds)
        self.waited_until = due
        return True

    def _tell(self, kind: EventKind, url: str, detail: str = "") -> None:
        self.report.queued = self.frontier.queued
        queued = sum(report.queued for report in self.reports.values())
        self.on_event(CrawlEvent(kind, url, detail, queued))
