"""What to fetch next and what came back: a page, its URL's new state and its links at once."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import NamedTuple

from corpus.crawling.discover import FoundLink, Links
from corpus.crawling.due import SAME_RUN, queue_start, requeue, requeue_due, requeue_fit
from corpus.crawling.fetch import FetchResult
from corpus.crawling.former_site import give_up, take_over
from corpus.crawling.host_row import HostRow
from corpus.crawling.kinds import settled_kind, sort_of
from corpus.crawling.left_out import LeftOut
from corpus.crawling.life import OLD, STATES, Event, Sort, State, due_at, event_of
from corpus.crawling.link_row import PRIORITY, SET_OUTCOME, Kind, outcome_columns
from corpus.crawling.link_table import LinkTable, Refusal
from corpus.crawling.narrowed import Narrowed
from corpus.crawling.starts import former_sites, leads_to, note_start, rename_starts
from corpus.crawling.trap_rows import TrapRows
from corpus.crawling.turns import LATE, QUEUED, TARGET, Target, longest_waiting, next_target
from corpus.outcome import Code, Outcome
from corpus.page.media import PAGE_TYPES
from corpus.page.urls import site_of
from corpus.store.store import ArticleStore

MAX_TRIES = 3  # in one run; the next run begins to count anew
_FETCHED = Outcome(Code.FETCHED, status=HTTPStatus.OK)
_UNCHANGED = Outcome(Code.UNCHANGED, status=HTTPStatus.NOT_MODIFIED)
_FOR_LINKS = ("feed", "sitemap")  # kinds that are read for their links alone


class Kept(NamedTuple):
    """What became of a page that was kept, and of its links."""

    refused: Counter[str]  # why new links were, by reason
    is_held: bool  # the answer before stands until this one is judged


class Frontier(HostRow):
    """The queue of one site, `scheme://host:port`; a method that changes it is one transaction."""

    def __init__(
        self,
        store: ArticleStore,
        host: str,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        narrowed: Narrowed | None = None,
    ) -> None:
        """`narrowed`: what a run that `begin`s here asks for."""
        super().__init__(store, host, clock=clock)
        self._narrowed = narrowed or Narrowed()
        self.queued = 0  # how many URLs are still to be asked for; 0 before a `recount`
        self._goes_on = False  # the run began with what another one had left
        self._left_out = LeftOut(store, host, self._narrowed)
        self._links = LinkTable(host, self._left_out)
        self._traps = TrapRows(store, host)

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
        alone. What the run leaves for another one waits until `end`.
        """
        now = self._clock()
        with self._store.transaction() as db:
            self._left_out.take_in(db)  # a kill ends no run
            for site in former_sites(self._store, self._host):
                take_over(db, self._host, site)
            resuming = db.execute(
                "SELECT 1 FROM urls WHERE host = ? AND state = 'queued' AND priority < ?",
                (self._host, LATE),
            ).fetchone()
            self._goes_on = resuming is not None
            seen = f"(asked_at IS NULL OR asked_at <= '{(now - SAME_RUN).isoformat()}')"
            again = seen if resuming else "true"
            requeue_due(db, self._host, now, again=again, older_than=older_than)
            self._traps.probe(db, now)
            db.execute(
                "UPDATE urls SET tries = 0, "
                "due_at = CASE WHEN state = 'queued' THEN NULL ELSE due_at END "
                "WHERE host = ? AND tries > 0",
                (self._host,),
            )
            if refusal is not None:
                requeue_fit(db, self._host, refusal)
            if self._narrowed.sitemaps_only:
                states = f"'{State.QUEUED}', '{State.REFUSED}'"
                sitemaps = f"kind = 'sitemap' AND state NOT IN ({states}) AND {again}"
                requeue(db, self._host, sitemaps)
            for url in starts:
                queue_start(db, self._host, url, again=again)
            self._left_out.leave(db)
        self.recount()

    def read_lists_again(self, *, but: str) -> None:
        """Queue all in which links stand, whole: they are written otherwise from now on. What was
        made of several is not asked for, unless it was already."""
        with self._store.transaction() as db:
            unasked = "state = 'queued' AND turn_at IS NULL AND kind <> 'start'"
            db.execute(f"DELETE FROM urls WHERE url = ? AND {unasked}", (but,))  # noqa: S608
            which = f"state = '{State.DONE}' AND kind <> 'page'"
            db.execute(
                f"UPDATE urls SET etag = NULL, last_modified = NULL WHERE host = ? AND {which}",  # noqa: S608
                (self._host,),
            )
            requeue(db, self._host, which)
            self._left_out.leave(db)
        self._links.look_up_again()
        self.recount()

    def end(self) -> Counter[str]:
        """Let what this run left for another one wait as all else; why it did, by reason."""
        with self._store.transaction() as db:
            reasons = Counter(reason for _, reason in self.left_out())
            self._left_out.take_in(db)
        return reasons

    def left_out(self) -> list[tuple[str, str]]:
        """What this run leaves for another one, and why."""
        return self._left_out.reasons()

    def has_sitemap(self) -> bool:
        """Whether a sitemap of the site ever came."""
        came = f"(listed IS NOT NULL OR (kind = 'sitemap' AND state = '{State.DONE}'))"
        sql = f"SELECT 1 FROM urls WHERE host = ? AND {came} LIMIT 1"  # noqa: S608
        return self._store.db.execute(sql, (self._host,)).fetchone() is not None

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
            requeue(db, self._host, f"state = '{State.REFUSED}' AND outcome = '{Code.FORBIDDEN}'")
            self._left_out.leave(db)
        self.recount()

    def next(self, *, lists_first: bool, now: datetime | None = None) -> Target | None:
        """The URL to fetch next, or None when none is due by the clock, or by `now` if later."""
        moment = max(filter(None, (now, self._clock()))).isoformat()
        return next_target(self._store.db, self._host, moment, lists_first=lists_first)

    def first(self) -> Target | None:
        """Of what an earlier run had left that whose turn was longest ago, or never: so each run
        brings the queue on, though it asks for one page. None where it had left nothing."""
        if not self._goes_on:
            return None
        return longest_waiting(self._store.db, self._host, self._now())

    def ask(self, url: str) -> Target:
        """An address whose turn it is because a person asks for it; one that is new is no start."""
        with self._store.transaction() as db:
            start = db.execute("SELECT 1 FROM starts WHERE url = ?", (url,)).fetchone()
            kind: Kind = "start" if start else "page"
            row = db.execute(
                "INSERT INTO urls (url, host, state, kind, priority) "  # noqa: S608
                "VALUES (?, ?, 'queued', ?, ?) ON CONFLICT DO UPDATE SET state = 'queued', "
                f"due_at = NULL RETURNING {TARGET}",
                (url, self._host, kind, PRIORITY[kind]),
            ).fetchone()
        self.recount()
        return Target.of(row)

    def next_due(self) -> datetime | None:
        """When the first URL that waits for another try is due; None when none waits."""
        row = self._store.db.execute(
            f"SELECT min(due_at) FROM urls WHERE {QUEUED}", (self._host,)  # noqa: S608
        ).fetchone()
        return datetime.fromisoformat(row[0]) if row[0] else None

    def count_queued(self) -> int:
        """How many URLs are still to be asked for, counted anew."""
        sql = f"SELECT count(*) FROM urls WHERE {QUEUED}"  # noqa: S608
        return int(self._store.db.execute(sql, (self._host,)).fetchone()[0])

    def recount(self) -> int:
        """Count how many URLs are still to be asked for, to know it from now on."""
        self.queued = self.count_queued()
        return self.queued

    def queued_urls(self) -> list[str]:
        """What is queued, in the order of its turn but for the interleaving of lists and pages."""
        sql = f"SELECT url FROM urls WHERE {QUEUED} ORDER BY priority, depth, url"  # noqa: S608
        return [row[0] for row in self._store.db.execute(sql, (self._host,))]

    def refused_urls(self) -> dict[str, str]:
        """What is refused, and why."""
        sql = "SELECT url, outcome, detail FROM urls WHERE host = ? AND state = ? ORDER BY url"
        rows = self._store.db.execute(sql, (self._host, State.REFUSED))
        return {url: str(Outcome(Code(code), detail)) for url, code, detail in rows}

    def fetched(
        self, target: Target, result: FetchResult, links: Links, *, refusal: Refusal
    ) -> Kept:
        """Keep a page, its URL's new state and its links.

        A sitemap or feed is read for its links and not kept, nor is a page that came in the place
        of one.
        """
        page = result.page
        assert page is not None
        with self._store.transaction() as db:
            if result.url != target.url:
                self._redirected(db, target, result)
            had, asked, was_queued, calm, expected, before = db.execute(
                f"SELECT fetch_id, asked_at, {QUEUED}, calm, kind, outcome FROM urls "  # noqa: S608
                "WHERE url = ?",
                (self._host, result.url),
            ).fetchone()
            is_kept = page.content_type in PAGE_TYPES and expected not in _FOR_LINKS
            number = self._store.add_fetch(page) if is_kept else None
            self._store.note_answered(result.url)
            is_held = self._store.held.of(result.url) is not None
            changed = had not in (None, number)
            article = self._store.own_article(result.url) if changed else None
            has_article = article is not None and not self._store.gone(result.url)
            kind = settled_kind(expected, links.kind, changed=changed, has_article=has_article)
            again = asked is not None
            added = self._links.add(
                db, links, target.depth + 1, refusal, on=result.url, news=again
            )
            # A page is news when it says something else, a list when it leads to something new.
            is_same = not added.new if kind != "page" else had == number
            if again or kind != "page":
                calm = calm + 1 if again and is_same else 0
            now = self._now()
            due = self._due(Event.CAME, sort_of(kind, had=number is not None), calm, result.url)
            db.execute(
                f"UPDATE urls SET state = 'done', {SET_OUTCOME}, due_at = ?, tries = 0, "  # noqa: S608
                "misses = 0, calm = ?, kind = ?, priority = ?, asked_at = ?, turn_at = ?, "
                "etag = ?, last_modified = ?, fetch_id = ? WHERE url = ?",
                (*outcome_columns(_FETCHED), due, calm, kind, PRIORITY[kind], now, now,
                 result.validators.etag, result.validators.last_modified, number,
                 result.url),
            )  # fmt: skip
            left = (result.url != target.url) + was_queued
            if before == Code.TRAP:
                left -= self._leave_or_release(db, result.url, links, had, added.new)
        self._links.note_seen(added)
        self.queued += added.queued - left
        return Kept(added.refused, is_held)

    def not_modified(self, target: Target) -> None:
        """Note that the page is as it was."""
        self._settle(target, _UNCHANGED)

    def refused(self, target: Target, outcome: Outcome) -> None:
        """Note what came of the URL, which is no page; `life` says when it is asked for again."""
        self._settle(target, outcome)

    def trapped_kinds(self) -> frozenset[str]:
        """The kinds of addresses that are left alone for long."""
        return self._traps.kinds()

    def trapped(self, urls: Iterable[str]) -> None:
        """Leave pages that were fetched alone for long: nothing new comes of them."""
        with self._store.transaction() as db:
            self._traps.leave(db, urls, self._clock())

    def put_off(self, kind: Kind) -> int:
        """Let what is queued of a kind wait for another night; how many those are."""
        later = (self._clock() + SAME_RUN).isoformat()
        with self._store.transaction() as db:
            return db.execute(
                "UPDATE urls SET due_at = ? WHERE host = ? AND state = 'queued' AND kind = ? "
                "AND (due_at IS NULL OR due_at < ?)",
                (later, self._host, kind, later),
            ).rowcount

    def failed(self, target: Target, outcome: Outcome, *, wait: float) -> bool:
        """Try again after `wait` seconds; True when this was the last try of the run."""
        if target.tries + 1 >= MAX_TRIES:
            self._settle(target, outcome)
            return True
        due = (self._clock() + timedelta(seconds=wait)).isoformat()
        with self._store.transaction() as db:
            db.execute(
                f"UPDATE urls SET tries = tries + 1, due_at = ?, priority = priority % {LATE} + "  # noqa: S608
                f"{LATE}, turn_at = ?, {SET_OUTCOME} WHERE url = ?",
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
            found = Links(None, tuple(links))
            added = self._links.add(db, found, depth, refusal, on=on, news=False)
        self._links.note_seen(added)
        self.queued += added.queued
        return added.refused

    def has_pages(self) -> bool:
        """Whether pages of the site were fetched."""
        sql = "SELECT 1 FROM urls WHERE host = ? AND fetch_id IS NOT NULL"
        return self._store.db.execute(sql, (self._host,)).fetchone() is not None

    def move(self, site: str) -> bool:
        """Call this site `site` from now on, as its first page says by a redirect.

        False, and nothing is changed, when pages of it were fetched already: their addresses stay
        what they were.
        """
        with self._store.transaction() as db:
            if self.has_pages():
                return False
            db.execute("DELETE FROM urls WHERE host = ?", (self._host,))
            rename_starts(db, self._host, site)
            db.execute("UPDATE hosts SET moved_to = ? WHERE name = ?", (site, self._host))
        self.queued = 0
        return True

    def _leave_or_release(
        self, db: sqlite3.Connection, url: str, links: Links, had: int | None, new: Sequence[str]
    ) -> int:
        """Ask for more of a trap's kind, or leave the page of it alone again, and what it leads to
        of that; how many addresses more are queued then."""
        now = self._clock()
        released = self._traps.release(db, url, links, had, new, now)
        if released is not None:
            return released
        self._traps.leave(db, [url], now)
        return -self._traps.leave_alike(db, url, new, now)

    def _redirected(self, db: sqlite3.Connection, target: Target, result: FetchResult) -> None:
        """Note that `target` is done, and that the page it leads to was fetched.

        What a list said of the one holds for the other, which is looked at again as what is new is:
        however long the one was as before, an odd answer may have come from the other.
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
            "INSERT INTO urls (url, host, state, depth, priority, hint_title, hint_published, "
            "found_on) SELECT ?, ?, 'done', depth, ?, hint_title, hint_published, url FROM urls "
            "WHERE url = ? ON CONFLICT DO UPDATE "
            "SET hint_title = coalesce(hint_title, excluded.hint_title), "
            "hint_published = coalesce(hint_published, excluded.hint_published)",
            (result.url, self._host, PRIORITY["page"], target.url),
        )

    def _settle(self, target: Target, outcome: Outcome) -> None:
        """Note the end of an URL's turn: its outcome, and when it is due again."""
        event, now = event_of(outcome), self._now()
        former = site_of(target.url) != self._host
        with self._store.transaction() as db:
            calm, misses, asked, before = db.execute(
                "SELECT calm, misses, asked_at, outcome FROM urls WHERE url = ?", (target.url,)
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
                if before == Code.TRAP:  # it says what it said
                    self.trapped([target.url])
            else:
                new, _ = leads_to(self._store, self._host)
                moves = outcome.url is not None and site_of(outcome.url) == new
                self._store.note_refusal(target.url, outcome, self._clock(), site_moves=moves)
            if event is Event.ABSENT and not misses:
                self._doubt_beside(db, target.url)
            if former and event is Event.LATE and misses:
                self.queued += give_up(db, self._host, target.url)
        self.queued -= 1

    def _doubt_beside(self, db: sqlite3.Connection, url: str) -> None:
        """Let the next run ask where else the article of an address is: it may be gone there, too,
        and is else asked for rarely."""
        due = f"UPDATE urls SET due_at = ? WHERE url = ? AND state = '{State.DONE}'"  # noqa: S608
        db.executemany(due, ((self._now(), other) for other in self._store.addresses_beside(url)))

    def _due(self, event: Event, sort: Sort, times: int, url: str) -> str | None:
        return due_at(event, sort, times, url, self._clock())
