"""The analyzer, one for both sides: articles and queries become the same forms, at the same
positions.

A *form* is a surface word folded: case, accents, apostrophes, Arabic-script variants, dots of
acronyms, a possessive's end. A *stem* is its Snowball stem, see index/base/stems.py. Compounds
joined by a hyphen, an en dash or a zero-width non-joiner give their parts and, at the first part's
position, the whole run together, so that "peace-building", "peace building" and "peacebuilding"
find each other. What folding takes away and a question may ask for is a *mark* at the same
position: the capitals of a short word ("US"), a possessive ("bankole's")."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from index.base import word_families

ANALYZER_VERSION = 3

APOSTROPHES = "'’‘ʼ＇`"
# Written without a dot between their letters by half of the world: "U.S." and "US", "e.g." and
# "eg"; so are degrees, a closed list, as else "war.He" would be one.
ACRONYM = r"(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?"
DEGREE = r"(?:Ph\.D|LL\.[BDM]|[BDM]\.(?:Com|Ed|Eng|Litt|Mus|Phil|Sc|Tech))(?![^\W_])\.?"
# 1,000,000 and 10,00,000, in any digits
NUMBER = (
    r"\d{1,3}(?:[,٬،]\d{3})+(?:[.٫]\d+)?(?!\w)|\d{1,2}(?:[,٬،]\d{2})+[,٬،]\d{3}(?!\w)"
    r"|\d+(?:[.٫]\d+)+"
)
PERCENT = r"(?<=\d)[%٪]|(?<!\S)[%٪](?!\S)"
WORD = (
    r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]+[^\W_]*)*"
)
TOKEN = re.compile(
    rf"(?:{ACRONYM}|{DEGREE})(?:[{APOSTROPHES}]?s(?!\w))?"
    rf"|{NUMBER}|{PERCENT}|{WORD}(?:[{APOSTROPHES}]{WORD})*"
)
# stand around words; no underscore, which would go on with a number, and no percent sign
MARKS = r"""[!-$&-/:-@\[-^`{-~“”‘’–—…]*"""
PLAIN_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)+"
PLAIN = re.compile(f"{MARKS}([A-Za-z0-9]+|{PLAIN_NUMBER}){MARKS}")
PARAGRAPH_GAP = 100  # positions between two paragraphs: no phrase and no NEAR reaches across
JOINERS = frozenset("-‐‑‒–−\u200c\u00ad")  # never the em dash, which parts
_MARKED = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]+")  # as in WORD
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")  # 1.000.000, as half of Europe writes it
LONGEST_ACRONYM = 5  # letters: longer words in capitals are headlines

# What decomposition leaves alone but people type otherwise.
LETTERS = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        "ß": "ss", "ø": "o", "đ": "d", "ł": "l",
        "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i",
        "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ە": "ه",
        "ؤ": "و", "ـ": None, "٫": ".", "٬": ",", "،": ",", "\u200c": None, "\u00ad": None,
    }
)  # fmt: skip


class Token(NamedTuple):
    """One form in a text."""

    form: str
    start: int  # characters of the original text
    end: int
    position: int  # words before it; the whole of a compound and marks share their word's


def tokenize(text: str) -> Iterator[Token]:
    """The forms of `text` in order."""
    position, previous_end = 0, -1
    run: list[Token] = []
    for match in TOKEN.finditer(text):
        start, end = match.span()
        if previous_end >= 0 and "\n\n" in text[previous_end:start]:
            position += PARAGRAPH_GAP
        word = match.group()
        token = Token(fold(word), start, end, position)
        joined = run and start == previous_end + 1 and text[previous_end] in JOINERS
        if not joined:
            yield from _whole(run)
            run = []
        run.append(token)
        yield token
        for mark in marks_of(word):
            yield token._replace(form=mark)
        position, previous_end = position + 1, end
    yield from _whole(run)


def plain_word(chunk: str) -> tuple[str, int] | None:
    """What `tokenize` finds in a run of characters without white space, when that is one ASCII word
    or number between marks: its form and where it begins. Else None: ask `tokenize`."""
    match = PLAIN.fullmatch(chunk)
    return (fold(match[1]), match.start(1)) if match and not marks_of(match[1]) else None


def marks_of(word: str) -> tuple[str, ...]:
    """The marks of one word: its capitals, if they may be an acronym's, and its possessive."""
    name = word
    possessive: tuple[str, ...] = ()
    if word[-1:] == "s" and word[-2:-1] in APOSTROPHES and len(word) > 2:
        name, possessive = word[:-2], (f"{fold(word)}'s",)
    if name.isupper() and name.isascii():
        capitals = name.replace(".", "")
        if capitals.isalpha() and 2 <= len(capitals) <= LONGEST_ACRONYM:
            return (capitals, *possessive)
    return possessive


def is_mark(form: str) -> bool:
    """Whether a form is a mark: no other has a capital letter or an apostrophe."""
    return form[-2:] == "'s" or (form.isupper() and form.isascii())


def _whole(run: list[Token]) -> Iterator[Token]:
    if len(run) > 1:
        first = run[0]
        yield Token("".join(part.form for part in run), first.start, run[-1].end, first.position)


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """The form of one word: "Chávez" is chavez, "U.S." is us, "1,000" is 1000, "Russia’s" is
    russia, "O'Brien" is obrien, "%" is percent."""
    if word.isascii():
        folded = word.lower().replace("`", "'")
    else:
        plain = unicodedata.normalize("NFKD", word).casefold().translate(LETTERS)
        folded = "".join(_digit(letter) for letter in plain if unicodedata.category(letter) != "Mn")
    if "'" in folded:
        folded = folded.removesuffix("'s").replace("'", "")
    if folded in ("%", "٪"):
        return "percent"
    if "." in folded and (not folded[0].isdigit() or GROUPED.fullmatch(folded)):
        return folded.replace(".", "")
    return folded.replace(",", "")


def fold_text(text: str) -> str:
    """A text as its words are folded, each by itself; what stands between letters stays."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    return _MARKED.sub("", plain)


def _digit(letter: str) -> str:
    return (
        letter if letter.isascii() or not letter.isdecimal() else str(unicodedata.decimal(letter))
    )


def fingerprint() -> str:
    """Changes whenever forms or stems could: an index made by another analyzer must not be
    asked."""
    parts = (
        str(ANALYZER_VERSION),
        TOKEN.pattern,
        "".join(sorted(JOINERS)),
        repr(sorted(LETTERS.items())),
        *word_families.TABLES,
    )
    return sha256("\0".join(parts).encode()).hexdigest()[:16]
