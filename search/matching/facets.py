"""Facets: how the documents found spread over years, authors, sections and the like.

Counts are exact, values in a stable order.
"""

from collections import Counter

import numpy as np

from corpus.field import NAMED
from search.matching.doc_set import DocSet
from search.matching.index_reader import IndexReader
from search.matching.results import Facet

MOST_VALUES = 20  # names listed of each kind; years are all listed


def count_facets(reader: IndexReader, found: DocSet) -> tuple[Facet, ...]:
    """The facets of the documents found: years, then those of the table of fields."""
    counts = np.bincount(reader.days(found.docs) // 10_000)
    years = counts.nonzero()[0][::-1]
    by_year = zip(years.tolist(), counts[years].tolist(), strict=True)
    return (
        Facet("year", tuple((str(year) if year else "", count) for year, count in by_year)),
        *(
            Facet(field.term, _most(reader.count_names(field.column, found.docs)))
            for field in NAMED
            if field.facet
        ),
    )


def _most(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    # by name where they are as many
    names = sorted(sorted(counts), key=counts.__getitem__, reverse=True)
    return tuple((name, counts[name]) for name in names[:MOST_VALUES])
