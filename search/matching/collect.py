"""The documents that a request finds: those with all its words, then those with some."""

from typing import NamedTuple

from search.matching.authored import authored
from search.matching.doc_set import EMPTY, DocSet, union
from search.matching.evaluate import Evaluator
from search.matching.filters import allowed_by
from search.matching.results import Request
from search.query.query import Node
from search.query.rewrite import searchable, softened


class Found(NamedTuple):
    """The documents of an answer, each in one of three sets."""

    full: DocSet
    by_author: DocSet  # whose author has the words for a name, and whose text has not; they score 0
    partial: DocSet  # only where the others do not fill a page

    @property
    def whole(self) -> DocSet:
        """Those that match in full."""
        return union((self.full, self.by_author)) if len(self.by_author) else self.full


def collect(evaluator: Evaluator, request: Request) -> Found:
    """What a request finds."""
    root = searchable(request.query.root)
    allowed = allowed_by(evaluator, request.filters)
    if root is None:
        if allowed is None or request.query.root is not None or request.query.notes:
            return Found(EMPTY, EMPTY, EMPTY)
        return Found(evaluator.reader.everything() & allowed, EMPTY, EMPTY)

    def answer(tree: Node) -> DocSet:
        found = evaluator.evaluate(tree)
        return found if allowed is None else found & allowed

    soft = softened(root)
    full = answer(soft or root) if request.query.match == "any" else answer(root)
    named = authored(request.query, evaluator.reader)
    by_author = (answer(named) - full).boosted(0.0) if named else EMPTY
    enough = request.bare or len(full) + len(by_author) >= request.size
    if request.query.match == "any" or enough or soft is None:
        return Found(full, by_author, EMPTY)
    return Found(full, by_author, answer(soft) - full - by_author)
