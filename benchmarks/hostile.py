"""Whether one question can hold up all the others: 5,000 hostile ones, each with the time and
memory it takes.

    python benchmarks/hostile.py DIR    builds an index of 20,000 articles first
    --keep FOLDER    build there, and use what this or speed.py built there before as it is
    --json           the last line is one JSON object

DIR is the folder of speed.py. Every query is parsed and searched with snippets and facets, as a
page does it. Exits with 1 when one raises, or takes more than 100 ms of CPU or 50 MB (2^20 bytes).
Memory is the growth of the process during the query, as Linux tells it, without what it reads of
the index's files; a sample is asked again under tracemalloc."""

import argparse
import ctypes
import json
import statistics
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import chooser
from benchmarks.hostile_queries import generate, read_words
from benchmarks.speed import DOCS, find_data, place
from benchmarks.speed_engines import Unusable, open_ours
from benchmarks.speed_folder import Folder
from search.matching.results import Request
from search.query.parser import parse
from search.searcher import Searcher

MOST_MS, MOST_MB = 100, 50
WORST, SHOWN = 10, 70  # queries, and characters of each
TRACED = 25  # every so many queries is asked again under tracemalloc


@dataclass(frozen=True, slots=True)
class Case:
    """A query and what it took; `error` is what it raised, if anything."""

    kind: str
    text: str
    ms: float
    mb: float
    error: str | None

    @property
    def failed(self) -> bool:
        return self.error is not None or self.ms > MOST_MS or self.mb > MOST_MB


def memory(name: str) -> int:
    """A line of /proc/self/status, in bytes."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{name}:")[2].split(maxsplit=1)[0]) << 10


def grown(work: Callable[[], object]) -> int:
    """By how many bytes the process grew at most during the work; 0 where the system does not
    tell."""
    if not Path("/proc/self/clear_refs").exists():
        work()
        return 0
    ctypes.CDLL(None).malloc_trim(0)  # what was freed before must not serve this work unseen
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew
    before, files = memory("VmRSS"), memory("RssFile")
    work()
    return memory("VmHWM") - before - max(memory("RssFile") - files, 0)


def traced(work: Callable[[], object]) -> int:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def ask(searcher: Searcher, kind: str, text: str, *, trace: bool) -> Case:
    milliseconds, error = 0.0, None

    def answer() -> None:
        nonlocal milliseconds, error
        begun = time.process_time()
        try:
            searcher.search(Request(parse(text)))
        except Exception as raised:  # whatever it is: none may
            error = repr(raised)
        milliseconds = (time.process_time() - begun) * 1e3

    size, taken = grown(answer), milliseconds
    if trace and taken <= MOST_MS:  # under tracemalloc all is several times slower
        size = max(size, traced(answer))
    return Case(kind, text, taken, size / 2**20, error)


def attack(folder: Folder, data: Path, count: int) -> list[Case]:
    folder.fill(data)
    folder.build("ours")
    words = read_words(folder.path / "corpus.db")
    searcher = open_ours(folder.path)
    # what opens with the first question, and with the first word that may be misspelt, is none of
    # the questions' cost
    ask(searcher, "warm", f"{words[0]} {words[0]}qzx", trace=False)
    queries = enumerate(generate(words, count))
    cases = [
        ask(searcher, kind, text, trace=number % TRACED == 0) for number, (kind, text) in queries
    ]
    searcher.close()
    return cases


def report(cases: list[Case], *, chosen_by: str, as_json: bool) -> int:
    """Print what was found and return the exit code."""
    print(f"passages chosen by: {chosen_by}")
    for unit in ("ms", "mb"):
        worst = attrgetter(unit)
        values = sorted(map(worst, cases))
        p50, p95 = statistics.median(values), values[int(0.95 * len(values))]
        print(f"{unit}: p50 {p50:.2f}, p95 {p95:.2f}, max {values[-1]:.1f}; the worst {WORST}:")
        for case in sorted(cases, key=worst, reverse=True)[:WORST]:
            shown = ascii(case.text if len(case.text) <= SHOWN else f"{case.text[:SHOWN]}…")
            print(
                f"  {case.ms:8.1f} ms {case.mb:7.1f} MB  {case.kind:10} "
                f"{len(case.text):>7,} characters  {shown}"
            )
    failed = [case for case in cases if case.failed]
    for case in islice(filter(attrgetter("error"), cases), WORST):
        print(f"raised {case.error}: {case.kind} {case.text[:SHOWN]!a}")
    kinds = ", ".join(
        f"{kind} {count}" for kind, count in Counter(case.kind for case in failed).most_common()
    )
    print(
        f"{len(cases):,} queries: {len(failed)} took more than {MOST_MS} ms or {MOST_MB} MB, "
        f"or raised. {kinds}"
    )
    if as_json:
        slowest = max(case.ms for case in cases)
        print(
            json.dumps(
                {"chooser": chosen_by, "queries": len(cases), "failed": len(failed), "ms": slowest}
            )
        )
    return 1 if failed else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    parser.add_argument(
        "--docs", type=int, default=20_000, metavar="N", help="how many articles (default: 20000)"
    )
    parser.add_argument(
        "--queries", type=int, default=5_000, metavar="N", help="how many queries (default: 5000)"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="where to build, and what to use again"
    )
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    chooser.add_option(parser)
    options = parser.parse_args()
    try:
        chosen_by = chooser.chooser_of(options)
        data = find_data(options.folder) / DOCS
        with place(options.keep) as path:
            cases = attack(Folder(Path(path), options.docs), data, options.queries)
    except Unusable as problem:
        print(f"{problem}: nothing was measured", file=sys.stderr)
        return 2
    return report(cases, chosen_by=chosen_by, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
