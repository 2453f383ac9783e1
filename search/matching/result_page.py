"""ResultPage: some documents of an index, read together to be shown.

It says where the parts of a question stand in them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from corpus.article import DateSource, Span
from corpus.field import FIELDS
from search.query.highlight_patterns import HighlightPattern
from search.query.query import Node

STORED = tuple(field for field in FIELDS if field.name != "published")  # in the order below


class StoredFields(NamedTuple):
    """What is shown of a document besides its text and its day, in the order of the table of
    fields. An index from before a field has nothing of it."""

    id: str
    title: str
    url: str | None
    byline: Sequence[str]
    section: str | None
    date_source: DateSource
    language: str | None
    updated: str | date | None = None  # in ISO's form out of an array index
    tags: Sequence[str] = ()
    standfirst: str | None = None


class QueryPart(NamedTuple):
    """A part of a question that can show in a text."""

    node: Node
    weight: float  # what it says, see search.snippets.hits.weigh_parts


class Passage(NamedTuple):
    """One to three consecutive sentences of a paragraph, one more where a phrase goes on in it.

    It is a range of the text; a Snippet is what is shown of it.
    """

    start: int               # characters of the text
    end: int
    paragraph: int           # counted from 0
    spans: tuple[Span, ...]  # what is marked, ascending, not overlapping


class ResultPage(Protocol):
    """Some documents, by their numbers on the page, counted from 0."""

    stored: Sequence[StoredFields]

    def passages(
        self, parts: Sequence[QueryPart], *, true: Sequence[frozenset[Node]] = ()
    ) -> list[list[Passage]]:
        """One or two passages of each document for the parts of a question.

        Without any match it is the beginning, and none without sentences. `true` names for each
        document the parts that are true of it; empty is all of them, of each.
        """

    def in_titles(self, patterns: Iterable[HighlightPattern]) -> Sequence[Sequence[Span]]:
        """The characters of each title in which any of the patterns stands."""

    def text(self, number: int) -> str:
        """The paragraphs of a document, a blank line between two."""
