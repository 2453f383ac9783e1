"""What a search finds as data: a page of it, all of it in many formats, and its feed."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain, islice
from threading import BoundedSemaphore
from typing import cast
from uuid import UUID, uuid5

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    jsonify,
    render_template,
    request,
    stream_with_context,
)

from corpus.errors import BackfileError, Busy
from corpus.store.calendar import last_changes
from search.matching.parameters import BY_NAME, LONGEST_SHOWN, MOST_VALUES
from search.matching.results import Hit, Request
from web.base.address import SearchAddress
from web.base.citations import bibtex, csl_json, ris
from web.base.formats import csv_lines, csv_row, ndjson, results_object
from web.pages.answers import note_hits
from web.pages.errors import log_broken
from web.pages.links import permanent_url
from web.pages.presentation import newspaper_name
from web.pages.search import answer, asked_address, chips, to_request
from web.pages.shelf import the_searcher, the_settings, the_store

BOM = "\ufeff"  # a spreadsheet takes what begins with it for UTF-8
SLOTS = "export slots"
FEED_LENGTH = 30
NAMESPACE = UUID("3f0c1f7e-5f0e-5b7e-9a53-0b6c1d2e4f77")  # of what feeds name: never another
# of hits, with these fields or the usual ones
Writer = Callable[[Iterable[Hit], Sequence[str]], Iterator[str]]


def _references(write: Callable[..., Iterator[str]]) -> Writer:
    return lambda hits, _: write(hits, paper=newspaper_name(the_settings()), locate=permanent_url)


def _data(write: Callable[..., Iterator[str]]) -> Writer:
    return lambda hits, fields: write(
        hits, fields, base_url=the_settings().address, texts=the_store().texts
    )


@dataclass(frozen=True, slots=True)
class Stream:
    """A format of all hits."""

    mimetype: str
    write: Writer
    # what comes last where the rest cannot be read, with the words that say so: a program that
    # reads the format stumbles over it, or sees it, as the end of an answer looks whole whatever
    # became of it
    broken: Callable[[str], str]
    has_fields: bool = False


STREAMS = {
    "csv": Stream(
        "text/csv; charset=utf-8",
        lambda hits, fields: chain([BOM], _data(csv_lines)(hits, fields)),
        lambda told: csv_row([told]),
        has_fields=True,
    ),
    "ndjson": Stream(
        "application/x-ndjson",
        _data(ndjson),
        lambda told: json.dumps({"error": told}, ensure_ascii=False) + "\n",
        has_fields=True,
    ),
    "ris": Stream(
        "application/x-research-info-systems",
        _references(ris),
        lambda told: f"TY  - GEN\r\nTI  - {told}\r\nER  - \r\n\r\n",
    ),
    "bib": Stream(
        "application/x-bibtex", _references(bibtex), lambda told: f"@article{{broken,\n  {told}\n"
    ),
    "csl.json": Stream(
        "application/vnd.citationstyles.csl+json", _references(csl_json), lambda told: f"\n{told}\n"
    ),
}


def init_app(app: Flask) -> None:
    """Add the routes."""
    app.extensions[SLOTS] = BoundedSemaphore(app.extensions["shelf"].settings.threads)
    app.add_url_rule("/search.json", "search_json", search_json)
    app.add_url_rule("/search.atom", "search_atom", search_atom)
    form = "<any(csv, ndjson, ris, bib, 'csl.json'):form>"
    app.add_url_rule(f"/search.{form}", "search_stream", search_stream)


def search_json() -> Response:
    """A page of results."""
    address, base_url = asked_address(), the_settings().address
    made = results_object(
        answer(address), address, base_url=base_url, texts=the_store().texts
    )
    unknown = [
        f"“{name[:LONGEST_SHOWN]}” is no parameter." for name in request.args if name not in BY_NAME
    ]
    made["notices"] += unknown[:MOST_VALUES]
    return jsonify(made)


def search_atom() -> Response:
    """A feed of the query."""
    address = asked_address()
    own, page = address.url("/search.atom", sort="relevance"), address.url(sort="added")
    return feed_of(address, own=own, page=page)


def feed_of(address: SearchAddress, *, own: str, page: str) -> Response:
    """A feed of a search: what has all its words, the last that came into the archive first. `own`
    is the feed's address, `page` that of the page with the same.

    What it names goes by the archive and the article, on whatever server (RFC 4287, 4.2.6).
    """
    address = replace(address, sort="added", page=1, size=None, fields=())
    made = replace(to_request(address), size=FEED_LENGTH, facets=False, bare=True)
    results = the_searcher().search(made)
    note_hits(results.total, query=results.query)
    archive = the_store().archive_id
    changed = last_changes(the_store(), [hit.id for hit in results.hits])
    body = render_template(
        "search.atom.xml",
        address=address,
        own=own,
        page=page,
        chosen=", ".join((address.q or "editorials", *(chip.label for chip in chips(address)))),
        hits=results.hits,
        changed=changed,
        built=the_searcher().info().built_at,
        name=lambda kind, own: uuid5(NAMESPACE, f"{archive} {kind} {own}").urn,
    )
    return Response(body, mimetype="application/atom+xml")


def search_stream(form: str) -> Response:
    """Every hit of the query, however many, in another format."""
    return stream_of(asked_address(), form)


def stream_of(address: SearchAddress, form: str) -> Response:
    """Every hit of a search in another format; which fields is asked by this request.

    Whoever reads slowly keeps a thread: so many exports run at a time as leave enough for pages.
    Raises Busy for one more.
    """
    stream, made = STREAMS[form], to_request(address)
    if made.query.root is None and not made.filters:
        abort(400, "An export needs words or a filter to look for.")
    if stream.has_fields and (refused := _refused_fields()):
        abort(400, refused)
    if not stream.has_fields or (address.fields and "snippets" not in address.fields):
        made = replace(made, snippets=False)
    slots = cast(BoundedSemaphore, current_app.extensions[SLOTS])
    if not slots.acquire(blocking=False):
        raise Busy("too many exports are on their way at this moment; ask for yours in a minute")
    slot = ExitStack()  # until the last line is read, or until nobody reads on
    slot.callback(slots.release)
    try:
        response = _streamed(made, stream, address.fields, slot)
    except BaseException:
        slot.close()
        raise
    response.call_on_close(slot.close)
    response.headers["Content-Disposition"] = f'attachment; filename="editorials.{form}"'
    return response


def _streamed(
    made: Request, stream: Stream, fields: Sequence[str], slot: ExitStack
) -> Response:
    hits = the_searcher().stream(made)
    begun = list(islice(hits, 1))  # what is wrong with the index shows before the answer begins
    if not begun:
        note_hits(0, query=made.query.text)
    body = stream.write(chain(begun, hits), fields)
    return Response(
        stream_with_context(_to_its_end(body, stream, slot)), content_type=stream.mimetype
    )


def _refused_fields() -> str | None:
    """What is wrong with the fields that are asked for."""
    parameter = BY_NAME["fields"]
    for text in request.args.getlist("fields"):
        for value in map(str.strip, parameter.values(text)):
            if value and (reason := parameter.refusal(value)):
                return reason
    return None


def _to_its_end(body: Iterator[str], stream: Stream, slot: ExitStack) -> Iterator[str]:
    """What is sent; where the rest of it cannot be, that is said in its last line."""
    with slot:
        try:
            yield from body
        except Exception as error:
            log_broken(error)
            why = str(error) if isinstance(error, BackfileError) else "the reason is in the log"
            yield stream.broken(f"This export broke off here: {why}.")
