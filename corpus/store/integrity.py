"""What is wrong with a corpus file: SQLite's own check, and the checksum of every page in it."""

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256

from corpus.store.database import is_damage
from corpus.store.store import ArticleStore

OnPage = Callable[[int, int], None]  # told of each page: how many were read, and of how many

MAX_LINES = 5  # of SQLite's check that are told: one damaged page of a file makes hundreds


def damage(store: ArticleStore, *, on_page: OnPage = lambda done, total: None) -> list[str]:
    """What is not as it was written, one line each; empty when all is well.

    Reads the whole file.
    """
    if found := _structure(store.db):
        return found
    return list(_pages(store.db, on_page))


def _structure(db: sqlite3.Connection) -> list[str]:
    try:
        lines = [str(line) for (line,) in db.execute(f"PRAGMA integrity_check({MAX_LINES})")]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not is_damage(error):
            raise
        return [f"the corpus file is damaged: {error}"]
    if lines == ["ok"]:
        return []
    return [f"the corpus file is damaged: {' '.join(line.split())}" for line in lines]


def _pages(db: sqlite3.Connection, on_page: OnPage) -> Iterator[str]:
    total = int(db.execute("SELECT count(*) FROM fetches").fetchone()[0])
    pages = db.execute("SELECT id, url, body, digest FROM fetches")
    for done, (number, url, body, digest) in enumerate(pages, 1):
        try:
            sound = sha256(zlib.decompress(body)).hexdigest() == digest
        except zlib.error:
            sound = False
        if not sound:
            yield f"page {number} ({url or 'without an address'}) is not what was fetched"
        on_page(done, total)
