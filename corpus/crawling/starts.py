"""Where the crawls of a site begin, whatever comes of the address, and what the site is called."""

import json
import sqlite3
from collections.abc import Iterable

from corpus.crawling.scope import Scope, base_of
from corpus.page.urls import aligned, same_site
from corpus.store.store import ArticleStore

_KNOWN = 3  # pages of a site to which another name of it leads

def known_starts(store: ArticleStore) -> list[str]:
    """The addresses every crawl of this corpus began with."""
    return [row[0] for row in store.db.execute("SELECT url FROM starts ORDER BY url")]


def starts_of(store: ArticleStore, site: str) -> list[str]:
    """Those of them at which crawls of a site begin."""
    rows = store.db.execute("SELECT url FROM starts WHERE host = ? ORDER BY url", (site,))
    return [row[0] for row in rows]


def present_site(store: ArticleStore, site: str) -> str:
    """The name `site` goes by since its first page redirected; `site` itself if it never did."""
    row = store.db.execute("SELECT moved_to FROM hosts WHERE name = ?", (site,)).fetchone()
    return row[0] if row and row[0] else site


def other_name(store: ArticleStore, site: str, links: Iterable[str]) -> str | None:
    """The name by which a site is crawled already, with or without `www.`, by http or https; None
    where it is another site: its first page leads by these `links` to hardly a page of that."""
    own = [url for url in links if same_site(url, site) and url != f"{site}/"]
    for (name,) in store.db.execute("SELECT DISTINCT host FROM starts WHERE host <> ?", (site,)):
        if not same_site(f"{name}/", site) or not _came(store, name):
            continue
        (known,) = store.db.execute(
            "SELECT count(*) FROM urls WHERE url IN (SELECT value FROM json_each(?))",
            (json.dumps([aligned(url, name) for url in own]),),
        ).fetchone()
        if known >= max(_KNOWN, len(own) / 2):
            return str(name)
    return None


def _came(store: ArticleStore, site: str) -> bool:
    """Whether a start of a site came when it was last asked for."""
    sql = "SELECT 1 FROM urls WHERE host = ? AND kind = 'start' AND state = 'done'"
    return store.db.execute(sql, (site,)).fetchone() is not None


def scope_of(store: ArticleStore, site: str) -> Scope:
    """What the starts of a site mean."""
    return Scope.of(
        row[0] for row in store.db.execute("SELECT base FROM starts WHERE host = ?", (site,))
    )


def note_start(db: sqlite3.Connection, url: str, site: str) -> None:
    """Keep that crawls of the site begin at `url`."""
    db.execute(
        "INSERT OR IGNORE INTO starts (url, host, base) VALUES (?, ?, ?)", (url, site, base_of(url))
    )


def move_starts(db: sqlite3.Connection, site: str, new: str) -> None:
    """Name the starts of a site as the site now names itself."""
    gone = db.execute("DELETE FROM starts WHERE host = ? RETURNING url", (site,)).fetchall()
    for (url,) in gone:
        note_start(db, aligned(url, new), new)
