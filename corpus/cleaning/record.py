"""One article as a JSON record: what is exported, and what is imported from elsewhere."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from corpus.article import Article, DateSource, Provenance, Span, article_id
from corpus.errors import PageRefused
from corpus.field import FIELDS, ArticleField, Kind
from corpus.page.dates import find_days
from corpus.page.stamps import eight_figures
from corpus.page.text import first_words, tidy, tidy_paragraphs
from corpus.wording.names import normalise

_BODIES = ("paragraphs", "text", "body")  # the names a text goes by, ours first
_OURS = ("id", "fetched_at", "sentences", "updated_seq", "provenance")
_KNOWN = {
    *_BODIES,
    *_OURS,
    *(name for field in FIELDS for name in (field.name, *field.aliases)),
}
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class UnreadParts:
    """What a record says and its article does not."""

    days: tuple[tuple[str, Any], ...] = ()  # the key and the value of each that is no day
    keys: tuple[str, ...] = ()              # those that are not known


def article_to_record(article: Article) -> dict[str, Any]:
    """`article` in JSON's own types; `article_from_record` makes it the same again."""
    return {
        "id": article.id,
        **{field.name: told(getattr(article, field.name)) for field in FIELDS},
        "paragraphs": list(article.paragraphs),
        "fetched_at": article.fetched_at.isoformat() if article.fetched_at else None,
        "sentences": [list(span) for span in article.sentences],
        "updated_seq": article.updated_seq,
        "provenance": {
            "title": article.provenance.title,
            "byline": article.provenance.byline,
            "body": article.provenance.body,
        },
    }


def article_from_record(record: Mapping[str, Any], latest: date = date.max) -> Article:
    """The article a record holds; lists of paragraphs and names are taken as they are, strings are
    split.

    A date that names no one day, or one after the `latest`, is left out, and a date without
    `date_source` is from the `record`.
    Raises PageRefused for a record without text or with a field of a type it cannot have.
    """
    paragraphs = _paragraphs(_first(record, _BODIES))
    if not paragraphs:
        raise PageRefused("the record holds no text: it needs a field text, body or paragraphs")
    title = _string(record, "title") or first_words(paragraphs[0])
    fields = {field.name: _READERS[field.kind](record, field) for field in FIELDS}
    fields |= {field.name: _no_later(fields[field.name], latest) for field in _DAYS}
    fields |= {
        "title": title,
        "date_source": _source(record.get("date_source"), fields["published"]),
    }
    url = fields["url"]
    given = record.get("id")
    known = isinstance(given, str) and _ID.fullmatch(given)
    return Article(
        id=given
        if known and isinstance(given, str)
        else article_id(url, title, "\n\n".join(paragraphs)),
        **fields,
        paragraphs=paragraphs,
        fetched_at=_moment(record.get("fetched_at")),
        sentences=_spans(record.get("sentences")),
        updated_seq=_number(record.get("updated_seq")),
        provenance=_provenance(record.get("provenance")),
    )


def unread_parts(record: Mapping[str, Any], latest: date) -> UnreadParts:
    """What `article_from_record` would leave out of `record`."""
    days = [
        (key, record[key])
        for field in _DAYS
        if (key := _key(record, (field.name, *field.aliases)))
        and _no_later(_day(record, field), latest) is None
    ]
    return UnreadParts(tuple(days), tuple(key for key in record if key not in _KNOWN))


def told(value: Any) -> Any:
    """A field's value in JSON's own types."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return record.get(_key(record, names))


def _key(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of the names that says something; empty where none does."""
    return next((name for name in names if record.get(name)), "")


def _string(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise PageRefused(f"the record's {name} is not text but {type(value).__name__}")
    if name != "title" and not _is_whole(value):
        raise PageRefused(f"the record's {name} holds half a character, an escaped lone surrogate")
    return value


def _paragraphs(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tidy_paragraphs(value)
    return _strings(value, "paragraphs")


def _names(record: Mapping[str, Any], field: ArticleField) -> tuple[str, ...]:
    value = _first(record, (field.name, *field.aliases))
    if isinstance(value, str):
        return normalise([value])
    return _strings(value, field.aliases[-1])


def _labels(record: Mapping[str, Any], field: ArticleField) -> tuple[str, ...]:
    value = _first(record, (field.name, *field.aliases))
    labels = re.split(r"[,;\n]", value) if isinstance(value, str) else _strings(value, field.name)
    return tuple(dict.fromkeys(label for label in map(tidy, labels) if label and _is_whole(label)))


def _strings(value: Any, name: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise PageRefused(f"the record's {name} are not a list of texts")
    return tuple(value)


def _is_whole(text: str) -> bool:
    """Whether a text can be stored. JSON may hold half a character; titles, names and text are rid
    of it when tidied, what is kept as it is written is not."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _text(record: Mapping[str, Any], field: ArticleField) -> str | None:
    text = _string(record, field.name)
    return tidy(text) or None if text and (field.term or field.leads) else text


def _day(record: Mapping[str, Any], field: ArticleField) -> date | None:
    value = _first(record, (field.name, *field.aliases))
    if not isinstance(value, str | int):
        return None  # a number of seconds is none either: nobody says of which place
    text = str(value)
    days = {found.day for found in find_days(text)}
    return days.pop() if len(days) == 1 else eight_figures(text)


def _no_later(day: date | None, latest: date) -> date | None:
    return day if day and day <= latest else None


_DAYS = tuple(field for field in FIELDS if field.kind == "day")
_READERS: dict[Kind, Callable[[Mapping[str, Any], ArticleField], Any]] = {
    "text": _text,
    "names": _names,
    "labels": _labels,
    "day": _day,
}


def _source(value: Any, published: date | None) -> DateSource:
    if published is None:
        return "unknown"
    known: tuple[DateSource, ...] = get_args(DateSource)
    return next((source for source in known if source == value and source != "unknown"), "record")


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _spans(value: Any) -> tuple[Span, ...]:
    if not isinstance(value, list):
        return ()
    spans = [item for item in value if isinstance(item, list | tuple) and len(item) == 2]
    return tuple(
        (int(start), int(end))
        for start, end in spans
        if isinstance(start, int) and isinstance(end, int)
    )


def _number(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _provenance(value: Any) -> Provenance:
    said = value if isinstance(value, dict) else {}
    return Provenance(*(str(said.get(name, "unknown")) for name in ("title", "byline", "body")))
