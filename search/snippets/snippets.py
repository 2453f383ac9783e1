"""Snippets: the passages of articles as they are shown, plain text and the ranges to mark, no HTML.

Which sentences a passage is, passage_choice.py says; here it is cut where it is too long.
"""

from collections.abc import Sequence

from corpus.article import Span
from corpus.field import leading_texts
from search.matching.result_page import Passage, QueryPart, ResultPage
from search.matching.results import Snippet
from search.query.query import Field, Node, positive_terms

LONGEST = 420  # a sentence longer than this is cut around what it is shown for
LEAD_IN = 120  # characters kept before the first mark when a sentence is cut


def snippet_parts(root: Node | None) -> tuple[Node, ...]:
    """The parts of what is looked for that can show in an article's text."""
    return tuple(part for part in positive_terms(root) if not isinstance(part, Field))


def show_passages(
    page: ResultPage, parts: Sequence[QueryPart], *, true: Sequence[frozenset[Node]] = ()
) -> list[tuple[Snippet, ...]]:
    """The snippets of each document of a page, see ResultPage.passages."""
    shown = []
    for number, passages in enumerate(page.passages(parts, true=true)):
        text, leading = page.text(number), len(leading_texts(page.stored[number]))
        shown.append(tuple([_snippet(text, passage, leading=leading) for passage in passages]))
    return shown


def _snippet(text: str, passage: Passage, *, leading: int) -> Snippet:
    """The snippet of a passage, cut where that is too long; so many texts lead the paragraphs."""
    start, end, paragraph, marks = passage
    begin, stop = (start, end) if end - start <= LONGEST else _cut(text, start, end, marks)
    if marks and (marks[0][0] < begin or marks[-1][1] > stop):
        # half a phrase is none
        marks = tuple([(a, b) for a, b in marks if begin <= a and b <= stop])
    spans = tuple([(a - begin, b - begin) for a, b in marks])
    return Snippet(text[begin:stop], spans, paragraph - leading, begin > start, stop < end)


def _cut(text: str, start: int, end: int, marks: Sequence[Span]) -> Span:
    """The range that is shown of a passage that is too long."""
    begin = start
    first_mark = next((a for a, _ in marks if a >= start), start)
    if first_mark - start > LEAD_IN:
        begin = text.find(" ", first_mark - LEAD_IN, first_mark) + 1 or first_mark
    stop = min(end, begin + LONGEST)
    if stop < end:
        stop = max(text.rfind(" ", begin, stop), begin + LEAD_IN)
    return begin, stop
