"""DocSet: the documents that something finds, with their scores, joined by set algebra."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

# times: from there on a few documents are better looked up among many than both spread out
FAR_MORE = 8

Docs = NDArray[np.int64]              # document numbers, ascending, each once
Scores = NDArray[np.float64]          # as long as the documents they belong to
Selection = NDArray[np.intp] | slice  # indices into an array of documents, ascending
EVERY = slice(None)


class DocSet:
    """Documents in ascending order, each once, and their scores.

    Scores are worked out when they are asked for, of those documents that need them.
    """

    __slots__ = ("_scores", "docs")

    def __init__(self, docs: Docs, scores: Scores | Callable[[Selection], Scores]) -> None:
        """`scores` are as many as `docs`, or a function that gives those of a selection of them."""
        self.docs, self._scores = docs, scores

    @property
    def scores(self) -> Scores:
        """The score of each document, shape (len(docs),)."""
        if callable(self._scores):
            self._scores = self._scores(EVERY)
        return self._scores

    def scores_at(self, which: Selection) -> Scores:
        """The scores of the documents at some indices of `docs`."""
        return self._scores(which) if callable(self._scores) else self._scores[which]

    def __len__(self) -> int:
        return len(self.docs)

    def __contains__(self, doc: int) -> bool:
        at = int(self.docs.searchsorted(doc))
        return at < len(self.docs) and int(self.docs[at]) == doc

    def __and__(self, other: "DocSet") -> "DocSet":
        """Documents in both, scores added."""
        few, many = (self, other) if len(self.docs) <= len(other.docs) else (other, self)
        here = shared(few.docs, many.docs).nonzero()[0]
        if not len(here):
            return EMPTY
        docs = few.docs[here]
        there = many.docs.searchsorted(docs)

        def scores(which: Selection) -> Scores:
            return few.scores_at(here[which]) + many.scores_at(there[which])

        return DocSet(docs, scores)

    def __sub__(self, other: "DocSet") -> "DocSet":
        """Documents of the first that are not in the other."""
        if not len(self.docs) or not len(other.docs):
            return self
        left = (~shared(self.docs, other.docs)).nonzero()[0]
        return DocSet(self.docs[left], lambda which: self.scores_at(left[which]))

    def boosted(self, factor: float) -> "DocSet":
        """The same documents, scores multiplied."""
        if factor == 1:
            return self
        return DocSet(self.docs, lambda which: self.scores_at(which) * factor)


def unscored(docs: Docs) -> DocSet:
    """Documents that score nothing."""
    return DocSet(docs, np.zeros(len(docs)))


EMPTY = DocSet(np.array([], dtype=np.int64), np.array([], dtype=np.float64))


def union(doc_sets: Iterable[DocSet]) -> DocSet:
    """The documents in any of the sets, scores added."""
    every = [found for found in doc_sets if len(found)]
    if len(every) < 2:
        return every[0] if every else EMPTY
    top = max(int(found.docs[-1]) for found in every)
    if top < FAR_MORE * sum(map(len, every)):
        return _summed(every, top)
    docs = np.concatenate([found.docs for found in every])
    order = docs.argsort(kind="stable")
    docs = docs[order]
    fresh = np.ones(len(docs), dtype=np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=fresh[1:])
    scores = np.concatenate([found.scores for found in every])[order]
    sums = np.bincount(fresh.cumsum() - 1, scores).astype(np.float64, copy=False)
    return DocSet(docs[fresh], sums)


def _summed(every: list[DocSet], top: int) -> DocSet:
    """Their union, by way of an array with an element for each document up to `top`."""
    there, scores = np.zeros(top + 1, dtype=np.bool_), np.zeros(top + 1)
    most, *others = sorted(every, key=len, reverse=True)
    there[most.docs] = True
    scores[most.docs] = most.scores
    for found in others:
        there[found.docs] = True
        scores[found.docs] += found.scores
    docs = there.nonzero()[0]
    return DocSet(docs, scores.take(docs))


def shared(docs: Docs, others: Docs) -> NDArray[np.bool_]:
    """A mask of `docs`: which of them are among the others."""
    if not len(docs):
        return np.zeros(0, np.bool_)
    if len(docs) * FAR_MORE < len(others):
        there: NDArray[np.bool_] = others.take(others.searchsorted(docs), mode="clip") == docs
        return there
    there = np.zeros(int(max(docs[-1], others[-1])) + 1, np.bool_)
    there[others] = True
    return there[docs]
