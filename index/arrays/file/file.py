"""One file of named arrays, written once and mapped into memory; every page of 64 KiB has its
checksum.

    the sections, one after another, each at a multiple of 64 bytes
    the directory: JSON, {"sections": {name: [type, offset, count]}, "notes": {...}}
    the checksums: a CRC-32 for each page of what is above
    the footer: FOOTER below, its own CRC-32 last

A page is checked when a process first reads it, so that a large file opens at once and damage is
never answered from."""

import json
import mmap
import os
import re
import struct
import weakref
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged
from index.base.damage import damaged

SUFFIX = ".arrays"
MAGIC = b"BkfArray"
VERSION = 1
PAGE_BITS = 16
PAGE = 1 << PAGE_BITS
# magic, version, page size, bytes above the checksums, directory's offset, CRC
FOOTER = struct.Struct("<8sIIQQI")
SEAL = struct.Struct("<I")  # CRC-32 of the footer
TAIL = FOOTER.size + SEAL.size
# types of sections: whole numbers, and nothing that NumPy would unpickle
KINDS = re.compile(r"[|<][iu][1248]")

Array = NDArray[Any]


class ArrayFile:
    """A file of arrays, open for reading. Safe to share between threads. Raises IndexDamaged
    wherever it is read."""

    def __init__(self, path: Path) -> None:
        """Open `path`. Raises FileNotFoundError, or IndexDamaged for what is not such a file."""
        self.name = path.name
        with path.open("rb") as file:
            self._descriptor = os.dup(file.fileno())
        # or at the end of a last question, for whom nobody waits
        self._closed = weakref.finalize(self, os.close, self._descriptor)
        try:
            status = os.fstat(self._descriptor)
            self._stamp = status.st_size, status.st_mtime_ns
            length, directory, self._sums = self._read_tail(status.st_size)
            self.map = mmap.mmap(self._descriptor, status.st_size, access=mmap.ACCESS_READ)
        except BaseException:
            self.close()
            raise
        self._pages = len(self._sums)
        self._length = length
        self.unread = bytearray(b"\1" * self._pages)  # pages whose checksum was not compared yet
        try:
            told = self._read_directory(directory)
            self.notes: dict[str, Any] = told["notes"]
            self.sections = {
                name: Section(self, *place) for name, place in told["sections"].items()
            }
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError):
            self.close()
            raise damaged(f"{self.name} is not as this program writes it") from None
        except BaseException:
            self.close()
            raise

    def _read_tail(self, size: int) -> tuple[int, int, list[int]]:
        """Bytes above the checksums, the directory's offset, and the checksums."""
        tail = os.pread(self._descriptor, TAIL, max(size - TAIL, 0))
        footer, seal = tail[: FOOTER.size], tail[FOOTER.size :]
        if len(tail) != TAIL or SEAL.pack(crc32(footer)) != seal:
            raise damaged(f"{self.name} has no sound end")
        magic, version, page, length, directory, checked = FOOTER.unpack(footer)
        count = -(-length // PAGE)
        if (magic, version, page, length + 4 * count + TAIL) != (MAGIC, VERSION, PAGE, size):
            raise damaged(f"{self.name} is of another form or length")
        sums = os.pread(self._descriptor, 4 * count, length)
        if crc32(sums) != checked:
            raise damaged(f"the checksums of {self.name} do not hold")
        self.seal = sha256(sums + tail).hexdigest()
        """See seal_of."""
        return length, directory, np.frombuffer(sums, "<u4").tolist()

    def _read_directory(self, begin: int) -> dict[str, Any]:
        """Whatever it is, but its sections are numbers and lie one behind another. Raises
        ValueError and the like."""
        self.touch(begin, self._length)
        told: dict[str, Any] = json.loads(self.map[begin : self._length])
        places = sorted((offset, count, kind) for kind, offset, count in told["sections"].values())
        free = 0
        for offset, count, kind in places:
            if not KINDS.fullmatch(kind) or offset < free or count < 0:
                raise ValueError(kind)
            free = offset + count * int(kind[-1])
        if free > begin:
            raise ValueError(begin)
        return told

    def touch(self, begin: int, end: int) -> None:
        """Make sure of the pages that hold the bytes from `begin` to `end`."""
        page, last = begin >> PAGE_BITS, (end - 1 >> PAGE_BITS) + 1
        while (page := self.unread.find(1, page, last)) >= 0:
            first = page << PAGE_BITS
            if crc32(self.map[first : min(first + PAGE, self._length)]) != self._sums[page]:
                raise damaged(f"{self.name} has changed since it was written")
            self.unread[page] = 0

    def recheck(self) -> None:
        """Forget what was checked when somebody has written to the file since. Raises IndexDamaged
        when it shrank."""
        status = os.fstat(self._descriptor)
        stamp = status.st_size, status.st_mtime_ns
        if stamp != self._stamp:
            if stamp[0] != self._stamp[0]:
                raise damaged(f"{self.name} has {stamp[0]} bytes, not {self._stamp[0]}")
            self.unread[:] = b"\1" * self._pages
            self._stamp = stamp

    def forget(self) -> None:
        """Give the memory of what was read back; what is read again comes from the file again."""
        self.map.madvise(mmap.MADV_DONTNEED)

    def check(self) -> None:
        """Read every page."""
        self.unread[:] = b"\1" * self._pages
        self.touch(0, self._length)

    def view(self, kind: str, offset: int, count: int) -> Array:
        """The bytes of a section as an array; nothing of it is checked yet."""
        return np.frombuffer(self.map, np.dtype(kind), count, offset)

    def close(self) -> None:
        """Let go of the descriptor; arrays in use keep the mapping alive."""
        self._closed()
        self._descriptor = -1


class Section:
    """One array of a file. What is handed out was checked: `touch` is written out in each of these,
    for speed."""

    __slots__ = ("_file", "_items", "_offset", "_pages", "_unread", "_width", "view")

    def __init__(self, file: ArrayFile, kind: str, offset: int, count: int) -> None:
        self._file = file
        self._offset = offset
        self._unread = file.unread
        self.view = file.view(kind, offset, count)
        self._items = self.view.data
        self._width = self.view.itemsize
        first = offset >> PAGE_BITS
        self._pages = first, (offset + self.view.nbytes - 1 >> PAGE_BITS) + 1 if count else first

    def __len__(self) -> int:
        return len(self.view)

    def read(self, begin: int, end: int) -> Array:
        """The items from `begin` to `end`, or to the last."""
        if begin < end:
            first, last = self._offset + begin * self._width, self._offset + end * self._width - 1
            if self._unread.find(1, first >> PAGE_BITS, (last >> PAGE_BITS) + 1) >= 0:
                self._file.touch(first, last + 1)
        return self.view[begin:end]

    def whole(self) -> Array:
        """Every item."""
        if self._unread.find(1, *self._pages) >= 0:
            self._file.touch(self._offset, self._offset + self.view.nbytes)
        return self.view

    def piece(self, begin: int, end: int) -> bytes:
        """The items from `begin` to `end`, as they stand in the file."""
        first, last = self._offset + begin * self._width, self._offset + end * self._width
        if (
            begin < end
            and self._unread.find(1, first >> PAGE_BITS, (last - 1 >> PAGE_BITS) + 1) >= 0
        ):
            self._file.touch(first, last)
        return self._file.map[first:last]

    def pieces(self, numbers: Array, at: "Section") -> list[memoryview]:
        """Several ranges of items: those from at[n] to at[n + 1]. They are views, which for a few
        dozen items are made and gone through sooner than arrays."""
        at.whole()
        places, items, unread = at._items, self._items, self._unread
        offset, width = self._offset, self._width
        pieces = []
        try:
            for number in numbers.tolist():
                begin, end = places[number], places[number + 1]
                if begin < end:
                    first, last = offset + begin * width, offset + end * width - 1
                    # the pages of both ends are all there are, where it is no longer than one
                    if (
                        unread[first >> PAGE_BITS]
                        or unread[last >> PAGE_BITS]
                        or last - first > PAGE
                    ):
                        self._file.touch(first, last + 1)
                pieces.append(items[begin:end])
        except IndexError:
            raise damaged(f"{self._file.name} is not as this program writes it") from None
        return pieces

    def at(self, index: int) -> int:
        """One item."""
        self.read(index, index + 1)
        item: int = self._items[index]
        return item

    def pair(self, index: int) -> tuple[int, int]:
        """One item and the next."""
        place = self._offset + index * self._width
        if (
            self._unread.find(1, place >> PAGE_BITS, (place + 2 * self._width - 1 >> PAGE_BITS) + 1)
            >= 0
        ):
            self._file.touch(place, place + 2 * self._width)
        return self._items[index], self._items[index + 1]


def seal_of(path: Path) -> str | None:
    """SHA-256 of a file's checksums and footer, which stand for all that is in it; None when its
    end is not such a footer."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - TAIL, 0))
        tail = file.read()
        length = FOOTER.unpack(tail[: FOOTER.size])[3] if len(tail) == TAIL else size + 1
        if length > size:
            return None
        file.seek(length)
        return sha256(file.read()).hexdigest()


def is_sound(path: Path) -> bool:
    """Whether every page of a file holds its checksum."""
    try:
        file = ArrayFile(path)
    except IndexDamaged:
        return False
    try:
        file.check()
    except IndexDamaged:
        return False
    finally:
        file.close()
    return True
