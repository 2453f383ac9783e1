"""Top hits: the best, newest or oldest documents of an answer, as many as are read."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.base.days import UNDATED
from search.matching.doc_set import DocSet
from search.matching.index_reader import IndexReader
from search.matching.results import Sort

SAME = 9  # decimals: scores that agree so far are equal, and the newer article comes first
SLACK = 2 * 10.0**-SAME
BATCHES = 64  # where there are very many scores, the greatest of each batch are looked at first
MANY = 4096  # scores
FEW = 4  # times what is wanted: so few are sorted at once


class RankedDoc(NamedTuple):
    """A document of an answer, in its place there."""

    doc: int
    score: float
    day: int        # of publication, 20200326 or UNDATED
    partial: bool


def top_hits(
    reader: IndexReader, full: DocSet, partial: DocSet, sort: Sort, *, most: int | None = None
) -> list[RankedDoc]:
    """The documents in order, those that match in part behind.

    At most the first `most` of them; None is all.
    """
    first = _rank(reader, full, sort, most, partial=False)
    left = None if most is None else most - len(first)
    return first + _rank(reader, partial, sort, left, partial=True)


def _rank(
    reader: IndexReader, found: DocSet, sort: Sort, most: int | None, *, partial: bool
) -> list[RankedDoc]:
    """The documents in order: the newest first among equals, undated ones always last."""
    if most == 0 or not len(found):
        return []
    docs, scores = found.docs, found.scores
    if sort == "relevance" and most is not None and FEW * most < len(docs):
        near = _greatest(scores, most)
        docs, scores = docs[near], scores[near]
    days = reader.days(docs)
    keys: tuple[NDArray[Any], ...]
    match sort:
        case "relevance":
            keys = (docs, -days, -scores.round(SAME))
        case "newest":
            keys = (docs, -scores, -days)
        case "oldest":
            keys = (docs, -scores, days, days == UNDATED)
    order = np.lexsort(keys)[:most]
    ordered = zip(docs[order].tolist(), scores[order].tolist(), days[order].tolist(), strict=True)
    return [RankedDoc(*each, partial) for each in ordered]


def _greatest(values: NDArray[np.float64], most: int) -> NDArray[np.intp]:
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
