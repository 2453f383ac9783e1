"""ArrayStands: where a part of a question stands in the texts of a page, by the slots that an array
index has noted."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from corpus.article import Span
from index.base.analysis import JOINERS, TOKEN, tokenize
from search.arrays.texts import ArrayTexts
from search.query.pattern import PatternTerm, PhrasePattern, fits
from search.snippets.passages import Marks

LONGEST_PART = 64  # characters that are looked at for the part of a compound before another

Slots = list[list[int]]    # of each document, ascending; one may come more than once
Found = tuple[PhrasePattern, Slots]  # a run, and where it begins


class ArrayStands:
    """See search.snippets.passages.Stands. Places are slots."""

    def __init__(self, found: Sequence[Found], texts: ArrayTexts) -> None:
        self._found, self._texts = found, texts
        phrases = [phrase for phrase, _ in found]
        self.word = phrases[0][0] if len(phrases) == 1 and len(phrases[0]) == 1 else None
        """The slot of a pattern that all of them fit, where all are single words."""
        self.slots = found[0][1] if len(found) == 1 else _all_slots(found, len(texts))
        """Where it begins in each document, ascending; the parts of a compound begin with it."""

    def among(self, which: Sequence[bool]) -> "ArrayStands":
        """The same in those documents only."""
        found = ((phrase, zip(slots, which, strict=True)) for phrase, slots in self._found)
        return ArrayStands(
            [(phrase, [slots if kept else [] for slots, kept in each]) for phrase, each in found],
            self._texts,
        )

    def marks(self, number: int) -> Marks:
        """See Stands."""
        heads = self._texts.rows[number].heads
        marks: Marks = {}
        for slot in self.slots[number]:
            sentence = bisect_right(heads, slot, 1) - 1
            if sentence not in marks:
                marks[sentence] = [slot]
            elif marks[sentence][-1] != slot:
                marks[sentence].append(slot)
        return marks

    def spans(self, number: int, sentence: int, places: Sequence[int]) -> list[Span]:
        """See Stands."""
        rows, steps = self._texts.rows[number], self._texts.steps[number]
        reached, begin = rows.heads[sentence], rows.at[sentence]
        spans = []
        for slot in places:
            # what stands before the first sentence counts as in it
            begin += (
                sum(steps[reached + 1 : slot + 1])
                if slot >= reached
                else -sum(steps[slot + 1 : reached + 1])
            )
            reached = slot
            spans += self.spans_at(number, slot, begin)
        return spans

    def spans_at(self, number: int, slot: int, begin: int) -> list[Span]:
        """The characters of what begins in a slot, whose first character is known."""
        text = self._texts.texts[number]
        if self.word:
            return [spanned(text, begin, begin, self.word)]
        steps = self._texts.steps[number]
        return [
            spanned(text, begin, begin + sum(steps[slot + 1 : slot + len(phrase)]), phrase[-1])
            for phrase, slots in self._found
            if _is_in(slots[number], slot)
        ]


def _is_in(slots: Sequence[int], slot: int) -> bool:
    place = bisect_left(slots, slot)
    return place < len(slots) and slots[place] == slot


def _all_slots(found: Sequence[Found], documents: int) -> Slots:
    return [
        sorted({slot for _, slots in found for slot in slots[number]})
        for number in range(documents)
    ]


def spanned(text: str, begin: int, start: int, last: PatternTerm) -> Span:
    """The characters of a run that begins at `begin`, and whose last word begins at `start`."""
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
    """Where a compound ends whose first part ends at `end`."""
    while text[end : end + 1] in JOINERS and (part := TOKEN.match(text, end + 1)):
        end = part.end()
    return end


def _longest(text: str, start: int, whole: int, slot: PatternTerm) -> int:
    """Where the longest word ends that begins at `start` and fits: the whole of a compound begins
    where its first part does, and ends at `whole`."""
    tokens = (token for token in tokenize(text[start:whole]) if token.start == 0)
    return max((start + token.end for token in tokens if fits(slot, token.form)), default=whole)
