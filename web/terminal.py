"""Terminal: answers to standard output, everything else to standard error."""

import json
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click

Tick = Callable[[int, int | None], None]  # how many are done, and of how many; None: nobody knows

SECONDS_BETWEEN_LINES = 5.0


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command speaks. With `as_json` people's lines are left out and one object is printed instead."""

    as_json: bool = False

    def say(self, *lines: str) -> None:
        """Lines of the answer for people."""
        for line in lines if not self.as_json else ():
            click.echo(line)

    def give(self, data: Mapping[str, Any]) -> None:
        """The answer for programs, on one line."""
        if self.as_json:
            click.echo(json.dumps(data, ensure_ascii=getattr(sys.stdout, "encoding", "utf-8").lower() != "utf-8"))

    def note(self, line: str) -> None:
        """What is not the answer itself, to standard error."""
        click.echo(plain(line), err=True)

    @contextmanager
    def progress(self, doing: str) -> Iterator[Tick]:
        """While the block runs, a bar on a terminal or a line every few seconds elsewhere."""
        shown = _bar(doing) if sys.stderr.isatty() else _lines(doing)
        with shown as tick:
            yield tick


def counting(tick: Tick) -> Callable[[], None]:
    """`tick` for those who only know that one more is done."""
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        tick(done, None)

    return one_more


def plain(text: str) -> str:
    """Text by other people for a terminal: one line, and no character that could steer it."""
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)


@contextmanager
def _bar(doing: str) -> Iterator[Tick]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _lines(doing: str) -> Iterator[Tick]:
    due = time.monotonic() + SECONDS_BETWEEN_LINES

    def tick(done: int, total: int | None) -> None:
        nonlocal due
        if time.monotonic() >= due:
            due = time.monotonic() + SECONDS_BETWEEN_LINES
            click.echo(f"{doing}: {done:,}" + (f" of {total:,}" if total else ""), err=True)

    yield tick


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 article", "4,812 articles"; `plural` where it is more than an s."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
