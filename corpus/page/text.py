"""Text as it came to text as it is kept: Unicode in one form, no invisible furniture, single
spaces."""

import re
import unicodedata
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise

# ZWNJ (U+200C) and ZWJ (U+200D) stay: Persian and Pashto spell with them.
_INVISIBLE = (
    0xAD,
    0x200B,
    0x200E,
    0x200F,
    0x2060,
    0xFEFF,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
_CONTROLS = (*range(0x09), *range(0x0E, 0x1C), 0x7F)
_SURROGATES = range(0xD800, 0xE000)
_TABLE: dict[int, str | None] = dict.fromkeys((*_INVISIBLE, *_CONTROLS, *_SURROGATES))
# &#133; and its like are cp1252 written as numbers; HTML reads them so, libxml2 does not.
_TABLE.update({code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)})
_STRAY = re.compile(f"[{''.join(map(chr, _TABLE))}]")
# UTF-8 read as Latin-1 and written as UTF-8 again; without a control character in it, it may be
# meant.
_TWICE = re.compile(
    "[\xc2-\xdf][\x80-\x9f]|[\xe0-\xef](?:[\x80-\x9f][\x80-\xbf]|[\xa0-\xbf][\x80-\x9f])"
)
# And as Windows-1252, which has no letter for the last byte of one quotation mark.
_TWICE_WESTERN = re.compile(
    "[\xe0-\xef][€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ][\xa0-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\ufffd]"
)
# Accents upon accents: Unicode sorts them in quadratic time, and no language piles up so many.
_PILE = re.compile(r"([^\w\s\x00-\x7f]{20})[^\w\s\x00-\x7f]+")
_COUNTED = 20_000  # characters of a text that tell how many words its script does not part
_FOLDED = 2_000  # characters of a text that are held against a headline or a name
_WORD = re.compile(r"\w+")
# Where a network counts who follows a link, and the address under which a post has its picture.
_TRACKER = re.compile(r"\s*(?:\bhttps?://t\.co/\w+…?|\bpic\.(?:twitter|x)\.com/\w+)")
# Arrows, bars and dashes that lead from or to what is no part of a headline.
_EDGES = re.compile(r"^(?:[<>|\s]|[-–—*]\s)+|(?:\s*[<>|]|\s+(?:[-–—*]|\.\.\.|…))+$")
_SPACE_BEFORE = re.compile(r"\s+(?=[,;.!?](?:\s|$))")

# Han and kana: no spaces part their words, which have two letters more often than not.
_UNSPACED = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

_COLUMNS = (25, 100)  # characters of the lines of a text that is broken at one
_LONGER = 3  # times as long may the longest be: beside a whole paragraph short lines are a head
_RAGGED = 0.85  # of the width a line reaches that was broken by hand
_PARTED = re.compile(r"([^\W\d_]{1,40})[-‐\xad]$")
_HYPHENED = re.compile(r"\b[^\W\d_]{1,40}-[^\W\d_]{1,40}")

TERMINAL = tuple(".!?…:;؟۔\"'”’)。！？」』")
FIRST_WORDS = 80  # characters of a text that stand in for a title it does not have


def tidy(text: str) -> str:
    """One run of text: NFC, cp1252 leftovers mended, invisible characters dropped, whitespace
    collapsed."""
    if not text.isascii():
        text = _TWICE_WESTERN.sub(_once, _TWICE.sub(_once, text))
    # most texts hold none of these, which cannot be printed; translating looks each character up
    if not text.isprintable() and _STRAY.search(text):
        text = text.translate(_TABLE)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _PILE.sub(r"\1", text))
    return " ".join(text.split())


def count_words(text: str) -> int:
    """How many words a text has, also where its script does not part them."""
    words = len(text.split())
    if text.isascii():
        return words
    sample = text[:_COUNTED]
    return words + len(_UNSPACED.findall(sample)) * len(text) // (2 * len(sample))


def without_trackers(text: str) -> str:
    """A tidy text without the links through which a network follows its readers."""
    return _TRACKER.sub("", text).strip() if "t.co/" in text or "pic." in text else text


