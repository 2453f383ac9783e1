"""What is kept of each article in a segment, as Whoosh asks for it: stored fields, columns,
lengths."""

import json
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import Any

import numpy as np
from whoosh import columns
from whoosh.codec import base

from corpus.field import FIELDS, ArticleField
from index.arrays.file.fields import DAYS, NAMES
from index.arrays.read.segment import Segment
from index.arrays.terms import lengths_of
from index.arrays.write.articles import ROW, SHOWN
from index.base.days import UNDATED, day_of

COLUMNS = (DAYS, *NAMES)


class ArrayDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """What is kept of each article."""

    def __init__(self, segment: Segment, listed: base.Segment) -> None:
        self._segment = segment
        self.doc_count, self.doc_count_all = listed.doc_count, listed.doc_count_all
        self.has_deletions, self.is_deleted = listed.has_deletions, listed.is_deleted
        self.deleted_docs = listed.deleted_docs
        self._lengths = cache(partial(lengths_of, segment))

    def close(self) -> None:
        """See PerDocumentReader."""
        self._segment.close()

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """See PerDocumentReader."""
        return fieldname in COLUMNS

    def column_reader(self, fieldname: str, column: Any) -> "ArrayColumn":
        """See PerDocumentReader."""
        if fieldname == DAYS:
            return ArrayColumn(lambda doc: int(self._segment.published[doc]), self._segment.size)
        return ArrayColumn(partial(self._names, fieldname), self._segment.size)

    def _names(self, kind: str, doc: int) -> tuple[str, ...]:
        numbers, _ = self._segment.names_of(kind, np.array([doc]))
        names = self._segment.names.get(kind, ())
        return tuple(names[number].decode("utf-8", "surrogatepass") for number in numbers.tolist())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """See PerDocumentReader; exact."""
        return int(self._lengths(fieldname)[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """See PerDocumentReader; deleted articles count."""
        return int(self._lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """See PerDocumentReader."""
        return int(self._lengths(fieldname).min())

    def max_field_length(self, fieldname: str) -> int:
        """See PerDocumentReader."""
        return int(self._lengths(fieldname).max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """What index.base.article_fields.fields_of has stored."""
        # a record from before a field has nothing of it
        stored = dict(zip(SHOWN, json.loads(self._segment.records[docnum]), strict=False))
        rows = self._segment.list_of("sentences", docnum).reshape(-1, ROW)
        number = int(self._segment.published[docnum])
        made = {
            field.stored: _whole(stored[field.name], field)
            for field in FIELDS
            if field.name in stored
        }
        made |= {
            "id": stored["id"],
            "published": day_of(number) if number != UNDATED else None,
            "text": self._segment.texts[docnum].decode("utf-8", "surrogatepass"),
            "sentences": tuple(map(tuple, rows[:, :2].tolist())),
        }
        return {name: value for name, value in made.items() if value is not None}


def _whole(value: Any, field: ArticleField) -> Any:
    """A value of a record, which is JSON, as an article has it."""
    if field.kind == "day":
        return date.fromisoformat(value) if value else None
    return tuple(value) if isinstance(value, list) else value


class ArrayColumn(columns.ColumnReader):  # type: ignore[misc]
    """A value of each article."""

    def __init__(self, value: Callable[[int], Any], size: int) -> None:
        self._value, self._doccount = value, size
        self._sign = 1

    def __getitem__(self, docnum: int) -> Any:
        return self._value(docnum)

    def sort_key(self, docnum: int) -> Any:
        """See ColumnReader."""
        return self[docnum] if self._sign > 0 else -self[docnum]

    def set_reverse(self) -> None:
        """See ColumnReader; only numbers are reversible."""
        self._sign = -1
