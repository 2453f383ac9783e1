"""WhooshIndexReader: an index of Whoosh's own files, read by Whoosh's own matchers.

Stem fields answer words; exact fields answer quotes, =word, prefixes and near spellings. Whoosh's
readers move in their files: not for two threads at once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq
from whoosh.index import EmptyIndexError, FileIndex
from whoosh.query.spans import SpanNear2
from whoosh.reading import TermNotFound
from whoosh.searching import SearchContext

from corpus.field import NAMED
from index.base.analysis import PARAGRAPH_GAP, is_mark
from index.base.damage import damaged
from index.base.ranking import damped, length_norm, rarity, term_score
from index.base.stems import stem_of
from index.base.weighting import InExpB2
from search.copied.anchors import REACH, Anchors
from search.copied.reading import NOTHING, read_text
from search.matching.doc_set import Docs, DocSet, Scores, union
from search.matching.index_reader import MOST_EXPANSIONS, Column, Fields, Reprints
from search.matching.memory import Memory
from search.matching.nearness import Standing
from search.matching.result_page import STORED, StoredFields
from search.query.pattern import Pattern, PatternTerm, PhrasePattern
from search.query.typed import Typed
from search.snippets.texts import TextPage
from search.spelling.vocabulary import Vocabulary
from search.stock.standing import TextLayout, fill

STEM_KEEPS = 1  # letters: "dying" is of "die"
MOST_CANDIDATES = 20_000  # forms looked at to find those a prefix or a near spelling stands for


def open_index_reader(index: FileIndex, reprints: Reprints = ()) -> "WhooshIndexReader":
    """A reader of an open index. Raises IndexDamaged when its files were swept away since."""
    try:
        return WhooshIndexReader(index, reprints)
    except (EmptyIndexError, FileNotFoundError):
        raise damaged("its files are gone") from None


class WhooshIndexReader:
    """An IndexReader over Whoosh's own searcher.

    What it reads of columns it keeps: reading them again is slow.
    """

    def __init__(self, index: FileIndex, reprints: Reprints = ()) -> None:
        """Open a searcher of `index`. Raises EmptyIndexError or FileNotFoundError."""
        self._searcher = index.searcher(weighting=InExpB2())
        self._reader = self._searcher.reader()
        self.size = int(self._reader.doc_count_all())
        self.has_deleted = bool(self._reader.has_deletions())
        self.memory, self.reprints = Memory(), reprints
        self._lengths: dict[str, NDArray[np.float64]] = {}  # of each field, by document
        self._words: dict[str, frozenset[str]] = {}  # of each field of names
        self._layouts: dict[int, TextLayout] = {}  # of documents that were looked into
        self._vector_lengths: Scores | None = None  # of each document
        self._days: NDArray[np.int64] = np.full(self.size, -1, dtype=np.int64)
        self._vocabularies: dict[str, Vocabulary] = {}
        self._names: dict[Column, list[tuple[str, ...] | None]] = {
            field.column: [None] * self.size for field in NAMED
        }

    def close(self) -> None:
        """See IndexReader."""
        self._searcher.close()

    # -- finding

    def term(self, name: str, text: str, *, scored: bool = True) -> DocSet:
        """See IndexReader."""
        found, frequencies = self._postings(name, text)
        if not scored or not len(found):
            return DocSet(found, np.zeros(len(found)))
        return DocSet(found, self._scores(name, text, found, frequencies))

    def _postings(self, name: str, text: str) -> tuple[Docs, Scores]:
        """The documents with a term, and how often it stands in each."""
        docs: list[int] = []
        weights: list[float] = []
        for leaf, offset in self._searcher.leaf_searchers():
            try:
                matcher = leaf.reader().postings(name, text)
            except TermNotFound:
                continue
            while matcher.is_active():
                docs.append(offset + matcher.id())
                weights.append(matcher.weight())
                matcher.next()
        return np.array(docs, dtype=np.int64), np.array(weights)

    def phrase(self, phrase: PhrasePattern, fields: Fields) -> DocSet:
        """See IndexReader."""
        if len(phrase) > 1:
            return self._walk(self._phrase_query(phrase, fields))
        (term,) = phrase
        stems, forms = fields
        if term.kind in ("stem", "form"):
            return self.term(stems if term.kind == "stem" else forms, term.value)
        return union(self.term(forms, form) for form in self.expand(term, forms))

    def near(self, left: Pattern, right: Pattern, distance: int, *, fields: Fields) -> DocSet:
        """See IndexReader."""
        ends = [
            _either([self._phrase_query(phrase, fields) for phrase in end.phrases])
            for end in (left, right)
        ]
        # Whoosh begins to look for the second end a distance before the first, where a longer one
        # may have begun already: what it misses so in one order it finds in the other.
        found, other = (
            self._walk(SpanNear2(order, slop=distance, ordered=False))
            for order in (ends, ends[::-1])
        )
        return union((found, other - found))

    def published(self, since: date | None, until: date | None) -> DocSet:
        """See IndexReader."""
        low, high = _number(since) if since else 1, _number(until) if until else 99991231
        return self._walk(wq.NumericRange("published", low, high), scored=False)

    def everything(self) -> DocSet:
        """See IndexReader."""
        docs = np.array(
            [doc for doc in range(self.size) if not self._reader.is_deleted(doc)], dtype=np.int64
        )
        return DocSet(docs, np.zeros(len(docs)))

    def expand(self, term: PatternTerm, name: str) -> list[str]:
        """See IndexReader."""
        found = list(islice(self._candidates(term, name), MOST_CANDIDATES))
        if len(found) > MOST_EXPANSIONS:
            found.sort(key=lambda term: (-self._reader.doc_frequency(name, term), term))
        return [term.decode() for term in found[:MOST_EXPANSIONS]]

    def vocabularies(self, name: str) -> list[Vocabulary]:
        """See IndexReader."""
        if name not in self._vocabularies:
            found = [(word.decode(), info) for word, info in self._reader.iter_field(name)]
            self._vocabularies[name] = Vocabulary(
                "".join(word for word, _ in found),
                np.array([len(word) for word, _ in found], np.int64),
                np.array([info.doc_frequency() for _, info in found], np.int64),
            )
        return [self._vocabularies[name]]

    def copied(self, anchors: Anchors) -> NDArray[np.int64]:
        """See IndexReader. Every document that holds a pair is read."""
        pairs = anchors.pairs
        forms = {form for pair in pairs for form in (pair.left, pair.right)}
        places = {form: self._places(form) for form in forms}
        docs = {
            doc
            for pair in pairs
            for doc in places[pair.left].keys() & places[pair.right].keys()
            if not self._reader.is_deleted(doc)
            and _near(places[pair.left][doc], places[pair.right][doc], pair.apart)
        }
        texts = ((doc, self._searcher.stored_fields(doc)["text"]) for doc in sorted(docs))
        found = [read_text(anchors.letters, anchors.windows, text, doc) for doc, text in texts]
        return np.concatenate([NOTHING, *found])

    def _places(self, form: str) -> dict[int, list[int]]:
        """The positions of a form in each document that has it."""
        places: dict[int, list[int]] = {}
        for leaf, offset in self._searcher.leaf_searchers():
            try:
                matcher = leaf.reader().postings("text_exact", form)
            except TermNotFound:
                continue
            while matcher.is_active():
                places[offset + matcher.id()] = list(matcher.value_as("positions"))
                matcher.next()
        return places

    # -- what was typed

    def standing(self, typed: Typed, docs: Docs) -> Standing:
        """See IndexReader."""
        standing = Standing.of(typed, len(docs))
        for leaf, offset in self._searcher.leaf_searchers():
            end = offset + leaf.reader().doc_count_all()
            first, last = docs.searchsorted((offset, end)).tolist()
            if first < last:
                layouts = [self._layout_of(doc) for doc in docs[first:last].tolist()]
                some = docs[first:last] - offset
                fill(standing.among(first, last), leaf.reader(), typed, some, layouts)
        return standing

    def holding(self, form: str) -> Docs:
        """See IndexReader."""
        return self.term("text_exact", form, scored=False).docs

    def forms_of(self, stem: str) -> Counter[str]:
        """See IndexReader. No stem changes what a word of more letters begins with."""
        near = self._reader.expand_prefix("text_exact", stem[:STEM_KEEPS])
        forms = (form.decode("utf-8", "surrogatepass") for form in near)
        return Counter(
            {
                form: self.doc_frequency("text_exact", form)
                for form in forms
                if stem_of(form) == stem
            }
        )

    def cosines(self, vectors: Sequence[Mapping[str, float]]) -> list[DocSet]:
        """See IndexReader."""
        if self._vector_lengths is None:
            squares = np.zeros(self.size)
            for word in self._reader.lexicon("text"):
                stem = word.decode("utf-8", "surrogatepass")
                if not is_mark(stem):
                    docs, counts = self._counts(stem)
                    squares[docs] += counts * counts
            self._vector_lengths = np.sqrt(squares)
        return [self._cosines(vector, self._vector_lengths) for vector in vectors]

    def _cosines(self, vector: Mapping[str, float], lengths: Scores) -> DocSet:
        sums = np.zeros(self.size)
        for stem, weight in vector.items():
            docs, counts = self._counts(stem)
            sums[docs] += counts * weight
        found = sums.nonzero()[0]
        return DocSet(found, sums[found] / lengths[found])

    def _counts(self, stem: str) -> tuple[Docs, Scores]:
        """The documents with a stem, and what it counts in the vector of each."""
        docs, frequencies = self._postings("text", stem)
        counts = rarity(self.size, float(self._reader.doc_frequency("text", stem)))
        return docs, damped(frequencies) * counts

    def norms(self, name: str, docs: Docs) -> Scores:
        """See IndexReader."""
        return length_norm(self._lengths_of(name)[docs], self.average_length(name))

    def _layout_of(self, doc: int) -> TextLayout:
        known = self._layouts.get(doc)
        if known is None:
            fields = self._searcher.stored_fields(doc)
            known = self._layouts[doc] = TextLayout.of(fields["title"], fields["text"])
        return known

    # -- counting

    def words_of(self, name: str) -> frozenset[str]:
        """See IndexReader."""
        if name not in self._words:
            words = self._reader.lexicon(name)
            self._words[name] = frozenset(word.decode("utf-8", "surrogatepass") for word in words)
        return self._words[name]

    def doc_frequency(self, name: str, text: str) -> int:
        """See IndexReader."""
        known = self.memory.words.get((name, text))
        if known is None:
            known = int(self._reader.doc_frequency(name, text))
            self.memory.words.put((name, text), known)
        return cast(int, known)

    def frequency(self, name: str, text: str) -> float:
        """See IndexReader."""
        return float(self._reader.frequency(name, text))

    def average_length(self, name: str) -> float:
        """See IndexReader."""
        return float(self._searcher.avg_field_length(name) or 1)

    def days(self, docs: NDArray[np.int64]) -> NDArray[np.int64]:
        """See IndexReader."""
        missing = docs[self._days[docs] < 0]
        if len(missing):
            column = self._reader.column_reader("published", translate=False)
            for doc in missing.tolist():
                self._days[doc] = column[doc]
        return self._days[docs]

    def count_names(self, column: Column, docs: NDArray[np.int64]) -> tuple[dict[str, int], int]:
        """See IndexReader."""
        every = self._names_of(column, docs)
        return Counter(chain.from_iterable(every)), every.count(())

    def nameless(self, column: Column, docs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """See IndexReader."""
        return np.array([not names for names in self._names_of(column, docs)], dtype=bool)

    def _names_of(self, column: Column, docs: NDArray[np.int64]) -> list[tuple[str, ...]]:
        known = self._names[column]
        reader = None
        every: list[tuple[str, ...]] = []
        for doc in docs.tolist():
            names = known[doc]
            if names is None:
                reader = reader or self._reader.column_reader(column)
                known[doc] = names = reader[doc]
            every.append(names)
        return every

    # -- showing

    def page(self, docs: Sequence[int]) -> TextPage:
        """See IndexReader."""
        found = [self._searcher.stored_fields(doc) for doc in docs]
        stored = [
            StoredFields(fields["id"], *(fields.get(field.stored) for field in STORED))
            for fields in found
        ]
        return TextPage(
            stored,
            [fields["text"] for fields in found],
            [fields["sentences"] for fields in found],
        )

    # -- asking Whoosh

    def _candidates(self, term: PatternTerm, name: str) -> Iterable[bytes]:
        if term.kind == "prefix":
            return self._reader.expand_prefix(name, term.value)  # type: ignore[no-any-return]
        # Segment by segment: over several at once Whoosh counts a swap of two letters as one,
        # within one as two.
        readers = (leaf.reader() for leaf, _ in self._searcher.leaf_searchers())
        near = (
            reader.terms_within(name, term.value, maxdist=term.distance, prefix=1)
            for reader in readers
        )
        return sorted(
            {term.encode() if isinstance(term, str) else term for terms in near for term in terms}
        )

    def _phrase_query(self, phrase: PhrasePattern, fields: Fields) -> wq.Query:
        terms = [self._term_query(term, fields) for term in phrase]
        return terms[0] if len(terms) == 1 else SpanNear2(terms, slop=1, ordered=True)

    def _term_query(self, term: PatternTerm, fields: Fields) -> wq.Query:
        stems, forms = fields
        if term.kind in ("stem", "form"):
            return wq.Term(stems if term.kind == "stem" else forms, term.value)
        return _either([wq.Term(forms, form) for form in self.expand(term, forms)])

    def _walk(self, query: wq.Query, *, scored: bool = True) -> DocSet:
        """What Whoosh's own matcher finds, from its first document to its last."""
        docs: list[int] = []
        scores: list[float] = []
        context = SearchContext(weighting=self._searcher.weighting if scored else None)
        for leaf, offset in self._searcher.leaf_searchers():
            matcher = query.matcher(leaf, context)
            while matcher.is_active():
                docs.append(offset + matcher.id())
                scores.append(matcher.score() if scored else 0.0)
                matcher.next()
        return DocSet(np.array(docs, dtype=np.int64), np.array(scores, dtype=np.float64))

    def _scores(
        self, name: str, text: str, docs: NDArray[np.int64], weights: NDArray[Any]
    ) -> NDArray[np.float64]:
        if not self._searcher.schema[name].scorable:
            return np.zeros(len(docs))
        score = term_score(
            articles=self.size,
            with_word=self.doc_frequency(name, text),
            frequency=self.frequency(name, text),
            average_length=self.average_length(name),
        )
        return np.asarray(score(weights, self._lengths_of(name)[docs]), dtype=np.float64)

    def _lengths_of(self, name: str) -> NDArray[np.float64]:
        if name not in self._lengths:
            every = (self._reader.doc_field_length(doc, name, 1) for doc in range(self.size))
            self._lengths[name] = np.fromiter(every, dtype=np.float64)
        return self._lengths[name]


def _either(queries: list[wq.Query]) -> wq.Query:
    return (wq.Or(queries) if len(queries) > 1 else queries[0]) if queries else wq.NullQuery


def _near(left: list[int], right: list[int], apart: int) -> bool:
    """Whether two words are so far apart anywhere; a paragraph's end may be between them."""
    off = {there - here - apart for here in left for there in right}
    return any(min(abs(each), abs(each - PARAGRAPH_GAP), abs(each + PARAGRAPH_GAP)) <= REACH + 1
               for each in off)  # fmt: skip


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
