"""Which lines of a site's pages are furniture: what recurs, told from the texts that papers print
more than once.

A block is a line, its numbers left out unless it tells a year, with the place where it stands: the
elements around it and what the site calls them. So a teaser in a box does not count against the
first paragraph of the article that it quotes. Pages that are near copies have one vote, or a story
stored under three addresses would delete itself. In the place where a site sets its texts, and
between two paragraphs of one, a line must recur on a large share of all pages: a law, a poem or a
reprint is quoted by a few.
"""

import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Self

from corpus.page.lines import PLAIN_SIZE, Blocks, Line
from corpus.page.text import TERMINAL

PAGES = 3  # a line on fewer may be chance
LONG = 8  # words: with fewer, a line is too short to tell copies by, or to be called running text
# of the pages with such a place, for a line where there is text: a signature recurs on fewer
_TEXT_SHARE = 0.25
# And for a short one that ends as a sentence does, "Why?" is asked often, for one with a day, and
# for running text in the place of texts.
_DOUBT_SHARE = 0.5
_BOX_SHARE = 2 / 3  # of what stands in a place recurs: a box with the same words on page after page
# of the pages with a line have most of their text in its place: it is a place of texts
_MAIN_SHARE = 0.05
_SITE_PAGES = 5  # or all, for a line among a text's paragraphs
_SITE_SHARE = 0.15  # and of all pages: a box is on as few as those like who name it
_PARENTS = 3  # elements around a line that say where it stands
# of them, with what the site calls them; an article's own element is often named after the article
_NAMED = 2
# Both begin with a set of characters: so they are found fast.
_NUMBER = re.compile(r"\d\d*")
_YEAR = re.compile(r"\d(?<!\d\d)\d{3}(?!\d)")
_LETTER = re.compile(r"[^\W\d_]")
# Of a line: short, and ends as a sentence does; holds a year; is in its page's place of text; is
# text there; quotes.
_SPOKEN, _DATED, _MAIN, _OWN, _QUOTED = 1, 2, 4, 8, 16


class Recurrence:
    """The lines of one site's pages, as numbers: some 20 bytes each."""

    def __init__(self) -> None:
        self._texts = array("Q")
        self._places = array("Q")
        self._words = array("H")
        self._kinds = array("B")
        self._sizes = array("l")  # lines of each page
        self._numbers: list[int] = []  # of the pages

    def add(self, blocks: Blocks, content: Collection[int], number: int) -> None:
        """Count a page's lines; those in `content` are what would be its text if it were alone."""
        lines = list(numbered_lines(blocks))
        text = {index for index in content if is_running(blocks.lines[index])}
        held: Counter[int] = Counter()
        for index, _, place in lines:
            if index in text:
                held[place] += len(blocks.lines[index].text.split())
        main = max(held, key=held.__getitem__, default=0)
        seen = set()
        for index, said, place in lines:
            if said ^ place not in seen:
                seen.add(said ^ place)
                self._texts.append(said)
                self._places.append(place)
                words = len(blocks.lines[index].text.split())
                self._words.append(min(words, 0xFFFF))
                kind = _kind(blocks.lines[index], words)
                self._kinds.append(
                    kind | (_MAIN | _OWN * (index in text)) * (place == main and held[main] > 0)
                )
        self._sizes.append(len(seen))
        self._numbers.append(number)

    def merge(self, other: Self) -> None:
        """Add the pages of another one behind these."""
        self._texts += other._texts
        self._places += other._places
        self._words += other._words
        self._kinds += other._kinds
        self._sizes += other._sizes
        self._numbers += other._numbers

    def copies(self) -> frozenset[int]:
        """The pages, counted from 0, that have most of their text in common with an earlier one."""
        import numpy as np  # a tenth of a second that a single page need not pay

        texts = np.frombuffer(self._texts, np.uint64)
        return frozenset(self._copies(texts, self._pages()).tolist())

    def furniture(self, copies: Collection[int]) -> frozenset[int]:
        """The lines that are furniture, each as a number for its text and place; `copies` have no
        vote."""
        import numpy as np

        texts, places = (
            np.frombuffer(self._texts, np.uint64),
            np.frombuffer(self._places, np.uint64),
        )
        pages = self._pages()
        voting = ~np.isin(pages, list(copies))
        texts, places, pages = texts[voting], places[voting], pages[voting]
        kinds, words = (
            np.frombuffer(self._kinds, np.uint8)[voting],
            np.frombuffer(self._words, np.uint16)[voting],
        )
        lines, first, which, votes = np.unique(
            texts ^ places, return_index=True, return_inverse=True, return_counts=True
        )
        where, place = np.unique(places[first], return_inverse=True)
        on_pages = _count_pages(np.searchsorted(where, places), pages, len(where))[place]
        site = len(self._sizes) - len(copies)
        # votes for a line among a text's paragraphs
        among = max(_SITE_SHARE * site, min(_SITE_PAGES, site))
        dated = (kinds[first] & _DATED) > 0
        again = np.bincount(place, votes * (votes >= PAGES), len(where))
        boxed = (again >= np.bincount(place, votes, len(where)) * _BOX_SHARE)[place] & ~dated
        usual = (
            votes
            >= np.where(dated | ((kinds[first] & _SPOKEN) > 0), _DOUBT_SHARE, _TEXT_SHARE)
            * on_pages
        )
        running = votes >= np.maximum(_DOUBT_SHARE * on_pages, among)
        texted = np.where(words[first] >= LONG, running, usual & (votes >= _SITE_SHARE * site))
        own = np.bincount(which, (kinds & _MAIN) > 0, len(lines)) >= np.maximum(
            1, _MAIN_SHARE * votes
        )
        found = (votes >= PAGES) & np.where(own, texted, boxed | usual)
        inside = _are_inside(((kinds & _OWN) > 0) & ~found[which], pages) | ((kinds & _QUOTED) > 0)
        amid = np.bincount(which, inside, len(lines)) >= _TEXT_SHARE * votes
        enough = votes >= np.where(
            (kinds[first] & _QUOTED) > 0, np.maximum(among, _DOUBT_SHARE * site), among
        )
        return frozenset(lines[found & (own | ~amid | enough)].tolist())

    def pages_with(self, lines: Collection[int]) -> list[int]:
        """The numbers of the pages that have any of these lines."""
        import numpy as np

        known = np.frombuffer(self._texts, np.uint64) ^ np.frombuffer(self._places, np.uint64)
        pages = np.repeat(np.array(self._numbers, np.int64), self._sizes)
        found = np.isin(known, np.array(sorted(lines), np.uint64))
        return [int(number) for number in np.unique(pages[found])]

    def numbers(self) -> list[int]:
        """The numbers of all pages."""
        return self._numbers

    def _pages(self) -> Any:
        import numpy as np

        return np.repeat(np.arange(len(self._sizes)), self._sizes)

    def _copies(self, texts: Any, pages: Any) -> Any:
        """The pages that have most of their text in common with an earlier one.

        Lines on very many pages tell nothing of copies. For each of the others a page is held
        against the one before that has it too: copies of one story find each other there for most
        of their lines.
        """
        import numpy as np

        words = np.frombuffer(self._words, np.uint16).astype(np.int64)
        _, inverse, counts = np.unique(texts, return_inverse=True, return_counts=True)
        most = max(PAGES + 1, len(self._sizes) * _TEXT_SHARE)
        telling = np.flatnonzero((words >= LONG) & (counts[inverse] <= most))
        sizes = np.bincount(pages[telling], words[telling], len(self._sizes))
        order = telling[np.lexsort((pages[telling], inverse[telling]))]
        same = (inverse[order[1:]] == inverse[order[:-1]]) & (pages[order[1:]] != pages[order[:-1]])
        one, other = pages[order[:-1]][same], pages[order[1:]][same]
        pairs, which = np.unique(one * len(self._sizes) + other, return_inverse=True)
        shared = np.bincount(which, words[order[1:]][same], len(pairs))
        one, other = pairs // max(1, len(self._sizes)), pairs % max(1, len(self._sizes))
        return np.unique(other[2 * shared > np.minimum(sizes[one], sizes[other])])


