"""What people decided shows at once, and makes no generation: every answer is that of an index
which knew of it."""

import gc
import json
import random
import shutil
import tempfile
import threading
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from corpus.errors import IndexUnusable
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from index import open_indexer
from index.generations import Generations
from search import open_searcher
from search.matching.results import Filters, Request
from search.query.parser import parse
from tests.asked import made_up_questions
from tests.examples import long
from tests.kept import made_once
from tests.newsroom import index_sample, sample_articles
from tests.server import ask, serving
from tests.shell import PATIENCE, backfile, copy_of_demo

ARTICLES = sample_articles()
ASKED = [*made_up_questions(random.Random("decisions"), 60), "zyxwv", "zyxv", "section:desk", "title:zyx*"]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(made_once(index_sample), tmp_path / "paper")


@pytest.fixture
def store(folder):
    with ArticleStore(folder / "corpus.db") as store:
        yield store


@pytest.fixture
def searcher(folder, store):
    with closing(open_searcher(folder / "index", corpus=lambda: store)) as searcher:
        yield searcher


@pytest.fixture
def room(tmp_path, monkeypatch):
    """The system's folder for temporary files, empty."""
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    return room


def answers(searcher):
    """All that a searcher says, to the last digit."""
    for text in ASKED:
        for sort in ("relevance", "newest"):
            yield searcher.search(Request(parse(text), sort=sort))
        yield list(searcher.stream(Request(parse(text))))
    yield searcher.search(Request(parse(""), filters=Filters(since=date(2001, 2, 3))))
    yield searcher.search(Request(parse(""), filters=Filters(names=(("author", "Ada Novi"),))))
    for article in ARTICLES[:5]:
        yield searcher.similar(article.text, exclude=article.id, before=date(2019, 1, 1))
    yield replace(searcher.info(), generation="", seq=0, built_at=None)


def decide(store, rng):
    """Decisions of each kind, some of them taken back; few enough that no segment is merged."""
    edited, removed = (rng.sample(ARTICLES, 4) for _ in range(2))
    for number, article in enumerate(edited):
        store.edit(article.id, Correction(title=f"Zyxwv {number}", section="Desk"))
        store.edit(article.id, Correction(byline=("Ada Novi",), published=date(2001, 2, 3)))
    store.undo_edit(edited[0].id)
    for article in removed:
        store.remove(article.id, "wrong")
    store.restore_removed(removed[0].id)


@pytest.mark.parametrize("codec", ["arrays", *long("w3")])
@pytest.mark.parametrize("seed", range(3))
def test_answers_are_those_of_an_index_that_was_updated(codec, seed, folder, store, room):
    path, other = folder / codec, folder / "other"
    open_indexer(path, codec=codec).rebuild(store)
    with closing(open_searcher(path, corpus=lambda: store, codec=codec)) as searcher:
        decide(store, random.Random(seed))
        history = Generations(path).history()
        shown = list(answers(searcher))
        assert Generations(path).history() == history
    shutil.copytree(path, other)
    open_indexer(other, codec=codec).update(store)
    with closing(open_searcher(other, codec=codec)) as updated:
        for one, same in zip(shown, answers(updated), strict=True):
            assert one == same


def test_a_decision_taken_back_is_taken_back_wherever_the_index_stands(folder, store, searcher):
    edited, removed = ARTICLES[:2]

    def shown():
        hits = searcher.stream(Request(parse("date:1900..2100")))
        return {hit.id: hit.title for hit in hits}

    before = shown()
    decided = before | {edited.id: "Zyxwv"}
    del decided[removed.id]
    for index_between in (False, True):
        store.edit(edited.id, Correction(title="Zyxwv"))
        store.remove(removed.id, "wrong")
        assert shown() == decided
        if index_between:
            open_indexer(folder / "index").update(store)
            assert shown() == decided
        store.undo_edit(edited.id)
        store.restore_removed(removed.id)
        assert shown() == before
    open_indexer(folder / "index").roll_back(store)
    assert shown() == before


