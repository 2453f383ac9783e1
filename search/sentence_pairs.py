"""Sentences of two texts that say the same in other words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.article import Span
from corpus.sentences import SEED_ABBREVIATIONS
from index.base.analysis import tokenize
from index.base.stems import stem_of
from search.copied_runs import SENTENCE_END, Place
from search.similar import says_something

# Of what the words of two sentences weigh, so much must be in both: of sentences on one event that
# say different things hardly any share so much.
LIKE = 0.6
FEWEST = 4  # words that both have
FEWEST_RARE = 2  # of these, that few articles have


class SentencePair(NamedTuple):
    """Two sentences, and how much they share, from 0 to 1."""

    mine: Place
    theirs: Place
    share: float


@dataclass(frozen=True, slots=True)
class _Sentence:
    place: Place
    stems: frozenset[str]


def aligned(
    mine: Sequence[str], theirs: Sequence[str], rare: Mapping[str, float]
) -> Iterator[SentencePair]:
    """For each sentence of the one text the likest of the other, where it is like enough.

    `rare` are the stems that few articles have, with what they weigh; all else weighs 1.
    """
    others = [*_sentences(theirs)]
    for sentence in _sentences(mine):
        best = max((_pair(sentence, other, rare) for other in others),
                   key=lambda pair: pair.share, default=None)  # fmt: skip
        if best is not None and best.share >= LIKE:
            yield best


def _pair(mine: _Sentence, theirs: _Sentence, rare: Mapping[str, float]) -> SentencePair:
    both = mine.stems & theirs.stems
    share = 0.0
    if len(both) >= FEWEST and len(both & rare.keys()) >= FEWEST_RARE:
        weights = (sum(rare.get(stem, 1.0) for stem in each)
                   for each in (both, mine.stems, theirs.stems))  # fmt: skip
        shared, own, other = weights
        share = 2 * shared / (own + other)
    return SentencePair(mine.place, theirs.place, share)


def _sentences(paragraphs: Sequence[str]) -> Iterator[_Sentence]:
    for number, paragraph in enumerate(paragraphs):
        for start, end in sentence_bounds(paragraph):
            stems = frozenset(
                stem_of(token.form)
                for token in tokenize(paragraph[start:end])
                if says_something(token.form)
            )
            yield _Sentence(Place(number, start, end), stems)


def sentence_bounds(paragraph: str) -> Iterator[Span]:
    """The sentences of a paragraph, as marks part them."""
    start = 0
    for match in SENTENCE_END.finditer(paragraph):
        words = paragraph[start : match.start()].rsplit(None, 1)
        if match.group()[0] == "." and words and words[-1].lower() in SEED_ABBREVIATIONS:
            continue
        yield start, match.start() + len(match.group().rstrip())
        start = match.end()
    if start < len(paragraph):
        yield start, len(paragraph)
