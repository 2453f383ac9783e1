"""A query tree becomes the documents it matches, with their scores: arrays, joined by set algebra.

Whoosh answers the leaves: postings of terms, spans of phrases, ranges of numbers. What joins them is ours, because its
matcher for "without" lets a first document pass unchecked, and because arrays are quicker than posting by posting.
Stem fields answer words; exact fields answer quotes, =word, prefixes and near spellings.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq
from whoosh.query.spans import SpanNear2
from whoosh.reading import TermNotFound
from whoosh.searching import SearchContext
from whoosh.searching import Searcher as WhooshSearch

from search.pattern import Pattern, Run, Slot, pattern_of
from search.periods import DateRange
from search.query import And, Field, FieldName, Near, Node, Not, Or
from search.ranking import term_score

MOST_EXPANSIONS = 512   # forms a prefix or a near spelling may stand for; the commonest are taken
MOST_CANDIDATES = 20_000  # forms looked at to find those

# Where a word and an exact form are looked for.
FIELDS: dict[FieldName | None, tuple[str, str]] = {
    None: ("text", "text_exact"),
    "title": ("title", "title_exact"),
    "author": ("author", "author"),
    "section": ("section", "section"),
}


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents in ascending order, and their scores."""

    docs: NDArray[np.int64]
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.docs)

    def __and__(self, other: "Matches") -> "Matches":
        """Documents in both, scores added."""
        docs, mine, theirs = np.intersect1d(self.docs, other.docs, assume_unique=True, return_indices=True)
        return Matches(docs, self.scores[mine] + other.scores[theirs])

    def __sub__(self, other: "Matches") -> "Matches":
        """Documents of the first that are not in the other."""
        kept = np.isin(self.docs, other.docs, assume_unique=True, invert=True)
        return Matches(self.docs[kept], self.scores[kept])

    def times(self, factor: float) -> "Matches":
        """The same documents, scores multiplied."""
        return Matches(self.docs, self.scores * factor)


NOTHING = Matches(np.array([], dtype=np.int64), np.array([], dtype=np.float64))