def test_what_machines_changed_waits_for_the_index(store, searcher):
    store.edit(ARTICLES[0].id, Correction(title="Zyxwv"))
    store.put(replace(ARTICLES[1], title="Zyxwv"))
    store.put(replace(ARTICLES[2], id="new", url=None, title="Zyxwv"))
    assert [hit.id for hit in search(searcher, "zyxwv")] == [ARTICLES[0].id]


def search(searcher, text):
    return searcher.search(Request(parse(text), size=100)).hits


def test_a_question_costs_one_look_where_nothing_was_decided(store, searcher):
    asked = []
    store.db.set_trace_callback(asked.append)
    search(searcher, "water")
    assert len(asked) == 1 and "corpus_id" in asked[0]
    plan = [step for *_, step in store.db.execute("EXPLAIN QUERY PLAN " + asked[0])]
    # the last entry of it, and a note
    assert "SEARCH decided USING COVERING INDEX decided_seq" in plan
    assert [step for step in plan if step.startswith("SCAN") and "CONSTANT" not in step] == []


def test_a_patch_is_made_once_for_each_decision(folder, store, searcher, caplog):
    caplog.set_level("INFO", "search.generation")
    for number in range(3):
        store.edit(ARTICLES[number].id, Correction(title="Zyxwv"))
        for _ in range(3):
            assert len(search(searcher, "zyxwv")) == number + 1
    assert [record.args[1] for record in caplog.records] == [1, 2, 3]
    open_indexer(folder / "index").update(store)
    assert len(search(searcher, "zyxwv")) == 3
    assert len(caplog.records) == 3


@pytest.mark.parametrize("codec", ["arrays", "w3"])
def test_nothing_of_a_patch_is_left(codec, folder, store, room):
    open_indexer(folder / "index", codec=codec).rebuild(store)
    with closing(open_searcher(folder / "index", corpus=lambda: store, codec=codec)) as searcher:
        descriptors = Path("/proc/self/fd")
        for number in range(4):
            store.edit(ARTICLES[number].id, Correction(title="Zyxwv"))
            assert len(search(searcher, "zyxwv")) == number + 1
            if codec == "arrays":  # nor would a kill leave anything
                assert list(room.iterdir()) == []
            gc.collect()
            open_now = len(list(descriptors.iterdir())) if descriptors.exists() else 0
            if number == 0:
                open_first = open_now
            assert open_now <= open_first
            assert len(list(room.iterdir())) <= 1
            # nor does it take a lock of the generation's own
            assert not [path for path in room.rglob("*LOCK") if path.is_symlink()]
    del searcher
    gc.collect()
    assert list(room.iterdir()) == []


def test_a_server_leaves_nothing_of_a_patch(tmp_path, monkeypatch):
    data, room = copy_of_demo(tmp_path / "data"), tmp_path / "room"
    room.mkdir()
    monkeypatch.setenv("TMPDIR", str(room))
    monkeypatch.setenv("BACKFILE_CODEC", "w3")
    assert backfile(data, "index", "--rebuild") == 0
    with ArticleStore(data / "corpus.db") as store:
        store.edit(next(store.articles()).id, Correction(title="Zyxwv"))
    with serving("serve", "--data", data, "--port", 0) as (_, port):
        assert json.loads(ask(port, "/search.json?q=zyxwv").text)["total"] == 1
        assert len(list(room.iterdir())) == 2  # and what its workers count
    assert list(room.iterdir()) == []


def test_no_room_for_a_patch_is_said(store, searcher, room):
    room.rmdir()
    store.edit(ARTICLES[0].id, Correction(title="Zyxwv"))
    with pytest.raises(IndexUnusable, match="corrected since the index was built cannot") as error:
        search(searcher, "zyxwv")
    assert error.value.mend == f"make room in {room}, or backfile index"


