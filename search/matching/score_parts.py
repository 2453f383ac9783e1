"""What each part of a question adds to the score of an article: their sum is its score."""

from collections.abc import Iterator

from search.matching.evaluate import Evaluator
from search.matching.results import ScorePart
from search.query.query import And, Field, FieldName, Node, Not, Or, in_field, to_text


def score_parts(evaluator: Evaluator, root: Node, doc: int) -> tuple[ScorePart, ...]:
    """The parts of the question that score in a document, in its order; what is typed twice comes
    twice."""
    return tuple(_parts(evaluator, root, doc, None))


def _parts(
    evaluator: Evaluator, node: Node, doc: int, within: FieldName | None
) -> Iterator[ScorePart]:
    match node:
        case And(children) | Or(children):
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
                    yield ScorePart(to_text(said), score)

