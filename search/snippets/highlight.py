"""Highlights: the ranges of a whole text, or of a title, that a query matches.

What is marked is what matched: a phrase is one mark, a word that was left out or denied is none.
"""

from collections.abc import Sequence

from corpus.article import Span
from search.matching.result_page import StoredFields
from search.query.highlight_patterns import highlight_patterns
from search.query.query import Node, Query
from search.query.rewrite import searchable
from search.snippets.passage_choice import merged
from search.snippets.texts import TextPage
from search.snippets.true_branches import has_choices, holds_in, true_branches


def mark_text(text: str, query: Query, *, title: str = "") -> tuple[Span, ...]:
    """The ranges of an article's text that the query matches, ascending, not overlapping.

    Its title helps to tell which alternatives of the query are true of it.
    """
    root = searchable(query.root)
    if root is None:
        return ()
    page = page_of(text, (), title=title)
    true = true_branches(root, holds_in(page)) if has_choices(root) else root
    return merged(page.in_texts(highlight_patterns(true))[0]) if true else ()


def mark_title(title: str, root: Node | None) -> tuple[Span, ...]:
    """The ranges of a title that the tree matches, by its words or by title: alike."""
    if root is None:
        return ()
    (spans,) = page_of("", (), title=title).in_titles(highlight_patterns(root, "title"))
    return merged(spans)


def page_of(text: str, sentences: Sequence[Span], *, title: str = "") -> TextPage:
    """A page of one text and its title, `sentences` the ranges of its sentences."""
    shown = StoredFields("", title, None, (), None, "unknown", None)
    return TextPage([shown], [text], [sentences])
