"""What a narrowed run leaves, of the queue of a site, for another one."""

import json
import sqlite3
from collections.abc import Iterator

from corpus.crawling.discover import FoundLink
from corpus.crawling.link_row import LEFT_OUT
from corpus.crawling.narrowed import Narrowed, Waiting
from corpus.store.store import ArticleStore


class LeftOut:
    """The addresses of a site that wait behind all that this run asks for. Writes join the caller's
    transaction."""

    def __init__(self, store: ArticleStore, host: str, narrowed: Narrowed) -> None:
        self._store = store
        self._host = host
        self._narrowed = narrowed

    def reasons(self) -> list[tuple[str, str]]:
        """What is left out, and why."""
        found = self._waiting(f"priority >= {LEFT_OUT}")
        reasons = ((waiting.url, self._narrowed.reason(waiting)) for waiting in found)
        return [(url, reason) for url, reason in reasons if reason]

    def takes(self, link: FoundLink, listed: str | None) -> bool:
        """Whether a link that is new is left out; `listed`: `link_row.listed_column`."""
        if not self._narrowed:
            return False
        day = link.hint.published if link.hint else None
        told = Waiting(link.url, link.kind, day.isoformat() if day else None, listed)
        return self._narrowed.reason(told) is not None

    def leave(self, db: sqlite3.Connection) -> None:
        """Leave out what this run does not ask for."""
        if self._narrowed:
            waiting = self._waiting(f"priority < {LEFT_OUT}")
            urls = [(each.url,) for each in waiting if self._narrowed.reason(each)]
            db.executemany(f"UPDATE urls SET priority = priority + {LEFT_OUT} WHERE url = ?", urls)  # noqa: S608

    def take_back(self, db: sqlite3.Connection, left_out: list[str]) -> int:
        """Ask for those of these after all that more is known of now; how many they are."""
        which = f"priority >= {LEFT_OUT} AND url IN (SELECT value FROM json_each(?))"  # noqa: S608
        waiting = self._waiting(which, json.dumps(left_out))
        urls = [(each.url,) for each in waiting if not self._narrowed.reason(each)]
        db.executemany(f"UPDATE urls SET priority = priority % {LEFT_OUT} WHERE url = ?", urls)  # noqa: S608
        return len(urls)

    def take_in(self, db: sqlite3.Connection) -> None:
        """Let what a run left for another one wait as all else."""
        db.execute(
            f"UPDATE urls SET priority = priority % {LEFT_OUT} "  # noqa: S608
            f"WHERE host = ? AND state = 'queued' AND priority >= {LEFT_OUT}",
            (self._host,),
        )

    def _waiting(self, which: str, *values: str) -> Iterator[Waiting]:
        """What is known of the queued addresses of which this is true."""
        refuted = self._store.refuted_days()
        rows = self._store.db.execute(
            "SELECT url, kind, hint_published, listed FROM urls "  # noqa: S608
            f"WHERE host = ? AND state = 'queued' AND {which}",
            (self._host, *values),
        )
        return (
            Waiting(url, kind, None if (self._host, day) in refuted else day, listed)
            for url, kind, day, listed in rows
        )
