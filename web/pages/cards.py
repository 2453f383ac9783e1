"""What a page of results has many of, made ready for its template: hits as cards, facets as links.

They are written here and not by the template, which would take longer for them than a search does.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from corpus.field import card_texts
from corpus.page.solar_hijri import say_solar
from search.matching.facets import MOST_VALUES
from search.matching.results import Facet, Hit, Results, Snippet
from web.base.address import SearchAddress
from web.base.days import say_date
from web.pages.links import article_url
from web.pages.marked_text import direction, escaped, escaped_url, escaped_urls, marked_html
from web.pages.presentation import say_count, say_names, say_number

_FORMS = {
    "csv": "CSV", "ndjson": "NDJSON", "ris": "RIS", "bib": "BibTeX", "csl.json": "CSL-JSON",
}  # fmt: skip
_PERIODS = ("year", "month")
_MOST_PERIODS = 40
_CURRENT = ' aria-current="true"'
_HEADING = '<h2 class="unseen">{}</h2>\n'
_DIVIDER = '<h2 class="divider"><span>With some of the words</span></h2>\n'
_MOST_NAMES = 8  # of a facet; the others are behind a line


def cards(results: Results, address: SearchAddress) -> Markup:
    """The hits, those with some of the words behind a line; the words of a question are marked on
    their pages, unless it is an address."""
    is_address = any(each.kind == "address" for each in results.searched_for)
    state, solar = "" if is_address else address.state, address.is_solar
    asked = f"?{escaped_url(state)}" if state else ""
    whole = [_card(hit, state, asked, solar) for hit in results.hits if not hit.partial]
    some = [_card(hit, state, asked, solar) for hit in results.hits if hit.partial]
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
        f'<li><a href="{url}"{_CURRENT if value == chosen else ""}>{label}</a></li>\n'
        for (value, label), url in zip(labels.items(), escaped_urls(urls), strict=True)
    ]
    return Markup("".join(items))  # noqa: S704 - each part is escaped


def takeaway(asked: str, here: str, unsorted: str) -> Markup:
    """The forms in which results are taken away, as items of a list; each is of what was `asked`,
    of the page `here`, or of that `unsorted`, as these stand behind a path."""
    asked, here, unsorted = escaped_urls((asked, here, unsorted))
    forms = [
        f'<li><a href="/search.{form}{asked}">{label}</a></li>\n' for form, label in _FORMS.items()
    ]
    return Markup(  # noqa: S704 - each part is escaped
        f'{"".join(forms)}<li><a href="/search.json{here}">JSON</a></li>\n'
        f'<li><a href="/search.atom{unsorted}">Feed</a></li>\n'
    )


def facet_lists(facets: Sequence[Facet], address: SearchAddress) -> Markup:
    """The facets that have values, each with those in sight and the rest behind a line, every one
    a link with its count."""
    lists = [_facet_list(facet, address) for facet in facets if facet.counts]
    return Markup("".join(lists))  # noqa: S704 - each part is escaped


def _card(hit: Hit, state: str, asked: str, solar: bool) -> str:
    """A hit; `asked` is `state` as it stands in HTML behind the path of an article."""
    path = escaped_url(article_url(hit))
    url = path + asked
    named, title = escaped(hit.title), marked_html(hit.title, hit.title_spans)
    passages = [_passage(snippet, url, named) for snippet in hit.snippets]
    beside = map(_names, card_texts(hit))
    reprints = reprint_list(hit, state) if hit.reprints else ""
    return (
        f'<article class="card" id="{escaped(hit.id)}" tabindex="-1">\n'
        f'<h3 dir="{direction(hit.title)}"><a href="{url}">{title}</a></h3>\n'
        f'<p class="about">{_day(hit.published, solar)}{"".join(beside)}</p>\n'
        f"{''.join(passages)}{reprints}"
        f'<p class="deeds"><a href="{path}#similar" aria-label="Similar to {named}">Similar</a> '
        f'<a href="{path}#cite" aria-label="Cite {named}">Cite</a></p>\n</article>\n'
    )


@lru_cache(maxsize=1_024)  # a paper has few authors and sections
def _names(names: tuple[str, ...]) -> str:
    return f'\n<span dir="auto">{escaped(say_names(names))}</span>'


@lru_cache(maxsize=4_096)
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


def _facet_list(facet: Facet, address: SearchAddress) -> str:
    of_time = facet.name in _PERIODS
    term = "date" if of_time else facet.name
    counts = facet.counts[:_MOST_PERIODS] if of_time else facet.counts
    values, chosen = [value for value, _ in counts], address.chosen(term)
    urls = address.toggled_urls(term, values)
    lines = [
        f'<li><a href="{url}"{_CURRENT if value in chosen else ""}>'
        f'<span dir="auto">{escaped(value)}</span> '
        f'<span class="number">{say_number(count)}</span></a></li>'
        for (value, count), url in zip(counts, escaped_urls(urls), strict=True)
    ]
    sight = len(lines) if of_time else _MOST_NAMES
    rest = ""
    if lines[sight:]:
        cut = ", of those with the most" if len(facet.counts) >= MOST_VALUES else ""
        rest = (
            '<details class="more">\n'
            f"<summary>{say_number(len(lines) - sight)} more{cut}</summary>\n"
            f"<ul>{''.join(lines[sight:])}</ul>\n</details>\n"
        )
    return (
        f'<section class="facet facet-{facet.name}">\n<h2>{facet.name.capitalize()}</h2>\n'
        f"<ul>{''.join(lines[:sight])}</ul>\n{rest}</section>\n"
    )
