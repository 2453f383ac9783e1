"""StemmedText: paragraphs of a draft or of an article, with the stems of what they say."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from corpus.article import Span
from corpus.sentences import SEED_ABBREVIATIONS
from search.copied_runs import SENTENCE_END, Place
from search.similar import any_stem, stem_said, stems_in, words_in, written_as


class Sentence(NamedTuple):
    """Where a sentence stands, and what it says."""

    place: Place
    stems: frozenset[str]


@dataclass(frozen=True)
class StemmedText:
    """Paragraphs; what is known of them is worked out once, when first asked for."""

    paragraphs: tuple[str, ...]

    def at(self, place: Place) -> str:
        """What stands at a place."""
        return self.paragraphs[place.paragraph][place.start : place.end]

    @cached_property
    def _words(self) -> list[list[str]]:
        return [words_in(paragraph) for paragraph in self.paragraphs]

    @cached_property
    def written(self) -> dict[str, str]:
        """The stems of all, each as it is first written."""
        return written_as(chain.from_iterable(self._words))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The same stems."""
        return frozenset(map(stem_said, chain.from_iterable(self._words))) - {""}

    @cached_property
    def counts(self) -> list[Counter[str]]:
        """How often each paragraph has each stem, of words that say nothing, too."""
        return [Counter(map(any_stem, words)) for words in self._words]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of all."""
        return [
            Sentence(Place(number, start, end), stems_in(paragraph[start:end]))
            for number, paragraph in enumerate(self.paragraphs)
            for start, end in sentence_bounds(paragraph)
        ]


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
