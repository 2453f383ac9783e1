"""TextPage: texts that are read anew, word by word, to be shown."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from corpus.article import Span
from search.matching.documents import Card, Part, Passage
from search.query.highlight_patterns import HighlightPattern, NearPattern, highlight_patterns
from search.query.pattern import Finder
from search.query.query import Node
from search.snippets.passages import Chooser, Marks, passages_of

FieldOf = Literal["text", "title"]


class TextStands:
    """See Stands."""

    def __init__(self, spans: Sequence[Sequence[Span]], bounds: Sequence[Sequence[Span]]) -> None:
        """`spans` are the places in each document, ascending, `bounds` those of its sentences."""
        self._spans, self._bounds = spans, bounds

    def marks(self, number: int) -> Marks:
        """See Stands."""
        starts = [start for start, _ in self._bounds[number]]
        marks: Marks = {}
        for place, (begin, _) in enumerate(self._spans[number]):
            marks.setdefault(bisect_right(starts, begin, 1) - 1, []).append(place)
        return marks

    def spans(self, number: int, sentence: int, places: Sequence[int]) -> list[Span]:
        """See Stands."""
        return [self._spans[number][place] for place in places]


class Bounds(NamedTuple):
    """See Sentences."""

    starts: Sequence[int]
    ends: Sequence[int]
    paragraphs: Sequence[int]


class TextPage:
    """See search.matching.documents.Page."""

    def __init__(
        self, cards: Sequence[Card], texts: Sequence[str], bounds: Sequence[Sequence[Span]]
    ) -> None:
        """`bounds` are those of the sentences in each text."""
        self.cards = cards
        self._texts, self._bounds = texts, bounds
        self._finders: dict[tuple[FieldOf, int], Finder] = {}

    def passages(
        self, parts: Sequence[Part], *, true: Sequence[frozenset[Node]] = ()
    ) -> list[list[Passage]]:
        """See Page."""
        found = [self.in_texts(highlight_patterns(part.node)) for part in parts]
        if true:
            found = [
                [
                    here if part.node in nodes else []
                    for here, nodes in zip(spans, true, strict=True)
                ]
                for part, spans in zip(parts, found, strict=True)
            ]
        stands = [TextStands(spans, self._bounds) for spans in found]
        chooser = Chooser([part.weight for part in parts])
        return [
            passages_of(self._sentences(number), number, stands, chooser)
            for number in range(len(self._texts))
        ]

    def in_titles(self, patterns: Iterable[HighlightPattern]) -> list[list[Span]]:
        """See Page."""
        return self._spans("title", [*patterns])

    def in_texts(self, patterns: Iterable[HighlightPattern]) -> list[list[Span]]:
        """The characters of each text in which any of the patterns stands."""
        return self._spans("text", [*patterns])

    def text(self, number: int) -> str:
        """See Page."""
        return self._texts[number]

    def _sentences(self, number: int) -> Bounds:
        bounds = self._bounds[number]
        paragraphs = [self._texts[number].count("\n\n", 0, start) for start, _ in bounds]
        return Bounds([start for start, _ in bounds], [end for _, end in bounds], paragraphs)

    def _spans(self, field: FieldOf, patterns: Sequence[HighlightPattern]) -> list[list[Span]]:
        return [_spans(self._finder(number, field), patterns) for number in range(len(self._texts))]

    def _finder(self, number: int, field: FieldOf) -> Finder:
        known = self._finders.get((field, number))
        if known is None:
            text = self._texts[number] if field == "text" else self.cards[number].title
            known = self._finders[field, number] = Finder(text)
        return known


def _spans(finder: Finder, patterns: Sequence[HighlightPattern]) -> list[Span]:
    """The places of the patterns: the whole of a compound and its first part begin together, and the
    longer counts."""
    ends: dict[int, int] = {}
    for pattern in patterns:
        places = (
            finder.near(pattern.left, pattern.right, pattern.distance)
            if isinstance(pattern, NearPattern)
            else finder.find(pattern)
        )
        for start, end in map(finder.span, places):
            ends[start] = max(end, ends.get(start, end))
    return sorted(ends.items())
