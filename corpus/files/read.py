"""Pages out of files: HTML, plain text, JSON lines, WARC, folders of them, each plain or gzip."""

import gzip
import json
import os
import stat
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast
from urllib.parse import quote, urljoin

from lxml import etree

from corpus.article import Page
from corpus.errors import BackfileError, PageRefused
from corpus.files.warc import read_warc
from corpus.page.charset import decode
from corpus.page.media import GZIP_MAGIC, MAX_BODY
from corpus.page.urls import canonical, site_of

Form = Literal["html", "text", "lines", "warc"]

MAX_JSON = 100_000_000  # bytes of a .json file that is one document and not lines
_FORMS: dict[str, Form] = {
    ".html": "html", ".htm": "html", ".shtml": "html", ".xhtml": "html", ".txt": "text",
    ".jsonl": "lines", ".ndjson": "lines", ".json": "lines", ".warc": "warc",
    # what a copy of a site names its pages: editorial_detail.php?post_id=25391
    ".php": "html", ".asp": "html", ".aspx": "html", ".jsp": "html", ".cfm": "html",
}  # fmt: skip
_NAMES = "HTML, plain text, JSON lines or WARC"
_HEAD = 65_536  # bytes in which a page names its own address


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or a line or record of one, that is not read."""

    path: str    # for people: with the line number where it is about one line
    reason: str


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    name: str          # relative to the folder that was named, with slashes
    base_url: str | None
    form: Form | None  # by its suffix; None for one that was named all the same

    @property
    def modified(self) -> datetime:
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def refused(self, reason: str, line: int | None = None) -> Refused:
        return Refused(f"{shown(self.path)}, line {line}" if line else shown(self.path), reason)


def read_pages(paths: Sequence[Path], *, base_url: str | None = None) -> Iterator[Page | Refused]:
    """The pages in files and folders, in order; what cannot be read comes as Refused, and the rest
    goes on.

    An HTML file's address is what it says of itself (canonical link, og:url), else `base_url`
    joined with its path below the folder that was named, else None. In folders other files are
    passed over. Raises BackfileError for a `base_url` that is not a web address. """
    if base_url is not None and canonical(base_url) is None:
        wanted = "one begins with http:// or https://"
        raise BackfileError(f"{base_url!r} is not a web address: {wanted}")
    for path in paths:
        for found in _files(path, base_url):
            if isinstance(found, Refused):
                yield found
                continue
            try:
                yield from _pages(found)
            except PageRefused as error:
                yield found.refused(str(error))
            except (OSError, EOFError, zlib.error) as error:
                yield found.refused(_said(error))


def count_pages(paths: Sequence[Path]) -> int | None:
    """How many pages there are to be read, by the names of the files; None where one of them may
    hold several."""
    files = [file for path in paths for file in _files(path, None) if isinstance(file, _File)]
    return len(files) if all(file.form in ("html", "text") for file in files) else None


def shown(path: Path) -> str:
    """A path that can be printed and stored: a byte of it that is no UTF-8 becomes \\xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _files(path: Path, base_url: str | None) -> Iterator["_File | Refused"]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield Refused(shown(path), _said(error))
        return
    if stat.S_ISDIR(mode):
        yield from _in_folder(path, base_url)
    elif stat.S_ISREG(mode):
        yield _File(path, path.name, base_url, _form(path))
    else:
        yield Refused(shown(path), "neither a file nor a folder")


def _in_folder(top: Path, base_url: str | None) -> Iterator["_File | Refused"]:
    empty = True
    for found in _walk(top):
        empty = False
        if isinstance(found, Refused):
            yield found
        else:
            yield _File(found, found.relative_to(top).as_posix(), base_url, _form(found))
    if empty:
        yield Refused(shown(top), f"the folder holds no file that is {_NAMES} by its name")


def _walk(top: Path) -> Iterator[Path | Refused]:
    """The files of a folder that are read, sorted; links to folders come last, and no folder is
    visited twice."""
    seen: set[tuple[int, int]] = set()
    waiting, links = [top], deque[Path]()
    while waiting or links:
        path, linked = (waiting.pop(), False) if waiting else (links.popleft(), True)
        try:
            if not path.is_dir():
                if _form(path) and path.is_file():
                    yield path
            elif path.is_symlink() and not linked and path != top:
                links.append(path)  # a folder goes by its own name where it has one here
            elif (identity := _identity(path)) not in seen:
                seen.add(identity)
                waiting += sorted(
                    (entry for entry in path.iterdir() if not entry.name.startswith(".")),
                    reverse=True,
                )
        except OSError as error:
            yield Refused(shown(path), _said(error))


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _form(path: Path) -> Form | None:
    name = path.name.lower().removesuffix(".gz").partition("?")[0]
    return _FORMS.get(os.path.splitext(name)[1])  # noqa: PTH122  the name may be no path of its own


