"""What machines ask: is it well, what is in it, where is everything, what may be asked."""

import re
import sqlite3
from math import ceil

from flask import Flask, Response, abort, jsonify, render_template

from corpus.crawling.progress import reasons
from corpus.errors import BackfileError
from corpus.store.calendar import (
    Tally,
    count_undated,
    last_changes,
    latest,
    tally,
    undated,
    year,
    years,
)
from search.query.periods import UNDATED
from web.base.footprint import footprint
from web.base.openapi import description
from web.pages.errors import corpus_trouble, log_trouble
from web.pages.links import absolute_url, article_url
from web.pages.search import look_up_info
from web.pages.shelf import the_searcher, the_settings, the_store

SHORT_NAME = 16
SITEMAP_LIMIT = 50_000  # addresses in one file, by the sitemap protocol


def init_app(app: Flask) -> None:
    """Add the routes."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/status", "status", status)
    app.add_url_rule("/status.json", "status_json", status_json)
    app.add_url_rule("/api/openapi.json", "openapi", openapi)
    app.add_url_rule("/robots.txt", "robots", robots)
    app.add_url_rule("/opensearch.xml", "opensearch", opensearch)
    app.add_url_rule("/sitemap.xml", "sitemap", sitemap)
    app.add_url_rule("/sitemap/<name>.xml", "sitemap_part", sitemap_part)


def healthz() -> tuple[Response, int]:
    """200 when a search can be answered, 503 with the reason when not."""
    try:
        latest(the_store(), 1)  # a file that opens may still be damaged
        info = the_searcher().info()
    except (BackfileError, sqlite3.Error) as error:
        told = error if isinstance(error, BackfileError) else corpus_trouble(error)
        log_trouble(told)
        return jsonify(status="unwell", error=str(told), mend=told.mend), 503
    return jsonify(status="ok", articles=info.articles, generation=info.generation), 200


def status() -> str:
    """The state of corpus and index, for people."""
    info, trouble = look_up_info()
    return render_template(
        "status.html",
        tally=tally(the_store()),
        reasons=reasons(the_store()),
        info=info,
        trouble=trouble,
        waiting=the_store().count_changes(info.seq) if info else None,
        sizes=footprint(the_settings()),
    )


def status_json() -> Response:
    """The same for machines: `index` is null when none can answer, and `trouble` says why."""
    info, trouble = look_up_info()
    index = info and {
        "articles": info.articles,
        "undated": info.undated,
        "first": info.first.isoformat() if info.first else None,
        "last": info.last.isoformat() if info.last else None,
        "built_at": info.built_at.isoformat(),
        "generation": info.generation,
        "changes_waiting": the_store().count_changes(info.seq),
    }
    trouble_object = trouble and {"error": str(trouble), "mend": trouble.mend}
    counted, sizes = _tally_object(tally(the_store())), footprint(the_settings())
    return jsonify(
        corpus=counted,
        reasons=reasons(the_store()),
        index=index,
        trouble=trouble_object,
        bytes=sizes,
    )


def openapi() -> Response:
    """The description of what programs may ask for."""
    settings = the_settings()
    return jsonify(description(name=settings.site_name, address=settings.address))


def robots() -> Response:
    """Robots may read the editorials, not walk through every search there is."""
    lines = [
        "User-agent: *",
        "Disallow: /search",
        "Disallow: /browse*.",  # the same as data
        "Disallow: /suggest",
        "Disallow: /draft",
        "Disallow: /status",
        "Disallow: /metrics",
        f"Sitemap: {absolute_url('/sitemap.xml')}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def opensearch() -> Response:
    """The description by which a browser adds this search to its own."""
    body = render_template("opensearch.xml", short_name=_short(the_settings().site_name))
    return Response(body, mimetype="application/opensearchdescription+xml")


def _short(name: str) -> str:
    """At most 16 characters, as OpenSearch has it; cut between words where it can be."""
    if len(name) <= SHORT_NAME:
        return name
    return name[: SHORT_NAME + 1].rpartition(" ")[0].rstrip(" ,-–") or name[:SHORT_NAME]


def sitemap() -> Response:
    """The sitemaps there are: of each year, and of what is undated, as many as it fills."""
    store = the_store()
    counts = [*years(store).items(), (UNDATED, count_undated(store))]
    names = [
        f"{name}-{part}" if part > 1 else name
        for name, count in counts
        for part in range(1, ceil(count / SITEMAP_LIMIT) + 1)
    ]
    addresses = [absolute_url(f"/sitemap/{name}.xml") for name in names]
    return Response(
        render_template("sitemaps.xml", addresses=addresses), mimetype="application/xml"
    )


def sitemap_part(name: str) -> Response:
    """The addresses of one year's editorials, or of the undated ones; of many the first
    SITEMAP_LIMIT, and the others in parts behind: 2012, 2012-2."""
    store = the_store()
    asked = re.fullmatch(rf"([0-9]{{4}}|{UNDATED})(?:-([2-9]|[1-9][0-9]{{1,3}}))?", name)
    if asked is None:
        abort(404)
    begin = (int(asked[2] or 1) - 1) * SITEMAP_LIMIT
    entries = (
        undated(store, offset=begin, limit=SITEMAP_LIMIT)
        if asked[1] == UNDATED
        else year(store, int(asked[1]), offset=begin, limit=SITEMAP_LIMIT)
    )
    if not entries:
        abort(404)
    changed = last_changes(store, [entry.id for entry in entries])
    pages = [(article_url(entry, absolute=True), changed[entry.id].date()) for entry in entries]
    return Response(render_template("sitemap.xml", pages=pages), mimetype="application/xml")


def _tally_object(counted: Tally) -> dict[str, object]:
    return {
        "articles": counted.articles,
        "undated": counted.undated,
        "removed": counted.removed,
        "pages": counted.pages,
        "pages_waiting": counted.pages_waiting,
        "queued": counted.queued,
        "failed": counted.failed,
        "held": counted.held,
        "gone": counted.gone,
        "noindex": counted.noindex,
        "last_fetch": counted.last_fetch.isoformat() if counted.last_fetch else None,
    }
