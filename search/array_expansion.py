"""The forms that a prefix or a near spelling stands for in an array index."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.arrays.blob import SortedBlob
from index.arrays.fields import CODES
from index.arrays.file import Array
from index.arrays.occurrences import of_forms
from index.arrays.ragged import Places, ranges
from index.arrays.reader import ArrayReader
from index.arrays.segment import Segment
from search.leaves import MOST_EXPANSIONS
from search.pattern import Slot

FAR = 100  # a distance above every one that is asked for


def expand(reader: ArrayReader, slot: Slot, name: str) -> list[str]:
    """See Leaves.expand."""
    counts: Counter[bytes] = Counter()
    for segment in reader.segments:
        for form, docs in _candidates(segment, slot, name):
            counts[form] += docs
    forms = sorted(counts)
    if len(forms) > MOST_EXPANSIONS:
        forms.sort(key=lambda form: (-counts[form], form))
    return [form.decode("utf-8", "surrogatepass") for form in forms[:MOST_EXPANSIONS]]


def _candidates(segment: Segment, slot: Slot, name: str) -> Iterator[tuple[bytes, int]]:
    """Forms, and in how many documents of the segment each is."""
    code = CODES.get(name, b"")
    words = segment.terms if code else segment.forms
    found = _numbers(words, slot, code)
    if not len(found):
        return
    first = int(found[0])
    strings = words.strings(first, int(found[-1]) + 1)
    for number, docs in zip(found.tolist(), _counts(segment, name, found).tolist(), strict=True):
        if docs:
            yield strings[number - first][len(code) :], docs


def _counts(segment: Segment, name: str, numbers: Places) -> Array:
    if name in CODES:
        at = segment.postings_at.whole().astype(np.int64)
        return at[numbers + 1] - at[numbers]
    places = segment.form_places.whole()[numbers].astype(np.int64)
    if name == "text_exact":
        return segment.form_docs.whole()[places]
    order = np.argsort(places)
    counts = np.empty(len(places), np.int64)
    forms, _, _ = of_forms(segment, places[order], titles=True).postings()
    counts[order] = np.bincount(forms, minlength=len(places))
    return counts


def _numbers(words: SortedBlob, slot: Slot, code: bytes) -> Places:
    wanted = slot.value if slot.kind == "prefix" else slot.value[:1]
    first, last = words.beginning_with(code + wanted.encode("utf-8", "surrogatepass"))
    if slot.kind == "prefix" or first == last:
        return np.arange(first, last)
    joined, sizes = words.run(first, last)
    return first + alike(slot.value, joined, sizes, slot.distance, skipped=len(code))


def alike(word: str, joined: Array, sizes: Places, distance: int, *, skipped: int = 0) -> Places:
    """Which of some words become `word` by at most `distance` letters put in, left out or changed.

    The words stand in `joined`, UTF-8, each of so many bytes; its first `skipped` bytes do not count.
    """
    begins = np.cumsum(sizes) - sizes
    whole = joined & 0xC0 != 0x80  # where a letter begins
    letters = np.add.reduceat(whole, begins, dtype=np.int64) - skipped
    near = np.flatnonzero(np.abs(letters - len(word)) <= distance)
    if not len(near):
        return near
    lengths = letters[near]
    text = joined[ranges(begins[near] + skipped, sizes[near] - skipped)].tobytes().decode("utf-8", "surrogatepass")
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    table = np.zeros((int(lengths.max()), len(near)), np.uint32)
    at = np.repeat(np.arange(len(near)), lengths)
    table[np.arange(len(codes)) - np.repeat(np.cumsum(lengths) - lengths, lengths), at] = codes
    return near[_distances(word, table, lengths, distance) <= distance]


def _distances(word: str, table: NDArray[np.uint32], lengths: Places, most: int) -> Array:
    """How far each column of letters is from the word, where that is not more than `most`: Levenshtein's table, for
    all columns at once, along its diagonal."""
    longest, count = table.shape
    before = [np.full(count, min(row, FAR), np.uint8) for row in range(longest + 1)]
    for number, letter in enumerate(word, 1):
        here = [np.full(count, FAR, np.uint8) for _ in range(longest + 1)]
        here[0] = np.full(count, min(number, FAR), np.uint8)
        for row in range(max(1, number - most), min(longest, number + most) + 1):
            change = before[row - 1] + (table[row - 1] != ord(letter))
            here[row] = np.minimum(np.minimum(before[row], here[row - 1]) + np.uint8(1), change)
        before = here
    return np.array(before)[lengths, np.arange(count)]
