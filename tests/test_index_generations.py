"""Generations: built beside, sealed, switched in one step, rolled back; damage is found and never
answered from."""

import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import index.indexer
from corpus.article import Article
from corpus.errors import BackfileError, Busy, IndexDamaged, IndexMissing, IndexOutdated, IndexStale
from corpus.lock import exclusive
from corpus.store.store import ArticleStore
from index import open_indexer
from index.generation import open_generation
from index.generations import Generations
from search import open_searcher
from search.matching.results import Request
from search.query.parser import parse
from tests.examples import long
from tests.shell import PATIENCE, ROOT

WORDS = "peace water school bridge winter road election court press river bank border teacher dam census market".split()


def article(number, text=None, **changes):
    rng = random.Random(number)
    body = text or " ".join(rng.choice(WORDS) for _ in range(60)) + f" unique{number}x."
    return replace(
        Article(
            id=f"a{number}",
            title=f"Editorial {number}",
            paragraphs=(body,),
            sentences=((0, len(body)),),
        ),
        **changes,
    )


@pytest.fixture
def store(tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        for number in range(12):
            store.put(article(number, published=date(2010 + number, 1, 1)))
        yield store


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


def ids(folder, text):
    searcher = open_searcher(folder)
    try:
        return {
            hit.id for hit in searcher.search(Request(parse(text), size=50)).hits if not hit.partial
        }
    finally:
        searcher.close()


def test_no_index_yet(folder):
    with pytest.raises(IndexMissing):
        open_searcher(folder)
    assert not folder.exists()


def test_a_folder_that_is_no_index(tmp_path):
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "live.json").write_text("hello")
    with pytest.raises(IndexDamaged) as error:
        open_searcher(tmp_path / "index")
    assert error.value.mend == "backfile index --rebuild"


def interrupted(folder):
    raise KeyboardInterrupt


def test_what_was_rolled_back_from_gives_its_name_to_no_other(store, folder):
    indexer = open_indexer(folder)
    for _ in range(2):
        indexer.rebuild(store)
    indexer.roll_back(store)
    with pytest.raises(KeyboardInterrupt):
        indexer.rebuild(store, check=interrupted)
    assert indexer.rebuild(store).generation == "000003"


def test_after_a_damaged_pointer_each_generation_is_named_once(store, folder):
    indexer = open_indexer(folder)
    indexer.rebuild(store)
    (folder / "live.json").write_text("hello")
    indexer.rebuild(store)
    history = json.loads((folder / "live.json").read_text())["history"]
    assert len(set(history)) == len(history) == 2
    indexer.roll_back(store)
    assert json.loads((folder / "live.json").read_text())["history"] == history[:1]


def test_update_builds_then_follows_the_store(store, folder):
    indexer = open_indexer(folder)
    assert indexer.update(store).added == 12
    assert indexer.update(store).unchanged
    store.put(article(3, "The lighthouse burns."))
    store.remove("a4", "asked by a court")
    report = indexer.update(store)
    assert (report.added, report.deleted, report.articles) == (1, 1, 11)
    assert ids(folder, "lighthouse") == {"a3"}
    assert ids(folder, "unique3x") == set()
    assert ids(folder, "unique4x") == set()
    assert ids(folder, "unique5x") == {"a5"}


def test_rebuild_and_increments_answer_alike(store, folder, tmp_path):
    indexer = open_indexer(folder)
    indexer.update(store)
    for number in range(12, 18):
        store.put(article(number))
        indexer.update(store)
    open_indexer(tmp_path / "other").rebuild(store)
    for word in WORDS:
        assert ids(folder, word) == ids(tmp_path / "other", word)


def test_roll_back_and_go_on(store, folder):
    indexer = open_indexer(folder)
    first = indexer.update(store)
    store.put(article(99, "A comet."))
    indexer.rebuild(store)
    assert ids(folder, "comet") == {"a99"}
    assert indexer.roll_back(store) == first.generation
    assert ids(folder, "comet") == set()
    indexer.update(store)
    assert ids(folder, "comet") == {"a99"}


