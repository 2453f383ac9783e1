"""What people decided about articles: corrections and removals win over all that is found."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from corpus.article import Article


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person set of an article; None leaves what the cleaner found.

    An empty section says that it has none, `undated` that no date is right.
    """

    title: str | None = None
    byline: tuple[str, ...] | None = None
    section: str | None = None
    published: date | None = None
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about an article: its right `fields`, or the `reason` of its removal.

    The other of the two is None.
    """

    article_id: str
    title: str                     # as corrected; empty where the corpus no longer has the article
    made_at: str                   # ISO time, UTC
    # title, byline, section and published, as far as set; a field's None: the article has none
    fields: dict[str, Any] | None
    reason: str | None


class Decisions:
    """The tables of decisions. Writes join the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def applied_to(self, article: Article) -> Article:
        """The article as people want it."""
        fields = self._correction(article.id)
        changes: dict[str, Any] = {"title": fields["title"]} if "title" in fields else {}
        if "section" in fields:
            changes["section"] = fields["section"] or None
        if "byline" in fields:
            changes["byline"] = tuple(fields["byline"])
        if fields.get("undated"):
            changes |= {"published": None, "date_source": "editor"}
        elif "published" in fields:
            changes |= {
                "published": date.fromisoformat(fields["published"]),
                "date_source": "editor",
            }
        return replace(article, **changes) if changes else article

    def correct(self, article_id: str, correction: Correction) -> None:
        """Add a correction to earlier ones; what it leaves None stays as it was."""
        fields = {k: v for k, v in asdict(correction).items() if v is not None and v is not False}
        if correction.published:
            fields |= {"published": correction.published.isoformat(), "undated": False}
        merged = json.dumps({**self._correction(article_id), **fields}, ensure_ascii=False)
        self.db.execute(
            "INSERT INTO corrections VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
            "fields = excluded.fields, made_at = excluded.made_at",
            (article_id, merged, _now()),
        )

    def forget_correction(self, article_id: str) -> bool:
        """Forget every correction of an article; False when there was none."""
        sql = "DELETE FROM corrections WHERE article_id = ?"
        return self.db.execute(sql, (article_id,)).rowcount > 0

    def corrected(self, article_id: str) -> tuple[date, tuple[str, ...]] | None:
        """The day on which an article was corrected last, and the names of all fields that people
        set; None of one that nobody corrected."""
        sql = "SELECT made_at, fields FROM corrections WHERE article_id = ?"
        row = self.db.execute(sql, (article_id,)).fetchone()
        if row is None:
            return None
        return datetime.fromisoformat(row[0]).date(), tuple(_told(json.loads(row[1])))

    def removal(self, article_id: str) -> str | None:
        """Why the article was removed; None when it was not."""
        row = self.db.execute(
            "SELECT reason FROM removals WHERE article_id = ?", (article_id,)
        ).fetchone()
        return row[0] if row else None

    def remove(self, article_id: str, reason: str) -> None:
        """Note a removal; a second one replaces the reason."""
        self.db.execute(
            "INSERT INTO removals VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET reason = excluded.reason",
            (article_id, reason, _now()),
        )

    def forget_removal(self, article_id: str) -> bool:
        """Forget that an article was removed; False when it was not."""
        sql = "DELETE FROM removals WHERE article_id = ?"
        return self.db.execute(sql, (article_id,)).rowcount > 0

    def note(self, article_id: str) -> None:
        """Note that the article is as people decided since its last change."""
        self.db.execute(
            "INSERT OR REPLACE INTO decided SELECT id, updated_seq FROM articles WHERE id = ?",
            (article_id,),
        )

    def in_force(self) -> Iterator[Decision]:
        """Every correction and removal in force, oldest first; an article may have both."""
        rows = self.db.execute(
            "SELECT d.*, coalesce(a.title, '') FROM ("
            "SELECT article_id, made_at, fields, NULL AS reason FROM corrections "
            "UNION ALL SELECT article_id, made_at, NULL, reason FROM removals"
            ") d LEFT JOIN articles a ON a.id = d.article_id ORDER BY d.made_at, d.article_id"
        )
        for article_id, made_at, fields, reason, title in rows:
            told = _told(json.loads(fields)) if fields else None
            yield Decision(article_id, title, made_at, told, reason)

    def _correction(self, article_id: str) -> dict[str, Any]:
        row = self.db.execute(
            "SELECT fields FROM corrections WHERE article_id = ?", (article_id,)
        ).fetchone()
        return json.loads(row[0]) if row else {}


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a correction for people: None where the article has none."""
    told = {name: value or None for name, value in fields.items() if name != "undated"}
    return told | {"published": None} if fields.get("undated") else told


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
