import asyncio
import gzip
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from corpus.article import Hint, Page
from corpus.crawling.account import account_of
from corpus.crawling.crawl import CrawlOptions, crawl, run_crawl
from corpus.crawling.discover import FoundLink, Links
from corpus.crawling.fetch import FetchResult, Validators
from corpus.crawling.frontier import Frontier
from corpus.crawling.starts import present_site
from corpus.errors import BackfileError, Busy
from corpus.intake.intake import clean_pages
from corpus.lock import crawl_lock, exclusive
from corpus.outcome import Code, Outcome
from corpus.store.store import ArticleStore
from tests.examples import long
from tests.recurring_site import sentence
from tests.served_site import served
from tests.shell import PATIENCE, wait_until_idle

QUICK = CrawlOptions(delay=0, retry_wait=0.01, timeout=PATIENCE)
BEGUN = datetime(2026, 3, 1, 4, tzinfo=UTC)
PROSE = "<p>" + "The words of the editorial go on. " * 60 + "</p>"


def on_day(number, **options):
    """How to crawl so many days after the first one."""
    return replace(QUICK, clock=lambda: BEGUN + timedelta(days=number), **options)


def prose(number):
    """The text of a story, which is no other's."""
    chance = random.Random(number)
    return f"<p>{' '.join(sentence(chance) for _ in range(30))}</p>"


def newspaper(count=12, per_list=4):
    """A start page, a chain of lists, and the articles on them."""
    lists = -(-count // per_list)
    pages = {"/": '<a href="/list?page=0">Editorials</a>'}
    for number in range(lists):
        rows = "".join(
            f'<li><a href="/story?id={n}">The headline of story {n}</a> May {n % 28 + 1}, 2011</li>'
            for n in range(number * per_list, min(count, (number + 1) * per_list))
        )
        turn = (
            f'<a href="/list?page={number + 1}&totalRows_x={count}">Next</a>'
            if number + 1 < lists
            else ""
        )
        pages[f"/list?page={number}"] = f"<ul>{rows}</ul>{turn}"
    pages |= {
        f"/story?id={n}": f"<h1>Story {n}</h1>{prose(n)}<a href='/'>Home</a>" for n in range(count)
    }
    return pages


def fetched_paths(store, site):
    rows = store.db.execute("SELECT url FROM fetches ORDER BY id")
    return [url.removeprefix(site.base) for (url,) in rows]


def state(store, site, path):
    """The state of an address, and in words what came of it."""
    row = store.db.execute(
        "SELECT state, outcome, detail, status, moved_to FROM urls WHERE url = ?",
        (site.base + path,),
    ).fetchone()
    return row and (row[0], str(Outcome(Code(row[1]), *row[2:])) if row[1] else None)


def test_everything_is_fetched_once_with_what_the_lists_say(store):
    with served(newspaper()) as site:
        events = []
        report = run_crawl(store, [site.base], options=QUICK, on_event=events.append)
        assert (report.fetched, report.queued, report.stopped) == (16, 0, None)
        assert sorted(fetched_paths(store, site)) == sorted(set(newspaper()) - {"/robots.txt"})
        assert Counter(site.asked) == Counter(dict.fromkeys([*newspaper(), "/robots.txt"], 1))
        assert store.hint(f"{site.base}/story?id=7").title == "The headline of story 7"
        assert store.hint(f"{site.base}/story?id=7").published.day == 8
        assert site.agents == {"Backfile/0.1"}
        assert [event.kind for event in events] == ["fetched"] * 16


def test_the_second_crawl_asks_for_lists_and_for_new_articles_only(store):
    pages = newspaper()
    with served(pages) as site:
        run_crawl(store, [site.base], options=QUICK)
        site.pages["/list?page=0"] = (
            pages["/list?page=0"] + '<a href="/story?id=99">A new headline of today</a>'
        )
        site.pages["/story?id=99"] = "<h1>New</h1>" + PROSE
        site.asked.clear()
        report = run_crawl(store, [site.base], options=QUICK)
        assert sorted(site.asked) == [
            "/",
            "/list?page=0",
            "/list?page=1",
            "/list?page=2",
            "/story?id=99",
        ]
        assert report.fetched == 5
        # the unchanged start page and lists are not kept twice
        assert len(fetched_paths(store, site)) == 16 + 2


def test_without_an_address_it_goes_on_where_it_began(store):
    with served(newspaper()) as site:
        run_crawl(store, [site.base + "/"], options=QUICK)
        site.asked.clear()
        run_crawl(store, options=QUICK)
        assert site.asked[0] == "/"


def test_conditional_requests(store):
    def page(headers, count):
        if (
            headers["If-None-Match"] == '"v1"'
            and headers["If-Modified-Since"] == "Mon, 01 Jan 2018 00:00:00 GMT"
        ):
            return 304, {}, b""
        known = {"ETag": '"v1"', "Last-Modified": "Mon, 01 Jan 2018 00:00:00 GMT"}
        return (
            200,
            {"Content-Type": "text/html", **known},
            "<a href=/story>A headline of some length</a>",
        )

    with served({"/": page, "/story": page}) as site:
        assert run_crawl(store, [site.base], options=QUICK).fetched == 2
        second = run_crawl(store, [site.base], options=QUICK)
        assert (second.fetched, second.not_modified) == (0, 1)
        third = run_crawl(store, [site.base], options=CrawlOptions(delay=0, refresh_days=0))
        # the start page, once seen without change, is asked for whole
        assert (third.fetched, third.not_modified) == (1, 1)


def test_articles_that_name_their_neighbours_and_pages_are_asked_for_once(store):
    turns = [
        f"<link rel=prev href='/story/{n - 1}'><link rel=next href='/story/{n + 1}'>"
        f"<a href='/story/{n}'>1</a> <a href='/story/{n}?page=2'>2</a>"
        for n in range(5)
    ]
    pages = {
        "/": "".join(
            f"<li><a href='/story/{n}'>The headline of story {n}</a></li>" for n in range(1, 4)
        )
    }
    pages |= {f"/story/{n}": f"<h1>Story {n}</h1>{PROSE}{turns[n]}" for n in range(5)}
    pages |= {f"/story/{n}?page=2": f"<h1>Story {n}</h1>{PROSE}{turns[n]}" for n in range(5)}
    with served(pages) as site:
        run_crawl(store, [site.base], options=QUICK)
        assert set(pages) <= set(site.asked)
        site.asked.clear()
        run_crawl(store, [site.base], options=QUICK)
        assert site.asked == ["/"]


def test_a_list_stays_one_though_it_has_one_long_text_today(store):
    pages = {
        "/": '<a href="/list?page=1">Older</a>',
        "/list?page=1": '<a href="/story">A story</a>',
    }
    with served(pages) as site:
        run_crawl(store, [site.base], options=QUICK)
        site.pages["/list?page=1"] = PROSE
        run_crawl(store, [site.base], options=QUICK)
        site.asked.clear()
        run_crawl(store, [site.base], options=QUICK)
        assert "/list?page=1" in site.asked


@pytest.mark.parametrize(
    "missing",
    [
        (404, {}, b""), (403, {}, b"no"), (200, {"Content-Type": "text/html"}, b" "), (410, {}, b""),
        (200, {"Content-Type": "image/png"}, b"x"),
    ],
)  # fmt: skip
def test_a_refresh_asks_for_what_was_missing(store, missing):
    with served({"/": '<a href="/story">A story</a>', "/story": missing}) as site:
        run_crawl(store, [site.base], options=on_day(0))
        run_crawl(store, options=on_day(0.5))
        run_crawl(store, options=on_day(0.6, refresh_days=1))
        assert site.asked.count("/story") == 1
        site.pages["/story"] = PROSE
        run_crawl(store, options=on_day(0.7, refresh_days=0))
        assert state(store, site, "/story") == ("done", "fetched")
        assert "/story" in fetched_paths(store, site)


# Each but the last two is an answer that may be another one in time.
PASSING = {
    "404": (404, {}, b""),
    "410": (410, {}, b""),
    "403": (403, {}, b"no"),
    "empty": (200, {"Content-Type": "text/html"}, b" "),
    "picture": (200, {"Content-Type": "image/png"}, b"x"),
    "cut": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"x" * 99)[:-9]),
    "coding": (200, {"Content-Type": "text/html", "Content-Encoding": "br"}, b"x"),
    "huge": (200, {"Content-Type": "text/html"}, b"x" * 10_000_001),
    "loop": (302, {"Location": "/story"}, b""),
    "nowhere": (302, {}, b""),
    "away": (302, {"Location": "http://127.0.0.2:1/login"}, b""),
    "419": (419, {}, b""),
    "499": (499, {}, b""),
    "500": (500, {}, b""),
    "503": (503, {"Retry-After": "0"}, b""),
}  # fmt: skip


