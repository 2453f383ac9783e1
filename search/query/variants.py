"""Variants: the other ways in which what was typed is written in the archive, and asked for with
it.

Spacing is free: "peace building" finds peacebuilding, "peacebuilding" finds peace building, and so
it is with initials, groups of digits and Persian affixes. Short words in capitals are names where
the archive mostly means one. Beside a day a month has any of its English names: "Sept. 11".
Synonyms are the administrator's. A quoted word alone, `=word`, `word*` and `word~` are asked for as
they stand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from corpus.field import TERMS
from corpus.languages.en import LANGUAGE
from index.base.analysis import JOINERS, Token, is_mark, marks_of, tokenize
from search.query.pattern import MAY_BREAK, compound_parts, parts_of
from search.query.query import (
    Acronym,
    Alike,
    And,
    Exact,
    Field,
    FieldName,
    Near,
    Nearby,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    all_of,
    any_of,
)
from search.query.stopwords import STOP_WORDS

# Of the articles with a word so many must have it in capitals for these to be a name: "PM" is no
# "p.m.", but "KABUL" is Kabul.
FAIR_SHARE = 0.1
# A word in more of the articles is written so: "un" is not U. N. somebody, "within" not with in.
COMMON = 0.1
MOST_INITIALS = 3
SHORTEST_PART = 2  # letters
MOST_VARIED = 16  # words of a question, or of a phrase: each is looked up some times
LONGEST_BROKEN = 40  # letters: each place where a word may break is looked up

# of each name of a month the others
_MONTHS = {
    name: tuple(other for other in names.split() if other != name)
    for names in LANGUAGE.months
    for name in names.split()
}
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_DIGITS = re.compile(r"\d{1,3}")
_GROUP = re.compile(r"\d{3}")
_MIXED = re.compile(r"([^\W\d_]+)(\d+)|(\d+)([^\W\d_]+)")  # F16, 50kg


class Lexicon(Protocol):
    """What is asked of the words of an archive; `within` a field, None is the text with the
    title."""

    articles: int
    """How many there are."""

    def count(self, form: str, within: FieldName | None, *, exact: bool) -> int:
        """How many articles have a word in any form, or in this one."""

    def follow(self, words: Phrase, within: FieldName | None) -> bool:
        """Whether words stand side by side anywhere."""


class Thesaurus(Protocol):
    """What else words are called."""

    def others(self, forms: Sequence[str]) -> Sequence[str]:
        """The other names of what these forms, one after another, are a name of."""

    @property
    def longest(self) -> int:
        """Words of its longest name."""


def has_variants(*nodes: Node) -> bool:
    """Whether a question of these trees has so few words that their variants are asked for; each
    part of a compound is one."""
    return sum(map(_words_of, nodes)) <= MOST_VARIED


def _words_of(node: Node) -> int:
    match node:
        case And(children=children) | Or(children=children):
            return sum(map(_words_of, children))
        case Not(child=child) | Field(child=child):
            return _words_of(child)
        case Near(left=left, right=right):
            return _words_of(left) + _words_of(right)
        case Word(text=text):
            return len(parts_of(text))
        case _:
            return 0


@dataclass(frozen=True, slots=True)
class Variants:
    """The variants of the questions to one archive."""

    lexicon: Lexicon
    thesaurus: Thesaurus | None = None

    def vary(self, node: Node, within: FieldName | None = None) -> Node:
        """The tree with every variant that the archive has; of more than MOST_VARIED words none."""
        return self._vary(node, within) if has_variants(node) else node

    def _vary(self, node: Node, within: FieldName | None) -> Node:
        match node:
            case And(children=children):
                return all_of(self._vary_all(children, within)) or node
            case Or(children=children):
                return any_of([self._vary(child, within) for child in children]) or node
            case Not(child=child):
                return Not(self._vary(child, within))
            case Field(name=name, child=child):
                return Field(name, self._vary(child, name))
            case Near(left=left, right=right):
                return replace(
                    node, left=self._nearby(left, within), right=self._nearby(right, within)
                )
            case Phrase():
                return self._phrase(node, within)
            case Word():
                return self._vary_all((node,), within)[0] or node
            case _:
                return node

    def vary_all(self, children: Sequence[Node]) -> list[Node | None]:
        """What stands side by side, each with its variants; None for what went with the one
        before, as the initials of a name do, or the digits of a number."""
        return self._vary_all(children, None) if has_variants(*children) else [*children]

    def _vary_all(
        self, children: Sequence[Node], within: FieldName | None
    ) -> list[Node | None]:
        varied: list[Node | None] = []
        words = [_TypedWord.read(child) for child in children]
        more: list[list[Node]] = [[] for _ in children]
        for at, (child, word) in enumerate(zip(children, words, strict=True)):
            if at < len(varied):
                continue
            if word is None:
                varied.append(child if isinstance(child, Word) else self._vary(child, within))
                continue
            run = self._run(words[at:], within)
            if len(run) > 1:
                varied.append(Word(MAY_BREAK.join(each.form for each in run)))
                varied += [None] * (len(run) - 1)
                continue
            after = words[at + 1] if at + 1 < len(words) else None
            varied.append(self._word(word, after, within))
            if after and (joined := self._joined(word, after, within)):
                more[at].append(joined)
                more[at + 1].append(joined)
        for begin, end, node in self._synonyms(words):
            for at in range(begin, end):
                more[at].append(node)
        for at, name in _months_beside_days(words):
            more[at].append(Word(name))
        return [
            Alike((*_ways(each), *others)) if each and others else each
            for each, others in zip(varied, more, strict=True)
        ]

    # -- one word

    def _run(
        self, words: Sequence["_TypedWord | None"], within: FieldName | None
    ) -> list["_TypedWord"]:
        """The initials of a name, or the digits of a number, that the words begin with."""
        run: list[_TypedWord] = []
        for word in words:
            if word is None or not (word.initial if not run else word.goes_on(run[-1])):
                break
            run.append(word)
        if len(run) < 2 and words[0] is not None and _DIGITS.fullmatch(words[0].form):
            run = [words[0]]
            for word in words[1:]:
                if word is None or not _GROUP.fullmatch(word.text):
                    break
                run.append(word)
            number = "".join(word.form for word in run)
            if len(run) > 1 and not self.lexicon.count(number, within, exact=True):
                return run[:1]
        return run

    def _word(
        self, word: "_TypedWord", after: "_TypedWord | None", within: FieldName | None
    ) -> Node:
        if word.form in STOP_WORDS or len(word.parts) > 1:
            return Word(self._opened(word.text, within))
        named: Node | None = None
        if word.capitals and self._is_name(word, within):
            named = Acronym(word.capitals)
        if after and self._may_be_initials(word, within):
            if named:
                return Alike((named, Phrase(tuple(word.form))))
            return Word(MAY_BREAK.join(word.form))
        return named or Word(self._opened(word.text, within))

    def _is_name(self, word: "_TypedWord", within: FieldName | None) -> bool:
        in_capitals = self.lexicon.count(word.capitals, within, exact=True)
        every = self.lexicon.count(word.form, within, exact=True)
        return 0 < in_capitals >= FAIR_SHARE * every

    def _may_be_initials(self, word: "_TypedWord", within: FieldName | None) -> bool:
        """Whether it may be the initials of the name that follows, which stand spaced somewhere."""
        return (
            word.form.isascii()
            and not self._is_common(word.form, within)
            and self._parted(word.form, within) is not None
        )

    def _is_common(self, form: str, within: FieldName | None) -> bool:
        if within in TERMS:  # one author may have written most of the archive
            return False
        return self.lexicon.count(form, within, exact=True) > COMMON * self.lexicon.articles

    def _joined(
        self, word: "_TypedWord", after: "_TypedWord", within: FieldName | None
    ) -> Word | None:
        """Two words written as one, where the archive has that."""
        if not word.closes(after):
            return None
        joined = word.form + after.form
        return Word(joined) if self.lexicon.count(joined, within, exact=False) else None

    def _synonyms(self, words: Sequence["_TypedWord | None"]) -> Iterator[tuple[int, int, Node]]:
        """Where names of the thesaurus begin and end, and the other names of each."""
        if self.thesaurus is None:
            return
        for begin in range(len(words)):
            forms: list[str] = []
            for end in range(begin, min(begin + self.thesaurus.longest, len(words))):
                word = words[end]
                if word is None:
                    break
                forms += word.forms
                if STOP_WORDS.issuperset(forms) and not word.capitals:
                    continue  # "it" is no IT
                for name in self.thesaurus.others(forms):
                    yield begin, end + 1, Word(name)

    # -- texts

    def _opened(self, text: str, within: FieldName | None) -> str:
        """A text whose words may break where the archive parts them."""
        made, reached = "", 0
        tokens = tuple(tokenize(text))
        parts = compound_parts(tokens)
        ends = [t.end for t in tokens if t not in parts and not is_mark(t.form)]  # of compounds
        for part in parts[:MOST_VARIED]:
            if part.end in ends or text[part.end : part.end + 1] in (*JOINERS,):
                continue
            if "." in text[part.start : part.end] and part is not parts[-1]:
                broken = self._parted(part.form, within)
            else:
                broken = self._broken(part, within)
            if broken:
                made += f"{text[reached : part.start]} {broken} "
                reached = part.end
        return " ".join((made + text[reached:]).split()) if made else text

    def _parted(self, form: str, within: FieldName | None) -> str | None:
        """Initials, which stand spaced somewhere."""
        if not (2 <= len(form) <= MOST_INITIALS and form.isalpha()):
            return None
        stands = self.lexicon.follow(Phrase(tuple(form)), within)
        return MAY_BREAK.join(form) if stands else None

    def _broken(self, part: Token, within: FieldName | None) -> str | None:
        """A word as two, in the archive and side by side somewhere, the second of them as one or
        several: "fire fighters", while "said Ed" is no Sayed and "wo/men" no woman."""
        form = part.form
        if form in STOP_WORDS:
            return None
        if mixed := _MIXED.fullmatch(form):
            pair = mixed[1] or mixed[3], mixed[2] or mixed[4]
            return MAY_BREAK.join(pair) if self.lexicon.follow(Phrase(pair), within) else None
        if len(form) < 2 * SHORTEST_PART:
            return None
        if form.isdecimal():
            head = len(form) % 3 or 3
            groups = MAY_BREAK.join([form[:head], *re.findall("...", form[head:])])
            number = Phrase(tuple(groups.split(MAY_BREAK)))
            return groups if len(form) > 3 and self.lexicon.follow(number, within) else None
        if not form.isalpha() or len(form) > LONGEST_BROKEN or self._is_common(form, within):
            return None
        best, pair = 0, ("", "")
        for at in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1):
            left, right = form[:at], form[at:]
            if left in STOP_WORDS or right in STOP_WORDS:
                continue
            if (count := self.lexicon.count(left, within, exact=True)) > best:
                count = min(count, self.lexicon.count(right, within, exact=True))
                if count > best:
                    best, pair = count, (left, right)
        left, right = pair
        ends = dict.fromkeys((right, f"{right}s", right.removesuffix("s"))) if best else ()
        stand = any(self.lexicon.follow(Phrase((left, end)), within) for end in ends)
        return MAY_BREAK.join(pair) if stand else None

    def _nearby(self, node: Nearby, within: FieldName | None) -> Nearby:
        varied = self._vary(node, within)
        assert isinstance(varied, Word | Exact | Phrase | Acronym | Or)
        word = _TypedWord.read(node)  # the name may be the other end
        if word and self._may_be_initials(word, within):
            return Alike((*_ways(varied), Phrase(tuple(word.form))))
        return varied

    def _phrase(self, node: Phrase, within: FieldName | None) -> Phrase:
        if not 1 < len(node.words) <= MOST_VARIED:
            return node
        words = [_TypedWord.read(Word(word)) for word in node.words]
        made: list[str] = []
        at = 0
        while at < len(words):
            word, run = words[at], self._run(words[at:], within)
            after = words[at + 1] if at + 1 < len(words) else None
            if len(run) > 1:
                made.append(MAY_BREAK.join(each.form for each in run))
                at += len(run) - 1
            elif word and after and self._closes(word, after, within):
                made.append(word.form + MAY_BREAK + after.text)
                at += 1
            elif word and after and self._may_be_initials(word, within):
                made.append(MAY_BREAK.join(word.form))
            else:
                made.append(self._opened(node.words[at], within))
            at += 1
        return Phrase(tuple(made))

    def _closes(
        self, word: "_TypedWord", after: "_TypedWord", within: FieldName | None
    ) -> bool:
        joined = word.form + after.form
        return word.closes(after) and self.lexicon.count(joined, within, exact=True) > 0


@dataclass(frozen=True, slots=True)
class _TypedWord:
    """A word as it was typed."""

    text: str
    parts: tuple[Token, ...]
    forms: tuple[str, ...]
    capitals: str  # "" unless it was typed in them, as a short word

    @classmethod
    @lru_cache(maxsize=512)
    def read(cls, node: Node) -> "_TypedWord | None":
        """None for what is no word."""
        if not isinstance(node, Word):
            return None
        tokens = tuple(tokenize(node.text))
        parts = tuple(compound_parts(tokens))
        if not parts:
            return None
        marks = marks_of(node.text[parts[0].start : parts[0].end]) if len(parts) == 1 else ()
        capitals = next((mark for mark in marks if mark.isupper()), "")
        return cls(node.text, parts, tuple(part.form for part in parts), capitals)

    @property
    def form(self) -> str:
        return self.forms[0]

    @property
    def initial(self) -> bool:
        """Whether it is one capital letter, or one letter with a dot."""
        letter = self.text.removesuffix(".")
        return len(letter) == 1 and letter.isalpha() and (self.text != letter or letter.isupper())

    def goes_on(self, before: "_TypedWord") -> bool:
        """Whether it is the next of a name's initials."""
        return before.initial and self.initial

    def closes(self, after: "_TypedWord") -> bool:
        """Whether the two may be one word: "e mail", "covid 19"; no numbers, and no Persian "and"
        with what follows it."""
        numbers = self.form.isdecimal() and after.form.isdecimal()
        return self._closable and after._closable and not numbers

    @property
    def _closable(self) -> bool:
        short = len(self.form) == 1 and not self.form.isascii()
        plain = len(self.parts) == 1 and "." not in self.text
        return plain and self.form not in STOP_WORDS and not short


def _months_beside_days(words: Sequence["_TypedWord | None"]) -> Iterator[tuple[int, str]]:
    """Where a month stands before or behind a day, and each other name of it."""
    for (at, word), (behind, other) in pairwise(enumerate(words)):
        if word and other:
            if _DAY.fullmatch(other.text):
                yield from ((at, name) for name in _MONTHS.get(word.form, ()))
            elif _DAY.fullmatch(word.text):
                yield from ((behind, name) for name in _MONTHS.get(other.form, ()))


def _ways(node: Node) -> tuple[Node, ...]:
    return node.children if isinstance(node, Alike) else (node,)
