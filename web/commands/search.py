"""Commands that find: search and similar.

Nothing here loads the web server or the crawler, and the cleaner only for a draft that is a page.
"""

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from corpus.errors import BackfileError
from corpus.field import NAMED, TERMS
from search.matching.results import Results, Sort
from web.base.answers import log_answer
from web.base.config import Settings
from web.commands.base import command
from web.commands.terminal import Terminal

if TYPE_CHECKING:
    from search.searcher import Searcher

LONGEST_DRAFT = 1_000_000  # characters
_PAGE = re.compile(r"\s*<(!doctype html|html)\b", re.IGNORECASE)


def _check_dates(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> str | None:
    from search.query.periods import read_range

    if value is not None:
        try:
            read_range("date", value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
    return value


def _name_options(callback: Callable[..., None]) -> Callable[..., None]:
    """An option for each field whose names filter."""
    for field in reversed(NAMED):
        about = f"Only with this {field.term}, named as in the results."
        callback = click.option(f"--{field.term}", help=about)(callback)
    return callback


@command("search", flags=("page_size", "log_queries"))
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--from",
    "since",
    metavar="DATE",
    callback=_check_dates,
    help="Not before this year, month or day.",
)
@click.option(
    "--to",
    "until",
    metavar="DATE",
    callback=_check_dates,
    help="Not after this year, month or day.",
)
@_name_options
@click.option("--sort", type=click.Choice(get_args(Sort)), help="Default: relevance.")
@click.option(
    "--page", type=click.IntRange(1, 999_999), default=1, help="Which page of the results."
)
@click.option("--limit", type=click.IntRange(1, 1000), help="How many hits to a page.")
def search_command(
    settings: Settings,
    terminal: Terminal,
    query: tuple[str, ...],
    limit: int | None,
    page: int,
    **filters: str | None,
) -> None:
    """Find editorials. The query language is that of the search page.

    A word that begins with a minus goes behind two dashes: backfile search -- peace -taliban. The
    exit code is 0 when nothing was found, too.
    """
    from search.matching.results import Request
    from search.query.parser import parse
    from web.base.address import read_address
    from web.base.formats import results_object
    from web.commands.hit_lines import result_lines

    given = {
        "q": " ".join(query),
        "from": filters["since"],
        "to": filters["until"],
        "page": str(page),
    }
    given |= {name: filters[name] for name in (*TERMS, "sort")}
    address = read_address({name: value for name, value in given.items() if value is not None})
    with _open_searcher(settings) as searcher:
        request = Request(
            parse(address.q),
            address.filters,
            address.sort,
            address.page,
            limit or settings.page_size,
            facets=terminal.as_json,
        )
        begun = time.perf_counter()
        results = searcher.search(request)
    _log(settings, "backfile search", results, begun)
    terminal.give({**results_object(results), "notices": list(address.notices)})
    terminal.say(*result_lines(results), *address.notices)


@command("similar")
@click.argument("file", metavar="FILE|-")
@click.option(
    "--before",
    metavar="DATE",
    callback=_check_dates,
    help="Only what was published before this day.",
)
@click.option(
    "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many at most."
)
def similar_command(
    settings: Settings, terminal: Terminal, file: str, before: str | None, limit: int
) -> None:
    """Find what was published on the subject of a draft, in a file or on standard input."""
    from web.base.address import read_dates
    from web.base.formats import results_object
    from web.commands.hit_lines import similar_lines

    text = _read_draft(file)
    period = read_dates(before) if before else None
    with _open_searcher(settings) as searcher:
        begun = time.perf_counter()
        results = searcher.similar(text, before=period.days.since if period else None, limit=limit)
    _log(settings, "backfile similar", results, begun)
    terminal.give(results_object(results))
    terminal.say(*similar_lines(results))


def _log(settings: Settings, page: str, results: Results, begun: float) -> None:
    seconds, hits = time.perf_counter() - begun, results.total + results.partial
    log_answer(settings, page, seconds=seconds, hits=hits, query=results.query or None)


@contextmanager
def _open_searcher(settings: Settings) -> "Iterator[Searcher]":
    """The searcher, which asks the corpus what people decided.

    Raises StoreError first, then IndexUnusable.
    """
    from corpus.store.store import ArticleStore
    from search import open_searcher

    with (
        ArticleStore(settings.corpus, create=False) as store,
        closing(
            open_searcher(settings.index, corpus=lambda: store, codec=settings.codec)
        ) as searcher,
    ):
        yield searcher


def _read_draft(file: str) -> str:
    data = sys.stdin.buffer.read(4 * LONGEST_DRAFT) if file == "-" else Path(file).read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BackfileError(f"{file} is not text in UTF-8") from None
    if _PAGE.match(text):
        text = _text_of_page(data)
    if not text.strip():
        raise BackfileError(f"{'standard input' if file == '-' else file} holds no text")
    if len(text) > LONGEST_DRAFT:
        raise BackfileError(
            f"{file} is longer than {LONGEST_DRAFT:,} characters: that is not an editorial"
        )
    return text


def _text_of_page(body: bytes) -> str:
    """What an HTML page says, without what is around it. Raises PageRefused."""
    from corpus.article import Page
    from corpus.cleaning.clean import clean

    return clean(Page(None, body, "text/html", "utf-8", datetime.now(UTC), source="import")).text
