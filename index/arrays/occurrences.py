"""Where a word stands: every occurrence, in the fields that a segment stores and in those seen through them.

The three fields that are seen through `text`: `text_exact` keeps the occurrences of one form, each word of a title
once; `title` those before the title's end; `title_exact` both.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays.file import Array
from index.arrays.postings import single
from index.arrays.ragged import Places, distinct, firsts, found_in
from index.arrays.segment import Entry, Segment


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Articles in ascending order, how often the word stands in each, and in which slots."""

    docs: Places
    times: Places
    slots: Places   # of each occurrence, ascending within an article

    def of_each(self) -> Places:
        """The article of each occurrence."""
        return np.repeat(self.docs, self.times)


@dataclass(frozen=True, slots=True)
class Many:
    """Where several forms stand, in no order of theirs."""

    which: Places   # of each occurrence which form it is of
    docs: Places
    slots: Places

    def postings(self) -> tuple[Places, Places, Places]:
        """The form, the article and the times of each posting, by forms and articles."""
        keys = np.sort(self.which << 32 | self.docs)
        begins = firsts(keys)
        return keys[begins] >> 32, keys[begins] & 0xFFFFFFFF, np.diff(begins, append=len(keys))


SHIFT = 32    # bits of a key that hold the slot
FAR_MORE = 16  # times: from there on a few articles are better looked up than all gone through

NO_PLACES: tuple[Places, Places, Places] = (np.array([], np.int64),) * 3
NOWHERE = Occurrences(*NO_PLACES)


def occurrences(segment: Segment, field: str, text: bytes) -> Occurrences | None:
    """Where a word stands; None when nowhere."""
    entry = segment.entry(field, text)
    found = of_entry(segment, entry) if entry else NOWHERE
    return found if len(found.docs) else None


def of_entry(segment: Segment, entry: Entry, *, among: Places | None = None) -> Occurrences:
    """Where the word of an entry stands, in articles `among` some only (ascending numbers).

    The words of titles come TITLE_RUNS times, except in the fields that are seen through `text`: there once.
    """
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
    """Where the word of an entry stands in some articles (ascending numbers), those of titles TITLE_RUNS times."""
    docs = segment.docs.read(entry.first, entry.last)
    here = located(docs, among)
    if not len(here):
        return NOWHERE
    times, places = segment.occurrences_of(entry, here)
    slots = segment.slots.read(entry.begin, entry.end)[places].astype(np.int64)
    found = Occurrences(docs[here].astype(np.int64), times, slots)
    numbers = None if entry.number is None else segment.numbers_of(entry.term)
    return found if numbers is None else _kept(found, numbers[places] == entry.number)


def keys_of(segment: Segment, entry: Entry, *, among: Places | None = None) -> Places:
    """Where the word of an entry stands, in articles `among` some only: the article and the slot in one number, see
    SHIFT, ascending, each once. Quicker than `of_entry` where there are many."""
    if among is not None and len(among) * FAR_MORE < entry.last - entry.first:
        found = of_entry(segment, entry, among=among)
        keys = found.of_each() << SHIFT | found.slots
        return keys[firsts(keys)]
    docs, times = segment.docs.read(entry.first, entry.last), segment.times.read(entry.first, entry.last)
    numbers = None if entry.number is None else segment.numbers_of(entry.term)
    kept = None if numbers is None else numbers == entry.number
    if among is not None:
        wanted = np.zeros(segment.size, bool)
        wanted[among] = True
        here = wanted.take(docs).repeat(times)
        kept = here if kept is None else kept & here
    slots, docs = segment.slots.read(entry.begin, entry.end), docs.repeat(times)
    if kept is not None:
        places = kept.nonzero()[0]
        slots, docs = slots.take(places), docs.take(places)
    keys = docs.astype(np.int64)
    keys <<= SHIFT
    keys |= slots
    if entry.in_title:
        keys = keys[slots < segment.title_slots_of(docs)]
    return keys[firsts(keys)]


def of_forms(segment: Segment, places: Places, *, titles: bool) -> Many:
    """Where forms stand, by their places, ascending: in `titles` only or in the whole articles, titles once."""
    parts = [_with_forms(segment, term) for term in distinct(segment.terms_of_places(places)).tolist()]
    if not parts:
        return Many(*NO_PLACES)
    forms, docs, slots = (np.concatenate(each) for each in zip(*parts, strict=True))
    which = np.searchsorted(places, forms)
    title = slots < segment.title_slots_of(docs)
    kept = single(title) & title if titles else single(title)
    kept &= places.take(which, mode="clip") == forms
    return Many(which[kept], docs[kept], slots[kept])


def _with_forms(segment: Segment, term: int) -> tuple[Places, Places, Places]:
    """The place of the form of each occurrence of a term, its article, and its slot."""
    every = _of_all(segment, segment.entry_of_term(term, "text"))
    number, first = segment.numbers_of(term), segment.places_at.at(term)
    forms = np.full(len(every.slots), first) if number is None else number.astype(np.int64) + first
    return forms, every.of_each(), every.slots


def located(docs: Array, wanted: Array) -> Places:
    """The places in `docs` of those `wanted` that are there; both ascending."""
    return found_in(docs, wanted.astype(docs.dtype))


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
