"""Why an article matches: the branches of a question that are true of it.

What is in other branches is not marked.
"""

from collections.abc import Callable

from search.query.highlight_patterns import highlight_patterns
from search.query.periods import DateRange
from search.query.query import And, Field, Node, Not, Or, all_of, any_of, in_field
from search.snippets.texts import TextPage

Holds = Callable[[Node], bool]  # whether a leaf, or a field of any, is true of the article


def true_branches(root: Node, holds: Holds) -> Node | None:
    """The tree without those alternatives that are not true of the article.

    Of `(a -b) OR c` only c is left where b stands. None when no alternative is true.
    """
    match root:
        case Or(children=children):
            true = [child for child in children if _is_true(child, holds)]
            return any_of(true_branches(child, holds) for child in true)
        case And(children=children):
            return all_of(
                child if isinstance(child, Not) else true_branches(child, holds)
                for child in children
            )
        case Field(name=name, child=child):
            return in_field(name, true_branches(child, lambda leaf: holds(Field(name, leaf))))
        case _:
            return root


def has_choices(root: Node | None) -> bool:
    """Whether an alternative is more than one word.

    Only then can a word stand in an article and prove nothing.
    """
    match root:
        case Or(children=children):
            return any(isinstance(child, And | Field) or has_choices(child) for child in children)
        case And(children=children):
            return any(map(has_choices, children))
        case Field(child=child):
            return has_choices(child)
        case _:
            return False


def holds_in(page: TextPage) -> Holds:
    """Judge by the words of the one article on a page, which is known to match.

    Its days and names are taken as they were asked for.
    """

    def holds(leaf: Node) -> bool:
        match leaf:
            case Field(name="title", child=child):
                return bool(page.in_titles(highlight_patterns(child, "title"))[0])
            case Field() | DateRange():
                return True
            case _:
                patterns = highlight_patterns(leaf)
                return bool(page.in_texts(patterns)[0] or page.in_titles(patterns)[0])

    return holds


def _is_true(node: Node, holds: Holds) -> bool:
    match node:
        case And(children=children):
            return all(_is_true(child, holds) for child in children)
        case Or(children=children):
            return any(_is_true(child, holds) for child in children)
        case Not(child=child):
            return not _is_true(child, holds)
        case _:
            return holds(node)