@pytest.mark.parametrize("name", PASSING)
def test_what_did_not_come_is_asked_for_again_after_a_day_then_two(store, name):
    pages = {"/": '<a href="/story">A story</a>', "/story": PASSING[name]}
    with served(pages) as site:
        asked = []
        for days in (0, 0.8, 1, 2, 3):
            site.asked.clear()
            report = run_crawl(store, [site.base], options=on_day(days))
            asked.append("/story" in site.asked)
            assert report.undone == []
        assert asked == [True, False, True, False, True]
        site.pages["/story"] = PROSE
        run_crawl(store, options=on_day(7))
        assert state(store, site, "/story") == ("done", "fetched")


def test_an_article_that_came_is_asked_for_again_after_a_day_and_a_week_then_rarely(store):
    pages = {"/": "<a href=/old>An old story</a>", "/old": PROSE, "/new": "<h1>New</h1>" + PROSE}
    with served(pages) as site:
        run_crawl(store, [site.base], options=on_day(0))
        site.pages["/"] += "<a href=/new>A new story</a>"
        seen = {"/old": [], "/new": []}
        for day in range(1, 150):
            site.asked.clear()
            run_crawl(store, options=on_day(day))
            for path in {*site.asked} & {*seen}:
                seen[path].append(day)
        assert seen["/new"][:3] == [1, 2, 9]
        assert 26 <= seen["/new"][3] - 9 <= 30
        assert 26 <= seen["/old"][0] <= 30
        assert len(seen["/old"]) == 2


def test_an_article_that_fails_waits_for_sixteen_nights_at_most_and_a_list_for_two(store):
    pages = {"/": "<a href=/page/2>Older</a><a href=/story>A story</a>", "/page/2": "x", "/story": PROSE}
    with served(pages) as site:
        run_crawl(store, [site.base], options=on_day(0))
        site.pages |= {"/page/2": (500, {}, b""), "/story": (500, {}, b"")}
        seen = {"/story": [], "/page/2": []}
        for day in range(1, 120):
            site.asked.clear()
            run_crawl(store, options=on_day(day))
            for path in {*site.asked} & {*seen}:
                seen[path].append(day)
        gaps = {
            path: [after - day for day, after in pairwise(days)]
            for path, days in seen.items()
        }
        assert gaps["/story"][:3] == [1, 2, 4] and 8 < max(gaps["/story"]) <= 16
        assert set(gaps["/page/2"]) == {1, 2}


def test_max_pages_ends_a_run_and_the_next_goes_on(store):
    with served(newspaper()) as site:
        first = run_crawl(store, [site.base], options=CrawlOptions(delay=0, max_pages=6))
        assert (first.fetched, first.stopped) == (6, "6 pages, as asked")
        assert first.queued > 0
        # a short crawl brings articles too
        assert sum(path.startswith("/story") for path in site.asked) == 4
        second = run_crawl(store, [site.base], options=QUICK)
        assert (first.fetched + second.fetched, second.queued) == (16, 0)
        assert Counter(site.asked)["/"] == 1


def test_what_a_list_says_later_has_the_article_cleaned_again(store):
    pages = newspaper(5)
    with served(pages | {"/": "<a href=/story?id=3>x</a><a href=/list?page=0>y</a>"}) as site:
        run_crawl(store, [site.base], options=CrawlOptions(delay=0, max_pages=2))
        assert fetched_paths(store, site) == ["/", "/story?id=3"]
        for number, _ in list(store.fetches(waiting=True)):
            store.settle(number, None, outcome=Outcome(Code.NO_ARTICLE, "no matter"))
        run_crawl(store, [site.base], options=QUICK)
        waiting = {page.url.removeprefix(site.base) for _, page in store.fetches(waiting=True)}
        assert waiting == {"/list?page=0", "/list?page=1", *(f"/story?id={n}" for n in range(5))}


def test_max_depth(store):
    with served(newspaper()) as site:
        run_crawl(store, [site.base], options=CrawlOptions(delay=0, max_depth=1))
        assert fetched_paths(store, site) == ["/", "/list?page=0"]


def test_a_dry_run_stores_nothing(store):
    pages = newspaper() | {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /story")
    }
    with served(pages) as site:
        assert run_crawl(store, [site.base], options=CrawlOptions(dry_run=True)).planned == [
            f"{site.base}/"
        ]
        assert site.asked == ["/robots.txt"]
        assert store.db.execute(
            "SELECT (SELECT count(*) FROM urls) + (SELECT count(*) FROM hosts)"
        ).fetchone() == (0,)
        site.pages["/robots.txt"] = (404, {}, b"")
        run_crawl(store, [site.base], options=CrawlOptions(delay=0, max_pages=2))
        site.pages["/robots.txt"] = pages["/robots.txt"]
        tomorrow = datetime.now(UTC) + timedelta(days=1.1)
        options = CrawlOptions(dry_run=True, clock=lambda: tomorrow)
        report = run_crawl(store, options=options)
        assert report.planned == [f"{site.base}/{path}" for path in ("", "list?page=0", "list?page=1")]
        assert report.refused == {"robots.txt forbids it": 4}


