"""Where nothing or little is found: what is at fault, and what there is without it."""

import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from newsroom import build, fill, made, read_site, settle, soup

from tests.shell import backfile

TEXTS = (
    "The heron waits by the river at dawn.",
    "The heron waits by the lake at dusk.",
    "A stork crosses the river.",
    "Herons & Storks of the marsh.",
    "مردم صلح می‌خواهند.",
    "او می‌نویسد و می‌خواند.",
    "باغ‌های شهر خشک شد.",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("marsh")
    settings = settle(folder)
    fill(settings, tuple(
        replace(made(number, text), byline=("Ada Reed",) if number % 2 else ("Ben Ash",))
        for number, text in enumerate(TEXTS)
    ))  # fmt: skip
    build(settings)
    return folder


@pytest.fixture(scope="module")
def client(data):
    with read_site(settle(data)) as client:
        yield client


def ask(client, **given):
    return client.get(f"/search.json?{urlencode(given)}").json


def ways(told):
    return {(way["without"], way["query"]): way["total"] for way in told["relaxations"]}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"q": "heron zzqqx"}, {("zzqqx", "heron"): 3}),
        ({"q": "heron river lake"}, {("river", "heron lake"): 1, ("lake", "heron river"): 1}),
        ({"q": "heron zzqqx xxqqz"}, {("zzqqx xxqqz", "heron"): 3}),
        ({"q": "river -stork -dawn"}, {("-stork", "river -dawn"): 1, ("-dawn", "river -stork"): 1}),
        ({"q": "heron", "author": "Nobody"}, {("author", "heron"): 3}),
        ({"q": "heron", "author": "Nobody", "from": "1990", "to": "1991"}, {("filters", "heron"): 3}),
        ({"q": "stork dusk", "author": "Ben Ash"}, {("dusk", "stork"): 1}),
        ({"q": '"river heron"'}, {('"river heron"', "river heron"): 1}),
        ({"q": '"river heron" dawn'}, {
            ('"river heron"', "dawn"): 1, ('"river heron"', "river heron dawn"): 1
        }),
        ({"q": 'title:"river heron" OR "river stork"'}, {
            ('title:"river heron" "river stork"', "title:(river heron) OR (river stork)"): 1
        }),
        ({"q": '"heron zzqqx"'}, {}),
        ({"q": "heron"}, {}),
        ({"q": "zzqqx"}, {}),
        ({"q": "river dawn heron waits =river =dawn =heron =waits -zz -yy -xx lake"}, {
            ("lake", "river dawn heron waits =river =dawn =heron =waits -zz -yy -xx"): 1
        }),
        ({"q": "river dawn heron waits =river =dawn =heron =waits -zz -yy -xx -ww lake"}, {}),
        ({"q": "river dawn heron waits =river =dawn =heron =waits -zz -yy -xx -ww zzqqx"}, {
            ("zzqqx", "river dawn heron waits =river =dawn =heron =waits -zz -yy -xx -ww"): 1
        }),
    ],
)  # fmt: skip
def test_what_is_at_fault_is_named_with_the_count_without_it(given, expected, client):
    told = ask(client, **given)
    assert ways(told) == expected
    for way in told["relaxations"]:
        if way["kind"] == "part":
            again = ask(client, **{**given, "q": way["query"]})
            assert again["total"] == way["total"]


def test_it_is_a_link_also_where_partial_matches_are_left(client):
    page = soup(client.get("/search?q=heron+zzqqx"))
    assert page.select(".card")
    link = page.select_one(".nothing a")
    assert link.text == "Without zzqqx"
    assert "3 editorials would be found" in link.parent.text
    assert soup(client.get(link["href"])).h1.text == "3 editorials"
    assert not soup(client.get("/search?q=heron")).select(".nothing")


def test_a_phrase_that_nobody_wrote_is_no_dead_end(client, data, capsys):
    page = soup(client.get("/search", query_string={"q": '"river heron"'}))
    link = next(each for each in page.select(".nothing a") if "quotation marks" in each.text)
    assert link.text == "Without the quotation marks"
    assert soup(client.get(link["href"])).h1.text.startswith("1 editorial with all words")
    assert backfile(data, "search", '"river heron"') == 0
    assert 'Without the quotation marks of "river heron": 1 editorial' in capsys.readouterr().out


