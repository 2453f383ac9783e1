"""The lines near a title that carry names and days: what each says, and whether it says nothing
else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from corpus.languages.tables import LANGUAGES, alternation, one_of
from corpus.page.dates import HOURS, WEEKDAYS, find_days
from corpus.page.text import TERMINAL, fold, tidy
from corpus.wording.byline_words import match_sign, without_others, without_sign
from corpus.wording.day_labels import label
from corpus.wording.names import (
    PARTICLES,
    ROLE,
    before_day,
    is_caseless,
    is_further,
    looks_like_name,
    looks_like_person,
    split_names,
)
from corpus.wording.not_names import (
    OFFICE,
    begins_no_name,
    is_nobody,
    is_office,
)
from corpus.wording.publisher import UNKNOWN, Paper

_PARTS = re.compile(r"\s*(?:[|•·⋅‧∙●・▪\t]|\s{2,}|\s[-–—/]+\s|^[-–—]+|[-–—]+$)\s*")
# "ByJane Doe": a break that only a style sheet makes
_GLUED_BY = re.compile(r"^By(?=[A-Z][a-z]+ [A-Z])")
_GLUED_DAY = re.compile(
    r"(?<=[ ,./-](?:19|20)\d\d)(?=[^\W\d_]{2})|(?<=[a-z])(?=[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})|"
    r"(?<=[a-z])(?=(?:Updated|Published|Posted|Modified)\b)"
)
# none of a name in small letters
_COMMON = frozenset("a an the of our its your some several".split())
# What ends the names in a line: "By Jane Doe for The Herald", "By Jane Doe Last updated".
_GOES_ON = frozenset("in on at for from to as last".split())
_CONTACT = re.compile(r":|@|\bwww\b|\d{4}|\+\d")
_ZONES = (
    r"gmt|utc|[acehmp]k?[sd]?t|[cew]es?t|eest|[bijkmw]st|aft|pkt|npt|hkt|sgt|msk|[ew]at|sast|wib|"
    r"pht|irst|a[ecw][sd]t|"
    r"nz[sd]t"
)
_DATE_WORDS = re.compile(
    rf"\b(?:{one_of('updated')}|{one_of('published')}|{WEEKDAYS}|published|posted|publication|"
    rf"(?:publish(?:ing)?|release|posting|print|issue|upload) date|"
    rf"date|first|added|created|on|at|in|updated?|last|modified|"
    rf"{HOURS}|(?:a|p)\.?m|{_ZONES}|hours|hrs|(?:\d{{1,3}}|one|two) min(?:ute)?s?(?: read)?|read|"
    rf"reading time|"
    r"le|à|el|a las|as|às|il|alle(?: ore)?|ore|den|der|am|um|uhr|om|uur|op|kl|klo|saat|h|"
    r"\d{1,2}\s?h(?:\s?\d\d)?)(?!\w)\.?"
    rf"|(?:{one_of('weekdays')})(?=[.,]*\s\s)|\d{{1,2}}[:.]\d\d(?::\d\d)?(?:[ap]\.?m\b\.?)?|"
    r"@(?=\s*\d)",
    re.IGNORECASE,
)
# "By" inside a line, and what may stand before it: "Posted in City Affairs on DAY by Jane Doe".
_SIGN_INSIDE = re.compile(r"(?<=[\s\0])(?:by\b|authors?\s*:)", re.IGNORECASE)
# "in Kabul", where another name and place follow: "By Jane Doe in Kabul and John Roe in Herat".
_STATION = re.compile(
    r"\s(?:in|at|from) [A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}"
    r"(?=(?:,|,? (?:and|&))(?: [A-Z][\w.'’-]*){2,4} (?:in|at|from) [A-Z])"
)
_PLACE = re.compile(
    r"^(?:pages?|pp?|issue|no|number|vol(?:ume)?)\b\.?\s*[\w\s,&#.:-]{0,24}$", re.IGNORECASE
)
# "March 18 at 3:57 PM": a day whose year is not said, and what follows it
_YEARLESS = re.compile(
    rf"\s+(?:(?:{one_of('months')})\.?\s+\d{{1,2}}|\d{{1,2}}\.?\s+(?:{one_of('months')}))\b.*$",
    re.IGNORECASE,
)
_POSTED = re.compile(r"(?:written|posted|published|submitted|filed)\b", re.IGNORECASE)
_CATEGORY = re.compile(
    r"\b(?:in|under):? [A-Z][\w&'’-]*(?:(?:,| and| &|, and)? [A-Z][\w&'’-]*){0,4}"
)
_LABELLED = re.compile(r"[:：]\s*\0")  # "Closing Date: DAY"
_COUNT = re.compile(
    r"(?:\d+|no|leave a|add a) (?:comments?|repl(?:y|ies)|responses?|views?|shares?)", re.IGNORECASE
)
# "1921 - March 5, 2003": how long somebody lived, or what went on.
_SPAN = re.compile(
    r"(?:(?:^|[,(]|\bborn)\s*(?:1\d|20)\d\d|\0)\W?\s*[-–—]\s*\0|\0\s*[-–—]\s*(?:1\d|20)\d\d\b"
)
_QUOTATION = re.compile(r"^[\"“”„«]|[\"“”»]$")
_HANDLE = re.compile(r"[a-z][a-z0-9_.]{2,24}")
_NO_HANDLES = frozenset(
    "email phone post mail topic category date default title author year name us".split()
)
_NAMES_END = re.compile(
    r"\s*(?:[,;|•·/(\d]|\s[-–—]\s|\s(?:und|et|y|e|en|og|och|i)\s).*$|\s+(?:le|el|am|vom|il)\s.*$"
)
_DAY = "\0"  # stands for a day while the words around it are read
# beside a day that stands alone there may be so many of another kind: "One comment so far"
_LABEL_WORDS = 6
LONGEST_LINE = 220


@dataclass(frozen=True, slots=True)
class Line:
    """A line near a title, read: the day and names it carries, and whether it carries nothing
    else."""

    day: date | None
    names: tuple[str, ...]
    signed: bool  # it says "By"
    # it names the paper with a day, or an office of it with one, or with a number or an address
    office: bool
    pure: bool  # day, names, page and short labels are all it holds
    labels: tuple[str, ...] = ()  # those, beside a day that stands alone


@lru_cache(maxsize=1_024)  # titles, names and days are looked for in the same lines
def read_line(text: str, *, paper: Paper = UNKNOWN) -> Line:
    """What a short line says of day and author; tabs and double spaces in `text` part what they
    stand between."""
    if len(text) > LONGEST_LINE:
        return Line(None, (), signed=False, office=False, pure=False)
    text = _GLUED_DAY.sub(" | ", _GLUED_BY.sub("By ", text))
    days = find_days(text)
    rest = _marked(text, [(found.start, found.end) for found in days])
    if days and _SPAN.search(rest):
        return Line(None, (), signed=False, office=False, pure=False)
    alone = signed = named = False
    names: list[str] = []
    left: list[str] = []
    for part in filter(None, _PARTS.split(rest)):
        from_sign = _from_sign(part)
        bare = _bare(from_sign.replace(_DAY, " "))
        named = named or (bool(days) and paper.is_named(bare))
        by = match_sign(bare)
        listed = _signers(from_sign) if by else []
        if from_sign is not part:  # who put it on the site: "Posted on DAY by editor2"
            listed = [name for name in listed if not any(map(str.isdigit, name))]
        if bare and not by and not without_others(bare).strip():
            continue  # "Pictures: Paul Lens"
        if by and (listed or days or _is_staff(without_sign(bare))):
            signed = True
            names += listed
        elif (
            _DAY in part
            and looks_like_name(bare)
            and not (OFFICE.search(bare) or _LABELLED.search(part))
        ):
            names += _listed(bare)
        elif bare and not _PLACE.match(bare):
            left.append(f"{bare}:" if _LABELLED.search(part) else bare)
            continue
        alone = alone or _DAY in part
    if left and days and not names:
        people = [part for part in left if not (OFFICE.search(part) or _COUNT.fullmatch(part))]
        if len(people) == 1 and looks_like_name(_until(people[0])):
            names, left = _listed(_until(people[0])), []
    if not signed and any(map(_QUOTATION.search, left)):
        return Line(None, (), signed=False, office=False, pure=False)  # who said so, and when
    starts = [0, *(found.end for found in days)]
    day = _first_day(
        [(found.day, text[start : found.start]) for found, start in zip(days, starts, strict=False)]
    )
    office = named or bool((days or _CONTACT.search(text)) and ROLE.search(text))
    office = office and not signed
    names = [] if office else [name for name in names if not paper.is_named(name)]
    label = alone and max((len(part.split()) for part in left), default=0) <= _LABEL_WORDS
    # "Updated 15.59"; a clock alone begins an entry of a live blog
    clock = text[:1].isalpha() and any(map(str.isdigit, text))
    pure = bool(days or names or signed or clock) and (not left or label)
    return Line(day, tuple(names), signed=signed, office=office, pure=pure, labels=tuple(left))


def names_in(text: str) -> tuple[str, ...]:
    """The people named in a short text that stands where an author does, whether it says "By" or
    not."""
    return tuple(_listed(_until(without_others(without_sign(_GLUED_BY.sub("By ", tidy(text)))))))


def says_whom(text: str, names: Sequence[str]) -> bool:
    """Whether a line is one of `names`, or says "By" and one of them, and little else: "By Jane Doe
    | July 2003"."""
    plain = len(text.split()) <= 2 * _LABEL_WORDS and not text.endswith(TERMINAL)
    said = fold(text)
    return plain and any(
        fold(name) in said if match_sign(text) else fold(name) == said for name in names
    )


