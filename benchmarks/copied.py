"""Whether every copied sentence is found: drafts made by rule against 20,000 articles.

    python benchmarks/copied.py DIR            DIR holds speed/docs-20k.jsonl.gz and
                                               extraction/truth.jsonl
    python benchmarks/copied.py --keep FOLDER  build there, and use what is there, as speed.py does
    --docs 200000                              of so many articles: their figures have no floors
    --misses                                   print what is not found
    --json                                     the last line is one JSON object

A sentence of 7 to 28 words of a random article stands in a draft of 240, 960 or 3,200 words of
other papers' texts (extraction/), a hundred drafts each: `found N` is the share in which its
article is found with a run that holds the whole sentence, or the sentence is told to be a stock
line; `two` that of drafts with two sentences of one article. `changed` has the sentence spelt
otherwise: accents, hyphens, dashes, quotes, "&", the commas of numbers, line ends, capitals.
`false` counts runs of a hundred drafts of other papers' texts that are not the same in both by a
folding of its own. `ms 1000` and `ms 3200` are CPU milliseconds of a draft, the slowest of twenty
but one; `whole 1000` and `whole 3200` the median of all that is said of it, other words and the
same subject too. Exits with 1 below a floor of floors.json."""

import argparse
import json
import random
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.floors import Measured, add_option, compare, digest_of
from benchmarks.speed import DOCS, place
from benchmarks.speed_articles import Given
from benchmarks.speed_engines import Unusable, open_ours
from benchmarks.speed_folder import Folder
from corpus.page.text import tidy_paragraphs
from corpus.store.store import ArticleStore
from search.copied_runs import CopiedArticle
from search.coverage import cover
from search.searcher import Searcher

ARTICLES = 20_000
SEED = 16
WORDS = (240, 960, 3_200)
DRAFTS, TIMED = 100, 20
SHORTEST, LONGEST = 7, 28
WIDTH = 60  # characters of a line that is broken

Sentence = tuple[str, str]  # an article's id, and one of its sentences
Change = Callable[[str], str]


# -- drafts


class Texts:
    """Sentences of the articles, and paragraphs of other papers."""

    def __init__(self, data: Path) -> None:
        self._given = Given.read(data / "speed" / DOCS, ARTICLES)
        told = (data / "extraction" / "truth.jsonl").read_text("utf-8").splitlines()
        pages = [json.loads(line)["main_content"] for line in told]
        self._others = [[*filter(None, map(str.strip, page.split("\n")))] for page in pages if page]

    def sentences(self, dice: random.Random, count: int) -> list[Sentence]:
        """Different sentences of one random article."""
        while True:
            number = dice.randrange(len(self._given.titles))
            begin, end = self._given.begins[number : number + 2]
            every = {
                paragraph.text[slice(*bounds)]
                for paragraph in self._given.paragraphs[begin:end]
                for bounds in paragraph.sentences
            }
            fit = sorted(each for each in every if SHORTEST <= len(each.split()) <= LONGEST)
            if len(fit) >= count:
                return [(f"d{number:06}", each) for each in dice.sample(fit, count)]

    def draft(self, dice: random.Random, words: int, sentences: Sequence[str] = ()) -> str:
        """So many words of other papers, the sentences each in a paragraph of them."""
        paragraphs: list[str] = []
        left = words
        while left > 0:
            for paragraph in dice.choice(self._others):
                some = paragraph.split()[:left]
                left -= len(some)
                paragraphs.append(" ".join(some))
                if left <= 0:
                    break
        for sentence in sentences:
            at = dice.randrange(len(paragraphs))
            paragraphs[at] = f"{paragraphs[at]} {sentence} {dice.choice(('And so', 'But'))}"
        return "\n\n".join(paragraphs)


# -- other spelling


def accented(text: str) -> str:
    return text.translate(str.maketrans("aeiou", "áèîöū"))


def joined(text: str) -> str:
    return re.sub(r"(?<=[a-z])[-\u2010-\u2013](?=[a-z])", "", text)


def parted(text: str) -> str:
    return re.sub(r"(?<=[a-z])[-\u2010-\u2013](?=[a-z])", " ", text)


def dashed(text: str) -> str:
    return re.sub(r"(?<=[a-z])-(?=[a-z])", "\u2011", text)


def quoted(text: str) -> str:
    return text.replace("'", "\u2019").replace('"', "\u201d")


def ampersands(text: str) -> str:
    return text.replace(" and ", " & ")


def ungrouped(text: str) -> str:
    return re.sub(r"(?<=\d),(?=\d{3})", "", text)


def broken(text: str) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > WIDTH:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def loud(text: str) -> str:
    return text.upper()


CHANGES: tuple[Change, ...] = (
    accented, joined, parted, dashed, quoted, ampersands, ungrouped, broken, loud,
)  # fmt: skip


# -- measuring


def plain(text: str) -> str:
    """A folding of its own: letters and digits alone, with what is read aloud spelt out."""
    spelt = text.replace("&", "and").replace("%", "percent")
    apart = unicodedata.normalize("NFKD", spelt).casefold()
    return "".join(each for each in apart if each.isalnum())


def paragraphs_of(text: str) -> list[str]:
    return [*tidy_paragraphs(text)]


