"""Where articles went: redirects of their addresses, and the names that lead to them beside their
own."""

import sqlite3
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple

from corpus.page.urls import site_of

LASTING = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_KNOWN = "SELECT 1 FROM articles WHERE url = ? AND state <> 'withdrawn'"


class Redirect(NamedTuple):
    """An address of an article that led to another one."""

    url: str
    target: str
    lasting: bool  # by its status: the address is another one from now on
    at: datetime


class Moves:
    """The tables of redirects and of other names. Writes join the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def note(self, redirect: Redirect) -> None:
        """Note that an address leads elsewhere, if there is an article: it is settled when the page
        it leads to is there."""
        url, target, lasting, at = redirect
        if url != target and self.db.execute(_KNOWN, (url,)).fetchone():
            row = (url, target, lasting, at.isoformat())
            self.db.execute("INSERT OR REPLACE INTO redirects VALUES (?, ?, ?, ?)", row)

    def unsettled(self) -> list[Redirect]:
        """The redirects that are not settled though a page stands at their target, by address."""
        rows = self.db.execute(
            "SELECT * FROM redirects r WHERE EXISTS (SELECT 1 FROM fetches WHERE url = r.target) "
            "ORDER BY url"
        )
        return [
            Redirect(url, target, bool(lasting), datetime.fromisoformat(at))
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

    def sites_before(self) -> dict[str, set[str]]:
        """For each site those of which an address leads there for good, and to the same path."""
        found: dict[str, set[str]] = {}
        rows = self.db.execute(
            "SELECT url, host, moved_to FROM urls WHERE status IN (?, ?) AND moved_to IS NOT NULL",
            LASTING,
        )
        for url, before, target in rows:
            site = site_of(target)
            if site != before and target[len(site) :] == url[len(before) :]:
                found.setdefault(site, set()).add(before)
        return found
