"""Whether every reprint is found, and nothing else: copies made by rule among 20,000 articles.

    python benchmarks/reprints.py DIR            DIR holds speed/docs-20k.jsonl.gz
    python benchmarks/reprints.py --keep FOLDER  keep the corpus there, and use what is there
    --docs 200000                                among so many articles: no floors for them
    --misses                                     print what is missed, and what is wrong
    --json                                       the last line is one JSON object

Copies of random articles have 0, 2, 5, 10, 15 or 20 of 100 words changed (five of seven for a word
of another article, one left out, one with another behind it), and besides nothing, or a paragraph
less, or one more, or both: up to a quarter of the text is gone or new. `recall N` is the share of
the copies with N words changed that are in one group with their original.

`precision` is over all pairs in groups in which a made article is: right are those of one original,
or of originals that are reprints without them. Made besides are articles that have half of their
text from each of two others, articles that are a third of a longer one, and short ones with the
same stock line. `false` counts the pairs of given articles of which not half of the words of each
stand in the other in runs of five, by a count of its own.

`unlike` counts what differs between an index that was brought up to date six times, as articles
came, were edited, removed and put back, and one that was built anew. `bytes` is what they add to an
article in the index, `update` what an update of one article takes to find them, in seconds of CPU
time. Exits with 1 below a floor of floors.json."""

import argparse
import json
import random
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.floors import Measured, add_option, compare, digest_of
from benchmarks.speed import DOCS, place
from benchmarks.speed_articles import read_lines
from benchmarks.speed_engines import Unusable
from benchmarks.speed_folder import Folder
from corpus.article import Article
from corpus.store.store import ArticleStore
from index import open_indexer
from index.generation import open_files
from index.generations import Generations
from index.reprints import NAME, find_reprints, read_verdicts
from search import open_searcher
from search.matching.results import Filters, Request
from search.query.parser import parse

ARTICLES = 20_000
SEED = 5
SHARES = (0, 2, 5, 10, 15, 20)  # words of 100
KINDS = ("same", "less", "more", "both")  # paragraphs
COPIES = 40  # of each share and kind
DECOYS = 100  # of each sort
MOST_OF_ALL = 0.25  # of the words that are gone or new
FEWEST_WORDS = 100  # of an original
RUN = 5
TIMED = 5
STOCK = (
    "The views expressed here are those of the author alone and do not bind the paper or those who "
    "own it; letters to the editor are welcome and may be shortened before they are printed."
)

Paragraphs = list[list[str]]  # of words
Group = frozenset[str]  # ids


@dataclass(frozen=True, slots=True)
class Made:
    """An article that was made out of others."""

    article: Article
    share: int = -1  # words of 100 that were changed; -1 for what is no copy
    original: str = ""  # of what it is a copy


class Maker:
    """Makes articles out of the given ones."""

    def __init__(self, data: Path) -> None:
        self._dice = random.Random(SEED)
        self.texts = [
            [paragraph.split() for paragraph in line["body"].split("\n\n") if paragraph.strip()]
            for line in read_lines(data)
        ][:ARTICLES]

    def all(self) -> list[Made]:
        """Copies, and what is none."""
        dice = self._dice
        fit = [n for n, text in enumerate(self.texts) if _size(text) >= FEWEST_WORDS]
        originals = iter(dice.sample(fit, len(SHARES) * len(KINDS) * COPIES + 2 * DECOYS))
        every = [paragraph for text in self.texts for paragraph in text]
        made = [
            self._copy(next(originals), share, kind)
            for share in SHARES for kind in KINDS for _ in range(COPIES)
        ]  # fmt: skip
        for number in range(DECOYS):
            one, other = (self.texts[next(originals)] for _ in range(2))
            half = min(_size(one), _size(other)) // 2
            made.append(_none(f"half{number}", [*_first(one, half), *_first(other, half)]))
            longer = [*one]
            while _size(longer) < 3 * _size(one):
                longer.append(dice.choice(every))
            made.append(_none(f"long{number}", longer))
            own = dice.choices(dice.choice(every), k=dice.randint(10, 20))
            made.append(_none(f"stock{number}", [own, STOCK.split()]))
        return made

    def _copy(self, number: int, share: int, kind: str) -> Made:
        text = [paragraph[:] for paragraph in self.texts[number]]
        if kind in ("less", "both"):
            text = self._less(text)
        text = [[*self._changed(paragraph, share / 100)] for paragraph in text]
        if kind in ("more", "both"):
            text.insert(self._dice.randrange(len(text) + 1), self._other(MOST_OF_ALL * _size(text)))
        name = f"c{share:02}{kind}{number}"
        return Made(article(name, text), share, f"d{number:06}")

    def _less(self, text: Paragraphs) -> Paragraphs:
        """The text without a paragraph; where all are long, without the end of one."""
        most = int(MOST_OF_ALL * _size(text))
        fit = [at for at, paragraph in enumerate(text) if len(paragraph) <= most]
        if fit:
            at = self._dice.choice(fit)
            return [*text[:at], *text[at + 1 :]]
        at = max(range(len(text)), key=lambda place: len(text[place]))
        return [*text[:at], text[at][:-most], *text[at + 1 :]]

    def _other(self, most: float) -> list[str]:
        """A paragraph of another article, cut to so many words."""
        return self._dice.choice(self._dice.choice(self.texts))[: int(most)]

    def _changed(self, words: Sequence[str], share: float) -> Iterator[str]:
        for word in words:
            if self._dice.random() >= share:
                yield word
                continue
            match self._dice.randrange(7):
                case 0:
                    pass
                case 1:
                    yield word
                    yield self._word()
                case _:
                    yield self._word()

    def _word(self) -> str:
        return self._dice.choice(self._dice.choice(self._dice.choice(self.texts)))


