"""A query tree becomes a Whoosh query, and that the documents it matches with their scores.

Stem fields answer words; exact fields answer quotes, =word, prefixes and near spellings.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq
from whoosh.query.spans import SpanNear2
from whoosh.searching import SearchContext
from whoosh.searching import Searcher as WhooshSearch

from search.pattern import Pattern, Run, Slot, pattern_of
from search.periods import DateRange
from search.query import And, Field, FieldName, Near, Node, Not, Or
from search.results import Filters

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
    """Documents and their scores, in the order of the documents."""

    docs: NDArray[np.int64]
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.docs)


def evaluate(searcher: WhooshSearch, query: wq.Query) -> Matches:
    """Every document that `query` matches."""
    docs: list[int] = []
    scores: list[float] = []
    context = SearchContext(weighting=searcher.weighting)
    for leaf, offset in searcher.leaf_searchers():
        matcher = query.matcher(leaf, context)
        while matcher.is_active():
            docs.append(offset + matcher.id())
            scores.append(matcher.score())
            matcher.next()
    return Matches(np.array(docs, dtype=np.int64), np.array(scores, dtype=np.float64))


def count(searcher: WhooshSearch, query: wq.Query) -> int:
    """How many documents `query` matches; nothing is scored."""
    context = SearchContext(weighting=None)
    return sum(1 for leaf, _ in searcher.leaf_searchers() for _ in query.matcher(leaf, context).all_ids())


class Translator:
    """Puts query trees into Whoosh's words, over one index."""

    def __init__(self, searcher: WhooshSearch) -> None:
        self._reader = searcher.reader()

    def translate(self, node: Node, field: FieldName | None = None) -> wq.Query:
        """The Whoosh query of a tree."""
        match node:
            case And(children=children):
                return self._all(children, field)
            case Or(children=children):
                return wq.Or(weighted(self.translate(child, field) for child in children))
            case Not(child=child):
                return wq.Not(self.translate(child, field))
            case Field(name=name, child=child):
                return self.translate(child, name)
            case DateRange(since=since, until=until):
                return date_range(since, until)
            case Near(left=left, right=right, distance=distance):
                ends = [self._pattern(pattern_of(end, stemmed=_stemmed(field)), field) for end in (left, right)]
                return SpanNear2(ends, slop=distance, ordered=False)
            case _:
                return self._pattern(pattern_of(node, stemmed=_stemmed(field)), field)

    def expand(self, slot: Slot, field: str) -> list[str]:
        """The forms a prefix or near spelling stands for, commonest first, at most MOST_EXPANSIONS."""
        found: list[bytes] = []
        for term in self._candidates(slot, field):
            found.append(term)
            if len(found) >= MOST_CANDIDATES:
                break
        if len(found) > MOST_EXPANSIONS:
            found.sort(key=lambda term: (-self._reader.doc_frequency(field, term), term))
        return [term.decode() for term in found[:MOST_EXPANSIONS]]

    def _candidates(self, slot: Slot, field: str) -> Iterable[bytes]:
        if slot.kind == "prefix":
            return self._reader.expand_prefix(field, slot.value)  # type: ignore[no-any-return]
        near = self._reader.terms_within(field, slot.value, maxdist=slot.distance, prefix=1)
        return (term.encode() if isinstance(term, str) else term for term in near)

    def _all(self, children: Sequence[Node], field: FieldName | None) -> wq.Query:
        wanted = weighted(self.translate(child, field) for child in children if not isinstance(child, Not))
        denied = [self.translate(child.child, field) for child in children if isinstance(child, Not)]
        query = wq.And(wanted) if len(wanted) > 1 else wanted[0]
        return wq.AndNot(query, wq.Or(denied)) if denied else query

    def _pattern(self, pattern: Pattern, field: FieldName | None) -> wq.Query:
        runs = [self._run(run, FIELDS[field]) for run in pattern.runs]
        return (wq.Or(runs) if len(runs) > 1 else runs[0]) if runs else wq.NullQuery

    def _run(self, run: Run, fields: tuple[str, str]) -> wq.Query:
        # A run of several words needs one field for its positions: exact forms have no stems to be found by.
        parts = [self._slot(slot, fields) for slot in run]
        return parts[0] if len(parts) == 1 else SpanNear2(parts, slop=1, ordered=True)

    def _slot(self, slot: Slot, fields: tuple[str, str]) -> wq.Query:
        stems, forms = fields
        if slot.kind == "stem":
            return wq.Term(stems, slot.value)
        if slot.kind == "form":
            return wq.Term(forms, slot.value)
        terms = [wq.Term(forms, form) for form in self.expand(slot, forms)]
        return (wq.Or(terms) if len(terms) > 1 else terms[0]) if terms else wq.NullQuery


def weighted(queries: Iterable[wq.Query]) -> list[wq.Query]:
    """The queries, each once; what was typed twice counts twice."""
    times: Counter[wq.Query] = Counter(queries)
    return [query if n == 1 else query.with_boost(float(n)) for query, n in times.items()]


def date_range(since: date | None, until: date | None) -> wq.Query:
    """Articles published between two days, both included; adds nothing to a score. Undated ones never match."""
    low, high = _number(since) if since else 1, _number(until) if until else 99991231
    return wq.ConstantScoreQuery(wq.NumericRange("published", low, high), score=0.0)


def filter_query(filters: Filters) -> wq.Query | None:
    """What the filters ask, adding nothing to a score; None when they ask nothing."""
    asked: list[Any] = []
    if filters.since or filters.until:
        asked.append(date_range(filters.since, filters.until))
    if filters.author is not None:
        asked.append(wq.ConstantScoreQuery(wq.Term("author_name", filters.author), score=0.0))
    if filters.section is not None:
        asked.append(wq.ConstantScoreQuery(wq.Term("section_name", filters.section), score=0.0))
    return (wq.And(asked) if len(asked) > 1 else asked[0]) if asked else None


def _stemmed(field: FieldName | None) -> bool:
    return field in (None, "title")


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
