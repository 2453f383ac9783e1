"""What is installed: four packages with their templates, static files and sample; nothing else."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

import pytest

from tests.shell import PATIENCE

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "index", "search", "web")


def built(tmp_path, compiled=b"", **environment):
    """The wheel of a copy of the tree, with what was compiled there before: building leaves files
    behind."""
    tree, out = tmp_path / "tree", tmp_path / "wheel"
    left_out = shutil.ignore_patterns(
        ".*", "*.so", "*.egg-info", "__pycache__", "build", "dist", "backfile-*"
    )
    shutil.copytree(ROOT, tree, ignore=left_out)
    if compiled:
        (tree / "search" / "arrays" / "chooser.abi3.so").write_bytes(compiled)
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(out),
        str(tree),
    ]
    done = subprocess.run(
        command, capture_output=True, timeout=PATIENCE, env=os.environ | environment
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    (made,) = out.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The names in the wheel."""
    with zipfile.ZipFile(built(tmp_path_factory.mktemp("built"))) as archive:
        return archive.namelist()


def files_in(names):
    return {name for name in names if ".dist-info/" not in name and not name.endswith(".so")}


def test_it_holds_exactly_the_four_packages(wheel):
    assert {PurePosixPath(name).parts[0] for name in files_in(wheel)} == set(PACKAGES)


def test_it_holds_every_file_of_theirs(wheel):
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files_in(wheel) == files_in(wanted)
    for kind in ("web/templates/", "web/static/", "corpus/sample/editorials/"):
        assert any(name.startswith(kind) for name in wanted), kind


@pytest.mark.skipif(
    not find_spec("search.arrays.chooser"), reason="search.arrays.chooser is not built"
)
def test_it_holds_what_is_compiled(wheel):
    compiled = sorted(name for name in wheel if name.endswith(".so"))
    assert compiled == [f"search/arrays/{name}.abi3.so" for name in ("chooser", "comparer", "gatherer")]


@pytest.mark.long
def test_without_a_compiler_it_answers_alike(tmp_path):
    with zipfile.ZipFile(built(tmp_path, b"of another machine", CC="false")) as archive:
        assert not any(name.endswith(".so") for name in archive.namelist())
        archive.extractall(tmp_path / "installed")
    run = "from web.cli import main; main()"
    environment = os.environ | {
        "PYTHONPATH": str(tmp_path / "installed"),
        "BACKFILE_CODEC": "arrays",
    }

    def backfile(*words):
        command = [sys.executable, "-c", run, *words]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    page = "<h1>Rain</h1><p>The first rain of the year fell on the valley, and nobody in town was glad of the rain.</p>"
    (tmp_path / "rain.html").write_text(page)
    backfile("import", "rain.html")
    backfile("index")
    (hit,) = json.loads(backfile("search", "rain", "--json"))["hits"]
    (snippet,) = hit["snippets"]
    assert [snippet["text"][start:end] for start, end in snippet["spans"]] == ["rain", "rain"]
    assert "  slower   parts of an answer are worked out in Python" in backfile("status")


def test_it_brings_the_command_and_the_licence(wheel):
    assert any(name.endswith(".dist-info/entry_points.txt") for name in wheel)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel)


def test_each_dependency_is_pinned_for_the_makefile():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [
        *project["dependencies"],
        *(one for many in project["optional-dependencies"].values() for one in many),
    ]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    for requirement in named:
        name = (
            requirement.partition(">=")[0]
            .partition("==")[0]
            .partition("[")[0]
            .lower()
            .replace("_", "-")
        )
        assert name in pinned, f"{requirement} has no line in constraints.txt"
    assert not any("://" in line or line.startswith("-") for line in lines)
