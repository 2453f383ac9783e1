"""What each part of a question adds to the score of an article: their sum is its score."""

from collections.abc import Iterator

import numpy as np

from search.matching.evaluate import Evaluator
from search.matching.results import ScorePart
from search.matching.top_hits import RankedDoc
from search.matching.typed import typed_scores
from search.query.pattern import MAY_BREAK
from search.query.query import Alike, And, Field, FieldName, Node, Not, Or, Query, in_field, to_text
from search.query.rewrite import partly

LEAST = 1e-9


def score_parts(evaluator: Evaluator, query: Query, ranked: RankedDoc) -> tuple[ScorePart, ...]:
    """The parts of the question that score in a document of the answer, in its order; what is typed
    twice comes twice. Then what was typed adds, see search.matching.typed.KINDS."""
    doc, root = ranked.doc, evaluator.looked_for(query.root)
    if root is None or ranked.by_author:
        return ()
    if ranked.partial or query.match == "any":
        root = partly(query.root) or root
    parts = [*_parts(evaluator, root, doc, None)]
    typed = typed_scores(evaluator.reader, query)
    # to most of those that match in part nothing was added
    if typed and ranked.score - sum(part.score for part in parts) > LEAST:
        kinds = typed.by_kind(np.array([doc]))
        parts += [ScorePart(kind, float(added[0])) for kind, added in kinds if added[0]]
    return tuple(parts)


def _parts(
    evaluator: Evaluator, node: Node, doc: int, within: FieldName | None
) -> Iterator[ScorePart]:
    match node:
        case And(children) | Or(children) if not isinstance(node, Alike):
            for child in children:
                yield from _parts(evaluator, child, doc, within)
        case Field(name, child):
            yield from _parts(evaluator, child, doc, name)
        case Not():
            return
        case _:
            found = evaluator.evaluate(node, within)
            if doc in found:
                score = float(found.scores_at(found.docs.searchsorted([doc]))[0])
                said = in_field(within, node) if within else node
                if score and said is not None:
                    yield ScorePart(to_text(said).replace(MAY_BREAK, ""), score)
