"""`backfile serve` and `backfile demo`: a real server in a process of its own."""

import json
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from corpus.sample import editorials
from corpus.store.store import ArticleStore
from tests.kept import made_once
from tests.server import ask, serving
from tests.shell import PATIENCE, ROOT, backfile, call, copy_of_demo, run_demo, start
from web.commands.demo import BEGUN, STATE_KEY


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return copy_of_demo(tmp_path_factory.mktemp("serve") / "data")


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_stops_cleanly(signal_, data):
    named = ("--site-name", "The Ferry", "--base-url", "https://archive.example", "--staff-open")
    with serving("serve", "--data", data, "--port", 0, *named) as (process, port):
        page = ask(port, "/search?q=peace")
        assert page.status == 200 and "The Ferry" in page.text and "<mark>" in page.text
        process.send_signal(signal_)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, b"", b"")
    with pytest.raises(OSError):
        ask(port, "/")


def test_without_a_public_address_the_archive_is_named_by_where_it_listens(data):
    """Never by what a request calls it."""
    with serving("serve", "--data", data, "--port", 0) as (process, port):
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", "/search.atom?q=peace", headers={"Host": "another.example"})
        feed = connection.getresponse().read().decode()
        connection.close()
        assert f"http://127.0.0.1:{port}/a/" in feed and "another.example" not in feed
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
    assert err.count(b"\n") == 1 and b"no base_url is set" in err


def test_it_says_where_it_is_only_when_it_answers(data):
    """The next request after the line is answered, and `serving` makes one; for programs too."""
    with serving("serve", "--data", data, "--port", 0, "--json") as (_, port):
        assert ask(port, "/").status == 200


CANNOT_BEGIN = """
import sys
from dataclasses import replace
from web.base.production import reserve_port, serve
from web.base.sources import load_settings

def load(folder):
    raise RuntimeError("no app")

def tell():
    print("it is there")

if __name__ == "__main__":
    settings = load_settings({"port": 0})
    serve(replace(settings, port=reserve_port(settings)), load, tell)
"""


def test_a_server_that_ends_before_it_answers_says_nothing(tmp_path):
    script = tmp_path / "begin.py"
    script.write_text(CANNOT_BEGIN)
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)},
        capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 1 and b"it is there" not in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_server_whose_answer_cannot_be_written_ends(data):
    with Path("/dev/full").open("wb") as full, start(
        "serve", "--data", data, "--port", 0, "--staff-open", stdout=full
    ) as process:
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert b"could not be written to standard output" in err.splitlines()[-1]


def test_a_port_in_use_is_one_line_before_any_worker_starts(data):
    with serving("serve", "--data", data, "--port", 0) as (_, port):
        for command in ("serve", "demo"):
            code, out, err = call(command, "--data", data, "--port", port)
            assert (code, out) == (1, "")
            assert err.count("\n") == 1 and f"port {port}" in err and "--port" in err
    with socket.create_server(("127.0.0.1", 0)) as other:  # somebody else's server
        code, _, err = call("serve", "--data", data, "--port", other.getsockname()[1])
    assert code == 1 and err.count("\n") == 1


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host", "a" * 300])
def test_a_host_that_is_not_ours_is_one_line(host, data):
    code, out, err = call("serve", "--data", data, "--port", 0, "--host", host)
    assert (code, out) == (1, "") and err.count("\n") == 1
    assert "--host and an address of this machine" in err and "--port" not in err


def test_clients_that_never_finish_keep_nobody_out(data):
    with serving("serve", "--data", data, "--port", 0, "--threads", 2) as (_, port):
        slow = [socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) for _ in range(20)]
        for client in slow:
            client.sendall(b"GET /search?q=peace HTTP/1.1\r\nHost:")
        assert ask(port, "/search?q=peace").status == 200
        for client in slow:
            client.setblocking(False)
            with pytest.raises(BlockingIOError):  # still there: the answer did not wait for it
                client.recv(1)
            client.close()


def test_a_rebuilt_index_is_served_without_a_restart(tmp_path):
    data = copy_of_demo(tmp_path / "data")
    with serving("serve", "--data", data, "--port", 0, "--workers", 2) as (_, port):
        first = json.loads(ask(port, "/healthz").text)["generation"]
        assert backfile(data, "index", "--rebuild") == 0
        assert {json.loads(ask(port, "/healthz").text)["generation"] for _ in range(8)}.isdisjoint(
            {first}
        )


@pytest.mark.long
def test_demo_serves_the_sample_newspaper(tmp_path):
    with serving("demo", "--data", tmp_path / "demo", "--port", 0) as (_, port):
        assert json.loads(ask(port, "/healthz").text)["articles"] == len(editorials())


def test_the_demo_has_its_original_pages(tmp_path):
    data = copy_of_demo(tmp_path / "demo")
    with serving("demo", "--data", data, "--port", 0) as (process, port):
        page = BeautifulSoup(ask(port, "/search?q=ink").text, "lxml")
        article = BeautifulSoup(ask(port, page.select_one(".card h3 a")["href"]).text, "lxml")
        link = article.find("a", string="The original page")["href"]
        original = urlsplit(link)
        shown = ask(original.port, f"{original.path}?{original.query}")
        assert shown.status == 200 and article.h1.get_text() in shown.text
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, b"")
    with pytest.raises(OSError):
        ask(original.port, "/")
    with (
        socket.create_server(("127.0.0.1", original.port)),
        serving("demo", "--data", data, "--port", 0) as (process, _),
    ):
        process.terminate()
        _, err = process.communicate(timeout=PATIENCE)
    assert err.count(b"\n") == 1 and f"another program has port {original.port}".encode() in err


def test_demo_twice_does_the_work_once(tmp_path, capsys):
    first = json.loads((made_once(run_demo) / "told.json").read_text())
    assert first["fetched"] > first["articles"] == first["index"]["articles"] == len(editorials())
    assert backfile(copy_of_demo(tmp_path / "demo"), "demo", "--once", "--json") == 0
    second = json.loads(capsys.readouterr().out)
    assert second["fetched"] == 0 and second["index"]["unchanged"]


@pytest.mark.long
def test_a_demo_that_was_cut_short_begins_anew(tmp_path, capsys):
    data = copy_of_demo(tmp_path / "demo")
    with ArticleStore(data / "corpus.db") as store:
        store.set_meta(STATE_KEY, BEGUN)
    assert backfile(data, "demo", "--once", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fetched"] > 0 and told["index"]["articles"] == len(editorials())


def test_demo_leaves_a_corpus_that_is_not_its_own(tmp_path, capsys):
    data = tmp_path / "mine"
    with ArticleStore(data / "corpus.db") as store:
        store.set_meta("seq", "1")
    assert backfile(data, "demo", "--once") == 1
    assert "nothing was changed" in capsys.readouterr().err


def test_demo_goes_to_a_folder_of_its_own():
    assert {path.name for path in made_once(run_demo).iterdir()} == {"backfile-demo", "told.json"}
