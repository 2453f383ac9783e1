"""A small paper to crash with: each article tells its number and version, so an answer tells which
state it is of."""

import random
import re
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from corpus.article import Article, article_id
from corpus.errors import IndexMissing, IndexUnusable
from corpus.sentences import SentenceSplitter
from corpus.store.store import ArticleStore
from index import Indexer, open_indexer
from index.generations import Generations
from index.verify import FEW, verify_generation
from search import open_searcher
from search.matching.results import Request
from search.query.parser import parse
from search.searcher import Searcher

State = dict[int, int]         # which articles there are: their numbers, and the version each is in
Difference = dict[int, int | None]  # what becomes of articles; None: taken down

WORDS = """harbour ferry council budget lantern orchard railway signal teacher drought reservoir
verdict witness ballot turnout border customs tariff census market bakery flour hospital nurse
vaccine winter frost granary bridge toll viaduct quarry miner strike union wage pension library
archive theatre museum painter river dam flood levee meadow forest ranger wolf shepherd fence parish
mayor deputy minister cabinet treaty truce border envoy consul refugee camp tent blanket school
pupil uniform exam bursary college lecture prison warden appeal pardon court clerk oath police
patrol curfew newspaper printer editor censor letter reader weather harvest plough tractor lamp
cable turbine""".split()
NAMES = ("Hanne Oslav", "Osman Keld", "Mirela Dunn", "Tobias Arkwright", "Yusra Feld", "Ines Corvo")
SECTIONS = ("Leaders", "City", "Abroad", "Letters")
TITLE = re.compile(r"Editorial (\d+), version (\d+): ")
TAKEN_DOWN = "taken down so that its index can crash"
PROBES = 4       # marks asked for in one look
CANARIES = 8     # phrases in one look


class Loss(Exception):
    """Something acknowledged is lost, or half a commit is seen; the message says what."""


def article(number: int, version: int) -> Article:
    """Some 150 words, the same every time; its mark is in no other article and no other version."""
    rng = random.Random(f"{number} in version {version}")
    url = f"https://harbour.invalid/{number}"
    paragraphs = (
        f"{_sentence(rng)} The mark of it is {mark(number, version)}.",
        *(_paragraph(rng) for _ in range(3)),
    )
    made = Article(
        id=article_id(url, "", ""),
        url=url,
        title=f"Editorial {number}, version {version}: {rng.choice(WORDS)} and {rng.choice(WORDS)}",
        paragraphs=paragraphs,
        byline=tuple(rng.sample(NAMES, rng.randrange(3))),
        section=rng.choice(SECTIONS),
        published=date(2001 + number % 20, rng.randrange(1, 13), rng.randrange(1, 29)),
        date_source="url",
        language="en",
    )
    return replace(made, sentences=SentenceSplitter.learn(()).split(made.paragraphs))


def mark(number: int, version: int) -> str:
    """The word that stands in this version of this article only."""
    return f"mark{number}v{version}"


def _paragraph(rng: random.Random) -> str:
    return " ".join(_sentence(rng) for _ in range(rng.randrange(3, 5)))


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randrange(8, 15))).capitalize() + "."


# -- the corpus


def found_paper(store: ArticleStore, articles: int) -> None:
    """Fill an empty corpus."""
    write(store, dict.fromkeys(range(1, articles + 1), 1))


def write(store: ArticleStore, difference: Difference) -> None:
    """Change the corpus, all or nothing."""
    with store.transaction():
        for number, version in difference.items():
            if version is None:
                store.remove(article(number, 1).id, TAKEN_DOWN)
            else:
                store.put(article(number, version))


def written(store: ArticleStore) -> State:
    """What the corpus holds."""
    return state_of(one.title for one in store.articles())


def newly_written(store: ArticleStore, rng: random.Random) -> Difference:
    """Some articles nobody had before: a number is never used twice, since the change counter only
    grows."""
    first = store.seq + 1
    return dict.fromkeys(range(first, first + rng.randrange(2, 6)), 1)


def edited(store: ArticleStore, rng: random.Random, *, least: int) -> Difference:
    """New versions of some articles; others are taken down, as many as leave `least`."""
    state = written(store)
    chosen = rng.sample(sorted(state), 6)
    gone = chosen[: max(0, min(3, len(state) - least))]
    return {number: None if number in gone else state[number] + 1 for number in chosen}


