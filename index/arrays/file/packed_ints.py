"""Integers in a byte or two, the few larger ones listed beside them."""

from functools import cached_property

import numpy as np

from index.arrays.file.file import Array, ArrayFile, Section
from index.arrays.file.file_writer import ArrayFileWriter

# sections beside the narrow one: places, ascending, and the true numbers there
LISTED, LARGE = "_listed", "_large"


class PackedIntsWriter:
    """Appends to a section of narrow integers."""

    def __init__(self, file: ArrayFileWriter, name: str, kind: type[np.unsignedinteger]) -> None:
        self._file, self._name, self._kind = file, name, np.dtype(kind)
        self._most = int(np.iinfo(kind).max)
        self._count = 0
        file.append(name, np.array([], self._kind))
        file.append(name + LISTED, np.array([], np.uint64))
        file.append(name + LARGE, np.array([], np.uint32))

    def append(self, values: Array) -> None:
        """Add non-negative integers."""
        if values.size and values.max() >= self._most:
            large = np.flatnonzero(values >= self._most)
            self._file.append(self._name + LISTED, (large + self._count).astype(np.uint64))
            self._file.append(self._name + LARGE, values[large].astype(np.uint32))
            values = np.minimum(values, self._most)
        self._file.append(self._name, values.astype(self._kind))
        self._count += len(values)


class PackedInts:
    """A section of narrow integers, as they were."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._section = file.sections[name]
        self._listed_section = file.sections[name + LISTED]
        self._large = file.sections[name + LARGE]
        self._exact = not len(self._large)

    def __len__(self) -> int:
        return len(self._section)

    @cached_property
    def _listed(self) -> Array:
        return self._listed_section.whole().astype(np.int64)

    def read(self, begin: int, end: int) -> Array:
        """The integers from `begin` to `end`: narrow where all of them are."""
        narrow = self._section.read(begin, end)
        if self._exact:
            return narrow
        first, last = np.searchsorted(self._listed, (begin, end))
        if first == last:
            return narrow
        wide = narrow.astype(np.uint32)
        wide[self._listed[first:last] - begin] = self._large.read(int(first), int(last))
        return wide

    def pieces(self, numbers: Array, at: Section) -> list[memoryview]:
        """Several ranges: those from at[n] to at[n + 1]."""
        if self._exact:
            return self._section.pieces(numbers, at)
        return [self.read(*at.pair(number)).data for number in numbers.tolist()]

    def whole(self) -> Array:
        """All of them."""
        return self.read(0, len(self))
