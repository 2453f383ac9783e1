"""Imports go one way: corpus, index, search, web."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shell import PATIENCE

ROOT = Path(__file__).parent.parent


def lint(folder):
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    return done.returncode, done.stdout + done.stderr


def test_the_layers_hold():
    code, told = lint(ROOT)
    assert code == 0, told


@pytest.mark.long
@pytest.mark.parametrize(
    ("floors", "below", "above"),
    [
        ("corpus", "corpus/page/text.py", "corpus.store.store"),
        ("corpus.cleaning", "corpus/cleaning/head/json_ld.py", "corpus.cleaning.body.content"),
        ("index", "index/base/stems.py", "index.verify"),
        ("index.arrays", "index/arrays/file/blob.py", "index.arrays.write.writer"),
        ("search", "search/query/periods.py", "search.snippets.hits"),
        ("web", "web/base/footprint.py", "web.pages.app"),
    ],
)
def test_a_floor_that_is_broken_is_told(tmp_path, floors, below, above):
    for package in ("corpus", "index", "search", "web"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / below).open("a") as file:
        file.write(f"\nimport {above}\n")
    code, told = lint(tmp_path)
    assert code == 1
    assert f"the floors of {floors} BROKEN" in told


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("corpus.store.store", ("nltk", "aiohttp", "lxml", "flask", "whoosh", "numpy")),
        ("corpus.crawling.crawl", ("nltk", "flask", "whoosh", "numpy")),
        ("corpus.cleaning.clean", ("nltk", "aiohttp", "flask", "whoosh")),
        ("search.searcher", ("nltk", "aiohttp", "lxml", "flask")),
        ("search.embedded", ("nltk", "aiohttp", "lxml", "flask")),
        ("web.cli", ("nltk", "aiohttp", "lxml", "flask", "whoosh", "numpy", "rich")),
        ("web", ("flask", "whoosh", "nltk")),
    ],
)
def test_a_part_loads_only_what_it_needs(module, never):
    code = f"import sys, {module}; print([name for name in {never!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=PATIENCE
    )
    assert done.stdout.decode().strip() == "[]", done.stderr.decode()
