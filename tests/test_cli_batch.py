"""`backfile search` for those who ask much: --batch, --csv, --explain, --page."""

import csv
import io
import json
import subprocess
from contextlib import closing

import pytest

from tests.newsroom import settle
from tests.shell import PATIENCE, backfile, call, copy_of_demo, start
from web import create_app


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return copy_of_demo(tmp_path_factory.mktemp("batch") / "data")


def rows_of(out):
    return list(csv.DictReader(io.StringIO(out)))


def test_each_line_is_a_row_with_the_count_and_address_of_its_search(data, tmp_path, capsys):
    lines = ["peace", "", '"indelible ink" -poppy', "qqqqqqq", "date:2012-2013", "talks (a"]
    file = tmp_path / "asked.txt"
    file.write_text("\n".join(lines), "utf-8")
    assert backfile(data, "search", "--batch", file, "--author", "Osman Keld") == 0
    rows = rows_of(capsys.readouterr().out)
    assert [(row["line"], row["query"]) for row in rows] == [
        (str(number), line) for number, line in enumerate(lines, 1) if line
    ]
    app = create_app(settle(data))
    with closing(app.extensions["shelf"]):
        client = app.test_client()
        for row in rows:
            told = client.get(row["address"].replace("/search?", "/search.json?")).json
            assert told["total"] == int(row["total"])
            best = next((hit for hit in told["hits"] if not hit["partial"]), None)
            said = (row["title"], row["page"], row["url"])
            assert said == ((best["title"], best["page"], best["url"]) if best else ("", "", ""))
            if best:
                assert client.get(row["page"]).status_code == 200
    assert "never closed" in rows[-1]["notes"]


def test_lines_that_cannot_be_asked_are_named_and_the_others_answered(data, tmp_path, capsys):
    file = tmp_path / "asked.txt"
    file.write_bytes(b"\xef\xbb\xbfpeace\n\xff\xfe\n***\n" + b"x" * 9_000 + b"\nink\r\n")
    assert backfile(data, "search", "--batch", file, "--json") == 1
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert (told["asked"], told["bad"]) == (2, 3)
    assert [row["line"] for row in told["lines"]] == [1, 2, 3, 4, 5]
    assert [row["total"] is None for row in told["lines"]] == [False, True, True, True, False]
    assert told["lines"][0]["query"] == "peace"
    for number in (2, 3, 4):
        assert f"line {number}: " in said.err
    assert "3 lines of 5 could not be asked" in said.err


def test_it_reads_standard_input(data):
    with start("search", "--data", data, "--batch", "-", stdin=subprocess.PIPE) as process:
        out, err = process.communicate("peace\nصلح\n".encode(), timeout=PATIENCE)
    assert process.returncode == 0, err
    assert [row["query"] for row in rows_of(out.decode())] == ["peace", "صلح"]


def test_a_file_that_is_not_there_is_one_line_and_1(data, tmp_path, capsys):
    assert backfile(data, "search", "--batch", tmp_path / "none.txt") == 1
    assert "none.txt" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["peace", "--batch", "-"], ["peace", "--csv", "--json"]])
def test_what_cannot_be_asked_together_is_wrong_usage(arguments, data, capsys):
    assert backfile(data, "search", *arguments) == 2
    assert capsys.readouterr().err.startswith("backfile: ")


def test_the_table_of_hits_is_that_of_the_page(data, capsys):
    assert backfile(data, "search", "the government", "--csv") == 0
    whole = rows_of(capsys.readouterr().out)
    app = create_app(settle(data))
    with closing(app.extensions["shelf"]):
        assert whole == rows_of(
                app.test_client().get("/search.csv?q=the+government").data.decode("utf-8-sig")
            )
    assert backfile(data, "search", "the government", "--csv", "--limit", "3", "--page", "2") == 0
    assert rows_of(capsys.readouterr().out) == whole[3:6]


@pytest.mark.parametrize(
    "query",
    [
        "peace talks", "peace peace talks", '"indelible ink" -poppy', "title:law peace OR ink",
        "author:keld (law OR people)", "indelible NEAR/3 ink", "peac* date:2008..2016", "tunnel winter avalanche",
    ],
)  # fmt: skip
def test_a_score_is_the_sum_of_its_parts(query, data, capsys):
    assert backfile(data, "search", query, "--explain", "--json", "--limit", "30") == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert hits
    for hit in hits:
        assert sum(part["score"] for part in hit["score_parts"]) == pytest.approx(hit["score"])
        assert hit["score_parts"]
    assert backfile(data, "search", query, "--explain", "--limit", "1") == 0
    line = next(
        line for line in capsys.readouterr().out.splitlines() if line.startswith("   score ")
    )
    assert all(part["text"] in line for part in hits[0]["score_parts"])


def test_json_has_the_address_here_beside_the_original(data, capsys):
    assert backfile(data, "search", "peace", "--json") == 0
    hit = json.loads(capsys.readouterr().out)["hits"][0]
    assert hit["page"].startswith(f"http://127.0.0.1:8000/a/{hit['id']}/")
    assert hit["url"].startswith("http")
    code, out, _ = call("search", "peace", "--json", "--data", data)
    assert code == 0
    assert json.loads(out)["hits"][0]["page"] == hit["page"]
