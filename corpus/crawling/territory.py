"""What belongs to the crawl of one site: the addresses that it asks for, and the links it follows.

By their form, by where the crawl began, by what people chose, and by the site's robots.txt.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from corpus.crawling.discover import FoundLink, Links
from corpus.crawling.narrowed import is_sitemap
from corpus.crawling.refused import DEEP, hears, log_refused
from corpus.crawling.report import CrawlOptions
from corpus.crawling.rules import Rules
from corpus.crawling.scope import OUTSIDE, Chosen, Scope
from corpus.crawling.starts import former_sites, scope_of
from corpus.page.site_tables import handed_down, table_for
from corpus.page.urls import ELSEWHERE, aligned, refusal, same_site, site_of
from corpus.store.store import ArticleStore


@dataclass(slots=True)
class Territory:
    """The territory of the crawl of a site that begins at `starts`."""

    store: ArticleStore
    site: str
    starts: list[str]
    options: CrawlOptions
    rules: Rules
    scope: Scope = field(default_factory=Scope)
    formerly: frozenset[str] = field(init=False)  # what the site was called before it moved
    chosen: Chosen = field(init=False)

    def __post_init__(self) -> None:
        self.formerly = frozenset(former_sites(self.store, self.site))
        chosen = handed_down(self.options.chosen, dict.fromkeys(self.formerly, self.site))
        self.chosen = (table_for(chosen, self.site) or Chosen()) | self.options.only

    def read_scope(self) -> None:
        """Know by its starts what of the site is meant; before that it is the whole."""
        self.scope = scope_of(self.store, self.site)

    def named(self, url: str) -> str:
        """An address of the site as that names itself now."""
        before = site_of(url)
        if before in self.formerly:
            return self.site + url[len(before) :]
        return aligned(url, self.site)

    def form_refusal(self, url: str) -> str | None:
        """Why an address is never asked for, whatever the site says; None where it may be."""
        today = self.options.clock().date()
        return refusal(url, self.site, today=today) or self.chosen.refusal(url)

    def refusal(self, url: str) -> str | None:
        """Why a redirect to an address is not followed; None where it is."""
        url, today = aligned(url, self.site), self.options.clock().date()
        return refusal(url, self.site, today=today) or self.rules.robots.refusal(url)

    def known_refusal(self, url: str) -> str | None:
        """Why an address is not asked for: by its form, or by robots.txt as it last came."""
        self.rules.recall()
        url = self.named(url)
        return self.form_refusal(url) or self.rules.robots.refusal(url)

    def refusal_on(self, page: str) -> Callable[[str], str | None]:
        """`form_refusal` for the links that stand on `page`, each refusal logged."""

        def logged(url: str) -> str | None:
            if reason := self.form_refusal(url):
                log_refused(url, reason, on=page)
            return reason

        return logged

    def followed(self, links: Links, page: str, depth: int, *, is_start: bool) -> Links:
        """Of what stands on a page the links that are followed, which are so `depth` steps from a
        start."""
        leads = is_start or (self.scope.holds(page) and links.kind != "page")
        within = self._within(links, page, is_list=leads)
        return Links(links.kind, self.own(within, depth, on=page), links.letters)

    def own(self, links: Iterable[FoundLink], depth: int, *, on: str) -> tuple[FoundLink, ...]:
        """The links of this site, named as it names itself; none past the depth asked for.

        They stand `on` this page.
        """
        found: list[FoundLink] = []
        deep = depth > self.options.max_depth
        for link in links:
            url = self._own_name(link.url)
            if url is None or deep:
                log_refused(link.url, DEEP if url else ELSEWHERE, on=on)
            else:
                found.append(link if url == link.url else link._replace(url=url))
        return tuple(found)

    def _own_name(self, url: str) -> str | None:
        """An address as this site names itself now, also by the name of before; None for one of
        another site."""
        if url.startswith(f"{self.site}/"):
            return url
        own = same_site(url, self.site) or site_of(url) in self.formerly
        return self.named(url) if own else None

    def _within(self, links: Links, page: str, *, is_list: bool) -> tuple[FoundLink, ...]:
        """The links of a page that what the crawl began at takes in: all of a feed where it did,
        and of sitemaps where it began at one."""
        begun = page in self.starts or any(map(is_sitemap, self.starts))
        whole = begun if links.kind == "sitemap" else links.kind == "feed" and page in self.starts
        if self.scope.bases is None or whole:
            return links.found
        own = tuple(link for link in links.found if self.scope.admits(link, page, is_list=is_list))
        for link in set(links.found).difference(own) if hears() else ():
            log_refused(link.url, OUTSIDE, on=page)
        return own
