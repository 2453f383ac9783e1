"""The documents that filters allow, by date and by names: authors, sections and the like.

A name is one that a facet shows, or any part of one in any case, its initials however spaced.
Values of one kind are alternatives; kinds narrow each other.
"""

from functools import reduce

from corpus.field import NAMED
from index.base.days import UNDATED
from search.matching.doc_set import EMPTY, DocSet, union, unscored
from search.matching.evaluate import Evaluator
from search.matching.results import Filters
from search.query.periods import DateRange
from search.query.query import FieldName, Word, all_of
from search.query.rewrite import is_empty

SPAN, DATES = "from", "date"  # the kinds that are no term of a field

_ABSENT = {(field.term, field.absent): field for field in NAMED if field.absent}

Allowed = dict[str, DocSet]  # by the kind of filter, each scored 0


def allowed_by(evaluator: Evaluator, filters: Filters) -> Allowed:
    """Every document that each kind of filter allows; without kinds that ask nothing."""
    allowed: Allowed = {}
    if filters.since or filters.until:
        allowed[SPAN] = evaluator.reader.published(filters.since, filters.until)
    if filters.dates:
        allowed[DATES] = union(_dated(evaluator, days) for days in filters.dates)
    for kind in dict.fromkeys(kind for kind, _ in filters.names):
        named = [_named(evaluator, kind, name) for each, name in filters.names if each == kind]
        allowed[kind] = union(named)
    return allowed


def within(found: DocSet, allowed: Allowed, *, without: str = "") -> DocSet:
    """The documents found that the filters allow; of one kind they may be left out."""
    asked = (docs for kind, docs in allowed.items() if kind != without)
    return reduce(DocSet.__and__, asked, found)


def _dated(evaluator: Evaluator, days: DateRange | None) -> DocSet:
    if days is not None:
        return evaluator.reader.published(days.since, days.until)
    every = evaluator.reader.everything().docs
    return unscored(every[evaluator.reader.days(every) == UNDATED])


def _named(evaluator: Evaluator, kind: FieldName, name: str) -> DocSet:
    if field := _ABSENT.get((kind, name)):
        every = evaluator.reader.everything().docs
        return unscored(every[evaluator.reader.nameless(field.column, every)])
    whole = evaluator.reader.term(f"{kind}_name", name, scored=False)
    if len(whole):
        return whole
    words = all_of(word for word in map(Word, name.split()) if not is_empty(word))
    if words is None:
        return EMPTY
    return evaluator.evaluate(evaluator.variants.vary(words, kind), kind).boosted(0.0)
