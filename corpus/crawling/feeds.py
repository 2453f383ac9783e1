"""Sitemaps and feeds: the links of XML that is made for machines."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from lxml import etree

from corpus.article import Hint
from corpus.crawling.refused import TOO_MANY, hears, log_refused
from corpus.page.markup import Tree
from corpus.page.stamps import read_day
from corpus.page.text import tidy, tidy_title

FeedKind = Literal["sitemap", "feed"]

MAX_ENTRIES = 50_000  # the bound of the sitemap protocol
_ROOTS: dict[str, FeedKind] = {
    "urlset": "sitemap", "sitemapindex": "sitemap", "rss": "feed", "feed": "feed", "rdf": "feed",
}  # fmt: skip
_ENTRIES = frozenset({"url", "sitemap", "item", "entry"})
# never lastmod: that is when it changed
_DAYS = ("publication_date", "pubdate", "published", "issued", "date")


def read_xml(body: bytes) -> Tree | None:
    """The root of a sitemap or feed; None for other XML, and for what is not XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root is not None and _name(root) in _ROOTS else None


def feed_kind(root: Tree) -> FeedKind:
    """The kind of the sitemap or feed that `read_xml` gave the root of."""
    return _ROOTS[_name(root)]


def entries(root: Tree, fetched_at: datetime) -> Iterator[tuple[str, bool, Hint | None]]:
    """The entries of a sitemap or feed, at most MAX_ENTRIES, in order.

    Each gives its address as written, whether a further sitemap lies behind it, and what is said of
    it.
    """
    nested = _name(root) == "sitemapindex"
    for count, entry in enumerate(element for element in root.iter() if _name(element) in _ENTRIES):
        if count >= MAX_ENTRIES:
            if not hears():
                return
            log_refused(_address(entry) or "", TOO_MANY)
        elif url := _address(entry):
            yield url, nested, None if nested else _hint(entry, fetched_at)


def _address(entry: Tree) -> str | None:
    for child in entry:
        name = _name(child)
        if name in ("loc", "link") and (child.text or "").strip():
            return str(child.text).strip()
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href"))
    return None


def _hint(entry: Tree, fetched_at: datetime) -> Hint | None:
    fields = {
        _name(element): element.text
        for element in entry.iter()
        if element.text and not _is_media(element)
    }
    title = tidy_title(fields.get("title", ""))
    day = next((fields[name].strip() for name in _DAYS if name in fields), None)
    published = read_day(_iso(day), fetched_at) if day else None
    return Hint(title or None, published) if title or published else None


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
