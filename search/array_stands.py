"""Where a run of words stands in the documents of a page, read from an array index."""

from collections.abc import Callable, Sequence

from corpus.article import Span
from index.analysis import JOINERS, TOKEN, tokenize
from search.pattern import Run, Slot, fits


class ArrayStands:
    """See search.page.Stands."""

    def __init__(
        self, run: Run, positions: Sequence[list[int]], lasts: Sequence[list[int]], text: Callable[[int], str]
    ) -> None:
        """`lasts` are where the last words of places begin; `text` gives what the characters of a document are of."""
        self.positions = positions
        self._lasts, self._last, self._text = lasts, run[-1], text

    def spans(self, number: int, positions: Sequence[int]) -> list[Span]:
        """See Stands."""
        text = self._text(number)
        lasts = positions
        if self._lasts is not self.positions:
            known = dict(zip(self.positions[number], self._lasts[number], strict=True))
            lasts = [known[position] for position in positions]
        spans = []
        for begin, start in zip(positions, lasts, strict=True):
            match = TOKEN.match(text, start)
            assert match is not None
            end = match.end()
            if text[end : end + 1] in JOINERS:
                end = _longest(text, start, _whole(text, end), self._last)
            spans.append((begin, end))
        return spans


def _whole(text: str, end: int) -> int:
    """Where a compound ends whose first part ends at `end`."""
    while text[end : end + 1] in JOINERS and (part := TOKEN.match(text, end + 1)):
        end = part.end()
    return end


def _longest(text: str, start: int, whole: int, slot: Slot) -> int:
    """Where the longest word ends that begins at `start` and fits: the whole of a compound begins where its first part
    does, and ends at `whole`."""
    begin = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    tokens = (token for token in tokenize(text[begin:whole]) if begin + token.start == start)
    return max((begin + token.end for token in tokens if fits(slot, token.form)), default=whole)
