"""How fast we index and answer, beside tantivy, SQLite FTS5 and stock Whoosh in the same run.

    python benchmarks/speed.py DIR                 2,000 articles: a look in passing
    python benchmarks/speed.py --docs 20000 DIR    the full figure: several minutes
    python benchmarks/speed.py --docs 200000 DIR   articles derived from the given ones too;
                                                   tantivy is the only peer
    --json                                         the last line is one JSON object
    --keep FOLDER                                  build there, and use what was built there before
                                                   as it is
    --engines ours,tantivy                         only these

DIR holds docs-20k.jsonl.gz (id, title, body) and queries.jsonl (cls, terms, minus, text); left out,
it is the folder "speed" in $BACKFILE_DATASETS. Ours and one peer at a time take turns, query by
query; every query is answered afresh, and the best of three answers counts (Whoosh, slow as it is,
answers once). Times are CPU milliseconds, "wall" those of the clock. A ratio is ours divided by the
peer's, beside which ours took "ours_beside". Exits with 1 when a ratio is worse than its floor for
so many articles in floors.json (of index_rate less is worse, of everything else more), or the data
is not that of the floors."""

import argparse
import gc
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import chooser
from benchmarks.floors import Measured, add_option, compare, digest_of
from benchmarks.speed_engines import KINDS, Engine, Ours, Unusable, answer_first
from benchmarks.speed_folder import Folder, in_child
from benchmarks.speed_queries import Ask, read_asks

DOCS, QUERIES = "docs-20k.jsonl.gz", "queries.jsonl"
MOST_FOR_ALL = 20_000  # articles; of more, the slower peers would take hours
TRIES, WHOOSH_TRIES = 3, 1
FIRST_ANSWERS = 5  # new processes

Figures = dict[str, Any]  # names to numbers, or to more of the same
Task = Callable[[Ask], object]


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one answer."""

    cpu: float
    wall: float

    def better(self, other: "Cost") -> "Cost":
        return Cost(min(self.cpu, other.cpu), min(self.wall, other.wall))


UNKNOWN = Cost(float("inf"), float("inf"))


# -- asking


def ask_all(engines: dict[str, Engine], asks: list[Ask]) -> dict[str, Figures]:
    """Figures of search (ten hits with titles) and search_snippets (with passages); of ours also of
    the whole page.

    Each peer is compared by itself, and has ours beside it: a third engine takes the caches from
    whoever needs most. """
    ours = {name: engine for name, engine in engines.items() if name == "ours"}
    figures: dict[str, Figures] = {}
    for name, peer in engines.items():
        if name not in ours:
            pair = set_beside(ours | {name: peer}, asks)
            figures[name] = pair[name] | ({"ours_beside": pair["ours"]} if ours else {})
    for name, engine in ours.items():
        beside = [each["ours_beside"] for each in figures.values()]
        figures[name] = beside[0] if beside else set_beside(ours, asks)[name]
        if isinstance(engine, Ours):
            figures[name] = figures[name] | take_turns({"whole": {name: engine.whole}}, asks)[name]
    return figures


def set_beside(engines: dict[str, Engine], asks: list[Ask]) -> dict[str, Figures]:
    """Figures of engines that take turns."""
    works: dict[str, dict[str, Task]] = {
        "search": {
            name: partial(engine.search, snippets=False) for name, engine in engines.items()
        },
        "search_snippets": {
            name: partial(engine.search, snippets=True) for name, engine in engines.items()
        },
    }
    return take_turns(works, asks)


def take_turns(tasks: dict[str, dict[str, Task]], asks: list[Ask]) -> dict[str, Figures]:
    """Figures by engine and task. Each answer follows another engine's: none finds its data in the
    CPU's cache."""
    best: dict[tuple[str, str], list[Cost]] = {}
    for turn in range(TRIES):
        for number, ask in enumerate(asks):
            for task, works in tasks.items():
                for name in taking_part(list(works), turn):
                    costs = best.setdefault((name, task), [UNKNOWN] * len(asks))
                    costs[number] = costs[number].better(cost(works[name], ask))
    figures: dict[str, Figures] = {}
    for (name, task), costs in best.items():
        figures.setdefault(name, {})[task] = summary(asks, costs)
    return figures


