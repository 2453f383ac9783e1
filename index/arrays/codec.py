"""ArrayIndex: array segments as stock Whoosh sees them, the oracle of our own readers.

All that is used of Whoosh's internals for an array index is here and in matcher.py, and is this:

    index.FileIndex      `_read_toc`, `latest_generation`, `reader` and `writer` are given anew;
                         `_reader` opens a SegmentReader for each segment, which asks
                         `segment.codec()` for the two readers below
    index.TOC            a holder of the schema, the segments and a number; no file of its is read
    codec.base           Codec, Segment, PerDocumentReader, TermsReader, FieldCursor, as
                         codec.whoosh3 fills them
    columns, reading     ColumnReader, TermInfo, TermNotFound
    matching             LeafMatcher, ReadTooFar

Nothing is unpickled, locked or written.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import columns, fields
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.reading import IndexReader, TermInfo, TermNotFound

from corpus.field import FIELDS, ArticleField
from index.arrays.file.fields import CODES, COUNTED, DAYS, NAMES, TEXT, VIRTUAL
from index.arrays.file.ranges import Ints
from index.arrays.read.day_terms import DayTerms
from index.arrays.read.matcher import SEEN_THROUGH_TEXT, ArrayMatcher
from index.arrays.read.positions import PositionalPostings, postings_of
from index.arrays.read.segment import Segment
from index.arrays.read.toc import NAME, SegmentEntry, read_toc
from index.arrays.write.articles import ROW, SHOWN
from index.base.days import UNDATED, day_of
from index.base.schema import TITLE_RUNS, schema

INDEXED = sorted((*CODES, *VIRTUAL, DAYS))
COLUMNS = (DAYS, *NAMES)
FORM_FIELDS = ("text_exact", "title_exact")


class ArrayIndex(FileIndex):  # type: ignore[misc]
    """Whoosh's view of the array index in a folder, for reading."""

    def __init__(self, folder: Path) -> None:
        self.storage = FileStorage(str(folder), readonly=True)
        self.indexname = "arrays"
        self._folder = folder
        self._schema = schema()

    def latest_generation(self) -> int:
        """Another number after every commit; -1 before the first."""
        try:
            return (self._folder / NAME).stat().st_mtime_ns
        except FileNotFoundError:
            return -1

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        """Opens every segment; `reuse` is only closed: Whoosh would mix its segments in, even those
        that are gone."""
        if reuse is not None:
            reuse.close()
        return super().reader()

    def writer(self, procs: int = 1, **kwargs: Any) -> Any:
        """Never."""
        raise NotImplementedError(
            "Whoosh cannot write an array index: index.arrays.write.writer.ArrayWriter does"
        )

    def _read_toc(self) -> TOC:
        """Raises IndexDamaged."""
        generation = self.latest_generation()
        segments = [
            ArraySegment(self._folder, listed, self.indexname) for listed in read_toc(self._folder)
        ]
        return TOC(self._schema, segments, generation)


class ArraySegment(base.Segment):  # type: ignore[misc]
    """A segment as the table of contents has it."""

    def __init__(self, folder: Path, listed: SegmentEntry, indexname: str) -> None:
        super().__init__(indexname)
        self.segid = str(listed.number)
        self._folder, self._listed = folder, listed

    def codec(self) -> "ArrayCodec":
        """Opens the file, for the two readers of one SegmentReader. Raises FileNotFoundError or
        IndexDamaged."""
        return ArrayCodec(Segment(self._folder / self._listed.name))

    def should_assemble(self) -> bool:
        """It is one file already."""
        return False

    def doc_count_all(self) -> int:
        """See Segment."""
        return self._listed.articles

    def deleted_count(self) -> int:
        """See Segment."""
        return len(self._listed.deleted)

    def deleted_docs(self) -> Iterator[int]:
        """See Segment."""
        return iter(self._listed.deleted)

    def is_deleted(self, docnum: int) -> bool:
        """See Segment."""
        return docnum in self._listed.deleted


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """The readers over one open segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def terms_reader(self, storage: FileStorage, segment: ArraySegment) -> "ArrayTerms":
        """See Codec."""
        return ArrayTerms(self._segment)

    def per_document_reader(self, storage: FileStorage, segment: ArraySegment) -> "ArrayDocuments":
        """See Codec."""
        return ArrayDocuments(self._segment, segment)


class ArrayDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """What is kept of each article."""

    def __init__(self, segment: Segment, listed: ArraySegment) -> None:
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
        """What index.stock.document stores."""
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
        words = self._segment.forms if field in FORM_FIELDS else self._segment.terms
        code = b"" if field in FORM_FIELDS else CODES.get(field, TEXT)
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
