"""Any of some words of a short field, in an array index: those that a prefix or a near spelling
stands for there."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.file import Array
from index.arrays.file.ranges import Places, distinct
from index.arrays.read.positions import SHIFT, key_form
from index.arrays.read.reader import ArrayReader
from search.arrays.term import NONE, SLOT, Gathered, Keys, OneWord
from search.matching.doc_set import DocSet, union


class AnyTerm:
    """A Word, see there. Names have terms of their own in an index, not the forms of AnyForm."""

    apart = True

    def __init__(self, reader: ArrayReader, field: str, terms: Sequence[str]) -> None:
        """`field` is "author" or "section"."""
        self._reader = reader
        self._terms = [OneWord(reader, field, term) for term in terms]

    def doc_set(self) -> DocSet:
        """See Word."""
        return union([term.doc_set() for term in self._terms])

    def documents(self, number: int) -> Places:
        """See Word."""
        return distinct(np.concatenate([NONE, *(term.documents(number) for term in self._terms)]))

    def spots(self, number: int, among: Places) -> Keys:
        """See Word."""
        return Gathered(self, number, among, key_form(self._reader.segments[number]))

    def slots(self, number: int, among: Places) -> tuple[Places, Places]:
        """See Word."""
        found = [term.slots(number, among) for term in self._terms]
        places = distinct(
            np.concatenate([NONE, *(which << SHIFT | slots for which, slots in found)])
        )
        return places >> SHIFT, places & SLOT

    def scores(self, docs: Places) -> NDArray[np.float64]:
        """See Word."""
        scores = np.zeros(len(docs))
        for term in self._terms:
            scores += term.scores(docs)
        return scores

    def scores_of(self, docs: Places, times: Array) -> NDArray[np.float64]:
        """See Word."""
        return self.scores(docs)
