"""The log, from the side of who reads it: what is told, what never is, and that it stops no
work."""

import ast
import json
import logging
import os
import re
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from corpus.article import Page
from corpus.crawling import answers
from corpus.event import event
from corpus.intake import page_cleaner
from corpus.intake.intake import clean_pages
from corpus.lock import exclusive
from corpus.store.store import ArticleStore
from index import generations, open_indexer
from search import Request, open_searcher, parse
from tests.newsroom import found_a_paper
from tests.server import ask, serving
from tests.shell import PATIENCE, ROOT, backfile, call, copy_of_demo, start
from tests.test_corpus_crawl import PROSE, served
from web import create_app
from web.base import log
from web.base.config import Settings
from web.commands import terminal
from web.pages import search

STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00"


@pytest.fixture
def data(tmp_path):
    return copy_of_demo(tmp_path / "data")


@pytest.fixture(autouse=True)
def _quiet():
    yield
    log.configure(Settings())


def said(err):
    """What stands on standard error, but for how far the work is, which a slow machine says more
    often."""
    return "".join(
        line
        for line in err.splitlines(True)
        if not re.fullmatch(r"[a-z ]+: [\d,]+( of [\d,]+)?\n", line)
    )


def name_crawler(data):
    """Set an address at which sites reach us: without one a crawl has a complaint."""
    (data / "backfile.toml").write_text('user_agent = "Backfile/0.1 (+http://p.test/)"')


def events(err):
    """The objects of a log in JSON, and nothing else is in it."""
    return [json.loads(line) for line in said(err).splitlines()]


def named(err, name):
    return [told for told in events(err) if told["event"] == name]


# -- who hears it