def taking_part(names: list[str], turn: int) -> list[str]:
    """Who answers in this turn, in order. Every second turn goes backwards; Whoosh takes part in
    the last ones only."""
    present = [name for name in names if name != "whoosh" or turn >= TRIES - WHOOSH_TRIES]
    return present[:: -1 if turn % 2 else 1]


def cost(work: Task, ask: Ask) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    work(ask)
    return Cost((time.process_time() - cpu) * 1e3, (time.perf_counter() - wall) * 1e3)


def summary(asks: list[Ask], costs: list[Cost]) -> Figures:
    by_class: dict[str, list[float]] = {cls: [] for cls in classes_of(asks)}
    for ask, each in zip(asks, costs, strict=True):
        by_class[ask.cls].append(each.cpu)
    return {
        **middle_and_slow([each.cpu for each in costs]),
        "classes": {cls: round(statistics.median(values), 4) for cls, values in by_class.items()},
        "wall": middle_and_slow([each.wall for each in costs]),
    }


def middle_and_slow(values: list[float]) -> Figures:
    return {
        "p50": round(statistics.median(values), 4),
        "p95": round(sorted(values)[int(0.95 * len(values))], 4),
    }


def count_hits(engine: Engine, asks: list[Ask]) -> dict[str, int]:
    """How many articles each class of queries finds in all: a translation that asks something else
    is seen here."""
    return {
        cls: sum(engine.count(ask) for ask in asks if ask.cls == cls) for cls in classes_of(asks)
    }


def classes_of(asks: list[Ask]) -> list[str]:
    return sorted({ask.cls for ask in asks})


