"""ArrayTexts: the texts of a page, read from an array index: their characters, their sentences,
where words begin.

Slots are counted from a title's first, through the one left free behind it.
"""

from array import array
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from index.arrays.file.ranges import Places
from index.arrays.read.segment import Segment
from index.arrays.write.articles import ROW


class Shelf(NamedTuple):
    """Those documents of a page that are in one segment."""

    number: int   # the segment's
    segment: Segment
    docs: Places  # as the segment counts, ascending
    first: int    # how many are on the shelves before


class Rows(NamedTuple):
    """The sentences of a text, see search.snippets.passages.Sentences."""

    starts: Sequence[int]  # characters
    ends: Sequence[int]
    heads: Sequence[int]   # the first slot of each
    at: Sequence[int]      # the character where that begins
    paragraphs: Sequence[int]


class ArrayTexts:
    """Documents go by their numbers on the page. Each thing is read for all of them when it is
    first asked for."""

    def __init__(self, shelves: Sequence[Shelf], ranks: Sequence[int]) -> None:
        """`ranks` tells of each document how many come before it on the shelves."""
        self._shelves, self._ranks = shelves, ranks

    def __len__(self) -> int:
        return len(self._ranks)

    @cached_property
    def texts(self) -> list[str]:
        """The text of each document."""
        every = [
            *chain.from_iterable(shelf.segment.texts.some(shelf.docs) for shelf in self._shelves)
        ]
        return [every[rank].decode("utf-8", "surrogatepass") for rank in self._ranks]

    @cached_property
    def rows(self) -> list[Rows]:
        """The sentences of each document."""
        return [
            Rows(each[::ROW], each[1::ROW], each[2::ROW], each[3::ROW], each[4::ROW])
            for each in self.sentences
        ]

    @cached_property
    def sentences(self) -> list["array[int]"]:
        """The same as they are noted, see index.arrays.write.articles."""
        return self._lists("sentences")

    @cached_property
    def steps(self) -> list["array[int]"]:
        """For each document how far slots begin from the ones before; 0 for one left free."""
        return self._lists("starts")

    def _lists(self, name: str) -> list["array[int]"]:
        every = [
            *chain.from_iterable(
                shelf.segment.some_lists(name, shelf.docs) for shelf in self._shelves
            )
        ]
        return [every[rank] for rank in self._ranks]
