"""Many short byte strings in one: texts by number, and sorted words to be found."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

import numpy as np

from index.arrays.file.file import Array, ArrayFile
from index.arrays.file.file_writer import ArrayFileWriter

AT = "_at"  # the section of where each string begins, and where the last one ends
STEP = 32  # of a sorted list every so-manieth string is held in memory


def encoded(text: str) -> bytes:
    """UTF-8, lone surrogates too."""
    return text.encode("utf-8", "surrogatepass")


class BlobWriter:
    """Appends byte strings."""

    def __init__(self, file: ArrayFileWriter, name: str) -> None:
        self._file, self._name = file, name
        self._end = 0
        file.append(name, np.array([], np.uint8))
        file.append(name + AT, np.zeros(1, np.uint64))

    def append(self, strings: Iterable[bytes]) -> None:
        """Add strings one by one."""
        pieces = list(strings)
        self.append_run(
            np.frombuffer(b"".join(pieces), np.uint8), np.array([len(p) for p in pieces], np.int64)
        )

    def append_run(self, joined: Array, lengths: Array) -> None:
        """Add strings that stand one after another in `joined`."""
        self._file.append(self._name, joined)
        self._file.append(self._name + AT, (self._end + np.cumsum(lengths)).astype(np.uint64))
        self._end += int(lengths.sum())


class Blob:
    """Byte strings by number."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._bytes, self.at = file.sections[name], file.sections[name + AT]

    def __len__(self) -> int:
        return len(self.at) - 1

    def __getitem__(self, number: int) -> bytes:
        return self._bytes.piece(*self.at.pair(number))

    def some(self, numbers: Array) -> list[bytes]:
        """The strings with these numbers."""
        return [piece.tobytes() for piece in self.views(numbers)]

    def views(self, numbers: Array) -> list[memoryview]:
        """The same where they stand in the file, not copied."""
        return self._bytes.pieces(numbers, self.at)

    def run(self, first: int, last: int) -> tuple[Array, Array]:
        """The strings from `first` to `last` joined, and their lengths."""
        at = self.at.read(first, last + 1).astype(np.int64)
        return self._bytes.read(int(at[0]), int(at[-1])), np.diff(at)

    def strings(self, first: int, last: int) -> list[bytes]:
        """The strings from `first` to `last`."""
        if first >= last:
            return []
        at = self.at.read(first, last + 1).tolist()
        joined, begin = self._bytes.read(at[0], at[-1]).tobytes(), at[0]
        return [joined[a - begin : b - begin] for a, b in pairwise(at)]


class SortedBlob(Blob):
    """Byte strings in ascending order, each once."""

    @cached_property
    def _steps(self) -> list[bytes]:
        """Every STEPth string."""
        return self.some(np.arange(0, len(self), STEP))

    def find(self, string: bytes) -> int:
        """The number of a string; -1 when it is not there."""
        number, following = self._search(string)
        return number if following == string else -1

    def place(self, string: bytes) -> int:
        """How many strings are smaller."""
        return self._search(string)[0]

    def _search(self, string: bytes) -> tuple[int, bytes | None]:
        """How many strings are smaller, and which is the next one; None where that is of the next
        step."""
        first = max(bisect_right(self._steps, string) - 1, 0) * STEP
        at = self.at.read(first, first + STEP + 1).tolist()
        begin = at[0]
        joined = self._bytes.piece(begin, at[-1])
        low, high, following = 0, len(at) - 1, None
        while low < high:
            middle = (low + high) // 2
            here = joined[at[middle] - begin : at[middle + 1] - begin]
            if here < string:
                low = middle + 1
            else:
                high, following = middle, here
        return first + low, following

    def beginning_with(self, prefix: bytes) -> tuple[int, int]:
        """The numbers, from and to, of the strings that begin so."""
        return self.place(prefix), self.place(_after(prefix)) if prefix.strip(b"\xff") else len(
            self
        )

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.strings(0, len(self)))


def _after(prefix: bytes) -> bytes:
    """The smallest string above all that begin with `prefix`."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1])
