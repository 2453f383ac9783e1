"""Opening a generation: nothing in it is unpickled before its checksums hold and its makers are ours."""

from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex

from corpus.errors import IndexDamaged, IndexOutdated
from index.analysis import fingerprint
from index.manifest import Manifest, ManifestBroken
from index.schema import SCHEMA_VERSION, schema

REBUILD = "backfile index --rebuild"


def open_generation(folder: Path) -> tuple[FileIndex, Manifest]:
    """Whoosh's index in `folder`, checked. Raises IndexOutdated or IndexDamaged."""
    manifest = read_manifest(folder)
    if damage := manifest.damage(folder):
        raise damaged(damage[0])
    try:
        return FileIndex(FileStorage(str(folder)), schema=schema()), manifest
    except (EmptyIndexError, FileNotFoundError):  # swept away since it was checked
        raise damaged("its files are gone") from None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation that this program may ask. Raises as `open_generation` does."""
    try:
        manifest = Manifest.read(folder)
    except ManifestBroken as error:
        raise damaged(str(error)) from None
    if (manifest.schema_version, manifest.analyzer) != (SCHEMA_VERSION, fingerprint()):
        raise IndexOutdated(
            "the index was built by another version of Backfile and would answer wrongly; the articles are safe",
            mend=REBUILD,
        )
    return manifest


def damaged(what: str) -> IndexDamaged:
    """The error to raise for what is not as it was written."""
    return IndexDamaged(f"the index is damaged ({what}); the articles are safe in the corpus", mend=REBUILD)
