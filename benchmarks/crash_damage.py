"""Damaged files: a bit turned, an end cut off, 4 kB of zeros; found every time, and never answered
from."""

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.crash_paper import (
    NAMES,
    SECTIONS,
    Loss,
    edited,
    found_paper,
    indexer_of,
    mark,
    newly_written,
    state_of,
    write,
)
from corpus.article import Article
from corpus.errors import IndexDamaged, IndexUnusable
from corpus.store.store import ArticleStore
from index.generations import Generations
from index.verify import verify_generation
from search import open_searcher
from search.matching.results import Filters, Request, Results, Sort
from search.query.parser import parse
from search.searcher import Searcher

Kind = Literal["flip", "truncate", "zero"]

KINDS: tuple[Kind, ...] = ("flip", "truncate", "zero")
BLOCK = 4096
QUESTIONS = 40
TRIES = 100  # places looked at for one that is not zeros already


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask; with a `draft`, what is similar to it."""

    request: Request
    draft: str | None = None

    def ask(self, searcher: Searcher) -> Results:
        return searcher.search(self.request) if self.draft is None else searcher.similar(self.draft)


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound index, and what it answers."""

    folder: Path
    questions: tuple[Question, ...]
    answers: tuple[Results, ...]

    @property
    def live(self) -> Path:
        return Generations(self.folder / "index").live()


@dataclass(frozen=True, slots=True)
class Damage:
    """What was done, and what came of it."""

    kind: Kind
    file: str
    place: int             # the first byte that is another
    opened: bool           # whether the index still opened
    refused: int           # questions that were not answered, of QUESTIONS


def build_sound(folder: Path, *, articles: int, codec: str | None = None) -> Sound:
    """Make an index of several runs, with edits and deletions, and ask it."""
    rng = random.Random(articles)
    with ArticleStore(folder / "corpus.db") as store:
        indexer = indexer_of(folder / "index", codec)
        found_paper(store, articles)
        indexer.rebuild(store)
        for difference in (newly_written(store, rng), edited(store, rng, least=articles)):
            write(store, difference)
            indexer.update(store)
        questions = tuple(questions_of(list(store.articles()), rng))
    with closing(open_searcher(folder / "index", codec="w3")) as searcher:
        return Sound(folder, questions, tuple(question.ask(searcher) for question in questions))


def questions_of(articles: list[Article], rng: random.Random) -> Iterator[Question]:
    """QUESTIONS of every kind, out of the words of articles."""
    sorts: tuple[Sort, ...] = ("relevance", "newest", "oldest")
    for number in range(QUESTIONS - 4):
        article = rng.choice(articles)
        kinds = list(_texts(article, rng))
        text, filters = kinds[number % len(kinds)]
        yield Question(
            Request(parse(text), filters, sort=sorts[number % 3], page=1 + number % 5 // 4)
        )
    for article in rng.sample(articles, 4):
        yield Question(Request(parse("")), draft=article.text)


def _texts(article: Article, rng: random.Random) -> Iterator[tuple[str, Filters]]:
    """A query of each kind that finds this article, and a filter."""
    none, words = Filters(), article.paragraphs[1].lower().replace(".", "").split()
    place = rng.randrange(len(words) - 3)
    one, two, three = words[place : place + 3]
    ((number, version),) = state_of([article.title]).items()
    yield from ((text, none) for text in (
        one, f"={two}", f'"{one} {two} {three}"', f"{three[:3]}*", f"{one} {three}",
        f"{one} OR {two}", f"{one} -{three}", f"{one} NEAR/5 {three}", f"title:{number}",
        mark(number, version), '"the mark of it"',
        f"{two[:-1]}x~", f'"{one} {two}" OR ({three} {words[0]})',
        f"{one} after:2008 before:2015", f"author:{NAMES[0].split()[0]}",
    ))  # fmt: skip
    yield one, Filters(names=(("section", rng.choice(SECTIONS)),))
    yield "", Filters(names=(("author", rng.choice(NAMES)),))
    yield "editorial", Filters(since=article.published)


def do_damage(sound: Sound, number: int, folder: Path, rng: random.Random) -> Damage:
    """Copy a sound index to `folder`, spoil one file of it, verify it, and ask. Raises Loss.

    Every other `number` takes the files in turn; the ones between pick a byte of them all.
    """
    shutil.copytree(sound.folder, folder, dirs_exist_ok=True)
    live = Generations(folder / "index").live()
    files = [path for path in sorted(live.rglob("*")) if path.is_file() and path.stat().st_size]
    weights = [path.stat().st_size for path in files]
    path = files[number // 2 % len(files)] if number % 2 else rng.choices(files, weights)[0]
    kind = KINDS[number % len(KINDS)]
    place = _spoil(path, kind, rng)
    what = f"{kind} at byte {place} of {path.name}"
    _find(folder, live, what)
    opened, refused = _ask(sound, folder, what)
    return Damage(kind, path.name, place, opened, refused)


def _spoil(path: Path, kind: Kind, rng: random.Random) -> int:
    """Damage the file; the place of the first byte that is another."""
    whole = path.read_bytes()
    place = rng.randrange(len(whole))
    match kind:
        case "flip":
            spoilt = (
                whole[:place] + bytes([whole[place] ^ 1 << rng.randrange(8)]) + whole[place + 1 :]
            )
        case "truncate":
            spoilt = whole[:place]
        case "zero":
            places = (rng.randrange(max(1, len(whole) - BLOCK)) for _ in range(TRIES))
            place = next(place for place in places if any(whole[place : place + BLOCK]))
            end = min(place + BLOCK, len(whole))
            spoilt = whole[:place] + bytes(end - place) + whole[end:]
    path.write_bytes(spoilt)
    return place


def _find(folder: Path, live: Path, what: str) -> None:
    """Raises Loss when verifying does not notice."""

    def ask(query: str) -> list[str]:
        with closing(open_searcher(folder / "index", codec="w3")) as searcher:
            return [
                hit.id
                for hit in searcher.search(Request(parse(query), size=50)).hits
                if not hit.partial
            ]

    try:
        with ArticleStore(folder / "corpus.db") as store:
            problems = verify_generation(live, store, ask).problems
    except IndexUnusable:
        return
    except Exception as error:
        raise Loss(f"{what}: verifying broke on it: {error!r}") from error
    if not problems:
        raise Loss(f"{what}: verifying finds nothing wrong")


def _ask(sound: Sound, folder: Path, what: str) -> tuple[bool, int]:
    """Whether the index opened, and how many questions it refused. Raises Loss for a wrong
    answer."""
    try:
        searcher = open_searcher(folder / "index", codec="w3")
    except IndexDamaged:
        return False, len(sound.questions)
    refused = 0
    with closing(searcher):
        for question, answer in zip(sound.questions, sound.answers, strict=True):
            try:
                right = question.ask(searcher) == answer
            except IndexDamaged:
                refused += 1
                continue
            except Exception as error:
                raise Loss(
                    f"{what}: asking for {question.request.query.text!r} broke on it: {error!r}"
                ) from error
            if not right:
                raise Loss(f"{what}: {question.request.query.text!r} is answered, and wrongly")
    return True, refused
