"""What goes on when something goes wrong: slow senders, killed processes, damaged and vanished
files."""

import json
import shutil
import socket
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date
from http.client import HTTPResponse
from urllib.parse import parse_qs, urlsplit

import pytest

from corpus.store.backup import restore_backup, write_backup
from corpus.store.store import ArticleStore
from tests.newsroom import UNDATED, build, fill, found_a_paper, read_site, settle, soup
from tests.server import ask, serving
from tests.shell import PATIENCE, copy_of_demo, wait_until
from web import create_app
from web.base.production import BODY_READERS
from web.pages.draft import MAX_BYTES
from web.pages.errors import corpus_trouble


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return copy_of_demo(tmp_path_factory.mktemp("server") / "data")


@pytest.fixture
def paper(tmp_path):
    return found_a_paper(tmp_path)


@pytest.fixture
def client(paper):
    with read_site(paper) as client:
        yield client


def slow_senders(stack, port, count):
    """Connections that begin to send a draft and never end."""
    clients = [
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) for _ in range(count)
    ]
    for client in map(stack.enter_context, clients):
        client.sendall(b"POST /draft HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                       b"Content-Length: 50000\r\n\r\ntext=abc")  # fmt: skip
    return clients


def is_unanswered(client):
    """Whether a connection is open, and nothing was sent back."""
    client.setblocking(False)
    try:
        client.recv(1)
    except BlockingIOError:
        return True
    return False


def refused(port):
    """Whether nobody listens."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
    except OSError:
        return True
    return False


# -- the server


def test_bodies_that_never_end_keep_nobody_out(data):
    with (
        serving("serve", "--data", data, "--port", 0, "--threads", 2) as (_, port),
        ExitStack() as stack,
    ):
        senders = slow_senders(stack, port, BODY_READERS + 4)
        # those too many are sent away
        wait_until(lambda: sum(map(is_unanswered, senders)) == BODY_READERS)
        for target in ("/robots.txt", "/search?q=peace", "/draft"):
            assert ask(port, target).status == 200
        reply = ask(port, "/draft", text="peace talks")
        assert (reply.status, reply.getheader("Retry-After")) == (503, "60")
        assert "send yours again" in reply.text
        # none of these answers waited for one of them
        assert sum(map(is_unanswered, senders)) == BODY_READERS
        stack.close()
        wait_until(lambda: ask(port, "/draft", text="peace talks").status == 200)


def test_a_form_in_chunks_is_not_cut_without_a_word(data):
    def sent(form):
        with closing(socket.create_connection(("127.0.0.1", port), PATIENCE)) as sender:
            sender.sendall(
                b"POST /draft.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n"
            )
            for begin in range(0, len(form), 50_000):
                chunk = form[begin : begin + 50_000]
                sender.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            sender.sendall(b"0\r\n\r\n")
            reply = HTTPResponse(sender)
            reply.begin()
            return reply.status, json.loads(reply.read())

    with serving("serve", "--data", data, "--port", 0) as (_, port):
        status, told = sent(b"text=peace+talks&before=2009-01-01")
        assert status == 200 and told["before"] == "2009-01-01"
        status, told = sent(b"text=peace+talks&pad=" + b"x" * MAX_BYTES + b"&before=2009-01-01")
        assert status == 413 and "longer than this page reads" in told["error"]


def test_it_stops_though_somebody_is_still_sending(data):
    with serving("serve", "--data", data, "--port", 0) as (process, port), ExitStack() as stack:
        slow_senders(stack, port, 2)
        assert ask(port, "/robots.txt").status == 200
        process.terminate()
        assert process.wait(timeout=PATIENCE) == 0  # these never end
        wait_until(lambda: refused(port))


def test_no_worker_outlives_a_server_that_is_killed(data):
    with serving("serve", "--data", data, "--port", 0, "--workers", 2) as (process, port):
        process.kill()
        process.wait(timeout=PATIENCE)
        wait_until(lambda: refused(port))


# -- the corpus


DAMAGED = (
    "/",
    "/browse",
    "/browse/2018",
    "/status",
    "/sitemap.xml",
    "/search?q=water",
    "/a/dip7agffe77e",
)


@pytest.mark.parametrize("path", DAMAGED)
def test_a_damaged_corpus_is_said_with_its_mend(path, paper, client):
    damage(paper.corpus)
    reply = client.get(path)
    assert reply.status_code == 503
    text = reply.get_data(as_text=True)
    assert "damaged" in text and "backfile restore BACKUP" in text


@pytest.mark.parametrize("path", ["/healthz", "/status.json", "/search.json?q=water"])
def test_a_damaged_corpus_is_said_to_machines(path, paper, client):
    damage(paper.corpus)
    reply = client.get(path)
    assert (reply.status_code, reply.json["mend"]) == (503, "backfile restore BACKUP")


def damage(path):
    """Everything but the first page of the file, which holds its layout."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = db.execute("PRAGMA page_size").fetchone()
    content = path.read_bytes()
    path.write_bytes(content[:size] + b"\xa5" * (len(content) - size))


def test_a_corpus_that_is_held_by_another_process_is_asked_for_later(tmp_path):
    with closing(sqlite3.connect(tmp_path / "held.db")) as holder:
        holder.execute("CREATE TABLE t (x)")
        holder.execute("BEGIN EXCLUSIVE")
        with (
            closing(sqlite3.connect(tmp_path / "held.db", timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError) as caught,
        ):
            other.execute("SELECT * FROM t")
    told = corpus_trouble(caught.value)
    assert "try again" in str(told) and told.mend is None  # nothing in need of a backup


def test_a_vanished_corpus_is_said_and_missed_no_more_when_it_is_back(paper, client):
    assert client.get("/").status_code == 200
    aside = paper.corpus.rename(paper.data / "aside")
    reply = client.get("/")
    assert reply.status_code == 503 and "backfile import" in reply.get_data(as_text=True)
    aside.rename(paper.corpus)
    assert client.get("/").status_code == 200


# -- the index


def test_a_vanished_index_is_said_and_the_archive_can_still_be_read(paper, client):
    assert client.get("/search?q=water").status_code == 200
    article = client.get("/search.json?q=water").json["hits"][0]["id"]
    shutil.rmtree(paper.index)
    for path in ("/search?q=water", "/search.atom?q=water", "/search.csv?q=water"):
        reply = client.get(path)
        assert reply.status_code == 503 and "backfile index" in reply.get_data(as_text=True), path
    for path in ("/search.json?q=water", "/healthz"):
        reply = client.get(path)
        assert reply.status_code == 503 and reply.json["mend"] == "backfile index", path
    for path in ("/", "/browse", "/status", f"/a/{article}"):
        assert client.get(path, follow_redirects=True).status_code == 200, path
    build(paper)
    assert client.get("/search?q=water").status_code == 200


def test_an_index_of_another_corpus_is_not_asked(paper, client, tmp_path):
    assert client.get("/healthz").status_code == 200
    with ArticleStore(paper.corpus) as store:
        write_backup(store, tmp_path / "backup")
    restore_backup(tmp_path / "backup", paper.corpus, force=True)
    for path in ("/search.json?q=water", "/healthz"):
        reply = client.get(path)
        assert (reply.status_code, reply.json["mend"]) == (503, "backfile index --rebuild"), path
    assert client.get("/browse").status_code == 200


def test_what_was_removed_is_not_counted_either(paper, client):
    before = client.get("/search.json?q=water").json
    gone = before["hits"][0]["id"]
    with ArticleStore(paper.corpus) as store:
        store.remove(gone, "withdrawn")
    after = client.get("/search.json?q=water").json
    assert after["total"] == before["total"] - 1
    assert gone not in {hit["id"] for hit in after["hits"]}
    assert gone not in client.get("/search.ndjson?q=water").get_data(as_text=True)


# -- filters alone


NAMES = ("Sean O'Neil", "J.R. Smith", "Jean-Luc d’Arc", "Ana María Peña", "Wm. B.")
SECTIONS = ("U.S. Desk", "—", "Q&A", "Op-Ed: Letters", "C++")


@pytest.fixture
def signed():
    return tuple(
        replace(UNDATED, id=f"made{number:08}", url=f"https://courier.invalid/{number}", title=f"Zebra {number}",
                byline=(NAMES[number % 5],), section=SECTIONS[number % 5], published=date(2010 + number, 1, 1))
        for number in range(10)
    )  # fmt: skip


def test_a_name_alone_finds_everything_by_it(tmp_path, signed):
    settings = settle(tmp_path / "data")
    fill(settings, signed)
    build(settings)
    app = create_app(settings)
    client = app.test_client()
    for name, values in (("author", NAMES), ("section", SECTIONS)):
        for value in values:
            found = client.get("/search.json", query_string={name: value}).json
            assert found["total"] == 2, value
            days = [hit["published"] for hit in found["hits"]]
            assert days == sorted(days, reverse=True)  # the newest first
            with_words = client.get("/search.json", query_string={name: value, "q": "zebra"}).json
            assert with_words["total"] == 2, value
            assert (
                client.get("/search.ndjson", query_string={name: value}).get_data().count(b"\n")
                == 2
            )
    assert client.get("/search.json?author=Nobody").json["total"] == 0
    app.extensions["shelf"].close()


def test_ideas_find_something_whatever_the_titles_hold(tmp_path):
    settings = settle(tmp_path / "data")
    titles = ("Don’t “drop” the U.S. mail", "1,000 so-called 'friends'", "O'Neil's C++ [sic]")
    articles = tuple(
        replace(UNDATED, id=f"odd{number:09}", url=None, title=title, byline=("Sean O'Neil",),
                published=date(2020, 1, 9 - number))
        for number, title in enumerate(titles)
    )  # fmt: skip
    fill(settings, articles)
    build(settings)
    app = create_app(settings)
    client = app.test_client()
    ideas = soup(client.get("/")).select(".ideas a")
    assert len(ideas) == 3
    for idea in ideas:
        query = parse_qs(urlsplit(idea["href"]).query)["q"][0]
        assert client.get("/search.json", query_string={"q": query}).json["total"], query
    app.extensions["shelf"].close()
