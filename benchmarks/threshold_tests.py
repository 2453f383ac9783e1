"""The tests of a checkout, run on copies of it in which a number was moved."""

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist", "backfile-*")
# times what tests took before, and seconds more: what takes longer goes round in circles
PATIENCE, GRACE = 10, 120
GREEN, RED, NOTHING = 0, 1, 5  # pytest's exit codes
CRASHED, ENDLESS = "nothing runs at all", "a test never ends"


def test_files(root: Path, packages: Collection[str]) -> list[str]:
    """Files below `root` of tests that import one of the packages, by themselves or through a
    helper of the tests.

    What others notice is not asked: they would take long, and fewer tests find no number noticed
    that is not. """
    paths = {path.stem: path for path in sorted((root / "tests").glob("*.py"))}
    needed = {name: imported(path) for name, path in paths.items()}

    def reaches(name: str) -> bool:
        theirs = {part.removeprefix("tests.").partition(".")[0] for part in needed[name]}
        return not theirs.isdisjoint(packages) or any(
            reaches(each) for each in theirs & needed.keys() - {name}
        )

    return [f"tests/{name}.py" for name in paths if name.startswith("test_") and reaches(name)]


def imported(path: Path) -> set[str]:
    """The modules that a file imports, by their whole names."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module
    }


class Unclear(Exception):
    """The tests do not run as they should even where nothing was moved; one line for people."""


@dataclass(frozen=True, slots=True)
class Test:
    """A test, how long it took, and the functions it calls: files and first lines."""

    name: str
    seconds: float
    calls: frozenset[tuple[str, int]]

    @property
    def file(self) -> str:
        return self.name.partition("::")[0]

    @classmethod
    def read(cls, told: tuple[str, float, list[tuple[str, int]]]) -> Self:
        """The test that told() tells of."""
        name, seconds, calls = told
        return cls(name, seconds, frozenset((file, line) for file, line in calls))

    def told(self) -> tuple[str, float, list[tuple[str, int]]]:
        return self.name, self.seconds, sorted(self.calls)


class Copy:
    """A copy of a checkout in a folder of its own, to move numbers in. The checkout itself stays as
    it is."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.path, self._notes = folder / "checkout", folder
        shutil.copytree(root, self.path, ignore=LEFT_OUT)

    def record(self, marker: str, files: Sequence[str]) -> tuple[list[Test], list[str]]:
        """The green tests of the files that a marker chooses, and the names of the red ones. Raises
        Unclear."""
        told = self._notes / "calls.json"
        code = self._pytest(["-m", marker, "--tell-calls", str(told), *files], seconds=None)
        if code not in (GREEN, RED, NOTHING):
            raise Unclear(f"pytest ended with {code}: {self._output()[-300:]}")
        tests = json.loads(told.read_text())
        green = [
            Test.read((name, each["seconds"], each["calls"]))
            for name, each in tests.items()
            if each["outcome"] == "passed"
        ]
        return green, [name for name, each in tests.items() if each["outcome"] == "failed"]

    def first_red(self, file: str, source: str, tests: Sequence[Test]) -> str | None:
        """Which of the tests, in their order, is the first to be red when a file holds this source;
        None for none.

        Also what else comes of it: CRASHED, ENDLESS.
        """
        if not tests:
            return None
        listed, told = self._notes / "order.json", self._notes / "red"
        listed.write_text(json.dumps([test.name for test in tests]))
        told.unlink(missing_ok=True)
        kept = self.source(file)
        self._write(file, source)
        try:
            files = sorted({test.file for test in tests})
            code = self._pytest(
                ["-x", "-m", "", "--in-order", str(listed), "--tell-red", str(told), *files],
                seconds=PATIENCE * sum(test.seconds for test in tests) + GRACE,
            )
        finally:
            self._write(file, kept)
        if code in (GREEN, NOTHING):
            return None
        if code is None:
            return ENDLESS
        return told.read_text() if told.exists() else CRASHED

    def source(self, file: str) -> str:
        """What a file holds."""
        return (self.path / file).read_text("utf-8")

    def _write(self, file: str, source: str) -> None:
        """What was compiled of the file goes: it would pass for this source when both came within a
        second."""
        path = self.path / file
        path.write_text(source, "utf-8")
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
            compiled.unlink()

    def _output(self) -> str:
        return (self._notes / "output").read_text("utf-8", "replace")

    def _pytest(self, arguments: list[str], seconds: float | None) -> int | None:
        """pytest's exit code; None when it had to be ended, with all that it started."""
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "benchmarks.threshold_plugin",
            "-p",
            "no:cacheprovider",
        ]
        with (self._notes / "output").open("wb") as output, subprocess.Popen(
            [*command, *arguments], cwd=self.path, stdin=subprocess.DEVNULL,
            stdout=output, stderr=output, start_new_session=True,
        ) as process:  # fmt: skip
            try:
                return process.wait(seconds)
            except subprocess.TimeoutExpired:
                return None
            finally:
                if process.returncode is None:
                    os.killpg(process.pid, signal.SIGKILL)
