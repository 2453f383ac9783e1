"""A search that is watched from cron: what came in since, once."""

import json

import pytest

from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from index import open_indexer
from tests.newsroom import build, fill, made, settle
from tests.shell import backfile


@pytest.fixture
def archive(tmp_path):
    settings = settle(tmp_path / "data")
    fill(settings, tuple(made(each, "The heron waits for fish.") for each in range(3)))
    build(settings)
    return settings


def add(settings, *articles):
    fill(settings, articles)
    with ArticleStore(settings.corpus) as store:
        open_indexer(settings.index).update(store)


@pytest.fixture
def watch(archive, capsys):
    def told(*arguments):
        capsys.readouterr()
        assert backfile(archive.data, "watch", *arguments) == 0
        said = capsys.readouterr()
        assert said.err == ""
        return said.out

    return told


def found(told):
    return [hit["title"] for hit in json.loads(told)["hits"]]


def test_nothing_is_printed_where_nothing_came(archive, watch):
    assert [watch("heron") for _ in range(3)] == [""] * 3
    add(archive, made(10, "An egret."))
    build(archive)
    assert watch("heron") == ""


def test_what_came_in_is_told_once_however_old_it_is(archive, watch):
    assert watch("heron") == ""
    old = made(10, "A heron of long ago.", published=made(10, "").published.replace(year=1909))
    add(archive, old, made(11, "Another heron."), made(12, "An egret."))
    told = watch("heron")
    assert told.startswith("2 editorials came in\n\n1. Made 11\n") and "\n2. Made 10\n" in told
    assert "1909-" in told and f"http://127.0.0.1:8000/a/{old.id}/made-10\n" in told
    assert watch("heron") == ""


def test_a_search_without_anything_tells_of_the_first(archive, watch):
    assert watch("egret") == ""
    add(archive, made(10, "An egret."))
    assert "Made 10" in watch("egret") and watch("egret") == ""


def test_as_json(archive, watch):
    first = json.loads(watch("--json", "heron"))
    assert (first["query"], first["since"], first["hits"]) == ("heron", None, [])
    add(archive, made(10, "A heron."))
    told = json.loads(watch("--json", "heron"))
    assert told["since"] and [hit["title"] for hit in told["hits"]] == ["Made 10"]
    assert found(watch("--json", "heron")) == []


def test_each_search_and_each_name_has_a_memory_of_its_own(archive, watch):
    asked = (("heron",), ("--name", "Ada", "heron"), ("--from", "2012", "heron"), ("--author", "unsigned"))
    assert [watch(*each) for each in asked] == [""] * 4
    add(archive, made(12, "A heron of that year."))
    assert [found(watch("--json", *each)) for each in asked] == [["Made 12"]] * 4
    add(archive, made(15, "A heron of an earlier one."))
    assert [found(watch("--json", *each)) for each in asked] == [
        ["Made 15"], ["Made 15"], [], ["Made 15"]
    ]  # fmt: skip


def test_what_has_some_of_the_words_or_is_corrected_is_no_news(archive, watch):
    assert watch("heron fish") == ""
    add(archive, made(10, "A heron alone."))
    with ArticleStore(archive.corpus) as store:
        store.edit(made(1, "").id, Correction(title="The heron and the fish"))
    assert watch("heron fish") == ""


def test_without_a_question_there_is_nothing_to_watch(archive, capsys):
    assert backfile(archive.data, "watch") == 2
    assert "give words to look for, or a filter." in capsys.readouterr().err


def test_a_memory_that_cannot_be_read_is_named_with_what_mends_it(archive, watch, capsys):
    watch("heron")
    (kept,) = (archive.data / "watched").iterdir()
    kept.write_text("{")
    assert backfile(archive.data, "watch", "heron") == 1
    said = capsys.readouterr().err
    assert str(kept) in said and "rm " in said
