"""Pages out of files: HTML, plain text, JSON lines, WARC, folders of them, each plain or gzip."""

import os
import stat
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, urljoin

from lxml import etree

from corpus.article import Page
from corpus.errors import BackfileError, PageRefused
from corpus.files.json_records import read_records
from corpus.files.source_file import (
    FORM_NAMES,
    Form,
    Refused,
    SourceFile,
    form_by_name,
    opened,
    read_failure,
    shown,
)
from corpus.files.warc import read_warc
from corpus.page.charset import decode
from corpus.page.media import MAX_BODY
from corpus.page.urls import canonical, site_of

_HEAD = 65_536  # bytes in which a page names its own address
_HTML_STARTS = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<!--")


def read_pages(paths: Sequence[Path], *, base_url: str | None = None) -> Iterator[Page | Refused]:
    """The pages in files and folders, in order; what cannot be read comes as Refused between them.

    An HTML file's address is what it says of itself (canonical link, og:url), else `base_url`
    joined with its path below the folder that was named, else None. In folders other files are
    passed over. Raises BackfileError for a `base_url` that is not a web address.
    """
    if base_url is not None and canonical(base_url) is None:
        raise BackfileError(
            f"{base_url!r} is not a web address: one begins with http:// or https://"
        )
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
                yield found.refused(read_failure(error))


def count_pages(paths: Sequence[Path]) -> int | None:
    """How many pages there are to be read; None where a file, by its name, may hold several."""
    files = [file for path in paths for file in _files(path, None) if isinstance(file, SourceFile)]
    return len(files) if all(file.form in ("html", "text") for file in files) else None


def _files(path: Path, base_url: str | None) -> Iterator[SourceFile | Refused]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield Refused(shown(path), read_failure(error))
        return
    if stat.S_ISDIR(mode):
        yield from _in_folder(path, base_url)
    elif stat.S_ISREG(mode):
        yield SourceFile(path, path.name, base_url, form_by_name(path))
    else:
        yield Refused(shown(path), "neither a file nor a folder")


def _in_folder(top: Path, base_url: str | None) -> Iterator[SourceFile | Refused]:
    empty = True
    for found in _walk(top):
        empty = False
        if isinstance(found, Refused):
            yield found
        else:
            name = found.relative_to(top).as_posix()
            yield SourceFile(found, name, base_url, form_by_name(found))
    if empty:
        yield Refused(shown(top), f"the folder holds no file that is {FORM_NAMES} by its name")


def _walk(top: Path) -> Iterator[Path | Refused]:
    """The files of a folder that are read, sorted; links to folders come last.

    No folder is visited twice.
    """
    seen: set[tuple[int, int]] = set()
    waiting, links = [top], deque[Path]()
    while waiting or links:
        path, linked = (waiting.pop(), False) if waiting else (links.popleft(), True)
        try:
            if not path.is_dir():
                if form_by_name(path) and path.is_file():
                    yield path
            elif path.is_symlink() and not linked and path != top:
                links.append(path)  # a folder goes by its own name where it has one here
            elif (identity := _identity(path)) not in seen:
                seen.add(identity)
                entries = (entry for entry in path.iterdir() if not entry.name.startswith("."))
                waiting += sorted(entries, reverse=True)
        except OSError as error:
            yield Refused(shown(path), read_failure(error))


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _pages(file: SourceFile) -> Iterator[Page | Refused]:
    if file.path.stat().st_size == 0:
        raise PageRefused("the file is empty")
    form = file.form or _sniffed(file)
    if form == "warc":
        for found in read_warc(file.path):
            yield file.refused(str(found)) if isinstance(found, PageRefused) else found
    elif form == "lines":
        yield from read_records(file)
    else:
        yield _whole(file, form)


def _sniffed(file: SourceFile) -> Form:
    """The form of a file whose name does not tell, by its first bytes."""
    with opened(file.path) as source:
        head = source.read(1024)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"warc/"):
        return "warc"
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageRefused(f"a binary file, not {FORM_NAMES}")
    if start.startswith(b"{"):
        return "lines"
    return "html" if start.startswith(_HTML_STARTS) else "text"


def _whole(file: SourceFile, form: Form) -> Page:
    with opened(file.path) as source:
        body = source.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise PageRefused(f"larger than {MAX_BODY:,} bytes")
    if not body.strip():
        raise PageRefused("the file is empty")
    if b"\0" in body[:1024] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageRefused(f"a binary file, not {FORM_NAMES}")
    if body.lstrip().startswith(b"<?php"):
        raise PageRefused("the source of a program, not the page it makes")
    if form == "text":
        url, media = _placed_address(file), "text/plain"
    else:
        url, media = own_address(body) or _placed_address(file), "text/html"
    return Page(url, body, media, None, file.modified, "import", shown(file.path))


def own_address(body: bytes) -> str | None:
    """The absolute address an HTML page gives as its own; None where it gives none."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    head = decode(body[:_HEAD], None).replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(head, parser)
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


def _placed_address(file: SourceFile) -> str | None:
    if file.base_url is None:
        return None
    path = quote(os.fsencode(file.name.removesuffix(".gz")), safe="/?&=%")
    return canonical(urljoin(f"{file.base_url.rstrip('/')}/", path))


