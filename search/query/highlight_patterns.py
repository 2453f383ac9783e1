"""Highlight patterns: what the leaves of a question look like in a text.

What marks them there, and what proves that they are there, ask for the same.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from search.query.pattern import Pattern, pattern_of
from search.query.periods import DateRange
from search.query.query import And, Field, Near, Node, Not, Or


@dataclass(frozen=True, slots=True)
class NearPattern:
    """Two patterns near each other."""

    left: Pattern
    right: Pattern
    distance: int


HighlightPattern = Pattern | NearPattern


@lru_cache(maxsize=64)
def highlight_patterns(
    node: Node, field: Literal["text", "title"] = "text"
) -> tuple[HighlightPattern, ...]:
    """The patterns of what can have made a question match, leaf by leaf, each once.

    Nothing under NOT is among them, and nothing asked of another field.
    """
    match node:
        case And(children=children) | Or(children=children):
            every = (each for child in children for each in highlight_patterns(child, field))
            return tuple(dict.fromkeys(every))
        case Near(left=left, right=right, distance=distance):
            return (NearPattern(pattern_of(left), pattern_of(right), distance),)
        case Field(name=name, child=child):
            return highlight_patterns(child, field) if name == field else ()
        case Not() | DateRange():
            return ()
        case _:
            return (pattern_of(node),)
