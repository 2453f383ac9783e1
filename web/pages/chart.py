"""What was found over time, as bars: each as high as the share of all that was published then, so
that a paper that wrote more one year does not look as if it wrote more on this.
"""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from search.matching.results import Bar
from web.base.address import SearchAddress
from web.base.days import MONTHS

_STEP, _WIDTH, _HEIGHT = 10, 8, 50  # of a bar, in the units of the drawing
_LEAST = 2.0  # what is there is seen


class Period(NamedTuple):
    """A year or month: a row of the table beside the bars."""

    name: str
    url: str
    found: int
    articles: int
    share: str


class Chart(NamedTuple):
    """The bars, and the same as a table."""

    svg: Markup
    first: str
    last: str
    periods: tuple[Period, ...]


def chart_of(bars: Sequence[Bar], address: SearchAddress) -> Chart | None:
    """The chart of a histogram; None of one that has less than two bars."""
    if len(bars) < 2:
        return None
    shares = [bar.found / bar.articles if bar.articles else 0.0 for bar in bars]
    urls = address.toggled_urls("date", [bar.period for bar in bars])
    periods = tuple(
        Period(_name(bar.period), url, bar.found, bar.articles, _said(share))
        for bar, share, url in zip(bars, shares, urls, strict=True)
    )
    highest = max(shares) or 1.0
    drawn = (
        _bar(place, period, _HEIGHT * share / highest)
        for place, (period, share) in enumerate(zip(periods, shares, strict=True))
        if period.found
    )
    box = f"0 0 {_STEP * len(bars)} {_HEIGHT}"
    svg = Markup(  # noqa: S704 - what is put together is escaped
        f'<svg class="chart" viewBox="{box}" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{"".join(drawn)}</svg>'
    )
    return Chart(svg, periods[0].name, periods[-1].name, periods)


def _bar(place: int, period: Period, height: float) -> str:
    """A bar as a link that the keyboard passes over: the table has the same ones."""
    height, x = max(height, _LEAST), _STEP * place
    title = f"{period.name}: {period.found:,} of {period.articles:,}, {period.share}"
    return (
        f'<a href="{escape(period.url)}" tabindex="-1"><title>{escape(title)}</title>'
        f'<rect class="reach" x="{x}" width="{_STEP}" height="{_HEIGHT}"/>'
        f'<rect x="{x + 1}" y="{_HEIGHT - height:.1f}" width="{_WIDTH}" height="{height:.1f}"/></a>'
    )


def _name(period: str) -> str:
    """March 2014, or the year."""
    year, _, month = period.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else year


def _said(share: float) -> str:
    percent = 100 * share
    return f"{percent:.0f} %" if percent >= 10 or not percent else f"{percent:.2g} %"
