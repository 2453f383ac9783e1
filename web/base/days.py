"""Days in words."""

from datetime import date

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def say_date(day: date | None) -> str:
    """12 March 2014."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "undated"
