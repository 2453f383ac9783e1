"""WARC 1.0 and 1.1: the pages of a web archive in, one record in memory at a time, and out."""

import base64
import gzip
import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from corpus.article import Page
from corpus.crawling.robots import USER_AGENT
from corpus.errors import PageRefused
from corpus.files.warc_stream import CHUNK, MAX_HEAD, BrokenRecord, WarcStream
from corpus.page.media import MAX_BODY, PAGE_TYPES, decoded, media_type
from corpus.page.urls import canonical

MAX_RECORD = MAX_BODY + MAX_HEAD  # bytes of a block: a page and its HTTP headers
# of resource records: what is exported comes in again
_RECORD_TYPES = PAGE_TYPES | {"application/json"}
_CHUNK_SIZE = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]*\r?\n")


def read_warc(path: Path) -> Iterator[Page | PageRefused]:
    """The pages of a WARC file, plain or gzip; a page that cannot be read comes as its refusal.

    Raises PageRefused where the file itself is broken, after all that came before; OSError as
    reading does.
    """
    with path.open("rb") as file:
        stream = WarcStream(file)
        while True:
            try:
                head = _next_head(stream)
                if head is None:
                    return
                offset = stream.record_at
                block = _block(stream, head)
            except BrokenRecord as error:
                where = f"broken in the record at byte {stream.record_at:,} ({error})"
                raise PageRefused(f"{where}; all before it was read") from error
            try:
                page = _page(head, block)
            except PageRefused as error:
                yield PageRefused(f"record at byte {offset:,}: {error}")
            else:
                if page is not None:
                    yield page


def write_warc(path: Path, pages: Iterable[Page]) -> int:
    """Write pages as resource records of WARC 1.1, gzip when the name ends in .gz; return how many.

    The file appears under its name only when it is whole.
    """
    beside = path.with_name(f"{path.name}.part")
    packed = path.suffix == ".gz"
    count = 0
    try:
        with beside.open("wb") as file:
            file.write(_member(_info_record(), packed=packed))
            for page in pages:
                file.write(_member(_record(page), packed=packed))
                count += 1
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return count


def _next_head(stream: WarcStream) -> dict[str, str] | None:
    line = b"\n"
    while line and not line.strip():
        stream.begin_record()
        line = stream.line()
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise BrokenRecord("it does not begin as a WARC record does")
    return _headers(stream)


def _headers(stream: WarcStream) -> dict[str, str]:
    fields: dict[str, str] = {}
    size = 0
    name = ""
    while (line := stream.line()).strip():
        size += len(line)
        if size > MAX_HEAD:
            raise BrokenRecord("headers without end")
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[0] in " \t" and name:
            fields[name] += " " + text.strip()  # a header folded over two lines
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        fields.setdefault(name, value.strip())
    if not line:
        raise BrokenRecord("cut off inside its headers")
    return fields


def _block(stream: WarcStream, head: dict[str, str]) -> bytes | None:
    """The record's block; None when it is passed over: too large, or of a type without pages."""
    length = head.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise BrokenRecord("it does not say how long it is")
    left = int(length[:18])
    kept = head.get("warc-type") in ("response", "resource") and left <= MAX_RECORD
    parts = []
    while left:
        part = stream.read(min(left, CHUNK))
        if not part:
            raise BrokenRecord("cut off inside its block")
        left -= len(part)
        if kept:
            parts.append(part)
    return b"".join(parts) if kept else None


def _page(head: dict[str, str], block: bytes | None) -> Page | None:
    """The page in a record; None for a record that holds none, such as a picture's."""
    kind = head.get("warc-type")
    if kind not in ("response", "resource"):
        return None
    if block is None:
        raise PageRefused(f"larger than {MAX_RECORD:,} bytes")
    address = canonical(head.get("warc-target-uri", "").strip("<>"))
    media, charset = media_type(head.get("content-type", ""))
    robots = None
    if kind == "response":
        if media != "application/http" or address is None:
            return None
        found = _of_http(block)
        if found is None:
            return None
        block, media, charset, robots = found
    elif media not in _RECORD_TYPES:
        return None
    moment = _moment(head.get("warc-date", ""))
    return Page(address, block, media, charset, moment, "warc", robots=robots)


