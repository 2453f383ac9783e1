"""The fields of an article, each from a JSON line to everything that is shown and exported."""

import csv
import io
import json
from datetime import date

import pytest
from bs4 import BeautifulSoup
from whoosh.qparser import QueryParser

from corpus.field import FIELDS
from corpus.store.store import ArticleStore
from index import create_in, indexer, open_index
from search.matching.result_page import StoredFields
from search.matching.results import Hit
from tests.newsroom import read_site, settle, soup
from tests.shell import backfile

STANDFIRST = "Why the harbour wall cannot wait for another winter"
RECORDS = [
    {
        "id": "harbour-1",
        "url": "https://courier.invalid/harbour",
        "title": "The harbour wall",
        "text": "The wall leaks at high water.\n\nIt was built by men who are long dead.",
        "byline": ["Ada Holm"],
        "section": "Opinion",
        "published": "2014-03-05",
        "standfirst": STANDFIRST,
        "updated": "2014-03-09",
        "tags": ["Harbours", "Public works"],
    },
    {
        "id": "ferry-1",
        "title": "The ferry",
        "text": "The ferry is late. A winter without it would be long.",
        "published": "2014-03-06",
        "keywords": "Ferries; Public works",
    },
    {"id": "plain-1", "title": "Plain", "text": "Nothing else is said of it."},
]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fields")
    lines = folder / "records.jsonl"
    lines.write_text("\n".join(map(json.dumps, RECORDS)))
    assert backfile(folder / "data", "import", lines) == 0
    assert backfile(folder / "data", "index") == 0
    return folder / "data"


@pytest.fixture(scope="module")
def client(data):
    with read_site(settle(data)) as client:
        yield client


@pytest.fixture(scope="module")
def exported(data):
    """The records of an export, by their ids."""
    assert backfile(data, "export", data / "out.jsonl") == 0
    lines = (data / "out.jsonl").read_text("utf-8").splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


def text_of(client, address):
    return client.get(address).get_data(as_text=True)


def feed_of(client):
    return BeautifulSoup(text_of(client, "/search.atom?q=harbour"), "xml")


def row_of(client):
    (row,) = csv.DictReader(io.StringIO(text_of(client, "/search.csv?q=harbour")))
    return row


def assert_said_in_json(client, exported, name):
    article = client.get("/a/harbour-1.json").get_json()
    (hit,) = client.get("/search.json?q=harbour").get_json()["hits"]
    assert exported["harbour-1"][name] == article[name] == hit[name] == RECORDS[0][name]


def hits(data, capsys, *arguments):
    capsys.readouterr()
    assert backfile(data, "search", "--json", *arguments) == 0
    return json.loads(capsys.readouterr().out)["hits"]


# -- the deck below a headline


def test_the_standfirst_is_searched_with_the_body_and_marked(client, data, capsys):
    (hit,) = hits(data, capsys, "harbour wall cannot")
    assert hit["standfirst"] == STANDFIRST and hit["snippets"][0]["text"] == STANDFIRST
    assert (hit["snippets"][0]["paragraph"], hit["snippets"][0]["anchor"]) == (-1, "p0")
    (hit,) = hits(data, capsys, '"long dead"')
    assert (hit["snippets"][0]["paragraph"], hit["snippets"][0]["anchor"]) == (1, "p2")
    assert {hit["id"] for hit in hits(data, capsys, "winter")} == {"harbour-1", "ferry-1"}
    assert soup(client.get("/search?q=winter")).select_one('a.there[href$="#p0"]')


def test_the_standfirst_stands_in_italics_above_the_text(client):
    page = soup(client.get("/a/harbour-1/the-harbour-wall?q=winter"))
    deck = page.select_one(".standfirst#p0")
    assert deck.text.strip() == STANDFIRST and deck.select_one("i mark").text == "winter"
    assert [each["id"] for each in page.select(".paragraph")] == ["p1", "p2"]
    assert not soup(client.get("/a/ferry-1/the-ferry")).select(".standfirst")


def test_the_standfirst_is_exported(client, exported):
    assert_said_in_json(client, exported, "standfirst")
    assert exported["plain-1"]["standfirst"] is None
    assert row_of(client)["standfirst"] == STANDFIRST
    assert f"AB  - {STANDFIRST}" in text_of(client, "/a/harbour-1.ris").split("\r\n")
    assert f"abstract = {{{STANDFIRST}}}" in text_of(client, "/a/harbour-1.bib")
    assert STANDFIRST in text_of(client, "/a/harbour-1.txt")
    assert feed_of(client).select_one("entry summary").text == STANDFIRST


def test_a_draft_meets_the_standfirst(client):
    page = soup(client.post("/draft", data={"text": STANDFIRST}))
    (pair,) = page.select(".pair")
    assert pair.h4.a["href"].endswith("#p0") and "row" in pair.select_one(".verdict").text
    assert pair.select(".side")[1].h5.text == "Published, standfirst"
    body = soup(client.post("/draft", data={"text": RECORDS[0]["text"] + " And more."}))
    assert body.select_one(".pair h4 a")["href"].endswith(("#p1", "#p2"))


# -- the day of the last change


def test_an_update_is_never_the_day_of_publication(tmp_path):
    (tmp_path / "one.jsonl").write_text('{"text": "Some text.", "updated": "2014-03-09"}')
    assert backfile(tmp_path / "data", "import", tmp_path / "one.jsonl") == 0
    with ArticleStore(tmp_path / "data" / "corpus.db") as store:
        (article,) = store.articles()
    assert article.published is None and article.updated == date(2014, 3, 9)


