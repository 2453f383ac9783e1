"""A corpus as earlier versions wrote it, kept in `layouts/`: the SQL of the file, and what the
version that wrote it answered.

It was crawled from an invented site with pages of every outcome and addresses in every state, by the
last version of that layout; only the site's address was replaced.
"""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

LAYOUTS = Path(__file__).with_name("layouts")
PAPER = "http://paper.test"
# a new file without what the steps from layout 12 on add: where a test takes one further back
UNDO_12 = (
    "ALTER TABLE urls DROP COLUMN listed; DROP INDEX fetches_noindex; "
    "ALTER TABLE fetches DROP COLUMN robots; ALTER TABLE fetches DROP COLUMN noindex; "
    "DROP TABLE learnt_parameters; DROP INDEX articles_added; "
    "ALTER TABLE articles DROP COLUMN added_at; ALTER TABLE articles DROP COLUMN changed_at; "
    "DELETE FROM meta WHERE key = 'archive_id'; "
)


def write_corpus(path: Path, layout: int = 2, *, site: str = PAPER) -> Path:
    """Put the corpus of that layout at `path`, with `site` for the site it was crawled from."""
    path.parent.mkdir(exist_ok=True)
    sql = gzip.decompress((LAYOUTS / "2.sql.gz").read_bytes()).decode()
    with closing(sqlite3.connect(path)) as db:
        db.executescript(sql.replace(PAPER, site))
        if layout == 1:
            db.executescript("DROP TABLE kin; DELETE FROM meta WHERE key = 'names'")
            db.execute("PRAGMA user_version = 1")
    return path


def answers() -> Any:
    """What the version of that layout answered: its articles, its counts, the pages it exported."""
    return json.loads((LAYOUTS / "2.json").read_text(encoding="utf-8"))


def told(path: Path) -> dict[str, dict[Any, str]]:
    """The sentences that layout 2 kept for its pages, by their number, and its addresses."""
    with closing(sqlite3.connect(path)) as db:
        pages = db.execute("SELECT id, cleaned FROM fetches WHERE cleaned IS NOT NULL").fetchall()
        urls = db.execute("SELECT url, reason FROM urls WHERE reason IS NOT NULL").fetchall()
    return {"pages": dict(pages), "urls": dict(urls)}


def dump(path: Path) -> list[str]:
    """All that is in a corpus file, its layout too, as SQL."""
    with closing(sqlite3.connect(path)) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [f"PRAGMA user_version={version}", *db.iterdump()]
