"""ArrayPage: the documents of a page, read from an array index.

It reads what is shown of them, and the positions of words in them. A position is left free between
a title and its text and between paragraphs: what stands side by side is in one of them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from corpus.article import Span
from index.arrays.read.reader import ArrayReader
from search.arrays.passages import choose_passages
from search.arrays.positions import ArrayPositions, DocPositions, PhraseStarts, span_of
from search.arrays.standing import positions_among
from search.arrays.term import ArrayTerm, SingleTerm
from search.arrays.texts import ArrayTexts, SegmentDocs
from search.matching.result_page import Passage, QueryPart, StoredFields
from search.query.highlight_patterns import HighlightPattern, NearPattern, highlight_patterns
from search.query.pattern import PatternTerm, PhrasePattern, neighbours
from search.query.query import Node

GAP = 1 << 20  # positions between paragraphs: no NEAR reaches across


class ArrayPage:
    """See search.matching.result_page.ResultPage."""

    def __init__(
        self, reader: ArrayReader, docs: Sequence[int], term_of: Callable[[PatternTerm], ArrayTerm]
    ) -> None:
        """`docs` are numbers of the whole index, one or more, in the order of the page.

        `term_of` gives what a term of a pattern stands for in titles and texts.
        """
        self._term_of = term_of
        self.stored: Sequence[StoredFields] = [
            StoredFields(*record) for record in reader.records(np.array(docs, np.int64))
        ]
        self._known: dict[PatternTerm, DocPositions] = {}
        ascending = sorted(docs)
        self._by_segment = _by_segment(reader, ascending)
        ranks = {doc: rank for rank, doc in enumerate(ascending)}
        self._ranks = [ranks[doc] for doc in docs]
        """For each document how many of the page come before it in the index."""
        self._texts = ArrayTexts(self._by_segment, self._ranks)

    def passages(
        self, parts: Sequence[QueryPart], *, true: Sequence[frozenset[Node]] = ()
    ) -> list[list[Passage]]:
        """See ResultPage."""
        found = [self.find(highlight_patterns(part.node)) for part in parts]
        if true:
            found = [
                positions.among([part.node in nodes for nodes in true])
                for part, positions in zip(parts, found, strict=True)
            ]
        return choose_passages(self._texts, found, [part.weight for part in parts])

    def find(self, patterns: Iterable[HighlightPattern]) -> ArrayPositions:
        """The positions in the texts at which any of the patterns begins."""
        found = [each for pattern in patterns for each in self._starts(pattern)]
        in_texts = [(phrase, self._in_texts(positions)) for phrase, positions in found]
        return ArrayPositions(in_texts, self._texts)

    def in_titles(self, patterns: Iterable[HighlightPattern]) -> list[list[Span]]:
        """See ResultPage."""
        spans: list[list[Span]] = [[] for _ in self.stored]
        for pattern in patterns:
            for phrase, positions in self._starts(pattern):
                for number, (here, end) in enumerate(
                    zip(positions, self._title_lengths, strict=True)
                ):
                    if here and here[0] < end:
                        spans[number] += self._spans_in_title(number, phrase, here)
        return spans

    def text(self, number: int) -> str:
        """See ResultPage."""
        return self._texts.texts[number]

    # -- what is read

    @cached_property
    def _title_lengths(self) -> list[int]:
        """The number of positions that the title of each document takes."""
        lengths = [
            each
            for part in self._by_segment
            for each in part.segment.title_ends_of(part.docs).tolist()
        ]
        return [lengths[rank] for rank in self._ranks]

    # -- where words stand

    def _in_texts(self, positions: DocPositions) -> DocPositions:
        ends = self._title_lengths
        return [each[bisect_left(each, end) :] for each, end in zip(positions, ends, strict=True)]

    def _starts(self, pattern: HighlightPattern) -> Sequence[PhraseStarts]:
        """The phrases of a pattern, and the positions at which each begins."""
        if isinstance(pattern, NearPattern):
            return self._near_starts(pattern)
        return [(phrase, self._phrase_starts(phrase)) for phrase in pattern.phrases]

    def _phrase_starts(self, phrase: PhrasePattern) -> DocPositions:
        """The positions at which the terms of a phrase begin to stand side by side."""
        positions = self._positions_of(phrase[0])
        for step, term in enumerate(phrase[1:], 1):
            later = map(frozenset, self._positions_of(term))
            positions = [
                [each for each in here if each + step in there]
                for here, there in zip(positions, later, strict=True)
            ]
        return positions

    def _positions_of(self, term: PatternTerm) -> DocPositions:
        """The positions of what fits a term of a pattern, in titles and texts."""
        known = self._known.get(term)
        if known is None:
            found = self._term_of(term)
            every = [each for part in self._by_segment for each in _read(found, part)]
            known = self._known[term] = [every[rank] for rank in self._ranks]
        return known

    def _spans_in_title(
        self, number: int, phrase: PhrasePattern, here: Sequence[int]
    ) -> list[Span]:
        spans, reached, begin, steps = [], -1, 0, self._texts.steps[number]
        for position in sorted({*here[: bisect_left(here, self._title_lengths[number])]}):
            begin += sum(steps[reached + 1 : position + 1])
            reached = position
            start = begin + sum(steps[position + 1 : position + len(phrase)])
            spans.append(span_of(self.stored[number].title, begin, start, phrase[-1]))
        return spans

    @cached_property
    def _free(self) -> list[list[int]]:
        """The positions of each document that are left free, and perhaps the first of its text."""
        return [
            [position for position, step in enumerate(steps) if not step]
            for steps in self._texts.steps
        ]

    def _near_starts(self, pattern: NearPattern) -> list[PhraseStarts]:
        """For each phrase of both ends the positions that have the other end near."""
        phrases = [
            (side, phrase, self._phrase_starts(phrase))
            for side, end in enumerate((pattern.left, pattern.right))
            for phrase in end.phrases
        ]
        near: list[DocPositions] = [[[] for _ in self.stored] for _ in phrases]
        for number in range(len(self.stored)):
            free = self._free[number]
            ends: tuple[list[tuple[int, int]], ...] = ([], [])
            for which, (side, _, positions) in enumerate(phrases):
                ends[side].extend((which, position) for position in positions[number])
            left, right = (
                [_apart(position, len(phrases[which][1]), free) for which, position in end]
                for end in ends
            )
            for end, close in zip(ends, neighbours(left, right, pattern.distance), strict=True):
                for which, position in map(end.__getitem__, close):
                    near[which][number].append(position)
        return [(phrase, here) for (_, phrase, _), here in zip(phrases, near, strict=True)]


def _by_segment(reader: ArrayReader, docs: Sequence[int]) -> list[SegmentDocs]:
    """Documents, ascending, by the segments that they are in."""
    parts, first = [], 0
    for number, (begin, end) in enumerate(reader.spans):
        last = bisect_left(docs, end, first)
        if first < last:
            here = np.array(docs[first:last], np.int64) - begin
            parts.append(SegmentDocs(number, reader.segments[number], here))
        first = last
    return parts


def _read(term: ArrayTerm, part: SegmentDocs) -> DocPositions:
    if isinstance(term, SingleTerm):
        return positions_among(part.segment, term.entries[part.number], part.docs)
    which, every = term.positions(part.number, part.docs)
    ends, positions = which.searchsorted(np.arange(len(part.docs) + 1)).tolist(), every.tolist()
    return [positions[begin:end] for begin, end in pairwise(ends)]


def _apart(position: int, length: int, free: Sequence[int]) -> Span:
    """The first and the last position of a phrase, moved away from those of other paragraphs.

    They are so far from them then that no NEAR reaches them.
    """
    first = position + GAP * bisect_right(free, position)
    return first, first + length - 1
