"""What of a question was typed as plain words, and which of them stand one after the other in it.

Stop words are left out, and yet part their neighbours: in "war on terror" the two are two words
apart. A compound is its parts side by side.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from index.base.stems import stem_of
from search.query.pattern import parts_of
from search.query.query import And, Field, Node, Or, Word
from search.query.rewrite import is_stop_word_leaf

WITHIN = ("text", "title")  # the fields that are looked at so; the text holds the title


class TypedWord(NamedTuple):
    """A word as it was typed."""

    form: str
    within: str  # one of WITHIN

    @property
    def stem(self) -> str:
        """The stem by which it is found."""
        return stem_of(self.form)


class TypedPair(NamedTuple):
    """Two words that were typed one after the other, by their numbers among all words."""

    left: int
    right: int
    apart: int  # positions: 1 is side by side


@dataclass(slots=True)
class Typed:
    """The words of a question, in their order; one that was typed twice is there twice."""

    words: list[TypedWord] = field(default_factory=list)
    pairs: list[TypedPair] = field(default_factory=list)
    leaves: int = 0  # of the question: a compound is one


@lru_cache(maxsize=64)
def typed_in(root: Node) -> Typed:
    """What was typed of a tree, without denied words and those looked for in names."""
    typed = Typed()
    _take(typed, root, "text")
    return typed


def _take(typed: Typed, node: Node, within: str) -> None:
    match node:
        case And(children=children):
            _take_all(typed, children, within)
        case Or(children=children):
            for child in children:
                _take(typed, child, within)
        case Field(name="title", child=child):
            _take(typed, child, "title")
        case Word():
            _take_all(typed, (node,), within)


def _take_all(typed: Typed, nodes: tuple[Node, ...], within: str) -> None:
    """Nodes that stand side by side."""
    last: int | None = None
    apart = 1
    for node in nodes:
        if not isinstance(node, Word):
            _take(typed, node, within)
            last = None
        elif is_stop_word_leaf(node):
            apart += 1
        elif parts := parts_of(node.text):
            typed.leaves += 1
            for part in parts:
                number = len(typed.words)
                typed.words.append(TypedWord(part.form, within))
                if last is not None:
                    typed.pairs.append(TypedPair(last, number, apart))
                last, apart = number, 1
