"""Opening a generation: nothing in it is unpickled before its checksums hold and its makers are ours."""

from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from corpus.errors import IndexDamaged, IndexOutdated
from index.analysis import fingerprint
from index.manifest import Manifest, ManifestBroken
from index.schema import SCHEMA_VERSION, schema

REBUILD = "backfile index --rebuild"


def open_generation(folder: Path) -> tuple[FileIndex, Manifest]:
    """Whoosh's index in `folder`, checked. Raises IndexOutdated or IndexDamaged; FileNotFoundError when it is gone."""
    manifest = read_manifest(folder)
    if damage := manifest.damage(folder):
        if not folder.exists():
            raise FileNotFoundError(folder)
        message = f"the index is damaged ({damage[0]}); the articles are safe in the corpus"
        raise IndexDamaged(message, mend=REBUILD)
    return FileIndex(FileStorage(str(folder)), schema=schema()), manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation that this program may ask. Raises as `open_generation` does."""
    try:
        manifest = Manifest.read(folder)
    except ManifestBroken as error:
        if not folder.exists():
            raise FileNotFoundError(folder) from None
        message = f"the index is damaged ({error}); the articles are safe in the corpus"
        raise IndexDamaged(message, mend=REBUILD) from None
    except TypeError:  # a manifest with other fields: sealed, so whole, but written by another version
        raise IndexOutdated("the index was written by another version of Backfile", mend=REBUILD) from None
    if (manifest.schema_version, manifest.analyzer) != (SCHEMA_VERSION, fingerprint()):
        raise IndexOutdated(
            "the index was built by another version of Backfile and would answer wrongly; the articles are safe",
            mend=REBUILD,
        )
    return manifest
