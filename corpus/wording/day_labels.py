"""What the words beside a day say of it: that it is that of publication, of a revision, an issue,
or something else."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Literal

from corpus.languages.tables import one_of
from corpus.page.dates import WEEKDAY, WEEKDAYS, find_days, month_number
from corpus.wording.names import looks_like_person
from corpus.wording.not_names import is_agency, is_nobody, is_office
from corpus.wording.publisher import UNKNOWN, Paper, is_worded_like_paper

SECTION = re.compile(
    r"(?:the )?(?:editorials?|opinions?|comments?|commentary|analysis|leaders?|leading article|"
    r"columns?|views?|"
    r"viewpoint|letters?(?: to the editor)?|politics|news|world|features?|op-?ed|perspectives?|"
    r"(?:press |media )?(?:release|statement))(?: "
    r"page)?:?",
    re.IGNORECASE,
)
_EDGES = " ,;:.|·•⋅()–—/-"
# "Event date", "Closing date". What papers call their own: "Publication date", "Print date".
_OTHERS_DATE = re.compile(
    r"(?<![^\W\d_])(?!pub|post|print|issue|releas|upload|creat|articl|story|entry|orig|web|news|"
    r"blog|column|edit)"
    r"[^\W\d_]++ dates?\b\s*(?:[:：]|[-–—]\s|$)",
    re.IGNORECASE,
)
_REVISED_AT = re.compile(  # behind a day, and with a time but no day of its own
    r"\d{4}\W{0,6}(?:last )?(?:updated?|modified|revised):?\s+(?:at )?"
    r"(?:\d{1,2}[:.]\d\d|\d{1,2}\s*[ap]\.?m\b|\d{4}\s*(?:gmt|utc|hrs?|hours|[ecmpbi][sd]?t)\b)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?:\W*\d+|no|one|leave a|add a)\W*(?:comments?|repl(?:y|ies)|responses?|views?|"
    r"shares?)?.{0,20}",
    re.IGNORECASE,
)
_WEEKDAY_LAST = re.compile(rf"(?:\bon\s+)?(?:(?:{WEEKDAYS})\b\W*)?$", re.IGNORECASE)
_FILED = re.compile(
    rf"(?:(?:filed|categori[sz]ed) (?:under|in)\b[\s:]*[^|:]{{2,60}}?|(?:our |the "
    rf")?{SECTION.pattern})[\s,|–—-]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:issue|no|nr|number|vol(?:ume)?|year|edition)\b\.?\s*(?:no\.?\s*)?[:#]?\s*(?:\d+|"
    r"[ivxlc]+\b)",
    re.IGNORECASE,
)
# "Originally published in The Other Ledger, May 4, 1999", but not "first published on Thursday"
_ELSEWHERE = re.compile(
    r"\b(?i:(?:originally|first) (?:published|posted|printed|appeared) (?:in|by|on|at|with)) "
    rf"(?!(?i:{WEEKDAY}|the \d)\b)(?:[Tt]he )?([^\W\d_a-z][^\W\d_]*)"
)
# "KABUL (Agency)", "New Delhi,"
_PLACE = re.compile(
    r"([^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,2})\s*(?:,|,?\s*\([^()]{2,30}\)\s*[,:–—-]*)"
)
_DATELINE = 80  # characters
_DATELINE_END = re.compile(r"\)?\s*[:.–—-](?:\s|$)|\)\.?\s")
# A letter begins, and what stands below is its own.
_SALUTATION = re.compile(
    r"(?:(?:dear|to the editors?|sehr geehrte[rs]?|liebe[rs]?|chers?|chères?|estimad[oa]s?|"
    r"car[oai]|gentile|geachte)\b"
    r".{0,60}|"
    r"(?:my )?(?:sirs?|madame?|gentlemen|messieurs|monsieur)(?:,? (?:and|or|et) \w+)?)\s*[,:–—-]",
    re.IGNORECASE,
)


@cache
def label(kind: Literal["published", "updated"]) -> re.Pattern[str]:
    """What papers write before a day of publication, or that of a change, in all languages."""
    return re.compile(rf"(?<!\w)(?:{one_of(kind)})(?!\w)", re.IGNORECASE)


def says_published(text: str) -> bool:
    """Whether a line calls its day that of publication: "Date: March 5, 2020"; that of an event is
    none."""
    return bool(label("published").search(text)) and not (is_of_other(text) or is_elsewhere(text))


def is_of_other(text: str) -> bool:
    """Whether a line calls its day that of something else: "Event date: March 5, 2020"."""
    days = find_days(text)
    return bool(_OTHERS_DATE.search(text[: days[0].start].strip() if days else text))


def is_of_article(text: str, labels: Sequence[str]) -> bool:
    """Whether a line's day is its article's by the `labels` beside it: it begins the line, or they
    are such as articles have, a section, a count, an office of the press, and not "Podcast" or
    "Next hearing"."""
    days = find_days(text)
    if days and not _WEEKDAY_LAST.sub("", text[: days[0].start]).strip(_EDGES):
        return True
    return all(
        any(said.fullmatch(one) for said in (SECTION, _COUNT))
        or label("published").search(one)
        or is_nobody(one)
        or is_office(one)
        for one in labels
    )


def is_elsewhere(text: str) -> bool:
    """Whether a line says that the text was published somewhere else before."""
    found = _ELSEWHERE.search(text)
    return found is not None and month_number(found[1]) is None


def is_of_revision(text: str) -> bool:
    """Whether a line's day is that of a revision: "Updated March 5, 2020", or "March 5, 2020 -
    Updated 0203 GMT"."""
    return bool(label("updated").match(text) or _REVISED_AT.search(text)) and not label(
        "published"
    ).search(text)


