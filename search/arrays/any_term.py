"""AnyTerm: an ArrayTerm that is any of the words that an expansion found in a short field."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.blob import encoded
from index.arrays.file.file import Array
from index.arrays.file.ranges import Ints, distinct
from index.arrays.read.positions import SHIFT, key_layout
from index.arrays.read.reader import ArrayReader
from search.arrays.term import NONE, POSITION, CombinedKeys, KeySource, SingleTerm
from search.matching.doc_set import DocSet, union


class AnyTerm:
    """An ArrayTerm over authors or sections, whose terms are not among the forms of AnyForm."""

    apart = True

    def __init__(self, reader: ArrayReader, field: str, terms: Sequence[str]) -> None:
        """`field` is "author" or "section"."""
        self._reader = reader
        self._terms = [
            SingleTerm(reader, field, reader.entries(field, encoded(term))) for term in terms
        ]

    def doc_set(self) -> DocSet:
        """See ArrayTerm."""
        return union([term.doc_set() for term in self._terms])

    def docs_in(self, number: int) -> Ints:
        """See ArrayTerm."""
        return distinct(np.concatenate([NONE, *(term.docs_in(number) for term in self._terms)]))

    def key_source(self, number: int, among: Ints) -> KeySource:
        """See ArrayTerm."""
        return CombinedKeys(self, number, among, key_layout(self._reader.segments[number]))

    def positions(self, number: int, among: Ints) -> tuple[Ints, Ints]:
        """See ArrayTerm."""
        found = [term.positions(number, among) for term in self._terms]
        places = distinct(
            np.concatenate([NONE, *(which << SHIFT | here for which, here in found)])
        )
        return places >> SHIFT, places & POSITION

    def scores(self, docs: Ints) -> NDArray[np.float64]:
        """See ArrayTerm."""
        scores = np.zeros(len(docs))
        for term in self._terms:
            scores += term.scores(docs)
        return scores

    def scores_of(self, docs: Ints, times: Array) -> NDArray[np.float64]:
        """See ArrayTerm."""
        return self.scores(docs)
