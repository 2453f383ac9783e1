"""The documents that filters allow, by date and by names: authors, sections and the like.

A name is one that a facet shows, or any part of one in any case.
"""

from functools import reduce

from index.base.analysis import tokenize
from search.matching.doc_set import EMPTY, DocSet
from search.matching.evaluate import Evaluator
from search.matching.results import Filters
from search.query.query import Exact, FieldName, Node, all_of


def allowed_by(evaluator: Evaluator, filters: Filters) -> DocSet | None:
    """Every document that the filters allow, scored 0; None when they ask nothing."""
    asked: list[DocSet] = []
    if filters.since or filters.until:
        asked.append(evaluator.reader.published(filters.since, filters.until))
    asked += [_named(evaluator, *each) for each in filters.names]
    return reduce(DocSet.__and__, asked) if asked else None


def _named(evaluator: Evaluator, kind: FieldName, name: str) -> DocSet:
    whole = evaluator.reader.term(f"{kind}_name", name, scored=False)
    if len(whole):
        return whole
    words: Node | None = all_of(Exact(name[token.start : token.end]) for token in tokenize(name))
    return evaluator.evaluate(words, kind).boosted(0.0) if words else EMPTY
