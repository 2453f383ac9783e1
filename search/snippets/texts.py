"""TextPage: a page of texts that are cut into words anew to be shown."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from corpus.article import Span
from search.matching.result_page import Passage, QueryPart, StoredFields
from search.query.highlight_patterns import HighlightPattern, NearPattern, highlight_patterns
from search.query.pattern import Finder
from search.query.query import Node
from search.snippets.passage_choice import Chooser, Marks, passages_of

FieldOf = Literal["text", "title"]


class TextPositions:
    """See PartPositions."""

    def __init__(self, spans: Sequence[Sequence[Span]], bounds: Sequence[Sequence[Span]]) -> None:
        """`spans` are what is found in each document, ascending, `bounds` those of its sentences.

        A position is an index of the spans of a document.
        """
        self._spans, self._bounds = spans, bounds

    def marks(self, number: int) -> Marks:
        """See PartPositions."""
        starts = [start for start, _ in self._bounds[number]]
        marks: Marks = {}
        for position, (begin, _) in enumerate(self._spans[number]):
            marks.setdefault(bisect_right(starts, begin, 1) - 1, []).append(position)
        return marks

    def spans(self, number: int, sentence: int, positions: Sequence[int]) -> list[Span]:
        """See PartPositions."""
        return [self._spans[number][position] for position in positions]


class TextSentences(NamedTuple):
    """The sentences of a text, see search.snippets.passage_choice.Sentences."""

    starts: Sequence[int]
    ends: Sequence[int]
    paragraphs: Sequence[int]


class TextPage:
    """A ResultPage over texts that are at hand; words are found by going through them."""

    def __init__(
        self, stored: Sequence[StoredFields], texts: Sequence[str], bounds: Sequence[Sequence[Span]]
    ) -> None:
        """`bounds` are those of the sentences in each text."""
        self.stored = stored
        self._texts, self._bounds = texts, bounds
        self._finders: dict[tuple[FieldOf, int], Finder] = {}

    def passages(
        self, parts: Sequence[QueryPart], *, true: Sequence[frozenset[Node]] = ()
    ) -> list[list[Passage]]:
        """See ResultPage."""
        found = [self.in_texts(highlight_patterns(part.node)) for part in parts]
        if true:
            found = [
                [
                    here if part.node in nodes else []
                    for here, nodes in zip(spans, true, strict=True)
                ]
                for part, spans in zip(parts, found, strict=True)
            ]
        found_in = [TextPositions(spans, self._bounds) for spans in found]
        chooser = Chooser([part.weight for part in parts])
        return [
            passages_of(self._sentences(number), number, found_in, chooser)
            for number in range(len(self._texts))
        ]

    def in_titles(self, patterns: Iterable[HighlightPattern]) -> list[list[Span]]:
        """See ResultPage."""
        return self._spans("title", [*patterns])

    def in_texts(self, patterns: Iterable[HighlightPattern]) -> list[list[Span]]:
        """The characters of each text in which any of the patterns stands."""
        return self._spans("text", [*patterns])

    def text(self, number: int) -> str:
        """See ResultPage."""
        return self._texts[number]

    def _sentences(self, number: int) -> TextSentences:
        bounds = self._bounds[number]
        paragraphs = [self._texts[number].count("\n\n", 0, start) for start, _ in bounds]
        return TextSentences([start for start, _ in bounds], [end for _, end in bounds], paragraphs)

    def _spans(self, field: FieldOf, patterns: Sequence[HighlightPattern]) -> list[list[Span]]:
        return [_spans(self._finder(number, field), patterns) for number in range(len(self._texts))]

    def _finder(self, number: int, field: FieldOf) -> Finder:
        known = self._finders.get((field, number))
        if known is None:
            text = self._texts[number] if field == "text" else self.stored[number].title
            known = self._finders[field, number] = Finder(text)
        return known


def _spans(finder: Finder, patterns: Sequence[HighlightPattern]) -> list[Span]:
    """The characters of what fits any of the patterns, ascending.

    The whole of a compound and its first part begin together, and the longer counts.
    """
    ends: dict[int, int] = {}
    for pattern in patterns:
        if isinstance(pattern, NearPattern):
            found = finder.near(pattern.left, pattern.right, pattern.distance)
        else:
            found = finder.find(pattern)
        for start, end in map(finder.span, found):
            ends[start] = max(end, ends.get(start, end))
    return sorted(ends.items())
