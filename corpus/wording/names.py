"""People's names as they are kept: out of author fields, each once, in the case in which they are
spoken of."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from corpus.languages.tables import one_of
from corpus.page.dates import WEEKDAYS, find_days
from corpus.page.text import fold, tidy
from corpus.wording.byline_words import without_others, without_sign
from corpus.wording.not_names import (
    BODIES,
    OFFICE,
    begins_no_name,
    is_agency,
    is_degree,
    is_nobody,
    is_office,
    is_place,
    without_office,
)
from corpus.wording.publisher import (
    LONGEST_NAME,
    UNKNOWN,
    Paper,
    is_name_of_paper,
    is_worded_like_paper,
)

# Words that name an office or a way to reach it: the line is a masthead, whatever else it says.
ROLE = re.compile(
    r"\b(?:editors?|editor-in-chief|publishers?|founders?|founded|established|chair(?:man|woman|"
    r"person)|directors?|"
    r"proprietors?|managing|printed|circulation|price|registered|registration|tel(?:ephone)?|phone|"
    r"mobile|cell|fax|"
    r"e-?mail|www|https?|volume|vol)\b|\S+@\S+\.\w",
    re.IGNORECASE,
)
PARTICLES = frozenset(
    "de da de' del della di der den du van von la le al el bin ibn ul e y ur or zu dos".split()
)
_COMMAS = re.compile(r"\s*(?:[,;/|•·\n،؛、]|(?<=[a-z])\s+[-–—]\s+(?=by\b))\s*")
_BETWEEN = re.compile(r"\s*(?:&|\band\b|\b(?:with|avec|mit|con)\b)\s*", re.IGNORECASE)
# words of names too
_BETWEEN_ABROAD = re.compile(r"\s+(?:und|et|y|e|en|og|och|ve|и|і|و|او)\s+", re.IGNORECASE)
_NOISE = re.compile(
    r"\([^)]*\)(?=\s*(?:$|[,;&|]|and\b))|\([^)]*$|\S+@\S+|https?://\S+|\bwww\.\S+|(?<=\w)\s+@\w+|"
    r"(?<!\w)@(?=\w)|"
    r"\b(?:(?:leave|add) a|no|\d+) (?:comments?|repl(?:y|ies))\b.*$|"
    r"\b(?:last )?(?:updated|modified|released|published|publi[ée]e?|"
    r"publicado|pubblicato)\b.*$|\b\d{1,2} min(?:ute)?s?(?: "
    r"read)?\b.*$",
    re.IGNORECASE,
)
_OFFICE_BEHIND = re.compile(
    rf"(?:\s+|(?<=[\u3041-\u9fff]))(?:{one_of('bodies')})$", re.IGNORECASE
)
_TILL_BY = re.compile(
    r"^[^,;|]{1,60}?\s(?:By|BY)[\s:]+(?=[^\W\d_])"
)  # "SELMAK - By Jane Doe", "City Desk By City Desk"
_MAILBOX = re.compile(r"\S+@\S+\s*\(([^)]+)\)")  # as feeds name an author
_GENERATION = re.compile(r",\s*(?=(?:jr|sr|ii|iii|iv)\b\.?)", re.IGNORECASE)
# What goes on behind a name: where she is, for whom she writes, who she is.
_GOES_ON = re.compile(
    r"\s+(?:[-–—]|special (?:to|for)|(?:in|at|from)(?= [^\W\d_])|for (?:the|our)|of the|"
    r"on behalf of|(?:is|was) (?:an?|the|our)|contributed to|writes)\s",
    re.IGNORECASE,
)
# a name set in capitals but for its "Mc"
_HALF_CAPITAL = re.compile(r"\bMc(?=[A-Z]{2})")
_WORD = re.compile(r"[^\W\d_]+")
_WEEKDAY_ABROAD = re.compile(WEEKDAYS, re.IGNORECASE)
_NUMERALS = frozenset(("ii", "iii", "iv", "vii", "viii"))  # behind a name; "Vi" is one
_SLUG = re.compile(r"[a-z]{2,}-[a-z]{2,}")  # as an address has a name: "jane-doe"
_EDGES = ' .:–—-*~"“”„'
_WORDS_AND_HOUSE = 10  # of a name and what stands beside it
_MOST_NAMES = 100  # each is held against all before it
_LONGEST_FIELD = 2_000  # characters: what is longer lists no authors that anyone would read


def normalise(
    names: Iterable[str], *, site: str | None = None, paper: Paper = UNKNOWN
) -> tuple[str, ...]:
    """People's names from author fields, each once, in their order; offices, addresses and the site
    itself left out.

    A name of the `paper` behind a person's says where she works; where it stands alone, only `site`
    is left out. "Jane Q. Doe" and "J. Doe" beside a "Jane Doe" are the same: the longest is kept.
    """
    found: list[str] = []
    for text in names:
        for name in split_names(text):
            key = fold(name)
            other = is_name_of_paper(name) or (
                found and (paper.is_known(name) or is_degree(name))
            )
            if not key or is_nobody(name) or _is_site(key, site) or other or is_office(name):
                continue
            same = next((other for other in found if is_same_person(name, other)), None)
            if same is None:
                found.append(name)
            elif len(key) > len(fold(same)):
                found[found.index(same)] = name
            if len(found) == _MOST_NAMES:
                return tuple(found)
    return tuple(found)


def split_names(text: str) -> list[str]:
    """The names in one author field, without what stands around them; offices and bodies among
    them."""
    text = tidy(text[:_LONGEST_FIELD])
    mailbox = _MAILBOX.fullmatch(text)
    text = _without_days(_NOISE.sub(" ", mailbox[1] if mailbox else text)).strip(" —–-~")
    text = _TILL_BY.sub("", without_others(without_sign(text)))
    pieces = [without_sign(piece.strip()) for piece in _COMMAS.split(_GENERATION.sub(" ", text))]
    found: list[str] = []
    for index, piece in enumerate(pieces):
        names = [name for part in _people(piece.strip(_EDGES)) if (name := _name(part))]
        if index and found and looks_like_name(found[0]):
            names = [*filter(is_further, names)]
        found += names
    return found


def looks_like_person(text: str) -> bool:
    """Whether a text is worded like a person's full name: like no paper, no office and no body of
    people."""
    plain = looks_like_name(text) and not OFFICE.search(text) and not BODIES.search(text)
    return plain and not text.lower().startswith("the ") and not is_worded_like_paper(text)


def looks_like_name(text: str) -> bool:
    """Whether a text could be a person's name: two to five capitalised words and nothing else."""
    words = text.split()
    if not 2 <= len(words) <= 5 or not all(map(_is_name_word, words)):
        return False
    if any(char.isdigit() or char in ':!?"“”' for char in text):
        return False
    if any(word.endswith(("'s", "’s")) for word in words):
        return False
    return not ROLE.search(text) and not begins_no_name(text)


