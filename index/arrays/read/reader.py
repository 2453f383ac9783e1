"""ArrayReader: the segments of one index as one. Documents are numbered through them in their
order."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.fields import COUNTED, SHORT, TEXT
from index.arrays.file.file import Array
from index.arrays.file.ranges import Ints
from index.arrays.file.title_runs import length_of_text
from index.arrays.read.positions import postings_of_entry
from index.arrays.read.segment import Segment, TermEntry
from index.arrays.read.toc import SegmentEntry, open_segments
from index.base.analysis import is_mark
from index.base.ranking import damped, length_norm, rarity
from index.base.shingles import SKETCH

AT_ONCE = 1 << 20  # postings that are gone through together


class Postings(NamedTuple):
    """The live documents of a word, and how often it stands in each."""

    docs: Ints
    frequencies: Array
    with_word: int  # documents, deleted ones included
    frequency: int  # occurrences, in deleted ones too


class ArrayReader:
    """An index in a folder, open for reading. Safe to share between threads. Raises IndexDamaged
    wherever it reads."""

    def __init__(self, folder: Path) -> None:
        """Open the segments that the table of contents in `folder` names. Raises FileNotFoundError
        or IndexDamaged."""
        self._join(open_segments(folder))

    def _join(self, opened: Sequence[tuple[SegmentEntry, Segment]]) -> None:
        self._opened = opened
        self.segments = [segment for _, segment in opened]
        self.bases = [0]
        for segment in self.segments:
            self.bases.append(self.bases[-1] + segment.size)
        # of each segment: the numbers, from and to, of its documents
        self.spans = list(pairwise(self.bases))
        self.size = self.bases.pop()
        gone = [
            base + doc
            for base, (each, _) in zip(self.bases, opened, strict=True)
            for doc in each.deleted
        ]
        # of each document; None when nothing is deleted
        self.alive: NDArray[np.bool_] | None = None
        if gone:
            self.alive = np.ones(self.size, bool)
            self.alive[gone] = False
        self.lengths = cache(self._lengths)
        self.average_length = cache(self._average_length)
        self.norms = cache(self._norms)
        self.words_of = cache(self._words_of)
        self._names = cache(self._names_in)
        self.nameless = cache(self._nameless)

    def patched(self, gone: Collection[str], patch: "ArrayReader") -> Self:
        """This index without the articles of the ids `gone`, and with those of `patch` at its end.

        It shares their open files, so that it is not closed."""
        kept = []
        for listed, segment in self._opened:
            deleted = listed.deleted | set(map(segment.article, gone)) - {-1}
            kept.append((replace(listed, deleted=deleted), segment))
        reader = self.__class__.__new__(self.__class__)
        reader._join([*kept, *patch._opened])
        return reader

    def recheck(self) -> None:
        """Check the files anew that somebody has written to since they were opened. Raises
        IndexDamaged when one was cut."""
        for segment in self.segments:
            segment.file.recheck()

    def close(self) -> None:
        """Let go of the files; arrays in use stay."""
        for segment in self.segments:
            segment.close()

    def doc_count(self) -> int:
        """How many live articles there are."""
        return sum(listed.live for listed, _ in self._opened)

    def ids(self, docs: Ints | None = None) -> list[str]:
        """Ids of articles, of all live ones where none are named."""
        if docs is None:
            docs = np.arange(self.size) if self.alive is None else np.flatnonzero(self.alive)
        return [record[0] for record in self.records(docs)]

    def texts(self, docs: Ints) -> list[str]:
        """Texts of articles."""
        texts = (segment.texts[number] for segment, number in map(self.place, docs.tolist()))
        return [text.decode("utf-8", "surrogatepass") for text in texts]

    def sketches(self) -> tuple[Ints, Array]:
        """The live articles that have a whole sketch, and these, see index.base.shingles."""
        docs, rows = [np.array([], np.int64)], [np.zeros((0, SKETCH), np.uint32)]
        for segment, base in zip(self.segments, self.bases, strict=True):
            some, sketches = segment.whole_sketches()
            docs.append(some + base)
            rows.append(sketches)
        every, each = np.concatenate(docs), np.concatenate(rows)
        if self.alive is None:
            return every, each
        alive = self.alive[every]
        return every[alive], each[alive]

    # -- words

    def entries(self, field: str, text: bytes) -> list[TermEntry | None]:
        """The dictionary entry of a word in each segment; None where it has never stood."""
        return [segment.entry(field, text) for segment in self.segments]

    def postings(self, entries: Sequence[TermEntry | None]) -> Postings | None:
        """The documents of a word; None when no segment has any, not even deleted ones."""
        parts = zip(self.segments, self.bases, entries, strict=True)
        found = [
            part
            for segment, base, entry in parts
            if entry and (part := _postings_in(segment, base, entry))
        ]
        if not found:
            return None
        whole = found[0] if len(found) == 1 else _joined(found)
        if self.alive is None:
            return whole
        kept = self.alive[whole.docs]
        return Postings(whole.docs[kept], whole.frequencies[kept], whole.with_word, whole.frequency)

    def counts(self, entries: Sequence[TermEntry | None]) -> tuple[int, int]:
        """In how many documents a word is and how often, deleted ones included."""
        documents = frequency = 0
        for segment, entry in zip(self.segments, entries, strict=True):
            if entry:
                docs, frequencies = _counts(segment, entry)
                documents, frequency = documents + docs, frequency + frequencies
        return documents, frequency

    def _words_of(self, field: str) -> frozenset[str]:
        """The words of a short field, see fields.SHORT."""
        code = SHORT[field]
        words = (
            word
            for segment in self.segments
            for word in segment.terms.strings(*segment.terms.beginning_with(code))
        )
        return frozenset(word[len(code) :].decode("utf-8", "surrogatepass") for word in words)

    # -- lengths

    def _lengths(self, field: str) -> NDArray[np.float64]:
        """Words of the field in each document."""
        return np.concatenate(
            (np.array([]), *(_lengths_in(segment, field) for segment in self.segments))
        )

    def _average_length(self, field: str) -> float:
        """Words of the field, on average; 1 where there are none."""
        return float(self.lengths(field).mean() or 1) if self.size else 1.0

    def _norms(self, field: str) -> NDArray[np.float64]:
        """What one occurrence counts in each document, see index.base.ranking."""
        return length_norm(self.lengths(field), self.average_length(field))

    # -- vectors

    @cached_property
    def vector_lengths(self) -> NDArray[np.float64]:
        """The length of each document's vector, see index.base.ranking; 0 where it has no words. It
        is made when first asked for, of all postings."""
        counts: Counter[str] = Counter()
        stems = []
        for segment in self.segments:
            first, last = segment.terms.beginning_with(TEXT)
            firsts = segment.postings_at.read(first, last + 1).astype(np.int64)
            strings = segment.terms.strings(first, last)
            words = [word[len(TEXT) :].decode("utf-8", "surrogatepass") for word in strings]
            stems.append((words, firsts))
            counts.update(dict(zip(words, np.diff(firsts).tolist(), strict=True)))
        squares = [np.array([])]
        for segment, (words, firsts) in zip(self.segments, stems, strict=True):
            with_word = np.array([counts[word] for word in words], np.int64)
            weights = rarity(self.size, with_word)
            weights[list(map(is_mark, words))] = 0
            squares.append(_squares_in(segment, firsts, weights))
        lengths: NDArray[np.float64] = np.sqrt(np.concatenate(squares))
        return lengths

    # -- documents

    def place(self, doc: int) -> tuple[Segment, int]:
        """The segment of a document, and its number there."""
        number = int(np.searchsorted(self.bases, doc, "right")) - 1 if len(self.bases) > 1 else 0
        return self.segments[number], doc - self.bases[number]

    def records(self, docs: Ints) -> list[list[Any]]:
        """What is shown of documents, see articles.SHOWN."""
        texts: Sequence[bytes | memoryview]
        if len(self.segments) == 1:
            texts = self.segments[0].records.views(docs)
        else:
            texts = [segment.records[number] for segment, number in map(self.place, docs.tolist())]
        records: list[list[Any]] = json.loads(
            f"[{b','.join(texts).decode('utf-8', 'surrogatepass')}]"
        )
        return records

    @cached_property
    def published(self) -> NDArray[np.int32]:
        """Days of publication, 20200326 or UNDATED."""
        return np.concatenate(
            (np.array([], np.int32), *(segment.published for segment in self.segments))
        )

    def count_names(self, kind: str, docs: Ints) -> tuple[dict[str, int], int]:
        """How often each name of one of NAMES stands in documents, ascending, and how many of these
        have none."""
        counts: dict[str, int] = {}
        nameless = 0
        for segment, (begin, end), (names, only) in zip(
            self.segments, self.spans, self._names(kind), strict=True
        ):
            here = docs
            if len(self.spans) > 1:
                first, last = docs.searchsorted((begin, end)).tolist()
                here = docs[first:last] - begin
            if only is None:
                numbers, of_each = segment.names_of(kind, here)
                frequencies = np.bincount(numbers)
                nameless += len(here) - int(np.count_nonzero(of_each))
            else:
                every = np.bincount(only.take(here), minlength=len(names) + 1)
                frequencies = every[:-1]
                nameless += int(every[-1])
            there = frequencies.nonzero()[0]
            for number, often in zip(there.tolist(), frequencies[there].tolist(), strict=True):
                name = names[number]
                counts[name] = counts.get(name, 0) + often
        return counts, nameless

    def _nameless(self, kind: str) -> NDArray[np.bool_]:
        """Of each document whether it has no name of one of NAMES."""
        parts = [
            segment.names_of(kind, np.arange(segment.size))[1] == 0 for segment in self.segments
        ]
        return np.concatenate((np.array([], bool), *parts))

    def _names_in(self, kind: str) -> list[tuple[list[str], Array | None]]:
        """The names in each segment, and the number of the one that each article has: one past the
        last where it has none. No numbers where any article has several."""
        told: list[tuple[list[str], Array | None]] = []
        for segment in self.segments:
            blob = segment.names.get(kind)
            strings = blob.strings(0, len(blob)) if blob else []
            names = [name.decode("utf-8", "surrogatepass") for name in strings]
            numbers, counts = segment.names_of(kind, np.arange(segment.size))
            if counts.max(initial=0) > 1:
                told.append((names, None))
                continue
            only = np.full(segment.size, len(names), np.intp)  # as bincount counts
            only[counts > 0] = numbers
            told.append((names, only))
        return told


def _postings_in(segment: Segment, base: int, entry: TermEntry) -> Postings | None:
    if entry.first == entry.last:  # every document of it was deleted and merged away
        return None
    if entry.form_id is not None or entry.in_title:
        found = postings_of_entry(segment, entry)
        return Postings(
            found.docs + base, found.frequencies, len(found.docs), int(found.frequencies.sum())
        )
    docs = segment.docs.read(entry.first, entry.last).astype(np.int64)
    if base:
        docs += base
    frequencies = segment.frequencies.read(entry.first, entry.last)
    return Postings(docs, frequencies, entry.last - entry.first, entry.end - entry.begin)


def _counts(segment: Segment, entry: TermEntry) -> tuple[int, int]:
    if entry.in_title:
        found = postings_of_entry(segment, entry)
        return len(found.docs), len(found.positions)
    if entry.form_id is not None:
        return segment.form_docs.at(entry.place), segment.form_frequencies.at(entry.place)
    return entry.last - entry.first, entry.end - entry.begin


def _joined(parts: list[Postings]) -> Postings:
    return Postings(
        docs=np.concatenate([part.docs for part in parts]),
        frequencies=np.concatenate([part.frequencies for part in parts]),
        with_word=sum(part.with_word for part in parts),
        frequency=sum(part.frequency for part in parts),
    )


def _squares_in(
    segment: Segment, firsts: Ints, weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The squared lengths of the vectors of a segment's documents, by where the postings of each
    stem begin, the end among them, and what each counts."""
    squares = np.zeros(segment.size)
    step = 0
    while step < len(weights):  # some postings at a time
        end = max(step + 1, int(firsts.searchsorted(firsts[step] + AT_ONCE, "right")) - 1)
        begin, last = int(firsts[step]), int(firsts[end])
        each = np.repeat(weights[step:end], np.diff(firsts[step : end + 1]))
        each *= damped(segment.frequencies.read(begin, last))
        docs = segment.docs.read(begin, last)
        squares += np.bincount(docs, each * each, minlength=segment.size)
        step = end
    return squares


def _lengths_in(segment: Segment, field: str) -> Array:
    if field in COUNTED:
        return segment.length(field)
    title = segment.length("title")
    if field in ("title", "title_exact"):
        return title
    body = segment.length("body")
    return length_of_text(title, body) if field == "text" else title.astype(np.int64) + body
