"""Who wrote it: people's names out of bylines, and the lines near a title that carry names and days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus.cleaning.dates import WEEKDAY, find_days
from corpus.cleaning.paper import UNKNOWN, Paper
from corpus.cleaning.text import fold, tidy

_BY = re.compile(
    r"^(?:(?:story|words|text|article|posted|written|published|reported|submitted|reviewed|review|interview|analysis|"
    r"opinion|commentary|column|editorial)\s+)?(?:by\b|(?:authors?|writer)\s*:)[\s:.\-–—]*",
    re.IGNORECASE,
)
_COMMAS = re.compile(r"\s*[,;/|•·\n]\s*")
_BETWEEN = re.compile(r"\s*(?:&|\band\b|\bwith\b)\s*", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[|•·‧∙●・\t]|\s{2,}|\s[-–—/]+\s|^[-–—]+|[-–—]+$)\s*")
_NOISE = re.compile(r"\([^)]*\)|\S+@\S+|https?://\S+|(?<!\w)@(?=\w)|\bupdated\b.*$", re.IGNORECASE)

# What stands in an author field where no person is named.
_NOBODY = frozenset(
    "admin administrator editor editors editorial staff webmaster guest anonymous unknown author none null user root "
    "default system super redaction newsroom".split()
) | {"staff writer", "staff report", "staff reporter", "web desk", "news desk", "guest author", "site admin"}
# Words that name an office or a way to reach it: the line is a masthead, whatever else it says.
ROLE = re.compile(
    r"\b(?:editors?|editor-in-chief|publishers?|founders?|founded|established|chair(?:man|woman|person)|directors?|"
    r"proprietors?|managing|printed|circulation|price|registered|registration|tel(?:ephone)?|phone|mobile|cell|fax|"
    r"e-?mail|www|https?|volume|vol)\b|\S+@\S+\.\w",
    re.IGNORECASE,
)
_CONTACT = re.compile(r":|@|\bwww\b|\d{4}|\+\d")
_DATE_WORDS = re.compile(
    rf"\b(?:{WEEKDAY}|published|posted|publication|date|first|added|created|on|at|in|updated?|last|modified|"
    r"(?:a|p)\.?m|[a-z]{2,4}t|gmt|utc|hours|hrs|(?:\d{1,3}|one|two) min(?:ute)?s?(?: read)?|read|reading time)\b\.?"
    r"|\d{1,2}[:.]\d\d(?::\d\d)?",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^(?:pages?|pp?|issue|no|number|vol(?:ume)?)\b\.?\s*[\w\s,&#.:-]{0,24}$", re.IGNORECASE)
_PARTICLES = frozenset("de da del della di der den du van von la le al el bin ibn ul e y ur or zu dos".split())
_BODIES = re.compile(
    r"\b(?:association|union|council|federation|local|committee|university|college|institute|party|society|center|"
    r"centre|department|ministry|news|press|correspondent|reporter|writer|steward|member|trustee|phd|md|teachers|"
    r"workers|united|coalition|campaign|network|foundation|agency|bureau|alliance|organi[sz]ation|administration)s?\b",
    re.IGNORECASE,
)
_BODY_OF = re.compile(rf"^(?:the )?(?:\w+ )?{_BODIES.pattern} (?:for|of|on)\b", re.IGNORECASE)
_REVISED = re.compile(r"\b(?:updated?|modified|revised|reviewed|edited)\b", re.IGNORECASE)
_DAY = "\0"  # stands for a day while the words around it are read
_LABEL_WORDS = 6  # beside a day that stands alone there may be so many of another kind: "One comment so far"
_LONGEST_NAME = 60
_LONGEST_LINE = 220


@dataclass(frozen=True, slots=True)
class Line:
    """A line near a title, read: the day and names it carries, and whether it carries nothing else."""

    day: date | None
    names: tuple[str, ...]
    signed: bool  # it says "By"
    office: bool  # it names the paper with a day, or an office of it with one, or with a number or an address
    pure: bool  # day, names, page and short labels are all it holds


def read_line(text: str, *, paper: Paper = UNKNOWN) -> Line:
    """What a short line says of day and author; tabs and double spaces in `text` part what they stand between."""
    if len(text) > _LONGEST_LINE:
        return Line(None, (), signed=False, office=False, pure=False)
    days = find_days(text)
    rest = _marked(text, [(found.start, found.end) for found in days])
    alone = signed = named = False
    names: list[str] = []
    left: list[str] = []
    for part in filter(None, _PARTS.split(rest)):
        bare = _bare(part.replace(_DAY, " "))
        named = named or (bool(days) and _is_paper(bare, paper))
        by = _BY.match(bare)
        listed = _listed(bare[by.end() :]) if by else []
        if by and (listed or days):
            signed = True
            names += listed
        elif _DAY in part and looks_like_name(bare):
            names += _listed(bare)
        elif bare and not _PLACE.match(bare):
            left.append(bare)
            continue
        alone = alone or _DAY in part
    if len(left) == 1 and days and not names and looks_like_name(left[0]):
        names, left = _listed(left[0]), []
    day = _first_day([(found.day, text[: found.start]) for found in days])
    office = named or (bool(ROLE.search(text)) and (bool(days) or bool(_CONTACT.search(text))))
    office = office and not signed
    names = [] if office else [name for name in names if not paper.is_named(name)]
    pure = bool(days or names) and (not left or (alone and max(len(part.split()) for part in left) <= _LABEL_WORDS))
    return Line(day, tuple(names), signed=signed, office=office, pure=pure)


def normalise(names: Iterable[str], *, site: str | None = None) -> tuple[str, ...]:
    """People's names from author fields, each once, in their order; offices, addresses and the site itself left out."""
    found: dict[str, str] = {}
    for text in names:
        for name in _split(text):
            key = fold(name)
            if key and key not in _NOBODY and key != fold(site or ""):
                found.setdefault(key, name)
    return tuple(found.values())


