"""Complaints: what went wrong, in one line for a person, where no bug is to blame."""

import errno
import shlex
import sqlite3
from collections.abc import Sequence

import click

from corpus.errors import BackfileError
from corpus.store.database import RESTORE, is_damage

AGAIN = "the same command again"

# SQLite tells its reasons by text: a part of it, what is said, what mends it.
_SQLITE = (
    (
        "disk is full",
        "the disk is full; what was stored before is safe",
        f"make room, then {AGAIN}",
    ),
    (
        "locked",
        "another process is writing into the corpus; what was stored before is safe",
        f"{AGAIN}, later",
    ),
    (
        "readonly",
        "the corpus may be read but not written; nothing was changed",
        f"give who runs this write access to the data folder, then {AGAIN}",
    ),
    (
        "unable to open",
        "the corpus cannot be opened; nothing was changed",
        f"give who runs this access to the data folder, then {AGAIN}",
    ),
    # a full disk says so too, when it is SQLite's shared memory that finds no room
    (
        "disk i/o",
        "the disk is full, or it fails; what was stored before is not touched",
        f"make room, then {AGAIN}",
    ),
)
_ACCESS = "give who runs this access to it"
_SYSTEM = {
    errno.ENOSPC: ("the disk is full; what was stored before is safe", f"make room, then {AGAIN}"),
    errno.EDQUOT: (
        "the disk quota is used up; what was stored before is safe",
        f"make room, then {AGAIN}",
    ),
    errno.EACCES: ("permission denied", f"{_ACCESS}, then {AGAIN}"),
    errno.EPERM: ("not permitted", f"{_ACCESS}, then {AGAIN}"),
    errno.EROFS: (
        "this file system is read-only",
        f"make it writable, or name another folder by --data, then {AGAIN}",
    ),
    errno.ENOENT: ("no such file or folder", None),
    errno.EISDIR: ("this is a folder, not a file", None),
    errno.EADDRINUSE: ("the port is in use", "the same command with --port and a free number"),
    errno.EADDRNOTAVAIL: ("this machine has no such address", "backfile serve --host 127.0.0.1"),
    errno.EMFILE: ("too many files are open", "ulimit -n 4096"),
}


def complaint(error: BackfileError | sqlite3.Error | OSError) -> str:
    """The one line, without the program's name; with the command that mends it where one does."""
    if isinstance(error, BackfileError):
        message, mend = str(error), error.mend
    elif isinstance(error, sqlite3.Error):
        message, mend = _about_sqlite(error)
    else:
        message, mend = _about_system(error)
    line = " ".join(message.split()).rstrip(".")
    stop = "" if line.endswith("?") else "."
    return f"{line}{stop} To mend it: {mend}" if mend else line


def misuse(error: click.ClickException, arguments: Sequence[str]) -> str:
    """The one line for a wrong command line, with the command that shows a right one."""
    said = " ".join(error.format_message().split()).rstrip(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    shown = f"{context.command_path if context else 'backfile'} --help"
    if (
        isinstance(error, click.NoSuchOption)
        and arguments[:1] == ["search"]
        and not error.option_name.startswith("--")
    ):  # a word that a query leaves out looks like an option
        return f"{said}. To leave out a word: backfile search -- {shlex.join(arguments[1:])}"
    stop = "" if said.endswith("?") else "."
    return f"{said[:1].lower()}{said[1:]}{stop} How it is written: {shown}"


def mistake(error: Exception) -> str:
    """The one line for what nobody foresaw."""
    said = " ".join(f"{type(error).__name__}: {error}".split())
    where = f"to see where it is: {AGAIN} with -v"
    return f"a mistake in this program ({said}); what was stored before is safe; {where}"


def _about_sqlite(error: sqlite3.Error) -> tuple[str, str | None]:
    if is_damage(error):
        return f"the corpus file is damaged: {str(error).partition(' with text ')[0]}", RESTORE
    for part, message, mend in _SQLITE:
        if part in str(error).lower():
            return message, mend
    return f"the corpus cannot be used: {error}", "backfile verify"


def _about_system(error: OSError) -> tuple[str, str | None]:
    message, mend = _SYSTEM.get(error.errno or 0, (error.strerror or str(error), None))
    return (f"{error.filename}: {message}" if error.filename else message), mend
