"""The documents that a request finds: those with all its words, then those with some."""

from typing import NamedTuple

from search.matching.doc_set import EMPTY, DocSet
from search.matching.evaluate import Evaluator
from search.matching.filters import Allowed, allowed_by, within
from search.matching.results import Request
from search.query.rewrite import partly


class Collected(NamedTuple):
    """What a request finds."""

    full: DocSet
    partial: DocSet  # where the full do not fill a page
    allowed: Allowed
    matched: DocSet  # the full ones before any filter
    some: DocSet = EMPTY  # the partial ones before any filter, and the full


def collect(evaluator: Evaluator, request: Request) -> Collected:
    """The full matches, and the partial ones where the full do not fill a page."""
    root = evaluator.looked_for(request.query.root)
    allowed = allowed_by(evaluator, request.filters)
    if root is None:
        if not allowed or request.query.root is not None or request.query.notes:
            return Collected(EMPTY, EMPTY, allowed, EMPTY)
        matched = evaluator.reader.everything()
        return Collected(within(matched, allowed), EMPTY, allowed, matched)
    if request.query.match == "any":
        matched = evaluator.evaluate(partly(request.query.root) or root)
        return Collected(within(matched, allowed), EMPTY, allowed, matched)
    matched = evaluator.evaluate(root)
    full = within(matched, allowed)
    if request.bare or len(full) >= request.size:
        return Collected(full, EMPTY, allowed, matched)
    soft = partly(request.query.root)
    if soft is None or soft == root:
        return Collected(full, EMPTY, allowed, matched)
    some = evaluator.evaluate(soft)
    return Collected(full, within(some, allowed) - full, allowed, matched, some)
