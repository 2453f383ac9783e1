"""The head of a page: what stands above a title is the paper's, what stands below it is the article's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.cleaning.byline import looks_like_name, read_line
from corpus.cleaning.dates import MONTHS, WEEKDAY
from corpus.cleaning.text import TERMINAL, fold, tidy

_LONGEST_TITLE = 200
_PARAGRAPH_WORDS = 25
_REACH = 30  # lines below a title that are looked at
_LATE = 4  # and of the text, for a line of author and day below a summary
_ONLY_LABEL = re.compile(
    r"(?:(?:written|posted|words|story|text)\s+)?(?:by|authors?)\s*:?|"
    r"(?:first |last |date )?(?:published|posted|updated?|modified|reviewed|date)(?: (?:on|at|date))?\s*:?",
    re.IGNORECASE,
)
_OFFICE_FIRST = re.compile(
    r"(?:(?:deputy|managing|executive|chief|founding)\s+)*(?:editor|publisher|founder|chairman|director|proprietor)"
    r"(?:[- ]in[- ]chief)?[\s,–—-]+",
    re.IGNORECASE,
)
_DAY_OR_NUMBER = re.compile(
    rf"\b{WEEKDAY}\b|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\b(?:issue|no|number|vol(?:ume)?|year|page)\b\.?\s*(?:no\.?)?\s*"
    rf"[:#]?\s*\d+|\b(?:{MONTHS})\.?\s*,?\s*\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?:published|posted|date|publication date|first published)\b[\s:]*(?:on\b)?", re.IGNORECASE)
_REVISED = re.compile(r"(?:last |date )?(?:updated?|modified|revised|reviewed|edited)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Below:
    """What the lines between a title and the text say."""

    days: tuple[date, ...] = ()  # of lines that hold nothing but day, names and page
    labelled: tuple[date, ...] = ()  # of other lines that say "Published" before it
    names: tuple[str, ...] = ()
    used: frozenset[int] = frozenset()  # lines that say this and are no text


def is_paragraph(text: str) -> bool:
    """Whether a line is running text, so that the head of the page is over."""
    words = len(text.split())
    return words >= _PARAGRAPH_WORDS or (words >= 15 and text.endswith(TERMINAL))


def is_masthead(text: str) -> bool:
    """Whether a line can only be a masthead: it carries an office, a telephone, an address of the paper."""
    return not is_paragraph(text) and read_line(text).office


def can_be_title(text: str) -> bool:
    """Whether a line could be a headline by its wording: no office, no day, no full stop, not too long."""
    return not is_paragraph(text) and _kind(text) == "title"


def find_title(lines: Sequence[str]) -> int | None:
    """The title's index where nothing but order and wording tells: lines as they came, tabs and spaces kept.

    Lines above it are the masthead: they carry a day, an office, a telephone, an issue number, the paper's name.
    None where no line above the text can be a title.
    """
    head = []
    for index, line in enumerate(lines):
        if is_paragraph(tidy(line)):
            break
        head.append(index)
    kinds = {index: _kind(lines[index]) for index in head}
    titles = [index for index in head if kinds[index] == "title"]
    last_office = max((index for index in head if kinds[index] == "office"), default=-1)
    below = [index for index in titles if index > last_office] or titles[-1:] or _named_only(lines, head, kinds)
    if not below:
        return None
    dated = [index for index in head if kinds[index] == "day" and index > below[0]]
    signed = any(kinds[index] == "signed" and index > below[0] for index in head)
    # "NAME OF THE PAPER / Thursday, March 5, 2020 / Title": a day between two lines that could both be the title.
    # Which it is cannot be known, and a title lost is mended by hand, while a false day is believed.
    after = [index for index in below if dated and index > dated[0]]
    return after[0] if after and not signed else below[0]


def read_below(lines: Sequence[str], title: int, end: int) -> Below:
    """What `lines[title + 1:end]` say of day and author, as far as they are no masthead themselves.

    `end` is the first line of running text: a summary, perhaps, with "By NAME | March 1, 2002" below it, which
    counts too.
    """
    days: list[date] = []
    labelled: list[date] = []
    names: list[str] = []
    used: set[int] = set()
    for index in range(title + 1, min(end + _LATE, len(lines), title + 1 + _REACH)):
        text = lines[index]
        late = index >= end
        if _ONLY_LABEL.fullmatch(tidy(text)) and not late:
            used.add(index)
            continue
        if index - 1 in used and _ONLY_LABEL.fullmatch(tidy(lines[index - 1])):
            text = f"{tidy(lines[index - 1])} {text}"
        line = read_line(text)
        if late and not (line.pure and line.signed and line.day):
            continue
        if line.office:
            used.add(index)
        elif line.pure:
            used.add(index)
            names += () if names else line.names
            if line.day and not _REVISED.match(text):
                days.append(line.day)
        elif line.signed or (line.day and _LABEL.search(text)):
            names += () if names else line.names
            if line.day and _LABEL.search(text):
                labelled.append(line.day)
    return Below(tuple(days), tuple(labelled), tuple(names), frozenset(used))


def only_day(days: Sequence[date]) -> date | None:
    """The day when all agree on one; None when there is none, or more than one."""
    return days[0] if len(set(days)) == 1 else None


def _kind(text: str) -> str:
    """What a line of the head can be: office, day, signed, title or other."""
    line = read_line(text)
    plain = tidy(text)
    if line.office or _is_name_with_office(plain):
        return "office"
    if line.signed and line.pure:
        return "signed"
    if line.pure or (line.day and _rest_is_short(text, line.names)) or _is_day_or_number(plain):
        return "day"
    if len(plain) <= _LONGEST_TITLE and not plain.endswith(".") and len(fold(plain)) > 2:
        return "title"
    return "other"


def _is_name_with_office(text: str) -> bool:
    """ "Editor in Chief Jane Doe", and "Editors Under Fire" too: a headline only where nothing else is one."""
    match = _OFFICE_FIRST.match(text)
    return bool(match) and looks_like_name(text[match.end() :] if match else "")


def _named_only(lines: Sequence[str], head: list[int], kinds: dict[int, str]) -> list[int]:
    return [index for index in head if kinds[index] == "office" and not read_line(lines[index]).office][-1:]


def _is_day_or_number(text: str) -> bool:
    """Whether nearly all of a line is a day, be it unclear or without its year, or the number of an issue."""
    rest, count = _DAY_OR_NUMBER.subn(" ", text)
    return count > 0 and len(fold(rest).split()) <= 2


def _rest_is_short(text: str, names: tuple[str, ...]) -> bool:
    """Whether a dated line has, besides, only the paper's name or a person's: too little for a headline."""
    return bool(re.search(r"[|\t•·]|\s{2,}|\s[-–—]\s", text.strip())) or looks_like_name(" ".join(names))
