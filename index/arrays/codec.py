"""ArrayIndex: array segments as stock Whoosh sees them, the oracle of our own readers.

All that is used of Whoosh's internals for an array index is here, in documents.py, terms.py
and matcher.py, and is this:

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

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.reading import IndexReader

from index.arrays.documents import ArrayDocuments
from index.arrays.read.segment import Segment
from index.arrays.read.toc import NAME, SegmentEntry, read_toc
from index.arrays.terms import ArrayTerms
from index.base.schema import schema


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