def test_an_index_of_another_corpus_or_kind_is_not_gone_back_to(store, folder, tmp_path):
    indexer = open_indexer(folder, codec="arrays")
    with ArticleStore(tmp_path / "other.db") as other:
        other.put(article(5, "A comet."))
        indexer.update(other)
    newest = indexer.rebuild(store).generation
    with pytest.raises(IndexOutdated, match=r"from another corpus.*; the live one stays"):
        indexer.roll_back(store)
    open_indexer(folder, codec="w3").rebuild(store)
    with pytest.raises(
        IndexOutdated, match="of the kind arrays, not w3 as is set; the live one stays"
    ):
        open_indexer(folder, codec="w3").roll_back(store)
    assert indexer.roll_back(store) == newest


def test_nothing_to_roll_back_to(store, folder):
    indexer = open_indexer(folder)
    indexer.update(store)
    with pytest.raises(BackfileError, match="no earlier generation"):
        indexer.roll_back(store)
    assert ids(folder, "unique1x") == {"a1"}


def test_only_so_many_generations_are_kept(store, folder):
    indexer = open_indexer(folder, keep=2)
    for _ in range(4):
        indexer.rebuild(store)
    assert len(list((folder / "generations").iterdir())) == 2


def test_three_generations_are_kept_where_nobody_says_how_many(store, folder):
    for _ in range(4):
        open_indexer(folder).rebuild(store)
    assert Generations(folder).history() == ["000002", "000003", "000004"]


def test_a_generation_is_named_by_up_to_nineteen_digits(folder):
    folder.mkdir()
    (folder / "live.json").write_text(json.dumps({"history": ["9" * 19]}))
    assert Generations(folder).live().name == "9" * 19
    (folder / "live.json").write_text(json.dumps({"history": ["9" * 20]}))
    with pytest.raises(IndexDamaged, match="does not name a generation"):
        Generations(folder).live()


def test_a_check_that_fails_leaves_the_live_one(store, folder):
    indexer = open_indexer(folder)
    live = indexer.update(store).generation

    def refuse(path):
        raise BackfileError("not sound")

    with pytest.raises(BackfileError, match="not sound"):
        indexer.rebuild(store, check=refuse)
    assert Generations(folder).live().name == live
    assert [p.name for p in (folder / "generations").iterdir()] == [live]


def test_a_reader_sees_the_switch_without_being_told(store, folder):
    indexer = open_indexer(folder)
    indexer.update(store)
    searcher = open_searcher(folder)
    assert searcher.search(Request(parse("comet"))).total == 0
    store.put(article(99, "A comet."))
    indexer.rebuild(store)
    assert searcher.search(Request(parse("comet"))).total == 1
    for _ in range(5):
        indexer.rebuild(store)  # the generation it held is long swept away
    assert searcher.search(Request(parse("comet"))).total == 1
    searcher.close()


def test_two_writers(store, folder):
    folder.mkdir()
    with (
        exclusive(folder / "lock", "rebuilding the index"),
        pytest.raises(Busy, match="rebuilding the index"),
    ):
        open_indexer(folder).update(store)


def test_another_corpus(store, folder, tmp_path):
    open_indexer(folder).update(store)
    with (
        ArticleStore(tmp_path / "other.db") as other,
        pytest.raises(IndexOutdated, match="another corpus"),
    ):
        open_indexer(folder).update(other)


@pytest.mark.parametrize(("field", "value"), [("schema_version", 999), ("analyzer", "another")])
def test_an_index_of_another_version(store, folder, field, value):
    open_indexer(folder).update(store)
    live = Generations(folder).live()
    _rewrite_manifest(live, {field: value})
    with pytest.raises(IndexStale) as error:
        open_searcher(folder)
    assert error.value.mend == "backfile index"


