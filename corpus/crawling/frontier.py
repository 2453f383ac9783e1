"""What to fetch next and what came back: a page, its URL's new state and its links at once."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import chain
from typing import Any

from corpus.crawling.discover import FoundLink, LinkKind, Links
from corpus.crawling.fetch import FetchResult, Validators
from corpus.crawling.host_row import HostRow
from corpus.crawling.life import NIGHTS, OLD, STATES, Event, Sort, State, event_of, wait
from corpus.crawling.link_row import (
    PRIORITY,
    SET_OUTCOME,
    Kind,
    insert_link,
    known_links,
    outcome_columns,
    update_link,
)
from corpus.crawling.starts import move_starts, note_start
from corpus.outcome import Code, Outcome
from corpus.page.media import PAGE_TYPES
from corpus.store.store import ArticleStore

Refusal = Callable[[str], str | None]  # why a URL is not fetched, or None when it may be

_MOST_SEEN = 10_000  # addresses that are remembered: the menus of a site, and the newest pages
MAX_TRIES = 3  # in one run; the next run begins to count anew
_AGAIN = 3  # the priority of a page that came before: behind all that is new
_LATE = 10  # added to the priority of what did not come: behind all that was not asked for yet
# A run that goes on with another one asks for nothing again that was asked for in that one.
_SAME_RUN = timedelta(hours=20)
# an article's page that one more answer may decide about, whenever it was asked for
_IN_DOUBT = (
    "url IN (SELECT url FROM held WHERE NOT kept "
    "UNION ALL SELECT url FROM missing WHERE gone IS NULL)"
)
_LONGEST = timedelta(days=max(chain(*(nights for of in NIGHTS.values() for nights in of.values()))))
_FETCHED = Outcome(Code.FETCHED, status=HTTPStatus.OK)
TRAP = Outcome(Code.TRAP)
_UNCHANGED = Outcome(Code.UNCHANGED, status=HTTPStatus.NOT_MODIFIED)
_FOR_LINKS = ("feed", "sitemap")  # kinds that are read for their links alone
_SORTS = {"start": Sort.START, "feed": Sort.START, "list": Sort.LIST, "sitemap": Sort.LIST}
_RANK = (
    f"CASE WHEN kind = 'page' AND fetch_id IS NOT NULL THEN {_AGAIN} ELSE priority % {_LATE} END"
)
_TARGET = "url, kind, depth, tries, etag, last_modified, fetch_id"


def _first_of(*priorities: int) -> str:
    """The SQL of the first address of a host, ?1, that is due at a moment, ?2, by what comes before
    what."""
    late = (_LATE + priority for priority in priorities)
    firsts = (
        f"SELECT * FROM (SELECT {_TARGET} FROM urls WHERE host = ?1 "  # noqa: S608
        f"AND state = 'queued' AND priority = {priority} "
        "AND (due_at IS NULL OR due_at <= ?2) ORDER BY depth, url LIMIT 1)"
        for priority in (*priorities, *late)
    )
    return f"{' UNION ALL '.join(firsts)} LIMIT 1"


_NEXT_LISTS_FIRST = _first_of(0, 1, 2, _AGAIN)
_NEXT_PAGES_FIRST = _first_of(0, 2, 1, _AGAIN)


@dataclass(frozen=True, slots=True)
class Target:
    """A queued URL whose turn it is."""

    url: str
    kind: Kind
    depth: int
    tries: int
    validators: Validators
    fetch_id: int | None = None  # of the newest page that came from it
    is_named: bool = False  # a list has it as a headline


class Frontier(HostRow):
    """The queue of one site, `scheme://host:port`; a method that changes it is one transaction."""

    def __init__(
        self,
        store: ArticleStore,
        host: str,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(store, host, clock=clock)
        self.queued = self.count_queued()  # how many URLs are still to be asked for
        self._seen: set[str] = set()  # linked in this run, and in the table

    def note_starts(self, starts: Iterable[str]) -> None:
        """Keep where crawls of the site begin, whatever comes of this one."""
        with self._store.transaction() as db:
            for url in starts:
                note_start(db, url, self._host)

    def begin(
        self,
        starts: Iterable[str],
        *,
        older_than: datetime | None = None,
        refusal: Refusal | None = None,
    ) -> None:
        """Queue what this run asks for: the starts, what is left of the run before, what is due by
        `life`, and what was refused for its form and has no `refusal` any more.

        Pages last asked for before `older_than`, had or missing, are due, too; None: by `life`
        alone.
        """
        now = self._clock()
        with self._store.transaction() as db:
            resuming = db.execute(
                "SELECT 1 FROM urls WHERE host = ? AND state = 'queued' AND priority < ?",
                (self._host, _LATE),
            ).fetchone()
            trapped = f"(state = '{State.REFUSED}' AND outcome = '{Code.TRAP}')"
            late = f"(state IN ('{State.FAILED}', '{State.MISSING}') OR {trapped})"
            self._requeue(db, f"({late} AND {_is_due(now)}) OR {_IN_DOUBT}")
            seen = f"(asked_at IS NULL OR asked_at <= '{(now - _SAME_RUN).isoformat()}')"
            again = seen if resuming else "true"
            self._requeue(db, f"state = '{State.DONE}' AND {_is_due(now)} AND {again}")
            if older_than:
                which = f"state NOT IN ('{State.QUEUED}', '{State.REFUSED}') AND asked_at < ?"
                self._requeue(db, f"{which} AND {again}", older_than.isoformat())
            db.execute(
                "UPDATE urls SET tries = 0, "
                "due_at = CASE WHEN state = 'queued' THEN NULL ELSE due_at END "
                "WHERE host = ? AND tries > 0",
                (self._host,),
            )
            if refusal is not None:
                self._judge_again(db, refusal)
            for url in starts:
                self._add_start(db, url, again)
        self.queued = self.count_queued()

    def set_robots(self, status: int, body: str | None) -> bool:
        """Keep what the site answered for its robots.txt; where its rules have changed, queue what
        they forbade."""
        with self._store.transaction():
            if changed := super().set_robots(status, body):
                self.allow()
        return changed

    def allow(self) -> None:
        """Queue what robots.txt forbade: its rules have changed."""
        with self._store.transaction() as db:
            self.queued += self._requeue(
                db, f"state = '{State.REFUSED}' AND outcome = '{Code.FORBIDDEN}'"
            )

    def next(self, *, lists_first: bool, now: datetime | None = None) -> Target | None:
        """The URL to fetch next, or None when none is due by the clock, or by `now` if later."""
        moment = max(filter(None, (now, self._clock()))).isoformat()
        sql = _NEXT_LISTS_FIRST if lists_first else _NEXT_PAGES_FIRST
        row = self._store.db.execute(sql, (self._host, moment)).fetchone()
        return _target(row) if row else None

    def ask(self, url: str) -> Target:
        """An address whose turn it is because a person asks for it; one that is new is no start."""
        with self._store.transaction() as db:
            start = db.execute("SELECT 1 FROM starts WHERE url = ?", (url,)).fetchone()
            kind: Kind = "start" if start else "page"
            row = db.execute(
                "INSERT INTO urls (url, host, state, kind, priority) "  # noqa: S608
                "VALUES (?, ?, 'queued', ?, ?) ON CONFLICT DO UPDATE SET state = 'queued', "
                f"due_at = NULL RETURNING {_TARGET}",
                (url, self._host, kind, PRIORITY[kind]),
            ).fetchone()
        self.queued = self.count_queued()
        return _target(row)

    def next_due(self) -> datetime | None:
        """When the first URL that waits for another try is due; None when none waits."""
        row = self._store.db.execute(
            "SELECT min(due_at) FROM urls WHERE host = ? AND state = 'queued'", (self._host,)
        ).fetchone()
        return datetime.fromisoformat(row[0]) if row[0] else None

    def count_queued(self) -> int:
        """How many URLs are still to be asked for, counted anew."""
        sql = "SELECT count(*) FROM urls WHERE host = ? AND state = 'queued'"
        return int(self._store.db.execute(sql, (self._host,)).fetchone()[0])

    def queued_urls(self) -> list[str]:
        """What is queued, in the order of its turn but for the interleaving of lists and pages."""
        sql = (
            "SELECT url FROM urls WHERE host = ? AND state = 'queued' ORDER BY priority, depth, url"
        )
        return [row[0] for row in self._store.db.execute(sql, (self._host,))]

    def refused_urls(self) -> dict[str, str]:
        """What is refused, and why."""
        sql = "SELECT url, outcome, detail FROM urls WHERE host = ? AND state = ? ORDER BY url"
        rows = self._store.db.execute(sql, (self._host, State.REFUSED))
        return {url: str(Outcome(Code(code), detail)) for url, code, detail in rows}

    def fetched(
        self, target: Target, result: FetchResult, links: Links, *, refusal: Refusal
    ) -> Counter[str]:
        """Keep a page, its URL's new state and its links; return why new links were refused.

        The result counts the links by reason. A sitemap or feed is read for its links and not kept,
        nor is a page that came in the place of one.
        """
        page = result.page
        assert page is not None
        with self._store.transaction() as db:
            now = self._now()
            if result.url != target.url:
                self._redirected(db, target, result)
            had, asked, state, calm, expected = db.execute(
                "SELECT fetch_id, asked_at, state, calm, kind FROM urls WHERE url = ?",
                (result.url,),
            ).fetchone()
            is_kept = page.content_type in PAGE_TYPES and expected not in _FOR_LINKS
            number = self._store.add_fetch(page) if is_kept else None
            self._store.note_answered(result.url)
            changed = had not in (None, number)
            article = self._store.own_article(result.url) if changed else None
            has_article = article is not None and not self._store.gone(result.url)
            kind = _settled_kind(expected, links.kind, changed=changed, has_article=has_article)
            again = asked is not None
            refused, new = self._add(
                db, links.found, target.depth + 1, refusal, on=result.url, news=again
            )
            # A page is news when it says something else, a list when it leads to something new.
            is_same = new == 0 if kind != "page" else had == number
            if again or kind != "page":
                calm = calm + 1 if again and is_same else 0
            due = self._due(Event.CAME, sort_of(kind, had=number is not None), calm, result.url)
            db.execute(
                f"UPDATE urls SET state = 'done', {SET_OUTCOME}, due_at = ?, tries = 0, "  # noqa: S608
                "misses = 0, calm = ?, kind = ?, priority = ?, asked_at = ?, turn_at = ?, "
                "etag = ?, last_modified = ?, fetch_id = ? WHERE url = ?",
                (*outcome_columns(_FETCHED), due, calm, kind, PRIORITY[kind], now, now,
                 result.validators.etag, result.validators.last_modified, number,
                 result.url),
            )  # fmt: skip
            left = (result.url != target.url) + (state == State.QUEUED)
        self._remember(links.found)
        self.queued += new - left
        return refused

    def not_modified(self, target: Target) -> None:
        """Note that the page is as it was."""
        self._settle(target, _UNCHANGED)

    def refused(self, target: Target, outcome: Outcome) -> None:
        """Note what came of the URL, which is no page; `life` says when it is asked for again."""
        self._settle(target, outcome)

    def trapped(self, urls: Iterable[str]) -> None:
        """Leave pages that were fetched alone for long: nothing new comes of them."""
        with self._store.transaction() as db:
            for url in urls:
                due = self._due(Event.TRAPPED, Sort.LIST, 0, url)
                db.execute(
                    f"UPDATE urls SET state = 'refused', due_at = ?, {SET_OUTCOME} "  # noqa: S608
                    "WHERE url = ? AND state = 'done' AND kind <> 'start'",
                    (due, *outcome_columns(TRAP), url),
                )

    def failed(self, target: Target, outcome: Outcome, *, wait: float) -> bool:
        """Try again after `wait` seconds; True when this was the last try of the run."""
        if target.tries + 1 >= MAX_TRIES:
            self._settle(target, outcome)
            return True
        due = (self._clock() + timedelta(seconds=wait)).isoformat()
        with self._store.transaction() as db:
            db.execute(
                f"UPDATE urls SET tries = tries + 1, due_at = ?, priority = priority % {_LATE} + "  # noqa: S608
                f"{_LATE}, turn_at = ?, {SET_OUTCOME} WHERE url = ?",
                (due, self._now(), *outcome_columns(outcome), target.url),
            )
        return False

    def add(
        self, links: Sequence[FoundLink], *, depth: int, refusal: Refusal, on: str
    ) -> Counter[str]:
        """Queue new links that stand `on` this page, or note them as refused; return how many were,
        by reason.

        Known ones keep their state.
        """
        with self._store.transaction() as db:
            refused, new = self._add(db, links, depth, refusal, on=on, news=False)
        self._remember(links)
        self.queued += new
        return refused

    def move(self, site: str) -> bool:
        """Call this site `site` from now on, as its first page says by a redirect.

        False, and nothing is changed, when pages of it were fetched already: their addresses stay
        what they were.
        """
        with self._store.transaction() as db:
            sql = "SELECT 1 FROM urls WHERE host = ? AND fetch_id IS NOT NULL"
            if db.execute(sql, (self._host,)).fetchone():
                return False
            db.execute("DELETE FROM urls WHERE host = ?", (self._host,))
            move_starts(db, self._host, site)
            db.execute("UPDATE hosts SET moved_to = ? WHERE name = ?", (site, self._host))
        self.queued = 0
        return True

    def _requeue(self, db: sqlite3.Connection, which: str, *values: str) -> int:
        """Queue addresses; what came of them the last time stays noted."""
        late = f"CASE WHEN state = '{State.FAILED}' THEN {_LATE} ELSE 0 END"
        queued = f"state = 'queued', due_at = NULL, priority = {_RANK} + {late}"
        sql = f"UPDATE urls SET {queued} WHERE host = ? AND ({which})"  # noqa: S608
        return db.execute(sql, (self._host, *values)).rowcount

    def _judge_again(self, db: sqlite3.Connection, refusal: Refusal) -> None:
        """Queue what was refused for the form of its address and is fit now."""
        which = f"state = '{State.REFUSED}' AND outcome = '{Code.UNFIT}'"
        sql = f"SELECT url FROM urls WHERE host = ? AND {which}"  # noqa: S608
        unfit = db.execute(sql, (self._host,)).fetchall()
        for (url,) in unfit:
            if refusal(url) is None:
                self._requeue(db, "url = ?", url)

    def _add_start(self, db: sqlite3.Connection, url: str, again: str) -> None:
        note_start(db, url, self._host)
        queued = f"CASE WHEN state <> 'done' OR {again} THEN 'queued' ELSE state END"
        db.execute(
            "INSERT INTO urls (url, host, state, kind, priority) "  # noqa: S608
            "VALUES (?, ?, 'queued', 'start', 0) ON CONFLICT DO UPDATE SET kind = 'start', "
            f"depth = 0, priority = 0, due_at = NULL, state = {queued}",
            (url, self._host),
        )

    def _add(
        self,
        db: sqlite3.Connection,
        links: Sequence[FoundLink],
        depth: int,
        refusal: Refusal,
        *,
        on: str,
        news: bool,
    ) -> tuple[Counter[str], int]:
        """Add links; why some were refused, and how many are queued now. They are `news` where the
        page that has them came before without them."""
        refused: Counter[str] = Counter()
        new = 0
        # a menu tells nothing new from page to page
        links = [link for link in links if link.is_telling or link.url not in self._seen]
        known = known_links(db, links) if links else {}
        for link in links:
            if before := known.get(link.url):
                update_link(db, link, before)
                continue
            reason = refusal(link.url)
            calm = 0 if news else OLD
            insert_link(db, link, host=self._host, depth=depth, refused=reason, on=on, calm=calm)
            if reason:
                refused[reason] += 1
            else:
                new += 1
        return refused, new

    def _remember(self, links: Sequence[FoundLink]) -> None:
        """Remember that these addresses are in the table, from which a crawl takes none."""
        if len(self._seen) + len(links) > _MOST_SEEN:
            self._seen.clear()
        if len(links) <= _MOST_SEEN:
            self._seen.update([link.url for link in links])

    def _redirected(self, db: sqlite3.Connection, target: Target, result: FetchResult) -> None:
        """Note that `target` is done, and that the page it leads to was fetched.

        What a list said of the one holds for the other.
        """
        self._store.note_redirect(target.url, result.url, result.status, self._clock())
        moved, now = Outcome(Code.MOVED, status=result.status, url=result.url), self._now()
        kind: Kind = "start" if target.kind == "start" else "page"
        due = self._due(Event.CAME, sort_of(kind, had=True), OLD, target.url)
        db.execute(
            f"UPDATE urls SET state = 'done', kind = ?, {SET_OUTCOME}, due_at = ?, misses = 0, "  # noqa: S608
            "asked_at = ?, turn_at = ? WHERE url = ?",
            (kind, *outcome_columns(moved), due, now, now, target.url),
        )
        db.execute(
            "INSERT INTO urls (url, host, state, depth, priority, calm, hint_title, "
            "hint_published, found_on) "
            "SELECT ?, ?, 'done', depth, ?, calm, hint_title, hint_published, url FROM urls "
            "WHERE url = ? ON CONFLICT DO UPDATE "
            "SET hint_title = coalesce(hint_title, excluded.hint_title), "
            "hint_published = coalesce(hint_published, excluded.hint_published)",
            (result.url, self._host, PRIORITY["page"], target.url),
        )

    def _settle(self, target: Target, outcome: Outcome) -> None:
        """Note the end of an URL's turn: its outcome, and when it is due again."""
        event, now = event_of(outcome), self._now()
        with self._store.transaction() as db:
            calm, misses, asked = db.execute(
                "SELECT calm, misses, asked_at FROM urls WHERE url = ?", (target.url,)
            ).fetchone()
            came = event is Event.CAME
            sort = sort_of(target.kind, had=target.fetch_id is not None)
            due = self._due(event, sort, calm + 1 if came else misses, target.url)
            answered = event not in (Event.LATE, Event.UNFIT)
            db.execute(
                f"UPDATE urls SET state = ?, {SET_OUTCOME}, due_at = ?, tries = 0, calm = ?, "  # noqa: S608
                "misses = ?, priority = ?, asked_at = ?, turn_at = ? WHERE url = ?",
                (STATES[event], *outcome_columns(outcome), due, calm + came,
                 0 if came else misses + 1, PRIORITY[target.kind],
                 now if answered else asked, now, target.url),
            )  # fmt: skip
            if came:
                self._store.note_answered(target.url)
            else:
                self._store.note_refusal(target.url, outcome, self._clock())
        self.queued -= 1

    def _due(self, event: Event, sort: Sort, times: int, url: str) -> str | None:
        waits = wait(event, sort, times, url)
        return None if waits is None else (self._clock() + waits).isoformat()


def _target(row: tuple[Any, ...]) -> Target:
    url, kind, depth, tries, etag, last_modified, fetch_id = row
    return Target(url, kind, depth, tries, Validators(etag, last_modified), fetch_id)


def _is_due(now: datetime) -> str:
    """Due by the clock; or so far ahead that the clock was wrong when it was noted."""
    latest = (now + _LONGEST).isoformat()
    return f"(due_at IS NULL OR due_at <= '{now.isoformat()}' OR due_at > '{latest}')"


def sort_of(kind: Kind, *, had: bool) -> Sort:
    """The rhythm of an address of which a page was `had`, or never."""
    return _SORTS.get(kind) or (Sort.PAGE if had else Sort.UNSEEN)


def _settled_kind(
    expected: Kind, read: LinkKind | None, *, changed: bool, has_article: bool
) -> Kind:
    """What a page is: what its links made expect, or what it proved to be when it was `read`.

    A list that has changed stays one: it may have one long text today. So does the page of an
    article, which one odd answer makes no list, until that is gone.
    """
    if read is None or expected not in ("page", "list"):
        return expected
    stays = changed and (expected == "list" or has_article)
    return expected if stays else read
