"""Reading: which runs of a draft a text holds, found by going through it.

This is what a compiled comparison finds by words of the index, and what is asked where there is
none.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from operator import eq

import numpy as np

from index.arrays.file.ranges import Ints
from search.copied.letters import Letters

COLUMNS = 5  # a document; words of the draft, from and to; bytes of the text, from and to
NOTHING: Ints = np.zeros((0, COLUMNS), np.int64)


def read_text(draft: Letters, windows: Sequence[tuple[int, int]], text: str, doc: int) -> Ints:
    """The runs that hold a window of the draft, each as far as it reaches, as rows of COLUMNS."""
    theirs = Letters(text)
    found: set[tuple[int, int, int]] = set()
    reached: dict[int, int] = {}  # of each distance between the two the letters that are done
    for begin, end in windows:
        first, last = draft.words[begin].first, draft.words[end - 1].last
        for at in _occurrences(theirs.letters, draft.letters[first:last]):
            apart = at - first
            if reached.get(apart, -1) >= last:
                continue
            run = _extended(draft, theirs, first, at)
            reached[apart] = run[1]
            for words in _whole_words(draft, theirs, run, apart):
                if words[1] - words[0] >= end - begin:
                    found.add((*words, apart))
    rows = [
        (doc, first, last, *_bytes(theirs, draft.words[first].first + apart,
                                   draft.words[last - 1].last + apart))
        for first, last, apart in found
    ]  # fmt: skip
    return np.array(sorted(rows), np.int64).reshape(-1, COLUMNS)


def _occurrences(letters: str, wanted: str) -> Iterator[int]:
    at = letters.find(wanted)
    while at >= 0:
        yield at
        at = letters.find(wanted, at + 1)


def _extended(draft: Letters, theirs: Letters, first: int, at: int) -> tuple[int, int]:
    """The letters of the draft that are the same around a place, from and to."""
    ahead = _alike(draft.letters[first:], theirs.letters[at:])
    behind = _alike(draft.letters[:first][::-1], theirs.letters[:at][::-1])
    return first - behind, first + ahead


def _alike(left: str, right: str) -> int:
    """How many letters two strings have in common at their beginnings."""
    return sum(takewhile(bool, map(eq, left, right)))


def _whole_words(
    draft: Letters, theirs: Letters, run: tuple[int, int], apart: int
) -> Iterator[tuple[int, int]]:
    """The words of the draft, from and to, between two bounds of words in both; or none."""
    begin, end = draft.inside(*run)
    words = draft.words
    while begin < end and not theirs.begins_at(words[begin].first + apart):
        begin += 1
    while begin < end and not theirs.ends_at(words[end - 1].last + apart):
        end -= 1
    if begin < end:
        yield begin, end


def _bytes(theirs: Letters, first: int, last: int) -> tuple[int, int]:
    begin, end = theirs.characters(first, last)
    return len(theirs.text[:begin].encode()), len(theirs.text[:end].encode())
