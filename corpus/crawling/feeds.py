"""Sitemaps and feeds: the links of XML that is made for machines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any, Literal

from lxml import etree

from corpus.article import Hint
from corpus.page.markup import Tree
from corpus.page.stamps import read_day
from corpus.page.text import tidy, tidy_title

FeedKind = Literal["sitemap", "feed"]

MAX_ENTRIES = 100_000  # the protocol of sitemaps has 50,000, and some sites more
MAX_INSIDE = 10_000  # elements of one entry
MAX_ELEMENTS = 3_000_000
_ENTRY = re.compile(rb"<(?:url|sitemap|item|entry)[\s>]", re.IGNORECASE)
_ROOTS: dict[str, FeedKind] = {
    "urlset": "sitemap", "sitemapindex": "sitemap", "rss": "feed", "feed": "feed", "rdf": "feed",
}  # fmt: skip
_ENTRIES = frozenset({"url", "sitemap", "item", "entry"})
# never lastmod: that is when it changed
_DAYS = ("publication_date", "pubdate", "published", "issued", "date")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a sitemap or feed."""

    address: str  # as written
    nested: bool  # whether a further sitemap lies behind it
    hint: Hint | None
    changed: date | None = None  # as a sitemap says


@dataclass(slots=True)
class Feed:
    """A sitemap or feed whose first element was read."""

    kind: FeedKind
    _body: bytes
    _root: Tree
    _rest: Iterator[tuple[str, Tree]]  # the events of its parser
    left: int = 0  # about how many entries were past the bounds

    def entries(self, fetched_at: datetime) -> Iterator[Entry]:
        """Its entries in order, to be asked for once; one at a time is in memory."""
        nested = _name(self._root) == "sitemapindex"
        within = inside = read = 0
        for number, (event, element) in enumerate(_sound(self._rest)):
            is_entry = _name(element) in _ENTRIES
            if event == "start":
                within += is_entry
                inside = inside + 1 if within else 0
                full = is_entry and read >= MAX_ENTRIES
                if full or inside > MAX_INSIDE or number > 2 * MAX_ELEMENTS:
                    self.left = max(0, len(_ENTRY.findall(self._body)) - read)
                    return
                continue
            within -= is_entry
            if within:
                continue
            inside = 0
            if is_entry:
                read += 1
                if address := _address(element):
                    told = {} if nested else _texts(element)
                    yield Entry(address, nested, _hint(told, fetched_at), _changed(told))
            _forget(element)


def read_feed(body: bytes) -> Feed | None:
    """The sitemap or feed; None for other XML, and for what is not XML. Of one that is cut off what
    is whole is read: half an address is another one."""
    whole = body[: body.rfind(b">") + 1]
    events: Any = etree.iterparse(
        BytesIO(whole.lstrip()), events=("start", "end"), resolve_entities=False, no_network=True,
        load_dtd=False, recover=True, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    _, root = next(_sound(events), (None, None))
    if root is None or _name(root) not in _ROOTS:
        return None
    return Feed(_ROOTS[_name(root)], body, root, events)


def _sound(events: Iterator[tuple[str, Tree]]) -> Iterator[tuple[str, Tree]]:
    """The events until the XML is none."""
    try:
        yield from events
    except (etree.XMLSyntaxError, ValueError):
        return


def _forget(element: Tree) -> None:
    """Let go what was read: an element, and those before it."""
    element.clear()
    around = element.getparent()
    while around is not None and element.getprevious() is not None:
        del around[0]


def _address(entry: Tree) -> str | None:
    for child in entry:
        name = _name(child)
        if name in ("loc", "link") and (child.text or "").strip():
            return str(child.text).strip()
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href"))
    return None


def _texts(entry: Tree) -> dict[str, str]:
    """What an entry says of its article, by the names of its elements."""
    return {
        _name(element): element.text
        for element in entry.iter()
        if element.text and not _is_media(element)
    }


def _hint(fields: Mapping[str, str], fetched_at: datetime) -> Hint | None:
    title = tidy_title(fields.get("title", ""))
    day = next((fields[name].strip() for name in _DAYS if name in fields), None)
    published = read_day(_iso(day), fetched_at) if day else None
    return Hint(title or None, published) if title or published else None


def _changed(fields: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(fields.get("lastmod", "").strip()[:10])
    except ValueError:
        return None


def _iso(stamp: str) -> str:
    """The mail form of feeds ("Thu, 26 Mar 2020 09:00:00 +0430") as ISO; others as they are."""
    try:
        return parsedate_to_datetime(stamp).isoformat()
    except ValueError:
        return tidy(stamp)


def _is_media(element: Tree) -> bool:
    """Whether it speaks of a picture or film beside the article."""
    namespace = (
        etree.QName(element).namespace or "" if isinstance(element.tag, str) else "comment image"
    )
    return any(word in namespace for word in ("image", "video", "mrss"))


def _name(element: Tree) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
