"""Here are articles, give me an index: one analyzer, generations that switch in one step,
checksums, verification."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from index import indexer
from index.generations import KEPT
from index.indexer import Check, Indexer, IndexReport, Tick
from index.manifest import Codec

if TYPE_CHECKING:
    from whoosh.index import Index

__all__ = [
    "Check",
    "Codec",
    "IndexReport",
    "Indexer",
    "Tick",
    "create_in",
    "open_index",
    "open_indexer",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())  # whoever runs it lets it speak


def open_indexer(
    path: Path, *, keep: int = KEPT, codec: Codec | None = None, memory_mb: int = indexer.MEMORY_MB
) -> Indexer:
    """The indexer for the index folder `path`; nothing is made before something is written.

    `codec` None is indexer.CODEC. `memory_mb` is about what indexing may take before it writes to
    disk what it has."""
    from index.embedded import EmbeddedIndexer

    return EmbeddedIndexer(path, keep=keep, codec=codec or indexer.CODEC, memory_mb=memory_mb)


def open_index(folder: str | Path, codec: Codec | None = None) -> "Index":
    """The index folder `folder`, or one generation of it, as a Whoosh index.

    Whoosh's own parser, queries and searchers work on it, ranked by our formula; `writer()` is a
    Whoosh IndexWriter where no corpus has the index. An index of Whoosh's own files is opened where
    `codec`, the setting, is "w3"; None is indexer.CODEC. Raises IndexMissing, IndexOutdated or
    IndexDamaged.
    """
    _refuse_odd(codec)
    from index.article_index import ArticleIndex

    return ArticleIndex(Path(folder), codec or indexer.CODEC)


def _refuse_odd(codec: object) -> None:
    """Raise ValueError for a schema, say, where Whoosh's own functions of these names take one."""
    if codec is not None and codec not in get_args(Codec):
        known = " or ".join(map(repr, get_args(Codec)))
        message = "the schema of an index of articles is always the same"
        raise ValueError(f"a codec is {known}; {message}")


def create_in(folder: str | Path, codec: Codec | None = None) -> "Index":
    """A new Whoosh index of articles in `folder`, which is made, in place of one that is there.

    `with create_in(folder).writer() as writer` takes `writer.add_document(title=..., text=...)`.
    Raises BackfileError for the index of a corpus.
    """
    _refuse_odd(codec)
    from index.article_index import ArticleIndex

    return ArticleIndex.create(Path(folder), codec or indexer.CODEC)
