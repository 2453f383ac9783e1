"""Here are articles, give me an index: one analyzer, generations that switch in one step,
checksums, verification."""

import logging
from pathlib import Path

from index import indexer
from index.generations import KEPT
from index.indexer import Check, Indexer, IndexReport, Tick
from index.manifest import Codec

__all__ = ["Check", "Codec", "IndexReport", "Indexer", "Tick", "open_indexer"]

logging.getLogger(__name__).addHandler(logging.NullHandler())  # whoever runs it lets it speak


def open_indexer(
    path: Path, *, keep: int = KEPT, codec: Codec | None = None, memory_mb: int = indexer.MEMORY_MB
) -> Indexer:
    """The indexer for the index folder `path`; nothing is made before something is written.

    `codec` None is indexer.CODEC. `memory_mb` is about what indexing may take before it writes to
    disk what it has."""
    from index.embedded import EmbeddedIndexer

    return EmbeddedIndexer(path, keep=keep, codec=codec or indexer.CODEC, memory_mb=memory_mb)
