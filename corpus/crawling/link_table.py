"""The links of a site's pages, as they come into the table of addresses: each is looked up once."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from corpus.crawling.discover import Links
from corpus.crawling.left_out import LeftOut
from corpus.crawling.life import OLD
from corpus.crawling.link_row import insert_link, known_links, listed_column, update_link

_MOST_SEEN = 10_000  # addresses that are remembered: the menus of a site, and the newest pages

Refusal = Callable[[str], str | None]  # why a URL is not fetched, or None when it may be


class Added(NamedTuple):
    """What became of the links of a page."""

    refused: Counter[str]  # why new ones were, by reason
    new: list[str]  # addresses that nothing else led to, but those refused
    queued: int  # for how many more this run asks
    urls: list[str]  # that are in the table now; some that were seen before are left out


class LinkTable:
    """What a run adds of the links of one site."""

    def __init__(self, host: str, left_out: LeftOut) -> None:
        self._host = host
        self._left_out = left_out
        self._seen: set[str] = set()  # linked in this run, and in the table

    def add(
        self,
        db: sqlite3.Connection,
        links: Links,
        depth: int,
        refusal: Refusal,
        *,
        on: str,
        news: bool,
    ) -> Added:
        """Queue new links that stand `on` this page, or note them as refused; known ones keep their
        state.

        They are `news` where the page came before without them. Once they are written, `note_seen`.
        """
        refused: Counter[str] = Counter()
        new, queued = list[str](), 0
        # a menu tells nothing new from page to page
        telling = links.kind == "sitemap"
        found = [
            link for link in links.found
            if telling or link.is_telling or link.url not in self._seen
        ]
        known = known_links(db, found) if found else {}
        for link in found:
            listed = listed_column(link) if telling else None
            if before := known.get(link.url):
                update_link(db, link, before, listed)
                continue
            reason = refusal(link.url)
            out = reason is None and self._left_out.takes(link, listed)
            insert_link(
                db, link, host=self._host, depth=depth, refused=reason, on=on,
                calm=0 if news else OLD, listed=listed, left_out=out,
            )  # fmt: skip
            if reason:
                refused[reason] += 1
            else:
                new.append(link.url)
                queued += not out
        left_out = [url for url, before in known.items() if before.left_out]
        queued += self._left_out.take_back(db, left_out) if left_out else 0
        return Added(refused, new, queued, [link.url for link in found])

    def note_seen(self, added: Added) -> None:
        """Remember what a transaction that has ended added: a crawl takes none of it out."""
        if len(self._seen) + len(added.urls) > _MOST_SEEN:
            self._seen.clear()
        if len(added.urls) <= _MOST_SEEN:
            self._seen.update(added.urls)

    def look_up_again(self) -> None:
        """Look each link up again: some are out of the table, or written otherwise."""
        self._seen.clear()
