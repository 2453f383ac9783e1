"""The log of requests: a JSON object a line, of each when it was answered to its last byte.

It says nothing of who asked, and what was asked for only where `log_queries` is set.
"""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from werkzeug.wsgi import ClosingIterator

from corpus.errors import BackfileError
from web.base.config import STANDARD_ERROR, Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# characters of a path: with the rest of its line less than a pipe takes in one piece
_LONGEST = 2_000
_SAFE = "/:@!$&'()*+,;=~%?"


def check(place: Path | None) -> None:
    """Raise BackfileError where nothing can be written."""
    if place is None or place == STANDARD_ERROR:
        return
    try:
        os.close(_opened(place))
    except OSError as error:
        raise BackfileError(
            f"the log of requests cannot be written to {place}: {error.strerror}",
            mend="another access_log in backfile.toml",
        ) from error


def noted(app: "WSGIApplication", settings: Settings) -> "WSGIApplication":
    """The app, its requests noted; as it is where the settings ask for no log of them."""
    place = settings.access_log
    if place is None:
        return app

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        begun, at = time.perf_counter(), datetime.now(UTC)
        status, sent = 0, 0

        def begin(line: str, *others: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start(line, *others)

        def pass_on(parts: Iterable[bytes]) -> Iterator[bytes]:
            nonlocal sent
            for part in parts:
                sent += len(part)
                yield part

        def end() -> None:
            told = {
                "at": at.isoformat(timespec="milliseconds"),
                "method": environ["REQUEST_METHOD"],
                "path": _path(environ, with_query=settings.log_queries),
                "status": status,
                "bytes": sent,
                "milliseconds": round((time.perf_counter() - begun) * 1000, 1),
            }
            _write(place, json.dumps(told) + "\n")

        parts = app(environ, begin)
        ends = [parts.close] if hasattr(parts, "close") else []
        return ClosingIterator(pass_on(parts), [*ends, end])

    return answer


def _path(environ: "WSGIEnvironment", *, with_query: bool) -> str:
    path = quote(environ["PATH_INFO"].encode("latin-1"), safe=_SAFE.replace("%", ""))
    query = environ.get("QUERY_STRING", "") if with_query else ""
    return (f"{path}?{quote(query, safe=_SAFE)}" if query else path)[:_LONGEST]


def _write(place: Path, line: str) -> None:
    """Add a line. The file is opened for each: it may be moved away at any time, as logs are. What
    cannot be written is let go."""
    with suppress(OSError, ValueError):
        if place == STANDARD_ERROR:
            sys.stderr.write(line)
            sys.stderr.flush()
            return
        file, whole = _opened(place), line.encode()
        try:
            if os.write(file, whole) < len(whole):  # the disk is full: the next line is one again
                os.write(file, b"\n")
        finally:
            os.close(file)


def _opened(place: Path) -> int:
    # a pipe that nobody reads is an error, and not waited for
    return os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o640)
