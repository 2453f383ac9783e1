"""The terms of a segment as Whoosh asks for them."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from index.arrays.file.fields import CODES, COUNTED, DAYS, EXACT, TEXT, VIRTUAL
from index.arrays.file.ranges import Ints
from index.arrays.read.day_terms import DayTerms
from index.arrays.read.matcher import SEEN_THROUGH_TEXT, ArrayMatcher
from index.arrays.read.positions import PositionalPostings, postings_of
from index.arrays.read.segment import Segment
from index.base.schema import TITLE_RUNS

INDEXED = sorted((*CODES, *VIRTUAL, DAYS))


class NoSuchTerm(TermNotFound, KeyError):  # type: ignore[misc]
    """Whoosh expects the one here and the other there."""


class ArrayTerms(base.TermsReader):  # type: ignore[misc]
    """The terms of every field. One whose articles were all deleted and merged away is none."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    @cached_property
    def _days(self) -> DayTerms:
        return DayTerms(self._segment.published)

    def close(self) -> None:
        """See TermsReader."""
        self._segment.close()

    def indexed_field_names(self) -> Iterable[str]:
        """See TermsReader."""
        return INDEXED

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._postings(*term) is not None

    def of_field(self, field: str, begin: bytes) -> Iterator[bytes]:
        """The terms of one field from `begin` on."""
        if field == DAYS:
            yield from self._days.terms(begin)
            return
        words = self._segment.forms if field in EXACT else self._segment.terms
        code = b"" if field in EXACT else CODES.get(field, TEXT)
        for number in range(words.place(code + begin), words.beginning_with(code)[1]):
            text = words[number][len(code) :]
            if (field, text) in self:
                yield text

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """See TermsReader."""
        return self.terms_from(INDEXED[0], b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """See TermsReader: the terms of the fields that follow, too."""
        for field in INDEXED[INDEXED.index(fieldname) :]:
            for text in self.of_field(field, prefix if field == fieldname else b""):
                yield field, text

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """See TermsReader."""
        return self.items_from(INDEXED[0], b"")

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """See TermsReader."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: fields.FieldType) -> "ArrayCursor":
        """See TermsReader."""
        return ArrayCursor(self, fieldname, fieldobj)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Raises NoSuchTerm, as all below."""
        found = self._found(fieldname, text)
        lengths = lengths_of(self._segment, fieldname)[found.docs]
        return TermInfo(
            weight=float(found.frequencies.sum()),
            df=len(found.docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(found.frequencies.max()),
            minid=int(found.docs[0]),
            maxid=int(found.docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """See TermsReader."""
        return float(self._found(fieldname, text).frequencies.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """See TermsReader."""
        return len(self._found(fieldname, text).docs)

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> ArrayMatcher:
        """See TermsReader."""
        found = self._found(fieldname, text)
        return ArrayMatcher(self._segment, (fieldname, text), found, kind=format_, scorer=scorer)

    def _found(self, field: str, text: bytes) -> PositionalPostings:
        found = self._postings(field, text)
        if found is None:
            raise NoSuchTerm(f"{field}:{text!r}")
        return found

    def _postings(self, field: str, text: bytes) -> PositionalPostings | None:
        if field == DAYS:
            return self._days.postings(text)
        return postings_of(self._segment, field, text) if field in INDEXED else None


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]
    """Goes through the terms of one field."""

    def __init__(self, terms: ArrayTerms, field: str, fieldobj: fields.FieldType) -> None:
        self._terms, self._field, self._fieldobj = terms, field, fieldobj
        self.first()

    def first(self) -> str | None:
        """See FieldCursor."""
        return self.find("")

    def find(self, string: str) -> str | None:
        """Go to the first term that is not below `string`."""
        self._rest = self._terms.of_field(self._field, self._fieldobj.to_bytes(string))
        return self.next()

    def next(self) -> str | None:
        """Go on, and return the term; None at the end."""
        self._term = next(self._rest, None)
        return self.text()

    def text(self) -> str | None:
        """The term."""
        return None if self._term is None else self._fieldobj.from_bytes(self._term)

    def is_valid(self) -> bool:
        """Whether there is a term."""
        return self._term is not None


def lengths_of(segment: Segment, field: str) -> Ints:
    """The length of a field in each article; 0 for the ids."""
    if field not in SEEN_THROUGH_TEXT:
        return (
            segment.length(field).astype(np.int64)
            if field in COUNTED
            else np.zeros(segment.size, np.int64)
        )
    title, body = (segment.length(name).astype(np.int64) for name in ("title", "body"))
    return {"text": TITLE_RUNS * title + body, "text_exact": title + body}.get(field, title)
