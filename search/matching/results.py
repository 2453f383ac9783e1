"""A search asked and answered: a Request; Results of Hits, each with Snippets: plain text and
ranges, never HTML."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from corpus.article import DateSource, Span
from search.query.periods import DateRange
from search.query.query import FieldName, Query

if TYPE_CHECKING:
    from index import Codec

CompletionKind = Literal["words", "author", "title"]
# by the day of publication, and by when an article came into the corpus, the last first
Sort = Literal["relevance", "newest", "oldest", "added"]
Listing = Literal["together", "apart"]  # of reprints


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search besides its words; None is no filter. Both dates are included."""

    since: date | None = None
    until: date | None = None
    # terms of fields, as "author", each with one name as a facet shows it; any of those of a field
    names: tuple[tuple[FieldName, str], ...] = ()
    # any of them; None is undated
    dates: tuple[DateRange | None, ...] = ()

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
    # "together": of articles that are one text the first alone is a hit, and names the others
    reprints: Listing = "apart"
    explain: bool = False         # True where the parts of each hit's score are wanted


# articles as they are, nothing of them marked
BARE = Request(Query("", None), facets=False, snippets=False, bare=True)


class ScorePart(NamedTuple):
    """What a part of the question adds to the score of a hit."""

    text: str                     # in canonical form
    score: float


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


class Reprint(NamedTuple):
    """Another article with the text of one."""

    id: str
    title: str
    published: date | None


class Hit(NamedTuple):
    """One article found. What follows `partial` is in the order of the table of fields, but for
    `reprints`, the last."""

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
    # what else was found of the same text, the oldest first, where that is not a hit of its own
    reprints: tuple[Reprint, ...] = ()


# before the article; on its day or after it; where the day of one of the two is not known
When = Literal["older", "newer", "unknown"]


@dataclass(frozen=True, slots=True)
class Related:
    """An article on the subject of another."""

    hit: Hit
    when: When
    # words that both have, as the other one first writes them, its weightiest first
    shared: tuple[str, ...]


class Facet(NamedTuple):
    """Counts over every full match, not only this page's; values in a stable order.

    They are those without the facet's own filter: what else could be chosen keeps its count. Where
    there is no full match, they are of the partial ones.
    """

    name: str                     # "year", "month", or the term of a field of articles
    # dates: newest first, then "undated"; the others: most first, then by name. What is chosen is
    # always among them
    counts: tuple[tuple[str, int], ...]


class Bar(NamedTuple):
    """What was found of a year or month, and what there is."""

    period: str                   # 2014 or 2014-03
    found: int                    # as in a Facet of dates
    articles: int                 # of all


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
        "read",       # could be read in another way
        "address",    # of an article
    ]
    # articles that the filters allow and it is found in by itself; None where that was not asked
    count: int | None = None
    # of a word whose stem mostly stands for others: the question with its form alone
    exact: str | None = None
    # what any article has that is looked for besides what was typed: the synonyms, other spellings
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another spelling that finds more."""

    query: str
    total: int


FILTERS = "filters"  # all kinds of them


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A way to find something: the question without a part of it, a quotation mark or a filter."""

    # the part in canonical form, the phrases of which the words are looked for, or the kind of
    # filter; FILTERS
    without: str
    kind: Literal["part", "phrase", "filter"]
    query: str                    # what is left of the question
    total: int                    # full matches of that


@dataclass(frozen=True, slots=True)
class Completion:
    """What a question may become as it is typed."""

    text: str                   # the question, the author's name, the title
    kind: CompletionKind
    total: int                  # editorials that it finds
    article: str | None = None  # the id of the article that has the title


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
    # every year or month from the first to the last of what was found, oldest first
    histogram: tuple[Bar, ...] = ()
    # where nothing is found in full: what would help
    relaxations: tuple[Relaxation, ...] = ()
    # of the articles that `total` and `partial` count: how many are no hits of their own, as the
    # same text is one
    reprints: int = 0
    # of each hit, where that was asked: what its score is the sum of
    score_parts: tuple[tuple[ScorePart, ...], ...] = ()

    @property
    def listed(self) -> int:
        """How many hits there are on all pages."""
        return self.total + self.partial - self.reprints


class PartResults(NamedTuple):
    """The answer to a part of a text."""

    results: Results
    # of each hit the words searched for that it has, by their texts; title or text, in any form
    held: tuple[frozenset[str], ...]


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
