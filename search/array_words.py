"""What may stand in one place of a pattern, in an array index: one word, or any of the forms of a prefix.

A *key* is a document of a segment and a slot in it, in one number; keys ascend.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.arrays.fields import SHORT
from index.arrays.occurrences import SHIFT, Many, keys_of, located, of_entry, of_forms, some_of
from index.arrays.ragged import Places, distinct, firsts
from index.arrays.reader import ArrayReader, Postings
from search.matches import NOTHING, Matches, union
from search.ranking import term_weight

SLOT = (1 << SHIFT) - 1
NONE: Places = np.array([], np.int64)
UNSCORED = ("id", "author_name", "section_name")


class Word(Protocol):
    """What may stand in one place."""

    apart: bool
    """Whether its slots keep the distance of paragraphs by themselves, as those of short fields do."""

    def matches(self) -> Matches:
        """The documents, with scores."""

    def documents(self, number: int) -> Places:
        """Documents of a segment that may hold it, ascending."""

    def keys(self, number: int, among: Places | None) -> Places:
        """Where it stands in a segment, among some documents."""

    def slots(self, number: int, among: Places) -> tuple[Places, Places]:
        """Where it stands in a few documents of a segment: for each slot which of them, and the slot; those of titles
        may come more than once."""

    def scores(self, docs: Places) -> NDArray[np.float64]:
        """What it adds to the score of documents of the whole index, ascending; nothing where it does not stand."""


class OneWord:
    """A word of a field."""

    def __init__(self, reader: ArrayReader, field: str, text: str) -> None:
        self._reader, self.field = reader, field
        self._entries = reader.entries(field, text.encode("utf-8", "surrogatepass"))
        self.apart = field in SHORT

    @cached_property
    def postings(self) -> Postings | None:
        """Its documents, if any."""
        return self._reader.postings(self._entries)

    @cached_property
    def counts(self) -> tuple[int, int]:
        """In how many documents it is and how often, deleted ones included."""
        return self._reader.counts(self._entries)

    def place(self, number: int) -> int:
        """The place of the form in a segment, -1 where it has none."""
        entry = self._entries[number]
        return entry.place if entry else -1

    def matches(self) -> Matches:
        """See Word."""
        found = self.postings
        if found is None or not len(found.docs):
            return NOTHING
        return Matches(found.docs, self._score(found.docs, found.times))

    def documents(self, number: int) -> Places:
        """See Word."""
        entry = self._entries[number]
        return self._reader.segments[number].docs.read(entry.first, entry.last).astype(np.int64) if entry else NONE

    def keys(self, number: int, among: Places | None) -> Places:
        """See Word."""
        entry = self._entries[number]
        return NONE if entry is None else keys_of(self._reader.segments[number], entry, among=among)

    def slots(self, number: int, among: Places) -> tuple[Places, Places]:
        """See Word."""
        segment, entry = self._reader.segments[number], self._entries[number]
        if entry is None:
            return NONE, NONE
        found = some_of(segment, entry, among)
        return np.repeat(among.searchsorted(found.docs), found.times), found.slots

    def scores(self, docs: Places) -> NDArray[np.float64]:
        """See Word."""
        scores = np.zeros(len(docs))
        for segment, base, entry in zip(self._reader.segments, self._reader.bases, self._entries, strict=True):
            if entry is not None:
                found = of_entry(segment, entry, among=docs - base if base else docs)
                here = found.docs + base
                scores[located(docs, here)] = self._score(here, found.times)
        return scores

    def _score(self, docs: Places, times: Places) -> NDArray[np.float64]:
        if self.field in UNSCORED:
            return np.zeros(len(docs))
        with_word, frequency = self.counts
        weight = term_weight(articles=self._reader.size, with_word=with_word, times=frequency)
        return weigh(weight, self._reader.norms(self.field).take(docs) * times)


class AnyForm:
    """Any of some forms: those that a prefix or a near spelling stands for."""

    def __init__(self, reader: ArrayReader, field: str, forms: Sequence[str]) -> None:
        """`field` is "text_exact" or "title_exact"."""
        self._reader, self.field, self._forms = reader, field, [OneWord(reader, field, form) for form in forms]
        self.apart = False
        self._many: dict[int, tuple[Many, Places]] = {}

    def matches(self) -> Matches:
        """See Word."""
        return union(self._scored(number, base) for number, base in enumerate(self._reader.bases))

    def documents(self, number: int) -> Places:
        """See Word."""
        return distinct(self.many(number).docs)

    def keys(self, number: int, among: Places | None) -> Places:
        """See Word."""
        many = self.many(number)
        docs, slots = many.docs, many.slots
        if among is not None:
            wanted = np.zeros(self._reader.segments[number].size, bool)
            wanted[among] = True
            kept = wanted[docs].nonzero()[0]
            docs, slots = docs[kept], slots[kept]
        return distinct(docs << SHIFT | slots)

    def slots(self, number: int, among: Places) -> tuple[Places, Places]:
        """See Word."""
        keys = self.keys(number, among)
        return among.searchsorted(keys >> SHIFT), keys & SLOT

    def scores(self, docs: Places) -> NDArray[np.float64]:
        """See Word."""
        found = self.matches()
        scores = np.zeros(len(docs))
        here = located(docs, found.docs)
        scores[here] = found.scores[located(found.docs, docs[here])]
        return scores

    def many(self, number: int) -> Many:
        """Where the forms stand in a segment."""
        return self._of(number)[0]

    def _of(self, number: int) -> tuple[Many, Places]:
        """Where the forms stand in a segment, and which form each of its numbers there is."""
        known = self._many.get(number)
        if known is None:
            segment = self._reader.segments[number]
            places = np.array([form.place(number) for form in self._forms], np.int64)
            order = np.argsort(places)[int((places < 0).sum()) :]
            known = of_forms(segment, places[order], titles=self.field == "title_exact"), order
            self._many[number] = known
        return known

    def _scored(self, number: int, base: int) -> Matches:
        many, order = self._of(number)
        which, docs, times = many.postings()
        docs = docs + base
        if self._reader.alive is not None:
            kept = self._reader.alive[docs]
            which, docs, times = which[kept], docs[kept], times[kept]
        size = self._reader.size
        weights = np.array([term_weight(articles=size, with_word=d, times=t) for d, t in self._counts()])
        scores = weigh(weights[order[which]], self._reader.norms(self.field).take(docs) * times)
        order = np.argsort(docs, kind="stable")
        docs, scores = docs[order], scores[order]
        begins = firsts(docs)
        return Matches(docs[begins], np.add.reduceat(scores, begins)) if len(docs) else NOTHING

    def _counts(self) -> list[tuple[int, int]]:
        return [form.counts for form in self._forms]


def weigh(weight: float | NDArray[np.float64], tfn: NDArray[np.float64]) -> NDArray[np.float64]:
    """The score of words with this weight and these normalised frequencies; see ranking.py."""
    scores: NDArray[np.float64] = tfn / (tfn + 1)
    scores *= weight
    return scores
