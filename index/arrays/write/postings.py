"""Postings on their way into a segment: the terms, their documents and frequencies, and every
occurrence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from index.arrays.file.blob import BlobWriter
from index.arrays.file.fields import SKIP
from index.arrays.file.file import Array
from index.arrays.file.file_writer import ArrayFileWriter
from index.arrays.file.packed_ints import PackedIntsWriter
from index.arrays.file.ranges import firsts
from index.base.schema import TITLE_RUNS


@dataclass(frozen=True, slots=True)
class PostingsBlock:
    """Postings of consecutive terms; those of the first and the last term may be some of theirs
    only."""

    first: int  # number of the first term
    counts: Array  # postings of each term
    docs: Array  # of each posting: its document; ascending within a term
    frequencies: Array  # of each posting: occurrences, those of a title TITLE_RUNS times
    positions: Array  # of each occurrence: its position, ascending within a posting
    form_ids: Array  # of each occurrence: which of the term's forms it is


class PostingsWriter:
    """Writes the postings of a segment, in ascending order; the place of Whoosh's field writer."""

    def __init__(self, file: ArrayFileWriter, forms: Array, title_ends: Array) -> None:
        """`forms` are how many forms each term has, 0 in fields without; `title_ends` how many
        positions the title of each document takes."""
        self._file = file
        self._forms, self._title_ends = forms, title_ends
        self._places = np.append(0, np.cumsum(forms))  # where the forms of each term begin
        self._counts, self._occurrences = np.zeros((2, len(forms)), np.int64)
        self._form_docs, self._form_frequencies = np.zeros((2, self._places[-1]), np.int64)
        self._kind = np.dtype(np.uint16 if len(title_ends) <= 1 << 16 else np.uint32)
        self._written = [0, 0]  # postings and occurrences
        self._frequencies = PackedIntsWriter(file, "times", np.uint8)
        self._positions = PackedIntsWriter(file, "slots", np.uint16)
        self._form_ids = PackedIntsWriter(file, "numbers", np.uint8)
        file.append("docs", np.array([], self._kind))
        file.append("skips", np.array([], np.uint64))

    def append(self, part: PostingsBlock) -> None:
        """Write some postings, those that follow."""
        terms = slice(part.first, part.first + len(part.counts))
        before = np.append(0, np.cumsum(part.frequencies, dtype=np.int64))
        ends = np.cumsum(part.counts)
        occurrences = before[ends] - before[ends - part.counts]
        self._counts[terms] += part.counts
        self._occurrences[terms] += occurrences
        self._file.append(
            "skips",
            (self._written[1] + before[-self._written[0] % SKIP : -1 : SKIP]).astype(np.uint64),
        )
        self._file.append("docs", part.docs.astype(self._kind))
        self._frequencies.append(part.frequencies)
        self._positions.append(part.positions)
        self._form_ids.append(part.form_ids[np.repeat(self._forms[terms] > 1, occurrences)])
        self._count_forms(part, terms)
        self._written = [self._written[0] + len(part.docs), self._written[1] + len(part.positions)]

    def _count_forms(self, part: PostingsBlock, terms: slice) -> None:
        """In how many documents each form stands, and how often; titles count once here."""
        begin, end = self._places[terms.start], self._places[terms.stop]
        if begin == end:
            return
        forms, places = (
            np.repeat(each[terms], part.counts) for each in (self._forms, self._places)
        )
        # where its postings begin: TEXT is the last of the letters
        text = len(forms) - np.count_nonzero(forms)
        size = int(part.frequencies[:text].sum(dtype=np.int64))
        docs, frequencies, positions = (
            part.docs[text:],
            part.frequencies[text:].astype(np.int64),
            part.positions[size:],
        )
        form = np.repeat(places[text:] - begin, frequencies) + part.form_ids[size:]
        heads = np.cumsum(frequencies) - frequencies
        early = np.flatnonzero(positions < self._title_ends.max())
        title = early[
            positions[early] < self._title_ends[docs[np.searchsorted(heads, early, "right") - 1]]
        ]
        again = form[np.delete(title, slice(None, None, TITLE_RUNS))]
        several = (forms[text:] > 1) & (
            frequencies > 1
        )  # one of these can hold a form twice, or two
        posting = np.repeat(np.flatnonzero(several).astype(np.uint64), frequencies[several])
        pairs = posting << np.uint64(32) | form[np.repeat(several, frequencies)].astype(np.uint64)
        pairs.sort()
        apart = (pairs[firsts(pairs)] & np.uint64(0xFFFFFFFF)).astype(np.int64)
        count = partial(np.bincount, minlength=end - begin)
        self._form_frequencies[begin:end] += count(form) - count(again)
        self._form_docs[begin:end] += count(form[heads[~several]]) + count(apart)

    def finish(self) -> None:
        """Write what is known of each term and form."""
        told = np.where(self._forms > 1, self._occurrences, 0)
        sizes = {
            "postings": self._counts,
            "slots": self._occurrences,
            "numbers": told,
            "places": self._forms,
        }
        for name, each in sizes.items():
            at = np.append(0, np.cumsum(each))
            self._file.append(f"{name}_at", at.astype(np.uint32 if at[-1] < 1 << 32 else np.uint64))
        self._file.append("form_docs", self._form_docs.astype(np.uint32))
        self._file.append("form_times", self._form_frequencies.astype(np.uint32))


def write_dictionary(
    file: ArrayFileWriter, keys: Sequence[bytes], forms: Sequence[bytes], places: Array
) -> None:
    """Write the terms, each the letter of its field and its text, the forms, and the forms' places;
    all ascending."""
    BlobWriter(file, "terms").append(keys)
    BlobWriter(file, "forms").append(forms)
    file.append("form_places", places.astype(np.uint32))


def number_forms(count: int, terms: Array) -> Array:
    """The places of `count` ascending forms, `terms` being the term of each: by term, then in their
    own order."""
    places = np.empty(count, np.int64)
    places[np.argsort(terms, kind="stable")] = np.arange(count)
    return places