def test_threads_see_each_decision_from_the_moment_it_was_made(folder, store, searcher):
    made, wrong, over = [0], [], threading.Event()

    def read():
        with ArticleStore(folder / "corpus.db") as own:
            local.store = own
            while not over.is_set() and not wrong:
                before = made[0]
                numbers = sorted(int(hit.title.split()[1]) for hit in search(shared, "zyxwv"))
                after = made[0] + 1  # one may be written and not yet counted
                if numbers != list(range(len(numbers))) or not before <= len(numbers) <= after:
                    wrong.append((before, numbers, after))

    local = threading.local()
    with closing(open_searcher(folder / "index", corpus=lambda: local.store)) as shared:
        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number, article in enumerate(ARTICLES[:12]):
            store.edit(article.id, Correction(title=f"Zyxwv {number}"))
            made[0] += 1
            if number % 4 == 3:
                open_indexer(folder / "index").update(store)
        over.set()
        for reader in readers:
            reader.join(PATIENCE)
    assert wrong == []


def test_ten_edits_during_a_rebuild_show_at_once_everywhere(tmp_path, capsys):
    """And the generation to go back to is there afterwards."""
    data = copy_of_demo(tmp_path / "data")
    assert backfile(data, "index", "--rebuild") == 0
    generations = Generations(data / "index")
    before = generations.history()
    with ArticleStore(data / "corpus.db") as store:
        chosen = dict(enumerate(islice(store.articles(), 10), 1))
    first, without_first = chosen[1], {n: chosen[n] for n in chosen if n > 1}
    with (
        serving("serve", "--data", data, "--port", 0) as (_, port),
        ArticleStore(data / "corpus.db") as store,
    ):

        def edit_meanwhile(path):
            for number, article in chosen.items():
                fields = {"title": f"Zyxwv {number}", "byline": "Ada Novi", "section": "Desk"}
                fields["date"] = f"1901-02-{number:02}"
                flags = [flag for name, value in fields.items() for flag in (f"--{name}", value)]
                assert backfile(data, "edit", article.id, *flags) == 0
                assert "It shows at once" in capsys.readouterr().out
                shows(port, {n: chosen[n] for n in range(1, number + 1)})
            assert backfile(data, "remove", first.id, "--reason", "An error") == 0
            assert ask(port, f"/a/{first.id}").status == 410
            shows(port, without_first)
            assert "Zyxwv 1<" not in ask(port, "/draft", text=first.text).text
            assert generations.history() == before

        open_indexer(data / "index").rebuild(store, check=edit_meanwhile)
        assert generations.history()[:-1] == before
        shows(port, without_first)
        assert backfile(data, "index", "--rollback") == 0
        said = capsys.readouterr().out
        assert "behind by 10 changes, and shows those of them that people decided" in said
        assert generations.history() == before
        shows(port, without_first)
        assert backfile(data, "index") == 0
        shows(port, without_first)
        assert backfile(data, "remove", first.id, "--undo") == 0
        shows(port, chosen)
        assert backfile(data, "verify") == 0


def shows(port, articles):
    """Every way to the corrected articles leads to these, and to nothing else."""
    expected = {article.id for article in articles.values()}
    for query in ("q=zyxwv", "author=Ada+Novi", "section=Desk", "from=1901&to=1901"):
        found = json.loads(ask(port, f"/search.json?{query}").text)
        assert {hit["id"] for hit in found["hits"]} == expected, query
        assert all(hit["title"].startswith("Zyxwv ") for hit in found["hits"])
        assert {"value": "Ada Novi", "count": len(expected)} in found["facets"]["author"]
    for form in ("ndjson", "csv", "ris", "bib"):
        assert ask(port, f"/search.{form}?q=zyxwv").text.count("Zyxwv") == len(expected)
    assert ask(port, "/search.atom?q=zyxwv").text.count("<entry>") == len(expected)
    (number, other), *_, (_, one) = [*articles.items()] * 2
    assert json.loads(ask(port, "/search.json?q=zyxvv").text)["suggestion"]["query"] == "zyxwv"
    assert "/zyxwv-" in ask(port, f"/a/{one.id}").headers["Location"]
    assert json.loads(ask(port, f"/a/{one.id}.json").text)["published"].startswith("1901-02-")
    assert ask(port, "/browse/1901/2").text.count("Zyxwv") == len(expected)
    draft = ask(port, "/draft", text=other.text).text
    assert f"Zyxwv {number}<" in draft and other.title not in draft
