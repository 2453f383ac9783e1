"""How fast we index and answer, beside tantivy and SQLite FTS5 in the same run.

    python benchmarks/speed.py DIR                 2,000 articles: a look in passing
    python benchmarks/speed.py --docs 20000 DIR    the full figure: several minutes
    --json                                         the last line is one JSON object

DIR holds docs-20k.jsonl.gz (id, title, body) and queries.jsonl (cls, terms, minus, text). The engines take turns, query
by query; every query is answered afresh, and the best of three answers counts. Times are CPU milliseconds, "wall"
those of the clock. A ratio is ours divided by the peer's. Exits with 1 when a ratio is worse than its floor in
floors.json: of index_rate less is worse, of everything else more.
"""

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from speed_engines import Engine, Feed, Fts5, Ours, Tantivy, fill_store
from speed_queries import Ask, read_asks

FLOORS = Path(__file__).with_name("floors.json")
DOCS, QUERIES = "docs-20k.jsonl.gz", "queries.jsonl"
TRIES = 3
MAXRSS_PER_MB = 1 << (20 if sys.platform == "darwin" else 10)

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


# -- indexing: each engine in a process of its own, so that its memory is its own


def in_child(work: Callable[..., Any], *arguments: object) -> Any:
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def store_articles(data: Path, docs: int, folder: Path) -> int:
    return fill_store(Feed(data / DOCS, docs), folder)


def build(engine: str, data: Path, docs: int, folder: Path) -> Figures:
    feed = Feed(data / DOCS, docs)
    match engine:
        case "ours":
            seconds = Ours.build(folder)
        case "tantivy":
            seconds = Tantivy.build(feed, folder)
        case _:
            seconds = Fts5.build(feed, folder)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    size = sum(file.stat().st_size for file in (folder / engine).rglob("*") if file.is_file())
    return {
        "index_rate": round(docs / seconds, 1),
        "disk": round(size / 1e6, 3),
        "memory": round(peak / MAXRSS_PER_MB, 1),
    }


# -- asking


def ask_all(engines: dict[str, Engine], asks: list[Ask]) -> dict[str, Figures]:
    """Figures of search (ten hits with titles) and search_snippets (with passages); of ours also of the whole page."""
    compared: dict[str, dict[str, Task]] = {
        "search": {name: partial(engine.search, snippets=False) for name, engine in engines.items()},
        "search_snippets": {name: partial(engine.search, snippets=True) for name, engine in engines.items()},
    }
    figures = take_turns(compared, asks)
    if isinstance(ours := engines["ours"], Ours):
        figures["ours"] |= take_turns({"whole": {"ours": ours.whole}}, asks)["ours"]
    return figures


def take_turns(tasks: dict[str, dict[str, Task]], asks: list[Ask]) -> dict[str, Figures]:
    """Figures by engine and task. Each answer follows another engine's: none finds its data in the CPU's cache."""
    best: dict[tuple[str, str], list[Cost]] = {}
    for turn in range(TRIES):
        for number, ask in enumerate(asks):
            for task, works in tasks.items():
                for name in list(works)[:: -1 if turn % 2 else 1]:
                    costs = best.setdefault((name, task), [UNKNOWN] * len(asks))
                    costs[number] = costs[number].better(cost(works[name], ask))
    figures: dict[str, Figures] = {}
    for (name, task), costs in best.items():
        figures.setdefault(name, {})[task] = summary(asks, costs)
    return figures


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
    return {"p50": round(statistics.median(values), 4), "p95": round(sorted(values)[int(0.95 * len(values))], 4)}


def count_hits(engine: Engine, asks: list[Ask]) -> dict[str, int]:
    """How many articles each class of queries finds in all: a translation that asks something else is seen here."""
    return {cls: sum(engine.count(ask) for ask in asks if ask.cls == cls) for cls in classes_of(asks)}


def classes_of(asks: list[Ask]) -> list[str]:
    return sorted({ask.cls for ask in asks})


# -- telling


def measure(data: Path, docs: int) -> tuple[int, dict[str, Figures]]:
    """How many articles there were, and every engine's figures, ours first."""
    kinds: dict[str, Callable[[Path], Engine]] = {"ours": Ours, "tantivy": Tantivy, "fts5": Fts5}
    if find_spec("tantivy") is None:
        del kinds["tantivy"]
        print("tantivy is not installed (pip install 'backfile[bench]'): left out")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        docs = in_child(store_articles, data, docs, folder)
        figures = {engine: in_child(build, engine, data, docs, folder) for engine in kinds}
        engines = {engine: opened(folder) for engine, opened in kinds.items()}
        asks = read_asks(data / QUERIES)
        hits = {engine: count_hits(opened, asks) for engine, opened in engines.items()}
        answers = ask_all(engines, asks)
        for opened in engines.values():
            opened.close()
    return docs, {engine: figures[engine] | answers[engine] | {"hits": hits[engine]} for engine in kinds}


def divide(ours: Figures, peer: Figures) -> Figures:
    """Ours by the peer's, for everything both have."""
    shared = [name for name in ours if name in peer and name not in ("hits", "wall")]
    return {
        name: divide(ours[name], peer[name]) if isinstance(ours[name], dict) else round(ours[name] / peer[name], 3)
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
    for label in columns["ours"]:
        cells = [shown(values.get(label)) for values in (*columns.values(), *beside.values())]
        lines.append(f"{label:28}" + "".join(f"{cell:>14}" for cell in cells))
    return "\n".join(lines)


def shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if isinstance(value, int) or value >= 1000 else f"{value:,.3f}"


def worse(ratios: Figures, floors: Figures) -> list[str]:
    """A line for each ratio that is worse than its floor."""
    measured, limits = dict(flat(ratios)), dict(flat(floors))
    return [
        f"{label}: ours/peer is {measured[label]:.3f}, worse than its floor {limit}"
        for label, limit in limits.items()
        if label in measured and (measured[label] < limit if label.endswith("index_rate") else measured[label] > limit)
    ]


def floors_of_speed() -> Figures:
    floors: Figures = json.loads(FLOORS.read_text()).get("speed", {}) if FLOORS.exists() else {}
    return floors


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", type=int, default=2_000, help="how many of the articles (default: 2000)")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    options = parser.parse_args()
    missing = [name for name in (DOCS, QUERIES) if not (options.folder / name).exists()]
    if missing or options.docs < 1:
        problem = f"no {' and no '.join(missing)} in {options.folder}" if missing else "--docs must be 1 or more"
        print(f"{problem}: nothing was measured", file=sys.stderr)
        return 2
    docs, figures = measure(options.folder, options.docs)
    ratios = {peer: divide(figures["ours"], values) for peer, values in figures.items() if peer != "ours"}
    print(f"{docs:,} articles; milliseconds, articles per CPU second, MB (of 10^6 bytes on disk, 2^20 in memory)")
    print(table(figures, ratios))
    low = worse(ratios, floors_of_speed())
    print("\n".join(low) if low else "no ratio is worse than its floor")
    if options.json:
        print(json.dumps({"docs": docs, "ours": figures.pop("ours"), "peers": figures, "ratios": ratios}))
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
