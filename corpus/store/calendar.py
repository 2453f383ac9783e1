"""What was published when: reads over the store that need no index."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from corpus.article import Article
from corpus.store.article_row import day_of
from corpus.store.store import ArticleStore

_OPENING = 160  # characters: two lines
_COLUMNS = "id, title, published, byline, section"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a list: everything but its text."""

    id: str
    title: str
    published: date | None
    byline: tuple[str, ...] = ()
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What the corpus holds, for the status page."""

    articles: int
    undated: int
    removed: int
    pages: int  # fetched or imported, every version
    pages_waiting: int  # not cleaned yet
    queued: int  # addresses to be crawled
    failed: int  # addresses that could not be fetched
    held: int  # new answers of the site that do not stand
    gone: int  # of the articles, those that the site no longer has
    noindex: int  # pages that ask not to be indexed
    last_fetch: datetime | None


def latest(store: ArticleStore, limit: int = 5) -> tuple[Entry, ...]:
    """The newest dated articles, newest first."""
    return _entries(store, "published IS NOT NULL ORDER BY published DESC, id DESC LIMIT ?", limit)


def months(store: ArticleStore) -> dict[tuple[int, int], int]:
    """How many articles each (year, month) holds, in order; months without any are left out."""
    rows = store.db.execute(
        "SELECT substr(published, 1, 7) AS month, count(*) FROM articles "
        "WHERE state = 'live' AND published IS NOT NULL GROUP BY month ORDER BY month"
    )
    return {(int(month[:4]), int(month[5:])): count for month, count in rows}


def years(store: ArticleStore) -> dict[int, int]:
    """How many articles each year holds, in order; years without any are left out."""
    counts: dict[int, int] = {}
    for (year, _), count in months(store).items():
        counts[year] = counts.get(year, 0) + count
    return counts


def year(
    store: ArticleStore, number: int, *, offset: int = 0, limit: int = -1
) -> tuple[Entry, ...]:
    """The articles of one year, oldest first; at most `limit` of them, all where that is -1."""
    which = "published BETWEEN ? AND ? ORDER BY published, id LIMIT ? OFFSET ?"
    return _entries(store, which, f"{number:04}-01-01", f"{number:04}-12-31", limit, offset)


def month(store: ArticleStore, year: int, month: int) -> tuple[Entry, ...]:
    """The articles of one month, oldest first."""
    return _between(store, f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-31")


def day(store: ArticleStore, day: date) -> tuple[Entry, ...]:
    """The articles of one day, in the order of their ids."""
    return _between(store, day.isoformat(), day.isoformat())


def days_around(store: ArticleStore, day: date) -> tuple[date | None, date | None]:
    """The days nearest before and after one on which something was published."""
    live = "FROM articles WHERE state = 'live' AND published"
    sql = f"SELECT (SELECT max(published) {live} < ?1), (SELECT min(published) {live} > ?1)"
    before, after = store.db.execute(sql, (day.isoformat(),)).fetchone()
    return day_of(before), day_of(after)


def openings(store: ArticleStore, entries: Iterable[Entry]) -> dict[str, str]:
    """By id the first words of each article's text, cut between two words where there are more."""
    sql = (
        "SELECT id, substr(json_extract(paragraphs, '$[0]'), 1, ?) FROM articles "
        "WHERE id IN (SELECT value FROM json_each(?))"
    )
    ids = json.dumps([entry.id for entry in entries])
    rows = store.db.execute(sql, (_OPENING + 1, ids))
    return {ident: _cut(text or "") for ident, text in rows}


def last_changes(store: ArticleStore, ids: Iterable[str]) -> dict[str, datetime]:
    """By id when each article came in, or became another since: by its page or by people."""
    sql = "SELECT id, changed_at FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    rows = store.db.execute(sql, (json.dumps([*ids]),))
    return {ident: datetime.fromisoformat(at) for ident, at in rows}


