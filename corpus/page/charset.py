"""Bytes to text: byte order mark, UTF-8 where they are that, then what header, meta and the habits
of the web say.

A server's header is often a default that knows nothing of its older pages; browsers believe it all
the same.
"""

import codecs
import re
from functools import lru_cache

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_META_REACH = 4096
# Pages that claim the one are in truth in the other, which holds more, and every browser reads them
# so.
_IN_TRUTH = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
# that Python does not know
_ALIASES = {"windows-31j": "cp932", "windows-874": "cp874", "iso-8859-8-i": "iso8859-8"}
_DEFAULTS = ("cp1252", "utf-8")  # what servers and tools claim of any page, unasked
_NO_UTF8 = ("utf-16", "utf-32", "iso2022", "hz")  # whose bytes may well be valid UTF-8
# Codecs of Python that are no charset of any page, and some that can be made to work for ever.
_NOT_A_CHARSET = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"}
)
# characters in order for each broken one, and bytes of Windows-1252 for each that looks like UTF-8
# by chance
_FEW = 10
# broken characters, one by one; no page of a paper has so many beside as many in order
_MOST_MENDED = 10_000
_MIXED = "cp1252-where-broken"


def decode(body: bytes, declared: str | None) -> str:
    """`body` as text without its byte order mark; what cannot be read becomes U+FFFD. Never
    raises."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    named = next(
        (name for name in (_codec(declared), _meta_codec(body)) if name and name not in _DEFAULTS),
        None,
    )
    if named and named.startswith(_NO_UTF8):
        return body.decode(named, "replace")
    # Text in another charset that is valid UTF-8 by chance does not occur; UTF-8 with a wrong label
    # does.
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(body, named)


def _decode_other(body: bytes, named: str | None) -> str:
    """Bytes that are not valid UTF-8; of its few broken characters those pasted from elsewhere are
    read, too."""
    lossy = body.decode("utf-8", "replace")
    broken = lossy.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    good = len(lossy) - len(lossy.encode("ascii", "ignore")) - lossy.count("\ufffd")
    if named and good <= _FEW * broken:
        return body.decode(named, "replace")
    if broken > _FEW * good:
        return body.decode("cp1252", "replace")
    return body.decode("utf-8", _MIXED) if broken <= _MOST_MENDED else lossy


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """For Python's decoder: a lone byte that begins no character, or is amid a word, as
    Windows-1252: "it’s"."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad, after = error.object[error.start : error.end], error.object[error.end : error.end + 1]
    lone = len(bad) == 1 and (bad < b"\xa0" or after.isalpha())
    return bad.decode("cp1252", "replace") if lone else "\ufffd", error.end


codecs.register_error(_MIXED, _as_western)


@lru_cache(maxsize=256)  # a site has one label, or two
def _codec(label: str | None) -> str | None:
    """Python's name for a charset label; None for none, or one that nobody knows."""
    if not label:
        return None
    label = label.strip().strip("\"'").lower().removeprefix("x-")
    try:
        found = codecs.lookup(_ALIASES.get(label, label))
    except (LookupError, ValueError):
        return None
    if found.name in _NOT_A_CHARSET or not getattr(found, "_is_text_encoding", True):
        return None
    return _IN_TRUTH.get(found.name, found.name)


def _meta_codec(body: bytes) -> str | None:
    match = _META.search(body[:_META_REACH])
    found = _codec(match.group(1).decode("ascii", "ignore")) if match else None
    # A page whose meta could be read as ASCII is not UTF-16, whatever it says.
    return "utf-8" if found and found.startswith(("utf-16", "utf-32")) else found