def test_the_page_says_when_it_was_updated(client):
    about = soup(client.get("/a/harbour-1/the-harbour-wall")).select_one(".editorial .about")
    assert "updated 9 March 2014" in about.get_text(" ", strip=True)
    assert about.select_one('time[datetime="2014-03-05"]')
    other = soup(client.get("/a/ferry-1/the-ferry"))
    assert "updated" not in other.select_one(".editorial .about").text


def test_an_update_is_exported(client, exported):
    assert_said_in_json(client, exported, "updated")
    assert exported["plain-1"]["updated"] is None
    assert row_of(client)["updated"] == "2014-03-09"
    ris = text_of(client, "/a/harbour-1.ris").split("\r\n")
    assert "N1  - updated: 2014-03-09" in ris and "DA  - 2014/03/05/" in ris
    # there it is the moment at which the editorial came in, or changed in the archive
    assert not feed_of(client).select_one("entry updated").text.startswith("2014-03")
    assert feed_of(client).select_one("entry published").text.startswith("2014-03-05")


# -- tags


def test_tags_are_searched_filtered_and_shown(client, data, capsys):
    found = hits(data, capsys, 'tag:"public works"')
    assert {hit["id"] for hit in found} == {"harbour-1", "ferry-1"}
    assert [hit["id"] for hit in hits(data, capsys, "tag:ferries")] == ["ferry-1"]
    assert [hit["id"] for hit in hits(data, capsys, "wall", "--tag", "Harbours")] == ["harbour-1"]
    assert hits(data, capsys, "wall", "--tag", "Ferries") == []
    page = soup(client.get("/a/harbour-1/the-harbour-wall"))
    link = next(link for link in page.select(".tags a") if link.text == "Public works")
    results = soup(client.get(link["href"]))
    assert {card["id"] for card in results.select(".card")} == {"harbour-1", "ferry-1"}
    assert results.select_one(".chips").text.split() == ["Public", "works", "×"]
    assert results.select_one("input[name=tag]")["value"] == "Public works"


def test_tags_are_exported(client, exported):
    assert_said_in_json(client, exported, "tags")
    assert exported["ferry-1"]["tags"] == ["Ferries", "Public works"]
    assert exported["plain-1"]["tags"] == []
    assert row_of(client)["tags"] == "Harbours; Public works"
    ris = text_of(client, "/a/harbour-1.ris").split("\r\n")
    assert "KW  - Harbours" in ris and "KW  - Public works" in ris
    assert "keywords = {Harbours, Public works}" in text_of(client, "/a/harbour-1.bib")
    tags = [each["term"] for each in feed_of(client).select("entry category")]
    assert tags == ["Harbours", "Public works"]


@pytest.mark.parametrize("tags", ["\ud800, a", ["a", 3], {"a": 1}, 7])
def test_tags_of_a_type_that_they_cannot_have_are_said(tags, tmp_path, capsys):
    (tmp_path / "one.jsonl").write_text(json.dumps({"text": "Some text.", "tags": tags}))
    code = backfile(tmp_path / "data", "import", tmp_path / "one.jsonl")
    assert code == (0 if isinstance(tags, str) else 1)
    assert ("tags are not a list of texts" in capsys.readouterr().err) is (code == 1)


# -- as Whoosh has them


def test_whoosh_knows_them(data):
    with open_index(data / "index", codec=indexer.CODEC).searcher() as searcher:
        stored = searcher.document(id="harbour-1")
        (hit,) = searcher.search(QueryParser("text", searcher.schema).parse("standing OR cannot"))
        assert hit["standfirst"] == STANDFIRST and "<b" in hit.highlights("text")
        tagged = searcher.search(QueryParser("tag", searcher.schema).parse('"public works"'))
        assert {hit["id"] for hit in tagged} == {"harbour-1", "ferry-1"}
    assert stored["updated"] == date(2014, 3, 9) and stored["tags"] == ("Harbours", "Public works")


def test_an_index_of_its_own_takes_them(data, tmp_path):
    fields = {"title": "A wall", "text": "It leaks.", "standfirst": STANDFIRST, "tags": ["Works"]}
    made = create_in(tmp_path / "own")
    with made.writer() as writer:
        writer.add_document(id="own", updated="2014-03-09", **fields)
        writer.add_reader(open_index(data / "index", codec=indexer.CODEC).reader())
    with made.searcher() as searcher, open_index(data / "index", codec=indexer.CODEC).searcher() as theirs:
        found = searcher.search(QueryParser("text", searcher.schema).parse("winter"))
        assert {hit["id"] for hit in found} == {"own", "harbour-1", "ferry-1"}
        assert searcher.document(id="own")["updated"] == date(2014, 3, 9)
        assert searcher.document(id="harbour-1") == theirs.document(id="harbour-1")


# -- what goes by the order of the table


def test_records_and_hits_have_the_order_of_the_table():
    stored = [field.name for field in FIELDS if field.name != "published"]
    assert StoredFields._fields == ("id", *stored)
    said = [field.name for field in FIELDS if field.on_hits and field.name != "published"]
    assert list(Hit._fields[Hit._fields.index("partial") + 1 :]) == [*said, "reprints"]