def _size(text: Paragraphs) -> int:
    return sum(map(len, text))


def _first(text: Paragraphs, size: int) -> Paragraphs:
    """The first paragraphs, of so many words."""
    found: Paragraphs = []
    for paragraph in text:
        if size > 0:
            found.append(paragraph[:size])
            size -= len(paragraph)
    return found


def _none(name: str, text: Paragraphs) -> Made:
    return Made(article(name, text))


def article(name: str, text: Paragraphs) -> Article:
    paragraphs = tuple(" ".join(paragraph) for paragraph in text if paragraph)
    return Article(
        id=name, url=f"https://made.invalid/{name}", title=name, paragraphs=paragraphs,
        published=date(2022, 1, 1), date_source="record",
    )  # fmt: skip


# -- what is found


def groups_in(index: Path) -> dict[str, Group]:
    """Of each article that has reprints its group, as a reader's results have them."""
    asked = Request(
        parse(""), Filters(since=date(1, 1, 1)), facets=False, snippets=False, reprints="together"
    )
    found: dict[str, Group] = {}
    with closing(open_searcher(index)) as searcher:
        for hit in searcher.stream(asked):
            if hit.reprints:
                group = frozenset((hit.id, *(each.id for each in hit.reprints)))
                found |= dict.fromkeys(group, group)
    return found


def right(one: str, other: str, origin: dict[str, str], before: dict[str, Group]) -> bool:
    """Whether two articles of a group have one original, or originals that are reprints."""
    first, second = origin.get(one, one), origin.get(other, other)
    return first == second or second in before.get(first, ())


def shares(one: str, other: str) -> float:
    """The share of the words of each that stands in runs of RUN in the other, the smaller one."""
    words = [re.findall(r"\w+", text.lower()) for text in (one, other)]
    runs = [Counter(zip(*(each[at:] for at in range(RUN)), strict=False)) for each in words]
    both = runs[0] & runs[1]
    least = 1.0
    for each in words:
        left, inside = Counter(both), [False] * len(each)
        for at in range(len(each) - RUN + 1):
            run = tuple(each[at : at + RUN])
            if left[run]:
                left[run] -= 1
                inside[at : at + RUN] = [True] * RUN
        least = min(least, sum(inside) / max(len(each), 1))
    return least


def grow(corpus: Path, index: Path, made: Sequence[Made]) -> None:
    """Bring the index up to date as the made articles come, go, are edited and come back."""
    dice = random.Random(SEED)
    articles = [each.article for each in made]
    dice.shuffle(articles)
    third = len(articles) // 3
    late = [f"d{number:06}" for number in dice.sample(range(ARTICLES), 200)]
    with ArticleStore(corpus) as store:
        for turn in range(3):
            some = articles[turn * third :] if turn == 2 else articles[turn * third :][:third]
            with store.transaction():
                for each in some:
                    store.put(each)
            open_indexer(index).update(store)
        gone = [*late[:100], *(each.id for each in articles[:100])]
        for ident in gone:
            store.remove(ident, "it is measured what happens")
        open_indexer(index).update(store)
        edited = [store.get(ident) for ident in late[100:]]
        for each, other in zip(edited, reversed(edited), strict=True):
            store.put(replace(each, paragraphs=other.paragraphs, sentences=()))
        for ident in gone:
            store.restore_removed(ident)
        open_indexer(index).update(store)
        for each in edited:
            store.put(each)
        open_indexer(index).update(store)


