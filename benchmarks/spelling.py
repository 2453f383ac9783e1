"""Did you mean: how often what was meant is offered, and how often something is that was not.

    python benchmarks/spelling.py DIR              DIR holds relevance/spelling/*.tsv and
                                                   speed/docs-20k.jsonl.gz
    --docs 2000                                    of so many articles only (default: 20000)
    --keep FOLDER                                  build there, and use what was built there before
    --misses                                       print what was offered wrongly
    --most 1000                                    so many pairs of a set, evenly drawn (0: all)
    --json                                         the last line is one JSON object

A set is lines of a wrong and a right spelling, the first line their heading. Only those count whose
right word is in an article. Each wrong word is asked of the searcher that readers use, as is each
right word; the peer is symspellpy, which is given the same words with their numbers of articles.
`right` is the share of wrong words for which the right one is offered, `offers` the share of right
words for which any is; of the names of the articles, too: words that nearly always have a capital
within sentences. Times are CPU milliseconds of a whole answer. The costs of slips were
chosen on a sample of Birkbeck's set, all else with Norvig's first set in sight."""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.floors import Measured, add_option, compare, digest_of
from benchmarks.speed import DOCS, place
from benchmarks.speed_articles import read_lines
from benchmarks.speed_engines import Unusable
from benchmarks.speed_folder import Folder
from benchmarks.typed_questions import CAPITAL, ENOUGH, Words
from index.generation import open_generation
from index.generations import Generations
from search import open_searcher
from search.arrays.reader import ArrayIndexReader
from search.matching.results import Request
from search.query.parser import parse

Pair = tuple[str, str]  # a wrong and a right spelling
Offer = Callable[[str], str | None]
T = TypeVar("T")
MOST = 1_000  # pairs of a set, and names
NAMES = "names"


def read_pairs(path: Path) -> list[Pair]:
    lines = path.read_text(encoding="utf-8").casefold().splitlines()[1:]
    pairs = [tuple(line.split("\t")) for line in lines]
    return [(wrong, right) for wrong, right in pairs if wrong != right]


