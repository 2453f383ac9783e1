"""Parameters that may name articles, on trial: the pages that they lead to are asked for."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.article import Article
from corpus.cleaning.clean import clean
from corpus.crawling.fetch import Fetcher, TryLater
from corpus.crawling.frontier import Frontier
from corpus.crawling.proof import are_apart
from corpus.crawling.report import CrawlOptions, CrawlReport, is_spent
from corpus.crawling.territory import Territory
from corpus.crawling.told_apart import Suspicion
from corpus.errors import PageRefused
from corpus.event import event
from corpus.page.urls import aligned
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

MAX_PROOFS = 3  # parameters of which it is asked in one run whether they name articles


@dataclass(slots=True)
class ParameterTrial:
    """The trials of one run, on one site."""

    store: ArticleStore
    site: str
    fetcher: Fetcher
    options: CrawlOptions
    reports: Mapping[str, CrawlReport]  # of all sites of the run, by their names
    frontier: Frontier
    territory: Territory
    tried: set[str] = field(default_factory=set)  # parameters, by name

    async def hold(self, suspicion: Suspicion) -> None:
        """Where a parameter proves to name articles, keep it from now on, and read lists again."""
        name = suspicion.name
        if name in self.tried or len(self.tried) >= MAX_PROOFS:
            return
        self.tried.add(name)
        found = [(link, await self._article(link.address)) for link in suspicion.links]
        proof = [(link, article) for link, article in found if article]
        if len(proof) < len(found) or not are_apart(proof):
            return
        with self.store.transaction():
            self.store.learn_parameter(self.site, name, self.options.clock())
            self.frontier.read_lists_again(but=aligned(suspicion.address, self.site))
        what = f"pages that differ in {name} alone say what each of their links says"
        undo = f'To undo it: drop_parameters = "{name}" in backfile.toml'
        learnt = f"{self.site}: {what}, so it is kept from now on. {undo}"
        self.reports[self.site].learnt.append(learnt)
        log.info(
            "%s: %s", self.site, what, extra=event("parameter-learnt", site=self.site, name=name)
        )

    async def _article(self, address: str) -> Article | None:
        """The article at an address, which is asked for now; None where none comes."""
        url = aligned(address, self.site)
        refused = self.territory.refusal(url) or self.territory.chosen.refusal(url)
        if refused or is_spent(self.options, self.reports) or self.fetcher.is_over:
            return None
        self.reports[self.site].requests += 1
        try:
            result = await self.fetcher.fetch(url, self.territory.refusal)
            return clean(result.page) if result.page and result.url == url else None
        except (TryLater, PageRefused):
            return None
