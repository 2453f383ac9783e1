"""Sentences of two texts that say the same in other words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from search.copied_runs import Place
from search.stemmed_text import Sentence

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


def aligned(
    mine: Sequence[Sentence], theirs: Sequence[Sentence], rare: Mapping[str, float]
) -> Iterator[SentencePair]:
    """For each sentence of the one text the likest of the other, where it is like enough.

    `rare` are the stems that few articles have, with what they weigh; all else weighs 1.
    """
    for sentence in mine:
        best = max((_pair(sentence, other, rare) for other in theirs),
                   key=lambda pair: pair.share, default=None)  # fmt: skip
        if best is not None and best.share >= LIKE:
            yield best


def _pair(mine: Sentence, theirs: Sentence, rare: Mapping[str, float]) -> SentencePair:
    both = mine.stems & theirs.stems
    share = 0.0
    if len(both) >= FEWEST and len(both & rare.keys()) >= FEWEST_RARE:
        weights = (sum(rare.get(stem, 1.0) for stem in each)
                   for each in (both, mine.stems, theirs.stems))  # fmt: skip
        shared, own, other = weights
        share = 2 * shared / (own + other)
    return SentencePair(mine.place, theirs.place, share)
