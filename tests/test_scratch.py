"""Folders for a while: nothing is left of them, not even by a kill, and nobody's is taken away."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from corpus.scratch import Scratch, scratch
from tests.newsroom import index_sample
from tests.server import ask, serving
from tests.shell import PATIENCE, ROOT, wait_until

HOLD = (
    "import sys, time\nfrom corpus.scratch import Scratch\n"
    "room = Scratch()\n(room.path / 'kept').write_text('x')\nprint(room.path, flush=True)\ntime.sleep(600)"
)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The system's folder for temporary files, empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def holder(temporary):
    """Another process with a folder of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        process.room = Path(process.stdout.readline().strip())
        yield process
        process.kill()


def test_it_is_there_for_a_block_and_then_gone(temporary):
    with scratch() as room:
        assert room.is_dir() and list(room.iterdir()) == []
        (room / "file").write_text("x")
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next(temporary, holder):
    holder.kill()
    holder.wait(PATIENCE)
    assert holder.room.exists()
    with scratch() as room:
        assert not holder.room.exists() and room.is_dir()
    assert list(temporary.iterdir()) == []


def test_that_of_a_process_which_lives_stays(temporary, holder):
    mine = Scratch()
    with scratch():
        assert (holder.room / "kept").exists() and mine.path.is_dir()
    mine.close()
    assert (holder.room / "kept").exists()


def test_what_looks_like_one_and_is_none_stays(temporary, tmp_path):
    (temporary / "backfile-demo").mkdir()
    (temporary / "backfile-notes").write_text("x")
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "scratch-lock").write_text("")
    (temporary / "backfile-link").symlink_to(precious)
    with scratch():
        pass
    assert {path.name for path in temporary.iterdir()} == {
        "backfile-demo",
        "backfile-notes",
        "backfile-link",
    }
    assert precious.is_dir() and (precious / "scratch-lock").exists()


def test_what_a_killed_server_left_goes_with_the_next_and_a_running_one_goes_on(
    temporary, tmp_path
):
    index_sample(tmp_path)
    where = ("serve", "--data", tmp_path, "--port", 0, "--workers", 2)
    with serving(*where) as (_, port):
        (running,) = temporary.iterdir()
        with serving(*where) as (killed, _):
            (left,) = {*temporary.iterdir()} - {running}
            killed.send_signal(signal.SIGKILL)
            killed.wait(PATIENCE)
        assert left.exists()
        with serving(*where):
            assert not left.exists() and running.exists()
        for _ in range(4):
            assert ask(port, "/metrics").status == 200
    wait_until(lambda: not list(temporary.iterdir()))
