"""The documents of a page, read from an array index: what is shown of them, and where words stand in them.

Things are read for all documents at once, each when it is first asked for. The documents are joined in ascending order:
a *place* is a slot of any title or text, counted through all of them. A place is free between two documents, as slots
are between a title and its text and between paragraphs: what stands side by side is in one of them.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np

from corpus.article import Span
from index.arrays.file import Array
from index.arrays.ragged import Places, firsts, found_in
from index.arrays.reader import ArrayReader
from index.arrays.segment import Segment
from search.array_stands import ArrayStands
from search.array_words import Word
from search.look import Look, Pair
from search.page import Card, FieldOf, Sentences
from search.pattern import Run, Slot, neighbours

GAP = 1 << 20  # slots between paragraphs: no NEAR reaches across
FREE = np.zeros(1, np.uint8)


class Shelf(NamedTuple):
    """Those documents of a page that are in one segment."""

    number: int   # the segment's
    segment: Segment
    docs: Places  # as the segment counts, ascending
    first: int    # how many are on the shelves before


class Joined(NamedTuple):
    """The slots of all documents."""

    starts: Array   # for each place the character where its slot begins, in its title or text
    edges: Places   # the first place of each title and text, in turn; one more for the end
    steps: Array    # how far each slot begins from the one before; 0 for one left free


class ArrayPage:
    """See search.page.Page."""

    def __init__(self, reader: ArrayReader, docs: Sequence[int], word_of: Callable[[Slot], Word]) -> None:
        """`word_of` gives what a slot of a pattern stands for in whole articles."""
        self._word_of = word_of
        numbers = np.array(docs, np.int64)
        self.cards: Sequence[Card] = [Card(*record) for record in reader.records(numbers)]
        order = numbers.argsort()
        self._rank: list[int] = order.argsort().tolist()  # of each document among those of the page
        self._shelves = _shelves(reader, numbers[order])
        self._known: dict[Slot, Places] = {}

    def find(self, look: Look, field: FieldOf) -> list[ArrayStands]:
        """See Page."""
        if isinstance(look, Pair):
            return [self._stands(run, places, field) for run, places in self._near(look)]
        return [self._stands(run, self._run(run), field) for run in look.runs]

    def text(self, number: int) -> str:
        """See Page."""
        return self._texts[self._rank[number]]

    def sentences(self, number: int) -> Sentences:
        """See Page."""
        row = self._rows[self._rank[number]]
        return Sentences(row[::3], row[1::3])

    # -- reading

    @cached_property
    def _texts(self) -> list[str]:
        every = chain.from_iterable(shelf.segment.texts.some(shelf.docs) for shelf in self._shelves)
        return [text.decode("utf-8", "surrogatepass") for text in every]

    @cached_property
    def _rows(self) -> list[list[int]]:
        """The sentences of each document as the index has them."""
        return [row.tolist() for row in self._lists("sentences")]

    def _lists(self, name: str) -> list[Array]:
        return [each for shelf in self._shelves for each in shelf.segment.some_lists(name, shelf.docs)]

    @cached_property
    def _joined(self) -> Joined:
        pieces, edges, end = [], [], 0
        titles = [slots for shelf in self._shelves for slots in shelf.segment.title_slots_of(shelf.docs).tolist()]
        for slots, steps in zip(titles, self._lists("starts"), strict=True):
            pieces += [steps, FREE]
            edges += [end, end + slots + 1]
            end += len(steps) + 1
        steps, at = np.concatenate(pieces), np.array([*edges, end])
        reached = steps.cumsum(dtype=np.int64)
        before = reached[at[:-1] - 1]
        before[0] = 0
        return Joined(reached - before.repeat(at[1:] - at[:-1]), at, steps)

    # -- words

    def _stands(self, run: Run, places: Places, field: FieldOf) -> ArrayStands:
        text = self.text if field == "text" else self._title
        positions = self._positions(places, 0, field)
        lasts = positions if len(run) == 1 else self._positions(places, len(run) - 1, field)
        return ArrayStands(run, positions, lasts, text)

    def _title(self, number: int) -> str:
        return self.cards[number].title

    def _positions(self, places: Places, behind: int, field: FieldOf) -> list[list[int]]:
        """The character, in each document, where places begin, or those so many behind them."""
        ends = places.searchsorted(self._joined.edges).tolist()
        starts = self._joined.starts[places + behind if behind else places].tolist()
        side = int(field == "text")
        return [starts[ends[2 * rank + side] : ends[2 * rank + side + 1]] for rank in self._rank]

    def _run(self, run: Run) -> Places:
        """The places where words stand side by side."""
        places = self._places(run[0])
        for step, slot in enumerate(run[1:], 1):
            places = places[found_in(places, self._places(slot) - step)]
        return places

    def _places(self, slot: Slot) -> Places:
        """The places of what fits a slot, ascending, each once."""
        known = self._known.get(slot)
        if known is None:
            word = self._word_of(slot)
            parts = [self._read(word, shelf) for shelf in self._shelves]
            places = parts[0] if len(parts) == 1 else np.concatenate(parts)
            # a title's words come more than once, and so do compounds' parts
            known = self._known[slot] = places[firsts(places)]
        return known

    def _read(self, word: Word, shelf: Shelf) -> Places:
        which, slots = word.slots(shelf.number, shelf.docs)
        begins: Places = self._joined.edges[2 * (which + shelf.first)]
        return begins + slots

    def _near(self, pair: Pair) -> list[tuple[Run, Places]]:
        """For each run of both ends its places that have the other end near."""
        runs = [[(run, self._run(run)) for run in end.runs] for end in (pair.left, pair.right)]
        free = np.flatnonzero(self._joined.steps == 0).tolist()
        spans = [[_apart(places, len(run), free) for run, places in end] for end in runs]
        joined = [[span for each in end for span in each] for end in spans]
        near = []
        for side, close in enumerate(neighbours(joined[0], joined[1], pair.distance)):
            kept = {joined[side][number] for number in close}
            for (run, places), some in zip(runs[side], spans[side], strict=True):
                near.append((run, places[np.array([span in kept for span in some], bool)]))
        return near


def _apart(places: Places, length: int, free: Sequence[int]) -> list[Span]:
    """The first and the last place of runs, so far from those of other paragraphs that no NEAR reaches them."""
    shifted = [place + GAP * bisect_right(free, place) for place in places.tolist()]
    return [(first, first + length - 1) for first in shifted]


def _shelves(reader: ArrayReader, docs: Places) -> list[Shelf]:
    shelves = []
    for number, (begin, end) in enumerate(reader.spans):
        first, last = docs.searchsorted((begin, end)).tolist()
        if first < last:
            shelves.append(Shelf(number, reader.segments[number], docs[first:last] - begin, first))
    return shelves
