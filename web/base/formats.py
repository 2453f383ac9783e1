"""Results and articles as data: JSON, lines of JSON, CSV and plain text."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import repeat
from typing import Any

from corpus.article import Article
from corpus.cleaning.record import article_to_record, told
from corpus.field import FIELDS, texts_of
from corpus.store.calendar import Entry
from index.base.searched_article import as_searched
from search.changes import ReprintOf
from search.matching.results import Facet, Hit, Reprint, Results, Snippet
from web.base.address import SearchAddress, safe_url
from web.base.article_path import article_path

INTERNAL_FIELDS = ("updated_seq", "provenance")  # of an article's record: not in its JSON
CSV_COLUMNS = (
    "id",
    "published",
    "date_source",
    "title",
    *(field.name for field in FIELDS if field.csv),
    "partial",
    "url",
    "page",
    "snippet",
    "reprints",
)
# by ids the texts of articles, as far as there are such
Texts = Callable[[Sequence[str]], Mapping[str, str]]
# what a spreadsheet takes for a formula; before it, it passes over whatever cannot be seen
_FORMULA = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r]")


def results_object(
    results: Results, address: SearchAddress, *, base_url: str, texts: Texts
) -> dict[str, Any]:
    """The object of `/search.json` and `backfile search --json`.

    A hit has its address here as `page`, behind `base_url`, the original as `url`. `score_parts`
    stand there where they were asked for, `notices` of `address` behind them. `reprints` of a hit
    are what else was found of the same text; all in all that are as many as the answer's
    `reprints`, and on all pages there are `total` and `partial` less these hits. The `fields` of
    `address` choose what a hit has; `texts` are read where one is `text`.

    Spans are character offsets into their text. Paragraphs are counted from 0; `anchor` is the mark
    of the same paragraph in the address of the article's page, where the first is p1.
    """
    following = address.url("/search.json", page=results.page + 1)
    is_followed = results.page * results.size < results.listed
    return {
        "query": results.query,
        "searched_for": [asdict(each) for each in results.searched_for],
        "repaired": results.repaired,
        "total": results.total,
        "partial": results.partial,
        "reprints": results.reprints,
        "page": results.page,
        "size": results.size,
        "next": base_url + following if is_followed else None,
        "hits": [
            made
            | ({"score_parts": [part._asdict() for part in parts]} if results.score_parts else {})
            for made, parts in zip(
                hit_objects(results.hits, address.fields, base_url=base_url, texts=texts),
                results.score_parts or repeat(()),
                strict=False,
            )
        ],
        "facets": {facet.name: _facet_object(facet) for facet in results.facets},
        "histogram": [bar._asdict() for bar in results.histogram],
        "suggestion": asdict(results.suggestion) if results.suggestion else None,
        "relaxations": [asdict(each) for each in results.relaxations],
        "notices": list(address.notices),
    }


def hit_object(hit: Hit, *, base_url: str) -> dict[str, Any]:
    """One hit, as in `results_object`."""
    return {
        "id": hit.id,
        "page": _page(hit, base_url),
        **{field.name: told(getattr(hit, field.name)) for field in FIELDS if field.on_hits},
        "title_spans": [list(span) for span in hit.title_spans],
        "score": hit.score,
        "partial": hit.partial,
        "snippets": [_snippet_object(snippet) for snippet in hit.snippets],
        "reprints": [reprint_object(each, base_url=base_url) for each in hit.reprints],
    }


def hit_objects(
    hits: Iterable[Hit], fields: Sequence[str], *, base_url: str, texts: Texts
) -> Iterator[dict[str, Any]]:
    """Hits with these fields alone, in their order; without any as in `hit_object`."""
    for hit, text in _with_texts(hits, texts if "text" in fields else None):
        made = hit_object(hit, base_url=base_url)
        yield {name: text if name == "text" else made[name] for name in fields or made}


def _with_texts(hits: Iterable[Hit], texts: Texts | None) -> Iterator[tuple[Hit, str | None]]:
    """Hits with their texts, None where that is not there. Each is read when its turn comes: an
    export may be read slowly, and an article be removed meanwhile."""
    for hit in hits:
        yield hit, texts([hit.id]).get(hit.id) if texts else None


def reprint_object(reprint: Reprint, *, base_url: str) -> dict[str, Any]:
    """Another article of the same text."""
    return {
        "id": reprint.id,
        "title": reprint.title,
        "published": reprint.published.isoformat() if reprint.published else None,
        "page": base_url + article_path(reprint.id, reprint.title),
    }


def entry_object(entry: Entry, *, base_url: str) -> dict[str, Any]:
    """An editorial in a list."""
    return {
        "id": entry.id,
        "title": entry.title,
        "published": told(entry.published),
        "byline": told(entry.byline),
        "section": entry.section,
        "page": base_url + article_path(entry.id, entry.title),
    }


def changed_object(reprint: ReprintOf, *, base_url: str) -> dict[str, Any]:
    """Another article of the same text, and what differs: here and there."""
    hit = reprint.hit
    named = reprint_object(Reprint(hit.id, hit.title, hit.published), base_url=base_url)
    told = reprint.changes and [change._asdict() for change in reprint.changes]
    return named | {"changes": list(told) if told is not None else None}


def article_object(article: Article) -> dict[str, Any]:
    """The object of `/a/<id>.json`.

    `sentences` are character offsets into the paragraphs joined by blank lines.
    """
    record = article_to_record(article)
    return {name: record[name] for name in record if name not in INTERNAL_FIELDS}


def article_text(article: Article, *, page: str) -> str:
    """The article as plain text: title, author and date, where it was and is, paragraphs."""
    known = [
        ", ".join(article.byline),
        article.published.isoformat() if article.published else "undated",
    ]
    original = safe_url(article.url)
    places = [f"Original: {original}" if original else "", f"In the archive: {page}"]
    lines = [article.title, " | ".join(part for part in known if part), *places]
    return "\n".join(line for line in lines if line) + "\n\n" + as_searched(article).text + "\n"


def ndjson(
    hits: Iterable[Hit], fields: Sequence[str], *, base_url: str, texts: Texts
) -> Iterator[str]:
    """One hit to a line, as in `hit_objects`."""
    for made in hit_objects(hits, fields, base_url=base_url, texts=texts):
        yield json.dumps(made, ensure_ascii=False) + "\n"


def csv_lines(
    hits: Iterable[Hit], fields: Sequence[str], *, base_url: str, texts: Texts
) -> Iterator[str]:
    """A header and one hit to a row (RFC 4180), with these fields or, without any, the usual ones.

    What a spreadsheet would run as a formula gets a `'` before it.
    """
    columns = fields or CSV_COLUMNS
    yield csv_row(columns)
    for hit, text in _with_texts(hits, texts if "text" in fields else None):
        cells = _cells(hit, text, base_url)
        yield csv_row([cells[name] for name in columns])


def _cells(hit: Hit, text: str | None, base_url: str) -> dict[str, str]:
    """What stands in the column of each field."""
    snippets = " ".join(snippet.text for snippet in hit.snippets)
    return {
        "id": hit.id,
        "page": _page(hit, base_url),
        **{field.name: "; ".join(texts_of(hit, field)) for field in FIELDS if field.on_hits},
        "title_spans": "; ".join(f"{start}-{end}" for start, end in hit.title_spans),
        "score": str(hit.score),
        "partial": "partial" if hit.partial else "",
        "snippet": snippets,
        "snippets": snippets,
        "reprints": "; ".join(reprint.id for reprint in hit.reprints),
        "text": text or "",
    }


def _page(hit: Hit, base_url: str) -> str:
    return base_url + article_path(hit.id, hit.title)


def _facet_object(facet: Facet) -> list[dict[str, Any]]:
    return [{"value": value, "count": count} for value, count in facet.counts]


def _snippet_object(snippet: Snippet) -> dict[str, Any]:
    return snippet._asdict() | {
        "spans": [list(span) for span in snippet.spans],
        "anchor": f"p{snippet.paragraph + 1}",
    }


def csv_row(cells: Iterable[str]) -> str:
    """A row of CSV; what a spreadsheet would run as a formula gets a `'` before it."""
    line = io.StringIO()
    csv.writer(line).writerow(["'" + cell if _FORMULA.match(cell) else cell for cell in cells])
    return line.getvalue()
