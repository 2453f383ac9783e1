"""An index that another version of Backfile built: the next run builds it anew, and until then
nobody is answered wrongly."""

import json
import os
import shutil
import threading
from contextlib import closing
from hashlib import sha256

import pytest

from corpus.errors import IndexStale
from corpus.lock import exclusive, holder_lives
from corpus.sample import editorials
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from index import indexer, manifest, open_indexer
from index.base.schema import SCHEMA_VERSION
from index.generations import Generations
from index.manifest import Manifest
from search import open_searcher
from tests.newsroom import settle
from tests.server import ask, serving
from tests.shell import PATIENCE, backfile, copy_of_demo, start
from web import create_app

ARTICLES = len(editorials())
EARLIER = {"schema_version": 0}  # which had other files
OTHERS = {"schema": EARLIER, "analyzer": {"analyzer": "0" * 16}}


@pytest.fixture
def data(tmp_path):
    return copy_of_demo(tmp_path / "data")


@pytest.fixture
def store(data):
    with ArticleStore(data / "corpus.db") as store:
        yield store


def age(folder, **changes):
    """Make a generation one of another version; None takes out what that did not write yet."""
    path = folder / "manifest.json"
    told = json.loads(path.read_bytes().partition(b"\n")[2]) | changes
    body = json.dumps({name: value for name, value in told.items() if value is not None}).encode()
    path.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)


def live(data):
    return Generations(data / "index").live()


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("command", ["index", "update"])
def test_the_next_run_builds_it_anew_and_says_so(other, command, data, store, capsys):
    before = live(data)
    age(before, **OTHERS[other], rebuild_seconds=None)
    with pytest.raises(IndexStale) as stale:
        open_indexer(data / "index").update(store)
    assert stale.value.mend == "backfile index"
    offline = ("--max-pages", "1", "--delay", "0") if command == "update" else ()
    backfile(data, command, *offline)  # 1 of an update: the site it came from is gone
    out = capsys.readouterr().out
    assert (
        "Rebuilding: the index was built by another version of Backfile and has to be rebuilt; "
        "the articles are safe\n" in out
    )
    assert f"{ARTICLES} articles indexed" in out
    made = Manifest.read(live(data))
    assert made.is_current and made.rebuild_seconds and made.articles == ARTICLES
    assert backfile(data, "verify") == 0
    capsys.readouterr()
    assert backfile(data, "index") == 0  # once is enough
    assert capsys.readouterr().out == f"The index is up to date: {ARTICLES} articles.\n"
    # nobody goes back to what cannot be read
    assert backfile(data, "index", "--rollback") == 1
    assert "another version of Backfile and would answer wrongly; the live one stays" in (
        capsys.readouterr().err
    )
    assert live(data) != before and backfile(data, "search", "water") == 0


def test_an_update_keeps_what_the_rebuild_took(data, store):
    took = Manifest.read(live(data)).rebuild_seconds
    store.edit(next(store.articles()).id, Correction(title="Another"))
    open_indexer(data / "index").update(store)
    assert took and Manifest.read(live(data)).rebuild_seconds == took


# -- what a server says meanwhile


def test_a_server_that_starts_says_what_is_done_and_how_long_it_takes(data, store):
    age(live(data), **EARLIER, rebuild_seconds=312.4)
    ident = next(store.articles()).id
    with serving("serve", "--data", data, "--port", 0, health=503) as (_, port):

        def says(words, retry, mend):
            for target in ("/search?q=water", "/search.json?q=water", "/search.csv?q=water"):
                reply = ask(port, target)
                assert (reply.status, reply.headers["Retry-After"]) == (503, retry)
                assert f"{words}; the last time that took about 5 minutes" in reply.text
                assert ("backfile index" in reply.text) == mend
            for target in ("/", "/browse", f"/a/{ident}.json"):
                assert ask(port, target).status == 200

        def look(folder):
            says("is being rebuilt", "312", mend=False)

        says("has to be rebuilt", "60", mend=True)
        open_indexer(data / "index").rebuild(store, check=look)
        assert json.loads(ask(port, "/healthz").text)["articles"] == ARTICLES
        assert json.loads(ask(port, "/search.json?q=water").text)["total"] > 0


@pytest.mark.parametrize(
    ("seconds", "said", "retry"),
    [
        (None, "", "60"),
        (0.4, "about 1 s", "5"),
        (99.4, "about 99 s", "99"),
        (100.4, "about 2 minutes", "100"),
        (9000, "about 150 minutes", "3600"),
    ],
)
def test_how_long_a_rebuild_takes_is_said_as_far_as_it_is_known(data, seconds, said, retry):
    age(live(data), **EARLIER, rebuild_seconds=seconds)
    (live(data).parent / "000002.new").mkdir()
    app = create_app(settle(data))
    with exclusive(data / "index" / "lock", "rebuilding the index"), closing(app.extensions["shelf"]):
        reply = app.test_client().get("/search.json?q=water")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, retry)
    took = f"; the last time that took {said}" * bool(said)
    assert f"and is being rebuilt{took}; the articles are safe" in reply.json["error"]
    assert reply.json["mend"] is None


