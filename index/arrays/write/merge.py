"""Several segments become one, without their deleted articles: a range of terms at a time, in
bounded memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.arrays.file.blob import SortedBlob
from index.arrays.file.fields import NAMES
from index.arrays.file.file import Array
from index.arrays.file.file_writer import ArrayFileWriter
from index.arrays.file.ranges import distinct, ranges
from index.arrays.read.segment import Segment
from index.arrays.write.articles import BLOBS, LENGTHS, LISTS, ArticlesWriter
from index.arrays.write.postings import (
    PostingsBlock,
    PostingsWriter,
    number_forms,
    write_dictionary,
)

TOGETHER = 300_000  # occurrences merged at once: some 40 MB
COPIED = 4096  # articles copied at once

Ends = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """A segment on its way into another."""

    segment: Segment
    numbers: Array  # new number of each article; -1 for a deleted one
    terms: Array  # new number of each term, ascending
    within: Array  # by the old place of a form: which of its term's forms it is now


class SourcePostings(NamedTuple):
    """Postings out of a segment, terms and articles by their new numbers."""

    terms: Array  # of each posting
    docs: Array
    frequencies: Array
    positions: Array  # of each occurrence
    form_ids: Array  # of each occurrence: which of its term's forms it is now

    def only(self, there: Array) -> "SourcePostings":
        """Some of the postings."""
        of_there = np.repeat(there, self.frequencies)
        return SourcePostings(
            *(each[there] for each in self[:3]), *(each[of_there] for each in self[3:])
        )


def merge_segments(parts: Sequence[tuple[Segment, Sequence[int]]], path: Path) -> None:
    """Write the articles of segments, without the deleted ones named beside each, as one
    segment."""
    file = ArrayFileWriter(path)
    try:
        kept = [_kept(segment, deleted) for segment, deleted in parts]
        articles = ArticlesWriter(file)
        for (segment, _), here in zip(parts, kept, strict=True):
            _copy_articles(segment, here, articles)
        lengths, title_ends = articles.finish()
        _merge_postings([segment for segment, _ in parts], kept, file, title_ends)
        file.finish({"articles": len(lengths), "words": float(lengths.sum())})
    finally:
        file.close()


def _kept(segment: Segment, deleted: Sequence[int]) -> Array:
    kept = np.ones(segment.size, bool)
    kept[list(deleted)] = False
    return np.flatnonzero(kept)


def _copy_articles(segment: Segment, kept: Array, articles: ArticlesWriter) -> None:
    names = {
        kind: articles.number_names(kind, blob.strings(0, len(blob)))
        for kind, blob in segment.names.items()
    }
    lengths = {name: segment.length(name) for name in LENGTHS}
    for first, last in _runs(kept):
        for name in BLOBS:
            articles.blobs[name].append_run(*segment.blob(name).run(first, last))
        articles.append_lengths({name: values[first:last] for name, values in lengths.items()})
        articles.append_title_ends(segment.title_ends.read(first, last))
        articles.append_dates(segment.published[first:last])
        for name in LISTS:
            articles.append_lists(name, *segment.lists_of(name, first, last))
        docs = np.arange(first, last)
        for kind in NAMES:
            numbers, counts = segment.names_of(kind, docs)
            articles.append_numbers(kind, names[kind][numbers], counts)
        segment.file.forget()


def _runs(kept: Array) -> Iterator[tuple[int, int]]:
    """The kept numbers as ranges of at most COPIED."""
    for part in np.split(kept, np.flatnonzero(np.diff(kept) > 1) + 1):
        for at in range(0, len(part), COPIED):
            some = part[at : at + COPIED]
            yield int(some[0]), int(some[-1]) + 1


def _merge_postings(
    segments: Sequence[Segment], kept: Sequence[Array], file: ArrayFileWriter, title_ends: Array
) -> None:
    sources, sizes = _unite(segments, kept, file)
    postings = PostingsWriter(file, sizes, title_ends)
    for segment in segments:
        segment.file.forget()
    for first, last, occurrences in _ranges(sources, len(sizes)):
        for taken in (
            _merged(sources, first, last) if occurrences <= TOGETHER else _split(sources, first)
        ):
            postings.append(_inverted(taken, first, last))
            for segment in segments:
                segment.file.forget()
    postings.finish()


def _unite(
    segments: Sequence[Segment], kept: Sequence[Array], file: ArrayFileWriter
) -> tuple[list[Source], Array]:
    """Write the dictionary of all; returns the sources, and how many forms each term has."""
    keys, terms = _united(segments, attrgetter("terms"))
    forms, own_forms = _united(segments, attrgetter("forms"))
    term_of_form = np.zeros(len(forms), np.int64)
    for segment, own, mine in zip(segments, own_forms, terms, strict=True):
        term_of_form[own] = mine[segment.terms_of_forms()]
    sizes = np.bincount(term_of_form, minlength=len(keys))
    places = number_forms(len(forms), term_of_form)
    write_dictionary(file, keys, forms, places)
    within = places - (np.cumsum(sizes) - sizes)[term_of_form]
    sources, base = [], 0
    for segment, here, mine, own in zip(segments, kept, terms, own_forms, strict=True):
        numbers = np.full(segment.size, -1, np.int32)
        numbers[here] = base + np.arange(len(here))
        by_place = np.zeros(len(own), np.int32)
        by_place[segment.form_places.whole()] = within[own]
        sources.append(Source(segment, numbers, mine, by_place))
        base += len(here)
    return sources, sizes


def _united(
    segments: Sequence[Segment], get: Callable[[Segment], SortedBlob]
) -> tuple[list[bytes], list[Array]]:
    """All strings, each once, and for each segment the new numbers of its own."""
    united: list[bytes] = []
    for segment in segments:
        # two lists in order: one pass
        united = list(dict.fromkeys(sorted(united + _strings(segment, get))))
    number = {string: place for place, string in enumerate(united)}
    return united, [
        np.fromiter(map(number.__getitem__, _strings(each, get)), np.int32) for each in segments
    ]


def _strings(segment: Segment, get: Callable[[Segment], SortedBlob]) -> list[bytes]:
    strings = list(get(segment))
    segment.file.forget()
    return strings


def _ranges(sources: Sequence[Source], terms: int) -> Iterator[tuple[int, int, int]]:
    """Ranges of new terms, each with at most TOGETHER occurrences or a single term, and how many it
    has."""
    sizes = np.zeros(terms, np.int64)
    for source in sources:
        mine: Array = np.diff(source.segment.positions_at.whole().astype(np.int64))
        sizes[source.terms] += mine
    ends = np.cumsum(sizes)
    first = before = 0
    while first < terms:
        last = max(first + 1, int(np.searchsorted(ends, before + TOGETHER, "right")))
        yield first, last, int(ends[last - 1]) - before
        first, before = last, int(ends[last - 1])


def _merged(sources: Sequence[Source], first: int, last: int) -> Iterator[SourcePostings]:
    """The postings between two new terms, ascending."""
    parts = []
    for source in sources:
        begin, end = source.terms.searchsorted(np.array((first, last), np.int32)).tolist()
        if begin < end:
            sections = source.segment.postings_at, source.segment.positions_at
            parts.append(
                _taken(source, (begin, end), *((at.at(begin), at.at(end)) for at in sections))
            )
    terms, docs, frequencies, positions, form_ids = (
        np.concatenate(each) for each in zip(*parts, strict=True)
    )
    order = np.argsort(terms, kind="stable")
    indices = ranges((np.cumsum(frequencies) - frequencies)[order], frequencies[order])
    yield SourcePostings(
        terms[order], docs[order], frequencies[order], positions[indices], form_ids[indices]
    )


def _split(sources: Sequence[Source], term: int) -> Iterator[SourcePostings]:
    """The postings of a new term with too many occurrences to take at once."""
    for source in sources:
        own = int(source.terms.searchsorted(np.int32(term)))
        if own < len(source.terms) and source.terms[own] == term:
            first, last = source.segment.postings(own)
            before = np.cumsum(source.segment.frequencies.read(first, last), dtype=np.int64)
            before = np.append(0, before) + source.segment.positions_at.at(own)
            cuts = np.searchsorted(before, np.arange(before[0], before[-1], TOGETHER))
            for begin, end in pairwise(distinct(np.append(cuts, last - first)).tolist()):
                occurrences = int(before[begin]), int(before[end])
                yield _taken(source, (own, own + 1), (first + begin, first + end), occurrences)


def _taken(source: Source, terms: Ends, postings: Ends, occurrences: Ends) -> SourcePostings:
    """What a segment has between two of its terms, or some of the postings of one."""
    segment, (begin, end) = source.segment, terms
    at, positions_at, form_ids_at, places_at = (
        section.read(begin, end + 1).astype(np.int64)
        for section in (
            segment.postings_at,
            segment.positions_at,
            segment.form_ids_at,
            segment.places_at,
        )
    )
    counts, sizes = np.diff(at.clip(*postings)), np.diff(positions_at.clip(*occurrences))
    told = np.diff(form_ids_at) > 0
    first = int(form_ids_at[0]) + (occurrences[0] - int(positions_at[0])) * bool(told[0])
    form_ids = np.zeros(int(sizes.sum()), np.int32)
    form_ids[np.repeat(told, sizes)] = segment.form_ids.read(first, first + int(sizes[told].sum()))
    with_forms = np.repeat(np.diff(places_at) > 0, sizes)
    form_ids[with_forms] = source.within[
        np.repeat(places_at[:-1], sizes)[with_forms] + form_ids[with_forms]
    ]
    taken = SourcePostings(
        terms=np.repeat(source.terms[begin:end], counts),
        docs=source.numbers[segment.docs.read(*postings)],
        frequencies=segment.frequencies.read(*postings),
        positions=segment.positions.read(*occurrences),
        form_ids=form_ids,
    )
    there = taken.docs >= 0
    return taken if there.all() else taken.only(there)


def _inverted(taken: SourcePostings, first: int, last: int) -> PostingsBlock:
    return PostingsBlock(
        first, np.bincount(taken.terms - first, minlength=last - first), *taken[1:]
    )
