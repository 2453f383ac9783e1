"""Who wrote it: people's names out of bylines, and the lines near a title that carry names and days."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.cleaning.dates import WEEKDAY, find_days
from corpus.cleaning.paper import UNKNOWN, Paper, is_worded_like_paper
from corpus.cleaning.text import fold, tidy

_BY = re.compile(
    r"^(?:(?:story|words|text|article|posted|written|published|reported|submitted|reviewed|review|interview|analysis|"
    r"opinion|commentary|column|editorial)\s+)?(?:by\b|(?:authors?|writer)\s*:|the (?:author|writer) is\b)[\s:.\-–—]*",
    re.IGNORECASE,
)
_COMMAS = re.compile(r"\s*[,;/|•·\n]\s*")
_BETWEEN = re.compile(r"\s*(?:&|\band\b|\bwith\b)\s*", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[|•·⋅‧∙●・▪\t]|\s{2,}|\s[-–—/]+\s|^[-–—]+|[-–—]+$)\s*")
_NOISE = re.compile(
    r"\([^)]*\)(?=\s*(?:$|[,;&|]|and\b))|\S+@\S+|https?://\S+|(?<!\w)@(?=\w)|"
    r"\b(?:last )?(?:updated|modified|released|published)\b.*$",
    re.IGNORECASE,
)
_GLUED_BY = re.compile(r"^By(?=[A-Z][a-z]+ [A-Z])")  # "ByJane Doe": a break that only a style sheet makes
_GLUED_DAY = re.compile(
    r"(?<=[ ,./-](?:19|20)\d\d)(?=[^\W\d_]{2})|(?<=[a-z])(?=[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})|"
    r"(?<=[a-z])(?=(?:Updated|Published|Posted|Modified)\b)"
)
_GLUED_NAME = re.compile(r"(?<!\bM)(?<!\bFi)[a-z]{2}[A-Z]")  # "DoeIn", but MacDonald and FitzGerald are names
_COMMON = frozenset("a an the of our its your some several".split())  # none of a name in small letters
# What ends the names in a line: "By Jane Doe for The Herald", "By Jane Doe Last updated".
_GOES_ON = frozenset("in on at for from to as last".split())
_GENERATION = re.compile(r",\s*(?=(?:jr|sr|ii|iii|iv)\b\.?)", re.IGNORECASE)
# An office is no name, although it may be written like one: "Chapter Chair", "A Shop Steward", "Guest Columnist".
_OFFICE = re.compile(
    r"\b(?:chair(?:man|woman|person)?|president|secretary|treasurer|director|manager|columnist|correspondent|reporter|"
    r"editor|writer|contributor|analyst|expert|specialist|strategist|journalist|professor|organi[sz]er|coordinator|"
    r"officer|founder|publisher|producer|delegate|representative|member|activist|admin|"
    r"(?:shop|chief|union) steward)s?$",
    re.IGNORECASE,
)
_AGENCIES = frozenset("afp ap upi pti ani dpa tass efe ansa apa ians tns reuters bbc cnn npr".split())
_DEGREES = frozenset("phd md do ms ma ba bs bsc msc mba mph rn rd rdn ld jd dds dmd dvm esq cpa cfp lcsw psyd".split())
_HALF_CAPITAL = re.compile(r"\b(Mc|Mac|Di|De|La|Le|Du|Fitz)([A-Z]{2,})\b")  # a name set in capitals but for its "Mc"

# What stands in an author field where no person is named.
_NOBODY = frozenset(
    "admin administrator editor editors editorial staff webmaster guest anonymous unknown author none null user root "
    "default system super redaction newsroom undefined test".split()
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
_IS_WEEKDAY = re.compile(WEEKDAY, re.IGNORECASE)
_HANDLE = re.compile(r"[a-z][a-z0-9_.]{2,24}")
_NO_HANDLES = frozenset("email phone post mail topic category date default title author year name us".split())
_EDGES = ' .:–—-*"“”'
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
    text = _GLUED_DAY.sub(" | ", _GLUED_BY.sub("By ", text))
    days = find_days(text)
    rest = _marked(text, [(found.start, found.end) for found in days])
    alone = signed = named = False
    names: list[str] = []
    left: list[str] = []
    for part in filter(None, _PARTS.split(rest)):
        bare = _bare(part.replace(_DAY, " "))
        named = named or (bool(days) and _is_paper(bare, paper))
        by = _BY.match(bare)
        listed = _signers(part) if by else []
        if by and (listed or days):
            signed = True
            names += listed
        elif _DAY in part and looks_like_name(bare) and not _OFFICE.search(bare):
            names += _listed(bare)
        elif bare and not _PLACE.match(bare):
            left.append(bare)
            continue
        alone = alone or _DAY in part
    people = [part for part in left if not _OFFICE.search(part)]
    if len(people) == 1 and days and not names and looks_like_name(_until(people[0])):
        names, left = _listed(_until(people[0])), []
    day = _first_day([(found.day, text[: found.start]) for found in days])
    office = named or (bool(ROLE.search(text)) and (bool(days) or bool(_CONTACT.search(text))))
    office = office and not signed
    names = [] if office else [name for name in names if not paper.is_named(name)]
    pure = bool(days or names) and (not left or (alone and max(len(part.split()) for part in left) <= _LABEL_WORDS))
    return Line(day, tuple(names), signed=signed, office=office, pure=pure)


def normalise(names: Iterable[str], *, site: str | None = None, paper: Paper = UNKNOWN) -> tuple[str, ...]:
    """People's names from author fields, each once, in their order; offices, addresses and the site itself left out.

    A name of the `paper` behind a person's says where she works; where it stands alone, only `site` is left out.
    "Jane Q. Doe" and "J. Doe" beside a "Jane Doe" are the same: the longest is kept.
    """
    found: list[str] = []
    for text in names:
        for name in _split(text):
            key = fold(name)
            behind = bool(found) and (paper.is_named(name) or _is_degree(name))
            if not key or key in _NOBODY or key == fold(site or "") or behind or _is_office(name):
                continue
            same = next((index for index, other in enumerate(found) if _is_same(name, other)), None)
            if same is None:
                found.append(name)
            elif len(key) > len(fold(found[same])):
                found[same] = name
    return tuple(found)


def _is_same(one: str, other: str) -> bool:
    """Whether two names are of one person: spelt alike, or with initials for what the other has in full."""
    short, long = sorted((fold(one).split(), fold(other).split()), key=len)
    if short == long:
        return True
    ends = len(short) > 1 and short[-1] == long[-1] and len(short[-1]) > 1
    if not ends or not _is_initial_of(short[0], long[0]):
        return False
    rest = iter(long[1:-1])
    inner = all(any(_is_initial_of(word, full) for full in rest) for word in short[1:-1])
    return inner and (len(short) == len(long) or all(len(word) == 1 for word in long[1:-1]))


def _is_initial_of(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def is_fuller(names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether `names` are full names, more than `others`, and name all of them: a title before a name counts not."""
    ours, theirs = [f" {fold(name)}" for name in names], [f" {fold(name)}" for name in others]
    full = len(names) > len(others) and all(looks_like_person(name) for name in names)
    return full and all(any(one.endswith(other) for one in ours) for other in theirs)