def sign_abroad(text: str, language: str | None) -> str:
    """A line that begins with the "By" of the page's language with ours instead, where a name
    follows it."""
    spoken = LANGUAGES.get({"nb": "no", "nn": "no"}.get(code := (language or "")[:2].lower(), code))
    by = (
        re.match(rf"(?:{alternation(spoken.by_alone.forms)})\s+", text, re.IGNORECASE)
        if spoken
        else None
    )
    if not by:
        return text
    name = _NAMES_END.split(text[by.end() :], maxsplit=1)[0]
    # "Von der Fähre", "Von Haus zu Haus"
    plain = looks_like_person(name) or (is_caseless(name) and 1 < len(name.split()) < 5)
    named = plain and not name[0].islower() and " zu " not in name
    return f"By {text[by.end() :]}" if named else text


def _is_staff(name: str) -> bool:
    """Whether those behind "By" sign for a paper and name no one: "Staff Reporter", "the Editorial
    Board"."""
    return is_nobody(name) and bool(
        OFFICE.search(name) or name.lower().endswith(("staff", "board", "desk"))
    )


def _from_sign(part: str) -> str:
    """A part of a line from "By" on, where only a day and where it was posted stand before; any
    other as it is."""
    sign = _SIGN_INSIDE.search(part)
    before = part[: sign.start()] if sign else ""
    if not sign or not (_DAY in before or _POSTED.match(before)) or label("updated").search(before):
        return part
    rest = _DATE_WORDS.sub("", _POSTED.sub("", _CATEGORY.sub("", before)).replace(_DAY, " "))
    signed = part[sign.start() :]
    names = not fold(rest) and (_signers(signed) or is_nobody(without_sign(_bare(signed))))
    return signed if names else part


