"""What is in the way of the crawls: counted by its reason, listed, in the terminal and on a page."""

import json
from contextlib import closing

import pytest
from nightly_paper import EMPTY, MAINTENANCE, night, paper
from test_corpus_crawl import BEGUN, on_day, served

from corpus.crawling import progress
from corpus.crawling.crawl import run_crawl
from corpus.crawling.progress import OTHERS, crawl_progress, newest, reasons
from corpus.intake.intake import clean_pages
from tests.shell import backfile
from web import create_app
from web.base.config import Settings

ROBOTS = (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /private")
BAD = {
    "/late1": (503, {}, b""),
    "/late2": (503, {}, b""),
    "/shut": (403, {}, b""),
    "/gone1": (404, {}, b""),
    "/gone2": (410, {}, b""),
    "/private/1": "",
    "/private/2": "",
    "/paper.pdf": "",
    "/<b>&.pdf": "",
}
REASONS = {
    "failed": {"503 Service Unavailable": 2, "403 Forbidden": 1},
    "refused": {"robots.txt forbids it": 2, "no page by its name (.pdf)": 2},
    "missing": {"404 Not Found": 1, "410 Gone": 1},
    "held": {},
}


@pytest.fixture
def site(store):
    links = "".join(f'<a href="{path}">A story of some length</a> ' for path in BAD)
    with served({"/": links, "/robots.txt": ROBOTS, **BAD}) as site:
        run_crawl(store, [site.base], options=on_day(0))
        clean_pages(store, waiting=True)
        yield site


def listed(data, capsys, *arguments):
    assert backfile(data, "status", *arguments) == 0
    return capsys.readouterr().out.splitlines()


def test_the_reasons_are_counted(store, site):
    assert reasons(store) == REASONS
    counts = crawl_progress(store)
    assert (counts.failed, counts.missing, counts.refused) == (3, 2, 4)


@pytest.mark.parametrize("trouble", ["failed", "refused", "missing"])
def test_they_are_listed_with_their_reasons(store, site, trouble, tmp_path, capsys):
    first, *lines = listed(tmp_path, capsys, f"--{trouble}")
    counts = REASONS[trouble]
    total = sum(counts.values())
    assert first == f"{trouble}: {total} addresses"
    assert [line.split(maxsplit=1) for line in lines[: len(counts)]] == [
        [str(count), reason] for reason, count in counts.items()
    ]
    assert len(lines) == len(counts) + total  # nothing else of the status, and no more to list
    for line in lines[len(counts) :]:
        assert site.base in line and any(line.endswith(f"  {reason}") for reason in counts)


def test_those_come_first_whose_turn_was_last(store, site):
    site.pages["/"] = "<a href='/late3'>A story of some length</a>"
    site.pages["/late3"] = (500, {}, b"")
    run_crawl(store, options=on_day(0.5))
    paths = [one.url.removeprefix(site.base) for one in newest(store, "failed", 10)]
    assert paths == ["/late3", "/late1", "/late2", "/shut"]
    assert newest(store, "failed", 10)[-1].at == BEGUN
    refused = [one.url.removeprefix(site.base) for one in newest(store, "refused", 10)]
    assert refused[:2] == ["/private/1", "/private/2"]  # links without a turn come last


def test_a_list_has_a_bound_and_says_how_many_more_there_are(store, site, tmp_path, capsys):
    lines = listed(tmp_path, capsys, "--refused", "--limit", "3")
    assert sum(site.base in line for line in lines) == 3
    assert lines[-1] == "and 1 more. To list them: --limit 4"
    assert "more" not in listed(tmp_path, capsys, "--refused", "--limit", "4")[-1]


def test_several_are_listed_in_the_order_asked_for(store, site, tmp_path, capsys):
    lines = listed(tmp_path, capsys, "--missing", "--failed")
    assert [line for line in lines if line.endswith(" addresses")] == [
        "missing: 2 addresses",
        "failed: 3 addresses",
    ]  # fmt: skip


def test_for_programs(store, site, tmp_path, capsys):
    assert backfile(tmp_path, "status", "--missing", "--limit", "1", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["reasons"] == REASONS and told["corpus"]["missing"] == 2
    assert told["listed"] == {
        "missing": [
            {"url": f"{site.base}/gone1", "reason": "404 Not Found", "at": BEGUN.isoformat()}
        ]
    }
    assert backfile(tmp_path, "status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["listed"] == {}


def test_without_one_of_them_the_whole_status_is_told(store, site, tmp_path, capsys):
    (line,) = (one for one in listed(tmp_path, capsys) if one.startswith("  crawl "))
    assert "3 failed, 2 missing, 4 refused" in line


def test_what_is_held_is_listed_the_newest_first(store, tmp_path, capsys):
    with served(paper()) as site:
        night(store, site)
        night(store, site, {"/3.html": MAINTENANCE})
        night(store, site, {"/3.html": (503, {}, b""), "/4.html": EMPTY})
        lines = listed(tmp_path, capsys, "--held")
    assert lines[0] == "held: 2 addresses"
    assert [line.split()[1].rpartition("/")[2] for line in lines if site.base in line] == [
        "4.html",
        "3.html",
    ]  # fmt: skip
    assert sum(reasons(store)["held"].values()) == store.held.count() == 2


def test_ever_new_reasons_have_a_bound(store, monkeypatch):
    monkeypatch.setattr(progress, "MAX_REASONS", 3)
    with store.transaction() as db:
        for number in range(5):
            db.execute(
                "INSERT INTO urls (url, host, state, outcome, detail) "
                "VALUES (?, 'http://p.invalid', 'missing', 'other-type', ?)",
                (f"http://p.invalid/{number}", f"odd/{number}"),
            )
    found = reasons(store)["missing"]
    assert len(found) == 4 and found[OTHERS] == 2


def test_the_page_has_the_counts(store, site, tmp_path):
    with store.transaction() as db:
        db.execute(
            "UPDATE urls SET outcome = 'other-type', detail = '<i>odd</i>' WHERE url = ?",
            (f"{site.base}/gone1",),
        )
    store.close()
    app = create_app(Settings(data=tmp_path))
    with app.test_client() as client:
        found = client.get("/status.json").json
        page = client.get("/status").get_data(as_text=True)
    expected = REASONS | {"missing": {"not a page but <i>odd</i>": 1, "410 Gone": 1}}
    assert found["reasons"] == expected
    for counts in expected.values():
        for reason, count in counts.items():
            shown = reason.replace("<", "&lt;").replace(">", "&gt;")
            assert f"<dt>{shown}</dt><dd>{count}</dd>" in page
    assert site.base not in page and "<i>" not in page and "New answers held back</h2>" not in page


def test_a_reason_cannot_steer_a_terminal(store, tmp_path, capsys):
    with closing(store), store.transaction() as db:
        db.execute(
            "INSERT INTO urls (url, host, state, outcome, detail) "
            "VALUES ('http://p.invalid/1', 'http://p.invalid', 'missing', 'other-type', ?)",
            ("odd\x1b[2J\n",),
        )
    lines = listed(tmp_path, capsys, "--missing")
    assert len(lines) == 3 and "\x1b" not in "".join(lines)
