"""Where any of several forms stands: those that a prefix or a near spelling is for.

Most postings have one occurrence, and none with fewer than TITLE_RUNS is of a title: what postings
say by themselves is not looked up among the occurrences. """

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.file import Array, Section
from index.arrays.file.packed_ints import Narrow
from index.arrays.file.ranges import RANK, Places, distinct, firsts, ranked
from index.arrays.file.title_runs import single
from index.arrays.read.positions import NONE, SHIFT, UNRANKED
from index.arrays.read.segment import Segment
from index.base.schema import TITLE_RUNS

PIECE = 1 << 15  # postings that are gone through together: they stay near the processor

# of each which of the forms it is of, the article, and the times
Postings = tuple[Places, Places, Places]


@dataclass(frozen=True, slots=True)
class Terms:
    """Postings of some terms, and their occurrences."""

    docs: Array
    times: Array
    begins: Places          # of each posting where its occurrences begin
    # of each posting where those of its term's forms begin in Many's list of all forms
    words: Array
    slots: Array
    # of each occurrence which of its term's forms it is; None where no term has but one
    numbers: Array | None

    def pieces(self) -> Iterator["Terms"]:
        """The same, so many postings at a time."""
        for first in range(0, len(self.docs), PIECE):
            some = slice(first, first + PIECE)
            docs, times = self.docs[some].astype(np.int64), self.times[some].astype(np.int64)
            yield Terms(docs, times, self.begins[some], self.words[some], self.slots, self.numbers)

    def word_of(self, posting: Places, occurrence: Places) -> Places:
        """Which of all forms occurrences are of."""
        first = self.words.take(posting)
        return first if self.numbers is None else first + self.numbers.take(occurrence)


