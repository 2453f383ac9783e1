"""An article that its site no longer has stays where it is, and is marked as gone at the source."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from nightly_paper import (
    AS_PRINTED,
    EMPTY,
    NIGHTLY,
    PAYWALL,
    RARELY,
    crawled,
    let_pass,
    night,
    nights,
    paper,
    paragraphs,
    story,
    texts,
)

from corpus.crawling.crawl import run_crawl
from corpus.store.calendar import tally
from corpus.store.store import ArticleStore
from tests.newsroom import settle, soup
from tests.shell import backfile
from web import create_app

MISSING = (404, {}, b"not here")
GONE = (410, {}, b"gone")


def gone(store):
    live = (article.url for article in store.articles())
    return sorted(url.rpartition("/")[2] for url in live if store.gone(url))


@pytest.mark.parametrize("second", [MISSING, GONE], ids=["404", "410"])
def test_missing_on_two_days_is_gone_and_stays(store, second):
    with crawled(store) as site:
        night(store, site, {"/3.html": MISSING})
        assert gone(store) == []
        night(store, site, {"/3.html": second})
        assert gone(store) == ["3.html"] and tally(store).gone == 1
        assert texts(store) == AS_PRINTED
        day = store.gone(f"{site.base}/3.html")
        assert abs((datetime.now(UTC).date() - day).days) <= 1
        nights(store, site, 3, lambda _: {})
        assert gone(store) == ["3.html"]


def test_one_that_moved_is_gone_soon_though_only_its_former_address_is_asked(store):
    moved = {"/3.html": (301, {"Location": "/new/3.html"}, b""), "/new/3.html": story(3)}
    with crawled(store) as site:
        nights(store, site, 9, lambda _: moved)  # at rest: it is asked for after 120 nights now
        let_pass(store, days=31)
        for _ in range(4):
            night(store, site, {"/3.html": GONE, "/new/3.html": GONE}, options=RARELY)
        assert gone(store) == ["3.html"]


@pytest.mark.parametrize("status", [301, 302])
@pytest.mark.parametrize("there", ["the text", "a wall"])
def test_what_is_at_another_address_of_its_own_is_not_gone(store, status, there):
    wall = story(3, paragraphs(3)[:1]) + PAYWALL
    page = story(3) if there == "the text" else wall
    moved = {"/3.html": (status, {"Location": "/new/3.html"}, b""), "/new/3.html": page}
    with crawled(store) as site:
        nights(store, site, 2, lambda _: moved)
        nights(store, site, 6, lambda _: {"/3.html": MISSING})
        assert gone(store) == [] and texts(store) == AS_PRINTED
        for _ in range(6):  # the wall falls: its old address is asked after 16 nights at most
            let_pass(store, days=5)
            night(store, site, {"/new/3.html": story(3)})
        assert gone(store) == [] and texts(store) == AS_PRINTED
        assert f"{site.base}/new/3.html" in {article.url for article in store.articles()}
        nights(store, site, 4, lambda _: {"/new/3.html": GONE})
        assert gone(store) == ["3.html"] and texts(store) == AS_PRINTED


@pytest.mark.parametrize("there", [GONE, story("other"), story(5)], ids=["gone", "other", "5"])
def test_it_is_gone_where_its_other_address_has_it_no_more(store, there):
    with crawled(store) as site:
        led = {"/3.html": (302, {"Location": "/new/3.html"}, b""), "/new/3.html": story(3)}
        nights(store, site, 2, lambda _: led)
        nights(store, site, 8, lambda _: {"/3.html": MISSING, "/new/3.html": there})
        assert gone(store) == ["3.html"]
        assert texts(store).items() >= AS_PRINTED.items()


@pytest.mark.parametrize("answer", [MISSING, GONE, (302, {"Location": "/"}, b"")])
def test_what_was_missing_once_is_asked_for_again_where_articles_are_not(store, answer):
    with crawled(store) as site:
        night(store, site, {"/3.html": answer, "/4.html": answer})
        site.asked.clear()
        night(store, site, {"/4.html": story(4)}, options=RARELY)
        assert {"/3.html", "/4.html"} <= set(site.asked) and "/5.html" not in site.asked
        assert gone(store) == ["3.html"]
        site.asked.clear()
        night(store, site, options=RARELY)
        assert "/4.html" not in site.asked


def test_missing_twice_a_day_is_not_gone(store):
    with crawled(store) as site:
        site.pages["/3.html"] = MISSING
        for _ in range(3):
            let_pass(store, hours=5)
            run_crawl(store, [f"{site.base}/"], options=NIGHTLY)
        assert gone(store) == []


def test_missing_is_said_from_the_first_time_on(store):
    """By the store's own clock: the moments are given."""
    with crawled(store) as site:
        url, at = f"{site.base}/3.html", datetime(2024, 5, 3, 2, tzinfo=UTC)
        store.note_missing(url, at)
        store.note_missing(url, at + timedelta(hours=19))
        assert store.gone(url) is None
        store.note_missing(url, at + timedelta(hours=23, minutes=59))
        assert store.gone(url) == (at + timedelta(hours=23, minutes=59)).date()
        store.note_missing(url, at + timedelta(days=9))
        assert store.gone(url) == (at + timedelta(hours=23, minutes=59)).date()


