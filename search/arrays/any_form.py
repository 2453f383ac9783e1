"""AnyForm: an ArrayTerm that is any of the words that a prefix or a near spelling stands for."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.file import Array
from index.arrays.file.ranges import Ints, distinct
from index.arrays.read.multi_terms import MultiTerm
from index.arrays.read.positions import SHIFT, key_layout, located
from index.arrays.read.reader import ArrayReader
from index.base import ranking
from search.arrays.expansion import Expansion
from search.arrays.term import NONE, POSITION, CombinedKeys, KeySource
from search.matching.doc_set import DocSet, Scores

SPARSE = 8  # documents for each posting: from there on they are looked up


class AnyForm:
    """An ArrayTerm: any of the words that an expansion found, each scored as a word of its own."""

    def __init__(self, reader: ArrayReader, expansion: Expansion) -> None:
        self._reader, self._expansion = reader, expansion
        self._field = expansion.field
        self._known: dict[int, MultiTerm] = {}
        self.apart = False

    def doc_set(self) -> DocSet:
        """See ArrayTerm."""
        return self._doc_set

    def docs_in(self, number: int) -> Ints:
        """See ArrayTerm."""
        return self._many(number).docs

    def key_source(self, number: int, among: Ints) -> KeySource:
        """See ArrayTerm."""
        return CombinedKeys(self, number, among, key_layout(self._reader.segments[number]))

    def positions(self, number: int, among: Ints) -> tuple[Ints, Ints]:
        """See ArrayTerm."""
        places = self._many(number).positions(among)
        return places >> SHIFT, places & POSITION

    def scores(self, docs: Ints) -> NDArray[np.float64]:
        """See ArrayTerm."""
        found, scores = self._doc_set, np.zeros(len(docs))
        here = located(docs, found.docs)
        scores[here] = found.scores_at(located(found.docs, docs.take(here)))
        return scores

    def scores_of(self, docs: Ints, times: Array) -> NDArray[np.float64]:
        """See ArrayTerm. What is told of all the words together does not help."""
        return self.scores(docs)

    def _many(self, number: int) -> MultiTerm:
        known = self._known.get(number)
        if known is None:
            places = self._expansion.places[number]
            segment, held = self._reader.segments[number], np.sort(places[places >= 0])
            known = MultiTerm(segment, self._field, held)
            self._known[number] = known
        return known

    @cached_property
    def _doc_set(self) -> DocSet:
        reader, size = self._reader, self._reader.size
        told = zip(self._expansion.docs.tolist(), self._expansion.times.tolist(), strict=True)
        weights = np.array(
            [
                ranking.term_weight(articles=size, with_word=docs, frequency=times)
                for docs, times in told
            ]
        )
        every, scores = [NONE], [np.array([])]
        for number, base in enumerate(reader.bases):
            places = self._expansion.places[number]
            here = weights.take(places.argsort()[int((places < 0).sum()) :])
            norms = reader.norms(self._field)[base:]
            for which, docs, times in self._many(number).postings():
                every.append(docs + base)
                scores.append(ranking.scores(here.take(which), times, norms.take(docs)))
        docs, added = np.concatenate(every), np.concatenate(scores)
        if reader.alive is not None:
            kept = reader.alive.take(docs)
            docs, added = docs[kept], added[kept]
        return _summed(docs, added, size)


def _summed(docs: Ints, scores: Scores, size: int) -> DocSet:
    """The documents, each once, and the sums of their scores."""
    if len(docs) * SPARSE < size:
        found = distinct(docs)
        docs = found.searchsorted(docs)
    else:
        there = np.zeros(size, bool)
        there[docs] = True
        found = there.nonzero()[0]
    sums = np.bincount(docs, scores).astype(np.float64, copy=False)
    return DocSet(found, sums if len(sums) == len(found) else sums.take(found))
