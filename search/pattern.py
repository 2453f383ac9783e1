"""Pattern: what one part of a question looks like in a text. The index is asked for it, and marks are made by it.

A pattern has one or more alternatives, each a run of slots at consecutive positions: "peace-building" is the run
(stem peace, stem build) or the single stem peacebuild.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.article import Span
from index.analysis import Token, tokenize
from index.stems import light_stem
from search.periods import DateRange
from search.query import And, Exact, Field, Fuzzy, Near, Node, Not, Or, Phrase, Prefix, Word

SlotKind = Literal["stem", "form", "prefix", "fuzzy"]


@dataclass(frozen=True, slots=True)
class Slot:
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


def pattern_of(leaf: Leaf, *, stemmed: bool = True) -> Pattern:
    """The pattern of a part of a question; without runs when nothing in it is a word. Names are not `stemmed`."""
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
    return Slot(kind, light_stem(form) if kind == "stem" else form)


def _last_slot(text: str, kind: SlotKind, distance: int) -> Pattern:
    """A run whose last slot is special: "peace-keep*" is the form peace and then a word that begins with keep."""
    parts = compound_parts(tokenize(text))
    if not parts:
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
    """Finds patterns in one tokenized text."""

    def __init__(self, text: str) -> None:
        self._tokens = tuple(tokenize(text))
        self._at: dict[int, list[Token]] = {}
        self._stems: dict[str, list[Token]] = {}
        self._forms: dict[str, list[Token]] = {}
        for token in self._tokens:
            self._at.setdefault(token.position, []).append(token)
            self._forms.setdefault(token.form, []).append(token)
            self._stems.setdefault(light_stem(token.form), []).append(token)

    def find(self, pattern: Pattern) -> list[tuple[Token, Token]]:
        """Where the pattern stands: its first and its last token, in reading order."""
        found = [pair for run in pattern.runs for pair in self._find_run(run)]
        return sorted(set(found), key=lambda pair: (pair[0].start, pair[1].end))

    def near(self, left: Pattern, right: Pattern, distance: int) -> list[tuple[Token, Token]]:
        """Every place of either pattern that has the other within `distance` words."""
        lefts, rights = self.find(left), self.find(right)
        pairs = [(a, b) for a in lefts for b in rights if a != b and gap(a, b) <= distance]
        return sorted({place for pair in pairs for place in pair}, key=lambda pair: pair[0].start)

    def _find_run(self, run: Run) -> list[tuple[Token, Token]]:
        heads = self._candidates(run[0])
        if len(run) == 1:
            return [(head, head) for head in heads]
        return [(head, last) for head in heads if (last := self._follow(head, run)) is not None]

    def _follow(self, head: Token, run: Run) -> Token | None:
        token: Token | None = head
        for step, slot in enumerate(run[1:], 1):
            here = self._at.get(head.position + step, [])
            token = next((t for t in here if fits(slot, t.form)), None)
            if token is None:
                return None
        return token

    def _candidates(self, slot: Slot) -> Sequence[Token]:
        if slot.kind == "stem":
            return self._stems.get(slot.value, ())
        if slot.kind == "form":
            return self._forms.get(slot.value, ())
        return [token for token in self._tokens if fits(slot, token.form)]


def gap(a: tuple[Token, Token], b: tuple[Token, Token]) -> int:
    """How many words apart two places are: 1 for neighbours, 0 where they overlap."""
    first, second = sorted((a, b), key=lambda pair: pair[0].position)
    return max(0, second[0].position - first[1].position)


def fits(slot: Slot, form: str) -> bool:
    """Whether a form is what the slot asks for."""
    match slot.kind:
        case "stem":
            return light_stem(form) == slot.value
        case "form":
            return form == slot.value
        case "prefix":
            return form.startswith(slot.value)
        case "fuzzy":
            return form[:1] == slot.value[:1] and within(slot.value, form, slot.distance)


def within(a: str, b: str, distance: int) -> bool:
    """Whether `a` becomes `b` by at most `distance` letters put in, left out or changed, as Whoosh counts them."""
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


def places(node: Node, finder: Finder, *, field: str = "text") -> list[tuple[Token, Token]]:
    """Every place in a text that made the question match: nothing under NOT, nothing asked of another field."""
    match node:
        case And(children=children) | Or(children=children):
            return [place for child in children for place in places(child, finder, field=field)]
        case Near(left=left, right=right, distance=distance):
            return finder.near(pattern_of(left), pattern_of(right), distance)
        case Field(name=name, child=child):
            return places(child, finder, field=field) if name == field else []
        case Not() | DateRange():
            return []
        case _:
            return finder.find(pattern_of(node))


def spans_of(pairs: Sequence[tuple[Token, Token]]) -> tuple[Span, ...]:
    """Character ranges, ascending; what overlaps is one range."""
    spans: list[Span] = []
    for first, last in sorted(pairs, key=lambda pair: (pair[0].start, -pair[1].end)):
        start, end = first.start, max(first.end, last.end)
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return tuple(spans)
