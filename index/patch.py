"""A patch: what people decided since a generation was built, put over it for as long as one process
asks.

The generation itself stays as it is, and no other one is made: a patch takes no place in history,
needs no lock, and leaves no file that lasts."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from corpus.errors import IndexUnusable
from corpus.scratch import Scratch, scratch
from corpus.store.store import Change
from index.arrays.read.reader import ArrayReader
from index.generation import Opened
from index.indexer import MEMORY_MB, CodecWriter
from index.manifest import content_files

if TYPE_CHECKING:
    from index.stock import StockIndex


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

    with scratch() as room:
        _write(ArrayWriter(room, memory_mb=MEMORY_MB), changes)
        # its files stay open, and lose their names here
        return opened.patched([change.id for change in changes], ArrayReader(room))


def _patched_stock(folder: Path, changes: Sequence[Change]) -> "StockIndex":
    """Whoosh opens files by name at any time: they are kept until the index is let go."""
    from index.stock import StockWriter, open_stock

    room = Scratch()
    try:
        for path in content_files(folder):
            (room.path / path.name).symlink_to(path.absolute())
        _write(StockWriter(room.path, memory_mb=MEMORY_MB), changes)
        index = open_stock(room.path)
    except BaseException:
        room.close()
        raise
    # or when the process ends; a worker of a server tells only multiprocessing that it does
    Finalize(index, room.close, exitpriority=0)
    return index


def _write(writer: CodecWriter, changes: Iterable[Change]) -> None:
    with closing(writer):
        for change in changes:
            if change.article:
                writer.add(change.article)
            else:
                writer.delete(change.id)
        writer.commit()
