"""The best sentences of articles for a question, and the spans to mark: plain text in, ranges out, no HTML.

What is marked is what matched: a phrase is one mark, a word that was left out or denied is none.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from corpus.article import Span
from search.look import is_word, looks_of
from search.page import Card, Page, Stands, TextPage, find
from search.passages import Chooser
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
    return mark(find(page, looks_of(true), "text"), 0) if true else ()


def mark_title(title: str, root: Node | None) -> tuple[Span, ...]:
    """Ranges of a title that match the tree, by its words or by title: alike."""
    return mark(find(page_of("", (), title=title), looks_of(root, "title"), "title"), 0) if root else ()


def page_of(text: str, sentences: Sequence[Span], *, title: str = "") -> TextPage:
    """A page of one text, to be read anew."""
    return TextPage([Card("", title, None, (), None, "unknown", None)], [text], [sentences])


def find_snippets(text: str, sentences: Sequence[Span], parts: Mapping[Node, float]) -> tuple[Snippet, ...]:
    """One or two passages of `text` for the `parts` of a question and what each weighs; without any match, its
    beginning."""
    return show_passages(page_of(text, sentences), [Part(node, weight) for node, weight in parts.items()])[0]


def snippet_parts(root: Node | None) -> tuple[Node, ...]:
    """The parts of what is looked for that can show in an article's text."""
    return tuple(part for part in positive_terms(root) if not isinstance(part, Field))


def mark(found: Sequence[Stands], number: int) -> tuple[Span, ...]:
    """The character ranges of what was found in one document of a page, ascending; what overlaps is one range."""
    return tuple(_spans(found, number))


def show_passages(
    page: Page, parts: Sequence[Part], *, true: Sequence[frozenset[Node]] = ()
) -> list[tuple[Snippet, ...]]:
    """One or two passages of each document for the parts; without any match, its beginning; none without sentences.

    `true` names for each document the parts that are, where that differs from one to the other.
    """
    chooser = Chooser([part.weight for part in parts])
    found, nowhere = [_found(page, part.node) for part in parts], _Looks(())
    shown = []
    for number in range(len(page.cards)):
        here = found
        if true:
            pairs = zip(parts, found, strict=True)
            here = [each if part.node in true[number] else nowhere for part, each in pairs]
        shown.append(_snippets(page, number, here, chooser))
    return shown


class _Word:
    """Where one plain word stands. No mark of it overlaps another, and none reaches into a sentence: it begins with a
    word. So only those shown are looked up in the text."""

    def __init__(self, stands: Stands) -> None:
        self._stands = stands

    def sentences(self, number: int, starts: Sequence[int]) -> list[int]:
        """The sentence of each mark in a document, ascending: what stands before a first one counts as in it."""
        return [bisect_right(starts, position, 1) - 1 for position in self._stands.positions[number]]

    def spans(self, number: int, start: int, end: int) -> list[Span]:
        """The marks between two characters of a document."""
        positions = self._stands.positions[number]
        first = bisect_left(positions, start)
        last = bisect_left(positions, end, first)
        return self._stands.spans(number, positions[first:last]) if first < last else []


class _Looks:
    """Where anything else stands: what overlaps makes one mark."""

    def __init__(self, found: Sequence[Stands]) -> None:
        self._found = found
        self._spans: dict[int, list[Span]] = {}

    def sentences(self, number: int, starts: Sequence[int]) -> list[int]:
        """See _Word."""
        spans = self._spans[number] = _spans(self._found, number)
        return [bisect_right(starts, begin, 1) - 1 for begin, _ in spans]

    def spans(self, number: int, start: int, end: int) -> list[Span]:
        """See _Word. One may begin before `start`, or end behind `end`."""
        return [span for span in self._spans[number] if span[0] < end and span[1] > start]


def _found(page: Page, part: Node) -> _Word | _Looks:
    looks = looks_of(part)
    found = find(page, looks, "text")
    return _Word(found[0]) if len(looks) == 1 and is_word(looks[0]) else _Looks(found)


def _spans(found: Sequence[Stands], number: int) -> list[Span]:
    """The character ranges of what was found in one document."""
    places = [(each, positions) for each in found if (positions := each.positions[number])]
    return _merged([span for each, positions in places for span in each.spans(number, positions)])


def _merged(spans: list[Span]) -> list[Span]:
    """Ranges in ascending order; what overlaps is one range."""
    if len(spans) < 2:
        return spans
    spans.sort()
    apart: list[Span] = []
    begin = reached = -1
    for start, end in spans:
        if start >= reached:
            apart.append((start, end))
            begin, reached = start, end
        elif end > reached:
            apart[-1] = (begin, end)
            reached = end
    return apart


def _snippets(page: Page, number: int, found: Sequence[_Word | _Looks], chooser: Chooser) -> tuple[Snippet, ...]:
    """The passages of one document."""
    starts, ends = sentences = page.sentences(number)
    marks = [each.sentences(number, starts) for each in found]
    marked, text = list(compress(found, marks)), page.text(number)
    passages = chooser.choose(sentences, marks)
    return tuple([_snippet(text, number, (starts[first], ends[last]), marked) for first, last in passages])


def _snippet(text: str, number: int, bounds: Span, marked: Sequence[_Word | _Looks]) -> Snippet:
    """A passage of a document, and what of it is marked."""
    start, end = bounds
    marks = _merged([span for each in marked for span in each.spans(number, start, end)])
    begin, stop = (start, end) if end - start <= LONGEST else _cut(text, start, end, marks)
    if marks and (marks[0][0] < begin or marks[-1][1] > stop):
        marks = [(max(a, begin), min(b, stop)) for a, b in marks if a < stop and b > begin]
    spans = tuple([(a - begin, b - begin) for a, b in marks])
    return Snippet(text[begin:stop], spans, text.count("\n\n", 0, start), begin > start, stop < end)


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
