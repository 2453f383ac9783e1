"""What to fetch next and what came back: a page, its URL's new state and its links at once."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import chain
from typing import Any, NamedTuple

from corpus.crawling.discover import FoundLink, LinkKind, Links, find_links
from corpus.crawling.fetch import FetchResult, Validators
from corpus.crawling.host_row import HostRow
from corpus.crawling.life import NIGHTS, OLD, STATES, Event, Sort, State, event_of, wait
from corpus.crawling.link_row import (
    LEFT_OUT,
    PRIORITY,
    SET_OUTCOME,
    Kind,
    insert_link,
    known_links,
    listed_column,
    outcome_columns,
    update_link,
)
from corpus.crawling.narrowed import Narrowed, Waiting
from corpus.crawling.starts import former_sites, leads_to, note_start, rename_starts
from corpus.outcome import Code, Outcome
from corpus.page.listing_rows import shape
from corpus.page.media import PAGE_TYPES
from corpus.page.urls import site_of
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
_TRAPPED = f"state = '{State.REFUSED}' AND outcome = '{Code.TRAP}'"
_LONGEST = timedelta(days=max(chain(*(nights for of in NIGHTS.values() for nights in of.values()))))
_FETCHED = Outcome(Code.FETCHED, status=HTTPStatus.OK)
TRAP = Outcome(Code.TRAP)
_UNCHANGED = Outcome(Code.UNCHANGED, status=HTTPStatus.NOT_MODIFIED)
_FOR_LINKS = ("feed", "sitemap")  # kinds that are read for their links alone
_SORTS = {"start": Sort.START, "feed": Sort.START, "list": Sort.LIST, "sitemap": Sort.LIST}
_RANK = (
    f"CASE WHEN kind = 'page' AND fetch_id IS NOT NULL THEN {_AGAIN} ELSE priority % {_LATE} END"
)


# of a host, what this run asks for
_QUEUED = f"host = ? AND state = 'queued' AND priority < {LEFT_OUT}"
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


class Target(NamedTuple):
    """A queued URL whose turn it is."""

    url: str
    kind: Kind
    depth: int
    tries: int
    validators: Validators
    fetch_id: int | None = None  # of the newest page that came from it


class Kept(NamedTuple):
    """What became of a page that was kept, and of its links."""

    refused: Counter[str]  # why new links were, by reason
    is_held: bool  # the answer before stands until this one is judged


class _Added(NamedTuple):
    """What became of the links of a page."""

    refused: Counter[str]  # why new ones were, by reason
    new: int
    queued: int  # for how many more this run asks
    urls: list[str]  # that are in the table now; some that were seen before are left out


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
        self.queued = self.count_queued()  # how many URLs are still to be asked for
        self._goes_on = False  # the run began with what another one had left
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
        alone. What the run leaves for another one waits until `end`.
        """
        now = self._clock()
        with self._store.transaction() as db:
            self._take_in(db)  # a kill ends no run
            for site in former_sites(self._store, self._host):
                self._take_over(db, site)
            resuming = db.execute(
                "SELECT 1 FROM urls WHERE host = ? AND state = 'queued' AND priority < ?",
                (self._host, _LATE),
            ).fetchone()
            self._goes_on = resuming is not None
            late = f"state IN ('{State.FAILED}', '{State.MISSING}')"
            self._requeue(db, f"({late} AND {_is_due(now)}) OR {_IN_DOUBT}")
            self._probe_traps(db, now)
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
            if self._narrowed.sitemaps_only:
                states = f"'{State.QUEUED}', '{State.REFUSED}'"
                self._requeue(db, f"kind = 'sitemap' AND state NOT IN ({states}) AND {again}")
            for url in starts:
                self._add_start(db, url, again)
            self._leave_out(db)
        self.queued = self.count_queued()

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
            self._requeue(db, which)
            self._leave_out(db)
        self._seen.clear()
        self.queued = self.count_queued()

    def end(self) -> Counter[str]:
        """Let what this run left for another one wait as all else; why it did, by reason."""
        with self._store.transaction() as db:
            reasons = Counter(reason for _, reason in self.left_out())
            self._take_in(db)
        return reasons

    def left_out(self) -> list[tuple[str, str]]:
        """What this run leaves for another one, and why."""
        found = self._waiting(f"priority >= {LEFT_OUT}")
        reasons = ((waiting.url, self._narrowed.reason(waiting)) for waiting in found)
        return [(url, reason) for url, reason in reasons if reason]

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
            self._requeue(db, f"state = '{State.REFUSED}' AND outcome = '{Code.FORBIDDEN}'")
            self._leave_out(db)
        self.queued = self.count_queued()

    def next(self, *, lists_first: bool, now: datetime | None = None) -> Target | None:
        """The URL to fetch next, or None when none is due by the clock, or by `now` if later."""
        moment = max(filter(None, (now, self._clock()))).isoformat()
        sql = _NEXT_LISTS_FIRST if lists_first else _NEXT_PAGES_FIRST
        row = self._store.db.execute(sql, (self._host, moment)).fetchone()
        return _target(row) if row else None

    def first(self) -> Target | None:
        """Of what an earlier run had left that whose turn was longest ago, or never: so each run
        brings the queue on, though it asks for one page. None where it had left nothing."""
        row = self._goes_on and self._store.db.execute(
            f"SELECT {_TARGET} FROM urls WHERE {_QUEUED} "  # noqa: S608
            "AND (due_at IS NULL OR due_at <= ?) ORDER BY turn_at, priority, depth, url LIMIT 1",
            (self._host, self._now()),
        ).fetchone()
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
            f"SELECT min(due_at) FROM urls WHERE {_QUEUED}", (self._host,)  # noqa: S608
        ).fetchone()
        return datetime.fromisoformat(row[0]) if row[0] else None

    def count_queued(self) -> int:
        """How many URLs are still to be asked for, counted anew."""
        sql = f"SELECT count(*) FROM urls WHERE {_QUEUED}"  # noqa: S608
        return int(self._store.db.execute(sql, (self._host,)).fetchone()[0])

    def queued_urls(self) -> list[str]:
        """What is queued, in the order of its turn but for the interleaving of lists and pages."""
        sql = f"SELECT url FROM urls WHERE {_QUEUED} ORDER BY priority, depth, url"  # noqa: S608
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
                f"SELECT fetch_id, asked_at, {_QUEUED}, calm, kind, outcome FROM urls "  # noqa: S608
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
            kind = _settled_kind(expected, links.kind, changed=changed, has_article=has_article)
            again = asked is not None
            added = self._add(db, links, target.depth + 1, refusal, on=result.url, news=again)
            # A page is news when it says something else, a list when it leads to something new.
            is_same = added.new == 0 if kind != "page" else had == number
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
                leads_on = added.new > 0
                left -= self._judge_trap(db, result.url, links, had, leads_on=leads_on)
        self._note_added(added)
        self.queued -= left
        return Kept(added.refused, is_held)

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

    def _probe_traps(self, db: sqlite3.Connection, now: datetime) -> None:
        """Ask for one address of each trap whose time is over, one that came; the others wait."""
        probed = set()
        due = db.execute(
            f"SELECT url FROM urls WHERE host = ? AND {_TRAPPED} AND {_is_due(now)} "  # noqa: S608
            "ORDER BY fetch_id IS NULL, url",
            (self._host,),
        ).fetchall()
        for (url,) in due:
            if (kind := shape(url)) not in probed:
                probed.add(kind)
                self._requeue(db, "url = ?", url)
            else:
                later = self._due(Event.TRAPPED, Sort.LIST, 0, url)
                db.execute("UPDATE urls SET due_at = ? WHERE url = ?", (later, url))

    def _judge_trap(
        self, db: sqlite3.Connection, url: str, links: Links, had: int | None, *, leads_on: bool
    ) -> int:
        """Leave a page of a trap alone again; where it leads on to what nothing else led to, or a
        page that is no list says something else than before, ask for all of its kind. How many
        these are. A list that is made up shows the newest articles, as the others do."""
        tells = leads_on
        if links.kind != "list" and had is not None:
            tells = find_links(self._store.fetch(had)).letters != links.letters
        if not tells:
            self.trapped([url])
            return 0
        kind = shape(url)
        sql = f"SELECT url FROM urls WHERE host = ? AND {_TRAPPED}"  # noqa: S608
        every = [other for (other,) in db.execute(sql, (self._host,)) if shape(other) == kind]
        return sum(self._requeue(db, "url = ?", other) for other in every)

    def put_off(self, kind: Kind) -> int:
        """Let what is queued of a kind wait for another night; how many those are."""
        later = (self._clock() + _SAME_RUN).isoformat()
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
            found = Links(None, tuple(links))
            added = self._add(db, found, depth, refusal, on=on, news=False)
        self._note_added(added)
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

    def _take_over(self, db: sqlite3.Connection, site: str) -> None:
        """Ask here for what a site had under its former name and has not been found under this one:
        articles that lie there still, and pages that never came. Else nothing is asked for there.

        First its lists are read under this name: they lead to nearly all of it.
        """
        sql = "SELECT 1 FROM urls WHERE host = ? AND asked_at IS NOT NULL"
        if db.execute(sql, (self._host,)).fetchone() is None:
            return
        article = "EXISTS (SELECT 1 FROM articles WHERE url = u.url AND state = 'live')"
        here = f"FROM urls WHERE url = ?2 || substr(u.url, {len(site) + 1})"
        states = f"('{State.DONE}', '{State.REFUSED}')"
        unseen = f"kind = 'page' AND fetch_id IS NULL AND state NOT IN {states}"
        db.execute(
            f"UPDATE urls AS u SET host = ?2, state = 'queued', due_at = NULL, misses = 0, "  # noqa: S608
            f"priority = {_RANK} WHERE host = ?1 AND state <> '{State.REFUSED}' "
            f"AND (({article} AND NOT EXISTS (SELECT 1 {here} AND state = 'queued')) "
            f"OR ({unseen} AND NOT EXISTS (SELECT 1 {here})))",
            (site, self._host),
        )
        db.execute(
            f"DELETE FROM urls AS u WHERE host = ?1 AND {unseen} AND EXISTS (SELECT 1 {here})",  # noqa: S608
            (site, self._host),
        )
        db.execute(
            f"UPDATE urls AS u SET host = ?1 WHERE host = ?2 AND url >= ?1 || '/' "  # noqa: S608
            f"AND url < ?1 || '0' AND state = '{State.DONE}' AND NOT {article}",
            (site, self._host),
        )

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
        links: Links,
        depth: int,
        refusal: Refusal,
        *,
        on: str,
        news: bool,
    ) -> _Added:
        """Add links. They are `news` where the page that has them came before without them."""
        refused: Counter[str] = Counter()
        new = queued = 0
        # a menu tells nothing new from page to page
        telling = links.kind == "sitemap"
        found = [
            link for link in links.found
            if telling or link.is_telling or link.url not in self._seen
        ]
        known = known_links(db, found) if found else {}
        for link in found:
            listed = listed_column(link) if links.kind == "sitemap" else None
            if before := known.get(link.url):
                update_link(db, link, before, listed)
                continue
            reason = refusal(link.url)
            out = bool(self._narrowed) and reason is None and self._is_left_out(link, listed)
            insert_link(
                db, link, host=self._host, depth=depth, refused=reason, on=on,
                calm=0 if news else OLD, listed=listed, left_out=out,
            )  # fmt: skip
            if reason:
                refused[reason] += 1
            else:
                new += 1
                queued += not out
        left_out = [url for url, before in known.items() if before.left_out]
        queued += self._take_back(db, left_out) if left_out else 0
        return _Added(refused, new, queued, [link.url for link in found])

    def _is_left_out(self, link: FoundLink, listed: str | None) -> bool:
        """Whether this run leaves a link that is new for another one."""
        day = link.hint.published if link.hint else None
        told = Waiting(link.url, link.kind, day.isoformat() if day else None, listed)
        return self._narrowed.reason(told) is not None

    def _leave_out(self, db: sqlite3.Connection) -> None:
        """Leave for another run what this one does not ask for."""
        if self._narrowed:
            waiting = self._waiting(f"priority < {LEFT_OUT}")
            urls = [(each.url,) for each in waiting if self._narrowed.reason(each)]
            db.executemany(f"UPDATE urls SET priority = priority + {LEFT_OUT} WHERE url = ?", urls)  # noqa: S608

    def _take_back(self, db: sqlite3.Connection, left_out: list[str]) -> int:
        """Ask for those of these after all that more is known of now; how many they are."""
        which = f"priority >= {LEFT_OUT} AND url IN (SELECT value FROM json_each(?))"  # noqa: S608
        waiting = self._waiting(which, json.dumps(left_out))
        urls = [(each.url,) for each in waiting if not self._narrowed.reason(each)]
        db.executemany(f"UPDATE urls SET priority = priority % {LEFT_OUT} WHERE url = ?", urls)  # noqa: S608
        return len(urls)

    def _take_in(self, db: sqlite3.Connection) -> None:
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

    def _note_added(self, added: _Added) -> None:
        """Take in what a transaction that has ended added to the table: a crawl takes none of it
        out."""
        self.queued += added.queued
        if len(self._seen) + len(added.urls) > _MOST_SEEN:
            self._seen.clear()
        if len(added.urls) <= _MOST_SEEN:
            self._seen.update(added.urls)

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
            if former and event is Event.LATE and misses:
                self._give_up_former(db, target.url)
        self.queued -= 1

    def _give_up_former(self, db: sqlite3.Connection, url: str) -> None:
        """Ask for a page where it would be at this site, and no more at its address of before: the
        old host has come to its end."""
        row = "url, host, state, kind, depth, priority, hint_title, hint_published, found_on"
        new = self._host + url[len(site_of(url)) :]
        added = db.execute(
            f"INSERT OR IGNORE INTO urls ({row}) SELECT ?, host, 'queued', kind, depth, ?, "  # noqa: S608
            "hint_title, hint_published, url FROM urls WHERE url = ?",
            (new, PRIORITY["page"], url),
        )
        self.queued += added.rowcount
        ended = Outcome(Code.UNFIT, f"its site has moved to {self._host}, and it did not come")
        db.execute(
            f"UPDATE urls SET host = ?, state = 'refused', due_at = NULL, {SET_OUTCOME} "  # noqa: S608
            "WHERE url = ?",
            (site_of(url), *outcome_columns(ended), url),
        )

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
