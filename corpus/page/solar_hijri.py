"""Days of the Solar Hijri calendar, which Afghanistan and Iran count by, as Gregorian ones, and
back."""

from datetime import date

# in which the rule of 33 years agrees with the sun, and no other calendar's now
FIRST_YEAR, LAST_YEAR = 1300, 1499
# as Afghan papers write them in English
MONTHS = tuple("Hamal Sawr Jawza Saratan Asad Sunbula Mizan Aqrab Qaws Jadi Dalw Hut".split())
_LONG_MONTHS = 6 * 31  # days of those
_EPOCH = 226_895  # ordinal of the first day of the year 1, as the arithmetic below counts


def is_leap(year: int) -> bool:
    """Whether a year has 366 days."""
    return (25 * year + 11) % 33 < 8


def is_year(year: int) -> bool:
    """Whether a number of a year is one of this calendar."""
    return FIRST_YEAR <= year <= LAST_YEAR


def days_in_month(year: int, month: int) -> int:
    """How many days a month has, 1 to 12."""
    return 31 if month <= 6 else 30 if month < 12 or is_leap(year) else 29


def to_gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day. Raises ValueError for one that the calendar does not have.

    The arithmetic is that of ICU's Persian calendar: eight leap years in 33, six months of 31 days
    and five of 30 before the last.
    """
    if not (
        is_year(year) and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)
    ):
        raise ValueError(f"{year}-{month}-{day} is not a day of the Solar Hijri calendar")
    before = 365 * (year - 1) + (8 * year + 21) // 33 + 30 * (month - 1) + min(month - 1, 6)
    return date.fromordinal(_EPOCH + before + day - 1)


def say_solar(day: date) -> str:
    """21 Hut 1392, for a Gregorian day; empty before its year 1300 and after 1499."""
    if not _FIRST_DAY <= day <= _LAST_DAY:
        return ""
    year = day.year - 621
    if not is_year(year) or day < to_gregorian(year, 1, 1):
        year -= 1
    number = (day - to_gregorian(year, 1, 1)).days
    if number < _LONG_MONTHS:
        month, rest = divmod(number, 31)
    else:
        month, rest = divmod(number - _LONG_MONTHS, 30)
        month += 6
    return f"{rest + 1} {MONTHS[month]} {year}"


_FIRST_DAY = to_gregorian(FIRST_YEAR, 1, 1)
_LAST_DAY = to_gregorian(LAST_YEAR, 12, days_in_month(LAST_YEAR, 12))
