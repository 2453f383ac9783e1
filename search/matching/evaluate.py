"""A query tree becomes the documents it matches, with their scores.

What an index reader finds for its leaves is joined by set algebra.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce

from corpus.field import TERMS
from search.matching.doc_set import DocSet, union
from search.matching.index_reader import Fields, IndexReader
from search.query.pattern import pattern_of
from search.query.periods import DateRange
from search.query.query import And, Field, FieldName, Leaf, Near, Node, Not, Or

# Where a word and an exact form are looked for.
FIELDS: dict[FieldName | None, Fields] = {
    None: ("text", "text_exact"),
    "title": ("title", "title_exact"),
    **{term: (term, term) for term in TERMS},
}


@dataclass(slots=True)
class Evaluator:
    """Answers the trees of one question, each leaf once however often it is asked.

    It is made anew for each question.
    """

    reader: IndexReader
    _known: dict[tuple[Node, FieldName | None], DocSet] = field(default_factory=dict)

    def evaluate(self, node: Node, within: FieldName | None = None) -> DocSet:
        """Every document that the tree matches, its words looked for in the field `within`.

        None is the text with the title. Raises ValueError for a Not outside an And.
        """
        match node:
            case And(children=children):
                asked = [child for child in children if not isinstance(child, Not)]
                wanted = sorted(self._weighted(asked, within), key=len)
                nots = [child for child in children if isinstance(child, Not)]
                denied = [self.evaluate(each.child, within) for each in nots]
                return reduce(DocSet.__sub__, denied, reduce(DocSet.__and__, wanted))
            case Or(children=children):
                return union(self._weighted(children, within))
            case Not():
                raise ValueError("a Not stands only within an And")
        found = self._known.get((node, within))
        if found is None:
            found = self._known[node, within] = self._find(node, within)
        return found

    def holds(self, node: Node, doc: int) -> bool:
        """Whether the tree is true of a document."""
        return doc in self.evaluate(node)

    def count(self, node: Node) -> int:
        """How many documents the tree matches."""
        return len(self.evaluate(node))

    def _find(self, node: Leaf | Field, within: FieldName | None) -> DocSet:
        stemmed, fields = within in (None, "title"), FIELDS[within]
        match node:
            case Field(name=name, child=child):
                return self.evaluate(child, name)
            case DateRange(since=since, until=until):
                return self.reader.published(since, until)
            case Near(left=left, right=right, distance=distance):
                ends = pattern_of(left, stemmed=stemmed), pattern_of(right, stemmed=stemmed)
                return self.reader.near(*ends, distance, fields=fields)
            case _:
                phrases = pattern_of(node, stemmed=stemmed).phrases
                found = [self.reader.phrase(phrase, fields) for phrase in phrases]
                return found[0] if len(found) == 1 else union(found)

    def _weighted(self, nodes: Iterable[Node], within: FieldName | None) -> list[DocSet]:
        """The documents of each node; what is typed twice counts twice."""
        found = [self.evaluate(node, within) for node in nodes]
        if len(set(found)) == len(found):  # a leaf is found once: what is the same was typed again
            return found
        return [each.boosted(often) for each, often in Counter(found).items()]