def _signers(part: str) -> list[str]:
    """Who signs a part of a line that begins with "By", as far as a day or another word of the
    sentence."""
    before, dated, after = part.partition(_DAY)
    text = without_others(without_sign(_bare(before) or _bare(after)))
    text = before_day(text) if dated and _bare(before) else _YEARLESS.sub("", text)
    handle = _HANDLE.fullmatch(text)
    if handle and not is_nobody(text) and text not in _NO_HANDLES:
        return [text]
    return [] if text.islower() and _COMMON & set(text.split()) else _listed(_until(text))


def _until(text: str) -> str:
    """The beginning of a text up to the first word that cannot stand between names; all of one in
    small letters."""
    text = _STATION.sub("", text)
    words = text.split()
    if not words or not words[0][:1].isupper():
        return text
    for index, word in enumerate(words):
        plain = word.lower().strip(",;")
        joins = plain in PARTICLES or plain in ("and", "with", "&", "y")
        if index and not joins and (word[0].islower() or word == "Last" or plain[:1].isdigit()):
            return _before(words[:index], plain) or text
    return text


def _before(words: list[str], stop: str) -> str:
    """The names before the word `stop`; a number is part of what stands before it: "Jane Doe, Local
    12"."""
    names = " ".join(words)
    if stop[:1].isdigit():
        return names.rpartition(",")[0] or names
    return names if stop in _GOES_ON else ""


def _listed(text: str) -> list[str]:
    """Names in running text: "By members of the union" names nobody, and what follows a name may be
    an office."""
    names = split_names(text)
    if not names or not _is_capitalised(names[0]):
        return []
    kept = [
        name
        for name in (names[0], *filter(is_further, names[1:]))
        if not (is_nobody(name) or ROLE.search(name) or begins_no_name(name))
    ]
    return [name for name in kept if not is_office(name)]


def _is_capitalised(name: str) -> bool:
    if any(char.isdigit() for char in name):
        return False
    return all(_may_begin(word) or word.lower() in PARTICLES for word in name.split())


def _may_begin(word: str) -> bool:
    return word[0].isupper() or not word[0].isalpha() or is_caseless(word)


def _bare(part: str) -> str:
    """What a part of a line says; nothing where it is all a day's words."""
    stripped = part.strip(" ,:;.–—-()[]")
    at = 0
    while at < len(stripped):  # most parts begin with another word
        if dated := _DATE_WORDS.match(stripped, at):
            at = dated.end()
        elif stripped[at] in " ,:;.–—-()/":
            at += 1
        else:
            return stripped
    return ""


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}{_DAY}{text[end:]}"
    return text


def _first_day(days: list[tuple[date, str]]) -> date | None:
    """The day of publication among those of a line: the first that is not one of revision; None
    when two disagree."""
    fresh = [day for day, before in days if not label("updated").search(before[-30:])]
    return fresh[0] if len(set(fresh)) == 1 else None
