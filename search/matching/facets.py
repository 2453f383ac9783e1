"""Facets: how the documents found spread over years, authors and sections.

Counts are exact, values in a stable order.
"""

from collections import Counter

import numpy as np

from search.matching.doc_set import DocSet
from search.matching.index_reader import IndexReader
from search.matching.results import Facet

MOST_VALUES = 20  # authors and sections listed; years are all listed


def count_facets(reader: IndexReader, found: DocSet) -> tuple[Facet, ...]:
    """The three facets of the documents found."""
    counts = np.bincount(reader.days(found.docs) // 10_000)
    years = counts.nonzero()[0][::-1]
    by_year = zip(years.tolist(), counts[years].tolist(), strict=True)
    return (
        Facet("year", tuple((str(year) if year else "", count) for year, count in by_year)),
        Facet("author", _most(reader.count_names("authors", found.docs))),
        Facet("section", _most(reader.count_names("sections", found.docs))),
    )


def _most(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    # by name where they are as many
    names = sorted(sorted(counts), key=counts.__getitem__, reverse=True)
    return tuple((name, counts[name]) for name in names[:MOST_VALUES])
