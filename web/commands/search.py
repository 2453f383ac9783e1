"""Commands that find: search and similar.

Nothing here loads the web server or the crawler, and the cleaner only for a draft that is a page.
"""

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import BackfileError, RemovedArticle, UnknownArticle
from search.matching.parameters import PARAMETERS, Parameter
from search.matching.results import Results
from web.base.answers import log_answer
from web.base.config import Settings
from web.base.draft_text import draft_text
from web.commands.base import command
from web.commands.terminal import Terminal

if TYPE_CHECKING:
    from corpus.article import Article
    from corpus.store.store import ArticleStore
    from search.coverage import Order
    from search.matching.results import Request
    from search.searcher import Searcher
    from web.base.address import SearchAddress

LONGEST_DRAFT = 1_000_000  # characters
_METAVARS = {"date": "DATE", "dates": "DATE", "name": "NAME", "number": "NUMBER"}
_PAGE = re.compile(r"\s*<(!doctype html|html)\b", re.IGNORECASE)


def _check(parameter: Parameter) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """A callback that refuses what the parameter refuses."""

    def check(context: click.Context, option: click.Parameter, value: Any) -> Any:
        given = value if isinstance(value, tuple) else (value,) if value is not None else ()
        for one in (each for text in given for each in parameter.values(str(text))):
            if reason := parameter.refusal(one.strip()):
                raise click.BadParameter(reason)
        return value

    return check


