"""How the words of a question stand in documents of an array index: see IndexReader.standing.

Compiled code, gatherer.c, notes it where there is some, else numpy: for the few documents of most
answers that takes ten times as long.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.fields import SKIP
from index.arrays.file.file import Array
from index.arrays.file.ranges import Ints, ranges
from index.arrays.read.positions import key_layout, located, positions_in
from index.arrays.read.segment import Segment, TermEntry
from index.base.schema import TITLE_RUNS
from search.arrays.phrase import chunks, parted
from search.matching.nearness import BITS, EXACT, REACH, Keys, Standing, following, note_least
from search.query.typed import Typed, TypedWord

if TYPE_CHECKING:
    from search.arrays.gatherer import Pair, Word

MADE_FOR = 2  # the version of gatherer.c

try:
    from search.arrays.gatherer import (
        ANY_FORM,
        MOST_PAIRS,
        MOST_WORDS,
        NO_FORM,
        VERSION,
        gather,
        positions,
    )
except ImportError:  # no C compiler was there when Backfile was installed
    COMPILED = False
else:
    COMPILED = VERSION == MADE_FOR  # else it was compiled for another Backfile

# of a word in a segment: its stem in the text, and the form that was typed
Entries = tuple[TermEntry | None, TermEntry | None]


class Occurrences(NamedTuple):
    """A word in some documents of a segment, wherever it stands in any form."""

    among: Ints  # the ranks of the documents that hold it
    counts: Ints  # how often each of these does, in titles TITLE_RUNS times
    begins: Ints  # where the occurrences in each begin
    positions: Array
    exact: NDArray[np.bool_] | None  # which stand in the form that was typed; None is all


def fill(
    standing: Standing, segment: Segment, typed: Typed, entries: Sequence[Entries], docs: Ints
) -> None:
    """Note how what was typed stands in documents of one segment, ascending, as it counts."""
    if COMPILED and len(typed.words) <= MOST_WORDS and len(typed.pairs) <= MOST_PAIRS:
        _gather(standing, segment, typed, entries, docs)
        return
    for first, last in chunks(len(docs)):
        _fill(standing.among(first, last), segment, typed, entries, docs[first:last])


def positions_among(segment: Segment, entry: TermEntry | None, among: Ints) -> list[list[int]]:
    """The positions of a word in each of a few documents of a segment, ascending.

    Those of titles may come more than once.
    """
    if entry is None:
        return [[] for _ in among]
    if not COMPILED:
        return positions_in(segment, entry, among)
    form_ids = None if entry.form_id is None else segment.form_ids_of(entry.term)
    form = ANY_FORM if form_ids is None else entry.form_id
    return positions(among, _word(segment, entry, form_ids, form), SKIP)


def _gather(
    standing: Standing, segment: Segment, typed: Typed, entries: Sequence[Entries], docs: Ints
) -> None:
    words = [
        _typed_word(segment, each, titles=word.within == "title")
        for word, each in zip(typed.words, entries, strict=True)
    ]
    pairs: list[Pair] = [
        (pair.left, pair.right, pair.apart, _runs(typed.words[pair.left])) for pair in typed.pairs
    ]
    starts_at, title_ends = segment.starts_at(docs), segment.title_ends_of(docs)
    bounds = (SKIP, REACH, TITLE_RUNS)
    gather(docs, starts_at, title_ends, segment.steps, words, pairs, bounds, standing)


def _typed_word(segment: Segment, entries: Entries, *, titles: bool) -> "Word | None":
    entry, form = entries
    if entry is None:
        return None
    form_ids = segment.form_ids_of(entry.term)
    typed = NO_FORM if form is None else ANY_FORM if form_ids is None else form.form_id
    return _word(segment, entry, form_ids, typed, titles=titles)


def _word(
    segment: Segment,
    entry: TermEntry,
    form_ids: Array | None,
    form: int | None,
    *,
    titles: bool = False,
) -> "Word":
    """A word as compiled code takes it, with the form that is meant."""
    first, last = entry.first, entry.last
    return (
        segment.docs.read(first, last),
        segment.frequencies.read(first, last),
        segment.skips.read(first // SKIP, last // SKIP + 1),
        segment.positions.read(entry.begin, entry.end),
        form_ids,
        NO_FORM if form is None else form,
        first,
        entry.begin,
        titles,
    )


def _runs(word: TypedWord) -> int:
    """How often a title counts."""
    return 1 if word.within == "title" else TITLE_RUNS


def _fill(
    standing: Standing, segment: Segment, typed: Typed, entries: Sequence[Entries], docs: Ints
) -> None:
    known: dict[TypedWord, Occurrences | None] = {}
    found: list[Occurrences | None] = []
    for word, both, times, firsts in zip(
        typed.words, entries, standing.times, standing.firsts, strict=True
    ):
        if word not in known:
            known[word] = _occurrences(segment, both, docs, titles=word.within == "title")
        here = known[word]
        found.append(here)
        if here is not None:
            counts = here.counts if here.exact is None else np.add.reduceat(
                here.exact, here.begins, dtype=np.int64
            )
            times[here.among] = counts
            firsts[here.among] = here.positions.take(here.begins)
    for pair, beside, gaps in zip(typed.pairs, standing.beside, standing.gaps, strict=True):
        left, right = found[pair.left], found[pair.right]
        if left is not None and right is not None:
            runs = _runs(typed.words[pair.left])
            _fill_pair(beside, gaps, segment, (left, right), docs, apart=pair.apart, runs=runs)


def _occurrences(
    segment: Segment, entries: Entries, docs: Ints, *, titles: bool
) -> Occurrences | None:
    """The occurrences of a word; None where there are none."""
    entry, form = entries
    if entry is None:
        return None
    every = segment.docs.read(entry.first, entry.last)
    here = located(every, docs.astype(every.dtype))
    if not len(here):
        return None
    among = (
        np.arange(len(docs))
        if len(here) == len(docs)
        else docs.searchsorted(every.take(here).astype(np.int64))
    )
    counts, starts = segment.begins_of(entry, here)
    indices = ranges(starts, counts)
    positions = segment.positions.read(entry.begin, entry.end).take(indices)
    exact = None
    if form is None:
        exact = np.zeros(len(positions), bool)
    elif (form_ids := segment.form_ids_of(entry.term)) is not None:
        exact = form_ids.take(indices) == form.form_id
    found = Occurrences(among, counts, counts.cumsum() - counts, positions, exact)
    return _in_titles(segment, docs, found) if titles else found


def _in_titles(segment: Segment, docs: Ints, found: Occurrences) -> Occurrences | None:
    """Those in titles, each once; None where there are none."""
    which = np.repeat(np.arange(len(found.among)), found.counts)
    title = found.positions < segment.title_ends_of(docs.take(found.among.take(which)))
    kept = title.nonzero()[0][::TITLE_RUNS]
    if not len(kept):
        return None
    counts = np.bincount(which.take(kept), minlength=len(found.among))
    some = counts.nonzero()[0]
    counts = counts.take(some)
    return Occurrences(
        found.among.take(some),
        counts,
        counts.cumsum() - counts,
        found.positions.take(kept),
        None if found.exact is None else found.exact.take(kept),
    )


def _fill_pair(
    beside: NDArray[np.float64],
    gaps: NDArray[np.float64],
    segment: Segment,
    words: tuple[Occurrences, Occurrences],
    docs: Ints,
    *,
    apart: int,
    runs: int,
) -> None:
    """Note how two words stand; `runs` is how often a title counts."""
    layout = key_layout(segment)
    bits = layout.bits - 1  # without the one that a key of a phrase ends in
    left, right = (_keys(each, layout.kind, bits) for each in words)
    at, steps, exact = following(left, right)
    far = (steps > 1).nonzero()[0]
    if len(far):
        some = at.take(far)
        places = segment.starts_at(docs.take(some >> bits)) + (some & (1 << bits) - 1)
        across = far[parted(segment, places, steps.take(far))]
        if len(across):
            kept = np.ones(len(at), bool)
            kept[across] = False
            at, steps, exact = at[kept], steps[kept], exact[kept]
    note_least(gaps, at >> bits, np.abs(steps - apart))
    typed = at[exact & (steps == apart)]
    if len(typed):
        ranks = typed >> bits
        title = (typed & (1 << bits) - 1) < segment.title_ends_of(docs.take(ranks))
        beside += np.bincount(ranks, np.where(title, runs, 1), len(docs))


def _keys(found: Occurrences, kind: type[np.integer], bits: int) -> Keys:
    keys = np.repeat(found.among.astype(kind), found.counts)
    keys <<= bits
    keys |= found.positions.astype(kind, copy=False)
    keys <<= BITS
    keys |= EXACT if found.exact is None else found.exact
    return keys