def some(every: list[T], most: int) -> list[T]:
    """So many of them, evenly drawn; all for 0."""
    return every[:: -(-len(every) // most)] if most and every else every


def words_of(index: Path) -> dict[str, int]:
    """Every word of the index, with the number of articles it is in."""
    opened, _ = open_generation(Generations(index).live(), "arrays")
    words: dict[str, int] = {}
    for vocabulary in ArrayIndexReader(opened).vocabularies("text_exact"):
        for word, docs in vocabulary.beginning("", len(vocabulary.docs)):
            words[word] = words.get(word, 0) + docs
    opened.close()
    return words


def names_in(path: Path, docs: int) -> list[str]:
    """The words of the first `docs` articles that are names, of as many articles as show that."""
    words = Words(
        (each["title"], [*filter(str.strip, each["body"].split("\n\n"))])
        for each in islice(read_lines(path), docs)
    )
    named = words.says & (words.capital_share >= CAPITAL) & (words.spread >= ENOUGH)
    return sorted(words.vocabulary[form] for form in named.nonzero()[0].tolist())


def ours(index: Path) -> Offer:
    searcher = open_searcher(index)

    def offer(word: str) -> str | None:
        asked = Request(parse(word), facets=False, snippets=False)
        suggestion = searcher.search(asked).suggestion
        return suggestion.query if suggestion else None

    return offer


def symspell(words: dict[str, int]) -> Offer | None:
    try:
        from symspellpy import SymSpell, Verbosity
    except ImportError:
        print("symspellpy is not installed (pip install 'backfile[bench]'): left out")
        return None
    peer = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word, docs in words.items():
        peer.create_dictionary_entry(word, docs)

    def offer(word: str) -> str | None:
        found = peer.lookup(word, Verbosity.TOP, max_edit_distance=2)
        return found[0].term if found and found[0].term != word else None

    return offer


def measure(pairs: list[Pair], offer: Offer, misses: bool) -> dict[str, float]:
    times: list[float] = []

    def timed(word: str) -> str | None:
        begun = time.thread_time()
        offered = offer(word)
        times.append((time.thread_time() - begun) * 1e3)
        return offered

    offered = [(wrong, right, timed(wrong)) for wrong, right in pairs]
    if misses:
        for wrong, right, made in offered:
            if made != right:
                print(f"    {wrong}: {made}, not {right}")
    slow = sorted(times)
    rights = list(dict.fromkeys(right for _, right in pairs))
    return {
        "right": round(sum(made == right for _, right, made in offered) / len(offered), 4),
        "offers": offers(rights, offer, misses),
        "ms p50": round(statistics.median(slow), 2),
        "ms p95": round(slow[int(0.95 * len(slow))], 2),
    }


def offers(rights: list[str], offer: Offer, misses: bool) -> float:
    """The share of right words for which another is offered."""
    false = [(right, made) for right in rights if (made := offer(right))]
    if misses:
        print("    offered for right words:", *(f"{right}: {made}" for right, made in false))
    return round(len(false) / len(rights), 4)


def measure_all(
    sets: Iterable[Path], names: list[str], index: Path, *, most: int, misses: bool
) -> dict[str, dict[str, dict[str, float]]]:
    words = words_of(index)
    engines: dict[str, Offer | None] = {"ours": ours(index), "symspellpy": symspell(words)}
    present = {name: offer for name, offer in engines.items() if offer is not None}
    for offer in present.values():
        offer("wrods")  # what is made when first asked for
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for path in sets:
        every = read_pairs(path)
        known = [pair for pair in every if pair[1] in words]
        asked = some(known, most)
        counts = f"right word held {len(known):,}, asked {len(asked):,}"
        print(f"{path.stem}: pairs {len(every):,}, {counts}")
        for name, offer in present.items():
            if asked:
                values = measure(asked, offer, misses and name == "ours")
                figures.setdefault(path.stem, {})[name] = values
                shown = "  ".join(f"{label} {value}" for label, value in values.items())
                print(f"  {name:12} {shown}", flush=True)
    asked_names = some(names, most)
    print(f"{NAMES}: held {len(names):,}, asked {len(asked_names):,}")
    for name, offer in present.items():
        if asked_names:
            share = offers(asked_names, offer, misses and name == "ours")
            figures.setdefault(NAMES, {})[name] = {"offers": share}
            print(f"  {name:12} offers {share}", flush=True)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--docs", type=int, default=20_000, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--most", type=int, default=MOST, metavar="N")
    parser.add_argument("--misses", action="store_true", help="print what was offered wrongly")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    add_option(parser)
    options = parser.parse_args()
    spelling, data = options.folder / "relevance" / "spelling", options.folder / "speed"
    sets = sorted(spelling.glob("*.tsv"))
    try:
        if not sets or not (data / DOCS).exists():
            raise Unusable(f"no *.tsv in {spelling} or no {DOCS} in {data}")
        with place(options.keep) as path:
            folder = Folder(Path(path), options.docs)
            folder.fill(data / DOCS)
            folder.build("ours")
            index = folder.path / "ours"
            names = names_in(data / DOCS, options.docs)
            figures = measure_all(sets, names, index, most=options.most, misses=options.misses)
    except Unusable as problem:
        print(f"{problem}: nothing was measured", file=sys.stderr)
        return 2
    measured = []
    for name, values in figures.items():
        files = [f"speed/{DOCS}", *([] if name == NAMES else [f"relevance/spelling/{name}.tsv"])]
        given = values["ours"]
        measured.append(
            Measured(
                f"spelling {name} {options.docs} {options.most}",
                digest_of(options.folder, files),
                {"right": given["right"]} if "right" in given else {},
                {"offers": given["offers"]},
            )
        )
    low = compare(measured, rising=options.rising)
    print("\n".join(low) if low else "no figure is below its floor")
    if options.json:
        print(json.dumps(figures))
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