def looks_like_name(text: str) -> bool:
    """Whether a text could be a person's name: two to five capitalised words and nothing else."""
    words = text.split()
    if not 2 <= len(words) <= 5 or any(char.isdigit() or char in ':!?"“”' for char in text):
        return False
    return all(word[0].isupper() or word.lower() in _PARTICLES for word in words) and not ROLE.search(text)


def _split(text: str) -> list[str]:
    text = _NOISE.sub(" ", tidy(text))
    text = _BY.sub("", text.strip())
    parts = (_recase(part.strip(" .:–—-*")) for piece in _COMMAS.split(text) for part in _people(piece))
    return [part for part in parts if 1 < len(part) <= _LONGEST_NAME and any(char.isalpha() for char in part)]


def _people(text: str) -> list[str]:
    """The names that "and" joins; the "and" of the Center for Trade and Labor joins none."""
    return [text] if _BODY_OF.search(text) else _BETWEEN.split(text)


def _listed(text: str) -> list[str]:
    """Names in running text: "By members of the union" names nobody, and what follows a name may be an office."""
    names = _split(text)
    if not names or not _is_capitalised(names[0]) or len(names[0].split()) > 5:
        return []
    further = [name for name in names[1:] if looks_like_name(name) and not _BODIES.search(name)]
    return [name for name in (names[0], *further) if fold(name) not in _NOBODY and not ROLE.search(name)]


def _is_capitalised(name: str) -> bool:
    if any(char.isdigit() for char in name):
        return False
    return all(word[0].isupper() or not word[0].isalpha() or word.lower() in _PARTICLES for word in name.split())


def _recase(name: str) -> str:
    """JANE O'NEIL and jane o'neil as Jane O'Neil; a name in mixed case is its owner's affair."""
    if not (name.isupper() or name.islower()) or (len(name) <= 3 and name.isupper()) or " " not in name:
        return name
    return re.sub(r"[^\W\d_]+", lambda match: _capital(match, name), name.lower())


def _capital(match: re.Match[str], name: str) -> str:
    word = match.group()
    if word in _PARTICLES and match.start() > 0:
        return word
    after_apostrophe = match.start() > 0 and name[match.start() - 1] in "'’"
    return word if after_apostrophe and len(word) == 1 else word[0].upper() + word[1:]


def _bare(part: str) -> str:
    stripped = part.strip(" ,:;.–—-()[]")
    return stripped if _DATE_WORDS.sub("", stripped).strip(" ,:;.–—-()/") else ""


def _is_paper(part: str, paper: Paper) -> bool:
    return paper.is_named(part) or paper.is_named(_DATE_WORDS.sub("", part).strip(" ,:;.–—-()/"))


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}{_DAY}{text[end:]}"
    return text


def _first_day(days: list[tuple[date, str]]) -> date | None:
    """The day of publication among those of a line: the first that is not one of revision; None when two disagree."""
    fresh = [day for day, before in days if not _REVISED.search(before[-30:])]
    return fresh[0] if len(set(fresh)) == 1 else None
