"""The links of a page in reading order, what to expect behind each, and what the page says of
it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from corpus.article import Hint, Page
from corpus.crawling.feeds import entries, feed_kind, read_xml
from corpus.errors import PageRefused
from corpus.page.charset import decode
from corpus.page.listing_rows import Anchor, Flat, flatten, hints, is_list, is_text
from corpus.page.markup import parse, refuse_binary
from corpus.page.media import XML_TYPES
from corpus.page.text import tidy
from corpus.page.urls import canonical, is_paging

LinkKind = Literal["page", "list", "sitemap", "feed"]

MAX_LINKS = 5_000  # of one page
# characters of a link: no title is so long, and links left open lie within one another
_LONGEST_TEXT = 1_000
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})
_ADDRESSES = {"a": "href", "area": "href", "frame": "src", "iframe": "src"}
_REFRESH = re.compile(r"""\s*+[\d.]*+\s*+[;,]\s*+url\s*+=\s*+["']?([^"']+)""", re.IGNORECASE)
_TURNS = frozenset({"next", "prev", "previous"})
_NO_LETTERS = re.compile(r"[\W\d_]+")
_TURN = re.compile(
    r"\W*(?:next|prev(?:ious)?|older|newer|first|last|more)(?: (?:page|posts|articles|entries|stories))?\W*$|[\W\d]+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """One address a page leads to."""

    url: str                   # canonical
    kind: LinkKind = "page"    # what the link looks like; the page behind it may turn out a list
    hint: Hint | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """What a page is, and where it leads: every address once, in reading order, other sites too."""

    kind: LinkKind | None      # None: the page does not tell; it is what the links to it look like
    found: tuple[Link, ...] = ()
    # what the page says, letters alone: equal for pages that differ in numbers only
    words: str = ""


def find_links(page: Page) -> Links:
    """The links of an HTML page, sitemap or feed; a page that cannot be read has none."""
    if page.content_type in XML_TYPES or page.body.lstrip().startswith(b"<?xml"):
        root = read_xml(page.body)
        if root is not None:
            return _of_feed(page, root)
    if page.content_type == "text/plain" or page.url is None:
        return Links("page")
    try:
        refuse_binary(page.body)
        root = parse(decode(page.body, page.charset))
    except PageRefused:
        return Links(None)  # the cleaner refuses it too, and says why
    return _of_markup(page, page.url, root)


def _of_feed(page: Page, root: Any) -> Links:
    found: dict[str, Link] = {}
    for address, nested, hint in entries(root, page.fetched_at):
        if url := canonical(address, page.url):
            found.setdefault(url, Link(url, "sitemap" if nested else "page", hint))
    return Links(feed_kind(root), tuple(found.values()))


def _of_markup(page: Page, address: str, root: Any) -> Links:
    if _forbids_following(root):
        return Links("list" if is_paging(address) else None)
    base = next(
        (url for tag in root.iter("base") if (url := canonical(tag.get("href") or "", address))),
        address,
    )
    flat = flatten(root)
    anchors = list(islice(_anchors(root, base, flat), MAX_LINKS))
    what = _what(flat, anchors, address)
    said = hints(flat, anchors, page.fetched_at.date()) if what == "list" else {}
    heads = (*_alternates(root, base, (address, what)), *_refreshes(root, base))
    found: dict[str, Link] = {link.url: link for link in heads}
    for anchor in anchors:
        kind = _kind(anchor.url, _rel(anchor.element), anchor.text, page=(address, what))
        known = found.get(anchor.url)
        if known is None or (known.kind == "page" and kind == "list"):
            found[anchor.url] = Link(
                anchor.url, kind, said.get(anchor.url) if kind == "page" else None
            )
    found.pop(address, None)
    return Links(what, tuple(found.values()), _NO_LETTERS.sub("", flat.text))


def _what(flat: Flat, anchors: list[Anchor], address: str) -> LinkKind | None:
    """What a page is; one with the address of a list's page may be a page of an article, if it
    reads like one."""
    if is_list(flat, anchors):
        return "list"
    if is_text(flat, anchors):
        return "page"
    return "list" if is_paging(address) else None


def _anchors(root: Any, base: str, flat: Flat) -> Iterator[Anchor]:
    text = flat.text
    for element in root.iter(*_ADDRESSES):
        reference = element.get(_ADDRESSES[element.tag])
        if not reference or reference.lstrip().startswith("#") or "nofollow" in _rel(element):
            continue
        if url := canonical(reference, base):
            # within <noscript>
            first, last = flat.spans[element][2:] if element in flat.spans else (0, 0)
            yield Anchor(url, element, tidy(text[first : min(last, first + _LONGEST_TEXT)]))


def _alternates(root: Any, base: str, page: tuple[str, LinkKind | None]) -> Iterator[Link]:
    for element in root.iter("link"):
        rel = _rel(element)
        url = canonical(element.get("href") or "", base)
        if not url or not element.get("href"):
            continue
        if "alternate" in rel and (element.get("type") or "").strip().lower() in _FEED_TYPES:
            yield Link(url, "feed")
        elif "sitemap" in rel:
            yield Link(url, "sitemap")
        elif rel & _TURNS:
            yield Link(url, _kind(url, rel, "", page=page))


def _refreshes(root: Any, base: str) -> Iterator[Link]:
    """Where a page sends its reader on by itself, as front pages of old sites do."""
    for element in root.iter("meta"):
        if (element.get("http-equiv") or "").lower() != "refresh":
            continue
        match = _REFRESH.match(element.get("content") or "")
        if match and (url := canonical(match.group(1), base)):
            yield Link(url)


def _kind(url: str, rel: set[str], text: str, *, page: tuple[str, LinkKind | None]) -> LinkKind:
    """Whether a link turns to another page of a list, by its address or by how it is written.

    From an article it turns to the next article, or to another page of its own.
    """
    address, what = page
    if what == "page":
        return "page"
    if is_paging(url) or (what == "list" and rel & _TURNS):
        return "list"
    same_script = url.partition("?")[0] == address.partition("?")[0]
    return "list" if same_script and (rel & _TURNS or _TURN.match(text)) else "page"


def _forbids_following(root: Any) -> bool:
    rules = (
        tag.get("content") or ""
        for tag in root.iter("meta")
        if (tag.get("name") or "").lower() == "robots"
    )
    return any(
        word in ("nofollow", "none") for rule in rules for word in re.split(r"[\s,]+", rule.lower())
    )


def _rel(element: Any) -> set[str]:
    return set((element.get("rel") or "").lower().split())
