"""What was published when, as data."""

import csv
import io
import json
from datetime import date

import feedparser
import pytest
from protego import Protego

from tests.newsroom import (
    UNDATED,
    build,
    fill,
    found_a_paper,
    made,
    read_site,
    sample_articles,
    settle,
    soup,
)

BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with read_site(found_a_paper(tmp_path_factory.mktemp("paper"))) as client:
        yield client


def get(client, address):
    reply = client.get(address.removeprefix(BASE))
    assert reply.status_code == 200, address
    return reply.json


def of_year(number):
    return {each.id for each in sample_articles() if each.published.year == number}


def test_the_calendar_says_what_each_month_has_and_where_the_gaps_are(client):
    told = get(client, "/browse.json")
    months = [month for each in told["years"] for month in each["months"]]
    assert sum(month["articles"] for month in months) == told["articles"]
    assert told["undated"] == 1
    names = [month["month"] for month in months]
    assert names == sorted(names) and len(set(names)) == len(names)
    first, last = (date.fromisoformat(f"{names[at]}-01") for at in (0, -1))
    assert len(names) == 12 * (last.year - first.year) + last.month - first.month + 1
    assert any(month["articles"] == 0 for month in months)
    for each in told["years"]:
        assert each["articles"] == sum(month["articles"] for month in each["months"])
        if each["articles"]:
            assert len(get(client, each["editorials"])["editorials"]) == each["articles"]


@pytest.mark.parametrize("start", ["/browse/2024.json", "/browse/2024/{}.json", "/browse/2024/{}/{}.json"])
def test_a_program_comes_to_all_that_is_dated_by_the_addresses_it_is_given(client, start):
    newest = max(each.published for each in sample_articles())
    address = start.format(f"{newest:%m}", f"{newest:%d}")
    assert get(client, address)["after"] is None
    found, names = [], []
    while address:
        told = get(client, address)
        assert told["articles"] == len(told["editorials"])
        found += told["editorials"]
        names.append(told["period"])
        address = told["before"]
    assert names == sorted(names, reverse=True)
    total = get(client, "/browse.json")["articles"]
    assert len({each["id"] for each in found}) == len(found) == total
    assert all(each["published"].startswith(told) for each, told in [(found[-1], names[-1])])


def test_an_entry_says_what_the_page_does(client):
    told = get(client, "/browse/2018.json")
    page = soup(client.get("/browse/2018/01"))
    january = [each for each in told["editorials"] if each["published"].startswith("2018-01")]
    assert [each["title"] for each in january] == [a.text for a in page.select(".entry-title")]
    openings = [tag.text for tag in page.select(".entries .snippet")]
    assert [each["opening"] for each in january] == openings
    assert set(january[0]) == {"id", "title", "published", "byline", "section", "page", "opening"}
    assert client.get(january[0]["page"].removeprefix(BASE)).status_code == 200


def test_what_is_undated_is_listed_by_pages(tmp_path):
    settings = settle(tmp_path)
    fill(settings, tuple(made(each, "No day.", published=None, date_source="unknown") for each in range(230)))
    build(settings)
    with read_site(settings) as client:
        address, sizes = "/browse/undated.json", []
        while address:
            told = get(client, address)
            sizes.append(len(told["editorials"]))
            assert (told["articles"], told["period"]) == (230, "undated")
            address = told["after"]
        assert sizes == [100, 100, 30]
        assert get(client, "/browse/undated.json?page=2")["before"].endswith("?page=1")
        for page in ("4", "0", "x"):
            reply = client.get(f"/browse/undated.json?page={page}")
            assert (reply.status_code, [*reply.json]) == (404, ["error"])
        assert len(client.get("/browse/undated.ndjson").text.splitlines()) == 230


