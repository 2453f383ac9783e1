"""One opened generation: its index, and over it what people decided since."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged
from corpus.event import event
from corpus.store.store import ArticleStore, Change
from index.arrays.read.reader import ArrayReader
from index.base.damage import damaged
from index.base.days import UNDATED, day_of
from index.generation import Opened, open_generation
from index.manifest import Codec, Manifest
from index.reprints import Verdicts, find_reprints, read_verdicts, without
from search.arrays.reader import ArrayIndexReader
from search.arrays.vocabularies import adopt
from search.completion import Completions
from search.matching.index_reader import IndexReader
from search.matching.memory import Memory

log = logging.getLogger(__name__)


class Generation:
    """A generation of the index, checked when it was opened; the same while anyone holds it.

    Its files are opened once: what sweeps the folder takes nothing away from who reads. Whoever
    asks does so within `with`, with a reader of its own for each question; what goes wrong there
    because a file was damaged since it was opened is raised as IndexDamaged.
    """

    def __init__(
        self,
        folder: Path,
        opened: Opened,
        manifest: Manifest,
        verdicts: Verdicts,
        *,
        under: "Generation | None" = None,
    ) -> None:
        """`verdicts` say which articles are reprints; `under` is what `opened` is a patch over."""
        self.name, self.manifest = folder.name, manifest
        self._folder, self._opened, self._under = folder, opened, under
        # Whoosh's readers move in their files: they are asked one at a time
        self._lock = threading.RLock()
        self._stock: IndexReader | None = None
        self._memory, self._verdicts = Memory(), verdicts
        self._reprints = [pair for pair, same in verdicts.items() if same]
        if isinstance(self._opened, ArrayReader):
            adopt(self._opened.segments)
        else:
            from search.stock.reader import open_index_reader  # not loaded for arrays

            self._stock = open_index_reader(self._opened, self._reprints)
        self._patching = threading.Lock()
        self._patch: _Patch | None = None
        self._adding = threading.Lock()
        self._additions: NDArray[np.int64] | None = None
        self._completing = threading.Lock()
        self._completions: Completions | None = None

    @classmethod
    def open(cls, folder: Path, codec: Codec) -> Self:
        """Open `folder`. Raises as `open_generation` does."""
        opened, manifest = open_generation(folder, codec)
        return cls(folder, opened, manifest, read_verdicts(folder))

    def as_decided(self, store: ArticleStore, newest: int) -> "Generation":
        """The generation with what people decided since it was built, up to the change `newest` of
        the corpus it is of.

        That is made once and kept until they decide more. Raises IndexUnusable when it cannot be.
        """
        if newest <= self.manifest.seq:
            return self
        patch = self._patch
        if patch is None or patch.seq < newest:
            with self._patching:
                patch = self._patch
                # another thread may have made it meanwhile, or one of what came still later
                if patch is None or patch.seq < newest:
                    patch = self._patch = self._patched(list(store.decided(self.manifest.seq)))
        return patch.generation

    def _patched(self, changes: Sequence[Change]) -> "_Patch":
        from index.patch import patched  # not loaded where nothing was decided

        with self:
            opened = patched(self._opened, self._folder, changes)
            known = without(self._verdicts, [change.id for change in changes])
            verdicts = find_reprints(opened, known)
        log.info(
            "shown as people decided since generation %s was built: articles %d",
            self.name,
            len(changes),
            extra=event("decisions-shown", generation=self.name, articles=len(changes)),
        )
        made = Generation(self._folder, opened, self.manifest, verdicts, under=self)
        return _Patch(changes[-1].seq, made)

    def completions(self) -> Completions:
        """What questions may become, made when first asked for; a patch has those under it."""
        if self._under is not None:
            return self._under.completions()
        with self._completing:
            if self._completions is None:
                with self as reader:
                    self._completions = Completions.of(reader)
            return self._completions

    def additions(self, store: ArticleStore) -> NDArray[np.int64]:
        """By document numbers that are the greater, the later its article came into the corpus; 0
        for a deleted one. Made when first asked for: the order changes no more."""
        with self._adding:
            if self._additions is None:
                known = {ident: place for place, ident in enumerate(store.additions(), 1)}
                with self as reader:
                    docs = reader.everything().docs
                    made = np.zeros(reader.size, np.int64)
                    made[docs] = [known.get(ident, 0) for ident in self._opened.ids(docs)]
                self._additions = made
            return self._additions

    def __enter__(self) -> IndexReader:
        """A reader for one question; one of Whoosh's own files is shared, behind a lock."""
        if isinstance(self._opened, ArrayReader):
            self._opened.recheck()
            return ArrayIndexReader(self._opened, self._memory, self._reprints)
        self._lock.acquire()
        assert self._stock is not None
        return self._stock

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
        if self._patch is not None:
            self._patch.generation.close()
        self._opened.close()

    @property
    def articles(self) -> int:
        """How many articles it holds."""
        return int(self._opened.doc_count())

    def span(self) -> tuple[list[date], int]:
        """The oldest and the newest date of publication, and how many articles have none.

        The list of dates is empty where no article has one.
        """
        with self as reader:
            numbers = reader.days(reader.everything().docs)
        dated = numbers[numbers != UNDATED]
        ends = [day_of(int(dated.min())), day_of(int(dated.max()))] if len(dated) else []
        return ends, len(numbers) - len(dated)


@dataclass(frozen=True, slots=True)
class _Patch:
    seq: int  # up to which change it is true
    generation: Generation
