"""The order of an answer: full matches first, the best, the newest or the oldest of them, down to
where it is read."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.base.schema import UNDATED
from search.matching.doc_set import Matches
from search.matching.index_reader import IndexReader
from search.matching.results import Sort

SAME = 9  # decimals: scores that agree so far are equal, and the newer article comes first
SLACK = 2 * 10.0**-SAME
BATCHES = 64  # the greatest of so many numbers each are looked at first where there are very many
MANY = 4096
FEW = 4  # times what is wanted: so few are sorted at once


class Ranked(NamedTuple):
    """One document of an answer."""

    doc: int
    score: float
    day: int        # of publication, 20200326 or UNDATED
    partial: bool


def ranked(
    reader: IndexReader, full: Matches, partial: Matches, sort: Sort, *, most: int | None = None
) -> list[Ranked]:
    """The documents in order, those that match in part behind; at most the first `most`."""
    first = _rank(reader, full, sort, most, partial=False)
    left = None if most is None else most - len(first)
    return first + _rank(reader, partial, sort, left, partial=True)


def _rank(
    reader: IndexReader, matches: Matches, sort: Sort, most: int | None, *, partial: bool
) -> list[Ranked]:
    """The newest first among equals, undated ones always last."""
    if most == 0 or not len(matches):
        return []
    docs, scores = matches.docs, matches.scores
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
    return [Ranked(*each, partial) for each in ordered]


def _greatest(values: NDArray[np.float64], most: int) -> NDArray[np.intp]:
    """Where the `most` greatest values stand, and all that equal them."""
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
