"""What recurs on a site's pages is furniture: menus, boxes and notes told from text by their standing on many pages.

A block is a line, its numbers left out unless it tells a year, with the place where it stands: the elements around it
and what the site calls them. So a teaser in a box does not count against the first paragraph of the article that it
quotes. Pages that are near copies have one vote, or a story stored under three addresses would delete itself.
"""

import json
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, replace
from hashlib import blake2b
from typing import Any, Self
from urllib.parse import urlsplit

from corpus.article import Page
from corpus.cleaning.blocks import PLAIN_SIZE, Blocks, Line, read_blocks
from corpus.cleaning.charset import decode
from corpus.cleaning.content import Content, find_content
from corpus.cleaning.dates import UNKNOWN_ORDER, Order, count_orders, prevailing_order
from corpus.cleaning.markup import parse, refuse_binary
from corpus.cleaning.metadata import Metadata
from corpus.cleaning.text import TERMINAL, tidy

_PAGES = 3  # a line on fewer may be chance
_LONG = 8  # words: with fewer, a line is too short to tell copies by, or to be called running text
_TEXT_SHARE = 0.25  # of the pages with such a place, for a line where there is text: a signature recurs on fewer
_DOUBT_SHARE = 0.5  # for a short one that ends as a sentence does, "Why?" is asked often, and for one with a day
_BOX_SHARE = 2 / 3  # of what stands in a place recurs: a box with the same words on page after page
_COPY_SHARE = 0.5  # of its text a page has in common with one that it is a copy of
_SITE_SHARE = 0.5  # of the titles end or begin with the site's name
_SITE_LENGTH = 60  # characters of such a name
_PARENTS = 3  # elements around a line that say where it stands
_NAMED = 2  # of them, with what the site calls them; an article's own element is often named after the article
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_LETTER = re.compile(r"[^\W\d_]")
_SEPARATOR = re.compile(r"\s+[|\-–—»·•‹›:]+\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Template:
    """What one site's pages teach. An empty one knows nothing, and a page is read as if it were the only one."""

    lines: frozenset[int] = frozenset()  # those that are furniture, each as a number for its text and place
    site: str | None = None  # the name that titles of pages end or begin with
    order: Order = UNKNOWN_ORDER  # of day and month in 03/04/2015

    def named(self, metadata: Metadata) -> Metadata:
        """The same facts, with the site's name where the page itself does not say it."""
        if not self.site:
            return metadata
        return replace(metadata, site=metadata.site or self.site, paper=metadata.paper.called(self.site))

    def recurring(self, blocks: Blocks) -> frozenset[int]:
        """Indexes of the lines that are furniture, whatever is around them."""
        if not self.lines:
            return frozenset()
        return frozenset(index for index, text, place in _lines(blocks) if text ^ place in self.lines)

    def find_content(self, blocks: Blocks) -> tuple[Content, list[str]]:
        """The article's lines, chosen as if what recurs were not on the page; where nothing would be left, it counts.

        With it the texts of all lines, empty where running text was taken out: no day and no name is read there. Short
        lines are taken out only of the content: "Related stories" is no text, but says where the text ends, and a
        writer's name may stand above all her texts.
        """
        texts = [line.text for line in blocks.lines]
        recurring = self.recurring(blocks)
        if not recurring:
            return find_content(blocks), texts
        dropped = {index for index in recurring if len(blocks.lines[index].text.split()) >= _LONG}
        kept = [index for index in range(len(blocks.lines)) if index not in dropped]
        content = find_content(_only(blocks, kept))
        lines = tuple(kept[index] for index in content.lines if kept[index] not in recurring)
        if not any(_is_running(blocks.lines[index]) for index in lines):
            return find_content(blocks), texts
        for index in dropped:
            texts[index] = "" if _is_running(blocks.lines[index]) else texts[index]
        return replace(content, lines=lines, furniture=frozenset(kept[index] for index in content.furniture)), texts


NO_TEMPLATE = Template()


class _SiteLearner:
    """The lines of one site's pages, as numbers: some 20 bytes each."""

    def __init__(self) -> None:
        self._texts = array("Q")
        self._places = array("Q")
        self._words = array("H")
        self._spoken = array("b")  # short, and ends as a sentence does
        self._dated = array("b")  # holds a year
        self._sizes = array("l")  # lines of each page
        self._numbers: list[int] = []  # of the pages
        self._orders: Counter[tuple[str, bool]] = Counter()  # in days that can be read one way only
        self._titles: set[int] = set()  # each a number for a title
        self._ends: Counter[str] = Counter()  # beginnings and ends of different titles

    def add(self, page: Page, number: int) -> None:
        root = parse(decode(page.body, page.charset))
        blocks = read_blocks(root)
        self._orders.update(count_orders(line.text for line in blocks.lines))
        seen = set()
        for index, text, place in _lines(blocks):
            if text ^ place not in seen:
                seen.add(text ^ place)
                self._texts.append(text)
                self._places.append(place)
                words = len(blocks.lines[index].text.split())
                self._words.append(min(words, 0xFFFF))
                self._spoken.append(words < _LONG and blocks.lines[index].text.endswith(TERMINAL))
                self._dated.append(_YEAR.search(blocks.lines[index].text) is not None)
        self._sizes.append(len(seen))
        self._numbers.append(number)
        title = tidy(root.findtext(".//title") or "")
        if _number(title) not in self._titles:
            self._titles.add(_number(title))
            self._ends.update(_title_ends(title))

    def template(self) -> Template:
        """What the pages so far teach."""
        import numpy as np  # a tenth of a second that a single page need not pay

        texts, places = np.frombuffer(self._texts, np.uint64), np.frombuffer(self._places, np.uint64)
        pages = np.repeat(np.arange(len(self._sizes)), self._sizes)
        copies = self._copies(texts, pages)
        voting = ~np.isin(pages, copies)
        texts, places, pages = texts[voting], places[voting], pages[voting]
        spoken, dated = (np.frombuffer(kind, np.bool_)[voting] for kind in (self._spoken, self._dated))
        lines, first, votes = np.unique(texts ^ places, return_index=True, return_counts=True)
        where, place = np.unique(places[first], return_inverse=True)
        again = np.bincount(place, votes * (votes >= _PAGES), len(where))
        boxed = again >= np.bincount(place, votes, len(where)) * _BOX_SHARE
        on_pages = _count_pages(np.searchsorted(where, places), pages, len(where))
        share = np.where((spoken | dated)[first], _DOUBT_SHARE, _TEXT_SHARE) * on_pages[place]
        found = lines[(votes >= _PAGES) & ((boxed[place] & ~dated[first]) | (votes >= share))]
        return Template(frozenset(found.tolist()), self._site(), prevailing_order(self._orders))

    def changed(self, before: Template, now: Template) -> list[int]:
        """The numbers of the pages on which one template finds other furniture than the other."""
        import numpy as np

        if (before.site, before.order) != (now.site, now.order):
            return self._numbers
        lines = np.frombuffer(self._texts, np.uint64) ^ np.frombuffer(self._places, np.uint64)
        pages = np.repeat(np.array(self._numbers, np.int64), self._sizes)
        other = np.array(sorted(before.lines ^ now.lines), np.uint64)
        return [int(number) for number in np.unique(pages[np.isin(lines, other)])]

    def _copies(self, texts: Any, pages: Any) -> Any:
        """The numbers of pages that have most of their text in common with an earlier one.

        Lines on very many pages tell nothing of copies. For each of the others a page is held against the one before
        that has it too: copies of one story find each other there for most of their lines.
        """
        import numpy as np

        words = np.frombuffer(self._words, np.uint16).astype(np.int64)
        _, inverse, counts = np.unique(texts, return_inverse=True, return_counts=True)
        most = max(_PAGES + 1, len(self._sizes) * _TEXT_SHARE)
        telling = np.flatnonzero((words >= _LONG) & (counts[inverse] <= most))
        sizes = np.bincount(pages[telling], words[telling], len(self._sizes))
        order = telling[np.lexsort((pages[telling], inverse[telling]))]
        same = (inverse[order[1:]] == inverse[order[:-1]]) & (pages[order[1:]] != pages[order[:-1]])
        one, other = pages[order[:-1]][same], pages[order[1:]][same]
        pairs, which = np.unique(one * len(self._sizes) + other, return_inverse=True)
        shared = np.bincount(which, words[order[1:]][same], len(pairs))
        one, other = pairs // max(1, len(self._sizes)), pairs % max(1, len(self._sizes))
        return np.unique(other[shared > _COPY_SHARE * np.minimum(sizes[one], sizes[other])])

    def _site(self) -> str | None:
        name, count = max(self._ends.items(), key=lambda item: (item[1], len(item[0])), default=("", 0))
        return name if count >= max(_PAGES, len(self._titles) * _SITE_SHARE) else None


@dataclass(frozen=True, slots=True)
class Templates:
    """A template for every host."""

    of_hosts: dict[str, Template] = field(default_factory=dict)

    def of(self, url: str | None) -> Template:
        """The template of the site that has this address."""
        return self.of_hosts.get(host_of(url), NO_TEMPLATE)

    def to_json(self) -> str:
        """As text, to be kept with the corpus."""
        hosts = {
            host: {"lines": sorted(known.lines), "site": known.site, "order": astuple(known.order)}
            for host, known in self.of_hosts.items()
        }
        return json.dumps(hosts)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What `to_json` wrote."""
        return cls({
            host: Template(frozenset(kept["lines"]), kept["site"], Order(*kept["order"]))
            for host, kept in json.loads(text).items()
        })  # fmt: skip


class TemplateLearner:
    """Learns the templates of any number of sites; costs one parse a page and keeps numbers only."""

    def __init__(self) -> None:
        self._sites: defaultdict[str, _SiteLearner] = defaultdict(_SiteLearner)

    def add(self, page: Page, *, number: int = 0) -> None:
        """Count a page's lines; `changed` names it by its number. Raises PageRefused for what cannot be read at all."""
        host = host_of(page.url)
        if host and page.content_type not in ("application/json", "text/plain"):
            refuse_binary(page.body)
            self._sites[host].add(page, number)

    def templates(self) -> Templates:
        """What the pages so far teach; a page without an address is of no site."""
        return Templates({host: site.template() for host, site in self._sites.items()})

    def changed(self, before: Templates, now: Templates) -> list[int]:
        """The numbers of the pages added that are read otherwise `now` than `before`."""
        sites = self._sites.items()
        return [
            number for host, site in sites
            for number in site.changed(before.of_hosts.get(host, NO_TEMPLATE), now.of_hosts.get(host, NO_TEMPLATE))
        ]  # fmt: skip


def _count_pages(places: Any, pages: Any, number: int) -> Any:
    """On how many pages each of this number of places is."""
    import numpy as np

    width = int(pages.max(initial=0)) + 1
    return np.bincount(np.unique(places * width + pages) // width, minlength=number)


def _lines(blocks: Blocks) -> Iterator[tuple[int, int, int]]:
    """Each line that can be text: its index, and the numbers for its text and for its place."""
    places: dict[int, int] = {}
    for index, line in enumerate(blocks.lines):
        if line.linked * 10 > 8 * len(line.text) and line.kind != "heading":
            continue  # links alone are never text
        if _LETTER.search(line.text):
            if line.region not in places:
                places[line.region] = _number(_place(blocks, line.region))
            text = line.text.casefold()
            yield index, _number(text if _YEAR.search(text) else _NUMBER.sub("0", text)), places[line.region]


def _place(blocks: Blocks, region: int) -> str:
    around = blocks.path(region)[:_PARENTS]
    marks = " ".join(region.marks for region in around[:_NAMED])
    return " ".join(region.tag for region in around) + "/" + _NUMBER.sub("0", marks)


def _number(text: str) -> int:
    """A number for a text, the same on every machine and in every run."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())


def _only(blocks: Blocks, kept: list[int]) -> Blocks:
    """The page with these lines only."""
    regions = [
        replace(region, start=bisect_left(kept, region.start), end=bisect_left(kept, region.end))
        for region in blocks.regions
    ]
    return Blocks([blocks.lines[index] for index in kept], regions, [])


def _is_running(line: Line) -> bool:
    """Whether a line is text and no title."""
    plain = line.kind != "heading" and line.size <= PLAIN_SIZE and not line.bold
    return plain and len(line.text.split()) >= _LONG


def _title_ends(title: str) -> set[str]:
    parts = [part for part in _SEPARATOR.split(title) if part]
    return {part for part in (parts[0], parts[-1]) if len(part) <= _SITE_LENGTH} if len(parts) > 1 else set()


def host_of(url: str | None) -> str:
    """The host by whose template a page is read; empty where it has none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""  # an address no one can follow
