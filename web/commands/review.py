"""The command by which people decide about new answers of a site that are held."""

from collections.abc import Iterator
from itertools import chain, zip_longest
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.commands.base import command
from web.commands.corrections import SHOWN
from web.commands.intake import clean_store
from web.commands.terminal import Terminal, counted, plain

if TYPE_CHECKING:
    from corpus.intake.held_answers import HeldAnswer

LINES = 12  # of each text that are shown beside the other
BETWEEN = " | "
NO_ARTICLE = "(no article yet)"


@command("review")
@click.argument("names", metavar="[ID|SITE]...", nargs=-1)
@click.option("--accept", is_flag=True, help="Take the new answers: the articles change, or go.")
@click.option("--keep", is_flag=True, help="Keep the articles, until the site says something else.")
def review_command(
    settings: Settings, terminal: Terminal, names: tuple[str, ...], accept: bool, keep: bool
) -> int:
    """List the new answers of sites that are held, old and new side by side, or decide about them.

    An answer that would take an article away, or change most of its text, is held, and the article
    stays. It is let go when the site answers well again; a new text is taken when it came on five
    days while the site was well. Name articles by their IDs, or a site, to decide sooner.
    """
    from corpus.intake.held_answers import held_answers

    if accept and keep:
        raise click.UsageError("Give either --accept or --keep.")
    if (accept or keep) and not names:
        raise click.UsageError("Name the articles by their IDs, or their site.")
    with ArticleStore(settings.corpus, create=False) as store:
        found = held_answers(store, settings.rules, names)
        if not accept and not keep:
            terminal.give({"held": [_object(one) for one in found]})
            terminal.say(*chain.from_iterable(map(_lines, found)))
            terminal.say(f"{counted(len(found), 'new answer')} held")
            return 0
        with store.transaction():
            for one in found:
                decide = store.held.take if accept else store.held.keep
                decide(one.number)
        cleaned = clean_store(store, terminal, settings, waiting=True) if accept else None
    done = "accepted" if accept else "kept"
    terminal.give({done: [{"id": one.id, "url": one.url} for one in found]})
    terminal.say(
        *(plain(f"{done.capitalize()} {one.id or NO_ARTICLE}: {one.url}") for one in found)
    )
    if accept:
        terminal.say(SHOWN)
    return 1 if cleaned and (cleaned.damaged or cleaned.ill) else 0


def _object(one: "HeldAnswer") -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "url": one.url,
        "reason": one.reason,
        "days": [day.isoformat() for day in one.days],
        "old": list(one.old),
        "new": list(one.new),
    }


def _lines(one: "HeldAnswer") -> Iterator[str]:
    yield plain(f"{one.id}  {one.title}" if one.id else NO_ARTICLE)
    yield plain(f"  {one.url}")
    days = counted(len(one.days), "day")
    yield plain(f"  {one.reason}; came on {days}, last on {one.days[-1]}")
    width = (get_terminal_size().columns - len(BETWEEN) - 2) // 2
    old, new = (_column(head, text, width) for head, text in (("OLD", one.old), ("NEW", one.new)))
    for left, right in zip_longest(old, new, fillvalue=""):
        yield f"  {left:<{width}}{BETWEEN}{right}".rstrip()
    yield ""


def _column(head: str, text: tuple[str, ...], width: int) -> list[str]:
    """The first lines of a text under its heading, none wider than asked for."""
    lines = [line for paragraph in text for line in wrap(plain(paragraph), max(width, 10))]
    cut = [*lines[:LINES], "…"] if len(lines) > LINES else lines or ["(no article)"]
    return [head, *cut]
