"""The pages a search is made of: the box, the results, the help."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from corpus.errors import IndexUnusable
from corpus.field import TERMS
from corpus.store.calendar import Entry, holds_any, latest
from index.base.analysis import tokenize
from search.matching.parameters import BY_NAME
from search.matching.results import Completion, IndexInfo, Request, Results, Sort
from web.base.address import SearchAddress, read_address
from web.base.article_path import slug
from web.pages.answers import note_hits
from web.pages.box import box
from web.pages.cards import cards, choices, facet_lists, takeaway
from web.pages.chart import chart_of
from web.pages.errors import log_trouble
from web.pages.links import absolute_url
from web.pages.presentation import page_count, page_links, say_count
from web.pages.shelf import the_searcher, the_settings, the_store

SORTS: dict[Sort, str] = {
    "relevance": "Best first",
    "newest": "Newest",
    "oldest": "Oldest",
    "added": "Added last",
}
SIZES = (10, 20, 50)  # of a page of results, to choose from
LATEST = 6


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, or a part of the query, and the address without it."""

    label: str
    url: str
    total: int | None = None  # hits without it; None where that was not asked


def init_app(app: Flask) -> None:
    """Add the routes."""
    app.add_url_rule("/", "home", home)
    app.add_url_rule("/search", "search", search)
    app.add_url_rule("/suggest", "suggest", suggest)
    app.add_url_rule("/help", "help_page", help_page)
    app.jinja_env.globals["box"] = box


def home() -> str:
    """The box and the latest editorials; without an index, why there is none."""
    info, trouble = look_up_info()
    entries = latest(the_store(), LATEST)
    return render_template(
        "home.html",
        info=info,
        trouble=trouble,
        latest=entries,
        examples=list(example_queries(entries)),
        empty=not holds_any(the_store()),
    )


def help_page() -> str:
    """The query language by example."""
    return render_template("help.html")


def search() -> BaseResponse | str | tuple[str, int]:
    """The results page."""
    address = asked_address()
    if any(name in BY_NAME and not value.strip() for name, value in request.args.items(multi=True)):
        # what a form left empty
        return redirect(address.url(page=address.page))
    if not address.state:
        return help_page()
    results = answer(address)
    last = page_count(results.listed, results.size)
    asked, here = address.url(""), address.url("", page=address.page)
    unsorted = address.url("", sort="relevance")
    sizes = {size: str(size) for size in sorted({*SIZES, the_settings().page_size})}
    page = render_template(
        "search.html",
        address=address,
        results=results,
        last=last,
        cards=cards(results, address),
        facets=facet_lists(results.facets, address),
        chart=chart_of(results.histogram, address),
        links=page_links(address.page, last, partial(address.urls, "page"))
        if address.page <= last
        else None,
        sorts=choices(SORTS, address.urls("sort", SORTS), address.sort),
        sizes=choices(sizes, address.urls("size", sizes.values()), results.size),
        takeaway=takeaway(asked, here, unsorted),
        asked=asked,
        here=here,
        unsorted=unsorted,
        chips=list(chips(address)),
        ways_out=list(ways_out(address, results)),
    )
    return (page, 404) if address.page > last else page


def asked_address() -> SearchAddress:
    """The state that the request asks for."""
    return read_address(request.args.to_dict(flat=False))


def suggest() -> Response:
    """What the question in `q` may become, as OpenSearch's suggestions: what was typed, the texts,
    what each is, and the address that each leads to."""
    from flask import json

    typed = request.args.get("q", "")
    found = the_searcher().complete(typed)
    told = [
        typed,
        [each.text for each in found],
        [_what_it_is(each) for each in found],
        [absolute_url(_completed_url(each)) for each in found],
    ]
    return Response(json.dumps(told), mimetype="application/x-suggestions+json")


def _what_it_is(completion: Completion) -> str:
    if completion.article is not None:
        return "Editorial"
    counted = say_count(completion.total, "editorial")
    return f"Author, {counted}" if completion.kind == "author" else counted


def _completed_url(completion: Completion) -> str:
    if completion.article is not None:
        return url_for("article", article_id=completion.article, slug=slug(completion.text))
    given = {"author" if completion.kind == "author" else "q": completion.text}
    return read_address(given).url()


def answer(address: SearchAddress, *, size: int | None = None) -> Results:
    """The results for an address."""
    results = the_searcher().search(to_request(address, size=size))
    note_hits(results.total + results.partial, query=results.query)
    return results


def to_request(address: SearchAddress, *, size: int | None = None) -> Request:
    """What a searcher is asked for an address; `size` stands above its own."""
    return Request(
        address.query,
        address.filters,
        address.sort,
        address.page,
        size or address.size or the_settings().page_size,
        reprints=address.reprints,
    )


def example_queries(entries: Sequence[Entry]) -> Iterator[str]:
    """Queries made from the newest editorials, each of another form: each finds something."""
    words = [_words(entry.title) for entry in entries]
    if words and words[0]:
        yield '"' + " ".join(words[0][:3]) + '"'
    if len(words) > 1 and words[1]:
        yield "title:" + max(words[1], key=len).casefold()
    signed = next((entry for entry in entries if entry.byline and entry.published), None)
    if signed and signed.published and (names := _words(signed.byline[0])):
        yield f"author:{names[-1]} after:{signed.published.year}"


def _words(text: str) -> list[str]:
    """The words as the index counts them; of a compound its parts."""
    words: list[str] = []
    last = 0
    for token in tokenize(text):
        if token.start >= last:
            words.append(text[token.start : token.end])
            last = token.end
    return words


def look_up_info() -> tuple[IndexInfo | None, IndexUnusable | None]:
    """What is in the index, or why it cannot be used."""
    try:
        return the_searcher().info(), None
    except IndexUnusable as error:
        log_trouble(error)
        return None, error


def chips(address: SearchAddress) -> Iterator[Chip]:
    """The filters in force, each with the address without it."""
    since, until = address.bounds
    if since and since == until:
        yield Chip(since, address.url(since="", until=""))
    elif since or until:
        yield Chip(f"{since or '…'} – {until or '…'}", address.url(since="", until=""))
    for text in address.dates:
        if not BY_NAME["date"].refusal(text):
            yield Chip(text, address.toggled("date", text).url())
    for term, name in address.names:
        yield Chip(name, address.toggled(term, name).url())


def ways_out(address: SearchAddress, results: Results) -> Iterator[Chip]:
    """What would help where nothing is found in full: what to leave out, and how to."""
    for way in results.relaxations:
        match way.without if way.kind == "filter" else way.kind:
            case "phrase":
                yield Chip("the quotation marks", address.url(q=way.query), way.total)
            case "part":
                yield Chip(way.without, address.url(q=way.query), way.total)
            case "from":
                yield Chip("the dates", address.url(since="", until=""), way.total)
            case "date":
                yield Chip("the chosen dates", address.url(date=""), way.total)
            case "filters":
                everything = dict.fromkeys((*TERMS, "date", "since", "until"), "")
                yield Chip("the filters", address.url(**everything), way.total)
            case term:
                yield Chip(f"the {term}", address.url(**{term: ""}), way.total)
