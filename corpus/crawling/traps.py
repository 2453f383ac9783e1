"""Addresses that a site makes up without end: calendars, sortings, sessions, lists without an end.

They are told by what comes of them, kind by kind: pages that say what others said, but for their
numbers, and lead to no kind of address that is new.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache

from corpus.crawling.discover import Links
from corpus.page.listing_rows import shape

# Letters that tell whether a page says something new: a frameset has fewer, and many like it. One
# of fewer says it with the addresses of other kinds, and is judged where it leads to its own kind,
# as an empty month does, and a sitemap of sitemaps.
MIN_LETTERS = 200
# for each page that says something so many say nothing before all of their kind are a trap: in a
# bad night a site may answer everything with one page
BARREN_SHARE = 10


class Traps:
    """What the pages that came for the first time in a crawl of one site said, and led to."""

    def __init__(self, most: int, known: Callable[[], frozenset[str]] = frozenset) -> None:
        """`most`: so many pages of a kind have to come, nearly all of them without news; of one
        that is `known` as a trap no more than for one with news.
        """
        self._most = most
        self._known = cache(known)  # asked for when it matters: they are found among many
        self._said: set[int] = set()
        self._led: set[str] = set()
        self._barren: dict[str, list[str]] = defaultdict(list)  # addresses, by kind
        self._fruitful: Counter[str] = Counter()

    def judge(self, url: str, links: Links) -> list[str]:
        """Hold a page against those before it; the addresses of its kind, where that proves to be a
        trap by it."""
        kind = shape(url)
        kinds = {link.url: shape(link.url) for link in links.found}
        elsewhere = set(kinds.values()) - {kind}
        said = hash(links.letters)
        if len(links.letters) < MIN_LETTERS:
            if kind not in kinds.values():
                return []
            said = hash((links.letters, frozenset(at for at in kinds if kinds[at] != kind)))
        if said not in self._said or not elsewhere <= self._led:
            self._said.add(said)
            self._led |= elsewhere
            self._fruitful[kind] += 1
            return []
        self._barren[kind].append(url)
        return self._barren[kind] if self.holds(url) else []

    def holds(self, url: str) -> bool:
        """Whether an address is of a kind that is a trap."""
        kind = shape(url)
        barren = len(self._barren[kind]) if kind in self._barren else 0
        fruitful = self._fruitful[kind]
        if barren < BARREN_SHARE * fruitful:
            return False
        is_known = barren >= BARREN_SHARE and kind in self._known()
        return is_known or barren + fruitful >= self._most
