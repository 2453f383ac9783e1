"""A query tree becomes the documents it matches, with their scores.

What an index reader finds for its leaves is joined by set algebra.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import cast

from corpus.field import TERMS
from index.base.ranking import term_weight
from search.matching.doc_set import DocSet, union
from search.matching.index_reader import Fields, IndexReader
from search.matching.lexicon import ReaderLexicon
from search.query.pattern import pattern_of
from search.query.periods import DateRange
from search.query.query import (
    Acronym,
    Alike,
    And,
    Field,
    FieldName,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Word,
)
from search.query.rewrite import searchable, unshouted
from search.query.variants import Thesaurus, Variants, has_variants

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
    thesaurus: Thesaurus | None = None
    _known: dict[tuple[Node, FieldName | None], DocSet] = field(default_factory=dict)
    _looked_for: dict[Node, Node | None] = field(default_factory=dict)

    @property
    def variants(self) -> Variants:
        """How else what is typed is written in the index."""
        return Variants(ReaderLexicon(self.reader, FIELDS), self.thesaurus)

    def varied(self, root: Node) -> Node:
        """The tree with its variants."""
        key = "varied", root, self.thesaurus
        known = self.reader.memory.trees.get(key)
        if known is None:
            if not has_variants(root):
                return unshouted(root)
            known = self.variants.vary(unshouted(root))
            self.reader.memory.trees.put(key, known)
        return cast(Node, known)

    def varied_all(self, children: tuple[Node, ...]) -> list[Node | None]:
        """What stands side by side, each with its variants, see Variants."""
        key = "varied", children, self.thesaurus
        known = self.reader.memory.trees.get(key)
        if known is None:
            if not has_variants(*children):
                return [*children]
            known = self.variants.vary_all(children)
            self.reader.memory.trees.put(key, known)
        return cast(list[Node | None], known)

    def looked_for(self, root: Node | None) -> Node | None:
        """What of a typed tree is looked for, with its variants; None when nothing can be."""
        if root is None:
            return None
        if root not in self._looked_for:
            self._looked_for[root] = searchable(self.varied(root))
        return self._looked_for[root]

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
            case Alike(children=children):
                return self._alike(children, within)
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

    def _alike(self, nodes: Sequence[Node], within: FieldName | None) -> DocSet:
        """The documents of each node, scored by the first that finds them. A way of writing a word
        that is rarer than the word says no more than that."""
        typed = self._weight(nodes[0], within)
        found = self.evaluate(nodes[0], within)
        for node in nodes[1:]:
            more = self.evaluate(node, within) - found
            own = self._weight(node, within)
            found = union((found, more.boosted(min(1.0, typed / own) if typed and own else 1.0)))
        return found

    def _weight(self, node: Node, within: FieldName | None) -> float:
        """What a word weighs, see index.base.ranking; 0 where it is not one word of the index."""
        if not isinstance(node, Word | Acronym):
            return 0.0
        stems, forms = FIELDS[within]
        term = pattern_of(node, stemmed=stems != forms).single
        with_word = self.reader.doc_frequency(stems, term.value) if term else 0
        if term is None or not with_word:
            return 0.0
        frequency = self.reader.frequency(stems, term.value)
        return term_weight(articles=self.reader.size, with_word=with_word, frequency=frequency)

    def _weighted(self, nodes: Iterable[Node], within: FieldName | None) -> list[DocSet]:
        """The documents of each node; what is typed twice counts twice."""
        found = [self.evaluate(node, within) for node in nodes]
        if len(set(found)) == len(found):  # a leaf is found once: what is the same was typed again
            return found
        return [each.boosted(often) for each, often in Counter(found).items()]
