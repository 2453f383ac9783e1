"""What a search finds as data: a page of it, all of it in many formats, and its feed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from uuid import UUID, uuid5

from flask import (
    Flask,
    Response,
    abort,
    jsonify,
    render_template,
    request,
    stream_with_context,
)

from corpus.store.calendar import last_changes
from search.matching.parameters import BY_NAME, LONGEST_SHOWN, MOST_VALUES
from search.matching.results import Hit
from web.base.citations import bibtex, csl_json, ris
from web.base.formats import csv_lines, ndjson, results_object
from web.pages.answers import note_hits
from web.pages.links import permanent_url
from web.pages.presentation import newspaper_name
from web.pages.search import answer, asked_address, to_request
from web.pages.shelf import the_searcher, the_settings, the_store

BOM = "\ufeff"  # a spreadsheet takes what begins with it for UTF-8
FEED_LENGTH = 30
NAMESPACE = UUID("3f0c1f7e-5f0e-5b7e-9a53-0b6c1d2e4f77")  # of what feeds name: never another
STREAMS: dict[str, tuple[str, Callable[[Iterable[Hit]], Iterator[str]]]] = {
    "csv": (
        "text/csv; charset=utf-8",
        lambda hits: chain([BOM], csv_lines(hits, base_url=the_settings().address)),
    ),
    "ndjson": (
        "application/x-ndjson",
        lambda hits: ndjson(hits, base_url=the_settings().address),
    ),
    "ris": (
        "application/x-research-info-systems",
        lambda hits: ris(hits, paper=newspaper_name(), locate=permanent_url),
    ),
    "bib": (
        "application/x-bibtex",
        lambda hits: bibtex(hits, paper=newspaper_name(), locate=permanent_url),
    ),
    "csl.json": (
        "application/vnd.citationstyles.csl+json",
        lambda hits: csl_json(hits, paper=newspaper_name(), locate=permanent_url),
    ),
}


def init_app(app: Flask) -> None:
    """Add the routes."""
    app.add_url_rule("/search.json", "search_json", search_json)
    app.add_url_rule("/search.atom", "search_atom", search_atom)
    form = "<any(csv, ndjson, ris, bib, 'csl.json'):form>"
    app.add_url_rule(f"/search.{form}", "search_stream", search_stream)


def search_json() -> Response:
    """A page of results."""
    address = asked_address()
    made = results_object(answer(address), address, base_url=the_settings().address)
    unknown = [
        f"“{name[:LONGEST_SHOWN]}” is no parameter." for name in request.args if name not in BY_NAME
    ]
    made["notices"] += unknown[:MOST_VALUES]
    return jsonify(made)


def search_atom() -> Response:
    """A feed of the query: what has all its words, the last that came into the archive first.

    What it names goes by the archive and the article, on whatever server (RFC 4287, 4.2.6).
    """
    address = replace(asked_address(), sort="added", page=1, size=None)
    made = replace(to_request(address), size=FEED_LENGTH, facets=False, bare=True)
    results = the_searcher().search(made)
    note_hits(results.total, query=results.query)
    archive = the_store().archive_id
    changed = last_changes(the_store(), [hit.id for hit in results.hits])
    body = render_template(
        "search.atom.xml",
        address=address,
        hits=results.hits,
        changed=changed,
        built=the_searcher().info().built_at,
        name=lambda kind, own: uuid5(NAMESPACE, f"{archive} {kind} {own}").urn,
    )
    return Response(body, mimetype="application/atom+xml")


def search_stream(form: str) -> Response:
    """Every hit of the query, however many, in another format."""
    mimetype, write = STREAMS[form]
    made = to_request(asked_address())
    if made.query.root is None and not made.filters:
        abort(400, "An export needs words or a filter to look for.")
    hits = the_searcher().stream(made)
    begun = list(islice(hits, 1))  # what is wrong with the index shows before the answer begins
    if not begun:
        note_hits(0, query=made.query.text)
    body = stream_with_context(write(chain(begun, hits)))
    name = f"editorials.{form}"
    return Response(
        body,
        content_type=mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
