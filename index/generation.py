"""Opening a generation: its seal holds and its makers are ours before anything in it is read."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from corpus.errors import IndexOutdated, IndexStale
from index.arrays.read.reader import ArrayReader
from index.base.damage import REBUILD, damaged
from index.generations import Generations
from index.manifest import Codec, Manifest, ManifestBroken

if TYPE_CHECKING:
    from index.stock import StockIndex

RETRY_SECONDS = 60.0  # for a rebuild of which nobody knows how long it takes
Opened: TypeAlias = "ArrayReader | StockIndex"


def open_generation(folder: Path, codec: Codec) -> tuple[Opened, Manifest]:
    """The index in `folder`, checked: stock files whole, files of arrays as they are read.

    `codec` is the setting. Where it is arrays stock files are not opened: Whoosh unpickles them,
    and what is unpickled can be any program. Raises IndexOutdated or IndexDamaged."""
    manifest = sound_manifest(folder, codec)
    try:
        return open_files(folder, manifest.codec), manifest
    except FileNotFoundError:  # swept away since it was checked
        raise damaged("its files are gone") from None


def open_files(folder: Path, codec: Codec) -> Opened:
    """The index in `folder`, of that codec, as it is. Raises FileNotFoundError or IndexDamaged."""
    if codec == "arrays":
        return ArrayReader(folder)
    # Whoosh takes long to load, and arrays are asked without it
    from index.stock import open_stock

    return open_stock(folder)


def sound_manifest(folder: Path, codec: Codec) -> Manifest:
    """The manifest of a generation whose files may be opened. Raises as `open_generation` does."""
    manifest = read_manifest(folder)
    if manifest.codec == "w3" != codec:
        raise IndexOutdated(
            "the index holds files of Whoosh's own, which are opened only where the setting says "
            'codec = "w3"; the articles are safe',
            mend=REBUILD,
        )
    if damage := manifest.damage(folder):
        raise damaged(damage[0])
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation that this program may ask. Raises as `open_generation` does."""
    try:
        manifest = Manifest.read(folder)
    except ManifestBroken as error:
        raise damaged(str(error)) from None
    if not manifest.is_readable:
        raise stale(folder, manifest)
    return manifest


def stale(folder: Path, manifest: Manifest) -> IndexStale:
    """The error for a generation that another version of Backfile built."""
    seconds = manifest.rebuild_seconds
    took = f"; the last time that took {_about(seconds)}" if seconds else ""
    building = Generations(folder.parent.parent).is_building()
    state = f"{'is being' if building else 'has to be'} rebuilt{took}; the articles are safe"
    return IndexStale(
        f"the index was built by another version of Backfile and {state}",
        mend=None if building else "backfile index",
        retry_after=(seconds or RETRY_SECONDS) if building else None,
    )


def _about(seconds: float) -> str:
    if seconds < 100:
        return f"about {max(round(seconds), 1)} s"
    return f"about {round(seconds / 60)} minutes"


def articles_in(folder: Path, codec: Codec) -> Iterable[str]:
    """Ids of the articles in a generation, for whoever verifies it."""
    index, _ = open_generation(folder, codec)
    try:
        return sorted(index.ids())
    finally:
        index.close()
