"""How well the cleaner reads article pages: `python benchmarks/extraction.py DIR [--json]`.

    --no-peers      ours only
    --halves SEED   ours on two halves of the pages, too, drawn at random: what holds on one only
                    was tuned to it
    --misses        what ours got wrong: a line for each title, author and date, and for each text
                    with F1 below .9

DIR holds `truth.jsonl` (url, title, author, publish_date, main_content) and `html/<id>.html.gz`.
Prints figures for our cleaner and, in the same run, for trafilatura, readability-lxml and all <p>
of BeautifulSoup, where they are installed. Exits with 1 when one of ours is worse than its floor in
floors.json, or the pages are not those of the floors; our time is measured against BeautifulSoup's.
"""

import argparse
import gzip
import json
import random
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.floors import Measured, add_option, compare, digest_of
from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.errors import PageRefused

DATA = ("truth.jsonl", "html/*.html.gz")
# after every date of the set, so that none is refused as future
FETCHED_AT = datetime(2026, 6, 1, tzinfo=UTC)
FIGURES = ("f1", "title", "author", "date", "false_dates", "ms")
LOW = 0.9  # F1 of a text that is listed as a miss
CALIBRATION = "bs4, all <p>"  # a machine's speed is what this takes on it


@dataclass(frozen=True, slots=True)
class Answer:
    text: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""


Extractor = Callable[[bytes, str], Answer]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One page: how right it was read; None where there is nothing to be right about."""

    f1: float
    title: bool | None
    author: bool | None
    date: bool | None
    false_dates: bool | None
    ms: float
    refused: tuple[str, ...]  # the reason, where it was
    misses: tuple[str, ...]


def figures_of(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Means, of the time the median."""
    figures = {}
    for name in FIGURES[:-1]:
        values = [value for verdict in verdicts if (value := getattr(verdict, name)) is not None]
        figures[name] = round(statistics.fmean(values), 4) if values else 0.0
    return figures | {"ms": round(statistics.median(verdict.ms for verdict in verdicts), 2)}


def ours(body: bytes, url: str) -> Answer:
    article = clean(
        Page(url=url, body=body, content_type="text/html", charset=None, fetched_at=FETCHED_AT)
    )
    day = article.published.isoformat() if article.published else ""
    return Answer(article.text, article.title, article.byline, day)


def trafilatura(body: bytes, url: str) -> Answer:
    from trafilatura import bare_extraction

    found = bare_extraction(body, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return Answer()
    said = found.as_dict()
    return Answer(
        said["text"] or "", said["title"] or "", _names(said["author"] or ""), said["date"] or ""
    )


def readability(body: bytes, url: str) -> Answer:
    from lxml import html
    from readability import Document

    document = Document(body.decode("utf-8", "replace"), url=url)
    summary = document.summary()
    return Answer(
        " ".join(html.fromstring(summary).itertext()) if summary.strip() else "",
        document.short_title(),
    )


def all_paragraphs(body: bytes, url: str) -> Answer:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(body, "lxml")
    title = soup.title.get_text() if soup.title else ""
    return Answer("\n".join(p.get_text(" ") for p in soup.find_all("p")), title)


PEERS: dict[str, tuple[str, Extractor]] = {
    "trafilatura": ("trafilatura", trafilatura),
    "readability-lxml": ("readability", readability),
    CALIBRATION: ("bs4", all_paragraphs),
}


def word_f1(found: str, truth: str) -> float:
    got, wanted = (
        Counter(re.findall(r"\w+", found.lower())),
        Counter(re.findall(r"\w+", truth.lower())),
    )
    common = (got & wanted).total()
    if not common:
        return float(not got and not wanted)
    return 2 * common / (got.total() + wanted.total())


def _fold(text: str) -> str:
    plain = "".join(
        char
        for char in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(char)
    )
    return " ".join(re.findall(r"\w+", plain))


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, re.split(r"[,;&]|\band\b", text))))


def _same_people(found: tuple[str, ...], truth: str) -> bool:
    return {_fold(name) for name in found} == {_fold(name) for name in _names(truth)}


