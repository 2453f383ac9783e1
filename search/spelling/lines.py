"""Lines of a few words, found by words of which the last may not be typed to its end."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from index.base.analysis import TOKEN, fold

MANY = 64  # words of a line that begin alike
HIGHEST = "\U0010ffff"  # sorts behind every letter


def forms_of(text: str) -> list[str]:
    """The forms of a text in order; of compounds their parts alone."""
    return [fold(word) for word in TOKEN.findall(text)]


class Lines:
    """Lines by their words, the first of them the best: four bytes a word, and each word once."""

    def __init__(self, lines: Iterable[Sequence[str]]) -> None:
        """Each of `lines` is its forms."""
        places: dict[str, list[int]] = {}
        for number, forms in enumerate(lines):
            for form in dict.fromkeys(forms):
                places.setdefault(form, []).append(number)
        self._words = sorted(places)
        sizes = [len(places[word]) for word in self._words]
        self._at = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        self._numbers = np.fromiter(
            (number for word in self._words for number in places[word]), np.int32, sum(sizes)
        )

    def find(self, words: Sequence[str], start: str, most: int) -> list[int]:
        """The numbers of the first lines, ascending, with all `words` and one begun with `start`.

        An empty `start` is begun by any.
        """
        begun = self._having(start, start + HIGHEST)
        if not words:
            if len(begun) > MANY * most:  # no line is there more often
                begun = np.partition(begun, MANY * most)[: MANY * most]
            return np.unique(begun)[:most].tolist()  # type: ignore[no-any-return]
        found = reduce(np.intersect1d, [self._having(word, word + "\0") for word in words])
        if start:
            found = found[np.isin(found, begun)]
        return found[:most].tolist()  # type: ignore[no-any-return]

    def _having(self, first: str, end: str) -> NDArray[np.int32]:
        begin, stop = (bisect_left(self._words, bound) for bound in (first, end))
        return self._numbers[self._at[begin] : self._at[stop]]
