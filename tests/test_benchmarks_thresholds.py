"""The numbers that thresholds.py finds, how it moves them, and what it says of tests that do not
notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.threshold_numbers import Readers, constants_of, find_constants
from benchmarks.thresholds import PACKAGES, ROOT, read_unmoved


def found(source):
    return {constant.name: constant.value for constant in constants_of(source, "search.some")}


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("MOST = 64", {"MOST": 64}),
        ("MOST: int = -2", {"MOST": -2}),
        ("SIZE = 1 << 20", {"SIZE": 1 << 20}),
        ("FIRST, LAST = 0, 1.5", {"FIRST": 0, "LAST": 1.5}),
        ("WEIGHTS = {'title': 3, 'text': 1}", {"WEIGHTS": 1}),
        ("SLACK = 2 * 10.0**-SAME", {"SLACK 10.0": 10.0}),
        ("WIDE = KeyLayout(kind, 33, 1)", {"WIDE 33": 33}),
        ("limit = 64", {"64": 64}),
        ("limit = 2", {}),
        ("class Page:\n    size: int = 10\n    MOST = 3", {"Page.size": 10, "Page.MOST": 3}),
        ("def ask(page=1, *, size=10): ...", {"ask(page)": 1, "ask(size)": 10}),
        ("def ask():\n    return x < 5 or x > 1", {"ask 5": 5}),
        ("class A:\n    def ask(self):\n        size = 7", {"A.ask 7": 7}),
        ("def ask():\n    return x[5], x[:9], x << 32, x & 0xFF, 1 << 16", {}),
        ("@lru_cache(maxsize=64)\ndef ask(): ...", {}),
        ("EXACT = True", {}),
    ],
)
def test_numbers_that_answers_may_depend_on_are_found(source, numbers):
    assert found(source) == numbers


def test_each_number_of_a_line_is_moved_by_itself():
    source = "é = 'ü'; LEAST, MOST = 5, (1 <<\n 4)\n"
    least, most = constants_of(source, "search.some")
    assert least.moves() == (6, 4)
    assert least.moved(source, 6) == "é = 'ü'; LEAST, MOST = (6), (1 <<\n 4)\n"
    assert most.moved(source, 17) == "é = 'ü'; LEAST, MOST = 5, ((17))\n"


def test_a_fraction_is_moved_by_a_tenth():
    (share,) = constants_of("SHARE = 0.5", "search.some")
    assert share.moves() == pytest.approx((0.55, 0.45))


def test_who_reads_a_number_by_a_name_made_of_it_is_a_reader(tmp_path):
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "some.py").write_text(
        "MOST = 5\nTWICE = 2 * MOST\ndef other(): ...\ndef ask(): TWICE\n"
    )
    (constant,) = find_constants(tmp_path, "search")
    assert Readers(tmp_path, ["search"]).of(constant) == {("search/some.py", 4)}


def test_what_is_not_moved_is_there_and_has_a_reason():
    there = {
        (each.module, each.name) for package in PACKAGES for each in find_constants(ROOT, package)
    }
    unmoved = read_unmoved(PACKAGES)
    assert sorted(unmoved.keys() - there) == []
    assert all(unmoved.values())


def test_a_number_that_no_test_notices_is_named(tmp_path):
    files = {
        "search/some.py": "MOST, LEAST = 5, 3\ndef takes(size):\n    return LEAST <= size <= MOST\n",
        "search/__init__.py": "",
        "tests/test_some.py": "from search.some import takes\ndef test_five():\n    assert takes(5) and not takes(6)\n",
        "pyproject.toml": "[tool.pytest.ini_options]\ntestpaths = ['tests']\nmarkers = ['long']\n",
        "benchmarks/unmoved.json": '{"search.some": {"GONE": "it bounds memory"}}',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    for path in Path(ROOT, "benchmarks").glob("threshold*.py"):
        shutil.copy(path, tmp_path / "benchmarks")
    command = [sys.executable, "benchmarks/thresholds.py", "search", "--jobs", "1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    first, second, gone, summary = done.stdout.splitlines()
    assert first == "search.some MOST = 5 -> 6: tests/test_some.py::test_five", done.stderr
    assert second == "search.some LEAST = 3 -> NOT NOTICED"
    assert gone == "unmoved.json names search.some GONE, which is not there"
    assert summary.startswith("2 numbers, 0 left, 1 not noticed; ")
    assert done.returncode == 1
