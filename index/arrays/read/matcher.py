"""The postings of one word in one segment as Whoosh's matchers ask for them, at the positions of
the stock index."""

from bisect import bisect_left
from copy import copy
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, ReadTooFar

from index.arrays.file.file import Array
from index.arrays.read.positions import PositionalPostings
from index.arrays.read.segment import Segment
from index.base.analysis import PARAGRAPH_GAP
from index.base.schema import RUN_GAP, TITLE_RUNS

SEEN_THROUGH_TEXT = frozenset(("text", "text_exact", "title", "title_exact"))


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Steps through the articles of a word. It has no blocks: nothing is skipped for its score."""

    def __init__(
        self,
        segment: Segment,
        term: tuple[str, bytes],
        found: PositionalPostings,
        *,
        kind: Any,
        scorer: Any,
    ) -> None:
        self.format, self.scorer = kind, scorer
        self._segment, self._term, self._positions = segment, term, found.positions
        self._docs, self._frequencies = found.docs.tolist(), found.frequencies.tolist()
        self._ends = np.cumsum(found.frequencies).tolist()
        self._at = 0

    def is_active(self) -> bool:
        """See Matcher."""
        return self._at < len(self._docs)

    def reset(self) -> None:
        """See Matcher."""
        self._at = 0

    def copy(self) -> "ArrayMatcher":
        """See Matcher."""
        return copy(self)

    def id(self) -> int:
        """The number of the article in its segment; at the end the last one's: AndNotMatcher asks
        once too often."""
        return self._docs[min(self._at, len(self._docs) - 1)]  # type: ignore[no-any-return]

    def next(self) -> None:
        """See Matcher."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:
        """See Matcher."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._docs, id, lo=self._at)

    def weight(self) -> float:
        """How often the word stands in the article."""
        return float(self._frequencies[self._at])

    def value(self) -> bytes:
        """See Matcher."""
        return self.format.encode(self._stock_positions())  # type: ignore[no-any-return]

    def value_as(self, astype: str) -> Any:
        """See Matcher."""
        return self._stock_positions() if astype == "positions" else super().value_as(astype)

    def supports_block_quality(self) -> bool:
        """No."""
        return False

    def _stock_positions(self) -> list[int]:
        end = self._ends[self._at]
        positions = self._positions[end - self._frequencies[self._at] : end]
        if self._term[0] not in SEEN_THROUGH_TEXT:
            return positions.tolist()  # type: ignore[no-any-return]
        return stock_positions(self._segment, self.id(), positions, runs=self._term[0] == "text")


def stock_positions(segment: Segment, doc: int, positions: Array, *, runs: bool) -> list[int]:
    """The positions that Whoosh's own index has (index.base.schema.word_fields), for ascending
    `positions` of an article: all of the body, and of the title those of its first run.

    With `runs` each position of the title is there once for each run, and so it is given.
    """
    steps = segment.list_of("starts", doc)
    title = segment.title_end_at(doc)
    gaps = np.cumsum(_left_free(steps, title)) * (PARAGRAPH_GAP - 1)
    run = RUN_GAP + (title + int(gaps[title - 1]) if title else 0)
    begin = title + 1  # the body's first position
    in_title = positions < title
    head, body = positions[in_title], positions[~in_title]
    given = head + gaps[head]
    if runs:
        given = np.concatenate([given[::TITLE_RUNS] + number * run for number in range(TITLE_RUNS)])
    shift = TITLE_RUNS * run - begin - int(gaps[title])
    return [*given.tolist(), *(body + gaps[body] + shift).tolist()]


def _left_free(steps: Array, title: int) -> Array:
    """The positions, as a mask, that stand for the end of a paragraph: no word begins there, and it
    is not the title's end either."""
    free: Array = steps == 0
    free[[0, title]] = False
    # a body's first word may begin at 0, and there may be no body
    free[title + 1 : title + 2] = False
    return free
