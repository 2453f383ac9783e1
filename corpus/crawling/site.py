"""The crawl of one site: robots.txt, then page after page, and what to do about failures."""

import dataclasses
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from shlex import quote
from urllib.parse import urlsplit

from corpus.article import Article, Page
from corpus.cleaning.clean import clean
from corpus.crawling.discover import FoundLink, Links, find_links
from corpus.crawling.fetch import MAX_RETRY_AFTER, Fetcher, FetchResult, TryLater, Validators
from corpus.crawling.frontier import Frontier
from corpus.crawling.narrowed import is_sitemap
from corpus.crawling.proof import are_apart
from corpus.crawling.refused import log_refused
from corpus.crawling.relocation import Relocation
from corpus.crawling.report import MAX_PAGES, CrawlEvent, CrawlOptions, CrawlReport, EventKind
from corpus.crawling.robots import FORBIDDEN
from corpus.crawling.rules import MAX_WAIT, Rules, wait_after
from corpus.crawling.starts import note_lead, other_name
from corpus.crawling.territory import Territory
from corpus.crawling.told_apart import Suspicion
from corpus.crawling.trap_rows import TRAP
from corpus.crawling.traps import Traps
from corpus.crawling.turns import Target
from corpus.errors import FAULTS, PageRefused
from corpus.event import event
from corpus.outcome import Code, Outcome
from corpus.page.urls import aligned, canonical, refusal, site_of
from corpus.store.moves import LASTING
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