def test_it_is_quiet_unless_asked(data, capsys):
    assert backfile(data, "index", "--rebuild") == 0
    assert backfile(data, "search", "zzzqq") == 0
    assert said(capsys.readouterr().err) == ""
    assert backfile(data, "remove", "nosuchid", "--reason", "x") == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_nothing_leaks_where_nobody_configures_it():
    code = "import logging, corpus, index, search, web\n" + "".join(
        f"logging.getLogger('{name}.part').error('heard by nobody')\n" for name in log.PACKAGES
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("before", [("-v",), ()])
def test_a_line_for_people(before, data):
    after = () if before else ("-v",)
    code, out, err = call(*before, "index", "--rebuild", "--data", data, *after)
    assert code == 0 and "Generation 000002 is live." in out
    assert re.fullmatch(
        rf"{STAMP} info index\.embedded: generation 000002 is live instead of 000001: articles 69, [\d.]+ s\n",
        said(err),
    )


def test_a_json_line_has_the_promised_fields(data):
    code, _, err = call("index", "--rebuild", "--data", data, "-v", "--log-json")
    (told,) = events(err)
    assert code == 0 and told.pop("seconds") > 0
    assert datetime.fromisoformat(told.pop("at")).utcoffset() == timedelta(0)
    assert told.pop("message").startswith("generation 000002")
    assert told == {"level": "info", "logger": "index.embedded", "event": "generation-switched",
                    "generation": "000002", "instead_of": "000001", "articles": 69}  # fmt: skip


def test_the_level_may_be_set_like_any_setting(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    data = copy_of_demo(tmp_path / "backfile-data")
    (tmp_path / "backfile.toml").write_text("log_level = 'info'\nlog_json = true\n")
    for more, heard in (((), 1), (("--log-level", "quiet"), 0), (("--no-log-json",), 1)):
        assert backfile(data, "search", "zzzqq", *more) == 0
        err = capsys.readouterr().err
        assert err.count("\n") == heard
        assert err.startswith("{") == (heard and not more)
    monkeypatch.setenv("BACKFILE_LOG_LEVEL", "quiet")
    assert backfile(data, "search", "zzzqq") == 0
    assert capsys.readouterr().err == ""
    assert backfile(data, "config", "-v", "-v", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["log_level"] == {
        "value": "debug",
        "source": "--log-level",
        "help": told["log_level"]["help"],
    }
    assert told["log_json"]["value"] is True


@pytest.mark.parametrize(
    ("name", "value"), [("log_level", "loud"), ("log_json", "perhaps"), ("log_slow", "soon")]
)
def test_a_wrong_value_is_one_line(name, value, tmp_path):
    (tmp_path / "backfile.toml").write_text(f"{name} = '{value}'\n")
    code, out, err = call("status", "-v", cwd=tmp_path)
    assert (code, out) == (1, "") and f"{name} must be" in err and err.count("\n") == 1


# -- index


def test_going_back_is_a_switch_too(data, capsys):
    backfile(data, "index", "--rebuild")
    assert backfile(data, "index", "--rollback", "-v", "--log-json") == 0
    (told,) = events(capsys.readouterr().err)
    assert (told["event"], told["generation"], told["instead_of"]) == (
        "generation-switched",
        "000001",
        "000002",
    )


def test_an_indexing_process_that_stops_is_told_with_its_traceback(data, monkeypatch, capfd):
    monkeypatch.setattr("index.embedded.worker_count", lambda articles, memory: 2)
    corpus = data / "corpus.db"
    with ArticleStore(corpus) as store:
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        corpus.rename(data / "away.db")  # only who has it open can read it
        log.configure(Settings(log_level="info", log_json=True))
        open_indexer(data / "index", codec="arrays", memory_mb=800).rebuild(store)
    failed, switched = events(capfd.readouterr().err)
    assert (failed["event"], failed["level"], failed["processes"]) == ("crew-failed", "error", 2)
    assert "there is no corpus" in failed["traceback"]
    assert switched["event"] == "generation-switched"


def test_a_new_generation_that_cannot_be_opened_is_told_and_the_old_one_answers(data, capsys):
    with closing(open_searcher(data / "index")) as searcher:
        assert backfile(data, "index", "--rebuild") == 0
        next((data / "index" / "generations" / "000002").glob("*.arrays")).write_bytes(
            b"nothing of ours"
        )
        log.configure(Settings(log_level="info", log_json=True))
        assert searcher.search(Request(parse("peace"))).total > 0
    (told,) = events(capsys.readouterr().err)
    assert (told["event"], told["level"], told["generation"]) == (
        "generation-unusable",
        "error",
        "000001",
    )
    assert "IndexDamaged" in told["traceback"]


# -- crawl


HOSTILE = {
    "/": '<a href="/story">A story of some length</a> <a href="http://elsewhere.invalid/x">Another site</a>'
    '<a href="mailto:editor@paper.invalid">Write</a> <a href="//me:secret@paper.invalid/">In</a>'
    '<a href="/hidden" rel="nofollow">Hidden</a>'
    '<a href="/picture.jpg">A picture</a> <a href="/a/b/a/b/a/b">Round</a> <a href="/private">Private</a>'
    f'<a href="/many?{"&".join(f"p{n}=1" for n in range(20))}">Many</a> <a href="/gone">Gone</a>'
    '<a href="/2999/01/">The far future</a> <a href="/film">A film</a> <a href="/away">Away</a>'
    '<a href="/closed">Closed</a><a href="/odd\x1b[2J\u2028line">Odd</a><a href="javascript:go(\n1)">Go</a>'
    f'<a href="/{"x" * 1200}">Long</a> <a href="/{"d/" * 1 + "/".join("abcdefghijklmnopqrst")}">Deep</a>',
    "/robots.txt": (
        200,
        {"Content-Type": "text/plain"},
        "User-agent: *\nDisallow: /private\nSitemap: ftp://x/\n",
    ),
    "/story": f"<h1>The story</h1>{PROSE}<a href='/deeper'>The next story</a>",
    "/film": (200, {"Content-Type": "video/mp4"}, b"x"),
    "/away": (302, {"Location": "http://elsewhere.invalid/"}, b""),
    "/closed": '<meta name="robots" content="nofollow"><a href="/behind">Behind it</a>',
}


def test_each_address_that_is_not_asked_for_is_told_with_the_reason(tmp_path):
    name_crawler(tmp_path)
    with served(HOSTILE) as site:
        code, _, err = call("crawl", site.base, "--data", tmp_path, "--delay", 0, "-vv", "--log-json")
        assert code == 0
        reasons = {
            told["url"].removeprefix(site.base): told["reason"]
            for told in named(err, "url-refused")
        }
        pages = {told["on"] for told in named(err, "url-refused")}
        assert pages >= {f"{site.base}/", None}
        (ignored,) = named(err, "links-ignored")
        assert ignored["url"] == f"{site.base}/closed" and "robots" in ignored["reason"]
        (ended,) = named(err, "crawl-ended")
        assert ended["site"] == site.base and ended["stopped"] is None
        assert (ended["asked"], ended["fetched"], ended["failed"]) == (8, 3, 0) and ended[
            "refused"
        ] >= 9
        asked = set(site.asked)
    wanted = {
        "http://elsewhere.invalid/x": "another site",
        "mailto:…": "not an address of the web",
        "…": "not an address of the web",
        "javascript:go(\n1)": "not an address of the web",
        "/hidden": "the link asks not to be followed",
        "/picture.jpg": "no page by its name (.jpg)",
        "/a/b/a/b/a/b": "path repeats itself",
        "/private": "robots.txt forbids it",
        "/2999/01/": "calendar of the far future",
        "/film": "not a page but video/mp4",
        "/gone": "404 Not Found",
    }
    assert {url: reasons.get(url) for url in wanted} == wanted
    assert "editor@" not in err and "secret" not in err
    every = " ".join(reasons.values())
    for reason in ("too many parameters", "address too long", "path too deep", "redirects to"):
        assert reason in every, reason
    assert not asked & {*wanted, "/behind"} - {"/film", "/gone"}


def test_a_site_that_does_not_answer_ends_with_the_reason(tmp_path):
    with served({"/": (503, {}, b"")}) as site:
        code, _, err = call(
            "crawl", site.base, "--data", tmp_path, "--delay", 0, "-vv", "--log-json"
        )
    assert code == 1
    *told, last = said(err).splitlines()
    assert last.startswith("backfile: ")
    failed, (ended,) = (named("\n".join(told), name) for name in ("url-failed", "crawl-ended"))
    assert {one["reason"] for one in failed} == {"503 Service Unavailable"}
    assert [one["tries"] for one in failed] == [1, 2, 3]
    assert ended["failed"] == 1 and "is not fetched: 503" in ended["stopped"]


def test_links_that_a_mistake_of_ours_costs_are_told(tmp_path, monkeypatch, capsys):
    def fail(page, **options):
        raise IndexError("nobody foresaw it")

    monkeypatch.setattr(answers, "find_links", fail)
    name_crawler(tmp_path)
    with served({"/": "<p>A page</p>"}) as site:
        assert backfile(tmp_path, "crawl", site.base, "--delay", "0", "-v", "--log-json") == 0
    _, _, unread, ended, _ = events(capsys.readouterr().err)
    assert (unread["event"], unread["url"]) == (
        "links-unread",
        f"{site.base}/",
    ) and "in fail" in unread["traceback"]
    assert ended["event"] == "crawl-ended"


def test_each_fetch_is_told_with_what_came_of_it(tmp_path):
    pages = {
        "/": "<a href=/old>A story that has moved elsewhere</a><a href=/gone>Gone</a>",
        "/old": (301, {"Location": "/new"}, b""),
        "/new": PROSE,
    }
    name_crawler(tmp_path)
    with served(pages) as site:
        code, _, err = call("crawl", site.base, "--data", tmp_path, "--delay", 0, "-v", "--log-json")
        told = named(err, "fetched")
        assert code == 0 and {one["level"] for one in told} == {"info"}
        assert all(one["seconds"] >= 0 for one in told)
        assert {
            one["url"].removeprefix(site.base): (one["status"], one["outcome"], one["bytes"])
            for one in told
        } == {
            "/robots.txt": (404, "status", 0),
            "/": (200, "fetched", len(pages["/"])),
            "/old": (301, "moved", len(PROSE)),
            "/gone": (404, "status", 0),
        }


# -- articles


def story(text, url="http://paper.invalid/story", title="The Ferry at Dawn"):
    body = f"<title>{title}</title><h1>{title}</h1>{text}".encode()
    return Page(url, body, "text/html", "utf-8", datetime.now(UTC))


def test_an_article_that_changes_or_goes_is_told(tmp_path, capsys):
    with ArticleStore(tmp_path / "corpus.db") as store:
        store.add_fetch(story(PROSE))
        clean_pages(store)
        log.configure(Settings(log_level="info", log_json=True))
        ident = next(store.articles()).id
        store.add_fetch(story(PROSE, title="The Ferry at Noon"))
        clean_pages(store)
        clean_pages(store)  # the same again is no change
        store.add_fetch(story("<p>Nothing.</p>"))
        clean_pages(store)
        (answer,) = store.held.open()
        store.held.take(answer.number)
        clean_pages(store)
    told = events(capsys.readouterr().err)
    ended = [one for one in told if one["event"] == "cleaning-ended"]
    assert [(one["articles"], one["changed"], one["held"]) for one in ended] == [
        (1, 1, 0), (1, 0, 0), (1, 0, 1), (0, 1, 0),
    ]  # fmt: skip
    replaced, held, withdrawn = (one for one in told if one not in ended)
    assert (held["event"], held["url"]) == ("answer-held", "http://paper.invalid/story")
    assert held["reason"] in withdrawn["reason"]
    assert (replaced["event"], replaced["changed"]) == ("article-replaced", ["title"])
    assert withdrawn["event"] == "article-withdrawn" and withdrawn["reason"]
    assert {told["id"] for told in (replaced, withdrawn)} == {ident}
    assert {told["url"] for told in (replaced, withdrawn)} == {"http://paper.invalid/story"}


def test_what_people_take_down_and_put_back_is_told(data, capsys):
    with ArticleStore(data / "corpus.db") as store:
        ident = next(store.articles()).id
    backfile(data, "remove", ident, "--reason", "An error", "-v", "--log-json")
    backfile(data, "remove", ident, "--undo", "-v", "--log-json")
    told = events(capsys.readouterr().err)
    assert [one["event"] for one in told] == [
        "article-removed", "article-restored",
    ]  # fmt: skip
    assert (told[0]["id"], told[0]["reason"], told[1]["id"]) == (ident, "An error", ident)


def test_what_is_shown_of_decisions_is_told(data, capsys):
    with ArticleStore(data / "corpus.db") as store:
        store.remove(next(store.articles()).id, "An error")
    backfile(data, "search", "water", "-v", "--log-json")
    (told,) = named(capsys.readouterr().err, "decisions-shown")
    assert (told["generation"], told["articles"]) == ("000001", 1)


def test_the_decisions_of_the_cleaner_are_those_that_extract_explains(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "story.html").write_bytes(
        story(f"<div class=menu><a href=/x>Home</a></div>{PROSE}").body
    )
    (pages / "empty.html").write_text("<p>Nothing.</p>")
    (tmp_path / "backfile.toml").write_text('[site."paper.invalid"]\nbyline = ".nobody"\n')
    base = ("--base-url", "http://paper.invalid/")
    _, out, _ = call("extract", pages, *base, "--explain", "--json", cwd=tmp_path)
    explained = next(one for one in map(json.loads, out.splitlines()) if "title" in one)
    for command in (("extract",), ("import", "--data", tmp_path / "data")):
        code, _, err = call(*command, pages, *base, "-vv", "--log-json", cwd=tmp_path)
        assert code == 1  # for one is empty
        err = "\n".join(line for line in err.splitlines() if line.startswith("{"))
        cleaned = named(err, "page-cleaned")
        assert {one["title_rule"] for one in cleaned} == {explained["provenance"]["title"]}
        assert {one["text_rule"] for one in cleaned} == {explained["provenance"]["body"]}
        left_out = {(one["text"], one["reason"]) for one in named(err, "line-left-out")}
        assert (
            left_out == {(one["text"], one["reason"]) for one in explained["left_out"]} and left_out
        )
        assert {(one["field"], one["selector"]) for one in named(err, "selector-missed")} == {
            ("byline", ".nobody")
        }
        (refused,) = named(err, "page-refused")
        assert "empty.html" in refused["url"] and "no article" in refused["reason"]


def test_a_mistake_of_ours_on_a_page_is_one_line_for_people_and_a_traceback_in_the_log(
    tmp_path, monkeypatch, capsys
):
    def fail(page, **more):
        raise KeyError("hostile\nfield \udcff")

    monkeypatch.setattr(page_cleaner, "clean", fail)
    with ArticleStore(tmp_path / "corpus.db") as store:
        store.add_fetch(story(PROSE))
    assert backfile(tmp_path, "clean", "-v", "--log-json") == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 2 and "a mistake in this program" in out and "Traceback" not in out
    (told,) = (one for one in events(err) if one["level"] == "error")
    assert (told["event"], told["url"]) == ("page-faulty", "http://paper.invalid/story")
    assert "KeyError" in told["traceback"] and "in fail" in told["traceback"]
    assert backfile(tmp_path, "clean") == 0
    assert said(capsys.readouterr().err) == ""


def test_a_damaged_page_is_told_with_its_traceback(data, capsys):
    with ArticleStore(data / "corpus.db") as store:
        (number,) = store.db.execute("SELECT fetch_id FROM articles LIMIT 1").fetchone()
        store.db.execute("UPDATE fetches SET body = x'00', outcome = NULL WHERE id = ?", (number,))
    assert backfile(data, "clean", "--waiting", "-v", "--log-json") == 1
    *log_, line = said(capsys.readouterr().err).splitlines()
    (told,) = named("\n".join(log_), "page-damaged")
    assert (
        told["page"] == number
        and "zlib.error" in told["traceback"]
        and line.startswith("backfile: page")
    )


def test_what_an_update_leaves_undone_is_told(data, capsys):
    with exclusive(data / "index" / "lock", "rebuilding the index"):
        backfile(data, "update", "--max-pages", 1, "--delay", 0, "-v", "--log-json")
    err = "\n".join(line for line in capsys.readouterr().err.splitlines() if line.startswith("{"))
    whats = [told["what"] for told in named(err, "left-undone") if "Busy" in told["traceback"]]
    assert whats == ["the pages were cleaned, but the index is behind"]


# -- answers


def test_what_found_nothing_is_told_without_its_words(data, capsys):
    for more, query in (((), None), (("--log-queries",), "zzzqq xxqyy")):
        assert backfile(data, "search", "zzzqq", "xxqyy", "-v", "--log-json", *more) == 0
        err = capsys.readouterr().err
        (told,) = events(err)
        assert (told["event"], told["page"], told["query"]) == (
            "answer-empty",
            "backfile search",
            query,
        )
        assert ("zzzqq" in err) == bool(more)


# of a server that has nothing to complain of at its start
QUIET = ("--base-url", "https://archive.example", "--staff-open")


def test_a_server_tells_slow_and_empty_answers_and_nothing_of_the_reader(data, tmp_path):
    where = ("--data", data, "--port", 0, "--workers", 2, *QUIET)
    tell = ("--log-level", "info", "--log-json", "--log-slow", "0")
    with (tmp_path / "log").open("wb") as file, serving_to(file, "serve", *where, *tell) as port:
        assert ask(port, "/search?q=peace").status == 200
        assert ask(port, "/search.json?q=zzzqq&author=Nobody").status == 200
        assert ask(port, "/search.csv?q=zzzqq").status == 200
        assert ask(port, "/draft", text="qwertzuiop yxcvbnm asdfgh").status == 200
        assert ask(port, "/browse").status == 200
    text = (tmp_path / "log").read_text()
    slow = [
        (one["page"], one["hits"]) for one in named(text, "answer-slow") if one["page"] != "healthz"
    ]
    assert ("search_json", 0) in slow and ("browse", None) in slow and ("draft", 0) in slow
    assert all(hits > 0 for page, hits in slow if page == "search") and len(slow) == 5
    assert [one["page"] for one in named(text, "answer-empty")] == [
        "search_json",
        "search_stream",
        "draft",
    ]
    for secret in ("127.0.0.1", "zzzqq", "Nobody", "qwertzuiop", "python", "peace"):
        assert secret not in text, secret


def test_a_server_tells_its_new_generation_and_the_words_when_it_is_told_to(data, tmp_path):
    tell = ("-v", "--log-json", "--log-queries")
    with (
        (tmp_path / "log").open("wb") as file,
        serving_to(file, "serve", "--data", data, "--port", 0, *QUIET, *tell) as port,
    ):
        ask(port, "/search?q=zzzqq")
        backfile(data, "index", "--rebuild")
        ask(port, "/draft", text="qwertzuiop yxcvbnm asdfgh")
    text = (tmp_path / "log").read_text()
    empty = [(one["page"], one["query"]) for one in named(text, "answer-empty")]
    assert empty == [("search", "zzzqq"), ("draft", None)]
    (opened,) = named(text, "generation-opened")
    assert (opened["generation"], opened["instead_of"]) == ("000002", "000001")
    assert "127.0.0.1" not in text and "qwertzuiop" not in text


class serving_to:
    """A server whose standard error is a file; its port."""

    def __init__(self, file, *arguments):
        self._serving = serving(*arguments, stderr=file)

    def __enter__(self):
        return self._serving.__enter__()[1]

    def __exit__(self, *exc):
        return self._serving.__exit__(*exc)


@pytest.mark.parametrize("level", ["quiet", "info"])
def test_a_mistake_while_answering_is_a_page_and_a_traceback_in_the_log(
    level, tmp_path, monkeypatch, capsys
):
    def fail(*arguments):
        raise KeyError("nobody foresaw it")

    app = create_app(found_a_paper(tmp_path))
    log.configure(Settings(log_level=level, log_json=True), unattended=True)
    monkeypatch.setattr(search, "chips", fail)
    reply = app.test_client().get(
        "/search?q=water", headers={"X-Forwarded-For": "203.0.113.9", "User-Agent": "Ferry"}
    )
    app.extensions["shelf"].close()
    assert reply.status_code == 500 and "KeyError" not in reply.get_data(as_text=True)
    err = capsys.readouterr().err
    (told,) = (one for one in events(err) if one["level"] == "error")
    assert (told["event"], told["page"], told["level"]) == ("answer-failed", "search", "error")
    assert "nobody foresaw it" in told["traceback"] and "in fail" in told["traceback"]
    assert not any(secret in err for secret in ("203.0.113.9", "Ferry", "127.0.0.1"))


def test_a_damaged_corpus_is_an_error_and_a_missing_index_is_not(tmp_path, capsys):
    paper = found_a_paper(tmp_path)
    app = create_app(paper)
    log.configure(paper, unattended=True)
    generations.Generations(paper.index).pointer.unlink()
    assert app.test_client().get("/search?q=water").status_code == 503
    assert capsys.readouterr().err == ""
    paper.corpus.write_bytes(paper.corpus.read_bytes()[:4096] + b"\xa5" * 8192)
    for end in ("-wal", "-shm"):
        paper.corpus.with_name(f"{paper.corpus.name}{end}").unlink(missing_ok=True)
    app.extensions["shelf"].close()
    assert app.test_client().get("/search?q=water").status_code == 503
    err = capsys.readouterr().err
    assert "search cannot be answered" in err and "sqlite3.DatabaseError" in err
    app.extensions["shelf"].close()


# -- errors of commands


def test_a_mistake_in_a_command_is_one_line_and_its_traceback_is_in_the_log(
    data, monkeypatch, capsys
):
    def fail(*arguments, **more):
        raise TypeError("nobody\nforesaw it")

    monkeypatch.setattr("corpus.store.calendar.tally", fail)
    assert backfile(data, "status") == 1
    err = capsys.readouterr().err
    assert err == (
        "backfile: a mistake in this program (TypeError: nobody foresaw it); what was stored before is safe; "
        "to see where it is: the same command again with -v\n"
    )
    assert backfile(data, "status", "-v") == 1
    log_, line = capsys.readouterr().err.rsplit("\n", 2)[:2]
    assert f"{line}\n" == err
    head, *below = log_.splitlines()
    assert re.match(rf"{STAMP} error web\.cli: a mistake in this program", head)
    assert any("in fail" in one for one in below) and all(one.startswith("    ") for one in below)


# -- what hostile text and full disks do to it


def record(message, *, fault=None, **fields):
    made = logging.LogRecord("corpus.part", logging.INFO, __file__, 1, "%s", (message,), None)
    made.__dict__.update(event("page-refused", **fields))
    made.exc_info = (type(fault), fault, fault.__traceback__) if fault else None
    return made


HOSTILE_TEXT = "a\nb\r\x1b[2J\u2028c\udcff\0d\x85e"


def test_hostile_text_is_one_line():
    made = record(
        HOSTILE_TEXT,
        url=HOSTILE_TEXT,
        reason="",
        fault=ValueError(f"{HOSTILE_TEXT}\n2020-01-01 forged"),
    )
    head, *below = log.fitted(made, log.plain_lines).removesuffix("\n").split("\n")
    assert head.isprintable() and head.endswith(r"a\nb\r\x1b[2J\u2028c\udcff\x00d\x85e")
    assert (
        all(line.startswith("    ") and line.isprintable() for line in below)
        and "forged" in below[-1]
    )
    line = log.fitted(made, log.json_line)
    assert line.isascii() and len(line.splitlines()) == 1
    told = json.loads(line)
    assert told["url"] == told["message"] == HOSTILE_TEXT.replace("\udcff", r"\udcff")
    told["traceback"].encode()


@pytest.mark.parametrize("letter", ["x", "م", "😀", "\udcff", "\n"])
def test_no_record_is_longer_than_a_pipe_takes_in_one_piece(letter):
    long = letter * 50_000
    made = record(long, url=long, reason=long, changed=[long, long], fault=ValueError(long))
    for write in (log.plain_lines, log.json_line):
        text = log.fitted(made, write)
        assert len(text.encode()) <= log.LONGEST and text.endswith("\n")
    json.loads(text)


def test_lines_of_several_processes_are_whole():
    code = (
        "import logging, sys\nfrom web.base.config import Settings\nfrom web.base.log import configure\n"
        "configure(Settings(log_level='info', log_json=True))\n"
        "for number in range(400): logging.getLogger('web').info(sys.argv[1] * (1 + number * 7 % 3000))\n"
    )
    read, write = os.pipe()
    writers = [
        subprocess.Popen([sys.executable, "-c", code, letter], cwd=ROOT, stderr=write) for letter in "abcd"
    ]  # fmt: skip
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        messages = [json.loads(line)["message"] for line in pipe]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    assert len(messages) == 1600 and all(len(set(message)) == 1 for message in messages)


@pytest.mark.parametrize("full", [True, False])
def test_a_log_that_cannot_be_written_ends_no_work(full, data):
    if full:
        with Path("/dev/full").open("w") as device, start("index", "--rebuild", "-vv", "--data", data,
                                                          stderr=device) as process:  # fmt: skip
            out, _ = process.communicate(timeout=60)
    else:
        command = [
            "sh",
            "-c",
            'exec "$@" 2>&-',
            "sh",
            sys.executable,
            "-c",
            "from web.cli import main; main()",
        ]
        process = subprocess.run(
            [*command, "index", "--rebuild", "-vv", "--data", str(data)],
            cwd=ROOT, stdout=subprocess.PIPE, timeout=60,
        )  # fmt: skip
        out = process.stdout
    assert process.returncode == 0 and b"Generation 000002 is live" in out


def test_progress_that_cannot_be_told_ends_no_work(data, monkeypatch):
    monkeypatch.setattr(terminal, "SECONDS_TO_FIRST_LINE", 0)
    monkeypatch.setattr(terminal, "SECONDS_BETWEEN_LINES", 0)
    with Path("/dev/full").open("w", buffering=1) as full, monkeypatch.context() as replaced:
        replaced.setattr("sys.stderr", full)
        assert backfile(data, "clean") == 0
        with pytest.raises(OSError, match="No space"):  # what was let go
            full.flush()
        full.buffer.raw.close()


def test_a_server_whose_standard_error_was_closed_answers(data):
    closed = partial(os.close, 2)
    where = ("--data", data, "--port", 0, "--workers", 1)
    with serving("serve", *where, preexec_fn=closed) as (_, port):
        assert ask(port, "/search?q=peace").status == 200


@pytest.mark.parametrize("flag", ["-v", ""])
def test_a_bar_is_drawn_only_where_no_log_comes_between(flag, data):
    """On a terminal: a bar that is drawn again would part the lines of a log."""
    ours, theirs = os.openpty()
    with start("index", "--rebuild", "--data", data, *flag.split(), stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # how the end of a terminal is told
            while piece := os.read(ours, 65_536):
                seen += piece
        assert process.wait(PATIENCE) == 0
    os.close(ours)
    assert (b"\x1b" in seen) is (flag == "")
    assert (b"generation 000002 is live" in seen) is (flag == "-v")


# -- what it costs


def test_nothing_is_made_for_a_log_that_nobody_hears():
    """Each record at debug stands under a question whether anybody hears it."""
    for path in (path for package in log.PACKAGES for path in (ROOT / package).rglob("*.py")):
        asked = []
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                source = ast.unparse(function)
                if "log.debug(" in source:
                    asked.append(
                        source.index("log.isEnabledFor(logging.DEBUG)") < source.index("log.debug(")
                    )
        assert all(asked), path
