"""Vocabulary: the words of one field, commonest first, to be asked which are spelt alike."""

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.ranges import Ints, ranges
from search.spelling.edits import distances, is_one_step, letters_of, spread

A_FEW = 200  # words that are quicker looked at one by one
AT_ONCE = 1 << 12  # words that are looked through together; then more
CLIPPED = 256  # letters: of longer words the length is not told
SET_BITS = 32  # a word's set of letters: a bit for all letters whose code points leave one rest


class NearWord(NamedTuple):
    """A word spelt nearly as another."""

    text: str
    docs: int   # that hold it
    steps: int  # off, one or more unless it is the other itself


class Vocabulary:
    """Words, each with the number of documents it is in, in memory: some 70 bytes a word.

    To look through a hundred thousand of them takes about a millisecond, since those without the
    same letters are left out at once: each step brings at most one letter, and takes one away.
    """

    def __init__(self, text: str, lengths: Ints, docs: Ints) -> None:
        """`text` is all words, one after another, each of as many letters as `lengths` says."""
        order = np.argsort(-docs, kind="stable")
        order = order[lengths[order] > 0]
        begins = np.cumsum(lengths) - lengths
        self.docs = docs[order]
        self._rarity = -self.docs  # ascends
        self._begins, self._lengths = begins[order], lengths[order].astype(np.int32)
        self._clipped = np.minimum(self._lengths, CLIPPED - 1).astype(np.uint8)
        self._letters = letters_of(text)
        if int(self._letters.max(initial=0)) < 1 << 16:
            self._letters = self._letters.astype(np.uint16)

    def near(self, word: str, distance: int, *, docs: int = 1) -> list[NearWord]:
        """The words at most `distance` steps off that `docs` documents hold, or more; commonest
        first; none for the longest. Of steps see `edits.distances`, swaps included."""
        if len(word) + distance >= CLIPPED - 1:
            return []
        count = int(self._rarity.searchsorted(-docs, "right"))
        least = np.uint8((len(word) - distance) % CLIPPED)
        letters = np.bitwise_or.reduce(_bits(letters_of(word)), initial=np.uint32(0))
        others = self._sets[:count] ^ letters
        alike = np.bitwise_count(others) <= 2 * distance
        alike &= self._clipped[:count] - least <= 2 * distance  # modulo CLIPPED: not less either
        near = alike.nonzero()[0]
        more = np.bitwise_count(others[near] & ~letters)
        fewer = np.bitwise_count(others[near] & letters)
        near = near[(more <= distance) & (fewer <= distance)]
        if not len(near):
            return []
        if distance == 1 and len(near) < A_FEW:
            found = [NearWord(*each, int(each[0] != word)) for each in self._words(near)]
            return [each for each in found if not each.steps or is_one_step(word, each.text)]
        lengths = self._lengths[near].astype(np.int64)
        table = spread(self._letters[ranges(self._begins[near], lengths)], lengths)
        steps = distances(word, table, lengths, distance, swaps=True)
        kept = (steps <= distance).nonzero()[0]
        pairs = zip(self._words(near[kept]), steps[kept].tolist(), strict=True)
        return [NearWord(*each, off) for each, off in pairs]

    def beginning(self, start: str, most: int) -> list[tuple[str, int]]:
        """The commonest words that begin with `start`, itself among them, each with its number."""
        found = np.array([], np.int64)
        first, size = 0, AT_ONCE
        while first < len(self.docs) and len(found) < most:
            here = (self._lengths[first : first + size] >= len(start)).nonzero()[0] + first
            for at, letter in enumerate(letters_of(start)):
                here = here[self._letters[self._begins[here] + at] == letter]
            found = np.concatenate((found, here))
            first, size = first + size, 4 * size
        return self._words(found[:most])

    @cached_property
    def _sets(self) -> NDArray[np.uint32]:
        """The set of letters of each word."""
        if not len(self.docs):
            return np.array([], np.uint32)
        letters = self._letters[ranges(self._begins, self._lengths)]
        return np.bitwise_or.reduceat(_bits(letters), np.cumsum(self._lengths) - self._lengths)

    def _words(self, numbers: Ints) -> list[tuple[str, int]]:
        return [
            (
                self._letters[begin : begin + length]
                .astype(np.uint32)
                .tobytes()
                .decode("utf-32-le", "surrogatepass"),
                docs,
            )
            for begin, length, docs in zip(
                self._begins[numbers].tolist(),
                self._lengths[numbers].tolist(),
                self.docs[numbers].tolist(),
                strict=True,
            )
        ]


def _bits(letters: NDArray[np.unsignedinteger]) -> NDArray[np.uint32]:
    return np.left_shift(np.uint32(1), (letters % SET_BITS).astype(np.uint32))
