"""What to fetch next and what came back, in the corpus file: one transaction for a page, its state
and its links."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from corpus.article import Hint
from corpus.crawling.discover import Link, LinkKind, Links
from corpus.crawling.fetch import EMPTY, Known, Reply
from corpus.crawling.robots import FORBIDDEN
from corpus.page.media import PAGE_TYPES
from corpus.store.store import ArticleStore

Kind = Literal["start"] | LinkKind

MAX_TRIES = 3  # in one run; the next run begins to count anew
_PRIORITY: dict[Kind, int] = {"start": 0, "sitemap": 0, "feed": 0, "list": 1, "page": 2}
_PAGES_FIRST, _LISTS_FIRST = (0, 2, 1), (0, 1, 2)
_TRIED_IN_VAIN = (
    f"state = 'failed' OR (state = 'refused' AND (reason = '{FORBIDDEN}' OR kind = 'start'))"
)
# The server had nothing to give, which may change; 410 says that it will not.
_MISSING = f"state = 'refused' AND (reason = '{EMPTY}' OR (reason GLOB '4[0-9][0-9] *' AND reason NOT GLOB '410 *'))"
# before a missing page that is linked again is asked for again, then twice as long
_FIRST_PATIENCE = timedelta(days=1)
_FOR_NEWS = "state IN ('done', 'refused') AND kind IN ('start', 'list', 'sitemap', 'feed')"


@dataclass(frozen=True, slots=True)
class Target:
    """A URL whose turn it is."""

    url: str
    kind: Kind
    depth: int
    tries: int
    known: Known


@dataclass(frozen=True, slots=True)
class Frontier:
    """The queue of one site, `scheme://host:port`. Every method that changes something is one
    transaction."""

    store: ArticleStore
    host: str

    def begin(self, starts: Iterable[str], *, older_than: datetime | None = None) -> None:
        """Queue what this run asks for: the rest of a run that was cut short, or else starts and
        lists again.

        Pages last asked for before `older_than`, had or missing, are asked for again too; None:
        never. """
        with self.store.transaction() as db:
            resuming = db.execute(
                "SELECT 1 FROM urls WHERE host = ? AND state = 'queued' AND due_at IS NULL",
                (self.host,),
            ).fetchone()
            self._requeue(db, _TRIED_IN_VAIN)
            if not resuming:
                self._requeue(db, _FOR_NEWS)
                if older_than:
                    self._requeue(
                        db,
                        f"(state = 'done' OR ({_MISSING})) AND asked_at < ?",
                        older_than.isoformat(),
                    )
            db.execute("UPDATE urls SET tries = 0 WHERE host = ? AND tries > 0", (self.host,))
            for url in starts:
                self._add_start(db, url)

    def next(self, *, lists_first: bool, now: datetime | None = None) -> Target | None:
        """The URL to fetch next, or None when none is due."""
        moment = (now or datetime.now(UTC)).isoformat()
        for priority in _LISTS_FIRST if lists_first else _PAGES_FIRST:
            row = self.store.db.execute(
                "SELECT url, kind, depth, tries, etag, last_modified FROM urls WHERE host = ? AND state = 'queued' "
                "AND priority = ? AND (due_at IS NULL OR due_at <= ?) ORDER BY depth, url LIMIT 1",
                (self.host, priority, moment),
            ).fetchone()
            if row:
                url, kind, depth, tries, etag, last_modified = row
                return Target(url, kind, depth, tries, Known(etag, last_modified))
        return None

    def next_due(self) -> datetime | None:
        """When the first URL that waits for another try is due; None when none waits."""
        row = self.store.db.execute(
            "SELECT min(due_at) FROM urls WHERE host = ? AND state = 'queued'", (self.host,)
        ).fetchone()
        return datetime.fromisoformat(row[0]) if row[0] else None

    def queued(self) -> int:
        """How many URLs are still to be fetched."""
        sql = "SELECT count(*) FROM urls WHERE host = ? AND state = 'queued'"
        return int(self.store.db.execute(sql, (self.host,)).fetchone()[0])

    def queue(self) -> list[str]:
        """What is queued, in the order of its turn but for the interleaving of lists and pages."""
        sql = (
            "SELECT url FROM urls WHERE host = ? AND state = 'queued' ORDER BY priority, depth, url"
        )
        return [row[0] for row in self.store.db.execute(sql, (self.host,))]

    def fetched(
        self, target: Target, reply: Reply, links: Links, *, why_not: Callable[[str], str | None]
    ) -> Counter[str]:
        """Keep a page, its URL's new state and its links; return for what reasons new links were
        refused.

        A sitemap or feed is read for its links and not kept.
        """
        page = reply.page
        assert page is not None
        with self.store.transaction() as db:
            number = self.store.add_fetch(page) if page.content_type in PAGE_TYPES else None
            expected = target.kind
            if reply.url != target.url:
                self._redirected(db, target, reply.url)
                expected = "page" if expected == "start" else expected
            had = db.execute("SELECT fetch_id FROM urls WHERE url = ?", (reply.url,)).fetchone()[0]
            kind = _found(expected, links.kind, changed=had not in (None, number))
            db.execute(
                "UPDATE urls SET state = 'done', reason = NULL, due_at = NULL, tries = 0, kind = ?, priority = ?, "
                "asked_at = ?, etag = ?, last_modified = ?, fetch_id = ? WHERE url = ?",
                (
                    kind,
                    _PRIORITY[kind],
                    _now(),
                    reply.known.etag,
                    reply.known.last_modified,
                    number,
                    reply.url,
                ),
            )
            return self.add(links.found, depth=target.depth + 1, why_not=why_not)

    def not_modified(self, target: Target) -> None:
        """The page is as it was."""
        self._set(target.url, "done", None)

    def refused(self, target: Target, reason: str) -> None:
        """The URL will not be asked for again, unless its `reason` goes away.

        What is missing may come later: a refresh asks for it, and so does a link that is found when
        some time is over. """
        with self.store.transaction() as db:
            asked, due = db.execute(
                "SELECT asked_at, due_at FROM urls WHERE url = ?", (target.url,)
            ).fetchone()
            self._set(target.url, "refused", reason)
            db.execute(
                f"UPDATE urls SET due_at = ? WHERE url = ? AND {_MISSING}",  # noqa: S608
                ((datetime.now(UTC) + _patience(asked, due)).isoformat(), target.url),
            )

    def failed(self, target: Target, reason: str, *, wait: float) -> bool:
        """Try again after `wait` seconds; after the last try give up for this run and return
        True."""
        final = target.tries + 1 >= MAX_TRIES
        due = None if final else (datetime.now(UTC) + timedelta(seconds=wait)).isoformat()
        with self.store.transaction() as db:
            db.execute(
                "UPDATE urls SET state = ?, tries = tries + 1, due_at = ?, reason = ? WHERE url = ?",
                ("failed" if final else "queued", due, reason, target.url),
            )
        return final

    def add(
        self, links: Sequence[Link], *, depth: int, why_not: Callable[[str], str | None]
    ) -> Counter[str]:
        """Queue new links, or note them as refused with the reason `why_not` gives.

        Known ones keep their state, but for those that were missing long ago.
        """
        refused: Counter[str] = Counter()
        with self.store.transaction() as db:
            for link in links:
                row = db.execute(
                    "SELECT hint_title, hint_published, kind, fetch_id, state FROM urls WHERE url = ?",
                    (link.url,),
                ).fetchone()
                if row is not None:
                    _update(db, link, row[:4])
                    if row[4] == "refused":
                        self._ask_again(db, link.url)
                    continue
                reason = why_not(link.url)
                self._insert(db, link, depth, reason)
                if reason:
                    refused[reason] += 1
        return refused

    def set_robots(self, status: int, body: str | None) -> None:
        """Keep what the site answered for its robots.txt."""
        with self.store.transaction() as db:
            db.execute(
                "INSERT INTO hosts (name, robots, robots_status, robots_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
                "SET robots = excluded.robots, robots_status = excluded.robots_status, robots_at = excluded.robots_at",
                (self.host, body, status, _now()),
            )

    def move(self, site: str) -> bool:
        """From now on this site is `site`, as its first page says by a redirect.

        False, and nothing is changed, when pages of it were fetched already: their addresses stay
        what they were. """
        with self.store.transaction() as db:
            if db.execute(
                "SELECT 1 FROM urls WHERE host = ? AND fetch_id IS NOT NULL", (self.host,)
            ).fetchone():
                return False
            db.execute("DELETE FROM urls WHERE host = ?", (self.host,))
            db.execute("UPDATE hosts SET moved_to = ? WHERE name = ?", (site, self.host))
        return True

    def _ask_again(self, db: sqlite3.Connection, url: str) -> None:
        """Queue a page that was missing when last asked for, if that is long enough ago; it keeps
        when it was due."""
        sql = f"UPDATE urls SET state = 'queued' WHERE url = ? AND {_MISSING} AND coalesce(due_at, '') <= ?"  # noqa: S608
        db.execute(sql, (url, _now()))

    def _requeue(self, db: sqlite3.Connection, which: str, *values: str) -> None:
        db.execute(
            f"UPDATE urls SET state = 'queued', due_at = NULL, reason = NULL WHERE host = ? AND ({which})",  # noqa: S608
            (self.host, *values),
        )

    def _add_start(self, db: sqlite3.Connection, url: str) -> None:
        row = db.execute("SELECT kind FROM urls WHERE url = ?", (url,)).fetchone()
        if row is None:
            db.execute(
                "INSERT INTO urls (url, host, state, kind, priority) VALUES (?, ?, 'queued', 'start', 0)",
                (url, self.host),
            )
        else:
            if row[0] != "start":
                sql = "UPDATE urls SET state = 'queued', kind = 'start', priority = 0, depth = 0 WHERE url = ?"
                db.execute(sql, (url,))
            # a person asks: no more waiting
            db.execute("UPDATE urls SET due_at = NULL WHERE url = ?", (url,))

    def _insert(self, db: sqlite3.Connection, link: Link, depth: int, reason: str | None) -> None:
        state = "refused" if reason else "queued"
        db.execute(
            "INSERT INTO urls (url, host, state, kind, depth, priority, reason, hint_title, hint_published) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                link.url,
                self.host,
                state,
                link.kind,
                depth,
                _PRIORITY[link.kind],
                reason,
                *_columns(link.hint),
            ),
        )

    def _redirected(self, db: sqlite3.Connection, target: Target, url: str) -> None:
        """`target` is done, and what it led to is what was fetched; what a list said of the one
        holds for the other."""
        kind = "start" if target.kind == "start" else "page"
        db.execute(
            "UPDATE urls SET state = 'done', kind = ?, reason = ?, due_at = NULL, asked_at = ? WHERE url = ?",
            (kind, f"redirects to {url}", _now(), target.url),
        )
        db.execute(
            "INSERT INTO urls (url, host, state, depth, priority, hint_title, hint_published) "
            "SELECT ?, ?, 'done', depth, priority, hint_title, hint_published FROM urls WHERE url = ? "
            "ON CONFLICT DO UPDATE SET hint_title = coalesce(hint_title, excluded.hint_title), "
            "hint_published = coalesce(hint_published, excluded.hint_published)",
            (url, self.host, target.url),
        )

    def _set(self, url: str, state: str, reason: str | None) -> None:
        with self.store.transaction() as db:
            db.execute(
                "UPDATE urls SET state = ?, reason = ?, due_at = NULL, tries = 0, asked_at = ? WHERE url = ?",
                (state, reason, _now(), url),
            )


def home(store: ArticleStore, site: str) -> str:
    """The name `site` goes by since its first page redirected elsewhere; `site` itself when it
    never did."""
    row = store.db.execute("SELECT moved_to FROM hosts WHERE name = ?", (site,)).fetchone()
    return row[0] if row and row[0] else site


def known_starts(store: ArticleStore) -> list[str]:
    """The addresses every crawl of this corpus began with."""
    return [
        row[0] for row in store.db.execute("SELECT url FROM urls WHERE kind = 'start' ORDER BY url")
    ]


def _update(
    db: sqlite3.Connection, link: Link, row: tuple[str | None, str | None, Kind, int | None]
) -> None:
    """Learn from a further link what the first did not say; an article made without it is to be
    cleaned again."""
    old_title, old_published, old_kind, fetch_id = row
    title, published = _columns(link.hint)
    if (title and not old_title) or (published and not old_published):
        db.execute(
            "UPDATE urls SET hint_title = ?, hint_published = ? WHERE url = ?",
            (old_title or title, old_published or published, link.url),
        )
        # an import may have brought a newer one
        newest = "SELECT max(id) FROM fetches WHERE url = ?"
        db.execute(
            f"UPDATE fetches SET cleaned = NULL WHERE id = ? AND id = ({newest})",  # noqa: S608
            (fetch_id, link.url),
        )
    if old_kind == "page" and link.kind != "page":
        db.execute(
            "UPDATE urls SET kind = ?, priority = ? WHERE url = ?",
            (link.kind, _PRIORITY[link.kind], link.url),
        )


def _found(expected: Kind, read: LinkKind | None, *, changed: bool) -> Kind:
    """What a page is: what it was expected to be by its links, or what it proved to be when it was
    `read`.

    A list that has changed stays one: it may have one long text today.
    """
    if read is None or expected not in ("page", "list"):
        return expected
    return expected if expected == "list" and changed else read


def _patience(asked: str | None, due: str | None) -> timedelta:
    """How long to wait before a missing page is asked for again: twice as long as the last time."""
    if not asked or not due:
        return _FIRST_PATIENCE
    return max(_FIRST_PATIENCE, 2 * (datetime.fromisoformat(due) - datetime.fromisoformat(asked)))


def _columns(hint: Hint | None) -> tuple[str | None, str | None]:
    if hint is None:
        return None, None
    return hint.title, hint.published.isoformat() if hint.published else None


def _now() -> str:
    return datetime.now(UTC).isoformat()