def test_robots_is_heeded_and_heard_again(store):
    rules = (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /private")
    pages = {
        "/": "<a href=/private/a>A headline</a><a href=/open>Another</a>",
        "/open": PROSE,
        "/private/a": PROSE,
    }
    with served(pages | {"/robots.txt": rules}) as site:
        report = run_crawl(store, [site.base], options=on_day(0))
        assert report.refused == {"robots.txt forbids it": 1}
        assert "/private/a" not in site.asked
        assert state(store, site, "/private/a") == ("refused", "robots.txt forbids it")
        site.pages["/robots.txt"] = (404, {}, b"")
        run_crawl(store, [site.base], options=on_day(0.9))
        assert "/private/a" not in site.asked
        run_crawl(store, [site.base], options=on_day(0.95))  # a night's run may be early
        assert state(store, site, "/private/a") == ("done", "fetched")
        run_crawl(store, [site.base], options=on_day(1.5))
        assert site.asked.count("/robots.txt") == 2  # kept for a day


def test_a_start_page_forbidden_by_robots_is_said(store):
    rules = (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /")
    with served({"/": "x", "/robots.txt": rules}) as site:
        for starts in ([site.base], []):
            report = run_crawl(store, starts, options=QUICK)
            kept = f"what was fetched before is kept. To mend it: backfile forget {site.base}/"
            line = f"{site.base}/ is not fetched: robots.txt forbids it; {kept}"
            assert report.undone == [line]
        assert site.asked == ["/robots.txt"]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_without_an_answer_for_robots_nothing_is_fetched(store, status):
    with served({"/": "x", "/robots.txt": (status, {}, b"")}) as site:
        report = run_crawl(store, [site.base], options=QUICK)
        assert len(report.undone) == 1
        assert re.search(
            r"robots\.txt could not be read \(\d+ .*\); without it nothing of the site is fetched",
            report.undone[0],
        )
        assert site.asked == ["/robots.txt"] * 3


def test_robots_that_fails_once_is_asked_for_again(store):
    def rules(headers, count):
        return (500, {}, b"") if count == 1 else (200, {"Content-Type": "text/plain"}, b"")

    with served({"/": PROSE, "/robots.txt": rules}) as site:
        report = run_crawl(store, [site.base], options=QUICK)
        assert (report.fetched, report.undone) == (1, [])


def test_robots_that_does_not_come_is_taken_to_be_as_it_was_for_a_month(store):
    rules = (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /private")
    pages = {"/": "<a href=/private>x</a><a href=/open>y</a>", "/open": PROSE, "/private": PROSE}
    with served(pages | {"/robots.txt": rules}) as site:
        run_crawl(store, [site.base], options=on_day(0))
        site.pages["/robots.txt"] = (500, {}, b"")
        report = run_crawl(store, options=on_day(29))
        assert "/" in site.asked[-2:]
        (line,) = report.undone
        assert line.endswith("robots.txt did not come (500 Internal Server Error); that of 2026-03-01 is obeyed")
        assert "/private" not in site.asked
        report = run_crawl(store, options=on_day(31))
        assert (report.requests, len(report.undone)) == (0, 1)


def test_robots_may_be_gzipped_redirected_or_endless(store):
    rules = b"User-agent: *\nDisallow: /a\n" + b"# filler\n" * 200_000 + b"Disallow: /b\n"
    pages = {
        "/": "<a href=/a>x</a><a href=/b>y</a>", "/a": PROSE, "/b": PROSE,
        "/robots.txt": (301, {"Location": "/rules"}, b""), "/rules": (200, {"Content-Type": "text/plain"}, rules),
    }  # fmt: skip
    with served(pages) as site:
        run_crawl(store, [site.base], options=QUICK)
        assert fetched_paths(store, site) == ["/", "/b"]
        packed = gzip.compress(b"User-agent: *\nDisallow: /")
        site.pages["/rules"] = (
            200,
            {"Content-Type": "text/plain", "Content-Encoding": "gzip"},
            packed,
        )
        tomorrow = replace(QUICK, clock=lambda: datetime.now(UTC) + timedelta(days=1))
        report = run_crawl(store, [site.base + "/c"], options=tomorrow)
        assert f"{site.base}/ is not fetched: robots.txt forbids it" in "".join(report.undone)
        assert "/c" not in site.asked


def test_requests_are_apart_by_the_delay_the_site_asks_for(store):
    rules = (200, {"Content-Type": "text/plain"}, "User-agent: *\nCrawl-delay: 1")
    with served(
        {"/": "<a href=/a>x</a><a href=/b>y</a>", "/a": "a", "/b": "b", "/robots.txt": rules}
    ) as site:
        run_crawl(store, [site.base], options=QUICK)
        gaps = [later - earlier for earlier, later in zip(site.times, site.times[1:], strict=False)]
        assert len(gaps) == 3
        assert min(gaps) >= 0.5  # by the site's own clock, which may be late for the first of two


def test_redirects(store):
    with served({}) as site:
        away = (302, {"Location": "http://127.0.0.2:1/x"}, b"")
        site.pages |= {
            "/": "".join(f"<a href=/{name}>x</a>" for name in ("old", "loop", "away", "nowhere", "long0", "private")),
            "/old": (301, {"Location": "/new"}, b""), "/new": "<h1>New</h1>",
            "/loop": (302, {"Location": "/loop"}, b""), "/away": away, "/nowhere": (302, {}, b""),
            **{f"/long{n}": (302, {"Location": f"/long{n + 1}"}, b"") for n in range(9)},
            "/private": (302, {"Location": "/closed"}, b""),
            "/robots.txt": (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /closed"),
        }  # fmt: skip
        report = run_crawl(store, [site.base], options=QUICK)
        assert fetched_paths(store, site) == ["/", "/new"]
        assert state(store, site, "/old") == ("done", f"redirects to {site.base}/new")
        assert report.refused == {
            "more than 5 redirects": 1,
            "redirects in a circle": 1,
            "redirects to http://127.0.0.2:1: another site": 1,
            "redirects to no address": 1,
            f"redirects to {site.base}: robots.txt forbids it": 1,
        }
        assert "/closed" not in site.asked
        assert site.asked.count("/long5") == 1 and "/long6" not in site.asked


def test_a_start_page_elsewhere_is_said(store):
    with served({"/": (301, {"Location": "http://127.0.0.2:1/"}, b"")}) as site:
        report = run_crawl(store, [site.base], options=QUICK)
        assert "is not fetched: redirects to http://127.0.0.2:1: another site" in report.undone[0]
        mend = f"backfile crawl http://127.0.0.2:1/, then backfile forget {site.base}/"
        assert report.undone[0].endswith(f". To mend it: {mend}")


def test_bodies_and_types(store):
    page = b"<h1>A page</h1>" + PROSE.encode()
    html = {"Content-Type": 'Text/HTML; Charset="ISO-8859-1"'}
    pages = {
        "/gzip": (200, {**html, "Content-Encoding": "gzip"}, gzip.compress(page)),
        "/untyped": (200, {}, page),
        "/plain": (200, {"Content-Type": "text/plain"}, b"words"),
        "/old.shtml": (200, html, page),
        "/film": (200, {"Content-Type": "video/mp4"}, b"\0" * 100),
        "/bomb": (200, {**html, "Content-Encoding": "gzip"}, gzip.compress(b"\0" * 30_000_000)),
        "/huge": (200, html, b"x" * 10_000_001),
        "/cut": (200, {**html, "Content-Encoding": "gzip"}, gzip.compress(page)[:-20]),
        "/odd": (200, {**html, "Content-Encoding": "br"}, page),
        "/empty": (200, html, b" \n"),
        "/gone": (410, {}, b""),
    }
    pages["/"] = "".join(f"<a href={path}>x</a>" for path in pages)
    with served(pages) as site:
        report = run_crawl(store, [site.base], options=QUICK)
        assert sorted(fetched_paths(store, site)) == [
            "/",
            "/gzip",
            "/old.shtml",
            "/plain",
            "/untyped",
        ]
        assert report.refused == {
            "not a page but video/mp4": 1, "larger than 10,000,000 bytes once unpacked": 1,
            "larger than 10,000,000 bytes": 1, "cut off in the middle of its compressed body": 1,
            "sent in the coding br, which is not read": 1, "empty": 1, "410 Gone": 1,
        }  # fmt: skip
        kept = {page.url.removeprefix(site.base): page for _, page in store.fetches()}
        assert (kept["/gzip"].body, kept["/gzip"].charset, kept["/gzip"].content_type) == (
            page,
            "iso-8859-1",
            "text/html",
        )


def test_sitemaps_and_feeds_lead_to_pages_and_are_not_kept(store):
    with served({}) as site:
        site.pages |= {
            "/": '<link rel=alternate type="application/rss+xml" href="/feed">', "/1": PROSE, "/2": PROSE,
            "/robots.txt": (200, {"Content-Type": "text/plain"}, f"Sitemap: {site.base}/maps.xml"),
            "/maps.xml": (200, {"Content-Type": "application/xml"},
                          f"<sitemapindex><sitemap><loc>{site.base}/map.xml.gz</loc></sitemap></sitemapindex>"),
            "/map.xml.gz": (200, {"Content-Type": "application/x-gzip"},
                            gzip.compress(f"<urlset><url><loc>{site.base}/1</loc></url></urlset>".encode())),
            "/feed": (200, {"Content-Type": "application/rss+xml"},
                      f"<rss><channel><item><link>{site.base}/2</link></item></channel></rss>"),
        }  # fmt: skip
        run_crawl(store, [site.base], options=QUICK)
        assert sorted(fetched_paths(store, site)) == ["/", "/1", "/2"]


def test_what_fails_is_tried_three_times_then_another_night(store):
    def shaky(headers, count):
        return (500, {}, b"") if count <= 4 else (200, {"Content-Type": "text/html"}, PROSE)

    def once(headers, count):
        return (
            (503, {"Retry-After": "0"}, b"")
            if count == 1
            else (200, {"Content-Type": "text/html"}, PROSE)
        )

    with served(
        {"/": "<a href=/shaky>x</a><a href=/once>y</a>", "/shaky": shaky, "/once": once}
    ) as site:
        first = run_crawl(store, [site.base], options=on_day(0))
        assert first.failed == {f"{site.base}/shaky": "500 Internal Server Error"}
        assert site.asked.count("/shaky") == 3
        assert state(store, site, "/once") == ("done", "fetched")
        second = run_crawl(store, [site.base], options=on_day(1))
        assert (second.failed, site.asked.count("/shaky")) == ({}, 5)


def test_a_start_page_that_fails_is_said_each_time_and_tried_again(store):
    with served({"/": (500, {}, b"")}) as site:
        for starts in ([site.base], []):
            report = run_crawl(store, starts, options=QUICK)
            kept = f"what was fetched before is kept. To mend it: backfile forget {site.base}/"
            why = "500 Internal Server Error"
            assert report.undone == [f"{site.base}/ is not fetched: {why}; {kept}"]
        assert site.asked.count("/") == 6
        site.pages["/"] = PROSE
        assert run_crawl(store, options=QUICK).undone == []
    report = run_crawl(store, options=QUICK)
    assert re.search("is not fetched: no connection", report.undone[0])


def test_a_start_that_is_gone_is_no_trouble_where_another_one_is_there(store):
    with served({"/": "<a href=/story>A story</a>", "/story": PROSE}) as site:
        report = run_crawl(store, [site.base, f"{site.base}/mistyped"], options=on_day(0))
        assert report.undone == [
            f"{site.base}/mistyped is not fetched: 404 Not Found; what was fetched before is kept. "
            f"To mend it: backfile forget {site.base}/mistyped"
        ]
        assert report.fetched == 2
        assert run_crawl(store, options=on_day(1)).undone == []
        assert site.asked.count("/mistyped") == 2


def test_max_pages_bounds_requests_that_bring_nothing(store):
    with served({"/": "".join(f"<a href=/{n}>x</a>" for n in range(20))}) as site:
        report = run_crawl(store, [site.base], options=CrawlOptions(delay=0, max_pages=5))
        assert (len(site.asked), report.refused) == (1 + 5, {"404 Not Found": 4})


def test_a_site_that_calls_itself_otherwise_is_crawled_by_that_name(store, monkeypatch):
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: resolve("127.0.0.1", *rest, **more)
    )
    with served({}) as site:
        port = site.base.rpartition(":")[2]

        def front(headers, count):
            if headers["Host"].startswith("www."):
                return 301, {"Location": f"http://paper.test:{port}/"}, b""
            return (
                200,
                {"Content-Type": "text/html"},
                f"<a href=http://www.paper.test:{port}/a>x</a><a href=/b>y</a>",
            )

        site.pages |= {"/": front, "/a": PROSE, "/b": PROSE}
        for _ in range(2):
            run_crawl(store, [f"http://www.paper.test:{port}"], options=QUICK)
            urls = [url for (url,) in store.db.execute("SELECT url FROM urls ORDER BY url")]
            assert urls == [
                f"http://paper.test:{port}/",
                f"http://paper.test:{port}/a",
                f"http://paper.test:{port}/b",
            ]
        assert site.asked.count("/a") == 1


def test_pages_fetched_before_a_site_moved_keep_their_addresses(store):
    old = Frontier(store, "http://paper.example")
    old.begin(["http://paper.example/"])
    old.set_robots(404, None)
    target = old.next(lists_first=True)
    page = Page("http://paper.example/", b"x", "text/html", None, datetime.now(UTC))
    old.fetched(
        target, FetchResult(page.url, page, Validators()), Links("page"), refusal=lambda url: None
    )
    assert old.move("https://paper.example") is False
    assert present_site(store, "http://paper.example") == "http://paper.example"


def test_a_link_that_was_seen_before_tells_what_it_did_not(store):
    queue = Frontier(store, "http://paper.example")
    urls = [f"http://paper.example/{name}" for name in "abc"]

    def found(**said):
        links = [FoundLink(url, **said) for url in urls]
        queue.add(links, depth=1, refusal=lambda url: None, on="http://paper.example/")

    def told():
        return store.db.execute("SELECT DISTINCT kind, hint_title FROM urls").fetchall()

    found()
    found()
    assert told() == [("page", None)]
    found(hint=Hint("The harbour and its ferries"))
    assert told() == [("page", "The harbour and its ferries")]
    found(kind="list")
    assert told() == [("list", "The harbour and its ferries")]
    assert queue.queued == queue.count_queued() == 3


def test_a_link_that_was_not_kept_is_found_again(store):
    queue = Frontier(store, "http://paper.example")
    links = [FoundLink(f"http://paper.example/{name}") for name in "abc"]

    def refusal(url):
        if url.endswith("c"):
            raise ZeroDivisionError
        return

    with pytest.raises(ZeroDivisionError):
        queue.add(links, depth=1, refusal=refusal, on="http://paper.example/")
    assert queue.queued_urls() == []
    queue.add(links, depth=1, refusal=lambda url: None, on="http://paper.example/")
    assert queue.queued_urls() == [link.url for link in links]


def test_an_answer_that_is_no_http(store):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def babble():
            for _ in range(6):
                connection, _ = server.accept()
                connection.recv(4096)
                connection.sendall(b"\0\xff garbage\r\n\r\n" * 10)
                connection.close()

        thread = threading.Thread(target=babble)
        thread.start()
        for _ in range(2):
            start = f"http://127.0.0.1:{server.getsockname()[1]}/"
            report = run_crawl(store, [start], options=QUICK)
            assert re.search(
                r"robots\.txt could not be read .the answer is not HTTP.*without it nothing",
                report.undone[0],
            )
        thread.join()


def test_a_site_that_asks_for_patience_is_left_alone(store):
    def busy(headers, count):
        return 429, {"Retry-After": "7200"}, b""

    pages = {
        "/": "".join(f"<a href=/{n}>x</a>" for n in range(9)),
        **{f"/{n}": busy for n in range(9)},
    }
    with served(pages) as site:
        report = run_crawl(store, [site.base], options=on_day(0))
        line = f"{site.base} asks to be left alone for 7,200 s; 9 addresses wait for the next run"
        assert report.undone == [line]
        assert (len(site.asked), report.queued) == (3, 9)
        report = run_crawl(store, options=on_day(0.05))
        line = f"{site.base} asks to be left alone until 2026-03-01 06:00 UTC; 9 addresses wait for the next run"
        assert (report.undone, len(site.asked)) == ([line], 3)
        site.pages |= {f"/{n}": PROSE for n in range(9)}
        report = run_crawl(store, options=on_day(1))
        assert (report.undone, report.queued) == ([], 0)
        site.pages["/"] = (503, {"Retry-After": "86400"}, b"")
        assert len(run_crawl(store, options=on_day(2)).undone) == 1
        site.pages["/"] = PROSE
        assert run_crawl(store, options=on_day(3)).undone == []  # no night is lost by it


def test_a_site_that_went_silent_is_left_in_peace_and_asked_again_the_next_night(store):
    links = "".join(f"<a href=/{n}>x</a>" for n in range(30))
    pages = {f"/{n}": (502, {}, b"") for n in range(30)}
    pages["/"] = lambda headers, count: links if count == 1 else (502, {}, b"")
    with served(pages) as site:
        report = run_crawl(store, [site.base], options=on_day(0))
        line = f"{site.base} does not answer (502 Bad Gateway); 30 addresses wait for the next run"
        assert report.undone == [line]
        assert Counter(site.asked)["/"] == 1 + 3
        assert (len(site.asked), report.queued) == (10, 30)
        site.pages |= {"/": links, **{f"/{n}": PROSE for n in range(30)}}
        report = run_crawl(store, options=on_day(1))
        assert (report.undone, report.queued, report.fetched) == ([], 0, 31)


def test_a_site_that_comes_back_while_it_is_left_is_gone_on_with(store):
    links = "".join(f"<a href=/{n}>x</a>" for n in range(9))
    pages = {"/": lambda headers, count: (503, {}, b"") if count in (2, 3) else links}
    for n in range(9):
        pages[f"/{n}"] = lambda headers, count: (503, {}, b"") if count == 1 else PROSE
    with served(pages) as site:
        report = run_crawl(store, [site.base], options=QUICK)
        assert (report.undone, report.queued, report.fetched) == ([], 0, 10)


@pytest.mark.parametrize("bad", [(502, {}, b""), (503, {}, b""), (429, {}, b""), (500, {}, b"")])
def test_pages_that_fail_do_not_keep_others_from_their_turn(store, bad):
    names = [f"{letter}{n}" for letter in "am" for n in range(6)]
    pages = {"/": "".join(f"<a href=/{name}>x</a>" for name in names)}
    pages |= {f"/{name}": bad if name < "m" else PROSE for name in names}
    with served(pages) as site:
        report = run_crawl(store, [site.base], options=on_day(0))
        assert (report.fetched, len(report.failed), report.undone) == (7, 6, [])
        site.pages["/"] += "<a href=/z>A new one</a>"
        site.pages["/z"] = PROSE
        site.asked.clear()
        run_crawl(store, options=on_day(1))
        others = [path for path in site.asked if path not in ("/", "/robots.txt")]
        assert others[0] == "/z"  # what failed comes behind what was never asked for


def test_a_date_to_come_again_that_is_none_is_no_end(store):
    mad = "Mon, 99999999999999999999 Jan 2024 00:00:00 GMT"
    pages = newspaper(4) | {"/story?id=1": (503, {"Retry-After": mad}, b"")}
    with served(pages) as site:
        report = run_crawl(store, [site.base], options=on_day(0))
        assert (report.fetched, list(report.failed)) == (5, [f"{site.base}/story?id=1"])


def test_a_mistake_of_ours_costs_an_answer_and_no_more(store, monkeypatch):
    fetched = Frontier.fetched

    def fail(self, target, *rest, **options):
        if target.url.endswith("id=1"):
            raise IndexError("nobody foresaw it")
        return fetched(self, target, *rest, **options)

    monkeypatch.setattr(Frontier, "fetched", fail)
    with served(newspaper(4)) as site:
        report = run_crawl(store, [site.base], options=on_day(0))
        assert (report.fetched, list(report.failed)) == (5, [f"{site.base}/story?id=1"])
        assert run_crawl(store, options=on_day(0.5)).fetched == 2  # the start and the list
    monkeypatch.undo()


@pytest.mark.parametrize("ill", [500, 503])
def test_a_start_is_kept_though_its_rules_do_not_come(store, ill):
    with served(newspaper(4)) as one, served(newspaper(4)) as other:
        other.pages["/robots.txt"] = (ill, {}, b"")
        run_crawl(store, [one.base], options=on_day(0))
        (line,) = run_crawl(store, [other.base], options=on_day(0)).undone
        assert line.endswith(f". To mend it: backfile forget --site {other.base}")
        other.pages["/robots.txt"] = (404, {}, b"")
        run_crawl(store, options=on_day(1))
        assert {f"/story?id={n}" for n in range(4)} <= {*other.asked}


def test_a_night_with_a_wrong_clock_is_over_with_it(store):
    busy = (503, {"Retry-After": "7200"}, b"")
    with served(newspaper(4) | {"/story?id=0": (404, {}, b""), "/story?id=1": busy}) as site:
        run_crawl(store, [site.base], options=on_day(3650))
        site.pages |= {f"/story?id={n}": newspaper(4)[f"/story?id={n}"] for n in (0, 1)}
        site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /x")
        report = run_crawl(store, options=on_day(0))
        assert report.undone == []
        assert {Counter(site.asked)[path] for path in ("/robots.txt", "/story?id=0", "/story?id=1")} == {2}


def test_an_answer_that_nothing_changed_is_none_where_nothing_came_before(store):
    with served({"/": "<a href=/story>x</a>", "/story": (304, {}, b"")}) as site:
        report = run_crawl(store, [site.base], options=on_day(0))
        assert (report.fetched, report.not_modified) == (1, 0)
        assert state(store, site, "/story") == ("failed", "304 Not Modified")


def test_a_site_is_well_where_any_of_its_starts_is(store):
    names = [f"/{n}" for n in range(6)]
    pages = {"/b/": "".join(f"<a href={name}>The story {name}</a>" for name in names)}
    pages |= {"/a/": (503, {}, b""), **dict.fromkeys(names, (503, {}, b""))}
    with served(pages) as site:
        report = run_crawl(store, [f"{site.base}/a/", f"{site.base}/b/"], options=on_day(0))
        assert not any("does not answer" in line for line in report.undone)


def test_pages_that_hang_do_not_stop_a_site(store):
    def hang(headers, count):
        over.wait(PATIENCE)
        return PROSE

    over = threading.Event()
    names = ["a1", "a2", "a3", "b"]
    pages = {"/": "".join(f"<a href=/{name}>x</a>" for name in names), "/b": PROSE}
    with served(pages | {f"/{name}": hang for name in names[:3]}) as site:
        options = replace(on_day(0), timeout=0.3)
        report = run_crawl(store, [site.base], options=options)
        assert (report.fetched, report.undone) == (2, [])
        assert set(report.failed.values()) == {"no answer within 0.3 s"}
        over.set()


@pytest.mark.parametrize(
    "ill",
    [
        {"/robots.txt": (500, {}, b"")},
        {"/robots.txt": (429, {"Retry-After": "3600"}, b"")},
        {"/": (503, {"Retry-After": "3600"}, b"")},
        {"/": (301, {"Location": "http://127.0.0.2:1/"}, b"")},
        {},
    ],
)
def test_the_trouble_of_one_site_is_none_of_another_one(store, ill):
    with served(newspaper(4)) as well:
        with served(newspaper(4) | ill) as other:
            address = other.base
            if ill:
                report = run_crawl(store, [address, well.base], options=QUICK)
        if not ill:  # its server is gone
            report = run_crawl(store, [address, well.base], options=QUICK)
        assert len(report.undone) == 1 and report.undone[0].startswith(address)
        assert {f"/story?id={n}" for n in range(4)} <= set(well.asked)


def test_a_slow_page_is_given_up(store):
    over = threading.Event()

    def slow(headers, count):
        over.wait(PATIENCE)
        return 200, {"Content-Type": "text/html"}, "late"

    with served({"/": "<a href=/slow>x</a>", "/slow": slow}) as site:
        report = run_crawl(
            store, [site.base], options=CrawlOptions(delay=0, retry_wait=0, timeout=1)
        )
        over.set()
        assert report.failed == {f"{site.base}/slow": "no answer within 1 s"}


def test_traps_are_named_and_never_entered(store):
    pages = {
        "/": "<a href=/a/b/a/b/a/b>x</a><a href=/cal/2099/01/>y</a><a href=/p.pdf>z</a><a href=http://x.example/>w</a>"
    }
    with served(pages) as site:
        report = run_crawl(store, [site.base], options=QUICK)
        assert site.asked == ["/robots.txt", "/"]
        assert report.refused == {
            "path repeats itself": 1, "calendar of the far future": 1, "no page by its name (.pdf)": 1,
        }  # fmt: skip


def test_a_page_with_a_link_in_a_noscript_does_not_end_the_crawl(store):
    row = "<li><a href='/news/{0}.html'>Headline of story {0}</a> May {0}, 2012</li>"
    stories = "".join(row.format(number) for number in range(1, 12))
    pages = {f"/news/{n}.html": f"<h1>{n}</h1>{PROSE}" for n in (*range(1, 12), 99)}
    start = f"<ul>{stories}</ul><noscript><a href='/news/99.html'>x</a></noscript>"
    with served({"/": start, **pages}) as site:
        assert run_crawl(store, [site.base], options=QUICK).fetched == 13


def test_headers_that_are_no_text_do_not_end_the_crawl(store):
    odd = {"Content-Type": "text/html; charset=\xff\xfe", "ETag": '"\xff"', "Last-Modified": "\xfe"}
    pages = {"/": (200, odd, f"<a href=/a>a</a><a href=/b>b</a>{PROSE}"), "/b": PROSE}
    pages["/a"] = (200, {"Content-Type": "\xff/\xff"}, b"x")
    with served(pages) as site:
        report = run_crawl(store, [site.base], options=QUICK)
        assert (report.fetched, sum(report.refused.values())) == (2, 1)
        assert run_crawl(store, options=QUICK).fetched == 1


def test_robots_of_another_site_are_not_asked_for(store):
    with served({"/robots.txt": "User-agent: *"}) as other, served({"/": PROSE}) as site:
        site.pages["/robots.txt"] = (302, {"Location": f"{other.base}/robots.txt"}, b"")
        report = run_crawl(store, [site.base], options=QUICK)
        assert "redirects to another site" in report.undone[0]
        assert (site.asked, other.asked) == (["/robots.txt"] * 3, [])


class Endless(dict):
    """A site of ever new addresses, each page like the others but for its numbers."""

    def get(self, path, default):
        if path in self:
            return self[path]
        number = int("".join(filter(str.isdigit, path)) or 0)
        return f"<h1>Part {number}</h1>{PROSE}<a href='/s/{number + 1}'>on</a><a href='/x{number}/y{number}'>there</a>"


def test_a_site_of_ever_new_addresses_is_left(store):
    with served({}) as site:
        site.pages = Endless(site.pages)
        report = run_crawl(store, [site.base], options=on_day(0, max_barren=20, max_pages=500))
        assert report.stopped is None and report.queued == 0
        assert 20 < report.fetched < 200
        assert any("a trap" in reason for reason in report.refused)
        assert run_crawl(store, options=on_day(1, max_barren=20, max_pages=500)).fetched < 10


@pytest.mark.parametrize("kind", ["calendar", "list", "sorted", "session"])
def test_a_trap_takes_few_requests_and_no_article(store, kind):
    def made_up(path):
        number = int("".join(filter(str.isdigit, path)) or 0)
        rows = "".join(f"<a href=/story?id={n}>The headline of a story</a> " for n in range(4))
        return {
            "calendar": f"<h1>Calendar</h1>{PROSE}<a href=/calendar/{number // 12}/{number % 12 + 1}>on</a>",
            "list": f"{PROSE}<ul>{rows}</ul><a rel=next href=/list?page={number + 1}>Older</a>",
            "sorted": f"{PROSE}{rows}<a href=/list?sort={number + 1}>by {number}</a>",
            "session": f"{PROSE}{rows}<a href=/s{number + 1}/list>on</a>",
        }[kind]

    class MadeUp(dict):
        def get(self, path, default):
            return self[path] if path in self else made_up(path)

    first = {
        "calendar": "/calendar/1/1", "list": "/list?page=1", "sorted": "/list?sort=1",
        "session": "/s1/list",
    }[kind]  # fmt: skip
    pages = newspaper(40) | {"/": f"<a href=/list?page=0>x</a><a href={first}>y</a>"}
    for n in range(40):
        pages[f"/story?id={n}"] += f"<p>{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}</p>"
    pages |= {path.replace("/list?page=", "/all?page="): page.replace("/list?page=", "/all?page=")
              for path, page in newspaper(40).items() if path.startswith("/list")}  # fmt: skip
    pages["/"] += "<a href=/all?page=0>z</a>"
    with served(pages) as site:
        site.pages = MadeUp(site.pages)
        report = run_crawl(store, [site.base], options=on_day(0, max_barren=20, max_pages=900))
        assert {f"/story?id={n}" for n in range(40)} <= {*site.asked}
        assert report.undone == [] and report.queued == 0
        assert len(set(site.asked) - set(pages)) <= 45
        site.asked.clear()
        run_crawl(store, options=on_day(1, max_barren=20, max_pages=900))
        assert len(set(site.asked) - set(pages)) <= 20


@pytest.mark.parametrize(
    ("first", "made_up"),
    [
        ("/cal/1/1", "<h1>{0}</h1><a href=/cal/{1}/{0}>on</a> <a href=/>Home</a>"),
        ("/map/1.xml", "<sitemapindex><sitemap><loc>/map/{1}.xml</loc></sitemap></sitemapindex>"),
    ],
    ids=["empty months", "sitemaps of sitemaps"],
)
def test_pages_of_few_words_that_lead_to_their_own_kind_alone_are_a_trap(store, first, made_up):
    class MadeUp(dict):
        def get(self, path, default):
            if path in self:
                return self[path]
            number = int(path.removesuffix(".xml").split("/")[2])
            kind = "application/xml" if "xml" in path else "text/html"
            return 200, {"Content-Type": kind}, made_up.format(number, number + 1)

    pages = {"/robots.txt": "Sitemap: /map/1.xml", "/": f"<a href={first}>more</a>"}
    with served(pages) as site:
        site.pages = MadeUp(site.pages)
        report = run_crawl(store, [site.base], options=on_day(0, max_barren=20, max_pages=500))
        made = [path for path in site.asked if path not in pages]
        assert len(made) <= 22 and report.queued == 0
        assert any("a trap" in reason for reason in report.refused)


def test_framesets_are_no_trap(store):
    frames = {f"/frame/{n}": f"<frameset><frame src=/text/{n}></frameset>" for n in range(40)}
    turns = {f"/frame/{n}": f"<a href=/frame/{n + 1}>on</a>" for n in range(40)}
    pages = {path: frames[path] + turns[path] for path in frames}
    with served({"/": "<a href=/frame/0>begin</a>", **pages}) as site:
        run_crawl(store, [site.base], options=on_day(0, max_barren=5))
        assert {*pages, *(f"/text/{n}" for n in range(40))} <= {*site.asked}


def test_a_chain_without_an_end_is_walked_for_as_many_pages_as_may_be_alike(store):
    chain = {f"/{n}": f"<h1>Part {n}</h1>{PROSE}<a href='/{n + 1}'>on</a>" for n in range(50)}
    with served({"/": "<a href='/0'>begin</a>", **chain}) as site:
        for number in range(3):
            site.asked.clear()
            run_crawl(store, [site.base], options=on_day(number, max_barren=20, refresh_days=0))
            assert len([url for url in site.asked if url in chain]) == (20 if number == 0 else 1)


def test_a_trap_is_tried_by_one_page_a_month_and_left_when_it_says_something(store):
    chain = {f"/{n}": f"<h1>Part {n}</h1>{PROSE}<a href='/{n + 1}'>on</a>" for n in range(90)}
    with served({"/": "<a href='/0'>begin</a>", **chain}) as site:

        def walked(number):
            site.asked.clear()
            run_crawl(store, [site.base], options=on_day(number, max_barren=20))
            return [url for url in site.asked if url in chain and url != "/0"]  # it says something

        assert len(walked(0)) == 19
        assert [len(walked(number)) for number in (40, 41, 80, 120)] == [1, 0, 1, 1]
        news = "<a href=/news/1>The headline of a story</a>"
        site.pages |= {url: page + news for url, page in chain.items()}
        assert len(walked(160)) == 11  # one says something: ten more are tried
        site.pages |= {url: page + "<a href=/70>70</a>" for url, page in chain.items()}
        assert len(walked(200)) == 1  # of the trap's kind, and new
        site.pages |= dict.fromkeys(chain, f"<h1>Soon back</h1>{prose('a bad night')}")
        assert len(walked(240)) < 20
        site.pages |= {url: page + prose(url) for url, page in chain.items()}
        assert len(walked(280)) == 89


@pytest.mark.parametrize(
    "says", ["the same for ever", "another text each night", "the number of the night"]
)
def test_pages_of_a_trap_that_are_held_are_tried_by_few(store, says):
    """They have one text, and are held as a wall is; what is held is asked for each night."""

    def night(number):
        site.asked.clear()
        changes = says == "another text each night"
        text = prose(number if changes else "always")
        text += f"<p>This is night {number}.</p>" if says == "the number of the night" else ""
        site.pages |= {
            f"/day/{n}": f"<h1>Calendar</h1>{text}<a href=/day/{n + 1}>on</a>" for n in range(300)
        }
        run_crawl(store, [site.base], options=on_day(number, max_barren=40))
        clean_pages(store, waiting=True)
        return sum(path.startswith("/day/") for path in site.asked)

    with served({"/": "<a href=/day/0>Calendar</a>"}) as site:
        assert night(0) == 40
        assert store.held.open()
        asking = account_of(store, f"{site.base}/day/5", on_day(1)).asking
        assert asking.again.startswith("one of its kind with the first run from 2026-03-")
        assert max(night(number) for number in range(1, 12)) <= 12
        assert [*store.articles()] == []
        site.pages |= {f"/day/{n}": f"<h1>Day {n}</h1>{prose(n)}" for n in range(300)}
        run_crawl(store, [site.base], options=on_day(12, max_barren=40))
        clean_pages(store, waiting=True)
        assert len([*store.articles()]) >= 39  # what a bad night made one is told apart again


def test_a_trap_to_which_new_addresses_lead_each_night_is_told_by_few_from_then_on(store):
    """As those of a session do, of which each night has its own."""

    def night(number):
        site.asked.clear()
        chain = {f"/day/{n}?k={number}": f"<a href=/day/{n + 1}?k={number}>on</a>" for n in range(99)}
        site.pages |= {url: f"<h1>Calendar</h1>{prose('always')}{on}" for url, on in chain.items()}
        site.pages["/"] = f"<a href=/day/0?k={number}>Calendar</a>"
        run_crawl(store, [site.base], options=on_day(number, max_barren=40))
        return sum(path.startswith("/day/") for path in site.asked)

    with served({}) as site:
        assert night(0) == 40
        assert max(night(number) for number in range(1, 4)) <= 12
        news = {f"/day/{n}?k=5": f"<h1>Day {n}</h1>{prose(n)}" for n in range(50)}
        site.pages |= news | {"/": "".join(f"<a href={url}>a day</a>" for url in news)}
        run_crawl(store, [site.base], options=on_day(5, max_barren=40))
        assert set(news) <= set(site.asked)


def test_a_run_that_names_no_bound_has_one(store, monkeypatch):
    monkeypatch.setattr("corpus.crawling.report.MAX_PAGES", 7)
    with served(newspaper()) as site:
        report = run_crawl(store, [site.base], options=QUICK)
        assert (report.requests, report.queued > 0) == (7, True)
        assert report.stopped.startswith("7 pages, the most of one run")


def test_two_sites_in_one_corpus(store):
    with served(newspaper(4)) as one, served(newspaper(8)) as two:
        report = run_crawl(store, [one.base, two.base], options=QUICK)
        assert report.fetched == 6 + 11
        assert run_crawl(store, options=QUICK).fetched == 2 + 3  # each site's start page and lists


@pytest.mark.parametrize("wrong", ["paper", "ftp://paper.example/", ""])
def test_no_address(store, wrong):
    with pytest.raises(BackfileError, match="is not a web address"):
        run_crawl(store, [wrong], options=QUICK)
    with pytest.raises(BackfileError, match="no site was crawled yet"):
        run_crawl(store, options=QUICK)


def test_a_corpus_is_crawled_once_at_a_time_by_whatever_name(store, tmp_path):
    (linked := tmp_path / "linked.db").symlink_to(store.path)
    with ArticleStore(linked) as other, served(newspaper(1)) as site:
        with exclusive(crawl_lock(store.path), "crawling"), pytest.raises(Busy):
            run_crawl(other, [site.base], options=QUICK)
        assert site.asked == []


def test_one_crawl_at_a_time(store):
    with (
        exclusive(crawl_lock(store.path), "crawling"),
        pytest.raises(Busy, match=r"is crawling \(process \d+\)"),
    ):
        run_crawl(store, ["http://127.0.0.1:1/"], options=QUICK)


def test_a_crawl_within_a_running_loop_and_thread(store):
    with served(newspaper(4)) as site:
        found = []
        thread = threading.Thread(
            target=lambda: found.append(run_crawl(store, [site.base], options=QUICK))
        )
        thread.start()
        thread.join()
        assert found[0].fetched == 6


CRAWL = """
import os, signal, sys
from pathlib import Path
from corpus.crawling.crawl import CrawlOptions, run_crawl
from corpus.store.store import ArticleStore
store = ArticleStore(Path(sys.argv[1]))
left = int(sys.argv[4])
def count(sql):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
if left:
    store.db.set_trace_callback(count)
report = run_crawl(store, [sys.argv[2]], options=CrawlOptions(delay=float(sys.argv[3])))
print(report.fetched, report.stopped)
"""


def start(tmp_path, site, *, delay=0.0, statements=0):
    """A crawl in a process of its own; it kills itself when it comes to that many SQL
    statements."""
    command = [
        sys.executable,
        "-c",
        CRAWL,
        str(tmp_path / "corpus.db"),
        site.base,
        str(delay),
        str(statements),
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(site, count):
    deadline = time.monotonic() + PATIENCE
    while len(site.asked) < count:
        assert time.monotonic() < deadline, f"only {len(site.asked)} requests"
        time.sleep(0.0005)


@pytest.mark.parametrize("kills", [3, *long(12)])
def test_killed_again_and_again_it_loses_nothing(tmp_path, kills):
    chance = random.Random(20)
    pages = newspaper(60, per_list=10)
    with served(pages) as site:
        for _ in range(kills):
            process = start(tmp_path, site, statements=chance.randint(20, 90))
            _, err = process.communicate(timeout=PATIENCE)
            assert (process.returncode, err) == (-signal.SIGKILL, "")
        with ArticleStore(tmp_path / "corpus.db") as store:
            assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            # else the last kill came too late to show anything
            assert Frontier(store, site.base).count_queued() > 0
            report = run_crawl(store, [site.base], options=QUICK)
            assert (report.queued, report.failed, report.refused) == (0, {}, {})
            expected = sorted(set(pages) - {"/robots.txt"})
            assert sorted(fetched_paths(store, site)) == expected
            asked = Counter(site.asked)
            del asked["/robots.txt"]
            assert sum(asked.values()) <= len(expected) + kills  # at most the page in flight
            assert store.db.execute(
                "SELECT count(*) FROM urls WHERE state != 'done'"
            ).fetchone() == (0,)


def test_ctrl_c_ends_after_the_page_in_flight(tmp_path):
    with served(newspaper(150, per_list=10)) as site:
        process = start(tmp_path, site, delay=0.2)
        wait_for(site, 4)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (0, "")
        assert out.split() == [str(len(site.asked) - 1), "interrupted"]


def test_ctrl_c_ends_a_long_wait(tmp_path):
    with served(newspaper(4)) as site:
        process = start(tmp_path, site, delay=4 * PATIENCE)
        wait_for(site, 1)
        wait_until_idle(process)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out.split()) == (0, ["0", "interrupted"])


def test_the_lock_falls_with_its_holder(tmp_path):
    holder = "import sys, time; from pathlib import Path; from corpus.lock import crawl_lock, exclusive\n"
    holder += "with exclusive(Path(sys.argv[1]), 'at it'):\n    print('held', flush=True); time.sleep(600)"
    path = tmp_path / "lock"
    process = subprocess.Popen(
        [sys.executable, "-c", holder, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    with (
        pytest.raises(Busy, match=f"another Backfile process is at it .process {process.pid}."),
        exclusive(path, "x"),
    ):
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    with exclusive(path, "x"):
        assert path.read_text() == f"x (process {os.getpid()})"


def test_crawl_is_a_coroutine_too(store):
    with served(newspaper(4)) as site:
        assert asyncio.run(crawl(store, [site.base], options=QUICK)).fetched == 6


def test_of_each_address_is_known_where_it_was_found_and_when_its_turn_was(store):
    pages = {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, "Sitemap: /map.xml"),
        "/": "<a href=/a>The first story of some length</a> <a href=/x.pdf>A file</a>",
        "/map.xml": (404, {}, b""),
        "/a": (301, {"Location": "/b"}, b""),
        "/b": PROSE + "<a href=/slow>Slow</a><a href=/>Home</a>",
        "/slow": (503, {}, b""),
    }
    with served(pages) as site:
        run_crawl(store, [site.base], options=on_day(0))
        rows = store.db.execute("SELECT url, found_on, turn_at FROM urls").fetchall()
        assert {
            url.removeprefix(site.base): (on and on.removeprefix(site.base), at)
            for url, on, at in rows
        } == {
            "/": (None, BEGUN.isoformat()),
            "/a": ("/", BEGUN.isoformat()),
            "/b": ("/a", BEGUN.isoformat()),
            "/map.xml": ("/robots.txt", BEGUN.isoformat()),
            "/slow": ("/b", BEGUN.isoformat()),
            "/x.pdf": ("/", None),
        }
        site.pages["/slow"] = PROSE + "<a href=/a>The first story</a>"
        run_crawl(store, options=on_day(2))
        sql = "SELECT found_on, turn_at FROM urls WHERE url = ?"
        later = (BEGUN + timedelta(2)).isoformat()
        assert store.db.execute(sql, (f"{site.base}/slow",)).fetchone() == (f"{site.base}/b", later)
        assert store.db.execute(sql, (f"{site.base}/a",)).fetchone()[0] == f"{site.base}/"
