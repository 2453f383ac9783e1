"""ArrayLeaves: the leaves of an array index, for one question. What is looked up once is remembered while it lasts."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.arrays.ragged import Places
from index.arrays.reader import ArrayReader
from index.schema import UNDATED
from search.array_expansion import expand
from search.array_page import ArrayPage
from search.array_runs import Words, near, together
from search.array_words import NONE, AnyForm, OneWord, Word
from search.leaves import Column, Fields
from search.matches import Matches, union
from search.pattern import Pattern, Run, Slot


class ArrayLeaves:
    """Leaves over an ArrayReader. Not for two threads; the reader may be."""

    def __init__(self, reader: ArrayReader) -> None:
        self._reader = reader
        self.size = reader.size
        self._words: dict[tuple[str, str], OneWord] = {}
        self._slots: dict[tuple[Slot, str], Word] = {}
        self._expanded: dict[tuple[Slot, str], list[str]] = {}

    # -- finding

    def term(self, name: str, text: str, *, scored: bool = True) -> Matches:
        """See Leaves."""
        word = self._word(name, text)
        if scored:
            return word.matches()
        docs = word.postings.docs if word.postings else NONE
        return Matches(docs, np.zeros(len(docs)))

    def run(self, run: Run, fields: Fields) -> Matches:
        """See Leaves."""
        words = self._run(run, fields)
        if len(words) == 1:
            return words[0].matches()
        docs = self._live([together(number, words).docs + base for number, base in enumerate(self._reader.bases)])
        scores = np.zeros(len(docs))
        for word in words:
            scores += word.scores(docs)
        return Matches(docs, scores)

    def near(self, left: Pattern, right: Pattern, distance: int, *, fields: Fields) -> Matches:
        """See Leaves."""
        ends = [[self._run(run, fields) for run in end.runs] for end in (left, right)]
        segments = zip(self._reader.segments, self._reader.bases, strict=True)
        docs = self._live([near(s, number, ends, distance) + base for number, (s, base) in enumerate(segments)])
        found = union(self.run(run, fields) for end in (left, right) for run in end.runs)
        return Matches(docs, found.scores[np.searchsorted(found.docs, docs)])

    def published(self, since: date | None, until: date | None) -> Matches:
        """See Leaves."""
        days = self._reader.published
        kept = days != UNDATED
        if since:
            kept &= days >= _number(since)
        if until:
            kept &= days <= _number(until)
        return self._unscored(kept)

    def everything(self) -> Matches:
        """See Leaves."""
        return self._unscored(np.ones(self.size, bool))

    def expand(self, slot: Slot, name: str) -> list[str]:
        """See Leaves."""
        known = self._expanded.get((slot, name))
        if known is None:
            known = self._expanded[slot, name] = expand(self._reader, slot, name)
        return known

    # -- counting

    def doc_frequency(self, name: str, text: str) -> int:
        """See Leaves."""
        return self._word(name, text).counts[0]

    def frequency(self, name: str, text: str) -> float:
        """See Leaves."""
        return float(self._word(name, text).counts[1])

    def average_length(self, name: str) -> float:
        """See Leaves."""
        return self._reader.average_length(name)

    def days(self, docs: NDArray[np.int64]) -> NDArray[np.int64]:
        """See Leaves."""
        return self._reader.published[docs].astype(np.int64)

    def count_names(self, column: Column, docs: NDArray[np.int64]) -> Counter[str]:
        """See Leaves."""
        return self._reader.count_names(column, docs)

    # -- showing

    def page(self, docs: Sequence[int]) -> ArrayPage:
        """See Leaves."""
        return ArrayPage(self._reader, docs, lambda slot: self._slot(slot, ("text", "text_exact")))

    def close(self) -> None:
        """See Leaves."""
        self._reader.close()

    # -- words

    def _word(self, name: str, text: str) -> OneWord:
        known = self._words.get((name, text))
        if known is None:
            known = self._words[name, text] = OneWord(self._reader, name, text)
        return known

    def _run(self, run: Run, fields: Fields) -> Words:
        return [self._slot(slot, fields) for slot in run]

    def _slot(self, slot: Slot, fields: Fields) -> Word:
        stems, forms = fields
        if slot.kind in ("stem", "form"):
            return self._word(stems if slot.kind == "stem" else forms, slot.value)
        known = self._slots.get((slot, forms))
        if known is None:
            known = self._slots[slot, forms] = AnyForm(self._reader, forms, self.expand(slot, forms))
        return known

    def _live(self, parts: Sequence[Places]) -> Places:
        """The documents of each segment that are not deleted."""
        docs = np.concatenate([NONE, *parts])
        return docs if self._reader.alive is None else docs[self._reader.alive[docs]]

    def _unscored(self, kept: NDArray[np.bool_]) -> Matches:
        if self._reader.alive is not None:
            kept &= self._reader.alive
        docs = np.flatnonzero(kept)
        return Matches(docs, np.zeros(len(docs)))


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
