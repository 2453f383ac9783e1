"""An article as the fields of the schema, and fields that somebody gives as an article."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cache, partial
from itertools import chain
from typing import Any, get_args

from whoosh.fields import UnknownFieldError

from corpus.article import Article, DateSource, Span, article_id
from corpus.field import FIELDS, LEADING, NAMED, Kind, texts_of
from corpus.sentences import SentenceSplitter
from index.base.schema import plain_words, term_words, word_fields
from index.base.searched_article import as_searched

# what an article may be given: authors as they are shown, and as the page spells them
GIVEN = ("id", "text", "sentences", "author", *(field.stored for field in FIELDS))
WORDS = {"title", "text"}  # without any of them there is no article
BLANK_LINES = re.compile(r"\r?\n\s*\n")


def fields_of(article: Article) -> dict[str, Any]:
    """The fields of an article as Whoosh's own writer takes them."""
    article = as_searched(article)
    made: dict[str, Any] = {field.stored: getattr(article, field.name) for field in FIELDS}
    for field in NAMED:
        names = texts_of(article, field)
        made[field.term] = plain_words(term_words(article, field))
        made[field.whole] = [(name, place) for place, name in enumerate(names)]
        made[field.column] = names
        if field.stored == field.term:
            made[f"_stored_{field.term}"] = getattr(article, field.name)
    return made | {
        "id": article.id,
        **word_fields(article.title, article.text),
        "_stored_title": article.title,
        "_stored_text": article.text,
        "sentences": article.sentences,
    }


def article_of(fields: dict[str, Any]) -> Article:
    """The article that a program gives as plain fields: any of GIVEN, all but a title or a text
    may be left out.

    `text` has a blank line between two paragraphs; `published` is a date or "2020-03-26"; `authors`
    is a name or several, `author` the names as the page spells them. Raises UnknownFieldError, or
    ValueError for what is not such a value.
    """
    if unknown := sorted(fields.keys() - set(GIVEN)):
        raise UnknownFieldError(
            f"an article is not given a field {unknown[0]!r}: it has {', '.join(GIVEN)}"
        )
    known = {name: value for name, value in fields.items() if value is not None}
    if not known.keys() & WORDS:
        raise ValueError("an article has a title or a text")
    made = {
        field.name: _read(known, field.stored, _READERS[field.kind])
        for field in FIELDS
        if field.stored in known
    }
    made.setdefault("title", "")
    made.setdefault("date_source", "record" if made.get("published") else "unknown")
    if made["date_source"] not in get_args(DateSource):
        raise ValueError(f"date_source: it is one of {', '.join(get_args(DateSource))}")
    text = _read(known, "text", _text) if "text" in known else ""
    paragraphs = tuple(part for part in BLANK_LINES.split(text.strip("\r\n")) if part.strip())
    whole = "\n\n".join(paragraphs)
    ident = _read(known, "id", _text) if "id" in known else ""
    signed = _read(known, "author", _names) if "author" in known else ()
    known.setdefault("sentences", ())
    sentences = _read(known, "sentences", partial(_spans, len(whole)))
    return Article(
        id=ident or article_id(made.get("url"), made["title"], whole),
        paragraphs=paragraphs,
        signed=signed if "byline" in made else (),
        sentences=sentences or _splitter().split(paragraphs),
        **{"byline": signed, **made},
    )


def _read(known: Mapping[str, Any], name: str, reader: Callable[[Any], Any]) -> Any:
    try:
        return reader(known[name])
    except (ValueError, TypeError) as error:
        raise ValueError(f"{name}: {error}") from None


def given_again(stored: dict[str, Any]) -> dict[str, Any]:
    """Stored fields as `article_of` takes them: what leads the text is not in it."""
    leading = [stored[field.stored] for field in LEADING if stored.get(field.stored)]
    begin = sum(len(text) + 2 for text in leading)
    sentences = stored.get("sentences", ())[len(leading) :]
    return stored | {
        "text": stored.get("text", "")[begin:],
        "sentences": tuple((start - begin, end - begin) for start, end in sentences),
    }


def _day(value: Any) -> date:
    with suppress(ValueError):
        if isinstance(value, str):
            return date.fromisoformat(value)
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, date):
        raise ValueError(f"{value!r} is not a day such as 2020-03-26")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text")
    if not value.isascii() and value != value.encode("utf-8", "replace").decode():
        raise ValueError(f"{value!r} holds half a character")
    return value


def _names(given: Any) -> tuple[str, ...]:
    names = (given,) if isinstance(given, str) else tuple(given)
    return tuple(filter(None, map(_text, names)))


def _spans(length: int, given: Any) -> tuple[Span, ...]:
    """Bounds of sentences in a text of that length, ascending, none within another."""
    spans = tuple((int(start), int(end)) for start, end in given)
    bounds = [0, *chain.from_iterable(spans), length]
    if bounds != sorted(bounds):
        raise ValueError("they are not bounds of sentences in the text, one after another")
    return spans


_READERS: dict[Kind, Callable[[Any], Any]] = {
    "text": _text,
    "names": _names,
    "labels": _names,
    "day": _day,
}


@cache
def _splitter() -> SentenceSplitter:
    """What a corpus would teach is not known here: the seed alone."""
    return SentenceSplitter.learn(())
