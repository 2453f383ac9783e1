"""Restoring a backup when something comes in between."""

import hashlib
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing

import pytest
from old_corpus import write_corpus

from corpus.errors import Busy
from corpus.store import backup
from corpus.store.backup import restore_backup, write_backup
from corpus.store.store import ArticleStore
from tests.newsroom import UNDATED
from tests.shell import ROOT

STEPS = 12  # more than a restore takes away, renames or links
KILLED_AT_A_STEP = """
import os, signal, sys
from pathlib import Path
from corpus.store.backup import restore_backup

steps = 0

def count(event, arguments):
    global steps
    if event in ("os.rename", "os.remove", "os.link", "shutil.move", "shutil.copyfile"):
        steps += 1
        if steps == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
restore_backup(Path(sys.argv[1]), Path(sys.argv[2]), force=True)
"""


@pytest.fixture
def file(tmp_path):
    with ArticleStore(tmp_path / "other.db") as store:
        store.put(UNDATED)
        store.set_meta("whose", "the backup's")
        write_backup(store, tmp_path / "backup.tar")
    return tmp_path / "backup.tar"


@pytest.fixture
def corpus(tmp_path):
    """An old corpus as a killed process leaves it: its newest change is in SQLite's log alone."""
    path = tmp_path / "data" / "corpus.db"
    path.parent.mkdir()
    with ArticleStore(tmp_path / "old.db") as store:
        store.put(UNDATED)
        store.set_meta("whose", "the old one's")
        for end in ("", "-wal"):
            shutil.copy(tmp_path / f"old.db{end}", path.with_name(path.name + end))
    return path


def whose(path):
    with ArticleStore(path, create=False) as store:
        return store.meta("whose")


@pytest.mark.parametrize("step", range(1, STEPS))
def test_a_restore_killed_and_repeated_keeps_the_old_corpus(step, file, corpus):
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_AT_A_STEP, file, corpus, str(step)], cwd=ROOT, check=False
    )
    assert ended.returncode in (0, -signal.SIGKILL)
    assert whose(corpus) in ("the old one's", "the backup's")
    restore_backup(file, corpus, force=True)
    assert whose(corpus) == "the backup's"
    assert whose(corpus.with_name("corpus.db.replaced")) == "the old one's"


def test_a_restored_corpus_that_was_worked_on_is_kept_in_its_turn(file, corpus):
    restore_backup(file, corpus, force=True)
    with ArticleStore(corpus) as store:
        store.set_meta("whose", "the worker's")
        store.remove(UNDATED.id, "for a reason")
    restore_backup(file, corpus, force=True)
    assert whose(corpus.with_name("corpus.db.replaced")) == "the worker's"


def test_a_backup_of_an_earlier_layout_is_brought_up_to_date(tmp_path):
    old = write_corpus(tmp_path / "other.db", 1)
    note = {"made_at": "2020-01-01T00:00:00+00:00", "articles": 7, "seq": 13, "bytes": 1}
    note["sha256"] = hashlib.sha256(old.read_bytes()).hexdigest()
    (tmp_path / "backup.json").write_text(json.dumps(note))
    with tarfile.open(tmp_path / "backup.tar", "w") as tar:
        tar.add(tmp_path / "backup.json", "backup.json")
        tar.add(old, "corpus.db")
    restore_backup(tmp_path / "backup.tar", tmp_path / "corpus.db")
    with ArticleStore(tmp_path / "corpus.db", create=False) as store:
        store.note_links("https://a.invalid/1", ("https://a.invalid/2",))
        assert len(list(store.articles())) == 7
    with tarfile.open(tmp_path / "backup.tar") as tar:
        tar.extract("corpus.db", tmp_path / "old", filter="data")
    # the backup itself is as it was
    with closing(sqlite3.connect(tmp_path / "old" / "corpus.db")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)


def test_without_a_corpus_what_was_kept_before_stays(file, corpus):
    kept = corpus.with_name("corpus.db.replaced")
    corpus.replace(kept)
    corpus.with_name("corpus.db-wal").replace(kept.with_name("corpus.db.replaced-wal"))
    ArticleStore(corpus).close()  # an empty one is nothing to keep
    restore_backup(file, corpus)
    assert (whose(corpus), whose(kept)) == ("the backup's", "the old one's")


def test_a_corpus_somebody_writes_into_is_not_replaced(file, corpus, monkeypatch):
    monkeypatch.setattr(backup, "BUSY_SECONDS", 0.1)
    with ArticleStore(corpus) as store, store.transaction() as db:
        db.execute("INSERT INTO meta VALUES ('half', 'written')")
        with pytest.raises(Busy, match="nothing was changed"):
            restore_backup(file, corpus, force=True)
    assert whose(corpus) == "the old one's"


def test_a_corpus_too_damaged_to_read_is_kept_as_it_is(file, corpus):
    damaged = b"SQLite format 3\0" + b"\xff" * 5000
    corpus.write_bytes(damaged)
    corpus.with_name("corpus.db-wal").write_bytes(b"no log")
    restore_backup(file, corpus, force=True)
    assert whose(corpus) == "the backup's"
    assert corpus.with_name("corpus.db.replaced").read_bytes() == damaged
