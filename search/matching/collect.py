"""The documents that a request finds: those with all its words, then those with some."""

from search.matching.doc_set import EMPTY, DocSet
from search.matching.evaluate import Evaluator
from search.matching.filters import allowed_by
from search.matching.results import Request
from search.query.query import Node
from search.query.rewrite import partly


def collect(evaluator: Evaluator, request: Request) -> tuple[DocSet, DocSet]:
    """The full matches, and the partial ones where the full do not fill a page."""
    root = evaluator.looked_for(request.query.root)
    allowed = allowed_by(evaluator, request.filters)
    if root is None:
        if allowed is None or request.query.root is not None or request.query.notes:
            return EMPTY, EMPTY
        return evaluator.reader.everything() & allowed, EMPTY

    def answer(tree: Node) -> DocSet:
        found = evaluator.evaluate(tree)
        return found if allowed is None else found & allowed

    if request.query.match == "any":
        return answer(partly(request.query.root) or root), EMPTY
    full = answer(root)
    if request.bare or len(full) >= request.size:
        return full, EMPTY
    soft = partly(request.query.root)
    return full, EMPTY if soft is None or soft == root else answer(soft) - full
