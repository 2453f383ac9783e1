"""Bytes to text: byte order mark, UTF-8 where they are that, then what header, meta and the habits of the web say.

A server's header is often a default that knows nothing of its older pages; browsers believe it all the same.
"""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_META_REACH = 4096
# Pages that claim the one are in truth in the other, which holds more, and every browser reads them so.
_IN_TRUTH = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "shift_jis": "cp932", "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030",
}  # fmt: skip
_ALIASES = {"windows-31j": "cp932", "windows-874": "cp874", "iso-8859-8-i": "iso8859-8"}  # that Python does not know
_DEFAULTS = ("cp1252", "utf-8")  # what servers and tools claim of any page, unasked
_NO_UTF8 = ("utf-16", "utf-32", "iso2022", "hz")  # whose bytes may well be valid UTF-8
# Codecs of Python that are no charset of any page, and some that can be made to work for ever.
_NOT_A_CHARSET = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"})
_FEW = 10  # characters in order for each broken one, and bytes of Windows-1252 for each that looks like UTF-8 by chance
_MOST_MENDED = 10_000  # broken characters, one by one; no page of a paper has so many beside as many in order
_MIXED = "cp1252-where-broken"
_LONE = re.compile(rb"(?<=[\x00-\x7f])[\x80-\xff](?=([a-z])?[\x00-\x7f])", re.IGNORECASE)  # never UTF-8


def decode(body: bytes, declared: str | None) -> str:
    """`body` as text without its byte order mark; what cannot be read becomes U+FFFD. Never raises."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    named = next((name for name in (_codec(declared), _meta_codec(body)) if name and name not in _DEFAULTS), None)
    if named and named.startswith(_NO_UTF8):
        return body.decode(named, "replace")
    # Text in another charset that is valid UTF-8 by chance does not occur; UTF-8 with a wrong label does.
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(body, named)


def _decode_other(body: bytes, named: str | None) -> str:
    """Bytes that are not valid UTF-8; the few broken characters of a page become U+FFFD."""
    lossy = body.decode("utf-8", "replace")
    broken = lossy.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    good = len(lossy) - len(lossy.encode("ascii", "ignore")) - lossy.count("\ufffd")
    if good > _FEW * broken:
        western = len(lossy.encode("cp1252", "ignore")) - len(lossy.encode("ascii", "ignore"))
        pasted = not named and broken <= _MOST_MENDED and 2 * western >= good
        return _with_pasted(body, lossy) if pasted else lossy
    if named:
        return body.decode(named, "replace")
    if broken > min(_FEW * good, _MOST_MENDED):
        return body.decode("cp1252", "replace")
    return body.decode("utf-8", _MIXED)  # an old text pasted into a new page


def _with_pasted(body: bytes, lossy: str) -> str:
    """UTF-8, `lossy` as it is, with its lone bytes between ASCII as Windows-1252: "it’s", pasted from elsewhere.

    A byte with which other characters of the page begin is what is left of one that was cut, unless a word goes on.
    """
    leads = {char.encode()[:1] for char in set(lossy)}

    def mend(match: re.Match[bytes]) -> bytes:
        cut = match[0] in leads and not match[1]
        return match[0] if cut else match[0].decode("cp1252", "replace").encode()

    return _LONE.sub(mend, body).decode("utf-8", "replace")


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """For Python's decoder: the bytes that are no UTF-8 as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_MIXED, _as_western)


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
