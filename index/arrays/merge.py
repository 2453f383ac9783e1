"""Several segments become one, without their deleted articles: a range of terms at a time, in bounded memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arrays.articles import BLOBS, LENGTHS, LISTS, ArticlesWriter
from index.arrays.blob import SortedBlob
from index.arrays.fields import NAMES
from index.arrays.file import Array, ArrayFileWriter
from index.arrays.postings import FormCounts, Inverted, PostingsWriter, count_forms, number_forms
from index.arrays.ragged import ranges
from index.arrays.segment import Segment

TOGETHER = 500_000  # occurrences merged at once: some 60 MB
COPIED = 4096         # articles copied at once


@dataclass(frozen=True, slots=True)
class Source:
    """A segment on its way into another."""

    segment: Segment
    numbers: Array      # new number of each article; -1 for a deleted one
    terms: Array        # new number of each term, ascending
    forms: Array        # new number of each form, ascending
    within: Array       # by the old place of a form: which of its term's forms it is now


def merge_segments(parts: Sequence[tuple[Segment, Sequence[int]]], path: Path) -> None:
    """Write the articles of segments, without the deleted ones named beside each, as one segment."""
    file = ArrayFileWriter(path)
    try:
        kept = [_kept(segment, deleted) for segment, deleted in parts]
        articles = ArticlesWriter(file)
        for (segment, _), here in zip(parts, kept, strict=True):
            _copy_articles(segment, here, articles)
        lengths, title_slots = articles.finish()
        postings = PostingsWriter(file, lengths)
        _merge_postings([segment for segment, _ in parts], kept, postings, title_slots)
        file.finish({"articles": len(lengths), "words": float(lengths.sum())})
    finally:
        file.close()


def _kept(segment: Segment, deleted: Sequence[int]) -> Array:
    kept = np.ones(segment.size, bool)
    kept[list(deleted)] = False
    return np.flatnonzero(kept)


def _copy_articles(segment: Segment, kept: Array, articles: ArticlesWriter) -> None:
    names = {kind: articles.number_names(kind, blob.strings(0, len(blob))) for kind, blob in segment.names.items()}
    lengths = {name: segment.length(name) for name in LENGTHS}
    for first, last in _runs(kept):
        for name in BLOBS:
            articles.blobs[name].append_run(*segment.blob(name).run(first, last))
        articles.append_lengths({name: values[first:last] for name, values in lengths.items()})
        articles.append_title_slots(segment.title_slots.read(first, last))
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
    segments: Sequence[Segment], kept: Sequence[Array], postings: PostingsWriter, title_slots: Array
) -> None:
    keys, terms = _united([segment.terms for segment in segments])
    forms, own_forms = _united([segment.forms for segment in segments])
    term_of_form = np.zeros(len(forms), np.int64)
    for segment, own, mine in zip(segments, own_forms, terms, strict=True):
        term_of_form[own] = mine[segment.terms_of_forms()]
    per_term = np.bincount(term_of_form, minlength=len(keys))
    places = number_forms(len(forms), term_of_form)
    sources = list(_sources(segments, kept, terms, own_forms, places - (np.cumsum(per_term) - per_term)[term_of_form]))
    whole = all(len(here) == segment.size for segment, here in zip(segments, kept, strict=True))
    counts = _summed(sources, places) if whole else FormCounts(*np.zeros((2, len(forms)), np.int64))
    begin = 0
    for first, last in _ranges(sources, len(keys)):
        part = _merged(sources, keys, per_term, (first, last))
        postings.append(part)
        for segment in segments:
            segment.file.forget()
        end = begin + int(part.forms.sum())
        if not whole:
            here_counts = count_forms(part, title_slots)
            counts.docs[begin:end], counts.times[begin:end] = here_counts.docs, here_counts.times
        begin = end
    postings.finish(forms, places, counts)


def _united(blobs: Sequence[SortedBlob]) -> tuple[list[bytes], list[Array]]:
    """All strings, each once, and for each blob the new numbers of its own."""
    every: set[bytes] = set()
    for blob in blobs:
        every.update(blob)
    united = sorted(every)
    number = {string: place for place, string in enumerate(united)}
    return united, [np.fromiter(map(number.__getitem__, blob), np.int64) for blob in blobs]


def _sources(
    segments: Sequence[Segment], kept: Sequence[Array], terms: Sequence[Array], forms: Sequence[Array], within: Array
) -> Iterator[Source]:
    base = 0
    for segment, here, mine, own in zip(segments, kept, terms, forms, strict=True):
        numbers = np.full(segment.size, -1, np.int64)
        numbers[here] = base + np.arange(len(here))
        by_place = np.zeros(len(own), np.int64)
        by_place[segment.form_places.whole()] = within[own]
        yield Source(segment, numbers, mine, own, by_place)
        base += len(here)


def _summed(sources: Sequence[Source], places: Array) -> FormCounts:
    docs, times = np.zeros((2, len(places)), np.int64)
    for source in sources:
        segment, new = source.segment, places[source.forms]
        old = segment.form_places.whole()
        docs[new] += segment.form_docs.whole()[old]
        times[new] += segment.form_times.whole()[old]
    return FormCounts(docs, times)


def _ranges(sources: Sequence[Source], terms: int) -> Iterator[tuple[int, int]]:
    """Ranges of new terms, each with about TOGETHER occurrences."""
    sizes = np.zeros(terms, np.int64)
    for source in sources:
        mine: Array = np.diff(source.segment.slots_at.whole().astype(np.int64))
        sizes[source.terms] += mine
    ends = np.cumsum(sizes)
    first = 0
    while first < terms:
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + TOGETHER, "right")))
        yield first, last
        first = last


def _merged(sources: Sequence[Source], keys: list[bytes], forms: Array, span: tuple[int, int]) -> Inverted:
    first, last = span
    parts = [part for source in sources if (part := _taken(source, first, last))]
    term, docs, times, slots, numbers = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.argsort(term, kind="stable")
    places = ranges((np.cumsum(times) - times)[order], times[order])
    return Inverted(
        keys=keys[first:last],
        counts=np.bincount(term - first, minlength=last - first),
        forms=forms[first:last],
        docs=docs[order],
        times=times[order],
        slots=slots[places],
        numbers=numbers[places],
    )


def _taken(source: Source, first: int, last: int) -> tuple[Array, Array, Array, Array, Array] | None:
    """What a segment has between two new terms: the term, article and times of each posting, the slot and number of
    each occurrence; None for nothing."""
    segment = source.segment
    begin, end = np.searchsorted(source.terms, (first, last)).tolist()
    if begin == end:
        return None
    at = segment.postings_at.read(begin, end + 1).astype(np.int64)
    slots_at = segment.slots_at.read(begin, end + 1).astype(np.int64)
    numbers_at = segment.numbers_at.read(begin, end + 1).astype(np.int64)
    places_at = segment.places_at.read(begin, end + 1).astype(np.int64)
    sizes, counts = np.diff(slots_at), np.diff(at)
    docs = source.numbers[segment.docs.read(int(at[0]), int(at[-1]))]
    times = segment.times.read(int(at[0]), int(at[-1])).astype(np.int64)
    slots = segment.slots.read(int(slots_at[0]), int(slots_at[-1]))
    numbers = np.zeros(len(slots), np.int64)
    numbers[np.repeat(np.diff(numbers_at) > 0, sizes)] = segment.numbers.read(int(numbers_at[0]), int(numbers_at[-1]))
    with_forms = np.repeat(np.diff(places_at) > 0, sizes)
    numbers[with_forms] = source.within[np.repeat(places_at[:-1], sizes)[with_forms] + numbers[with_forms]]
    term = np.repeat(source.terms[begin:end], counts)
    there = docs >= 0
    if there.all():
        return term, docs, times, slots, numbers
    of_there = np.repeat(there, times)
    return term[there], docs[there], times[there], slots[of_there], numbers[of_there]
