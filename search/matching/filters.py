"""The documents that filters allow, by date and by names: authors, sections and the like.

A name is one that a facet shows, or any part of one in any case, its initials however spaced.
"""

from functools import reduce

from search.matching.doc_set import EMPTY, DocSet
from search.matching.evaluate import Evaluator
from search.matching.results import Filters
from search.query.query import FieldName, Word, all_of
from search.query.rewrite import is_empty


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
    words = all_of(word for word in map(Word, name.split()) if not is_empty(word))
    if words is None:
        return EMPTY
    return evaluator.evaluate(evaluator.variants.vary(words, kind), kind).boosted(0.0)
