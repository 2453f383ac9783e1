"""When what was committed is on the disk: with each transaction, or with several of them."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class Syncing:
    """Of one connection to a corpus file.

    A transaction whose sync is put off is whole, is seen by all and outlives a kill. A power cut
    before the sync may undo it, with all after it: until then nobody may be told of it.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @contextmanager
    def put_off(self) -> Iterator[None]:
        """Within the block what is committed is on the disk with the next `sync`; at its end all
        is."""
        # SQLite syncs its log before it takes anything out of it, and not with each transaction
        self._db.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            self._db.execute("PRAGMA synchronous=FULL")
            self.sync()

    def sync(self) -> None:
        """Have on the disk what was committed."""
        # the log lies beside the file itself, where a link leads to it
        file: str = self._db.execute("PRAGMA database_list").fetchone()[2]
        log = os.open(f"{file}-wal", os.O_RDWR)
        try:
            os.fsync(log)
        finally:
            os.close(log)
