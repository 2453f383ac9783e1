"""What programs, and those who follow a search, were promised: each clause of it."""

import csv
import io
import json
from datetime import timedelta
from itertools import islice
from urllib.parse import urlsplit

import feedparser
import pytest

from corpus.store.store import ArticleStore
from index import open_indexer
from search.matching.parameters import PARAMETERS
from tests.newsroom import (
    build,
    fill,
    found_a_paper,
    made,
    read_site,
    sample_articles,
    settle,
    soup,
)
from tests.shell import backfile
from web.base.config import Secret
from web.pages.exports import STREAMS

MANY = 300
STATES = ("q=water", "q=water&from=2010&to=2014", "q=heron&sort=oldest", "date=2012", "q=heron&reprints=apart&sort=added")


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    settings = found_a_paper(tmp_path_factory.mktemp("paper"))
    fill(settings, tuple(made(each, f"The heron waits, number {each}.") for each in range(MANY)))
    build(settings)
    return settings


@pytest.fixture(scope="module")
def client(settings):
    with read_site(settings) as client:
        yield client


def exported(client, state):
    """The ids of the hits as a table and as lines of JSON, and how many there are."""
    table = client.get(f"/search.csv?{state}").get_data(as_text=True).removeprefix("\ufeff")
    lines = client.get(f"/search.ndjson?{state}").get_data(as_text=True)
    told = client.get(f"/search.json?{state}").json
    return (
        [row["id"] for row in csv.DictReader(io.StringIO(table, ""))],
        [json.loads(line)["id"] for line in lines.split("\n") if line],
        told,
    )


# -- R22: the same address with .csv .json .ndjson; streamed; never cut off silently


@pytest.mark.parametrize("state", STATES)
def test_R22_the_same_address_as_csv_json_and_ndjson(client, state):
    """R22: "the same address with `.csv .json .ndjson`"."""
    page = soup(client.get(f"/search?{state}"))
    shown = [card["id"] for card in page.select(".card")]
    table, lines, told = exported(client, state)
    assert shown and shown == [hit["id"] for hit in told["hits"]]
    assert shown == table[: len(shown)] == lines[: len(shown)]
    links = {urlsplit(link["href"]).path for link in page.select(".takeaway a")}
    assert {"/search.csv", "/search.json", "/search.ndjson"} <= links


def test_R22_streamed(client):
    """R22: "streamed": it begins to be sent before the last hit was read, without its length."""
    for form in ("csv", "ndjson"):
        reply = client.get(f"/search.{form}?q=heron", buffered=False)
        assert reply.is_streamed and "Content-Length" not in reply.headers
        begun = b"".join(islice(reply.iter_encoded(), 5))
        assert begun and begun.count(b"\n") < MANY / 2
        reply.get_data()
        reply.close()


@pytest.mark.parametrize("state", STATES)
def test_R22_never_cut_off(client, state):
    """R22: "never cut off": every hit that is counted is there."""
    table, lines, told = exported(client, state)
    assert len(table) == len(set(table)) == told["total"] + told["partial"] - told["reprints"]
    assert table == lines
    assert len(exported(client, "q=heron&reprints=apart")[0]) == MANY


def test_R22_never_silently():
    """R22: "silently": each format has words of its own for an export that broke off."""
    assert all("broke off" in stream.broken("This export broke off here.") for stream in STREAMS.values())


def test_R22_a_page_says_where_the_next_one_is(client):
    """R22: nor is a page of JSON taken for all there is."""
    found, address = [], "/search.json?q=heron&size=100"
    while address:
        told = client.get(address).json
        found += [hit["id"] for hit in told["hits"]]
        address = told["next"] and "/" + told["next"].split("/", 3)[3]
    assert len(found) == len(set(found)) == told["total"] + told["partial"] - told["reprints"]


# -- R23: /search.atom?q=, stable ids