def test_the_command_says_it(data, capsys):
    assert backfile(data, "search", "heron zzqqx") == 0
    assert "Without zzqqx: 3 editorials" in capsys.readouterr().out
    assert backfile(data, "search", "heron", "--author", "Nobody", "--json") == 0
    assert json.loads(capsys.readouterr().out)["relaxations"][0]["without"] == "author"


def test_counts_of_words_heed_the_filters(client):
    def counts(**given):
        return {each["text"]: each["count"] for each in ask(client, **given)["searched_for"]}

    assert counts(q="heron river") == {"heron": 3, "river": 2}
    assert counts(q="heron river", author="Ada Reed") == {"heron": 2, "river": 0}
    told = ask(client, q="heron river", author="Ada Reed")["searched_for"]
    assert told[1]["meaning"] == "in no article that the filters allow"
    assert counts(q="heron -river", author="Ben Ash") == {"heron": 1, "-river": 2}


def test_what_was_typed_twice_is_told_once(client):
    told = ask(client, q="heron heron dawn heron " * 8)["searched_for"]
    assert [each["text"] for each in told] == ["heron", "dawn"]


def test_what_was_meant_is_not_denied_below(client):
    """Where another way to ask finds some, nobody is told to leave the word out."""
    for typed in ("ada", "herron"):
        page = soup(client.get(f"/search?{urlencode({'q': typed})}"))
        assert "Did you mean" in page.select_one(".hint").text, typed
        said = [" ".join(each.text.split()) for each in page.select(".nothing li")]
        assert said[0] == f"As it is typed, {typed} is in no editorial."
        assert "leave it out" not in page.select_one(".nothing").text


def test_what_may_help_on_a_page_is_true(client):
    def said(**given):
        page = soup(client.get(f"/search?{urlencode(given)}"))
        return [" ".join(each.text.split()) for each in page.select(".nothing li")][:-1]

    unknown = "No editorial holds zzqqx: leave it out or spell it another way."
    assert said(q="zzqqx -heron -xxqqz") == [unknown]
    assert said(q="date:1999") == ["No editorial was published from 1999-01-01 to 1999-12-31."]
    assert said(q="stork date:1999") == [  # and not that the word alone is in two
        "Without date:1999, 2 editorials would be found.",
        "No editorial was published from 1999-01-01 to 1999-12-31.",
    ]
    assert said(q="author:Ada author:Ben date:1999") == [
        "No editorial was published from 1999-01-01 to 1999-12-31.",
        "author:Ada alone is in 3 editorials.",
        "author:Ben alone is in 4 editorials.",
    ]
    assert said(q="stork", author="Nobody") == [
        "Without the author, 2 editorials would be found.",
        "No editorial that the filters allow holds stork: spell it another way, or take filters away.",
    ]


def test_near_wants_a_number(client, data, capsys):
    told = ask(client, q="heron NEAR dawn")
    (said,) = [each for each in told["searched_for"] if each["text"] == "NEAR"]
    assert "wants a number" in said["meaning"]
    assert told["total"] == 1
    assert told["repaired"] == "heron dawn"
    assert backfile(data, "search", "heron NEAR dawn") == 0
    assert "wants a number" in capsys.readouterr().out
    assert all("number" not in each["meaning"] for each in ask(client, q="NEAR")["searched_for"])


@pytest.mark.parametrize(
    "q", ["herons &amp; storks", "herons &amp;amp; storks", "&quot;herons &amp; storks&quot;"]
)
def test_what_was_pasted_out_of_html_is_what_it_means(q, client):
    told = ask(client, q=q)
    assert [hit["title"] for hit in told["hits"] if not hit["partial"]] == ["Made 3"]
    assert all("amp" not in each["text"] for each in told["searched_for"] if each["kind"] == "stem")


def test_affixes_are_no_partial_matches(client):
    def found(q):
        return {hit["title"] for hit in ask(client, q=q)["hits"]}

    assert found("می‌خواهند zzqqx") == {"Made 4"}
    assert found("باغ‌های zzqqx") == {"Made 6"}
