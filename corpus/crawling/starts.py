"""Where the crawls of a site begin, whatever comes of the address, and what the site is called."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from corpus.crawling.scope import Scope, base_of
from corpus.page.urls import site_of
from corpus.store.store import ArticleStore

_LEADS = "leads to: "  # before the name of a site, in the notes of the corpus


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


def leads_to(store: ArticleStore, site: str) -> tuple[str | None, datetime | None]:
    """The other site to which the starts of a site lead for good, and since when, while it is not
    proved that it has moved there."""
    noted = store.meta(_LEADS + site)
    if noted is None:
        return None, None
    new, since = noted.split()
    return new, datetime.fromisoformat(since)


def note_lead(store: ArticleStore, site: str, new: str | None, at: datetime) -> None:
    """Note where the starts of a site lead for good since this moment; None: nowhere else."""
    if new is not None:
        store.set_meta(_LEADS + site, f"{new} {at.isoformat()}")
    elif store.meta(_LEADS + site):
        with store.transaction() as db:
            db.execute("DELETE FROM meta WHERE key = ?", (_LEADS + site,))


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


def present_address(store: ArticleStore, url: str) -> str:
    """An address as its site names itself now."""
    site = site_of(url)
    return present_site(store, site) + url[len(site) :]


def former_sites(store: ArticleStore, site: str) -> list[str]:
    """What a site was called before its first page redirected, or before it moved."""
    rows = store.db.execute("SELECT name FROM hosts WHERE moved_to = ? ORDER BY name", (site,))
    return [name for (name,) in rows]


def rename_starts(
    db: sqlite3.Connection, site: str, new: str, targets: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Begin at `new` from now on: where the starts of a site lead, else at their paths there.

    One that stood for the whole site goes on to do so.
    """
    gone = db.execute("DELETE FROM starts WHERE host = ? RETURNING url, base", (site,)).fetchall()
    for url, base in gone:
        now = targets.get(url, new + url[len(site_of(url)) :])
        db.execute(
            "INSERT OR IGNORE INTO starts (url, host, base) VALUES (?, ?, ?)",
            (now, new, base and base_of(now)),
        )
