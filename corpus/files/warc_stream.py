"""The bytes of a WARC file one after another, out of its gzip members where it has them."""

import zlib
from typing import BinaryIO

MAX_HEAD = 65_536  # bytes of the headers of a record
CHUNK = 65_536


class BrokenRecord(Exception):
    """A record that cannot be read to its end; the message says why."""


class WarcStream:
    """The bytes of a WARC file in order, unpacked when it is gzip."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        self._offset = 0          # of the plain byte that is next, or of the gzip member it is in
        self._record = 0
        self._buffer = b""
        self._raw = b""           # read, not yet unpacked
        self._at = 0              # place in the file of the first of these
        self._unpacker: zlib._Decompress | None = None

    @property
    def record_at(self) -> int:
        """The byte of the file at which the record begins that is read, or its gzip member."""
        return self._offset if self._packed else self._record

    def begin_record(self) -> None:
        """Say that the next byte is the first of a record, or of the blank lines before it."""
        self._record = self._offset

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes, fewer only at the end."""
        parts = []
        while size > 0 and (self._buffer or self._fill()):
            parts.append(self._take(min(size, len(self._buffer))))
            size -= len(parts[-1])
        return b"".join(parts)

    def line(self, limit: int = MAX_HEAD) -> bytes:
        """Up to and with the next line feed. Raises BrokenRecord when none comes for too long."""
        parts: list[bytes] = []
        size = 0
        while self._buffer or self._fill():
            end = self._buffer.find(b"\n") + 1
            parts.append(self._take(end or len(self._buffer)))
            size += len(parts[-1])
            if end:
                break
            if size > limit:
                raise BrokenRecord("a line without end")
        return b"".join(parts)

    def _take(self, size: int) -> bytes:
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        if not self._packed:
            self._offset += size
        return taken

    def _fill(self) -> bool:
        if not self._packed:
            self._buffer = self._file.read(CHUNK)
            return bool(self._buffer)
        while not self._buffer:
            if not self._raw:
                self._raw = self._file.read(CHUNK)
                if not self._raw:
                    if self._unpacker is not None:
                        raise BrokenRecord("cut off inside a gzip member")
                    return False
            self._unpack()
        return True

    def _unpack(self) -> None:
        if self._unpacker is None:
            self._unpacker = zlib.decompressobj(31)
            self._offset = self._at
        before = len(self._raw)
        try:
            self._buffer = self._unpacker.decompress(self._raw, CHUNK)
        except zlib.error as error:
            raise BrokenRecord(f"damaged gzip data: {error}") from error
        ended = self._unpacker.eof
        self._raw = self._unpacker.unused_data if ended else self._unpacker.unconsumed_tail
        self._at += before - len(self._raw)
        if ended:
            self._unpacker = None
