"""Pages that ask not to be indexed: counted and told, and followed where people say so."""

import gzip
import json
from datetime import UTC, datetime

import pytest
from nightly_paper import story
from test_corpus_crawl import on_day, served

from corpus.article import Page
from corpus.cleaning.site.rules import SiteRule
from corpus.crawling.crawl import run_crawl
from corpus.files.warc import read_warc
from corpus.intake.intake import clean_pages
from corpus.outcome import Code
from corpus.page.noindex import HEADER, META, asks_no_index
from corpus.store.store import ArticleStore
from tests.shell import backfile

ASKS = '<meta name="robots" content="noindex, follow">'
FOLLOW = {"127.0.0.1": SiteRule(noindex="follow")}
HTML = {"Content-Type": "text/html"}


def page(body, robots=None, kind="text/html"):
    moment = datetime(2024, 5, 6, tzinfo=UTC)
    return Page("http://p.test/1", body.encode(), kind, None, moment, robots=robots)


def asking(number):
    return ASKS + story(number)


def paper():
    rows = "".join(
        f"<li><a href='/{n}'>The headline of the story {n}</a></li>" for n in range(1, 5)
    )
    return {
        "/": f"<ul>{rows}</ul>",
        "/1": story(1),
        "/2": asking(2),
        "/3": (200, {**HTML, "X-Robots-Tag": "noindex"}, story(3)),
        "/4": (200, {**HTML, "X-Robots-Tag": "googlebot: noindex"}, story(4)),
    }


