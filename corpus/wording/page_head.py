"""The head of a page: what stands above a title is the paper's, what stands below it is the
article's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.page.dates import (
    HOURS,
    UNKNOWN_ORDER,
    WEEKDAY,
    WEEKDAYS,
    Order,
    month_number,
    write_out,
)
from corpus.page.text import TERMINAL, count_words, fold, tidy
from corpus.wording.byline_line import read_line
from corpus.wording.byline_words import match_sign
from corpus.wording.day_labels import (
    SECTION,
    is_of_article,
    is_of_other,
    is_of_revision,
    is_salutation,
    label,
    says_published,
    without_day,
    without_section,
)
from corpus.wording.names import looks_like_name
from corpus.wording.publisher import UNKNOWN, Paper

_LONGEST_TITLE = 200
_LONGEST_HEAD = 1_000  # characters of a line that a masthead may be written in
_PARAGRAPH_WORDS = 25
_NAME_WORDS = 3  # a line with no more may be the name of a paper
_SENTENCE_WORDS = 12  # of a headline that ends with a full stop
_REACH = 30  # lines below a title that are looked at
# beside a day it says where an article stood; no clock does
_ON_PAGE = re.compile(r"\bpages?\s*\d", re.IGNORECASE)
LATE = 4  # and of the text, for a line of author and day below a summary
_OFFICE_FIRST = re.compile(
    r"(?:(?:deputy|managing|executive|chief|founding)\s+)*(?:editor|publisher|founder|chairman|"
    r"director|proprietor)"
    r"(?:[- ]in[- ]chief)?[\s,–—-]+",
    re.IGNORECASE,
)
_DAY_OR_NUMBER = re.compile(
    rf"\b{WEEKDAY}\b|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\b(?:issue|no|number|vol(?:ume)?|year|"
    rf"page)\b\.?\s*(?:no\.?)?\s*"
    r"[:#]?\s*\d+|(?<![^\W\d_])(?P<before>[^\W\d_]++)\.?\s*,?\s*\d{1,2}(?:st|nd|rd|th)?\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?P<behind>[^\W\d_]+)",
    re.IGNORECASE,
)
# "4:03 PM EDT", "4 p.m."
_CLOCK = re.compile(
    rf"\b(?:\d{{1,2}}(?:[:.]\d\d){{1,2}}(?:\s*[ap]\.?m\b\.?)?|(?:{HOURS})\b\.?)(?:\s*(?:utc|"
    rf"[a-z]{{1,3}}t)\b)?",
    re.IGNORECASE,
)
_UNCLEAR_DAY = re.compile(
    rf"(?:(?:published|posted|"
    rf"date)\b\W*(?:on\b)?\W*)?(?:(?:{WEEKDAYS})\W+)?\d{{1,2}}([./-])\d{{1,2}}\1(?:\d\d){{1,2}}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Below:
    """What the lines between a title and the text say."""

    days: tuple[date, ...] = ()  # of lines that hold nothing but day, names and page
    labelled: tuple[date, ...] = ()  # of other lines that say "Published" before it
    # of lines that hold nothing but day, issue and the paper's name: a masthead's, too
    issued: tuple[date, ...] = ()
    names: tuple[str, ...] = ()
    signed: bool = False  # the line with the names says "By"
    used: frozenset[int] = frozenset()  # lines that say this and are no text


def is_paragraph(text: str) -> bool:
    """Whether a line is running text, so that the head of the page is over."""
    words = count_words(text)
    return words >= _PARAGRAPH_WORDS or (words >= 15 and text.endswith(TERMINAL))


def is_masthead(text: str, *, paper: Paper = UNKNOWN) -> bool:
    """Whether a line can only be a masthead: it carries an office, a telephone, an address of
    the paper."""
    return not is_paragraph(text) and read_line(text, paper=paper).office


def can_be_title(text: str) -> bool:
    """Whether a line could be a headline by its wording: no office, no day, no full stop, not
    too long."""
    return not is_paragraph(text) and _kind(text) == "title"


def find_title(lines: Sequence[str], *, paper: Paper = UNKNOWN) -> int | None:
    """The title's index where nothing but order and wording tells: lines as they came, tabs and
    spaces kept.

    Lines above it are the masthead: they carry a day, an office, a telephone, an issue number,
    the paper's name. None where no line above the text can be a title.
    """
    end = next((index for index, line in enumerate(lines) if is_paragraph(tidy(line))), len(lines))
    kinds = _kinds(lines[:end], paper)
    titles = [index for index, kind in enumerate(kinds) if kind == "title"]
    masthead = max(
        (index for index, kind in enumerate(kinds) if kind in ("office", "paper")), default=-1
    )
    below = (
        [index for index in titles if index > masthead]
        or _sentences(lines, kinds, masthead)
        or titles[-1:]
    )
    below = [index for index in below if not _is_label(tidy(lines[index]), paper)] or below
    if not below:
        return None
    # "NAME OF THE PAPER / Thursday, March 5, 2020 / Title": a day between two lines that could
    # both be the title. Which it is cannot be known, and a title lost is mended by hand, while a
    # false day is believed.
    day = _day_below(lines, kinds, below[0])
    short = len(lines[below[0]].split()) <= _NAME_WORDS
    after = (*below[1:], *(_sentences(lines, kinds, below[0]) if short else ()))
    return min((index for index in after if day is not None and index > day), default=below[0])


def is_day_between(lines: Sequence[str], *, paper: Paper = UNKNOWN) -> bool:
    """Whether below the first of `lines` a day stands before any "By" or text: the first may be
    a paper's name."""
    return _day_below(lines, _kinds(lines, paper), 0) is not None


