"""The best sentences of an article for a question, and the spans to mark: plain text in, ranges out, no HTML.

What is marked is what matched: a phrase is one mark, a word that was left out or denied is none.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.article import Span
from search.pattern import Finder, places, spans_of
from search.proof import proved
from search.query import Field, Node, Query, positive_terms
from search.results import Snippet
from search.understand import searchable

AIM = 280  # characters of a passage: about three lines on a phone
LONGEST = 420  # a sentence longer than this is cut around what it is shown for
LEAD_IN = 120  # characters kept before the first mark when a sentence is cut
MOST_PASSAGES = 2  # a second one only for parts of the question that the first does not show


def mark_text(text: str, query: Query, *, title: str = "") -> tuple[Span, ...]:
    """Ranges of an article's text that the query matches, ascending, not overlapping; its title helps to tell which
    alternatives of the query are true of it."""
    root = searchable(query.root)
    if root is None:
        return ()
    finder = Finder(text)
    true = proved(root, Finder(title), finder)
    return spans_of(places(true, finder)) if true else ()


def mark_title(title: str, root: Node | None) -> tuple[Span, ...]:
    """Ranges of a title that match the tree, by its words or by title: alike."""
    return spans_of(places(root, Finder(title), field="title")) if root else ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences, and the parts of the question they show."""

    first: int
    last: int
    shows: frozenset[int]


def find_snippets(text: str, sentences: Sequence[Span], parts: Mapping[Node, float]) -> tuple[Snippet, ...]:
    """One or two passages of `text` for the `parts` of a question and what each weighs; without any match, its
    beginning."""
    if not sentences:
        return ()
    finder = Finder(text)
    found = [places(part, finder) for part in parts]
    weights = dict(enumerate(parts.values()))
    shown = _shown_by_sentence(sentences, list(map(spans_of, found)))
    chosen: list[Passage] = []
    missing = frozenset(range(len(parts)))
    while len(chosen) < MOST_PASSAGES:
        passage = _best(sentences, shown, missing, weights)
        if passage is None:
            break
        chosen.append(passage)
        missing -= passage.shows
    every = spans_of([pair for pairs in found for pair in pairs])
    if not chosen:
        chosen = [Passage(0, _reach(sentences, 0), frozenset())]
    return tuple(_cut(text, sentences, passage, every) for passage in sorted(chosen, key=lambda p: p.first))


def snippet_parts(root: Node | None) -> tuple[Node, ...]:
    """The parts of what is looked for that can show in an article's text."""
    return tuple(part for part in positive_terms(root) if not isinstance(part, Field))


def _shown_by_sentence(sentences: Sequence[Span], marks: Sequence[Sequence[Span]]) -> dict[int, dict[int, int]]:
    starts = [start for start, _ in sentences]
    shown: dict[int, dict[int, int]] = {}
    for part, spans in enumerate(marks):
        for start, _ in spans:
            counts = shown.setdefault(max(bisect_right(starts, start) - 1, 0), {})
            counts[part] = counts.get(part, 0) + 1
    return shown


def _best(
    sentences: Sequence[Span],
    shown: Mapping[int, Mapping[int, int]],
    missing: frozenset[int],
    weights: Mapping[int, float],
) -> Passage | None:
    best, best_score = None, 0.0
    for first in shown:
        for last in range(first, min(_reach(sentences, first), first + 2) + 1):
            within = [shown.get(number, {}) for number in range(first, last + 1)]
            parts = frozenset(part for counts in within for part in counts)
            score = sum(weights[part] for part in parts & missing)
            if score == 0:
                continue
            score += 0.05 * sum(min(n, 3) for counts in within for n in counts.values())
            score -= 0.0002 * (sentences[last][1] - sentences[first][0]) + 0.0001 * first
            if score > best_score:
                best, best_score = Passage(first, last, parts), score
    if best is None:
        return None
    return Passage(best.first, max(best.last, _grown(sentences, best)), best.shows)


def _grown(sentences: Sequence[Span], passage: Passage) -> int:
    """A short sentence gets its neighbours for company."""
    last, reach = passage.last, _reach(sentences, passage.first)
    while last < reach and sentences[last][1] - sentences[passage.first][0] < AIM // 2:
        last += 1
    return last


def _reach(sentences: Sequence[Span], first: int) -> int:
    """The last sentence that still fits beside `first` in one paragraph and one passage."""
    last = first
    while last + 1 < len(sentences) and last - first < 2:
        start, end = sentences[last + 1]
        if end - sentences[first][0] > AIM or start - sentences[last][1] >= 2:
            break
        last += 1
    return last


def _cut(text: str, sentences: Sequence[Span], passage: Passage, marks: Sequence[Span]) -> Snippet:
    start, end = sentences[passage.first][0], sentences[passage.last][1]
    begin, stop = start, end
    if end - start > LONGEST:
        first_mark = next((a for a, _ in marks if start <= a < end), start)
        if first_mark - start > LEAD_IN:
            begin = text.find(" ", first_mark - LEAD_IN, first_mark) + 1 or first_mark
        stop = min(end, begin + LONGEST)
        if stop < end:
            stop = max(text.rfind(" ", begin, stop), begin + LEAD_IN)
    spans = tuple((max(a, begin) - begin, min(b, stop) - begin) for a, b in marks if a < stop and b > begin)
    paragraph = text.count("\n\n", 0, start)
    return Snippet(text[begin:stop], spans, paragraph, cut_before=begin > start, cut_after=stop < end)
