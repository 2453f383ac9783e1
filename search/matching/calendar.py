"""Calendar: when the documents of an index were published, by months and years."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.base.days import UNDATED
from search.matching.doc_set import Docs
from search.matching.index_reader import IndexReader

Counts = NDArray[np.intp]  # documents: those undated, then those of each month
KEY = "calendar"  # in the memory of a generation


class Calendar:
    """The months from that of the first article to that of the last.

    Counting so is what every answer does; days as numbers would be divided for each document.
    """

    def __init__(self, days: NDArray[np.int64], live: Docs) -> None:
        """`days` are those of all documents, see IndexReader.days; `live` are counted."""
        months = np.where(days == UNDATED, 0, days // 10_000 * 12 + days // 100 % 100 - 1)
        dated = months[months > 0]
        first, last = (int(dated.min()), int(dated.max())) if len(dated) else (0, -1)
        self._months = np.where(months > 0, months - first + 1, 0)
        self._first_year = first // 12
        self.months = [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1)]
        self.years = [str(year) for year in range(first // 12, last // 12 + 1)]
        self._begins = np.maximum(np.arange(first // 12, last // 12 + 1) * 12 - first, 0)
        self.articles = self.count(live)
        self.articles_by_year = self.by_year(self.articles)

    @classmethod
    def of(cls, reader: IndexReader) -> Self:
        """That of an index, made once for a generation."""
        known = reader.memory.words.get(KEY)
        if not isinstance(known, cls):
            known = cls(reader.days(np.arange(reader.size)), reader.everything().docs)
            reader.memory.words.put(KEY, known)
        return known

    def count(self, docs: Docs) -> Counts:
        """How many of the documents are undated, and how many of each of `months`."""
        return np.bincount(self._months.take(docs), minlength=len(self.months) + 1)

    def by_year(self, counts: Counts) -> list[int]:
        """The same of each of `years`."""
        if not self.years:
            return []
        by_year: list[int] = np.add.reduceat(counts[1:], self._begins).tolist()
        return by_year

    def months_of(self, year: int) -> slice:
        """Where those of a year stand among `months`, none where it is of none."""
        at = year - self._first_year
        if not 0 <= at < len(self.years):
            return slice(0, 0)
        ends = [*self._begins[1:].tolist(), len(self.months)]
        return slice(int(self._begins[at]), ends[at])