def read_below(
    lines: Sequence[str],
    title: int,
    end: int,
    *,
    paper: Paper = UNKNOWN,
    order: Order = UNKNOWN_ORDER,
) -> Below:
    """What `lines[title + 1:end]` say of day and author, as far as they are no masthead
    themselves.

    A day such as 03/04/2015 is read as `order` has it, and not at all where that says nothing.

    `end` is the first line of running text: a summary, perhaps, with "By NAME | March 1, 2002"
    below it, which counts too.
    """
    days: list[date] = []
    labelled: list[date] = []
    issued: list[date] = []
    names: list[str] = []
    signed = False
    used: set[int] = set()
    for index in range(title + 1, min(end + LATE, len(lines), title + 1 + _REACH)):
        if len(lines[index]) > _LONGEST_HEAD:
            continue
        text = without_section(write_out(lines[index], order), paper=paper)
        late = index >= end
        if is_salutation(tidy(text)):
            break
        if is_of_other(text) or (
            lines[index - 1].rstrip().endswith(":") and is_of_other(tidy(lines[index - 1]))
        ):
            continue
        if _is_only_label(tidy(text)) and not late:
            used.add(index)
            continue
        if index - 1 in used and _is_only_label(tidy(lines[index - 1])):
            text = f"{tidy(lines[index - 1])} {text}"
        line = read_line(text, paper=paper)
        # a quotation's source stands behind a dash
        other = line.labels or is_paragraph(text) or lines[index].lstrip().startswith("-")
        if late and (other or not (line.pure and line.day)):
            continue
        if (
            line.office
            or paper.is_named(tidy(text))
            or (line.pure and _is_below_name(lines, index, title, paper))
        ):
            used.add(index)
            if line.day and ((rest := without_day(text)) == "" or paper.is_named(rest)):
                issued.append(line.day)
        elif line.pure:
            used.add(index)
            signed = signed or (line.signed and bool(line.names) and not names)
            names += () if names else line.names
            sure = (line.signed or not late) and is_of_article(text, line.labels)
            if line.day and sure and not is_of_revision(text):
                days.append(line.day)
        elif _UNCLEAR_DAY.fullmatch(tidy(text)) and not late:
            used.add(index)
        elif line.signed or (line.day and says_published(text)):
            signed = signed or (line.signed and bool(line.names) and not names)
            names += () if names else line.names
            if line.day and says_published(text):
                labelled.append(line.day)
    return Below(tuple(days), tuple(labelled), tuple(issued), tuple(names), signed, frozenset(used))


