"""One address asked for now: as a crawl would ask, and without a crawl."""

import json
import socket
import time

import pytest
from nightly_paper import MAINTENANCE, paper, story
from test_corpus_crawl import PROSE, served

from corpus.crawling.starts import known_starts
from corpus.lock import crawl_lock, exclusive
from corpus.store.store import ArticleStore
from tests.shell import backfile

TEXT = {"Content-Type": "text/plain"}


def fetch(data, url, *arguments):
    return backfile(data, "fetch", url, "--delay", "0", *arguments)


def opened(data):
    return ArticleStore(data / "corpus.db", create=False)


def rows(data):
    """The known addresses: path, state, kind."""
    with opened(data) as store:
        found = store.db.execute("SELECT url, host, state, kind FROM urls").fetchall()
    return {url.removeprefix(host): (state, kind) for url, host, state, kind in found}


def titles(data):
    with opened(data) as store:
        return [article.title for article in store.articles()]


def test_one_address_is_asked_for_cleaned_and_told_of_and_no_crawl_begins_there(tmp_path, capsys):
    pages = {"/1.html": story(1) + "<a href='/2.html'>The Story of 2</a>", "/2.html": story(2)}
    with served(pages) as site:
        assert fetch(tmp_path, f"{site.base}/1.html") == 0
        captured = capsys.readouterr()
        assert ": fetched\n" in captured.out and "The Story of 1\n" in captured.out
        assert f"never, for no crawl begins at {site.base}" in captured.out
        assert site.asked == ["/robots.txt", "/1.html"]
        assert titles(tmp_path) == ["The Story of 1"]
        assert rows(tmp_path) == {"/1.html": ("done", "page")}  # what it links to is none of it
        with opened(tmp_path) as store:
            assert known_starts(store) == []
        assert backfile(tmp_path, "update") == 0
        assert site.asked == ["/robots.txt", "/1.html"]


def test_a_crawl_that_begins_there_later_finds_its_links(tmp_path):
    def page(headers, count):
        if headers["If-None-Match"]:
            return 304, {}, b""
        return 200, {"Content-Type": "text/html", "ETag": '"1"'}, paper([1, 2])["/"]

    with served(paper([1, 2]) | {"/": page}) as site:
        assert fetch(tmp_path, site.base) == 0
        assert backfile(tmp_path, "crawl", site.base, "--delay", "0") == 0
    assert sorted(titles(tmp_path)) == ["The Story of 1", "The Story of 2"]


def test_on_a_crawled_site_its_new_links_wait_for_the_next_crawl(tmp_path):
    with served(paper([1, 2])) as site:
        assert backfile(tmp_path, "crawl", site.base, "--delay", "0") == 0
        site.pages |= paper([1, 2, 3])
        assert fetch(tmp_path, site.base) == 0
        assert rows(tmp_path)["/3.html"] == ("queued", "page")
        assert rows(tmp_path)["/"] == ("done", "start")
        assert backfile(tmp_path, "crawl", "--delay", "0") == 0
        assert site.asked.count("/3.html") == 1
        site.asked.clear()
        assert fetch(tmp_path, f"{site.base}/3.html") == 0  # long before its turn
        assert site.asked == ["/3.html"]  # robots.txt is of today
    assert len(titles(tmp_path)) == 3


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ((404, {}, b""), "404 Not Found"),
        ((503, {}, b""), "503 Service Unavailable"),
        ((200, {"Content-Type": "video/mp4"}, b"x"), "not a page but video/mp4"),
        ((302, {"Location": "http://127.0.0.2:1/"}, b""), "http://127.0.0.2:1: another site"),
    ],
)
def test_what_did_not_come_is_said_with_its_reason(page, why, tmp_path, capsys):
    with served({"/1.html": page}) as site:
        assert fetch(tmp_path, f"{site.base}/1.html") == 1
        err = capsys.readouterr().err
        assert why in err and err.count("\n") == 1
        assert site.asked.count("/1.html") == 1


def test_robots_is_obeyed(tmp_path, capsys):
    rules = (200, TEXT, "User-agent: *\nDisallow: /private\nCrawl-delay: 0.3")
    with served({"/robots.txt": rules, "/private/1": PROSE, "/1": PROSE}) as site:
        assert fetch(tmp_path, f"{site.base}/private/1") == 1
        assert "did not come: robots.txt forbids it" in capsys.readouterr().err
        assert rows(tmp_path)["/private/1"][0] == "refused"
        with opened(tmp_path) as store, store.transaction() as db:
            db.execute("DELETE FROM hosts")
        begun = time.monotonic()
        assert fetch(tmp_path, f"{site.base}/1") == 0
        assert time.monotonic() - begun >= 0.3  # it waited, however busy the machine is
        assert site.asked == ["/robots.txt", "/robots.txt", "/1"]


