"""Commands that fill the corpus: crawl, import, clean, update."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import BackfileError, Busy, IndexUnusable
from corpus.lock import AS_IT_WAS
from corpus.store.database import RESTORE
from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.commands.base import command
from web.commands.terminal import Terminal, counted, plain

if TYPE_CHECKING:
    from corpus.article import Page
    from corpus.crawling.report import CrawlOptions, CrawlReport
    from corpus.intake.intake import Intake

INTERRUPTED = "interrupted"  # how a crawl's report says that a person stopped it

paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


def _read_base(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    from corpus.page.urls import canonical

    if value is not None and canonical(value) is None:
        raise click.BadParameter(
            f"{value!r} is not an address such as https://paper.example/editorials."
        )
    return value


base_url_option = click.option("--base-url", metavar="URL", callback=_read_base,
                               help="The address that the folder had, for pages that do not say theirs.")  # fmt: skip


@command("crawl", flags=("delay",))
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--max-pages", type=click.IntRange(1), help="Ask for no more pages than this, now.")
@click.option("--refresh-days", type=click.IntRange(0), help="Ask again for pages last asked for longer ago than this.")
@click.option("--dry-run", is_flag=True, help="Only say what would be fetched.")
def crawl_command(
    settings: Settings, terminal: Terminal, urls: tuple[str, ...], dry_run: bool, **limits: Any
) -> int:
    """Fetch a newspaper's pages and clean what came.

    Without an address it goes on with the sites crawled before. What was fetched is kept whatever
    happens: run it again to resume. """
    from corpus.crawling.report import CrawlOptions

    options = CrawlOptions(
        delay=settings.delay, user_agent=settings.user_agent, dry_run=dry_run, **limits
    )
    with ArticleStore(settings.corpus) as store:
        report = _crawl(store, urls, options, terminal)
        cleaned = None if dry_run else _clean(store, terminal, settings, waiting=True)
    terminal.give(_crawl_object(report) | ({"cleaned": _intake_object(cleaned)} if cleaned else {}))
    terminal.say(*_crawl_lines(report), *(_clean_lines(cleaned) if cleaned else report.planned))
    if report.stopped == INTERRUPTED:
        return 130
    return 1 if cleaned and cleaned.damaged else 0


@command("import")
@paths_argument
@base_url_option
def import_command(
    settings: Settings, terminal: Terminal, paths: tuple[Path, ...], base_url: str | None
) -> int:
    """Take in files and folders: HTML, plain text, WARC, JSON lines.

    A file that cannot be read, or holds no article, is named with the reason; the others are taken
    in. The exit code is 1 when there was any. """
    from corpus.intake.intake import take_in

    refused: list[tuple[str, str]] = []
    with ArticleStore(settings.corpus) as store, terminal.stages() as watch:
        done = take_in(store, _pages(paths, refused, base_url), watch=watch, rules=settings.rules)
    refused += done.refused
    for name, said in (*refused, *done.notes):
        terminal.note(f"{name}: {said}")
    _note_damaged(done, terminal)
    counts = {
        "articles": done.articles,
        "changed": done.changed,
        "repeated": done.repeated,
        "joined": done.joined,
    }
    notes = [{"name": name, "note": note} for name, note in done.notes]
    terminal.give({**counts, "refused": _pairs(refused), "notes": notes})
    taken = counted(done.articles, "article")
    twice = f", {done.repeated:,} the same as another" if done.repeated else ""
    twice += f", {done.joined:,} joined to another" if done.joined else ""
    terminal.say(
        f"{taken} taken in, {done.changed:,} new or changed, {len(refused):,} refused{twice}"
    )
    if done.changed:
        terminal.say("To search them: backfile index")
    return 1 if refused or done.damaged else 0


@command("clean")
@click.option("--waiting", is_flag=True, help="Only pages that were never cleaned.")
def clean_command(settings: Settings, terminal: Terminal, waiting: bool) -> int:
    """Make the articles again from what was fetched, without the network.

    Ids stay, and so does what people corrected or removed. A damaged page is named, and the exit
    code is 1; its article stays as it is. """
    with ArticleStore(settings.corpus, create=False) as store:
        done = _clean(store, terminal, settings, waiting=waiting)
    terminal.give(_intake_object(done))
    terminal.say(*_clean_lines(done))
    if done.changed:
        terminal.say("To search them: backfile index")
    return 1 if done.damaged else 0


@command("update", flags=("delay", "memory_mb"))
@click.option("--max-pages", type=click.IntRange(1), help="Ask for no more pages than this, now.")
@click.option(
    "--refresh-days",
    type=click.IntRange(0),
    help="Ask again for pages last asked for longer ago than this.",
)
def update_command(settings: Settings, terminal: Terminal, **limits: Any) -> int:
    """Crawl the known sites, clean and index what came: the one line for cron.

    While another one is at work it says so, does nothing, and exits with 0. Whatever else is left
    undone is named, and the exit code is 1. """
    from corpus.crawling.report import CrawlOptions
    from corpus.lock import exclusive

    options = CrawlOptions(delay=settings.delay, user_agent=settings.user_agent, **limits)
    with ExitStack() as held:
        try:
            held.enter_context(exclusive(settings.data / "update.lock", "updating"))
        except Busy as busy:  # it does all that this one would
            terminal.give({"busy": str(busy)})
            terminal.say(f"Nothing done: {busy}")
            return 0
        return _update(settings, terminal, options)


def _update(settings: Settings, terminal: Terminal, options: "CrawlOptions") -> int:
    from corpus.crawling.frontier import known_starts
    from web.commands.index import report_lines, report_object, update_index

    answer: dict[str, Any] = {"crawl": None, "index": None, "error": None}
    with ArticleStore(settings.corpus, create=False) as store:
        try:
            if known_starts(store):
                report = _crawl(store, (), options, terminal)
                answer["crawl"] = _crawl_object(report)
                terminal.say(*_crawl_lines(report))
            else:
                terminal.say(
                    "No site was crawled yet, so none was asked. To begin with one: backfile crawl URL"
                )
        # a site that does not answer: what is here can still be cleaned and indexed
        except BackfileError as error:
            answer["error"] = _left_undone("not crawled", error, terminal)
        cleaned = _clean(store, terminal, settings, waiting=True)
        answer["cleaned"] = _intake_object(cleaned)
        terminal.say(*_clean_lines(cleaned))
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
    return 1 if answer["error"] or cleaned.damaged else 0


def _left_undone(what: str, error: BackfileError, terminal: Terminal) -> str:
    """Say what could not be done and why; the reason, for programs."""
    reason = str(error).removesuffix(AS_IT_WAS)
    mend = error.mend or ("backfile update, when it has ended" if isinstance(error, Busy) else None)
    terminal.note(f"backfile: {what}: {reason}" + (f". To mend it: {mend}" if mend else ""))
    return reason


def _crawl(
    store: ArticleStore, urls: tuple[str, ...], options: "CrawlOptions", terminal: Terminal
) -> "CrawlReport":
    from corpus.crawling.crawl import run_crawl
    from corpus.crawling.report import CrawlEvent

    done = 0
    with terminal.progress("crawling") as tick:

        def watch(event: CrawlEvent) -> None:
            nonlocal done
            done += event.kind in ("fetched", "not modified")
            tick(done, done + event.queued)

        return run_crawl(store, urls, options=options, on_event=watch)


def _clean(
    store: ArticleStore, terminal: Terminal, settings: Settings, *, waiting: bool
) -> "Intake":
    from corpus.intake.intake import clean_pages

    with terminal.stages() as watch:
        done = clean_pages(store, waiting=waiting, watch=watch, rules=settings.rules)
    _note_damaged(done, terminal)
    return done


def _note_damaged(done: "Intake", terminal: Terminal) -> None:
    for line in done.damaged:
        terminal.note(f"backfile: {line}. To mend it: {RESTORE}")


def _pages(
    paths: tuple[Path, ...], refused: list[tuple[str, str]], base_url: str | None
) -> Iterator["Page"]:
    """The pages in files; what is none goes to `refused`."""
    from corpus.files.read import read_pages
    from corpus.files.source_file import Refused

    for item in read_pages(paths, base_url=base_url):
        if isinstance(item, Refused):
            refused.append((item.path, item.reason))
        else:
            yield item


def _pairs(refused: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "reason": reason} for name, reason in refused]


def _by_reason(refused: list[tuple[str, str]]) -> dict[str, int]:
    """How many pages for each reason, what is in parentheses behind it left out."""
    return dict(Counter(reason.partition(" (")[0] for _, reason in refused).most_common())


def _crawl_object(report: "CrawlReport") -> dict[str, Any]:
    return {
        "fetched": report.fetched,
        "not_modified": report.not_modified,
        "refused": dict(report.refused.most_common()),
        "failed": report.failed,
        "queued": report.queued,
        "stopped": report.stopped,
        "planned": report.planned,
    }


def _crawl_lines(report: "CrawlReport") -> Iterator[str]:
    fetched = counted(report.fetched, "page")
    yield f"{fetched} fetched, {report.not_modified:,} not modified, {report.queued:,} still queued"
    yield from (
        f"  not fetched: {count:,} ({reason})" for reason, count in report.refused.most_common()
    )
    yield from (plain(f"  failed: {url} ({reason})") for url, reason in report.failed.items())
    if report.stopped:
        yield f"Stopped: {report.stopped}. To go on: backfile crawl"


def _intake_object(done: "Intake") -> dict[str, Any]:
    return {"articles": done.articles, "changed": done.changed, "joined": done.joined,
            "refused": _by_reason(done.refused), "damaged": done.damaged}  # fmt: skip


def _clean_lines(done: "Intake") -> Iterator[str]:
    joined = f", {counted(done.joined, 'page')} joined to another's" if done.joined else ""
    yield f"{counted(done.articles, 'article')} cleaned, {done.changed:,} new or changed{joined}"
    yield from (
        plain(f"  {reason}: {counted(count, 'page')}")
        for reason, count in _by_reason(done.refused).items()
    )
