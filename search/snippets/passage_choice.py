"""Passages: which sentences of an article to show, by where the parts of a question begin in them.

A *window* is one to three consecutive sentences of one paragraph. What shows most of the parts
comes first, then what repeats them, is short, and stands early. A window that begins or ends
without a mark is never better than the one without that sentence, so only those between marked
sentences are weighed.

What is shown of a passage is snippets.py's work. chooser.c chooses alike for an array index where
it could be compiled: what is changed here is changed there.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from corpus.article import Span
from search.matching.result_page import Passage

AIM = 280  # characters of a passage: about three lines on a phone
MOST_SENTENCES = 3
REPEATS = 3  # of one part in a sentence; more say no more
PART_WEIGHT = 10_000  # for a part of weight 1, beside a mark, a character, a sentence before
REPEAT, LENGTH, PLACE = 500, -2, -1
ANY = -1     # every part: a set of parts has a bit for each

SentenceRange = tuple[int, int]  # the first and the last of consecutive sentences
Window = tuple[int, int, int]    # the parts that it shows, its first and its last sentence
Marks = dict[int, list[int]]     # of each sentence the positions that begin in it, ascending


class PartPositions(Protocol):
    """Where a part of a question stands in the texts of a page.

    Each page has its own numbers for positions. What begins together is one; others may overlap.
    """

    def marks(self, number: int) -> Marks:
        """The positions in a document, by the sentences that they are in.

        What stands before the first sentence counts as in it.
        """

    def spans(self, number: int, sentence: int, positions: Sequence[int]) -> list[Span]:
        """The characters of what begins at some positions in a sentence."""


class Sentences(Protocol):
    """The sentences of one document: characters in its text."""

    @property
    def starts(self) -> Sequence[int]:
        """Where each begins."""

    @property
    def ends(self) -> Sequence[int]:
        """Where each ends."""

    @property
    def paragraphs(self) -> Sequence[int]:
        """The paragraph of each, counted from 0."""


def passages_of(
    sentences: Sentences, number: int, parts: Sequence[PartPositions], chooser: "Chooser"
) -> list[Passage]:
    """The passages of the document with a number, see search.matching.result_page.ResultPage."""
    marks = [part.marks(number) for part in parts]
    passages = []
    for first, last in chooser.choose(sentences, marks):
        spans = [
            span
            for sentence in range(first, last + 1)
            for span in _spans(parts, marks, number, sentence)
        ]
        if spans and last + 1 < len(sentences.ends) and max(spans)[1] > sentences.ends[last]:
            last += 1  # a phrase goes on there
            spans += _spans(parts, marks, number, last)
        start, end, paragraph = (
            sentences.starts[first],
            sentences.ends[last],
            sentences.paragraphs[first],
        )
        passages.append(Passage(start, end, paragraph, merged(spans)))
    return passages


def clipped(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """The parts of `spans` that lie in text[start:end], counted from `start`."""
    return tuple(
        (max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start
    )


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


def _spans(
    parts: Sequence[PartPositions], marks: Sequence[Marks], number: int, sentence: int
) -> list[Span]:
    """What every part marks in a sentence of a document."""
    found = [
        (part, where[sentence])
        for part, where in zip(parts, marks, strict=True)
        if sentence in where
    ]
    return [span for part, positions in found for span in part.spans(number, sentence, positions)]


class Chooser:
    """Chooses passages for one question."""

    def __init__(self, weights: Sequence[float]) -> None:
        """`weights` is what each part of the question says."""
        self.weights = [PART_WEIGHT * weight for weight in weights]
        """What each part counts for.

        All else that counts is whole, so that C, however compiled, adds up the same.
        """
        self._set_weights = _SetWeights(self.weights)

    def choose(self, sentences: Sentences, marks: Sequence[Marks]) -> list[SentenceRange]:
        """One or two passages of an article in the order of its text.

        Without any mark it is the beginning, and none without any sentence. `marks` are those of
        each part. A second passage is for parts only that the first does not show.
        """
        if not sentences.starts:
            return []
        shows, gains = _marked_sentences(marks)
        if not shows:
            return [_lengthened(sentences, 0, 0, AIM)]
        shown, first, last = self._best(sentences, shows, gains, ANY)
        chosen = [_lengthened(sentences, first, last, AIM // 2)]
        missing = sum([1 << part for part, where in enumerate(marks) if where]) & ~shown
        if missing:
            _, first, last = self._best(sentences, shows, gains, missing)
            chosen.append(_lengthened(sentences, first, last, AIM // 2))
            chosen.sort()
        return chosen

    def _best(
        self, sentences: Sentences, shows: dict[int, int], gains: dict[int, int], wanted: int
    ) -> Window:
        """Of the windows between marked sentences that show any of the parts wanted the best."""
        weights_of, starts, ends = self._set_weights, sentences.starts, sentences.ends
        most, best = float("-inf"), (0, 0, 0)
        for first in sorted(shows):
            shown, gain, start = shows[first], gains[first], starts[first]
            if shown & wanted:
                score = weights_of[shown & wanted] + (
                    REPEAT * gain + LENGTH * (ends[first] - start) + PLACE * first
                )
                if score > most:
                    most, best = score, (shown, first, first)
            if first + 1 not in shows and first + 2 not in shows:
                continue
            for last in (first + 1, first + 2):
                if last not in shows or ends[last] - start > AIM:
                    continue
                if not _same_paragraph(sentences, first, last):
                    continue
                shown |= shows[last]
                gain += gains[last]
                if shown & wanted:
                    score = weights_of[shown & wanted] + (
                        REPEAT * gain + LENGTH * (ends[last] - start) + PLACE * first
                    )
                    if score > most:
                        most, best = score, (shown, first, last)
        return best


class _SetWeights(dict[int, float]):
    """The weights of sets of parts: a bit of the key for each part, the sum of theirs."""

    def __init__(self, weights: Sequence[float]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, parts: int) -> float:
        total = 0.0
        for part, weight in enumerate(self._weights):
            if parts >> part & 1:
                total += weight  # as C adds; sum() corrects what is lost
        self[parts] = total
        return total


def _marked_sentences(marks: Sequence[Marks]) -> tuple[dict[int, int], dict[int, int]]:
    """For each marked sentence the parts that it shows, and how many marks count in it."""
    shows: dict[int, int] = {}
    gains: dict[int, int] = {}
    for part, where in enumerate(marks):
        bit = 1 << part
        for sentence, positions in where.items():
            gain = len(positions) if len(positions) < REPEATS else REPEATS
            if sentence in shows:
                shows[sentence] |= bit
                gains[sentence] += gain
            else:
                shows[sentence], gains[sentence] = bit, gain
    return shows, gains


def _same_paragraph(sentences: Sentences, first: int, last: int) -> bool:
    """Whether two or three sentences are of one paragraph."""
    starts, ends = sentences.starts, sentences.ends
    return starts[last] - ends[last - 1] < 2 and starts[first + 1] - ends[first] < 2


def _lengthened(sentences: Sentences, first: int, last: int, enough: int) -> SentenceRange:
    """A passage, longer by its next sentences while it has not enough characters."""
    starts, ends = sentences.starts, sentences.ends
    most = min(first + MOST_SENTENCES, len(starts)) - 1
    while last < most and ends[last] - starts[first] < enough:
        if ends[last + 1] - starts[first] > AIM or starts[last + 1] - ends[last] > 1:
            break
        last += 1
    return first, last
