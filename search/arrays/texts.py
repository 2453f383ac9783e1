"""ArrayTexts: the texts of a page, read from an array index, with their sentences and words.

Positions are counted from a title's first, through the one left free behind it.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from index.arrays.file.ranges import Ints
from index.arrays.read.segment import Segment
from index.arrays.write.articles import ROW


class SegmentDocs(NamedTuple):
    """Those documents of a page that are in one segment."""

    number: int   # the segment's
    segment: Segment
    docs: Ints  # as the segment counts, ascending


class ArraySentences(NamedTuple):
    """The sentences of a text, see search.snippets.passage_choice.Sentences."""

    starts: Sequence[int]  # characters
    ends: Sequence[int]
    heads: Sequence[int]   # the first position in each
    at: Sequence[int]      # the character where that begins
    paragraphs: Sequence[int]


class ArrayTexts:
    """The texts of a page; documents go by their numbers there.

    Each thing is read for all of them when it is first asked for.
    """

    def __init__(self, by_segment: Sequence[SegmentDocs], ranks: Sequence[int]) -> None:
        """`ranks` tells of each document of the page how many come before it in `by_segment`."""
        self._by_segment, self._ranks = by_segment, ranks

    def __len__(self) -> int:
        return len(self._ranks)

    @cached_property
    def texts(self) -> list[str]:
        """The text of each document."""
        every = [
            view for part in self._by_segment for view in part.segment.texts.views(part.docs)
        ]
        return [str(every[rank], "utf-8", "surrogatepass") for rank in self._ranks]

    @cached_property
    def sentences(self) -> list[ArraySentences]:
        """The sentences of each document."""
        return [
            ArraySentences(each[::ROW], each[1::ROW], each[2::ROW], each[3::ROW], each[4::ROW])
            for each in self.sentence_numbers
        ]

    @cached_property
    def sentence_numbers(self) -> list[memoryview]:
        """The sentences of each document as they are noted, ROW numbers for each.

        The numbers of a sentence are told in index.arrays.write.articles.
        """
        return self._lists("sentences")

    @cached_property
    def steps(self) -> list[memoryview]:
        """For each document how many characters positions begin behind the ones before.

        0 is that of a position left free.
        """
        return self._lists("starts")

    def _lists(self, name: str) -> list[memoryview]:
        every = [
            view for part in self._by_segment for view in part.segment.some_lists(name, part.docs)
        ]
        return [every[rank] for rank in self._ranks]
