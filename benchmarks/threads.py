"""Whether commits and switches ever spoil an answer: threads ask, another process commits all the
while.

    python benchmarks/threads.py DIR    20,000 articles, 8 threads, 20,000 questions: two minutes
    python benchmarks/threads.py --processes 4 --threads 2 --queries 8000 DIR
    --docs N          articles
    --pause MS        between two questions of a thread, on average
    --keep FOLDER     take the articles of what speed.py built there; nothing in it is changed
    --json            the last line is one JSON object

DIR is the folder of speed.py. Every answer is compared, whole, with what the generations that were
live meanwhile say when they are asked alone; what these must say of words that come and go with
each commit is known beforehand. Exits with 1 when an answer was wrong or failed."""

import argparse
import json
import shutil
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import chooser
from benchmarks.speed import DOCS, QUERIES, find_data, place
from benchmarks.speed_engines import Unusable
from benchmarks.speed_folder import Folder
from benchmarks.speed_queries import read_asks
from benchmarks.thread_check import Checked, check
from benchmarks.thread_reader import Answer, Plan, Question, marked, read, varied
from benchmarks.thread_writer import Changes, Switch
from corpus.store.store import ArticleStore

SHOWN = 10  # of what was wrong


@dataclass(frozen=True, slots=True)
class Run:
    """What happened."""

    answers: Sequence[Answer]
    switches: Sequence[Switch]
    rebuilds: int
    seconds: float


def run(folder: Path, questions: Sequence[Question], options: argparse.Namespace) -> Run:
    """Ask and commit at once. `folder` holds a corpus, which is changed."""
    count, left = divmod(options.queries, options.processes)
    plans = [
        Plan(
            folder / "index",
            questions,
            count + (number < left),
            options.threads,
            options.pause / 1000,
            number,
        )
        for number in range(options.processes)
    ]
    with ArticleStore(folder / "corpus.db") as store:
        changes = Changes(folder, store, seed=options.seed)
        changes.found()
        with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
            begun = time.perf_counter()
            reading = [pool.submit(read, plan) for plan in plans]
            while not all(each.done() for each in reading):
                changes.commit()
            seconds = time.perf_counter() - begun
            answers = [answer for each in reading for answer in each.result()]
    return Run(answers, changes.switches, changes.rebuilds, seconds)


def attack(options: argparse.Namespace) -> tuple[Run, Checked]:
    """Raises Unusable."""
    data = find_data(options.folder)
    questions = [*marked(), *varied([each.ours for each in read_asks(data / QUERIES)])]
    with place(options.keep) as given, TemporaryDirectory() as name:
        kept = Folder(Path(given), options.docs)
        kept.fill(data / DOCS)
        shutil.copyfile(kept.path / "corpus.db", Path(name) / "corpus.db")
        happened = run(Path(name), questions, options)
        return happened, check(happened.answers, happened.switches, questions)


def figures(options: argparse.Namespace, happened: Run, checked: Checked) -> dict[str, object]:
    first = min(answer.begun for answer in happened.answers)
    during = [switch for switch in happened.switches if switch.begun > first]
    return {
        "chooser": chooser.chooser_of(options),
        "queries": len(happened.answers),
        "processes": options.processes,
        "threads": options.threads,
        "switches": len(during),
        "rebuilds": happened.rebuilds,
        "answered_from": checked.generations,
        "wrong": len(checked.wrong),
        "failed": len(checked.failed),
        "seconds": round(happened.seconds, 1),
        "ms": spread([*checked.near, *checked.others]),
        "ms_near_switches": spread(checked.near),
        "ms_elsewhere": spread(checked.others),
    }


def spread(values: list[float]) -> dict[str, float]:
    if not values:
        return {}
    ordered = sorted(values)
    places = {f"p{part}": ordered[int(part / 100 * len(ordered))] for part in (95, 99)}
    named = {"p50": statistics.median(ordered), **places, "longest": ordered[-1]}
    return {"number": len(ordered), **{name: round(value, 2) for name, value in named.items()}}


def report(told: dict[str, object], checked: Checked, *, as_json: bool) -> int:
    """Print what was found and return the exit code."""
    for name, value in told.items():
        cells = (
            ", ".join(f"{key} {each:,}" for key, each in value.items())
            if isinstance(value, dict)
            else value
        )
        print(f"{name.replace('_', ' '):18}{cells}")
    for line in [*checked.wrong[:SHOWN], *checked.failed[:SHOWN]]:
        print(f"WRONG: {line}")
    if as_json:
        print(json.dumps(told))
    return 1 if checked.wrong or checked.failed else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    parser.add_argument(
        "--docs", type=int, default=20_000, metavar="N", help="how many articles (default: 20000)"
    )
    parser.add_argument(
        "--queries", type=int, default=20_000, metavar="N", help="questions in all (default: 20000)"
    )
    parser.add_argument(
        "--threads", type=int, default=8, metavar="N", help="that ask, in each process (default: 8)"
    )
    parser.add_argument(
        "--processes", type=int, default=1, metavar="N", help="that ask (default: 1)"
    )
    parser.add_argument(
        "--pause", type=float, default=20.0, metavar="MS", help="between questions (default: 20)"
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="other changes (default: 1)"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where articles are or will be")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    chooser.add_option(parser)
    options = parser.parse_args()
    try:
        chooser.chooser_of(options)  # before two minutes of work
        happened, checked = attack(options)
    except Unusable as problem:
        print(f"{problem}: nothing was measured", file=sys.stderr)
        return 2
    return report(figures(options, happened, checked), checked, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
