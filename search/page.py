"""Page: some documents of an index, read together to be shown, and where words stand in them."""

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


class Stands(Protocol):
    """Where something stands in the documents of a page."""

    @property
    def positions(self) -> Sequence[Sequence[int]]:
        """In each document the characters where it begins, ascending, each once."""

    def spans(self, number: int, positions: Sequence[int]) -> list[Span]:
        """The characters of some of its positions in a document, in their order."""


class Sentences(NamedTuple):
    """The sentences of one document: characters in its text."""

    starts: Sequence[int]
    ends: Sequence[int]


class Page(Protocol):
    """Documents go by their numbers on the page."""

    cards: Sequence[Card]

    def find(self, look: Look, field: FieldOf) -> Sequence[Stands]:
        """Where the look stands: each of its runs, say."""

    def text(self, number: int) -> str:
        """The paragraphs of a document, a blank line between two."""

    def sentences(self, number: int) -> Sentences:
        """The sentences of a document."""


def find(page: Page, looks: Iterable[Look], field: FieldOf) -> list[Stands]:
    """Where any of the looks stands."""
    return [stands for look in looks for stands in page.find(look, field)]


class TextStands:
    """See Stands."""

    def __init__(self, ends: Sequence[dict[int, int]]) -> None:
        """`ends` gives for each document where places begin and end."""
        self._ends = ends
        self.positions = [sorted(each) for each in ends]

    def spans(self, number: int, positions: Sequence[int]) -> list[Span]:
        """See Stands."""
        return [(position, self._ends[number][position]) for position in positions]


class TextPage:
    """Texts that are read anew, word by word."""

    def __init__(self, cards: Sequence[Card], texts: Sequence[str], bounds: Sequence[Sequence[Span]]) -> None:
        """`bounds` are those of the sentences in each text."""
        self.cards = cards
        self._texts, self._bounds = texts, bounds
        self._finders: dict[tuple[FieldOf, int], Finder] = {}

    def find(self, look: Look, field: FieldOf) -> list[TextStands]:
        """See Page."""
        return [TextStands([_ends(self._finder(number, field), look) for number in range(len(self._texts))])]

    def text(self, number: int) -> str:
        """See Page."""
        return self._texts[number]

    def sentences(self, number: int) -> Sentences:
        """See Page."""
        bounds = self._bounds[number]
        return Sentences([start for start, _ in bounds], [end for _, end in bounds])

    def _finder(self, number: int, field: FieldOf) -> Finder:
        known = self._finders.get((field, number))
        if known is None:
            text = self._texts[number] if field == "text" else self.cards[number].title
            known = self._finders[field, number] = Finder(text)
        return known


def _ends(finder: Finder, look: Look) -> dict[int, int]:
    """Where places of the look begin and end: the whole of a compound and its first part begin together."""
    places = finder.near(look.left, look.right, look.distance) if isinstance(look, Pair) else finder.find(look)
    ends: dict[int, int] = {}
    for start, end in map(finder.span, places):
        ends[start] = max(end, ends.get(start, end))
    return ends
