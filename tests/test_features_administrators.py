"""What who runs it expects, a clause a test, named by the number of the feature."""

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.archive import ARTICLES, archive, results
from tests.newsroom import read_site, soup
from tests.server import ask, serving
from tests.shell import backfile, call, copy_of_demo, wait_until
from web import create_app
from web.base.config import STANDARD_ERROR

READER, OTHER = "203.0.113.7", "203.0.113.8"  # of addresses for examples: nothing is sent there


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A data folder that a crawl has filled."""
    folder = copy_of_demo(tmp_path_factory.mktemp("crawled") / "data")
    return replace(archive(tmp_path_factory.mktemp("archive")), data=folder)


# -- A8: a status page


def facts(client):
    """What the page says: the terms below each heading."""
    page = soup(client.get("/status"))
    return {
        heading.text: {
            row.dt.text: row.dd.text for row in heading.find_next_sibling("dl").select("div")
        }
        for heading in page.select("main h2")
    }


def test_A8_articles_crawl_build_and_disk_are_told_to_people(crawled):
    with read_site(crawled) as client:
        told = facts(client)
    corpus, index = told["The corpus"], told["The index"]
    assert corpus["Editorials"] == index["Editorials"] == "69"
    assert re.fullmatch(r"just now|\d+ (min|h|d) ago", corpus["Last page came"])
    assert re.fullmatch(r"just now|\d+ (min|h|d) ago", index["Built"])
    assert re.fullmatch(r"[\d.]+ (k|M)B", corpus["On disk"])
    assert re.fullmatch(r"[\d.]+ (k|M)B", index["On disk"])


def test_A8_the_same_is_told_to_programs(crawled):
    with read_site(crawled) as client:
        link = soup(client.get("/status")).select_one(".onward a")
        told = client.get(link["href"]).json
    assert told["corpus"]["articles"] == told["index"]["articles"] == 69
    assert told["corpus"]["last_fetch"] <= told["index"]["built_at"]
    assert told["bytes"]["corpus"] > 0 < told["bytes"]["index"]
    assert told["trouble"] is None


def test_A8_what_went_wrong_is_told(crawled):
    with read_site(crawled) as client:
        told, machine = facts(client), client.get("/status.json").json
    assert told["Addresses that are not asked for"] == {"robots.txt forbids it": "1"}
    assert told["The corpus"]["Addresses that failed"] == "0"
    assert machine["reasons"]["refused"] == {"robots.txt forbids it": 1}


def test_A8_an_index_that_cannot_answer_is_told_with_its_mend(tmp_path):
    settings = archive(tmp_path)
    settings.index.rename(tmp_path / "elsewhere")
    with read_site(settings) as client:
        page, told = soup(client.get("/status")), client.get("/status.json").json
    assert page.select_one(".notice code").text == "backfile index"
    assert told["index"] is None and told["trouble"]["mend"] == "backfile index"
    assert told["corpus"]["articles"] == len(ARTICLES)


# -- A9: logs and figures


def test_A9_the_log_is_json_lines(settings, capsys):
    assert backfile(settings.data, "index", "--rebuild", "-v", "--log-json") == 0
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line[:1] == "{"]
    assert lines and all({"at", "level", "event", "message"} <= line.keys() for line in lines)


def figures(text):
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_A9_metrics_count_answers_and_slow_and_empty_searches(settings):
    with read_site(replace(settings, log_slow=0.0)) as client:
        for q in ("heron", "heron", "zzqqx"):
            results(client, q)
        told = figures(client.get("/metrics").text)
    assert told["backfile_answers_total", "search", "200"] == 3
    assert told["backfile_slow_answers_total", "search"] == 3
    assert told["backfile_empty_searches_total",] == 1
    assert told["backfile_index_articles",] == len(ARTICLES)


def test_A9_slow_and_empty_searches_are_logged_without_addresses_of_people(settings, tmp_path):
    tell = ("--log-level", "info", "--log-json", "--log-slow", 0, "--staff-open")
    with (tmp_path / "log").open("wb") as file:
        where = ("--data", settings.data, "--port", 0, "--base-url", "https://archive.example")
        with serving("serve", *where, *tell, stderr=file) as (_, port):
            ask(port, "/search?q=zzqqx")
    text = (tmp_path / "log").read_text()
    told = [json.loads(line) for line in text.splitlines()]
    events = {(line["event"], line.get("page")) for line in told}
    assert {("answer-slow", "search"), ("answer-empty", "search")} <= events
    assert "127.0.0.1" not in text and "zzqqx" not in text


@pytest.mark.parametrize("more", [(), ("--log-queries",)])
def test_A9_each_request_is_noted_without_words_unless_they_are_asked_for(settings, tmp_path, more):
    log, public = tmp_path / "access.jsonl", ("--base-url", "https://archive.example", "--staff-open")
    where = ("--data", settings.data, "--port", 0, *public)
    with serving("serve", *where, "--access-log", log, *more) as (_, port):
        page = ask(port, "/search?q=%22zzqqx%22")
        ask(port, "/nowhere")
        ask(port, "/draft", text="qwertzuiop yxcvbnm asdfgh")
        wait_until(lambda: '"POST"' in log.read_text())  # it is noted when it has been sent
    text = log.read_text("utf-8")
    told = [json.loads(line) for line in text.splitlines()]
    told = [each for each in told if each["path"] != "/healthz"]
    assert all(
        list(each) == ["at", "method", "path", "status", "bytes", "milliseconds"] for each in told
    )
    search = "/search?q=%22zzqqx%22" if more else "/search"
    assert [(each["method"], each["path"], each["status"]) for each in told] == [
        ("GET", search, 200),
        ("GET", "/nowhere", 404),
        ("POST", "/draft", 200),
    ]
    assert told[0]["bytes"] == len(page.text.encode()) and told[0]["milliseconds"] > 0
    assert "127.0.0.1" not in text and "qwertz" not in text and bool(more) == ("zzqqx" in text)


def test_A9_a_log_of_requests_that_cannot_be_written_is_told_at_the_start(settings, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # and nobody reads it
    code, _, err = call("serve", "--data", settings.data, "--port", 0, "--access-log", pipe)
    assert code == 1 and "the log of requests cannot be written" in err
    code, _, err = call("serve", "--data", settings.data, "--port", 0, "--access-log", tmp_path)
    assert code == 1 and err.count("\n") == 1
    assert "the log of requests cannot be written" in err and "access_log" in err


def test_A9_a_log_of_requests_may_be_moved_away_and_lost(settings, tmp_path):
    log = tmp_path / "logs" / "access.jsonl"
    log.parent.mkdir()
    with read_site(replace(settings, access_log=log)) as client:
        for _ in range(2):
            client.get("/browse").close()
        log.rename(tmp_path / "moved")
        client.get("/browse", headers={"Accept-Encoding": "gzip"}).close()
        assert len(log.read_text().splitlines()) == 1
        log.unlink()
        log.parent.rmdir()
        assert client.get("/browse").status_code == 200
    assert len((tmp_path / "moved").read_text().splitlines()) == 2


def test_A9_requests_may_be_noted_on_standard_error(settings, capsys):
    with read_site(replace(settings, access_log=STANDARD_ERROR)) as client:
        client.get("/browse/2012").close()
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["path"] == "/browse/2012"
    assert not Path("-").exists()


def test_A9_whatever_is_asked_for_is_one_line(settings, tmp_path):
    log = tmp_path / "access.jsonl"
    with read_site(replace(settings, access_log=log, log_queries=True)) as client:
        odd = ("/a\n\"b", "/کتاب", "/search?q=%0A%22%FF", "/" + "é" * 5000, "/search.csv?q=heron")
        sent = []
        for path in odd:
            with client.get(path) as response:
                sent.append(len(response.data))
    lines = log.read_text("utf-8").splitlines()
    assert len(lines) == len(odd) and max(map(len, lines)) < 4_000
    assert [json.loads(line)["bytes"] for line in lines] == sent


# -- A13: limits


@pytest.fixture
def limited(settings, request):
    """Makes clients of a server that faces the public."""

    def opened(**changes):
        app = create_app(replace(settings, host="0.0.0.0", **changes))
        request.addfinalizer(app.extensions["shelf"].close)
        return app.test_client()

    return opened


def asked(client, path, address=READER):
    return client.get(path, environ_overrides={"REMOTE_ADDR": address})


def test_A13_who_caused_too_much_work_gets_429_and_is_told_when_to_come_back(limited):
    client = limited(limit=0.001)  # seconds a minute: less than one page takes
    assert asked(client, "/search?q=heron").status_code == 200
    refused = asked(client, "/search?q=heron")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["Retry-After"] in soup(refused, 429).get_text()


def test_A13_it_is_by_address(limited):
    client = limited(limit=0.001)
    assert {asked(client, "/search?q=heron").status_code for _ in range(2)} == {200, 429}
    assert asked(client, "/search?q=heron", OTHER).status_code == 200


def test_A13_it_is_by_cost(limited):
    """Whoever asks for what is cheap may ask more often."""

    def until_refused(path):
        client = limited(limit=0.05)
        for number in range(10_000):
            if asked(client, path).status_code == 429:
                return number
        raise AssertionError("nobody is refused")

    dear = "/search?q=" + "+OR+".join(f"{letter}*+heron~2+water~2" for letter in "abcdefgh")
    assert until_refused("/robots.txt") > 3 * until_refused(dear)


def test_A13_it_is_generous(limited):
    client = limited()
    assert {asked(client, "/search?q=heron").status_code for _ in range(100)} == {200}
