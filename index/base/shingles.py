"""Shingles: every SHINGLE words of a text in a row, as numbers; and what two texts have of each
other.

An article is noted by its sketch, the least numbers of its shingles. As the numbers are as good as
drawn by lot, two sketches have about as much in common as the texts: that finds the few that are
worth comparing, and what they share is counted in the texts.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
Ints = NDArray[np.int64]

SHINGLE = 4  # words: one of ten changed leaves two of three shingles, and a phrase makes few
SKETCH = 32  # numbers of an article that are noted
SAMPLED = 4 * SKETCH  # about so many are looked at for them
GAP = 2 * SHINGLE  # words between two shared runs that go on with each other: a few were changed
MIXER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT, HALF = np.uint64(29), np.uint64(32)


def shingles_of(words: NDArray[Any]) -> Numbers:
    """A number for every SHINGLE words in a row, of the numbers of all words."""
    size = max(len(words) - SHINGLE + 1, 0)
    mixed = np.zeros(size, np.uint64)
    for step in range(SHINGLE):
        mixed ^= words[step : step + size].astype(np.uint64)
        mixed *= MIXER
        mixed ^= mixed >> _SHIFT
    return mixed


def sketches_of(words: NDArray[Any], text: Ints, texts: int) -> tuple[NDArray[np.uint32], Ints]:
    """The sketches of so many texts, one after another, and how many numbers each has.

    `words` are those of all texts in a row, `text` is of each the number of the text it is in.
    """
    shingles = shingles_of(words) >> HALF
    size = len(shingles)
    sizes = np.bincount(text, minlength=texts).clip(min=1)
    enough = (SAMPLED / sizes * (1 << 32)).clip(max=1 << 32).astype(np.uint64)
    of_text = text[:size]
    taken = (of_text == text[len(text) - size :]) & (shingles < enough[of_text])
    keys = of_text[taken].astype(np.uint64) << HALF | shingles[taken]
    keys.sort()
    keys = keys[np.diff(keys, prepend=~keys[:1]) != 0]
    of_text = (keys >> HALF).astype(np.int64)
    counts = np.bincount(of_text, minlength=texts)
    place = np.arange(len(keys)) - (counts.cumsum() - counts)[of_text]
    return (keys[place < SKETCH] & np.uint64(0xFFFFFFFF)).astype(np.uint32), counts.clip(max=SKETCH)


class ShingledText:
    """The shingles of a text, to be held against those of others."""

    def __init__(self, words: NDArray[Any]) -> None:
        """`words` are the numbers of its words."""
        self.words = len(words)
        shingles = shingles_of(words)
        places = shingles.argsort(kind="stable")
        shingles = shingles[places]
        again = shingles[1:] == shingles[:-1]
        if again.any():  # what is said twice is shared twice where the other says it twice
            order = np.arange(len(shingles))
            begins = np.maximum.accumulate(np.where(np.append(False, again), 0, order))
            shingles = shingles + (order - begins).astype(np.uint64) * MIXER
            order = shingles.argsort()
            shingles, places = shingles[order], places[order]
        self._shingles, self._places = shingles, places

    def shared_with(self, other: "ShingledText") -> int:
        """How many of its words stand in the other, too: in runs of SHINGLE or more, or in a gap of
        GAP words at most before, behind or between these."""
        if not len(other._shingles):
            return 0
        at = other._shingles.searchsorted(self._shingles)
        places = self._places[other._shingles.take(at, mode="clip") == self._shingles]
        if not len(places):
            return 0
        inside = np.zeros(self.words, bool)
        for step in range(SHINGLE):
            inside[places + step] = True
        shared = inside.nonzero()[0]
        gaps = np.diff(shared, prepend=-1, append=self.words) - 1
        return len(shared) + int(gaps[gaps <= GAP].sum())
