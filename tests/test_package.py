"""What is installed: four packages with their templates, static files and sample; nothing else."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "index", "search", "web")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The names in the wheel."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    (made,) = out.iterdir()
    with zipfile.ZipFile(made) as archive:
        return archive.namelist()


def test_it_holds_exactly_the_four_packages(wheel):
    assert {PurePosixPath(name).parts[0] for name in wheel if ".dist-info/" not in name} == set(PACKAGES)


def test_it_holds_every_file_of_theirs(wheel):
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in wheel if ".dist-info/" not in name} == wanted
    for kind in ("web/templates/", "web/static/", "corpus/sample/editorials/"):
        assert any(name.startswith(kind) for name in wanted), kind


def test_it_brings_the_command_and_the_licence(wheel):
    assert any(name.endswith(".dist-info/entry_points.txt") for name in wheel)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel)


def test_each_dependency_is_pinned_for_the_makefile():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [*project["dependencies"], *(one for many in project["optional-dependencies"].values() for one in many)]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    for requirement in named:
        name = requirement.partition(">=")[0].partition("==")[0].partition("[")[0].lower().replace("_", "-")
        assert name in pinned, f"{requirement} has no line in constraints.txt"
    assert not any("://" in line or line.startswith("-") for line in lines)
