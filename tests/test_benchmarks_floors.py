"""Floors hold what was reached, on the data it was reached on."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.floors import Measured, compare, digest_of

ROOT = Path(__file__).parent.parent


@pytest.fixture
def floors(tmp_path):
    path = tmp_path / "floors.json"
    known = {
        "sha256": "ours",
        "at_least": {"f1": 0.9, "title": 0.8},
        "at_most": {"time": 2.0},
        "tolerance": {"time": 0.1},
    }
    path.write_text(json.dumps({"pages": known}))
    return path


def measured(f1=0.9, title=0.8, time=2.0, digest="ours"):
    return Measured("pages", digest, {"f1": f1, "title": title}, {"time": time})


def held(floors):
    known = json.loads(floors.read_text())["pages"]
    return known["at_least"] | known["at_most"]


def test_what_was_reached_is_enough(floors):
    assert compare([measured()], path=floors) == []


def test_the_last_digit_less_is_told(floors):
    assert compare([measured(f1=0.8999)], path=floors) == [
        "pages: f1 is 0.8999, worse than 0.9 (0.9 in floors.json)"
    ]


def test_what_varies_may_be_worse_by_its_tolerance_and_no_more(floors):
    assert compare([measured(time=2.2)], path=floors) == []
    assert compare([measured(time=2.21)], path=floors) == [
        "pages: time is 2.21, worse than 2.2 (2.0 in floors.json)"
    ]


def test_figures_of_other_data_are_not_compared(floors):
    told = compare([measured(f1=0.1, digest="another")], path=floors)
    assert told == ["pages: not the data of its floors in floors.json, so nothing was compared"]


def test_a_peer_that_was_not_measured_is_not_compared(floors):
    assert compare([Measured("pages", "ours", {"f1": 0.9})], path=floors) == []


def test_floors_are_raised_by_what_is_better_and_never_lowered(floors):
    worse = ["pages: title is 0.7, worse than 0.8 (0.8 in floors.json)"]
    assert compare([measured(f1=0.95, title=0.7, time=1.5)], rising=True, path=floors) == worse
    assert held(floors) == {"f1": 0.95, "title": 0.8, "time": 1.5}
    compare([measured(f1=0.91, time=1.6)], rising=True, path=floors)
    assert held(floors) == {"f1": 0.95, "title": 0.8, "time": 1.5}


def test_floors_are_not_raised_on_other_data_nor_without_being_asked(floors):
    compare([measured(f1=1.0, digest="another")], rising=True, path=floors)
    compare([measured(f1=1.0)], path=floors)
    assert held(floors) == {"f1": 0.9, "title": 0.8, "time": 2.0}


def test_a_set_without_floors_gets_them_when_they_are_raised(floors):
    other = Measured("queries", "theirs", {"map": 0.5})
    assert compare([other], path=floors) == []
    assert compare([other], rising=True, path=floors) == []
    assert compare([Measured("queries", "theirs", {"map": 0.4})], path=floors) != []


def test_a_digest_is_of_names_and_contents_in_whatever_order(tmp_path):
    for name, text in (("b.txt", "1"), ("a.txt", "2"), ("left-out", "3")):
        (tmp_path / name).write_text(text)
    first = digest_of(tmp_path, ("*.txt",))
    assert digest_of(tmp_path, ("b.txt", "a.txt")) == first
    (tmp_path / "left-out").write_text("4")
    assert digest_of(tmp_path, ("*.txt",)) == first
    (tmp_path / "a.txt").rename(tmp_path / "c.txt")
    renamed = digest_of(tmp_path, ("*.txt",))
    (tmp_path / "c.txt").write_text("1")
    assert len({first, renamed, digest_of(tmp_path, ("*.txt",))}) == 3


def test_a_run_on_other_pages_says_so_and_fails(tmp_path):
    (tmp_path / "html").mkdir()
    page = (
        b"<h1>On the ferry</h1><p>"
        + b"The board met again, and put off the question until the spring. " * 9
    )
    (tmp_path / "html" / "1.html.gz").write_bytes(gzip.compress(page))
    truth = {"id": "1", "url": "https://ledger.invalid/1", "title": "On the ferry", "author": None}
    (tmp_path / "truth.jsonl").write_text(
        json.dumps(truth | {"publish_date": None, "main_content": ""})
    )
    command = [sys.executable, "benchmarks/extraction.py", str(tmp_path), "--no-peers"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    told = "extraction: not the data of its floors in floors.json, so nothing was compared\n"
    assert (done.returncode, done.stderr) == (1, told)
