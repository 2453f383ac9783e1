"""What a run finds due: addresses that it queues again, and what it begins with."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import chain

from corpus.crawling.life import NIGHTS, State
from corpus.crawling.starts import note_start
from corpus.crawling.turns import AGAIN, LATE
from corpus.outcome import Code

# A run that goes on with another one asks for nothing again that was asked for in that one.
SAME_RUN = timedelta(hours=20)
RANK = (
    f"CASE WHEN kind = 'page' AND fetch_id IS NOT NULL THEN {AGAIN} ELSE priority % {LATE} END"
)
_LONGEST = timedelta(days=max(chain(*(nights for of in NIGHTS.values() for nights in of.values()))))
# an article's page that one more answer may decide about, whenever it was asked for
IN_DOUBT = (
    "url IN (SELECT url FROM held WHERE NOT kept "
    "UNION ALL SELECT url FROM missing WHERE gone IS NULL)"
)


def is_due(now: datetime) -> str:
    """Due by the clock; or so far ahead that the clock was wrong when it was noted."""
    latest = (now + _LONGEST).isoformat()
    return f"(due_at IS NULL OR due_at <= '{now.isoformat()}' OR due_at > '{latest}')"


def requeue(db: sqlite3.Connection, host: str, which: str, *values: str) -> int:
    """Queue addresses of a host, and tell how many; what came of them the last time stays noted."""
    late = f"CASE WHEN state = '{State.FAILED}' THEN {LATE} ELSE 0 END"
    queued = f"state = 'queued', due_at = NULL, priority = {RANK} + {late}"
    sql = f"UPDATE urls SET {queued} WHERE host = ? AND ({which})"  # noqa: S608
    return db.execute(sql, (host, *values)).rowcount


def requeue_due(
    db: sqlite3.Connection, host: str, now: datetime, *, again: str, older_than: datetime | None
) -> None:
    """Queue what is due by `life`, what is in doubt, and what was last asked for before
    `older_than`; of what came that of which it is true that it may be asked for `again`. What is
    refused stays so."""
    late = f"state IN ('{State.FAILED}', '{State.MISSING}')"
    due = f"{is_due(now)} AND ({late} OR (state = '{State.DONE}' AND {again}))"
    asked = f"state NOT IN ('{State.QUEUED}', '{State.REFUSED}') AND asked_at < ? AND {again}"
    # all at once, for each time every address of the site is looked at
    before = older_than.isoformat() if older_than else ""
    doubted = f"state <> '{State.REFUSED}' AND {IN_DOUBT}"
    requeue(db, host, f"({due}) OR ({asked}) OR ({doubted})", before)


def requeue_fit(
    db: sqlite3.Connection, host: str, refusal: Callable[[str], str | None]
) -> None:
    """Queue what was refused for the form of its address and is fit now."""
    which = f"state = '{State.REFUSED}' AND outcome = '{Code.UNFIT}'"
    sql = f"SELECT url FROM urls WHERE host = ? AND {which}"  # noqa: S608
    unfit = db.execute(sql, (host,)).fetchall()
    for (url,) in unfit:
        if refusal(url) is None:
            requeue(db, host, "url = ?", url)


def queue_start(db: sqlite3.Connection, host: str, url: str, *, again: str) -> None:
    """Queue an address at which a crawl begins, new or not; one that came where it may be asked for
    `again`."""
    note_start(db, url, host)
    queued = f"CASE WHEN state <> 'done' OR {again} THEN 'queued' ELSE state END"
    db.execute(
        "INSERT INTO urls (url, host, state, kind, priority) "  # noqa: S608
        "VALUES (?, ?, 'queued', 'start', 0) ON CONFLICT DO UPDATE SET kind = 'start', "
        f"depth = 0, priority = 0, due_at = NULL, state = {queued}",
        (url, host),
    )
