"""A corpus of an earlier version opens, answers the same, and survives a kill in the middle."""

import json
import shutil
import subprocess
import sys
from dataclasses import asdict

import pytest
from old_corpus import PAPER, answers, dump, write_corpus

from corpus.crawling.frontier import known_starts
from corpus.files.export import export_pages, json_lines
from corpus.files.warc import read_warc
from corpus.intake.intake import clean_pages
from corpus.store import calendar, database
from corpus.store.store import ArticleStore
from corpus.store.upgrades.steps import STEPS
from tests.shell import PATIENCE, ROOT

MAX_STATEMENTS = 300
KILLED = """
import os, shutil, signal, sys
import corpus.store.database as database

class Dying(database.sqlite3.Connection):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.set_trace_callback(count)

def count(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

connect = database.sqlite3.connect
database.sqlite3.connect = lambda *arguments, **options: connect(
    *arguments, factory=Dying, **options
)
old, most = database.Path(sys.argv[1]), int(sys.argv[2])
for number in range(1, most):
    shutil.copyfile(old, old.with_name(f"{number}.db"))
    if (child := os.fork()) == 0:
        left = number
        database.connect(old.with_name(f"{number}.db")).close()
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""


@pytest.fixture
def old(tmp_path):
    return write_corpus(tmp_path / "corpus.db")


def layout(db):
    """The tables with their columns, and the indexes, however they came to be."""
    names = db.execute("SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    columns = {
        name: sorted(row[1:] for row in db.execute(f"PRAGMA table_xinfo({name})"))
        for kind, name in names
        if kind == "table"
    }
    partial = "SELECT name, partial FROM pragma_index_list(?) WHERE origin = 'c'"
    indexes = {
        index: (whole, [row[2] for row in db.execute(f"PRAGMA index_xinfo({index})")])
        for table in columns
        for index, whole in db.execute(partial, (table,))
    }
    return columns, indexes


@pytest.mark.parametrize("version", [1, 2])
def test_an_upgraded_file_has_the_layout_of_a_new_one(tmp_path, version):
    path = write_corpus(tmp_path / "old.db", version)
    with ArticleStore(path) as upgraded, ArticleStore(tmp_path / "new.db") as new:
        assert layout(upgraded.db) == layout(new.db)
        assert len(STEPS) + 1 == database.SCHEMA_VERSION


@pytest.mark.parametrize("version", [1, 2])
def test_a_corpus_of_the_version_before_answers_the_same(tmp_path, version):
    path, before = write_corpus(tmp_path / "corpus.db", version), answers()
    for _ in range(2):  # upgraded, then as it is
        with ArticleStore(path) as store:
            assert [json.loads(line) for line in json_lines(store)] == before["articles"]
            counts = asdict(calendar.tally(store))
            counts["last_fetch"] = counts["last_fetch"].isoformat()
            assert counts == before["tally"]
            assert (store.seq, store.corpus_id) == (13, "f3fa6adae5fa6bea")
            assert known_starts(store) == [f"{PAPER}/", "http://second.test/"]
            if version == 2:  # in layout 1 nobody knows whose text is on a page that waits
                export_pages(store, tmp_path / "pages.warc")
                pages = [page.url or page.origin for page in read_warc(tmp_path / "pages.warc")]
                assert pages == before["pages"]


@pytest.mark.parametrize("version", [1])
def test_killed_at_any_statement_of_an_upgrade_it_opens_as_before(tmp_path, version):
    old = write_corpus(tmp_path / "0.db", version)
    with ArticleStore(shutil.copyfile(old, tmp_path / "whole.db")):
        pass
    command = [sys.executable, "-c", KILLED, str(old), str(MAX_STATEMENTS)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=PATIENCE)
    killed = sorted(tmp_path.glob("[0-9]*.db"), key=lambda path: int(path.stem))[1:-1]
    assert 4 < len(killed) < MAX_STATEMENTS - 2
    found = {version: dump(old)}  # by its layout: there is nothing between two of them
    for path in killed:
        left = dump(path)
        layout = int(left[0].rpartition("=")[2])
        assert left == found.setdefault(layout, left)
        with ArticleStore(path) as store:
            assert len(list(store.articles())) == 7
        assert dump(path) == dump(tmp_path / "whole.db")
    assert set(found) == set(range(version, database.SCHEMA_VERSION + 1))


def test_an_upgraded_corpus_is_cleaned_as_one_that_was_never_old(old):
    with ArticleStore(old) as store:
        clean_pages(store)
        after = [json.loads(line) for line in json_lines(store)]
        assert {one["id"]: one for one in after} == {
            one["id"]: one for one in answers()["articles"]
        }