def looks_like_person(text: str) -> bool:
    """Whether a text is worded like a person's full name: like no paper, no office and no body of people."""
    plain = looks_like_name(text) and not _OFFICE.search(text) and not _BODIES.search(text)
    plain = plain and not _GLUED_NAME.search(text)
    return plain and not text.lower().startswith("the ") and not is_worded_like_paper(text)


def looks_like_name(text: str) -> bool:
    """Whether a text could be a person's name: two to five capitalised words and nothing else."""
    words = text.split()
    if not 2 <= len(words) <= 5 or any(char.isdigit() or char in ':!?"“”' for char in text):
        return False
    if any(_IS_WEEKDAY.fullmatch(word) or word.endswith(("'s", "’s")) for word in words):
        return False
    return all(word[0].isupper() or word.lower() in _PARTICLES for word in words) and not ROLE.search(text)


def _split(text: str) -> list[str]:
    text = _NOISE.sub(" ", tidy(text))
    text = _GENERATION.sub(" ", _BY.sub("", text.strip()))
    parts = (_recase(_alone(part.strip(_EDGES))) for piece in _COMMAS.split(text) for part in _people(piece))
    return [part for part in parts if 1 < len(part) <= _LONGEST_NAME and any(char.isalpha() for char in part)]


def _alone(text: str) -> str:
    """A name without the desk that a dash sets behind it: "Jane Doe - City Desk"."""
    first, dash, _ = re.split(r"(\s[-–—]\s)", text, maxsplit=1) if re.search(r"\s[-–—]\s", text) else (text, "", "")
    return first if dash and looks_like_name(first) else text


