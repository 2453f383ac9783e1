"""The readers of serve.py: connections that ask one address after another, and note each answer.

They run on the cores of the servers that they ask: one thread holds all of them and does no more
than it must.
"""

import gzip
import re
import time
from collections.abc import Sequence
from itertools import count
from selectors import EVENT_READ, DefaultSelector
from socket import create_connection
from typing import NamedTuple

PATIENCE = 10.0  # seconds until an answer is an error
LEAST = 500  # bytes of a page: less is none
AT_ONCE = 1 << 18  # bytes: more than a page

_END = b"\r\n\r\n"  # of what stands above a page
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_PACKED = re.compile(rb"\r\ncontent-encoding: *gzip\r\n", re.IGNORECASE)


class Asked(NamedTuple):
    """What came of asking: milliseconds and bytes of each answer, and what was wrong with others;
    `cpu` is filled in by whoever knows the server's processes."""

    waits: list[float]
    sizes: list[int]
    errors: list[str]
    cpu: float = 0.0

    @property
    def pages(self) -> int:
        return len(self.sizes)


class Reader:
    """A connection that asks for one page after another."""

    def __init__(self, port: int, *, coding: str = "identity") -> None:
        self._port, self._coding = port, coding
        self._connect()

    def _connect(self) -> None:
        self.socket = create_connection(("127.0.0.1", self._port), timeout=PATIENCE)

    def ask(self, path: str) -> None:
        """Send a question, and begin to wait."""
        self.path, self._came = path, b""
        lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Accept-Encoding: {self._coding}")
        self.begun = time.perf_counter()
        self.socket.sendall("\r\n".join((*lines, "", "")).encode())

    def take(self, asked: Asked) -> bool:
        """Take what has come; whether that ended the answer, which is noted then. After a failure
        the connection is another."""
        try:
            part = self.socket.recv(AT_ONCE)
            trouble = None if part else "the server hung up"
        except OSError as error:
            part, trouble = b"", repr(error)
        self._came += part
        above, end, body = self._came.partition(_END)
        length = _LENGTH.search(above + end) if end else None
        if end and not length:
            trouble = "of no told length"
        if trouble:
            asked.errors.append(f"{self.path}: {trouble}")
            self.close()
            self._connect()
            return True
        if not length or len(body) < int(length[1]):
            return False
        wait = 1_000 * (time.perf_counter() - self.begun)
        if trouble := _trouble(above + end, body):
            asked.errors.append(f"{self.path}: {trouble}")
        else:
            asked.waits.append(wait)
            asked.sizes.append(len(body))
        return True

    def close(self) -> None:
        self.socket.close()


def ask_together(port: int, paths: Sequence[str], *, seconds: float, connections: int) -> Asked:
    """Ask for `seconds` by so many connections; each takes the next address that nobody has."""
    asked, numbers = Asked([], [], []), count()
    until = time.monotonic() + seconds
    readers = [Reader(port) for _ in range(connections)]
    with DefaultSelector() as selector:
        for reader in readers:
            reader.ask(paths[next(numbers) % len(paths)])
            selector.register(reader.socket, EVENT_READ, reader)
        while time.monotonic() < until:
            for key, _ in selector.select(until - time.monotonic()):
                reader = key.data
                if reader.take(asked):
                    if key.fileobj is not reader.socket:  # it had to connect again
                        selector.unregister(key.fileobj)
                        selector.register(reader.socket, EVENT_READ, reader)
                    reader.ask(paths[next(numbers) % len(paths)])
    for reader in readers:
        if time.perf_counter() - reader.begun > PATIENCE:
            asked.errors.append(f"{reader.path}: no answer")
        reader.close()
    return asked


def ask_once(port: int, paths: Sequence[str], *, coding: str = "identity") -> Asked:
    """Ask for each address once, one after another."""
    asked, reader = Asked([], [], []), Reader(port, coding=coding)
    for path in paths:
        reader.ask(path)
        while not reader.take(asked):
            pass
    reader.close()
    return asked


def _trouble(above: bytes, body: bytes) -> str | None:
    if not above.startswith(b"HTTP/1.1 200 "):
        return "status " + above[9:12].decode()
    page = gzip.decompress(body) if _PACKED.search(above) else body
    if len(page) < LEAST or b"</html>" not in page:
        return "not a whole page"
    return None
