"""The best sentences of articles for a question, and the spans to mark: plain text in, ranges out,
no HTML.

What is marked is what matched: a phrase is one mark, a word that was left out or denied is none.
"""

from collections.abc import Sequence

from corpus.article import Span
from search.matching.documents import Card, Page, Part, Passage
from search.matching.results import Snippet
from search.query.highlight_patterns import highlight_patterns
from search.query.query import Field, Node, Query, positive_terms
from search.query.rewrite import searchable
from search.snippets.passages import merged
from search.snippets.texts import TextPage
from search.snippets.true_branches import has_choices, proved, seen_in

LONGEST = 420  # a sentence longer than this is cut around what it is shown for
LEAD_IN = 120  # characters kept before the first mark when a sentence is cut


def mark_text(text: str, query: Query, *, title: str = "") -> tuple[Span, ...]:
    """Ranges of an article's text that the query matches, ascending, not overlapping; its title
    helps to tell which alternatives of the query are true of it."""
    root = searchable(query.root)
    if root is None:
        return ()
    page = page_of(text, (), title=title)
    true = proved(root, seen_in(page)) if has_choices(root) else root
    return merged(page.in_texts(highlight_patterns(true))[0]) if true else ()


def mark_title(title: str, root: Node | None) -> tuple[Span, ...]:
    """Ranges of a title that match the tree, by its words or by title: alike."""
    return (
        merged(page_of("", (), title=title).in_titles(highlight_patterns(root, "title"))[0]) if root else ()
    )


def page_of(text: str, sentences: Sequence[Span], *, title: str = "") -> TextPage:
    """A page of one text, to be read anew."""
    return TextPage([Card("", title, None, (), None, "unknown", None)], [text], [sentences])


def snippet_parts(root: Node | None) -> tuple[Node, ...]:
    """The parts of what is looked for that can show in an article's text."""
    return tuple(part for part in positive_terms(root) if not isinstance(part, Field))


def show_passages(
    page: Page, parts: Sequence[Part], *, true: Sequence[frozenset[Node]] = ()
) -> list[tuple[Snippet, ...]]:
    """What is shown of the passages of each document, see Page."""
    every = enumerate(page.passages(parts, true=true))
    return [
        tuple([_snippet(page.text(number), passage) for passage in passages])
        for number, passages in every
    ]


def _snippet(text: str, passage: Passage) -> Snippet:
    """A passage, cut where it is too long."""
    start, end, paragraph, marks = passage
    begin, stop = (start, end) if end - start <= LONGEST else _cut(text, start, end, marks)
    if marks and (marks[0][0] < begin or marks[-1][1] > stop):
        # half a phrase is none
        marks = tuple([(a, b) for a, b in marks if begin <= a and b <= stop])
    spans = tuple([(a - begin, b - begin) for a, b in marks])
    return Snippet(text[begin:stop], spans, paragraph, begin > start, stop < end)


def _cut(text: str, start: int, end: int, marks: Sequence[Span]) -> Span:
    """What is shown of a passage that is too long."""
    begin = start
    first_mark = next((a for a, _ in marks if a >= start), start)
    if first_mark - start > LEAD_IN:
        begin = text.find(" ", first_mark - LEAD_IN, first_mark) + 1 or first_mark
    stop = min(end, begin + LONGEST)
    if stop < end:
        stop = max(text.rfind(" ", begin, stop), begin + LEAD_IN)
    return begin, stop
