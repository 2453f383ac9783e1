"""`backfile search` and `backfile similar`."""

import json
import os
import re
import resource
import subprocess
import sys
from contextlib import closing, suppress
from functools import partial

import pytest

from corpus.sample import editorials
from corpus.store.store import ArticleStore
from search.matching.results import Explanation, Hit, Results, Snippet
from tests.newsroom import settle
from tests.pace import is_at_most
from tests.shell import PATIENCE, backfile, call, copy_of_demo, start
from web import create_app
from web.commands.hit_lines import marked, result_lines


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return copy_of_demo(tmp_path_factory.mktemp("search") / "data")


def test_it_finds_and_shows(data, capsys):
    assert backfile(data, "search", "indelible ink") == 0
    lines = capsys.readouterr().out.splitlines()
    assert re.match(r"\d+ editorials? found", lines[0])
    assert any(line.startswith("1. ") for line in lines)
    assert any(re.match(r"   \d{4}-\d\d-\d\d", line) for line in lines)


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        (["peace"], {"q": "peace"}),
        (['"peace', "agreement"], {"q": '"peace agreement'}),
        (["peace", "--from", "2010", "--to", "2012-05", "--sort", "newest"],
         {"q": "peace", "from": "2010", "to": "2012-05", "sort": "newest"}),
        (["the", "--page", "2"], {"q": "the", "page": "2"}),
        (["zzzz"], {"q": "zzzz"}),
        (["title:law", "--section", "Opinion"], {"q": "title:law", "section": "Opinion"}),
    ],
)  # fmt: skip
def test_json_is_the_object_of_the_search_page(arguments, address, data, capsys):
    assert backfile(data, "search", "--json", *arguments) == 0
    told = json.loads(capsys.readouterr().out)
    app = create_app(settle(data))
    with closing(app.extensions["shelf"]):
        assert told == app.test_client().get("/search.json", query_string=address).json


def test_it_says_that_there_is_more_and_how_to_see_it(data, capsys):
    def last_line(*arguments):
        assert backfile(data, "search", "the government", "--limit", "3", *arguments) == 0
        return capsys.readouterr().out.splitlines()[-1]

    backfile(data, "search", "the government", "--json")
    told = json.loads(capsys.readouterr().out)
    whole = told["total"] + told["partial"]
    pages = -(-whole // 3)
    assert pages > 2
    assert last_line() == f"1 to 3 of {whole} shown; --page 2 for more"
    assert last_line("--page", "2").startswith(f"4 to 6 of {whole} shown")
    assert "shown" not in last_line("--page", str(pages))
    assert last_line("--page", "99999") == f"There is no page 99,999; the last one: --page {pages}"


def test_nothing_found_is_no_failure(data, capsys):
    assert backfile(data, "search", "qqqqqqq") == 0
    assert "Nothing found." in capsys.readouterr().out


HOSTILE = ['"', "((((", "NEAR/5", "author:", "\x00", "a" * 5000, "😀", "after:yesterday", "*"]


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_makes_it_fail(query, data, capsys):
    assert backfile(data, "search", "--", query) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_limit_and_sort(data, capsys):
    assert (
        backfile(data, "search", "the government", "--limit", "3", "--sort", "oldest", "--json")
        == 0
    )
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert len(hits) == 3
    assert [hit["published"] for hit in hits] == sorted(hit["published"] for hit in hits)


def test_what_was_removed_is_not_shown_even_by_an_older_index(tmp_path, capsys):
    data = copy_of_demo(tmp_path / "data")
    backfile(data, "search", "peace", "--json")
    first = json.loads(capsys.readouterr().out)["hits"][0]["id"]
    with ArticleStore(data / "corpus.db") as store:
        store.remove(first, "a court said so")
    backfile(data, "search", "peace", "--json")
    assert first not in {hit["id"] for hit in json.loads(capsys.readouterr().out)["hits"]}


def test_it_loads_only_what_a_search_needs_and_answers_at_once(data):
    code = (
        "import sys\nfrom web.cli import run\nassert run(sys.argv[1:]) == 0\n"
        "heavy = ('flask', 'werkzeug', 'nltk', 'aiohttp', 'asyncio', 'rich', 'lxml', 'bs4', 'granian')\n"
        "loaded = [name for name in heavy if name in sys.modules]\nassert not loaded, loaded\n"
    )

    def runs(code, *arguments):
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE)
        assert done.returncode == 0, done.stderr.decode()

    bare = "import click, numpy, sqlite3, whoosh.searching"  # what any search must load
    search = partial(runs, code, "search", "peace", "--data", str(data))
    assert is_at_most(4, search, partial(runs, bare), clock=_cpu_seconds_of_children)


