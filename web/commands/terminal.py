"""Terminal: answers to standard output, everything else to standard error."""

import errno
import json
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import click

from corpus.errors import BackfileError

Tick = Callable[[int, int | None], None]  # how many are done, and of how many; None: nobody knows
Watch = Callable[[str, int, int | None], None]  # the same, and before it what is being done
Said = Callable[[], str]  # what is to be said, made only when it is shown

SECONDS_TO_FIRST_LINE = 1.0
SECONDS_BETWEEN_LINES = 30.0


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command speaks: lines for people, or one JSON object with `as_json`.

    `bar`: progress may be a bar that is drawn again and again, which lines of a log would break.
    `clock` gives the seconds between lines of progress.
    """

    as_json: bool = False
    bar: bool = True
    clock: Callable[[], float] = time.monotonic

    @property
    def bold(self) -> bool:
        """Whether bold letters of the answer are seen as such: elsewhere `say` drops it."""
        return sys.stdout is not None and sys.stdout.isatty()

    def say(self, *lines: str) -> None:
        """Lines of the answer for people."""
        for line in lines if not self.as_json else ():
            _answer(line)

    def give(self, data: Mapping[str, Any]) -> None:
        """The answer for programs, on one line."""
        if self.as_json:
            ascii_only = getattr(sys.stdout, "encoding", "utf-8").lower() != "utf-8"
            _answer(json.dumps(data, ensure_ascii=ascii_only))

    def note(self, line: str) -> None:
        """What is not the answer itself, to standard error."""
        remark(plain(line))

    @contextmanager
    def progress(self, doing: str, *, more: Said = lambda: "") -> Iterator[Tick]:
        """While the block runs, a bar on a terminal, or elsewhere a line every half minute; with
        what `more` there is to say."""
        with self.stages(more=more) as watch:
            yield lambda done, total: watch(doing, done, total)

    @contextmanager
    def stages(self, *, more: Said = lambda: "") -> Iterator[Watch]:
        """The same for work in several parts: what is told first is what is being done."""
        seen = sys.stderr is not None and sys.stderr.isatty()  # it may be closed
        with _bar(more) if seen and self.bar else _lines(more, self.clock) as watch:
            yield watch


def counting(tick: Tick, total: int | None = None) -> Callable[[], None]:
    """`tick` for those who only know that one more is done."""
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        tick(done, total)

    return one_more


def _answer(line: str) -> None:
    try:
        click.echo(line)
    except BrokenPipeError:  # whoever read has enough
        raise
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)
        told = f"the answer could not be written to standard output ({why})"
        raise BackfileError(f"{told}; what the command did is done") from error


def remark(line: str) -> None:
    """A line to standard error. Where it cannot be written, on a full disk or into a closed pipe,
    it is let go: it ends no work and changes no exit code."""
    with suppress(OSError):
        click.echo(line, err=True)


def plain(text: str) -> str:
    """Text by other people for a terminal: one line, and no character that could steer it."""
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)


@contextmanager
def _bar(more: Said) -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[more]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, more="")
        yield lambda doing, done, total: bar.update(
            task, description=doing, completed=done, total=total or None, more=more()
        )


@contextmanager
def _lines(more: Said, clock: Callable[[], float]) -> Iterator[Watch]:
    due = clock() + SECONDS_TO_FIRST_LINE

    def watch(doing: str, done: int, total: int | None) -> None:
        nonlocal due
        if (now := clock()) >= due:
            due = now + SECONDS_BETWEEN_LINES
            told = f"{doing}: {done:,}" + (f" of {total:,}" if total else "")
            remark("; ".join(filter(None, (told, more()))))

    yield watch


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 article", "4,812 articles"; `plural` where it is more than an s."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
