"""Letters: a text as the letters that count when two texts are compared.

Case, accents, quotation marks, hyphens, the dots of acronyms, the commas of numbers, white space
and line ends are left out, and letters that the index takes for one are one (index.base.analysis).
What is left says whether two passages are the same: "Post-war", "post war" and "postwar" are, and
so are "U.S." and "US", "1,000" and "1000", "&" and "and"; "1.5" and "15" are not, nor are
"Russia's" and "Russia".
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from index.base.analysis import APOSTROPHES, LETTERS, TOKEN

PLANE = 1 << 16  # characters that have a number in the table of what they are folded to
_WORD = re.compile(f"{TOKEN.pattern}|&")
_POINT = re.compile(r"(?<=\d)[.٫](?=\d)")
_POSSESSIVE = re.compile(rf"(?<=\w)[{APOSTROPHES}](?=[sS](?!\w))")
_SIGNS = {"&": "and", "%": "percent", "٪": "percent"}
_WHOLE = (range(0x3400, 0xA000), range(0xAC00, 0xD7A4))  # written as they are: Han and Hangul


class LetterWord(NamedTuple):
    """A word of a text: in characters of the text, and in its letters."""

    start: int
    end: int
    first: int
    last: int


class Fold(dict[str, str]):
    """The letters of each character, worked out once."""

    def __missing__(self, character: str) -> str:
        """None of what is no letter, digit or sign that is read aloud."""
        self[character] = letters = _folded(character)
        return letters


def _folded(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if any(ord(character) in each for each in _WHOLE):
        return character
    plain = unicodedata.normalize("NFKD", character).casefold().translate(LETTERS)
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each
        for each in plain
        if each.isalnum()
    )


FOLD = Fold()


@dataclass(frozen=True)
class Letters:
    """The letters of a text, with its words."""

    text: str

    @cached_property
    def _pieces(self) -> list[str]:
        """Of each character its letters."""
        pieces = [*map(FOLD.__getitem__, self.text)]
        for match in _POINT.finditer(self.text):
            pieces[match.start()] = "."
        for match in _POSSESSIVE.finditer(self.text):
            pieces[match.start()] = "'"
        return pieces

    @cached_property
    def letters(self) -> str:
        """All of them."""
        return "".join(self._pieces)

    @cached_property
    def places(self) -> "array[int]":
        """How many letters stand before each character, and all of them at the end."""
        places, at = array("q", [0]), 0
        for piece in self._pieces:
            at += len(piece)
            places.append(at)
        return places

    @cached_property
    def words(self) -> list[LetterWord]:
        """The words; those that have no letters are left out."""
        spans = (match.span() for match in _WORD.finditer(self.text))
        words = (LetterWord(a, b, self.places[a], self.places[b]) for a, b in spans)
        return [word for word in words if word.first < word.last]

    @cached_property
    def _begins(self) -> dict[int, int]:
        return {word.first: word.start for word in self.words}

    @cached_property
    def _ends(self) -> dict[int, int]:
        return {word.last: word.end for word in self.words}

    def begins_at(self, letter: int) -> bool:
        """Whether a word begins with that letter."""
        return letter in self._begins

    def ends_at(self, letter: int) -> bool:
        """Whether a word ends before that letter."""
        return letter in self._ends

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """The characters of the words that begin and end so."""
        return self._begins[first], self._ends[last]

    def between(self, last: int, first: int) -> str:
        """What stands between the word that ends with a letter and the one that begins with one."""
        return self.text[self._ends[last] : self._begins[first]]

    def inside(self, first: int, last: int) -> tuple[int, int]:
        """The words, from and to, that are whole within the letters from `first` to `last`."""
        begin = bisect_left(self.words, first, key=lambda word: word.first)
        end = bisect_right(self.words, last, key=lambda word: word.last)
        return begin, max(begin, end)


class FoldTable(NamedTuple):
    """What characters are folded to, for compiled code."""

    codes: "array[int]"  # of each: 0 for nothing, a letter, or PLANE and the number of several
    several: list[str]


@cache
def fold_table() -> FoldTable:
    """The table of the first PLANE characters."""
    codes, several = array("I", bytes(4 * PLANE)), list[str]()
    for code in range(PLANE):
        letters = FOLD[chr(code)] if not 0xD800 <= code < 0xE000 else ""
        if len(letters) == 1:
            codes[code] = ord(letters)
        elif letters:
            codes[code] = PLANE + len(several)
            several.append(letters)
    return FoldTable(codes, several)