def _cpu_seconds_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_marks_are_bold_on_a_terminal_and_nothing_elsewhere(data):
    code, out, _ = call("search", "peace", "--data", data)
    assert code == 0 and "\x1b" not in out
    assert marked("a lasting peace", [(10, 15)]) == "a lasting \x1b[1mpeace\x1b[0m"


def test_the_terminal_says_what_else_was_looked_for(tmp_path, capsys):
    """A synonym, another spelling; of plain words alone it has nothing to say."""
    data = copy_of_demo(tmp_path / "data")
    (data / "synonyms.txt").write_text("ink, quayside, pier-head\n", "utf-8")
    for question, also in (("quayside", "also ink"), ("ink", None)):
        assert backfile(data, "search", question) == 0
        count, *lines = capsys.readouterr().out.splitlines()
        said = [line for line in lines if line.startswith("Searched for: ")]
        assert "found" in count and bool(said) == bool(also)
        assert not also or also in said[0]
    assert backfile(data, "search", "quayside", "--json") == 0
    (part,) = json.loads(capsys.readouterr().out)["searched_for"]
    assert part["also"] == ["ink"]


def test_text_by_others_cannot_steer_the_terminal():
    evil = "\x1b]0;owned\x07\x1b[2Jtitle\r\nsecond"
    hit = Hit(
        "id",
        None,
        ((0, 3),),
        1.0,
        (Snippet(evil, (), 0),),
        False,
        title=evil,
        url=f"https://x/{evil}",
        byline=(evil,),
        section=evil,
        date_source="unknown",
    )
    explanation = Explanation(evil, "in no article", "unknown", 0)
    results = Results(evil, (explanation,), evil, 1, 0, (hit,), (), None, 1, 10)
    shown = "\n".join(result_lines(results))
    text = shown.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    assert "undated" in text
    assert "in no article" in text and "(0)" not in text


@pytest.mark.parametrize(
    ("total", "partial", "line"),
    [
        (0, 0, "Nothing found."),
        (0, 9, "0 editorials found, 9 match in part"),
        (1, 0, "1 editorial found"),
        (1, 1, "1 editorial found, 1 more matches in part"),
        (1200, 2, "1,200 editorials found, 2 more match in part"),
    ],
)
def test_the_count_reads_as_a_sentence(total, partial, line):
    first, *_ = result_lines(Results("x", (), None, total, partial, (), (), None, 1, 10))
    assert first == line


def test_partial_matches_follow_below_a_divider(data, capsys):
    assert backfile(data, "search", "peace parliament ink poppy") == 0
    out = capsys.readouterr().out
    assert "match in part" in out and "-- these match only in part --" in out


def test_similar_finds_the_editorial_a_draft_repeats(data, tmp_path, capsys):
    chosen = editorials()[10]
    draft = tmp_path / "draft.txt"
    draft.write_text("\n\n".join(chosen.paragraphs), "utf-8")
    assert backfile(data, "similar", draft, "--json", "--limit", "3") == 0
    hits = json.loads(capsys.readouterr().out)["editorials"]
    assert hits[0]["title"] == chosen.title and len(hits) <= 3
    assert hits[0]["grade"] == "exact" and hits[0]["reprint"]
    both = [each["draft"]["text"] for each in hits[0]["meetings"]]
    assert both == [each["published"]["text"] for each in hits[0]["meetings"]]
    earlier = editorials()[9]
    draft.write_text("\n\n".join((*chosen.paragraphs, *earlier.paragraphs)), "utf-8")
    last = max(chosen.published, earlier.published).isoformat()
    assert backfile(data, "similar", draft, "--json", "--before", last) == 0
    given = json.loads(capsys.readouterr().out)
    days = [hit["published"] for hit in given["editorials"]]
    assert days and all(day is None or day < last for day in days)
    draft.write_text(f"{last}\n\n{draft.read_text('utf-8')}", "utf-8")
    assert backfile(data, "similar", draft, "--json") == 0
    own = capsys.readouterr()
    assert json.loads(own.out)["before"] == last
    assert f"only what came before {last}, the draft's day" in own.err


