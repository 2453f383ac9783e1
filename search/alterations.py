"""Alterations: sentences of a draft that an article has nearly, but not, word for word.

A run of words that are the same says nothing of the words beside it. The sentence in which one
ends is held against the article from there on; what of it stands within quotation marks is one by
itself, and is said to be the article's from mark to mark.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from corpus.article import Span
from search.copied.letters import Letters
from search.copied_runs import SHORTEST_HALF, CopiedArticle, Piece
from search.quotation import NEARLY
from search.quoted_parts import quoted_parts
from search.shared_passage import SharedPassage, differences
from search.stemmed_text import sentence_bounds

ON, BACK = 1, -1  # ways to read from a run
LONGEST = 200  # words of a sentence; what is longer is not compared


class Alteration(NamedTuple):
    """A sentence of a draft and what an article has of it; what differs is marked."""

    mine: SharedPassage
    theirs: SharedPassage


class _Part(NamedTuple):
    """Words of a paragraph that are compared, from and to."""

    first: int
    last: int
    is_quoted: bool


class _Step(NamedTuple):
    """The next words of two texts away from a run, from and to, and whether they are the same."""

    is_same: bool
    mine: Span
    theirs: Span

    @property
    def words(self) -> int:
        """How many there are in both texts."""
        return self.mine[1] - self.mine[0] + self.theirs[1] - self.theirs[0]


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph with its words."""

    number: int
    text: str

    @cached_property
    def letters(self) -> Letters:
        return Letters(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The letters of each word."""
        return [self.letters.letters[each.first : each.last] for each in self.letters.words]

    @cached_property
    def sentences(self) -> list[Span]:
        return [*sentence_bounds(self.text)]

    @cached_property
    def parts(self) -> list[list[_Part]]:
        """What is quoted in each of its sentences, and the sentence last."""
        quoted, at, found = [*quoted_parts(self.text)], 0, []
        for start, end in self.sentences:
            parts: list[_Part] = []
            while at < len(quoted) and quoted[at][1] <= start:
                at += 1
            here = at
            while here < len(quoted) and quoted[here][0] < end:
                begin, stop = quoted[here]
                first, last = self.span(max(start, begin), min(end, stop))
                if last - first >= SHORTEST_HALF:
                    parts.append(_Part(first, last, is_quoted=True))
                here += 1
            found.append([*parts, _Part(*self.span(start, end), is_quoted=False)])
        return found

    def span(self, start: int, end: int) -> Span:
        """The words within some characters, from and to."""
        words = self.letters.words
        first = bisect_left(words, start, key=lambda word: word.start)
        return first, max(first, bisect_right(words, end, key=lambda word: word.end))

    def touched(self, run: Span) -> Iterator[_Part]:
        """The parts that some words are not all of: what is quoted, or else the sentence."""
        at = bisect_right(self.parts, run[0], key=lambda parts: parts[-1].last)
        parts: list[_Part] = []
        while at < len(self.parts) and self.parts[at][-1].first < run[1]:
            parts += (each for each in self.parts[at] if each.first < run[1] and run[0] < each.last)
            at += 1
        quoted = [each for each in parts if each.is_quoted]
        for part in quoted or parts:
            begins_or_ends_within = part.first < run[0] or run[1] < part.last
            if begins_or_ends_within and part.last - part.first <= LONGEST:
                yield part

    def passage(self, words: Span, marked: Sequence[Span]) -> SharedPassage:
        """The sentences around some words, with others marked."""
        places = self.letters.words
        start, end = places[words[0]].start, places[words[1] - 1].end
        first = bisect_right(self.sentences, start, key=lambda each: each[1])
        last = bisect_left(self.sentences, end, key=lambda each: each[0])
        start, end = self.sentences[first][0], self.sentences[last - 1][1]
        spans = ((places[a].start - start, places[b - 1].end - start) for a, b in sorted(marked))
        return SharedPassage(self.text[start:end], tuple(spans), self.number)


class Alterations:
    """The altered sentences of one draft."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._mine = [_Paragraph(*each) for each in enumerate(paragraphs)]

    def of(self, copied: CopiedArticle) -> Iterator[Alteration]:
        """Those in which runs of an article stand, in the draft's order."""
        theirs = [_Paragraph(*each) for each in enumerate(copied.paragraphs)]
        seen: set[tuple[int, _Part]] = set()
        for run in copied.runs:
            for piece in run.pieces if not run.is_stock else ():
                mine = self._mine[piece.mine.paragraph]
                for part in mine.touched(mine.span(piece.mine.start, piece.mine.end)):
                    if (mine.number, part) in seen or _is_parted(mine, part, run.pieces):
                        continue
                    if altered := _altered(mine, part, theirs[piece.theirs.paragraph], piece):
                        seen.add((mine.number, part))
                        yield altered


def _is_parted(mine: _Paragraph, part: _Part, pieces: Sequence[Piece]) -> bool:
    """Whether a paragraph of the article ends within the part: it is the same on both sides."""
    words = mine.letters.words
    start, end = words[part.first].start, words[part.last - 1].end
    touching = [
        each for each in pieces
        if each.mine.paragraph == mine.number and each.mine.start < end and start < each.mine.end
    ]  # fmt: skip
    return len(touching) > 1


def _altered(
    mine: _Paragraph, part: _Part, theirs: _Paragraph, piece: Piece
) -> Alteration | None:
    """The part with what the article has of it, read from a run away to both sides; None where that
    is the same, or another text."""
    own = mine.span(piece.mine.start, piece.mine.end)
    other = theirs.span(piece.theirs.start, piece.theirs.end)
    sides = mine.words, theirs.words
    before, behind = max(own[0] - part.first, 0), max(part.last - own[1], 0)
    back = _steps(sides, (own[0], other[0]), before, BACK, is_quoted=part.is_quoted)
    on = _steps(sides, (own[1], other[1]), behind, ON, is_quoted=part.is_quoted)
    run = min(part.last, own[1]) - max(part.first, own[0])
    steps = [*back, *on]
    same = 2 * run + sum(each.words for each in steps if each.is_same)
    every = 2 * run + sum(each.words for each in steps)
    differing = [each for each in steps if not each.is_same]
    marked = [
        [span for span in side if span[0] < span[1]]
        for side in ([each.mine for each in differing], [each.theirs for each in differing])
    ]
    if not any(marked) or same < NEARLY * every:
        return None
    begin = back[0].theirs[0] if back else other[0] + max(part.first - own[0], 0)
    end = on[-1].theirs[1] if on else other[1] - max(own[1] - part.last, 0)
    own_side = mine.passage((part.first, part.last), marked[0])
    other_side = theirs.passage((begin, max(end, begin + 1)), marked[1])
    if part.is_quoted:
        return Alteration(own_side, other_side)
    spans = differences(own_side.text, other_side.text)
    return Alteration(replace(own_side, spans=spans[0]), replace(other_side, spans=spans[1]))


def _steps(
    sides: tuple[list[str], list[str]], at: Span, size: int, way: int, *, is_quoted: bool
) -> list[_Step]:
    """How two texts read from the edge of a run, so many words of the one: in their order.

    What is quoted is compared to its end. Of any other sentence what lies beyond the last words
    that are the same is its own.
    """
    mine, theirs = (
        side[start : start + most] if way == ON else side[max(start - most, 0) : start][::-1]
        for side, start, most in zip(sides, at, (size, 2 * size), strict=True)
    )
    steps = [
        _Step(
            kind == "equal" or "".join(mine[a:b][::way]) == "".join(theirs[c:d][::way]),
            (a, b),
            (c, d),
        )
        for kind, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    ]
    if is_quoted and steps and not steps[-1].is_same:
        _, (a, b), (c, d) = steps.pop()
        steps.append(_Step(is_same=False, mine=(a, b), theirs=(c, min(d, c + b - a))))
    while steps and not is_quoted and not _is_sure(steps[-1]):
        steps.pop()
    return [
        _Step(each.is_same, _moved(each.mine, at[0], way), _moved(each.theirs, at[1], way))
        for each in steps[::way]
    ]


def _is_sure(step: _Step) -> bool:
    """Whether so many words are the same that it is no accident."""
    return step.is_same and step.mine[1] - step.mine[0] >= SHORTEST_HALF


def _moved(span: Span, at: int, way: int) -> Span:
    """Words counted from the edge of a run, as words of the text."""
    return (at + span[0], at + span[1]) if way == ON else (at - span[1], at - span[0])
