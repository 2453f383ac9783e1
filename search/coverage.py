"""Coverage: what was published before of a draft, graded by how much the two have in common."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import log
from typing import Literal

from corpus.article import Article
from corpus.errors import UnknownArticle
from corpus.field import leading_texts
from corpus.page.text import tidy_paragraphs
from corpus.store.store import ArticleStore
from index.base.analysis import tokenize
from index.base.searched_article import as_searched
from index.base.stems import stem_of
from search.matching.results import Hit, Request
from search.query.query import Query, Word, all_of
from search.searcher import Searcher
from search.shared_passage import (
    SharedPassage,
    SharedPhrase,
    likest_passage,
    longest_shared_phrase,
    passage_at,
)
from search.similar import MOST_WORDS, says_something

Grade = Literal["row", "much", "some"]

WHOLE = "the draft"
# questions asked of the searcher: the whole draft, and at most so many less one of its parts
MOST_PARTS = 12
SHORTEST_PART = 8  # different words that a part needs to be asked about by itself
ASKED_WHOLE = 10  # articles looked at for the whole draft
ASKED_PART = 5
MOST_SHOWN = 20

# What an article must share of the words that tell a draft apart, rare words weighing more. Of 694
# news articles on a draft's very event half share 40 in 100 and nineteen of twenty 14; of what else
# was similar half share less than 25. The fewer words tell the draft apart, the more of them are
# shared by chance.
MUCH = 0.4
SOME = 0.14
SOME_EACH = 0.012  # more for each word that the draft has less than MOST_WORDS
SOME_AT_MOST = 0.27
FEW = 3  # words: fewer are chance, however short the draft


@dataclass(frozen=True, slots=True)
class Coverage:
    """One published article, and where it meets the draft."""

    hit: Hit
    grade: Grade
    words_in_row: int  # that both have; 0 unless the grade is "row"
    # of the words that tell the part of the draft apart, as it has them; weightiest first
    shared: tuple[str, ...]
    key_words: int  # how many words tell that part apart
    part: str  # "the draft", "paragraph 2", "paragraphs 3 to 5"
    draft: SharedPassage
    published: SharedPassage


@dataclass(frozen=True, slots=True)
class DraftPart:
    """Paragraphs of the draft that are asked about together."""

    name: str
    first: int  # paragraph, counted from 0
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an article shares with a part."""

    hit: Hit
    article: Article
    part: DraftPart
    shared: tuple[str, ...]
    key_words: int
    share: float  # from 0 to 1, by weight


def cover(
    text: str, searcher: Searcher, store: ArticleStore, *, before: date | None
) -> list[Coverage]:
    """What was published before that day with the words of `text`; None is any day.

    Word for word comes first, then by how much is shared, oldest first in each grade, undated last.
    What shares but a few words is left out.
    """
    paragraphs = tidy_paragraphs(text)
    if not paragraphs or before == date.min:  # nothing can come before the first day there is
        return []
    likest: dict[str, Likeness] = {}
    for part in _parts(paragraphs):
        for likeness in _likenesses(part, searcher, store, before):
            known = likest.get(likeness.hit.id)
            if known is None or likeness.share > known.share:
                likest[likeness.hit.id] = likeness
    found = [
        met for likeness in likest.values() if (met := _meet(paragraphs, likeness)) is not None
    ]
    found.sort(key=lambda met: (met.words_in_row, likest[met.hit.id].share), reverse=True)
    return sorted(found[:MOST_SHOWN], key=_sort_key)


def _sort_key(met: Coverage) -> tuple[int, bool, date, str]:
    day = met.hit.published
    return ("row", "much", "some").index(met.grade), day is None, day or date.min, met.hit.id