def _rewrite_manifest(live, changes):
    from hashlib import sha256

    body = json.loads((live / "manifest.json").read_bytes().partition(b"\n")[2]) | changes
    data = json.dumps(body).encode()
    (live / "manifest.json").write_bytes(sha256(data).hexdigest().encode() + b"\n" + data)


@pytest.mark.parametrize("harm", ["flip", "truncate", "zero", "delete"])
def test_damage_is_found_in_every_file(store, folder, harm):
    open_indexer(folder).update(store)
    live = Generations(folder).live()
    rng = random.Random(harm)
    for path in sorted(live.iterdir()):
        whole = path.read_bytes()
        if not whole:
            continue
        place = rng.randrange(len(whole))
        if harm == "flip":
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        elif harm == "truncate":
            path.write_bytes(whole[:place])
        elif harm == "zero":
            path.write_bytes(bytes(len(whole)))
        else:
            path.unlink()
        with pytest.raises(IndexDamaged, match="the articles are safe"):
            open_generation(live, index.indexer.CODEC)
        path.write_bytes(whole)
    open_generation(live, index.indexer.CODEC)


# Rebuilds, and kills itself when it comes to that many calls on files of the folder; says how many
# there were.
KILLED = """
import os, signal, sys
from pathlib import Path
from corpus.store.store import ArticleStore
from index import open_indexer
folder, left, calls = Path(sys.argv[1]), int(sys.argv[2]), 0
def count(event, said):
    global calls
    if event.startswith(("open", "os.")) and said and str(said[0]).startswith(str(folder)):
        calls += 1
        if calls == left:
            os.kill(os.getpid(), signal.SIGKILL)
from index import open_indexer
folder = Path(sys.argv[1])
with ArticleStore(folder / "corpus.db") as store:
    sys.addaudithook(count)
    open_indexer(folder / "index").rebuild(store)
print(calls)
"""


@pytest.mark.parametrize("kills", [2, *long(6)])
def test_killed_at_any_moment_the_old_index_answers_and_the_next_run_finishes(
    store, folder, tmp_path, kills
):
    def rebuild(calls=0):
        command = [sys.executable, "-c", KILLED, str(tmp_path), str(calls)]
        return subprocess.run(command, capture_output=True, cwd=ROOT, timeout=PATIENCE)

    open_indexer(folder).update(store)
    calls = int(rebuild().stdout)
    assert calls > 50
    for killed_at in random.Random(7).sample(range(1, calls + 1), kills):
        assert rebuild(killed_at).returncode == -signal.SIGKILL
        assert ids(folder, "unique7x") == {"a7"}
    report = open_indexer(folder).rebuild(store)
    assert report.articles == 12
    assert not list((folder / "generations").glob("*.new"))


def test_everything_is_synced_before_the_switch(store, folder, monkeypatch):
    log = []
    sync, rename = os.fsync, os.replace

    def recording_sync(descriptor):
        status = os.fstat(descriptor)
        log.append(("sync", (status.st_dev, status.st_ino)))
        sync(descriptor)

    def recording_rename(self, target):
        log.append(("rename", Path(target).name))
        rename(self, target)

    open_indexer(folder).update(store)
    store.put(article(77))
    monkeypatch.setattr(os, "fsync", recording_sync)
    monkeypatch.setattr(Path, "replace", recording_rename)
    open_indexer(folder).update(store)
    live = Generations(folder).live()
    switch = log.index(("rename", "live.json"))
    synced = {what for kind, what in log[:switch] if kind == "sync"}
    for path in [*live.iterdir(), live, live.parent]:
        status = path.stat()
        assert (status.st_dev, status.st_ino) in synced, path.name
    renamed = log.index(("rename", live.name))
    parent = live.parent.stat()
    assert ("sync", (parent.st_dev, parent.st_ino)) in log[renamed:switch]
    root = folder.stat()
    assert ("sync", (root.st_dev, root.st_ino)) in log[switch:]