def without_day(text: str) -> str:
    """What a line says besides one day and the number of an issue: "Ledger" of "Ledger, Vol. 2, May
    1, 2020"."""
    days = find_days(text)
    if len(days) == 1:
        text = f"{_WEEKDAY_LAST.sub('', text[: days[0].start].strip())} {text[days[0].end :]}"
    return _NUMBER.sub(" ", text).strip(_EDGES)


def is_salutation(text: str) -> bool:
    """Whether a letter begins with a line, so that a day below it is the letter's: "Dear
    Editor,"."""
    return bool(_SALUTATION.fullmatch(text))


def without_section(text: str, *, paper: Paper = UNKNOWN) -> str:
    """A line without the section, the place or the agency in which its day stands: "Editorial,
    January 9, 2012", "Kabul, 3 March 2011", "dpa am 3. März 2011"; any other as it is."""
    days = find_days(text)
    before = _WEEKDAY_LAST.sub("", text[: days[0].start].strip()).strip() if days else ""
    return (
        text[days[0].start :]
        if before and (_FILED.fullmatch(before) or _is_place(before, paper))
        else text
    )


def dateline_day(text: str) -> date | None:
    """The day with which a text begins, alone or behind its place: "KABUL, May 17, 2024: The
    council met"."""
    days = find_days(text[:_DATELINE])
    if not days or not _DATELINE_END.match(text[days[0].end :]):
        return None
    before = _WEEKDAY_LAST.sub("", text[: days[0].start].rstrip(" (")).strip()
    return days[0].day if not before or _is_place(before) else None


def _is_place(before: str, paper: Paper = UNKNOWN) -> bool:
    """Whether what stands before a day is the place of a dateline, or an agency's name; not a
    person, not a paper."""
    if label("updated").search(before):
        return False
    place = _PLACE.fullmatch(before)
    if not place:
        return is_agency(before.split()[0])
    name = place[1]
    return "(" in before or not (
        looks_like_person(name) or is_worded_like_paper(name) or paper.is_named(name)
    )