def before_day(text: str) -> str:
    """The names before a day, without the "on" or the weekday that belong to it; Billy Sunday keeps
    his."""
    before = text.rstrip(" ,|·•–—-([")
    parted = bool(text[len(before) :].strip(" ,"))  # the weekday stands with the name, then
    words = before.split()
    while words:
        last = words[-1].strip(",")
        own = len(words) == 2 and words[0].istitle() and last.istitle()
        if own or not (last.lower() == "on" or (not parted and _WEEKDAY_ABROAD.fullmatch(last))):
            break
        words.pop()
    return " ".join(words)


def is_caseless(text: str) -> bool:
    """Whether a text begins with a letter of a script that has no capitals."""
    return text[:1].isalpha() and text[0].lower() == text[0].upper()


def is_fuller(names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether `names` are full names, more than `others`, and name all of them: a title before a
    name counts not."""
    ours, theirs = [f" {fold(name)}" for name in names], [f" {fold(name)}" for name in others]
    full = len(names) > len(others) and all(looks_like_person(name) for name in names)
    return full and all(any(one.endswith(other) for one in ours) for other in theirs)


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are of one person: spelt alike, or with initials for what the other has in
    full."""
    short, long = sorted((fold(one).split(), fold(other).split()), key=len)
    if len(short) < 2 or short[-1] != long[-1]:
        return short == long
    pairs = [*zip(short[:-1], long, strict=False)]
    alike = all(
        word == full or (min(len(word), len(full)) == 1 and word[0] == full[0])
        for word, full in pairs
    )
    return alike and all(len(word) == 1 for word in long[len(pairs) : -1])


def first_name_first(name: str) -> str:
    """ "Doe, Jane" as Jane Doe; anything else as it is, such as a list of full names."""
    last, _, first = (part.strip() for part in name.partition(","))
    plain = first and "," not in first and PARTICLES.issuperset(last.lower().split()[:-1])
    return f"{first} {last}" if plain else name


def _is_site(key: str, site: str | None) -> bool:
    return bool(site) and key.removeprefix("the ") == fold(site or "").removeprefix("the ")


def _is_name_word(word: str) -> bool:
    return (
        word[0].isupper()
        or word.lower() in PARTICLES
        or word.startswith(("al-", "el-", "d'", "d’"))
    )


def _without_days(text: str) -> str:
    """A text up to the first day in it, where one stands behind a name."""
    days = find_days(text) if any(char.isdigit() for char in text) else []
    return (before_day(text[: days[0].start]) if days else "") or text


def _name(part: str) -> str:
    """One name without what stands around it, in its own case; empty where nothing is left of
    it."""
    name = _alone(part.strip(_EDGES))
    name = _OFFICE_BEHIND.sub("", name) if is_caseless(name) and not is_nobody(name) else name
    name = _recase(name.strip(_EDGES))
    return name if 1 < len(name) <= LONGEST_NAME and any(char.isalpha() for char in name) else ""


def _alone(text: str) -> str:
    """A name without the desk, the place, the office or the house behind it: "Jane Doe - City
    Desk"."""
    goes_on = _GOES_ON.search(f"{text} ")
    if goes_on and looks_like_person(text[: goes_on.start()]):
        text = text[: goes_on.start()]
    return next((name for name in _bared(text) if looks_like_person(name)), text)


def _bared(text: str) -> Iterator[str]:
    """What may be left of a name in which an office or a house is written beside it without a
    comma."""
    plain = without_office(text)
    if plain != text:
        yield plain
    words = text.split()
    for size in range(2, min(len(words), _WORDS_AND_HOUSE) - 1):
        tail = " ".join(words[size:])
        if is_worded_like_paper(tail) and not is_worded_like_paper(" ".join(words[:size])):
            yield " ".join(words[:size])


def is_further(name: str) -> bool:
    """Whether what a comma parts from a person's name is a second one: no place, no house, no
    age."""
    spelt = looks_like_person(name) or (is_caseless(name) and not BODIES.search(name))
    return (spelt and not is_place(name)) or is_agency(name)


def _people(text: str) -> list[str]:
    """The names that "and" joins."""
    return [name for part in _BETWEEN.split(text) for name in _joined_abroad(part)]


def _joined_abroad(text: str) -> list[str]:
    """The full names that the "and" of another language joins: "y" stands in names too."""
    names = _BETWEEN_ABROAD.split(text)
    return names if all(len(name.split()) > 1 for name in names) else [text]


def _recase(name: str) -> str:
    """JANE O'NEIL and jane o'neil as Jane O'Neil, ANN McNEIL as Ann McNeil; one in mixed case is
    its owner's affair."""
    if _SLUG.fullmatch(name):
        name = name.replace("-", " ")
    if " " not in name or not (_HALF_CAPITAL.sub("MC", name).isupper() or name.islower()):
        return name
    # whose small form is two characters
    lowered = unicodedata.normalize("NFC", name.replace("İ", "i").lower())
    recased = _WORD.sub(_capital, lowered)
    return recased[0].upper() + recased[1:]


def _capital(match: re.Match[str]) -> str:
    word = match.group()
    if word in PARTICLES:
        return word
    if word in _NUMERALS:
        return word.upper()
    return f"Mc{word[2:].capitalize()}" if re.match("mc...", word) else word.capitalize()
