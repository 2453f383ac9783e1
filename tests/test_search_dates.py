"""Dates as readers and staff type them: in the box, in the fields and on the command line."""

import json
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from newsroom import build, fill, made, read_site, settle, soup

from tests.shell import backfile

DAYS = {  # number of the article: its day
    0: date(2010, 7, 2), 1: date(2011, 12, 31), 2: date(2012, 1, 1), 3: date(2012, 2, 29),
    4: date(2012, 4, 3), 5: date(2012, 3, 4), 6: date(2012, 12, 31), 7: date(2013, 3, 20),
    8: date(2014, 3, 12), 9: date(2014, 8, 1), 10: None, 11: date(2016, 2, 29),
}  # fmt: skip
YEAR_2012 = {2, 3, 4, 5, 6}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("almanac")
    settings = settle(folder)
    articles = [
        replace(
            made(number, f"The almanac number{number} is printed, and may be sold in February."),
            published=day,
            date_source="url" if day else "unknown",
        )
        for number, day in DAYS.items()
    ]
    fill(settings, tuple(articles))
    build(settings)
    return folder


@pytest.fixture(scope="module")
def client(data):
    with read_site(settle(data, page_size=50)) as client:
        yield client


def numbers(told):
    return {int(hit["title"].split()[-1]) for hit in told["hits"] if not hit["partial"]}


def ask(client, **given):
    return client.get(f"/search.json?{urlencode(given)}").json


AS_TYPED = [
    ("2012", YEAR_2012),
    ('"2012"', YEAR_2012),
    ("“2012”", YEAR_2012),
    ("2012-2013", YEAR_2012 | {7}),
    ("2012–2013", YEAR_2012 | {7}),
    ("2012—2013", YEAR_2012 | {7}),
    ("2012‑2013", YEAR_2012 | {7}),
    ("2013-2012", YEAR_2012 | {7}),
    ("2013..2012", YEAR_2012 | {7}),
    ("2012 - 2013", YEAR_2012 | {7}),
    ("2012 to 2013", YEAR_2012 | {7}),
    ("29.02.2012", {3}),
    ("29/02/2012", {3}),
    ("29-2-2012", {3}),
    ("02/29/2012", {3}),
    ("20120229", {3}),
    ("2012-02-29", {3}),
    ("2012–02–29", {3}),
    ("2012.2.29", {3}),
    ("29 February 2012", {3}),
    ("29th of February, 2012", {3}),
    ("Feb 29, 2012", {3}),
    ("Wednesday, 29 Feb. 2012", {3}),
    ("Mar 4, 2012", {5}),
    ("Sun Mar 4 2012", {5}),
    ("Mar 2012", {5}),
    ("29. Februar 2012", {3}),
    ("mar. 3 avril 2012", {4}),
    ("29 فبروری 2012", {3}),
    ("February 2012", {3}),
    ("02/2012", {3}),
    ("201202", {3}),
    ("2 July 2010 - 31 December 2011", {0, 1}),
    ("02.07.2010-31.12.2011", {0, 1}),
    ("1391", {4, 6, 7}),  # 20 March 2012 to 20 March 2013
    ("۱۳۹۱", {4, 6, 7}),
    ("سال ۱۳۹۱", {4, 6, 7}),
    ("1393-05", {9}),
    ("1392/12/21", {8}),
    ("21 Hut 1392", {8}),
    ("21 حوت 1392", {8}),
    ("۲۱ حوت ۱۳۹۲", {8}),
    ("21 Esfand 1392", {8}),
    ("۲۱ اسفند ۱۳۹۲", {8}),
    ("Asad 1393", {9}),
    ("Mordad 1393", {9}),
    ("11 Tir 1389", {0}),
    ("۲۱ کب ۱۳۹۲", {8}),
]


@pytest.mark.parametrize(("typed", "expected"), AS_TYPED)
def test_a_date_is_the_same_in_the_box_and_in_the_fields(typed, expected, client):
    in_box = f'date:"{typed}"' if typed[0] not in '"“' else f"date:{typed}"
    boxes = [f"almanac {in_box}", f"almanac date:{typed}", f"date: {typed.strip('“”')} almanac"]
    for q in boxes:
        assert numbers(ask(client, q=q)) == expected, q
    first_of = ask(client, q="almanac", **{"from": typed, "to": typed})
    assert numbers(first_of) == expected


@pytest.mark.parametrize(("typed", "expected"), AS_TYPED[::4])
def test_a_date_is_the_same_on_the_command_line(typed, expected, data, capsys):
    for arguments in (
        ["almanac", "--from", typed, "--to", typed], [f"almanac date:{typed}"],
    ):  # fmt: skip
        assert backfile(data, "search", *arguments, "--limit", "50", "--json") == 0
        assert numbers(json.loads(capsys.readouterr().out)) == expected