def test_R23_a_feed_of_a_query(client):
    """R23: "`/search.atom?q=`": sound, with what has the words."""
    feed = feedparser.parse(client.get("/search.atom?q=heron").data)
    assert feed.version == "atom10" and not feed.bozo
    assert len(feed.entries) == 30 and all(entry.title.startswith("Made") for entry in feed.entries)


def test_R23_stable_ids(settings, tmp_path):
    """R23: "stable ids": of a rebuilt index, at another address, after a change of the title."""

    def ids(**changes):
        with read_site(settle(settings.data, **changes)) as client:
            feed = feedparser.parse(client.get("/search.atom?q=water").data)
        return {entry.id for entry in feed.entries} | {feed.feed.id}

    before = ids()
    assert len(before) > 5
    build(settings)
    assert before == ids() == ids(base_url="https://archive.example", port=9000)


# -- S2: a pasted draft: have we written this?


@pytest.fixture(scope="module")
def article():
    return sample_articles()[9]


def test_S2_sent_by_post_nothing_stored(settings, client, article):
    """S2: "sent by POST, nothing stored"."""
    text = article.paragraphs[1]
    assert soup(client.get("/draft")).select_one("form.draft")["method"] == "post"
    assert not soup(client.get("/draft", query_string={"text": text})).select(".pair")

    def kept():
        return {path: path.read_bytes() for path in settings.data.rglob("*") if path.is_file()}

    before = kept()
    for path in ("/draft", "/draft.json"):
        reply = client.post(path, data={"text": f"Zwanzigtausend. {text}"})
        assert reply.status_code == 200 and reply.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in reply.headers
    after = kept()
    assert {path.name for path in after.keys() - before.keys()} <= {"corpus.db-wal", "corpus.db-shm"}
    assert not [path for path, body in after.items() if b"Zwanzigtausend" in body]


def test_S2_passages_side_by_side_oldest_first(client, article):
    """S2: "passages side by side, oldest first"."""
    text = "\n\n".join(each.paragraphs[0] for each in sample_articles()[:8])
    page = soup(client.post("/draft", data={"text": text}))
    pairs = page.select(".pair")
    assert len(pairs) >= 8 and all(len(pair.select(".side")) >= 2 for pair in pairs)
    told = client.post("/draft.json", data={"text": text}).json["editorials"]
    for grade in {each["grade"] for each in told}:
        days = [each["published"] for each in told if each["grade"] == grade and each["published"]]
        assert days == sorted(days)


def test_S2_exact_near_or_same_subject(client, article):
    """S2: "exact, near or same subject"."""

    def grade(text):
        told = client.post("/draft.json", data={"text": text}).json["editorials"]
        return next((each["grade"] for each in told if each["id"] == article.id), None)

    first = article.paragraphs[0]
    assert grade(first) == "exact"
    words = first.split()
    changed = " ".join(word if at % 5 else "otherwise" for at, word in enumerate(words))
    assert grade(changed) == "near"
    assert grade(" ".join(sorted(set(f"{first} {article.title}".split())))) == "subject"


# -- S3: only what came before


def test_S3_before_the_draft_s_date_by_default(client, article):
    """S3: "before the draft's date by default": its own, where it has one."""

    def found(day, **more):
        text = f"{day:%d %B %Y}\n\n" + "\n\n".join(article.paragraphs)
        told = client.post("/draft.json", data={"text": text, **more}).json
        days = [each["published"] for each in told["editorials"]]
        return article.id in {each["id"] for each in told["editorials"]}, days, told["before"]

    here, days, before = found(article.published)
    assert not here and before == article.published.isoformat()
    assert all(day is None or day < before for day in days)
    assert found(article.published + timedelta(days=1))[0]
    assert found(article.published, before="2030")[0]


# -- S9: saved searches, alerts


