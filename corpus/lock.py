"""A lock between processes that the system itself releases when its holder dies."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import Busy

_HOLDER = re.compile(r"\(process (\d{1,9})\)$")
AS_IT_WAS = "; nothing was changed, try again when it has ended"  # how the message of Busy ends


def crawl_lock(corpus: Path) -> Path:
    """The file that keeps a second crawl out of the corpus at a path, by whatever name."""
    corpus = corpus.resolve()
    return corpus.with_name(f"{corpus.name}.crawl-lock")


@contextmanager
def exclusive(path: Path, doing: str) -> Iterator[None]:
    """A block that holds the lock file `path`. Raises Busy where another process holds it.

    `doing` tells others what for ("crawling"). The file is left behind: deleting it would let two
    processes hold two files of one name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read(200).strip() or "at work"
            raise Busy(f"another Backfile process is {holder}{AS_IT_WAS}") from None
        file.truncate(0)
        file.write(f"{doing} (process {os.getpid()})")
        file.flush()
        yield


def holder_lives(path: Path) -> bool:
    """Whether the process that took the lock file `path` last is still there, with it or without.

    The lock itself is not tried: for that moment it would be refused to others.
    """
    try:
        named = _HOLDER.search(path.read_text("utf-8", "replace")[:200])
        if named is None:
            return False
        os.kill(int(named[1]), 0)
    except PermissionError:  # somebody else's process
        return True
    except (OSError, OverflowError):
        return False
    return True
