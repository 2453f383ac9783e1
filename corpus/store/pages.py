"""PageStore: the corpus file, and in it the pages as they were fetched, for ever."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Self

from corpus.article import Hint, Page
from corpus.errors import StoreError
from corpus.outcome import Code, Outcome
from corpus.page.parameters import Parameters, heed, heeded, heeding
from corpus.stamp import stamp_of
from corpus.store.database import RESTORE, connect, transaction
from corpus.store.held import Held, standing
from corpus.store.hints import Hints
from corpus.store.learnt import Learnt
from corpus.store.missing import NO_PAGE, Missing
from corpus.store.moves import LASTING, Moves, Redirect
from corpus.store.outcome_row import COLUMNS, SET, WAITS, from_columns, to_columns
from corpus.store.page_links import PageLinks
from corpus.store.syncing import Syncing


class PageStore:
    """The pages of a corpus, and what lists and other pages say of them.

    One per thread of writing; readers may share it.
    """

    def __init__(self, path: Path, *, create: bool = True) -> None:
        """Open `path`, making it when `create`. Raises StoreError."""
        self.path = path
        file = path.resolve()
        self._files = (file, file.with_name(f"{file.name}-wal"))
        self.db = connect(path, create=create)
        self.syncing = Syncing(self.db)
        self.held = Held(self.db)
        self._missing = Missing(self.db)
        self._moves = Moves(self.db)
        self._hints = Hints(self.db)
        self._learnt = Learnt(self.db)
        self._links = PageLinks(self.db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self.db.close()

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """A block that is written whole or not at all; within another one it joins that."""
        return transaction(self.db)

    @property
    def corpus_id(self) -> str:
        """A random name given to the file when it was made: an index knows its corpus by it."""
        return self.meta("corpus_id") or ""

    @property
    def archive_id(self) -> str:
        """What names the archive for ever, restored or moved to another server: for those who
        follow it."""
        return self.meta("archive_id") or ""

    @property
    def seq(self) -> int:
        """The number of the newest change: each article written, corrected or removed is one."""
        return int(self.meta("seq") or 0)

    def state(self) -> str:
        """What is another whenever anything was written, by this process or another: the number of
        transactions that wrote, and the stamps of the file and of SQLite's log beside it, by which
        a corpus that was restored is told from the one before."""
        return str([self.meta("written"), *map(stamp_of, self._files)])

    def meta(self, key: str) -> str | None:
        """A note kept with the corpus, or None."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Keep a note with the corpus."""
        with self.transaction() as db:
            db.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                (key, value),
            )

    # -- fetches

    def add_fetch(self, page: Page, *, status: int = 200) -> int:
        """Keep what was fetched and return its number.

        The same bytes from the same address keep their old number. Where an answer of that address
        stands, a new one has to be judged first; a file stands at once.
        """
        digest = sha256(page.body).hexdigest()
        with self.transaction() as db:
            last = self._last_of(page, digest)
            day = page.fetched_at.date()
            if last and last[1:3] == (digest, page.content_type):
                self.held.note_again(last[0], day)
                if last[3] != page.robots:
                    sql = "UPDATE fetches SET robots = ? WHERE id = ?"
                    db.execute(sql, (page.robots, last[0]))
                    if self.standing(page.url or "") == last[0]:
                        self.clean_again([last[0]])
                return last[0]
            cursor = db.execute(
                "INSERT INTO fetches "
                "(url, fetched_at, source, origin, status, content_type, charset, body, digest, "
                "robots) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (page.url, page.fetched_at.isoformat(), page.source, page.origin, status,
                 page.content_type, page.charset, zlib.compress(page.body, 6), digest,
                 page.robots),
            )  # fmt: skip
            number = int(cursor.lastrowid or 0)
            if last and page.source == "crawl":
                self.held.note(page.url, number, day)
            elif last:
                self.held.replace(page.url, number)
            return number

    def _last_of(self, page: Page, digest: str) -> tuple[int, str, str, str | None] | None:
        """The number, digest, type and robots' words of what last came from the page's address; of
        a page without one, those of the same page."""
        values: tuple[str, ...] = (page.url or "",)
        which = "url = ? ORDER BY id DESC"
        if page.url is None:
            values = (digest, page.content_type)
            which = "url IS NULL AND digest = ? AND content_type = ?"
        sql = f"SELECT id, digest, content_type, robots FROM fetches WHERE {which} LIMIT 1"  # noqa: S608
        row: tuple[int, str, str, str | None] | None = self.db.execute(sql, values).fetchone()
        return row

    def page(self, url: str) -> Page | None:
        """The page that stands at an address, or None. Raises StoreError when it is damaged."""
        found = self.newest_of(url)
        return found[1] if found else None

    def standing(self, url: str) -> int | None:
        """The number of the page that stands at an address; None where it has none."""
        found: int | None = self.db.execute(f"SELECT {standing('?1')}", (url,)).fetchone()[0]
        return found

    def newest_of(self, url: str | None) -> tuple[int, Page] | None:
        """The number and the page that stands at an address; None where it has none.

        That is the newest, but one not judged yet or held. Raises StoreError when it is damaged.
        """
        number = None if url is None else self.standing(url)
        return None if number is None else (number, self.fetch(number))

    def fetches(self, *, waiting: bool = False) -> Iterator[tuple[int, Page]]:
        """The number and the page that stands at every address, oldest first.

        With `waiting` only those not cleaned yet. Raises StoreError at the first damaged one.
        """
        return ((number, self.fetch(number)) for number in self.fetch_numbers(waiting=waiting))

    def fetch_numbers(self, *, waiting: bool = False) -> list[int]:
        """The numbers of the pages that `fetches` gives."""
        return [number for number, _ in self.fetch_addresses(waiting=waiting)]

    def fetch_addresses(self, *, waiting: bool = False) -> list[tuple[int, str | None]]:
        """The numbers of the pages that `fetches` gives, and their addresses."""
        which = "outcome IS NULL AND" if waiting else ""
        stands = f"(url IS NULL OR id = {standing('f.url')})"
        sql = f"SELECT id, url FROM fetches f WHERE {which} {stands} ORDER BY id"  # noqa: S608
        return self.db.execute(sql).fetchall()

    def fetch(self, number: int) -> Page:
        """The page with this number. Raises KeyError, or StoreError when it is damaged."""
        row = self.db.execute(
            "SELECT url, body, content_type, charset, fetched_at, source, origin, robots "
            "FROM fetches WHERE id = ?",
            (number,),
        ).fetchone()
        if row is None:
            raise KeyError(number)
        url, body, content_type, charset, fetched_at, source, origin, robots = row
        try:
            at = datetime.fromisoformat(fetched_at)
            body = zlib.decompress(body)
            return Page(url, body, content_type, charset, at, source, origin, robots)
        except (zlib.error, ValueError, TypeError) as error:
            which = f"page {number} ({url or 'without an address'})"
            message = f"{which} is damaged in the corpus file; the others are not"
            raise StoreError(message, mend=RESTORE) from error

    def outcome(self, number: int) -> Outcome | None:
        """What cleaning made of a page; None while it waits."""
        sql = f"SELECT {COLUMNS} FROM fetches WHERE id = ?"  # noqa: S608
        row = self.db.execute(sql, (number,)).fetchone()
        return from_columns(row) if row else None

    def set_outcome(self, number: int, outcome: Outcome) -> None:
        """Keep what cleaning made of a page."""
        with self.transaction() as db:
            sql = f"UPDATE fetches SET {SET} WHERE id = ?"  # noqa: S608
            db.execute(sql, (*to_columns(outcome), number))

    def clean_again(self, numbers: Iterable[int]) -> None:
        """Let these pages wait to be cleaned again; the articles of them stay until then."""
        with self.transaction() as db:
            db.executemany(
                f"UPDATE fetches SET {WAITS} WHERE id = ?",  # noqa: S608
                ((number,) for number in numbers),
            )

    def note_no_index(self, number: int, by: str | None) -> None:
        """Keep by what a page asks not to be indexed; None: it does not."""
        with self.transaction() as db:
            sql = "UPDATE fetches SET noindex = ? WHERE id = ? AND noindex IS NOT ?"
            db.execute(sql, (by, number, by))

    def no_index(self, number: int) -> str | None:
        """By what a page asks not to be indexed; None where it does not, or was not cleaned yet."""
        row = self.db.execute("SELECT noindex FROM fetches WHERE id = ?", (number,)).fetchone()
        return row[0] if row else None

    def count_no_index(self) -> int:
        """How many of the pages that stand ask not to be indexed."""
        stands = f"(url IS NULL OR id = {standing('f.url')})"
        sql = f"SELECT count(*) FROM fetches f WHERE noindex IS NOT NULL AND {stands}"  # noqa: S608
        return int(self.db.execute(sql).fetchone()[0])

    # -- whether its site still has a page

    def note_missing(self, url: str, at: datetime) -> None:
        """Note that a site said at this moment that it has no page there, as by 404 or 410.

        When it did on two days, the article of that page is gone at the source, as `mark_gone` has
        it.
        """
        with self.transaction():
            if self._missing.note(url, at):
                self.mark_gone(url, at)

    def note_answered(self, url: str) -> None:
        """Note that a site has a page there, new or not modified; what is held tells nothing."""
        with self.transaction():
            if self._missing.has(url) and not self.held.of(url):
                self._missing.clear(url)

    def note_walled(self, url: str) -> None:
        """Note that a site has the article there, though it shows but a part of it."""
        with self.transaction():
            self._missing.clear(url)

    def note_refusal(
        self, url: str, outcome: Outcome, at: datetime, *, site_moves: bool = False
    ) -> None:
        """Note that an address gave no page at this moment: it may be missing, or lead elsewhere.

        Where a redirect leads to an address that is not asked for, its page may still come; it is
        not missing where it leads to where the whole site may be (`site_moves`).
        """
        with self.transaction():
            lasting = outcome.status in LASTING
            if outcome.code == Code.LED_AWAY and outcome.url:
                self._moves.note(Redirect(url, outcome.url, lasting, at))
            led_away = outcome.code == Code.LED_AWAY and lasting and not site_moves
            if outcome.status in NO_PAGE or led_away or outcome.code == Code.LED_TO_LOGIN:
                self.note_missing(url, at)

    def note_redirect(self, url: str, target: str, status: int, at: datetime) -> None:
        """Note that an address led to a page at another one, by the first such status that does not
        last, else by one that does; what it means for its article is settled by cleaning."""
        with self.transaction():
            self._moves.note(Redirect(url, target, status in LASTING, at))

    def unsettled_redirects(self) -> list[Redirect]:
        """The redirects of articles' addresses to pages that are here, and were not yet read."""
        return self._moves.unsettled()

    def settle_redirect(self, url: str) -> None:
        """Forget a redirect: it was read."""
        with self.transaction():
            self._moves.settle(url)

    def sites_before(self) -> dict[str, set[str]]:
        """For each site those that have moved there, or lead there for good by an address."""
        return self._moves.sites_before()

    def sites_moved(self) -> dict[str, str]:
        """By the name of a site that has moved, or calls itself otherwise, its present name."""
        return self._moves.sites_moved()

    def mark_gone(self, url: str, at: datetime) -> None:
        """Mark the article at an address as gone at the source since this moment.

        Where another address that leads to it gives a page, as one to which it redirected, the
        article may be there now: that is settled by cleaning, as a move for good is.
        """
        with self.transaction():
            if beside := self._moves.beside(url):
                self._moves.note(Redirect(url, beside[0], lasting=True, at=at))
            else:
                self._missing.mark(url, at)

    def gone(self, url: str | None) -> date | None:
        """The day on which the article at an address was found gone at the source, or None."""
        return self._missing.gone(url)

    def count_gone(self) -> int:
        """How many articles are gone at the source."""
        return self._missing.count()

    # -- what lists and other pages say of a page

    def hint(self, url: str | None) -> Hint | None:
        """What a list page says of the article at `url`, or None.

        A day that `judge_hints` found wrong is left out.
        """
        return self._hints.hint(url)

    def judge_hints(self) -> bool:
        """Hold the days that lists give to their links against those the articles give themselves.

        True when the judgement of any day changed: its pages wait to be cleaned again.
        """
        with self.transaction():
            return self._hints.judge()

    def refuted_days(self) -> set[tuple[str, str]]:
        """The days of lists that `judge_hints` found wrong, each with its site."""
        return self._hints.refuted_days()

    def learn_parameter(self, site: str, name: str, at: datetime) -> None:
        """Keep that a parameter names articles on a site, and heed that from now on."""
        with self.transaction():
            self._learnt.note(site, name, at)
        heed(self._learnt.beside(heeded()))

    def learnt_parameters(self, site: str) -> tuple[str, ...]:
        """The parameters that name articles, as the site has shown."""
        return self._learnt.of(site)

    @contextmanager
    def heeding_learnt(self) -> Iterator[Mapping[str, Parameters]]:
        """Within the block addresses are written as sites have shown, too, beside what people say:
        that is by host and given."""
        with heeding(self._learnt.beside(heeded())):
            yield heeded()

    def note_links(self, url: str, named: tuple[str, ...]) -> None:
        """Keep which pages the one at `url` names as the next of its text, or as its versions.

        Pages linked with it wait to be cleaned again.
        """
        with self.transaction():
            self._links.note(url, named)

    def namers(self, url: str) -> tuple[str, ...]:
        """The pages that name `url` so, as far as noted."""
        return self._links.namers(url)

    def linked_pages(self, url: str) -> list[str]:
        """The pages linked with the one at `url`, over others too, as far as noted."""
        return self._links.linked(url)

    def clean_linked_again(self) -> None:
        """Have cleaned again what is linked, as noted, with pages that wait."""
        with self.transaction():
            for _, url in self.fetch_addresses(waiting=True):
                if url:
                    self._links.clean_linked_again(url)
