"""One opened generation: its index, and what no answer of it may show."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path

from corpus.errors import IndexDamaged
from index.arrays.reader import ArrayReader
from index.damage import damaged
from index.generation import open_generation
from index.schema import UNDATED
from search.array_leaves import ArrayLeaves
from search.leaves import Leaves
from search.matches import NOTHING, Matches, union


class Generation:
    """A generation of the index, checked when it was opened; the same for as long as anyone holds it.

    Its files are opened once: what sweeps the folder takes nothing away from who reads. Whoever asks does so within
    `reading`, with leaves of its own for each question.
    """

    def __init__(self, folder: Path) -> None:
        """Open `folder`. Raises as `open_generation` does."""
        self.name = folder.name
        self._folder = folder
        self._opened, self.manifest = open_generation(folder)
        self._lock: AbstractContextManager[object] = nullcontext()
        self._stock: Leaves | None = None
        if not isinstance(self._opened, ArrayReader):
            from search.whoosh_leaves import open_leaves  # not loaded for arrays

            self._lock = threading.RLock()  # Whoosh's readers move in their files
            self._stock = open_leaves(self._opened)
        self._hidden: tuple[frozenset[str], Matches] = frozenset(), NOTHING

    @property
    def leaves(self) -> Leaves:
        """Leaves for one question."""
        if isinstance(self._opened, ArrayReader):
            return ArrayLeaves(self._opened)
        assert self._stock is not None
        return self._stock

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Ask. What goes wrong because a file was damaged since it was opened is raised as IndexDamaged."""
        with self._lock:
            try:
                if isinstance(self._opened, ArrayReader):
                    self._opened.look_again()
                yield
            except IndexDamaged:
                raise
            except Exception as error:
                if self._folder.exists() and (damage := self.manifest.damage(self._folder, deep=True)):
                    raise damaged(damage[0]) from error
                raise

    def close(self) -> None:
        """Let go of the files."""
        self._opened.close()

    def hidden(self, ids: frozenset[str]) -> Matches:
        """The documents with these ids."""
        if self._hidden[0] != ids:
            self._hidden = ids, union(self.leaves.term("id", ident, scored=False) for ident in sorted(ids))
        return self._hidden[1]

    def span(self) -> tuple[list[date], int]:
        """The oldest and the newest date of publication, if any, and how many articles have none."""
        numbers = self.leaves.days(self.leaves.everything().docs)
        dated = numbers[numbers != UNDATED]
        ends = [day_of(int(dated.min())), day_of(int(dated.max()))] if len(dated) else []
        return ends, len(numbers) - len(dated)


def day_of(number: int) -> date:
    """The date behind a number such as 20200326."""
    return date(number // 10_000, number // 100 % 100, number % 100)