def is_print_day(text: str) -> bool:
    """Whether a line says on which day and page an article stood, and nothing else: "March 1,
    2002 | Page 9"."""
    return bool(_ON_PAGE.search(text)) and (line := read_line(text)).pure and line.day is not None


def only_day(days: Sequence[date]) -> date | None:
    """The day when all agree on one; None when there is none, or more than one."""
    return days[0] if len(set(days)) == 1 else None


def _is_only_label(text: str) -> bool:
    """Whether a line is but the words before an author or a day, which stands in the next one."""
    if signed := match_sign(text):
        return signed.end() == len(text)
    found = label("published").match(text) or label("updated").match(text)
    return found is not None and len(text) - found.end() <= len(" on:")


def _is_label(text: str, paper: Paper) -> bool:
    """Whether a line that could be a title is the paper's name or a section's: a title only for
    want of another."""
    return bool(SECTION.fullmatch(text)) or paper.is_named(text)


def _day_below(lines: Sequence[str], kinds: list[str], title: int) -> int | None:
    for index in range(title + 1, len(kinds)):
        if kinds[index] == "signed" or is_paragraph(tidy(lines[index])):
            return None
        if kinds[index] == "day":
            return None if _ON_PAGE.search(lines[index]) else index
    return None


def _is_below_name(lines: Sequence[str], index: int, title: int, paper: Paper) -> bool:
    """Whether a line without "By" follows the paper's name: the two are a masthead."""
    return (
        index - 1 > title
        and paper.is_named(tidy(lines[index - 1]))
        and not read_line(lines[index]).signed
    )


def _kinds(lines: Sequence[str], paper: Paper) -> list[str]:
    """The kind of each line; "paper" for one that is the paper's name, known or beside a day or
    an office."""
    kinds = [_kind(line, paper) for line in lines]
    for index, line in enumerate(lines):
        beside = kinds[max(index - 1, 0) : index + 2]
        is_paper = paper.is_named if "day" in beside or "office" in beside else paper.is_known
        if kinds[index] == "title" and is_paper(tidy(line)):
            kinds[index] = "paper"
    return kinds


def _sentences(lines: Sequence[str], kinds: list[str], masthead: int) -> list[int]:
    """Short lines below a masthead that would be titles but for the full stop at their end."""
    return [
        index
        for index, kind in enumerate(kinds)
        if kind == "other"
        and index > masthead >= 0
        and len(lines[index].split()) <= _SENTENCE_WORDS
    ]


def _kind(text: str, paper: Paper = UNKNOWN) -> str:
    """What a line of the head can be: office, day, signed, title or other."""
    if len(text) > _LONGEST_HEAD:
        return "other"
    line = read_line(text, paper=paper)
    plain = tidy(text)
    if line.office or _is_name_with_office(plain):
        return "office"
    if line.signed and line.pure:
        return "signed"
    if line.pure or _is_day_or_number(plain):
        return "day"
    if len(plain) <= _LONGEST_TITLE and not plain.endswith(".") and len(fold(plain)) > 2:
        return "title"
    return "other"


def _is_name_with_office(text: str) -> bool:
    """ "Editor in Chief Jane Doe", and "Editors Under Fire" too: a headline only where nothing
    else is one."""
    match = _OFFICE_FIRST.match(text)
    return bool(match) and looks_like_name(text[match.end() :] if match else "")


def _is_day_or_number(text: str) -> bool:
    """Whether nearly all of a line is a day, be it unclear or without its year, or the number of
    an issue."""
    rest = _DAY_OR_NUMBER.sub(_without_day_or_number, text)
    return rest != text and len(fold(_CLOCK.sub(" ", rest)).split()) <= 2


def _without_day_or_number(found: re.Match[str]) -> str:
    word = found["before"] or found["behind"]
    return found[0] if word and month_number(word) is None else " "
