"""What may stand in one place of a pattern, in an array index: one word, or any of those a prefix
stands for."""

from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.fields import SHORT
from index.arrays.file.file import Array
from index.arrays.file.ranges import Places
from index.arrays.read.positions import SHIFT, KeyForm, Spots, located, slots_in, some_of
from index.arrays.read.reader import ArrayReader, Postings
from index.base import ranking
from search.matching.doc_set import EMPTY, DocSet

SLOT = (1 << SHIFT) - 1
CHUNK = 1 << 13  # documents whose occurrences are gone through together; see KeyForm
NONE: Places = np.array([], np.int64)
UNSCORED = ("id", "author_name", "section_name")


class Keys(Protocol):
    """See Spots."""

    def keys(self, first: int, last: int, *, some: Places | None = None) -> Array:
        """See Spots."""

    def times(self, first: int, keys: Array, ranks: Places) -> Places:
        """See Spots."""


class Word(Protocol):
    """What may stand in one place."""

    apart: bool
    """Whether its slots keep the distance of paragraphs by themselves, as those of short fields do."""

    def doc_set(self) -> DocSet:
        """The documents, with scores."""

    def documents(self, number: int) -> Places:
        """Documents of a segment that may hold it, ascending."""

    def spots(self, number: int, among: Places) -> Keys:
        """Where it stands in some of `documents`."""

    def slots(self, number: int, among: Places) -> tuple[Places, Places]:
        """Where it stands in a few documents of a segment: for each slot which of them, and the
        slot; those of titles may come more than once."""

    def scores(self, docs: Places) -> NDArray[np.float64]:
        """What it adds to the score of documents of the whole index, ascending; nothing where it
        does not stand."""

    def scores_of(self, docs: Places, times: Places) -> NDArray[np.float64]:
        """The same where it is known how often it stands in each."""


class OneWord:
    """A word of a field."""

    def __init__(self, reader: ArrayReader, field: str, text: str) -> None:
        self._reader, self.field = reader, field
        self._entries = reader.entries(field, text.encode("utf-8", "surrogatepass"))
        self._docs: dict[int, Places] = {}
        self.apart = field in SHORT

    def postings(self) -> Postings | None:
        """Its documents, if any."""
        return self._reader.postings(self._entries)

    @cached_property
    def counts(self) -> tuple[int, int]:
        """In how many documents it is and how often, deleted ones included."""
        return self._reader.counts(self._entries)

    def doc_set(self) -> DocSet:
        """See Word."""
        found = self.postings()
        if found is None or not len(found.docs):
            return EMPTY
        self.counts = found.with_word, found.frequency  # need not be looked up again
        return DocSet(
            found.docs, lambda which: self.scores_of(found.docs[which], found.times[which])
        )

    def documents(self, number: int) -> Places:
        """See Word."""
        docs = self._docs.get(number)
        if docs is None:
            entry = self._entries[number]
            read = self._reader.segments[number].docs.read
            docs = self._docs[number] = (
                read(entry.first, entry.last).astype(np.int64) if entry else NONE
            )
        return docs

    def spots(self, number: int, among: Places) -> Keys:
        """See Word."""
        entry = self._entries[number]
        assert entry is not None, "nothing is among no documents"
        return Spots(
            self._reader.segments[number], entry, among, located(self.documents(number), among)
        )

    def slots(self, number: int, among: Places) -> tuple[Places, Places]:
        """See Word."""
        segment, entry = self._reader.segments[number], self._entries[number]
        if entry is None:
            return NONE, NONE
        found = some_of(segment, entry, among)
        return np.repeat(among.searchsorted(found.docs), found.times), found.slots

    def lists(self, number: int, among: Places) -> list[list[int]]:
        """Its slots in each of a few documents of a segment; those of titles may come more than
        once."""
        entry = self._entries[number]
        return (
            slots_in(self._reader.segments[number], entry, among) if entry else [[] for _ in among]
        )

    def scores(self, docs: Places) -> NDArray[np.float64]:
        """See Word."""
        scores = np.zeros(len(docs))
        for number, (begin, end) in enumerate(self._reader.spans):
            first, last = docs.searchsorted((begin, end))
            here, times = self._times(number, docs[first:last] - begin)
            scores[here + first] = self.scores_of(docs[here + first], times)
        return scores

    def _times(self, number: int, docs: Places) -> tuple[Places, Places]:
        """The places among documents of a segment of those that hold it, and how often they do."""
        segment, entry, every = (
            self._reader.segments[number],
            self._entries[number],
            self.documents(number),
        )
        there = located(docs, every)
        found = docs.take(there)
        if entry is None or not len(found):
            return NONE, NONE
        if entry.number is None and not entry.in_title:
            return there, segment.times.read(entry.first, entry.last).take(located(every, found))
        counts = [NONE]
        spots = self.spots(number, found)
        for first in range(0, len(found), CHUNK):
            ranks = np.arange(min(CHUNK, len(found) - first))
            counts.append(spots.times(first, spots.keys(first, first + CHUNK), ranks))
        times = np.concatenate(counts)
        kept = times.nonzero()[0]
        return there.take(kept), times.take(kept)

    def scores_of(self, docs: Places, times: Array) -> NDArray[np.float64]:
        """See Word."""
        if self.field in UNSCORED:
            return np.zeros(len(docs))
        with_word, frequency = self.counts
        weight = ranking.term_weight(
            articles=self._reader.size, with_word=with_word, frequency=frequency
        )
        return ranking.scores(weight, times, self._reader.norms(self.field).take(docs))


class Gathered:
    """The keys of a word that stands in what `slots` gives. How often it does is not told:
    `scores_of` must know."""

    def __init__(self, word: Word, number: int, among: Places, form: KeyForm) -> None:
        self._word, self._number, self._among, self._form = word, number, among, form

    def keys(self, first: int, last: int, *, some: Places | None = None) -> Array:
        """See Keys."""
        among = self._among[first:last]
        which, slots = self._word.slots(self._number, among if some is None else among.take(some))
        ranks = which if some is None else some.take(which)
        return (ranks << self._form.bits | slots << 1).astype(self._form.kind)

    def times(self, first: int, keys: Array, ranks: Places) -> Places:
        """See Keys."""
        return np.ones(len(ranks), np.int64)
