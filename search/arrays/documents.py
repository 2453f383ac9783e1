"""The documents of a page, read from an array index: what is shown of them, and where words stand
in them.

A slot is left free between a title and its text and between paragraphs: what stands side by side is
in one of them. """

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from corpus.article import Span
from index.arrays.read.reader import ArrayReader
from search.arrays.passages import choose_passages
from search.arrays.positions import ArrayStands, Found, Slots, spanned
from search.arrays.term import OneWord, Word
from search.arrays.texts import ArrayTexts, Shelf
from search.matching.documents import Card, Part, Passage
from search.query.highlight_patterns import HighlightPattern, NearPattern, highlight_patterns
from search.query.pattern import PatternTerm, PhrasePattern, neighbours
from search.query.query import Node

GAP = 1 << 20  # slots between paragraphs: no NEAR reaches across


class ArrayPage:
    """See search.matching.documents.Page."""

    def __init__(
        self, reader: ArrayReader, docs: Sequence[int], word_of: Callable[[PatternTerm], Word]
    ) -> None:
        """`word_of` gives what a slot of a pattern stands for in whole articles."""
        self._reader, self._docs, self._word_of = reader, docs, word_of
        self.cards: Sequence[Card] = [
            Card(*record) for record in reader.records(np.array(docs, np.int64))
        ]
        self._known: dict[PatternTerm, Slots] = {}

    def passages(
        self, parts: Sequence[Part], *, true: Sequence[frozenset[Node]] = ()
    ) -> list[list[Passage]]:
        """See Page."""
        found = [self.find(highlight_patterns(part.node)) for part in parts]
        if true:
            found = [
                stands.among([part.node in nodes for nodes in true])
                for part, stands in zip(parts, found, strict=True)
            ]
        return choose_passages(self._texts, found, [part.weight for part in parts])

    def find(self, patterns: Iterable[HighlightPattern]) -> ArrayStands:
        """Where any of the looks stands."""
        found = [(phrase, self._in_texts(slots)) for pattern in patterns for phrase, slots in self._stand(pattern)]
        return ArrayStands(found, self._texts)

    def in_titles(self, patterns: Iterable[HighlightPattern]) -> list[list[Span]]:
        """See Page."""
        found = [each for pattern in patterns for each in self._stand(pattern)]
        numbers = range(len(self.cards))
        return [
            [span for each in found for span in self._spans_in_title(number, *each)]
            for number in numbers
        ]

    def text(self, number: int) -> str:
        """See Page."""
        return self._texts.texts[number]

    # -- what is read

    @cached_property
    def _shelves(self) -> list[Shelf]:
        docs, shelves, first = sorted(self._docs), [], 0
        for number, (begin, end) in enumerate(self._reader.spans):
            last = bisect_left(docs, end, first)
            if first < last:
                here = np.array(docs[first:last], np.int64) - begin
                shelves.append(Shelf(number, self._reader.segments[number], here, first))
            first = last
        return shelves

    @cached_property
    def _ranks(self) -> list[int]:
        """Of each document how many of the page come before it in the index."""
        ranks = {doc: rank for rank, doc in enumerate(sorted(self._docs))}
        return [ranks[doc] for doc in self._docs]

    @cached_property
    def _texts(self) -> ArrayTexts:
        return ArrayTexts(self._shelves, self._ranks)

    @cached_property
    def _title_slots(self) -> list[int]:
        """How many slots the title of each document takes."""
        slots = [
            each
            for shelf in self._shelves
            for each in shelf.segment.title_slots_of(shelf.docs).tolist()
        ]
        return [slots[rank] for rank in self._ranks]

    # -- where words stand

    def _in_texts(self, slots: Slots) -> Slots:
        ends = self._title_slots
        return [each[bisect_left(each, end) :] for each, end in zip(slots, ends, strict=True)]

    def _stand(self, pattern: HighlightPattern) -> Sequence[Found]:
        """The slots where each run of a look begins."""
        if isinstance(pattern, NearPattern):
            return self._near(pattern)
        return [(phrase, self._run(phrase)) for phrase in pattern.phrases]

    def _run(self, phrase: PhrasePattern) -> Slots:
        """Where words stand side by side."""
        slots = self._slots(phrase[0])
        for step, slot in enumerate(phrase[1:], 1):
            later = map(frozenset, self._slots(slot))
            slots = [
                [each for each in here if each + step in there]
                for here, there in zip(slots, later, strict=True)
            ]
        return slots

    def _slots(self, slot: PatternTerm) -> Slots:
        """The slots of what fits one of a pattern."""
        known = self._known.get(slot)
        if known is None:
            word = self._word_of(slot)
            every = [each for shelf in self._shelves for each in _read(word, shelf)]
            known = self._known[slot] = [every[rank] for rank in self._ranks]
        return known

    def _spans_in_title(self, number: int, phrase: PhrasePattern, slots: Slots) -> list[Span]:
        spans, here, reached, begin = [], slots[number], -1, 0
        for slot in sorted({*here[: bisect_left(here, self._title_slots[number])]}):
            steps = self._texts.steps[number]
            begin += sum(steps[reached + 1 : slot + 1])
            reached = slot
            start = begin + sum(steps[slot + 1 : slot + len(phrase)])
            spans.append(spanned(self.cards[number].title, begin, start, phrase[-1]))
        return spans

    @cached_property
    def _free(self) -> list[list[int]]:
        """The slots of each document that are left free; the first of a text may be among them."""
        return [
            [slot for slot, step in enumerate(steps) if not step] for steps in self._texts.steps
        ]

    def _near(self, pair: NearPattern) -> list[Found]:
        """For each run of both ends its slots that have the other end near."""
        phrases = [
            (side, phrase, self._run(phrase))
            for side, end in enumerate((pair.left, pair.right))
            for phrase in end.phrases
        ]
        near: list[Slots] = [[[] for _ in self.cards] for _ in phrases]
        for number in range(len(self.cards)):
            free = self._free[number]
            ends: tuple[list[tuple[int, int]], ...] = ([], [])
            for which, (side, _, slots) in enumerate(phrases):
                ends[side].extend((which, slot) for slot in slots[number])
            left, right = (
                [_apart(slot, len(phrases[which][1]), free) for which, slot in end] for end in ends
            )
            for end, close in zip(ends, neighbours(left, right, pair.distance), strict=True):
                for which, slot in map(end.__getitem__, close):
                    near[which][number].append(slot)
        return [(phrase, slots) for (_, phrase, _), slots in zip(phrases, near, strict=True)]


def _read(word: Word, shelf: Shelf) -> Slots:
    if isinstance(word, OneWord):
        return word.lists(shelf.number, shelf.docs)
    which, places = word.slots(shelf.number, shelf.docs)
    ends, slots = which.searchsorted(np.arange(len(shelf.docs) + 1)).tolist(), places.tolist()
    return [slots[begin:end] for begin, end in pairwise(ends)]


def _apart(slot: int, length: int, free: Sequence[int]) -> Span:
    """The first and the last slot of a run, so far from those of other paragraphs that no NEAR
    reaches them."""
    first = slot + GAP * bisect_right(free, slot)
    return first, first + length - 1
