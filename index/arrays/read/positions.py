"""The positional postings of a word, in the fields that a segment stores and in those seen through
them.

A *position* here is not the count of a token: words of an article that follow one another have
positions that do, counted from the title's first, but one is left free between the title and the
text and at each paragraph's end, the whole of a compound shares its first part's, and a title's
words come TITLE_RUNS times at the same positions. In a segment's file the positions are the section
"slots", the frequencies "times", the form ids "numbers" (see segment.py).

Three fields are seen through `text`: `text_exact` keeps the occurrences of one form, each word of a
title once; `title` those before the title's end; `title_exact` both."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.file import Array
from index.arrays.file.ranges import RANK, Ints, firsts, found_in, ranked
from index.arrays.file.title_runs import single
from index.arrays.read.segment import Segment, TermEntry
from index.base.schema import TITLE_RUNS


@dataclass(frozen=True, slots=True)
class PositionalPostings:
    """A word's postings with positions, by article in ascending order: int64, the positions of each
    article following those of the one before."""

    docs: Ints  # numbers in the segment
    frequencies: Ints  # of each article: its occurrences
    positions: Ints  # of each occurrence, ascending within an article

    def of_each(self) -> Ints:
        """The article of each occurrence."""
        return np.repeat(self.docs, self.frequencies)


SHIFT = 32  # bits of a place that hold the position
FAR_MORE = 16  # times: from there on a few articles are better looked up than all gone through
UNRANKED = (1 << RANK) - 1

NONE: Ints = np.array([], np.int64)
NOWHERE = PositionalPostings(NONE, NONE, NONE)


def postings_of(segment: Segment, field: str, text: bytes) -> PositionalPostings | None:
    """The postings of a word of a field; None when it stands nowhere."""
    entry = segment.entry(field, text)
    found = postings_of_entry(segment, entry) if entry else NOWHERE
    return found if len(found.docs) else None


def postings_of_entry(
    segment: Segment, entry: TermEntry, *, among: Ints | None = None
) -> PositionalPostings:
    """The postings of an entry, in articles `among` some only (ascending numbers).

    The words of titles come TITLE_RUNS times, except in the fields that are seen through `text`:
    there once."""
    found = some_postings(segment, entry, among) if among is not None else _of_all(segment, entry)
    if entry.in_title:
        return in_title(segment, found)
    return found if entry.form_id is None else once(segment, found)


def _of_all(segment: Segment, entry: TermEntry) -> PositionalPostings:
    docs = segment.docs.read(entry.first, entry.last).astype(np.int64)
    frequencies = segment.frequencies.read(entry.first, entry.last).astype(np.int64)
    found = PositionalPostings(
        docs, frequencies, segment.positions.read(entry.begin, entry.end).astype(np.int64)
    )
    form_ids = None if entry.form_id is None else segment.form_ids_of(entry.term)
    return found if form_ids is None else _kept(found, form_ids == entry.form_id)


def some_postings(segment: Segment, entry: TermEntry, among: Ints) -> PositionalPostings:
    """The postings of an entry in some articles (ascending numbers), those of titles TITLE_RUNS
    times."""
    docs = segment.docs.read(entry.first, entry.last)
    here = found_in(docs, among.astype(docs.dtype))
    if not len(here):
        return NOWHERE
    frequencies, indices = segment.indices_of(entry, here)
    positions = segment.positions.read(entry.begin, entry.end)[indices].astype(np.int64)
    found = PositionalPostings(docs[here].astype(np.int64), frequencies, positions)
    form_ids = None if entry.form_id is None else segment.form_ids_of(entry.term)
    return found if form_ids is None else _kept(found, form_ids[indices] == entry.form_id)


def positions_in(segment: Segment, entry: TermEntry, among: Ints) -> list[list[int]]:
    """The positions of the word of an entry in each of a few articles, those of titles TITLE_RUNS
    times."""
    found: list[list[int]] = [[] for _ in among]
    docs = segment.docs.read(entry.first, entry.last)
    at = docs.searchsorted(among.astype(docs.dtype))
    there = (docs.take(at, mode="clip") == among).nonzero()[0] if len(docs) else at[:0]
    if not len(there):
        return found
    frequencies, begins = segment.begins_of(entry, at[there])
    positions = segment.positions.read(entry.begin, entry.end)
    form_ids = None if entry.form_id is None else segment.form_ids_of(entry.term)
    for rank, begin, count in zip(
        there.tolist(), begins.tolist(), frequencies.tolist(), strict=True
    ):
        here = positions[begin : begin + count].tolist()
        if form_ids is not None:
            forms = form_ids[begin : begin + count].tolist()
            here = [
                position
                for position, form in zip(here, forms, strict=True)
                if form == entry.form_id
            ]
        found[rank] = here
    return found


@dataclass(frozen=True, slots=True)
class KeyLayout:
    """The bits of a key in a segment: an article's rank among some, a position in it, and a last
    bit to tell two words apart.

    Narrow keys are joined twice as fast. They hold 2^15 articles.
    """

    kind: type[np.unsignedinteger | np.signedinteger]
    bits: int  # below the rank


NARROW, WIDE = KeyLayout(np.uint32, 17), KeyLayout(np.int64, 33)


def key_layout(segment: Segment) -> KeyLayout:
    """The layout of the keys in a segment."""
    return WIDE if segment.wide else NARROW


class PositionKeys:
    """The positions of an entry as keys, in some articles, all of which have its term."""

    def __init__(self, segment: Segment, entry: TermEntry, among: Ints, here: Ints) -> None:
        """`here` are the indices of the articles in the entry's postings."""
        self._segment, self._entry, self._among = segment, entry, among
        self._frequencies, self._begins = segment.begins_of(entry, here)
        self._form_ids = None if entry.form_id is None else segment.form_ids_of(entry.term)
        self._positions = segment.positions.read(entry.begin, entry.end)
        self._layout = key_layout(segment)

    def keys(self, first: int, last: int, *, some: Ints | None = None) -> Array:
        """The keys of its occurrences in the articles from `first` to `last`, or in `some` of these
        only. Ranks count from `first`. Keys ascend, the last bit is 0, and those in titles may come
        more than once."""
        begins, frequencies = self._begins[first:last], self._frequencies[first:last]
        if some is not None:
            begins, frequencies = begins.take(some), frequencies.take(some)
        indices = ranked(begins, frequencies)
        if self._form_ids is not None:
            indices = indices.take(
                (self._form_ids.take(indices & UNRANKED) == self._entry.form_id).nonzero()[0]
            )
        positions = self._positions.take(indices & UNRANKED)
        indices >>= RANK
        if some is not None:
            indices = some.take(indices)
        if self._entry.in_title:
            kept = (
                positions < self._segment.title_ends_of(self._among[first:last].take(indices))
            ).nonzero()[0]
            positions, indices = positions.take(kept), indices.take(kept)
        keys = indices.astype(self._layout.kind)
        keys <<= self._layout.bits - 1
        keys |= positions
        keys <<= 1
        return keys

    def frequencies(self, first: int, keys: Array, ranks: Ints) -> Ints:
        """How often the word stands in the articles of these ranks, `keys` being all that `keys`
        gave of them."""
        found = (keys >> self._layout.bits).astype(np.int64)
        counts = np.bincount(found, minlength=int(ranks[-1]) + 1 if len(ranks) else 0)
        if self._entry.in_title:
            return counts.take(ranks) // TITLE_RUNS
        if self._entry.form_id is not None:
            again = keys[1:] == keys[:-1]
            if again.any():
                again_in_titles = self._again_in_titles(first, keys, found, again)
                counts[: len(again_in_titles)] -= again_in_titles
        return counts.take(ranks)

    def _again_in_titles(
        self, first: int, keys: Array, ranks: Ints, again: NDArray[np.bool_]
    ) -> Ints:
        """For each rank how many of its keys are those of a title's word that was counted
        before."""
        some = np.zeros(len(keys), bool)
        some[1:] = again
        some[:-1] |= again
        few = some.nonzero()[0]
        ranks = ranks.take(few)
        positions = (keys.take(few) >> 1) & ((1 << self._layout.bits - 1) - 1)
        title = positions < self._segment.title_ends_of(self._among[first:].take(ranks))
        return np.bincount(ranks[title]) // TITLE_RUNS * (TITLE_RUNS - 1)


def located(docs: Ints, wanted: Ints) -> Ints:
    """The indices in `docs` of those `wanted` that are there; both ascending."""
    if len(wanted) * FAR_MORE < len(docs) or not len(docs):
        return found_in(docs, wanted)
    there = np.zeros(int(max(docs[-1], wanted[-1] if len(wanted) else 0)) + 1, bool)
    there[wanted] = True
    return there.take(docs).nonzero()[0]


def once(segment: Segment, found: PositionalPostings) -> PositionalPostings:
    """The same postings, each word of a title once."""
    title = found.positions < segment.title_ends_of(found.of_each())
    return _kept(found, single(title)) if title.any() else found


def in_title(segment: Segment, found: PositionalPostings) -> PositionalPostings:
    """The postings within titles, each once."""
    title = found.positions < segment.title_ends_of(found.of_each())
    return _kept(found, title & single(title))


def _kept(found: PositionalPostings, which: NDArray[np.bool_]) -> PositionalPostings:
    return _grouped(found.of_each()[which], found.positions[which])


def _grouped(docs: Ints, positions: Ints) -> PositionalPostings:
    begins = firsts(docs)
    return PositionalPostings(docs[begins], np.diff(begins, append=len(docs)), positions)
