"""The pages of the archive itself, which need no index: an article, and what was published when."""

import calendar
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from corpus.article import Article
from corpus.errors import IndexUnusable, UnknownArticle
from corpus.field import leading_texts
from corpus.store.calendar import (
    Entry,
    count_undated,
    month,
    months,
    neighbours,
    other_years,
    undated,
)
from index.base.searched_article import as_searched
from search.matching.results import Hit
from search.query.parser import parse
from search.query.query import Query
from search.query.rewrite import searchable
from search.snippets.highlight import mark_text, mark_title
from web.base.address import read_address
from web.base.article_path import slug
from web.base.formats import article_object, article_text, bibtex, changed_object, ris
from web.pages.errors import log_trouble
from web.pages.links import article_url, permanent_url
from web.pages.marked_text import marked_paragraphs
from web.pages.presentation import MONTHS, newspaper_name, page_count
from web.pages.shelf import the_searcher, the_settings, the_store

SIMILAR = 5
UNDATED_PAGE = 100


@dataclass(frozen=True, slots=True)
class MonthCount:
    """A cell of the overview: how many editorials a month holds."""

    year: int
    month: int
    count: int
    inside: bool  # between the first and the last month of the archive: empty is a gap
    shade: int  # 0 to 4, by the fullest month


def init_app(app: Flask) -> None:
    """Add the routes."""
    app.add_url_rule("/a/<article_id>.<any(json, txt, ris, bib):form>", "article_as", article_as)
    app.add_url_rule("/a/<article_id>", "article_bare", article)
    app.add_url_rule("/a/<article_id>/<slug>", "article", article)
    app.add_url_rule("/browse", "browse", browse)
    app.add_url_rule("/browse/undated", "browse_undated", browse_undated)
    app.add_url_rule("/browse/<int:year>", "browse_year", browse_year)
    app.add_url_rule("/browse/<int:year>/<int:number>", "browse_month", browse_month)


def article(article_id: str, slug: str = "") -> BaseResponse | str:
    """An article's page, the words of `?q=` marked; a wrong slug is sent to the right one."""
    found = _found(article_id)
    q = request.args.get("q", "").strip()
    if slug != _slug(found):
        return redirect(article_url(found, q=q), 301)
    query = _understood(parse(q))
    searched = as_searched(found)
    spans = mark_text(searched.text, query, title=found.title)
    before, after = neighbours(the_store(), found)
    related, trouble = _similar(found)
    reprints = () if trouble else the_searcher().reprints(found.id)
    return render_template(
        "article.html",
        article=found,
        gone=the_store().gone(found.url),
        paragraphs=list(marked_paragraphs(searched, spans)),
        leading=len(leading_texts(found)),
        title_spans=mark_title(found.title, searchable(query.root)),
        address=read_address({"q": q}),
        marks=len(spans),
        before=before,
        after=after,
        other_years=other_years(the_store(), found),
        related=related,
        reprints=reprints,
        trouble=trouble,
    )


def _understood(query: Query) -> Query:
    """The query as the index answers it; as it was typed where there is none that can be used."""
    if query.root is None:
        return query
    try:
        return the_searcher().understand(query)
    except IndexUnusable as error:
        log_trouble(error)
        return query


def article_as(article_id: str, form: str) -> Response:
    """The article as data, plain text or a reference."""
    found = _found(article_id)
    if form == "json":
        gone = the_store().gone(found.url)
        noted = {
            "page": permanent_url(found),
            "gone": gone.isoformat() if gone else None,
            "other_years": [_entry_object(entry) for entry in other_years(the_store(), found)],
            "reprints": _reprint_objects(found),
        }
        return jsonify({**article_object(found), **noted})
    if form == "txt":
        return Response(article_text(found, page=permanent_url(found)), mimetype="text/plain")
    write, mimetype = {
        "ris": (ris, "application/x-research-info-systems"),
        "bib": (bibtex, "application/x-bibtex"),
    }[form]
    disposition = {"Content-Disposition": f'attachment; filename="{found.id}.{form}"'}
    record = "".join(write([found], paper=newspaper_name(), locate=permanent_url))
    return Response(record, mimetype=mimetype, headers=disposition)