@dataclass(slots=True)
class Evaluator:
    """Answers trees over one index. Not for two threads at once: Whoosh's readers move in their files."""

    searcher: WhooshSearch
    lengths: dict[str, NDArray[np.float64]] = field(default_factory=dict)  # of each field, by document

    def evaluate(self, node: Node, within: FieldName | None = None) -> Matches:
        """Every document that the tree matches."""
        match node:
            case And(children=children):
                wanted = [self._weighted(child, n, within) for child, n in _counted(children) if not _denies(child)]
                denied = [self.evaluate(child.child, within) for child in children if isinstance(child, Not)]
                return reduce(Matches.__sub__, denied, reduce(Matches.__and__, wanted))
            case Or(children=children):
                return union(self._weighted(child, n, within) for child, n in _counted(children))
            case Field(name=name, child=child):
                return self.evaluate(child, name)
            case DateRange(since=since, until=until):
                return self.published(since, until)
            case Near(left=left, right=right, distance=distance):
                ends = [self._spans(pattern_of(end, stemmed=_stemmed(within)), FIELDS[within]) for end in (left, right)]
                return self._walk(SpanNear2(ends, slop=distance, ordered=False))
            case Not():
                raise ValueError("a Not stands only within an And")
            case _:
                return self._pattern(pattern_of(node, stemmed=_stemmed(within)), FIELDS[within])

    def published(self, since: date | None, until: date | None) -> Matches:
        """Articles published between two days, both included; undated ones never. Nothing is added to a score."""
        low, high = _number(since) if since else 1, _number(until) if until else 99991231
        return self._walk(wq.NumericRange("published", low, high), scored=False)

    def term(self, name: str, text: str, *, scored: bool = True) -> Matches:
        """Every document with the term `text` in the field `name`."""
        docs: list[int] = []
        weights: list[float] = []
        for leaf, offset in self.searcher.leaf_searchers():
            try:
                matcher = leaf.reader().postings(name, text)
            except TermNotFound:
                continue
            while matcher.is_active():
                docs.append(offset + matcher.id())
                weights.append(matcher.weight())
                matcher.next()
        found = np.array(docs, dtype=np.int64)
        if not scored or not docs:
            return Matches(found, np.zeros(len(found)))
        return Matches(found, self._scores(name, text, found, np.array(weights)))

    def expand(self, slot: Slot, name: str) -> list[str]:
        """The forms a prefix or near spelling stands for, commonest first, at most MOST_EXPANSIONS."""
        reader = self.searcher.reader()
        found: list[bytes] = []
        for term in self._candidates(slot, name):
            found.append(term)
            if len(found) >= MOST_CANDIDATES:
                break
        if len(found) > MOST_EXPANSIONS:
            found.sort(key=lambda term: (-reader.doc_frequency(name, term), term))
        return [term.decode() for term in found[:MOST_EXPANSIONS]]

    def _candidates(self, slot: Slot, name: str) -> Iterable[bytes]:
        if slot.kind == "prefix":
            return self.searcher.reader().expand_prefix(name, slot.value)  # type: ignore[no-any-return]
        # Segment by segment: over several at once Whoosh counts a swap of two letters as one, within one as two.
        leaves = (leaf.reader() for leaf, _ in self.searcher.leaf_searchers())
        near = (reader.terms_within(name, slot.value, maxdist=slot.distance, prefix=1) for reader in leaves)
        return sorted({term.encode() if isinstance(term, str) else term for terms in near for term in terms})

    def _weighted(self, node: Node, times: int, within: FieldName | None) -> Matches:
        """What is typed twice counts twice."""
        return self.evaluate(node, within).times(times)

    def _pattern(self, pattern: Pattern, fields: tuple[str, str]) -> Matches:
        return union(self._run(run, fields) for run in pattern.runs)

    def _run(self, run: Run, fields: tuple[str, str]) -> Matches:
        if len(run) > 1:
            return self._walk(_run_query([self._slot_query(slot, fields) for slot in run]))
        (slot,) = run
        stems, forms = fields
        if slot.kind in ("stem", "form"):
            return self.term(stems if slot.kind == "stem" else forms, slot.value)
        return union(self.term(forms, form) for form in self.expand(slot, forms))

    def _spans(self, pattern: Pattern, fields: tuple[str, str]) -> wq.Query:
        """The pattern as a query of Whoosh's that knows where it matches."""
        runs = [_run_query([self._slot_query(slot, fields) for slot in run]) for run in pattern.runs]
        return _either(runs)

    def _slot_query(self, slot: Slot, fields: tuple[str, str]) -> wq.Query:
        stems, forms = fields
        if slot.kind in ("stem", "form"):
            return wq.Term(stems if slot.kind == "stem" else forms, slot.value)
        return _either([wq.Term(forms, form) for form in self.expand(slot, forms)])

    def _walk(self, query: wq.Query, *, scored: bool = True) -> Matches:
        """What Whoosh's own matcher finds, from its first document to its last."""
        docs: list[int] = []
        scores: list[float] = []
        context = SearchContext(weighting=self.searcher.weighting if scored else None)
        for leaf, offset in self.searcher.leaf_searchers():
            matcher = query.matcher(leaf, context)
            while matcher.is_active():
                docs.append(offset + matcher.id())
                scores.append(matcher.score() if scored else 0.0)
                matcher.next()
        return Matches(np.array(docs, dtype=np.int64), np.array(scores, dtype=np.float64))

    def _scores(self, name: str, text: str, docs: NDArray[np.int64], weights: NDArray[Any]) -> NDArray[np.float64]:
        searcher = self.searcher
        if not searcher.schema[name].scorable:
            return np.zeros(len(docs))
        if name not in self.lengths:
            reader = searcher.reader()
            every = (reader.doc_field_length(doc, name, 1) for doc in range(reader.doc_count_all()))
            self.lengths[name] = np.fromiter(every, dtype=np.float64)
        score = term_score(
            articles=searcher.doc_count_all(),
            with_word=searcher.doc_frequency(name, text),
            times=searcher.frequency(name, text),
            average_length=searcher.avg_field_length(name) or 1,
        )
        return np.asarray(score(weights, self.lengths[name][docs]), dtype=np.float64)


def union(matches: Iterable[Matches]) -> Matches:
    """Documents in any, scores added."""
    every = list(matches)
    if len(every) < 2:
        return every[0] if every else NOTHING
    docs, places = np.unique(np.concatenate([m.docs for m in every]), return_inverse=True)
    scores = np.bincount(places, np.concatenate([m.scores for m in every]), len(docs))
    return Matches(docs, scores.astype(np.float64))


def _counted(children: Sequence[Node]) -> Iterable[tuple[Node, int]]:
    return Counter(children).items()


def _denies(node: Node) -> bool:
    return isinstance(node, Not)


def _run_query(slots: list[wq.Query]) -> wq.Query:
    return slots[0] if len(slots) == 1 else SpanNear2(slots, slop=1, ordered=True)


def _either(queries: list[wq.Query]) -> wq.Query:
    return (wq.Or(queries) if len(queries) > 1 else queries[0]) if queries else wq.NullQuery


def _stemmed(within: FieldName | None) -> bool:
    return within in (None, "title")


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
