"""The folder that a run of speed.py builds in: the corpus and each engine's index, and notes on how
they were built."""

import json
import resource
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.speed_engines import KINDS, Unusable

NOTES = "speed.json"
MAXRSS_PER_MB = 1 << (20 if sys.platform == "darwin" else 10)

Figures = dict[str, Any]  # names to numbers, or to more of the same


class Folder:
    """Builds what is missing; what an earlier run built whole is left as it is."""

    def __init__(self, path: Path, docs: int) -> None:
        """The folder `path`, made where there is none. Raises Unusable for one of other articles,
        or not of ours."""
        self.path, self.docs = path, docs
        self.reused: list[str] = []
        path.mkdir(parents=True, exist_ok=True)
        if not (path / NOTES).exists() and any(path.iterdir()):
            raise Unusable(f"{path} holds something else")
        self._notes: Figures = (
            json.loads((path / NOTES).read_text()) if (path / NOTES).exists() else {"docs": docs}
        )
        if self._notes["docs"] != docs:
            raise Unusable(f"{path} was built of {self._notes['docs']:,} articles, not of {docs:,}")
        self._write()

    def fill(self, data: Path) -> None:
        """Fill the corpus from the given articles in the file `data`."""
        if self._kept("corpus", self.path / "corpus.db"):
            return
        for left in self.path.glob("corpus.db*"):
            left.unlink()
        in_child(fill, data, self.path / "corpus.db", self.docs)
        self._note("corpus", {})

    def build(self, engine: str) -> Figures:
        """Index the corpus with an engine; the figures are those of the run that did it."""
        if not self._kept(engine, self.path / engine):
            shutil.rmtree(self.path / engine, ignore_errors=True)
            self._note(engine, in_child(build, engine, self.path, self.docs))
        figures: Figures = self._notes[engine]
        return figures

    def _kept(self, name: str, place: Path) -> bool:
        if name in self._notes and place.exists():
            self.reused.append(name)
            return True
        if self._notes.pop(name, None) is not None:
            self._write()
        return False

    def _note(self, name: str, figures: Figures) -> None:
        self._notes[name] = figures
        self._write()

    def _write(self) -> None:
        (self.path / NOTES).write_text(json.dumps(self._notes))


def fill(data: Path, corpus: Path, docs: int) -> None:
    # here, so that no peer's memory holds our code
    from benchmarks.speed_articles import fill_store

    fill_store(data, corpus, docs)


def build(engine: str, folder: Path, docs: int) -> Figures:
    seconds = KINDS[engine].build(folder)
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    size = sum(file.stat().st_size for file in (folder / engine).rglob("*") if file.is_file())
    return {
        "index_rate": round(docs / seconds, 1),
        "disk": round(size / 1e6, 3),
        "memory": round(peak / MAXRSS_PER_MB, 1),
    }


def in_child(work: Callable[..., Any], *arguments: object) -> Any:
    """What `work` returns in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()