def test_a_quotation_with_who_said_it_is_found_and_a_wrong_one_is_told(data, tmp_path, capsys):
    chosen = editorials()[10]
    words = chosen.paragraphs[0].split()
    draft = tmp_path / "draft.txt"
    short = " ".join(words[:5]).strip(".,;:")
    draft.write_text(f'"{short}", the president said.', "utf-8")
    assert backfile(data, "similar", draft) == 0
    assert capsys.readouterr().out.startswith(f"“{short}”: word for word in ")
    wrong = " ".join([*words[:12], "zeppelins", *words[13:16]]).replace(".", "").replace('"', "")
    draft.write_text(f"A line of our own.\n\nWe said: “{wrong}”. So be it.", "utf-8")
    assert backfile(data, "similar", draft) == 0
    out = capsys.readouterr().out
    assert "words in a row are the same, but 1 sentence differs" in out
    assert "marked" not in out  # a mark is not seen there


def test_a_draft_that_is_a_page_is_read_as_one(data, tmp_path, capsys):
    chosen, other = editorials()[10], editorials()[9]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in chosen.paragraphs)
    menu = "".join(f"<li><a href='/'>{paragraph}</a></li>" for paragraph in other.paragraphs)
    draft = tmp_path / "draft.html"
    draft.write_text(
        f"<!DOCTYPE html><html><body><ul>{menu}</ul><h1>{chosen.title}</h1>{text}</body></html>",
        "utf-8",
    )
    assert backfile(data, "similar", draft, "--json") == 0
    titles = [hit["title"] for hit in json.loads(capsys.readouterr().out)["editorials"]]
    assert titles[0] == chosen.title and other.title not in titles
    draft.write_text("<html><body><ul><li><a href='/'>Front</a></li></ul></body></html>", "utf-8")
    assert backfile(data, "similar", draft) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_similar_says_how_many_there_are_and_how_to_see_them_all(data, tmp_path, capsys):
    draft = tmp_path / "draft.txt"
    draft.write_text(
        "\n\n".join(paragraph for text in editorials()[:4] for paragraph in text.paragraphs),
        "utf-8",
    )
    backfile(data, "similar", draft, "--json", "--limit", "100")
    total = len(json.loads(capsys.readouterr().out)["editorials"])
    assert total > 1
    assert backfile(data, "similar", draft, "--limit", "1") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{total} editorials to compare"
    assert lines[2] == "-- The same word for word --"
    assert f"1 of {total} shown; --limit {total} for all" in lines
    assert backfile(data, "similar", draft, "--json", "--limit", "1") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["answer"], len(told["editorials"])) == (lines[0], 1)
    draft.write_text("qqqq zzzzz", "utf-8")
    assert backfile(data, "similar", draft) == 0
    nothing = ["In no editorial, neither word for word nor nearly so"]
    assert capsys.readouterr().out.splitlines() == nothing


def test_what_is_marked_is_spoken_of_where_marks_are_seen(data, tmp_path):
    """On a terminal, and neither in a file nor in a pipe; no passage is led by nothing."""
    with ArticleStore(data / "corpus.db") as store:
        article = next(iter(store.articles()))
    words = article.text.split()
    draft = tmp_path / "draft.txt"  # the same in other words: no run of it is
    draft.write_text(" ".join(w if n % 4 else "perhaps" for n, w in enumerate(words)), "utf-8")
    code, out, _ = call("similar", draft, "--data", data)
    assert code == 0 and article.id in out and "   * Draft, paragraph" in out
    assert "marked" not in out and "   *" not in map(str.rstrip, out.splitlines())
    master, terminal = os.openpty()
    with start("similar", draft, "--data", data, stdout=terminal) as process:
        os.close(terminal)
        told = b""
        with suppress(OSError):  # so a terminal ends on Linux
            while some := os.read(master, 65_536):
                told += some
        process.communicate(timeout=PATIENCE)
    os.close(master)
    assert b"   * What differs is marked" in told and b"\x1b[1m" in told


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfe\x00binary"])
def test_a_draft_without_text_is_refused(content, data, tmp_path, capsys):
    draft = tmp_path / "draft"
    draft.write_bytes(content)
    assert backfile(data, "similar", draft) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert backfile(data, "similar", tmp_path / "none") == 1
    assert "no such file" in capsys.readouterr().err
