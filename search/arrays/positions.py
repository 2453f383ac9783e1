"""ArrayPositions: where a part of a question stands in the texts of a page of an array index."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from corpus.article import Span
from index.base.analysis import JOINERS, TOKEN, tokenize
from search.arrays.texts import ArrayTexts
from search.query.pattern import PatternTerm, PhrasePattern, fits
from search.snippets.passage_choice import Marks

LONGEST_PART = 64  # characters that are looked at for the part of a compound before another

DocPositions = list[list[int]]  # of each document, ascending; one may come more than once
PhraseStarts = tuple[PhrasePattern, DocPositions]  # a phrase, and where it begins


class ArrayPositions:
    """Positions by the numbers that the index has noted, see search.snippets.passage_choice."""

    def __init__(self, found: Sequence[PhraseStarts], texts: ArrayTexts) -> None:
        self._found, self._texts = found, texts
        phrases = [phrase for phrase, _ in found]
        self.single_term = phrases[0][0] if len(phrases) == 1 and len(phrases[0]) == 1 else None
        """The term of a pattern that all of them fit, where all are single words, else None."""
        self.positions = found[0][1] if len(found) == 1 else _all_positions(found, len(texts))
        """The positions at which it begins in each document, ascending.

        The parts of a compound begin with it, so that one may come more than once.
        """

    def among(self, which: Sequence[bool]) -> "ArrayPositions":
        """The same in those documents only."""
        some = [
            (phrase, [here if kept else [] for here, kept in zip(positions, which, strict=True)])
            for phrase, positions in self._found
        ]
        return ArrayPositions(some, self._texts)

    def marks(self, number: int) -> Marks:
        """See PartPositions."""
        heads = self._texts.sentences[number].heads
        marks: Marks = {}
        for position in self.positions[number]:
            sentence = bisect_right(heads, position, 1) - 1
            if sentence not in marks:
                marks[sentence] = [position]
            elif marks[sentence][-1] != position:
                marks[sentence].append(position)
        return marks

    def spans(self, number: int, sentence: int, positions: Sequence[int]) -> list[Span]:
        """See PartPositions."""
        sentences, steps = self._texts.sentences[number], self._texts.steps[number]
        reached, begin = sentences.heads[sentence], sentences.at[sentence]
        spans = []
        for position in positions:
            # what stands before the first sentence counts as in it
            begin += (
                sum(steps[reached + 1 : position + 1])
                if position >= reached
                else -sum(steps[position + 1 : reached + 1])
            )
            reached = position
            spans += self.spans_at(number, position, begin)
        return spans

    def spans_at(self, number: int, position: int, begin: int) -> list[Span]:
        """The characters of each phrase that begins at a position, `begin` its first character."""
        text = self._texts.texts[number]
        if self.single_term:
            return [span_of(text, begin, begin, self.single_term)]
        steps = self._texts.steps[number]
        here = [phrase for phrase, every in self._found if _is_in(every[number], position)]
        return [
            span_of(text, begin, begin + sum(steps[position + 1 : position + len(each)]), each[-1])
            for each in here
        ]


def _is_in(positions: Sequence[int], position: int) -> bool:
    index = bisect_left(positions, position)
    return index < len(positions) and positions[index] == position


def _all_positions(found: Sequence[PhraseStarts], documents: int) -> DocPositions:
    return [
        sorted({position for _, positions in found for position in positions[number]})
        for number in range(documents)
    ]


def span_of(text: str, begin: int, start: int, last: PatternTerm) -> Span:
    """The characters of a phrase that begins at `begin`, its last word at `start`."""
    match = TOKEN.match(text, start)
    assert match is not None
    end = match.end()
    if text[end : end + 1] in JOINERS and not _is_later_part(text, start):
        end = _longest(text, start, _whole(text, end), last)
    return begin, end


def _is_later_part(text: str, start: int) -> bool:
    """Whether a word is a part of a compound, and not its first."""
    if start < 2 or text[start - 1] not in JOINERS:
        return False
    begin = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start), start - LONGEST_PART) + 1
    return any(match.end() == start - 1 for match in TOKEN.finditer(text, begin, start - 1))


def _whole(text: str, end: int) -> int:
    """The end of a compound whose first part ends at `end`."""
    while text[end : end + 1] in JOINERS and (part := TOKEN.match(text, end + 1)):
        end = part.end()
    return end


def _longest(text: str, start: int, whole: int, position: PatternTerm) -> int:
    """The end of the longest word that begins at `start` and fits.

    The whole of a compound begins where its first part does, and ends at `whole`.
    """
    tokens = (token for token in tokenize(text[start:whole]) if token.start == 0)
    return max((start + token.end for token in tokens if fits(position, token.form)), default=whole)
