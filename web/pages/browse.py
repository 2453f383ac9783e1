"""What was published when: years, months, days, and what is undated. None of it needs an index."""

import calendar
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeVar

from flask import Flask, abort, render_template, request

from corpus.store.calendar import (
    Entry,
    count_undated,
    day,
    days_around,
    month,
    months,
    openings,
    undated,
)
from web.base.days import MONTHS, WEEKDAYS
from web.pages.presentation import page_count, page_links
from web.pages.shelf import the_store

UNDATED_PAGE = 100
# editorials of a month, from which on it has the next shade: one a week, two, every weekday
_SHADES = (1, 5, 10, 22)

Month = tuple[int, int]
Period = TypeVar("Period", bound=tuple[int, ...])


@dataclass(frozen=True, slots=True)
class MonthCount:
    """A cell of the overview: how many editorials a month holds."""

    year: int
    month: int
    count: int
    inside: bool  # between the first and the last month of the archive: empty is a gap

    @property
    def shade(self) -> int:
        """0 to 4, by how often the paper spoke: of the same strength in each archive."""
        return sum(self.count >= least for least in _SHADES)


def init_app(app: Flask) -> None:
    """Add the routes."""
    app.add_url_rule("/browse", "browse", browse)
    app.add_url_rule("/browse/undated", "browse_undated", browse_undated)
    app.add_url_rule("/browse/<int:year>", "browse_year", browse_year)
    app.add_url_rule("/browse/<int:year>/<int:number>", "browse_month", browse_month)
    app.add_url_rule("/browse/<int:year>/<int:number>/<int:which>", "browse_day", browse_day)


def browse() -> str:
    """Every year and month of the archive, gaps visible."""
    counts = months(the_store())
    table = [
        (year, list(cells))
        for year, cells in groupby(month_counts(counts), key=lambda cell: cell.year)
    ]
    return render_template(
        "browse.html",
        table=table[::-1],
        total=sum(counts.values()),
        undated=count_undated(the_store()),
    )


def browse_year(year: int) -> str:
    """The months of one year, day by day."""
    counts = months(the_store())
    known = sorted({number for number, _ in counts})
    if year not in known:
        abort(404, f"The archive holds no editorial of {year}.")
    position = known.index(year)
    return render_template(
        "year.html",
        year=year,
        cells=[cell for cell in month_counts(counts) if cell.year == year],
        calendars={
            number: _weeks(year, number, month(the_store(), year, number))
            for number in range(1, 13)
        },
        before=known[position - 1] if position else None,
        after=known[position + 1] if position + 1 < len(known) else None,
    )


def browse_month(year: int, number: int) -> str | tuple[str, int]:
    """One month: its calendar and its editorials by day. One without any leads to those around."""
    refuse_odd(year, number)
    entries = month(the_store(), year, number)
    before, after = around((year, number), sorted(months(the_store())))
    page = render_template(
        "month.html",
        year=year,
        number=number,
        weeks=_weeks(year, number, entries),
        days=[
            (day, list(group)) for day, group in groupby(entries, key=lambda entry: entry.published)
        ],
        openings=openings(the_store(), entries),
        total=len(entries),
        before=before,
        after=after,
    )
    return page if entries else (page, 404)


def browse_day(year: int, number: int, which: int) -> str | tuple[str, int]:
    """One day: its editorials, and the days around that have some."""
    refuse_odd(year, number)
    the_day = day_of(year, number, which)
    entries = day(the_store(), the_day)
    before, after = days_around(the_store(), the_day)
    page = render_template(
        "day.html",
        day=the_day,
        weekday=WEEKDAYS[the_day.weekday()],
        entries=entries,
        openings=openings(the_store(), entries),
        before=before,
        after=after,
    )
    return page if entries else (page, 404)


def browse_undated() -> str:
    """The editorials whose date is not known."""
    total = count_undated(the_store())
    page, last = asked_page(total)
    entries = undated(the_store(), offset=(page - 1) * UNDATED_PAGE, limit=UNDATED_PAGE)
    links = page_links(page, last, _undated_urls)
    return render_template("undated.html", entries=entries, total=total, page=page, links=links)


def _undated_urls(numbers: Sequence[int]) -> list[str]:
    return [f"/browse/undated{f'?page={number}' if number > 1 else ''}" for number in numbers]


def asked_page(total: int) -> tuple[int, int]:
    """Which page of so many undated editorials is asked for, and the last; 404 where there is none
    such."""
    last = page_count(total, UNDATED_PAGE)
    page = request.args.get("page", "1")
    if not page.isascii() or not page.isdigit() or len(page) > 6 or not 1 <= int(page) <= last:
        abort(404, "There is no such page of undated editorials.")
    return int(page), last


def day_of(year: int, number: int, which: int) -> date:
    """The day; 404 where the month has none such."""
    try:
        return date(year, number, which)
    except (ValueError, OverflowError):  # too large for a number of the machine
        abort(404, f"{MONTHS[number - 1]} {year} has no day {which}.")


def refuse_odd(year: int, number: int) -> None:
    """404 where there is no such year or month."""
    if not 1 <= number <= 12:
        abort(404, "A year has twelve months, from 01 to 12.")
    if not 1 <= year <= 9999:
        abort(404, f"The archive holds no editorial of {year}.")


def around(here: Period, known: Sequence[Period]) -> tuple[Period | None, Period | None]:
    """The years or months with editorials before and after one, which may have none itself."""
    place = bisect_left(known, here)
    behind = place + (place < len(known) and known[place] == here)
    return (
        known[place - 1] if place else None,
        known[behind] if behind < len(known) else None,
    )


def month_counts(counts: dict[Month, int]) -> list[MonthCount]:
    """Twelve months for each year from the first to the last."""
    if not counts:
        return []
    first, last = min(counts), max(counts)
    return [
        MonthCount(year, number, counts.get((year, number), 0), first <= (year, number) <= last)
        for year in range(first[0], last[0] + 1)
        for number in range(1, 13)
    ]


def _weeks(year: int, number: int, entries: tuple[Entry, ...]) -> list[list[tuple[int, int]]]:
    """Weeks of seven (day of the month or 0, editorials on it), Monday first."""
    counts: dict[date | None, int] = {}
    for entry in entries:
        counts[entry.published] = counts.get(entry.published, 0) + 1
    return [
        [(day, counts.get(date(year, number, day), 0) if day else 0) for day in week]
        for week in calendar.Calendar().monthdayscalendar(year, number)
    ]