def test_words_behind_a_date_are_words(client):
    for q in ("date:February 2012 almanac", "date:2012 february almanac", "date:2012 may sold"):
        parts = {each["text"] for each in ask(client, q=q)["searched_for"]}
        assert parts & {"almanac", "sold"}, q
    assert numbers(ask(client, q="date:2012 -february")) == set()
    assert numbers(ask(client, q="date:2012 february")) == YEAR_2012


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"from": "2012-03", "to": "2011"}, {1, 2, 3, 5}),
        ({"from": "31.12.2012", "to": "1.1.2012"}, YEAR_2012),
        ({"from": "2012-2013"}, YEAR_2012 | {7}),
        ({"to": "2010..2011"}, {0, 1}),
        ({"from": "1393"}, {9, 11}),
        ({"to": "1389"}, {0}),
    ],
)
def test_fields_take_ranges_in_either_order(given, expected, client):
    assert numbers(ask(client, q="almanac", **given)) == expected


def test_the_wrong_way_round_is_said(client, data, capsys):
    said = "the other way round"
    given = {"from": "2013", "to": "2012"}
    assert said in ask(client, q="almanac", **given)["notices"][0]
    assert said in soup(client.get(f"/search?q=almanac&{urlencode(given)}")).text
    assert backfile(data, "search", "almanac", "--from", "2013", "--to", "2012") == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("03/04/2012", "as 3 April 2012"),
        ("1391", "Solar Hijri calendar: 2012-03-20 to 2013-03-20"),
        ("21 Hut 1392", "Solar Hijri calendar: 2014-03-12"),
        ("1299", "before 1300 of our calendar"),
    ],
)
def test_what_a_doubtful_date_was_read_as_is_said(typed, said, client, data, capsys):
    asked = ask(client, q=f"almanac date:{typed}")
    assert any(said in each["meaning"] for each in asked["searched_for"])
    page = soup(client.get(f"/search?{urlencode({'q': f'almanac date:{typed}'})}"))
    assert said in page.select_one(".fate-read").text
    fields = urlencode({"q": "almanac", "from": typed})
    assert said in soup(client.get(f"/search?{fields}")).select_one(".notice").text
    for arguments in ([f"almanac date:{typed}"], ["almanac", "--to", typed]):
        assert backfile(data, "search", *arguments) == 0
        assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    "given",
    [
        {"q": "almanac date:1392-12"},
        {"q": "almanac", "from": "21 Hut 1392", "to": "2014-04-01"},
        {"q": "almanac", "to": "1392", "from": "2014-01-01"},
        {"q": "almanac", "date": "1392"},
    ],
)
def test_who_asks_by_the_solar_hijri_calendar_is_told_days_in_it(given, client, data, capsys):
    def shown(given):
        page = soup(client.get(f"/search?{urlencode(given)}"))
        arguments = [word for name, value in given.items() if name != "q"
                     for word in (f"--{name}", value)]  # fmt: skip
        assert backfile(data, "search", given["q"], *arguments) == 0
        return [each.text for each in page.select(".card time")], capsys.readouterr().out

    days, out = shown(given)
    assert "12 March 2014 (21 Hut 1392)" in days
    assert "2014-03-12 (21 Hut 1392)" in out
    days, out = shown({"q": "almanac -date:1393", "from": "2014-03-01"})
    assert "12 March 2014" in days
    assert "Hut" not in out


def test_a_plain_date_needs_no_word(client):
    for typed in ("29/02/2012", "03/03/2012", "2012", "29 February 2012"):
        kinds = {each["kind"] for each in ask(client, q=f"date:{typed}")["searched_for"]}
        assert kinds == {"date"}, typed


@pytest.mark.parametrize("typed", ["29/02/2011", "31 Hut 1392", "2012-13-01", "31.04.2012", "Hut 2012"])
def test_a_day_that_no_calendar_has_is_said(typed, client, data, capsys):
    asked = ask(client, q=f'almanac date:"{typed}"')
    assert len(numbers(asked)) == len(DAYS)
    assert any(each["kind"] == "dropped" for each in asked["searched_for"])
    assert ask(client, q="almanac", **{"from": typed})["notices"]
    assert backfile(data, "search", "almanac", "--from", typed) == 2
    assert capsys.readouterr().err


def test_the_same_day_in_other_years_is_beside_an_article(client):
    (hit,) = ask(client, q="almanac date:2012-02-29")["hits"]
    page = soup(client.get(f"/a/{hit['id']}", follow_redirects=True))
    section = page.select_one(".other-years")
    assert "other years" in section.h2.text
    assert [time["datetime"] for time in section.select("time")] == ["2016-02-29"]
    (other,) = client.get(f"/a/{hit['id']}.json").json["other_years"]
    assert other["published"] == "2016-02-29"
    assert client.get(other["page"].partition(":8000")[2]).status_code == 200
    (alone,) = ask(client, q="almanac date:2014-03-12")["hits"]
    assert not soup(client.get(f"/a/{alone['id']}", follow_redirects=True)).select(".other-years")
