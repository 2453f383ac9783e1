"""Which sentences of an article to show, chosen by where the parts of a question begin in them.

A *window* is one to three consecutive sentences of one paragraph. What shows most of the parts comes first, then what
repeats them, is short, and stands early. A window that begins or ends without a mark is never better than the one
without that sentence, so only those between marked sentences are weighed.
"""

from collections.abc import Sequence
from typing import NamedTuple

from search.page import Sentences

AIM = 280  # characters of a passage: about three lines on a phone
MOST_SENTENCES = 3
REPEATS = 3  # of one part in a sentence; more say no more
ANY = -1     # every part: a set of parts has a bit for each


class Passage(NamedTuple):
    """The first and the last of consecutive sentences."""

    first: int
    last: int


Window = tuple[float, int, int, int]  # what speaks for it besides its parts, its parts, its first and last sentence


class Chooser:
    """Chooses passages for one question."""

    def __init__(self, weights: Sequence[float]) -> None:
        """`weights` is what each part of the question says."""
        self._said = _Said(weights)

    def choose(self, sentences: Sentences, marks: Sequence[Sequence[int]]) -> list[Passage]:
        """One or two passages of an article in the order of its text; without any mark its beginning; none without any
        sentence.

        `marks` gives for each part the sentence of each of its marks, ascending. A second passage is for parts only
        that the first does not show.
        """
        if not sentences.starts:
            return []
        shows, gains = _gathered(marks)
        if not shows:
            return [_with_company(sentences, 0, 0, AIM)]
        windows = _windows(sentences, shows, gains)
        chosen = [self._best(windows, ANY)]
        missing = sum([1 << part for part, where in enumerate(marks) if where]) & ~chosen[0][1]
        if missing:
            chosen.append(self._best(windows, missing))
        return sorted([_with_company(sentences, first, last, AIM // 2) for _, _, first, last in chosen])

    def _best(self, windows: Sequence[Window], wanted: int) -> Window:
        """Of the windows that show any of the parts wanted the best, the first of equals; there is one."""
        said, most, best = self._said, float("-inf"), windows[0]
        for window in windows:
            shown = window[1] & wanted
            if shown and (score := said[shown] + window[0]) > most:
                most, best = score, window
        return best


class _Said(dict[int, float]):
    """What sets of parts say."""

    def __init__(self, weights: Sequence[float]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, parts: int) -> float:
        said = self[parts] = sum(weight for part, weight in enumerate(self._weights) if parts >> part & 1)
        return said


def _gathered(marks: Sequence[Sequence[int]]) -> tuple[dict[int, int], dict[int, int]]:
    """Of each marked sentence which parts it shows, and how many marks count in it."""
    shows: dict[int, int] = {}
    gains: dict[int, int] = {}
    for part, where in enumerate(marks):
        before, times, bit = -1, 0, 1 << part
        for sentence in where:
            if sentence == before:
                times += 1
                gains[sentence] += times <= REPEATS
                continue
            before, times = sentence, 1
            if sentence in shows:
                shows[sentence] |= bit
                gains[sentence] += 1
            else:
                shows[sentence], gains[sentence] = bit, 1
    return shows, gains


def _windows(sentences: Sentences, shows: dict[int, int], gains: dict[int, int]) -> list[Window]:
    """Every window between marked sentences, by the first and then by the last of them."""
    starts, ends = sentences
    windows = []
    for first, shown in sorted(shows.items()):
        gain, start, early = gains[first], starts[first], 0.0001 * first
        windows.append((0.05 * gain - 0.0002 * (ends[first] - start) - early, shown, first, first))
        for last in (first + 1, first + 2):
            if last in shows and ends[last] - start <= AIM and _joined(sentences, first, last):
                shown |= shows[last]
                gain += gains[last]
                windows.append((0.05 * gain - 0.0002 * (ends[last] - start) - early, shown, first, last))
    return windows


def _joined(sentences: Sentences, first: int, last: int) -> bool:
    """Whether two or three sentences are of one paragraph."""
    starts, ends = sentences
    return starts[last] - ends[last - 1] < 2 and starts[first + 1] - ends[first] < 2


def _with_company(sentences: Sentences, first: int, last: int, enough: int) -> Passage:
    """A passage, longer by its next sentences while it has not enough characters."""
    starts, ends = sentences
    most = min(first + MOST_SENTENCES, len(starts)) - 1
    while last < most and ends[last] - starts[first] < enough:
        if ends[last + 1] - starts[first] > AIM or starts[last + 1] - ends[last] > 1:
            break
        last += 1
    return Passage(first, last)
