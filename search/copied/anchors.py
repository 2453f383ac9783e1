"""Anchors: the rare words by which the runs of a draft are looked for in an index.

Every WINDOW words in a row are found by their two rarest: where these stand as far apart as in the
draft, the texts are compared. What may be written together or apart in the archive is looked for in
each of these ways.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from index.base.analysis import JOINERS, fold
from search.copied.letters import Letters, LetterWord

WINDOW = 7  # words: a run of so many is found wherever it begins
REACH = 3  # positions by which two words may be off: compounds and paragraphs' ends take some
# letters of a part of a word that the archive may write apart; affixes of Persian have two
SHORTEST_PART, SHORTEST_ELSEWHERE = 3, 2
UNCERTAIN = frozenset(("&", "and"))  # one stands for the other, and the index has but one


class Count(Protocol):
    """How many articles of an archive have a form."""

    def __call__(self, form: str) -> int:
        """0 where none has."""


class Place(NamedTuple):
    """A form that stands where a word of the draft does, or so many positions behind."""

    form: str
    behind: int


class Pair(NamedTuple):
    """Two forms of a window, and by how many positions the second follows the first."""

    left: str
    right: str
    apart: int
    word: int  # of the draft
    offset: int  # where that begins, counted from the position of `left`
    least: int  # words that have to be the same around it


@dataclass(frozen=True)
class Anchors:
    """The pairs by which the runs of a draft are found."""

    letters: Letters
    windows: Sequence[tuple[int, int]]  # words, from and to
    count: Count

    @cached_property
    def _forms(self) -> list[str]:
        text = self.letters.text
        return [fold(text[word.start : word.end]) for word in self.letters.words]

    @cached_property
    def often(self) -> list[int]:
        """How many articles have each word of the draft in the form it has here."""
        counts = {form: self.count(form) for form in {*self._forms}}
        return [counts[form] for form in self._forms]

    @cached_property
    def pairs(self) -> list[Pair]:
        """The pairs that find every window."""
        wanted: dict[tuple[int, int], int] = {}
        for begin, end in self.windows:
            chosen = self._rarest(begin, end)
            if chosen is not None:
                wanted[chosen] = min(end - begin, wanted.get(chosen, WINDOW))
        return [*dict.fromkeys(pair for chosen, least in wanted.items()
                               for pair in self._ways(chosen, least))]  # fmt: skip

    def _rarest(self, begin: int, end: int) -> tuple[int, int] | None:
        """The two rarest words that cannot be one in the archive; where all can, as those of a
        quotation of two words, the two rarest.

        None where a word stands nowhere, and where there are no two.
        """
        often = self.often
        order = [word for word in self._certain[begin:end] if word is not None]
        if len(order) < 2:  # of a quotation of a few words
            order = [word for word in range(begin, end) if often[word]]
        order.sort(key=often.__getitem__)
        if len(order) < 2 or not all(often[word] or self._places(word) for word in order):
            return None
        first = order[0]
        apart = (
            second
            for second in order[1:]
            if abs(first - second) > REACH or self._where(first).isdisjoint(self._where(second))
        )
        second = next(apart, order[1])
        return min(first, second), max(first, second)

    @cached_property
    def _certain(self) -> list[int | None]:
        """The words of the draft; None for one that is uncertain."""
        return [None if form in UNCERTAIN else word for word, form in enumerate(self._forms)]

    def _where(self, word: int) -> frozenset[tuple[str, int]]:
        known = self._known_where.get(word)
        if known is None:
            found = frozenset((place.form, word + place.behind) for place in self._places(word))
            known = self._known_where[word] = found
        return known

    @cached_property
    def _known_where(self) -> dict[int, frozenset[tuple[str, int]]]:
        return {}

    def _ways(self, chosen: tuple[int, int], least: int) -> Iterator[Pair]:
        left, right = chosen
        for a in self._places(left):
            for b in self._places(right):
                apart = right + b.behind - left - a.behind
                yield Pair(a.form, b.form, apart, left, -a.behind, least)

    def _places(self, word: int) -> tuple[Place, ...]:
        """Every form by which a word of the draft may be found in the archive."""
        known = self._known_places.get(word)
        if known is None:
            known = self._known_places[word] = tuple(dict.fromkeys(self._find_places(word)))
        return known

    @cached_property
    def _known_places(self) -> dict[int, tuple[Place, ...]]:
        return {}

    def _find_places(self, word: int) -> Iterator[Place]:
        form, forms = self._forms[word], self._forms
        if self.often[word]:
            yield Place(form, 0)
        for begin in (word - 1, word):
            if 0 <= begin < len(forms) - 1:
                joined = forms[begin] + forms[begin + 1]
                if self.count(joined):
                    yield Place(joined, begin - word)
        begin, end = self._compound(word)
        if end - begin > 2 and self.count(joined := "".join(forms[begin:end])):
            yield Place(joined, begin - word)
        shortest = SHORTEST_PART if form.isascii() else SHORTEST_ELSEWHERE
        for cut in range(shortest, len(form) - shortest + 1):
            left, right = form[:cut], form[cut:]
            if (often := self.count(right)) and (before := self.count(left)):
                yield Place(left, 0) if before < often else Place(right, 1)

    def _compound(self, word: int) -> tuple[int, int]:
        """The words of the draft, from and to, that hyphens join with one."""
        words, begin, end = self.letters.words, word, word + 1
        while begin and self._joined(words[begin - 1], words[begin]):
            begin -= 1
        while end < len(words) and self._joined(words[end - 1], words[end]):
            end += 1
        return begin, end

    def _joined(self, left: LetterWord, right: LetterWord) -> bool:
        between = self.letters.text[left.end : right.start]
        return len(between) == 1 and between in JOINERS
