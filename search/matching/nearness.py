"""Where two words follow each other in documents: what both kinds of index are gone through with.

An occurrence is a *key*: the number of its document among some, its position, and two bits below:
whether it is of the first word, and whether it stands in the form that was typed. Of sorted keys
those of the first word that one of the second comes right behind are the nearest in that order.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.ranges import Ints, firsts
from search.matching.doc_set import Scores
from search.query.typed import Typed

REACH = 50  # words from the first to the second; see index.base.schema.RUN_GAP, which is more
BITS = 2  # below the position
FIRST, EXACT = 2, 1

Keys = NDArray[np.integer]


class Standing(NamedTuple):
    """How what was typed stands in some documents: a row for each word or pair, a column for each
    document."""

    times: Scores  # how often a word stands in the form that was typed, in titles TITLE_RUNS times
    firsts: Scores  # where a word in any form stands first; inf where nowhere
    beside: Scores  # how often a pair stands as it was typed, in titles TITLE_RUNS times
    # how many words nearer or farther than typed a pair in any form is at best; inf where the two
    # are in no paragraph in this order within REACH
    gaps: Scores

    @classmethod
    def of(cls, typed: Typed, documents: int) -> "Standing":
        """Nothing stands anywhere yet."""
        words = len(typed.words)
        often = np.zeros((words + len(typed.pairs), documents))
        far = np.empty_like(often)
        far.fill(np.inf)
        return cls(often[:words], far[:words], often[words:], far[words:])

    def among(self, first: int, last: int) -> "Standing":
        """The columns from `first` to `last`, to be filled."""
        return Standing(*(each[:, first:last] for each in self))


class Following(NamedTuple):
    """Occurrences of a first word that have one of the second soon behind."""

    at: Ints  # the document's number, and the position below it
    steps: Ints  # positions to the second
    exact: NDArray[np.bool_]  # whether both stand as they were typed


def following(left: Keys, right: Keys) -> Following:
    """The nearest of both, in their order; `left` and `right` are keys of which none says FIRST."""
    keys = np.concatenate((left | FIRST, right))
    keys.sort()
    begins = ((keys[:-1] & ~keys[1:]) & FIRST).nonzero()[0]
    before, behind = keys.take(begins), keys.take(begins + 1)
    at = before >> BITS
    steps = (behind >> BITS) - at
    kept = ((steps > 0) & (steps <= REACH)).nonzero()[0]
    exact = ((before & behind) & EXACT).astype(bool)
    at, steps = (each.take(kept).astype(np.int64) for each in (at, steps))
    return Following(at, steps, exact.take(kept))


def note_least(gaps: Scores, ranks: Ints, found: Ints) -> None:
    """Note in `gaps` the least that was found for each document, whose ranks ascend."""
    if len(ranks):
        begins = firsts(ranks)
        gaps[ranks.take(begins)] = np.minimum.reduceat(found, begins)
