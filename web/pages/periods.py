"""What was published when, as data: the calendar, and the editorials of a year, month or day."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flask import Flask, Response, abort, jsonify, request

from corpus.store.calendar import (
    Entry,
    count_undated,
    day,
    days_around,
    month,
    months,
    openings,
    undated,
    year,
)
from search.query.periods import UNDATED
from web.base.address import read_address
from web.base.formats import entry_object
from web.pages.browse import (
    UNDATED_PAGE,
    MonthCount,
    around,
    asked_page,
    day_of,
    month_counts,
    refuse_odd,
)
from web.pages.exports import STREAMS, feed_of, stream_of
from web.pages.links import absolute_url
from web.pages.shelf import the_settings, the_store

When = tuple[int, ...]  # year; year and month; year, month and day


def init_app(app: Flask) -> None:
    """Add the routes."""
    app.add_url_rule("/browse.json", "browse_json", calendar)
    app.add_url_rule("/browse/undated.json", "undated_json", undated_json)
    form = f"<any({', '.join(repr(each) for each in (*STREAMS, 'atom'))}):form>"
    app.add_url_rule(f"/browse/undated.{form}", "undated_as", undated_as)
    path = "/browse"
    for part in ("first", "second", "third"):
        path += f"/<int:{part}>"
        app.add_url_rule(f"{path}.json", "period_json", period_json)
        app.add_url_rule(f"{path}.{form}", "period_as", period_as)


def calendar() -> Response:
    """How many editorials each month has, from the first to the last: none is a gap."""
    counts = months(the_store())
    inside = (cell for cell in month_counts(counts) if cell.inside)
    return jsonify(
        articles=sum(counts.values()),
        undated=count_undated(the_store()),
        years=[
            _year_object(number, list(cells))
            for number, cells in groupby(inside, key=lambda cell: cell.year)
        ],
    )


def _year_object(number: int, cells: Sequence[MonthCount]) -> dict[str, Any]:
    articles = sum(cell.count for cell in cells)
    return {
        "year": number,
        "articles": articles,
        "months": [
            {"month": _name((number, cell.month)), "articles": cell.count} for cell in cells
        ],
        "editorials": _address((number,)) if articles else None,
    }


def period_json(first: int, second: int | None = None, third: int | None = None) -> Response:
    """The editorials of a year, month or day, and where those before and after it are."""
    when = _when(first, second, third)
    entries, before, after = _editorials(when)
    return jsonify(
        period=_name(when),
        articles=len(entries),
        editorials=_objects(entries),
        before=_address(before),
        after=_address(after),
    )


def period_as(
    form: str, first: int, second: int | None = None, third: int | None = None
) -> Response:
    """The same in another format, as an export of a search by date alone."""
    when = _when(first, second, third)
    _editorials(when)
    return _export(_name(when), form)


def undated_json() -> Response:
    """A page of the editorials whose day is not known."""
    total = count_undated(the_store())
    page, last = asked_page(total)
    entries = undated(the_store(), offset=(page - 1) * UNDATED_PAGE, limit=UNDATED_PAGE)
    path = "/browse/undated.json?page="
    return jsonify(
        period=UNDATED,
        articles=total,
        editorials=_objects(entries),
        before=absolute_url(f"{path}{page - 1}") if page > 1 else None,
        after=absolute_url(f"{path}{page + 1}") if page < last else None,
    )


def undated_as(form: str) -> Response:
    """All of them in another format."""
    return _export(UNDATED, form)


def _export(days: str, form: str) -> Response:
    asked = {"date": days, "sort": "oldest", "reprints": "apart"}
    address = read_address({**asked, "fields": request.args.getlist("fields")})
    if form != "atom":
        return stream_of(address, form)
    return feed_of(address, own=request.path, page=request.path.removesuffix(".atom"))


def _when(first: int, second: int | None, third: int | None) -> When:
    refuse_odd(first, 1 if second is None else second)
    if second is not None and third is not None:
        day_of(first, second, third)
    return tuple(each for each in (first, second, third) if each is not None)


def _editorials(when: When) -> tuple[tuple[Entry, ...], When | None, When | None]:
    """What was published then, and the nearest times of the kind before and after."""
    store, before, after = the_store(), None, None
    match when:
        case (number,):
            entries = year(store, number)
            before, after = around(when, sorted({(each,) for each, _ in months(store)}))
        case (number, which):
            entries = month(store, number, which)
            before, after = around(when, sorted(months(store)))
        case _:
            entries = day(store, date(*when))
            before, after = map(_of_day, days_around(store, date(*when)))
    if not entries:
        abort(404, f"The archive holds no editorial of {_name(when)}.")
    return entries, before, after


def _of_day(each: date | None) -> When | None:
    return (each.year, each.month, each.day) if each else None


def _objects(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    begun, base_url = openings(the_store(), entries), the_settings().address
    return [
        entry_object(entry, base_url=base_url) | {"opening": begun[entry.id]} for entry in entries
    ]


def _name(when: When) -> str:
    """2014-03, as dates are asked for."""
    return "-".join((f"{when[0]:04}", *(f"{each:02}" for each in when[1:])))


def _address(when: When | None) -> str | None:
    if when is None:
        return None
    parts = (str(when[0]), *(f"{each:02}" for each in when[1:]))
    return absolute_url(f"/browse/{'/'.join(parts)}.json")
