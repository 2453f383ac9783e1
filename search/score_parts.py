"""The parts of a hit's score, each with its name: they add up to it."""

from functools import partial
from typing import NamedTuple

import numpy as np

from search.matching.evaluate import Evaluator
from search.matching.top_hits import RankedDoc
from search.matching.typed import typed_scores
from search.query.query import Node, Query, positive_leaves, to_text
from search.query.rewrite import searchable, softened
from search.snippets.true_branches import true_branches

LEAST = 1e-9


class ScorePart(NamedTuple):
    """What one thing adds."""

    name: str  # "any form", or one of search.matching.typed.KINDS
    text: str  # the part of the question, "" where it is all of it
    score: float


def score_parts(evaluator: Evaluator, query: Query, ranked: RankedDoc) -> list[ScorePart]:
    """The parts of the score of a document of the answer to `query`."""
    doc, root = ranked.doc, searchable(query.root)
    if root is None or ranked.by_author:
        return []
    if ranked.partial or query.match == "any":
        root = softened(root) or root
    true = true_branches(root, partial(_holds, evaluator, doc))
    parts = [
        ScorePart("any form", to_text(leaf), score)
        for leaf in positive_leaves(true)
        if (score := _score(evaluator, leaf, doc))
    ]
    typed = typed_scores(evaluator.reader, query)
    # to most of those that match in part nothing was added
    if typed and ranked.score - sum(part.score for part in parts) > LEAST:
        kinds = typed.by_kind(np.array([doc]))
        parts += [ScorePart(kind, "", float(added[0])) for kind, added in kinds if added[0]]
    return parts


def _holds(evaluator: Evaluator, doc: int, leaf: Node) -> bool:
    return evaluator.holds(leaf, doc)


def _score(evaluator: Evaluator, leaf: Node, doc: int) -> float:
    found = evaluator.evaluate(leaf)
    at = found.docs.searchsorted([doc])
    return float(found.scores_at(at)[0]) if doc in found else 0.0
