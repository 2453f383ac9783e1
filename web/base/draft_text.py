"""What a draft says that was pasted as the source of a page."""

import html
import re

_BLOCK = (
    "address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|"
    "main|ol|p|pre|section|table|td|th|tr|ul"
)
_RUN = (
    "a|abbr|b|bdi|cite|del|em|font|i|img|ins|mark|q|s|small|span|strong|sub|sup|time|u|wbr|"
    r"\w+:\w+"  # of a word processor
)
_UNSEEN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"</?[a-z][^<>]*>|<![^<>]*>", re.IGNORECASE)
_RUNS = re.compile(rf"</?(?:{_RUN})\b[^<>]*>", re.IGNORECASE)
# what nobody writes but in a page's source
_SOURCE = re.compile(rf"</(?:{_BLOCK}|{_RUN})\s*>|<(?:p|br)\s*/?>", re.IGNORECASE)


def draft_text(text: str) -> str:
    """The text without its markup; one that has none is left as it is."""
    if not _SOURCE.search(text):
        return text
    return html.unescape(_TAGS.sub("\n\n", _RUNS.sub("", _UNSEEN.sub("", text))))
