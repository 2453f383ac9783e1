"""What bounds a run: the time and the pages that were asked for, and how long a site has us wait."""

import time
from asyncio import BaseEventLoop
from collections import Counter

import pytest
from nightly_paper import let_pass
from test_corpus_crawl import PROSE, newspaper, on_day, state

from corpus.crawling import site as site_crawl
from corpus.crawling.crawl import run_crawl
from corpus.crawling.rules import MAX_WAIT
from corpus.store.store import ArticleStore
from tests.served_site import served
from tests.shell import backfile

LATER = (503, {"Retry-After": "280"}, b"")
LINKS = "".join(f"<a href=/{number}>The story of {number}</a> " for number in range(9))
LONG = 100  # seconds; what waits for a retry here waits for longer
BOUNDED = {"max_seconds": 1, "timeout": 3_000}


@pytest.fixture
def waits(monkeypatch):
    """For how many seconds a crawl meant to wait each time, whatever the clock says: a timer for
    longer than any wait of a run is that of an exchange."""
    set_for = []
    call_at = BaseEventLoop.call_at

    def noting(loop, when, *rest, **named):
        if when - loop.time() < MAX_WAIT:
            set_for.append(when - loop.time())
        return call_at(loop, when, *rest, **named)

    monkeypatch.setattr(BaseEventLoop, "call_at", noting)
    return set_for


@pytest.mark.parametrize(
    ("pages", "retry_wait"),
    [
        ({"/1": LATER}, 0.01),
        ({"/1": (500, {}, b"")}, 290),
        ({f"/{number}": (502, {}, b"") for number in range(9)} | {"/": (502, {}, b"")}, 280),
    ],
    ids=["as the site asks", "before a retry", "whether the site is well"],
)
def test_the_time_that_was_asked_for_ends_a_wait(store, waits, pages, retry_wait):
    well = {"/": LINKS, **{f"/{number}": PROSE for number in range(9)}}
    with served(well) as site:
        run_crawl(store, [site.base], options=on_day(0, max_pages=1))
        site.pages |= pages
        waits.clear()
        options = on_day(0, retry_wait=retry_wait, **BOUNDED)
        report = run_crawl(store, options=options)
        assert max(waits, default=0) < LONG
        assert report.stopped == "1 s, as asked"


def test_a_site_that_is_slow_is_asked_more_slowly(store, waits):
    def slow(headers, count):
        time.sleep(0.4)
        return LINKS

    with served({"/": slow, "/1": PROSE}) as site:
        run_crawl(store, [site.base], options=on_day(0, max_pages=2))
    assert 0.4 < max(waits) < 2 * LONG  # twice as long, but for what it took to read the links


def test_the_time_ends_a_wait_for_rules_that_never_came(store, waits):
    with served({"/robots.txt": LATER}) as site:
        report = run_crawl(store, [site.base], options=on_day(0, **BOUNDED))
        assert max(waits, default=0) < LONG
        assert "robots.txt could not be read (503" in report.undone[0]


def test_a_site_that_asks_for_patience_without_an_end_is_left(store, monkeypatch):
    monkeypatch.setattr(site_crawl, "PATIENCE", 250)
    monkeypatch.setattr(site_crawl, "PATIENCE_A_PAGE", 10)
    with served({"/": LINKS, **{f"/{number}": LATER for number in range(9)}}) as site:
        report = run_crawl(store, [site.base], options=on_day(0))
        line = f"{site.base} asks for patience again and again, 280 s by now"
        assert report.undone == [f"{line}; 9 addresses wait for the next run"]
        assert Counter(site.asked)["/0"] == 1 and len(site.asked) == 3
        site.pages |= {f"/{number}": PROSE for number in range(9)}
        report = run_crawl(store, options=on_day(1))  # it did not ask to be left alone for longer
        assert (report.undone, report.queued) == ([], 0)


@pytest.mark.parametrize("most", [1, 2])
def test_runs_of_few_pages_come_to_the_end_of_the_queue(store, most):
    with served(newspaper(12)) as site:
        run_crawl(store, [site.base], options=on_day(0, max_pages=most))
        for night in range(1, 17):
            run_crawl(store, options=on_day(night, max_pages=most))
        assert sum(path.startswith("/story") for path in Counter(site.asked)) == 12


