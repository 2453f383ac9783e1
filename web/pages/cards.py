"""What a page of results shows, made ready for its template: hits as cards, and facets as links.

There are some fifty links on a page, so they are put together from parts, and each is made once.
"""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from corpus.field import card_texts
from corpus.page.solar_hijri import say_solar
from search.matching.facets import MOST_VALUES
from search.matching.results import Facet, Hit, Results
from web.base.address import SearchAddress
from web.base.days import say_date
from web.pages.links import article_url
from web.pages.marked_text import direction, marked
from web.pages.presentation import say_names

_PERIODS = ("year", "month")
_MOST_PERIODS = 40
_MOST_NAMES = 8  # of a facet; the others are behind a line


class Passage(NamedTuple):
    """A snippet, and the address of its paragraph."""

    dir: str
    before: str  # what says that the text goes on there
    text: Markup
    after: str
    url: str
    paragraph: int  # from 1


class Card(NamedTuple):
    """A hit as it is shown."""

    hit: Hit
    dir: str
    title: Markup
    url: str  # with the words of the question marked, and a way back
    plain_url: str
    state: str  # of the search, in addresses of pages to come back from; empty of an address
    day: str
    iso_day: str  # empty of an undated one
    beside: tuple[str, ...]  # texts beside the day
    passages: tuple[Passage, ...]


class FacetLine(NamedTuple):
    """A value of a facet, and the address with it chosen, or no longer."""

    value: str
    said_count: str
    url: str
    is_chosen: bool


class FacetList(NamedTuple):
    """A facet: the values that are in sight, and the rest."""

    name: str
    shown: tuple[FacetLine, ...]
    rest: tuple[FacetLine, ...]
    is_cut: bool  # there may be more than these


def cards(results: Results, address: SearchAddress) -> list[Card]:
    """The hits; the words of a question are marked on their pages, unless it is an address."""
    is_address = any(each.kind == "address" for each in results.searched_for)
    state, solar = "" if is_address else address.state, address.is_solar
    return [_card(hit, state, solar) for hit in results.hits]


def facet_lists(facets: Sequence[Facet], address: SearchAddress) -> list[FacetList]:
    """The facets that have values."""
    return [_facet_list(facet, address) for facet in facets if facet.counts]


def _card(hit: Hit, state: str, solar: bool) -> Card:
    url = article_url(hit, state=state)
    day = hit.published
    said = say_date(day)
    if day and solar and (named := say_solar(day)):
        said += f" ({named})"
    return Card(
        hit,
        direction(hit.title),
        marked(hit.title, hit.title_spans),
        url,
        article_url(hit),
        state,
        said,
        day.isoformat() if day else "",
        tuple(map(say_names, card_texts(hit))),
        tuple(
            Passage(
                direction(snippet.text),
                "… " if snippet.cut_before else "",
                marked(snippet.text, snippet.spans),
                " …" if snippet.cut_after else "",
                f"{url}#p{snippet.paragraph + 1}",
                snippet.paragraph + 1,
            )
            for snippet in hit.snippets
        ),
    )


def _facet_list(facet: Facet, address: SearchAddress) -> FacetList:
    of_time = facet.name in _PERIODS
    term = "date" if of_time else facet.name
    counts = facet.counts[:_MOST_PERIODS] if of_time else facet.counts
    values, chosen = [value for value, _ in counts], address.chosen(term)
    lines = tuple(
        FacetLine(value, f"{count:,}", url, value in chosen)
        for (value, count), url in zip(counts, address.toggled_urls(term, values), strict=True)
    )
    sight = len(lines) if of_time else _MOST_NAMES
    return FacetList(facet.name, lines[:sight], lines[sight:], len(facet.counts) >= MOST_VALUES)
