"""Whether a generation of the index answers for the corpus: its checksums, its articles, and a few
questions.

A canary is a phrase out of an article, put as a question: whoever asks must find the article. It
goes the way of every reader's question, so it notices what no checksum can: a wrong analyzer, lost
positions, postings of another article."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from corpus.article import Article
from corpus.errors import IndexDamaged
from corpus.scratch import scratch
from corpus.store.store import ArticleStore
from index.base.analysis import Token, tokenize
from index.base.damage import REBUILD
from index.generation import articles_in, read_manifest

# a query; ids of what it finds, FEW of them when there are as many
Ask = Callable[[str], Sequence[str]]

CANARIES = 25
FEW = 50  # a phrase that more articles share tells nothing about one of them
PHRASE_WORDS = 8
PHRASE_LENGTH = 300  # characters: well within what a query may have
PHRASES = 3  # of an article, tried until one is rare
SHOWN = 80  # characters of a phrase that a problem quotes
NAMED = 3  # ids that a problem names


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and what was wrong."""

    generation: str
    articles: int  # in the index
    canaries: int  # asked
    problems: tuple[str, ...]  # empty when all is well


def verify_generation(
    folder: Path, store: ArticleStore, ask: Ask, *, canaries: int = CANARIES
) -> Verification:
    """Compare the generation in `folder` with the corpus as it was when it was built.

    Raises IndexOutdated or IndexDamaged when it cannot be read at all.
    """
    manifest = read_manifest(folder)
    problems = manifest.damage(folder, deep=True)
    if manifest.corpus_id != store.corpus_id:
        problems.append("it was made from another corpus than this one")
    if problems:
        return Verification(folder.name, manifest.articles, 0, tuple(problems))
    indexed = frozenset(articles_in(folder, manifest.codec))
    expected, changed, chosen = _survey(store, manifest.seq, canaries)
    problems += _named("is missing", expected - indexed)
    problems += _named("is not in the corpus", indexed - expected - changed)
    if len(indexed) != manifest.articles:
        problems.append(f"it holds {len(indexed)} articles, not {manifest.articles}")
    answers = [
        answer for article in chosen if article.id in indexed for answer in _answer(article, ask)
    ]
    problems += [problem for problem in answers if problem]
    return Verification(folder.name, len(indexed), len(answers), tuple(problems))


def check_generation(folder: Path, store: ArticleStore, ask: Ask) -> Verification:
    """`verify_generation`, raising IndexDamaged for the first problem: a check before a switch."""
    found = verify_generation(folder, store, ask)
    if found.problems:
        message = (
            f"what was built does not hold ({found.problems[0]}); the index from before stays live"
        )
        raise IndexDamaged(message, mend=REBUILD)
    return found


@contextmanager
def alone(folder: Path) -> Iterator[Path]:
    """While the block runs, an index folder whose only generation is `folder`: for asking it before
    it is live."""
    with scratch() as root:
        (root / "generations").mkdir()
        (root / "generations" / "000001").symlink_to(folder.absolute(), target_is_directory=True)
        (root / "live.json").write_text(json.dumps({"history": ["000001"]}))
        yield root


def canary(article: Article) -> str | None:
    """The phrase of an article likeliest to be rare, in quotes: its longest words in a row; None
    without words."""
    return next(_phrases(article), None)


def _answer(article: Article, ask: Ask) -> Iterator[str | None]:
    """What came of asking for the article by a rare phrase: None when it was found, else the
    problem.

    Nothing at all when each phrase tried is shared by many, as in the copies of one editorial.
    """
    for phrase in islice(_phrases(article), PHRASES):
        found = ask(phrase)
        if article.id in found:
            yield None
            return
        if len(found) < FEW:
            shown = phrase if len(phrase) <= SHOWN else f'{phrase[: SHOWN - 2]}…"'
            yield f"the phrase {shown} does not find article {article.id}"
            return


def _phrases(article: Article) -> Iterator[str]:
    """The best phrase of each sentence, the one with the longest words first."""
    best: list[tuple[int, str]] = []
    for start, end in article.sentences:
        text = article.text[start:end]
        windows = [window for window in _windows(tuple(_in_a_row(tokenize(text))))
                   if window[-1].end - window[0].start <= PHRASE_LENGTH]  # fmt: skip
        if windows:
            window = max(windows, key=_letters)
            passage = re.sub(r'["“”„«»\s]+', " ", text[window[0].start : window[-1].end])
            best.append((_letters(window), f'"{passage}"'))
    yield from (phrase for _, phrase in sorted(best, key=lambda found: -found[0]))


def _letters(window: Sequence[Token]) -> int:
    return sum(len(token.form) for token in window)


def _in_a_row(tokens: Iterable[Token]) -> Iterator[Token]:
    """Without the wholes of compounds, which stand beside their parts."""
    last = -1
    for token in tokens:
        if token.position > last:
            last = token.position
            yield token


def _windows(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    for begin in range(max(1, len(tokens) - PHRASE_WORDS + 1)):
        if window := tokens[begin : begin + PHRASE_WORDS]:
            yield window


def _survey(
    store: ArticleStore, seq: int, canaries: int
) -> tuple[frozenset[str], frozenset[str], list[Article]]:
    """Ids that must be in an index of change `seq`, ids changed since, and articles spread over the
    corpus."""
    step = max(1, store.count_changes(0) // canaries)
    expected, changed = set(), set()
    chosen: list[Article] = []
    for number, change in enumerate(store.changes(0)):
        if change.seq > seq:
            changed.add(change.id)
        elif change.article:
            expected.add(change.id)
            if number % step == 0 and len(chosen) < canaries:
                chosen.append(change.article)
    return frozenset(expected), frozenset(changed), chosen


def _named(what: str, ids: frozenset[str]) -> list[str]:
    if not ids:
        return []
    some = ", ".join(sorted(ids)[:NAMED])
    return [
        f"article {some} {what}"
        if len(ids) == 1
        else f"{len(ids)} articles: each {what} ({some}, ...)"
    ]
