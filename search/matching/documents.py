"""Page: some documents of an index, read together to be shown, and where the parts of a question
stand in them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from corpus.article import DateSource, Span
from search.query.highlight_patterns import HighlightPattern
from search.query.query import Node


class Card(NamedTuple):
    """What is shown of a document besides its text."""

    id: str
    title: str
    url: str | None
    byline: Sequence[str]
    section: str | None
    date_source: DateSource
    language: str | None


class Part(NamedTuple):
    """A part of a question that can show in a text."""

    node: Node
    weight: float   # what it says


class Passage(NamedTuple):
    """One to three consecutive sentences of a paragraph, and the last also where a phrase goes
    on."""

    start: int               # characters of the text
    end: int
    paragraph: int           # counted from 0
    spans: tuple[Span, ...]  # what is marked, ascending, not overlapping


class Page(Protocol):
    """Documents go by their numbers on the page."""

    cards: Sequence[Card]

    def passages(
        self, parts: Sequence[Part], *, true: Sequence[frozenset[Node]] = ()
    ) -> list[list[Passage]]:
        """One or two passages of each document for the parts; without any match, its beginning;
        none without sentences.

        `true` names for each document the parts that are, where that differs from one to the other.
        """

    def in_titles(self, patterns: Iterable[HighlightPattern]) -> Sequence[Sequence[Span]]:
        """The characters of each title in which any of the patterns stands."""

    def text(self, number: int) -> str:
        """The paragraphs of a document, a blank line between two."""
