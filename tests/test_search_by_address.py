"""An address of the paper, pasted into the box or the command, finds its article."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
from newsroom import build, fill, made, read_site, settle, soup

from corpus.article import Page
from corpus.store.store import ArticleStore
from tests.shell import backfile

OLD, NEW = "https://paper.example/old/9.html", "https://www.paper.example/2014/storks-return"
URLS = (
    "https://www.paper.example/2012/02/herons_(grey)",
    "http://paper.example/article.php?sid=12",
    "http://paper.example/article.php?sid=13&lang=fa",
    "https://paper.example/news/",
    OLD,
)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("addressed")
    settings = settle(folder)
    fill(settings, tuple(
        replace(made(number, f"The heron{number} of paper example waits."), url=url)
        for number, url in enumerate(URLS)
    ))  # fmt: skip
    with ArticleStore(settings.corpus) as store:
        page = Page(NEW, b"<p>new</p>", "text/html", "utf-8", datetime(2020, 1, 1, tzinfo=UTC))
        store.add_fetch(page)
        store.move(OLD, NEW)
    build(settings)
    return folder


@pytest.fixture(scope="module")
def client(data):
    with read_site(settle(data)) as client:
        yield client


PASTED = [
    ("https://www.paper.example/2012/02/herons_(grey)", 0),
    ("https://www.paper.example/2012/02/herons_(grey)/", 0),
    ("http://paper.example/2012/02/herons_(grey)?utm_source=mail&utm_medium=x#comments", 0),
    ("https://www.paper.example/2012/02/herons_(grey)?fbclid=IwAR0x", 0),
    ("https://www.paper.example/2012/02/herons_(grey)?share=whoever", 0),
    ("www.paper.example/2012/02/herons_(grey)", 0),
    ("paper.example/2012/02/herons_(grey)", 0),
    ("  <https://www.paper.example/2012/02/herons_(grey)> ", 0),
    ('"https://www.paper.example/2012/02/herons_(grey)"', 0),
    ("HTTPS://WWW.Paper.Example/2012/02/herons_(grey)", 0),
    ("https://www.paper.example/2012/02/herons_%28grey%29", 0),
    ("https://www.paper.example/2012/02/herons_(grey),", 0),
    ("(https://www.paper.example/2012/02/herons_(grey)).", 0),
    ("http://paper.example/article.php?sid=12.", 1),
    ("http://paper.example/article.php?sid=12", 1),
    ("https://www.paper.example/article.php?sid=12&utm_campaign=may", 1),
    ("https://www.paper.example/article.php?sid=12&from=front", 1),
    ("paper.example/article.php?sid=13&lang=fa", 2),
    ("https://paper.example/news", 3),
    (OLD, 4),
    ("http://www.paper.example/old/9.html?utm_source=x", 4),
    (NEW, 4),
    ("http://paper.example/2014/storks-return/", 4),
]


@pytest.mark.parametrize(("pasted", "number"), PASTED)
def test_it_finds_that_article_and_no_other(pasted, number, client):
    told = client.get(f"/search.json?q={quote(pasted)}").json
    assert [hit["title"] for hit in told["hits"]] == [f"Made {number}"]
    (said,) = told["searched_for"]
    assert (said["kind"], said["count"]) == ("address", 1)
    assert told["suggestion"] is None


def test_the_page_leads_to_it_unmarked_and_exports_have_it(client):
    q = quote(NEW)
    page = soup(client.get(f"/search?q={q}"))
    assert page.h1.text == "1 editorial"
    assert "the address of an article" in page.select_one(".fates").text
    assert "?q=" not in page.select_one(".card h3 a")["href"]
    assert client.get(f"/search.csv?q={q}").text.count("Made 4") == 1


def test_the_command_takes_one_too(data, capsys):
    assert backfile(data, "search", f"{OLD}?utm_source=x") == 0
    out = capsys.readouterr().out
    assert "1 editorial found" in out
    assert NEW in out
    assert backfile(data, "search", OLD, "--json") == 0
    assert [hit["title"] for hit in json.loads(capsys.readouterr().out)["hits"]] == ["Made 4"]


def test_filters_hold_for_it(client):
    assert client.get(f"/search.json?q={quote(URLS[0])}&from=1999&to=1999").json["total"] == 0


@pytest.mark.parametrize(
    "other",
    [
        "https://paper.example/nowhere.html",
        "https://elsewhere.example/2012/02/herons_(grey)",
        "http://paper.example/article.php?sid=14",
        "http://paper.example/article.php",
        "heron/stork",
        "U.S./U.K.",
        "https://",
        "http://[x",
    ],
)
def test_what_leads_to_no_article_is_looked_for_as_words(other, client):
    told = client.get(f"/search.json?q={quote(other)}").json
    assert all(each["kind"] != "address" for each in told["searched_for"])


def test_words_beside_an_address_are_words(client):
    told = client.get(f"/search.json?q={quote('heron0 ' + URLS[0])}").json
    assert all(each["kind"] != "address" for each in told["searched_for"])


def test_one_that_was_taken_down_is_said(data, tmp_path, capsys):
    settings = settle(tmp_path)
    article = replace(made(1, "A heron."), url=URLS[0], published=date(2012, 2, 1))
    fill(settings, (article,))
    build(settings)
    with ArticleStore(settings.corpus) as store:
        store.remove(article.id, "libel")
    assert backfile(tmp_path, "search", URLS[0]) == 0
    out = capsys.readouterr().out
    assert "Nothing found" in out
    assert "taken down" in out
