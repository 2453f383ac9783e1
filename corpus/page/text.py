"""Text as it came to text as it is kept: Unicode in one form, no invisible furniture, single spaces."""

import re
import unicodedata
from itertools import pairwise

# ZWNJ (U+200C) and ZWJ (U+200D) stay: Persian and Pashto spell with them.
_INVISIBLE = (0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = (*range(0x09), *range(0x0E, 0x1C), 0x7F)
_SURROGATES = range(0xD800, 0xE000)
_TABLE: dict[int, str | None] = dict.fromkeys((*_INVISIBLE, *_CONTROLS, *_SURROGATES))
# &#133; and its like are cp1252 written as numbers; HTML reads them so, libxml2 does not.
_TABLE.update({code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)})
_STRAY = re.compile(f"[{''.join(map(chr, _TABLE))}]")
# UTF-8 read as Latin-1 and written as UTF-8 again; without a control character in it, it may be meant.
_TWICE = re.compile("[\xc2-\xdf][\x80-\x9f]|[\xe0-\xef](?:[\x80-\x9f][\x80-\xbf]|[\xa0-\xbf][\x80-\x9f])")
# Accents upon accents: Unicode sorts them in quadratic time, and no language piles up so many.
_PILE = re.compile(r"([^\w\s\x00-\x7f]{20})[^\w\s\x00-\x7f]+")
_PILE_MATTERS = 1_000  # characters
_COUNTED = 20_000  # characters of a text that tell how many words its script does not part
_FOLDED = 2_000  # characters of a text that are held against a headline or a name
_WORD = re.compile(r"\w+")
# Where a network counts who follows a link, and the address under which a post has its picture.
_TRACKER = re.compile(r"\s*(?:\bhttps?://t\.co/\w+…?|\bpic\.(?:twitter|x)\.com/\w+)")
_SPACE_BEFORE = re.compile(r"\s+(?=[,;.!?](?:\s|$))")

# Han and kana: no spaces part their words, which have two letters more often than not.
_UNSPACED = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

TERMINAL = tuple(".!?…:;؟۔\"'”’)。！？」』")
FIRST_WORDS = 80  # characters of a text that stand in for a title it does not have


def tidy(text: str) -> str:
    """One run of text: NFC, cp1252 leftovers mended, invisible characters dropped, whitespace collapsed."""
    if not text.isascii():
        text = _TWICE.sub(_once, text)
    if _STRAY.search(text):  # most texts hold none, and translating looks each character up
        text = text.translate(_TABLE)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _unpiled(text))
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
    """The paragraphs of plain text: by blank lines where it has any and they tell more, else one to a line."""
    blocks = [tidy(block) for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))]
    lines = [tidy(line) for line in text.splitlines()]
    chosen = blocks if _is_wrapped(lines) else lines
    return tuple(paragraph for paragraph in chosen if paragraph)


def tidy_title(text: str) -> str:
    """A headline on one line: stray angle brackets off its ends, said once when it was said twice.

    With a comma between it is meant so: "We did it, we did it".
    """
    title = _SPACE_BEFORE.sub("", tidy(text)).strip("<>»«|").strip()
    words = title.split()
    half = len(words) // 2
    if half >= 2 and len(words) % 2 == 0 and not words[half - 1].endswith(","):
        first, second = " ".join(words[:half]), " ".join(words[half:])
        return first if fold(first) == fold(second) else title
    return title


def fold(text: str) -> str:
    """Case, accents and punctuation off: what is left says whether two headlines or names are the same."""
    plain = text[:_FOLDED].casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", _unpiled(plain))
        plain = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(_WORD.findall(plain))


def first_words(text: str) -> str:
    """The beginning of a text, cut between words: the title of what has none."""
    if len(text) <= FIRST_WORDS:
        return text
    return text[:FIRST_WORDS].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def _unpiled(text: str) -> str:
    return text if len(text) < _PILE_MATTERS else _PILE.sub(r"\1", text)


def _once(match: re.Match[str]) -> str:
    try:
        return match.group().encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are broken at a column, so that only blank lines part paragraphs."""
    pairs = [(line, follower) for line, follower in pairwise(lines) if line and follower]
    if not pairs:
        return False
    broken = sum(not line.endswith(TERMINAL) and len(line) > 40 for line, _ in pairs)
    return broken * 2 > len(pairs) and max(len(line) for line in lines) < 200
