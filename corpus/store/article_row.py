"""An article as a row of the corpus file, and back."""

import json
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from corpus.article import Article, Provenance, Span
from corpus.errors import StoreError
from corpus.store.database import RESTORE

COLUMNS = (
    "id, url, title, byline, section, published, date_source, language, paragraphs, sentences, "
    "fetched_at, updated_seq, provenance"
)


def to_row(article: Article, *, found: Article, state: str, fetch_id: int | None) -> dict[str, Any]:
    """The columns of an article; `found` is it as the cleaner found it, not yet corrected."""
    return {
        "id": article.id,
        "state": state,
        "fetch_id": fetch_id,
        "url": article.url,
        **correctable(article),
        "found": json.dumps(correctable(found), ensure_ascii=False),
        "language": article.language,
        "paragraphs": json.dumps(article.paragraphs, ensure_ascii=False),
        "sentences": json.dumps([bound for span in article.sentences for bound in span]),
        "fetched_at": article.fetched_at.isoformat() if article.fetched_at else None,
        "digest": article.digest,
        "provenance": json.dumps(
            asdict(article.provenance) | ({"signed": article.signed} if article.signed else {})
        ),
    }


def correctable(article: Article) -> dict[str, Any]:
    """The five columns of an article that people can correct."""
    return {
        "title": article.title,
        "byline": json.dumps(article.byline, ensure_ascii=False),
        "section": article.section,
        "published": article.published.isoformat() if article.published else None,
        "date_source": article.date_source,
    }


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What is other in the new row of an article, in words of `Article`; empty when it is the
    same."""
    # a page fetched again unchanged does not change its article
    ignored = ("fetched_at", "fetch_id", "provenance")
    names = [name for name, value in new.items() if name not in ignored and old[name] != value]
    # what follows from others is named only by itself: a change under a person's correction
    shown = [name for name in names if name not in ("found", "digest", "sentences")] or names
    return ["text" if name == "paragraphs" else name for name in shown]


def from_row(row: tuple[Any, ...]) -> Article:
    """The article in the COLUMNS of a row; more may follow them.

    Raises StoreError for what cannot be read.
    """
    try:
        return _read(row)
    except (ValueError, TypeError) as error:
        raise StoreError(f"article {row[0]} is damaged in the corpus file", mend=RESTORE) from error


def _read(row: tuple[Any, ...]) -> Article:
    (ident, url, title, byline, section, published, date_source, language, paragraphs, sentences,
     fetched_at, seq, provenance) = row[:13]  # fmt: skip
    bounds = json.loads(sentences)
    spans: tuple[Span, ...] = tuple(zip(bounds[::2], bounds[1::2], strict=True))
    rules, signed = _provenance(provenance)
    return Article(
        id=ident,
        url=url,
        title=title,
        byline=_names(byline),
        section=section,
        published=day_of(published),
        date_source=date_source,
        language=language,
        paragraphs=tuple(json.loads(paragraphs)),
        sentences=spans,
        fetched_at=datetime.fromisoformat(fetched_at) if fetched_at else None,
        updated_seq=seq,
        provenance=rules,
        signed=signed,
    )


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
