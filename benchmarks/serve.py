"""What a page of results costs where it is served: pages to a second of CPU of the workers, and how
long a reader waits, beside another commit of ours and Datasette in the same run.

    python benchmarks/serve.py DIR              ten minutes, and what the others take
    --seconds N      of asking ours, and a quarter of it each of the others
    --docs N         articles, instead of 20,000
    --beside FOLDER  a checkout of another commit: it serves an index that it has built itself
    --keep FOLDER    build there, and use what was built there before as it is
    --no-datasette   without it
    --json           the last line is one JSON object

DIR is the folder of speed.py. All serve the same articles to 16 connections, which ask the
315 questions in turn, each for a whole page, not packed; ours with two workers, Datasette by its
one process, which shows ten rows by bm25 with snippets and nothing else. Then one connection asks
each question once, and every page is asked for packed by gzip: `kB` is the largest. CPU is that of
the server's processes, as Linux tells it; they take turns of some seconds. Exits with 1 when an
answer is not 200, or the memory of ours has grown by more than a tenth since the first turns."""

import argparse
import json
import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.serve_readers import Asked, ask_once, ask_together
from benchmarks.serve_sites import Given, Site, serve_datasette, serve_ours
from benchmarks.speed import QUERIES, find_data, place
from benchmarks.speed_queries import read_asks

CONNECTIONS, WORKERS, TURN = 16, 2, 10.0
GROWTH = 1.1  # times the memory after the first turns
SETTLED = 3  # turns after which a worker has everything it keeps

OURS, BESIDE, DATASETTE = "ours", "beside", "Datasette"


def measure(
    sites: dict[str, Site], *, seconds: float
) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Figures of each site, and what went wrong."""
    figures, troubles = {}, []
    asked: dict[str, list[Asked]] = {name: [] for name in sites}
    memory: dict[str, list[float]] = {name: [] for name in sites}
    for site in sites.values():
        ask_once(site.port, site.paths)  # what is read from the disk is read
    for length in turns(seconds):
        for name, site in sites.items():
            before = site.cpu_seconds()
            share = length if name == OURS else length / 4
            answers = ask_together(site.port, site.paths, seconds=share, connections=CONNECTIONS)
            asked[name].append(answers._replace(cpu=site.cpu_seconds() - before))
            memory[name].append(site.memory_mb())
    for name, site in sites.items():
        alone = ask_once(site.port, site.paths)
        packed = ask_once(site.port, site.paths, coding="gzip")
        pages, cpu = (sum(getattr(each, what) for each in asked[name]) for what in ("pages", "cpu"))
        figures[name] = {
            "pages": pages,
            "pages_per_cpu_second": pages / cpu,
            "cpu_ms": 1_000 * cpu / pages,
            "p50_ms": statistics.median(alone.waits),
            "p95_ms": statistics.quantiles(alone.waits, n=20)[-1],
            "kB": max(packed.sizes) / 1_000,
            "memory_mb": memory[name][-1],
            "grown": memory[name][-1] / memory[name][min(SETTLED, len(memory[name])) - 1],
        }
        wrong = [error for each in (alone, packed, *asked[name]) for error in each.errors]
        troubles += [f"{name}: {len(wrong)} errors, first: {wrong[0]}"] if wrong else []
    if (grown := figures[OURS]["grown"]) > GROWTH:
        troubles.append(f"{OURS}: the workers hold {grown:.2f} times what they held at first")
    return figures, troubles


def turns(seconds: float) -> Iterator[float]:
    """Lengths of turns that are so many seconds together."""
    while seconds > 0:
        yield min(seconds, TURN)
        seconds -= TURN


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--docs", type=int, default=20_000)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--no-datasette", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    data = find_data(options.data)
    asks = read_asks(data / QUERIES)
    given = Given(data, options.docs, asks)
    with place(options.keep) as kept, ExitStack() as opened:
        folder, root = Path(kept), Path(__file__).resolve().parent.parent
        sites = {OURS: opened.enter_context(serve_ours(root, folder / OURS, given, WORKERS))}
        if options.beside:
            made = serve_ours(options.beside.resolve(), folder / BESIDE, given, WORKERS)
            sites[BESIDE] = opened.enter_context(made)
        if not options.no_datasette:
            made = serve_datasette(folder / OURS, folder / "datasette.db", asks)
            sites[DATASETTE] = opened.enter_context(made)
        figures, troubles = measure(sites, seconds=options.seconds)
    for name, each in figures.items():
        print(
            f"{name:10}{each['pages']:9,.0f} pages, {each['pages_per_cpu_second']:.1f} to a second "
            f"of CPU ({each['cpu_ms']:.2f} ms), alone p50 {each['p50_ms']:.2f} and p95 "
            f"{each['p95_ms']:.2f} ms, at most {each['kB']:.1f} kB packed, "
            f"{each['memory_mb']:.0f} MB ({each['grown']:.2f} times)"
        )
        if name != OURS:
            ratio = figures[OURS]["pages_per_cpu_second"] / each["pages_per_cpu_second"]
            print(f"{'':10}ours makes {ratio:.2f} times the pages")
    print(*troubles, sep="\n", end="\n" if troubles else "")
    if options.json:
        print(json.dumps({"figures": figures, "troubles": troubles}))
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
