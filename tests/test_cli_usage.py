"""The door: usage, exit codes, and errors in one line."""

import errno
import json
import os
import re
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import click
import pytest

from corpus.errors import BackfileError, UnknownArticle
from corpus.store.store import ArticleStore
from tests.shell import PATIENCE, backfile, copy_of_demo, start, wait_until_idle
from web.cli import COMMANDS, run
from web.cli import backfile as group
from web.commands.complaints import complaint


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The sample newspaper, where commands look for data when nobody says where."""
    return copy_of_demo(tmp_path_factory.mktemp("usage") / "backfile-data")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself_and_has_data_and_json(name, capsys):
    assert run([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert "--data" in text and "--json" in text
    made = group.get_command(click.Context(group), name)
    assert made.name == name and made.help
    assert all(option.help for option in made.params if isinstance(option, click.Option)), (
        "an option without help"
    )


def test_the_list_of_commands_has_them_all(capsys):
    assert run(["--help"]) == 0
    lines = capsys.readouterr().out.partition("Commands:")[2].splitlines()
    listed = [line.split()[0] for line in lines if line.strip()]
    assert listed == list(COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["search"],
        ["search", "peace", "--from", "the day before"],
        ["search", "peace", "--sort", "colour"],
        ["search", "peace", "--limit", "0"],
        ["index", "--rebuild", "--rollback"],
        ["serve", "--port", "99999"],
        ["serve", "--threads", "many"],
        ["edit", "abc"],
        ["edit", "--title", "x"],
        ["edit", "--undo"],
        ["remove", "--reason", "x"],
        ["remove", "--undo"],
        ["edit", "abc", "--date", "2020-13-01"],
        ["edit", "abc", "--title", "  "],
        ["edit", "abc", "--title", "x", "--undo"],
        ["remove", "abc"],
        ["remove", "abc", "--reason", "x", "--undo"],
        ["import"],
        ["export", "-", "--format", "warc", "--data", "x"],
        ["crawl", "--max-pages", "0"],
    ],
)
def test_wrong_usage_is_2_and_says_why(arguments, tmp_path, monkeypatch, capsys):
    data = copy_of_demo(tmp_path / "x")
    monkeypatch.chdir(data.parent)
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and "Traceback" not in captured.err
    assert captured.err.startswith("backfile: ") and captured.err.count("\n") == 1
    assert "How it is written: backfile" in captured.err


@pytest.mark.parametrize(("typed", "meant"), [("serch", "search"), ("reindex", "index")])
def test_a_mistyped_command_is_told_which_was_meant(typed, meant, capsys):
    assert run([typed, "x"]) == 2
    said = capsys.readouterr().err
    assert f"no such command '{typed}'; did you mean {meant}" in said
    assert said.endswith("? How it is written: backfile --help\n")


@pytest.mark.parametrize("arguments", [["nosuch"], ["search"], ["index", "--nosuch"]])
def test_the_code_of_wrong_usage_holds_where_nothing_can_be_said(arguments, tmp_path):
    with Path("/dev/full").open("w") as full, start(*arguments, stderr=full) as process:
        assert process.wait(PATIENCE) == 2


def test_files_that_are_not_there_make_no_corpus(tmp_path, capsys):
    assert backfile(tmp_path / "data", "import", tmp_path / "missing.html") == 1
    assert "no such file or folder" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_a_word_that_looks_like_an_option_is_told_where_to_go(demo, monkeypatch, capsys):
    monkeypatch.chdir(demo.parent)
    assert run(["search", "-peace", "talks on 'water'"]) == 2
    hint = "backfile search -- -peace 'talks on '\"'\"'water'\"'\"''"
    assert hint in capsys.readouterr().err
    assert run(["search", "peace", "--sections", "x"]) == 2
    assert "search -- " not in capsys.readouterr().err


def test_the_help_names_every_exit_code(capsys):
    run(["--help"])
    assert re.search(r"0 done, 1 failed, 2 wrong usage,\s+130 interrupted", capsys.readouterr().out)


def test_no_command_at_all_shows_the_help(capsys):
    assert run([]) == 2
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "mend"),
    [
        (["search", "peace"], "backfile import PATH, or backfile crawl URL"),
        (["similar", __file__], "backfile import PATH, or backfile crawl URL"),
        (["status"], "backfile import PATH, or backfile crawl URL"),
        (["clean"], "backfile import"),
        (["verify"], "backfile import"),
        (["index"], "backfile import"),
        (["update"], "backfile import"),
        (["export", "-"], "backfile import"),
        (["edit", "abc", "--title", "New"], "backfile import"),
    ],
)
def test_without_a_corpus_each_says_so_in_one_line_and_makes_nothing(
    command, mend, tmp_path, capsys
):
    data = tmp_path / "none"
    assert backfile(data, *command) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("backfile: ") and captured.err.count("\n") == 1
    assert f"To mend it: {mend}" in captured.err
    assert not (data / "corpus.db").exists() and not (data / "index").exists()


def test_a_bad_settings_file_is_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "backfile.toml").write_text("port = 'a harbour'\n")
    assert run(["config"]) == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1 and "port must be a whole number" in captured.err
    assert "To mend it: correct port in backfile.toml" in captured.err


@pytest.mark.parametrize(
    ("name", "toml", "mend"),
    [
        ("BACKFILE_PORT", "", "unset BACKFILE_PORT"),
        ("BACKFILE_PROT", "", "unset BACKFILE_PROT"),
        ("", "prot = 1", "take prot out of backfile.toml"),
        ("", "port = ", "correct backfile.toml"),
    ],
)
def test_a_bad_setting_names_the_place_to_mend(name, toml, mend, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    if name:
        monkeypatch.setenv(name, "99999")
    if toml:
        (tmp_path / "backfile.toml").write_text(toml)
    assert run(["search", "peace"]) == 1
    assert capsys.readouterr().err.endswith(f"To mend it: {mend}\n")


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (sqlite3.OperationalError("database or disk is full"), "the disk is full"),
        (sqlite3.OperationalError("database is locked"), "another process is writing"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "not written"),
        (sqlite3.OperationalError("unable to open database file"), "cannot be opened"),
        (sqlite3.DatabaseError("database disk image is malformed"), "backfile restore"),
        (OSError(errno.ENOSPC, "No space left on device", "/x/y"), "/x/y: the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/x/y"), "/x/y: permission denied"),
        (OSError(errno.EADDRINUSE, "Address already in use"), "--port"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (
            BackfileError("two\nlines.", mend="backfile index"),
            "two lines. To mend it: backfile index",
        ),
        (UnknownArticle("no such thing"), "no such thing"),
    ],
)
def test_what_the_system_refuses_is_one_line(error, wanted):
    line = complaint(error)
    assert wanted in line and "\n" not in line


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError("database or disk is full"),
        sqlite3.OperationalError("disk I/O error"),
        sqlite3.OperationalError("attempt to write a readonly database"),
        sqlite3.OperationalError("unable to open database file"),
        *(
            OSError(number, "", "/x/update.lock")
            for number in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS)
        ),
    ],
)
def test_what_keeps_a_folder_from_being_written_names_what_mends_it(error):
    assert complaint(error).partition(". To mend it: ")[2]


@pytest.mark.parametrize(
    "command", ["config", "status", "search peace", "export -", "--help", "search --help"]
)
def test_a_full_disk_is_one_line_and_exit_1(command, demo):
    environment = {"cwd": demo.parent, "stderr": subprocess.PIPE}
    with (
        Path("/dev/full").open("w") as full,
        start(*command.split(), stdout=full, **environment) as process,
    ):
        _, err = process.communicate(timeout=PATIENCE)  # the device is always full
    assert process.returncode == 1
    assert b"the disk is full" in err and err.count(b"\n") == 1


def test_what_was_done_is_not_said_to_have_failed(tmp_path):
    data = copy_of_demo(tmp_path / "x")
    with ArticleStore(data / "corpus.db") as store:
        ident = next(store.articles()).id
        with (
            Path("/dev/full").open("w") as full,
            start("edit", ident, "--title", "Another", "--data", data, stdout=full) as process,
        ):
            _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1 and b"what the command did is done" in err
        assert b"again" not in err and store.get(ident).title == "Another"


def test_a_reader_who_leaves_is_no_error(tmp_path):
    data = copy_of_demo(tmp_path / "x")
    with start("export", "-", "--data", data, bufsize=0) as process:
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=PATIENCE)
    assert err == b""


def test_ctrl_c_is_130_without_a_traceback(tmp_path):
    fifo = tmp_path / "draft"
    os.mkfifo(fifo)  # a file that never answers
    with start("similar", fifo, "--data", copy_of_demo(tmp_path / "x")) as process:
        writer = _opened_for_writing(fifo)
        # for the first word: a signal just before would be seen only after it
        wait_until_idle(process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        os.close(writer)
    assert process.returncode == 130
    assert (
        out == b""
        and err.strip().startswith(b"backfile: interrupted")
        and err.strip().count(b"\n") == 0
    )


def _opened_for_writing(fifo):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:  # until the command opens its end
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the command never opened the draft")


def test_config_says_where_each_value_comes_from(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "backfile.toml").write_text("port = 8100\nthreads = 2\n")
    monkeypatch.setenv("BACKFILE_THREADS", "3")
    assert run(["config", "--workers", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["port"]["value"], told["port"]["source"]) == (8100, "backfile.toml")
    assert (told["threads"]["value"], told["threads"]["source"]) == (3, "BACKFILE_THREADS")
    assert (told["workers"]["value"], told["workers"]["source"]) == (2, "--workers")
    assert told["host"]["source"] == "default"
