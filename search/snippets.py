"""The best sentences of articles for a question, and the spans to mark: plain text in, ranges out, no HTML.

What is marked is what matched: a phrase is one mark, a word that was left out or denied is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Span
from search.look import looks_of
from search.page import Card, Marks, Page, Sentences, Stands, TextPage
from search.passages import Chooser, Passage
from search.proof import has_choices, proved, seen_in
from search.query import Field, Node, Query, positive_terms
from search.results import Snippet
from search.understand import searchable

LONGEST = 420  # a sentence longer than this is cut around what it is shown for
LEAD_IN = 120  # characters kept before the first mark when a sentence is cut


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question that can show in a text."""

    node: Node
    weight: float   # what it says


def mark_text(text: str, query: Query, *, title: str = "") -> tuple[Span, ...]:
    """Ranges of an article's text that the query matches, ascending, not overlapping; its title helps to tell which
    alternatives of the query are true of it."""
    root = searchable(query.root)
    if root is None:
        return ()
    page = page_of(text, (), title=title)
    true = proved(root, seen_in(page)) if has_choices(root) else root
    return merged(page.in_texts(looks_of(true))[0]) if true else ()


def mark_title(title: str, root: Node | None) -> tuple[Span, ...]:
    """Ranges of a title that match the tree, by its words or by title: alike."""
    return merged(page_of("", (), title=title).in_titles(looks_of(root, "title"))[0]) if root else ()


def page_of(text: str, sentences: Sequence[Span], *, title: str = "") -> TextPage:
    """A page of one text, to be read anew."""
    return TextPage([Card("", title, None, (), None, "unknown", None)], [text], [sentences])


def snippet_parts(root: Node | None) -> tuple[Node, ...]:
    """The parts of what is looked for that can show in an article's text."""
    return tuple(part for part in positive_terms(root) if not isinstance(part, Field))


def show_passages(
    page: Page, parts: Sequence[Part], *, true: Sequence[frozenset[Node]] = ()
) -> list[tuple[Snippet, ...]]:
    """One or two passages of each document for the parts; without any match, its beginning; none without sentences.

    `true` names for each document the parts that are, where that differs from one to the other.
    """
    chooser = Chooser([part.weight for part in parts])
    found = [page.find(looks_of(part.node)) for part in parts]
    shown = []
    for number in range(len(page.cards)):
        marks = [each.marks(number) for each in found]
        if true:
            marks = [where if part.node in true[number] else {} for part, where in zip(parts, marks, strict=True)]
        text, sentences = page.text(number), page.sentences(number)
        snippets = []
        stands = [*zip(found, marks, strict=True)]
        for first, last in chooser.choose(sentences, marks):
            spans = [span for sentence in range(first, last + 1) for span in _spans(stands, number, sentence)]
            if spans and last + 1 < len(sentences.ends) and max(spans)[1] > sentences.ends[last]:
                last += 1  # a phrase goes on there
                spans += _spans(stands, number, last)
            snippets.append(_snippet(text, sentences, (first, last), merged(spans)))
        shown.append(tuple(snippets))
    return shown


def _spans(parts: Sequence[tuple[Stands, Marks]], number: int, sentence: int) -> list[Span]:
    """What every part marks in a sentence of a document."""
    found = [(stands, where[sentence]) for stands, where in parts if sentence in where]
    return [span for stands, places in found for span in stands.spans(number, sentence, places)]


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Ranges in ascending order; what overlaps is one range."""
    if len(spans) < 2:
        return tuple(spans)
    apart: list[Span] = []
    begin = reached = -1
    for start, end in sorted(spans):
        if start >= reached:
            apart.append((start, end))
            begin, reached = start, end
        elif end > reached:
            apart[-1] = (begin, end)
            reached = end
    return tuple(apart)


def _snippet(text: str, sentences: Sentences, passage: Passage, marks: Sequence[Span]) -> Snippet:
    """A passage, and what of it is marked."""
    start, end = sentences.starts[passage[0]], sentences.ends[passage[1]]
    begin, stop = (start, end) if end - start <= LONGEST else _cut(text, start, end, marks)
    if marks and (marks[0][0] < begin or marks[-1][1] > stop):
        marks = [(a, b) for a, b in marks if begin <= a and b <= stop]  # half a phrase is none
    spans = tuple([(a - begin, b - begin) for a, b in marks])
    return Snippet(text[begin:stop], spans, sentences.paragraphs[passage[0]], begin > start, stop < end)


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
