"""Pattern: what one part of a question looks like in a text. The index is asked for it, and marks
are made by it.

A pattern has one or more alternatives, each a run of slots at consecutive positions:
"peace-building" is the run (stem peace, stem build) or the single stem peacebuild. """

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from corpus.article import Span
from index.base.analysis import Token, tokenize
from index.base.stems import stem_of
from search.query.query import Exact, Fuzzy, Phrase, Prefix, Word

SlotKind = Literal["stem", "form", "prefix", "fuzzy"]


class Slot(NamedTuple):
    """One word of a run."""

    kind: SlotKind
    value: str
    distance: int = 0  # letters off, for "fuzzy"


Run = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Any of its runs. No runs at all matches nothing."""

    runs: tuple[Run, ...]

    @property
    def single(self) -> Slot | None:
        """The one slot of a pattern that is one plain word, else None."""
        return self.runs[0][0] if len(self.runs) == 1 and len(self.runs[0]) == 1 else None


Leaf = Word | Exact | Phrase | Prefix | Fuzzy
Place = tuple[int, int]  # the position where it begins, and what its marker knows its last word by
Ends = tuple[int, int]   # the numbers of its first and its last token


@lru_cache(maxsize=2048)
def pattern_of(leaf: Leaf, *, stemmed: bool = True) -> Pattern:
    """The pattern of a part of a question; without runs when nothing in it is a word. Names are not
    `stemmed`."""
    match leaf:
        case Word(text=text):
            return _runs(text, "stem" if stemmed else "form")
        case Exact(text=text):
            return _runs(text, "form")
        case Phrase(words=words):
            parts = compound_parts(tokenize(" ".join(words)))
            return Pattern((tuple(Slot("form", token.form) for token in parts),) if parts else ())
        case Prefix(text=text):
            return _last_slot(text, "prefix", 0)
        case Fuzzy(text=text, distance=distance):
            return _last_slot(text, "fuzzy", distance)


def _runs(text: str, kind: SlotKind) -> Pattern:
    tokens = tuple(tokenize(text))
    parts, wholes = compound_parts(tokens), _wholes(tokens)
    runs = [tuple(_slot(kind, token.form) for token in parts)] if parts else []
    if len(wholes) == 1 and wholes[0].start == parts[0].start and wholes[0].end == parts[-1].end:
        runs.append((_slot(kind, wholes[0].form),))
    return Pattern(tuple(runs))


def _slot(kind: SlotKind, form: str) -> Slot:
    return Slot(kind, stem_of(form) if kind == "stem" else form)


def _last_slot(text: str, kind: SlotKind, distance: int) -> Pattern:
    """A run whose last slot is special: "peace-keep*" is the form peace and then a word that begins
    with keep."""
    parts = compound_parts(tokenize(text))
    if not parts or not parts[-1].form:  # of some marks nothing is left, and everything begins so
        return Pattern(())
    *before, last = (token.form for token in parts)
    return Pattern(((*(Slot("form", form) for form in before), Slot(kind, last, distance)),))


def compound_parts(tokens: Iterable[Token]) -> list[Token]:
    """The tokens, one a position: of a compound its parts, without the whole."""
    first: dict[int, Token] = {}
    for token in tokens:
        first.setdefault(token.position, token)
    return list(first.values())


def _wholes(tokens: Sequence[Token]) -> list[Token]:
    parts = set(map(id, compound_parts(tokens)))
    return [token for token in tokens if id(token) not in parts]


class Finder:
    """Finds patterns in one tokenized text. Its positions are characters; it knows words by their
    numbers."""

    def __init__(self, text: str) -> None:
        self._tokens = tuple(tokenize(text))
        self._at: dict[int, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._forms: dict[str, list[int]] = {}
        for number, token in enumerate(self._tokens):
            self._at.setdefault(token.position, []).append(number)
            self._forms.setdefault(token.form, []).append(number)
            self._stems.setdefault(stem_of(token.form), []).append(number)

    def find(self, pattern: Pattern) -> list[Place]:
        """Where the pattern stands, in reading order."""
        return self._placed(self._ends(pattern))

    def near(self, left: Pattern, right: Pattern, distance: int) -> list[Place]:
        """Every place of either pattern that has the other within `distance` words."""
        ends = self._ends(left), self._ends(right)
        spans = [
            [(self._tokens[first].position, self._tokens[last].position) for first, last in each]
            for each in ends
        ]
        close = neighbours(spans[0], spans[1], distance)
        return self._placed(
            each[number] for each, numbers in zip(ends, close, strict=True) for number in numbers
        )

    def span(self, place: Place) -> Span:
        """The characters of a place."""
        return place[0], self._tokens[place[1]].end

    def _placed(self, found: Iterable[Ends]) -> list[Place]:
        return sorted({(self._tokens[first].start, last) for first, last in found})

    def _ends(self, pattern: Pattern) -> list[Ends]:
        return [ends for run in pattern.runs for ends in self._find_run(run)]

    def _find_run(self, run: Run) -> list[Ends]:
        heads = self._candidates(run[0])
        if len(run) == 1:
            return [(head, head) for head in heads]
        return [(head, last) for head in heads if (last := self._follow(head, run)) is not None]

    def _follow(self, head: int, run: Run) -> int | None:
        position, last = self._tokens[head].position, head
        for step, slot in enumerate(run[1:], 1):
            here = self._at.get(position + step, ())
            # The whole of a compound comes behind its parts: where both fit, the longer one is
            # marked.
            found = next(
                (number for number in reversed(here) if fits(slot, self._tokens[number].form)), None
            )
            if found is None:
                return None
            last = found
        return last

    def _candidates(self, slot: Slot) -> Sequence[int]:
        if slot.kind == "stem":
            return self._stems.get(slot.value, ())
        if slot.kind == "form":
            return self._forms.get(slot.value, ())
        return [number for number, token in enumerate(self._tokens) if fits(slot, token.form)]


def neighbours(
    lefts: Sequence[Span], rights: Sequence[Span], distance: int
) -> tuple[list[int], list[int]]:
    """Which of the left places, from a first to a last position, have a right one before or behind
    them within `distance` words, and which of the right ones a left one. Places that overlap are
    not near each other."""
    return _having(lefts, rights, distance), _having(rights, lefts, distance)


def _having(these: Sequence[Span], others: Sequence[Span], distance: int) -> list[int]:
    firsts, lasts = sorted(first for first, _ in others), sorted(last for _, last in others)
    return [
        number
        for number, (first, last) in enumerate(these)
        if bisect_right(firsts, last) < bisect_right(firsts, last + distance)
        or bisect_left(lasts, first - distance) < bisect_left(lasts, first)
    ]


def fits(slot: Slot, form: str) -> bool:
    """Whether a form is what the slot asks for."""
    match slot.kind:
        case "stem":
            return stem_of(form) == slot.value
        case "form":
            return form == slot.value
        case "prefix":
            return form.startswith(slot.value)
        case "fuzzy":
            return form[:1] == slot.value[:1] and within(slot.value, form, slot.distance)


def within(a: str, b: str, distance: int) -> bool:
    """Whether `a` becomes `b` by at most `distance` letters put in, left out or changed, as Whoosh
    counts them."""
    if abs(len(a) - len(b)) > distance:
        return False
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, row = row, [i]
        for j, right in enumerate(b, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right)))
        if min(row) > distance:
            return False
    return row[-1] <= distance
