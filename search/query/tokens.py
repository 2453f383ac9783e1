"""A query's text as tokens: operands, the operators before and between them, parentheses.

Words stay as typed. `-` takes away only at the start of a word, so "COVID-19" is one word; a word
ends at white space, a parenthesis, a bar or a double quote of any shape. Right after `title:` or
`-`, with no space, even AND is a word.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, NamedTuple, cast, get_args

from corpus.field import NAMED
from search.query.periods import (
    MOST_WORDS,
    UNDATED,
    DateKey,
    ReadDates,
    leading_dates,
    read_range,
)
from search.query.query import (
    FIELD_NAMES,
    Exact,
    Fuzzy,
    Leaf,
    Note,
    NoteKind,
    Phrase,
    Prefix,
    Word,
    default_distance,
)

MAX_PHRASE_WORDS = 100   # more than the longest sentence a person checks
MAX_NEAR = 100           # words; farther apart than that is AND
MAX_NOTES = 20           # more would bury the page; the last one says how many there are
MAX_NOTE_TEXT = 60       # characters
MOST_NAME_LETTERS = 12   # of what may be a field misspelt
MIN_PREFIX_LETTERS = 2   # `a*` would find a tenth of the vocabulary
MIN_FUZZY_LETTERS = 3    # one letter off two letters is any short word

_QUOTES = "\"“”„‟«»＂"
# hyphen, minus sign, fullwidth; an en dash stands between words, it takes nothing away
_DASHES = "-−－"
_ENDS = ".,;:!?…،؛؟"
_PERCENT = ("%", "٪")  # is a word
_TOKEN = re.compile(rf"[{_QUOTES}]|[()]|\|+|[^\s()|{_QUOTES}]+")
_QUOTE = re.compile(f"[{_QUOTES}]")
_NAME = re.compile(r"([^\W\d_]+):")
_NAMED = re.compile(r"[^\W\d_]+:[^\s:)|]")  # what `_NAME` would cut in two
_DATE_WORD = re.compile(rf"\s*([^\s()|{_QUOTES}]+)")
_QUOTED_DATE = re.compile(rf"\s*[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]")
OPERATORS = frozenset(("AND", "OR", "NOT", "NEAR"))  # and NEAR/n
_OPERATOR = re.compile(r"AND|OR|NOT|NEAR(?:/\w*)?")
_TAIL = re.compile(r"[*~][*~0-9]*")
_SIGNS = re.compile(r"\*|~[~0-9]*(?=[\s*]|$)")
_DATES = get_args(DateKey)
_SAME = {"until": "before", "till": "before", "since": "after", "from": "after", "by": "author"}
_ABSENT = {field.term: field.absent for field in NAMED}  # what the filter of each calls none


class Operand(NamedTuple):
    """Something to look for; None where nothing of it can be, and a note says so."""

    node: Leaf | None
    text: str


class PrefixOperator(NamedTuple):
    """Stands before its operand: NOT, a known field, or a word whose colon names none."""

    kind: Literal["not", "field", "word"]
    text: str
    name: str = ""


class BinaryOperator(NamedTuple):
    """Stands between two operands: AND, OR or NEAR."""

    kind: Literal["AND", "OR", "NEAR"]
    text: str
    distance: int = 0


class Parenthesis(NamedTuple):
    """One parenthesis."""

    text: Literal["(", ")"]


QueryToken = Operand | PrefixOperator | BinaryOperator | Parenthesis


class Notes:
    """Collects notes in reading order, each once."""

    def __init__(self) -> None:
        self._notes: dict[Note, None] = {}

    def add(self, kind: NoteKind, text: str, sentence: str) -> None:
        """Notes one part, once."""
        self._notes[Note(shorten(text), sentence, kind)] = None

    def all(self) -> tuple[Note, ...]:
        """The notes, at most MAX_NOTES: where there are more, the last tells how many."""
        notes = tuple(self._notes)
        if len(notes) <= MAX_NOTES:
            return notes
        shown, rest = notes[: MAX_NOTES - 1], notes[MAX_NOTES - 1 :]
        sentence = f"This and {len(rest) - 1} further parts were not understood as typed."
        return (*shown, Note(rest[0].text, sentence, "cut"))


def shorten(text: str) -> str:
    """At most MAX_NOTE_TEXT characters of a text, with an ellipsis where it is longer."""
    return text if len(text) <= MAX_NOTE_TEXT else text[: MAX_NOTE_TEXT - 1] + "…"


class Lexer:
    """Reads one text once, from left to right; what it cannot use goes to `notes`."""

    def __init__(self, text: str, notes: Notes) -> None:
        self.text = text
        self.notes = notes
        self.at = 0

    def tokens(self) -> Iterator[QueryToken]:
        """The tokens in order.

        An unusable part is an Operand without a node, so that what joins it is not blamed.
        """
        while found := _TOKEN.search(self.text, self.at):
            self.at = found.start()
            token = self._token(found)
            if token is not None:
                yield token

    def _token(self, found: re.Match[str]) -> QueryToken | None:
        text = found.group()
        if text.isalnum() and text not in OPERATORS:  # as most are
            self.at = found.end()
            return Operand(Word(text), text)
        sign = text[0]
        if sign in _QUOTES:
            return self._phrase()
        if sign in _DASHES and self._takes_away():
            self.at += 1
            return PrefixOperator("not", sign)
        if (name := _NAME.match(self.text, self.at)) and (token := self._named(name, text)):
            return token
        self.at = found.end()
        match sign:
            case "(" | ")":
                return Parenthesis(sign)
            case "|":
                return BinaryOperator("OR", text)
            case "=" if not text.strip("=") and self.text[self.at : self.at + 1] in (*_QUOTES, "("):
                if self.text[self.at] == "(":  # a phrase is exact by itself
                    self.notes.add(
                        "dropped", text, "= takes one word, not parentheses, and was left out."
                    )
                return None
        if _OPERATOR.fullmatch(text) and not self._glued(found.start()):
            return self._operator(text, found.start())
        return Operand(self._leaf(text), text)

    def _glued(self, at: int) -> bool:
        return at > 0 and self.text[at - 1] in f":{_DASHES}"

    def _takes_away(self) -> bool:
        before, sign = self.text[max(self.at - 1, 0) : self.at], self.text[self.at]
        after = self.text[self.at + 1 : self.at + 2]
        begins = not before or before in " ()|:"
        return begins and sign in _DASHES and bool(after) and after not in f" )|{_DASHES}"

    def _operator(self, text: str, at: int) -> QueryToken | None:
        match text:
            case "NEAR":
                between = self.text[:at].strip() and self.text[self.at :].strip()
                if not between or self.text == self.text.upper():
                    return Operand(Phrase((text,)), text)
                reason = "NEAR wants a number of words, as in NEAR/5, and was left out."
                self.notes.add("dropped", text, reason)
                return None
            case "NOT":
                return PrefixOperator("not", text)
            case "AND" | "OR":
                return BinaryOperator(text, text)
        digits = text.removeprefix("NEAR/")
        if not digits.isdecimal():
            self.notes.add(
                "literal", text, "NEAR/ needs a number, as in NEAR/5, and was taken as a word."
            )
            return Operand(Phrase((text,)), text)
        distance = min(max(int(digits), 1), MAX_NEAR)
        if distance != int(digits):
            self.notes.add(
                "cut", text, f"NEAR/ counts from 1 to {MAX_NEAR} words; NEAR/{distance} was used."
            )
        return BinaryOperator("NEAR", text, distance)

    def _named(self, name: re.Match[str], word: str) -> QueryToken | None:
        """What begins with `name:`; None where the colon is punctuation, as in "Kabul: a city"."""
        key = name[1].lower()
        if key in FIELD_NAMES:
            self.at = name.end()
            self._note_absent(name[0], key)
            return PrefixOperator("field", name[0], key)
        if key in _DATES:
            return self._date(name[0], cast(DateKey, key), name.end())
        if self.text.startswith("//", name.end()):
            self.at += len(word)
            self.notes.add(
                "literal",
                word,
                "This looks like an address; the words in it are looked for as a phrase.",
            )
            return Operand(self._words(word, word), word)
        if not _NAMED.match(self.text, self.at):
            return None
        self.at = name.end()
        known = ", ".join((*FIELD_NAMES, *_DATES))
        meant = f" Perhaps {near}: is meant." if (near := _name_like(key)) else ""
        told = f"{name[0]} is none of {known} and was taken as a word.{meant}"
        self.notes.add("literal", name[0], told)
        return PrefixOperator("word", name[0], name[1])

    def _note_absent(self, name: str, key: str) -> None:
        """Say how what has none is found, where its filter's word is looked for as a name."""
        absent, word = _ABSENT.get(key), _DATE_WORD.match(self.text, self.at)
        if absent and word and _is_word(word[1], absent):
            found = f"Those without one are found by {_filter(key, absent)}."
            told = f"This is looked for as a name. {found}"
            self.notes.add("read", name + word.group(), told)

    def _date(self, name: str, key: DateKey, at: int) -> Operand:
        glued = self.text[at : at + 1].strip()
        try:
            read, end = self._read_dates(key, at)
        except ValueError as error:
            word = _QUOTED_DATE.match(self.text, at) or _DATE_WORD.match(self.text, at)
            undated = word is not None and _is_word(word[1], UNDATED)
            if word is None or not (glued or undated or word[1][:1].isdecimal()):
                self.at = at
                self.notes.add(
                    "literal", name, f"No date follows {name} and it was taken as a word."
                )
                return Operand(Word(name[:-1]), name)
            self.at = word.end()
            told = str(error)
            if undated:
                told = f"No day is known of those. They are found by {_filter('date', UNDATED)}."
            self.notes.add("dropped", name + word.group(), f"{told} The date was left out.")
            return Operand(None, name)
        self.at = end
        typed = name + self.text[at:end]
        for remark in read.remarks:
            self.notes.add("read", typed, remark)
        return Operand(read.days, typed)

    def _read_dates(self, key: DateKey, at: int) -> tuple[ReadDates, int]:
        """The dates that begin at a place, and where they end. Raises ValueError."""
        if quoted := _QUOTED_DATE.match(self.text, at):
            return read_range(key, quoted[1]), quoted.end()
        words: list[re.Match[str]] = []
        end = at
        while len(words) < MOST_WORDS and (word := _DATE_WORD.match(self.text, end)):
            if words and word[1][0] in _DASHES and len(word[1]) > 1:
                break  # it takes away
            words.append(word)
            end = word.end()
        if not words:
            raise ValueError("No date stands here.")
        read, count = leading_dates(key, [word[1] for word in words])
        return read, words[count - 1].end()

    def _phrase(self) -> Operand:
        begin = self.at + 1
        close = _QUOTE.search(self.text, begin)
        end = close.start() if close else len(self.text)
        self.at = close.end() if close else end
        typed = self.text[begin - 1 : self.at]
        node = self._words(self.text[begin:end], typed)
        if node is None:
            self.notes.add("dropped", typed, "There are no words in these quotation marks.")
        elif close is None:
            self.notes.add(
                "literal",
                typed,
                "The quotation mark is never closed; all that follows is one phrase.",
            )
        if tail := _TAIL.match(self.text, self.at):
            self.at = tail.end()
            self.notes.add(
                "dropped",
                tail.group(),
                "* and ~ belong to words, not to phrases, and were left out.",
            )
        return Operand(node, typed)

    def _words(self, text: str, typed: str) -> Phrase | None:
        plain = _SIGNS.sub(" ", text)
        words = tuple(word for word in plain.split() if _letters(word) or word in _PERCENT)
        if words and plain != text:
            self.notes.add(
                "literal", typed, "In a phrase * and ~ stand for nothing and were left out."
            )
        if len(words) > MAX_PHRASE_WORDS:
            self.notes.add(
                "cut",
                typed,
                f"Only the first {MAX_PHRASE_WORDS} words of the phrase are looked for.",
            )
        return Phrase(words[:MAX_PHRASE_WORDS]) if words else None

    def _leaf(self, raw: str) -> Leaf | None:
        text = raw.lstrip(f"={_DASHES}").rstrip(":")
        if text in _PERCENT:
            return Word(text)
        if not _letters(text):
            self.notes.add("dropped", raw, _empty(text))
            return None
        exact = raw.startswith("=")
        if _NAMED.match(text):
            if not exact:
                self.notes.add(
                    "literal",
                    raw,
                    "Nothing but a word was expected here; the words in it are a phrase.",
                )
            return self._words(text, raw)
        if "*" in text:
            return self._prefix(text)
        stem = text.rstrip(_ENDS).rstrip("0123456789")
        if stem.endswith("~") and _letters(stem):
            return self._fuzzy(text.rstrip(_ENDS), stem.rstrip("~"), exact)
        if exact:
            return Exact(text)
        return Phrase((text,)) if _OPERATOR.fullmatch(text) else Word(text)

    def _prefix(self, text: str) -> Leaf | None:
        begin, _, rest = text.partition("*")
        head = begin.rstrip("~")
        if _letters(head) < MIN_PREFIX_LETTERS:
            reason = f"* needs at least {MIN_PREFIX_LETTERS} letters before it;"
            self.notes.add("literal", text, f"{reason} “{text}” was taken as words.")
            words = tuple(word for word in text.replace("*", " ").split() if _letters(word))
            return self._leaf(words[0]) if len(words) == 1 else self._words(" ".join(words), text)
        if begin != head or rest.strip(f"*{_ENDS}"):
            self.notes.add(
                "dropped", text, f"* works only at the end of a word; this was read as {head}*."
            )
        return Prefix(head)

    def _fuzzy(self, typed: str, head: str, exact: bool) -> Leaf | None:
        if _letters(head) < MIN_FUZZY_LETTERS:
            reason = f"~ needs a word of at least {MIN_FUZZY_LETTERS} letters;"
            self.notes.add("literal", typed, f"{reason} “{typed}” was taken without it.")
            return self._leaf(head)
        if exact:
            self.notes.add(
                "dropped",
                f"={typed}",
                "A word cannot be exact and a few letters off; = was left out.",
            )
        digits = typed[len(typed.rstrip("0123456789")) :]
        if digits in ("", "1", "2"):
            return Fuzzy(head, int(digits) if digits else default_distance(head))
        distance = 2 if digits.strip("0") else 1
        self.notes.add(
            "cut", typed, f"~ allows one or two letters; this was read as {head}~{distance}."
        )
        return Fuzzy(head, distance)


def _is_word(typed: str, word: str) -> bool:
    return typed.rstrip(_ENDS).casefold() == word


def _filter(name: str, value: str) -> str:
    return f"the filter “{value}” beside the results, --{name} {value} in a terminal"


def _letters(text: str) -> int:
    """How many letters and digits: without any, the analyzer finds no word."""
    return sum(map(str.isalnum, text))


@lru_cache(maxsize=256)
def _name_like(key: str) -> str | None:
    """The name, of a field or of a date, that is written nearly so, or says the same."""
    if key in _SAME or len(key) > MOST_NAME_LETTERS:
        return _SAME.get(key)
    names = [name for name in (*FIELD_NAMES, *_DATES) if name[0] == key[0]]
    return next(iter(get_close_matches(key, names, 1)), None)


def _empty(text: str) -> str:
    if "*" in text:
        return "* needs the beginning of a word before it; alone it would find everything."
    return "There is no letter or digit in it, so nothing to look for."
