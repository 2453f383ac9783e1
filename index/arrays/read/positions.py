"""Where a word stands: every occurrence, in the fields that a segment stores and in those seen
through them.

The three fields that are seen through `text`: `text_exact` keeps the occurrences of one form, each
word of a title once; `title` those before the title's end; `title_exact` both. """

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.file import Array
from index.arrays.file.ranges import RANK, Places, firsts, found_in, ranked
from index.arrays.file.title_runs import single
from index.arrays.read.segment import Entry, Segment
from index.base.schema import TITLE_RUNS


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Articles in ascending order, how often the word stands in each, and in which slots."""

    docs: Places
    times: Places
    slots: Places   # of each occurrence, ascending within an article

    def of_each(self) -> Places:
        """The article of each occurrence."""
        return np.repeat(self.docs, self.times)


SHIFT = 32     # bits of a place that hold the slot
FAR_MORE = 16  # times: from there on a few articles are better looked up than all gone through
UNRANKED = (1 << RANK) - 1

NONE: Places = np.array([], np.int64)
NOWHERE = Occurrences(NONE, NONE, NONE)


def occurrences(segment: Segment, field: str, text: bytes) -> Occurrences | None:
    """Where a word stands; None when nowhere."""
    entry = segment.entry(field, text)
    found = of_entry(segment, entry) if entry else NOWHERE
    return found if len(found.docs) else None


def of_entry(segment: Segment, entry: Entry, *, among: Places | None = None) -> Occurrences:
    """Where the word of an entry stands, in articles `among` some only (ascending numbers).

    The words of titles come TITLE_RUNS times, except in the fields that are seen through `text`:
    there once. """
    found = some_of(segment, entry, among) if among is not None else _of_all(segment, entry)
    if entry.in_title:
        return in_title(segment, found)
    return found if entry.number is None else once(segment, found)


def _of_all(segment: Segment, entry: Entry) -> Occurrences:
    docs = segment.docs.read(entry.first, entry.last).astype(np.int64)
    times = segment.times.read(entry.first, entry.last).astype(np.int64)
    found = Occurrences(docs, times, segment.slots.read(entry.begin, entry.end).astype(np.int64))
    numbers = None if entry.number is None else segment.numbers_of(entry.term)
    return found if numbers is None else _kept(found, numbers == entry.number)


def some_of(segment: Segment, entry: Entry, among: Places) -> Occurrences:
    """Where the word of an entry stands in some articles (ascending numbers), those of titles
    TITLE_RUNS times."""
    docs = segment.docs.read(entry.first, entry.last)
    here = found_in(docs, among.astype(docs.dtype))
    if not len(here):
        return NOWHERE
    times, places = segment.occurrences_of(entry, here)
    slots = segment.slots.read(entry.begin, entry.end)[places].astype(np.int64)
    found = Occurrences(docs[here].astype(np.int64), times, slots)
    numbers = None if entry.number is None else segment.numbers_of(entry.term)
    return found if numbers is None else _kept(found, numbers[places] == entry.number)


def slots_in(segment: Segment, entry: Entry, among: Places) -> list[list[int]]:
    """The slots of the word of an entry in each of a few articles, those of titles TITLE_RUNS
    times."""
    found: list[list[int]] = [[] for _ in among]
    docs = segment.docs.read(entry.first, entry.last)
    at = docs.searchsorted(among.astype(docs.dtype))
    there = (docs.take(at, mode="clip") == among).nonzero()[0] if len(docs) else at[:0]
    if not len(there):
        return found
    times, begins = segment.begins_of(entry, at[there])
    slots = segment.slots.read(entry.begin, entry.end)
    numbers = None if entry.number is None else segment.numbers_of(entry.term)
    for rank, begin, count in zip(there.tolist(), begins.tolist(), times.tolist(), strict=True):
        here = slots[begin : begin + count].tolist()
        if numbers is not None:
            forms = numbers[begin : begin + count].tolist()
            here = [slot for slot, form in zip(here, forms, strict=True) if form == entry.number]
        found[rank] = here
    return found


@dataclass(frozen=True, slots=True)
class KeyForm:
    """What a key is in a segment: an article's rank among some, a slot of it, and a bit to tell two
    words apart.

    Narrow keys are joined twice as fast. They hold 2^15 articles.
    """

    kind: type[np.unsignedinteger | np.signedinteger]
    bits: int   # below the rank


NARROW, WIDE = KeyForm(np.uint32, 17), KeyForm(np.int64, 33)


def key_form(segment: Segment) -> KeyForm:
    """That of the keys in a segment."""
    return WIDE if segment.wide else NARROW


class Spots:
    """Where the word of an entry stands in some articles, all of which have its term."""

    def __init__(self, segment: Segment, entry: Entry, among: Places, here: Places) -> None:
        """`here` are the places of the articles in the entry's postings."""
        self._segment, self._entry, self._among = segment, entry, among
        self._times, self._begins = segment.begins_of(entry, here)
        self._numbers = None if entry.number is None else segment.numbers_of(entry.term)
        self._slots = segment.slots.read(entry.begin, entry.end)
        self._form = key_form(segment)

    def keys(self, first: int, last: int, *, some: Places | None = None) -> Array:
        """The keys of its occurrences in the articles from `first` to `last`, or in `some` of these
        only. Ranks count from `first`. Keys ascend, the last bit is 0, and those in titles may come
        more than once."""
        begins, times = self._begins[first:last], self._times[first:last]
        if some is not None:
            begins, times = begins.take(some), times.take(some)
        places = ranked(begins, times)
        if self._numbers is not None:
            places = places.take(
                (self._numbers.take(places & UNRANKED) == self._entry.number).nonzero()[0]
            )
        slots = self._slots.take(places & UNRANKED)
        places >>= RANK
        if some is not None:
            places = some.take(places)
        if self._entry.in_title:
            kept = (
                slots < self._segment.title_slots_of(self._among[first:last].take(places))
            ).nonzero()[0]
            slots, places = slots.take(kept), places.take(kept)
        keys = places.astype(self._form.kind)
        keys <<= self._form.bits - 1
        keys |= slots
        keys <<= 1
        return keys

    def times(self, first: int, keys: Array, ranks: Places) -> Places:
        """How often the word stands in the articles of these ranks, `keys` being all that `keys`
        gave of them."""
        found = (keys >> self._form.bits).astype(np.int64)
        counts = np.bincount(found, minlength=int(ranks[-1]) + 1 if len(ranks) else 0)
        if self._entry.in_title:
            return counts.take(ranks) // TITLE_RUNS
        if self._entry.number is not None:
            again = keys[1:] == keys[:-1]
            if again.any():
                again_in_titles = self._again_in_titles(first, keys, found, again)
                counts[: len(again_in_titles)] -= again_in_titles
        return counts.take(ranks)

    def _again_in_titles(
        self, first: int, keys: Array, ranks: Places, again: NDArray[np.bool_]
    ) -> Places:
        """For each rank how many of its keys are those of a title's word that was counted
        before."""
        some = np.zeros(len(keys), bool)
        some[1:] = again
        some[:-1] |= again
        few = some.nonzero()[0]
        ranks = ranks.take(few)
        slots = (keys.take(few) >> 1) & ((1 << self._form.bits - 1) - 1)
        title = slots < self._segment.title_slots_of(self._among[first:].take(ranks))
        return np.bincount(ranks[title]) // TITLE_RUNS * (TITLE_RUNS - 1)


def located(docs: Places, wanted: Places) -> Places:
    """The places in `docs` of those `wanted` that are there; both ascending."""
    if len(wanted) * FAR_MORE < len(docs) or not len(docs):
        return found_in(docs, wanted)
    there = np.zeros(int(max(docs[-1], wanted[-1] if len(wanted) else 0)) + 1, bool)
    there[wanted] = True
    return there.take(docs).nonzero()[0]


def once(segment: Segment, found: Occurrences) -> Occurrences:
    """Each word of a title once."""
    title = found.slots < segment.title_slots_of(found.of_each())
    return _kept(found, single(title)) if title.any() else found


def in_title(segment: Segment, found: Occurrences) -> Occurrences:
    """Those within titles, each once."""
    title = found.slots < segment.title_slots_of(found.of_each())
    return _kept(found, title & single(title))


def _kept(found: Occurrences, which: NDArray[np.bool_]) -> Occurrences:
    return _grouped(found.of_each()[which], found.slots[which])


def _grouped(docs: Places, slots: Places) -> Occurrences:
    begins = firsts(docs)
    return Occurrences(docs[begins], np.diff(begins, append=len(docs)), slots)
