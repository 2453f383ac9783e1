"""Commands that fill the corpus: crawl, import, extract, clean, update."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import BackfileError, Busy, PageRefused
from corpus.store import ArticleStore
from web.command import command
from web.config import Settings
from web.terminal import Terminal, counted, counting, plain

if TYPE_CHECKING:
    from corpus.article import Page
    from corpus.crawling.report import CrawlOptions, CrawlReport
    from corpus.intake import Intake

INTERRUPTED = "interrupted"  # how a crawl's report says that a person stopped it

paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


@command("crawl", flags=("delay",))
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--max-pages", type=click.IntRange(1), help="Ask for no more pages than this, now.")
@click.option("--refresh-days", type=click.IntRange(0), help="Ask again for pages last asked for longer ago than this.")
@click.option("--dry-run", is_flag=True, help="Only say what would be fetched.")
def crawl_command(
    settings: Settings, terminal: Terminal, urls: tuple[str, ...], dry_run: bool, **limits: Any
) -> int:
    """Fetch a newspaper's pages and clean what came.

    Without an address it goes on with the sites crawled before. What was fetched is kept whatever happens: run it again
    to resume.
    """
    from corpus.crawling.report import CrawlOptions

    options = CrawlOptions(delay=settings.delay, user_agent=settings.user_agent, dry_run=dry_run, **limits)
    with ArticleStore(settings.corpus) as store:
        report = _crawl(store, urls, options, terminal)
        cleaned = None if dry_run else _clean(store, terminal, waiting=True)
    terminal.give(_crawl_object(report) | ({"cleaned": _intake_object(cleaned)} if cleaned else {}))
    terminal.say(*_crawl_lines(report), *(_clean_lines(cleaned) if cleaned else report.planned))
    return 130 if report.stopped == INTERRUPTED else 0


@command("import")
@paths_argument
@click.option("--base-url", metavar="URL", help="The address that the folder had, for pages that do not say theirs.")
def import_command(settings: Settings, terminal: Terminal, paths: tuple[Path, ...], base_url: str | None) -> int:
    """Take in files and folders: HTML, plain text, WARC, JSON lines.

    A file that cannot be read, or holds no article, is named with the reason; the others are taken in. The exit code is
    1 when there was any.
    """
    from corpus.intake import take_in

    refused: list[tuple[str, str]] = []
    with ArticleStore(settings.corpus) as store, terminal.progress("taking in") as tick:
        done = take_in(store, _pages(paths, refused, base_url), on_page=counting(tick))
    refused += done.refused
    for name, reason in refused:
        terminal.note(f"{name}: {reason}")
    counts = {"articles": done.articles, "changed": done.changed, "repeated": done.repeated}
    terminal.give({**counts, "refused": _pairs(refused)})
    taken = counted(done.articles, "article")
    twice = f", {done.repeated:,} the same as another" if done.repeated else ""
    terminal.say(f"{taken} taken in, {done.changed:,} new or changed, {len(refused):,} refused{twice}")
    if done.changed:
        terminal.say("To search them: backfile index")
    return 1 if refused else 0


@command("extract")
@paths_argument
@click.option("--explain", is_flag=True, help="Say which rule gave each field.")
def extract_command(settings: Settings, terminal: Terminal, paths: tuple[Path, ...], explain: bool) -> int:
    """Show what the cleaner makes of pages; nothing is stored.

    With --json one line for each page.
    """
    from corpus.cleaning.clean import clean
    from web.article_lines import article_lines, extract_object

    refused: list[tuple[str, str]] = []
    for page in _pages(paths, refused):
        try:
            article = clean(page)
        except PageRefused as refusal:
            refused.append((page.origin or page.url or "a page", str(refusal)))
            continue
        terminal.give(extract_object(article, page.origin, explain=explain))
        terminal.say(*article_lines(article, explain=explain))
    for name, reason in refused:
        terminal.note(f"{name}: {reason}")
    return 1 if refused else 0


@command("clean")
@click.option("--waiting", is_flag=True, help="Only pages that were never cleaned.")
def clean_command(settings: Settings, terminal: Terminal, waiting: bool) -> None:
    """Make the articles again from what was fetched, without the network.

    Ids stay, and so does what people corrected or removed.
    """
    with ArticleStore(settings.corpus, create=False) as store:
        done = _clean(store, terminal, waiting=waiting)
    terminal.give(_intake_object(done))
    terminal.say(*_clean_lines(done))
    if done.changed:
        terminal.say("To search them: backfile index")


@command("update", flags=("delay",))
@click.option("--max-pages", type=click.IntRange(1), help="Ask for no more pages than this, now.")
@click.option("--refresh-days", type=click.IntRange(0), help="Ask again for pages last asked for longer ago than this.")
def update_command(settings: Settings, terminal: Terminal, **limits: Any) -> int:
    """Crawl the known sites, clean and index what came: the one line for cron.

    While another one is at work it says so, does nothing, and exits with 0.
    """
    from corpus.crawling.report import CrawlOptions
    from corpus.lock import exclusive

    options = CrawlOptions(delay=settings.delay, user_agent=settings.user_agent, **limits)
    try:
        with exclusive(settings.data / "update.lock", "updating"):
            return _update(settings, terminal, options)
    except Busy as busy:
        terminal.give({"busy": str(busy)})
        terminal.say(f"Nothing done: {busy}")
        return 0


def _update(settings: Settings, terminal: Terminal, options: "CrawlOptions") -> int:
    from corpus.crawling.frontier import known_starts
    from web.commands_index import report_lines, report_object, update_index

    answer: dict[str, Any] = {"crawl": None, "error": None}
    with ArticleStore(settings.corpus, create=False) as store:
        try:
            if known_starts(store):
                report = _crawl(store, (), options, terminal)
                answer["crawl"] = _crawl_object(report)
                terminal.say(*_crawl_lines(report))
        except Busy:
            raise
        except BackfileError as error:  # a site that does not answer: what is here can still be cleaned and indexed
            answer["error"] = str(error)
            terminal.note(f"backfile: {error}")
        cleaned = _clean(store, terminal, waiting=True)
        indexed = update_index(settings, store, terminal)
    answer |= {"cleaned": _intake_object(cleaned), "index": report_object(indexed)}
    terminal.give(answer)
    terminal.say(*_clean_lines(cleaned), *report_lines(indexed))
    return 1 if answer["error"] else 0


def _crawl(store: ArticleStore, urls: tuple[str, ...], options: "CrawlOptions", terminal: Terminal) -> "CrawlReport":
    from corpus.crawling.crawl import run_crawl
    from corpus.crawling.report import CrawlEvent

    done = 0
    with terminal.progress("crawling") as tick:

        def watch(event: CrawlEvent) -> None:
            nonlocal done
            done += event.kind in ("fetched", "not modified")
            tick(done, done + event.queued)

        return run_crawl(store, urls, options=options, on_event=watch)


def _clean(store: ArticleStore, terminal: Terminal, *, waiting: bool) -> "Intake":
    from corpus.intake import clean_pages

    with terminal.progress("cleaning") as tick:
        return clean_pages(store, waiting=waiting, on_page=counting(tick))


def _pages(paths: tuple[Path, ...], refused: list[tuple[str, str]], base_url: str | None = None) -> Iterator["Page"]:
    """The pages in files; what is none goes to `refused`."""
    from corpus.files import Refused, read_pages

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
    yield f"{report.fetched:,} pages fetched, {report.not_modified:,} not modified, {report.queued:,} still queued"
    yield from (f"  not fetched: {count:,} ({reason})" for reason, count in report.refused.most_common())
    yield from (plain(f"  failed: {url} ({reason})") for url, reason in report.failed.items())
    if report.stopped:
        yield f"Stopped: {report.stopped}. To go on: backfile crawl"


def _intake_object(done: "Intake") -> dict[str, Any]:
    return {"articles": done.articles, "changed": done.changed, "refused": _by_reason(done.refused)}


def _clean_lines(done: "Intake") -> Iterator[str]:
    yield f"{counted(done.articles, 'article')} cleaned, {done.changed:,} new or changed"
    yield from (plain(f"  {reason}: {counted(count, 'page')}") for reason, count in _by_reason(done.refused).items())
