"""Folders for what one process needs for a while. One that is killed leaves its own behind: whoever
makes the next deletes it, and never that of a process which lives.

A lock tells them apart, which the system releases: numbers of processes are given anew, and are
others in another container.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp

PREFIX = "backfile-"  # of names in the system's folder for temporary files
_LOCK = "scratch-lock"


class Scratch:
    """An empty folder at `path`, until it is closed."""

    def __init__(self) -> None:
        """Make it. Raises OSError."""
        _sweep()
        self._whole = Path(mkdtemp(prefix=PREFIX))
        self.path = self._whole / "room"
        self.path.mkdir()
        unnamed = self._whole / "new"
        self._lock = os.open(unnamed, os.O_RDWR | os.O_CREAT, 0o600)
        with suppress(OSError):  # where files cannot be locked nobody looks for one
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            unnamed.rename(self._whole / _LOCK)  # held from the moment it has its name

    def close(self) -> None:
        """Delete it with all that is in it."""
        shutil.rmtree(self._whole, ignore_errors=True)
        os.close(self._lock)


@contextmanager
def scratch() -> Iterator[Path]:
    """A block with an empty folder. Raises OSError where none can be made."""
    made = Scratch()
    try:
        yield made.path
    finally:
        made.close()


def _sweep() -> None:
    """Delete what was left by processes that were killed."""
    for whole in Path(gettempdir()).glob(f"{PREFIX}*"):
        try:
            lock = os.open(whole / _LOCK, os.O_RDWR)
        except OSError:  # not one of these, or somebody else's
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(whole, ignore_errors=True)
        except OSError:  # its process lives
            pass
        finally:
            os.close(lock)
