"""What list pages say of the articles they link to, and whether it can be believed."""

import json
import sqlite3

from corpus.article import Hint
from corpus.page.urls import is_file_name
from corpus.store.article_row import day_of
from corpus.store.held import standing
from corpus.store.outcome_row import WAITS

_REFUTED_DAYS = "refuted_days"
# sources of days that depend on the list's, or say nothing against it
_NO_WITNESSES = ("listing-page", "text", "unknown", "editor")
_REFUTED = (
    "SELECT u.host, u.hint_published FROM urls u JOIN articles a ON a.url = u.url "
    "WHERE u.hint_published IS NOT NULL AND a.state = 'live' AND a.date_source NOT IN (?, ?, ?, ?) "
    "GROUP BY u.host, u.hint_published "
    "HAVING count(*) >= 3 AND sum(a.published = u.hint_published) * 2 < count(*)"
)


class Hints:
    """The hints in the table of addresses. Writes join the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def hint(self, url: str | None) -> Hint | None:
        """What a list page says of the article at `url`, or None.

        A day that `judge` found wrong is left out, and a title that is but the name of a file.
        """
        row = self.db.execute(
            "SELECT hint_title, hint_published, host FROM urls WHERE url = ?", (url,)
        ).fetchone()
        title, day, host = row or (None, None, None)
        if day and (host, day) in self.refuted_days():
            day = None
        if title and is_file_name(title, url or ""):
            title = None
        return Hint(title, day_of(day)) if title or day else None

    def judge(self) -> bool:
        """Hold the days that lists give to their links against those the articles give themselves.

        A day is refuted when at least three articles it was given to have a day of their own and
        fewer than half of them the same. True when the judgement of any day changed: its pages wait
        to be cleaned again.
        """
        refuted = {tuple(row) for row in self.db.execute(_REFUTED, _NO_WITNESSES)}
        changed = refuted ^ self.refuted_days()
        for host, day in changed:
            self.db.execute(
                f"UPDATE fetches SET {WAITS} WHERE id IN (SELECT {standing('u.url')} "  # noqa: S608
                "FROM urls u WHERE u.host = ? AND u.hint_published = ?)",
                (host, day),
            )
        if changed:
            self.db.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                (_REFUTED_DAYS, json.dumps(sorted(refuted))),
            )
        return bool(changed)

    def refuted_days(self) -> set[tuple[str, str]]:
        """The days of lists that `judge` found wrong, each with its site."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (_REFUTED_DAYS,)).fetchone()
        return {(host, day) for host, day in json.loads(row[0] if row else "[]")}
