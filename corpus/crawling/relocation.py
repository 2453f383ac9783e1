"""A site that moves to another host for good, believed where its own articles prove it.

Its starts lead there by a lasting redirect on nights apart, and so do the addresses of known
articles, each to a page of its own with most of the text. A domain that was sold, parked or taken
over leads to one page, to other words, or there for a while: it is never followed.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.crawling.fetch import Fetcher, TryLater
from corpus.crawling.frontier import Frontier
from corpus.crawling.report import CrawlOptions, CrawlReport
from corpus.crawling.rules import Rules
from corpus.crawling.starts import leads_to, note_lead, rename_starts
from corpus.errors import FAULTS, PageRefused
from corpus.event import event
from corpus.page.urls import ELSEWHERE, site_of
from corpus.pagination.same_text import keeps_most
from corpus.store.missing import A_DAY
from corpus.store.moves import LASTING
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

PROOFS = 5  # articles that are found at the other site; of fewer all, and never one alone
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Relocation:
    """The move of a site to a `new` one, as far as a night can tell."""

    store: ArticleStore
    site: str
    new: str
    fetcher: Fetcher
    options: CrawlOptions
    report: CrawlReport

    async def is_proved(self) -> bool:
        """Note that all starts lead to the new site, and whether that and its articles prove it."""
        now = self.options.clock()
        leads, since = leads_to(self.store, self.site)
        if leads != self.new or since is None:
            note_lead(self.store, self.site, self.new, now)
            return False
        if now - since < A_DAY:
            return False
        delay = self.fetcher.delay
        # of each night others, the same ones whenever it is run
        random = Random(f"{self.site} {now.date()}")  # noqa: S311
        proved = await self._has_articles(random)
        self.fetcher.delay = delay
        return proved

    async def _has_articles(self, random: Random) -> bool:
        """Whether addresses of articles lead to their texts at the new site, more than do not."""
        rules = Rules(
            self.new, self.fetcher, Frontier(self.store, self.new, clock=self.options.clock),
            self.options,
        )  # fmt: skip
        try:
            await rules.heed(keep=False)
        except TryLater:
            return False

        def refusal(url: str) -> str | None:
            return rules.robots.refusal(url) if site_of(url) == self.new else ELSEWHERE

        urls = self._addresses()
        wanted = min(PROOFS, len(urls))
        found = set[str]()  # two articles that are at one page prove nothing
        for tries, url in enumerate(random.sample(urls, min(2 * PROOFS, len(urls)))):
            if len(found) >= wanted or tries - len(found) > wanted:
                break
            await self.fetcher.pause()
            if self.fetcher.stop.is_set():
                return False
            self.report.requests += 1
            with suppress(TryLater, PageRefused, *FAULTS):
                result = await self.fetcher.fetch(url, refusal)
                moved = result.status in LASTING and site_of(result.url) == self.new
                if moved and result.page and self._is_text_of(url, result.page):
                    found.add(result.url)
        return len(found) >= max(wanted, _LEAST)

    def _addresses(self) -> list[str]:
        """Those of the site that lead to an article: its own, or one that it had."""
        rows = self.store.db.execute(
            "SELECT url FROM articles WHERE state = 'live' AND url >= ?1 AND url < ?2 "
            "UNION SELECT name FROM other_names JOIN articles ON id = article_id "
            "WHERE state = 'live' AND name >= ?1 AND name < ?2 ORDER BY 1",
            (f"{self.site}/", f"{self.site}0"),
        )
        return [url for (url,) in rows]

    def _is_text_of(self, url: str, page: Page) -> bool:
        known, hint = self.store.article_at(url), self.store.hint(url)
        text = clean(page, hint=hint).paragraphs
        return known is not None and keeps_most(self.store.get(known).paragraphs, text)

    def adopt(self, starts: Mapping[str, str]) -> None:
        """Crawl the new site from now on, from where the `starts` lead. What is known of pages of
        the old one stays, until they are found at the new one."""
        with self.store.transaction() as db:
            rename_starts(db, self.site, self.new, starts)
            db.execute(
                "DELETE FROM urls WHERE host = ? AND kind <> 'page' "
                "AND url NOT IN (SELECT url FROM articles WHERE url IS NOT NULL)",
                (self.site,),
            )
            db.execute(
                "UPDATE urls SET state = 'done' WHERE host = ? AND fetch_id IS NOT NULL "
                "AND state <> 'refused'",
                (self.site,),
            )
            db.execute(  # it may have been there before
                "UPDATE urls SET host = ? WHERE host = ? AND url >= ? AND url < ?",
                (self.new, self.site, f"{self.new}/", f"{self.new}0"),
            )
            db.execute("UPDATE hosts SET moved_to = ?2 WHERE moved_to = ?1", (self.site, self.new))
            db.executemany(
                "INSERT INTO hosts (name, moved_to) VALUES (?, ?) "
                "ON CONFLICT DO UPDATE SET moved_to = excluded.moved_to",
                ((self.site, self.new), (self.new, None)),
            )
            note_lead(self.store, self.site, None, self.options.clock())
        self.report.undone.clear()  # nothing is due at the old one any more
        self.report.moved[self.site] = self.new
        log.warning(
            "%s has moved to %s for good: it is crawled there from now on", self.site, self.new,
            extra=event("site-moved", site=self.new, before=self.site),
        )  # fmt: skip