def _of_http(block: bytes) -> tuple[bytes, str, str | None, str | None] | None:
    """Body, type, charset and X-Robots-Tag of a good HTTP answer that is a page; None for any
    other."""
    head, found, body = _split_head(block)
    status, *lines = head.split("\n")
    if not found or not re.match(r"HTTP/\S+ 200\b", status):
        return None
    pairs = [line.partition(":") for line in lines]
    fields = {name.strip().lower(): value.strip() for name, _, value in pairs}
    media, charset = media_type(fields.get("content-type", ""))
    if media not in PAGE_TYPES:
        return None
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    coding = fields.get("content-encoding", "")
    if coding and not _already_decoded(body, coding):
        body = decoded(body, coding)
    robots = [
        value.strip() for name, _, value in pairs if name.strip().lower() == "x-robots-tag"
    ]
    return body, media, charset, "\n".join(robots) or None


def _split_head(block: bytes) -> tuple[str, bool, bytes]:
    match = re.search(rb"\r?\n\r?\n", block[:MAX_HEAD])
    if match is None:
        return "", False, b""
    head = block[: match.start()].decode("latin-1").replace("\r\n", "\n")
    return head, True, block[match.end() :]


def _unchunked(body: bytes) -> bytes:
    """A chunked body put together; as it is when it was put together before it was archived."""
    parts: list[bytes] = []
    position = 0
    while match := _CHUNK_SIZE.match(body, position):
        size = int(match.group(1), 16)
        start = match.end()
        if size == 0:
            return b"".join(parts)
        parts.append(body[start : start + size])
        if len(parts[-1]) < size:
            raise PageRefused("cut off inside a chunk of its body")
        position = start + size
        line_end = body[position : position + 2]
        position += len(line_end) - len(line_end.lstrip(b"\r\n"))
    if not parts:
        return body
    raise PageRefused("the chunks of its body are damaged")


def _already_decoded(body: bytes, coding: str) -> bool:
    """Some archivers unpack the body and leave the header."""
    packed = coding.strip().lower() in ("gzip", "x-gzip", "br", "deflate")
    return packed and body[:512].lstrip()[:1] == b"<"


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise PageRefused("it does not say when it was fetched (WARC-Date)") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _record(page: Page) -> bytes:
    content_type = page.content_type
    if page.charset:
        content_type += f"; charset={page.charset}"
    digest = _digest(page.body)
    fields = {
        "WARC-Type": "resource",
        "WARC-Target-URI": page.url or f"urn:{digest}",
        "WARC-Payload-Digest": digest,
        "Content-Type": content_type,
    }
    return _laid_out(fields, page.body, page.fetched_at)


def _info_record() -> bytes:
    body = f"software: {USER_AGENT}\r\nformat: WARC File Format 1.1\r\n".encode("ascii")
    return _laid_out(
        {"WARC-Type": "warcinfo", "Content-Type": "application/warc-fields"},
        body,
        datetime.now(UTC),
    )


def _laid_out(fields: dict[str, str], body: bytes, moment: datetime) -> bytes:
    stamp = moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    fields = {
        **fields,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
        "WARC-Date": stamp,
        "WARC-Block-Digest": _digest(body),
        "Content-Length": str(len(body)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return b"WARC/1.1\r\n" + head.encode("utf-8") + b"\r\n" + body + b"\r\n\r\n"


def _digest(data: bytes) -> str:
    """A digest as WARC's headers have it."""
    digest = hashlib.sha1(data, usedforsecurity=False).digest()
    return f"sha1:{base64.b32encode(digest).decode('ascii')}"


def _member(record: bytes, *, packed: bool) -> bytes:
    return gzip.compress(record, 6) if packed else record
