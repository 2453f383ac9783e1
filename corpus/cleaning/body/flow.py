"""Where most paragraphs of a text stand, so that what stands elsewhere can be told: a box within or
behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.page.lines import Blocks, Line

_PROSE = 12  # words of a paragraph
_LISTS = frozenset(("ul", "ol", "li"))


@dataclass(frozen=True, slots=True)
class Flow:
    """The region that holds a text's paragraphs, and these: its own, and items of lists in it."""

    container: int = -1
    lines: frozenset[int] = frozenset()


def find_flow(blocks: Blocks, kept: Sequence[int]) -> Flow:
    """The flow of `kept`, lines of `blocks`; an empty one where nothing is running text."""
    prose: dict[int, list[int]] = {}
    for index in kept:
        line = blocks.lines[index]
        if not line.is_link and (line.kind == "item" or line.words >= _PROSE):
            prose.setdefault(container(blocks, line), []).append(index)
    longest = max(
        prose,
        key=lambda one: sum(len(blocks.lines[index].text) for index in prose[one]),
        default=-1,
    )
    return Flow(longest, frozenset(prose.get(longest, ())))


def container(blocks: Blocks, line: Line) -> int:
    """The region that holds a line's paragraph, or the list that it is an item of."""
    around = blocks.regions[line.region].parent
    while around >= 0 and blocks.regions[around].tag in _LISTS:
        around = blocks.regions[around].parent
    return around
