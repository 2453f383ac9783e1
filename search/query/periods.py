"""Dates in a question, in its filters and on the command line: from one day to another.

Each side is a year, a month or a day as people type it, and they are written back as the longest
period that fits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple

from search.query.typed_dates import DASHES, LONGEST, Period, no_date, plain_date, read_period

DateKey = Literal["after", "before", "date"]

UNDATED = "undated"  # as a filter: what has no day, and so no period
MOST_WORDS = 9  # of dates: the 29th of February 2012 - 3 March 2013
_DAY = timedelta(days=1)
_DOTS = re.compile(r"\.{2,}|…")
_TO = re.compile(r"\s+(?:-|to|until|till|تا)\s+|(?<=\S)-(?=\S)", re.IGNORECASE)
_JOINS = re.compile(rf"[{DASHES}]|to|until|till|تا|\.{{2,}}.*|….*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles published on these days, both included; None is open. At least one is set, and
    `since <= until`."""

    since: date | None
    until: date | None
    # typed in the Solar Hijri calendar, at least one of them
    solar: bool = field(default=False, compare=False)


class ReadDates(NamedTuple):
    """Dates, and what of them can be doubted, in sentences."""

    days: DateRange
    remarks: tuple[str, ...] = ()


def read_range(key: DateKey, value: str) -> ReadDates:
    """What `after:`, `before:` or `date:` means with this value.

    `after` begins with the first day of its period, `before` ends on the day before its period
    begins, `date` takes the whole period, or all from one to another, in either order, open where
    one is missing (`2014..`). Raises ValueError with a sentence for people.
    """
    if key == "date":
        return _between(value)
    period = read_period(value)
    if key == "after":
        return _read(period.first, None, period)
    if period.first == date.min:
        raise ValueError(f"There is no day before {value}.")
    return _read(None, period.first - _DAY, period)


def leading_dates(key: DateKey, words: Sequence[str]) -> tuple[ReadDates, int]:
    """What the longest beginning of one or more words means as dates, and how many it takes.

    A word that is a date by itself goes on only after "to" and the like. Raises as `read_range`.
    """
    joined = len(words) > 1 and _JOINS.fullmatch(words[1])
    most = 1 if not joined and _is_range(key, words[0]) else min(len(words), MOST_WORDS)
    for count in range(most, 1, -1):
        text = " ".join(words[:count])
        if _is_range(key, text):
            return read_range(key, text), count
    return read_range(key, words[0]), 1


def read_span(since: str, until: str) -> ReadDates:
    """The days from one text to another, either empty; in their order when they are the wrong way
    round. A range in one alone is that range. Raises ValueError as `read_range` does."""
    if not (since and until):
        read = _between(since or until)
        if _is_period(since or until):
            open_ended = (
                replace(read.days, until=None) if since else replace(read.days, since=None)
            )
            return read._replace(days=open_ended)
        return read
    sides = _between(since), _between(until)
    remarks = tuple(remark for side in sides for remark in side.remarks)
    first, last = (side.days for side in sides)
    if first.since and last.until and first.since > last.until:
        first, last = last, first
        remarks += ("The first date lies after the last: they were taken the other way round.",)
    solar = any(side.days.solar for side in sides)
    return ReadDates(DateRange(first.since, last.until, solar), remarks)


def range_text(days: DateRange) -> str:
    """The shortest text that `read_range` reads as these days, its key in front.

    Days of our years 1300 to 1499 have none: those are years of another calendar there.
    """
    texts = (text for text in _range_texts(days) if _means(text, days))
    return next(texts, f"date:{days.since or ''}..{days.until or ''}")


def _range_texts(days: DateRange) -> Iterator[str]:
    since, until = days.since, days.until
    if since is None:
        if until is None or until == date.max:
            yield f"date:..{'' if until is None else until}"
        else:
            yield f"before:{_first(until + _DAY)}"
            yield f"date:..{_last(until)}"
        return
    if until is None:
        yield f"after:{_first(since)}"
        return
    for whole in (f"{since:%Y}".zfill(4), since.isoformat()[:7], since.isoformat()):
        yield f"date:{whole}"
    yield f"date:{_first(since)}..{_last(until)}"


def _means(text: str, days: DateRange) -> bool:
    key, _, value = text.partition(":")
    try:
        return read_range(key, value).days == days  # type: ignore[arg-type]
    except ValueError:
        return False


def _between(value: str) -> ReadDates:
    if len(value) > LONGEST:
        raise no_date(value[:LONGEST] + "…")
    plain = plain_date(value)
    first, dots, last = plain.partition(found[0] if (found := _DOTS.search(plain)) else "..")
    if dots:
        return _from_to(
            *(read_period(side) if side.strip() else None for side in (first, last))
        )
    try:
        return _from_to(*[read_period(value)] * 2)
    except ValueError:
        for found in _TO.finditer(plain):
            first, last = plain[: found.start()], plain[found.end() :]
            if _is_period(first) and _is_period(last):
                return _from_to(read_period(first), read_period(last))
        raise


def _from_to(first: Period | None, last: Period | None) -> ReadDates:
    if first is None and last is None:
        raise ValueError("A range of dates needs a year, month or day on at least one side.")
    if first and last and last < first:
        first, last = last, first
    return _read(first and first.first, last and last.last, *filter(None, (first, last)))


def _read(since: date | None, until: date | None, *periods: Period) -> ReadDates:
    remarks = dict.fromkeys(period.remark for period in periods if period.remark)
    solar = any(period.solar for period in periods)
    return ReadDates(DateRange(since, until, solar), tuple(remarks))


def _is_period(text: str) -> bool:
    try:
        return bool(read_period(text))
    except ValueError:
        return False


def _is_range(key: DateKey, text: str) -> bool:
    try:
        return bool(read_range(key, text))
    except ValueError:
        return False


def _first(day: date) -> str:
    """The year or month that begins with this day, or the day."""
    return day.isoformat().removesuffix("-01").removesuffix("-01")


def _last(day: date) -> str:
    """The year or month that ends with this day, or the day."""
    text = day.isoformat()
    return next(part for part in (text[:4], text[:7], text) if read_period(part).last == day)
