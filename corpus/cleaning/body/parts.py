"""Pages of several parts, one as good as the other: entries of a live blog, letters, reports."""

from collections.abc import Set
from itertools import pairwise

from corpus.page.lines import TITLE_SIZE, Blocks, Line

_FEWEST = 3  # two may be an article and the one before it
_MOST_AROUND = 30  # elements around a text that may hold its other parts
_HEAD = 3  # lines in which a part says when it was written, or what it is about
_HEADLINE_WORDS = 3  # of a link: "Read more" and a clock are none


def whole_of(blocks: Blocks, region: int, prose: Set[int]) -> int:
    """The region that holds all parts of which `region` is, or lies in, only one; `region` itself
    where there are none.

    Parts stand side by side below the page's heading, are called alike, hold running text (`prose`
    are the lines that do), and begin with a time or with a heading that leads nowhere: one that
    leads away is that of another page.
    """
    around = [region]
    while blocks.regions[around[-1]].parent >= 0 and len(around) < _MOST_AROUND:
        around.append(blocks.regions[around[-1]].parent)
    children: dict[int, list[int]] = {index: [] for index in around}
    for index, other in enumerate(blocks.regions):
        if other.parent in children:
            children[other.parent].append(index)
    timed = {moment.line for moment in blocks.moments}
    best = region
    for inner, outer in pairwise(around):
        if not _is_part(blocks, inner, prose, timed):
            continue
        parts = [index for index in children[outer] if _is_part(blocks, index, prose, timed)]
        if len(parts) >= _FEWEST:
            best = outer
    return best


def _is_part(blocks: Blocks, index: int, prose: Set[int], timed: Set[int]) -> bool:
    inside = range(blocks.regions[index].start, blocks.regions[index].end)
    if any(_is_of_another_page(blocks.lines[spot]) for spot in inside):
        return False
    head = inside[:_HEAD]
    begins = any(blocks.lines[spot].kind == "heading" for spot in head) or not timed.isdisjoint(
        head
    )
    return begins and not prose.isdisjoint(inside)


def _is_of_another_page(line: Line) -> bool:
    """Whether a line is a headline of its own page, or leads to one."""
    linked = line.is_link and not line.href.startswith("#")
    return line.size >= TITLE_SIZE or (linked and len(line.text.split()) >= _HEADLINE_WORDS)
