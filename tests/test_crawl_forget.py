"""What people have forgotten: starts, addresses, sites; and articles, when they ask for it."""

import json
import os
import pty
import shlex

import pytest
from nightly_paper import MAINTENANCE, night, paper
from nightly_paper import STORIES as STORIES_OF_NIGHTS
from test_corpus_crawl import PROSE, newspaper, served

from corpus.crawling.starts import known_starts
from corpus.lock import crawl_lock, exclusive
from corpus.store.store import ArticleStore
from tests.shell import PATIENCE, backfile, start

STORIES = 3


@pytest.fixture
def site():
    with served(newspaper(STORIES)) as site:
        yield site


@pytest.fixture
def data(tmp_path, site, capsys):
    """The data of a paper that was crawled, by a start that is right."""
    assert backfile(tmp_path, "crawl", site.base, "--delay", "0") == 0
    capsys.readouterr()
    return tmp_path


def opened(data):
    return ArticleStore(data / "corpus.db", create=False)


def known(data):
    with opened(data) as store:
        return {url for (url,) in store.db.execute("SELECT url FROM urls")}


def counts(data):
    """Of articles and of pages."""
    with opened(data) as store:
        pages = store.db.execute("SELECT count(*) FROM fetches").fetchone()[0]
        return len(list(store.articles())), pages


def told(capsys):
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("start", ["/mistyped", "/old?section=3&view=all"])
def test_the_command_that_a_start_that_did_not_come_is_named_with_mends_it(start, tmp_path, capsys):
    with served({"/": (404, {}, b"")}) as site:
        assert backfile(tmp_path, "crawl", site.base + start, "--delay", "0") == 1
        assert backfile(tmp_path, "crawl", "--delay", "0") == 1
        line = capsys.readouterr().err.splitlines()[-1]
        program, *words = shlex.split(line.partition("To mend it: ")[2])
        assert (program, words) == ("backfile", ["forget", site.base + start])
        assert backfile(tmp_path, *words) == 0
        assert f"No start any more: {site.base}{start}" in capsys.readouterr().out
        assert known(tmp_path) == set()


def test_update_is_well_again_once_a_mistyped_start_is_forgotten(data, site, capsys):
    with served({}) as other:
        assert backfile(data, "crawl", f"{other.base}/editorails", "--delay", "0") == 1
        assert backfile(data, "update", "--delay", "0") == 1
        assert backfile(data, "forget", f"{other.base}/editorails") == 0
        assert backfile(data, "update", "--delay", "0") == 0
    with opened(data) as store:
        assert known_starts(store) == [f"{site.base}/"]
    assert counts(data)[0] == STORIES


def test_a_start_is_forgotten_with_its_address_and_all_else_stays(data, site, capsys):
    before, pages = known(data), counts(data)
    assert backfile(data, "forget", site.base, "--json") == 0
    assert told(capsys) == {"starts": [f"{site.base}/"], "addresses": 1, "articles": [], "kept": 0}
    assert known(data) == before - {f"{site.base}/"} and counts(data) == pages
    site.asked.clear()
    assert backfile(data, "update", "--delay", "0") == 0 and site.asked == []
    assert backfile(data, "crawl", site.base, "--delay", "0") == 0  # and it may begin again
    assert known(data) == before and counts(data) == pages


def test_a_start_that_is_an_article_is_an_address_like_others_then(tmp_path, capsys):
    with served(newspaper(STORIES)) as site:
        for path in ("/", "/story?id=1"):
            assert backfile(tmp_path, "crawl", site.base + path, "--delay", "0") == 0
        assert backfile(tmp_path, "forget", f"{site.base}/story?id=1") == 0
        assert "1 address of articles stay" in capsys.readouterr().out
        with opened(tmp_path) as store:
            assert known_starts(store) == [f"{site.base}/"]
            sql = "SELECT kind FROM urls WHERE url = ?"
            assert store.db.execute(sql, (f"{site.base}/story?id=1",)).fetchone()[0] == "page"
        asked = []
        for _ in range(2):
            site.asked.clear()
            assert backfile(tmp_path, "update", "--delay", "0") == 0
            asked.append("/story?id=1" in site.asked)
        assert asked == [True, False]  # as a start it was due; now it rests as pages do
    assert counts(tmp_path)[0] == STORIES


def test_an_address_that_is_linked_is_found_again(data, site):
    pages = counts(data)
    gone = f"{site.base}/list?page=0"
    assert backfile(data, "forget", gone) == 0 and gone not in known(data)
    assert backfile(data, "crawl", "--delay", "0") == 0
    assert gone in known(data) and counts(data) == pages


def test_articles_stay_unless_they_are_asked_for(data, site, capsys):
    pages = counts(data)
    assert backfile(data, "forget", "--site", site.base) == 0
    out = capsys.readouterr().out
    assert "2 addresses forgotten\n" in out and "3 addresses of articles stay" in out
    assert known(data) == {f"{site.base}/story?id={n}" for n in range(STORIES)}
    assert counts(data) == pages
    with opened(data) as store:
        assert known_starts(store) == []
        assert store.db.execute("SELECT count(*) FROM hosts").fetchone()[0] == 0


def test_articles_are_taken_down_as_the_store_does_and_may_be_put_back(data, site, capsys):
    _, pages = counts(data)
    pattern = f"{site.base}/story?id=[12]"
    assert backfile(data, "forget", "--matching", pattern, "--articles", "--yes", "--json") == 0
    answer = told(capsys)
    assert (answer["addresses"], len(answer["articles"])) == (2, 2)
    assert counts(data) == (1, pages)
    assert backfile(data, "crawl", "--delay", "0") == 0  # its list leads to both again
    assert counts(data) == (1, pages)
    assert backfile(data, "remove", answer["articles"][0], "--undo") == 0
    assert counts(data) == (2, pages)


