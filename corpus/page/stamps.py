"""Stamps that machines write for machines: the day of one, and on which other day it was somewhere
on earth."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from corpus.page.dates import EAST, ZEROS, find_days, make_day

_LONGEST = 200
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
_EIGHT = re.compile(r"(\d{4})(\d\d)(\d\d)")
# 1715904000, /Date(1715904000000)/
_EPOCH = re.compile(r"(?:/Date\()?(1?\d{9})(\d{3})?(?:[+-]\d{4})?(?:\)/)?")
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(?:(?P<utc>Z|UTC|[+-]00:?00)|"
    r"(?P<offset>[+-]\d\d:?\d\d))?$"
)
WEST = timedelta(hours=-10)  # of Greenwich, a day ends


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, as the clock that stamped it had it."""

    day: date
    # on which it was elsewhere at that moment: None where the stamp has no hour, or says its place
    elsewhere: date | None = None


def read_stamp(value: str, fetched_at: datetime) -> Stamp | None:
    """What a time stamp says; None where it names no one day, or a time after `fetched_at`, or a
    day zero of computers.

    A stamp with its own offset is never moved to another day.
    """
    value = value.strip()[:_LONGEST]
    if epoch := _EPOCH.fullmatch(value):
        value = datetime.fromtimestamp(int(epoch[1]), UTC).isoformat()
    instant = _INSTANT.match(value)
    moment = _moment(instant) if instant else None
    compact = _COMPACT.fullmatch(value)
    if compact:
        day = make_day(*compact.groups())
    else:
        days = {found.day for found in find_days(value)}
        day = days.pop() if len(days) == 1 else None
    if day is None or day in ZEROS:
        return None
    if moment and instant and (instant["utc"] or instant["offset"]):
        if moment > fetched_at:
            return None
    elif day > (fetched_at + EAST).date():
        return None
    if moment is None or (instant and instant["offset"]):
        return Stamp(day)
    elsewhere = {(moment + WEST).date(), (moment + EAST).date()} - {day}
    return Stamp(day, next(iter(elsewhere), None))


def eight_figures(value: str) -> date | None:
    """The day that year, month and day without anything between them name: 20120305.

    No other order of the three can be meant: the century of a year that stands last would be the
    month here.
    """
    compact = _EIGHT.fullmatch(value.strip())
    return make_day(*compact.groups()) if compact else None


def read_day(value: str, fetched_at: datetime) -> date | None:
    """The day of a time stamp; None where `read_stamp` has none."""
    stamp = read_stamp(value, fetched_at)
    return stamp.day if stamp else None


def _moment(instant: re.Match[str]) -> datetime | None:
    """The moment of a stamp, in Greenwich where it names no place; None for 24:00 and its like."""
    offset = "+00:00" if instant["utc"] else instant["offset"] or "+00:00"
    try:
        return datetime.fromisoformat(f"{instant[1]}T{instant[2]}{offset}")
    except ValueError:
        return None
