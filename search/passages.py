"""Which sentences of an article to show, chosen by where the parts of a question begin in them.

A *window* is one to three consecutive sentences of one paragraph. What shows most of the parts comes first, then what
repeats them, is short, and stands early. A window that begins or ends without a mark is never better than the one
without that sentence, so only those between marked sentences are weighed.
"""

from collections.abc import Sequence

from search.page import Marks, Sentences

AIM = 280  # characters of a passage: about three lines on a phone
MOST_SENTENCES = 3
REPEATS = 3  # of one part in a sentence; more say no more
ANY = -1     # every part: a set of parts has a bit for each


Passage = tuple[int, int]      # the first and the last of consecutive sentences
Window = tuple[int, int, int]  # the parts that it shows, its first and its last sentence


class Chooser:
    """Chooses passages for one question."""

    def __init__(self, weights: Sequence[float]) -> None:
        """`weights` is what each part of the question says."""
        self._said = _Said(weights)

    def choose(self, sentences: Sentences, marks: Sequence[Marks]) -> list[Passage]:
        """One or two passages of an article in the order of its text; without any mark its beginning; none without any
        sentence.

        `marks` are those of each part. A second passage is for parts only that the first does not show.
        """
        if not sentences.starts:
            return []
        shows, gains = _gathered(marks)
        if not shows:
            return [_with_company(sentences, 0, 0, AIM)]
        shown, first, last = self._best(sentences, shows, gains, ANY)
        chosen = [_with_company(sentences, first, last, AIM // 2)]
        missing = sum([1 << part for part, where in enumerate(marks) if where]) & ~shown
        if missing:
            _, first, last = self._best(sentences, shows, gains, missing)
            chosen.append(_with_company(sentences, first, last, AIM // 2))
            chosen.sort()
        return chosen

    def _best(self, sentences: Sentences, shows: dict[int, int], gains: dict[int, int], wanted: int) -> Window:
        """Of the windows between marked sentences that show any of the parts wanted the best."""
        said, starts, ends = self._said, sentences.starts, sentences.ends
        most, best = float("-inf"), (0, 0, 0)
        for first, shown in shows.items():
            gain, start = gains[first], starts[first]
            if shown & wanted:
                score = said[shown & wanted] + 0.05 * gain - 0.0002 * (ends[first] - start) - 0.0001 * first
                if score > most:
                    most, best = score, (shown, first, first)
            if first + 1 not in shows and first + 2 not in shows:
                continue
            for last in (first + 1, first + 2):
                if last in shows and ends[last] - start <= AIM and _joined(sentences, first, last):
                    shown |= shows[last]
                    gain += gains[last]
                    if shown & wanted:
                        score = said[shown & wanted] + 0.05 * gain - 0.0002 * (ends[last] - start) - 0.0001 * first
                        if score > most:
                            most, best = score, (shown, first, last)
        return best


class _Said(dict[int, float]):
    """What sets of parts say."""

    def __init__(self, weights: Sequence[float]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, parts: int) -> float:
        said = self[parts] = sum(weight for part, weight in enumerate(self._weights) if parts >> part & 1)
        return said


def _gathered(marks: Sequence[Marks]) -> tuple[dict[int, int], dict[int, int]]:
    """Of each marked sentence which parts it shows, and how many marks count in it."""
    shows: dict[int, int] = {}
    gains: dict[int, int] = {}
    for part, where in enumerate(marks):
        bit = 1 << part
        for sentence, places in where.items():
            gain = len(places) if len(places) < REPEATS else REPEATS
            if sentence in shows:
                shows[sentence] |= bit
                gains[sentence] += gain
            else:
                shows[sentence], gains[sentence] = bit, gain
    return shows, gains


def _joined(sentences: Sentences, first: int, last: int) -> bool:
    """Whether two or three sentences are of one paragraph."""
    starts, ends = sentences.starts, sentences.ends
    return starts[last] - ends[last - 1] < 2 and starts[first + 1] - ends[first] < 2


def _with_company(sentences: Sentences, first: int, last: int, enough: int) -> Passage:
    """A passage, longer by its next sentences while it has not enough characters."""
    starts, ends = sentences.starts, sentences.ends
    most = min(first + MOST_SENTENCES, len(starts)) - 1
    while last < most and ends[last] - starts[first] < enough:
        if ends[last + 1] - starts[first] > AIM or starts[last + 1] - ends[last] > 1:
            break
        last += 1
    return first, last