def test_S9_no_account_the_address_is_the_saved_search(client, settings):
    """S9: "no account: the address is the saved search": it alone gives the same page again."""
    address = "/search?q=water&from=2010&sort=oldest&size=20"
    first = client.get(address)
    assert "Set-Cookie" not in first.headers
    with read_site(settings) as another:
        assert another.get(address).text == first.text
    box = soup(first).select_one("form[action='/search']")
    kept = {each["name"]: each.get("value") for each in box.select("input[name]") if each.get("value")}
    assert kept == {"q": "water", "from": "2010", "sort": "oldest", "size": "20"}


def test_S9_its_feed_is_the_alert(tmp_path):
    """S9: "its feed the alert": what is indexed since stands at its head, however old, and what was
    there keeps its name."""
    settings = settle(tmp_path)
    fill(settings, tuple(made(each, "The heron waits.") for each in range(3)))
    build(settings)

    def entries():
        with read_site(settings) as client:
            link = soup(client.get("/search?q=heron&sort=oldest")).select_one(
                'link[type="application/atom+xml"]'
            )
            return [entry.id for entry in feedparser.parse(client.get(link["href"]).data).entries]

    before = entries()
    old = made(7, "A heron of long ago.")
    fill(settings, (made(8, "An egret of today."), old))
    with ArticleStore(settings.corpus) as store:
        open_indexer(settings.index).update(store)
    after = entries()
    assert len(after) == 4 and after[1:] == before


def test_S9_backfile_watch_for_cron(tmp_path, capsys):
    """S9: "`backfile watch` for cron": nothing where nothing came, and what came once."""
    settings = settle(tmp_path)
    fill(settings, (made(1, "The heron waits."),))
    build(settings)

    def told():
        assert backfile(settings.data, "watch", "heron") == 0
        return capsys.readouterr().out

    assert told() == told() == ""
    fill(settings, (made(2, "A heron came."),))
    with ArticleStore(settings.corpus) as store:
        open_indexer(settings.index).update(store)
    assert "Made 2" in told() and told() == ""


# -- S14: a JSON API with a specification


def test_S14_no_key_for_reading(settings):
    """S14: "no key for reading": also where others are answered, and staff have a password."""
    shut = settle(settings.data, host="0.0.0.0", staff_password=Secret("the heron"))
    with read_site(shut) as client:
        for path in ("/search.json?q=water", "/browse.json", "/suggest?q=wat", "/api/openapi.json", "/api", "/search.atom?q=water"):
            assert client.get(path).status_code == 200
        assert client.get("/status.json").status_code == 401


def test_S14_a_specification(client):
    """S14: "`/api/openapi.json`": every address for programs is in it."""
    told = client.get("/api/openapi.json").json
    assert told["openapi"].startswith("3.1")
    rules = client.application.url_map.iter_rules()
    data = {rule.endpoint for rule in rules if rule.rule.endswith(".json")} - {"openapi"}
    asked = client.application.url_map.bind("x")
    known = {"id": "x", "year": "2012", "month": "5", "day": "3", "form": "csv"}
    described = set()
    for path, operations in told["paths"].items():
        for name, value in known.items():
            path = path.replace(f"{{{name}}}", value)
        described |= {asked.match(path, method.upper())[0] for method in operations}
    assert data <= described


def test_S14_pages_and_api_take_the_same_parameters(client):
    """S14: "pages and API take the same parameters": each of them means the same to both."""
    told = client.get("/api/openapi.json").json["paths"]["/search.json"]["get"]["parameters"]
    assert [each["name"] for each in told] == [each.name for each in PARAMETERS]
    given = {
        "q": "heron", "from": "2011", "to": "2013-06", "date": "2012", "author": "Nobody", "section": "Letters",
        "tag": "Stripes", "sort": "oldest", "reprints": "apart", "fields": "id", "page": "2", "size": "20",
    }  # fmt: skip
    assert set(given) == {each.name for each in PARAMETERS}
    for name, value in given.items():
        asked = {"q": "heron", name: value}
        page = soup(client.get("/search", query_string=asked))
        data = client.get("/search.json", query_string=asked).json
        assert [card["id"] for card in page.select(".card")] == [hit["id"] for hit in data["hits"]], name
