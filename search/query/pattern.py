"""Pattern: what one part of a question looks like in a text.

The index is asked for it, and marks are made by it. A pattern has one or more alternatives, each a
phrase of terms at consecutive positions: "peace-building" is the phrase (stem peace, stem build) or
the single stem peacebuild.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, product
from typing import Literal, NamedTuple, cast

from corpus.article import Span
from index.base.analysis import Token, is_mark, tokenize
from index.base.stems import stem_of
from search.query.query import Acronym, Exact, Fuzzy, Or, Phrase, Prefix, Word
from search.query.stopwords import STOP_WORDS

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


PatternLeaf = Word | Exact | Phrase | Prefix | Fuzzy | Acronym | Or
Occurrence = tuple[int, int]  # the character where it begins, the number of its last token
TokenRange = tuple[int, int]  # the numbers of a phrase's first and last token

Alternatives = tuple["PatternLeaf", ...]

MAY_BREAK = "\u00ad"  # the soft hyphen: stands in a word that may be written as two
DOTTED_WORDS = frozenset(("am",))  # with dots it is no name, but the morning
MOST_WAYS = 4  # phrases of one pattern: of many compounds the first are looked for in parts


@lru_cache(maxsize=2048)
def pattern_of(leaf: PatternLeaf, *, stemmed: bool = True) -> Pattern:
    """The pattern of a part of a question; without phrases when nothing in it is a word.

    Its words are stemmed unless they are looked for in names. Of an Or, whose children are such
    parts, it is that of any.
    """
    any_form: TermKind = "stem" if stemmed else "form"
    match leaf:
        case Word(text=text):
            return _spelt(text, any_form, exact=False)
        case Exact(text=text):
            return _spelt(text, "form", exact=True)
        case Phrase(words=words):
            text = " ".join(words)
            if len(words) == 1 and MAY_BREAK not in text:  # a quoted word is meant as it is written
                tokens = _Tokens(text)
                forms = tuple(PatternTerm("form", tokens.asked(each)) for each in tokens.parts)
                return Pattern((forms,) if forms else ())
            return _spelt(text, "form", exact=True)
        case Acronym(text=text):
            return Pattern(((PatternTerm(any_form, text),),))
        case Prefix(text=text):
            return _last_term_pattern(text, "prefix", 0)
        case Fuzzy(text=text, distance=distance):
            return _last_term_pattern(text, "fuzzy", distance)
        case Or(children=children):
            every = (pattern_of(each, stemmed=stemmed) for each in cast(Alternatives, children))
            phrases = chain.from_iterable(each.phrases for each in every)
            return Pattern(tuple(dict.fromkeys(phrases)))


class _Tokens:
    """The tokens of a part of a question, by what they are."""

    def __init__(self, text: str) -> None:
        tokens = tuple(tokenize(text))
        self.parts = compound_parts(tokens)
        self.wholes: dict[int, Token] = {}  # by the position of their first part
        self._capitals: dict[int, str] = {}
        self._possessives: dict[int, str] = {}
        first = set(map(id, self.parts))
        for token in tokens:
            if id(token) in first:
                continue
            if not is_mark(token.form):
                self.wholes[token.position] = token
            elif token.form.isupper():
                self._capitals[token.position] = token.form
            else:
                self._possessives[token.position] = token.form
        self._text, self._shouted = text, len(self.parts) > 1 and text.isupper()

    def asked(self, part: Token) -> str:
        """The form that stands where exactly this was typed."""
        return self._name(part) or self._possessives.get(part.position, part.form)

    def any_form(self, part: Token) -> str:
        """The form whose stem is looked for."""
        return self._name(part) or part.form

    def _name(self, part: Token) -> str | None:
        """The capitals of a word that says nothing in small letters: "US", and "u.s." too."""
        if part.form not in STOP_WORDS:
            return None
        if "." in self._text[part.start : part.end] and part.form not in DOTTED_WORDS:
            return part.form.upper()
        return None if self._shouted else self._capitals.get(part.position)


def _spelt(text: str, kind: TermKind, *, exact: bool) -> Pattern:
    """The phrases that a text may be: each of its compounds in parts, or as a whole."""
    tokens = _Tokens(text)
    runs: list[list[PhrasePattern]] = []
    reached = -1
    for number, part in enumerate(tokens.parts):
        if number <= reached:
            continue
        whole = tokens.wholes.get(part.position)
        reached = number
        while whole and tokens.parts[reached].end < whole.end:
            reached += 1
        run = tokens.parts[number : reached + 1]
        asked = map(tokens.asked if exact else tokens.any_form, run)
        written = [tuple(_pattern_term(kind, form) for form in asked)]
        if whole:
            written.append((_pattern_term(kind, whole.form),))
        runs.append(written)
    if not runs:
        return Pattern(())
    ways = islice(product(*runs), MOST_WAYS)
    return Pattern(tuple(tuple(chain.from_iterable(way)) for way in ways))


def _pattern_term(kind: TermKind, form: str) -> PatternTerm:
    return PatternTerm(kind, stem_of(form) if kind == "stem" else form)


def _last_term_pattern(text: str, kind: TermKind, distance: int) -> Pattern:
    """A phrase whose last term is special.

    "peace-keep*" is the form peace and then a word that begins with keep.
    """
    parts = parts_of(text)
    if not parts or not parts[-1].form:  # of some marks nothing is left, and everything begins so
        return Pattern(())
    *before, last = (token.form for token in parts)
    forms = (PatternTerm("form", form) for form in before)
    return Pattern(((*forms, PatternTerm(kind, last, distance)),))


def compound_parts(tokens: Iterable[Token]) -> list[Token]:
    """The tokens, one a position: of a compound its parts, without the whole; no marks."""
    first: dict[int, Token] = {}
    for token in tokens:
        first.setdefault(token.position, token)
    return list(first.values())


@lru_cache(maxsize=512)
def parts_of(text: str) -> tuple[Token, ...]:
    """The same of the tokens of a part of a question."""
    return tuple(compound_parts(tokenize(text)))


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
