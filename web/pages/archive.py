"""The page of an article, which needs no index, and the article as data."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from corpus.article import Article
from corpus.errors import IndexUnusable, UnknownArticle
from corpus.field import leading_texts
from corpus.store.calendar import neighbours, other_years
from index.base.searched_article import as_searched
from search.matching.results import Hit, Related, Results
from search.query.query import Query
from search.query.rewrite import searchable
from search.snippets.highlight import mark_text, mark_title
from web.base.address import SearchAddress, read_address
from web.base.article_path import slug
from web.base.citation_styles import citations
from web.base.citations import bibtex, csl_json, meta_tags, news_article, ris
from web.base.formats import article_object, article_text, changed_object, entry_object
from web.base.related import NONE, by_time, related_objects
from web.pages.errors import log_trouble
from web.pages.house import report_url
from web.pages.links import article_url, permanent_url
from web.pages.marked_text import marked_paragraphs
from web.pages.presentation import newspaper_name, say_names
from web.pages.search import to_request
from web.pages.shelf import the_searcher, the_settings, the_store

_CALLED = {"byline": "author", "published": "date"}  # fields that people correct


def init_app(app: Flask) -> None:
    """Add the routes."""
    for page in ("/a/<article_id>", "/a/<article_id>/<slug>"):
        form = "<any(json, txt, ris, bib):form>"
        app.add_url_rule(f"{page}.{form}", "article_as", article_as)
        csl = {"form": "csl.json"}  # else a slug that ends in .csl, as JSON
        app.add_url_rule(f"{page}.csl.json", "article_as", article_as, defaults=csl)
    app.add_url_rule("/a/<article_id>", "article_bare", article)
    app.add_url_rule("/a/<article_id>/<slug>", "article", article)


def article(article_id: str, slug: str = "") -> BaseResponse | str:
    """An article's page; a wrong slug is sent to the right one. Where the address has the state of
    a search, its words are marked, and the page leads back to it, and to the hits around."""
    found, address = _found(article_id), read_address(request.args.to_dict(flat=False))
    if slug != _slug(found):
        return redirect(article_url(found, state=address.state), 301)
    query = _understood(address.query)
    searched = as_searched(found)
    spans = mark_text(searched.text, query, title=found.title)
    before, after = neighbours(the_store(), found)
    related, trouble = _related(found)
    reprints = () if trouble else the_searcher().reprints(found.id)
    shown = {hit.id for hit, _ in reprints}
    paper, page = newspaper_name(the_settings()), permanent_url(found)
    rights = the_settings().rights
    return render_template(
        "article.html",
        article=found,
        meta_tags=meta_tags(found, paper=paper, rights=rights),
        news_article=news_article(found, paper=paper, page=page, rights=rights),
        citations=citations(found, paper=paper, page=page),
        gone=the_store().gone(found.url),
        corrected=_corrected(found),
        report=report_url(found),
        paragraphs=list(marked_paragraphs(searched, spans)),
        leading=len(leading_texts(found)),
        title_spans=mark_title(found.title, searchable(query.root)),
        address=address,
        around=_around(found, address),
        marks=len(spans),
        before=before,
        after=after,
        other_years=[each for each in other_years(the_store(), found) if each.id not in shown],
        related=by_time(found, related),
        none_related=NONE,
        reprints=reprints,
        trouble=trouble,
    )


def _corrected(article: Article) -> tuple[date, str] | None:
    """When people corrected an article here, and what of it; None where they did not."""
    made = the_store().corrected(article.id)
    return made and (made[0], say_names(_CALLED.get(name, name) for name in made[1]))


def _around(article: Article, address: SearchAddress) -> tuple[str | None, str | None]:
    """The addresses of the hits before and after an article in the results it was come from; None
    where there is none, or it is not among them any more."""
    if not address.parameters:
        return None, None
    try:
        results = _hits_of(address)
        ids = [hit.id for hit in results.hits]
        if article.id not in ids:
            return None, None
        place = ids.index(article.id)
        before = [(hit, address) for hit in results.hits[:place]]
        after = [(hit, address) for hit in results.hits[place + 1 :]]
        if not before and address.page > 1:
            other = address.changed(page=address.page - 1)
            before = [(hit, other) for hit in _hits_of(other).hits]
        if not after and results.page * results.size < results.listed:
            other = address.changed(page=address.page + 1)
            after = [(hit, other) for hit in _hits_of(other).hits]
    except IndexUnusable as error:
        log_trouble(error)
        return None, None
    return _url_of(before[-1:]), _url_of(after[:1])


def _hits_of(address: SearchAddress) -> Results:
    request = replace(to_request(address), facets=False, snippets=False)
    return the_searcher().search(request)


def _url_of(some: Sequence[tuple[Hit, SearchAddress]]) -> str | None:
    return next((article_url(hit, state=address.state) for hit, address in some), None)


def _understood(query: Query) -> Query:
    """The query as the index answers it; as it was typed where there is none that can be used."""
    if query.root is None:
        return query
    try:
        return the_searcher().understand(query)
    except IndexUnusable as error:
        log_trouble(error)
        return query


def article_as(article_id: str, form: str, slug: str = "") -> Response:
    """The article as data, plain text or a reference, by its address with any slug or none."""
    found = _found(article_id)
    if form == "json":
        gone = the_store().gone(found.url)
        related, trouble = _related(found)
        noted = {
            "page": permanent_url(found),
            "gone": gone.isoformat() if gone else None,
            "other_years": [
                entry_object(entry, base_url=the_settings().address)
                for entry in other_years(the_store(), found)
            ],
            # nobody can say it without an index
            "similar": None
            if trouble
            else related_objects(related, base_url=the_settings().address),
            "reprints": _reprint_objects(found),
        }
        return jsonify({**article_object(found), **noted})
    if form == "txt":
        return Response(article_text(found, page=permanent_url(found)), mimetype="text/plain")
    write, mimetype = {
        "ris": (ris, "application/x-research-info-systems"),
        "bib": (bibtex, "application/x-bibtex"),
        "csl.json": (csl_json, "application/vnd.citationstyles.csl+json"),
    }[form]
    disposition = {"Content-Disposition": f'attachment; filename="{found.id}.{form}"'}
    record = "".join(write([found], paper=newspaper_name(the_settings()), locate=permanent_url))
    return Response(record, mimetype=mimetype, headers=disposition)


def _found(article_id: str) -> Article:
    """The article of this id; one that proved to be another article is sent there."""
    try:
        return the_store().get(article_id)
    except UnknownArticle:
        if (now := the_store().now_called(article_id)) is None:
            raise
        abort(redirect(request.full_path.rstrip("?").replace(article_id, now, 1), 301))


def _related(article: Article) -> tuple[tuple[Related, ...], IndexUnusable | None]:
    try:
        return the_searcher().related(article), None
    except IndexUnusable as error:
        log_trouble(error)
        return (), error


def _reprint_objects(article: Article) -> list[dict[str, object]] | None:
    """The other articles of its text; None where no index can tell."""
    try:
        found = the_searcher().reprints(article.id)
    except IndexUnusable as error:
        log_trouble(error)
        return None
    base_url = the_settings().address
    return [changed_object(each, base_url=base_url) for each in found]


def _slug(article: Article) -> str:
    return slug(article.title)
