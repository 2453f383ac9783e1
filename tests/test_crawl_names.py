"""A site with and without `www.` is one site, whatever name it is given by."""

import socket
from collections import Counter

import pytest
from test_corpus_crawl import PROSE, newspaper, on_day

from corpus.crawling.crawl import run_crawl
from corpus.crawling.starts import known_starts, present_site
from corpus.intake.intake import clean_pages
from tests.served_site import served


@pytest.fixture
def names(monkeypatch):
    """The site under two names, each as a base."""
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: resolve("127.0.0.1", *rest, **more)
    )
    with served(newspaper(12) | {"/": newspaper(12)["/"] + "<a href=/a>A</a><a href=/b>B</a>"}) as site:
        port = site.base.rpartition(":")[2]
        yield site, f"http://paper.test:{port}", f"http://www.paper.test:{port}"


@pytest.mark.parametrize("together", [True, False])
def test_a_site_by_two_names_is_crawled_and_there_once(store, names, together):
    site, bare, www = names
    reports = [
        run_crawl(store, starts, options=on_day(day))
        for day, starts in enumerate([[bare, www]] if together else [[bare], [www]])
    ]
    line = f"{www} is {bare}, which is crawled already: it is one site"
    assert (reports[-1].notes, reports[-1].undone) == ([line], [])
    assert max(count for path, count in Counter(site.asked).items() if "story" in path) == 1
    assert known_starts(store) == [f"{bare}/"] and present_site(store, www) == bare
    clean_pages(store, waiting=True)
    assert len(list(store.articles())) == 12
    report = run_crawl(store, [www], options=on_day(5))
    assert report.notes == report.undone == []


def test_another_start_by_the_other_name_is_one_of_the_site(store, names):
    site, bare, www = names
    site.pages["/older"] = newspaper(40)["/list?page=1"] + '<a href="/story?id=77">x</a>'
    site.pages["/story?id=77"] = PROSE
    run_crawl(store, [bare], options=on_day(0))
    run_crawl(store, [f"{www}/older"], options=on_day(1))
    assert known_starts(store) == [f"{bare}/", f"{bare}/older"]
    assert site.asked.count("/story?id=77") == 1


def test_a_parked_name_and_one_of_a_site_that_is_down_are_sites_of_their_own(store, names):
    site, bare, www = names
    pages = site.pages["/"]

    def parked(headers, count):
        body = "<a href=/>x</a><a href=/buy>Buy this name</a>"
        return 200, {"Content-Type": "text/html"}, pages if headers["Host"].startswith("p") else body

    site.pages["/"] = parked
    assert run_crawl(store, [bare, www], options=on_day(0)).notes == []
    assert known_starts(store) == [f"{bare}/", f"{www}/"]


def test_a_site_that_is_at_its_other_name_alone_now_goes_by_that(store, names):
    site, bare, www = names
    run_crawl(store, [bare], options=on_day(0))
    clean_pages(store, waiting=True)
    pages = site.pages["/"]
    site.pages["/"] = lambda headers, count: (
        (404, {}, b"") if headers["Host"].startswith("p")
        else (200, {"Content-Type": "text/html"}, pages)
    )  # fmt: skip
    run_crawl(store, options=on_day(1))
    report = run_crawl(store, [www], options=on_day(2))
    assert (report.notes, report.fetched > 12) == ([], True)
    clean_pages(store, waiting=True)
    assert {article.url.startswith(www) for article in store.articles()} == {True}
    assert len(list(store.articles())) == 12