def test_runs_of_one_page_come_to_each_start(store):
    starts = {f"/{section}/": PROSE for section in "abc"}
    with served(starts) as site:
        bases = [site.base + path for path in starts]
        for night in range(3):
            run_crawl(store, bases, options=on_day(night, max_pages=1))
        assert Counter(site.asked)["/c/"] == 1


SHUT = [(403, {}, b""), (451, {}, b""), (200, {"Content-Encoding": "zstd"}, b"\x28\xb5\x2f\xfd")]


@pytest.mark.parametrize("shut", SHUT, ids=["403", "451", "a coding that nobody asked for"])
def test_many_pages_that_shut_us_out_are_said_once_and_then_when_there_are_more(
    tmp_path, capsys, shut
):
    paths = [f"/story?id={number}" for number in range(8)]
    with served(newspaper(8) | dict.fromkeys(paths[:4], shut)) as site:
        assert backfile(tmp_path, "crawl", site.base, "--delay", 0) == 1
        line = capsys.readouterr().err.splitlines()[-1]
        assert line.startswith(f"backfile: {site.base}: 4 addresses are not had (")
        assert line.endswith(": 4). To list them: backfile status --failed")
        assert backfile(tmp_path, "update", "--delay", 0) == 0
        later(tmp_path)
        assert backfile(tmp_path, "update", "--delay", 0) == 0
        site.pages[paths[5]] = shut
        later(tmp_path)
        assert backfile(tmp_path, "update", "--delay", 0, "--refresh-days", 0) == 1
        assert f"{site.base}: 5 addresses" in capsys.readouterr().err
        site.pages |= newspaper(8)
        later(tmp_path)
        assert backfile(tmp_path, "update", "--delay", 0, "--refresh-days", 0) == 0
        site.pages |= dict.fromkeys(paths[:4], shut)
        later(tmp_path)
        assert backfile(tmp_path, "update", "--delay", 0, "--refresh-days", 0) == 1


def later(data):
    with ArticleStore(data / "corpus.db") as store:
        let_pass(store, days=3)


def test_one_page_that_is_shut_is_none_of_them(store):
    with served(newspaper(4) | {"/story?id=1": SHUT[0]}) as site:
        assert run_crawl(store, [site.base], options=on_day(0)).undone == []
        assert state(store, site, "/story?id=1") == ("failed", "403 Forbidden")


XML = {"Content-Type": "text/xml"}


def sitemaps(site, count, pages):
    """An index of so many sitemaps, each with one of these `pages`, and robots.txt naming it."""
    each = "".join(f"<sitemap><loc>{site.base}/map{n}.xml</loc></sitemap>" for n in range(count))
    site.pages |= {
        "/robots.txt": (200, {}, b"Sitemap: /index.xml"),
        "/index.xml": (200, XML, f"<sitemapindex>{each}</sitemapindex>"),
    }
    for number, path in enumerate(pages):
        entry = f"<urlset><url><loc>{site.base}{path}</loc></url></urlset>"
        site.pages[f"/map{number}.xml"] = (200, XML, entry)


@pytest.mark.parametrize("answer", [(404, {}, b""), (500, {}, b""), (200, {}, b"")])
def test_sitemaps_that_do_not_come_are_left_for_another_night(store, answer):
    with served(newspaper(12)) as site:
        sitemaps(site, 90, [])
        site.pages |= {f"/map{number}.xml": answer for number in range(90)}
        asked = []
        for day in range(3):
            site.asked.clear()
            report = run_crawl(store, [site.base], options=on_day(day))
            asked.append({path for path in site.asked if path.startswith("/map")})
            assert len([path for path in site.asked if path.startswith("/map")]) <= 40
            (left,) = (why for why in report.refused if "in a row did not come" in why)
            assert report.refused[left] + len(asked[day]) >= 50
        assert len(asked[0] | asked[1] | asked[2]) > 40
        assert store.db.execute("SELECT count(*) FROM fetches").fetchone()[0] == 16
        sitemaps(site, 90, [f"/new{number}" for number in range(90)])
        run_crawl(store, options=on_day(6))
        assert {path for path in site.asked if path.startswith("/new")} == {
            f"/new{number}" for number in range(90)
        }


def test_thousands_of_sitemaps_keep_no_page_from_its_turn(store):
    with served(newspaper(12)) as site:
        sitemaps(site, 300, [f"/story?id={number % 12}" for number in range(300)])
        run_crawl(store, [site.base], options=on_day(0, max_pages=30))
        assert sum(path.startswith("/story") for path in site.asked) == 12
