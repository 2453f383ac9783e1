"""Whether what was typed comes first: short questions made by rule from 20,000 articles; peers in
the same run.

    python benchmarks/typed.py DIR            DIR holds docs-20k.jsonl.gz, as for speed.py
    python benchmarks/typed.py --keep FOLDER  build there, and use what is there, as speed.py does
    --misses                                  print the questions that are not answered well
    --json                                    the last line is one JSON object

`typed` is the share of the first ten articles that hold what was typed, the words side by side and
in their forms, over names, places, phrases and titles of office that ten articles or more hold.
`known` is the mean reciprocal rank of an article asked for by two to four words of its title and
first paragraph, one of them in another form. Peers are asked for all words, and for any. Settings
are chosen on the development half; the other is held out. Exits with 1 below a floor of
floors.json.
"""

import argparse
import json
import sqlite3
import statistics
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.floors import Measured, add_option, compare, digest_of
from benchmarks.speed import DOCS, choose, find_data, place
from benchmarks.speed_articles import read_lines
from benchmarks.speed_engines import TITLE_WEIGHT, Unusable, open_ours
from benchmarks.speed_folder import Folder
from benchmarks.typed_questions import HALVES, Question, Words, known_items, questions
from search.matching.results import Request
from search.query.parser import parse
from search.searcher import Searcher

ARTICLES = 20_000
PAGE, DEPTH = 10, 100

Asked = Callable[[tuple[str, ...], int], list[int]]  # words, how many: numbers of articles
Figures = dict[str, float]


# -- asking


def ask_ours(searcher: Searcher, words: tuple[str, ...], most: int) -> list[int]:
    asked = parse(" ".join(words))
    hits = searcher.search(Request(asked, size=most, facets=False, snippets=False)).hits
    return [number_of(hit.id) for hit in hits]


def ask_tantivy(index: Any, words: tuple[str, ...], most: int, *, joined: str) -> list[int]:
    boosts = {"title": TITLE_WEIGHT}
    query = index.parse_query(joined.join(words), ["title", "body"], field_boosts=boosts)
    searcher = index.searcher()
    return [number_of(searcher.doc(at)["id"][0]) for _, at in searcher.search(query, most).hits]


def ask_fts5(
    db: sqlite3.Connection, words: tuple[str, ...], most: int, *, joined: str
) -> list[int]:
    sql = "SELECT id FROM docs WHERE docs MATCH ? ORDER BY rank LIMIT ?"
    asked = joined.join(f'"{word}"' for word in words)
    return [number_of(row[0]) for row in db.execute(sql, (asked, most))]


def number_of(ident: str) -> int:
    return int(ident.removeprefix("d"))


def engines_in(folder: Path, names: list[str]) -> dict[str, Asked]:
    engines: dict[str, Asked] = {"ours": partial(ask_ours, open_ours(folder))}
    for how, joined in (("all", " AND "), ("any", " OR ")):
        if "tantivy" in names:
            import tantivy

            index = tantivy.Index.open(str(folder / "tantivy"))
            engines[f"tantivy, {how}"] = partial(ask_tantivy, index, joined=joined)
        db = sqlite3.connect(folder / "fts5" / "docs.db")
        engines[f"fts5, {how}"] = partial(ask_fts5, db, joined=joined)
    return engines


# -- measuring


def share(question: Question, found: list[int]) -> float:
    return len(question.right.intersection(found)) / PAGE


def reciprocal_rank(question: Question, found: list[int]) -> float:
    ranks = (rank for rank, number in enumerate(found, 1) if number in question.right)
    return 1 / next(ranks, float("inf"))


def measure(
    ask: Asked, asked: list[Question], known: list[Question], *, misses: bool = False
) -> Figures:
    shares: dict[str, list[float]] = {}
    for question in asked:
        had = share(question, ask(question.words, PAGE))
        shares.setdefault(question.kind, []).append(had)
        if misses and had < 1:
            print(f"  {question.kind} {' '.join(question.words)}: {had:.1f}")
    ranks = [reciprocal_rank(each, ask(each.words, DEPTH)) for each in known]
    every = [value for values in shares.values() for value in values]
    figures = {kind: statistics.mean(values) for kind, values in shares.items()}
    figures |= {"typed": statistics.mean(every), "known": statistics.mean(ranks)}
    return {name: round(value, 4) for name, value in figures.items()}


def measure_all(
    data: Path, folder: Folder, names: list[str], *, misses: bool
) -> dict[str, dict[str, Figures]]:
    """Figures by half and engine."""
    folder.fill(data / DOCS)
    for name in names:
        folder.build(name)
    given = read_lines(data / DOCS)
    words = Words(
        (each["title"], [*filter(str.strip, each["body"].split("\n\n"))]) for each in given
    )
    asked, known = questions(words), known_items(words)
    figures: dict[str, dict[str, Figures]] = {}
    for half in HALVES:
        print(f"{half}: {len(asked[half])} questions, {len(known[half])} known articles")
        figures[half] = {}
        for name, ask in engines_in(folder.path, names).items():
            shown = misses and name == "ours"
            figures[half][name] = measure(ask, asked[half], known[half], misses=shown)
            told = "  ".join(f"{key} {value:.4f}" for key, value in figures[half][name].items())
            print(f"{name:14} {told}", flush=True)
    return figures


def with_peers(figures: dict[str, Figures]) -> Figures:
    """Ours, and ours by the best of the peers."""
    peers = [values["known"] for name, values in figures.items() if name != "ours"]
    ours = figures["ours"]
    return {
        "typed": ours["typed"],
        "known": ours["known"],
        "known / best peer": round(ours["known"] / max(peers), 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="where to build, and what to use again"
    )
    parser.add_argument("--misses", action="store_true", help="print what is not answered well")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    add_option(parser)
    options = parser.parse_args()
    try:
        names, data = choose("ours,tantivy,fts5", ARTICLES), find_data(options.folder)
        with place(options.keep) as path:
            kept = Folder(Path(path), ARTICLES)
            figures = measure_all(data, kept, names, misses=options.misses)
    except Unusable as problem:
        print(f"{problem}: nothing was measured", file=sys.stderr)
        return 2
    digest = digest_of(data, (DOCS,))
    measured = [
        Measured(f"typed {half}", digest, with_peers(values)) for half, values in figures.items()
    ]
    low = compare(measured, rising=options.rising)
    print("\n".join(low) if low else "no figure is below its floor")
    if options.json:
        print(json.dumps(figures))
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
