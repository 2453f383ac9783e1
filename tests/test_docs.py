"""What is documented exists, and what exists is documented."""

import ast
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from search.query.parser import parse
from tests.shell import PATIENCE, copy_of_demo
from web.base.config import SETTINGS
from web.cli import COMMANDS, backfile
from web.commands.base import as_text

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ADMINISTRATION = (ROOT / "docs" / "administration.md").read_text("utf-8")
QUERIES = (ROOT / "docs" / "queries.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
PAGES = {"README.md": README, "docs/administration.md": ADMINISTRATION, "docs/queries.md": QUERIES}
OF_THE_HOUSE = {
    "ARCHITECTURE.md": ARCHITECTURE,
    **{
        name: (ROOT / name).read_text("utf-8")
        for name in ("CONTRIBUTING.md", "docs/decisions.md", "CHANGELOG.md")
    },
}
FOLDERS = dict(re.findall(r"^\| `([\w/]+)/` \| (.+) \|$", ARCHITECTURE, re.MULTILINE))


def shell_lines(text):
    """The commands in a page's code blocks for the shell."""
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                yield line.strip()


def commands_shown():
    for page, text in PAGES.items():
        for line in shell_lines(text):
            words = shlex.split(line, comments=True)
            if "backfile" in words:
                yield pytest.param(words[words.index("backfile") + 1 :], id=f"{page}: {line}")


@pytest.mark.parametrize("words", list(commands_shown()))
def test_each_command_shown_can_be_typed(words):
    name, *arguments = words
    assert name in COMMANDS
    for stop in ("|", ">", "2>", "2>>", "&&", "<"):
        if stop in arguments:
            arguments = arguments[: arguments.index(stop)]
    command = backfile.get_command(click.Context(backfile), name)
    # raises UsageError for what does not exist
    command.make_context(name, arguments, resilient_parsing=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_documented_with_its_options(name):
    assert f"`backfile {name}" in README, f"README.md has no line on backfile {name}"
    section = ADMINISTRATION.partition(f"\n### backfile {name}\n")[2].partition("\n#")[0]
    assert section.strip(), f"docs/administration.md has no section on backfile {name}"
    settings = {info.flag for info in SETTINGS}
    for parameter in backfile.get_command(click.Context(backfile), name).params:
        if isinstance(parameter, click.Option) and not {*parameter.opts} & {
            *settings,
            "--json",
            "-v",
        }:
            assert any(f"`{option}" in section for option in parameter.opts), (
                f"{name} {parameter.opts}"
            )


@pytest.mark.parametrize("info", SETTINGS, ids=lambda info: info.name)
def test_each_setting_is_documented(info):
    row = next(
        (line for line in ADMINISTRATION.splitlines() if line.startswith(f"| `{info.name}` ")), None
    )
    assert row, f"docs/administration.md has no row for {info.name}"
    shown = as_text(info.default) or "none"
    assert f"`{shown}`" in row or shown == "none", f"the default of {info.name} is {shown}"


def test_no_setting_is_documented_that_is_none():
    rows = re.findall(
        r"^\| `(\w+)` ",
        ADMINISTRATION.partition("## Settings")[2].partition("\n## ")[0],
        re.MULTILINE,
    )
    assert rows == [info.name for info in SETTINGS]


def events_told():
    """Every event in the code: its name, its level, and the names of its fields, as they are
    written."""
    for path in (
        path
        for package in ("corpus", "index", "search", "web")
        for path in (ROOT / package).rglob("*.py")
    ):
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call)
        ]
        made = [
            call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "event"
        ]
        told = {}
        for call in calls:
            logs = (
                isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "log"
            )
            if logs and call.func.attr in ("debug", "info", "warning", "error"):
                (extra,) = (keyword.value for keyword in call.keywords if keyword.arg == "extra")
                told[extra] = call.func.attr
                if call.func.attr == "error":
                    assert "exc_info" in {keyword.arg for keyword in call.keywords}, (
                        f"{path}:{call.lineno}"
                    )
        assert set(made) == set(told), (
            f"{path}: an event is told by log.LEVEL(..., extra=event(...))"
        )
        for call, level in told.items():
            yield call.args[0].value, level, tuple(keyword.arg for keyword in call.keywords)


