"""Bytes to text, as a browser would: byte order mark, header, meta, UTF-8, then Windows-1252."""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_META_REACH = 4096
# Pages that claim these are in truth Windows-1252, and every browser reads them so.
_WESTERN = frozenset({"iso8859-1", "ascii", "cp1252"})
# Codecs of Python that are no charset of any page, and some that can be made to work for ever.
_NOT_A_CHARSET = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"})


def decode(body: bytes, declared: str | None) -> str:
    """`body` as text without its byte order mark; what cannot be read becomes U+FFFD. Never raises."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    name_found = _codec(declared) or _meta_codec(body)
    if name_found is None or name_found == "cp1252":
        # Windows-1252 text that is valid UTF-8 by chance does not occur; UTF-8 with a wrong label does.
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            return body.decode("cp1252", "replace") if name_found or not _is_nearly_utf8(body) else _lossy(body)
    return body.decode(name_found, "replace")


def _codec(label: str | None) -> str | None:
    """Python's name for a charset label; None for none, or one that nobody knows."""
    if not label:
        return None
    try:
        found = codecs.lookup(label.strip().strip("\"'").lower())
    except (LookupError, ValueError):
        return None
    if found.name in _NOT_A_CHARSET or not getattr(found, "_is_text_encoding", True):
        return None
    return "cp1252" if found.name in _WESTERN else found.name


def _meta_codec(body: bytes) -> str | None:
    match = _META.search(body[:_META_REACH])
    found = _codec(match.group(1).decode("ascii", "ignore")) if match else None
    # A page whose meta could be read as ASCII is not UTF-16, whatever it says.
    return "utf-8" if found and found.startswith(("utf-16", "utf-32")) else found


def _is_nearly_utf8(body: bytes) -> bool:
    """Whether bytes that are not valid UTF-8 are so for a few broken characters only."""
    text = _lossy(body)
    good = sum(char > "\x7f" and char != "\ufffd" for char in text)
    return good > 10 * text.count("\ufffd")


def _lossy(body: bytes) -> str:
    return body.decode("utf-8", "replace")
