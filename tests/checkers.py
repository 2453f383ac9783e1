"""What others wrote to check pages: axe-core in a browser, and the Nu HTML checker, the standard's.

npm brings them, once, into a folder that is not part of the repository. Where it cannot, or where
Java is missing, the tests that need them say so.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.shell import PATIENCE, ROOT

FOLDER = ROOT / ".checkers"
PACKAGES = {"axe-core": "4.14.1", "vnu-jar": "26.9.27"}


@cache
def axe() -> str | None:
    """The script; None where it cannot be had."""
    return _read("axe-core/axe.min.js")


@cache
def can_check_html() -> bool:
    """Whether there is the HTML checker and a Java that runs it."""
    return shutil.which("java") is not None and _file("vnu-jar/build/dist/vnu.jar") is not None


def html_errors(pages: Mapping[str, str]) -> list[str]:
    """What does not conform to the standard in some pages, given by their names."""
    jar = _file("vnu-jar/build/dist/vnu.jar")
    assert jar, "ask can_check_html first"
    with TemporaryDirectory() as folder:
        names = {}
        for number, (name, text) in enumerate(pages.items()):
            path = Path(folder) / f"{number}.html"
            path.write_text(text, encoding="utf-8")
            names[path.as_uri().removeprefix("file://")] = name
        command = ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--errors-only", folder]
        told = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False).stderr
    return [
        f"{names.get(said.get('url', '').removeprefix('file:'), '?')}: {said['message']}"
        f" {said.get('extract', '')}"
        for said in json.loads(told)["messages"]
    ]


def _read(name: str) -> str | None:
    path = _file(name)
    return path.read_text(encoding="utf-8") if path else None


def _file(name: str) -> Path | None:
    """A file of the packages, which are fetched first where they are not there."""
    path = _fetched() / name
    return path if path.exists() else None


@cache
def _fetched() -> Path:
    """Where the packages are, if they could be had."""
    folder = FOLDER / "-".join(PACKAGES.values())
    npm = shutil.which("npm")
    if npm and not folder.exists():
        FOLDER.mkdir(exist_ok=True)
        with TemporaryDirectory(dir=FOLDER) as made:
            wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
            quiet = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
            quiet += ["--fetch-retries=0", "--fetch-timeout=10000"]  # where nothing answers
            command = [npm, "install", "--prefix", made, *quiet, *wanted]
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
            if done.returncode == 0:
                Path(made, "node_modules").rename(folder)
    return folder