def _parts(paragraphs: tuple[str, ...]) -> Iterator[DraftPart]:
    """The whole draft, then its paragraphs: it may have two subjects.

    Where there are many paragraphs, several go together.
    """
    yield DraftPart(WHOLE, 0, paragraphs)
    count = min(len(paragraphs), MOST_PARTS - 1)
    for number in range(count if count > 1 else 0):
        first, end = number * len(paragraphs) // count, (number + 1) * len(paragraphs) // count
        name = f"paragraph {end}" if end - first == 1 else f"paragraphs {first + 1} to {end}"
        part = DraftPart(name, first, paragraphs[first:end])
        if len(_stems("\n\n".join(part.paragraphs))) >= SHORTEST_PART:
            yield part


def _likenesses(
    part: DraftPart, searcher: Searcher, store: ArticleStore, before: date | None
) -> Iterator[Likeness]:
    text = "\n\n".join(part.paragraphs)
    limit = ASKED_WHOLE if part.name == WHOLE else ASKED_PART
    results = searcher.similar(text, before=before, limit=limit)
    words = [explanation.text for explanation in results.searched_for]
    own = _stems(text)
    key_words = max(min(MOST_WORDS, len(own)), len(words))
    weights = _weigh(words, key_words, searcher)
    whole = sum(weights.values())
    for hit in results.hits:
        try:
            article = as_searched(store.get(hit.id))
        except UnknownArticle:
            continue  # it went after the index was built
        theirs = _stems(article.text)
        shared = [word for word in words if stem_of(word) in theirs]
        typed = tuple(own.get(stem_of(word), word) for word in shared)
        yield Likeness(
            hit, article, part, typed, key_words, sum(weights[word] for word in shared) / whole
        )


def _weigh(words: list[str], key_words: int, searcher: Searcher) -> dict[str, float]:
    """What each word says by its rarity, ln(1 + N/n).

    Under "" is what those say that no article holds.
    """
    asked = Request(Query("", all_of(map(Word, words))), size=0, facets=False, snippets=False)
    counts = {each.text: each.count or 1 for each in searcher.search(asked).searched_for}
    articles = searcher.info().articles
    weights = {word: log(1 + articles / counts.get(word, 1)) for word in words}
    return weights | {"": (key_words - len(words)) * log(1 + articles)}


def _meet(paragraphs: tuple[str, ...], likeness: Likeness) -> Coverage | None:
    """How and where the two meet; None when it may be chance."""
    phrase = longest_shared_phrase("\n\n".join(paragraphs), likeness.article.text)
    grade = _grade(likeness, phrase)
    if grade is None:
        return None
    if phrase is not None:
        mine, theirs = (
            passage_at(paragraphs, phrase.mine),
            passage_at(likeness.article.paragraphs, phrase.theirs),
        )
    else:
        place = likest_passage(likeness.part.paragraphs, likeness.shared)
        mine = replace(place, paragraph=place.paragraph + likeness.part.first)
        theirs = likest_passage(likeness.article.paragraphs, likeness.shared)
    # paragraphs are counted behind what leads the text
    theirs = replace(
        theirs, paragraph=theirs.paragraph - len(leading_texts(likeness.article))
    )
    words = phrase.words if phrase else 0
    return Coverage(
        likeness.hit,
        grade,
        words,
        likeness.shared,
        likeness.key_words,
        likeness.part.name,
        mine,
        theirs,
    )


def _grade(likeness: Likeness, phrase: SharedPhrase | None) -> Grade | None:
    if phrase is not None:
        return "row"
    enough = min(SOME_AT_MOST, SOME + SOME_EACH * (MOST_WORDS - likeness.key_words))
    if len(likeness.shared) < min(FEW, likeness.key_words) or likeness.share < enough:
        return None
    return "much" if likeness.share >= MUCH and len(likeness.shared) > FEW else "some"


def _stems(text: str) -> dict[str, str]:
    """The stems of the words that say something, each with how it is first written."""
    stems: dict[str, str] = {}
    for token in tokenize(text):
        if says_something(token.form):
            stems.setdefault(stem_of(token.form), text[token.start : token.end])
    return stems
