"""The readers of serve.py: connections that ask one address after another, and note each answer."""

import gzip
import threading
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse
from itertools import count
from typing import NamedTuple

PATIENCE = 10.0  # seconds until an answer is an error
LEAST = 500  # bytes of a page: less is none


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


def ask_together(port: int, paths: Sequence[str], *, seconds: float, connections: int) -> Asked:
    """Ask for `seconds` by so many connections; each takes the next address that nobody has."""
    asked, numbers = Asked([], [], []), count()
    until = time.monotonic() + seconds

    def read() -> None:
        connection = _connect(port)
        while time.monotonic() < until:
            _ask(connection, paths[next(numbers) % len(paths)], asked)
        connection.close()

    readers = [threading.Thread(target=read) for _ in range(connections)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return asked


def ask_once(port: int, paths: Sequence[str], *, coding: str = "identity") -> Asked:
    """Ask for each address once, one after another."""
    asked, connection = Asked([], [], []), _connect(port)
    for path in paths:
        _ask(connection, path, asked, coding)
    connection.close()
    return asked


def _connect(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=PATIENCE)


def _ask(connection: HTTPConnection, path: str, asked: Asked, coding: str = "identity") -> None:
    begun = time.perf_counter()
    try:
        connection.request("GET", path, headers={"Accept-Encoding": coding})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException) as error:
        asked.errors.append(f"{path}: {error!r}")
        connection.close()  # and the next request opens it
        return
    if trouble := _trouble(answer, body):
        asked.errors.append(f"{path}: {trouble}")
        return
    asked.waits.append(1_000 * (time.perf_counter() - begun))
    asked.sizes.append(len(body))


def _trouble(answer: HTTPResponse, body: bytes) -> str | None:
    if answer.status != 200:
        return f"status {answer.status}"
    packed = answer.headers.get("Content-Encoding") == "gzip"
    page = gzip.decompress(body) if packed else body
    if len(page) < LEAST or b"</html>" not in page:
        return "not a whole page"
    return None
