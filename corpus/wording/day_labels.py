"""What the words beside a day say of it: that it is that of publication, of a revision, an issue, or something else."""

import re

from corpus.page.dates import WEEKDAYS, find_days
from corpus.wording.byline_line import ELSEWHERE

SECTION = re.compile(
    r"(?:the )?(?:editorials?|opinions?|comments?|commentary|analysis|leaders?|leading article|columns?|views?|"
    r"viewpoint|letters?(?: to the editor)?|politics|news|world|features?|op-?ed|perspectives?)(?: page)?:?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?:published|posted|(?:(?:publication|publish|publishing|print|issue) )?date)\b", re.IGNORECASE)
# "Event date", "Closing date". What papers call their own: "Publication date", "Print date".
_OTHERS_DATE = re.compile(
    r"(?<![^\W\d_])(?!pub|post|print|issue|releas|upload|creat|articl|story|entry|orig|web|news|blog|column|edit)"
    r"[^\W\d_]+ dates?\b\s*(?:[:：]|[-–—]\s|$)",
    re.IGNORECASE,
)
_REVISED = re.compile(r"(?:last |date )?(?:updated?|modified|revised|reviewed|edited)\b", re.IGNORECASE)
_REVISED_AT = re.compile(  # behind a day, and with a time but no day of its own
    r"\d{4}\W{0,6}(?:last )?(?:updated?|modified|revised):?\s+(?:at )?"
    r"(?:\d{1,2}[:.]\d\d|\d{1,2}\s*[ap]\.?m\b|\d{4}\s*(?:gmt|utc|hrs?|hours|[ecmpbi][sd]?t)\b)",
    re.IGNORECASE,
)
_WEEKDAY_LAST = re.compile(rf"(?:\bon\s+)?(?:(?:{WEEKDAYS})\b\W*)?$", re.IGNORECASE)
_FILED = re.compile(
    rf"(?:(?:filed|categori[sz]ed) (?:under|in)\b[\s:]*[^|:]{{2,60}}?|(?:our |the )?{SECTION.pattern})[\s,|–—-]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:issue|no|nr|number|vol(?:ume)?|year|edition)\b\.?\s*(?:no\.?\s*)?[:#]?\s*(?:\d+|[ivxlc]+\b)", re.IGNORECASE
)
# A letter begins, and what stands below is its own.
_SALUTATION = re.compile(
    r"(?:(?:dear|to the editors?|sehr geehrte[rs]?|liebe[rs]?|chers?|chères?|estimad[oa]s?|car[oai]|gentile|geachte)\b"
    r".{0,60}|"
    r"(?:my )?(?:sirs?|madame?|gentlemen|messieurs|monsieur)(?:,? (?:and|or|et) \w+)?)\s*[,:–—-]",
    re.IGNORECASE,
)


def says_published(text: str) -> bool:
    """Whether a line calls its day that of publication: "Date: March 5, 2020"; that of an event is none."""
    return bool(_LABEL.search(text)) and not (is_of_other(text) or ELSEWHERE.search(text))


def is_of_other(text: str) -> bool:
    """Whether a line calls its day that of something else: "Event date: March 5, 2020"."""
    days = find_days(text)
    return bool(_OTHERS_DATE.search(text[: days[0].start].strip() if days else text))


def is_of_revision(text: str) -> bool:
    """Whether a line's day is that of a revision: "Updated March 5, 2020", or "March 5, 2020 - Updated 0203 GMT"."""
    return bool(_REVISED.match(text) or _REVISED_AT.search(text)) and not _LABEL.search(text)


def without_day(text: str) -> str:
    """What a line says besides one day and the number of an issue: "Ledger" of "Ledger, Vol. 2, May 1, 2020"."""
    days = find_days(text)
    if len(days) == 1:
        text = f"{_WEEKDAY_LAST.sub('', text[: days[0].start].strip())} {text[days[0].end :]}"
    return _NUMBER.sub(" ", text).strip(" ,;:.|·•()–—-")


def is_salutation(text: str) -> bool:
    """Whether a letter begins with a line, so that a day below it is the letter's: "Dear Editor,"."""
    return bool(_SALUTATION.fullmatch(text))


def without_section(text: str) -> str:
    """A line without the section in which its day stands: "Editorial, January 9, 2012"; any other as it is."""
    days = find_days(text)
    before = _WEEKDAY_LAST.sub("", text[: days[0].start].strip()) if days else ""
    return text[days[0].start :] if before and _FILED.fullmatch(before.strip()) else text