@pytest.fixture
def store(tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        yield store


def paths(store, site):
    return sorted(one.url.removeprefix(site.base) for one in store.articles())


@pytest.mark.parametrize(
    ("body", "by"),
    [
        (ASKS, META), ("<META CONTENT='NOINDEX' NAME=ROBOTS>", META),
        ("<meta name=robots content=none>", META), ("<meta name=backfile content=noindex>", META),
        ("<meta name=googlebot content=noindex>", None), ("<meta name=robots content=nofollow>", None),
        (f"<!-- {ASKS} --><p>x", None), ("<meta name=description content='noindex'>", None),
        ("<meta name=robots content='max-image-preview:none, follow'>", None),
        ("<p>noindex</p>", None), ("", None),
    ],
)  # fmt: skip
def test_what_a_meta_element_asks(body, by):
    assert asks_no_index(page(f"<html><head>{body}</head><body>x</body></html>")) == by


def test_a_page_in_another_coding_asks_as_well():
    body = f"<html><head>{ASKS}</head></html>".encode("utf-16")
    moment = datetime(2024, 5, 6, tzinfo=UTC)
    assert asks_no_index(Page(None, body, "text/html", "utf-16", moment)) == META


@pytest.mark.parametrize(
    ("header", "by"),
    [
        ("noindex", HEADER), ("NoFollow, NOINDEX", HEADER), ("none", HEADER),
        ("googlebot: noindex", None), ("googlebot: noindex, nofollow", None),
        ("googlebot: nofollow\nnoindex", HEADER), ("Backfile: noindex", HEADER),
        ("googlebot: noindex, backfile: noindex", HEADER), ("max-snippet: 20, noindex", HEADER),
        ("unavailable_after: 25 Jun 2010 15:00:00 PST", None), ("all", None), ("", None),
    ],
)  # fmt: skip
def test_what_a_header_asks(header, by):
    assert asks_no_index(page("<p>x", header)) == by
    assert asks_no_index(page("x", header, kind="text/plain")) == by


def test_it_is_counted_and_the_pages_are_articles_all_the_same(store):
    with served(paper()) as site:
        run_crawl(store, [site.base], options=on_day(0))
        report = clean_pages(store, waiting=True)
        assert paths(store, site) == ["/1", "/2", "/3", "/4"]
        assert (report.noindex, report.unheeded, store.count_no_index()) == (2, 2, 2)


def test_it_is_followed_where_people_say_so_and_taken_back(store):
    with served(paper()) as site:
        run_crawl(store, [site.base], options=on_day(0))
        report = clean_pages(store, waiting=True, rules=FOLLOW)
        assert paths(store, site) == ["/1", "/4"]
        assert (report.noindex, report.unheeded) == (2, 0)
        told = store.outcome(store.standing(f"{site.base}/3"))
        assert (told.code, str(told)) == (
            Code.NO_INDEX, "it asks not to be indexed, by its X-Robots-Tag header",
        )  # fmt: skip
        clean_pages(store)
        assert paths(store, site) == ["/1", "/2", "/3", "/4"]
        clean_pages(store, rules=FOLLOW)
        assert paths(store, site) == ["/1", "/4"]


def test_a_page_that_begins_to_ask_is_followed_at_once_and_counted(store):
    """Nothing else of it changed, so it is no nonsense that would have to be held."""
    with served(paper()) as site:
        run_crawl(store, [site.base], options=on_day(0))
        clean_pages(store, waiting=True, rules=FOLLOW)
        site.pages["/1"] = asking(1)
        site.pages["/4"] = (200, {**HTML, "X-Robots-Tag": "noindex"}, story(4))  # to the byte
        run_crawl(store, options=on_day(1, refresh_days=0))
        report = clean_pages(store, waiting=True, rules=FOLLOW)
        assert paths(store, site) == [] and report.held == 0
        assert store.count_no_index() == 4
        site.pages["/4"] = story(4)
        run_crawl(store, options=on_day(2, refresh_days=0))
        clean_pages(store, waiting=True, rules=FOLLOW)
        assert paths(store, site) == ["/4"] and store.count_no_index() == 3


def test_a_wall_that_asks_not_to_be_indexed_is_held_all_the_same(store):
    with served(paper()) as site:
        run_crawl(store, [site.base], options=on_day(0))
        clean_pages(store, waiting=True, rules=FOLLOW)
        site.pages["/1"] = f"<head>{ASKS}</head><p>Back soon.</p>"
        run_crawl(store, options=on_day(1, refresh_days=0))
        assert clean_pages(store, waiting=True, rules=FOLLOW).held == 1
        assert paths(store, site) == ["/1", "/4"]


def test_a_warc_keeps_what_the_header_asked(tmp_path):
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Robots-Tag: noindex\r\n\r\n<p>x"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://p.test/1\r\n"
        "WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    path = tmp_path / "one.warc.gz"
    path.write_bytes(gzip.compress(head.encode() + answer + b"\r\n\r\n"))
    (found,) = read_warc(path)
    assert asks_no_index(found) == HEADER


# -- on the command line


def test_it_is_said_by_crawl_status_and_why(tmp_path, capsys):
    with served(paper()) as site:
        assert backfile(tmp_path, "crawl", site.base, "--delay", 0) == 0
        asking = "  noindex: 2 pages ask not to be indexed; 2 of them held an article all the same"
        assert asking in capsys.readouterr().out.splitlines()
        backfile(tmp_path, "status")
        assert "  noindex  2 pages ask not to be indexed" in capsys.readouterr().out
        backfile(tmp_path, "why", f"{site.base}/3")
        told = "  noindex   its X-Robots-Tag header asks for that, which is not followed"
        assert told in capsys.readouterr().out.splitlines()
        (tmp_path / "backfile.toml").write_text('[site."127.0.0.1"]\nnoindex = "follow"\n')
        assert backfile(tmp_path, "clean") == 0
        out = capsys.readouterr().out
        assert "  it asks not to be indexed, by its meta element: 1 page" in out
        backfile(tmp_path, "why", f"{site.base}/2", "--json")
        found = json.loads(capsys.readouterr().out)["page"]
        assert (found["noindex"], found["outcome"]["code"]) == (META, "no-index")


def test_what_is_no_such_setting_is_told(tmp_path, capsys):
    (tmp_path / "backfile.toml").write_text('[site."127.0.0.1"]\nnoindex = true\n')
    assert backfile(tmp_path, "status") == 1
    assert 'noindex must be "ignore" or "follow", not True' in capsys.readouterr().err