def numbered_lines(blocks: Blocks) -> Iterator[tuple[int, int, int]]:
    """Each line that can be text: its index, and the numbers for its text and for its place."""
    places: dict[int, int] = {}
    for index, line in enumerate(blocks.lines):
        if line.is_link and line.kind != "heading":
            continue  # links alone are never text
        if _LETTER.search(line.text):
            if line.region not in places:
                places[line.region] = place_of(blocks, line.region)
            text = line.text.casefold()
            if _NUMBER.search(text) and not _YEAR.search(text):
                text = _NUMBER.sub("0", text)
            yield index, _number(text), places[line.region]


def place_of(blocks: Blocks, region: int) -> int:
    """A number for where the lines of a region stand: the elements around them and what the site
    calls these."""
    around = blocks.path(region, _PARENTS)
    marks = " ".join(region.marks for region in around[:_NAMED])
    return _number(" ".join(region.tag for region in around) + "/" + _NUMBER.sub("0", marks))


def is_running(line: Line) -> bool:
    """Whether a line is text and no title."""
    plain = line.kind != "heading" and line.size <= PLAIN_SIZE and not line.bold
    return plain and len(line.text.split()) >= LONG


def _kind(line: Line, words: int) -> int:
    spoken = words < LONG and line.text.endswith(TERMINAL)
    dated = _YEAR.search(line.text) is not None
    return _SPOKEN * spoken | _DATED * dated | _QUOTED * (line.kind == "quote")


@lru_cache(maxsize=1_024)  # a site's pages have the same places, and many of the same lines
def _number(text: str) -> int:
    """A number for a text, the same on every machine and in every run."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())


def _count_pages(places: Any, pages: Any, number: int) -> Any:
    """On how many pages each of this number of places is."""
    import numpy as np

    width = int(pages.max(initial=0)) + 1
    return np.bincount(np.unique(places * width + pages) // width, minlength=number)


def _are_inside(own: Any, pages: Any) -> Any:
    """Whether each line, with its page, is between two lines of that page's `own` text."""
    import numpy as np

    spots = np.flatnonzero(own)
    begins, ends = (
        np.full(pages.max(initial=0) + 1, len(pages)),
        np.full(pages.max(initial=0) + 1, -1),
    )
    np.minimum.at(begins, pages[spots], spots)
    np.maximum.at(ends, pages[spots], spots)
    here = np.arange(len(pages))
    return (here > begins[pages]) & (here < ends[pages])
