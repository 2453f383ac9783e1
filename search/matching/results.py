"""A search asked and answered: a Request; Results of Hits, each with Snippets: plain text and
ranges, never HTML."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from corpus.article import DateSource, Span
from search.query.query import FieldName, Query

if TYPE_CHECKING:
    from index import Codec

Sort = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search besides its words; None is no filter. Both dates are included."""

    since: date | None = None
    until: date | None = None
    # terms of fields, as "author", each with one name as a facet shows it
    names: tuple[tuple[FieldName, str], ...] = ()

    def __bool__(self) -> bool:
        return self != NO_FILTERS


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Request:
    """A page of a search."""

    query: Query
    filters: Filters = NO_FILTERS
    sort: Sort = "relevance"
    page: int = 1
    size: int = 10
    facets: bool = True           # False where nobody shows them: they cost a pass over every match
    snippets: bool = True
    # True where only full matches and their number are wanted: no partial ones, no suggestion, no
    # word on how it was understood, no marks in titles
    bare: bool = False


class Snippet(NamedTuple):
    """A passage of an article: one to three whole sentences, cut only where a sentence is very
    long."""

    text: str
    # character ranges in `text` that matched, ascending, not overlapping
    spans: tuple[Span, ...]
    # which paragraph it comes from, counted from 0; below it what leads the text, -1 the last
    paragraph: int
    cut_before: bool = False      # the passage begins within a sentence
    cut_after: bool = False


class Hit(NamedTuple):
    """One article found. What follows `partial` is in the order of the table of fields."""

    id: str
    published: date | None
    title_spans: tuple[Span, ...]
    score: float
    snippets: tuple[Snippet, ...]
    partial: bool                 # matches some of the words only
    title: str
    url: str | None
    byline: tuple[str, ...]
    section: str | None
    date_source: DateSource
    updated: date | None = None   # the day of its last change, where that is known
    tags: tuple[str, ...] = ()
    standfirst: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts over every full match, not only this page's; values in a stable order."""

    name: str                     # "year", or the term of a field of articles
    # year: newest first, "" for undated; the others: most first, then by name
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one part of a query was understood: an entry of the line "Searched for"."""

    text: str                     # as typed
    meaning: str                  # for people: "any form of peace", "exactly these words"
    kind: Literal[
        "stem", "exact", "phrase", "prefix", "fuzzy", "near", "field", "date", "not", "or",
        "stopword",   # dropped: too common, and other words are there
        "unknown",    # in no article
        "literal",    # could not be parsed; taken as plain words
        "dropped",    # could not be used at all
        "cut",        # past a limit
    ]
    count: int | None = None      # articles it is found in by itself; None where that was not asked
    # of a word whose stem mostly stands for others: the question with its form alone
    exact: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another spelling that finds more."""

    query: str
    total: int


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one query."""

    query: str                    # the query as typed
    searched_for: tuple[Explanation, ...]
    # a query in sound syntax that means what was searched; None when nothing was amiss
    repaired: str | None
    total: int                    # articles with all the words
    # further articles that match only in part; they follow the full ones
    partial: int
    hits: tuple[Hit, ...]         # this page's
    facets: tuple[Facet, ...]
    suggestion: Suggestion | None
    page: int
    size: int                     # hits on a full page


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What is searched, for the line under the box and the status page."""

    articles: int
    first: date | None            # the oldest known date of publication
    last: date | None
    undated: int
    built_at: datetime
    generation: str
    codec: "Codec"                # how it is kept
    seq: int                      # the corpus's change counter up to which it was built
