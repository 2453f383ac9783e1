"""What was found over time, as bars: each as high as the share of all that was published then, so
that a paper that wrote more one year does not look as if it wrote more on this.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from search.matching.results import Bar
from web.base.address import SearchAddress
from web.base.days import MONTHS
from web.pages.marked_text import escaped_urls
from web.pages.presentation import say_number

_STEP, _WIDTH, _HEIGHT = 10, 8, 50  # of a bar, in the units of the drawing
_LEAST = 2.0  # what is there is seen


class Chart(NamedTuple):
    """The bars, and the same as rows of a table."""

    svg: Markup
    rows: Markup
    first: str
    last: str


def chart_of(bars: Sequence[Bar], address: SearchAddress) -> Chart | None:
    """The chart of a histogram; None of one that has less than two bars."""
    if len(bars) < 2:
        return None
    shares = [bar.found / bar.articles if bar.articles else 0.0 for bar in bars]
    unit = _HEIGHT / (max(shares) or 1.0)
    urls = escaped_urls(address.toggled_urls("date", [bar.period for bar in bars]))
    drawn, rows = [], []
    for place, (bar, share, url) in enumerate(zip(bars, shares, urls, strict=True)):
        name, said = _name(bar.period), _said(share)
        found, of = say_number(bar.found), say_number(bar.articles)
        link = name
        if bar.found:
            link = f'<a href="{url}">{name}</a>'
            drawn.append(_bar(place, url, f"{name}: {found} of {of}, {said}", unit * share))
        rows.append(
            f'<tr><th scope="row">{link}</th><td>{found}</td><td>{of}</td><td>{said}</td></tr>'
        )
    svg = (
        f'<svg class="chart" viewBox="0 0 {_STEP * len(bars)} {_HEIGHT}" '
        f'preserveAspectRatio="none" aria-hidden="true" focusable="false">{"".join(drawn)}</svg>'
    )
    return Chart(
        Markup(svg),  # noqa: S704 - what is put together is escaped
        Markup("".join(rows)),  # noqa: S704 - as above
        _name(bars[0].period),
        _name(bars[-1].period),
    )


def _bar(place: int, url: str, title: str, height: float) -> str:
    """A bar as a link that the keyboard passes over: the table has the same ones."""
    height, x = max(height, _LEAST), _STEP * place
    return (
        f'<a href="{url}" tabindex="-1"><title>{title}</title>'
        f'<rect class="reach" x="{x}" width="{_STEP}" height="{_HEIGHT}"/>'
        f'<rect x="{x + 1}" y="{_HEIGHT - height:.1f}" width="{_WIDTH}" height="{height:.1f}"/></a>'
    )


@lru_cache(maxsize=1_024)
def _name(period: str) -> str:
    """March 2014, or the year."""
    year, _, month = period.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else year


def _said(share: float) -> str:
    percent = 100 * share
    return f"{percent:.0f} %" if percent >= 10 or not percent else f"{percent:.2g} %"