def browse() -> str:
    """Every year and month of the archive, gaps visible."""
    counts = months(the_store())
    table = [
        (year, list(cells))
        for year, cells in groupby(_month_counts(counts), key=lambda cell: cell.year)
    ]
    return render_template(
        "browse.html", table=table[::-1], total=sum(counts.values()), undated=_undated()
    )


def browse_year(year: int) -> str:
    """The months of one year, day by day."""
    counts = months(the_store())
    known = sorted({number for number, _ in counts})
    if year not in known:
        abort(404, f"The archive holds no editorial of {year}.")
    position = known.index(year)
    return render_template(
        "year.html",
        year=year,
        cells=[cell for cell in _month_counts(counts) if cell.year == year],
        calendars={
            number: _weeks(year, number, month(the_store(), year, number))
            for number in range(1, 13)
        },
        before=known[position - 1] if position else None,
        after=known[position + 1] if position + 1 < len(known) else None,
    )


def browse_month(year: int, number: int) -> str:
    """One month: its calendar and its editorials by day."""
    entries = month(the_store(), year, number) if 1 <= number <= 12 and 1 <= year <= 9999 else ()
    if not entries:
        if not 1 <= number <= 12:
            abort(404, "A year has twelve months, from 01 to 12.")
        abort(404, f"The archive holds no editorial of {MONTHS[number - 1]} {year}.")
    known = list(months(the_store()))
    position = known.index((year, number))
    return render_template(
        "month.html",
        year=year,
        number=number,
        weeks=_weeks(year, number, entries),
        days=[
            (day, list(group)) for day, group in groupby(entries, key=lambda entry: entry.published)
        ],
        total=len(entries),
        before=known[position - 1] if position else None,
        after=known[position + 1] if position + 1 < len(known) else None,
    )


def browse_undated() -> str:
    """Editorials whose date is not known."""
    total = _undated()
    last = page_count(total, UNDATED_PAGE)
    page = request.args.get("page", "1")
    if not page.isascii() or not page.isdigit() or len(page) > 6 or not 1 <= int(page) <= last:
        abort(404, "There is no such page of undated editorials.")
    entries = undated(the_store(), offset=(int(page) - 1) * UNDATED_PAGE, limit=UNDATED_PAGE)
    return render_template("undated.html", entries=entries, total=total, page=int(page), last=last)


def _found(article_id: str) -> Article:
    """The article of this id; one that proved to be another article is sent there."""
    try:
        return the_store().get(article_id)
    except UnknownArticle:
        if (now := the_store().now_called(article_id)) is None:
            raise
        abort(redirect(request.full_path.rstrip("?").replace(article_id, now, 1), 301))


def _similar(article: Article) -> tuple[tuple[Hit, ...], IndexUnusable | None]:
    try:
        similar = the_searcher().similar
        return similar(article.text, exclude=article.id, limit=SIMILAR, roughly=True).hits, None
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
    base_url = the_settings().base_url
    return [changed_object(each, base_url=base_url) for each in found]


def _entry_object(entry: Entry) -> dict[str, str | None]:
    return {
        "id": entry.id,
        "title": entry.title,
        "published": entry.published.isoformat() if entry.published else None,
        "page": permanent_url(entry),
    }


def _slug(article: Article) -> str:
    return slug(article.title)


def _undated() -> int:
    return count_undated(the_store())


def _month_counts(counts: dict[tuple[int, int], int]) -> list[MonthCount]:
    """Twelve months for each year from the first to the last."""
    if not counts:
        return []
    first, last, fullest = min(counts), max(counts), max(counts.values())
    cells = []
    for year in range(first[0], last[0] + 1):
        for number in range(1, 13):
            count = counts.get((year, number), 0)
            shade = -(-4 * count // fullest)
            cells.append(MonthCount(year, number, count, first <= (year, number) <= last, shade))
    return cells


def _weeks(year: int, number: int, entries: tuple[Entry, ...]) -> list[list[tuple[int, int]]]:
    """Weeks of seven (day of the month or 0, editorials on it), Monday first."""
    counts: dict[date | None, int] = {}
    for entry in entries:
        counts[entry.published] = counts.get(entry.published, 0) + 1
    return [
        [(day, counts.get(date(year, number, day), 0) if day else 0) for day in week]
        for week in calendar.Calendar().monthdayscalendar(year, number)
    ]
