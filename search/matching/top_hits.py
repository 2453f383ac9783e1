"""Top hits: the best documents of an answer, or the first by time, as many as are read."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.base.days import UNDATED
from search.matching.collect import Collected
from search.matching.doc_set import DocSet
from search.matching.index_reader import IndexReader
from search.matching.results import Sort
from search.matching.typed import TypedScores

SAME = 9  # decimals: scores that agree so far are equal, and the newer article comes first
SLACK = 2 * 10.0**-SAME
BATCHES = 64  # where there are very many scores, the greatest of each batch are looked at first
MANY = 4096  # scores
FEW = 4  # times what is wanted: so few are sorted at once
LATER = 10**9  # greater than any day's number
REORDERED = 100  # of those that match in part
LOOKED_AT = 512  # so many are looked at at once for what was typed

FULL, BY_AUTHOR, PARTIAL = "full", "by_author", "partial"


class RankedDoc(NamedTuple):
    """A document of an answer, in its place there."""

    doc: int
    score: float
    day: int        # of publication, 20200326 or UNDATED
    partial: bool
    by_author: bool = False  # its author has the words for a name, its text has not


def top_hits(
    reader: IndexReader,
    found: Collected,
    sort: Sort,
    *,
    typed: TypedScores | None = None,
    most: int | None = None,
    additions: NDArray[np.int64] | None = None,
) -> list[RankedDoc]:
    """The documents in order, those that match in part behind.

    At most the first `most` of them; None is all. `typed` adds to the scores of all but those by an
    author, which come behind the others that match in full, unless time makes the order.
    `additions` are for the order "added", see Generation.additions; without them it is "newest".
    """
    recency = None if sort == "relevance" else _Recency(reader, sort, additions)
    ranked: list[RankedDoc] = []
    for kind in (FULL, BY_AUTHOR, PARTIAL):
        left = None if most is None else most - len(ranked) * (recency is None)
        ranked += _best_of(reader, found, kind, recency, typed=typed, most=left)
    if recency and len(found.by_author):
        docs = np.array([each.doc for each in ranked], np.int64)
        scores = np.array([each.score for each in ranked])
        parts = np.array([each.partial for each in ranked])
        keys = (docs, -scores, -recency(docs), parts)
        ranked = [ranked[at] for at in np.lexsort(keys).tolist()]
    return ranked[:most]


def _best_of(
    reader: IndexReader,
    found: Collected,
    kind: str,
    recency: "_Recency | None",
    *,
    typed: TypedScores | None,
    most: int | None,
) -> list[RankedDoc]:
    """The first documents of a kind in order."""
    some: DocSet = getattr(found, kind)
    if most == 0 or not len(some):
        return []
    if typed is not None and kind != BY_AUTHOR:
        some = (
            _best_with_typed(some, typed.in_part())
            if kind == PARTIAL
            else _with_typed(some, typed, recency, most)
        )
    return [
        RankedDoc(*each, kind == PARTIAL, kind == BY_AUTHOR)
        for each in _rank(reader, some, recency, most)
    ]


class _Recency:
    """What makes an order by time: numbers that are the greater, the sooner a document comes."""

    def __init__(
        self, reader: IndexReader, sort: Sort, additions: NDArray[np.int64] | None
    ) -> None:
        self._reader, self._sort, self._additions = reader, sort, additions

    def __call__(self, docs: NDArray[np.int64]) -> NDArray[np.int64]:
        if self._sort == "added" and self._additions is not None:
            return self._additions[docs]
        days = self._reader.days(docs)
        # undated ones come last
        return np.where(days == UNDATED, -LATER, -days) if self._sort == "oldest" else days


def _with_typed(
    found: DocSet, typed: TypedScores, recency: _Recency | None, most: int | None
) -> DocSet:
    """The documents that may be among the first `most`, their scores with what was typed.

    Of many those are looked at whose words score best; then those of the others that could still
    come before the last of them.
    """
    if most is None or len(found) <= max(FEW * most, LOOKED_AT):
        return DocSet(found.docs, found.scores + typed.scores(found.docs))
    if recency:
        some = _greatest(recency(found.docs).astype(np.float64), most)
        docs = found.docs[some]
        return DocSet(docs, found.scores_at(some) + typed.scores(docs))
    docs, scores = found.docs, found.scores
    best = _greatest(scores, FEW * most)
    sums = scores[best] + typed.scores(docs[best])
    bounds = scores + typed.bounds(docs)
    bounds[best] = -np.inf
    rest = (bounds >= np.partition(sums, -most)[-most] - SLACK).nonzero()[0]
    if len(rest):
        sums = np.concatenate((sums, scores[rest] + typed.scores(docs[rest])))
        best = np.concatenate((best, rest))
        order = best.argsort()
        best, sums = best[order], sums[order]
    return DocSet(docs[best], sums)


def _best_with_typed(found: DocSet, typed: TypedScores) -> DocSet:
    """The documents, what was typed in the scores of those whose words score best.

    As nothing is taken away, the others stay behind them.
    """
    if len(found) <= REORDERED:
        return DocSet(found.docs, found.scores + typed.scores(found.docs))
    best = _greatest(found.scores, REORDERED)
    scores = found.scores.copy()
    scores[best] += typed.scores(found.docs[best])
    return DocSet(found.docs, scores)


def _rank(
    reader: IndexReader, found: DocSet, recency: _Recency | None, most: int | None
) -> Iterator[tuple[int, float, int]]:
    """The documents in order with score and day: the newest first among equals, undated ones
    always last."""
    docs, scores = found.docs, found.scores
    if recency is None and most is not None and FEW * most < len(docs):
        near = _greatest(scores, most)
        docs, scores = docs[near], scores[near]
    days = reader.days(docs)
    own = (-scores, -recency(docs)) if recency else (-days, -scores.round(SAME))
    keys: tuple[NDArray[Any], ...] = (docs, *own)
    order = np.lexsort(keys)[:most]
    return zip(docs[order].tolist(), scores[order].tolist(), days[order].tolist(), strict=True)


def _greatest(values: NDArray[Any], most: int) -> NDArray[np.intp]:
    """The indices of the `most` greatest values and of all that equal them, ascending."""
    heads = values
    if len(values) > max(MANY, 2 * most * BATCHES):
        batch = len(values) // BATCHES
        heads = values[: batch * BATCHES].reshape(BATCHES, batch).max(axis=0)
    at = len(heads) - most
    heads = heads.copy()
    heads.partition(at)
    least = heads[at]
    near: NDArray[np.intp] = (values >= least - SLACK).nonzero()[0]
    return near
