"""The log: what the packages tell goes to standard error, a line for people or a JSON object each.

The packages only speak; here it is decided who hears it.
"""

import json
import logging
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from web.base.config import LogLevel, Settings

PACKAGES = ("corpus", "index", "search", "web")
# bytes of a record: what a pipe takes in one piece (POSIX: 4,096), so that lines of several
# processes do not get into each other
LONGEST = 4_000
_CUTS = (LONGEST, 3_000, 2_000, 1_000, 200, 20)  # characters of a text, tried one after another
_LEVELS: dict[LogLevel, int | None] = {
    "quiet": None,
    "info": logging.INFO,
    "debug": logging.DEBUG,
}


def configure(settings: Settings, *, unattended: bool = False) -> None:
    """Let the packages be heard as the settings say, in this process; a second call replaces the
    first.

    `unattended`: errors are logged though the log is quiet, for nobody else tells them.
    """
    level = _LEVELS[settings.log_level] or (logging.ERROR if unattended else None)
    for name in PACKAGES:
        logger = logging.getLogger(name)
        for handler in [each for each in logger.handlers if isinstance(each, _StandardError)]:
            logger.removeHandler(handler)
        logger.setLevel(level or logging.NOTSET)
        if level:
            logger.addHandler(_StandardError(json_line if settings.log_json else plain_lines))


class _StandardError(logging.Handler):
    """Standard error, as it is at the time. What cannot be written is let go and ends no work."""

    def __init__(self, write: Callable[[logging.LogRecord, int], str]) -> None:
        super().__init__()
        self._write = write

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record in one piece."""
        with suppress(Exception):
            sys.stderr.write(fitted(record, self._write))
            sys.stderr.flush()


def fitted(record: logging.LogRecord, write: Callable[[logging.LogRecord, int], str]) -> str:
    """What `write` makes of a record, its texts cut as far as LONGEST asks for."""
    made = ""
    for most in _CUTS:
        made = write(record, most) + "\n"
        if len(made.encode("utf-8", "backslashreplace")) <= LONGEST:
            break
    return made


def plain_lines(record: logging.LogRecord, most: int) -> str:
    """A record for people: one line, and the lines of a traceback below it, indented."""
    said = _one_line(_cut(record.getMessage(), most))
    head = f"{_moment(record)} {record.levelname.lower()} {record.name}: {said}"
    below = _last(_traceback(record), most).splitlines()
    return "\n".join([head, *(f"    {_one_line(line)}" for line in below)])


def json_line(record: logging.LogRecord, most: int) -> str:
    """A record for programs: one JSON object, in ASCII."""
    told: dict[str, object] = {
        "at": _moment(record),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": getattr(record, "event", None),
        "message": record.getMessage(),
        **getattr(record, "fields", {}),
    }
    told = {name: _shortened(value, most) for name, value in told.items()}
    if record.exc_info:
        told["traceback"] = _whole(_last(_traceback(record), most))
    return json.dumps(told, default=str)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _traceback(record: logging.LogRecord) -> str:
    return "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""


def _shortened(value: object, most: int) -> object:
    if isinstance(value, str):
        return _whole(_cut(value, most))
    return [_shortened(each, most) for each in value] if isinstance(value, list) else value


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"


def _last(text: str, most: int) -> str:
    """The end of a traceback, which says the most."""
    return text if len(text) <= most else "…" + text[-most:]


def _whole(text: str) -> str:
    """A text without halves of characters, which JSON could not carry everywhere."""
    return text.encode("utf-8", "backslashreplace").decode()


def _one_line(text: str) -> str:
    """A text with nothing in it that ends a line or steers a terminal."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )
