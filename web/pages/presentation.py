"""How things are said to people: dates, counts, sizes, names, and what the templates need of it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from flask import Flask

from corpus.article import DateSource
from corpus.field import card_names, card_texts
from corpus.page.solar_hijri import say_solar
from web.base.address import read_address, safe_url
from web.base.config import Settings
from web.base.days import MONTHS, WEEKDAYS, say_date
from web.pages.links import absolute_url, article_url, day_url, static_urls
from web.pages.marked_text import direction, legal_xml, marked

DATE_SOURCES: dict[DateSource, str] = {
    "editor": "The date was set by the newsroom.",
    "site-rule": "The date stands where this site has its dates.",
    "json-ld": "The date is the one the page states for machines.",
    "meta": "The date is the one the page states for machines.",
    "time-element": "The date is the one marked on the page.",
    "url": "The date is part of the page’s address.",
    "byline": "The date stands beside the title or the author.",
    "listing-page": "The date comes from the list that links to the page.",
    "text": "The date is written in the text.",
    "neighbours": "The date is that of the editorials numbered before and after it.",
    "record": "The date came with the imported record.",
    "unknown": "When this was published is not known.",
}
UNNAMED = Settings().site_name


@lru_cache(maxsize=4_096)  # to write one takes four times as long as to look it up
def say_number(number: int) -> str:
    """4,812."""
    return f"{number:,}"


def say_count(number: int, noun: str = "", plural: str | None = None) -> str:
    """4,812 editorials; without a noun the number alone."""
    if not noun:
        return say_number(number)
    return f"{say_number(number)} {noun if number == 1 else plural or noun + 's'}"


def say_ago(moment: datetime, now: datetime | None = None) -> str:
    """2 h ago."""
    seconds = max(0.0, ((now or datetime.now(UTC)) - moment).total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size):,} {unit} ago"
    return "just now"


def say_size(size: int) -> str:
    """12.3 MB, in powers of ten as disks are sold."""
    amount = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:,.1f} TB"


def say_names(names: Iterable[str]) -> str:
    """One, Two and Three."""
    *before, last = list(names) or [""]
    return f"{', '.join(before)} and {last}" if before else last


def newspaper_name(settings: Settings) -> str:
    """The newspaper's name; empty while nobody has set it."""
    return "" if settings.site_name == UNNAMED else settings.site_name


def say_sentence(message: str) -> str:
    """A message as a sentence: it begins with a capital and ends with a stop."""
    sentence = message[:1].upper() + message[1:]
    return sentence if sentence.endswith((".", "!", "?", "…")) else sentence + "."


def page_count(total: int, size: int) -> int:
    """How many pages `total` things fill; nothing fills one."""
    return max(1, ceil(total / size))


def page_numbers(page: int, last: int) -> list[int | None]:
    """The numbers to show, None for a gap: first, last, and those around `page`."""
    shown = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    numbers: list[int | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before == 2:
            numbers.append(number - 1)
        elif number - before > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


class Pages(NamedTuple):
    """The way through pages: the one before and the next, and each number that is shown."""

    before: str | None
    after: str | None
    numbers: list[tuple[int | None, str]]  # None: a gap


def page_links(page: int, last: int, urls: Callable[[list[int]], list[str]]) -> Pages | None:
    """The way from `page` to others; None where there is one page only. `urls` are their addresses,
    asked for at once."""
    if last <= 1:
        return None
    shown = page_numbers(page, last)
    numbers = [number for number in shown if number]
    found = dict(zip(numbers, urls(numbers), strict=True))
    ways = [(number, found.get(number or 0, "")) for number in shown]
    return Pages(found.get(page - 1), found.get(page + 1), ways)


def init_app(app: Flask) -> None:
    """Give the templates these functions."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=say_date,
        solar=say_solar,
        count=say_count,
        ago=say_ago,
        size=say_size,
        names=say_names,
        safe_url=safe_url,
        legal=legal_xml,
        sentence=say_sentence,
    )
    settings: Settings = app.extensions["shelf"].settings
    app.jinja_env.globals.update(
        settings=settings,
        newspaper=newspaper_name(settings),
        static_url=static_urls(app),
        marked=marked,
        direction=direction,
        article_url=article_url,
        absolute_url=absolute_url,
        day_url=day_url,
        months=MONTHS,
        weekdays=WEEKDAYS,
        date_sources=DATE_SOURCES,
        card_texts=card_texts,
        card_names=card_names,
        search_url=lambda term, name: read_address({term: name}).url(),
    )
