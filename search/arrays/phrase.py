"""Words side by side, and words near each other, in an array index: one segment at a time.

The documents are found first, by what their terms say. Then, so many of them at a time, the keys of
two words (see index.arrays.read.positions) are sorted together, those of the second moved to where
the first would stand: equal ones are neighbours. Positions that a paragraph's end leaves free keep
words apart that are not side by side.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.file import Array
from index.arrays.file.ranges import Ints, distinct, firsts
from index.arrays.read.positions import FAR_MORE, key_layout, located
from index.arrays.read.segment import Segment
from search.arrays.term import CHUNK, NONE, ArrayTerm

PhraseTerms = Sequence[ArrayTerm]  # of a phrase, one after another
MERGED = 8  # times: keys that are so many more are merged with the few, not sorted with them


class PhrasePostings(NamedTuple):
    """Documents of a segment that hold a phrase, and how often they hold each of its words."""

    docs: Ints         # ascending, as the segment counts
    times: list[Ints]  # for each word, as many as documents


class PhrasePositions:
    """The positions of a phrase in a segment."""

    def __init__(
        self, segment: Segment, number: int, terms: PhraseTerms, among: Ints | None = None
    ) -> None:
        """`number` is the segment's; `among` some documents only, None is among all."""
        lists = sorted((term.docs_in(number) for term in dict.fromkeys(terms)), key=len)
        docs = lists[0] if among is None else common(among, lists[0])
        for each in lists[1:]:
            docs = common(docs, each)
        self.docs = docs
        """The documents that hold all of its words, ascending, as the segment counts."""
        self._form = key_layout(segment)
        sources = {term: term.key_source(number, docs) for term in terms if len(docs)}
        self._sources = [sources[term] for term in terms if len(docs)]
        self._order = sorted(range(len(terms)), key=lambda step: len(terms[step].docs_in(number)))

    def keys(self, first: int, last: int) -> tuple[Array, list[Array]]:
        """The keys of the phrase's first words, and those of each word wherever it stands.

        Both are of `docs[first:last]`, ranks counted from `first`.
        """
        if first == last:
            return np.array([], self._form.kind), []
        step, *others = self._order
        each = [NONE] * len(self._order)
        found = each[step] = self._sources[step].keys(first, last)
        for other in others:
            if not len(found):
                break
            some = None
            if len(found) * 2 < last - first:
                ranks = found >> self._form.bits
                some = ranks.take(firsts(ranks)).astype(np.int64)
            each[other] = self._sources[other].keys(first, last, some=some)
            found = _followed(found, each[other], other - step)
        return _moved(found, -step), each

    def postings(self) -> PhrasePostings:
        """The documents in which the words stand side by side, and how often each stands there."""
        docs, times = [NONE], [[NONE] for _ in self._order]
        for first, last in chunks(len(self.docs)):
            found, keys = self.keys(first, last)
            ranks = found >> self._form.bits
            ranks = ranks.take(firsts(ranks)).astype(np.int64)
            docs.append(self.docs[first:last].take(ranks))
            for source, each, counts in zip(self._sources, keys, times, strict=True):
                counts.append(source.frequencies(first, each, ranks))
        return PhrasePostings(_concatenated(docs), [_concatenated(each) for each in times])


def chunks(count: int) -> Iterator[tuple[int, int]]:
    """The begin and the end of each CHUNK of so many documents; the last may be shorter."""
    return ((first, min(first + CHUNK, count)) for first in range(0, count, CHUNK))


def _concatenated(parts: list[Ints]) -> Ints:
    return parts[1] if len(parts) == 2 else np.concatenate(parts)


def _followed(keys: Array, others: Array, steps: int) -> Array:
    """The keys that another one follows after so many positions, each once."""
    every = np.concatenate((_moved(keys, steps), others | 1))
    few, many = sorted((len(keys), len(others)))
    every.sort(kind="stable" if few * MERGED < many else None)
    found = ((every[1:] ^ every[:-1]) == 1).nonzero()[0]
    # equal but for the last bit, and the even one first: an odd one and the next even one differ in
    # more
    return _moved(every.take(found), -steps)


def _moved(keys: Array, steps: int) -> Array:
    """The keys of positions so many further on.

    Those of positions before the first are of no document: see Segment.wide.
    """
    return keys + 2 * steps if steps >= 0 else keys - 2 * -steps


def common(docs: Ints, others: Ints) -> Ints:
    """The documents in both."""
    few, many = (docs, others) if len(docs) < len(others) else (others, docs)
    if len(few) * FAR_MORE < len(many):
        return many.take(located(many, few))
    return few.take(located(few, many))


