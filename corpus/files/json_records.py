"""Pages out of JSON: each record is one, of a file of lines or of one document."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from corpus.article import Page
from corpus.files.source_file import Refused, SourceFile, opened, shown
from corpus.page.media import MAX_BODY
from corpus.page.urls import canonical

MAX_JSON = 100_000_000  # bytes of a .json file that is one document and not lines


def read_records(file: SourceFile) -> Iterator[Page | Refused]:
    """A page for each line that is a JSON object, or the refusal of the line.

    A .json file that is one object or list over many lines is read whole.
    """
    may_be_whole = file.path.name.lower().removesuffix(".gz").endswith(".json")
    if may_be_whole and (records := _document(file)) is not None:
        for number, record in enumerate(records, start=1):
            body = json.dumps(record).encode("ascii")
            page = _record_page(file, body, record, f"entry {number}")
            yield page or file.refused(f"entry {number} is not a JSON object")
        return
    empty = True
    with opened(file.path) as source:
        for number, line in enumerate(_bounded_lines(source), start=1):
            if line is None:
                yield file.refused(f"longer than {MAX_BODY:,} bytes", number)
            elif line.strip().strip(b"\xef\xbb\xbf"):
                empty = False
                yield _line_page(file, line.strip().removeprefix(b"\xef\xbb\xbf"), number)
    if empty:
        yield file.refused("the file is empty")


def _line_page(file: SourceFile, line: bytes, number: int) -> Page | Refused:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return file.refused("this is not JSON", number)
    page = _record_page(file, line, record, f"line {number}")
    return page or file.refused("JSON, but not an object with named fields", number)


def _record_page(file: SourceFile, body: bytes, record: Any, place: str) -> Page | None:
    if not isinstance(record, dict):
        return None
    url = record.get("url")
    address = canonical(url) if isinstance(url, str) else None
    origin = f"{shown(file.path)}, {place}"
    return Page(address, body, "application/json", "utf-8", file.modified, "import", origin)


def _document(file: SourceFile) -> Iterable[Any] | None:
    """The records of a .json file that is one document.

    None when it is lines, or too large to be read at once.
    """
    with opened(file.path) as source:
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
