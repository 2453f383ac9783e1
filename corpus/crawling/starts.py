"""Where the crawls of a site begin, whatever comes of the address, and what the site is called."""

import sqlite3

from corpus.crawling.scope import Scope, base_of
from corpus.page.urls import aligned
from corpus.store.store import ArticleStore


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
