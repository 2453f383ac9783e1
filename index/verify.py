"""Whether a generation of the index answers for the corpus: its checksums, its articles, and a few questions.

A canary is a phrase out of an article, put as a question: whoever asks must find the article. It goes the way of every
reader's question, so it notices what no checksum can: a wrong analyzer, lost positions, postings of another article.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.article import Article
from corpus.errors import IndexDamaged
from corpus.store import ArticleStore
from index.analysis import Token, tokenize
from index.generation import REBUILD, read_manifest
from index.whoosh_indexer import articles_in

Ask = Callable[[str], Sequence[str]]  # a query; ids of what it finds, enough of them for a phrase few articles share

CANARIES = 25
PHRASE_WORDS = 8
NAMED = 3  # ids that a problem names


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and what was wrong."""

    generation: str
    articles: int               # in the index
    canaries: int               # asked
    problems: tuple[str, ...]   # empty when all is well


def verify_generation(folder: Path, store: ArticleStore, ask: Ask, *, canaries: int = CANARIES) -> Verification:
    """Compare the generation in `folder` with the corpus as it was when it was built.

    Raises IndexOutdated or IndexDamaged when it cannot be read at all.
    """
    manifest = read_manifest(folder)
    problems = manifest.damage(folder)
    if manifest.corpus_id != store.corpus_id:
        problems.append("it was made from another corpus than this one")
    if problems:
        return Verification(folder.name, manifest.articles, 0, tuple(problems))
    indexed = frozenset(articles_in(folder))
    expected, changed, chosen = _survey(store, manifest.seq, canaries)
    problems += _named("is missing", expected - indexed)
    problems += _named("is not in the corpus", indexed - expected - changed)
    if len(indexed) != manifest.articles:
        problems.append(f"it holds {len(indexed)} articles, not {manifest.articles}")
    asked = [(article.id, phrase) for article in chosen if (phrase := canary(article))]
    problems += [f"the phrase {phrase} does not find article {ident}" for ident, phrase in asked
                 if ident in indexed and ident not in ask(phrase)]  # fmt: skip
    return Verification(folder.name, len(indexed), len(asked), tuple(problems))


def check_generation(folder: Path, store: ArticleStore, ask: Ask) -> Verification:
    """`verify_generation`, raising IndexDamaged for the first problem: a check before a switch."""
    found = verify_generation(folder, store, ask)
    if found.problems:
        message = f"what was built does not hold ({found.problems[0]}); the index from before stays live"
        raise IndexDamaged(message, mend=REBUILD)
    return found


@contextmanager
def alone(folder: Path) -> Iterator[Path]:
    """While the block runs, an index folder whose only generation is `folder`: for asking it before it is live."""
    with TemporaryDirectory(prefix="backfile-") as name:
        root = Path(name)
        (root / "generations").mkdir()
        (root / "generations" / "000001").symlink_to(folder.absolute(), target_is_directory=True)
        (root / "live.json").write_text(json.dumps({"history": ["000001"]}))
        yield root


def canary(article: Article) -> str | None:
    """The phrase of an article likeliest to be rare, in quotes: its longest words in a row; None without words."""
    text = article.text
    parts = [tuple(_in_a_row(tokenize(text[start:end]))) for start, end in article.sentences]
    windows = [(start, window) for (start, _), tokens in zip(article.sentences, parts, strict=True)
               for window in _windows(tokens)]  # fmt: skip
    if not windows:
        return None
    offset, best = max(windows, key=lambda found: sum(len(token.form) for token in found[1]))
    passage = text[offset + best[0].start : offset + best[-1].end]
    return '"' + re.sub(r'["“”„«»\s]+', " ", passage) + '"'


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


def _survey(store: ArticleStore, seq: int, canaries: int) -> tuple[frozenset[str], frozenset[str], list[Article]]:
    """Ids that must be in an index of change `seq`, ids changed since, and articles spread over the corpus."""
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
    return [f"article {some} {what}" if len(ids) == 1 else f"{len(ids)} articles: each {what} ({some}, ...)"]
