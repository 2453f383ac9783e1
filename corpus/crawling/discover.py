"""The links of a page in reading order, what to expect behind each, and what is said of it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Literal, NamedTuple

from corpus.article import Hint, Page
from corpus.crawling.feeds import Feed, read_feed
from corpus.crawling.refused import (
    NOFOLLOW,
    TOO_MANY,
    UNREAD,
    log_ignored,
    log_left_out,
    log_refused,
    log_unusable,
)
from corpus.crawling.told_apart import Suspicion, suspicions
from corpus.errors import PageRefused
from corpus.page.charset import decode
from corpus.page.listing_rows import Anchor, Flat, flatten, hints, is_headline, is_list, is_text
from corpus.page.markup import parse, refuse_binary
from corpus.page.media import XML_TYPES
from corpus.page.pieces import count_links, in_pieces
from corpus.page.text import tidy
from corpus.page.urls import canonical, is_paging

LinkKind = Literal["page", "list", "sitemap", "feed"]

MAX_LINKS = 50_000   # of one page; they cost some 100 microseconds each
MAX_PIECES = 20      # that one page is read in: of a hostile one they cost a second each
# characters of a link: no title is so long, and links left open lie within one another
_LONGEST_TEXT = 1_000
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})
_LINK_ATTRIBUTES = {"a": "href", "area": "href", "frame": "src", "iframe": "src"}
_REFRESH = re.compile(r"""\s*+[\d.]*+\s*+[;,]\s*+url\s*+=\s*+["']?([^"']+)""", re.IGNORECASE)
_PAGING_RELS = frozenset({"next", "prev", "previous"})
_LEADING_RELS = frozenset({*_PAGING_RELS, "sitemap", "alternate"})
_NO_SPAN = (0, 0, 0, 0)  # of what stands within <noscript>
_NO_LETTERS = re.compile(r"[\W\d_]+")
_ASCII_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_PAGING_TEXT = re.compile(
    r"\W*(?:next|prev(?:ious)?|older|newer|first|last|more)"
    r"(?: (?:page|posts|articles|entries|stories))?\W*$|[\W\d]+$",
    re.IGNORECASE,
)


class FoundLink(NamedTuple):
    """A link of a page: one address it leads to."""

    url: str                   # canonical
    kind: LinkKind = "page"    # what the link looks like; the page behind it may turn out a list
    hint: Hint | None = None
    is_headline: bool = False  # reads like an article's title, and stands in no menu
    changed: date | None = None  # the day of its last change, as a sitemap says

    @property
    def is_telling(self) -> bool:
        """Whether it says more of the address than that it is there."""
        return self.hint is not None or self.kind != "page"


@dataclass(frozen=True, slots=True)
class Links:
    """What a page is, and where it leads: every address once, in reading order, other sites too."""

    kind: LinkKind | None      # None: the page does not tell; it is what the links to it look like
    found: tuple[FoundLink, ...] = ()
    # the page's text, letters alone: equal for pages that differ in numbers only
    letters: str = ""
    # how many links it has besides, by the reason why they are not known
    left: Mapping[str, int] = field(default_factory=dict)
    suspicions: tuple[Suspicion, ...] = ()  # that addresses of it are one which should not be


def find_links(page: Page, *, headlines: bool = False) -> Links:
    """The links of an HTML page, sitemap or feed; a page that cannot be read has none.

    Which of them are `headlines` is told where somebody asks.
    """
    if page.content_type in XML_TYPES or page.body[:1000].lstrip().startswith(b"<?xml"):
        feed = read_feed(page.body)
        if feed is not None:
            return _of_feed(page, feed)
    if page.content_type == "text/plain" or page.url is None:
        return Links("page")
    try:
        refuse_binary(page.body)
    except PageRefused as refusal:
        log_ignored(page.url, str(refusal))
        return Links(None)  # the cleaner refuses it too, and says why
    pieces = list(in_pieces(decode(page.body, page.charset)))
    return _of_markup(page, page.url, pieces, headlines)


def _of_feed(page: Page, feed: Feed) -> Links:
    found: dict[str, FoundLink] = {}
    for entry in feed.entries(page.fetched_at):
        if url := canonical(entry.address, page.url):
            kind: LinkKind = "sitemap" if entry.nested else "page"
            found.setdefault(url, FoundLink(url, kind, entry.hint, changed=entry.changed))
        else:
            log_unusable(entry.address, on=page.url)
    left = {TOO_MANY: feed.left} if feed.left else {}
    return _told(page.url, Links(feed.kind, tuple(found.values()), left=left))


def _of_markup(page: Page, address: str, pieces: list[str], headlines: bool) -> Links:
    reading = _Reading(address, page.fetched_at.date(), len(pieces) == 1, headlines, MAX_LINKS)
    for number, piece in enumerate(pieces):
        if reading.room <= 0 or number >= MAX_PIECES:
            reading.left[TOO_MANY] += count_links(piece)
            continue
        try:
            root = parse(piece)
        except PageRefused as refusal:
            log_ignored(address, str(refusal))
            reading.left[UNREAD] += count_links(piece)
            continue
        if number == 0 and _forbids_following(root):
            log_ignored(address, "its robots meta tag forbids it")
            return Links("list" if is_paging(address) else None)
        reading.read(root)
    reading.found.pop(address, None)
    found, letters = tuple(reading.found.values()), "".join(reading.letters)
    suspected = tuple(reading.suspicions.values())
    return _told(address, Links(reading.kind, found, letters, +reading.left, suspected))


def _told(address: str | None, links: Links) -> Links:
    for reason, count in links.left.items():
        log_left_out(address, reason, count)
    return links


@dataclass(slots=True)
class _Reading:
    """What was read of a page so far, piece by piece."""

    address: str
    fetched: date
    whole: bool                # whether the page is one piece
    headlines: bool            # whether anybody asks which links are
    room: int                  # for so many links more
    base: str | None = None
    kind: LinkKind | None = None
    found: dict[str, FoundLink] = field(default_factory=dict)
    letters: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    suspicions: dict[str, Suspicion] = field(default_factory=dict)  # by name

    def read(self, root: Any) -> None:
        """Read one more piece."""
        bases = (canonical(tag.get("href") or "", self.address) for tag in root.iter("base"))
        self.base = base = self.base or next(filter(None, bases), self.address)
        flat = flatten(root)
        every = _anchors(root, base, flat, on=self.address)
        anchors = list(islice(every, self.room))
        self.room -= len(anchors)
        self.left[TOO_MANY] += sum(1 for _ in every)
        for each in suspicions(anchors, base):
            self.suspicions.setdefault(each.name, each)
        kind = _page_kind(flat, anchors, self.address) or self.kind
        self.kind = "list" if self.kind == "list" else kind
        of_rows = (
            hints(flat, anchors, self.fetched, whole=self.whole) if kind == "list" else {}
        )
        page = (self.address, kind)
        for link in (*_alternates(root, base, page), *_refreshes(root, base)):
            self.found.setdefault(link.url, link)
        for anchor in anchors:
            url, element, text = anchor
            kind_of = _link_kind(url, element, text, page=page)
            known = self.found.get(url)
            if known is None or (known.kind == "page" and kind_of == "list"):
                hint = of_rows.get(url) if kind_of == "page" else None
                known = self.found[url] = FoundLink(url, kind_of, hint)
            if self.headlines and not known.is_headline and is_headline(anchor):
                self.found[url] = known._replace(is_headline=True)
        self.letters.append(_letters(flat.text))


def _letters(text: str) -> str:
    """A text's letters, in any script; most of what is none is ASCII, and is taken out at once."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII_NO_LETTERS)
    left = rest.decode("utf-8", "surrogatepass")
    return left if left.isalpha() else _NO_LETTERS.sub("", left)


def _page_kind(flat: Flat, anchors: list[Anchor], address: str) -> LinkKind | None:
    """What a page is; None where it does not tell.

    One with the address of a list's page may be a page of an article, if it reads like one.
    """
    if is_list(flat, anchors):
        return "list"
    if is_text(flat, anchors):
        return "page"
    return "list" if is_paging(address) else None


def _anchors(root: Any, base: str, flat: Flat, *, on: str) -> Iterator[Anchor]:
    """The links that may be followed, of the page at `on`."""
    text = flat.text
    for element in root.iter(*_LINK_ATTRIBUTES):
        reference = element.get(_LINK_ATTRIBUTES[element.tag])
        if not reference or reference.lstrip().startswith("#"):
            continue
        url = canonical(reference, base)
        if url is None:
            log_unusable(reference, on=on)
        elif "nofollow" in _rel(element):
            log_refused(url, NOFOLLOW, on=on)
        else:
            first, last = flat.spans.get(element, _NO_SPAN)[2:]
            yield Anchor(url, element, tidy(text[first : min(last, first + _LONGEST_TEXT)]))


def _alternates(root: Any, base: str, page: tuple[str, LinkKind | None]) -> Iterator[FoundLink]:
    for element in root.iter("link"):
        rel, reference = _rel(element), element.get("href")
        if not reference or rel.isdisjoint(_LEADING_RELS):
            continue
        url = canonical(reference, base)
        if url is None:
            log_unusable(reference, on=page[0])
        elif "alternate" in rel and (element.get("type") or "").strip().lower() in _FEED_TYPES:
            yield FoundLink(url, "feed")
        elif "sitemap" in rel:
            yield FoundLink(url, "sitemap")
        elif rel & _PAGING_RELS:
            yield FoundLink(url, _link_kind(url, element, "", page=page))


def _refreshes(root: Any, base: str) -> Iterator[FoundLink]:
    """Where a page sends its reader on by itself, as front pages of old sites do."""
    for element in root.iter("meta"):
        if (element.get("http-equiv") or "").lower() != "refresh":
            continue
        match = _REFRESH.match(element.get("content") or "")
        if match and (url := canonical(match.group(1), base)):
            yield FoundLink(url)
        elif match:
            log_unusable(match.group(1), on=base)


def _link_kind(
    url: str, element: Any, text: str, *, page: tuple[str, LinkKind | None]
) -> LinkKind:
    """Whether a link turns to another page of a list, by its address or by how it is written.

    From an article it turns to the next article, or to another page of its own.
    """
    address, page_kind = page
    if page_kind == "page":
        return "page"
    rel = _rel(element)
    if is_paging(url) or (page_kind == "list" and rel & _PAGING_RELS):
        return "list"
    same_script = url.partition("?")[0] == address.partition("?")[0]
    return "list" if same_script and (rel & _PAGING_RELS or _PAGING_TEXT.match(text)) else "page"


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
    rel = element.get("rel")
    return set(rel.lower().split()) if rel else set()
