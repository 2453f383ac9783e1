"""Pattern: what one part of a question looks like in a text.

The index is asked for it, and marks are made by it. A pattern has one or more alternatives, each a
phrase of terms at consecutive positions: "peace-building" is the phrase (stem peace, stem build) or
the single stem peacebuild.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from corpus.article import Span
from index.base.analysis import Token, tokenize
from index.base.stems import stem_of
from search.query.query import Exact, Fuzzy, Phrase, Prefix, Word

TermKind = Literal["stem", "form", "prefix", "fuzzy"]


class PatternTerm(NamedTuple):
    """What fits at one position of a phrase."""

    kind: TermKind
    value: str         # a stem, a form, the beginning of one, or the form that others are near
    distance: int = 0  # letters off, for "fuzzy"


PhrasePattern = tuple[PatternTerm, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Any of its phrases. Without phrases it matches nothing."""

    phrases: tuple[PhrasePattern, ...]

    @property
    def single(self) -> PatternTerm | None:
        """The one term of a pattern that is a single word, else None."""
        return self.phrases[0][0] if len(self.phrases) == 1 and len(self.phrases[0]) == 1 else None


PatternLeaf = Word | Exact | Phrase | Prefix | Fuzzy
Occurrence = tuple[int, int]  # the character where it begins, the number of its last token
TokenRange = tuple[int, int]  # the numbers of a phrase's first and last token


@lru_cache(maxsize=2048)
def pattern_of(leaf: PatternLeaf, *, stemmed: bool = True) -> Pattern:
    """The pattern of a part of a question; without phrases when nothing in it is a word.

    Its words are stemmed unless they are looked for in names.
    """
    match leaf:
        case Word(text=text):
            return _word_pattern(text, "stem" if stemmed else "form")
        case Exact(text=text):
            return _word_pattern(text, "form")
        case Phrase(words=words):
            parts = compound_parts(tokenize(" ".join(words)))
            forms = tuple(PatternTerm("form", token.form) for token in parts)
            return Pattern((forms,) if forms else ())
        case Prefix(text=text):
            return _last_term_pattern(text, "prefix", 0)
        case Fuzzy(text=text, distance=distance):
            return _last_term_pattern(text, "fuzzy", distance)


def _word_pattern(text: str, kind: TermKind) -> Pattern:
    tokens = tuple(tokenize(text))
    parts, wholes = compound_parts(tokens), _wholes(tokens)
    phrases = [tuple(_pattern_term(kind, token.form) for token in parts)] if parts else []
    if len(wholes) == 1 and wholes[0].start == parts[0].start and wholes[0].end == parts[-1].end:
        phrases.append((_pattern_term(kind, wholes[0].form),))
    return Pattern(tuple(phrases))


def _pattern_term(kind: TermKind, form: str) -> PatternTerm:
    return PatternTerm(kind, stem_of(form) if kind == "stem" else form)


def _last_term_pattern(text: str, kind: TermKind, distance: int) -> Pattern:
    """A phrase whose last term is special.

    "peace-keep*" is the form peace and then a word that begins with keep.
    """
    parts = compound_parts(tokenize(text))
    if not parts or not parts[-1].form:  # of some marks nothing is left, and everything begins so
        return Pattern(())
    *before, last = (token.form for token in parts)
    forms = (PatternTerm("form", form) for form in before)
    return Pattern(((*forms, PatternTerm(kind, last, distance)),))


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
    """Finds patterns in one tokenized text, whose tokens are numbered from 0."""

    def __init__(self, text: str) -> None:
        self._tokens = tuple(tokenize(text))
        self._at: dict[int, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._forms: dict[str, list[int]] = {}
        for number, token in enumerate(self._tokens):
            self._at.setdefault(token.position, []).append(number)
            self._forms.setdefault(token.form, []).append(number)
            self._stems.setdefault(stem_of(token.form), []).append(number)

    def find(self, pattern: Pattern) -> list[Occurrence]:
        """Where the pattern stands, in reading order."""
        return self._placed(self._ends(pattern))

    def near(self, left: Pattern, right: Pattern, distance: int) -> list[Occurrence]:
        """Every occurrence of either pattern that has the other within `distance` words."""
        ends = self._ends(left), self._ends(right)
        spans = [
            [(self._tokens[first].position, self._tokens[last].position) for first, last in each]
            for each in ends
        ]
        close = neighbours(spans[0], spans[1], distance)
        return self._placed(
            each[number] for each, numbers in zip(ends, close, strict=True) for number in numbers
        )

    def span(self, occurrence: Occurrence) -> Span:
        """The characters of an occurrence."""
        return occurrence[0], self._tokens[occurrence[1]].end

    def _placed(self, found: Iterable[TokenRange]) -> list[Occurrence]:
        return sorted({(self._tokens[first].start, last) for first, last in found})

    def _ends(self, pattern: Pattern) -> list[TokenRange]:
        return [ends for phrase in pattern.phrases for ends in self._find_phrase(phrase)]

    def _find_phrase(self, phrase: PhrasePattern) -> list[TokenRange]:
        heads = self._candidates(phrase[0])
        if len(phrase) == 1:
            return [(head, head) for head in heads]
        return [(head, last) for head in heads if (last := self._follow(head, phrase)) is not None]

    def _follow(self, head: int, phrase: PhrasePattern) -> int | None:
        position, last = self._tokens[head].position, head
        for step, term in enumerate(phrase[1:], 1):
            here = self._at.get(position + step, ())
            # The whole of a compound comes behind its parts: where both fit, the longer one is
            # marked.
            found = next(
                (number for number in reversed(here) if fits(term, self._tokens[number].form)), None
            )
            if found is None:
                return None
            last = found
        return last

    def _candidates(self, term: PatternTerm) -> Sequence[int]:
        if term.kind == "stem":
            return self._stems.get(term.value, ())
        if term.kind == "form":
            return self._forms.get(term.value, ())
        return [number for number, token in enumerate(self._tokens) if fits(term, token.form)]


def neighbours(
    lefts: Sequence[Span], rights: Sequence[Span], distance: int
) -> tuple[list[int], list[int]]:
    """The indices of those on the left that have one on the right near, and the other way round.

    Each has a first and a last position. Near is within `distance` words, before or behind; what
    overlaps is not near.
    """
    return _having(lefts, rights, distance), _having(rights, lefts, distance)


def _having(these: Sequence[Span], others: Sequence[Span], distance: int) -> list[int]:
    firsts, lasts = sorted(first for first, _ in others), sorted(last for _, last in others)
    return [
        number
        for number, (first, last) in enumerate(these)
        if bisect_right(firsts, last) < bisect_right(firsts, last + distance)
        or bisect_left(lasts, first - distance) < bisect_left(lasts, first)
    ]


def fits(term: PatternTerm, form: str) -> bool:
    """Whether a form is what the term asks for."""
    match term.kind:
        case "stem":
            return stem_of(form) == term.value
        case "form":
            return form == term.value
        case "prefix":
            return form.startswith(term.value)
        case "fuzzy":
            return form[:1] == term.value[:1] and within_edits(term.value, form, term.distance)


def within_edits(a: str, b: str, distance: int) -> bool:
    """Whether `a` becomes `b` by at most `distance` letters put in, left out or changed.

    This is Levenshtein's distance, as Whoosh counts it.
    """
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