class Many:
    """Where any of several forms stands in a segment."""

    def __init__(self, segment: Segment, field: str, places: Places) -> None:
        """`places` are those of the forms, ascending; `field` is "text_exact" or "title_exact"."""
        self._segment, self._titles = segment, field == "title_exact"
        terms = distinct(segment.terms_of_places(places))
        at = segment.places_at.whole()
        firsts_of = at[terms].astype(np.int64)
        counts = at[terms + 1].astype(np.int64) - firsts_of
        begins = counts.cumsum() - counts
        # of each form of the terms which of those meant it is
        self._wanted = np.full(int(counts.sum()), -1)
        of = firsts_of.searchsorted(places, "right") - 1
        self._wanted[begins[of] + places - firsts_of[of]] = np.arange(len(places))
        self._all = len(self._wanted) == len(places)
        self._bits = len(self._wanted).bit_length()
        alone = counts == 1
        self._groups = [
            _terms(segment, terms[some], begins[some], told=told)
            for some, told in ((alone, False), (~alone, True))
            if some.any()
        ]

    @property
    def docs(self) -> Places:
        """The articles in which any of their terms stands, ascending: the forms stand in no
        other."""
        there = np.zeros(self._segment.size, bool)
        for terms in self._groups:
            there[terms.docs] = True
        return there.nonzero()[0]

    def postings(self) -> Iterator[Postings]:
        """The postings of the forms, in no order, some at a time."""
        pieces = (piece for terms in self._groups for piece in terms.pieces())
        for which, docs, times in (part for piece in pieces for part in self._postings(piece)):
            meant = self._wanted.take(which)
            if self._all:
                yield meant, docs, times
            else:
                kept = (meant >= 0).nonzero()[0]
                yield meant.take(kept), docs.take(kept), times.take(kept)

    def places(self, among: Places) -> Places:
        """Where any of the forms stands in some articles, ascending: how many of these come before,
        and the slot in the SHIFT bits below. Those of titles may come more than once."""
        wanted = np.zeros(self._segment.size, bool)
        wanted[among] = True
        found = np.concatenate([NONE, *(self._places(terms, wanted) for terms in self._groups)])
        found.sort()
        return (among.searchsorted(found >> SHIFT) << SHIFT) | (found & (1 << SHIFT) - 1)

    def _places(self, terms: Terms, wanted: NDArray[np.bool_]) -> Places:
        some = wanted.take(terms.docs).nonzero()[0]
        at = ranked(terms.begins.take(some), terms.times.take(some))
        postings, at = some.take(at >> RANK), at & UNRANKED
        docs, slots = terms.docs.take(postings).astype(np.int64), terms.slots.take(at)
        kept = self._wanted.take(terms.word_of(postings, at)) >= 0
        if self._titles:
            kept &= slots < self._segment.title_slots_of(docs)
        places = docs[kept] << SHIFT
        places |= slots[kept]
        return places

    def _postings(self, terms: Terms) -> Iterator[Postings]:
        titled = self._titled(terms)
        if len(titled):
            yield self._counted(terms, titled, titles=True)
        if self._titles:
            return
        if terms.numbers is None:
            yield _without(titled, (terms.words, terms.docs, terms.times))
            return
        once = (terms.times == 1).nonzero()[0]
        yield (
            terms.word_of(once, terms.begins.take(once)),
            terms.docs.take(once),
            np.ones(len(once), np.int64),
        )
        often = terms.times > 1
        often[titled] = False
        yield self._counted(terms, often.nonzero()[0], titles=False)

    def _titled(self, terms: Terms) -> Places:
        """The postings whose first occurrence is in a title: no other has any."""
        some = (terms.times >= TITLE_RUNS).nonzero()[0]
        begins = terms.begins.take(some)
        return some[terms.slots.take(begins) < self._segment.title_slots_of(terms.docs.take(some))]

    def _counted(self, terms: Terms, some: Places, *, titles: bool) -> Postings:
        """The postings of each form in some postings of terms, by their occurrences; those in
        titles once."""
        at = ranked(terms.begins.take(some), terms.times.take(some))
        ranks, at = at >> RANK, at & UNRANKED
        postings = some.take(ranks)
        words = terms.word_of(postings, at)
        if titles:
            title = terms.slots.take(at) < self._segment.title_slots_of(terms.docs.take(postings))
            kept = single(title)
            if self._titles:
                kept &= title
            words, ranks = words[kept], ranks[kept]
        keys = ranks << self._bits
        keys |= words
        if len(some) < 1 << 32 - self._bits:
            keys = keys.astype(np.uint32)
        keys.sort()
        begins = firsts(keys)
        times = np.diff(begins, append=len(keys))
        keys = keys.take(begins).astype(np.int64)
        return keys & (1 << self._bits) - 1, terms.docs.take(some.take(keys >> self._bits)), times


def _without(some: Places, postings: Postings) -> Postings:
    if not len(some):
        return postings
    kept = np.ones(len(postings[0]), bool)
    kept[some] = False
    words, docs, times = (each[kept] for each in postings)
    return words, docs, times


def _terms(segment: Segment, terms: Places, words: Places, *, told: bool) -> Terms:
    """`terms` ascend, and all of them, when `told`, or none have more than one form."""
    posted, stood = segment.postings_at.whole(), segment.slots_at.whole()
    # terms that stand side by side are read together
    edges = (np.diff(terms, prepend=-2) > 1).nonzero()[0]
    heads, tails = terms[edges], terms[np.append(edges[1:], len(terms)) - 1] + 1
    times = _joined(segment.times, posted[heads], posted[tails])
    begins = times.cumsum(dtype=np.int64)
    begins -= times
    numbers = None
    if told:
        at = segment.numbers_at.whole()
        numbers = _joined(segment.numbers, at[heads], at[tails])
    return Terms(
        docs=_joined(segment.docs, posted[heads], posted[tails]),
        times=times,
        begins=begins,
        words=words.astype(np.int32).repeat(posted[terms + 1].astype(np.int64) - posted[terms]),
        slots=_joined(segment.slots, stood[heads], stood[tails]),
        numbers=numbers,
    )


def _joined(section: Section | Narrow, begins: Array, ends: Array) -> Array:
    parts = [section.read(*span) for span in zip(begins.tolist(), ends.tolist(), strict=True)]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
