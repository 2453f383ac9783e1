"""How much work each address may cause, counted by all workers of a server in one file.

The file is a table of moments: by then whoever has that place has paid for what he caused. An
address has the place that a keyed hash gives it, so nobody can choose whose he shares; of some
thousand addresses at a time a few share one. Nothing else is kept of anybody, and nothing is swept.
The rule is the generic cell rate algorithm (ITU-T I.371): one number a place.
"""

import fcntl
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from pathlib import Path

_PLACES = 1 << 16
_MOMENT = struct.Struct("d")
_PREFIX = 8  # bytes of an address of IPv6 that name a household: the rest it may choose


class Allowance:
    """The table at a path, made by whoever comes first, with the key that all take; without a path
    one of this process alone."""

    def __init__(self, path: Path | None, *, seconds: float, window: float = 60.0) -> None:
        """`seconds` of work in each `window`, and as many at once."""
        self._burst, self._pace = seconds, window / seconds
        self._lock, self._file = threading.Lock(), -1
        size = (_PLACES + 1) * _MOMENT.size
        if path is None:
            self._table = mmap.mmap(-1, size)
            self._table[: _MOMENT.size] = os.urandom(_MOMENT.size)
        else:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            with self._alone(0):
                if not os.fstat(self._file).st_size:
                    os.write(self._file, os.urandom(_MOMENT.size))
                    os.truncate(self._file, size)
            self._table = mmap.mmap(self._file, size)
        self._key = self._table[: _MOMENT.size]

    def wait(self, address: str) -> float:
        """How many seconds an address has to wait before it may ask for more; 0: none."""
        (paid,) = _MOMENT.unpack_from(self._table, self._place(address))
        over: float = paid - time.monotonic() - self._burst * self._pace
        return max(over, 0.0)

    def charge(self, address: str, seconds: float) -> None:
        """Note work that an address has caused."""
        place = self._place(address)
        with self._alone(place):
            (paid,) = _MOMENT.unpack_from(self._table, place)
            due = max(paid, time.monotonic()) + seconds * self._pace
            _MOMENT.pack_into(self._table, place, due)

    def close(self) -> None:
        """Let go of the file."""
        self._table.close()
        if self._file >= 0:
            os.close(self._file)

    @contextmanager
    def _alone(self, place: int) -> Iterator[None]:
        """A block in which no other thread or process writes there."""
        with self._lock:
            if self._file < 0:
                yield
                return
            fcntl.lockf(self._file, fcntl.LOCK_EX, _MOMENT.size, place)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _MOMENT.size, place)

    def _place(self, address: str) -> int:
        try:
            found = ip_address(address)
            name = found.packed[:_PREFIX] if isinstance(found, IPv6Address) else found.packed
        except ValueError:
            name = address.encode("utf-8", "surrogatepass")
        digest = blake2b(name, key=self._key, digest_size=8).digest()
        return (1 + int.from_bytes(digest) % _PLACES) * _MOMENT.size