def measure(folder: Path, data: Path, *, misses: bool) -> tuple[dict[str, float], dict[str, float]]:
    """What should be much, and what should be little."""
    corpus, grown, anew = (folder / name for name in ("corpus.db", "grown", "anew"))
    maker = Maker(data)
    with ArticleStore(corpus) as store:
        open_indexer(grown).rebuild(store)
    before = groups_in(grown)
    given = sorted({pair for group in before.values() for pair in combinations(sorted(group), 2)})
    with ArticleStore(corpus) as store:
        texts = {ident: store.get(ident).text for pair in given for ident in pair}
    false = [pair for pair in given if shares(*(texts[ident] for ident in pair)) < 0.5]
    made = maker.all()
    grow(corpus, grown, made)
    with ArticleStore(corpus) as store:
        open_indexer(anew).rebuild(store)
    found, other = groups_in(grown), groups_in(anew)
    live, fresh = (Generations(index).live() for index in (grown, anew))
    unlike = {*read_verdicts(live).items()} ^ {*read_verdicts(fresh).items()}
    unlike_groups = {*found.values()} ^ {*other.values()}

    origin = {each.article.id: each.original for each in made if each.original}
    names = {each.article.id for each in made}
    pairs = {
        pair for group in found.values() for pair in combinations(sorted(group), 2)
        if names & {*pair}
    }  # fmt: skip
    wrong = [pair for pair in pairs if not right(*pair, origin, before)]
    figures: dict[str, float] = {}
    for share in SHARES:
        copies = [each for each in made if each.share == share]
        missed = [e.article.id for e in copies if e.original not in found.get(e.article.id, ())]
        figures[f"recall {share}"] = round(1 - len(missed) / len(copies), 4)
        if misses and missed:
            print(f"  missed, {share} of 100 changed: {' '.join(missed)}")
    figures["precision"] = round(1 - len(wrong) / len(pairs), 4)
    if misses:
        print("".join(f"  wrong: {pair}\n" for pair in wrong), end="")
        print("".join(f"  not half of each: {pair}\n" for pair in false), end="")
    print(f"reprints among the given articles: {len(given)} pairs")
    return figures, {
        "false": len(false),
        "unlike": len(unlike) + len(unlike_groups),
        "bytes": round(_bytes(fresh), 1),
        "update": round(_update(live), 3),
    }


def _bytes(generation: Path) -> float:
    """What an article has more in an index."""
    with closing(open_files(generation, "arrays")) as opened:
        noted = sum(
            section.view.nbytes
            for segment in opened.segments
            for name, section in segment.file.sections.items()
            if name.startswith("sketches")
        )
        size = opened.doc_count()
    return (noted + (generation / NAME).stat().st_size) / size


def _update(generation: Path) -> float:
    """Seconds in which they are found where one article is new, the best of some."""
    known, took = read_verdicts(generation), []
    known.pop(next(iter(known)))
    with closing(open_files(generation, "arrays")) as opened:
        for _ in range(TIMED):
            begun = time.process_time()
            find_reprints(opened, known)
            took.append(time.process_time() - begun)
    return min(took)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--docs", type=int, default=ARTICLES, metavar="N", help=f"how many articles ({ARTICLES})"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the corpus is kept")
    parser.add_argument("--misses", action="store_true", help="print what is missed or wrong")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    add_option(parser)
    options = parser.parse_args()
    data = options.folder / "speed" / DOCS
    if not data.exists():
        print(f"no speed/{DOCS}: nothing was measured", file=sys.stderr)
        return 2
    try:
        with place(options.keep) as path, TemporaryDirectory(prefix="reprints") as room:
            kept = Folder(Path(path), options.docs)
            kept.fill(data)
            shutil.copyfile(kept.path / "corpus.db", Path(room) / "corpus.db")
            figures, costs = measure(Path(room), data, misses=options.misses)
    except Unusable as problem:
        print(f"{problem}: nothing was measured", file=sys.stderr)
        return 2
    print("  ".join(f"{name} {value}" for name, value in (figures | costs).items()))
    digest = digest_of(options.folder, [f"speed/{DOCS}"])
    low = compare(
        [Measured(f"reprints {options.docs}", digest, figures, costs)], rising=options.rising
    )
    print("\n".join(low) if low else "no figure is below its floor")
    if options.json:
        print(json.dumps(figures | costs))
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
