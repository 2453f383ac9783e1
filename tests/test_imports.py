"""Imports go one way: corpus, index, search, web."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shell import PATIENCE

ROOT = Path(__file__).parent.parent


def test_the_layers_hold():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


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
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=PATIENCE)
    assert done.stdout.decode().strip() == "[]", done.stderr.decode()
