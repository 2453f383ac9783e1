"""What a request finds: first the articles with all its words, then those with some."""

from search.matching.doc_set import NOTHING, Matches
from search.matching.evaluate import Evaluator
from search.matching.filters import allowed_by
from search.matching.results import Request
from search.query.query import Node
from search.query.rewrite import searchable, softened


def find(evaluator: Evaluator, request: Request, hidden: Matches) -> tuple[Matches, Matches]:
    """The full matches, and the partial ones where the full do not fill a page; none that is
    hidden."""
    root = searchable(request.query.root)
    allowed = allowed_by(evaluator, request.filters)
    if root is None:
        if allowed is None or request.query.root is not None or request.query.notes:
            return NOTHING, NOTHING
        return (evaluator.reader.everything() & allowed) - hidden, NOTHING

    def answer(tree: Node) -> Matches:
        found = evaluator.evaluate(tree)
        return (found if allowed is None else found & allowed) - hidden

    if request.query.match == "any":
        return answer(softened(root) or root), NOTHING
    full = answer(root)
    if request.bare or len(full) >= request.size or (soft := softened(root)) is None:
        return full, NOTHING
    return full, answer(soft) - full
