"""What one run asks for of all that is queued, and that the rest waits for another run."""

import json
from dataclasses import replace
from datetime import date

import pytest
from test_corpus_crawl import PROSE, QUICK, on_day, served, state

from corpus.crawling.crawl import run_crawl
from corpus.crawling.narrowed import Narrowed
from corpus.crawling.scope import read_patterns
from corpus.page.url_days import latest_url_day
from corpus.store.store import ArticleStore
from tests.shell import backfile

XML = {"Content-Type": "application/xml"}


def sitemap(*entries, root="urlset", one="url"):
    """A sitemap of addresses, each with the day of its last change or None."""
    told = "".join(
        f"<{one}><loc>{url}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{one}>"
        for url, day in entries
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return (200, XML, f'<?xml version="1.0"?><{root} xmlns="{space}">{told}</{root}>')


def robots(*sitemaps):
    lines = "".join(f"Sitemap: {url}\n" for url in sitemaps)
    return (200, {"Content-Type": "text/plain"}, f"User-agent: *\nDisallow:\n{lines}")


def paper():
    """A front page with six stories of which two are named by a sitemap, beside one it alone has."""
    rows = "".join(
        f"<li><a href='/2024/0{n}/1{n}/story'>The headline of story {n}</a></li>"
        for n in range(1, 7)
    )
    return {
        "/": f"<ul>{rows}<li><a href='/about-the-harbour'>A story without a day</a></li></ul>",
        "/about-the-harbour": PROSE,
        "/hidden": PROSE,
        **{f"/2024/0{n}/1{n}/story": f"{PROSE}<p>Story {n}.</p>" for n in range(1, 7)},
    }


STORIES = [f"/2024/0{n}/1{n}/story" for n in range(1, 7)]


def narrowed(day=0, only=(), **fields):
    return on_day(day, narrowed=Narrowed(only=read_patterns("--only", list(only)), **fields))


def asked(site):
    return sorted({*site.asked} - {"/robots.txt"})


@pytest.fixture
def store(tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        yield store


# -- only


def test_only_asks_for_the_start_and_what_matches_and_the_rest_waits(store):
    with served(paper()) as site:
        report = run_crawl(store, [site.base], options=narrowed(only=["regex:/2024/0[12]/.*"]))
        assert asked(site) == ["/", *STORIES[:2]]
        assert report.left_out == {"not among what --only names": 5} and report.queued == 0
        assert not report.refused and state(store, site, STORIES[2])[0] == "queued"
        site.asked.clear()
        rest = run_crawl(store, options=on_day(1))
        assert asked(site) == ["/", *STORIES[2:], "/about-the-harbour"]
        assert not rest.left_out


def test_only_narrows_what_the_file_includes(store):
    with served(paper()) as site:
        options = narrowed(only=["prefix:/2024/02/", "prefix:/about"])
        chosen = replace(options.only, include=read_patterns("i", ["prefix:/2024/"]))
        run_crawl(store, [site.base], options=replace(options, only=chosen))
        assert asked(site) == ["/", STORIES[1]]


def test_what_was_queued_before_is_left_out_as_well_also_after_a_kill(store):
    with served(paper()) as site:
        run_crawl(store, [site.base], options=replace(QUICK, max_pages=1))
        options = replace(narrowed(only=["prefix:/2024/03/"]), max_pages=1)
        run_crawl(store, options=options)
        store.db.execute("UPDATE urls SET priority = priority + 100 WHERE url LIKE '%/04/%'")
        site.asked.clear()
        run_crawl(store, options=QUICK)
        assert {*STORIES, "/about-the-harbour"} <= {*site.asked}


def test_each_run_that_is_narrow_counts_what_it_leaves_out(store):
    with served(paper()) as site:
        for day in range(3):
            report = run_crawl(store, [site.base], options=narrowed(day, only=["prefix:/none"]))
            assert report.left_out.total() == 7 and report.queued == 0
        assert asked(site) == ["/"]


# -- since


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2024/05/07/story", date(2024, 5, 7)), ("/2024/05/story", date(2024, 5, 31)),
        ("/2024/2/story", date(2024, 2, 29)), ("/opinion/2023/12/", date(2023, 12, 31)),
        ("/wp-content/uploads/2024/05/story", None), ("/2024/story", None), ("/story", None),
        ("/2024/13/story", None), ("/2024/05", date(2024, 5, 31)),
    ],
)  # fmt: skip
def test_the_latest_day_that_an_address_allows(path, day):
    assert latest_url_day(f"http://p.test{path}") == day


def test_since_a_day_older_articles_wait_and_what_says_nothing_is_asked_for(store):
    with served(paper()) as site:
        report = run_crawl(store, [site.base], options=narrowed(since=date(2024, 4, 14)))
        assert asked(site) == ["/", *STORIES[3:], "/about-the-harbour"]
        assert report.left_out == {"from before 2024-04-14, as its address says": 3}
        assert state(store, site, STORIES[0])[0] == "queued"