# a list page, then up to nine of the pages it names: a short crawl brings articles too
LISTS_EVERY = 10
# requests in a row without an answer: the site may be down, or these pages alone
MAX_UNANSWERED = 5
# before the start page is asked whether the site is well: so many times the wait before a retry
RESTS = (0, 6, 24)
MAX_PROOFS = 3  # parameters of which it is asked in one run whether they name articles
_SITEMAP = "/sitemap.xml"  # where it lies as a rule, if nothing names one
# seconds a site may ask a run to wait, short times all together, and how many more for each page
PATIENCE = 900.0
PATIENCE_A_PAGE = 10.0
# seconds by which a wait of a day is cut short: the next night's run begins now sooner, now later,
# and would else lose the night
_EARLY = 2 * 3600.0
MAX_MISSED = 20  # sitemaps in a row that do not come: those behind them wait for another night
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
    asked_to_prove: set[str] = field(default_factory=set)  # parameters that may name articles
    came: int = 0  # pages the server answered for
    missed: int = 0  # sitemaps in a row that did not come
    waited: float = 0.0  # seconds that the site asked for, and was given
    left: bool = False  # for tonight
    suspicions: tuple[Suspicion, ...] = ()  # of the page that came last
    starts_failed: dict[str, str] = field(default_factory=dict)  # by address: why
    starts_moved: dict[str, str] = field(default_factory=dict)  # by address: where it is for good
    frontier: Frontier = field(init=False)
    report: CrawlReport = field(init=False)
    territory: Territory = field(init=False)
    traps: Traps = field(init=False)
    rules: Rules = field(init=False)

    def __post_init__(self) -> None:
        clock, narrowed = self.options.clock, self.options.narrowed
        self.frontier = Frontier(self.store, self.site, clock=clock, narrowed=narrowed)
        self.report = self.reports.setdefault(self.site, CrawlReport())
        self.traps = Traps(self.options.max_barren)
        self.rules = Rules(
            self.site, self.fetcher, self.frontier, self.options, is_new_to=self.is_asked_for
        )
        self.territory = Territory(
            self.store, self.site, self.starts, self.options, self.rules
        )

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
                suspicions, self.suspicions = self.suspicions, ()
                for suspicion in () if self.options.narrowed else suspicions:
                    await self._learn(suspicion)
            elif not await self._wait_for_retry():
                break
        self.report.queued = self.frontier.queued if moved is None else 0
        self.report.left_out += self.frontier.end()
        if moved is None:
            self._say_starts()
            self._say_sitemaps()
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
        named = self.rules.robots.sitemaps
        if self.options.narrowed.sitemaps_only and not named and not self.frontier.has_sitemap():
            named = () if any(map(is_sitemap, self.starts)) else (_SITEMAP,)
        sitemaps = (canonical(url, f"{self.site}/") for url in named)
        self.frontier.add(
            self.territory.own(
                (FoundLink(url, "sitemap") for url in sitemaps if url), 1, on="robots.txt"
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
            self.report.kept_out |= self.frontier.refused_urls()
            for url in self.frontier.queued_urls():
                chosen = None if url in self.starts else self.territory.chosen.refusal(url)
                if reason := self.rules.robots.refusal(url) or chosen:
                    self.report.refused[reason] += 1
                    self.report.kept_out[url] = reason
                    log_refused(url, reason)
                else:
                    self.report.planned.append(url)
                    self.report.queued += 1
            for url, reason in self.frontier.left_out():
                self.report.kept_out[url] = reason
                self.report.left_out[reason] += 1
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
        elif self.fetcher.is_over and left:
            self.report.stopped = f"{self.options.max_seconds:,.0f} s, as asked"
        return self.left or self.report.stopped is not None or is_spent

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

    def _say_starts(self) -> None:
        """Say which starts did not come: all that a person named now, and of the others those of a
        site of which nothing came."""
        if self.left or (self.came and not self.is_asked_for):
            return
        kept = "what was fetched before is kept"
        for url, why in self.starts_failed.items():
            mend = f"backfile forget {quote(url)}"
            if url in self.starts_moved:
                mend = f"backfile crawl {quote(self.starts_moved[url])}, then {mend}"
            self.report.undone.append(f"{url} is not fetched: {why}; {kept}. To mend it: {mend}")

    def _say_sitemaps(self) -> None:
        """Say where nothing but sitemaps was to be asked for, and there is none."""
        if self.left or not self.options.narrowed.sitemaps_only or self.frontier.has_sitemap():
            return
        what = f"no sitemap of {self.site} came, so no page of it was asked for"
        mend = f"backfile crawl {quote(next(iter(self.starts), self.site))}"
        self.report.undone.append(f"{what}. To mend it: {mend}")

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
            self._miss(target)
            return await self._follow(target, error.outcome)
        else:
            self.unanswered = 0
            try:
                moved = self._keep(target, result)
            except FAULTS as fault:  # else it would come first in each night, and end each
                self._give_up(target, fault)
            else:
                if moved or target.kind != "start":
                    return moved
                led = Outcome(Code.MOVED, status=result.status, url=result.url)
                return await self._follow(target, led)
        return None

    async def _follow(self, target: Target, outcome: Outcome) -> str | None:
        """Where the site is from now on, when it proves to have moved: all its starts lead there
        for good, and what else is asked of a move."""
        if target.kind != "start":
            return None
        new = site_of(outcome.url) if outcome.url and outcome.status in LASTING else self.site
        if new == self.site:
            self.starts_moved.pop(target.url, None)
            if outcome.code == Code.MOVED:
                note_lead(self.store, self.site, None, self.options.clock())
            return None
        self.starts_moved[target.url] = outcome.url or ""
        if any(site_of(self.starts_moved.get(url, "")) != new for url in self.starts):
            return None
        move = Relocation(self.store, self.site, new, self.fetcher, self.options, self.report)
        if not await move.is_proved():
            return None
        move.adopt(self.starts_moved)
        return new

    async def _learn(self, suspicion: Suspicion) -> None:
        """Where a parameter proves to name articles, keep it from now on, and read lists again."""
        name = suspicion.name
        if name in self.asked_to_prove or len(self.asked_to_prove) >= MAX_PROOFS:
            return
        self.asked_to_prove.add(name)
        found = [(link, await self._article(link.address)) for link in suspicion.links]
        proof = [(link, article) for link, article in found if article]
        if len(proof) < len(found) or not are_apart(proof):
            return
        with self.store.transaction():
            self.store.learn_parameter(self.site, name, self.options.clock())
            self.frontier.read_lists_again(but=aligned(suspicion.address, self.site))
        what = f"pages that differ in {name} alone say what each of their links says"
        undo = f'To undo it: drop_parameters = "{name}" in backfile.toml'
        self.report.learnt.append(f"{self.site}: {what}, so it is kept from now on. {undo}")
        log.info(
            "%s: %s", self.site, what, extra=event("parameter-learnt", site=self.site, name=name)
        )

    async def _article(self, address: str) -> Article | None:
        """The article at an address, which is asked for now; None where none comes."""
        url = aligned(address, self.site)
        limit = self.options.max_pages or MAX_PAGES
        is_spent = sum(report.requests for report in self.reports.values()) >= limit
        refused = self.territory.refusal(url) or self.territory.chosen.refusal(url)
        if refused or is_spent or self.fetcher.is_over:
            return None
        self.report.requests += 1
        try:
            result = await self.fetcher.fetch(url, self.territory.refusal)
            return clean(result.page) if result.page and result.url == url else None
        except (TryLater, PageRefused):
            return None

    def _miss(self, target: Target) -> None:
        """Leave sitemaps for another night where too many in a row do not come."""
        if target.kind != "sitemap":
            return
        self.missed += 1
        if self.missed >= MAX_MISSED and (count := self.frontier.put_off("sitemap")):
            reason = f"another night: {self.missed} sitemaps in a row did not come"
            self.report.refused[reason] += count
            log.info(
                "%s: %d sitemaps wait for %s", self.site, count, reason,
                extra=event("sitemaps-left", site=self.site, count=count),
            )

    def _give_up(self, target: Target, fault: Exception) -> None:
        """Leave an answer that lays a mistake of ours bare for another night."""
        outcome = Outcome(Code.FAULTY, type(fault).__name__)
        self.frontier.refused(target, outcome)
        self.report.failed[target.url] = str(outcome)
        self._tell("failed", target.url, str(outcome))
        log.error(
            "%s: %s",
            target.url, outcome, exc_info=True, extra=event("answer-unkept", url=target.url),
        )

    def _keep(self, target: Target, result: FetchResult) -> str | None:
        origin = site_of(result.url)
        moved = origin != self.site and result.status in LASTING
        if target.kind == "start" and moved and self.frontier.move(origin):
            return origin
        self.report.failed.pop(target.url, None)
        self.starts_failed.pop(target.url, None)
        self.came += 1
        self.missed = 0 if target.kind == "sitemap" else self.missed
        if result.page is None:
            self.frontier.not_modified(target)
            self.report.not_modified += 1
            self._tell("not modified", target.url)
            return None
        url, page = aligned(result.url, self.site), result.page
        if url != page.url:
            page = dataclasses.replace(page, url=url)
        links = self._links(page)
        self.suspicions = links.suspicions
        if target.kind == "start" and (name := self._other_name(links)):
            return name
        if target.kind == "start":
            self.territory.scope = self.territory.scope.widened(url)
        depth, is_start = target.depth + 1, target.kind == "start"
        own = self.territory.followed(links, url, depth, is_start=is_start)
        kept = result._replace(url=url, page=page)
        if target.depth >= self.options.max_depth:
            # its links are too deep, and read another time: it has to come again for that
            kept = kept._replace(validators=Validators())
        refusal = self.territory.refusal_on(url)
        became = self.frontier.fetched(target, kept, own, refusal=refusal)
        self.report.refused.update(became.refused)
        self.report.fetched += 1
        if target.fetch_id is None:
            self._judge(url, own)
        is_article = links.kind == "page" and not became.is_held
        self._tell("fetched", target.url, is_article=is_article, is_held=became.is_held)
        return None

    def _other_name(self, links: Links) -> str | None:
        """The name by which the site is crawled already; it goes by that from now on."""
        if self.frontier.has_pages():
            return None
        name = other_name(self.store, self.site, (link.url for link in links.found))
        if name and self.frontier.move(name):
            line = f"{self.site} is {name}, which is crawled already: it is one site"
            self.report.notes.append(line)
            log.info("%s", line, extra=event("site-known", site=self.site, name=name))
            return name
        return None

    def _links(self, page: Page) -> Links:
        """The links of a page; none where they cannot be read."""
        try:
            links = find_links(page, headlines=self.territory.scope.bases is not None)
            self.report.refused.update(links.left)
        except FAULTS as fault:
            reason, name = "its links could not be read", type(fault).__name__
            self.report.refused[f"{reason}: {name}"] += 1
            log.error(
                "%s: %s", page.url, reason, exc_info=True, extra=event("links-unread", url=page.url)
            )
            self._tell("refused", page.url or "", f"{reason} ({name}: {fault})")
            return Links(None)
        return links

    def _judge(self, url: str, links: Links) -> None:
        """Leave pages alone of whose kind nothing new comes."""
        if trapped := self.traps.judge(url, links):
            self.frontier.trapped(trapped)
            path = urlsplit(url).path
            why = f"a trap: {len(trapped):,} pages like {path} brought nothing new"
            log.warning("%s: %s", self.site, why, extra=event("trap", site=self.site, url=url))

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
        wait = wait_after(error, target.tries, self.options)
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
        self._miss(target)
        if error.wait is not None and error.wait > MAX_WAIT:
            self._leave(f"{self.site} asks to be left alone for {error.wait:,.0f} s", error.wait)
        elif error.wait:
            await self._be_patient(target, error.wait)
        elif error.outcome.status == HTTPStatus.TOO_MANY_REQUESTS:
            self.fetcher.delay = min(2 * self.fetcher.delay, max(_SLOWEST, self.fetcher.delay))
        if self.unanswered >= MAX_UNANSWERED and not self.left:
            await self._see_if_well(error)

    async def _be_patient(self, target: Target, seconds: float) -> None:
        """Wait as the site asks; where that brings too little, leave it."""
        self.waited += seconds
        if self.waited > PATIENCE + self.came * PATIENCE_A_PAGE:
            asked = f"{self.waited:,.0f} s by now"
            self._leave(f"{self.site} asks for patience again and again, {asked}")
            return
        self._tell("waiting", target.url, f"{seconds:.0f} s, as {self.site} asks")
        await self.fetcher.sleep(seconds)

    async def _see_if_well(self, last: TryLater) -> None:
        """Ask for the start pages, now and after two rests; leave the site when none comes."""
        for rest in RESTS:
            await self.fetcher.sleep(rest * self.options.patience)
            await self.fetcher.pause()
            if self.fetcher.is_over:
                return
            for url in self.starts:
                self.report.requests += 1
                try:
                    await self.fetcher.fetch(url, self.territory.refusal)
                except TryLater as error:
                    last = error
                    if error.of_site:
                        continue
                except PageRefused:
                    pass  # an answer, too
                self.unanswered = 0
                return
        self._leave(f"{self.site} does not answer ({last})", last.wait)

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

    def _tell(self, kind: EventKind, url: str, detail: str = "", **what: bool) -> None:
        self.report.queued = self.frontier.queued
        queued = sum(report.queued for report in self.reports.values())
        self.on_event(CrawlEvent(kind, url, detail, queued, self.report.queued, **what))
