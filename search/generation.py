"""One opened generation: Whoosh's index, a searcher for each thread, and the columns that sorting and counting read."""

import threading
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.searching import Searcher as WhooshSearch

from index.generation import open_generation
from index.schema import LIST_SEPARATOR, UNDATED
from search.evaluate import Translator, count
from search.query import Node
from search.ranking import InExpB2


class Generation:
    """A generation of the index, checked when it was opened; the same for as long as anyone holds it."""

    def __init__(self, folder: Path) -> None:
        """Open `folder`. Raises as `open_generation` does."""
        self.name = folder.name
        self.index, self.manifest = open_generation(folder)
        self._threads = threading.local()
        self._reader = self.index.reader()  # keeps the files open: a sweep of the folder takes nothing away
        size = self._reader.doc_count_all()
        self._published: NDArray[np.int64] = np.full(size, -1, dtype=np.int64)
        self._names: dict[str, list[tuple[str, ...] | None]] = {"authors": [None] * size, "sections": [None] * size}
        self._filling = threading.Lock()

    def close(self) -> None:
        """Let go of the files, in this thread."""
        if hasattr(self._threads, "searcher"):
            self._threads.searcher.close()
        self._reader.close()

    @property
    def searcher(self) -> WhooshSearch:
        """This thread's searcher: Whoosh's readers move file positions and are not shared."""
        if not hasattr(self._threads, "searcher"):
            self._threads.searcher = self.index.searcher(weighting=InExpB2())
            self._threads.translator = Translator(self._threads.searcher)
        searcher: WhooshSearch = self._threads.searcher
        return searcher

    @property
    def translator(self) -> Translator:
        """This thread's translator."""
        _ = self.searcher
        translator: Translator = self._threads.translator
        return translator

    def count(self, node: Node) -> int:
        """How many articles a tree matches."""
        return count(self.searcher, self.translator.translate(node))

    def published(self, docs: NDArray[np.int64]) -> NDArray[np.int64]:
        """Dates of documents as numbers such as 20200326; UNDATED where none is known."""
        with self._filling:
            missing = docs[self._published[docs] < 0]
            if len(missing):
                column = self.searcher.reader().column_reader("published")
                for doc in missing.tolist():
                    self._published[doc] = column[doc]
        return self._published[docs]

    def names(self, column: str, docs: NDArray[np.int64]) -> list[tuple[str, ...]]:
        """The "authors" or "sections" of documents."""
        known = self._names[column]
        with self._filling:
            reader = None
            for doc in docs.tolist():
                if known[doc] is None:
                    reader = reader or self.searcher.reader().column_reader(column)
                    known[doc] = tuple(filter(None, reader[doc].decode().split(LIST_SEPARATOR)))
        return [known[doc] or () for doc in docs.tolist()]

    def days(self) -> tuple[list[date], int]:
        """The oldest and the newest date of publication, if any, and how many articles have none."""
        reader = self._reader
        live = np.array([d for d in range(reader.doc_count_all()) if not reader.is_deleted(d)], dtype=np.int64)
        numbers = self.published(live)
        dated = numbers[numbers != UNDATED]
        return [day_of(int(f(dated))) for f in (np.min, np.max)] if len(dated) else [], int(len(numbers) - len(dated))


def day_of(number: int) -> date:
    """The date behind a number such as 20200326."""
    return date(number // 10_000, number // 100 % 100, number % 100)