def other_years(store: ArticleStore, article: Article) -> tuple[Entry, ...]:
    """The articles of the same day in other years, newest first; none for an undated one."""
    if article.published is None:
        return ()
    live = "FROM articles WHERE state = 'live' AND published IS NOT NULL"
    sql = f"SELECT (SELECT min(published) {live}), (SELECT max(published) {live})"
    first, last = (day_of(text) for text in store.db.execute(sql).fetchone())
    if first is None or last is None:
        return ()
    years = set(range(first.year, last.year + 1)) - {article.published.year}
    days = [f"{year:04}-{article.published:%m-%d}" for year in years]
    which = f"published IN ({', '.join('?' * len(days))}) ORDER BY published DESC, id"
    return _entries(store, which, *days)


def undated(store: ArticleStore, *, offset: int = 0, limit: int = 100) -> tuple[Entry, ...]:
    """Articles whose date is not known, by title."""
    return _entries(store, "published IS NULL ORDER BY title, id LIMIT ? OFFSET ?", limit, offset)


def count_undated(store: ArticleStore) -> int:
    """How many articles have no known date."""
    return _count(
        store, "SELECT count(*) FROM articles WHERE state = 'live' AND published IS NULL"
    )


def holds_any(store: ArticleStore) -> bool:
    """Whether there is any article."""
    sql = "SELECT 1 FROM articles WHERE state = 'live' LIMIT 1"
    return store.db.execute(sql).fetchone() is not None


def neighbours(store: ArticleStore, article: Article) -> tuple[Entry | None, Entry | None]:
    """The articles published just before and just after; both None for an undated one."""
    if article.published is None:
        return None, None
    here = (article.published.isoformat(), article.id)
    nearest_before = "(published, id) < (?, ?) ORDER BY published DESC, id DESC LIMIT 1"
    nearest_after = "(published, id) > (?, ?) ORDER BY published, id LIMIT 1"
    before, after = (_entries(store, which, *here) for which in (nearest_before, nearest_after))
    return (before[0] if before else None), (after[0] if after else None)


def tally(store: ArticleStore) -> Tally:
    """Counts over the whole corpus."""
    fetched = store.db.execute("SELECT fetched_at FROM fetches ORDER BY id DESC LIMIT 1").fetchone()
    return Tally(
        articles=_count(store, "SELECT count(*) FROM articles WHERE state = 'live'"),
        undated=count_undated(store),
        removed=_count(store, "SELECT count(*) FROM removals"),
        pages=_count(store, "SELECT count(*) FROM fetches"),
        pages_waiting=_count(store, "SELECT count(*) FROM fetches WHERE outcome IS NULL"),
        queued=_count(store, "SELECT count(*) FROM urls WHERE state = 'queued'"),
        failed=_count(store, "SELECT count(*) FROM urls WHERE state = 'failed'"),
        held=store.held.count(),
        gone=store.count_gone(),
        noindex=store.count_no_index(),
        last_fetch=datetime.fromisoformat(fetched[0]) if fetched else None,
    )


def _between(store: ArticleStore, first: str, last: str) -> tuple[Entry, ...]:
    return _entries(store, "published BETWEEN ? AND ? ORDER BY published, id", first, last)


def _entries(store: ArticleStore, which: str, *values: Any) -> tuple[Entry, ...]:
    sql = f"SELECT {_COLUMNS} FROM articles WHERE state = 'live' AND {which}"  # noqa: S608
    return tuple(
        Entry(ident, title, day_of(day), tuple(json.loads(byline)), section)
        for ident, title, day, byline, section in store.db.execute(sql, values)
    )


def _cut(text: str) -> str:
    if len(text) <= _OPENING:
        return text
    return f"{text[:_OPENING].rpartition(' ')[0] or text[:_OPENING]} …"


def _count(store: ArticleStore, sql: str) -> int:
    return int(store.db.execute(sql).fetchone()[0])
