"""Searcher: what any engine must answer, and the opener that picks one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from corpus.store.store import ArticleStore
from index import indexer
from index.manifest import Codec
from search.matching.results import Filters, Hit, Results, Sort
from search.query.query import Query

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
    bare: bool = False            # True where only full matches and their number are wanted: no partial ones, no
                                  # suggestion, no word on how it was understood, no marks in titles


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What is searched, for the line under the box and the status page."""

    articles: int
    first: date | None            # the oldest known date of publication
    last: date | None
    undated: int
    built_at: datetime
    generation: str
    codec: Codec                  # how it is kept
    seq: int                      # the corpus's change counter up to which it was built


class Searcher(Protocol):
    """Answers questions over one index. Safe to share between threads; notices a new generation by itself."""

    def search(self, request: Request) -> Results:
        """One page of hits; a page past the end has none. Never raises for what a person typed.

        An empty query with filters finds everything that they allow. Raises IndexUnusable.
        """

    def stream(self, request: Request) -> Iterator[Hit]:
        """Every hit of the request, in its order, however many; `page` and `size` are ignored."""

    def similar(self, text: str, *, before: date | None = None, exclude: str | None = None, limit: int = 10) -> Results:
        """Articles on the subject of `text`, best first, the shared words marked; only older ones than `before`.

        `total` counts what is close enough to be on the same subject; there may be none.
        """

    def info(self) -> IndexInfo:
        """What is in the index."""

    def close(self) -> None:
        """Let go of the index's files."""


def open_searcher(
    path: Path, *, corpus: Callable[[], ArticleStore] | None = None, codec: Codec | None = None
) -> Searcher:
    """The searcher for the index folder `path`. Raises IndexMissing, IndexOutdated or IndexDamaged.

    `corpus` gives the store of the articles, open, to the thread that calls it: with it an index of another corpus is
    not asked, and what was removed since the index was built is in no answer. None: nothing is compared.
    An index of Whoosh's own files is opened where `codec`, the setting, is "w3"; None is indexer.CODEC.
    """
    from search.embedded import WhooshSearcher

    return WhooshSearcher(path, corpus, codec or indexer.CODEC)
