"""One opened generation: its index, and what no answer of it may show."""

import threading
from datetime import date
from pathlib import Path
from types import TracebackType

from corpus.errors import IndexDamaged
from index.arrays.read.reader import ArrayReader
from index.base.damage import damaged
from index.base.days import UNDATED, day_of
from index.generation import open_generation
from index.manifest import Codec
from search.arrays.reader import ArrayIndexReader
from search.matching.doc_set import EMPTY, DocSet, union
from search.matching.index_reader import IndexReader


class Generation:
    """A generation of the index, checked when it was opened; the same while anyone holds it.

    Its files are opened once: what sweeps the folder takes nothing away from who reads. Whoever
    asks does so within `with`, with a reader of its own for each question; what goes wrong there
    because a file was damaged since it was opened is raised as IndexDamaged.
    """

    def __init__(self, folder: Path, codec: Codec) -> None:
        """Open `folder`. Raises as `open_generation` does."""
        self.name = folder.name
        self._folder = folder
        self._opened, self.manifest = open_generation(folder, codec)
        # Whoosh's readers move in their files: they are asked one at a time
        self._lock = threading.RLock()
        self._stock: IndexReader | None = None
        if not isinstance(self._opened, ArrayReader):
            from search.stock.reader import open_index_reader  # not loaded for arrays

            self._stock = open_index_reader(self._opened)
        self._hidden: tuple[frozenset[str], DocSet] = frozenset(), EMPTY

    @property
    def reader(self) -> IndexReader:
        """A reader for one question; one of Whoosh's own files is shared, behind a lock."""
        if isinstance(self._opened, ArrayReader):
            return ArrayIndexReader(self._opened)
        assert self._stock is not None
        return self._stock

    def __enter__(self) -> None:
        if isinstance(self._opened, ArrayReader):
            self._opened.recheck()
        else:
            self._lock.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if not isinstance(self._opened, ArrayReader):
            self._lock.release()
        if (
            not isinstance(error, Exception)
            or isinstance(error, IndexDamaged)
            or not self._folder.exists()
        ):
            return
        if damage := self.manifest.damage(self._folder, deep=True):
            raise damaged(damage[0]) from error

    def close(self) -> None:
        """Let go of the files."""
        self._opened.close()

    def hidden(self, ids: frozenset[str]) -> DocSet:
        """The documents with these ids."""
        known, hidden = self._hidden  # read once: another thread may put other ids there
        if known != ids:
            hidden = union(self.reader.term("id", ident, scored=False) for ident in sorted(ids))
            self._hidden = ids, hidden
        return hidden

    def span(self) -> tuple[list[date], int]:
        """The oldest and the newest date of publication, and how many articles have none.

        The list of dates is empty where no article has one.
        """
        numbers = self.reader.days(self.reader.everything().docs)
        dated = numbers[numbers != UNDATED]
        ends = [day_of(int(dated.min())), day_of(int(dated.max()))] if len(dated) else []
        return ends, len(numbers) - len(dated)
