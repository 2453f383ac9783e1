"""Matches: the documents that something finds, with their scores, as arrays that are joined by set algebra."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FAR_MORE = 8  # times: from there on a few documents are better looked up among many than both spread out


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents in ascending order, each once, and their scores."""

    docs: NDArray[np.int64]
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.docs)

    def __contains__(self, doc: int) -> bool:
        at = int(self.docs.searchsorted(doc))
        return at < len(self.docs) and int(self.docs[at]) == doc

    def __and__(self, other: "Matches") -> "Matches":
        """Documents in both, scores added."""
        few, many = (self, other) if len(self) <= len(other) else (other, self)
        if not len(few):
            return NOTHING
        if len(few) * FAR_MORE < len(many):
            at = many.docs.searchsorted(few.docs)
            here = (many.docs.take(at, mode="clip") == few.docs).nonzero()[0]
            return Matches(few.docs[here], few.scores[here] + many.scores[at[here]])
        top = int(max(few.docs[-1], many.docs[-1]))
        mine, theirs = _spread(many.docs, top)[few.docs], _spread(few.docs, top)[many.docs]
        return Matches(few.docs[mine], few.scores[mine] + many.scores[theirs])

    def __sub__(self, other: "Matches") -> "Matches":
        """Documents of the first that are not in the other."""
        if not len(self) or not len(other):
            return self
        if len(self) * FAR_MORE < len(other):
            at = other.docs.searchsorted(self.docs)
            kept = other.docs.take(at, mode="clip") != self.docs
        else:
            kept = ~_spread(other.docs, int(max(self.docs[-1], other.docs[-1])))[self.docs]
        return Matches(self.docs[kept], self.scores[kept])

    def times(self, factor: float) -> "Matches":
        """The same documents, scores multiplied."""
        return self if factor == 1 else Matches(self.docs, self.scores * factor)


NOTHING = Matches(np.array([], dtype=np.int64), np.array([], dtype=np.float64))


def union(matches: Iterable[Matches]) -> Matches:
    """Documents in any, scores added in the order of the matches."""
    every = [found for found in matches if len(found)]
    if len(every) < 2:
        return every[0] if every else NOTHING
    top = int(max(found.docs[-1] for found in every))
    if top < FAR_MORE * sum(map(len, every)):
        return _summed(every, top)
    docs = np.concatenate([found.docs for found in every])
    order = docs.argsort(kind="stable")
    docs = docs[order]
    fresh = np.ones(len(docs), dtype=np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=fresh[1:])
    scores = np.concatenate([found.scores for found in every])[order]
    return Matches(docs[fresh], np.bincount(fresh.cumsum() - 1, scores).astype(np.float64, copy=False))


def _summed(every: list[Matches], top: int) -> Matches:
    """Their union by way of one place for each document up to `top`."""
    there, scores = np.zeros(top + 1, dtype=np.bool_), np.zeros(top + 1)
    for found in every:
        there[found.docs] = True
        scores[found.docs] += found.scores
    docs = there.nonzero()[0]
    return Matches(docs, scores[docs])


def _spread(docs: NDArray[np.int64], top: int) -> NDArray[np.bool_]:
    """Of each document up to `top` whether it is among these."""
    there = np.zeros(top + 1, dtype=np.bool_)
    there[docs] = True
    return there