def _pages(file: _File) -> Iterator[Page | Refused]:
    if file.path.stat().st_size == 0:
        raise PageRefused("the file is empty")
    form = file.form or _sniffed(file)
    if form == "warc":
        for found in read_warc(file.path):
            yield file.refused(str(found)) if isinstance(found, PageRefused) else found
    elif form == "lines":
        yield from _lines(file)
    else:
        yield _whole(file, form)


def _sniffed(file: _File) -> Form:
    """The form of a file whose name does not tell, by its first bytes."""
    with _opened(file.path) as source:
        head = source.read(1024)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"warc/"):
        return "warc"
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageRefused(f"a binary file, not {_NAMES}")
    if start.startswith(b"{"):
        return "lines"
    return (
        "html"
        if start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<!--"))
        else "text"
    )


def _whole(file: _File, form: Form) -> Page:
    with _opened(file.path) as source:
        body = source.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise PageRefused(f"larger than {MAX_BODY:,} bytes")
    if not body.strip():
        raise PageRefused("the file is empty")
    if b"\0" in body[:1024] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageRefused(f"a binary file, not {_NAMES}")
    if body.lstrip().startswith(b"<?php"):
        raise PageRefused("the source of a program, not the page it makes")
    if form == "text":
        return Page(
            _placed(file), body, "text/plain", None, file.modified, "import", shown(file.path)
        )
    url = own_address(body) or _placed(file)
    return Page(url, body, "text/html", None, file.modified, "import", shown(file.path))


def own_address(body: bytes) -> str | None:
    """The absolute address an HTML page gives as its own."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = etree.fromstring(
            decode(body[:_HEAD], None).replace("\0", "").encode("utf-8", "replace"), parser
        )
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    links = (
        tag.get("href")
        for tag in root.iter("link")
        if "canonical" in (tag.get("rel") or "").lower().split()
    )
    metas = (
        tag.get("content")
        for tag in root.iter("meta")
        if (tag.get("property") or "").lower() == "og:url"
    )
    for found in (*links, *metas):
        # one for all: the front page
        if found and (url := canonical(found)) and url != f"{site_of(url)}/":
            return url
    return None


def _placed(file: _File) -> str | None:
    if file.base_url is None:
        return None
    name = file.name.removesuffix(".gz")
    return canonical(
        urljoin(f"{file.base_url.rstrip('/')}/", quote(os.fsencode(name), safe="/?&=%"))
    )


def _lines(file: _File) -> Iterator[Page | Refused]:
    """A page for each line that is a JSON object; a file that is one object or list over many lines
    is read whole."""
    if (
        file.path.name.lower().removesuffix(".gz").endswith(".json")
        and (records := _document(file)) is not None
    ):
        for number, record in enumerate(records, start=1):
            body = json.dumps(record).encode("ascii")
            yield _record_page(file, body, record) or file.refused(
                f"entry {number} is not a JSON object"
            )
        return
    empty = True
    with _opened(file.path) as source:
        for number, line in enumerate(_bounded_lines(source), start=1):
            if line is None:
                yield file.refused(f"longer than {MAX_BODY:,} bytes", number)
            elif line.strip().strip(b"\xef\xbb\xbf"):
                empty = False
                yield _line_page(file, line.strip().removeprefix(b"\xef\xbb\xbf"), number)
    if empty:
        yield file.refused("the file is empty")


def _line_page(file: _File, line: bytes, number: int) -> Page | Refused:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return file.refused("this is not JSON", number)
    return _record_page(file, line, record) or file.refused(
        "JSON, but not an object with named fields", number
    )


def _record_page(file: _File, body: bytes, record: Any) -> Page | None:
    if not isinstance(record, dict):
        return None
    url = record.get("url")
    address = canonical(url) if isinstance(url, str) else None
    return Page(
        address, body, "application/json", "utf-8", file.modified, "import", shown(file.path)
    )


def _document(file: _File) -> Iterable[Any] | None:
    """The records of a .json file that is one document; None when it is lines, or too large to be
    read at once."""
    with _opened(file.path) as source:
        first = source.readline(MAX_BODY).strip().removeprefix(b"\xef\xbb\xbf")
        if first.startswith(b"{") and first.endswith(b"}"):
            return None
        rest = source.read(MAX_JSON + 1)
    if len(rest) > MAX_JSON:
        return None
    try:
        document = json.loads(first + b"\n" + rest)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, list) else [document]


def _bounded_lines(source: BinaryIO) -> Iterator[bytes | None]:
    """Line after line, None for one that is too long."""
    while line := source.readline(MAX_BODY + 1):
        if len(line) <= MAX_BODY:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = source.readline(MAX_BODY)
        yield None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, unpacked when it is gzip, whatever its name."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP_MAGIC
        file.seek(0)
        if not packed:
            yield file
            return
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield cast(BinaryIO, unpacked)


def _said(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "may not be read: permission denied"
    if isinstance(error, (EOFError, zlib.error, gzip.BadGzipFile)):
        return f"its gzip data is damaged or cut off ({error})"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
