"""Articles on the subject of another: on its page, in its JSON and in the terminal."""

import json
from datetime import date

import pytest

from corpus.article import article_id
from corpus.store.store import ArticleStore
from index.base.analysis import tokenize
from index.base.stems import stem_of
from tests.newsroom import build, fill, made, read_site, settle, soup
from web.cli import run

OWN = date(2015, 6, 1)
SUBJECT = "Ferries of Île-Verte: the captain, McAllister’s harbour, a timetable, fares and lifeboats in "
DAYS = (
    *(date(year, 3, 1) for year in range(2006, 2013)),
    OWN,
    *(date(year, 3, 1) for year in range(2016, 2022)),
)
OTHERS = tuple(
    made(
        900 + number,
        f"Elsewhere the council of town {number} talks about the price of bread and of new schools.",
    )
    for number in range(60)
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    settings = settle(tmp_path_factory.mktemp("related"))
    fill(settings, (
        made(1, f"{SUBJECT} spring. The council talks.", title="The ferry", published=OWN),
        *(made(number, f"{SUBJECT} the year {day.year}.", published=day)
          for number, day in enumerate(DAYS, 10)),
        *(made(number, f"{SUBJECT} no year.", published=None) for number in (50, 51)),
        *OTHERS,
    ))  # fmt: skip
    build(settings)
    return settings


@pytest.fixture(scope="module")
def client(settings):
    with read_site(settings) as client:
        yield client


def ident(number):
    return article_id(f"https://courier.invalid/made/{number}", "", "")


def lists(client, number):
    """What stands below each heading: the days of the articles, None of an undated one."""
    page = soup(client.get(f"/a/{ident(number)}", follow_redirects=True))
    return {
        heading.text: [
            item.time and date.fromisoformat(item.time["datetime"])
            for item in heading.find_next_sibling("ul").select("li")
        ]
        for heading in page.select(".similar h3")
    }


def test_five_older_and_five_newer_and_the_undated_by_themselves(client):
    shown = lists(client, 1)
    assert [*shown] == ["Older", "Of the same day, or newer", "Undated"]
    older, newer, undated = shown.values()
    assert len(older) == len(newer) == 5
    assert max(older) < OWN <= min(newer)
    assert undated == [None, None]


def test_one_of_the_same_day_is_not_among_the_older(client):
    seventh = ident(10 + DAYS.index(OWN))
    every = client.get(f"/a/{ident(1)}.json").json["similar"]
    assert {each["when"] for each in every if each["id"] == seventh} <= {"newer"}
    own = client.get(f"/a/{seventh}.json").json["similar"]
    assert {each["when"] for each in own if each["id"] == ident(1)} <= {"newer"}


def test_of_an_undated_article_nobody_can_say_what_is_older(client):
    shown = lists(client, 50)
    assert [*shown] == ["Older and newer: the day of this one is not known"]
    assert {each["when"] for each in client.get(f"/a/{ident(50)}.json").json["similar"]} == {
        "unknown"
    }


def test_an_article_alone_with_its_subject_says_so(tmp_path):
    settings = settle(tmp_path)
    fill(settings, (made(1, "Quinces and medlars.", title="Fruit"), made(2, "Zinc, tin, lead.")))
    build(settings)
    with read_site(settings) as client:
        page = soup(client.get(f"/a/{ident(1)}", follow_redirects=True))
        assert "None has enough words in common" in page.select_one(".similar").text
        assert client.get(f"/a/{ident(1)}.json").json["similar"] == []


def test_the_words_that_both_have_are_named_as_they_are_written(client, settings):
    similar = client.get(f"/a/{ident(1)}.json").json["similar"]
    assert len(similar) == 12
    assert ident(1) not in {each["id"] for each in similar}
    with ArticleStore(settings.corpus) as store:
        own = f"The ferry. {store.get(ident(1)).text}"
        for each in similar:
            theirs = {stem_of(token.form) for token in tokenize(store.get(each["id"]).text)}
            assert 1 <= len(each["shared"]) <= 6
            for word in each["shared"]:
                assert word in own
                assert stem_of(next(tokenize(word)).form) in theirs
    assert max(len(each["shared"]) for each in similar) == 6
    shared = {word for each in similar for word in each["shared"]}
    assert "council" not in shared  # that everybody writes of
    assert {"McAllister", "Île-Verte"} & shared
    assert "McAllister’s" not in shared
    assert not {"Verte", "Île"} & shared
    page = soup(client.get(f"/a/{ident(1)}", follow_redirects=True))
    assert [
        [word.text for word in line.select("bdi")] for line in page.select(".similar .shared")
    ] == [each["shared"] for each in similar]


def test_words_that_name_nothing_are_not_named(tmp_path):
    settings = settle(tmp_path)
    text = "None of one ferry, another captain; nobody longer, anybody’s harbour, they don’t. "
    fill(settings, (made(1, text + "Spring."), made(2, text + "Autumn."), *OTHERS))
    build(settings)
    with read_site(settings) as client:
        (similar,) = client.get(f"/a/{ident(1)}.json").json["similar"]
        page = soup(client.post("/draft", data={"text": "A harbour, a captain, nobody, none, another ferry."}))
    assert set(similar["shared"]) == {"ferry", "captain", "harbour"}
    said = page.select_one(".verdict").text
    assert said.endswith(": captain, ferry, harbour, … (6 of the 6 that set the draft apart)")


def test_words_in_all_articles_are_named_where_there_are_no_others(tmp_path):
    settings = settle(tmp_path)
    text = "The council talks about the price of bread."
    fill(settings, tuple(made(number, text) for number in range(40)))
    build(settings)
    with read_site(settings) as client:
        similar = client.get(f"/a/{ident(3)}.json").json["similar"]
    assert similar
    assert all("bread" in each["shared"] for each in similar)


def test_without_an_index_the_article_is_shown_and_what_is_similar_is_not_known(tmp_path):
    settings = settle(tmp_path)
    fill(settings, (made(1, "Quinces and medlars."),))
    with read_site(settings) as client:
        assert client.get(f"/a/{ident(1)}.json").json["similar"] is None
        page = soup(client.get(f"/a/{ident(1)}", follow_redirects=True))
    assert "not ready" in page.select_one(".similar").text


# -- in the terminal


def test_the_terminal_names_an_article_by_its_id_or_address(settings, capsys):
    for name in (ident(1), "https://courier.invalid/made/1", "www.courier.invalid/made/1"):
        assert run(["similar", name, "--data", str(settings.data), "--json"]) == 0
        given = json.loads(capsys.readouterr().out)
        assert given["id"] == ident(1)
        assert [each["when"] for each in given["similar"]] == [
            *["older"] * 5, *["newer"] * 5, *["unknown"] * 2,
        ]  # fmt: skip
    assert run(["similar", ident(1), "--data", str(settings.data), "--limit", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"Similar to The ferry ({ident(1)})"
    headings = [line for line in lines if line.startswith("--")]
    assert headings == ["-- Older --", "-- Of the same day, or newer --", "-- Undated --"]
    assert sum(line.startswith("   Shares: ") for line in lines) == 6


def test_what_is_neither_a_file_nor_an_article_is_told(settings, capsys):
    for name in ("nothing.txt", "https://courier.invalid/made/0"):
        assert run(["similar", name, "--data", str(settings.data)]) == 1
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert "no such file, and no article" in said
    assert run(["similar", ident(1), "--before", "2012", "--data", str(settings.data)]) == 2
