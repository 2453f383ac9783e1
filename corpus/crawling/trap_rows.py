"""Addresses of traps in the table: left alone for long, then tried by one of each kind."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from corpus.crawling.discover import Links, find_links
from corpus.crawling.due import IN_DOUBT, SAME_RUN, is_due, requeue
from corpus.crawling.life import Event, Sort, State, due_at
from corpus.crawling.link_row import LEFT_OUT, SET_OUTCOME, outcome_columns
from corpus.crawling.traps import BARREN_SHARE
from corpus.outcome import Code, Outcome
from corpus.page.listing_rows import shape
from corpus.store.store import ArticleStore

TRAP = Outcome(Code.TRAP)
_TRAPPED = f"state = '{State.REFUSED}' AND outcome = '{Code.TRAP}'"


class TrapRows:
    """Those of one site. Writes join the caller's transaction."""

    def __init__(self, store: ArticleStore, host: str) -> None:
        self._store = store
        self._host = host
        self._released = set[str]()  # kinds of which a page had news
        self._said: dict[int, str] = {}  # what those said that were tried, and which did first

    def kinds(self) -> frozenset[str]:
        """Those of which addresses are left alone."""
        sql = f"SELECT url FROM urls WHERE host = ? AND {_TRAPPED}"  # noqa: S608
        return frozenset(shape(url) for (url,) in self._store.db.execute(sql, (self._host,)))

    def leave(self, db: sqlite3.Connection, urls: Iterable[str], now: datetime) -> None:
        """Leave pages that were fetched alone for long: nothing new comes of them."""
        for url in urls:
            _leave(db, url, State.DONE, now)

    def leave_alike(
        self, db: sqlite3.Connection, url: str, new: Iterable[str], now: datetime
    ) -> int:
        """Leave what a page of a trap leads to of its kind; how many of these the run was to ask
        for."""
        alike = [other for other in new if shape(other) == shape(url)]
        return sum(_leave(db, other, State.QUEUED, now) for other in alike)

    def probe(self, db: sqlite3.Connection, now: datetime) -> None:
        """Ask for one address of each trap whose time is over, or of which a page is in doubt, as
        all are after a bad night: one that came, and whose turn was longest ago; the others wait.
        """
        probed = set()
        rows = db.execute(
            f"SELECT url, {is_due(now)} FROM urls WHERE host = ? AND {_TRAPPED} "  # noqa: S608
            f"AND ({is_due(now)} OR {IN_DOUBT}) ORDER BY fetch_id IS NULL, turn_at, url",
            (self._host,),
        ).fetchall()
        for url, due in rows:
            if (kind := shape(url)) not in probed:
                probed.add(kind)
                requeue(db, self._host, "url = ?", url)
            elif due:
                later = due_at(Event.TRAPPED, Sort.LIST, 0, url, now)
                db.execute("UPDATE urls SET due_at = ? WHERE url = ?", (later, url))

    def release(
        self,
        db: sqlite3.Connection,
        url: str,
        links: Links,
        had: int | None,
        new: Iterable[str],
        now: datetime,
    ) -> int | None:
        """Ask for some more of a trap's kind where a page of it leads on to what nothing else led
        to, its `new` links, or, being no list, says something else than before; how many these are;
        None where it does not. Where they all do it comes to all of the kind.

        A list that is made up shows the newest articles, as the others do, and leads to its kind.
        One that comes for the first time because another one had news is as any page is.
        """
        kind = shape(url)
        tells = any(shape(other) != kind for other in new)
        if links.kind != "list" and had is not None:
            first = self._said.setdefault(hash(links.letters), url)
            if first == url:
                tells = find_links(self._store.fetch(had)).letters != links.letters
            else:  # in a bad night they all say the same, which is then no news of the first either
                tells = False
                self.leave(db, [first], now)
        if not tells:
            return 0 if had is None and kind in self._released else None
        self._released.add(kind)
        rows = db.execute(
            f"SELECT url FROM urls WHERE host = ? AND {_TRAPPED} "  # noqa: S608
            "AND (turn_at IS NULL OR turn_at <= ?) ORDER BY fetch_id IS NULL, turn_at, url",
            (self._host, (now - SAME_RUN).isoformat()),
        )
        of_kind = (other for (other,) in rows if shape(other) == kind)
        more = list(islice(of_kind, BARREN_SHARE))
        return sum(requeue(db, self._host, "url = ?", other) for other in more)


def _leave(db: sqlite3.Connection, url: str, state: State, now: datetime) -> bool:
    """Leave an address that is in a state alone for long; whether this run asks for such."""
    due = due_at(Event.TRAPPED, Sort.LIST, 0, url, now)
    row = db.execute(
        f"UPDATE urls SET state = 'refused', due_at = ?, {SET_OUTCOME} "  # noqa: S608
        "WHERE url = ? AND state = ? AND kind <> 'start' RETURNING priority",
        (due, *outcome_columns(TRAP), url, state),
    ).fetchone()
    return row is not None and row[0] < LEFT_OUT