def tidy_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of plain text, one to a line where it is not broken at a column."""
    return tuple(filter(None, map(tidy, unwrapped(text).splitlines())))


def unwrapped(text: str) -> str:
    """A text with a line for each paragraph where it was broken at a column; any other as it is.

    A line in which the next word had room ends a paragraph, and so does a blank one.
    """
    lines = text.splitlines()
    tidied = [*map(tidy, lines), ""]
    full = _full_width(tidied)
    if full is None:
        return text
    hyphened = frozenset(_HYPHENED.findall(text))
    joined: list[str] = []
    for line, bare, follower in zip(lines, tidied, tidied[1:], strict=False):
        if follower and _reach(bare, follower) > full:
            joined.append(_before(line.rstrip(), follower, hyphened))
        else:
            joined.append(f"{line}\n")
    return "".join(joined)


def tidy_title(text: str) -> str:
    """A headline on one line: stray angle brackets off its ends, said once when it was said twice.

    With a comma between it is meant so: "We did it, we did it".
    """
    title = _EDGES.sub("", _SPACE_BEFORE.sub("", tidy(text)))
    if sum(map(title.count, "«»")) == 1:
        title = title.strip("«»").strip()  # an arrow; quotation marks come in pairs
    words = title.split()
    half = len(words) // 2
    if half >= 2 and len(words) % 2 == 0 and not words[half - 1].endswith(","):
        first, second = " ".join(words[:half]), " ".join(words[half:])
        return first if fold(first) == fold(second) else title
    return title


@lru_cache(maxsize=2_048)  # lines are held against names, titles and one another
def fold(text: str) -> str:
    """Case, accents and punctuation off: what is left says whether two headlines or names are the
    same."""
    return fold_all(text[:_FOLDED])


def fold_all(text: str) -> str:
    """The same of a whole text."""
    plain = text.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", _PILE.sub(r"\1", plain))
        plain = apart.translate(_ACCENTS)
    return " ".join(_WORD.findall(plain))


class _Accents(dict[int, int | None]):
    """What becomes of each character: nothing of an accent. Looked up once each, and remembered."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_ACCENTS = _Accents()


def first_words(text: str) -> str:
    """The beginning of a text, cut between words: the title of what has none."""
    if len(text) <= FIRST_WORDS:
        return text
    return text[:FIRST_WORDS].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def _once(match: re.Match[str]) -> str:
    for coding in ("latin-1", "cp1252"):
        with suppress(UnicodeError):
            return match.group().encode(coding).decode("utf-8")
    return "”" if match.group() == "â€\ufffd" else match.group()


def _full_width(lines: list[str]) -> float | None:
    """How far a line and the next word reach at least where a column broke it; None for text that
    has none.

    One line may be longer than the rest: an address, or a word that could not be parted.
    """
    pairs = [(line, follower) for line, follower in pairwise(lines) if line and follower]
    width = sorted(map(len, lines))[-2] if pairs else 0
    if not _COLUMNS[0] <= width <= _COLUMNS[1] or max(map(len, lines)) > _LONGER * width:
        return None
    full = _RAGGED * width
    broken = sum(_reach(*pair) > full and not pair[0].endswith(TERMINAL) for pair in pairs)
    return full if broken * 2 > len(pairs) else None


def _before(line: str, follower: str, hyphened: frozenset[str]) -> str:
    """A line as it stands before the one that goes on with it; a word that was parted is whole
    again.

    Only in small letters, and unless the text has it with a hyphen elsewhere: "well-known".
    """
    parted, rest = _PARTED.search(line[-_COLUMNS[1] :]), _WORD.match(follower)
    if not parted or not rest:
        return f"{line} "
    plain = parted[1][-1].islower() and rest[0].islower()
    return line[:-1] if plain and f"{parted[1]}-{rest[0]}" not in hyphened else line


def _reach(line: str, follower: str) -> int:
    """How long a line would be with the first word of the one behind it."""
    return len(line) + 1 + len(follower.split(" ", 1)[0])