def _before(words: list[str], stop: str) -> str:
    """The names before the word `stop`; a number is part of what stands before it: "Jane Doe, Local 12"."""
    names = " ".join(words)
    if stop[:1].isdigit():
        return names.rpartition(",")[0] or names
    return names if stop in _GOES_ON else ""


def _is_degree(name: str) -> bool:
    """Whether what stands behind a name is a degree: a few capitals that are no agency's."""
    plain = fold(name).replace(" ", "")
    return plain in _DEGREES or (name.isupper() and len(plain) <= 5 and plain not in _AGENCIES)


def _is_office(name: str) -> bool:
    return " " in name and bool(_OFFICE.search(name))


def _signers(part: str) -> list[str]:
    """Who signs a part of a line that begins with "By", as far as a day or another word of the sentence."""
    before, _, after = part.partition(_DAY)
    text = _BY.sub("", _bare(before) or _bare(after))
    handle = _HANDLE.fullmatch(text)
    if handle and text not in _NOBODY and text not in _NO_HANDLES:
        return [text]
    return [] if text.islower() and _COMMON & set(text.split()) else _listed(_until(text))


def _until(text: str) -> str:
    """The beginning of a text up to the first word that cannot stand between names; all of one in small letters."""
    words = text.split()
    if not words or not words[0][:1].isupper():
        return text
    for index, word in enumerate(words):
        plain = word.lower().strip(",;")
        joins = plain in _PARTICLES or plain in ("and", "with", "&", "y")
        if index and not joins and (word[0].islower() or word == "Last" or plain[:1].isdigit()):
            return _before(words[:index], plain) or text
    return text


def _people(text: str) -> list[str]:
    """The names that "and" joins; the "and" of the Center for Trade and Labor joins none."""
    return [text] if _BODY_OF.search(text) else _BETWEEN.split(text)


def _listed(text: str) -> list[str]:
    """Names in running text: "By members of the union" names nobody, and what follows a name may be an office."""
    names = _split(text)
    if not names or not _is_capitalised(names[0]) or len(names[0].split()) > 5:
        return []
    further = [name for name in names[1:] if looks_like_name(name) and not _BODIES.search(name)]
    kept = [name for name in (names[0], *further) if fold(name) not in _NOBODY and not ROLE.search(name)]
    return [name for name in kept if not _is_office(name)]


def _is_capitalised(name: str) -> bool:
    if any(char.isdigit() for char in name):
        return False
    return all(word[0].isupper() or not word[0].isalpha() or word.lower() in _PARTICLES for word in name.split())


def _recase(name: str) -> str:
    """JANE O'NEIL and jane o'neil as Jane O'Neil, ANN McNEIL as Ann McNeil; one in mixed case is its owner's affair."""
    shouted = _HALF_CAPITAL.sub(lambda match: match.group().upper(), name)
    halves = {match.group().lower(): match[1] + match[2].capitalize() for match in _HALF_CAPITAL.finditer(name)}
    if not (shouted.isupper() or name.islower()) or (len(name) <= 3 and name.isupper()) or " " not in name:
        return name
    return re.sub(r"[^\W\d_]+", lambda match: halves.get(match.group()) or _capital(match, name), name.lower())


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
