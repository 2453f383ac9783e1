"""Which numbers no test notices: `python benchmarks/thresholds.py PACKAGE...` moves each and runs
the tests.

    --jobs N       copies of the checkout in which tests run at once (default: 2)
    --both         a number is noticed only when its move up is and its move down is, each
    --only TEXT    only numbers whose module or name holds this
    --calls FILE   what each test calls: read from there, or written there when it is not there yet
    --json         the last line is one JSON object

A whole number is moved by one, a fraction by a tenth of itself: up, and down when nobody noticed.
Then those tests run that call a function which reads it, those of files that import its module
first, then the quick ones that call little else, until one is red; when none is, all tests of the
files that reach its module; at last those marked "long". A test that is red must be so by itself,
too, and green where nothing was moved. threshold_numbers.py says which numbers count. What bounds
nothing but memory or speed stands in unmoved.json with the reason, and is left.

Exits with 1 when no test notices a number, or unmoved.json names one that is not there.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from queue import SimpleQueue

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.threshold_numbers import Constant, Readers, find_constants
from benchmarks.threshold_tests import CRASHED, ENDLESS, Copy, Test, Unclear, imported, test_files

ROOT = Path(__file__).resolve().parent.parent
UNMOVED = Path(__file__).with_name("unmoved.json")
PACKAGES = ("corpus", "index", "search", "web")
QUICK, LONG = "not long", "long"
SOON = 10    # seconds of each of the first two rounds: most numbers are noticed by then
COLD = 0.05  # seconds that every test takes


@dataclass(frozen=True, slots=True)
class Verdict:
    """For each move the test that noticed it; None where none did, or none was asked any more."""

    constant: Constant
    noticed: dict[str, str | None]

    def is_missed(self, *, both: bool) -> bool:
        seen = [test is not None for test in self.noticed.values()]
        return not (all(seen) if both else any(seen))

    def __str__(self) -> str:
        seen = "; ".join(f"{value}: {test}" for value, test in self.noticed.items() if test)
        return f"{self.constant} -> {seen or 'NOT NOTICED'}"


class Reach:
    """Which tests to ask of a number, in order."""

    def __init__(self, tests: Sequence[Test], readers: Readers) -> None:
        self._tests = sorted(tests, key=lambda test: (test.seconds + COLD) * len(test.calls))
        self._readers = readers
        self._imports = {file: imported(ROOT / file) for file in {test.file for test in tests}}

    def rounds(self, constant: Constant) -> list[list[Test]]:
        """The tests that call a function which reads the number: those first whose files import its
        module, then those that call little else and are quick. At last all others of the files that
        reach the module."""
        readers = self._readers.of(constant)
        direct = [test for test in self._tests if not readers.isdisjoint(test.calls)]
        files = {test.file for test in direct}
        files |= {
            test.file
            for test in self._tests
            if any(file == constant.file for file, _ in test.calls)
        }
        near = [test for test in direct if constant.module in self._imports[test.file]]
        rounds: list[list[Test]] = []
        for some in (
            quick(near),
            quick(direct),
            direct,
            [test for test in self._tests if test.file in files],
        ):
            known = {test.name for each in rounds for test in each}
            rounds.append([test for test in some if test.name not in known])
        return rounds


def quick(tests: Sequence[Test]) -> list[Test]:
    """The first tests, as many as take SOON seconds."""
    took = accumulate(test.seconds for test in tests)
    return [test for test, seconds in zip(tests, took, strict=True) if seconds < SOON]


class Bench:
    """Moves numbers in copies of the checkout, in as many at once as there are."""

    def __init__(self, copies: Sequence[Copy], reaches: Sequence[Reach], *, both: bool) -> None:
        self._copies: SimpleQueue[Copy] = SimpleQueue()
        for copy in copies:
            self._copies.put(copy)
        self._jobs, self._reaches, self._both = len(copies), reaches, both
        self._sound: set[str] = set()    # tests that are green alone
        self._leaning: set[str] = set()  # tests that are not

    def judge_all(self, constants: Sequence[Constant]) -> Iterator[Verdict]:
        """Verdicts as they come."""
        with ThreadPoolExecutor(self._jobs) as pool:
            for done in as_completed(
                [pool.submit(self._judge, constant) for constant in constants]
            ):
                yield done.result()

    def _judge(self, constant: Constant) -> Verdict:
        copy = self._copies.get()
        try:
            source = copy.source(constant.file)
            noticed: dict[str, str | None] = {f"{value}": None for value in constant.moves()}
            for tests in (tests for reach in self._reaches for tests in reach.rounds(constant)):
                for value in constant.moves():  # each by few tests before one by many
                    moved = constant.moved(source, value)
                    noticed[f"{value}"] = noticed[f"{value}"] or self._first_red(
                        copy, constant, moved, tests
                    )
                    verdict = Verdict(constant, noticed)
                    if not verdict.is_missed(both=self._both):
                        return verdict
            return Verdict(constant, noticed)
        finally:
            self._copies.put(copy)

    def _first_red(
        self, copy: Copy, constant: Constant, source: str, tests: Sequence[Test]
    ) -> str | None:
        """The first test that is red by what was moved and nothing else."""
        left = [test for test in tests if test.name not in self._leaning]
        while red := copy.first_red(constant.file, source, left):
            if red in (CRASHED, ENDLESS) or self._stands(copy, constant, source, red, left):
                return red
            left = left[[test.name for test in left].index(red) + 1 :]
        return None

    def _stands(
        self, copy: Copy, constant: Constant, source: str, red: str, tests: Sequence[Test]
    ) -> bool:
        """Whether a test is red by itself too, and green where nothing was moved: not by chance,
        nor for want of the tests that otherwise run before it."""
        alone = [test for test in tests if test.name == red]
        if red not in self._sound:
            kept = copy.source(constant.file)
            (self._leaning if copy.first_red(constant.file, kept, alone) else self._sound).add(red)
        return red in self._sound and copy.first_red(constant.file, source, alone) is not None


def read_unmoved(packages: Sequence[str]) -> dict[tuple[str, str], str]:
    """The reasons by modules and names."""
    modules: dict[str, dict[str, str]] = json.loads(UNMOVED.read_text("utf-8"))
    return {
        (module, name): reason
        for module, names in modules.items()
        for name, reason in names.items()
        if module.partition(".")[0] in packages
    }


def record(copy: Copy, files: Sequence[str], notes: Path | None) -> list[list[Test]]:
    """The quick tests and the long ones. Raises Unclear."""
    if notes and notes.exists():
        return [[Test.read(each) for each in tests] for tests in json.loads(notes.read_text())]
    tests = []
    for marker in (QUICK, LONG):
        green, red = copy.record(marker, files)
        print(
            "".join(f"red before anything was moved, and left out: {name}\n" for name in red),
            end="",
        )
        tests.append(green)
    if notes:
        notes.write_text(json.dumps([[test.told() for test in some] for some in tests]))
    return tests


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("packages", nargs="+", choices=PACKAGES, metavar="PACKAGE")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--both", action="store_true")
    parser.add_argument("--only", default="", metavar="TEXT")
    parser.add_argument("--calls", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def run(options: argparse.Namespace, constants: Sequence[Constant]) -> list[Verdict]:
    """Prints each verdict as it comes. Raises Unclear."""
    verdicts = []
    with tempfile.TemporaryDirectory(prefix="backfile-thresholds-") as folder:
        places = [Path(folder) / f"{number}" for number in range(options.jobs)]
        copies = [Copy(ROOT, place) for place in places]
        readers = Readers(ROOT, PACKAGES)
        tests = record(copies[0], test_files(ROOT, options.packages), options.calls)
        reaches = [Reach(some, readers) for some in tests]
        for verdict in Bench(copies, reaches, both=options.both).judge_all(constants):
            verdicts.append(verdict)
            print(f"{verdict}", flush=True)
    return verdicts


def main(arguments: list[str] | None = None) -> int:
    options, begun = read_options(arguments), time.monotonic()
    found = [constant for package in options.packages for constant in find_constants(ROOT, package)]
    reasons = read_unmoved(options.packages)
    gone = sorted(reasons.keys() - {(each.module, each.name) for each in found})
    moved = [
        each
        for each in found
        if (each.module, each.name) not in reasons and options.only in f"{each}"
    ]
    try:
        verdicts = run(options, moved)
    except Unclear as problem:
        print(f"{problem}: nothing was measured", file=sys.stderr)
        return 2
    missed = [verdict for verdict in verdicts if verdict.is_missed(both=options.both)]
    for module, name in gone:
        print(f"{UNMOVED.name} names {module} {name}, which is not there")
    minutes = (time.monotonic() - begun) / 60
    print(
        f"{len(found)} numbers, {len(found) - len(moved)} left, {len(missed)} not noticed; "
        f"{minutes:.0f} minutes"
    )
    if options.json:
        told = {
            "numbers": len(found),
            "moved": len(moved),
            "not_noticed": [str(each.constant) for each in missed],
        }
        print(json.dumps(told))
    return 1 if missed or gone else 0


if __name__ == "__main__":
    sys.exit(main())
