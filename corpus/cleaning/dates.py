"""Days written in text or in markup, read without guessing: what is ambiguous is no date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTHS = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<month>{MONTHS})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[7-9]\d\d|20\d\d)(?!\d)"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"

# From certain to doubtful; each with an example it was made for.
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d.-]){_YEAR}(?P<sep>[-/.])(?P<number>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",  # 2020-03-26T09:00
        rf"\b{_MONTH}\s*,?\s*{_DAY}(?:\s*[,.]\s*|\s+){_YEAR}",  # March 26,2020; January, 03 2012; December 2nd, 2021
        rf"(?<!\d){_DAY}[\s.-]*(?:of\s+)?{_MONTH}[\s,.-]*{_YEAR}",  # 26 March 2020; 2nd of December, 2021
        rf"(?<![\d/.-])(?P<first>\d{{1,2}})(?P<sep>[/.-])(?P<second>\d{{1,2}})(?P=sep){_YEAR}",  # 26.03.2020
    )
)
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T?\d{4,6})?$")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s*(?:Z|[+-]\d\d:?\d\d)")
_EPOCH = date(1970, 1, 1)  # the day a clock that was never set shows

_URL_DAY = re.compile(
    r"(?<!\d)(?P<year>1[89]\d\d|20\d\d)(?P<sep>[/_-])(?P<month>\d{1,2}|[a-z]{3,9})(?P=sep)(?P<day>\d{1,2})(?!\d)"
)
_URL_COMPACT = re.compile(r"(?<!\d)(?P<year>19\d\d|20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day and the characters that say it."""

    day: date
    start: int
    end: int


def find_days(text: str) -> tuple[DayFound, ...]:
    """The days written out in full, in reading order; a day and month that can be swapped is left out."""
    found: list[DayFound] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            day = _day_of(match)
            if day is not None:
                found.append(DayFound(day, *match.span()))
    return tuple(sorted(found, key=lambda item: item.start))


def read_stamp(value: str, fetched_at: datetime) -> date | None:
    """The day of a machine's time stamp, as its own clock had it: a time zone never moves it.

    None where it names no one day, or a time after `fetched_at`, or the day zero of computers.
    """
    value = value.strip()
    compact = _COMPACT.match(value)
    if compact:
        day = make_day(*compact.groups())
    else:
        days = {item.day for item in find_days(value)}
        day = days.pop() if len(days) == 1 else None
    if day is None or day == _EPOCH or _is_future(value, day, fetched_at):
        return None
    return day


def url_day(url: str) -> date | None:
    """The day a URL's path carries, such as /2020/03/26/ or /2020/mar/26; None for a month or eight digits alone."""
    path = url.split("://", 1)[-1].partition("/")[2].partition("?")[0].lower()
    return next(_url_days(path), None)


def make_day(year: str | int, month: str | int, day: str | int) -> date | None:
    """A date from its numbers; None for a day no calendar has."""
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if made.year >= 1700 else None


def _url_days(path: str) -> Iterator[date]:
    for pattern in (_URL_DAY, _URL_COMPACT):
        for match in pattern.finditer(path):
            # Eight digits alone are the number of a story as often as a day: their year must be a folder above them.
            if pattern is _URL_COMPACT and f"/{match['year']}/" not in f"/{path[: match.start()]}":
                continue
            month = match["month"]
            found = make_day(match["year"], month if month.isdigit() else _MONTHS.get(month, 0), match["day"])
            if found is not None:
                yield found


def _day_of(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if "month" in parts:
        return make_day(parts["year"], _MONTHS[parts["month"].lower()], parts["day"])
    if "number" in parts:
        return make_day(parts["year"], parts["number"], parts["day"])
    first, second = int(parts["first"]), int(parts["second"])
    if first <= 12 and second <= 12 and first != second:
        return None  # 03/04/2015 is two days, one in Europe and one in America
    return make_day(parts["year"], min(first, second), max(first, second))


def _is_future(value: str, day: date, fetched_at: datetime) -> bool:
    """Whether a stamp lies after the fetch: by the instant where it names one, else by the day."""
    stamp = _STAMP.match(value)
    if stamp:
        try:
            return datetime.fromisoformat(stamp.group().replace(" Z", "Z")) > fetched_at
        except ValueError:
            pass  # 24:00 and its like: the day alone decides
    return day > fetched_at.date()
