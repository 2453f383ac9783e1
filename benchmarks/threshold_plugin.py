"""For pytest under thresholds.py: tells what each test calls, and runs chosen tests in a given
order."""

import json
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

LISTENED = 300_000  # calls in a test; after so many hardly one is new, and listening takes time
UNRUN: dict[str, Any] = {"seconds": 0.0, "outcome": "passed", "calls": []}

settings.register_profile(
    "still", derandomize=True, deadline=None, database=None, suppress_health_check=[*HealthCheck]
)
settings.load_profile("still")  # before any test is defined: the same examples each time


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--tell-calls", metavar="FILE", help="write there what each test calls")
    parser.addoption(
        "--in-order", metavar="FILE", help="run only the tests of this list, in its order"
    )
    parser.addoption(
        "--tell-red", metavar="FILE", help="write there the name of a test that is red"
    )


def pytest_configure(config: pytest.Config) -> None:
    if told := config.getoption("--tell-calls"):
        config.pluginmanager.register(Calls(Path(told), config.rootpath))
    if told := config.getoption("--tell-red"):
        config.pluginmanager.register(Red(Path(told)))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if listed := config.getoption("--in-order"):
        places = {name: place for place, name in enumerate(json.loads(Path(listed).read_text()))}
        items[:] = sorted(
            (item for item in items if item.nodeid in places), key=lambda item: places[item.nodeid]
        )


class Red:
    """Notes which test was red; with -x there is but one."""

    def __init__(self, told: Path) -> None:
        self._told = told

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._told.write_text(report.nodeid)


class Calls:
    """Notes for each test, its fixtures with it, which functions it calls, in this process and its
    threads."""

    def __init__(self, told: Path, root: Path) -> None:
        self._told, self._root = told, root
        self._codes: dict[int, CodeType] = {}  # by id: a code's own hash goes through all of it
        self._left = LISTENED
        self._tests: dict[str, dict[str, Any]] = {}

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._codes, self._left = {}, LISTENED
        threading.settrace(self._note)
        sys.settrace(self._note)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            self._tests.setdefault(item.nodeid, dict(UNRUN))["calls"] = self._calls()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        test = self._tests.setdefault(report.nodeid, dict(UNRUN))
        test["seconds"] += report.duration
        test["outcome"] = max(
            test["outcome"], report.outcome, key=("passed", "skipped", "failed").index
        )

    def pytest_sessionfinish(self) -> None:
        self._told.write_text(json.dumps(self._tests))

    def _note(self, frame: FrameType, event: str, argument: object) -> None:
        self._codes.setdefault(id(frame.f_code), frame.f_code)
        self._left -= 1
        if self._left < 0:
            sys.settrace(None)

    def _calls(self) -> list[tuple[str, int]]:
        """File, below the checkout, and first line of each function."""
        root = f"{self._root}/"
        found = {(code.co_filename, code.co_firstlineno) for code in self._codes.values()}
        return sorted(
            (name.removeprefix(root), line) for name, line in found if name.startswith(root)
        )
