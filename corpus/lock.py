"""A lock between processes that the system itself releases when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import Busy

AS_IT_WAS = "; nothing was changed, try again when it has ended"  # how the message of Busy ends


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
