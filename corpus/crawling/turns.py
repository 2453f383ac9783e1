"""Whose turn it is: the order in which what is queued of a site is asked for."""

import sqlite3
from typing import Any, NamedTuple, Self

from corpus.crawling.fetch import Validators
from corpus.crawling.life import WHOLE
from corpus.crawling.link_row import LEFT_OUT, Kind

AGAIN = 3  # the priority of a page that came before: behind all that is new
LATE = 10  # added to the priority of what did not come: behind all that was not asked for yet
# of a host, what this run asks for
QUEUED = f"host = ? AND state = 'queued' AND priority < {LEFT_OUT}"
# characters of an article: one of fewer may be the first lines before a wall
_FEW = 1_000
_IF_CHANGED = (
    f"misses = 0 AND tries = 0 AND calm % {WHOLE} <> 1 AND NOT EXISTS "  # noqa: S608
    f"(SELECT 1 FROM articles a WHERE a.url = urls.url AND length(a.paragraphs) < {_FEW})"
)
TARGET = (
    f"url, kind, depth, tries, CASE WHEN {_IF_CHANGED} THEN etag END, "
    f"CASE WHEN {_IF_CHANGED} THEN last_modified END, fetch_id"
)


def _first_of(*priorities: int) -> str:
    """The SQL of the first address of a host, ?1, that is due at a moment, ?2, by what comes before
    what."""
    late = (LATE + priority for priority in priorities)
    firsts = (
        f"SELECT * FROM (SELECT {TARGET} FROM urls WHERE host = ?1 "  # noqa: S608
        f"AND state = 'queued' AND priority = {priority} "
        "AND (due_at IS NULL OR due_at <= ?2) ORDER BY depth, url LIMIT 1)"
        for priority in (*priorities, *late)
    )
    return f"{' UNION ALL '.join(firsts)} LIMIT 1"


_NEXT_LISTS_FIRST = _first_of(0, 1, 2, AGAIN)
_NEXT_PAGES_FIRST = _first_of(0, 2, 1, AGAIN)


class Target(NamedTuple):
    """A queued URL whose turn it is."""

    url: str
    kind: Kind
    depth: int
    tries: int
    validators: Validators
    fetch_id: int | None = None  # of the newest page that came from it

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> Self:
        """The values of TARGET."""
        url, kind, depth, tries, etag, last_modified, fetch_id = row
        return cls(url, kind, depth, tries, Validators(etag, last_modified), fetch_id)


def next_target(
    db: sqlite3.Connection, host: str, moment: str, *, lists_first: bool
) -> Target | None:
    """The first that is due at a moment."""
    sql = _NEXT_LISTS_FIRST if lists_first else _NEXT_PAGES_FIRST
    row = db.execute(sql, (host, moment)).fetchone()
    return Target.of(row) if row else None


def longest_waiting(db: sqlite3.Connection, host: str, moment: str) -> Target | None:
    """Of all that is due at a moment that whose turn was longest ago, or never."""
    due = f"SELECT {TARGET} FROM urls WHERE {QUEUED} AND (due_at IS NULL OR due_at <= ?)"  # noqa: S608
    in_order = "priority, depth, url LIMIT 1"
    # of those that never had a turn the first one is at hand; of all others each is looked at
    never = db.execute(f"{due} AND turn_at IS NULL ORDER BY {in_order}", (host, moment)).fetchone()
    row = never or db.execute(f"{due} ORDER BY turn_at, {in_order}", (host, moment)).fetchone()
    return Target.of(row) if row else None
