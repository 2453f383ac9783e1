"""ArrayIndexReader: an array index, read for one question.

What is looked up once is remembered while it lasts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import cast

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.blob import encoded
from index.arrays.file.fields import SHORT
from index.arrays.file.ranges import Ints
from index.arrays.read.positions import located
from index.arrays.read.reader import ArrayReader
from index.arrays.read.segment import Segment, TermEntry
from index.base.days import UNDATED
from index.base.ranking import damped, rarity
from search.arrays.any_form import AnyForm
from search.arrays.any_term import AnyTerm
from search.arrays.copied import copied_in
from search.arrays.expansion import Expansion
from search.arrays.phrase import PhrasePositions, PhraseTerms, near_docs
from search.arrays.result_page import ArrayPage
from search.arrays.standing import fill
from search.arrays.term import NONE, ArrayTerm, SingleTerm
from search.arrays.vocabularies import vocabulary_of
from search.copied.anchors import Anchors
from search.copied.reading import NOTHING
from search.matching.doc_set import EMPTY, DocSet, Scores, Selection, unscored
from search.matching.index_reader import Column, Fields, Reprints
from search.matching.memory import Memory
from search.matching.nearness import Standing
from search.query.pattern import Pattern, PatternTerm, PhrasePattern
from search.query.typed import Typed
from search.spelling.vocabulary import Vocabulary


class ArrayIndexReader:
    """An IndexReader over the open files, an ArrayReader. Not for two threads; those may be."""

    def __init__(
        self, reader: ArrayReader, memory: Memory | None = None, reprints: Reprints = ()
    ) -> None:
        """`memory` is that of the generation; None is one of its own."""
        self._reader = reader
        self.memory, self.reprints = memory or Memory(), reprints
        self.size, self.has_deleted = reader.size, reader.alive is not None
        self._single_terms: dict[tuple[str, str], SingleTerm] = {}
        self._terms: dict[tuple[PatternTerm, str], ArrayTerm] = {}
        self._expanded: dict[tuple[PatternTerm, str], Expansion] = {}

    # -- finding

    def term(self, name: str, text: str, *, scored: bool = True) -> DocSet:
        """See IndexReader."""
        term = self._single_term(name, text)
        if scored:
            return term.doc_set()
        found = term.postings()
        return unscored(found.docs if found else NONE)

    def phrase(self, phrase: PhrasePattern, fields: Fields) -> DocSet:
        """See IndexReader."""
        if len(phrase) == 1:
            return self._term(phrase[0], fields).doc_set()
        terms = self._phrase(phrase, fields)
        parts = []
        for number, (segment, base) in enumerate(self._segments()):
            found = PhrasePositions(segment, number, terms).postings()
            parts.append(found._replace(docs=found.docs + base))
        docs = np.concatenate([NONE, *(part.docs for part in parts)])
        if not len(docs):
            return EMPTY
        times = [np.concatenate(each) for each in zip(*(part.times for part in parts), strict=True)]
        if self._reader.alive is not None:
            kept = self._reader.alive[docs].nonzero()[0]
            docs, times = docs[kept], [each[kept] for each in times]
        scored = list(zip(terms, times, strict=True))
        return DocSet(
            docs, lambda which: _added([w.scores_of(docs[which], t[which]) for w, t in scored])
        )

    def near(self, left: Pattern, right: Pattern, distance: int, *, fields: Fields) -> DocSet:
        """See IndexReader."""
        phrases = [*left.phrases, *right.phrases]
        ends = [[self._phrase(phrase, fields) for phrase in end.phrases] for end in (left, right)]
        segments = enumerate(self._segments())
        parts = [
            near_docs(segment, number, ends, distance) + base
            for number, (segment, base) in segments
        ]
        docs = self._live(parts)

        def scores(which: Selection) -> Scores:
            return _added([self._scores(phrase, fields, docs[which]) for phrase in phrases])

        return DocSet(docs, scores)

    def published(self, since: date | None, until: date | None) -> DocSet:
        """See IndexReader."""
        days = self._reader.published
        kept = days != UNDATED
        if since:
            kept &= days >= _number(since)
        if until:
            kept &= days <= _number(until)
        return self._unscored(kept)

    def everything(self) -> DocSet:
        """See IndexReader."""
        return self._unscored(np.ones(self.size, bool))

    def expand(self, term: PatternTerm, name: str) -> list[str]:
        """See IndexReader."""
        return self._expansion(term, name).terms()

    def vocabularies(self, name: str) -> list[Vocabulary]:
        """See IndexReader."""
        return [vocabulary_of(segment, name) for segment in self._reader.segments]

    def copied(self, anchors: Anchors) -> Ints:
        """See IndexReader."""
        parts = []
        for segment, base in self._segments():
            rows = copied_in(segment, anchors)
            parts.append(rows + np.array([base, 0, 0, 0, 0]))
        rows = np.unique(np.concatenate([NOTHING, *parts]), axis=0)
        return rows if self._reader.alive is None else rows[self._reader.alive[rows[:, 0]]]

    # -- what was typed

    def standing(self, typed: Typed, docs: Ints) -> Standing:
        """See IndexReader."""
        terms = [
            (self._single_term("text", word.stem), self._single_term("text_exact", word.form))
            for word in typed.words
        ]
        standing = Standing.of(typed, len(docs))
        for number, (begin, end) in enumerate(self._reader.spans):
            first, last = docs.searchsorted((begin, end)).tolist()
            if first < last:
                entries = [(stem.entries[number], form.entries[number]) for stem, form in terms]
                some, segment = docs[first:last] - begin, self._reader.segments[number]
                fill(standing.among(first, last), segment, typed, entries, some)
        return standing

    def holding(self, form: str) -> Ints:
        """See IndexReader."""
        return self._single_term("text_exact", form).holding()

    def forms_of(self, stem: str) -> Counter[str]:
        """See IndexReader."""
        counts: Counter[str] = Counter()
        for segment, entry in zip(
            self._reader.segments, self._single_term("text", stem).entries, strict=True
        ):
            if entry is not None:
                counts.update(segment.forms_of(entry.term))
        return counts

    def cosines(self, vectors: Sequence[Mapping[str, float]]) -> list[DocSet]:
        """See IndexReader."""
        sums = np.zeros((len(vectors), self.size))
        for stem in {stem: None for vector in vectors for stem in vector}:
            found = self._single_term("text", stem).postings()
            if found is not None:
                counts = damped(found.frequencies)
                counts *= rarity(self.size, found.with_word)
                for row, vector in zip(sums, vectors, strict=True):
                    if stem in vector:
                        row[found.docs] += counts * vector[stem]
        lengths = self._reader.vector_lengths
        every = [(docs, row) for row in sums for docs in row.nonzero()]
        return [DocSet(docs, row[docs] / lengths[docs]) for docs, row in every]

    def norms(self, name: str, docs: Ints) -> Scores:
        """See IndexReader."""
        return self._reader.norms(name).take(docs)

    # -- counting

    def words_of(self, name: str) -> frozenset[str]:
        """See IndexReader."""
        return self._reader.words_of(name)

    def doc_frequency(self, name: str, text: str) -> int:
        """See IndexReader."""
        known = self.memory.words.get((name, text))
        if known is None:
            known = self._doc_frequency(name, text)
            self.memory.words.put((name, text), known)
        return cast(int, known)

    def _doc_frequency(self, name: str, text: str) -> int:
        if name == "text_exact" and (name, text) not in self._single_terms:
            form = encoded(text)  # parts of words are asked for by the dozen: no more is looked up
            places = [(segment, segment.place_of_form(form)) for segment in self._reader.segments]
            return sum([segment.form_docs.at(place) for segment, place in places if place >= 0])
        return self._single_term(name, text).counts[0]

    def frequency(self, name: str, text: str) -> float:
        """See IndexReader."""
        key = "frequency", name, text
        known = self.memory.words.get(key)
        if known is None:
            known = float(self._single_term(name, text).counts[1])
            self.memory.words.put(key, known)
        return cast(float, known)

    def average_length(self, name: str) -> float:
        """See IndexReader."""
        return self._reader.average_length(name)

    def days(self, docs: NDArray[np.int64]) -> NDArray[np.int64]:
        """See IndexReader."""
        return self._reader.published[docs].astype(np.int64)

    def count_names(self, column: Column, docs: NDArray[np.int64]) -> tuple[dict[str, int], int]:
        """See IndexReader."""
        return self._reader.count_names(column, docs)

    def nameless(self, column: Column, docs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """See IndexReader."""
        return self._reader.nameless(column).take(docs)

    # -- showing

    def page(self, docs: Sequence[int]) -> ArrayPage:
        """See IndexReader."""
        return ArrayPage(self._reader, docs, lambda term: self._term(term, ("text", "text_exact")))

    def close(self) -> None:
        """See IndexReader."""
        self._reader.close()

    # -- words

    def _single_term(self, name: str, text: str) -> SingleTerm:
        known = self._single_terms.get((name, text))
        if known is None:
            entries = self._entries(name, text)
            known = self._single_terms[name, text] = SingleTerm(self._reader, name, entries)
        return known

    def _entries(self, name: str, text: str) -> Sequence[TermEntry | None]:
        """What the dictionary of each segment says of a word."""
        known = self.memory.entries.get((name, text))
        if known is None:
            known = self._reader.entries(name, encoded(text))
            self.memory.entries.put((name, text), known)
        return cast(Sequence[TermEntry | None], known)

    def _expansion(self, term: PatternTerm, name: str) -> Expansion:
        known = self._expanded.get((term, name))
        if known is None:
            known = self._expanded[term, name] = Expansion(self._reader, term, name)
        return known

    def _phrase(self, phrase: PhrasePattern, fields: Fields) -> PhraseTerms:
        return [self._term(term, fields) for term in phrase]

    def _term(self, term: PatternTerm, fields: Fields) -> ArrayTerm:
        stems, forms = fields
        if term.kind in ("stem", "form"):
            return self._single_term(stems if term.kind == "stem" else forms, term.value)
        known = self._terms.get((term, forms))
        if known is None:
            if forms in SHORT:
                known = AnyTerm(self._reader, forms, self.expand(term, forms))
            else:
                known = AnyForm(self._reader, self._expansion(term, forms))
            self._terms[term, forms] = known
        return known

    def _scores(self, phrase: PhrasePattern, fields: Fields, docs: Ints) -> Scores:
        """What a phrase adds to the scores of documents, ascending; 0 where it does not stand."""
        if len(phrase) == 1:
            return self._term(phrase[0], fields).scores(docs)
        found = self.phrase(phrase, fields)
        scores = np.zeros(len(docs))
        here = located(docs, found.docs)
        scores[here] = found.scores_at(located(found.docs, docs[here]))
        return scores

    def _segments(self) -> Iterator[tuple[Segment, int]]:
        return zip(self._reader.segments, self._reader.bases, strict=True)

    def _live(self, parts: Sequence[Ints]) -> Ints:
        """The documents of each segment that are not deleted."""
        docs = np.concatenate([NONE, *parts])
        return docs if self._reader.alive is None else docs[self._reader.alive[docs]]

    def _unscored(self, kept: NDArray[np.bool_]) -> DocSet:
        if self._reader.alive is not None:
            kept &= self._reader.alive
        return unscored(kept.nonzero()[0])


def _added(scores: list[Scores]) -> Scores:
    total = scores[0].copy()
    for each in scores[1:]:
        total += each
    return total


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