def test_a_list_and_a_sitemap_say_days_too(store):
    pages = {
        "/": "<ul>"
        + "".join(
            f"<li><a href='/story?id={n}'>The headline of story {n}</a> May {n}, 2011</li>"
            for n in range(1, 9)
        )
        + "</ul>",
        **{f"/story?id={n}": f"{PROSE}<p>Story {n}.</p>" for n in range(1, 9)},
        "/changed": PROSE, "/unchanged": PROSE, "/unknown": PROSE,
    }  # fmt: skip
    with served(pages) as site:
        site.pages["/robots.txt"] = robots(f"{site.base}/map.xml")
        site.pages["/map.xml"] = sitemap(
            (f"{site.base}/changed", "2011-05-06T10:00:00Z"), (f"{site.base}/unchanged", "2011-04"),
            (f"{site.base}/old", "2011-04-30"), (f"{site.base}/unknown", None),
        )  # fmt: skip
        report = run_crawl(store, [site.base], options=narrowed(since=date(2011, 5, 6)))
        young = [f"/story?id={n}" for n in (6, 7, 8)]
        assert asked(site) == ["/", "/changed", "/map.xml", *young, "/unchanged", "/unknown"]
        assert report.left_out == {
            "from before 2011-05-06, as the page says that links to it": 5,
            "from before 2011-05-06, as its sitemap says": 1,
        }


# -- sitemaps alone


def test_sitemaps_alone_are_asked_for_and_what_they_name(store):
    with served(paper()) as site:
        site.pages["/robots.txt"] = robots(f"{site.base}/index.xml")
        site.pages["/index.xml"] = sitemap(
            (f"{site.base}/map.xml", None), root="sitemapindex", one="sitemap"
        )
        site.pages["/map.xml"] = sitemap(
            (f"{site.base}/hidden", None), (f"{site.base}{STORIES[0]}", "2024-01-11")
        )
        site.pages["/hidden"] += "<a href='/about-the-harbour'>A story without a day</a>"
        report = run_crawl(store, [site.base], options=narrowed(sitemaps_only=True))
        assert asked(site) == [STORIES[0], "/hidden", "/index.xml", "/map.xml"]
        assert report.left_out == {"no sitemap names it": 2} and not report.undone


def test_what_the_front_page_led_to_first_is_named_by_a_sitemap_as_well(store):
    with served(paper()) as site:
        run_crawl(store, [site.base], options=replace(QUICK, max_pages=1))
        site.pages["/sitemap.xml"] = sitemap((f"{site.base}{STORIES[4]}", None))
        site.asked.clear()
        for day in (1, 3):  # the second time it is known from the first
            run_crawl(store, options=narrowed(day, sitemaps_only=True))
            assert asked(site) == [STORIES[4], "/sitemap.xml"]


def test_a_site_without_a_sitemap_says_so(store):
    with served(paper()) as site:
        report = run_crawl(store, [site.base], options=narrowed(sitemaps_only=True))
        assert asked(site) == ["/sitemap.xml"]
        assert report.undone == [
            f"no sitemap of {site.base} came, so no page of it was asked for. "
            f"To mend it: backfile crawl {site.base}/"
        ]


def test_a_start_may_be_a_sitemap_or_a_feed(store):
    feed = "".join(
        f"<item><title>A story of the feed</title><link>{{base}}/{n}</link></item>" for n in (1, 2)
    )
    pages = {"/1": PROSE, "/2": PROSE, "/3": PROSE + "<a href='/4'>A headline of a story</a>"}
    with served(pages) as site:
        told = f"<rss><channel>{feed.format(base=site.base)}</channel></rss>"
        site.pages["/feed/"] = (200, {"Content-Type": "application/rss+xml"}, told)
        site.pages["/all.xml"] = sitemap(
            (f"{site.base}/part.xml", None), root="sitemapindex", one="sitemap"
        )
        site.pages["/part.xml"] = sitemap((f"{site.base}/3", None))
        run_crawl(store, [f"{site.base}/feed/"], options=QUICK)
        assert asked(site) == ["/1", "/2", "/feed/"]
        site.asked.clear()
        run_crawl(store, [f"{site.base}/all.xml"], options=narrowed(sitemaps_only=True))
        assert asked(site) == ["/3", "/all.xml", "/part.xml"]


# -- on the command line


def test_a_dry_run_says_why_each_address_is_left_out(tmp_path, capsys):
    with served(paper()) as site:
        backfile(tmp_path, "crawl", site.base, "--delay", 0, "--max-pages", 1)
        capsys.readouterr()
        options = ("--only", "glob:/2024/*", "--since", "2024-03-01")
        assert backfile(tmp_path, "crawl", "--dry-run", *options) == 0
        out = capsys.readouterr().out.splitlines()
        for path in STORIES[2:]:
            assert site.base + path in out
        why = "from before 2024-03-01, as its address says"
        assert f"  not {site.base}{STORIES[0]} ({why})" in out
        assert f"  not {site.base}/about-the-harbour (not among what --only names)" in out
        assert f"  left for another run: 2 ({why})" in out
        new = tmp_path / "new"
        assert backfile(new, "crawl", site.base, "--dry-run", "--sitemaps-only", "--json") == 0
        told = json.loads(capsys.readouterr().out)
        assert told["planned"] == [f"{site.base}/sitemap.xml"]
        assert told["kept_out"][f"{site.base}/"] == "no sitemap names it"
        assert told["left_out"] == {"no sitemap names it": 1}


def test_update_is_narrowed_as_crawl_is(tmp_path, capsys):
    with served(paper()) as site:
        backfile(tmp_path, "crawl", site.base, "--delay", 0, "--max-pages", 1)
        assert backfile(tmp_path, "update", "--delay", 0, "--since", "2024-06-01") == 0
        assert asked(site) == ["/", STORIES[5], "/about-the-harbour"]
        assert "  left for another run: 5 (from before 2024-06-01" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "value", "code"), [("--since", "yesterday", 2), ("--only", "/2024/", 1)]
)
def test_what_is_no_day_or_no_pattern_is_told(tmp_path, capsys, option, value, code):
    assert backfile(tmp_path, "crawl", "http://127.0.0.1:1/", option, value) == code
    assert value in capsys.readouterr().err