@pytest.mark.parametrize("answer", ["the same page", "not modified", "a correction"])
def test_a_good_answer_takes_the_mark_away(store, answer):
    def page(headers, count):
        tag = {"Content-Type": "text/html", "ETag": '"v"'}
        if headers["If-None-Match"] == '"v"' and answer == "not modified":
            return 304, {}, b""
        text = story(3) + ("<p>A line was missing here.</p>" if answer == "a correction" else "")
        return 200, tag, text

    with crawled(store) as site:
        night(store, site, {"/3.html": page})
        nights(store, site, 2, lambda _: {"/3.html": MISSING})
        assert gone(store) == ["3.html"]
        night(store, site, {"/3.html": page})
        assert gone(store) == [] and tally(store).gone == 0
        night(store, site, {"/3.html": MISSING})
        assert gone(store) == []  # the days count anew


def test_a_bad_answer_does_not(store):
    with crawled(store) as site:
        nights(store, site, 2, lambda _: {"/3.html": MISSING})
        night(store, site, {"/3.html": EMPTY})
        assert gone(store) == ["3.html"] and texts(store) == AS_PRINTED
        night(store, site, paper())
        assert gone(store) == []


def test_what_is_back_behind_a_wall_is_not_gone(store):
    wall = story(3, paragraphs(3)[:1]) + PAYWALL
    with crawled(store) as site:
        nights(store, site, 2, lambda _: {"/3.html": MISSING})
        assert gone(store) == ["3.html"]
        nights(store, site, 6, lambda _: {"/3.html": wall})
        assert gone(store) == [] and texts(store) == AS_PRINTED
        nights(store, site, 2, lambda _: {"/3.html": GONE})
        assert gone(store) == ["3.html"] and texts(store) == AS_PRINTED


def test_a_page_without_an_article_for_five_days_is_gone_and_stays(store):
    with crawled(store) as site:
        nights(store, site, 4, lambda night: {"/3.html": EMPTY + f"<!-- {night} -->"})
        assert gone(store) == [] and tally(store).held == 1
        night(store, site)
        assert gone(store) == ["3.html"] and tally(store).held == 0
        nights(store, site, 3, lambda _: {})
        assert texts(store) == AS_PRINTED and tally(store).held == 0
        night(store, site, paper())
        assert gone(store) == [] and texts(store) == AS_PRINTED


def test_only_articles_are_gone(store):
    with crawled(store) as site:
        site.pages["/"] += "<a href='/never.html'>A story that never was</a>"
        ident = next(one.id for one in store.articles() if one.url.endswith("/4.html"))
        store.remove(ident, "libel")
        nights(store, site, 2, lambda _: {"/4.html": MISSING, "/3.html": MISSING})
        assert store.db.execute("SELECT url FROM missing").fetchall() == [(f"{site.base}/3.html",)]


def test_it_is_said_where_the_article_is_shown(tmp_path, capsys):
    settings = settle(tmp_path)
    with ArticleStore(settings.corpus) as store, crawled(store) as site:
        nights(store, site, 2, lambda _: {"/3.html": MISSING})
        ids = {article.url.rpartition("/")[2]: article.id for article in store.articles()}
        day = store.gone(f"{site.base}/3.html").isoformat()
    app = create_app(settings)
    try:
        client = app.test_client()
        page = soup(client.get(f"/a/{ids['3.html']}", follow_redirects=True))
        line = page.select_one("header p.gone")
        assert line.time["datetime"] == day and "Gone at the source" in line.get_text()
        assert client.get(f"/a/{ids['3.html']}.json").json["gone"] == day
        page = soup(client.get(f"/a/{ids['4.html']}", follow_redirects=True))
        assert page.select_one("p.gone") is None
        assert client.get(f"/a/{ids['4.html']}.json").json["gone"] is None
        assert client.get("/status.json").json["corpus"]["gone"] == 1
    finally:
        app.extensions["shelf"].close()
    backfile(settings.data, "status")
    assert "1 gone at the source" in capsys.readouterr().out
    backfile(settings.data, "status", "--json")
    assert json.loads(capsys.readouterr().out)["corpus"]["gone"] == 1
