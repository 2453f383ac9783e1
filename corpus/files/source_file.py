"""A file that pages are read from: its name, its form by that name, and its bytes unpacked."""

import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal, cast

from corpus.page.media import GZIP_MAGIC

Form = Literal["html", "text", "lines", "warc"]

FORM_NAMES = "HTML, plain text, JSON lines or WARC"
_FORMS: dict[str, Form] = {
    ".html": "html", ".htm": "html", ".shtml": "html", ".xhtml": "html", ".txt": "text",
    ".jsonl": "lines", ".ndjson": "lines", ".json": "lines", ".warc": "warc",
    # what a copy of a site names its pages: editorial_detail.php?post_id=25391
    ".php": "html", ".asp": "html", ".aspx": "html", ".jsp": "html", ".cfm": "html",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or a line or record of one, that is not read."""

    path: str    # for people: with the line number where it is about one line
    reason: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file whose pages are read."""

    path: Path
    name: str          # relative to the folder that was named, with slashes
    base_url: str | None
    form: Form | None  # by its suffix; None for one that was named all the same

    @property
    def modified(self) -> datetime:
        """When the file was last written: aware, UTC."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def refused(self, reason: str, line: int | None = None) -> Refused:
        """The refusal of this file, or of its `line`, counted from 1."""
        return Refused(f"{shown(self.path)}, line {line}" if line else shown(self.path), reason)


def shown(path: Path) -> str:
    """A path that can be printed and stored: a byte of it that is not UTF-8 becomes \\xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def form_by_name(path: Path) -> Form | None:
    """The form of a file by its suffix; None where that does not tell."""
    name = path.name.lower().removesuffix(".gz").partition("?")[0]
    return _FORMS.get(os.path.splitext(name)[1])  # noqa: PTH122  the name may not be a path


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A block with the file's bytes to read, unpacked when it is gzip, whatever its name."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP_MAGIC
        file.seek(0)
        if not packed:
            yield file
            return
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield cast(BinaryIO, unpacked)


def read_failure(error: Exception) -> str:
    """Why a file could not be read, in words that follow its name."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "may not be read: permission denied"
    if isinstance(error, (EOFError, zlib.error, gzip.BadGzipFile)):
        return f"its gzip data is damaged or cut off ({error})"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
