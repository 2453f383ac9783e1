"""The command extract: what the cleaner makes of pages, and why; for writers of a site's rules."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.outcome import Code
from corpus.scratch import scratch
from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.commands.base import command
from web.commands.intake import base_url_option, paths_argument, unread_lines
from web.commands.terminal import Terminal

if TYPE_CHECKING:
    from corpus.article import Article, Page
    from corpus.cleaning.reasons import Reasons
    from corpus.files.source_file import Refused


@command("extract")
@paths_argument
@base_url_option
@click.option(
    "--explain", is_flag=True, help="Say which rule gave each field, and what was left out and why."
)
def extract_command(
    settings: Settings,
    terminal: Terminal,
    paths: tuple[Path, ...],
    base_url: str | None,
    explain: bool,
) -> int:
    """Show what the cleaner makes of pages; nothing is stored.

    They are taken in as by `backfile import`, into a corpus that is thrown away: pages of one site
    teach each other what is furniture, and the site's rules in backfile.toml are obeyed. A text cut
    into pages is shown once, with its first. With --json one line for each page. A page that is
    refused is named with the reason, and the exit code is 1 when there was any.
    """
    from web.commands.article_lines import (
        article_lines,
        extract_object,
        left_out_lines,
        missed_lines,
    )

    refused = False
    with (
        scratch() as folder,
        ArticleStore(folder / "corpus.db") as store,
    ):
        for path, number, found in _extract(store, paths, base_url, settings, terminal):
            if isinstance(found, str):
                refused = True
                terminal.note(f"{path}: {found}")
                terminal.give({"path": path, "error": found})
                continue
            left_out, missed = _reasons(store, number, settings, explain=explain)
            reasons = {
                "provenance": asdict(found.provenance),
                "left_out": [asdict(leaving) for leaving in left_out],
                "missed": [asdict(miss) for miss in missed],
            }
            terminal.give(extract_object(found, path) | (reasons if explain else {}))
            terminal.say(*article_lines(found, explain=explain))
            terminal.say(*missed_lines(missed, found), *left_out_lines(left_out))
    return 1 if refused else 0


def _extract(
    store: ArticleStore,
    paths: Sequence[Path],
    base_url: str | None,
    settings: Settings,
    terminal: Terminal,
) -> Iterator[tuple[str, int, "Article | str"]]:
    """Each page's file and its number in `store`, with its article, or why there is none.

    Later pages of a text and its print version have neither, as in any corpus, nor has a copy.
    """
    from corpus.intake.intake import take_in

    read: list[Refused | None] = []  # in the order they come, with None for each that can be read
    with terminal.stages() as watch:
        done = take_in(store, _pages(paths, base_url, read), watch=watch, rules=settings.rules)
    for name, said in done.notes:
        terminal.note(f"{name}: {said}")
    for line in unread_lines(done):
        terminal.note(line)
    taken = iter(done.taken)
    for refusal in read:
        if refusal:
            yield refusal.path, 0, refusal.reason
            continue
        path, number = next(taken)
        outcome = store.outcome(number) if number else None
        if number and outcome and outcome.code != Code.ARTICLE and not outcome.is_joined:
            yield path, number, str(outcome)
        elif number and (article := store.article_of(number)):
            yield path, number, article


def _pages(
    paths: Sequence[Path], base_url: str | None, read: "list[Refused | None]"
) -> Iterator["Page"]:
    from corpus.files.read import read_pages
    from corpus.files.source_file import Refused

    for item in read_pages(paths, base_url=base_url):
        read.append(item if isinstance(item, Refused) else None)
        if not isinstance(item, Refused):
            yield item


def _reasons(
    store: ArticleStore, number: int, settings: Settings, *, explain: bool
) -> "Reasons":
    """What was left out of an article and which selectors missed; none unless to `explain` it."""
    from corpus.cleaning.reasons import Reasons, find_reasons
    from corpus.intake.site_learning import known_templates

    if not explain:
        return Reasons()
    page = store.fetch(number)
    return find_reasons(page, known_templates(store).of(page.url), settings.rules)
