"""The crawl of one site: robots.txt, then page after page, and what to do about failures."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from shlex import quote

from corpus.crawling.answers import Answers
from corpus.crawling.dry_run import plan
from corpus.crawling.fetch import MAX_RETRY_AFTER, Fetcher, TryLater
from corpus.crawling.frontier import Frontier
from corpus.crawling.parameter_trial import ParameterTrial
from corpus.crawling.refused import log_refused
from corpus.crawling.report import CrawlEvent, CrawlOptions, CrawlReport, is_spent
from corpus.crawling.robots import FORBIDDEN
from corpus.crawling.rules import MAX_WAIT, Rules, wait_after
from corpus.crawling.sitemaps import Sitemaps
from corpus.crawling.start_pages import StartPages
from corpus.crawling.teller import Teller
from corpus.crawling.territory import Territory
from corpus.crawling.trap_rows import TRAP
from corpus.crawling.traps import Traps
from corpus.crawling.turns import Target
from corpus.crawling.wellness import MAX_UNANSWERED, illness
from corpus.errors import FAULTS, PageRefused
from corpus.event import event
from corpus.outcome import Code, Outcome
from corpus.page.urls import refusal
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

# a list page, then up to nine of the pages it names: a short crawl brings articles too
LISTS_EVERY = 10
# seconds a site may ask a run to wait, short times all together, and how many more for each page
PATIENCE = 900.0
PATIENCE_A_PAGE = 10.0
# seconds by which a wait of a day is cut short: the next night's run begins now sooner, now later,
# and would else lose the night
_EARLY = 2 * 3600.0
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
    unanswered: int = 0  # requests in a row
    visits: int = 0
    waited_until: datetime | None = None
    parameters_tried: set[str] = field(default_factory=set)  # whether they name articles
    waited: float = 0.0  # seconds that the site asked for, and was given
    left: bool = False  # for tonight
    frontier: Frontier = field(init=False)
    report: CrawlReport = field(init=False)
    territory: Territory = field(init=False)
    start_pages: StartPages = field(init=False)
    sitemaps: Sitemaps = field(init=False)
    trial: ParameterTrial = field(init=False)
    teller: Teller = field(init=False)
    answers: Answers = field(init=False)
    traps: Traps = field(init=False)
    rules: Rules = field(init=False)

    def __post_init__(self) -> None:
        clock, narrowed = self.options.clock, self.options.narrowed
        self.frontier = Frontier(self.store, self.site, clock=clock, narrowed=narrowed)
        self.report = self.reports.setdefault(self.site, CrawlReport())
        self.traps = Traps(self.options.max_barren, self.frontier.trapped_kinds)
        self.rules = Rules(
            self.site, self.fetcher, self.frontier, self.options, is_new_to=self.is_asked_for
        )
        self.territory = Territory(
            self.store, self.site, self.starts, self.options, self.rules
        )
        self.start_pages = StartPages(
            self.store, self.site, self.starts, self.fetcher, self.options, self.report
        )
        self.sitemaps = Sitemaps(
            self.site, self.starts, self.frontier, self.report, narrowed.sitemaps_only
        )
        self.trial = ParameterTrial(
            self.store, self.site, self.fetcher, self.options, self.reports, self.frontier,
            self.territory, self.parameters_tried,
        )  # fmt: skip
        self.teller = Teller(self.frontier, self.report, self.reports, self.on_event)
        self.answers = Answers(
            self.store, self.site, self.options, self.report, self.frontier, self.territory,
            self.traps, self.start_pages, self.sitemaps, self.teller,
        )  # fmt: skip

    async def run(self) -> str | None:
        """Crawl until nothing is left; the site's other name, if its first page leads there.

        What cannot be asked for tonight is a line of the report, never an error.
        """
        if self.options.dry_run:
            if await self._heed_robots(keep=False):
                self._plan()
            return None
        self.frontier.note_starts(self.starts)
        if busy := self.frontier.busy_until():
            self._leave(f"{self.site} asks to be left alone until {busy:%Y-%m-%d %H:%M} UTC")
        elif await self._heed_robots(keep=True):
            self._begin()
        moved, first = None, self.frontier.first()
        while moved is None and not self._is_over() and await self._heed_robots(keep=True):
            lists_first = self.visits % LISTS_EVERY == 0
            target = first or self.frontier.next(lists_first=lists_first, now=self.waited_until)
            first = None
            if target is not None:
                moved = await self._visit(target)
                suspicions, self.answers.suspicions = self.answers.suspicions, ()
                for suspicion in () if self.options.narrowed else suspicions:
                    await self.trial.hold(suspicion)
            elif not await self._wait_for_retry():
                break
        self.report.queued = self.frontier.queued if moved is None else 0
        self.report.left_out += self.frontier.end()
        self.store.syncing.sync()  # the log tells next what was done
        if moved is None and not self.left:
            # all that a person named now, and of the others those of a site of which nothing came
            if self.is_asked_for or not self.answers.came:
                self.start_pages.say_failed()
            self.sitemaps.say_none()
        return moved

    async def ask(self, url: str) -> str | None:
        """Ask for one address of the site, whenever its turn is; the site's other name, if it is a
        start and leads there."""
        if busy := self.frontier.busy_until():
            self._leave(f"{self.site} asks to be left alone until {busy:%Y-%m-%d %H:%M} UTC")
        elif reason := refusal(url, self.site, today=self.options.clock().date()):
            self.report.refused[reason] += 1
            log_refused(url, reason)
        elif await self._heed_robots(keep=True):
            self.territory.read_scope()
            return await self._visit(self.frontier.ask(url))
        return None

    def _begin(self) -> None:
        days = self.options.refresh_days
        older_than = self.options.clock() - timedelta(days=days) if days is not None else None
        self.frontier.begin(self.starts, older_than=older_than, refusal=self.territory.form_refusal)
        self.territory.read_scope()
        self.frontier.add(
            self.territory.own(
                self.sitemaps.named(self.rules.robots.sitemaps), 1, on="robots.txt"
            ),
            depth=1,
            refusal=self.territory.refusal_on("robots.txt"),
            on=f"{self.site}/robots.txt",
        )

    def _plan(self) -> None:
        """Begin as a crawl would, look at the queue, and undo it all."""
        self.store.db.execute("BEGIN IMMEDIATE")
        try:
            self._begin()
            plan(self.frontier, self.territory, self.report)
        finally:
            self.store.db.execute("ROLLBACK")

    async def _heed_robots(self, *, keep: bool) -> bool:
        """Know the site's rules; False, and the site is left, without any."""
        try:
            told = await self.rules.heed(keep=keep)
        except TryLater as error:
            what = f"{self.site}/robots.txt could not be read ({error})"
            line = f"{what}; without it nothing of the site is fetched"
            if self.frontier.robots() is None:  # it never came: the site may be mistyped
                line += f". To mend it: backfile forget --site {quote(self.site)}"
            self._leave(line, error.wait)
            return False
        if told:
            self.report.undone.append(told)
        return True

    def _is_over(self) -> bool:
        limit, spent = self.options.most_pages, is_spent(self.options, self.reports)
        left = self.frontier.queued
        if self.fetcher.stop.is_set():
            self.report.stopped = "interrupted"
        elif spent and left:
            unasked = "the most of one run unless --max-pages names another bound"
            why = "as asked" if self.options.max_pages else unasked
            self.report.stopped = f"{limit:,} pages, {why}"
            if not self.options.max_pages:
                self._leave(f"{self.site}: no more than {limit:,} pages were asked for")
        elif self.fetcher.is_over and left:
            self.report.stopped = f"{self.options.max_seconds:,.0f} s, as asked"
        return self.left or self.report.stopped is not None or spent

    def _leave(self, why: str, seconds: float | None = None) -> None:
        """Ask for nothing more tonight; for so many `seconds` where the site asks for patience."""
        self.left = True
        if seconds is not None and seconds > MAX_WAIT:
            early = _EARLY if seconds >= MAX_RETRY_AFTER else 0.0
            self.frontier.leave_until(self.options.clock() + timedelta(seconds=seconds - early))
        waiting = self.frontier.recount()
        addresses = "1 address waits" if waiting == 1 else f"{waiting:,} addresses wait"
        line = f"{why}; {addresses} for the next run" if waiting else why
        self.report.undone.append(line)
        log.warning("%s", line, extra=event("site-left", site=self.site, reason=why))

    async def _visit(self, target: Target) -> str | None:
        if self.rules.robots.refusal(target.url):
            self._refuse(target, FORBIDDEN)
            return None
        if target.kind != "start" and self.traps.holds(target.url):
            self._refuse(target, TRAP)
            return None
        if target.kind != "start" and (why := self.territory.chosen.refusal(target.url)):
            self._refuse(target, Outcome(Code.UNFIT, why))
            return None
        await self.fetcher.pause()
        if self.fetcher.is_over:
            return None
        self.visits += 1
        self.report.requests += 1
        try:
            result = await self.fetcher.fetch(target.url, self.territory.refusal, target.validators)
        except TryLater as error:
            await self._fail(target, error)
        except PageRefused as error:
            self.unanswered = 0
            self._refuse(target, error.outcome)
            if target.kind == "sitemap":
                self.sitemaps.note_missed()
            if target.kind == "start":
                return await self.start_pages.follow(target.url, error.outcome)
        else:
            self.unanswered = 0
            try:
                moved = self.answers.keep(target, result)
            except FAULTS as fault:  # else it would come first in each night, and end each
                self.answers.give_up(target, fault)
            else:
                if moved or target.kind != "start":
                    return moved
                led = Outcome(Code.MOVED, status=result.status, url=result.url)
                return await self.start_pages.follow(target.url, led)
        return None

    def _refuse(self, target: Target, outcome: Outcome) -> None:
        self.frontier.refused(target, outcome)
        reason = str(outcome)
        self.report.failed.pop(target.url, None)
        self.report.refused[reason] += 1
        self.teller.tell("refused", target.url, reason)
        log_refused(target.url, reason)
        if target.kind == "start":
            self.start_pages.failed[target.url] = reason

    async def _fail(self, target: Target, error: TryLater) -> None:
        self.unanswered += error.of_site
        wait = wait_after(error, target.tries, self.options)
        self.frontier.failed(target, error.outcome, wait=wait)
        self.report.failed[target.url] = str(error)
        self.teller.tell("failed", target.url, str(error))
        if log.isEnabledFor(logging.DEBUG):
            log.debug(
                "%s did not come at try %d: %s",
                target.url, target.tries + 1, error,
                extra=event(
                    "url-failed", url=target.url, reason=str(error), tries=target.tries + 1
                ),
            )
        if target.kind == "start":
            self.start_pages.failed[target.url] = str(error)
        if target.kind == "sitemap":
            self.sitemaps.note_missed()
        if error.wait is not None and error.wait > MAX_WAIT:
            self._leave(f"{self.site} asks to be left alone for {error.wait:,.0f} s", error.wait)
        elif error.wait:
            await self._be_patient(target, error.wait)
        elif error.outcome.status == HTTPStatus.TOO_MANY_REQUESTS:
            self.fetcher.delay = min(2 * self.fetcher.delay, max(_SLOWEST, self.fetcher.delay))
        if self.unanswered >= MAX_UNANSWERED and not self.left:
            await self._leave_if_ill(error)

    async def _be_patient(self, target: Target, seconds: float) -> None:
        """Wait as the site asks; where that brings too little, leave it."""
        self.waited += seconds
        if self.waited > PATIENCE + self.answers.came * PATIENCE_A_PAGE:
            asked = f"{self.waited:,.0f} s by now"
            self._leave(f"{self.site} asks for patience again and again, {asked}")
            return
        self.teller.tell("waiting", target.url, f"{seconds:.0f} s, as {self.site} asks")
        await self.fetcher.sleep(seconds)

    async def _leave_if_ill(self, last: TryLater) -> None:
        """Leave a site where not even the start pages come."""
        ill = await illness(
            self.starts, last, self.territory.refusal,
            fetcher=self.fetcher, options=self.options, report=self.report,
        )  # fmt: skip
        if ill:
            self._leave(f"{self.site} does not answer ({ill})", ill.wait)
        else:
            self.unanswered = 0

    async def _wait_for_retry(self) -> bool:
        """Wait for the next try that is due; False when none is, or only after a long time."""
        due = self.frontier.next_due()
        if due is None or due > self.options.clock() + timedelta(seconds=MAX_WAIT):
            return False
        seconds = (due - self.options.clock()).total_seconds()
        self.teller.tell("waiting", self.site, f"{max(seconds, 0):.0f} s, to try again what failed")
        await self.fetcher.sleep(seconds)
        self.waited_until = due
        return True
