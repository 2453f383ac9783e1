"""Here is a question, give me ten editorials.

The query language, ranking, snippets, facets, suggestions. `import search` does not load an engine:
the query language is had without it.
"""

import logging
from typing import TYPE_CHECKING

from search.matching.results import Facet, Filters, Hit, IndexInfo, Request, Results, Snippet
from search.query.parser import parse
from search.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpus.store.store import ArticleStore
    from index import Codec

__all__ = [
    "Facet",
    "Filters",
    "Hit",
    "IndexInfo",
    "Request",
    "Results",
    "Searcher",
    "Snippet",
    "open_searcher",
    "parse",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())  # whoever runs it lets it speak


def open_searcher(
    path: "Path",
    *,
    corpus: "Callable[[], ArticleStore] | None" = None,
    codec: "Codec | None" = None,
    synonyms: "Path | None" = None,
) -> Searcher:
    """The searcher for the index folder `path`. Raises IndexMissing, IndexOutdated or IndexDamaged.

    `corpus` gives the store of the articles, open, to the thread that calls it: with it an index of
    another corpus is not asked, and what people corrected or removed since the index was built is
    so in every answer. None: nothing is compared. An index of Whoosh's own files is opened where
    `codec`, the setting, is "w3"; None is indexer.CODEC. `synonyms` is the file of
    search.thesaurus; there need not be one.
    """
    from index import indexer
    from search.embedded import EmbeddedSearcher

    return EmbeddedSearcher(path, corpus, codec or indexer.CODEC, synonyms)
