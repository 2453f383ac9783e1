"""MultiTerm: the postings of several forms as one, those that a prefix or a near spelling is for.

Most postings have one occurrence, and none with fewer than TITLE_RUNS is of a title: what postings
say by themselves is not looked up among the occurrences."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.file import Array, Section
from index.arrays.file.packed_ints import PackedInts
from index.arrays.file.ranges import RANK, Ints, distinct, firsts, ranked
from index.arrays.file.title_runs import single
from index.arrays.read.positions import NONE, SHIFT, UNRANKED
from index.arrays.read.segment import Segment
from index.base.schema import TITLE_RUNS

BATCH = 1 << 15  # postings that are gone through together: they stay near the processor

# of each posting: which of the forms it is of, its article, the frequency
FormPostings = tuple[Ints, Ints, Ints]


@dataclass(frozen=True, slots=True)
class TermGroup:
    """The postings of some terms of one MultiTerm, and their occurrences."""

    docs: Array  # of each posting: its article's number in the segment
    frequencies: Array  # of each posting
    begins: Ints  # of each posting: where its occurrences begin
    words: Array  # of each posting: where its term's forms begin among all forms of the MultiTerm
    positions: Array  # of each occurrence
    form_ids: Array | None  # of each occurrence; None where no term has more than one form

    def batches(self) -> Iterator["TermGroup"]:
        """The same postings, BATCH at a time, `docs` and `frequencies` as int64."""
        for first in range(0, len(self.docs), BATCH):
            some = slice(first, first + BATCH)
            yield TermGroup(
                docs=self.docs[some].astype(np.int64),
                frequencies=self.frequencies[some].astype(np.int64),
                begins=self.begins[some],
                words=self.words[some],
                positions=self.positions,
                form_ids=self.form_ids,
            )

    def word_of(self, posting: Ints, occurrence: Ints) -> Ints:
        """The forms of occurrences, each by its index among all forms of the MultiTerm."""
        first = self.words.take(posting)
        return first if self.form_ids is None else first + self.form_ids.take(occurrence)


class MultiTerm:
    """The postings of several forms in a segment."""

    def __init__(self, segment: Segment, field: str, places: Ints) -> None:
        """`places` are those of the forms in the order of terms, ascending; `field` is "text_exact"
        or "title_exact"."""
        self._segment, self._titles = segment, field == "title_exact"
        terms = distinct(segment.terms_of_places(places))
        at = segment.places_at.whole()
        firsts_of = at[terms].astype(np.int64)
        counts = at[terms + 1].astype(np.int64) - firsts_of
        begins = counts.cumsum() - counts
        # of each form of the terms which of those meant it is
        self._wanted = np.full(int(counts.sum()), -1)
        of = firsts_of.searchsorted(places, "right") - 1
        self._wanted[begins[of] + places - firsts_of[of]] = np.arange(len(places))
        self._all = len(self._wanted) == len(places)
        self._bits = len(self._wanted).bit_length()
        alone = counts == 1
        self._groups = [
            _terms(segment, terms[some], begins[some], with_forms=with_forms)
            for some, with_forms in ((alone, False), (~alone, True))
            if some.any()
        ]

    @property
    def docs(self) -> Ints:
        """The articles in which any of their terms stands, ascending: the forms stand in no
        other."""
        there = np.zeros(self._segment.size, bool)
        for terms in self._groups:
            there[terms.docs] = True
        return there.nonzero()[0]

    def postings(self) -> Iterator[FormPostings]:
        """The postings of the forms, in no order, some at a time."""
        pieces = (piece for terms in self._groups for piece in terms.batches())
        for which, docs, frequencies in (
            part for piece in pieces for part in self._postings(piece)
        ):
            meant = self._wanted.take(which)
            if self._all:
                yield meant, docs, frequencies
            else:
                kept = (meant >= 0).nonzero()[0]
                yield meant.take(kept), docs.take(kept), frequencies.take(kept)

    def positions(self, among: Ints) -> Ints:
        """The positions of the forms in some articles, as ascending keys: how many of the articles
        come before, and the position in the SHIFT bits below. Those of titles may come more than
        once."""
        wanted = np.zeros(self._segment.size, bool)
        wanted[among] = True
        found = np.concatenate([NONE, *(self._positions(terms, wanted) for terms in self._groups)])
        found.sort()
        return (among.searchsorted(found >> SHIFT) << SHIFT) | (found & (1 << SHIFT) - 1)

    def _positions(self, terms: TermGroup, wanted: NDArray[np.bool_]) -> Ints:
        some = wanted.take(terms.docs).nonzero()[0]
        at = ranked(terms.begins.take(some), terms.frequencies.take(some))
        postings, at = some.take(at >> RANK), at & UNRANKED
        docs, positions = terms.docs.take(postings).astype(np.int64), terms.positions.take(at)
        kept = self._wanted.take(terms.word_of(postings, at)) >= 0
        if self._titles:
            kept &= positions < self._segment.title_ends_of(docs)
        places = docs[kept] << SHIFT
        places |= positions[kept]
        return places

    def _postings(self, terms: TermGroup) -> Iterator[FormPostings]:
        titled = self._titled(terms)
        if len(titled):
            yield self._counted(terms, titled, titles=True)
        if self._titles:
            return
        if terms.form_ids is None:
            yield _without(titled, (terms.words, terms.docs, terms.frequencies))
            return
        once = (terms.frequencies == 1).nonzero()[0]
        yield (
            terms.word_of(once, terms.begins.take(once)),
            terms.docs.take(once),
            np.ones(len(once), np.int64),
        )
        often = terms.frequencies > 1
        often[titled] = False
        yield self._counted(terms, often.nonzero()[0], titles=False)

    def _titled(self, terms: TermGroup) -> Ints:
        """The postings whose first occurrence is in a title: no other has any."""
        some = (terms.frequencies >= TITLE_RUNS).nonzero()[0]
        begins = terms.begins.take(some)
        return some[
            terms.positions.take(begins) < self._segment.title_ends_of(terms.docs.take(some))
        ]

    def _counted(self, terms: TermGroup, some: Ints, *, titles: bool) -> FormPostings:
        """The postings of each form in some postings of terms, by their occurrences; those in
        titles once."""
        at = ranked(terms.begins.take(some), terms.frequencies.take(some))
        ranks, at = at >> RANK, at & UNRANKED
        postings = some.take(ranks)
        words = terms.word_of(postings, at)
        if titles:
            title = terms.positions.take(at) < self._segment.title_ends_of(
                terms.docs.take(postings)
            )
            kept = single(title)
            if self._titles:
                kept &= title
            words, ranks = words[kept], ranks[kept]
        keys = ranks << self._bits
        keys |= words
        if len(some) < 1 << 32 - self._bits:
            keys = keys.astype(np.uint32)
        keys.sort()
        begins = firsts(keys)
        frequencies = np.diff(begins, append=len(keys))
        keys = keys.take(begins).astype(np.int64)
        return (
            keys & (1 << self._bits) - 1,
            terms.docs.take(some.take(keys >> self._bits)),
            frequencies,
        )


def _without(some: Ints, postings: FormPostings) -> FormPostings:
    if not len(some):
        return postings
    kept = np.ones(len(postings[0]), bool)
    kept[some] = False
    words, docs, frequencies = (each[kept] for each in postings)
    return words, docs, frequencies


def _terms(segment: Segment, terms: Ints, words: Ints, *, with_forms: bool) -> TermGroup:
    """`terms` ascend, and all of them, when `with_forms`, or none have more than one form."""
    posted, stood = segment.postings_at.whole(), segment.positions_at.whole()
    # terms that stand side by side are read together
    edges = (np.diff(terms, prepend=-2) > 1).nonzero()[0]
    heads, tails = terms[edges], terms[np.append(edges[1:], len(terms)) - 1] + 1
    frequencies = _joined(segment.frequencies, posted[heads], posted[tails])
    begins = frequencies.cumsum(dtype=np.int64)
    begins -= frequencies
    form_ids = None
    if with_forms:
        at = segment.form_ids_at.whole()
        form_ids = _joined(segment.form_ids, at[heads], at[tails])
    return TermGroup(
        docs=_joined(segment.docs, posted[heads], posted[tails]),
        frequencies=frequencies,
        begins=begins,
        words=words.astype(np.int32).repeat(posted[terms + 1].astype(np.int64) - posted[terms]),
        positions=_joined(segment.positions, stood[heads], stood[tails]),
        form_ids=form_ids,
    )


def _joined(section: Section | PackedInts, begins: Array, ends: Array) -> Array:
    parts = [section.read(*span) for span in zip(begins.tolist(), ends.tolist(), strict=True)]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
