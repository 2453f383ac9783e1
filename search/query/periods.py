"""Dates in a query: years, months and days.

They are read as the days they cover, and written back as the longest period that fits.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

DateKey = Literal["after", "before", "date"]

_DAY = timedelta(days=1)
_PERIOD = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_RANGE = re.compile(r"\.{2,}|…")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles published on these days, both included; None is open. At least one is set, and
    `since <= until`."""

    since: date | None
    until: date | None


def read_range(key: DateKey, value: str) -> DateRange:
    """What `after:`, `before:` or `date:` means with this value.

    `after` begins with the first day of its period, `before` ends on the day before its period
    begins, `date` takes the whole period, or all from one to another, in either order, open where
    one is missing (`2014..`). Raises ValueError with a sentence for people.
    """
    if key == "after":
        return DateRange(_days(value)[0], None)
    if key == "before":
        first = _days(value)[0]
        if first == date.min:
            raise ValueError(f"There is no day before {value}.")
        return DateRange(None, first - _DAY)
    return _between(value)


def range_text(days: DateRange) -> str:
    """The shortest text that `read_range` reads as these days, its key in front."""
    since, until = days.since, days.until
    if since is None:
        if until is None or until == date.max:
            return f"date:..{'' if until is None else until}"
        return f"before:{_first(until + _DAY)}"
    if until is None:
        return f"after:{_first(since)}"
    for whole in (f"{since:%Y}".zfill(4), since.isoformat()[:7], since.isoformat()):
        if _days(whole) == (since, until):
            return f"date:{whole}"
    return f"date:{_first(since)}..{_last(until)}"


def _between(value: str) -> DateRange:
    first, *rest = _RANGE.split(value, maxsplit=1)
    if not rest:
        return DateRange(*_days(value))
    last = rest[0]
    if not first and not last:
        raise ValueError("A range of dates needs a year, month or day on at least one side.")
    if first and last and _days(last) < _days(first):
        first, last = last, first
    return DateRange(_days(first)[0] if first else None, _days(last)[1] if last else None)


def _days(text: str) -> tuple[date, date]:
    """First and last day of a year, month or day."""
    found = _PERIOD.fullmatch(text)
    if found is None:
        such = "such as 2020, 2020-03 or 2020-03-15"
        raise ValueError(f"“{text}” is not a year, month or day {such}.")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError(f"The calendar has no {text}.") from None
    if month is None:
        return first, first.replace(month=12, day=31)
    if day is not None:
        return first, first
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _first(day: date) -> str:
    """The year or month that begins with this day, or the day."""
    return day.isoformat().removesuffix("-01").removesuffix("-01")


def _last(day: date) -> str:
    """The year or month that ends with this day, or the day."""
    text = day.isoformat()
    return next(part for part in (text[:4], text[:7], text) if _days(part)[1] == day)
