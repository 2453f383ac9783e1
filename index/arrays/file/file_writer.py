"""ArrayFileWriter: a file of named arrays on its way to the disk; its form is told in file.py."""

import json
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from zlib import crc32

import numpy as np

from index.arrays.file.file import FOOTER, MAGIC, PAGE, SEAL, VERSION, Array

ALIGNED = 64  # bytes: each section begins at a multiple
COPIED = 1 << 20


class ArrayFileWriter:
    """Writes a file of arrays, each appended to piece by piece; nothing is named `path` before
    `finish`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._spools: dict[str, tuple[IO[bytes], np.dtype[Any]]] = {}

    def append(self, name: str, values: Array) -> None:
        """Add to the section `name`; its type is that of the first piece."""
        if name not in self._spools:
            folder = self.path.parent
            spool: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (see `close`)
            self._spools[name] = spool, values.dtype
        spool, kind = self._spools[name]
        spool.write(np.ascontiguousarray(values, dtype=kind).data)

    def finish(self, notes: dict[str, Any]) -> None:
        """Put the sections together, with `notes` as plain JSON data beside them. Syncing is the
        caller's."""
        sums = _Summed(self.path)
        with sums:
            sections = {}
            for name, (spool, kind) in self._spools.items():
                sums.align()
                sections[name] = [kind.str, sums.size, spool.tell() // kind.itemsize]
                spool.seek(0)
                while block := spool.read(COPIED):
                    sums.write(block)
            sums.align()
            offset = sums.size
            sums.write(json.dumps({"sections": sections, "notes": notes}, sort_keys=True).encode())
            sums.seal(offset)
        self.close()

    def close(self) -> None:
        """Let go of what was not finished."""
        for spool, _ in self._spools.values():
            spool.close()


class _Summed:
    """A file that notes the checksum of each page as it goes by."""

    def __init__(self, path: Path) -> None:
        # a leftover may be another generation's file under a second name
        path.unlink(missing_ok=True)
        self._out = path.open("wb")
        self.size = 0
        self._sums: list[int] = []
        self._sum = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._out.close()

    def align(self) -> None:
        self.write(bytes(-self.size % ALIGNED))

    def write(self, block: bytes) -> None:
        view = memoryview(block)
        while view:
            part = view[: PAGE - self.size % PAGE]
            self._sum = crc32(part, self._sum)
            self._out.write(part)
            self.size += len(part)
            view = view[len(part) :]
            if self.size % PAGE == 0:
                self._sums.append(self._sum)
                self._sum = 0

    def seal(self, directory: int) -> None:
        if self.size % PAGE:
            self._sums.append(self._sum)
        sums = np.array(self._sums, dtype="<u4").tobytes()
        footer = FOOTER.pack(MAGIC, VERSION, PAGE, self.size, directory, crc32(sums))
        self._out.write(sums + footer + SEAL.pack(crc32(footer)))
