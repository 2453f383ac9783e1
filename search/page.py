"""Page: some documents of an index, read together to be shown, and where words stand in them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, Protocol

from corpus.article import DateSource, Span
from search.look import Look, Pair
from search.pattern import Finder

FieldOf = Literal["text", "title"]


class Card(NamedTuple):
    """What is shown of a document besides its text."""

    id: str
    title: str
    url: str | None
    byline: Sequence[str]
    section: str | None
    date_source: DateSource
    language: str | None


Marks = dict[int, list[int]]  # the places in sentences, which ascend; each page has its own numbers for places


class Stands(Protocol):
    """Where something stands in the texts of a page. Places that begin together are one; others may overlap."""

    def marks(self, number: int) -> Marks:
        """The places in a document by the sentences they begin in: what stands before a first one counts as in it."""

    def spans(self, number: int, sentence: int, places: Sequence[int]) -> list[Span]:
        """The characters of places in a sentence."""


class Sentences(Protocol):
    """The sentences of one document: characters in its text."""

    @property
    def starts(self) -> Sequence[int]:
        """Where each begins."""

    @property
    def ends(self) -> Sequence[int]:
        """Where each ends."""

    @property
    def paragraphs(self) -> Sequence[int]:
        """The paragraph of each, counted from 0."""


class Page(Protocol):
    """Documents go by their numbers on the page."""

    cards: Sequence[Card]

    def find(self, looks: Iterable[Look]) -> Stands:
        """Where any of the looks stands."""

    def in_titles(self, looks: Iterable[Look]) -> Sequence[Sequence[Span]]:
        """The characters of each title in which any of the looks stands."""

    def text(self, number: int) -> str:
        """The paragraphs of a document, a blank line between two."""

    def sentences(self, number: int) -> Sentences:
        """The sentences of a document."""


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
    """Texts that are read anew, word by word."""

    def __init__(self, cards: Sequence[Card], texts: Sequence[str], bounds: Sequence[Sequence[Span]]) -> None:
        """`bounds` are those of the sentences in each text."""
        self.cards = cards
        self._texts, self._bounds = texts, bounds
        self._finders: dict[tuple[FieldOf, int], Finder] = {}

    def find(self, looks: Iterable[Look]) -> TextStands:
        """See Page."""
        return TextStands(self.in_texts(looks), self._bounds)

    def in_titles(self, looks: Iterable[Look]) -> list[list[Span]]:
        """See Page."""
        return self._spans("title", [*looks])

    def in_texts(self, looks: Iterable[Look]) -> list[list[Span]]:
        """The characters of each text in which any of the looks stands."""
        return self._spans("text", [*looks])

    def text(self, number: int) -> str:
        """See Page."""
        return self._texts[number]

    def sentences(self, number: int) -> Sentences:
        """See Page."""
        bounds = self._bounds[number]
        paragraphs = [self._texts[number].count("\n\n", 0, start) for start, _ in bounds]
        return Bounds([start for start, _ in bounds], [end for _, end in bounds], paragraphs)

    def _spans(self, field: FieldOf, looks: Sequence[Look]) -> list[list[Span]]:
        return [_spans(self._finder(number, field), looks) for number in range(len(self._texts))]

    def _finder(self, number: int, field: FieldOf) -> Finder:
        known = self._finders.get((field, number))
        if known is None:
            text = self._texts[number] if field == "text" else self.cards[number].title
            known = self._finders[field, number] = Finder(text)
        return known


def _spans(finder: Finder, looks: Sequence[Look]) -> list[Span]:
    """The places of the looks: the whole of a compound and its first part begin together, and the longer counts."""
    ends: dict[int, int] = {}
    for look in looks:
        places = finder.near(look.left, look.right, look.distance) if isinstance(look, Pair) else finder.find(look)
        for start, end in map(finder.span, places):
            ends[start] = max(end, ends.get(start, end))
    return sorted(ends.items())
