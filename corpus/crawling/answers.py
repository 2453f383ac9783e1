"""What becomes of the answers of a site: pages kept, their links followed, traps told by them."""

import dataclasses
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from corpus.article import Page
from corpus.crawling.discover import Links, find_links
from corpus.crawling.fetch import FetchResult, Validators
from corpus.crawling.frontier import Frontier
from corpus.crawling.report import CrawlOptions, CrawlReport
from corpus.crawling.sitemaps import Sitemaps
from corpus.crawling.start_pages import StartPages
from corpus.crawling.starts import other_name
from corpus.crawling.teller import Teller
from corpus.crawling.territory import Territory
from corpus.crawling.told_apart import Suspicion
from corpus.crawling.traps import Traps
from corpus.crawling.turns import Target
from corpus.errors import FAULTS
from corpus.event import event
from corpus.outcome import Code, Outcome
from corpus.page.urls import aligned, site_of
from corpus.store.moves import LASTING
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Answers:
    """Those of one site, in one run."""

    store: ArticleStore
    site: str
    options: CrawlOptions
    report: CrawlReport
    frontier: Frontier
    territory: Territory
    traps: Traps
    start_pages: StartPages
    sitemaps: Sitemaps
    teller: Teller
    came: int = 0  # pages the server answered for
    suspicions: tuple[Suspicion, ...] = ()  # of the page that came last

    def keep(self, target: Target, result: FetchResult) -> str | None:
        """Keep a page and what it leads to, or that it is as it was; the site's other name, if this
        is a start that proves it to have one."""
        origin = site_of(result.url)
        moved = origin != self.site and result.status in LASTING
        if target.kind == "start" and moved and self.frontier.move(origin):
            return origin
        self.report.failed.pop(target.url, None)
        self.start_pages.failed.pop(target.url, None)
        self.came += 1
        if target.kind == "sitemap":
            self.sitemaps.note_came()
        if result.page is None:
            self.frontier.not_modified(target)
            self.report.not_modified += 1
            self.teller.tell("not modified", target.url)
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
        self.teller.tell("fetched", target.url, is_article=is_article, is_held=became.is_held)
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
            self.teller.tell("refused", page.url or "", f"{reason} ({name}: {fault})")
            return Links(None)
        return links

    def _judge(self, url: str, links: Links) -> None:
        """Leave pages alone of whose kind nothing new comes."""
        if trapped := self.traps.judge(url, links):
            self.frontier.trapped(trapped)
            path = urlsplit(url).path
            why = f"a trap: {len(trapped):,} pages like {path} brought nothing new"
            log.warning("%s: %s", self.site, why, extra=event("trap", site=self.site, url=url))

    def give_up(self, target: Target, fault: Exception) -> None:
        """Leave an answer that lays a mistake of ours bare for another night."""
        outcome = Outcome(Code.FAULTY, type(fault).__name__)
        self.frontier.refused(target, outcome)
        self.report.failed[target.url] = str(outcome)
        self.teller.tell("failed", target.url, str(outcome))
        log.error(
            "%s: %s",
            target.url, outcome, exc_info=True, extra=event("answer-unkept", url=target.url),
        )
