"""Words side by side, and words near each other, in an array index: one segment at a time.

The documents are found first, by what their terms say. Then, so many of them at a time, the keys of
two words (see index.arrays.read.positions) are sorted together, those of the second moved to where
the first would stand: equal ones are neighbours. Slots that a paragraph's end leaves free keep
words apart that are not side by side. """

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.file import Array
from index.arrays.file.ranges import Places, distinct, firsts
from index.arrays.read.positions import FAR_MORE, key_form, located
from index.arrays.read.segment import Segment
from search.arrays.term import CHUNK, NONE, Word

Words = Sequence[Word]  # of a run, one after another
MERGED = 8  # times: keys that are so many more are merged with the few, not sorted with them


class Side(NamedTuple):
    """Documents of a segment in which a run stands, and how often each of its words stands in
    them."""

    docs: Places
    times: list[Places]


class Standing:
    """Where a run stands in a segment."""

    def __init__(
        self, segment: Segment, number: int, words: Words, among: Places | None = None
    ) -> None:
        """`among` some documents only."""
        lists = sorted((word.documents(number) for word in words), key=len)
        docs = lists[0] if among is None else _common(among, lists[0])
        for each in lists[1:]:
            docs = _common(docs, each)
        self.docs = docs
        """Those that have all words."""
        self._form = key_form(segment)
        self._spots = [word.spots(number, docs) for word in words] if len(docs) else []
        self._order = sorted(range(len(words)), key=lambda step: len(words[step].documents(number)))

    def keys(self, first: int, last: int) -> tuple[Array, list[Array]]:
        """The keys of the run's first words in the documents from `first` to `last`, and those of
        each word wherever it stands."""
        if first == last:
            return np.array([], self._form.kind), []
        step, *others = self._order
        each = [NONE] * len(self._order)
        found = each[step] = self._spots[step].keys(first, last)
        for other in others:
            some = None
            if len(found) * 2 < last - first:
                ranks = found >> self._form.bits
                some = ranks.take(firsts(ranks)).astype(np.int64)
            each[other] = self._spots[other].keys(first, last, some=some)
            found = _followed(found, each[other], other - step)
        return _moved(found, -step), each

    def side(self) -> Side:
        """Where the words stand side by side."""
        docs, times = [NONE], [[NONE] for _ in self._order]
        for first, last in chunks(len(self.docs)):
            found, keys = self.keys(first, last)
            ranks = found >> self._form.bits
            ranks = ranks.take(firsts(ranks)).astype(np.int64)
            docs.append(self.docs[first:last].take(ranks))
            for spots, each, counts in zip(self._spots, keys, times, strict=True):
                counts.append(spots.times(first, each, ranks))
        return Side(_joined(docs), [_joined(each) for each in times])


def chunks(count: int) -> Iterator[tuple[int, int]]:
    """From and to."""
    return ((first, min(first + CHUNK, count)) for first in range(0, count, CHUNK))


def _joined(parts: list[Places]) -> Places:
    return parts[1] if len(parts) == 2 else np.concatenate(parts)


def _followed(keys: Array, others: Array, steps: int) -> Array:
    """The keys that another one follows by so many slots, each once."""
    every = np.concatenate((_moved(keys, steps), others | 1))
    few, many = sorted((len(keys), len(others)))
    every.sort(kind="stable" if few * MERGED < many else None)
    found = ((every[1:] ^ every[:-1]) == 1).nonzero()[0]
    # equal but for the last bit, and the even one first: an odd one and the next even one differ in
    # more
    return _moved(every.take(found), -steps)


def _moved(keys: Array, steps: int) -> Array:
    """Keys of slots so many further on. Those of slots before the first are nobody's: see
    Segment.wide."""
    return keys + 2 * steps if steps >= 0 else keys - 2 * -steps


def _common(docs: Places, others: Places) -> Places:
    """The documents in both."""
    few, many = (docs, others) if len(docs) < len(others) else (others, docs)
    if len(few) * FAR_MORE < len(many):
        return many.take(located(many, few))
    return few.take(located(few, many))


def near(segment: Segment, number: int, ends: Sequence[Sequence[Words]], distance: int) -> Places:
    """The documents of a segment in which runs of both ends stand at most `distance` words apart,
    not overlapping."""
    among: Places | None = None
    for end in ends:
        parts = [Standing(segment, number, words, among).docs for words in end]
        among = parts[0] if len(parts) == 1 else distinct(np.concatenate([NONE, *parts]))
    if among is None or not len(among):
        return NONE
    left, right = ([_Run(segment, number, words, among) for words in end] for end in ends)
    apart = any(word.apart for end in ends for words in end for word in words)
    parts = []
    for first, last in chunks(len(among)):
        docs = among[first:last]
        close = np.zeros(len(docs), bool)
        pairs = _close(
            [each.ends(first, last) for each in left],
            [each.ends(first, last) for each in right],
            distance,
        )
        _note(segment, docs, close, pairs, apart=apart)
        parts.append(docs[close])
    return np.concatenate(parts)