def test_each_event_is_documented_and_each_documented_is_told():
    section = ADMINISTRATION.partition("### Events")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w-]+)` \| (\w+) \| .+ \| (.+) \|$", section, re.MULTILINE)
    documented = [
        (name, level, tuple(re.findall(r"`(\w+)`", shown))) for name, level, shown in rows
    ]
    assert len({name for name, *_ in documented}) == len(documented)
    assert sorted(documented) == sorted(set(events_told()))
    ours = {"at", "level", "logger", "event", "message", "traceback"}
    assert not any(ours.intersection(fields) for _, _, fields in documented)


def test_every_example_of_the_query_language_is_understood():
    examples = re.findall(r"^\| `(.+?)` +\|", QUERIES.replace("\\|", "|"), re.MULTILINE)
    assert len(examples) >= 15
    for example in examples:
        query = parse(example)
        amiss = [note for note in query.notes if note.kind != "read"]
        assert query.root is not None and not amiss, f"{example}: {amiss}"


def test_the_tour_works_as_it_is_copied(tmp_path):
    copy_of_demo(tmp_path / "backfile-demo")
    program = tmp_path / ".venv" / "bin" / "backfile"
    program.parent.mkdir(parents=True)
    # not by "#!": the path of the interpreter may hold spaces
    run = "from web.cli import main; main()"
    program.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(run)} "$@"\n'
    )
    program.chmod(0o700)
    program.with_name("activate").write_text(
        f"PATH={shlex.quote(str(program.parent))}:$PATH\nexport PYTHONPATH={shlex.quote(str(ROOT))}\n"
    )
    tour = "\n".join(shell_lines(README.partition("## For staff")[2].partition("\n## ")[0]))
    assert tour.count("backfile ") >= 8
    others = [
        name for name in os.environ if name.startswith("BACKFILE_") and name != "BACKFILE_CODEC"
    ]
    environment = {name: value for name, value in os.environ.items() if name not in others}
    shell = ["bash", "-eu", "-o", "pipefail", "-c", tour]
    done = subprocess.run(
        shell, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ink That Lasts" in done.stdout and "Put back" in done.stdout
    assert "Nothing found" not in done.stdout and '"total": 0,' not in done.stdout


def test_the_program_works_as_it_is_copied(tmp_path):
    copy_of_demo(tmp_path / "backfile-demo")
    (program,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(list(filter(None, program.splitlines()))) <= 8
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^\S.* \d{4}-\d\d-\d\d$", done.stdout, re.MULTILINE)
    assert re.search(r'<b class="match term\d">[Ii]nk</b>', done.stdout)


def test_links_between_pages_hold():
    for page, text in (PAGES | OF_THE_HOUSE).items():
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page} links to {target}"


def test_the_commands_come_first():
    first = next(iter(re.findall(r"```sh\n(.*?)```", README, re.DOTALL)))
    assert [line.split("#")[0].strip() for line in first.splitlines()] == [
        "make demo",
        "make test",
        "make check",
    ]
    makefile = (ROOT / "Makefile").read_text()
    assert all(f"\n{target}:" in makefile for target in ("demo", "test", "check"))


def test_every_folder_of_the_house_has_its_row():
    folders = {
        path.parent.relative_to(ROOT).as_posix()
        for package in ("corpus", "index", "search", "web")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "__init__.py"
    }
    told_in_prose = {"corpus", "index", "search", "web"}
    assert FOLDERS.keys() == folders - told_in_prose


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_row_names_only_what_stands_in_its_folder(folder):
    for name in re.findall(r"`([a-z_]+(?:\.c)?)`", FOLDERS[folder]):
        file = ROOT / folder / (name if "." in name else f"{name}.py")
        assert file.exists(), f"ARCHITECTURE.md: {folder}/ has no {name}"


@pytest.mark.parametrize("page", OF_THE_HOUSE)
def test_every_file_named_is_there(page):
    for path in re.findall(
        r"`((?:corpus|index|search|web|tests|benchmarks|docs)/[\w/.-]*)`", OF_THE_HOUSE[page]
    ):
        assert (ROOT / path).exists(), f"{page} names {path}"
