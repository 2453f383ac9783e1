"""An article as a row of the corpus file, and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from corpus.article import Article, Provenance, Span
from corpus.errors import StoreError
from corpus.field import FIELDS, ArticleField
from corpus.store.database import RESTORE

_OTHERS = ("paragraphs", "sentences", "fetched_at", "updated_seq", "provenance")
COLUMNS = ", ".join(("id", *(field.name for field in FIELDS), *_OTHERS))


def to_row(article: Article, *, found: Article, state: str, fetch_id: int | None) -> dict[str, Any]:
    """The columns of an article; `found` is it as the cleaner found it, not yet corrected."""
    return {
        "id": article.id,
        "state": state,
        "fetch_id": fetch_id,
        **{field.name: _column(article, field) for field in FIELDS},
        "found": json.dumps(correctable(found), ensure_ascii=False),
        "paragraphs": json.dumps(article.paragraphs, ensure_ascii=False),
        "sentences": json.dumps([bound for span in article.sentences for bound in span]),
        "fetched_at": article.fetched_at.isoformat() if article.fetched_at else None,
        "digest": article.digest,
        "provenance": json.dumps(
            asdict(article.provenance) | ({"signed": article.signed} if article.signed else {})
        ),
    }


def correctable(article: Article) -> dict[str, Any]:
    """The columns of an article that people can correct."""
    return {field.name: _column(article, field) for field in FIELDS if field.correctable}


def from_correctable(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an article in such columns."""
    return {field.name: _value(columns[field.name], field) for field in FIELDS if field.correctable}


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What is other in the new row of an article, in words of `Article`; empty when it is the
    same."""
    # a page fetched again unchanged does not change its article
    ignored = ("fetched_at", "fetch_id", "provenance")
    names = [name for name, value in new.items() if name not in ignored and old[name] != value]
    # what follows from others is named only by itself: a change under a person's correction
    shown = [name for name in names if name not in ("found", "digest", "sentences")] or names
    return ["text" if name == "paragraphs" else name for name in shown]


def from_row(row: Sequence[Any]) -> Article:
    """The article in the COLUMNS of a row; more may follow them.

    Raises StoreError for what cannot be read.
    """
    try:
        return _read(row)
    except (ValueError, TypeError) as error:
        raise StoreError(f"article {row[0]} is damaged in the corpus file", mend=RESTORE) from error


def _read(row: Sequence[Any]) -> Article:
    values = row[1 : 1 + len(FIELDS)]
    paragraphs, sentences, fetched_at, seq, provenance, *_ = row[1 + len(FIELDS) :]
    bounds = json.loads(sentences)
    spans: tuple[Span, ...] = tuple(zip(bounds[::2], bounds[1::2], strict=True))
    rules, signed = _provenance(provenance)
    return Article(
        id=row[0],
        **{field.name: _value(each, field) for field, each in zip(FIELDS, values, strict=True)},
        paragraphs=tuple(json.loads(paragraphs)),
        sentences=spans,
        fetched_at=datetime.fromisoformat(fetched_at) if fetched_at else None,
        updated_seq=seq,
        provenance=rules,
        signed=signed,
    )


def _column(article: Article, field: ArticleField) -> str | None:
    value = getattr(article, field.name)
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else value


def _value(column: str | None, field: ArticleField) -> Any:
    if field.kind in ("names", "labels"):
        return _names(column or "[]")
    return day_of(column) if field.kind == "day" else column


@lru_cache(maxsize=1 << 10)
def _names(column: str) -> tuple[str, ...]:
    return tuple(json.loads(column))


@lru_cache(maxsize=1 << 10)
def _provenance(column: str) -> tuple[Provenance, tuple[str, ...]]:
    """The rules that found an article's fields, and its authors as its page spells them."""
    rules = json.loads(column)
    signed = tuple(rules.pop("signed", ()))
    return Provenance(**rules), signed


def day_of(column: str | None) -> date | None:
    """The day in a column; None where it holds none."""
    return date.fromisoformat(column) if column else None
