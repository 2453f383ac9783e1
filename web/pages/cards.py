"""What a page of results has many of, made ready for its template: hits as cards, facets as links.

They are written here and not by the template, which would take longer for them than a search does.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from corpus.field import card_texts
from corpus.page.solar_hijri import say_solar
from search.matching.facets import MOST_VALUES
from search.matching.results import Facet, Hit, Results, Snippet
from web.base.address import SearchAddress
from web.base.days import say_date
from web.pages.links import article_url
from web.pages.marked_text import direction, escaped, escaped_url, marked_html
from web.pages.presentation import say_count, say_names

_FORMS = {
    "csv": "CSV", "ndjson": "NDJSON", "ris": "RIS", "bib": "BibTeX", "csl.json": "CSL-JSON",
}  # fmt: skip
_PERIODS = ("year", "month")
_MOST_PERIODS = 40
_CURRENT = ' aria-current="true"'
_HEADING = '<h2 class="unseen">{}</h2>\n'
_DIVIDER = '<h2 class="divider"><span>With some of the words</span></h2>\n'
_MOST_NAMES = 8  # of a facet; the others are behind a line


class FacetList(NamedTuple):
    """A facet: the values that are in sight, and the rest, each a link with its count."""

    name: str
    shown: Markup
    rest: Markup
    rest_count: int
    is_cut: bool  # there may be more than these


def cards(results: Results, address: SearchAddress) -> Markup:
    """The hits, those with some of the words behind a line; the words of a question are marked on
    their pages, unless it is an address."""
    is_address = any(each.kind == "address" for each in results.searched_for)
    state, solar = "" if is_address else address.state, address.is_solar
    whole = [_card(hit, state, solar) for hit in results.hits if not hit.partial]
    some = [_card(hit, state, solar) for hit in results.hits if hit.partial]
    if whole:
        whole.insert(0, _HEADING.format("With all the words" if results.partial else "Results"))
    if some:
        some.insert(0, _DIVIDER)
    return Markup("".join(whole + some))  # noqa: S704 - each part is escaped


def reprint_list(hit: Hit, state: str = "") -> Markup:
    """What else was found of a hit's text, behind a line; nothing where that is all there is."""
    if not hit.reprints:
        return Markup()
    items = "".join(
        f'<li><a href="{escaped_url(article_url(each, state=state))}" dir="auto">'
        f'{escaped(each.title)}</a> <span class="number">{say_date(each.published)}</span></li>\n'
        for each in hit.reprints
    )
    return Markup(  # noqa: S704 - each part is escaped
        f'<details class="more">\n<summary>{say_count(len(hit.reprints), "reprint")}</summary>\n'
        f'<ul class="reprints">\n{items}</ul>\n</details>\n'
    )


def choices(labels: Mapping[Any, str], urls: Sequence[str], chosen: object) -> Markup:
    """What may be chosen instead, a link to each by its label, as items of a list."""
    items = [
        f'<li><a href="{escaped_url(url)}"{_CURRENT if value == chosen else ""}>{label}</a></li>\n'
        for (value, label), url in zip(labels.items(), urls, strict=True)
    ]
    return Markup("".join(items))  # noqa: S704 - each part is escaped


def takeaway(address: SearchAddress) -> Markup:
    """The forms in which results are taken away, as items of a list."""
    asked, here = escaped_url(address.url("")), escaped_url(address.url("", page=address.page))
    unsorted = escaped_url(address.url("", sort="relevance"))
    forms = [
        f'<li><a href="/search.{form}{asked}">{label}</a></li>\n' for form, label in _FORMS.items()
    ]
    return Markup(  # noqa: S704 - each part is escaped
        f'{"".join(forms)}<li><a href="/search.json{here}">JSON</a></li>\n'
        f'<li><a href="/search.atom{unsorted}">Feed</a></li>\n'
    )


def facet_lists(facets: Sequence[Facet], address: SearchAddress) -> list[FacetList]:
    """The facets that have values."""
    return [_facet_list(facet, address) for facet in facets if facet.counts]


def _card(hit: Hit, state: str, solar: bool) -> str:
    path = escaped_url(article_url(hit))
    url = f"{path}?{escaped_url(state)}" if state else path
    named, title = escaped(hit.title), marked_html(hit.title, hit.title_spans)
    passages = [_passage(snippet, url, named) for snippet in hit.snippets]
    beside = [
        f'\n<span dir="auto">{escaped(say_names(texts))}</span>' for texts in card_texts(hit)
    ]
    return (
        f'<article class="card" id="{escaped(hit.id)}" tabindex="-1">\n'
        f'<h3 dir="{direction(hit.title)}"><a href="{url}">{title}</a></h3>\n'
        f'<p class="about">{_day(hit.published, solar)}{"".join(beside)}</p>\n'
        f"{''.join(passages)}{reprint_list(hit, state)}"
        f'<p class="deeds"><a href="{path}#similar" aria-label="Similar to {named}">Similar</a> '
        f'<a href="{path}#cite" aria-label="Cite {named}">Cite</a></p>\n</article>\n'
    )


def _day(day: date | None, solar: bool) -> str:
    if day is None:
        return "<span>undated</span>"
    named = say_solar(day) if solar else None
    said = f"{say_date(day)} ({named})" if named else say_date(day)
    return f'<time datetime="{day.isoformat()}">{said}</time>'


def _passage(snippet: Snippet, url: str, named: str) -> str:
    """A snippet, and the way to its paragraph; what is left out is said within its direction."""
    number = snippet.paragraph + 1
    before, after = "… " if snippet.cut_before else "", " …" if snippet.cut_after else ""
    return (
        f'<p class="snippet" dir="{direction(snippet.text)}">'
        f"{before}{marked_html(snippet.text, snippet.spans)}{after}&nbsp;"
        f'<a class="there" href="{url}#p{number}" '
        f'aria-label="Read on at paragraph {number} of {named}">¶</a></p>\n'
    )


def _facet_list(facet: Facet, address: SearchAddress) -> FacetList:
    of_time = facet.name in _PERIODS
    term = "date" if of_time else facet.name
    counts = facet.counts[:_MOST_PERIODS] if of_time else facet.counts
    values, chosen = [value for value, _ in counts], address.chosen(term)
    urls = address.toggled_urls(term, values)
    lines = [
        f'<li><a href="{escaped_url(url)}"{_CURRENT if value in chosen else ""}>'
        f'<span dir="auto">{escaped(value)}</span> <span class="number">{count:,}</span></a></li>'
        for (value, count), url in zip(counts, urls, strict=True)
    ]
    sight = len(lines) if of_time else _MOST_NAMES
    return FacetList(
        facet.name,
        Markup("".join(lines[:sight])),  # noqa: S704 - what is put together is escaped
        Markup("".join(lines[sight:])),  # noqa: S704 - as above
        len(lines[sight:]),
        len(facet.counts) >= MOST_VALUES,
    )
