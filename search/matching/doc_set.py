"""Matches: the documents that something finds, with their scores, as arrays that are joined by set
algebra."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

# times: from there on a few documents are better looked up among many than both spread out
FAR_MORE = 8

Docs = NDArray[np.int64]
Scores = NDArray[np.float64]
Which = NDArray[np.intp] | slice  # places in an array of documents, ascending
EVERY = slice(None)


class Matches:
    """Documents in ascending order, each once, and their scores, worked out for those documents
    that need them."""

    __slots__ = ("_scores", "docs")

    def __init__(self, docs: Docs, scores: Scores | Callable[[Which], Scores]) -> None:
        """`scores` may be a function that gives those of some of the documents."""
        self.docs, self._scores = docs, scores

    @property
    def scores(self) -> Scores:
        """Of each document."""
        if callable(self._scores):
            self._scores = self._scores(EVERY)
        return self._scores

    def some(self, which: Which) -> Scores:
        """The scores of some documents."""
        return self._scores(which) if callable(self._scores) else self._scores[which]

    def __len__(self) -> int:
        return len(self.docs)

    def __contains__(self, doc: int) -> bool:
        at = int(self.docs.searchsorted(doc))
        return at < len(self.docs) and int(self.docs[at]) == doc

    def __and__(self, other: "Matches") -> "Matches":
        """Documents in both, scores added."""
        few, many = (self, other) if len(self.docs) <= len(other.docs) else (other, self)
        here = _shared(few.docs, many.docs).nonzero()[0]
        if not len(here):
            return NOTHING
        docs = few.docs[here]
        there = many.docs.searchsorted(docs)
        return Matches(docs, lambda which: few.some(here[which]) + many.some(there[which]))

    def __sub__(self, other: "Matches") -> "Matches":
        """Documents of the first that are not in the other."""
        if not len(self.docs) or not len(other.docs):
            return self
        left = (~_shared(self.docs, other.docs)).nonzero()[0]
        return Matches(self.docs[left], lambda which: self.some(left[which]))

    def times(self, factor: float) -> "Matches":
        """The same documents, scores multiplied."""
        return self if factor == 1 else Matches(self.docs, lambda which: self.some(which) * factor)


def unscored(docs: Docs) -> Matches:
    """Documents that score nothing."""
    return Matches(docs, np.zeros(len(docs)))


NOTHING = Matches(np.array([], dtype=np.int64), np.array([], dtype=np.float64))


def union(matches: Iterable[Matches]) -> Matches:
    """Documents in any, scores added."""
    every = [found for found in matches if len(found)]
    if len(every) < 2:
        return every[0] if every else NOTHING
    top = max(int(found.docs[-1]) for found in every)
    if top < FAR_MORE * sum(map(len, every)):
        return _summed(every, top)
    docs = np.concatenate([found.docs for found in every])
    order = docs.argsort(kind="stable")
    docs = docs[order]
    fresh = np.ones(len(docs), dtype=np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=fresh[1:])
    scores = np.concatenate([found.scores for found in every])[order]
    return Matches(
        docs[fresh], np.bincount(fresh.cumsum() - 1, scores).astype(np.float64, copy=False)
    )


def _summed(every: list[Matches], top: int) -> Matches:
    """Their union by way of one place for each document up to `top`."""
    there, scores = np.zeros(top + 1, dtype=np.bool_), np.zeros(top + 1)
    most, *others = sorted(every, key=len, reverse=True)
    there[most.docs] = True
    scores[most.docs] = most.scores
    for found in others:
        there[found.docs] = True
        scores[found.docs] += found.scores
    docs = there.nonzero()[0]
    return Matches(docs, scores.take(docs))


def _shared(docs: Docs, others: Docs) -> NDArray[np.bool_]:
    """Of each of the documents whether it is among others."""
    if not len(docs):
        return np.zeros(0, np.bool_)
    if len(docs) * FAR_MORE < len(others):
        shared: NDArray[np.bool_] = others.take(others.searchsorted(docs), mode="clip") == docs
        return shared
    there = np.zeros(int(max(docs[-1], others[-1])) + 1, np.bool_)
    there[others] = True
    return there[docs]
