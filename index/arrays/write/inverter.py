"""Tokens become postings by one sort."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np

from index.arrays.file.blob import encoded
from index.arrays.file.fields import TEXT
from index.arrays.file.file import Array
from index.arrays.file.file_writer import ArrayFileWriter
from index.arrays.file.ranges import firsts
from index.arrays.write.postings import (
    PostingsBlock,
    PostingsWriter,
    number_forms,
    write_dictionary,
)
from index.arrays.write.token_cache import FormTable

TOGETHER = 300_000  # occurrences made postings at once, and one word's more
HIGH, LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


class TokenBatch(NamedTuple):
    """The tokens of some articles that follow one another, a title's as often as they count."""

    forms: Array  # of each occurrence: its number in the FormTable
    positions: Array  # of each occurrence
    counts: Array  # of each article: its occurrences


def write_postings(
    file: ArrayFileWriter,
    batches: list[TokenBatch],
    forms: FormTable,
    *,
    short: Mapping[bytes, "array[int]"],
    title_ends: Array,
) -> None:
    """Write the postings of a segment. `short` are those of the short fields: of each term
    documents and positions, in turn. `batches` is emptied: there is not the memory for both."""
    names, used = _ascending(forms.numbers, (batch.forms for batch in batches))
    stems = np.frombuffer(forms.stem_of, np.int32)[used]
    words, own = _ascending(forms.stems, [stems])
    rank = np.empty(len(forms.stems), np.int64)
    rank[own] = np.arange(len(own))
    places = number_forms(len(names), rank[stems])
    place_of = np.zeros(len(forms.numbers), np.int32)
    place_of[used] = places
    sizes = np.bincount(rank[stems], minlength=len(words))
    few = sorted(short)  # TEXT is the last of the letters
    write_dictionary(file, [*few, *(TEXT + word for word in words)], names, places)
    postings = PostingsWriter(file, np.append(np.zeros(len(few), np.int64), sizes), title_ends)
    if few:
        postings.append(_short([short[key] for key in few]))
    for part in _inverted(batches, place_of, sizes, len(few)):
        postings.append(part)
    postings.finish()


def _ascending(known: Mapping[str, int], used: Iterable[Array]) -> tuple[list[bytes], Array]:
    """Those of the known strings whose numbers are used, ascending, and their numbers."""
    seen = np.zeros(len(known), bool)
    for numbers in used:
        seen[numbers] = True
    strings = sorted(compress(known, seen.tolist()))
    return [encoded(string) for string in strings], np.fromiter(
        map(known.__getitem__, strings), np.int64
    )


def _short(found: Sequence["array[int]"]) -> PostingsBlock:
    pairs = np.frombuffer(b"".join(found), np.int32)
    terms = np.repeat(np.arange(len(found)), [len(each) // 2 for each in found])
    return _postings(terms, pairs[::2], pairs[1::2], np.zeros(len(terms), np.int32))


def _inverted(
    batches: list[TokenBatch], place_of: Array, sizes: Array, first: int
) -> Iterator[PostingsBlock]:
    """The postings of words, which are terms from `first` on. `place_of` each form by its number;
    `sizes`: forms of each word."""
    size = sum(len(batch.forms) for batch in batches)
    word_of = np.repeat(np.arange(len(sizes), dtype=np.uint64) << HIGH, sizes)
    heads = (np.cumsum(sizes) - sizes).astype(np.int32)
    order, places = np.empty(size, np.uint64), np.empty(size, np.int32)
    docs = np.empty(
        size, np.uint16 if sum(len(batch.counts) for batch in batches) <= 1 << 16 else np.uint32
    )
    positions = np.empty(
        size, np.result_type(np.uint16, *(batch.positions.dtype for batch in batches))
    )
    at = doc = 0
    batches.reverse()
    while batches:
        batch = batches.pop()
        here = slice(at, at + len(batch.forms))
        places[here], positions[here] = place_of[batch.forms], batch.positions
        order[here] = word_of[places[here]] | np.arange(here.start, here.stop, dtype=np.uint64)
        docs[here] = np.repeat(np.arange(doc, doc + len(batch.counts)), batch.counts)
        at, doc = here.stop, doc + len(batch.counts)
    order.sort()
    begin = 0
    while begin < size:
        end = int(np.searchsorted(order, order[min(begin + TOGETHER, size) - 1] | LOW, "right"))
        words = (order[begin:end] >> HIGH).astype(np.int64)
        index = (order[begin:end] & LOW).astype(np.int64)
        yield _postings(first + words, docs[index], positions[index], places[index] - heads[words])
        begin = end


def _postings(terms: Array, docs: Array, positions: Array, form_ids: Array) -> PostingsBlock:
    """Occurrences, ascending by term and document, as postings; none of the terms is without
    any."""
    begins = firsts(terms << 32 | docs)
    return PostingsBlock(
        first=int(terms[0]),
        counts=np.bincount(terms[begins] - terms[0]),
        docs=docs[begins],
        frequencies=np.diff(begins, append=len(docs)),
        positions=positions,
        form_ids=form_ids,
    )