def parameter_options(
    parameters: Sequence[Parameter],
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator that gives a command an option for each parameter."""

    def decorate(callback: Callable[..., Any]) -> Callable[..., Any]:
        for parameter in reversed(parameters):
            callback = _option(parameter)(callback)
        return callback

    return decorate


def _option(parameter: Parameter) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    given = f" Default: {parameter.default}." if parameter.default else ""
    several = " May be given several times." if parameter.many else ""
    one_of = parameter.choices and not parameter.many
    if parameter.choices and parameter.many:
        given = f" Any of {', '.join(parameter.choices)}."
    return click.option(
        parameter.flag,
        parameter.name,
        metavar=_METAVARS.get(parameter.kind) or ("NAME,..." if parameter.many else None),
        type=click.Choice(parameter.choices) if one_of else None,
        multiple=parameter.many,
        callback=_check(parameter),
        help=parameter.about + several + given,
    )


@command("search", flags=("page_size", "log_queries"))
@click.argument("query", nargs=-1)
@parameter_options(PARAMETERS[1:])
@click.option("--explain", is_flag=True, help="Say what each hit's score is the sum of.")
@click.option(
    "--csv", "as_csv", is_flag=True, help="Print a table: every hit, or those of --page or --limit."
)
@click.option(
    "--batch",
    metavar="FILE|-",
    help="Ask each line of a file: a table of counts and addresses, as CSV or with --json.",
)
def search_command(
    settings: Settings,
    terminal: Terminal,
    query: tuple[str, ...],
    explain: bool,
    as_csv: bool,
    batch: str | None,
    **given: Any,
) -> int:
    """Find editorials. The query language is that of the search page.

    A word that begins with a minus goes behind two dashes: backfile search -- peace -taliban. The
    exit code is 0 when nothing was found, too; 1 when a line of --batch could not be asked.
    """
    from web.base.address import read_address
    from web.base.formats import csv_lines, results_object
    from web.commands.hit_lines import result_lines

    if bool(query) == bool(batch):
        raise click.UsageError("Give words to look for, or --batch with a file of them.")
    if as_csv and terminal.as_json:
        raise click.UsageError("--csv and --json cannot both be printed.")
    if given["fields"] and (batch or not (as_csv or terminal.as_json)):
        raise click.UsageError("--fields chooses what --json and --csv print of hits.")
    asked = {name: value for name, value in given.items() if value}
    address = read_address({"q": " ".join(query), **asked})
    if batch:
        from web.commands.batch import ask_lines

        with _open_searcher(settings) as searcher:
            return ask_lines(searcher, settings, terminal, batch, address)
    with open_corpus(settings) as (searcher, store):
        request = request_of(settings, address, facets=terminal.as_json)
        if as_csv:
            whole = not given["page"] and not given["size"]
            hits = searcher.stream(request) if whole else searcher.search(request).hits
            lines = csv_lines(
                hits, address.fields, base_url=settings.address, texts=store.texts
            )
            terminal.say(*(line.removesuffix("\r\n") for line in lines))
            return 0
        request = replace(request, explain=explain)
        begun = time.perf_counter()
        results = searcher.search(request)
        for trouble in searcher.troubles():
            terminal.note(trouble)
        made = results_object(results, address, base_url=settings.address, texts=store.texts)
    _log(settings, "backfile search", results, begun)
    terminal.give(made)
    terminal.say(*result_lines(results, solar=address.is_solar), *address.notices)
    return 0


def request_of(settings: Settings, address: "SearchAddress", *, facets: bool) -> "Request":
    """What a searcher is asked for an address."""
    from search.matching.results import Request
    from search.query.parser import parse

    return Request(
        parse(address.q),
        address.filters,
        address.sort,
        address.page,
        address.size or settings.page_size,
        facets=facets,
        reprints=address.reprints,
    )


def _before(
    context: click.Context, option: click.Parameter, value: str | None
) -> date | None:
    """The first day of a period. Raises BadParameter."""
    from search.query.typed_dates import read_period

    try:
        return read_period(value).first if value is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@command("similar")
@click.argument("text", metavar="FILE|-|ID|URL")
@click.option(
    "--before",
    metavar="DATE",
    callback=_before,
    help="Only what was published before this day. Default: the draft's own, where it has one.",
)
@click.option(
    "--order",
    type=click.Choice(("oldest", "closest")),
    help="What comes first of what is equally near. Default: oldest.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 100),
    help="How many at most. Default: 20; for an article 5 older and 5 newer ones.",
)
def similar_command(
    settings: Settings,
    terminal: Terminal,
    text: str,
    before: date | None,
    order: "Order | None",
    limit: int | None,
) -> None:
    """Say what of a draft was published before: a file, or standard input.

    First what is the same word for word, then what says it in other words, then what is on the same
    subject. Of an article, named by its id or address: older and newer ones on its subject.
    """
    if text == "-" or Path(text).exists():
        _compare_draft(settings, terminal, text, before, order or "oldest", limit or 20)
    elif before or order:
        raise click.UsageError("--before and --order are for drafts, and there is no such file.")
    else:
        _relate_article(settings, terminal, text, limit or 5)


def _compare_draft(
    settings: Settings,
    terminal: Terminal,
    file: str,
    before: date | None,
    order: "Order",
    limit: int,
) -> None:
    from search.coverage import cover, day_of_draft
    from web.base.prior import count_line, prior_object
    from web.commands.prior_lines import prior_lines

    text, day = _read_draft(file)
    if before is None and (before := day or day_of_draft(text)):
        terminal.note(f"only what came before {before}, the draft's day; --before another for more")
    with open_corpus(settings) as (searcher, store):
        begun = time.perf_counter()
        prior = cover(text, searcher, store, before=before, order=order)
    seconds = time.perf_counter() - begun
    log_answer(settings, "backfile similar", seconds=seconds, hits=len(prior.articles), query=None)
    told = before.isoformat() if before else None
    shown = replace(prior, articles=prior.articles[:limit])
    made = prior_object(shown, before=told, base_url=settings.address)
    terminal.give(made | {"answer": count_line(prior)})  # of all, as the line for people
    terminal.say(*prior_lines(prior, limit=limit, bold=terminal.bold))


def _relate_article(settings: Settings, terminal: Terminal, name: str, each: int) -> None:
    """Print the articles that are like one. Raises UnknownArticle."""
    from web.base.related import related_objects
    from web.commands.related_lines import related_lines

    with open_corpus(settings) as (searcher, store):
        begun = time.perf_counter()
        article = _article_named(name, store)
        related = searcher.related(article, each=each)
    seconds = time.perf_counter() - begun
    log_answer(settings, "backfile similar", seconds=seconds, hits=len(related), query=None)
    similar = related_objects(related, base_url=settings.address)
    terminal.give({"id": article.id, "title": article.title, "similar": similar})
    terminal.say(*related_lines(article, related))


def _article_named(name: str, store: "ArticleStore") -> "Article":
    """The article of an id or an address. Raises UnknownArticle."""
    from search.by_address import article_at

    ident = article_at(name, lambda: store) or name
    try:
        return store.get(ident)
    except RemovedArticle as removed:
        raise RemovedArticle(f"{name} is taken down ({removed})") from removed
    except UnknownArticle:
        if now := store.now_called(ident):
            return store.get(now)
        raise UnknownArticle(
            f"{name}: no such file, and no article of this id or address",
            mend="backfile search WORDS",
        ) from None


def _log(settings: Settings, page: str, results: Results, begun: float) -> None:
    seconds, hits = time.perf_counter() - begun, results.total + results.partial
    log_answer(settings, page, seconds=seconds, hits=hits, query=results.query or None)


@contextmanager
def _open_searcher(settings: Settings) -> "Iterator[Searcher]":
    """The searcher of `open_corpus`."""
    with open_corpus(settings) as (searcher, _):
        yield searcher


@contextmanager
def open_corpus(settings: Settings) -> "Iterator[tuple[Searcher, ArticleStore]]":
    """The searcher, which asks the corpus what people decided, and the corpus.

    Raises StoreError first, then IndexUnusable.
    """
    from corpus.store.store import ArticleStore
    from search import open_searcher

    with (
        ArticleStore(settings.corpus, create=False) as store,
        closing(
            open_searcher(
                settings.index,
                corpus=lambda: store,
                codec=settings.codec,
                synonyms=settings.synonyms,
            )
        ) as searcher,
    ):
        yield searcher, store


def _read_draft(file: str) -> tuple[str, date | None]:
    """The text of a file, and its day where it is a page that has one."""
    day = None
    data = sys.stdin.buffer.read(4 * LONGEST_DRAFT) if file == "-" else Path(file).read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BackfileError(f"{file} is not text in UTF-8") from None
    if _PAGE.match(text):
        text, day = _text_of_page(data)
    else:
        text = draft_text(text)
    if not text.strip():
        raise BackfileError(f"{'standard input' if file == '-' else file} holds no text")
    if len(text) > LONGEST_DRAFT:
        raise BackfileError(
            f"{file} is longer than {LONGEST_DRAFT:,} characters: that is not an editorial"
        )
    return text, day


def _text_of_page(body: bytes) -> tuple[str, date | None]:
    """What an HTML page says, without what is around it, and its day. Raises PageRefused."""
    from corpus.article import Page
    from corpus.cleaning.clean import clean

    page = Page(None, body, "text/html", "utf-8", datetime.now(UTC), source="import")
    article = clean(page)
    return article.text, article.published
