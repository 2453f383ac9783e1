"""Articles whose site says that it no longer has them: they stay, and are marked with the day."""

import logging
import sqlite3
from datetime import date, datetime, timedelta
from http import HTTPStatus

from corpus.event import event
from corpus.store.article_row import day_of

log = logging.getLogger(__name__)

NO_PAGE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
# between two answers that say so: nightly runs do not begin on the second
A_DAY = timedelta(hours=20)
_LIVE = "SELECT id FROM articles WHERE url = ? AND state = 'live'"


class Missing:
    """The table of addresses without a page. Writes join the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def note(self, url: str, at: datetime) -> bool:
        """Note that the site said so; whether it did on two days, of the address of an article."""
        if self.db.execute(_LIVE, (url,)).fetchone() is None:
            return False
        sql = "INSERT INTO missing (url, since) VALUES (?, ?) ON CONFLICT DO NOTHING"
        if self.db.execute(sql, (url, at.isoformat())).rowcount:
            return False
        since = self.db.execute("SELECT since FROM missing WHERE url = ?", (url,)).fetchone()[0]
        return at - datetime.fromisoformat(since) >= A_DAY

    def mark(self, url: str, at: datetime) -> None:
        """Mark the article at an address as gone since this day, unless it is already."""
        day = at.date().isoformat()
        marked = self.db.execute(
            "INSERT INTO missing (url, since, gone) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET gone = excluded.gone WHERE gone IS NULL",
            (url, at.isoformat(), day),
        )
        if marked.rowcount:
            log.info(
                "the article of %s is gone at the source",
                url,
                extra=event("article-gone", url=url, day=day),
            )

    def has(self, url: str) -> bool:
        """Whether the site said so of an address when it was last asked."""
        return self.db.execute("SELECT 1 FROM missing WHERE url = ?", (url,)).fetchone() is not None

    def clear(self, url: str) -> None:
        """Note that the article is there, or elsewhere."""
        sql = "DELETE FROM missing WHERE url = ? RETURNING gone"
        cleared = self.db.execute(sql, (url,)).fetchall()
        if cleared and cleared[0][0]:
            log.info(
                "the article of %s is at the source again",
                url,
                extra=event("article-back", url=url),
            )

    def gone(self, url: str | None) -> date | None:
        """The day on which the article at an address was found gone; None while it is there."""
        row = self.db.execute("SELECT gone FROM missing WHERE url = ?", (url,)).fetchone()
        return day_of(row[0]) if row else None

    def count(self) -> int:
        """How many articles are gone."""
        sql = (
            "SELECT count(*) FROM missing m JOIN articles a ON a.url = m.url "
            "WHERE m.gone IS NOT NULL AND a.state = 'live'"
        )
        return int(self.db.execute(sql).fetchone()[0])
