"""Why an article matches: the branches of a question that are true of it. What is in other branches is not marked."""

from search.pattern import Finder, pattern_of, places
from search.periods import DateRange
from search.query import And, Field, Near, Node, Not, Or, all_of, any_of


def proved(root: Node, title: Finder, text: Finder) -> Node | None:
    """The tree without those alternatives that are not true of the article: of `(a -b) OR c` only c where b stands.

    None when no alternative is true.
    """
    return _kept(root, title, text)


def has_choices(root: Node | None) -> bool:
    """Whether an alternative is more than one word: only then can a word stand in an article and prove nothing."""
    match root:
        case Or(children=children):
            return any(isinstance(child, And | Field) or has_choices(child) for child in children)
        case And(children=children):
            return any(map(has_choices, children))
        case Field(child=child):
            return has_choices(child)
        case _:
            return False


def _kept(node: Node, title: Finder, text: Finder) -> Node | None:
    match node:
        case Or(children=children):
            return any_of(_kept(child, title, text) for child in children if _holds(child, title, text))
        case And(children=children):
            return all_of(child if isinstance(child, Not) else _kept(child, title, text) for child in children)
        case _:
            return node


def _holds(node: Node, title: Finder, text: Finder) -> bool:
    match node:
        case And(children=children):
            return all(_holds(child, title, text) for child in children)
        case Or(children=children):
            return any(_holds(child, title, text) for child in children)
        case Not(child=child):
            return not _holds(child, title, text)
        case Field(name="title", child=child):
            return bool(places(child, title, field="title"))
        case Field() | DateRange():
            return True  # said of the article elsewhere; the index has seen to it
        case Near(left=left, right=right, distance=distance):
            ends = pattern_of(left), pattern_of(right)
            return any(finder.near(*ends, distance) for finder in (title, text))
        case _:
            return any(finder.find(pattern_of(node)) for finder in (title, text))
