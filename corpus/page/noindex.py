"""Whether a page asks not to be indexed: by a meta element, or by the header it came with.

What is said to all crawlers counts, and what is said to us by name; what is said to another one by
its name (googlebot) does not. A day after which a page is to be left out is not heeded.
"""

import re
from collections.abc import Iterator

from corpus.article import Page
from corpus.errors import PageRefused
from corpus.page.parsed_page import parsed

META = "meta element"
HEADER = "X-Robots-Tag header"
_FORBIDDING = frozenset({"noindex", "none"})
_NAMES = frozenset({"robots", "backfile"})
_AGENT = re.compile(r"\s*([\w-]+)\s*:(.*)", re.DOTALL)
# what has a value, and names no crawler
_VALUED = frozenset(
    {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}
)
# what most pages are without: their trees need not be read
_PERHAPS = re.compile(rb"<meta\s[^<>]*(?:noindex|none)", re.IGNORECASE)


def asks_no_index(page: Page) -> str | None:
    """By what a page asks not to be indexed; None where it does not."""
    if any(map(_forbids, (page.robots or "").splitlines())):
        return HEADER
    if page.content_type != "text/html" or not _PERHAPS.search(page.body.replace(b"\0", b"")):
        return None
    try:
        said = (
            tag.get("content") or ""
            for tag in parsed(page).root.iter("meta")
            if (tag.get("name") or "").strip().lower() in _NAMES
        )
        return META if any(map(_forbids, said)) else None
    except PageRefused:
        return None


def _forbids(text: str) -> bool:
    """Whether a header, or a meta element, says so to us."""
    return not _FORBIDDING.isdisjoint(_own_words(text.lower()))


def _own_words(text: str) -> Iterator[str]:
    """The words for all crawlers, and for us; those behind a crawler's name are for that one."""
    ours = True
    for part in text.split(","):
        words = part
        if (named := _AGENT.match(part)) and named[1] not in _VALUED:
            ours, words = named[1] in _NAMES, named[2]
        elif named:
            continue
        if ours:
            yield from words.split()
