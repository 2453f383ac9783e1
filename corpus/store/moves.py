"""Where articles went: redirects of their addresses, and the names that lead to them beside their
own."""

import sqlite3
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple

from corpus.outcome import Code
from corpus.page.urls import site_of

LASTING = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_BACK = 2  # in the column `lasting`
_MOVED = "SELECT name, moved_to FROM hosts WHERE moved_to IS NOT NULL"
_BESIDE = (
    "SELECT u.url FROM articles a JOIN other_names n ON n.article_id = a.id "
    "JOIN urls u ON u.url = n.name WHERE a.url = ? AND a.state = 'live' "
    "AND u.fetch_id IS NOT NULL AND u.outcome IN (?, ?) ORDER BY u.url"
)
_KNOWN = "SELECT 1 FROM articles WHERE url = ? AND state <> 'withdrawn'"


class Redirect(NamedTuple):
    """An address of an article that led to another one."""

    url: str
    target: str
    lasting: bool  # by its status: the address is another one from now on
    at: datetime
    # the other way round: `target`, which has no article, led here for a while, and may have the
    # article when it answers itself
    back: bool = False


class Moves:
    """The tables of redirects and of other names. Writes join the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def note(self, redirect: Redirect) -> None:
        """Note that an address leads elsewhere: it is settled when the page it leads to is there,
        or, where it has no article and does so for a while, when it answers itself."""
        url, target, lasting, at, _ = redirect
        if url == target:
            return
        if self.db.execute(_KNOWN, (url,)).fetchone():
            self.db.execute(
                "INSERT OR REPLACE INTO redirects VALUES (?, ?, ?, ?)",
                (url, target, lasting, at.isoformat()),
            )
        elif not lasting:
            self.db.execute(
                "INSERT OR IGNORE INTO redirects VALUES (?, ?, ?, ?)",
                (target, url, _BACK, at.isoformat()),
            )

    def unsettled(self) -> list[Redirect]:
        """The redirects that are not settled though a page stands at their target, by address."""
        rows = self.db.execute(
            "SELECT * FROM redirects r WHERE EXISTS (SELECT 1 FROM fetches WHERE url = r.target) "
            "ORDER BY url"
        )
        return [
            Redirect(url, target, bool(lasting), datetime.fromisoformat(at), lasting == _BACK)
            for url, target, lasting, at in rows
        ]

    def settle(self, url: str) -> None:
        """Forget the redirect of an address."""
        self.db.execute("DELETE FROM redirects WHERE url = ?", (url,))

    def name(self, name: str, article_id: str) -> None:
        """Let a name, an address or an id, lead to an article; what led to that id does, too."""
        led = "UPDATE other_names SET article_id = ? WHERE article_id = ?"
        self.db.execute(led, (article_id, name))
        self.db.execute("INSERT OR REPLACE INTO other_names VALUES (?, ?)", (name, article_id))

    def forget(self, name: str) -> None:
        """Let a name lead nowhere: it is somebody's own."""
        self.db.execute("DELETE FROM other_names WHERE name = ?", (name,))

    def named(self, name: str) -> str | None:
        """The id of the article to which a name leads, or None."""
        sql = "SELECT article_id FROM other_names WHERE name = ?"
        row = self.db.execute(sql, (name,)).fetchone()
        return row[0] if row else None

    def beside(self, url: str) -> list[str]:
        """The addresses, beside its own one, that lead to the article at `url` and gave a page, not
        another address, when they were last asked for."""
        came = (Code.FETCHED, Code.UNCHANGED)
        return [other for (other,) in self.db.execute(_BESIDE, (url, *came))]

    def sites_before(self) -> dict[str, set[str]]:
        """For each site those that have moved there, or of which an address leads there for good,
        and to the same path."""
        found: dict[str, set[str]] = {}
        rows = self.db.execute(
            "SELECT url, host, moved_to FROM urls WHERE status IN (?, ?) AND moved_to IS NOT NULL",
            LASTING,
        )
        for url, before, target in rows:
            site = site_of(target)
            if site != before and target[len(site) :] == url[len(before) :]:
                found.setdefault(site, set()).add(before)
        for before, site in self.sites_moved().items():
            found.setdefault(site, set()).add(before)
        return found

    def sites_moved(self) -> dict[str, str]:
        """By the name of a site that has another one now, that."""
        return dict(self.db.execute(_MOVED).fetchall())
