"""The command line for tests: within this process where that will do, in one of its own where it
matters."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.kept import made_once
from web.cli import run

ROOT = Path(__file__).parent.parent
# seconds, after which something hangs; nothing that works takes so long on any machine
PATIENCE = 300
_PROGRESS = re.compile(r"^[a-z][a-z ]*: [\d,]+(?: of [\d,]+)?(?:; [\d,]+ articles?, .*)?\n", re.MULTILINE)


def backfile(data: Path, command: str, *arguments: object) -> int:
    """Run one command on a data folder within this process; its exit code."""
    return run([command, "--data", str(data), *map(str, arguments)])


class Process(subprocess.Popen[bytes]):
    """One that does not outlive the test that failed on it."""

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> None:
        if kind is not None:
            self.kill()
        super().__exit__(kind, *rest)


def start(*arguments: object, cwd: Path | None = None, **options: Any) -> Process:
    """Start the command in a process of its own; standard output and error are pipes."""
    code = "from web.cli import main; main()"
    theirs = ("BACKFILE_", "PYTHONUNBUFFERED")  # people's own shells have neither
    kept = ("BACKFILE_CODEC",)  # see conftest.py
    clean = {
        name: value
        for name, value in os.environ.items()
        if name in kept or not name.startswith(theirs)
    }
    return Process(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=cwd or ROOT,
        env={**clean, "PYTHONPATH": str(ROOT)},
        **{
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            **options,
        },
    )


def call(*arguments: object, cwd: Path | None = None) -> tuple[int, str, str]:
    """Run the command in a process of its own to its end: exit code, output, errors without the
    lines of progress, which come by the clock."""
    with start(*arguments, cwd=cwd) as process:
        out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out.decode(), _PROGRESS.sub("", err.decode())


def wait_until(holds: Callable[[], bool]) -> None:
    """Return when `holds` is true."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def wait_until_idle(process: subprocess.Popen[Any]) -> None:
    """Return when a process has waited for something each of many times that the system was
    asked."""
    status = Path(f"/proc/{process.pid}/stat")
    looks = 0
    while looks < 20:
        # unknown outside of Linux
        state = status.read_text().rpartition(") ")[2][0] if status.exists() else "S"
        looks = looks + 1 if state == "S" else 0
        time.sleep(0.01)


def copy_of_demo(folder: Path) -> Path:
    """A data folder of one's own with the sample newspaper crawled, cleaned and indexed."""
    shutil.copytree(made_once(run_demo) / "backfile-demo", folder)
    return folder


def run_demo(folder: Path) -> None:
    """What somebody does in an empty folder."""
    folder.mkdir()
    code, out, err = call("demo", "--once", "--json", cwd=folder)
    assert code == 0, err
    (folder / "told.json").write_text(out)
