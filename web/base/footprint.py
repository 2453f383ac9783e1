"""What the data folder takes on disk."""

from collections.abc import Iterable
from pathlib import Path

from web.base.config import Settings


def footprint(settings: Settings) -> dict[str, int]:
    """Bytes on disk by name: "corpus" with its log, "index", and "replaced" by a restore.

    0 where there is none. Generations of the index share files by hard links: each counts once.
    """
    corpus = settings.corpus.name
    return {
        "corpus": _bytes(settings.data / f"{corpus}{end}" for end in ("", "-wal", "-shm")),
        "index": _bytes(settings.index.rglob("*")),
        "replaced": _bytes(settings.data.glob(f"{corpus}.replaced*")),
    }


def _bytes(paths: Iterable[Path]) -> int:
    sizes: dict[tuple[int, int], int] = {}
    for path in paths:
        try:
            if path.is_file():
                status = path.stat()
                sizes[status.st_dev, status.st_ino] = status.st_size
        except FileNotFoundError:  # an older generation was tidied away meanwhile
            continue
    return sum(sizes.values())
