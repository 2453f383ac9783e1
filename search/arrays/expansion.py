"""The words that a prefix or a near spelling stands for in an array index."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from index.arrays.file.blob import SortedBlob
from index.arrays.file.fields import CODES
from index.arrays.file.file import Array
from index.arrays.file.ranges import Ints, ranges
from index.arrays.read.multi_terms import MultiTerm
from index.arrays.read.reader import ArrayReader
from index.arrays.read.segment import Segment
from search.matching.index_reader import MOST_EXPANSIONS
from search.query.pattern import PatternTerm
from search.spelling.edits import distances, letters_of, spread


class MatchingTerms(NamedTuple):
    """Words of a segment, each in a document at least, be it a deleted one."""

    numbers: Ints   # in the dictionary of forms, or of terms in a field of CODES; ascending
    places: Ints    # of forms; of terms their numbers
    docs: Array       # in how many documents each is
    times: Array      # and how often


class Expansion:
    """The words of a field that fit a term of a pattern.

    They ascend; of more than MOST_EXPANSIONS it holds the commonest, those first.
    """

    def __init__(self, reader: ArrayReader, term: PatternTerm, field: str) -> None:
        self.field = field
        self._segments = reader.segments
        found = [_matching(segment, term, field) for segment in reader.segments]
        which, count = _numbered(reader.segments, field, found)
        docs, times = np.zeros(count, np.int64), np.zeros(count, np.int64)
        for each, here in zip(found, which, strict=True):
            docs[here] += each.docs
            times[here] += each.times
        kept = np.arange(count)
        if count > MOST_EXPANSIONS:
            kept = np.argsort(-docs, kind="stable")[:MOST_EXPANSIONS]
        self.docs, self.times = docs[kept], times[kept]
        """In how many documents each word is, deleted ones included, and how often."""
        self.places = [
            _spread(each.places, here, count)[kept] for each, here in zip(found, which, strict=True)
        ]
        """The places of the forms in each segment, or the numbers of the terms; -1 for none."""
        self._numbers = [
            _spread(each.numbers, here, count)[kept]
            for each, here in zip(found, which, strict=True)
        ]

    def terms(self) -> list[str]:
        """The words themselves, in their order."""
        words = [""] * len(self.docs)
        for segment, numbers in zip(self._segments, self._numbers, strict=True):
            here = (numbers >= 0).nonzero()[0]
            for at, word in zip(
                here.tolist(), _strings(segment, self.field, numbers[here]), strict=True
            ):
                words[at] = word.decode("utf-8", "surrogatepass")
        return words


def _numbered(
    segments: Sequence[Segment], field: str, found: Sequence[MatchingTerms]
) -> tuple[list[Ints], int]:
    """The number of each word of each segment among all words, and how many these are."""
    if len(found) == 1:
        return [np.arange(len(found[0].numbers))], len(found[0].numbers)
    strings = [
        _strings(segment, field, each.numbers)
        for segment, each in zip(segments, found, strict=True)
    ]
    every = {
        word: number
        for number, word in enumerate(sorted({word for each in strings for word in each}))
    }
    return [np.array([every[word] for word in each], np.int64) for each in strings], len(every)


def _spread(values: Ints, places: Ints, count: int) -> Ints:
    spread = np.full(count, -1)
    spread[places] = values
    return spread


def _dictionary(segment: Segment, field: str) -> SortedBlob:
    return segment.terms if field in CODES else segment.forms


def _strings(segment: Segment, field: str, numbers: Ints) -> list[bytes]:
    skipped = len(CODES.get(field, b""))
    return [word[skipped:] for word in _dictionary(segment, field).some(numbers)]


def _matching(segment: Segment, term: PatternTerm, field: str) -> MatchingTerms:
    numbers = _numbers(_dictionary(segment, field), term, CODES.get(field, b""))
    places = numbers if field in CODES else segment.form_places.whole()[numbers].astype(np.int64)
    docs, times = _counts(segment, field, places)
    some = docs.nonzero()[0]
    return MatchingTerms(numbers[some], places[some], docs[some], times[some])


def _counts(segment: Segment, field: str, places: Ints) -> tuple[Array, Array]:
    if field in CODES:
        posted, stood = segment.postings_at.whole(), segment.positions_at.whole()
        return posted[places + 1] - posted[places], stood[places + 1] - stood[places]
    if field == "text_exact":
        return segment.form_docs.whole()[places], segment.form_frequencies.whole()[places]
    order = places.argsort()
    counts = np.zeros((2, len(places)), np.int64)
    for which, _, times in MultiTerm(segment, field, places[order]).postings():
        counts[0, order] += np.bincount(which, minlength=len(places))
        counts[1, order] += np.bincount(which, times, len(places)).astype(np.int64)
    return counts[0], counts[1]


def _numbers(words: SortedBlob, term: PatternTerm, code: bytes) -> Ints:
    wanted = term.value if term.kind == "prefix" else term.value[:1]
    first, last = words.beginning_with(code + wanted.encode("utf-8", "surrogatepass"))
    if term.kind == "prefix" or first == last:
        return np.arange(first, last)
    joined, sizes = words.run(first, last)
    return first + alike(term.value, joined, sizes, term.distance, skipped=len(code))


def alike(word: str, joined: Array, sizes: Ints, distance: int, *, skipped: int = 0) -> Ints:
    """The indices of the words that become `word` by at most `distance` letters changed.

    To put one in or leave one out is a change, too. The words stand in `joined`, UTF-8, one after
    another, each of as many bytes as `sizes` says; the first `skipped` bytes of each do not count.
    """
    begins = np.cumsum(sizes) - sizes
    whole = joined & 0xC0 != 0x80  # where a letter begins
    letters = np.add.reduceat(whole, begins, dtype=np.int64) - skipped
    near = np.flatnonzero(np.abs(letters - len(word)) <= distance)
    if not len(near):
        return near
    lengths = letters[near]
    text = (
        joined[ranges(begins[near] + skipped, sizes[near] - skipped)]
        .tobytes()
        .decode("utf-8", "surrogatepass")
    )
    table = spread(letters_of(text), lengths)
    return near[distances(word, table, lengths, distance) <= distance]
