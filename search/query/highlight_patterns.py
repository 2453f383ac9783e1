"""Look: how the parts of a question look in a text. What marks them and what proves them ask the
same."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from search.query.pattern import Pattern, pattern_of
from search.query.periods import DateRange
from search.query.query import And, Field, Near, Node, Not, Or


@dataclass(frozen=True, slots=True)
class Pair:
    """Two patterns near each other."""

    left: Pattern
    right: Pattern
    distance: int


Look = Pattern | Pair


@lru_cache(maxsize=64)
def looks_of(node: Node, field: Literal["text", "title"] = "text") -> tuple[Look, ...]:
    """How what made a question match looks, leaf by leaf: nothing under NOT, nothing asked of
    another field."""
    match node:
        case And(children=children) | Or(children=children):
            return tuple(look for child in children for look in looks_of(child, field))
        case Near(left=left, right=right, distance=distance):
            return (Pair(pattern_of(left), pattern_of(right), distance),)
        case Field(name=name, child=child):
            return looks_of(child, field) if name == field else ()
        case Not() | DateRange():
            return ()
        case _:
            return (pattern_of(node),)
