"""Postings on their way into a segment: the terms, their documents and frequencies, and every occurrence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays.blob import BlobWriter
from index.arrays.fields import BOUND_STEPS, COMMON, SKIP
from index.arrays.file import Array, ArrayFileWriter
from index.arrays.narrow import NarrowWriter
from index.arrays.ragged import firsts, ranges
from index.schema import TITLE_RUNS


@dataclass(frozen=True, slots=True)
class Inverted:
    """The postings of consecutive terms."""

    keys: list[bytes]   # letter of the field and term, ascending
    counts: Array       # documents of each term
    forms: Array        # forms of each term; 0 in fields without
    docs: Array         # ascending within a term
    times: Array        # of each posting: occurrences, those of a title TITLE_RUNS times
    slots: Array        # of each occurrence: its slot, ascending within a posting
    numbers: Array      # of each occurrence: which of the term's forms it is


@dataclass(frozen=True, slots=True)
class FormCounts:
    """In how many documents each form stands, and how often; titles count once here."""

    docs: Array
    times: Array


def count_forms(inverted: Inverted, title_slots: Array) -> FormCounts:
    """What the postings say of each form, in the order of terms and numbers; `title_slots` are those of articles."""
    size = int(inverted.forms.sum())
    begins = np.cumsum(inverted.forms) - inverted.forms
    term = np.repeat(np.arange(len(inverted.keys), dtype=np.int32), inverted.counts)
    posting = np.repeat(np.arange(len(inverted.docs), dtype=np.int32), inverted.times)
    told = np.repeat((inverted.forms > 0)[term], inverted.times)
    told[told] = single((inverted.slots < title_slots[inverted.docs][posting])[told])
    posting = posting[told]
    form = begins[term].astype(np.int32)[posting] + inverted.numbers[told]
    times = np.bincount(form, minlength=size)
    alone = np.ones(len(form), bool)
    alone[1:] = posting[1:] != posting[:-1]
    alone[:-1] &= alone[1:]
    pairs = posting[~alone].astype(np.uint64) << np.uint64(32) | form[~alone].astype(np.uint64)
    pairs.sort()
    pairs = pairs[firsts(pairs)] & np.uint64(0xFFFFFFFF)
    docs = np.bincount(form[alone], minlength=size) + np.bincount(pairs.astype(np.int64), minlength=size)
    return FormCounts(docs, times)


def single(title: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of occurrences, those in a `title` being told, the ones to count: a title's words come TITLE_RUNS times in a row.

    The occurrences are all of some words in some articles.
    """
    kept = ~title
    kept[np.flatnonzero(title)[::TITLE_RUNS]] = True
    return kept


class PostingsWriter:
    """Writes the postings of a segment, some terms at a time in ascending order; the place of Whoosh's field writer."""

    def __init__(self, file: ArrayFileWriter, lengths: Array) -> None:
        """`lengths` are those of `text` in each document of the segment: bounds of scores depend on them."""
        self._file = file
        self._kind = np.dtype(np.uint16 if len(lengths) <= 1 << 16 else np.uint32)
        self._norms = np.log2(1 + (lengths.mean() if len(lengths) else 1.0) / np.maximum(lengths, 1))
        self._terms = BlobWriter(file, "terms")
        self._times = NarrowWriter(file, "times", np.uint8)
        self._slots = NarrowWriter(file, "slots", np.uint16)
        self._numbers = NarrowWriter(file, "numbers", np.uint8)
        self._ends: dict[str, list[Array]] = {"postings_at": [], "slots_at": [], "numbers_at": [], "places_at": []}
        self._totals = dict.fromkeys(self._ends, 0)
        self._common: list[Array] = []
        self._written = 0  # terms
        file.append("docs", np.array([], self._kind))
        file.append("bounds", np.array([], np.uint8))
        file.append("skips", np.array([], np.uint64))

    def append(self, part: Inverted) -> None:
        """Write some terms."""
        ends = np.cumsum(part.counts)
        before = np.concatenate(([0], np.cumsum(part.times, dtype=np.int64)))
        occurrences = before[ends] - before[ends - part.counts]
        told = np.where(part.forms > 1, occurrences, 0)
        self._append_skips(before)
        self._append_bounds(part, ends)
        self._terms.append(part.keys)
        self._file.append("docs", part.docs.astype(self._kind))
        self._times.append(part.times)
        self._slots.append(part.slots)
        self._numbers.append(part.numbers[np.repeat(part.forms > 1, occurrences)])
        for name, sizes in zip(self._ends, (part.counts, occurrences, told, part.forms), strict=True):
            self._ends[name].append(self._totals[name] + np.cumsum(sizes))
            self._totals[name] += int(sizes.sum())
        self._written += len(part.keys)

    def _append_skips(self, before: Array) -> None:
        first = -self._totals["postings_at"] % SKIP
        self._file.append("skips", (self._totals["slots_at"] + before[:-1][first::SKIP]).astype(np.uint64))

    def _append_bounds(self, part: Inverted, ends: Array) -> None:
        common = np.flatnonzero((part.counts >= COMMON) & (part.forms > 0))
        if not len(common):
            return
        places = ranges(ends[common] - part.counts[common], part.counts[common])
        tfn = part.times[places] * self._norms[part.docs[places]]
        self._file.append("bounds", np.ceil(tfn / (tfn + 1) * BOUND_STEPS).astype(np.uint8))
        self._common.append(common + self._written)

    def finish(self, forms: list[bytes], places: Array, counts: FormCounts) -> None:
        """Write the forms, ascending, their places in the order of terms and numbers, and their counts by place."""
        for name, ends in self._ends.items():
            at = np.concatenate(([0], *ends))
            self._file.append(name, at.astype(np.uint32 if at[-1] < 1 << 32 else np.uint64))
        self._file.append("common", np.concatenate((np.array([], np.uint32), *self._common)).astype(np.uint32))
        BlobWriter(self._file, "forms").append(forms)
        self._file.append("form_places", places.astype(np.uint32))
        self._file.append("form_docs", counts.docs.astype(np.uint32))
        self._file.append("form_times", counts.times.astype(np.uint32))


def number_forms(count: int, terms: Array) -> Array:
    """The places of `count` ascending forms, `terms` being the term of each: by term, then in their own order."""
    places = np.empty(count, np.int64)
    places[np.argsort(terms, kind="stable")] = np.arange(count)
    return places
