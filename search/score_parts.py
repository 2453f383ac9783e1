"""The parts of a hit's score, each with its name: they add up to it."""

from functools import partial
from typing import NamedTuple

import numpy as np

from search.matching.evaluate import Evaluator
from search.matching.typed import typed_scores
from search.query.query import Node, Query, positive_leaves, to_text
from search.query.rewrite import searchable, softened
from search.snippets.true_branches import true_branches


class ScorePart(NamedTuple):
    """What one thing adds."""

    name: str  # "any form", or one of search.matching.typed.KINDS
    text: str  # the part of the question, "" where it is all of it
    score: float


def score_parts(
    evaluator: Evaluator, query: Query, doc: int, *, in_part: bool = False
) -> list[ScorePart]:
    """The parts of the score of a document, by its number; `in_part`: that it matches some of the
    words only."""
    root = searchable(query.root)
    if root is not None and (in_part or query.match == "any"):
        root = softened(root) or root
    true = root and true_branches(root, partial(_holds, evaluator, doc))
    parts = [
        ScorePart("any form", to_text(leaf), score)
        for leaf in positive_leaves(true)
        if (score := _score(evaluator, leaf, doc))
    ]
    if typed := typed_scores(evaluator.reader, query):
        kinds = typed.by_kind(np.array([doc]))
        parts += [ScorePart(kind, "", float(added[0])) for kind, added in kinds if added[0]]
    return parts


def _holds(evaluator: Evaluator, doc: int, leaf: Node) -> bool:
    return evaluator.holds(leaf, doc)


def _score(evaluator: Evaluator, leaf: Node, doc: int) -> float:
    found = evaluator.evaluate(leaf)
    at = found.docs.searchsorted([doc])
    return float(found.scores_at(at)[0]) if doc in found else 0.0
