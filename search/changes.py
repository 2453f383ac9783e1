"""Changes: what differs between two articles that are one text."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from search.copied.letters import Letters
from search.matching.results import Hit

MOST_WORDS = 5_000  # of a text that is compared: of a part of it nobody knows where it goes on
AROUND = 3  # words that are shown before and behind a change
MOST_COMPARED = 20  # other articles


class Change(NamedTuple):
    """Words in a row that are others in the other text; "" where one of the two has none."""

    before: str  # some words that both have
    here: str
    there: str
    after: str


class ReprintOf(NamedTuple):
    """Another article with the text of one, and how it differs, in the order of that one."""

    hit: Hit
    changes: tuple[Change, ...] | None  # None where there is too much to compare


def changes(here: str, there: str) -> tuple[Change, ...] | None:
    """The words of two texts that differ, in their order; None where one that is not the same is
    too long."""
    sides = Letters(here), Letters(there)
    words = [[each.letters[word.first : word.last] for word in each.words] for each in sides]
    if words[0] == words[1]:
        return ()
    if max(map(len, words)) > MOST_WORDS:
        return None
    return tuple(_differing(sides, words))


def _differing(
    sides: tuple[Letters, Letters], words: Sequence[Sequence[str]]
) -> Iterator[Change]:
    # words that stand everywhere only go on with what is the same, or a long text takes long
    blocks = SequenceMatcher(None, words[0], words[1]).get_opcodes()
    for at, (kind, begin, end, first, last) in enumerate(blocks):
        if kind == "equal":  # every second one
            continue
        since = blocks[at - 1][1] if at else begin
        until = blocks[at + 1][2] if at + 1 < len(blocks) else end
        yield Change(
            _between(sides[0], max(since, begin - AROUND), begin),
            _between(sides[0], begin, end),
            _between(sides[1], first, last),
            _between(sides[0], end, min(until, end + AROUND)),
        )


def _between(side: Letters, begin: int, end: int) -> str:
    """Some words as they stand in the text."""
    if begin == end:
        return ""
    return side.text[side.words[begin].start : side.words[end - 1].end]