def pieces(found: CopiedArticle, draft: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What is the same, as it stands on both sides; what of a run is in several paragraphs is
    put together."""
    for run in found.runs:
        mine = " ".join(draft[p.paragraph][p.start : p.end] for p, _ in run.pieces)
        theirs = " ".join(found.paragraphs[p.paragraph][p.start : p.end] for _, p in run.pieces)
        yield mine, theirs


def finds(searcher: Searcher, text: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the article is found with every sentence in one of its runs."""
    draft = paragraphs_of(text)
    copied = searcher.copied(draft, most=1_000)
    stock = [
        " ".join(draft[at.paragraph][at.start : at.end] for at in each.mine)
        for each in copied.stock
    ]
    for ident, sentence in sentences:
        runs = [theirs for each in copied.articles
                if ident in (each.hit.id, *(reprint.id for reprint in each.hit.reprints))
                for _, theirs in pieces(each, draft)]  # fmt: skip
        if not any(plain(sentence) in plain(each) for each in (*runs, *stock)):
            return False
    return True


def measure(
    texts: Texts, searcher: Searcher, *, misses: bool
) -> tuple[dict[str, float], dict[str, float]]:
    """What should be much, and what should be little."""
    dice = random.Random(SEED)
    asked: dict[str, list[tuple[str, list[Sentence]]]] = {}
    for words in WORDS:
        asked[f"found {words}"] = [one_draft(texts, dice, words, 1) for _ in range(DRAFTS)]
    asked["two"] = [one_draft(texts, dice, WORDS[1], 2) for _ in range(DRAFTS)]
    asked["changed"] = [
        one_draft(texts, dice, WORDS[0], 1, CHANGES[number % len(CHANGES)])
        for number in range(DRAFTS)
    ]
    shares: dict[str, float] = {}
    for name, drafts in asked.items():
        found = 0
        for text, sentences in drafts:
            here = finds(searcher, text, sentences)
            found += here
            if misses and not here:
                print(f"  {name}: {sentences}")
        shares[name] = round(found / len(drafts), 4)
    false = 0
    for _ in range(DRAFTS):
        draft = paragraphs_of(texts.draft(dice, WORDS[1]))
        for each in searcher.copied(draft, most=1_000).articles:
            false += sum(plain(mine) != plain(theirs) for mine, theirs in pieces(each, draft))
    costs = {"false": float(false)}
    for words in (1_000, 3_200):
        costs[f"ms {words}"] = round(cost(texts, searcher, dice, words), 1)
    return shares, costs


def measure_whole(texts: Texts, searcher: Searcher, store: ArticleStore) -> dict[str, float]:
    """Milliseconds for all that is said of a draft, the median."""
    dice = random.Random(SEED)
    every = {}
    for words in (1_000, 3_200):
        took = []
        for _ in range(TIMED):
            draft = one_draft(texts, dice, words, 1)[0]
            begun = time.process_time()
            cover(draft, searcher, store, before=None)
            took.append(1_000 * (time.process_time() - begun))
        every[f"whole {words}"] = round(median(took), 1)
    return every


def one_draft(
    texts: Texts, dice: random.Random, words: int, count: int, change: Change = str
) -> tuple[str, list[Sentence]]:
    sentences = texts.sentences(dice, count)
    while change is not str and all(change(each) == each for _, each in sentences):
        sentences = texts.sentences(dice, count)
    return texts.draft(dice, words, [change(each) for _, each in sentences]), sentences


def cost(texts: Texts, searcher: Searcher, dice: random.Random, words: int) -> float:
    """Milliseconds for a draft, each asked once, the slowest of all but one."""
    took = []
    for _ in range(TIMED):
        draft = paragraphs_of(one_draft(texts, dice, words, 1)[0])
        begun = time.process_time()
        searcher.copied(draft)
        took.append(1_000 * (time.process_time() - begun))
    return sorted(took)[-2]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--docs", type=int, default=ARTICLES, metavar="N", help=f"how many articles ({ARTICLES})"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="where to build, and what to use again"
    )
    parser.add_argument("--misses", action="store_true", help="print what is not found")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    add_option(parser)
    options = parser.parse_args()
    names = (f"speed/{DOCS}", "extraction/truth.jsonl")
    if missing := [name for name in names if not (options.folder / name).exists()]:
        print(f"no {' and no '.join(missing)}: nothing was measured", file=sys.stderr)
        return 2
    try:
        with place(options.keep) as path:
            folder = Folder(Path(path), options.docs)
            folder.fill(options.folder / "speed" / DOCS)
            folder.build("ours")
            searcher, texts = open_ours(folder.path), Texts(options.folder)
            shares, costs = measure(texts, searcher, misses=options.misses)
            with ArticleStore(folder.path / "corpus.db", create=False) as store:
                whole = measure_whole(texts, searcher, store)
            searcher.close()
    except Unusable as problem:
        print(f"{problem}: nothing was measured", file=sys.stderr)
        return 2
    print("  ".join(f"{name} {value}" for name, value in (shares | costs | whole).items()))
    digest = digest_of(options.folder, names)
    low = compare(
        [Measured(f"copied {options.docs}", digest, shares, costs)], rising=options.rising
    )
    print("\n".join(low) if low else "no figure is below its floor")
    if options.json:
        print(json.dumps(shares | costs | whole))
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
