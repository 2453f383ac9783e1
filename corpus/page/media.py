"""Media types, and bodies out of the codings they travel in, none larger than is read."""

import zlib
from email.message import Message
from functools import lru_cache

from corpus.errors import PageRefused
from corpus.outcome import Code, Outcome

MAX_BODY = 10_000_000  # bytes of one page, once it is unpacked
MAX_FEED = 52_428_800  # and of a sitemap, as its protocol has it
PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
XML_TYPES = frozenset(
    {"application/xml", "text/xml", "application/rss+xml", "application/atom+xml"}
)
GZIP_TYPES = frozenset({"application/gzip", "application/x-gzip"})
GZIP_MAGIC = b"\x1f\x8b"

_WINDOW = {"gzip": 31, "deflate": 15}
_RAW_DEFLATE = -15


@lru_cache(maxsize=1_000)
def media_type(header: str) -> tuple[str, str | None]:
    """A Content-Type header as its bare type in lower case ("" for none) and its charset."""
    message = Message()
    message["Content-Type"] = header.replace("\r", " ").replace("\n", " ")
    bare = header.partition(";")[0].strip().lower()
    charset = message.get_param("charset")
    return bare, charset.strip().lower() or None if isinstance(charset, str) else None


def largest(kind: str) -> int:
    """How many bytes are read of a body with this bare type."""
    return MAX_FEED if kind in XML_TYPES or kind in GZIP_TYPES else MAX_BODY


def decoded(body: bytes, coding: str, *, limit: int = MAX_BODY) -> bytes:
    """A body out of its Content-Encoding. Raises PageRefused for an unknown coding, a broken or an
    endless body, which has more bytes than `limit`."""
    for name in reversed([part.strip().lower() for part in coding.split(",")]):
        name = name.removeprefix("x-")
        if name in ("", "identity"):
            continue
        if name not in _WINDOW:
            raise PageRefused(Outcome(Code.UNKNOWN_CODING, name))
        body = inflate(body, _WINDOW[name], limit=limit)
    return body


def inflate(data: bytes, window: int = 31, *, limit: int = MAX_BODY) -> bytes:
    """Unpack gzip (several members too), or another zlib `window`. Raises PageRefused past `limit`
    and when broken."""
    parts: list[bytes] = []
    size = 0
    try:
        while data:
            unpacker = zlib.decompressobj(window)
            parts.append(unpacker.decompress(data, limit + 1 - size))
            size += len(parts[-1])
            if size > limit:
                raise PageRefused(Outcome(Code.TOO_LARGE, f"{limit:,} bytes once unpacked"))
            if not unpacker.eof:
                raise PageRefused(Outcome(Code.PACKED_CUT))
            data = unpacker.unused_data if window == _WINDOW["gzip"] else b""
            if not data.startswith(GZIP_MAGIC):
                break  # zeros and other padding after the last member
    except zlib.error as error:
        if window == _WINDOW["deflate"]:  # many servers send it without its two bytes of header
            return inflate(data, _RAW_DEFLATE, limit=limit)
        raise PageRefused(
            Outcome(Code.BROKEN, f"its compressed body is damaged ({error})")
        ) from error
    return b"".join(parts)
