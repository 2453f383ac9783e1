"""Words side by side, and words near each other, in an array index: one segment at a time.

Two words are joined by looking the keys of one up among the other's. Slots that a paragraph's end leaves free keep
words apart that are not side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays.occurrences import FAR_MORE, SHIFT, located
from index.arrays.ragged import Places, distinct, firsts, found_in, ranges
from index.arrays.segment import Segment
from search.array_words import NONE, SLOT, Word

Words = Sequence[Word]  # of a run, one after another


@dataclass(frozen=True, slots=True)
class Stands:
    """Where runs stand in a segment: the keys of their first and of their last words, ascending by the first."""

    first: Places
    last: Places

    @property
    def docs(self) -> Places:
        """The documents, each once."""
        docs = self.first >> SHIFT
        return docs[firsts(docs)]


def together(number: int, words: Words, among: Places | None = None) -> Stands:
    """Where the words of a run, one or more, stand side by side in a segment, among some of its documents."""
    if len(words) > 1:
        for docs in sorted((word.documents(number) for word in words), key=len):
            among = docs if among is None else _common(among, docs)
    starts = words[0].keys(number, among)
    for step, word in enumerate(words[1:], 1):
        keys = word.keys(number, among)
        starts = starts[found_in(starts, keys[(keys & SLOT) >= step] - step)]
    return Stands(starts, starts + (len(words) - 1))


def _common(few: Places, many: Places) -> Places:
    """The documents in both."""
    if not len(few) or len(few) * FAR_MORE < len(many):
        return many[located(many, few)]
    if not len(many):
        return many
    there = np.zeros(int(max(few[-1], many[-1])) + 1, bool)
    there[many] = True
    return few[there.take(few)]


def near(segment: Segment, number: int, ends: Sequence[Sequence[Words]], distance: int) -> Places:
    """The documents of a segment in which runs of both ends stand at most `distance` words apart, not overlapping."""
    among: Places | None = None
    for end in ends:
        among = distinct(np.concatenate([NONE, *(together(number, words, among).docs for words in end)]))
    left, right = (_either([together(number, words, among) for words in end]) for end in ends)
    apart = any(word.apart for end in ends for words in end for word in words)
    close = [_followed(segment, a, b, distance, apart=apart) for a, b in ((left, right), (right, left))]
    return distinct(np.concatenate(close) >> SHIFT)


def _either(stands: Sequence[Stands]) -> Stands:
    first = np.concatenate([NONE, *(each.first for each in stands)])
    last = np.concatenate([NONE, *(each.last for each in stands)])
    order = np.argsort(first, kind="stable")
    return Stands(first[order], last[order])


def _followed(segment: Segment, before: Stands, after: Stands, distance: int, *, apart: bool) -> Places:
    """Those of `before` that one of `after` follows within the distance: the nearest one tells, for paragraphs too."""
    if not len(before.last) or not len(after.first):
        return NONE
    at = np.searchsorted(after.first, before.last, "right")
    there = at < len(after.first)
    begin, end = before.last[there], after.first[at[there]]
    close = end - begin <= distance  # in another document it is far off
    begin, end = begin[close], end[close]
    return begin if apart else begin[~_parted(segment, begin, end)]


def _parted(segment: Segment, begin: Places, end: Places) -> NDArray[np.bool_]:
    """Whether a slot between two was left free."""
    lengths = end - begin - 1
    some = np.flatnonzero(lengths > 0)
    parted = np.zeros(len(begin), bool)
    if len(some):
        at = segment.starts_at(begin[some] >> SHIFT) + (begin[some] & SLOT) + 1
        free = segment.free_slots(ranges(at, lengths[some]))
        parted[some] = np.logical_or.reduceat(free, np.cumsum(lengths[some]) - lengths[some])
    return parted

