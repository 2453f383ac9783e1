"""A year, a month or a day as people type it: 2012, February 2012, 29.02.2012, 21 Hut 1392.

Years from 1300 to 1499 are of the Solar Hijri calendar: no newspaper is so old. What can be read
two ways is read day first.
"""

import re
from calendar import month_name, monthrange
from datetime import date
from typing import NamedTuple

from corpus.page import solar_hijri

DASHES = "-‐‑‒–—―−－"
QUOTES = "\"“”„‟«»＂'‘’"

LONGEST = 120  # characters of a date, or of one to another: to try more costs their square

_ONE_DASH = str.maketrans(dict.fromkeys(DASHES, "-"))
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)?")
_PART = re.compile(r"\d+|[^\W\d_]+(?:\u200c[^\W\d_]+)*")
_BETWEEN_PARTS = re.compile(r"[\s,،./-]*")
# ordinals, and what stands around a month: "the 29th of February", "سال ۱۳۹۱"
_FILLERS = frozenset("the of st nd rd th er سال ماه کال د".split())
_EXAMPLES = "such as 2020, 2020-03, 15 March 2020 or 1399"


class Period(NamedTuple):
    """The days of a year or month, or one day."""

    first: date
    last: date
    remark: str = ""  # what it was taken for, a sentence, where that can be doubted
    solar: bool = False  # of the Solar Hijri calendar


def plain_date(text: str) -> str:
    """A text with one kind of dash, without quotation marks and stops around it."""
    text = text.translate(_ONE_DASH).strip(f"{QUOTES} \t\r\n,;:!?،؛؟")
    return text[:-1].rstrip() if text.endswith(".") and not text.endswith("..") else text


def read_period(text: str) -> Period:
    """The days that a text names. Raises ValueError with a sentence for people."""
    if len(text) > LONGEST:
        raise no_date(text[:LONGEST] + "…")
    plain = plain_date(text)
    if found := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _period(text, *found.groups())
    if found := _YEAR_LAST.fullmatch(plain):
        return _year_last(text, *found.groups())
    return _in_words(text, plain)


def _year_last(text: str, day: str | None, month: str, year: str) -> Period:
    if day is None or int(month) <= 12 or int(day) > 12:
        read = _period(text, year, month, day)
        if day is not None and int(day) <= 12 and int(day) != int(month):
            said = f"{read.first.day} {month_name[read.first.month]} {read.first.year}"
            how = f"“{text}” was read with the day first, as {said}."
            return read._replace(remark=f"{how} {read.remark}".strip())
        return read
    return _period(text, year, day, month)  # the day cannot be first


def _in_words(text: str, plain: str) -> Period:
    parts = _PART.findall(plain)
    if not _BETWEEN_PARTS.fullmatch(_PART.sub("", plain)) or len(parts) < 2:
        raise no_date(text)
    # not loaded for figures: it knows the months of all languages
    from corpus.page.dates import is_weekday, month_number, solar_month_number

    figures = [part for part in parts if part.isdecimal()]
    names = [
        part
        for part in parts
        if not part.isdecimal() and part.casefold() not in _FILLERS
        # "Mar" is March before it is a Tuesday of France
        if month_number(part) or solar_month_number(part) or not is_weekday(part)
    ]
    if len(names) > 1:  # unless a month stands beside it: "mar. 26 mars"
        names = [part for part in names if not is_weekday(part)] or names
    years = [part for part in figures if len(part) == 4]
    days = [part for part in figures if len(part) <= 2]
    if len(years) != 1 or len(days) > 1 or len(figures) > 2 or len(names) > 1:
        raise no_date(text)
    if not names:
        if days or len(parts) != 2:  # "سال ۱۳۹۱", but not "the 2012th of"
            raise no_date(text)
        return _period(text, years[0])
    ours, solar = month_number(names[0]), solar_month_number(names[0])
    month = solar if solar_hijri.is_year(int(years[0])) else ours
    if month is None:
        if ours or solar:
            which = "the Solar Hijri calendar" if solar else "the Gregorian calendar"
            raise ValueError(
                f"{names[0]} is a month of {which}, which has another year for {years[0]}."
            )
        raise no_date(text)
    return _period(text, years[0], str(month), days[0] if days else None)


def _period(text: str, year: str, month: str | None = None, day: str | None = None) -> Period:
    numbers = int(year), int(month or 1), int(day or 1)
    solar = solar_hijri.is_year(numbers[0])
    make = solar_hijri.to_gregorian if solar else date
    length = solar_hijri.days_in_month if solar else lambda y, m: monthrange(y, m)[1]
    try:
        first = last = make(*numbers)
        if day is None:
            last_month = int(month or 12)
            last = make(numbers[0], last_month, length(numbers[0], last_month))
    except ValueError:
        raise ValueError(f"The calendar has no {text}.") from None
    return Period(first, last, _taken_for(text, numbers[0], first, last, solar=solar), solar)


def _taken_for(text: str, year: int, first: date, last: date, *, solar: bool) -> str:
    if solar:
        days = f"{first}" if first == last else f"{first} to {last}"
        return f"“{text}” was taken for a date of the Solar Hijri calendar: {days}."
    if year < solar_hijri.FIRST_YEAR:
        return f"“{text}” was taken for a year before {solar_hijri.FIRST_YEAR} of our calendar."
    return ""


def no_date(text: str) -> ValueError:
    """What to raise for a text that names no days."""
    return ValueError(f"“{text}” is not a year, month or day {_EXAMPLES}.")