def test_a_running_server_never_answers_wrongly(data):
    with serving("serve", "--data", data, "--port", 0) as (_, port):
        expected = found(port)
        age(live(data), **EARLIER)
        answers, over = [], threading.Event()

        def read():
            while not over.is_set():
                answers.append(found(port))

        reader = threading.Thread(target=read)
        reader.start()
        backfile(data, "update", "--max-pages", 1, "--delay", 0)
        over.set()
        reader.join(PATIENCE)
        assert answers and all(answer == expected for answer in answers)
        assert found(port) == expected
        assert json.loads(ask(port, "/healthz").text)["generation"] == live(data).name == "000002"


def found(port):
    reply = ask(port, "/search.json?q=water")
    assert reply.status == 200
    return [(hit["id"], hit["score"]) for hit in json.loads(reply.text)["hits"]]


def test_a_server_of_the_version_before_goes_on_with_its_own_index(data):
    """For it the index that the new version publishes is one of another version."""
    generations = Generations(data / "index")
    with serving("serve", "--data", data, "--port", 0) as (_, port):
        expected = found(port)
        shutil.copytree(live(data), generations.folder / "000002")
        age(generations.folder / "000002", schema_version=SCHEMA_VERSION + 1)
        generations._point_at(["000001", "000002"])
        for _ in range(3):
            assert found(port) == expected
        assert json.loads(ask(port, "/healthz").text)["generation"] == "000001"


def test_an_index_that_only_lacks_fields_answers_until_it_is_rebuilt(data, monkeypatch, capsys):
    monkeypatch.setitem(manifest.READABLE_SINCE, indexer.CODEC, 0)
    age(live(data), **EARLIER)
    assert backfile(data, "search", "water") == 0
    app = create_app(settle(data))
    with closing(app.extensions["shelf"]):
        client = app.test_client()
        before = client.get("/search.json?q=water").json["hits"]
        assert before and client.get("/healthz").status_code == 200
        capsys.readouterr()
        assert backfile(data, "status") == 0
        said = "index    the index was built by another version of Backfile; it still answers"
        assert f"{said}. To mend it: backfile index\n" in capsys.readouterr().out
        assert backfile(data, "index") == 0
        assert "Rebuilding: " in capsys.readouterr().out
        assert client.get("/search.json?q=water").json["hits"] == before
        assert client.get("/healthz").json["generation"] == live(data).name == "000002"
        assert backfile(data, "index", "--rollback") == 0  # it answers yet


# -- whether somebody is at it


def test_what_a_killed_rebuild_left_does_not_look_as_if_it_went_on(data, store, capsys):
    age(live(data), **EARLIER)
    leftover = live(data).parent / "000002.new"
    leftover.mkdir()
    with start("config") as ended:
        ended.communicate(timeout=PATIENCE)
    lock = data / "index" / "lock"
    for holder in (f"rebuilding the index (process {ended.pid})", "", "at work", "x (process 0"):
        lock.write_text(holder)
        with pytest.raises(IndexStale, match="has to be rebuilt"):
            open_searcher(data / "index")
    lock.write_text(f"rebuilding the index (process {os.getpid()})")
    with pytest.raises(IndexStale, match="is being rebuilt") as stale:
        open_searcher(data / "index")
    assert (stale.value.mend, stale.value.retry_after) == (None, Manifest.read(live(data)).rebuild_seconds)
    assert backfile(data, "index") == 0
    assert "and has to be rebuilt" in capsys.readouterr().out
    assert not leftover.exists()


def test_a_look_at_the_holder_keeps_nobody_out(tmp_path):
    lock = tmp_path / "lock"
    assert not holder_lives(lock)
    with exclusive(lock, "at work"):
        assert holder_lives(lock)
    lock.write_bytes(b"\xff (process 99999999999999999999)")
    assert not holder_lives(lock)


def test_a_manifest_that_says_more_is_of_another_version(data, store, capsys):
    age(live(data), colour="red")
    assert backfile(data, "search", "water") == 1
    assert "another version of Backfile" in capsys.readouterr().err
    assert backfile(data, "index") == 0 and "Rebuilding" in capsys.readouterr().out


@pytest.mark.parametrize(
    "odd",
    [
        {"schema_version": "x"}, {"seq": "x"}, {"articles": 1.5}, {"corpus_id": 7}, {"rebuilt_at": 7},
        {"rebuild_seconds": "abc"}, {"rebuild_seconds": 1e308}, {"rebuild_seconds": float("nan")},
    ],
)  # fmt: skip
def test_a_manifest_with_values_of_no_version_is_damage(odd, data, capsys):
    age(live(data), **odd)
    for command in ("search water", "index", "verify", "status"):
        backfile(data, *command.split())
        assert "mistake in this program" not in capsys.readouterr().err
    assert backfile(data, "search", "water") == 1
    assert "damaged" in capsys.readouterr().err
