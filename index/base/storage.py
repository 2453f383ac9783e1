"""Writes that survive a power cut: synced files, synced folders, one rename."""

import os
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

BLOCK = 1 << 20


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Make every file directly in `folder`, and then their names, durable."""
    for path in files_in(folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    sync_folder(folder)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of `path`: after a power cut there is the old file or the new one,
    whole."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def link_or_copy(source: Path, target: Path) -> None:
    """A second name for a file that nobody changes any more; a copy where the file system has no
    links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def files_in(folder: Path) -> Iterator[Path]:
    """The plain files directly in `folder`, by name."""
    return (path for path in sorted(folder.iterdir()) if path.is_file())


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
