"""ArticleStore: fetched pages, the articles made of them, people's corrections, and the counter of
changes."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Self

from corpus.article import Article, Hint, Page, article_id
from corpus.errors import RemovedArticle, StoreError, UnknownArticle
from corpus.store.article_row import COLUMNS, day_of, from_row, same, to_row
from corpus.store.database import RESTORE, connect, transaction
from corpus.store.decisions import Correction, Decisions
from corpus.store.hints import Hints
from corpus.store.page_links import ARTICLE, JOINED, Kinship
from corpus.store.spellings import Spellings

SUPERSEDED = "replaced by a newer page of the same address"


@dataclass(frozen=True, slots=True)
class Change:
    """Article `id` is now `article`, or gone when that is None."""

    seq: int
    id: str
    article: Article | None


class ArticleStore:
    """The corpus of one newspaper in one SQLite file. One per thread of writing; readers may share
    it."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        """Open `path`, making it when `create`. Raises StoreError."""
        self.path = path
        self.db = connect(path, create=create)
        self._decisions = Decisions(self.db)
        self._hints = Hints(self.db)
        self._spellings = Spellings(self.db)
        self._kinship = Kinship(self.db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self.db.close()

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Everything inside is written together or not at all."""
        return transaction(self.db)

    @property
    def corpus_id(self) -> str:
        """A random name given to the file when it was made: an index knows by it whose index it
        is."""
        return self.meta("corpus_id") or ""

    @property
    def seq(self) -> int:
        """The number of the newest change; grows with every article written, corrected or
        removed."""
        return int(self.meta("seq") or 0)

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

    # -- pages

    def add_fetch(self, page: Page, *, status: int = 200) -> int:
        """Keep what was fetched and return its number; the same bytes from the same address keep
        their old number."""
        digest = sha256(page.body).hexdigest()
        with self.transaction() as db:
            row = db.execute(
                "SELECT id FROM fetches WHERE url IS ? AND digest = ? AND content_type = ? "
                "AND (url IS NULL OR id = (SELECT max(id) FROM fetches WHERE url IS ?))",
                (page.url, digest, page.content_type, page.url),
            ).fetchone()
            if row:
                return int(row[0])
            cursor = db.execute(
                "INSERT INTO fetches (url, fetched_at, source, origin, status, content_type, charset, body, digest) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (page.url, page.fetched_at.isoformat(), page.source, page.origin, status, page.content_type,
                 page.charset, zlib.compress(page.body, 6), digest),
            )  # fmt: skip
            number = int(cursor.lastrowid or 0)
            sql = "UPDATE fetches SET cleaned = ? WHERE url = ? AND id < ? AND cleaned IS NULL"
            db.execute(sql, (SUPERSEDED, page.url, number))
            return number

    def page(self, url: str) -> Page | None:
        """The newest page of an address, or None. Raises StoreError when it is damaged."""
        found = self.newest_of(url)
        return found[1] if found else None

    def newest_of(self, url: str | None) -> tuple[int, Page] | None:
        """The newest page of an address and its number, or None. Raises StoreError when it is
        damaged."""
        row = self.db.execute("SELECT max(id) FROM fetches WHERE url = ?", (url,)).fetchone()
        return None if row[0] is None else (row[0], self.fetch(row[0]))

    def fetches(self, *, waiting: bool = False) -> Iterator[tuple[int, Page]]:
        """The newest page of every address, oldest first; only those not cleaned yet when
        `waiting`.

        Raises StoreError at the first damaged one.
        """
        return ((number, self.fetch(number)) for number in self.fetch_numbers(waiting=waiting))

    def fetch_numbers(self, *, waiting: bool = False) -> list[int]:
        """The numbers of these pages."""
        return [number for number, _ in self.fetch_addresses(waiting=waiting)]

    def fetch_addresses(self, *, waiting: bool = False) -> list[tuple[int, str | None]]:
        """The numbers of these pages, and their addresses."""
        newest = "(url IS NULL OR id = (SELECT max(id) FROM fetches WHERE url = f.url))"
        sql = f"SELECT id, url FROM fetches f WHERE {'cleaned IS NULL AND' if waiting else ''} {newest} ORDER BY id"  # noqa: S608
        return self.db.execute(sql).fetchall()

    def newest_fetches(self, limit: int) -> Iterator[Page]:
        """The pages fetched last, newest first, at most `limit`; damaged ones are passed over."""
        for (number,) in self.db.execute(
            "SELECT id FROM fetches ORDER BY id DESC LIMIT ?", (limit,)
        ).fetchall():
            with suppress(StoreError):
                yield self.fetch(number)

    def fetch(self, number: int) -> Page:
        """The page with this number. Raises KeyError, or StoreError when it is damaged."""
        row = self.db.execute(
            "SELECT url, body, content_type, charset, fetched_at, source, origin FROM fetches WHERE id = ?",
            (number,),
        ).fetchone()
        if row is None:
            raise KeyError(number)
        url, body, content_type, charset, fetched_at, source, origin = row
        try:
            at = datetime.fromisoformat(fetched_at)
            return Page(url, zlib.decompress(body), content_type, charset, at, source, origin)
        except (zlib.error, ValueError, TypeError) as error:
            message = f"page {number} ({url or 'without an address'}) is damaged in the corpus file; the others are not"
            raise StoreError(message, mend=RESTORE) from error

    def clean_again(self, numbers: Iterable[int]) -> None:
        """Let these pages wait to be cleaned again; the articles of them stay until then."""
        with self.transaction() as db:
            db.executemany(
                "UPDATE fetches SET cleaned = NULL WHERE id = ?", ((number,) for number in numbers)
            )

    def outcome(self, number: int) -> str | None:
        """What cleaning made of a page: "article", the reason why it holds none, or None when it
        waits."""
        row = self.db.execute("SELECT cleaned FROM fetches WHERE id = ?", (number,)).fetchone()
        return row[0] if row else None

    def hint(self, url: str | None) -> Hint | None:
        """What a list page says of the article at `url`, or None; a day that `judge_hints` found
        wrong is left out."""
        return self._hints.hint(url)

    def judge_hints(self) -> bool:
        """Hold the days that lists give to their links against those the articles give themselves.

        True when the judgement of any day changed: its pages wait to be cleaned again.
        """
        with self.transaction():
            return self._hints.judge()

    def join_spellings(self) -> None:
        """Show the spellings of one author's name as the commonest of them, in all articles; what
        was found stays."""
        with self.transaction():
            for article_id in self._spellings.learn():
                self._reapply(article_id)

    def note_names(self, url: str, names: tuple[str, ...]) -> None:
        """Keep which pages the one at `url` names as the next of its text, or as another version of
        it.

        Pages that hang together with it wait to be cleaned again.
        """
        with self.transaction():
            self._kinship.note(url, names)

    def wake_kin(self) -> None:
        """Have cleaned again what hangs together, as noted, with pages that wait."""
        with self.transaction():
            for _, url in self.fetch_addresses(waiting=True):
                if url:
                    self._kinship.wake(url)

    def namers(self, url: str) -> tuple[str, ...]:
        """The pages that name `url` so, as far as noted."""
        return self._kinship.namers(url)

    def kin(self, url: str) -> list[str]:
        """The pages that hang together with the one at `url`, as far as noted."""
        return self._kinship.around(url)

    def is_removed(self, url: str) -> bool:
        """Whether people took down the article of the page at `url`."""
        sql = "SELECT 1 FROM articles a JOIN removals r ON r.article_id = a.id WHERE a.url = ?"
        return self.db.execute(sql, (url,)).fetchone() is not None

    def is_corrected(self, url: str) -> bool:
        """Whether people corrected the article of the page at `url`."""
        sql = "SELECT 1 FROM articles a JOIN corrections c ON c.article_id = a.id WHERE a.url = ?"
        return self.db.execute(sql, (url,)).fetchone() is not None

    # -- articles

    def put(self, article: Article, *, fetch_id: int | None = None) -> bool:
        """Write what the cleaner found, corrections applied; False when nothing changed.
        `sentences` must be set."""
        with self.transaction() as db:
            shown = self._spellings.applied_to(article)
            corrected = self._decisions.applied_to(shown)
            if corrected.byline != shown.byline:
                corrected = replace(corrected, signed=())  # by none of those whom the page names
            state = "removed" if self._decisions.removal(article.id) is not None else "live"
            row = to_row(corrected, found=article, state=state, fetch_id=fetch_id)
            names = list(row)
            old = db.execute(
                f"SELECT {', '.join(names)} FROM articles WHERE id = ?", (article.id,)  # noqa: S608
            ).fetchone()
            if old is not None and same(dict(zip(names, old, strict=True)), row):
                return False
            row["updated_seq"] = self._next_seq()
            marks = ", ".join("?" * len(row))
            db.execute(
                f"INSERT OR REPLACE INTO articles ({', '.join(row)}) VALUES ({marks})",  # noqa: S608
                tuple(row.values()),
            )
        return True

    def settle(self, fetch_id: int, article: Article | None, *, reason: str = ARTICLE) -> bool:
        """Record what cleaning made of a page: its article, or the `reason` why it holds none (an
        earlier one of it is withdrawn). True when an article changed.

        The article keeps the id it has in the corpus; one that another article has already gives
        way to a free one. """
        with self.transaction() as db:
            db.execute("UPDATE fetches SET cleaned = ? WHERE id = ?", (reason, fetch_id))
            if article:
                article = replace(article, id=self._id_of(article, fetch_id))
            changed = (
                self.put(article, fetch_id=fetch_id)
                if article and self._is_newest(article, fetch_id)
                else False
            )
            url = db.execute("SELECT url FROM fetches WHERE id = ?", (fetch_id,)).fetchone()[0]
            stale = db.execute(
                "SELECT a.id FROM articles a JOIN fetches f ON f.id = a.fetch_id "
                "WHERE (f.id = ? OR f.url = ?) AND a.id IS NOT ? AND a.state = 'live'",
                (fetch_id, url, article.id if article else None),
            ).fetchall()
            for (gone,) in stale:
                self._touch(gone, "withdrawn")
        return changed or bool(stale)

    def settle_claims(self, claims: Mapping[str, str]) -> None:
        """Record that the pages at these addresses belong to another one's article, each with the
        reason."""
        with self.transaction() as db:
            for url, reason in claims.items():
                row = db.execute(
                    "SELECT id, cleaned FROM fetches WHERE url = ? ORDER BY id DESC", (url,)
                ).fetchone()
                if row and not (row[1] or "").startswith(JOINED):
                    self.settle(row[0], None, reason=reason)

    def get(self, article_id: str) -> Article:
        """The article, corrections applied. Raises RemovedArticle or UnknownArticle."""
        row = self.db.execute(
            f"SELECT {COLUMNS}, state FROM articles WHERE id = ?", (article_id,)  # noqa: S608
        ).fetchone()
        if (reason := self._decisions.removal(article_id)) is not None:
            raise RemovedArticle(reason)
        if row is None or row[-1] != "live":
            raise UnknownArticle(
                f"no article has the id {article_id!r}", mend="backfile search WORDS"
            )
        return from_row(row)

    def articles(self) -> Iterator[Article]:
        """Every live article, in the order of the last change."""
        return (change.article for change in self.changes(0) if change.article)

    def changes(self, after: int) -> Iterator[Change]:
        """What became of every article that changed after number `after`, oldest change first."""
        cursor = self.db.execute(
            f"SELECT {COLUMNS}, state FROM articles WHERE updated_seq > ? ORDER BY updated_seq",  # noqa: S608
            (after,),
        )
        for row in cursor:
            yield Change(row[11], row[0], from_row(row) if row[-1] == "live" else None)

    def count_changes(self, after: int) -> int:
        """How many articles were written, corrected or removed since change number `after`."""
        return int(
            self.db.execute(
                "SELECT count(*) FROM articles WHERE updated_seq > ?", (after,)
            ).fetchone()[0]
        )

    def edit(self, article_id: str, correction: Correction) -> Article:
        """Set what a person knows better; fields left None keep earlier corrections. Raises
        UnknownArticle."""
        with self.transaction():
            self.get(article_id)
            self._decisions.correct(article_id, correction)
            self._reapply(article_id)
            return self.get(article_id)

    def undo_edit(self, article_id: str) -> Article:
        """Take every correction back: the article is what was found. Raises UnknownArticle when
        there was none."""
        with self.transaction():
            self.get(article_id)
            if not self._decisions.forget(article_id):
                raise UnknownArticle(
                    f"the article {article_id!r} was never corrected; nothing was changed"
                )
            self._reapply(article_id)
            return self.get(article_id)

    def remove(self, article_id: str, reason: str) -> None:
        """Take an article down for good. Raises UnknownArticle; a second time the reason is
        replaced."""
        with self.transaction():
            if self._decisions.removal(article_id) is None:
                self.get(article_id)
            self._decisions.remove(article_id, reason)
            self._touch(article_id, "removed")

    def restore_removed(self, article_id: str) -> Article:
        """Take back a removal. Raises UnknownArticle when the article was never removed."""
        with self.transaction():
            if not self._decisions.take_back(article_id):
                raise UnknownArticle(f"no article with the id {article_id!r} was removed")
            self._touch(article_id, "live")
            article = self.get(article_id)
            if article.url and self.namers(article.url):
                # its text may belong to that of a page that came meanwhile
                self._kinship.wake(article.url)
            return article

    def removed_ids(self) -> frozenset[str]:
        """Ids of everything taken down: no answer may show them, whatever an older index says."""
        return self._decisions.removed()

    def _id_of(self, article: Article, fetch_id: int) -> str:
        """The id of the article at its address, or made of its page before; else the first of its
        ids that is free or stands for the same text."""
        known = self.db.execute(
            "SELECT id FROM articles WHERE url = ? ORDER BY state = 'live' DESC, state = 'removed' DESC, id LIMIT 1",
            (article.url,),
        ).fetchone()
        made = "SELECT id FROM articles WHERE fetch_id = ? AND state <> 'withdrawn' ORDER BY id LIMIT 1"
        known = known or self.db.execute(made, (fetch_id,)).fetchone()
        if known:
            return str(known[0])
        paragraphs = json.dumps(article.paragraphs, ensure_ascii=False)
        for ident in _ids(article):
            row = self.db.execute(
                "SELECT fetch_id, url, paragraphs FROM articles WHERE id = ?", (ident,)
            ).fetchone()
            if row is None or row[0] == fetch_id:
                break
            if row[2] == paragraphs and (row[1] is None or article.url is None):
                break
        return ident

    def _is_newest(self, article: Article, fetch_id: int) -> bool:
        """Whether no later page tells the same article: else two copies of it would take turns for
        ever."""
        sql = "SELECT 1 FROM articles WHERE id = ? AND fetch_id > ? AND state <> 'withdrawn'"
        return self.db.execute(sql, (article.id, fetch_id)).fetchone() is None

    def _reapply(self, article_id: str) -> None:
        row = self.db.execute(
            f"SELECT {COLUMNS}, found, fetch_id FROM articles WHERE id = ?",  # noqa: S608
            (article_id,),
        ).fetchone()
        found = json.loads(row[-2])
        found |= {
            "byline": tuple(json.loads(found["byline"])),
            "published": day_of(found["published"]),
        }
        self.put(replace(from_row(row), **found), fetch_id=row[-1])

    def _touch(self, article_id: str, state: str) -> None:
        self.db.execute(
            "UPDATE articles SET state = ?, updated_seq = ? WHERE id = ?",
            (state, self._next_seq(), article_id),
        )

    def _next_seq(self) -> int:
        row = self.db.execute(
            "UPDATE meta SET value = value + 1 WHERE key = 'seq' RETURNING value"
        ).fetchone()
        return int(row[0])


def _ids(article: Article) -> Iterator[str]:
    """The ids an article may have, one after another: as it came, by its address or text, then made
    up, without end."""
    yield article.id
    own = article_id(article.url, article.title, article.text)
    yield own
    for number in count(2):
        yield article_id(None, own, str(number))
