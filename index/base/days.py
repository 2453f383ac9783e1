"""Days of publication as numbers: years, months and days as one, 20200326."""

from datetime import date

UNDATED = 0  # no day is known


def number_of_day(day: date | None) -> int:
    """The number that stands for a day; UNDATED for None."""
    return day.year * 10_000 + day.month * 100 + day.day if day else UNDATED


def day_of(number: int) -> date:
    """The date behind a number such as 20200326."""
    return date(number // 10_000, number // 100 % 100, number % 100)
