"""What every command has: `--data`, `--json`, `-v`, flags of the settings it uses, those in
force."""

from collections.abc import Callable, Mapping, Sequence
from functools import update_wrapper
from typing import Any

import click

from corpus.page.parameters import heeding
from web.base.config import SETTINGS, SettingInfo
from web.base.log import configure
from web.base.sources import load_settings
from web.commands.terminal import Terminal

# (settings, terminal, **its own options) -> exit code; None is 0
Callback = Callable[..., int | None]

ALWAYS = ("data", "log_level", "log_json")  # the settings that are flags of every command


def command(name: str, *, flags: Sequence[str] = ()) -> Callable[[Callback], click.Command]:
    """A decorator that makes the command `backfile NAME` of a function.

    `flags` names the settings that may be given on its command line.
    """
    wanted = [info for info in SETTINGS if info.name in (*ALWAYS, *flags)]

    def decorate(callback: Callback) -> click.Command:
        def run(*, as_json: bool, verbose: int, **values: Any) -> int:
            _refuse_odd_bytes(values)
            given = {info.name: values.pop(info.name) for info in wanted}
            given["log_level"] = given["log_level"] or _level(verbose)
            settings = load_settings(given)
            configure(settings)
            terminal = Terminal(as_json, bar=settings.log_level == "quiet")
            with heeding(settings.parameters):
                return callback(settings, terminal, **values) or 0

        made = click.command(name)(update_wrapper(run, callback))
        made.params += [_flag(info) for info in wanted]
        made.params.append(_verbose())
        made.params.append(
            click.Option(
                ["--json", "as_json"], is_flag=True, help="Print a JSON object, for programs."
            )
        )
        return made

    return decorate


def _verbose() -> click.Option:
    about = "Log what happens to standard error; -vv each decision, too."
    return click.Option(["-v", "--verbose"], count=True, help=about)


def _level(verbose: int) -> str | None:
    """The level that so many -v ask for, those before the command's name counted in; None where
    there is none."""
    said = verbose + (click.get_current_context().obj or 0)
    return (None, "info", "debug")[min(said, 2)]


def _refuse_odd_bytes(values: Mapping[str, object]) -> None:
    """Raise UsageError for text that is not UTF-8: its lone surrogates cannot be stored.

    Files may have them in their names: paths are let through.
    """
    for name, value in values.items():
        for text in value if isinstance(value, tuple) else (value,):
            if (
                isinstance(text, str)
                and not text.isascii()
                and text != text.encode("utf-8", "replace").decode()
            ):
                raise click.UsageError(f"{name.replace('_', '-')}: {text!r} is not text in UTF-8.")


def as_text(value: object) -> str:
    """The value of a setting as a person would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _flag(info: SettingInfo) -> click.Option:
    if isinstance(info.default, bool):
        names = [f"{info.flag}/{info.flag.replace('--', '--no-', 1)}", info.name]
        return click.Option(names, default=None, help=info.help)
    return click.Option(
        [info.flag, info.name],
        metavar="DIR" if info.name == "data" else None,
        callback=_read(info),
        help=f"{info.help} Default: {as_text(info.default) or 'none'}.",
    )


def _read(info: SettingInfo) -> Callable[[click.Context, click.Parameter, str | None], object]:
    def read(context: click.Context, parameter: click.Parameter, value: str | None) -> object:
        if value is None:
            return None
        try:
            return info.read(value)
        except ValueError as error:
            raise click.BadParameter(f"must be {error}, not {value!r}.") from None

    return read
