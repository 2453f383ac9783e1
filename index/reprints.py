"""Reprints: articles of an index that are one text, with some words changed, some paragraphs more
or less.

They are found when a generation is written, out of the sketches of all its articles, whatever the
order in which these came: what one run finds is what a rebuild would. Who have much of their
sketches in common are compared in full, once: what came of it is kept with the generation.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.ranges import ranges
from index.base.analysis import fold_text
from index.base.damage import damaged
from index.base.shingles import HALF, MIXER, Ints, ShingledText
from index.base.storage import replace_file

NAME = "reprints.json"
# Two articles are reprints where so much of the words of each stands in the other. Who quotes half
# of an article and adds as much of his own has half of each.
SHARED = 2 / 3
# Up to LONGEST_STOCK shared words may be lines that a paper has below many articles: there so much
# of each. Fewer than SHORTEST words tell no article apart.
SHARED_SHORT = 0.9
LONGEST_STOCK = 100
SHORTEST = 50

SHORTER = 0.6  # times as long: what is shorter has not enough of the other, however long its words
ALIKE = 10  # of SKETCH numbers: where one word of ten was changed in what is SHARED, 14 are due
MANY = 8  # sketches that have a number, and are all held against each other
AT_ONCE = 1 << 22  # pairs of sketches that are counted together
NONE: Ints = np.array([], np.int64)
TOGETHER = 5_000  # pairs
# what stands between words: single bytes, and characters of several
APART = bytes(byte if chr(byte).isalnum() else ord(" ") for byte in range(0x80))
APART += bytes(range(0x80, 0x100))
WIDE_APART = re.compile(r"[^\w\x00-\x7f]+")

Pair = tuple[str, str]  # the ids of two articles, ascending
Verdicts = Mapping[Pair, bool]  # of articles that were compared, whether they are reprints


class Articles(Protocol):
    """The articles of an open index."""

    def sketches(self) -> tuple[Ints, NDArray[np.uint32]]:
        """The numbers of those live articles that have a whole sketch, and these, a row each."""

    def ids(self, docs: Ints) -> list[str]:
        """The ids of articles."""

    def texts(self, docs: Ints) -> list[str]:
        """The texts of articles."""


def find_reprints(articles: Articles, known: Verdicts) -> dict[Pair, bool]:
    """What comes of comparing all that may be reprints; `known` is what came of it before, of
    articles that are the same still."""
    pairs = _candidates(articles)
    docs = np.unique(pairs)
    ids = dict(zip(docs.tolist(), articles.ids(docs), strict=True))
    named = {_pair(ids[a], ids[b]): (a, b) for a, b in pairs.tolist()}
    fresh = [pair for pair in named if pair not in known]
    found = {pair: known[pair] for pair in named if pair in known}
    for at in range(0, len(fresh), TOGETHER):
        some = fresh[at : at + TOGETHER]
        docs = np.unique([named[pair] for pair in some])
        comparing = Comparing(dict(zip(docs.tolist(), articles.texts(docs), strict=True)))
        for pair in some:
            found[pair] = comparing.are_reprints(*named[pair])
    return dict(sorted(found.items()))


class Comparing:
    """Some articles, compared two by two."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        """`texts` are those of the articles, by their numbers."""
        self._texts = texts
        self._numbers: defaultdict[bytes, int] = defaultdict()  # of words
        self._numbers.default_factory = self._numbers.__len__
        self._shingled = cache(self._shingle)

    def are_reprints(self, one: int, other: int) -> bool:
        """Whether two articles are one text."""
        lengths = sorted((len(self._texts[one]), len(self._texts[other])))
        if lengths[0] < lengths[1] * SHORTER:
            return False
        left, right = self._shingled(one), self._shingled(other)
        shares = (left.shared_with(right), left.words), (right.shared_with(left), right.words)
        fewest = min(shared for shared, _ in shares)
        if fewest < SHORTEST:
            return False
        wanted = SHARED if fewest >= LONGEST_STOCK else SHARED_SHORT
        return all(shared >= wanted * words for shared, words in shares)

    def _shingle(self, doc: int) -> ShingledText:
        text = fold_text(self._texts[doc])
        if not text.isascii():
            text = WIDE_APART.sub(" ", text)
        words = text.encode("utf-8", "surrogatepass").translate(APART).split()
        numbers = map(self._numbers.__getitem__, words)
        return ShingledText(np.fromiter(numbers, np.uint64, len(words)))


def without(known: Verdicts, changed: Iterable[str]) -> dict[Pair, bool]:
    """Verdicts without those on articles that were changed."""
    gone = frozenset(changed)
    return {pair: verdict for pair, verdict in known.items() if gone.isdisjoint(pair)}


def read_verdicts(folder: Path) -> dict[Pair, bool]:
    """What is kept with a generation; nothing where an earlier version wrote it. Raises
    IndexDamaged."""
    try:
        told = json.loads((folder / NAME).read_bytes())
        kinds = (told["reprints"], True), (told["others"], False)
        return {_pair(*pair): verdict for pairs, verdict in kinds for pair in pairs}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise damaged(f"{NAME} is not as this program writes it") from None


def write_verdicts(folder: Path, verdicts: Verdicts) -> None:
    """Keep them with a generation."""
    told = {
        name: [pair for pair, each in verdicts.items() if each is verdict]
        for name, verdict in (("reprints", True), ("others", False))
    }
    replace_file(folder / NAME, json.dumps(told).encode())


def _pair(one: str, other: str) -> Pair:
    if not (isinstance(one, str) and isinstance(other, str)):
        raise TypeError
    return (one, other) if one < other else (other, one)


def _candidates(articles: Articles) -> Ints:
    """The numbers of articles, two by two, that have much of their sketches in common.

    Of those whose sketches are the same the one with the least id stands for all.
    """
    docs, sketches = articles.sketches()
    whole = np.zeros(len(docs), np.uint64)  # a number of each sketch
    for column in sketches.T:
        whole = (whole ^ column) * MIXER
    order = whole.argsort(kind="stable")
    begins = np.flatnonzero(np.diff(whole[order], prepend=~whole[order][:1]))
    counts = np.diff(begins, append=len(order))
    first = order[begins]
    pairs = []
    for number in np.flatnonzero(counts > 1).tolist():
        same = docs[order[begins[number] : begins[number] + counts[number]]]
        by_id = same[np.argsort(articles.ids(same))]
        first[number] = docs.searchsorted(by_id[0])
        pairs.append(np.column_stack((np.full(len(same) - 1, by_id[0]), by_id[1:])))
    return np.concatenate((*pairs, docs[first[alike(sketches[first])]]))


def alike(sketches: NDArray[np.uint32]) -> Ints:
    """The places of sketches, two by two, that have ALIKE or more numbers in common.

    All that have a number are held against each other, or, where these are more than MANY, those
    that follow one another in the order of their sketches: by their least numbers, and then by
    their greatest.
    """
    size = max(len(sketches), 1)
    keys = sketches.astype(np.uint64)
    keys <<= HALF
    keys |= np.arange(len(sketches), dtype=np.uint64)[:, None]
    keys = np.sort(keys, axis=None)
    places = keys.astype(np.uint32)
    keys >>= HALF
    again = keys[1:] == keys[:-1]
    begins = np.flatnonzero(again & ~np.append(False, again)[:-1])
    counts = np.flatnonzero(again & ~np.append(again, False)[1:]) + 2 - begins
    few = Often()
    for count in np.unique(counts[counts <= MANY]).tolist():
        left, right = np.triu_indices(count, 1)
        heads = begins[counts == count]
        for some in np.split(heads, range(AT_ONCE // len(left), len(heads), AT_ONCE // len(left))):
            rows = places[some[:, None] + np.arange(count)].astype(np.int64)
            few.add((rows[:, left] * size + rows[:, right]).ravel())
    common = ranges(begins[counts > MANY], counts[counts > MANY])
    numbers, members = keys[common], places[common].astype(np.int64)
    found = [few.at_least(ALIKE)]
    for columns in (sketches.T[::-1], sketches.T):
        order = np.lexsort((_ranks(columns, members), numbers))
        follows = numbers[order][1:] == numbers[order][:-1]
        ends = np.sort([members[order][:-1][follows], members[order][1:][follows]], axis=0)
        neighbours, often = np.unique(ends[0] * size + ends[1], return_counts=True)
        found.append(neighbours[often + few.of(neighbours) >= ALIKE])
    both = np.unique(np.concatenate(found))
    return np.column_stack((both // size, both % size))


class Often:
    """How often each number came, of many."""

    def __init__(self) -> None:
        self._numbers = self._counts = NONE
        self._waiting: list[Ints] = []

    def add(self, numbers: Ints) -> None:
        """Count some more."""
        self._waiting.append(numbers)
        if sum(map(len, self._waiting)) > AT_ONCE:
            self._count()

    def of(self, numbers: Ints) -> Ints:
        """How often each of these came."""
        self._count()
        at = self._numbers.searchsorted(numbers)
        there = np.append(self._numbers, -1)[at] == numbers
        return np.where(there, np.append(self._counts, 0)[at], 0)

    def at_least(self, least: int) -> Ints:
        """The numbers that came so often."""
        self._count()
        return self._numbers[self._counts >= least]

    def _count(self) -> None:
        if not self._waiting:
            return
        numbers, often = np.unique(np.concatenate(self._waiting), return_counts=True)
        self._waiting = []
        if not len(self._numbers):
            self._numbers, self._counts = numbers, often
            return
        every, which = np.unique(np.append(self._numbers, numbers), return_inverse=True)
        sums = np.bincount(which, np.append(self._counts, often))
        self._numbers, self._counts = every, sums.astype(np.int64)


def _ranks(columns: NDArray[np.uint32], places: Ints) -> Ints:
    """How the sketches at some places come in order, the last column counting most."""
    some, which = np.unique(places, return_inverse=True)
    ranks = np.empty(len(some), np.int64)
    ranks[np.lexsort(columns[:, some])] = np.arange(len(some))
    return ranks[which]
