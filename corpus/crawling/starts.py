"""Where the crawls of a site begin, whatever comes of the address, and what the site is called."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from corpus.crawling.scope import Scope, base_of
from corpus.page.urls import aligned, same_site, site_of
from corpus.store.store import ArticleStore

_LEADS = "leads to: "  # before the name of a site, in the notes of the corpus
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