@pytest.mark.parametrize("form", ["csv", "ndjson", "ris", "bib", "csl.json", "atom"])
def test_a_period_is_there_in_every_format(client, form):
    every = get(client, "/browse/2018.json")["editorials"]
    reply = client.get(f"/browse/2018.{form}")
    assert reply.status_code == 200
    text = reply.get_data(as_text=True)
    match form:
        case "csv":
            ids = [row["id"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), ""))]
        case "ndjson":
            ids = [json.loads(line)["id"] for line in text.split("\n") if line]
        case "csl.json":
            ids = [each["id"] for each in json.loads(text)]
        case "atom":
            feed = feedparser.parse(reply.data)
            assert not feed.bozo
            links = {entry.link.split("/")[4] for entry in feed.entries}
            assert links == {each["id"] for each in every}
            return
        case _:
            assert all(each["id"] in text for each in every)
            assert text.count("newspaper" if form == "bib" else "TY  - ") >= len(every)
            return
    assert ids == [each["id"] for each in every]


def test_feeds_are_told_apart_and_name_themselves(client):
    """By what each is of, in a feed reader; a feed of a search by its filters, too."""
    calendar = ("/browse/2018.atom", "/browse/2018/01.atom", "/browse/undated.atom")
    searches = ("/search.atom?date=2018", "/search.atom?q=heron&from=2018", "/search.atom?q=heron")
    feeds = {path: feedparser.parse(client.get(path).data).feed for path in calendar + searches}
    titles = {path: feed.title.partition(": ")[2] for path, feed in feeds.items()}
    assert titles["/browse/2018/01.atom"] == "editorials, 2018-01"
    assert titles["/browse/undated.atom"] == "editorials, undated"
    assert titles["/search.atom?q=heron&from=2018"] == "heron, 2018 – …"
    # the calendar's of a year is that of a search by date alone
    assert len(set(titles.values())) == len(titles) - 1
    for path, feed in feeds.items():
        links = {link.rel: link.href for link in feed.links}
        assert links["self"].endswith(path)
        assert client.get(links["alternate"]).status_code == 200
    links = {link.rel: link.href for link in feeds["/browse/2018/01.atom"].links}
    assert links["alternate"].endswith("/browse/2018/01")
    assert ", 2018 – …" in client.get("/search?q=heron&from=2018").text.partition("</title>")[0]


def test_fields_are_chosen_there_too(client):
    head = client.get("/browse/2018/01.csv?fields=published,text").text.removeprefix("\ufeff")
    assert head.startswith("published,text\r\n2018-01-15,")
    assert client.get("/browse/2018/01.csv?fields=colour").status_code == 400


@pytest.mark.parametrize(
    "address", ["1066", "2018/13", "2018/00", "2018/02/30", "2018/02", "2018/01/14", "0", "99999999999999999999/1"]
)
def test_of_what_is_not_there_nothing_is_told(client, address):
    reply = client.get(f"/browse/{address}.json")
    assert (reply.status_code, [*reply.json]) == (404, ["error"])
    assert client.get(f"/browse/{address}.csv").status_code == 404


def test_robots_read_the_pages_and_not_the_same_as_data(client):
    rules = Protego.parse(client.get("/robots.txt").text)
    for path in ("/browse", "/browse/2012", "/browse/2012/05", "/browse/2012/05/03", "/browse/undated"):
        assert rules.can_fetch(f"{BASE}{path}", "any")
        assert not rules.can_fetch(f"{BASE}{path}.json", "any")
        assert not rules.can_fetch(f"{BASE}{path}.csv?fields=text", "any")


def test_it_needs_no_index(tmp_path):
    settings = settle(tmp_path)
    fill(settings, (UNDATED, made(1, "The heron waits.")))
    with read_site(settings) as client:
        for address in ("/browse.json", "/browse/2011.json", "/browse/2011/02/02.json", "/browse/undated.json"):
            get(client, address)
        assert client.get("/browse/2011.csv").status_code == 503


@pytest.mark.parametrize(
    "page", ["/browse", "/browse/2018", "/browse/2018/01", "/browse/2018/01/15", "/browse/undated", "/search?q=water"]
)
def test_pages_name_what_they_are_as_data(client, page):
    links = soup(client.get(page)).select('link[rel="alternate"]')
    assert "application/json" in {link["type"] for link in links}
    for link in links:
        with client.get(link["href"]) as reply:
            assert reply.status_code == 200 and reply.mimetype == link["type"] and reply.data
