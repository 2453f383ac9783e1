"""The documents that a request finds: those with all its words, then those with some."""

from typing import NamedTuple

from search.matching.authored import authored
from search.matching.doc_set import EMPTY, DocSet, union
from search.matching.evaluate import Evaluator
from search.matching.filters import Allowed, allowed_by, within
from search.matching.results import Request
from search.query.rewrite import partly


class Collected(NamedTuple):
    """What a request finds, each document in one of three sets."""

    full: DocSet
    partial: DocSet  # only where the others do not fill a page
    allowed: Allowed
    matched: DocSet  # those that match in full before any filter
    some: DocSet = EMPTY  # the partial ones before any filter, and the full
    by_author: DocSet = EMPTY  # whose author has the words for a name, and whose text has not

    @property
    def whole(self) -> DocSet:
        """Those that match in full."""
        return union((self.full, self.by_author)) if len(self.by_author) else self.full


def collect(evaluator: Evaluator, request: Request) -> Collected:
    """The full matches, those by an author scored 0, and the partial ones where they are few."""
    root = evaluator.looked_for(request.query.root)
    allowed = allowed_by(evaluator, request.filters)
    if root is None:
        if not allowed or request.query.root is not None or request.query.notes:
            return Collected(EMPTY, EMPTY, allowed, EMPTY)
        matched = evaluator.reader.everything()
        return Collected(within(matched, allowed), EMPTY, allowed, matched)
    is_any = request.query.match == "any"
    matched = evaluator.evaluate((partly(request.query.root) or root) if is_any else root)
    full, by_author = within(matched, allowed), EMPTY
    if named := authored(request.query, evaluator.reader):
        written = (evaluator.evaluate(named) - matched).boosted(0.0)
        by_author, matched = within(written, allowed), union((matched, written))
    found = Collected(full, EMPTY, allowed, matched, by_author=by_author)
    if is_any or request.bare or len(full) + len(by_author) >= request.size:
        return found
    soft = partly(request.query.root)
    if soft is None or soft == root:
        return found
    some = evaluator.evaluate(soft)
    return found._replace(partial=within(some, allowed) - full - by_author, some=some)
