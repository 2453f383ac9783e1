"""Commands that ask a newspaper's site: crawl, and update, which cleans and indexes as well."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import BackfileError, Busy, IndexUnusable
from corpus.event import event
from corpus.lock import AS_IT_WAS
from corpus.store.calendar import holds_any
from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.commands.base import command
from web.commands.intake import clean_lines, clean_store, intake_object
from web.commands.terminal import Terminal, counted, plain

if TYPE_CHECKING:
    from corpus.crawling.report import CrawlOptions, CrawlReport
    from corpus.intake.intake import IntakeReport

log = logging.getLogger(__name__)

BEGIN = "To begin with one: backfile crawl URL"
_NO_CONTACT = (
    "backfile: the owners of the sites cannot tell who crawls them, nor ask you anything. To mend "
    'it: user_agent = "Backfile/0.1 (+mailto:archive@paper.example)" in backfile.toml, with an '
    "address of yours"
)
INTERRUPTED = "interrupted"  # how a crawl's report says that a person stopped it


def _read_day(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> date | None:
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day such as 2020-03-26.") from None


_LIMITS = (
    click.option("--max-pages", type=click.IntRange(1), help="Ask for no more pages, now."),
    click.option(
        "--max-time",
        "max_seconds",
        type=click.FloatRange(0, min_open=True),
        callback=lambda _, __, minutes: minutes and 60 * minutes,
        metavar="MINUTES",
        help="Ask for nothing more after so many minutes.",
    ),
    click.option(
        "--refresh-days",
        type=click.IntRange(0),
        help="Ask again for pages last asked for longer ago than this.",
    ),
    click.option(
        "--include", multiple=True, metavar="PATTERN",
        help="Take such addresses alone for the crawl's, now, beside those that the file includes.",
    ),
    click.option(
        "--exclude", multiple=True, metavar="PATTERN", help="Ask for no such addresses, now."
    ),
    click.option(
        "--only", multiple=True, metavar="PATTERN",
        help="Of all that waits ask for such addresses alone, now, and for the starts.",
    ),
    click.option(
        "--since", callback=_read_day, metavar="YYYY-MM-DD",
        help="Let articles wait that are from before this day, as far as anything tells.",
    ),
    click.option(
        "--sitemaps-only", is_flag=True, help="Ask for sitemaps, and what they name, alone, now."
    ),
)  # fmt: skip


def limited(command: Callable[..., int]) -> Callable[..., int]:
    """A command with the options that bound what a crawl asks for."""
    for option in reversed(_LIMITS):
        command = option(command)
    return command


def _crawl_options(settings: Settings, **limits: Any) -> "CrawlOptions":
    from corpus.crawling.narrowed import Narrowed
    from corpus.crawling.report import CrawlOptions
    from corpus.crawling.scope import Chosen, read_patterns

    try:
        include, exclude, only = (
            read_patterns(f"--{name}", list(limits.pop(name)))
            for name in ("include", "exclude", "only")
        )
    except ValueError as error:
        raise BackfileError(str(error)) from None
    return CrawlOptions(
        delay=settings.delay,
        user_agent=settings.user_agent,
        credentials=settings.credentials,
        chosen=settings.chosen,
        only=Chosen(include, exclude),
        narrowed=Narrowed(only, limits.pop("since"), limits.pop("sitemaps_only")),
        **limits,
    )


@command("crawl", flags=("delay",))
@click.argument("urls", nargs=-1, metavar="[URL]...")
@limited
@click.option("--dry-run", is_flag=True, help="Only say what would be fetched.")
def crawl_command(
    settings: Settings, terminal: Terminal, urls: tuple[str, ...], dry_run: bool, **limits: Any
) -> int:
    """Fetch a newspaper's pages and clean what came.

    Without an address it goes on with the sites crawled before. What was fetched is kept whatever
    happens: run it again to resume.
    """
    options = _crawl_options(settings, dry_run=dry_run, **limits)
    with ArticleStore(settings.corpus, create=bool(urls)) as store:
        report = watched_crawl(store, urls, options, terminal)
        cleaned = None if dry_run else clean_store(store, terminal, settings, waiting=True)
        nothing = cleaned and not holds_any(store) and _fruitless(store, cleaned)
    terminal.give(_crawl_object(report) | ({"cleaned": intake_object(cleaned)} if cleaned else {}))
    terminal.say(*_crawl_lines(report), *_moved_lines(report, settings))
    terminal.say(*(clean_lines(cleaned) if cleaned else _plan_lines(report)))
    if nothing:
        terminal.note(nothing)
    _tell_undone(report, terminal)
    if report.stopped == INTERRUPTED:
        return 130
    left = report.undone or report.failed
    return 1 if left or (cleaned and (cleaned.damaged or cleaned.ill)) else 0


def _fruitless(store: ArticleStore, cleaned: "IntakeReport") -> str:
    """What to do where no article came, but lists at which no crawl begins; else empty."""
    from corpus.crawling.account import account_of

    listing = [name for name, reason in cleaned.refused if "a list of linked headlines" in reason]
    lists = [name for name in listing if not account_of(store, name).start]
    if not lists:
        return ""
    return (
        f"backfile: no article came, but {counted(len(lists), 'list')} of others. A crawl takes "
        "what those lists lead to at which it begins. To begin at such a one: "
        f"backfile crawl {plain(lists[0])}"
    )


@command("update", flags=("delay", "memory_mb"))
@limited
def update_command(settings: Settings, terminal: Terminal, **limits: Any) -> int:
    """Crawl the known sites, clean and index what came: the one line for cron.

    While another one is at work it says so, does nothing, and exits with 0. Whatever else is left
    undone is named, and the exit code is 1.
    """
    from corpus.lock import exclusive

    options = _crawl_options(settings, **limits)
    with ExitStack() as held:
        try:
            held.enter_context(exclusive(settings.data / "update.lock", "updating"))
        except Busy as busy:  # it does all that this one would
            terminal.give({"busy": str(busy)})
            terminal.say(f"Nothing done: {busy}")
            return 0
        return _update(settings, terminal, options)


def _update(settings: Settings, terminal: Terminal, options: "CrawlOptions") -> int:
    from corpus.crawling.starts import known_starts
    from web.commands.index import report_lines, report_object, update_index

    answer: dict[str, Any] = {"crawl": None, "index": None, "error": None}
    with ArticleStore(settings.corpus, create=False) as store:
        try:
            if known_starts(store):
                report = watched_crawl(store, (), options, terminal)
                answer["crawl"] = _crawl_object(report)
                terminal.say(*_crawl_lines(report), *_moved_lines(report, settings))
                _tell_undone(report, terminal)
            else:
                terminal.say(f"No site was crawled yet, so none was asked. {BEGIN}")
        # a site that does not answer: what is here can still be cleaned and indexed
        except BackfileError as error:
            answer["error"] = _left_undone("not crawled", error, terminal)
        cleaned = clean_store(store, terminal, settings, waiting=True)
        answer["cleaned"] = intake_object(cleaned)
        terminal.say(*clean_lines(cleaned))
        try:
            if store.seq == 0:
                raise IndexUnusable(
                    "there is no article yet", mend="backfile import PATH, or backfile crawl URL"
                )
            indexed = update_index(settings, store, terminal)
            answer["index"] = report_object(indexed)
            terminal.say(*report_lines(indexed))
        except (Busy, IndexUnusable) as error:
            answer["error"] = _left_undone(
                "the pages were cleaned, but the index is behind", error, terminal
            )
    terminal.give(answer)
    if answer["crawl"] and answer["crawl"]["stopped"] == INTERRUPTED:
        return 130
    crawled = answer["crawl"]
    left = crawled and (crawled["undone"] or crawled["failed"])
    return 1 if answer["error"] or left or cleaned.damaged or cleaned.ill else 0


def _left_undone(what: str, error: BackfileError, terminal: Terminal) -> str:
    """Say what could not be done and why; the reason, for programs."""
    reason = str(error).removesuffix(AS_IT_WAS)
    log.error(
        "%s: %s", what, reason, exc_info=error, extra=event("left-undone", what=what, error=reason)
    )
    mend = error.mend or ("backfile update, when it has ended" if isinstance(error, Busy) else None)
    terminal.note(f"backfile: {what}: {reason}" + (f". To mend it: {mend}" if mend else ""))
    return reason


def watched_crawl(
    store: ArticleStore, urls: tuple[str, ...], options: "CrawlOptions", terminal: Terminal
) -> "CrawlReport":
    """Crawl, and tell on standard error how far it has come."""
    from corpus.crawling.crawl import run_crawl
    from corpus.crawling.pace import Pace
    from corpus.crawling.report import CrawlEvent

    pace = Pace(options, clock=terminal.clock)
    with terminal.progress("crawling", more=lambda: str(pace)) as tick:

        def watch(event: CrawlEvent) -> None:
            pace.note(event)
            tick(pace.pages, pace.pages + event.queued)

        report = run_crawl(store, urls, options=options, on_event=watch)
    is_named = "@" in options.user_agent or "://" in options.user_agent
    if not is_named and (report.fetched or report.not_modified):
        terminal.note(_NO_CONTACT)
    return report


def _crawl_object(report: "CrawlReport") -> dict[str, Any]:
    return {
        "fetched": report.fetched,
        "not_modified": report.not_modified,
        "refused": dict(report.refused.most_common()),
        "failed": report.failed,
        "queued": report.queued,
        "left_out": dict(report.left_out.most_common()),
        "stopped": report.stopped,
        "undone": report.undone,
        "moved": report.moved,
        "learnt": report.learnt,
        "notes": report.notes,
        "planned": report.planned,
        "kept_out": report.kept_out,
    }


def _plan_lines(report: "CrawlReport") -> Iterator[str]:
    yield from report.planned
    yield from (plain(f"  not {url} ({why})") for url, why in report.kept_out.items())


def _tell_undone(report: "CrawlReport", terminal: Terminal) -> None:
    for line in report.undone:
        terminal.note(plain(f"backfile: {line}"))


def _moved_lines(report: "CrawlReport", settings: Settings) -> Iterator[str]:
    """Which sites are crawled elsewhere from now on, and what of the settings is still said of
    where they were: what lets us in is never sent to another host by itself."""
    from corpus.page.site_tables import table_for

    said = (settings.rules, settings.parameters, settings.credentials, settings.chosen)
    for before, now in report.moved.items():
        yield plain(f"{before} has moved to {now} for good: it is crawled there from now on")
        if any(table_for(tables, before) for tables in said):
            old, new = (site.partition("://")[2] for site in (before, now))
            yield plain(
                f'  backfile.toml still has [site."{old}"]: call it [site."{new}"]; until then its '
                "parameters, headers and cookies are not used there"
            )


def _crawl_lines(report: "CrawlReport") -> Iterator[str]:
    fetched = counted(report.fetched, "page")
    yield f"{fetched} fetched, {report.not_modified:,} not modified, {report.queued:,} still queued"
    yield from (
        f"  not fetched: {count:,} ({reason})" for reason, count in report.refused.most_common()
    )
    yield from (
        f"  left for another run: {count:,} ({reason})"
        for reason, count in report.left_out.most_common()
    )
    yield from (plain(f"  learnt: {line}") for line in report.learnt)
    yield from (plain(f"  failed: {url} ({reason})") for url, reason in report.failed.items())
    yield from map(plain, report.notes)
    if report.stopped:
        yield f"Stopped: {report.stopped}. To go on: backfile crawl"