@pytest.mark.parametrize("status", [500, 503])
def test_without_robots_nothing_is_asked_for(status, tmp_path, capsys):
    with served({"/robots.txt": (status, {"Retry-After": "3600"}, b""), "/1": PROSE}) as site:
        assert fetch(tmp_path, f"{site.base}/1") == 1
        assert "/robots.txt could not be read" in capsys.readouterr().err
        assert fetch(tmp_path, f"{site.base}/1") == 1  # nor is it then, until it may be
        assert "asks to be left alone until" in capsys.readouterr().err
        assert site.asked == ["/robots.txt"]


def test_what_is_refused_by_its_form_is_not_asked_for(tmp_path, capsys):
    with served({"/a.pdf": PROSE}) as site:
        assert fetch(tmp_path, f"{site.base}/a.pdf") == 1
        captured = capsys.readouterr()
        assert "did not come: no page by its name (.pdf)" in captured.err
        assert "it would be: no page by its name (.pdf)" in captured.out
        assert site.asked == [] and rows(tmp_path) == {}


def test_the_sites_own_headers_and_cookies_are_sent(tmp_path, monkeypatch):
    def page(headers, count):
        let_in = headers["Authorization"] == "Bearer 0123" and headers["Cookie"] == "in=1"
        return (200, {"Content-Type": "text/html"}, story(1)) if let_in else (403, {}, b"")

    (tmp_path / "backfile.toml").write_text(
        '[site."127.0.0.1"]\nheaders = {Authorization = "Bearer 0123"}\ncookies = {in = "1"}\n'
    )
    monkeypatch.chdir(tmp_path)
    with served({"/1": page}) as site:
        assert fetch(tmp_path, f"{site.base}/1") == 0
    assert titles(tmp_path) == ["The Story of 1"]


def test_what_has_not_changed_came_too(tmp_path, capsys):
    def page(headers, count):
        if headers["If-None-Match"]:
            return 304, {}, b""
        return 200, {"Content-Type": "text/html", "ETag": '"1"'}, story(1)

    with served(paper([1]) | {"/1.html": page}) as site:
        assert backfile(tmp_path, "crawl", site.base, "--delay", "0") == 0
        capsys.readouterr()
        assert fetch(tmp_path, f"{site.base}/1.html") == 0
        assert ": not modified\n" in capsys.readouterr().out


def test_an_answer_that_is_nonsense_is_held(tmp_path, capsys):
    with served(paper()) as site:
        assert backfile(tmp_path, "crawl", site.base, "--delay", "0") == 0
        site.pages["/1.html"] = MAINTENANCE
        capsys.readouterr()
        assert fetch(tmp_path, f"{site.base}/1.html", "--json") == 0
        told = json.loads(capsys.readouterr().out)
    assert told["came"] and told["held"]["days"] and told["article"]["title"] == "The Story of 1"


def test_a_start_is_asked_for_by_the_name_that_its_site_takes(tmp_path, monkeypatch):
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: resolve("127.0.0.1", *rest, **more)
    )
    with served({}) as site:
        port = site.base.rpartition(":")[2]
        assert backfile(tmp_path, "crawl", f"http://www.paper.test:{port}/", "--delay", "0") == 1

        def front(headers, count):
            if headers["Host"].startswith("www."):
                return 301, {"Location": f"http://paper.test:{port}/"}, b""
            return 200, {"Content-Type": "text/html"}, story(1)

        site.pages["/"] = front
        assert fetch(tmp_path, f"http://www.paper.test:{port}/") == 0
        with opened(tmp_path) as store:
            assert known_starts(store) == [f"http://paper.test:{port}/"]
        assert rows(tmp_path) == {"/": ("done", "start")}


def test_no_crawl_is_disturbed(tmp_path, capsys):
    with served({"/1": PROSE}) as site:
        with (
            ArticleStore(tmp_path / "corpus.db") as store,
            exclusive(crawl_lock(store.path), "crawling"),
        ):
            assert fetch(tmp_path, f"{site.base}/1") == 1
        assert capsys.readouterr().err.count("\n") == 1 and site.asked == []


def test_what_is_no_web_address_makes_no_corpus(tmp_path, capsys):
    assert fetch(tmp_path, "a harbour") == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "corpus.db").exists()