def test_nobody_is_asked_where_there_is_no_article(data, site):
    assert backfile(data, "forget", site.base, "--articles") == 0


def test_without_a_terminal_articles_need_a_yes(data, site, capsys):
    before = known(data)
    assert backfile(data, "forget", "--site", site.base, "--articles") == 1
    err = capsys.readouterr().err
    assert "3 articles would be taken down; nothing was changed. To mend it:" in err
    assert known(data) == before and counts(data)[0] == STORIES


@pytest.mark.parametrize(("typed", "code", "left"), [(b"y\n", 0, 0), (b"n\n", 1, STORIES)])
def test_on_a_terminal_a_person_is_asked(data, site, typed, code, left):
    ours, theirs = pty.openpty()
    command = ("forget", "--site", site.base, "--articles", "--data", data)
    with start(*command, stdin=theirs) as process:
        os.write(ours, typed)
        _, err = process.communicate(timeout=PATIENCE)
    os.close(ours)
    os.close(theirs)
    assert b"3 articles would be taken down. Do it?" in err
    assert (process.returncode, counts(data)[0]) == (code, left)


def test_an_address_is_meant_however_it_is_written(tmp_path, capsys):
    with ArticleStore(tmp_path / "corpus.db") as store:
        for url in ("https://www.paper.invalid/a", "http://other.invalid/x?sid=7f3a9c2e1b4d8f60"):
            store.db.execute("INSERT INTO starts (url, host) VALUES (?, ?)", (url, url))
    assert backfile(tmp_path, "forget", "http://PAPER.invalid:80/a#top") == 0
    # it was known before its parameter was dropped
    assert backfile(tmp_path, "forget", "http://other.invalid/x?sid=7f3a9c2e1b4d8f60") == 0
    with opened(tmp_path) as store:
        assert known_starts(store) == []


@pytest.mark.parametrize("site", ["paper.invalid", "https://paper.invalid", "www.paper.invalid/x"])
def test_a_site_is_meant_by_its_name(tmp_path, site):
    with ArticleStore(tmp_path / "corpus.db") as store:
        for url in ("http://www.paper.invalid/a", "http://paper.invalid.other/"):
            store.db.execute("INSERT INTO starts (url, host) VALUES (?, ?)", (url, url))
        store.db.execute(
            "INSERT INTO hosts (name, moved_to) VALUES "
            "('http://www.paper.invalid', NULL), ('http://old.invalid', 'http://www.paper.invalid')"
        )
    assert backfile(tmp_path, "forget", "--site", site) == 0
    with opened(tmp_path) as store:
        assert known_starts(store) == ["http://paper.invalid.other/"]
        assert store.db.execute("SELECT count(*) FROM hosts").fetchone()[0] == 0


def test_the_old_address_of_an_article_is_that_of_an_article(tmp_path, capsys):
    pages = {"/": "<a href=/old>The first story of some length</a>", "/old": PROSE}
    with served(pages) as site:
        assert backfile(tmp_path, "crawl", site.base, "--delay", "0") == 0
        site.pages |= {"/old": (301, {"Location": "/new"}, b""), "/new": PROSE}
        arguments = ("--delay", "0", "--refresh-days", "0")
        assert backfile(tmp_path, "crawl", *arguments) == 0
        assert backfile(tmp_path, "crawl", *arguments) == 0
        capsys.readouterr()
        assert backfile(tmp_path, "forget", f"{site.base}/old", "--json") == 0
        assert told(capsys)["kept"] == 1 and f"{site.base}/old" in known(tmp_path)
        assert backfile(tmp_path, "forget", f"{site.base}/old", "--articles", "--yes") == 0
    assert counts(tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["http://paper.invalid/"], "nothing is known of http://paper.invalid/"),
        (["--matching", "*/nowhere/*"], "nothing is known of */nowhere/*"),
        (["--site", "nowhere.invalid"], "nothing is known of nowhere.invalid"),
        (["a harbour"], "'a harbour' is not a web address"),
        (["http://me:secret@paper.invalid/"], "a password in it is not crawled"),
    ],
)
def test_what_is_not_known_is_said_and_nothing_changed(data, site, arguments, why, capsys):
    before = known(data)
    assert backfile(data, "forget", f"{site.base}/", *arguments) == 1
    err = capsys.readouterr().err
    assert why in err and err.count("\n") == 1 and "secret" not in err
    assert known(data) == before


def test_no_crawl_is_disturbed(data, site, capsys):
    with opened(data) as store, exclusive(crawl_lock(store.path), "crawling"):
        assert backfile(data, "forget", site.base) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert f"{site.base}/" in known(data)


def test_something_has_to_be_named(data):
    assert backfile(data, "forget") == 2


def test_what_is_held_where_no_article_is_goes_with_its_address(tmp_path, capsys):
    wall = dict.fromkeys((f"/{number}.html" for number in STORIES_OF_NIGHTS), MAINTENANCE)
    with served(paper() | wall) as site:
        with ArticleStore(tmp_path / "corpus.db") as store:
            night(store, site)
            assert store.held.count() == len(STORIES_OF_NIGHTS)
        assert backfile(tmp_path, "forget", f"{site.base}/3.html") == 0
        assert backfile(tmp_path, "forget", "--site", site.base) == 0
        with opened(tmp_path) as store:
            assert store.held.all() == []
        assert backfile(tmp_path, "clean") == 0
