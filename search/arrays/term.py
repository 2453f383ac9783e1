"""ArrayTerm: what may stand at one position of a phrase, in an array index.

It is a single word, or any of those that a prefix or a near spelling stands for.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.fields import SHORT
from index.arrays.file.file import Array
from index.arrays.file.ranges import Ints, distinct
from index.arrays.read.positions import (
    SHIFT,
    KeyLayout,
    PositionKeys,
    located,
    some_postings,
)
from index.arrays.read.reader import ArrayReader, Postings
from index.arrays.read.segment import TermEntry
from index.base import ranking
from search.matching.doc_set import EMPTY, DocSet

POSITION = (1 << SHIFT) - 1  # the bits that hold a position
CHUNK = 1 << 13  # documents whose keys are gone through together; see KeyLayout
NONE: Ints = np.array([], np.int64)
UNSCORED = ("id", "author_name", "section_name")


class KeySource(Protocol):
    """The positions of a term in some documents, as keys: what PositionKeys in the index is, or
    does."""

    def keys(self, first: int, last: int, *, some: Ints | None = None) -> Array:
        """See PositionKeys."""

    def frequencies(self, first: int, keys: Array, ranks: Ints) -> Ints:
        """See PositionKeys."""


class ArrayTerm(Protocol):
    """What may stand at one position; segments go by their numbers, counted from 0."""

    apart: bool
    """Whether its positions keep paragraphs apart by themselves, as those of short fields do."""

    def doc_set(self) -> DocSet:
        """The documents of the whole index that hold it, with scores."""

    def docs_in(self, number: int) -> Ints:
        """The documents of a segment that may hold it, ascending, as the segment counts."""

    def key_source(self, number: int, among: Ints) -> KeySource:
        """The keys of its positions in some of `docs_in(number)`."""

    def positions(self, number: int, among: Ints) -> tuple[Ints, Ints]:
        """Its positions in a few documents of a segment: for each the index in `among`, and itself.

        Those of titles may come more than once.
        """

    def scores(self, docs: Ints) -> NDArray[np.float64]:
        """What it adds to the scores of documents of the whole index, ascending.

        0 where it does not stand.
        """

    def scores_of(self, docs: Ints, times: Ints) -> NDArray[np.float64]:
        """The same where it is known how often it stands in each, at least once."""


class SingleTerm:
    """An ArrayTerm that is one word of a field."""

    def __init__(
        self, reader: ArrayReader, field: str, entries: Sequence[TermEntry | None]
    ) -> None:
        """`entries` are what the dictionary of each segment says of the word."""
        self._reader, self.field, self.entries = reader, field, entries
        self._docs: dict[int, Ints] = {}
        self.apart = field in SHORT

    def postings(self) -> Postings | None:
        """Its postings in the whole index; None when it is in no document."""
        return self._reader.postings(self.entries)

    @cached_property
    def counts(self) -> tuple[int, int]:
        """The number of documents that hold it and of its occurrences, deleted ones included."""
        return self._reader.counts(self.entries)

    def doc_set(self) -> DocSet:
        """See ArrayTerm."""
        found = self.postings()
        if found is None or not len(found.docs):
            return EMPTY
        self.counts = found.with_word, found.frequency  # need not be looked up again
        return DocSet(
            found.docs, lambda which: self.scores_of(found.docs[which], found.frequencies[which])
        )

    def holding(self) -> Ints:
        """The documents of the whole index that hold a form, deleted ones too; of a few forms only
        it is found sooner than its postings."""
        every = [NONE]
        for entry, segment, base in zip(
            self.entries, self._reader.segments, self._reader.bases, strict=True
        ):
            if entry is None:
                continue
            docs = segment.docs.read(entry.first, entry.last)
            form_ids = segment.form_ids_of(entry.term)
            if form_ids is not None:
                ends = segment.frequencies.read(entry.first, entry.last).cumsum(dtype=np.int64)
                at = (form_ids == entry.form_id).nonzero()[0]
                docs = docs.take(distinct(ends.searchsorted(at, "right")))
            every.append(docs.astype(np.int64) + base)
        return np.concatenate(every)

    def docs_in(self, number: int) -> Ints:
        """See ArrayTerm."""
        docs = self._docs.get(number)
        if docs is None:
            entry = self.entries[number]
            read = self._reader.segments[number].docs.read
            docs = self._docs[number] = (
                read(entry.first, entry.last).astype(np.int64) if entry else NONE
            )
        return docs

    def key_source(self, number: int, among: Ints) -> KeySource:
        """See ArrayTerm."""
        entry = self.entries[number]
        assert entry is not None, "nothing is among no documents"
        return PositionKeys(
            self._reader.segments[number], entry, among, located(self.docs_in(number), among)
        )

    def positions(self, number: int, among: Ints) -> tuple[Ints, Ints]:
        """See ArrayTerm."""
        segment, entry = self._reader.segments[number], self.entries[number]
        if entry is None:
            return NONE, NONE
        found = some_postings(segment, entry, among)
        return np.repeat(among.searchsorted(found.docs), found.frequencies), found.positions

    def scores(self, docs: Ints) -> NDArray[np.float64]:
        """See ArrayTerm."""
        scores = np.zeros(len(docs))
        for number, (begin, end) in enumerate(self._reader.spans):
            first, last = docs.searchsorted((begin, end))
            here, times = self._times(number, docs[first:last] - begin)
            scores[here + first] = self.scores_of(docs[here + first], times)
        return scores

    def _times(self, number: int, docs: Ints) -> tuple[Ints, Ints]:
        """The indices in `docs`, of a segment, of those that hold it, and how often they do."""
        segment, entry = self._reader.segments[number], self.entries[number]
        every = self.docs_in(number)
        there = located(docs, every)
        found = docs.take(there)
        if entry is None or not len(found):
            return NONE, NONE
        if entry.form_id is None and not entry.in_title:
            frequencies = segment.frequencies.read(entry.first, entry.last)
            return there, frequencies.take(located(every, found))
        counts = [NONE]
        source = self.key_source(number, found)
        for first in range(0, len(found), CHUNK):
            ranks = np.arange(min(CHUNK, len(found) - first))
            counts.append(source.frequencies(first, source.keys(first, first + CHUNK), ranks))
        times = np.concatenate(counts)
        kept = times.nonzero()[0]
        return there.take(kept), times.take(kept)

    def scores_of(self, docs: Ints, times: Array) -> NDArray[np.float64]:
        """See ArrayTerm."""
        if self.field in UNSCORED:
            return np.zeros(len(docs))
        with_word, frequency = self.counts
        weight = ranking.term_weight(
            articles=self._reader.size, with_word=with_word, frequency=frequency
        )
        return ranking.scores(weight, times, self._reader.norms(self.field).take(docs))


class CombinedKeys:
    """The keys of a term of several words, made of what its `positions` gives.

    How often it stands in a document is not told: its `scores_of` must know.
    """

    def __init__(self, term: ArrayTerm, number: int, among: Ints, form: KeyLayout) -> None:
        self._term, self._number, self._among, self._form = term, number, among, form

    def keys(self, first: int, last: int, *, some: Ints | None = None) -> Array:
        """See KeySource."""
        among = self._among[first:last]
        wanted = among if some is None else among.take(some)
        which, positions = self._term.positions(self._number, wanted)
        ranks = which if some is None else some.take(which)
        return (ranks << self._form.bits | positions << 1).astype(self._form.kind)

    def frequencies(self, first: int, keys: Array, ranks: Ints) -> Ints:
        """See KeySource."""
        return np.ones(len(ranks), np.int64)
