"""The terms that Whoosh posts for numbers, seen through the column of days.

They are the days, and for each step of DAY_STEP bits the rougher numbers, so that few terms make a
long range."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from index.arrays.file.file import Array
from index.arrays.file.ranges import Ints
from index.arrays.read.positions import PositionalPostings
from index.base.days import UNDATED
from index.base.fields import DAY_BITS, DAY_STEP

SIZE = 1 + DAY_BITS // 8  # bytes of a term: how far its number was shifted, the number


class DayTerms:
    """The days of one segment's articles. An undated one has no term."""

    def __init__(self, published: Array) -> None:
        self._published = published

    @cached_property
    def _ordered(self) -> tuple[Ints, Ints]:
        """The dated articles by day, and their days."""
        docs = np.flatnonzero(self._published != UNDATED)
        days = self._published[docs].astype(np.int64)
        order = days.argsort(kind="stable")
        return docs[order], days[order]

    def terms(self, begin: bytes) -> Iterator[bytes]:
        """The terms from `begin` on."""
        _, days = self._ordered
        for shift in range(0, DAY_BITS, DAY_STEP):
            for number in np.unique(days >> shift).tolist():
                term = bytes((shift,)) + number.to_bytes(SIZE - 1, "big")
                if term >= begin:
                    yield term

    def postings(self, term: bytes) -> PositionalPostings | None:
        """The articles of a term, one occurrence each; None when there are none."""
        if len(term) != SIZE or term[0] not in range(0, DAY_BITS, DAY_STEP):
            return None
        docs, days = self._ordered
        number = int.from_bytes(term[1:], "big")
        first, last = days.searchsorted((number << term[0], number + 1 << term[0])).tolist()
        if first == last:
            return None
        found = np.sort(docs[first:last])
        ones = np.ones(len(found), np.int64)
        return PositionalPostings(found, ones, np.zeros(len(found), np.int64))