def first_answers(folder: Path, asks: list[Ask]) -> Figures:
    """Medians over new processes: open our index, answer one query with snippets."""
    some = asks[:: max(len(asks) // FIRST_ANSWERS, 1)][:FIRST_ANSWERS]
    times = [in_child(answer_first, folder, ask) for ask in some]
    return {
        name: round(statistics.median(each[name] for each in times), 1) for name in ("cpu", "wall")
    }


def measure(data: Path, folder: Folder, names: list[str]) -> dict[str, Figures]:
    """Each engine's figures, in the order of the names."""
    folder.fill(data / DOCS)
    built = {name: folder.build(name) for name in names}
    if folder.reused:
        print(f"not built anew, figures as noted when it was: {', '.join(folder.reused)}")
    engines = {name: KINDS[name](folder.path) for name in names}
    asks = read_asks(data / QUERIES)
    hits = {name: count_hits(engine, asks) for name, engine in engines.items()}
    gc.collect()
    gc.freeze()  # as a server does: no engine's collections look through what all of them loaded
    answers = ask_all(engines, asks)
    for engine in engines.values():
        engine.close()
    if "ours" in answers:
        answers["ours"]["first"] = first_answers(folder.path, asks)
    return {name: built[name] | answers[name] | {"hits": hits[name]} for name in names}


# -- telling


def divide(ours: Figures, peer: Figures) -> Figures:
    """Ours by the peer's, for everything both have; times are those that ours took beside it."""
    ours = ours | peer.get("ours_beside", {})
    shared = [name for name in ours if name in peer and name not in ("hits", "wall")]
    return {
        name: divide(ours[name], peer[name])
        if isinstance(ours[name], dict)
        else round(ours[name] / peer[name], 3)
        for name in shared
    }


def flat(figures: Figures, above: str = "") -> Iterator[tuple[str, float]]:
    for name, value in figures.items():
        label = f"{above} {name}".strip() if name != "classes" else above
        if isinstance(value, dict):
            yield from flat(value, label)
        else:
            yield label, value


def table(figures: dict[str, Figures], ratios: dict[str, Figures]) -> str:
    """A line for each figure: every engine's own, then ours by each peer's."""
    columns = {name: dict(flat(values)) for name, values in figures.items()}
    beside = {f"ours/{peer}": dict(flat(values)) for peer, values in ratios.items()}
    lines = [" " * 28 + "".join(f"{head:>14}" for head in (*columns, *beside))]
    for label in dict.fromkeys(label for values in columns.values() for label in values):
        cells = [shown(values.get(label)) for values in (*columns.values(), *beside.values())]
        lines.append(f"{label:28}" + "".join(f"{cell:>14}" for cell in cells))
    return "\n".join(lines)


def shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if isinstance(value, int) or value >= 1000 else f"{value:,.3f}"


def measured(docs: int, data: Path, ratios: dict[str, Figures]) -> Measured:
    """The ratios that are compared with the floors: all but those of single classes of queries."""
    whole = {
        f"{peer} {label}": value
        for peer, values in ratios.items()
        for label, value in flat(without_classes(values))
    }
    rates = {label: whole.pop(label) for label in [*whole] if label.endswith("index_rate")}
    return Measured(f"speed {docs}", digest_of(data, (DOCS, QUERIES)), rates, whole)


def without_classes(figures: Figures) -> Figures:
    return {
        name: without_classes(value) if isinstance(value, dict) else value
        for name, value in figures.items()
        if name != "classes"
    }


def choose(wanted: str | None, docs: int) -> list[str]:
    """The engines to measure: those wanted, or all that can be asked of so many articles. Raises
    Unusable."""
    names = wanted.split(",") if wanted else [*KINDS][: None if docs <= MOST_FOR_ALL else 2]
    if unknown := [name for name in names if name not in KINDS]:
        raise Unusable(f"there is no engine {', '.join(unknown)}, only {', '.join(KINDS)}")
    if "tantivy" in names and find_spec("tantivy") is None:
        names.remove("tantivy")
        print("tantivy is not installed (pip install 'backfile[bench]'): left out")
    return names


def find_data(folder: Path | None) -> Path:
    """The folder of the data. Raises Unusable."""
    if folder is None:
        if not (datasets := os.environ.get("BACKFILE_DATASETS")):
            raise Unusable(
                "name the folder of the data, or the folder above it in BACKFILE_DATASETS"
            )
        folder = Path(datasets) / "speed"
    if missing := [name for name in (DOCS, QUERIES) if not (folder / name).exists()]:
        raise Unusable(f"no {' and no '.join(missing)} in {folder}")
    return folder


def place(keep: Path | None) -> AbstractContextManager[str | Path]:
    return nullcontext(keep) if keep else tempfile.TemporaryDirectory()


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    parser.add_argument(
        "--docs", type=int, default=2_000, metavar="N", help="how many articles (default: 2000)"
    )
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="where to build, and what to use again"
    )
    parser.add_argument(
        "--engines", metavar="NAMES", help="which, with commas between (default: all that can be)"
    )
    chooser.add_option(parser)
    add_option(parser)
    return parser.parse_args()


def main() -> int:
    options = read_options()
    try:
        if options.docs < 1:
            raise Unusable("--docs must be 1 or more")
        names, data = choose(options.engines, options.docs), find_data(options.folder)
        chosen_by = chooser.chooser_of(options) if "ours" in names else None
        with place(options.keep) as path:
            figures = measure(data, Folder(Path(path), options.docs), names)
    except Unusable as problem:
        print(f"{problem}: nothing was measured", file=sys.stderr)
        return 2
    return report(figures, data, options, chosen_by=chosen_by)


def report(
    figures: dict[str, Figures], data: Path, options: argparse.Namespace, *, chosen_by: str | None
) -> int:
    """Print everything and return the exit code."""
    docs: int = options.docs
    ours, peers = (
        figures.get("ours", {}),
        {name: values for name, values in figures.items() if name != "ours"},
    )
    ratios = {peer: divide(ours, values) for peer, values in peers.items()}
    print(
        f"{docs:,} articles; milliseconds, articles per CPU second, "
        "MB (of 10^6 bytes on disk, 2^20 in memory)"
    )
    if chosen_by:
        print(f"passages chosen by: {chosen_by}")
    print(table(figures, ratios))
    low = compare([measured(docs, data, ratios)], rising=options.rising)
    print("\n".join(low) if low else "no ratio is worse than its floor")
    if options.json:
        print(
            json.dumps(
                {"docs": docs, "chooser": chosen_by, "ours": ours, "peers": peers, "ratios": ratios}
            )
        )
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