def measure(folder: Path, extractor: Extractor) -> list[Verdict]:
    verdicts = []
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        truth: dict[str, Any] = json.loads(line)
        body = gzip.decompress((folder / "html" / f"{truth['id']}.html.gz").read_bytes())
        began = time.process_time()
        try:
            answer, refused = extractor(body, truth["url"]), ""
        except PageRefused as refusal:
            answer, refused = Answer(), str(refusal)
        verdicts.append(judge(answer, truth, (time.process_time() - began) * 1000, refused))
    return verdicts


def judge(answer: Answer, truth: dict[str, Any], ms: float, refused: str) -> Verdict:
    day, f1 = (truth["publish_date"] or "")[:10], word_f1(answer.text, truth["main_content"] or "")
    title = _fold(answer.title) == _fold(truth["title"]) if truth["title"] else None
    author = _same_people(answer.authors, truth["author"]) if truth["author"] else None
    misses = {
        f"text: F1 {f1:.3f}": f1 < LOW,
        f"title: {answer.title!r}, truly {truth['title']!r}": title is False,
        f"author: {', '.join(answer.authors)!r}, truly {truth['author']!r}": author is False,
        f"date: {answer.date or 'none'}, truly {day or 'none'}": answer.date != day,
    }
    date, false_date = (answer.date == day, None) if day else (None, bool(answer.date))
    missed = tuple(f"{truth['id']} {miss}" for miss, is_one in misses.items() if is_one)
    reason = (f"{truth['id']} {truth['url']}: {refused}",) if refused else ()
    return Verdict(f1, title, author, date, false_date, ms, reason, missed)


def measured(folder: Path, ours: dict[str, float], peers: dict[str, dict[str, float]]) -> Measured:
    """What is compared with the floors: our figures, and our time beside a peer's where that was
    measured."""
    at_most = {"false_dates": ours["false_dates"]}
    if CALIBRATION in peers:
        at_most["ms / bs4"] = round(ours["ms"] / peers[CALIBRATION]["ms"], 3)
    at_least = {name: ours[name] for name in ("f1", "title", "author", "date")}
    return Measured("extraction", digest_of(folder, DATA), at_least, at_most)


def report(name: str, figures: dict[str, float]) -> str:
    return f"{name:18}" + "".join(f"{figures[key]:>12}" for key in FIGURES)


def report_more(verdicts: list[Verdict], *, halves: int | None, misses: bool) -> None:
    if halves is not None:
        drawn = random.Random(halves).sample(verdicts, len(verdicts))
        middle = len(drawn) // 2
        print(report("  one half", figures_of(drawn[:middle])))
        print(report("  the other", figures_of(drawn[middle:])))
    for verdict in verdicts:
        for reason in verdict.refused:
            print(f"refused: {reason}")
        for miss in verdict.misses if misses else ():
            print(f"  {miss}")


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dir", type=Path)
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object as the last line"
    )
    parser.add_argument("--no-peers", action="store_true", help="measure ours only")
    parser.add_argument("--halves", type=int, metavar="SEED", help="ours on two random halves, too")
    parser.add_argument("--misses", action="store_true", help="list what ours got wrong")
    add_option(parser)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    options = read_options(arguments)
    print(f"{'':18}" + "".join(f"{key:>12}" for key in FIGURES))
    verdicts = measure(options.dir, ours)
    figures = figures_of(verdicts)
    print(report("ours", figures))
    report_more(verdicts, halves=options.halves, misses=options.misses)
    peers = {}
    for name, (module, extractor) in {} if options.no_peers else PEERS.items():
        if find_spec(module) is None:
            print(f"{name:18} not installed")
            continue
        peers[name] = figures_of(measure(options.dir, extractor))
        print(report(name, peers[name]))
    failures = compare([measured(options.dir, figures, peers)], rising=options.rising)
    print("\n".join(failures), file=sys.stderr, end="\n" if failures else "")
    if options.json:
        print(json.dumps({"ours": figures, "peers": peers}))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
