"""What to fetch next and what came back: a page, its URL's new state and its links at once."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from corpus.crawling.discover import FoundLink, LinkKind, Links
from corpus.crawling.fetch import FetchResult, Validators
from corpus.crawling.link_row import (
    MISSING,
    PRIORITY,
    SET_OUTCOME,
    Kind,
    insert_link,
    outcome_columns,
    update_link,
)
from corpus.crawling.starts import move_starts, note_start
from corpus.outcome import Code, Outcome
from corpus.page.media import PAGE_TYPES
from corpus.store.store import ArticleStore

Refusal = Callable[[str], str | None]  # why a URL is not fetched, or None when it may be

MAX_TRIES = 3  # in one run; the next run begins to count anew
_PAGES_FIRST, _LISTS_FIRST = (0, 2, 1), (0, 1, 2)
_TRIED_IN_VAIN = (
    "state = 'failed' "
    f"OR (state = 'refused' AND (outcome = '{Code.FORBIDDEN}' OR kind = 'start'))"
)
# an article's page that one more answer may decide about, whenever it was asked for
_IN_DOUBT = (
    "url IN (SELECT url FROM held WHERE NOT kept "
    "UNION ALL SELECT url FROM missing WHERE gone IS NULL)"
)
# before a missing page that is linked again is asked for again, then twice as long
_FIRST_BACKOFF = timedelta(days=1)
_FETCHED = Outcome(Code.FETCHED, status=HTTPStatus.OK)
_UNCHANGED = Outcome(Code.UNCHANGED, status=HTTPStatus.NOT_MODIFIED)
_FOR_NEWS = "state IN ('done', 'refused') AND kind IN ('start', 'list', 'sitemap', 'feed')"


@dataclass(frozen=True, slots=True)
class Target:
    """A queued URL whose turn it is."""

    url: str
    kind: Kind
    depth: int
    tries: int
    validators: Validators


@dataclass(frozen=True, slots=True)
class Frontier:
    """The queue of one site, `scheme://host:port`; a method that changes it is one transaction."""

    store: ArticleStore
    host: str

    def begin(self, starts: Iterable[str], *, older_than: datetime | None = None) -> None:
        """Queue what this run asks for: the rest of one that was cut short, or starts and lists.

        Pages last asked for before `older_than`, had or missing, are asked for again too; None:
        never.
        """
        with self.store.transaction() as db:
            resuming = db.execute(
                "SELECT 1 FROM urls WHERE host = ? AND state = 'queued' AND due_at IS NULL",
                (self.host,),
            ).fetchone()
            self._requeue(db, _TRIED_IN_VAIN)
            self._requeue(db, _IN_DOUBT)
            if not resuming:
                self._requeue(db, _FOR_NEWS)
                if older_than:
                    self._requeue(
                        db,
                        f"(state = 'done' OR ({MISSING})) AND asked_at < ?",
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
                "SELECT url, kind, depth, tries, etag, last_modified FROM urls "
                "WHERE host = ? AND state = 'queued' AND priority = ? "
                "AND (due_at IS NULL OR due_at <= ?) ORDER BY depth, url LIMIT 1",
                (self.host, priority, moment),
            ).fetchone()
            if row:
                url, kind, depth, tries, etag, last_modified = row
                return Target(url, kind, depth, tries, Validators(etag, last_modified))
        return None

    def next_due(self) -> datetime | None:
        """When the first URL that waits for another try is due; None when none waits."""
        row = self.store.db.execute(
            "SELECT min(due_at) FROM urls WHERE host = ? AND state = 'queued'", (self.host,)
        ).fetchone()
        return datetime.fromisoformat(row[0]) if row[0] else None

    def count_queued(self) -> int:
        """How many URLs are still to be fetched."""
        sql = "SELECT count(*) FROM urls WHERE host = ? AND state = 'queued'"
        return int(self.store.db.execute(sql, (self.host,)).fetchone()[0])

    def queued_urls(self) -> list[str]:
        """What is queued, in the order of its turn but for the interleaving of lists and pages."""
        sql = (
            "SELECT url FROM urls WHERE host = ? AND state = 'queued' ORDER BY priority, depth, url"
        )
        return [row[0] for row in self.store.db.execute(sql, (self.host,))]

    def fetched(
        self, target: Target, result: FetchResult, links: Links, *, refusal: Refusal
    ) -> Counter[str]:
        """Keep a page, its URL's new state and its links; return why new links were refused.

        The result counts the links by reason. A sitemap or feed is read for its links and not kept.
        """
        page = result.page
        assert page is not None
        with self.store.transaction() as db:
            number = self.store.add_fetch(page) if page.content_type in PAGE_TYPES else None
            expected = target.kind
            if result.url != target.url:
                self._redirected(db, target, result)
                expected = "page" if expected == "start" else expected
            self.store.note_answered(result.url)
            had = db.execute("SELECT fetch_id FROM urls WHERE url = ?", (result.url,)).fetchone()[0]
            kind = _settled_kind(expected, links.kind, changed=had not in (None, number))
            db.execute(
                f"UPDATE urls SET state = 'done', {SET_OUTCOME}, due_at = NULL, tries = 0, "  # noqa: S608
                "kind = ?, priority = ?, asked_at = ?, etag = ?, last_modified = ?, fetch_id = ? "
                "WHERE url = ?",
                (*outcome_columns(_FETCHED), kind, PRIORITY[kind], _now(), result.validators.etag,
                 result.validators.last_modified, number, result.url),
            )  # fmt: skip
            return self.add(links.found, depth=target.depth + 1, refusal=refusal)

    def not_modified(self, target: Target) -> None:
        """Note that the page is as it was."""
        with self.store.transaction():
            self._set_state(target.url, "done", _UNCHANGED)
            self.store.note_answered(target.url)

    def refused(self, target: Target, outcome: Outcome) -> None:
        """Note that the URL will not be asked for again, unless what led to its `outcome` passes.

        What is missing may come later: a refresh asks for it, and so does a link that is found when
        some time is over.
        """
        with self.store.transaction() as db:
            asked, due = db.execute(
                "SELECT asked_at, due_at FROM urls WHERE url = ?", (target.url,)
            ).fetchone()
            self._set_state(target.url, "refused", outcome)
            self.store.note_refusal(target.url, outcome, datetime.now(UTC))
            db.execute(
                f"UPDATE urls SET due_at = ? WHERE url = ? AND {MISSING}",  # noqa: S608
                ((datetime.now(UTC) + _backoff(asked, due)).isoformat(), target.url),
            )

    def failed(self, target: Target, outcome: Outcome, *, wait: float) -> bool:
        """Try again after `wait` seconds; True when this was the last try of the run."""
        final = target.tries + 1 >= MAX_TRIES
        due = None if final else (datetime.now(UTC) + timedelta(seconds=wait)).isoformat()
        with self.store.transaction() as db:
            db.execute(
                f"UPDATE urls SET state = ?, tries = tries + 1, due_at = ?, {SET_OUTCOME} "  # noqa: S608
                "WHERE url = ?",
                ("failed" if final else "queued", due, *outcome_columns(outcome), target.url),
            )
        return final

    def add(self, links: Sequence[FoundLink], *, depth: int, refusal: Refusal) -> Counter[str]:
        """Queue new links, or note them as refused; return how many were, by reason.

        Known ones keep their state, but for those that were missing long ago.
        """
        refused: Counter[str] = Counter()
        with self.store.transaction() as db:
            for link in links:
                if update_link(db, link):
                    continue
                reason = refusal(link.url)
                insert_link(db, link, host=self.host, depth=depth, refused=reason)
                if reason:
                    refused[reason] += 1
        return refused

    def set_robots(self, status: int, body: str | None) -> None:
        """Keep what the site answered for its robots.txt."""
        with self.store.transaction() as db:
            db.execute(
                "INSERT INTO hosts (name, robots, robots_status, robots_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET robots = excluded.robots, "
                "robots_status = excluded.robots_status, robots_at = excluded.robots_at",
                (self.host, body, status, _now()),
            )

    def move(self, site: str) -> bool:
        """Call this site `site` from now on, as its first page says by a redirect.

        False, and nothing is changed, when pages of it were fetched already: their addresses stay
        what they were.
        """
        with self.store.transaction() as db:
            sql = "SELECT 1 FROM urls WHERE host = ? AND fetch_id IS NOT NULL"
            if db.execute(sql, (self.host,)).fetchone():
                return False
            db.execute("DELETE FROM urls WHERE host = ?", (self.host,))
            move_starts(db, self.host, site)
            db.execute("UPDATE hosts SET moved_to = ? WHERE name = ?", (site, self.host))
        return True

    def _requeue(self, db: sqlite3.Connection, which: str, *values: str) -> None:
        """Queue addresses; what came of them the last time stays noted."""
        queued = "state = 'queued', due_at = NULL"
        sql = f"UPDATE urls SET {queued} WHERE host = ? AND ({which})"  # noqa: S608
        db.execute(sql, (self.host, *values))

    def _add_start(self, db: sqlite3.Connection, url: str) -> None:
        note_start(db, url, self.host)
        row = db.execute("SELECT kind FROM urls WHERE url = ?", (url,)).fetchone()
        if row is None:
            db.execute(
                "INSERT INTO urls (url, host, state, kind, priority) "
                "VALUES (?, ?, 'queued', 'start', 0)",
                (url, self.host),
            )
        else:
            if row[0] != "start":
                start = "state = 'queued', kind = 'start', priority = 0, depth = 0"
                db.execute(f"UPDATE urls SET {start} WHERE url = ?", (url,))  # noqa: S608
            # a person asks: no more waiting
            db.execute("UPDATE urls SET due_at = NULL WHERE url = ?", (url,))

    def _redirected(self, db: sqlite3.Connection, target: Target, result: FetchResult) -> None:
        """Note that `target` is done, and that the page it leads to was fetched.

        What a list said of the one holds for the other.
        """
        self.store.note_redirect(target.url, result.url, result.status, datetime.now(UTC))
        moved = Outcome(Code.MOVED, status=result.status, url=result.url)
        kind = "start" if target.kind == "start" else "page"
        db.execute(
            f"UPDATE urls SET state = 'done', kind = ?, {SET_OUTCOME}, due_at = NULL, "  # noqa: S608
            "asked_at = ? WHERE url = ?",
            (kind, *outcome_columns(moved), _now(), target.url),
        )
        db.execute(
            "INSERT INTO urls (url, host, state, depth, priority, hint_title, hint_published) "
            "SELECT ?, ?, 'done', depth, priority, hint_title, hint_published FROM urls "
            "WHERE url = ? ON CONFLICT DO UPDATE "
            "SET hint_title = coalesce(hint_title, excluded.hint_title), "
            "hint_published = coalesce(hint_published, excluded.hint_published)",
            (result.url, self.host, target.url),
        )

    def _set_state(self, url: str, state: str, outcome: Outcome) -> None:
        with self.store.transaction() as db:
            db.execute(
                f"UPDATE urls SET state = ?, {SET_OUTCOME}, due_at = NULL, tries = 0, "  # noqa: S608
                "asked_at = ? WHERE url = ?",
                (state, *outcome_columns(outcome), _now(), url),
            )


def _settled_kind(expected: Kind, read: LinkKind | None, *, changed: bool) -> Kind:
    """What a page is: what its links made expect, or what it proved to be when it was `read`.

    A list that has changed stays one: it may have one long text today.
    """
    if read is None or expected not in ("page", "list"):
        return expected
    return expected if expected == "list" and changed else read


def _backoff(asked: str | None, due: str | None) -> timedelta:
    """How long to wait before a missing page is asked for again: twice as long as the last time."""
    if not asked or not due:
        return _FIRST_BACKOFF
    return max(_FIRST_BACKOFF, 2 * (datetime.fromisoformat(due) - datetime.fromisoformat(asked)))


def _now() -> str:
    return datetime.now(UTC).isoformat()
