"""One opened generation: Whoosh's index behind a lock, and the columns that sorting and counting read."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.index import EmptyIndexError

from index.generation import damaged, open_generation
from index.schema import LIST_SEPARATOR, UNDATED
from search.evaluate import Evaluator, Matches, union
from search.query import Node
from search.ranking import InExpB2


class Generation:
    """A generation of the index, checked when it was opened; the same for as long as anyone holds it.

    Its files are opened once: what sweeps the folder takes nothing away from who reads. Whoever asks does so within
    `reading`, since Whoosh's readers move in their files. Python lets one thread at a time work anyway.
    """

    def __init__(self, folder: Path) -> None:
        """Open `folder`. Raises as `open_generation` does."""
        self.name = folder.name
        self._folder = folder
        self._lock = threading.RLock()
        index, self.manifest = open_generation(folder)
        try:
            self.searcher = index.searcher(weighting=InExpB2())
        except (EmptyIndexError, FileNotFoundError):  # swept away since it was checked
            raise damaged("its files are gone") from None
        self.evaluator = Evaluator(self.searcher)
        self._reader = self.searcher.reader()
        size = self._reader.doc_count_all()
        self._published: NDArray[np.int64] = np.full(size, -1, dtype=np.int64)
        self._names: dict[str, list[tuple[str, ...] | None]] = {"authors": [None] * size, "sections": [None] * size}
        self._hidden: tuple[frozenset[str], Matches] | None = None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Have the index for oneself. What goes wrong because a file was damaged since is raised as IndexDamaged."""
        with self._lock:
            try:
                yield
            except Exception as error:
                if self._folder.exists() and (damage := self.manifest.damage(self._folder)):
                    raise damaged(damage[0]) from error
                raise

    def close(self) -> None:
        """Let go of the files."""
        self.searcher.close()

    def count(self, node: Node, *, hidden: frozenset[str] = frozenset()) -> int:
        """How many articles a tree matches, those with a hidden id left out."""
        return len(self.evaluator.evaluate(node) - self.hidden(hidden))

    def everything(self) -> Matches:
        """Every article."""
        docs = np.array([d for d in range(len(self._published)) if not self._reader.is_deleted(d)], dtype=np.int64)
        return Matches(docs, np.zeros(len(docs)))

    def hidden(self, ids: frozenset[str]) -> Matches:
        """The documents with these ids."""
        if self._hidden is None or self._hidden[0] != ids:
            self._hidden = ids, union(self.evaluator.term("id", ident, scored=False) for ident in sorted(ids))
        return self._hidden[1]

    def published(self, docs: NDArray[np.int64]) -> NDArray[np.int64]:
        """Dates of documents as numbers such as 20200326; UNDATED where none is known."""
        missing = docs[self._published[docs] < 0]
        if len(missing):
            column = self._reader.column_reader("published")
            for doc in missing.tolist():
                self._published[doc] = column[doc]
        return self._published[docs]

    def names(self, column: str, docs: NDArray[np.int64]) -> list[tuple[str, ...]]:
        """The "authors" or "sections" of documents."""
        known = self._names[column]
        reader = None
        for doc in docs.tolist():
            if known[doc] is None:
                reader = reader or self._reader.column_reader(column)
                known[doc] = tuple(filter(None, reader[doc].decode().split(LIST_SEPARATOR)))
        return [known[doc] or () for doc in docs.tolist()]

    def days(self) -> tuple[list[date], int]:
        """The oldest and the newest date of publication, if any, and how many articles have none."""
        numbers = self.published(self.everything().docs)
        dated = numbers[numbers != UNDATED]
        return [day_of(int(f(dated))) for f in (np.min, np.max)] if len(dated) else [], int(len(numbers) - len(dated))


def day_of(number: int) -> date:
    """The date behind a number such as 20200326."""
    return date(number // 10_000, number // 100 % 100, number % 100)
