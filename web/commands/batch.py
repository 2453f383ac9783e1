"""Many questions at once: lines of text in, a table of counts and addresses out."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from search.matching.results import Request
from search.query.parser import MAX_LENGTH, parse
from search.searcher import Searcher
from web.base.address import SearchAddress
from web.base.article_path import article_path
from web.base.config import Settings
from web.base.formats import csv_row
from web.commands.terminal import Terminal, counted

LONGEST_LINE = 8 * MAX_LENGTH  # bytes: what is longer is no question
COLUMNS = ("line", "query", "total", "address", "title", "page", "url", "notes")

Row = dict[str, str | int | None]


def ask_lines(
    searcher: Searcher, settings: Settings, terminal: Terminal, file: str, address: SearchAddress
) -> int:
    """Ask each line of a file, `-` is standard input, with the filters of an address; 1 when one
    could not be asked, each of which is named. Raises OSError."""
    asked = bad = 0
    rows: list[Row] = []
    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as lines:
        terminal.say(csv_row(COLUMNS).removesuffix("\r\n"))
        for number, line in _lines(lines):
            row, amiss = _ask(searcher, settings, line, address)
            asked += 1
            if amiss:
                bad += 1
                terminal.note(f"backfile: line {number:,}: {amiss}")
            row = {"line": number, **row}
            if terminal.as_json:
                rows.append(row)
            cells = ("" if row[name] is None else str(row[name]) for name in COLUMNS)
            terminal.say(csv_row(cells).removesuffix("\r\n"))
    terminal.give({"lines": rows, "asked": asked - bad, "bad": bad})
    for notice in address.notices:
        terminal.note(f"backfile: {notice}")
    if bad:
        terminal.note(f"backfile: {counted(bad, 'line')} of {asked:,} could not be asked")
    return 1 if bad else 0


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that say something, counted from 1, each cut where it is no question any more."""
    number, begun = 0, False
    while line := source.readline(LONGEST_LINE + 1):
        number += not begun
        if not begun and line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield number, line
        begun = not line.endswith(b"\n")


def _ask(
    searcher: Searcher, settings: Settings, line: bytes, address: SearchAddress
) -> tuple[Row, str]:
    """The row of a line, and why it could not be asked; empty where it could."""
    if len(line) > LONGEST_LINE:
        text = line[:MAX_LENGTH].decode("utf-8", "replace").strip()
        return _row(text), f"it is longer than {LONGEST_LINE:,} bytes"
    try:
        text = line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return _row(line.decode("utf-8", "replace").strip()), "it is not text in UTF-8"
    query = parse(text)
    notes = " ".join(f"{note.text}: {note.sentence}" for note in query.notes)
    if query.root is None:
        return _row(text, notes=notes), "there is nothing in it to look for"
    request = Request(query, address.filters, address.sort, size=1, facets=False, snippets=False)
    found = searcher.search(replace(request, bare=True))
    row = _row(text, notes=notes)
    row["total"] = found.total
    base = settings.address
    row["address"] = base + replace(address, q=text).url()
    for hit in found.hits:
        page = base + article_path(hit.id, hit.title)
        row |= {"title": hit.title, "page": page, "url": hit.url}
    return row, ""


def _row(query: str, *, notes: str = "") -> Row:
    return {**dict.fromkeys(COLUMNS[1:]), "query": query, "notes": notes}
