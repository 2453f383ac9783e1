"""The command `backfile`: a command's module is found, and what goes wrong is one line and a code.

Nothing is imported before it is needed: `backfile search` loads no web server, no crawler and no
cleaner.
"""

import logging
import os
import sqlite3
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper

import click

from corpus.errors import BackfileError
from corpus.event import event
from web.commands.complaints import complaint, mistake, misuse
from web.commands.terminal import remark

log = logging.getLogger(__name__)

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130

# command -> the module it is in, in the order in which one meets them
COMMANDS = {
    "demo": "web.commands.server",
    "crawl": "web.commands.crawl",
    "import": "web.commands.intake",
    "extract": "web.commands.extract",
    "clean": "web.commands.intake",
    "edit": "web.commands.corrections",
    "remove": "web.commands.corrections",
    "review": "web.commands.review",
    "why": "web.commands.address",
    "fetch": "web.commands.address",
    "forget": "web.commands.forget",
    "update": "web.commands.crawl",
    "index": "web.commands.index",
    "search": "web.commands.search",
    "watch": "web.commands.watch",
    "similar": "web.commands.search",
    "serve": "web.commands.server",
    "status": "web.commands.status",
    "verify": "web.commands.index",
    "export": "web.commands.files",
    "backup": "web.commands.files",
    "restore": "web.commands.files",
    "config": "web.commands.status",
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command; None when there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(COMMANDS[cmd_name])
        found: click.Command = getattr(module, f"{cmd_name}_command")
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, with what is left of the arguments. Raises UsageError that names the
        nearest ones."""
        if near := get_close_matches(args[0], COMMANDS) if args[0] not in COMMANDS else []:
            raise click.UsageError(
                f"No such command {args[0]!r}; did you mean {' or '.join(near)}?", ctx
            )
        return super().resolve_command(ctx, args)


def _say_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        try:
            click.echo(f"backfile {version('backfile')}")
        except PackageNotFoundError:
            click.echo("backfile, not installed")
        context.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Its version.",
)
@click.option("-v", "--verbose", count=True, help="As -v behind the command's name.")
@click.pass_context
def backfile(context: click.Context, verbose: int) -> None:
    """Search a newspaper's past editorials: crawl them, index them, find them.

    Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
    """
    context.obj = verbose


def main() -> None:
    """The console script."""
    _open_standard_streams()
    _take_any_text()
    code = run(sys.argv[1:])
    _drop_unwritten()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    try:
        return int(
            backfile.main(args=list(arguments), prog_name="backfile", standalone_mode=False) or DONE
        )
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return MISUSED
    except click.ClickException as error:
        remark(f"backfile: {misuse(error, arguments)}")
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        kept = "what was finished before is kept. To go on: the same command again"
        remark(f"backfile: interrupted; {kept}")
        return INTERRUPTED
    except (BackfileError, sqlite3.Error, OSError) as error:
        return _fail(complaint(error), arguments)
    except Exception as error:
        return _fail(mistake(error), arguments)


def _fail(line: str, arguments: Sequence[str]) -> int:
    """Say what went wrong in one line; the log holds the traceback of what is being handled."""
    command = next((word for word in arguments if word in COMMANDS), None)
    log.error(
        "%s",
        line,
        exc_info=True,
        extra=event("command-failed", command=command, error=line),
    )
    remark(f"backfile: {line}")
    return FAILED


def _open_standard_streams() -> None:
    """Put nothing where a standard stream was closed: the next file that is opened would take its
    number, and what is meant for people would be written into it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest that is free


def _take_any_text() -> None:
    """Replace letters that the terminal's encoding lacks: no answer breaks off in its middle."""
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=errors)


def _drop_unwritten() -> None:
    """Empty the buffers: what could not be written would be tried again at the exit, and change
    its code. Of standard output that was said; of the log nobody can be told."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
