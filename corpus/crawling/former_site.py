"""What a site had at the host it has left: taken over, and given up when that answers no more."""

import sqlite3

from corpus.crawling.due import RANK
from corpus.crawling.life import State
from corpus.crawling.link_row import PRIORITY, SET_OUTCOME, outcome_columns
from corpus.outcome import Code, Outcome
from corpus.page.urls import site_of


def take_over(db: sqlite3.Connection, host: str, former: str) -> None:
    """Ask, in the crawl of `host`, for what the site had under its `former` name and has not been
    found under this one: articles that lie there still, and pages that never came. Else nothing is
    asked for there.

    First its lists are read under this name: they lead to nearly all of it.
    """
    sql = "SELECT 1 FROM urls WHERE host = ? AND asked_at IS NOT NULL"
    if db.execute(sql, (host,)).fetchone() is None:
        return
    article = "EXISTS (SELECT 1 FROM articles WHERE url = u.url AND state = 'live')"
    here = f"FROM urls WHERE url = ?2 || substr(u.url, {len(former) + 1})"
    states = f"('{State.DONE}', '{State.REFUSED}')"
    unseen = f"kind = 'page' AND fetch_id IS NULL AND state NOT IN {states}"
    db.execute(
        f"UPDATE urls AS u SET host = ?2, state = 'queued', due_at = NULL, misses = 0, "  # noqa: S608
        f"priority = {RANK} WHERE host = ?1 AND state <> '{State.REFUSED}' "
        f"AND (({article} AND NOT EXISTS (SELECT 1 {here} AND state = 'queued')) "
        f"OR ({unseen} AND NOT EXISTS (SELECT 1 {here})))",
        (former, host),
    )
    db.execute(
        f"DELETE FROM urls AS u WHERE host = ?1 AND {unseen} AND EXISTS (SELECT 1 {here})",  # noqa: S608
        (former, host),
    )
    db.execute(
        f"UPDATE urls AS u SET host = ?1 WHERE host = ?2 AND url >= ?1 || '/' "  # noqa: S608
        f"AND url < ?1 || '0' AND state = '{State.DONE}' AND NOT {article}",
        (former, host),
    )


def give_up(db: sqlite3.Connection, host: str, url: str) -> int:
    """Ask for a page where it would be at `host`, and no more at its address of before: the old
    host has come to its end. How many more are queued."""
    row = "url, host, state, kind, depth, priority, hint_title, hint_published, found_on"
    new = host + url[len(site_of(url)) :]
    added = db.execute(
        f"INSERT OR IGNORE INTO urls ({row}) SELECT ?, host, 'queued', kind, depth, ?, "  # noqa: S608
        "hint_title, hint_published, url FROM urls WHERE url = ?",
        (new, PRIORITY["page"], url),
    )
    ended = Outcome(Code.UNFIT, f"its site has moved to {host}, and it did not come")
    db.execute(
        f"UPDATE urls SET host = ?, state = 'refused', due_at = NULL, {SET_OUTCOME} "  # noqa: S608
        "WHERE url = ?",
        (site_of(url), *outcome_columns(ended), url),
    )
    return added.rowcount
