"""ArticleStore: the articles made of a corpus's pages, people's decisions, and the changes."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from corpus.article import Article, article_id
from corpus.errors import RemovedArticle, UnknownArticle
from corpus.event import event
from corpus.outcome import ARTICLE, Code, Outcome
from corpus.store.article_row import COLUMNS, differences, from_correctable, from_row, to_row
from corpus.store.decisions import Correction, Decisions
from corpus.store.pages import PageStore
from corpus.store.spellings import Spellings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one article: it is now `article`, or gone when that is None."""

    seq: int
    id: str
    article: Article | None


class ArticleStore(PageStore):
    """The corpus of one newspaper in one SQLite file: its pages and the articles made of them.

    One per thread of writing; readers may share it.
    """

    def __init__(self, path: Path, *, create: bool = True) -> None:
        """Open `path`, making it when `create`. Raises StoreError."""
        super().__init__(path, create=create)
        self._decisions = Decisions(self.db)
        self._spellings = Spellings(self.db)

    def put(self, article: Article, *, fetch_id: int | None = None) -> bool:
        """Write what the cleaner found, corrections applied; False when nothing changed.

        `sentences` must be set.
        """
        with self.transaction() as db:
            shown = self._spellings.applied_to(article)
            corrected = self._decisions.applied_to(shown)
            if corrected.byline != shown.byline:
                corrected = replace(corrected, signed=())  # by none of those whom the page names
            state = "removed" if self._decisions.removal(article.id) is not None else "live"
            row = to_row(corrected, found=article, state=state, fetch_id=fetch_id)
            names = list(row)
            old = db.execute(
                f"SELECT {', '.join(names)}, added_at FROM articles WHERE id = ?",  # noqa: S608
                (article.id,),
            ).fetchone()
            what = differences(dict(zip(names, old, strict=False)), row) if old else []
            if old is not None and not what:
                return False
            now = _now()
            row |= {"updated_seq": self._next_seq(), "changed_at": now}
            row["added_at"] = old[-1] if old else now
            marks, columns = ", ".join("?" * len(row)), ", ".join(row)
            sql = f"INSERT OR REPLACE INTO articles ({columns}) VALUES ({marks})"  # noqa: S608
            db.execute(sql, tuple(row.values()))
        if old is not None:
            changed = ", ".join(what)
            log.info(
                "article %s%s is replaced: %s changed",
                article.id,
                _at(article.url),
                changed,
                extra=event("article-replaced", id=article.id, url=article.url, changed=what),
            )
        return True

    def settle(
        self, fetch_id: int, article: Article | None, *, outcome: Outcome = ARTICLE
    ) -> bool:
        """Record what cleaning made of a page; True when an article changed.

        That is its article, or the `outcome` without one: an earlier one of it is withdrawn. Where
        one changed, the pages that are versions of it wait to be cleaned again: perhaps they are
        none any more.
        The article keeps the id it has in the corpus; one that another article has already gives
        way to a free one.
        """
        with self.transaction() as db:
            self.set_outcome(fetch_id, outcome)
            if article:
                article = replace(article, id=self._id_of(article, fetch_id))
            changed = (
                self.put(article, fetch_id=fetch_id)
                if article and self._is_newest(article, fetch_id)
                else False
            )
            url = db.execute("SELECT url FROM fetches WHERE id = ?", (fetch_id,)).fetchone()[0]
            stale = db.execute(
                "SELECT a.id, a.url FROM articles a JOIN fetches f ON f.id = a.fetch_id "
                "WHERE (f.id = ? OR f.url = ?) AND a.id IS NOT ? AND a.state = 'live'",
                (fetch_id, url, article.id if article else None),
            ).fetchall()
            for gone, address in stale:
                self._set_state(gone, "withdrawn")
                why = f"its page now holds {article.id}" if article else str(outcome)
                log.info(
                    "article %s%s is withdrawn: %s",
                    gone,
                    _at(address),
                    why,
                    extra=event("article-withdrawn", id=gone, url=address, reason=why),
                )
            if changed or stale:
                self.clean_again(self._versions_of(url))
        return changed or bool(stale)

    def _versions_of(self, url: str | None) -> list[int]:
        """The numbers of the pages that stand at other addresses as versions of that at `url`."""
        sql = "SELECT DISTINCT url FROM fetches WHERE claimed_by = ? AND outcome = ?"
        rows = self.db.execute(sql, (url, Code.VERSION)).fetchall()
        version = Outcome(Code.VERSION, url=url)
        numbers = (self.standing(other) for (other,) in rows)
        return [number for number in numbers if number and self.outcome(number) == version]

    def settle_claims(self, claims: Mapping[str, Outcome]) -> None:
        """Record which pages belong to another one's article: their addresses, and the outcomes."""
        with self.transaction():
            for url, outcome in claims.items():
                number = self.standing(url)
                known = self.outcome(number) if number else None
                if number and not (known and known.is_joined):
                    self.settle(number, None, outcome=outcome)

    def join_spellings(self) -> None:
        """Show the spellings of one author's name as the commonest of them, in all articles.

        What was found stays.
        """
        with self.transaction():
            for article_id in self._spellings.learn_anew():
                self._reapply(article_id)

    def get(self, article_id: str) -> Article:
        """The article, corrections applied. Raises RemovedArticle or UnknownArticle."""
        row = self.db.execute(
            f"SELECT {COLUMNS}, state FROM articles WHERE id = ?", (article_id,)  # noqa: S608
        ).fetchone()
        if (reason := self._decisions.removal(article_id)) is not None:
            raise RemovedArticle(reason)
        if row is None or row[-1] != "live":
            if now := self.now_called(article_id):
                raise UnknownArticle(f"the article {article_id!r} is now {now!r}")
            raise UnknownArticle(
                f"no article has the id {article_id!r}", mend="backfile search WORDS"
            )
        return from_row(row)

    def article_of(self, number: int) -> Article | None:
        """The live article made of the page with this number; None where it is another page's."""
        live = "SELECT id FROM articles WHERE fetch_id = ? AND state = 'live'"
        row = self.db.execute(live, (number,)).fetchone()
        return self.get(row[0]) if row else None

    def articles(self) -> Iterator[Article]:
        """Every live article, in the order of the last change."""
        return (change.article for change in self.changes(0) if change.article)

    def changes(self, after: int) -> Iterator[Change]:
        """What became of every article that changed after number `after`, oldest change first."""
        return self._changes("updated_seq > ?", after)

    def decided(self, after: int) -> Iterator[Change]:
        """What became of every article about which people decided after change number `after`.

        Corrections, removals, and what was taken back of either.
        """
        return self._changes("id IN (SELECT article_id FROM decided WHERE seq > ?)", after)

    def decision_state(self) -> tuple[str, int]:
        """The corpus's id, and the number of the change that people made last; 0 before the first.

        It is asked for each question, in one look, and grows with every decision that changes what
        is shown.
        """
        sql = (
            "SELECT (SELECT value FROM meta WHERE key = 'corpus_id'), "
            "(SELECT max(seq) FROM decided)"
        )
        corpus_id, newest = self.db.execute(sql).fetchone()
        return str(corpus_id or ""), int(newest or 0)

    def count_changes(self, after: int) -> int:
        """How many articles were written, corrected or removed since change number `after`."""
        sql = "SELECT count(*) FROM articles WHERE updated_seq > ?"
        return int(self.db.execute(sql, (after,)).fetchone()[0])

    def edit(self, article_id: str, correction: Correction) -> Article:
        """Set what a person knows better, and return the article as it is then.

        Fields left None keep earlier corrections. Raises UnknownArticle.
        """
        with self.transaction():
            self.get(article_id)
            self._decisions.correct(article_id, correction)
            self._reapply(article_id)
            self._decisions.note(article_id)
            return self.get(article_id)

    def corrected(self, article_id: str) -> tuple[date, tuple[str, ...]] | None:
        """See Decisions."""
        return self._decisions.corrected(article_id)

    def undo_edit(self, article_id: str) -> Article:
        """Take every correction back, and return the article as it was found.

        Raises UnknownArticle when there was none.
        """
        with self.transaction():
            self.get(article_id)
            if not self._decisions.forget_correction(article_id):
                raise UnknownArticle(
                    f"the article {article_id!r} was never corrected; nothing was changed"
                )
            self._reapply(article_id)
            self._decisions.note(article_id)
            return self.get(article_id)

    def remove(self, article_id: str, reason: str) -> None:
        """Take an article down for good; a second time the reason is replaced.

        Raises UnknownArticle.
        """
        with self.transaction():
            if self._decisions.removal(article_id) is None:
                self.get(article_id)
            self._decisions.remove(article_id, reason)
            self._set_state(article_id, "removed")
            self._decisions.note(article_id)
        log.info(
            "article %s is taken down: %s",
            article_id,
            reason,
            extra=event("article-removed", id=article_id, reason=reason),
        )

    def restore_removed(self, article_id: str) -> Article:
        """Take back a removal. Raises UnknownArticle when the article was never removed."""
        with self.transaction():
            if not self._decisions.forget_removal(article_id):
                raise UnknownArticle(f"no article with the id {article_id!r} was removed")
            self._set_state(article_id, "live")
            self._decisions.note(article_id)
            article = self.get(article_id)
            if article.url and self.namers(article.url):
                # its text may belong to that of a page that came meanwhile
                self._links.clean_linked_again(article.url)
        log.info(
            "article %s is put back", article_id, extra=event("article-restored", id=article_id)
        )
        return article

    def additions(self) -> Iterator[str]:
        """The ids of all articles, those that are gone too, in the order in which they came in."""
        rows = self.db.execute("SELECT id FROM articles ORDER BY added_at, id")
        return (ident for (ident,) in rows)

    def own_article(self, url: str) -> str | None:
        """The id of the article whose address this is now, even of one that people took down."""
        sql = "SELECT id FROM articles WHERE url = ? AND state <> 'withdrawn' ORDER BY id"
        row = self.db.execute(sql, (url,)).fetchone()
        return row[0] if row else None

    def articles_alike(self, count: int) -> frozenset[str]:
        """The ids of the articles of which at least so many have the same title and text."""
        rows = self.db.execute(
            "SELECT id FROM articles WHERE state = 'live' AND digest IN (SELECT digest "
            "FROM articles WHERE state = 'live' GROUP BY digest HAVING count(*) >= ?)",
            (count,),
        )
        return frozenset(ident for (ident,) in rows)

    def added_at(self, article_id: str) -> str:
        """When an article first came in, in ISO's form; empty for one that is not there."""
        sql = "SELECT added_at FROM articles WHERE id = ?"
        row = self.db.execute(sql, (article_id,)).fetchone()
        return row[0] if row else ""

    def texts(self, ids: Sequence[str]) -> dict[str, str]:
        """By id the text of each live article of some."""
        sql = (
            "SELECT id, paragraphs FROM articles "
            "WHERE state = 'live' AND id IN (SELECT value FROM json_each(?))"
        )
        rows = self.db.execute(sql, (json.dumps([*ids]),))
        return {ident: "\n\n".join(json.loads(paragraphs)) for ident, paragraphs in rows}

    def text_at(self, url: str) -> tuple[str, ...] | None:
        """The paragraphs of that article, or None."""
        sql = "SELECT paragraphs FROM articles WHERE id = ?"
        row = self.db.execute(sql, (self.own_article(url),)).fetchone()
        return tuple(json.loads(row[0])) if row else None

    def article_at(self, url: str) -> str | None:
        """The id of the article that this address leads to: its own, or one that it had."""
        return self.own_article(url) or self._moves.named(url)

    def now_called(self, article_id: str) -> str | None:
        """The id of the article that one of this id proved to be; None for one of its own."""
        return self._moves.named(article_id)

    def address_now(self, url: str) -> str | None:
        """The address of the article that this one leads to and that has another; else None."""
        named = self._moves.named(url)
        sql = "SELECT url FROM articles WHERE id = ? AND url <> ? AND state <> 'withdrawn'"
        row = self.db.execute(sql, (named, url)).fetchone() if named else None
        return row[0] if row else None

    def addresses_beside(self, url: str) -> list[str]:
        """The other addresses at which the article of this one may be: its own one, or those that
        lead to it and gave a page when they were last asked for."""
        home = self.address_now(url)
        return [home] if home else self._moves.beside(url)

    def lead_nowhere(self, url: str) -> None:
        """Let an address lead to no article: its page has none of the text any more, and is cleaned
        for its own sake."""
        if self._moves.named(url):
            with self.transaction():
                self._moves.forget(url)
                number = self.standing(url)
                self.clean_again([number] if number is not None else [])

    def move(self, url: str, target: str) -> None:
        """Move the article at `url` to `target`, where a page with its text stands.

        Its id stays, and the old address leads to it. Where the page there has an article, the two
        are one, and the other id leads to it too; the one stays about which people decided. If they
        did about both, nothing is moved.
        """
        with self.transaction() as db:
            mine, theirs = self.own_article(url), self.own_article(target)
            if mine is None or (theirs and self._is_decided(mine) and self._is_decided(theirs)):
                return
            if theirs and self._is_decided(theirs):
                mine, theirs = theirs, mine
            number = self.standing(target)
            sql = "UPDATE articles SET url = ?, fetch_id = ?, updated_seq = ? WHERE id = ?"
            db.execute(sql, (target, number, self._next_seq(), mine))
            self._moves.forget(target)
            self._moves.name(url, mine)
            if theirs:
                self._join_with(theirs, mine)
            self._missing.clear(url)
            if answer := self.held.of(url):
                self.held.keep(answer.number)
            if (left := self.standing(url)) is not None:
                self.set_outcome(left, Outcome(Code.VERSION, url=target))
            self.clean_again([number] if number is not None else [])
        log.info(
            "article %s of %s has moved to %s",
            mine, url, target,
            extra=event("article-moved", id=mine, url=target, before=url),
        )  # fmt: skip

    def lead(self, url: str, target: str) -> None:
        """Let an address whose page has the text of the article at `target` lead to that.

        Its page is then no article of its own, unless people decided about it.
        """
        with self.transaction():
            mine, theirs = self.own_article(target), self.own_article(url)
            if mine is None or (theirs and self._is_decided(theirs)):
                return
            self._moves.name(url, mine)
            if theirs:
                self._join_with(theirs, mine)
            self._missing.clear(target)
            if (number := self.standing(url)) is not None:
                self.set_outcome(number, Outcome(Code.VERSION, url=target))

    def is_removed(self, url: str) -> bool:
        """Whether people took down the article of the page at `url`."""
        sql = "SELECT 1 FROM articles a JOIN removals r ON r.article_id = a.id WHERE a.url = ?"
        return self.db.execute(sql, (url,)).fetchone() is not None

    def is_corrected(self, url: str) -> bool:
        """Whether people corrected the article of the page at `url`."""
        sql = "SELECT 1 FROM articles a JOIN corrections c ON c.article_id = a.id WHERE a.url = ?"
        return self.db.execute(sql, (url,)).fetchone() is not None

    def _is_decided(self, article_id: str) -> bool:
        sql = "SELECT 1 FROM corrections WHERE article_id = ?1 UNION ALL " \
            "SELECT 1 FROM removals WHERE article_id = ?1"
        return self.db.execute(sql, (article_id,)).fetchone() is not None

    def _join_with(self, article_id: str, other: str) -> None:
        """Withdraw an article that is the other one; its id leads there."""
        self._set_state(article_id, "withdrawn")
        self._moves.name(article_id, other)

    def _changes(self, which: str, after: int) -> Iterator[Change]:
        found = f"articles WHERE {which} ORDER BY updated_seq"
        sql = f"SELECT {COLUMNS}, state, updated_seq FROM {found}"  # noqa: S608
        for *row, state, seq in self.db.execute(sql, (after,)):
            yield Change(seq, row[0], from_row(row) if state == "live" else None)

    def _id_of(self, article: Article, fetch_id: int) -> str:
        """The id of the article at its address, or made of its page before.

        Else the first of its ids that is free or stands for the same text.
        """
        at_address = (
            "SELECT id FROM articles WHERE url = ? "
            "ORDER BY state = 'live' DESC, state = 'removed' DESC, id LIMIT 1"
        )
        of_page = (
            "SELECT id FROM articles WHERE fetch_id = ? AND state <> 'withdrawn' "
            "ORDER BY id LIMIT 1"
        )
        known = self.db.execute(at_address, (article.url,)).fetchone()
        known = known or self.db.execute(of_page, (fetch_id,)).fetchone()
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
        """Whether no later page tells the same article: else two copies take turns for ever."""
        sql = "SELECT 1 FROM articles WHERE id = ? AND fetch_id > ? AND state <> 'withdrawn'"
        return self.db.execute(sql, (article.id, fetch_id)).fetchone() is None

    def _reapply(self, article_id: str) -> None:
        row = self.db.execute(
            f"SELECT {COLUMNS}, found, fetch_id FROM articles WHERE id = ?",  # noqa: S608
            (article_id,),
        ).fetchone()
        found = from_correctable(json.loads(row[-2]))
        self.put(replace(from_row(row), **found), fetch_id=row[-1])

    def _set_state(self, article_id: str, state: str) -> None:
        self.db.execute(
            "UPDATE articles SET state = ?, updated_seq = ?, changed_at = ? WHERE id = ?",
            (state, self._next_seq(), _now(), article_id),
        )

    def _next_seq(self) -> int:
        row = self.db.execute(
            "UPDATE meta SET value = value + 1 WHERE key = 'seq' RETURNING value"
        ).fetchone()
        return int(row[0])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _at(url: str | None) -> str:
    """Where an article stands, for a line of the log."""
    return f" of {url}" if url else ""


def _ids(article: Article) -> Iterator[str]:
    """The ids an article may have, endless: as it came, by its address or text, then made up."""
    yield article.id
    own = article_id(article.url, article.title, article.text)
    yield own
    for number in count(2):
        yield article_id(None, own, str(number))
