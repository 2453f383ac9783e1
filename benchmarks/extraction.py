"""How well the cleaner reads pages: `python benchmarks/extraction.py DIR [--json]`.

    --no-peers      ours only
    --sealed        the sealed fifth of the hosts, too, on a line of its own: what melts there was
                    tuned to the rest. Without it no sealed page is read
    --misses        what ours got wrong: a line for each title, author and day, and for each text
                    with F1 below .9; never of a sealed page

DIR holds the pages of a set and what is right on each (see truth.py). Prints figures for our
cleaner and, in the same run, for those of its peers that are installed: F1 of the words of the
texts, the shares of right titles, authors and days; in a set of days how many are right, none and
wrong, by kind of page; the median of milliseconds of CPU time. Exits with 1 when one of ours is
worse than its floor in floors.json, or the pages are not those of the floors; our time is measured
against BeautifulSoup's.
"""

import argparse
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.extractors import (
    CALIBRATION,
    DAY_PEERS,
    TEXT_PEERS,
    Answer,
    Extractor,
    ours,
)
from benchmarks.floors import Measured, add_option, compare, digest_of
from benchmarks.truth import FILES, Truth, fold, is_sealed, read_page, read_truths
from corpus.errors import PageRefused

LOW = 0.9  # F1 of a text that is listed as a miss
_LESS_IS_BETTER = ("false_dates", "none", "wrong")
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One page: how right it was read; None where there is nothing to be right about."""

    kind: str
    sealed: bool
    ms: float
    figures: dict[str, float | None]
    refused: str = ""  # the reason, where it was
    misses: tuple[str, ...] = ()


def word_f1(found: str, truth: str) -> float:
    """F1 over the bags of lower-case words."""
    got, wanted = (
        Counter(re.findall(r"\w+", found.lower())),
        Counter(re.findall(r"\w+", truth.lower())),
    )
    common = (got & wanted).total()
    if not common:
        return float(not got and not wanted)
    return 2 * common / (got.total() + wanted.total())


def judge(answer: Answer, truth: Truth, ms: float, refused: str) -> Verdict:
    """One page's answer held against what is right."""
    figures: dict[str, float | None] = {}
    misses = []
    if truth.text is not None:
        figures["f1"] = f1 = word_f1(answer.text, truth.text)
        if f1 < LOW:
            misses.append(f"text: F1 {f1:.3f}")
    if truth.titles is not None:
        figures["title"] = fold(answer.title) in map(fold, truth.titles)
        if not figures["title"]:
            misses.append(f"title: {answer.title!r}, truly {' or '.join(truth.titles)!r}")
    if truth.authors is not None:
        figures["author"] = truth.names(answer.authors) == truth.authors
        if not figures["author"]:
            misses.append(f"author: {answer.authors}, truly {sorted(truth.authors)}")
    if truth.day is not None:
        right = answer.day == truth.day
        if not right:
            misses.append(f"day: {answer.day or 'none'}, truly {truth.day or 'none'}")
        if truth.text is None:
            figures["right"] = right
            figures["none"] = not answer.day
            figures["wrong"] = bool(answer.day) and not right
        else:
            figures["date"] = right if truth.day else None
            figures["false_dates"] = None if truth.day else bool(answer.day)
    reason = f"{truth.id} {truth.url}: {refused}" if refused else ""
    told = tuple(f"{truth.id} {miss}" for miss in misses)
    return Verdict(truth.kind, is_sealed(truth.url), ms, figures, reason, told)


def measure(folder: Path, truths: Iterable[Truth], extractor: Extractor) -> list[Verdict]:
    """A verdict for each page."""
    verdicts = []
    for truth in truths:
        body = read_page(folder, truth)
        began = time.process_time()
        try:
            answer, refused = extractor(body, truth), ""
        except PageRefused as refusal:
            answer, refused = Answer(), str(refusal)
        verdicts.append(judge(answer, truth, (time.process_time() - began) * 1000, refused))
    return verdicts


def figures_of(verdicts: Sequence[Verdict]) -> Figures:
    """Means, of the time the median."""
    figures = {}
    for name in dict.fromkeys(name for verdict in verdicts for name in verdict.figures):
        values = [value for verdict in verdicts if (value := verdict.figures.get(name)) is not None]
        if values:
            figures[name] = round(statistics.fmean(values), 4)
    return figures | {"ms": round(statistics.median(verdict.ms for verdict in verdicts), 2)}


def groups_of(name: str, verdicts: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    """The verdicts by kind of page, and sealed ones apart, each with the label of its line."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(f"{name} {verdict.kind}".strip(), []).append(verdict)
        if verdict.sealed:
            groups.setdefault(f"{name} {verdict.kind}".strip() + ", sealed", []).append(verdict)
    for label in [label for label in groups if f"{label}, sealed" in groups]:
        groups[f"{label}, rest"] = [each for each in groups[label] if not each.sealed]
    return groups


def report(name: str, verdicts: Sequence[Verdict]) -> dict[str, Figures]:
    """Print a line for each group."""
    found = {}
    for label, group in groups_of(name, verdicts).items():
        found[label] = figures_of(group)
        told = " ".join(f"{key} {value:<7}" for key, value in found[label].items())
        print(f"{label:30}{len(group):5} pages  {told}", flush=True)
    return found


def measured(
    folder: Path, truth: Truth, ours: dict[str, Figures], peers: dict[str, Figures]
) -> list[Measured]:
    """What is compared with the floors: our figures, and our time beside a peer's where that was
    measured. `truth` is any of the set's, and tells which set it is."""
    sets = []
    set_name = "newspapers" if truth.people_only else "extraction"
    set_name = "dates" if truth.kind else set_name
    for label, figures in ours.items():
        at_most = {name: figures[name] for name in _LESS_IS_BETTER if name in figures}
        if CALIBRATION in peers:
            at_most["ms / bs4"] = round(figures["ms"] / peers[CALIBRATION]["ms"], 3)
        at_least = {
            name: value for name, value in figures.items() if name not in ("ms", *_LESS_IS_BETTER)
        }
        name = " ".join((set_name, *label.split()[1:]))
        sets.append(Measured(name, digest_of(folder, FILES), at_least, at_most))
    return sets


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dir", type=Path)
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object as the last line"
    )
    parser.add_argument("--no-peers", action="store_true", help="measure ours only")
    parser.add_argument("--sealed", action="store_true", help="the sealed hosts, too")
    parser.add_argument("--misses", action="store_true", help="list what ours got wrong")
    add_option(parser)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; the exit code."""
    options = read_options(arguments)
    folder = options.dir.resolve()
    truths = [each for each in read_truths(folder) if options.sealed or not is_sealed(each.url)]
    verdicts = measure(folder, truths, ours)
    found = report("ours", verdicts)
    for verdict in verdicts:
        if not verdict.sealed and verdict.refused:
            print(f"refused: {verdict.refused}")
        for miss in verdict.misses if options.misses and not verdict.sealed else ():
            print(f"  {miss}")
    peers: dict[str, Figures] = {}
    known = DAY_PEERS if truths[0].text is None else TEXT_PEERS
    for name, (module, extractor) in {} if options.no_peers else known.items():
        if find_spec(module) is None:
            print(f"{name:30} not installed")
            continue
        peers |= report(name, measure(folder, truths, extractor))
    failures = (
        []
        if options.sealed
        else compare(measured(folder, truths[0], found, peers), rising=options.rising)
    )
    print("\n".join(failures), file=sys.stderr, end="\n" if failures else "")
    if options.json:
        print(json.dumps({"ours": found, "peers": peers}))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
