"""A patch: what people decided since a generation was built, put over it for as long as one process
asks.

The generation itself stays as it is, and no other one is made: a patch takes no place in history,
needs no lock, and leaves no file that lasts."""

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir, mkdtemp
from typing import TYPE_CHECKING

from corpus.errors import IndexUnusable
from corpus.store.store import Change
from index.arrays.read.reader import ArrayReader
from index.generation import Opened
from index.indexer import MEMORY_MB, CodecWriter
from index.manifest import content_files

if TYPE_CHECKING:
    from index.stock import StockIndex

PREFIX = "backfile-patch-"  # of names in the system's folder for temporary files


def patched(
    opened: Opened, folder: Path, changes: Sequence[Change]
) -> Opened:
    """The opened generation in `folder` with what became of some articles.

    Raises IndexDamaged, or IndexUnusable where there is no room for it.
    """
    try:
        if isinstance(opened, ArrayReader):
            return _patched_arrays(opened, changes)
        return _patched_stock(folder, changes)
    except OSError as error:
        raise IndexUnusable(
            f"what was corrected since the index was built cannot be shown: in {gettempdir()}, "
            f"{error.strerror or error}",
            mend=f"make room in {gettempdir()}, or backfile index",
        ) from error


def _patched_arrays(opened: ArrayReader, changes: Sequence[Change]) -> ArrayReader:
    from index.arrays.write.writer import ArrayWriter  # not loaded where nothing was decided

    with TemporaryDirectory(prefix=PREFIX) as name:
        _write(ArrayWriter(Path(name), memory_mb=MEMORY_MB), changes)
        # its files stay open, and lose their names here
        return opened.patched([change.id for change in changes], ArrayReader(Path(name)))


def _patched_stock(folder: Path, changes: Sequence[Change]) -> "StockIndex":
    """Whoosh opens files by name at any time: they are kept until the index is let go."""
    from index.stock import StockWriter, open_stock

    _sweep_killed()
    room = Path(mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    try:
        for path in content_files(folder):
            (room / path.name).symlink_to(path.absolute())
        _write(StockWriter(room, memory_mb=MEMORY_MB), changes)
        index = open_stock(room)
    except BaseException:
        shutil.rmtree(room, ignore_errors=True)
        raise
    # or when the process ends; a worker of a server tells only multiprocessing that it does
    Finalize(index, shutil.rmtree, (room,), {"ignore_errors": True}, exitpriority=0)
    return index


def _sweep_killed() -> None:
    """Delete what processes of this machine left that were killed."""
    for room in Path(gettempdir()).glob(f"{PREFIX}[0-9]*-*"):
        with suppress(ValueError, PermissionError):
            try:
                os.kill(int(room.name.removeprefix(PREFIX).partition("-")[0]), 0)
            except ProcessLookupError:
                shutil.rmtree(room, ignore_errors=True)


def _write(writer: CodecWriter, changes: Iterable[Change]) -> None:
    with closing(writer):
        for change in changes:
            if change.article:
                writer.add(change.article)
            else:
                writer.delete(change.id)
        writer.commit()
