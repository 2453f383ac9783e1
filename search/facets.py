"""How the matches spread over years, authors and sections: exact counts, in a stable order."""

from collections import Counter

import numpy as np

from search.evaluate import Matches
from search.generation import Generation
from search.results import Facet

MOST_VALUES = 20  # authors and sections listed; years are all listed


def count_facets(generation: Generation, matches: Matches) -> tuple[Facet, ...]:
    """The three facets of the matches."""
    years, counts = np.unique(generation.published(matches.docs) // 10_000, return_counts=True)
    by_year = [(str(y) if y else "", int(n)) for y, n in zip(years[::-1], counts[::-1], strict=True)]
    authors = Counter(name for names in generation.names("authors", matches.docs) for name in names)
    sections = Counter(name for names in generation.names("sections", matches.docs) for name in names)
    return (Facet("year", tuple(by_year)), Facet("author", _most(authors)), Facet("section", _most(sections)))


def _most(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES])