def near_docs(
    segment: Segment, number: int, ends: Sequence[Sequence[PhraseTerms]], distance: int
) -> Ints:
    """The documents of a segment in which phrases of both ends are near each other, ascending.

    They stand at most `distance` words apart, in either order, and do not overlap.
    """
    among: Ints | None = None
    for end in ends:
        parts = [PhrasePositions(segment, number, terms, among).docs for terms in end]
        among = parts[0] if len(parts) == 1 else distinct(np.concatenate([NONE, *parts]))
    if among is None or not len(among):
        return NONE
    left, right = ([_NearPhrase(segment, number, terms, among) for terms in end] for end in ends)
    apart = any(term.apart for end in ends for terms in end for term in terms)
    parts = []
    for first, last in chunks(len(among)):
        docs = among[first:last]
        close = np.zeros(len(docs), bool)
        pairs = _close(
            [each.ends(first, last) for each in left],
            [each.ends(first, last) for each in right],
            distance,
        )
        _mark_close(segment, docs, close, pairs, apart=apart)
        parts.append(docs[close])
    return np.concatenate(parts)


class PhraseEnds(NamedTuple):
    """The keys of the first and the last words of phrases, in the same order."""

    first: Array
    last: Array


class _NearPhrase:
    """The positions of a phrase of one end in the documents that hold both ends."""

    def __init__(self, segment: Segment, number: int, terms: PhraseTerms, among: Ints) -> None:
        self._standing = PhrasePositions(segment, number, terms, among)
        self._bits, self._reach = key_layout(segment).bits, len(terms) - 1
        docs = self._standing.docs
        self._ranks = None if len(docs) == len(among) else among.searchsorted(docs)

    def ends(self, first: int, last: int) -> PhraseEnds:
        """The ends of the phrase in `among[first:last]`, ranks counted from `first`."""
        if self._ranks is None:
            keys, _ = self._standing.keys(first, last)
        else:
            begin, end = self._ranks.searchsorted((first, last)).tolist()
            keys, _ = self._standing.keys(begin, end)
            ranks = (self._ranks[begin:end] - first).take(keys >> self._bits).astype(keys.dtype)
            keys = ranks << self._bits | keys & ((1 << self._bits) - 1)
        return PhraseEnds(keys, _moved(keys, self._reach) if self._reach else keys)


def _close(
    left: Sequence[PhraseEnds], right: Sequence[PhraseEnds], distance: int
) -> tuple[Array, Array]:
    """The positions of neighbours of both ends that are close enough, with the rank above each.

    They are the last position of one phrase, and the first of the other.
    """
    (firsts_left, lasts_left), (firsts_right, lasts_right) = (
        [np.concatenate([each[side] for each in end]) for side in (0, 1)] for end in (left, right)
    )
    if all(each.first is each.last for end in (left, right) for each in end):
        return _neighbours(firsts_left, firsts_right, distance, turned=True)
    before, after = (
        _neighbours(lasts_left, firsts_right, distance),
        _neighbours(lasts_right, firsts_left, distance),
    )
    return np.concatenate((before[0], after[0])), np.concatenate((before[1], after[1]))


def _neighbours(
    before: Array, after: Array, distance: int, *, turned: bool = False
) -> tuple[Array, Array]:
    """The positions of `before` and the next ones of `after`, where they are close enough.

    `turned`: the other way round as well. Where any two of them are close, two are that have none
    of either between them.
    """
    keys = np.concatenate((before, after | 1))
    keys.sort()
    positions = keys >> 1
    # of each position the first key and the last: even where `before` has it, odd where `after` has
    heads = tails = keys
    begins = firsts(positions)
    if len(begins) < len(keys):
        heads, tails = keys.take(begins), np.empty(len(begins), keys.dtype)
        tails[:-1], tails[-1:] = keys.take(begins[1:] - 1), keys[-1:]
        positions = heads >> 1
    pairs = ~heads[:-1] & tails[1:]
    if turned:
        pairs |= tails[:-1] & ~heads[1:]
    pairs &= positions[1:] - positions[:-1] <= distance  # the last bit is left
    found = pairs.nonzero()[0]
    return positions.take(found), positions.take(found + 1)


def _mark_close(
    segment: Segment,
    docs: Ints,
    close: NDArray[np.bool_],
    pairs: tuple[Array, Array],
    *,
    apart: bool,
) -> None:
    """Mark in `close` which documents have a pair without a paragraph's end between.

    Of most documents the first pair tells.
    """
    bits = key_layout(segment).bits - 1
    begin, end = pairs
    ranks, steps = (begin >> bits).astype(np.int64), end - begin
    close[ranks if apart else ranks[steps == 1]] = True
    for every in (False, True):
        left = (~close.take(ranks)).nonzero()[0]
        begin, steps, ranks = begin.take(left), steps.take(left), ranks.take(left)
        some = np.arange(len(left)) if every else firsts(ranks)
        here = ranks.take(some)
        positions = segment.starts_at(docs.take(here)) + (begin.take(some) & (1 << bits) - 1)
        close[here[~parted(segment, positions, steps.take(some))]] = True


def parted(segment: Segment, begins: Ints, steps: Array) -> NDArray[np.bool_]:
    """A mask of `begins`: whether a position from there to so many further on was left free."""
    free = segment.free_positions
    following = free.searchsorted(begins.astype(free.dtype), "right")
    parted: NDArray[np.bool_] = free.take(following) < begins + steps
    return parted