class Ends(NamedTuple):
    """The keys of the first and the last words of runs, in the same order."""

    first: Array
    last: Array


class _Run:
    """Where a run stands among the documents of both ends."""

    def __init__(self, segment: Segment, number: int, words: Words, among: Places) -> None:
        self._standing = Standing(segment, number, words, among)
        self._bits, self._reach = key_form(segment).bits, len(words) - 1
        docs = self._standing.docs
        self._ranks = None if len(docs) == len(among) else among.searchsorted(docs)

    def ends(self, first: int, last: int) -> Ends:
        """In the documents from `first` to `last`, ranks counted from there."""
        if self._ranks is None:
            keys, _ = self._standing.keys(first, last)
        else:
            begin, end = self._ranks.searchsorted((first, last)).tolist()
            keys, _ = self._standing.keys(begin, end)
            ranks = (self._ranks[begin:end] - first).take(keys >> self._bits).astype(keys.dtype)
            keys = ranks << self._bits | keys & ((1 << self._bits) - 1)
        return Ends(keys, _moved(keys, self._reach) if self._reach else keys)


def _close(left: Sequence[Ends], right: Sequence[Ends], distance: int) -> tuple[Array, Array]:
    """Slots of neighbouring runs of both ends that are close enough: the last of one, and the first
    of the other."""
    (firsts_left, lasts_left), (firsts_right, lasts_right) = (
        [np.concatenate([each[side] for each in end]) for side in (0, 1)] for end in (left, right)
    )
    if all(each.first is each.last for end in (left, right) for each in end):
        return _neighbours(firsts_left, firsts_right, distance, turned=True)
    one, other = (
        _neighbours(lasts_left, firsts_right, distance),
        _neighbours(lasts_right, firsts_left, distance),
    )
    return np.concatenate((one[0], other[0])), np.concatenate((one[1], other[1]))


def _neighbours(
    before: Array, after: Array, distance: int, *, turned: bool = False
) -> tuple[Array, Array]:
    """Slots of `before` and the next ones of `after`, where they are close enough; or `turned`, the
    other way round.

    Where any two of them are close, two are that have none of either between them.
    """
    keys = np.concatenate((before, after | 1))
    keys.sort()
    slots = keys >> 1
    # of each slot the first key, and the last: even where `before` has it, odd where `after` has
    heads = tails = keys
    begins = firsts(slots)
    if len(begins) < len(keys):
        heads, tails = keys.take(begins), np.empty(len(begins), keys.dtype)
        tails[:-1], tails[-1:] = keys.take(begins[1:] - 1), keys[-1:]
        slots = heads >> 1
    pairs = ~heads[:-1] & tails[1:]
    if turned:
        pairs |= tails[:-1] & ~heads[1:]
    pairs &= slots[1:] - slots[:-1] <= distance  # the last bit is left
    found = pairs.nonzero()[0]
    return slots.take(found), slots.take(found + 1)


def _note(
    segment: Segment,
    docs: Places,
    close: NDArray[np.bool_],
    pairs: tuple[Array, Array],
    *,
    apart: bool,
) -> None:
    """Note which documents have a pair with no paragraph's end between. Of most the first pair
    tells."""
    bits = key_form(segment).bits - 1
    begin, end = pairs
    ranks, steps = (begin >> bits).astype(np.int64), end - begin
    close[ranks if apart else ranks[steps == 1]] = True
    for every in (False, True):
        left = (~close.take(ranks)).nonzero()[0]
        begin, steps, ranks = begin.take(left), steps.take(left), ranks.take(left)
        some = np.arange(len(left)) if every else firsts(ranks)
        here = ranks.take(some)
        slots = segment.starts_at(docs.take(here)) + (begin.take(some) & (1 << bits) - 1)
        close[here[~_parted(segment, slots, steps.take(some))]] = True


def _parted(segment: Segment, begins: Places, steps: Array) -> NDArray[np.bool_]:
    """Whether a slot between these and those so many further on was left free."""
    free = segment.free_slots
    following = free.searchsorted(begins.astype(free.dtype), "right")
    parted: NDArray[np.bool_] = free.take(following) < begins + steps
    return parted
