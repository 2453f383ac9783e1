"""What the newsroom's staff expect, a clause a test, named by the number of the feature."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date

import pytest

from tests.archive import FIRST, HERONS, OTHERS, REPRINTS, archive, found, ids, results
from tests.newsroom import read_site, soup
from web.base.config import Secret

PUBLIC = "https://archive.example"
DOORS = ("/draft", "/status", "/status.json", "/metrics")


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def client(settings):
    with read_site(settings) as client:
        yield client


def page_of(client, article):
    return soup(client.get(f"/a/{article.id}", follow_redirects=True))


# -- S1: similar articles


def similar(client, article):
    """What stands below each heading: the entries."""
    return {
        heading.text: heading.find_next_sibling("ul").select("li")
        for heading in page_of(client, article).select("#similar h3")
    }


def test_S1_five_older_and_five_newer(client):
    middle = sorted((each for each in HERONS if each.published), key=lambda each: each.published)[11]
    lists = similar(client, middle)
    older = [date.fromisoformat(entry.time["datetime"]) for entry in lists["Older"]]
    newer = [
        date.fromisoformat(entry.time["datetime"]) for entry in lists["Of the same day, or newer"]
    ]
    assert len(older) == len(newer) == 5
    assert max(older) < middle.published <= min(newer)


def test_S1_why_is_told_by_the_words_that_both_have(client):
    article = HERONS[12]
    for entries in similar(client, article).values():
        for entry in entries:
            link = entry.a["href"]
            there = soup(client.get(link)).select_one(".editorial").get_text().casefold()
            here = f"{article.title} {article.text}".casefold()
            words = [word.text.casefold() for word in entry.select(".shared bdi")]
            assert words and all(word in here and word in there for word in words)


# -- S3: only what came before


def draft(client, day, **more):
    text = f"{day}\n\n{FIRST.paragraphs[0]}"
    page = soup(client.post("/draft", data={"text": text, **more}))
    return page, [heading.text for heading in page.select(".pair h4")]


def test_S3_what_came_after_the_draft_is_left_out_by_default(client):
    page, titles = draft(client, "1 January 2014")
    assert titles == [FIRST.title]
    assert "only what came before is compared" in page.select_one(".notice").text
    assert draft(client, "30 November 2013")[1] == []


def test_S3_another_day_may_be_chosen(client):
    _, titles = draft(client, "30 November 2013", before="2020")
    assert titles == [FIRST.title]


# -- S5: reprints


def test_S5_a_text_is_listed_once_with_its_reprints_to_be_unfolded(client):
    assert found(client, "lanterns") == ids([FIRST])
    card = soup(results(client, "lanterns")).select_one(".card")
    folded = card.select_one("details")
    assert not folded.has_attr("open") and folded.summary.text == "2 reprints"
    links = folded.select("a")
    assert [link.text for link in links] == [each.title for each in REPRINTS]
    assert all(client.get(link["href"]).status_code == 200 for link in links)


def test_S5_each_may_be_listed_apart(client):
    page = soup(results(client, "lanterns"))
    link = next(hint.a for hint in page.select(".hint") if "List each apart" in hint.text)
    assert len(soup(client.get(link["href"])).select(".card")) == 3


def test_S5_the_difference_is_shown(client):
    same, changed = page_of(client, FIRST).select("#reprints .entries > li")
    assert same.a.text == REPRINTS[0].title and "The same words." in same.text
    assert changed.a.text == REPRINTS[1].title
    assert (changed.ins.text, changed.select_one("del").text) == ("six", "three")


# -- S13: a door for staff


@pytest.fixture
def door(settings, request):
    """Makes clients of a server that faces the public."""

    def opened(**changes):
        site = read_site(replace(settings, base_url=PUBLIC, **changes))
        client = site.__enter__()
        request.addfinalizer(lambda: site.__exit__(None, None, None))
        return client

    return opened


def statuses(client, **headers):
    return {client.get(path, headers=headers).status_code for path in DOORS}


def test_S13_it_is_shut_to_the_public_unless_it_is_configured(door):
    assert statuses(door()) == {403}


def test_S13_it_may_be_open(door):
    assert statuses(door(staff_open=True)) == {200}


def test_S13_it_may_be_behind_one_password(door):
    client = door(staff_password=Secret("a heron"))
    assert statuses(client) == {401}
    for said, status in (("a heron", 200), ("a stork", 401)):
        sent = "Basic " + b64encode(f"anybody:{said}".encode()).decode()
        assert statuses(client, Authorization=sent) == {status}


def test_S13_it_may_be_behind_a_header_of_the_proxy(door):
    believed = door(staff_header="Staffname", proxies="127.0.0.1")
    assert statuses(believed, Staffname="ada") == {200}
    assert statuses(believed) == {403}
    assert statuses(door(staff_header="Staffname"), Staffname="ada") == {403}  # no proxy is known


def test_S13_readers_are_kept_from_nothing_else(door):
    client = door(staff_password=Secret("a heron"))
    for path in ("/", "/search?q=heron", "/browse", f"/a/{FIRST.id}.json", "/help"):
        assert client.get(path).status_code == 200


# -- S15: by the address of the paper's own


@pytest.mark.parametrize("how", ["{}", "  {} ", "<{}>", "{}?utm_source=mail", "{}/"])
def test_S15_a_pasted_address_finds_its_article(client, how):
    assert found(client, how.format(OTHERS[0].url)) == ids([OTHERS[0]])


def test_S15_an_address_that_is_none_of_ours_is_said_and_finds_nothing(client):
    page = soup(results(client, "https://courier.invalid/news/999"))
    assert page.h1.get_text().strip() == "Nothing found"
    assert re.search(r"address", page.select_one(".fates").get_text())
