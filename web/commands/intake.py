"""Commands that make articles of what is there: import, of files; clean, of what was fetched."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import BackfileError
from corpus.event import event
from corpus.store.database import RESTORE
from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.commands.base import command
from web.commands.terminal import Terminal, counted, plain

if TYPE_CHECKING:
    from corpus.article import Page
    from corpus.intake.intake import IntakeReport

KEYS = 20  # that are not known and are told, the commonest

log = logging.getLogger(__name__)

paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


def _read_base(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    from corpus.page.urls import canonical

    if value is not None and canonical(value) is None:
        raise click.BadParameter(
            f"{value!r} is not an address such as https://paper.example/editorials."
        )
    return value


base_url_option = click.option(
    "--base-url",
    metavar="URL",
    callback=_read_base,
    help="The address that the folder had, for pages that do not say theirs.",
)


@command("import")
@paths_argument
@base_url_option
def import_command(
    settings: Settings, terminal: Terminal, paths: tuple[Path, ...], base_url: str | None
) -> int:
    """Take in files and folders: HTML, plain text, WARC, JSON lines.

    A file that cannot be read, or holds no article, is named with the reason; the others are taken
    in. The exit code is 1 when there was any.
    """
    from corpus.intake.intake import take_in
    from corpus.intake.workers import most_workers

    if not settings.corpus.exists() and not any(path.exists() for path in paths):
        raise BackfileError(f"{paths[0]}: no such file or folder; nothing was made")
    refused: list[tuple[str, str]] = []
    with ArticleStore(settings.corpus) as store, terminal.stages() as watch:
        done = take_in(
            store,
            _pages(paths, refused, base_url),
            watch=watch,
            rules=settings.rules,
            processes=most_workers(settings.memory_mb),
        )
    refused += done.refused
    for name, said in (*refused, *done.notes):
        terminal.note(f"{name}: {said}")
    for line in unread_lines(done):
        terminal.note(line)
    _note_damaged(done, terminal)
    counts = {
        "articles": done.articles,
        "changed": done.changed,
        "repeated": done.repeated,
        "joined": done.joined,
    }
    notes = [{"name": name, "note": note} for name, note in done.notes]
    left_out = {
        "unread_dates": {
            "records": done.unread.undated,
            "examples": list(map(asdict, done.unread.examples)),
        },
        "unknown_keys": dict(done.unread.keys.most_common()),
    }
    terminal.give({**counts, "refused": _pairs(refused), "notes": notes, **left_out})
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
    code is 1; its article stays as it is. So it is, once, where several new answers of a site are
    held.
    """
    with ArticleStore(settings.corpus, create=False) as store:
        done = clean_store(store, terminal, settings, waiting=waiting)
    terminal.give(intake_object(done))
    terminal.say(*clean_lines(done))
    if done.changed:
        terminal.say("To search them: backfile index")
    return 1 if done.damaged or done.ill else 0


def clean_store(
    store: ArticleStore, terminal: Terminal, settings: Settings, *, waiting: bool
) -> "IntakeReport":
    """What cleaning the pages of `store` did: of all, or of those never cleaned if `waiting`.

    Progress, damaged pages and sites of which several answers are held are told on standard error.
    """
    from corpus.intake.intake import clean_pages
    from corpus.intake.workers import most_workers

    with terminal.stages() as watch:
        done = clean_pages(
            store,
            waiting=waiting,
            watch=watch,
            rules=settings.rules,
            processes=most_workers(settings.memory_mb),
        )
    _note_damaged(done, terminal)
    for site, number in done.ill.items():
        answers = counted(number, "new answer")
        what = f"{answers} would take articles away, change most of them, or all say one thing"
        terminal.note(
            f"backfile: {site}: {what}, and {'is' if number == 1 else 'are'} held; the articles "
            f"stay. To decide: backfile review {site}"
        )
    store.held.note_told(done.ill)  # once it was said: a kill in between has it said again
    return done


def unread_lines(done: "IntakeReport") -> Iterator[str]:
    """What was left out of records, a line for dates and one for keys."""
    unread = done.unread
    if unread.undated:
        records = "1 record has" if unread.undated == 1 else f"{unread.undated:,} records have"
        told = [f"{day.name} ({day.key}: {day.value})" for day in unread.examples]
        yield (
            f"backfile: {records} a date that names no one day, or one in the future, and no date "
            f"was taken from there: {_some(told, unread.undated)}. To mend it: write each as in "
            "2012-03-05, and the same command again"
        )
    if unread.keys:
        told = [
            f"{key} ({counted(count, 'record')})" for key, count in unread.keys.most_common(KEYS)
        ]
        yield f"backfile: keys that are not known were passed over: {_some(told, len(unread.keys))}"


def _some(told: list[str], number: int) -> str:
    """Those told of `number`, and how many more there are."""
    more = [f"{number - len(told):,} more"] if number > len(told) else []
    return "; ".join((*told, *more))


def _note_damaged(done: "IntakeReport", terminal: Terminal) -> None:
    for line in done.damaged:
        terminal.note(f"backfile: {line}. To mend it: {RESTORE}")


def _pages(
    paths: tuple[Path, ...], refused: list[tuple[str, str]], base_url: str | None
) -> Iterator["Page"]:
    """The pages in files; what cannot be read goes to `refused`, with the reason."""
    from corpus.files.read import read_pages
    from corpus.files.source_file import Refused

    for item in read_pages(paths, base_url=base_url):
        if isinstance(item, Refused):
            refused.append((item.path, item.reason))
            if log.isEnabledFor(logging.DEBUG):
                log.debug(
                    "%s is not read: %s",
                    item.path,
                    item.reason,
                    extra=event("page-refused", url=item.path, reason=item.reason),
                )
        else:
            yield item


def _pairs(refused: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "reason": reason} for name, reason in refused]


def _by_reason(refused: list[tuple[str, str]]) -> dict[str, int]:
    """How many pages for each reason, what is in parentheses behind it left out."""
    return dict(Counter(reason.partition(" (")[0] for _, reason in refused).most_common())


def intake_object(done: "IntakeReport") -> dict[str, Any]:
    """What a cleaning did, in JSON's own types."""
    return {
        "articles": done.articles,
        "changed": done.changed,
        "joined": done.joined,
        "held": done.held,
        "noindex": done.noindex,
        "refused": _by_reason(done.refused),
        "damaged": done.damaged,
    }


def clean_lines(done: "IntakeReport") -> Iterator[str]:
    """The same for people."""
    joined = f", {counted(done.joined, 'page')} joined to another's" if done.joined else ""
    yield f"{counted(done.articles, 'article')} cleaned, {done.changed:,} new or changed{joined}"
    yield from (
        plain(f"  {reason}: {counted(count, 'page')}")
        for reason, count in _by_reason(done.refused).items()
    )
    if done.noindex:
        asking = "1 page asks" if done.noindex == 1 else f"{done.noindex:,} pages ask"
        kept = f"{done.unheeded:,} of them held an article all the same"
        yield f"  noindex: {asking} not to be indexed; {kept}"
    if done.held:
        yield f"  held: {counted(done.held, 'new answer')}, the articles stay"