def state_of(titles: Iterable[str]) -> State:
    """The state that these titles tell. Raises Loss when an article stands there twice."""
    state: State = {}
    for title in titles:
        told = TITLE.match(title)
        if told is None:
            raise Loss(f"an article has a title that nobody wrote: {title!r}")
        number, version = map(int, told.groups())
        if number in state:
            raise Loss(f"article {number} is there twice")
        state[number] = version
    return state


# -- the index


def indexer_of(index: Path, codec: str | None) -> Indexer:
    """The indexer of the codec of that name; None is whichever is usual."""
    chosen: dict[str, Any] = {} if codec is None else {"codec": codec}
    return open_indexer(index, **chosen)


def answered(searcher: Searcher) -> State:
    """The state that a question which finds every article tells."""
    return state_of(
        hit.title
        for hit in searcher.stream(Request(parse("editorial"), facets=False, snippets=False))
    )


def examine(
    index: Path, store: ArticleStore, allowed: list[State | None], rng: random.Random
) -> State | None:
    """The state the index answers for, None when it says there is none yet.

    Raises Loss when that is not one of `allowed`, when a mark finds anything but its article, or
    when verifying finds a problem. """
    try:
        with closing(open_searcher(index, codec="w3")) as searcher:
            state = answered(searcher)
            _allow(state, allowed)
            _probe(searcher, state, [other for other in allowed if other is not None], rng)
            _verify(index, store, searcher)
    except IndexMissing as error:
        if None not in allowed:
            raise Loss(f"acknowledged, and gone: {error}") from error
        return None
    except IndexUnusable as error:
        raise Loss(f"the index does not open: {error}") from error
    return state


def go_on(index: Path, store: ArticleStore, codec: str | None) -> None:
    """Bring the index up to the corpus, as the next run after a crash would. Raises Loss when that
    does not do."""
    try:
        indexer_of(index, codec).update(store)
    except IndexUnusable as error:
        raise Loss(f"the next update does not go through: {error}") from error
    with closing(open_searcher(index, codec="w3")) as searcher:
        _allow(answered(searcher), [written(store)])


def _allow(state: State, allowed: list[State | None]) -> None:
    if state not in allowed:
        told = [_apart(state, other) for other in allowed]
        raise Loss(f"it answers for a state that nobody committed: {'; '.join(told)}")


def _apart(state: State, other: State | None) -> str:
    if other is None:
        return "there should be none"
    missing, more = sorted(other.keys() - state.keys()), sorted(state.keys() - other.keys())
    stale = [number for number in state if number in other and state[number] != other[number]]
    return f"missing {missing[:5]}, too many {more[:5]}, other versions {stale[:5]}"


def _probe(searcher: Searcher, state: State, others: list[State], rng: random.Random) -> None:
    """Ask for marks: those of the state find their article, those of the others that differ find
    nothing."""
    for number in rng.sample(sorted(state), min(PROBES, len(state))):
        _ask_mark(searcher, number, state[number], found=True)
    differing = {pair for other in others for pair in other.items()} - set(state.items())
    for number, version in sorted(differing)[:PROBES]:
        _ask_mark(searcher, number, version, found=False)


def _ask_mark(searcher: Searcher, number: int, version: int, *, found: bool) -> None:
    word = mark(number, version)
    hits = [hit for hit in searcher.search(Request(parse(word))).hits if not hit.partial]
    if [hit.id for hit in hits] != ([article(number, version).id] if found else []):
        raise Loss(
            f"{word} should {'find its article' if found else 'find nothing'}, "
            f"and finds {len(hits)} articles"
        )
    if any(word not in snippet.text for hit in hits for snippet in hit.snippets[:1]):
        raise Loss(f"{word} finds its article, and shows another passage of it")


def _verify(index: Path, store: ArticleStore, searcher: Searcher) -> None:
    def ask(query: str) -> list[str]:
        hits = searcher.search(Request(parse(query), size=FEW, facets=False, snippets=False)).hits
        return [hit.id for hit in hits if not hit.partial]

    if problems := verify_generation(
        Generations(index).live(), store, ask, canaries=CANARIES
    ).problems:
        raise Loss(f"verifying it says: {problems[0]}")
