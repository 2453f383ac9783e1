"""The standfirst: the summary that a page shows between its title and its text."""

import re
from collections.abc import Collection, Sequence

from corpus.page.lines import Blocks, Line
from corpus.page.text import TERMINAL, fold
from corpus.wording.byline_line import read_line

# What sites call it.
_MARKS = re.compile(
    r"stand-?first|(?:^|[\s_-])(?:dec?k|lede?|lead|intro|teaser|excerpt|sub-?(?:title|head(?:line|"
    r"ing)?)|summary|"
    r"abstract|chapeau|chapo|sapo|ingress|preamble|epigraph|vorspann|perex|bajada|sommario|"
    r"sumario|entradilla|sub-?titulo|copete|epigrafe|spot)(?:$|[\s_-])"
)
_REACH = 12  # lines below a title
_SHORTEST = 5  # words
_BEGINNING = 60  # letters of a description: many are cut off


def find_standfirst(
    blocks: Blocks, head: range, used: Collection[int], text: Sequence[int], description: str
) -> tuple[int, ...]:
    """The lines of the standfirst; none where the page shows none.

    `head` runs from the title's line to the text's first, which may be the standfirst; `used` are
    lines that say who and when, `text` those of the text. A summary is called so by the site, is
    what the page's head describes it with, or stands alone between the title and who and when. A
    first paragraph that a description was cut out of is none.
    """
    last = max((index for index in used if index > head.start), default=-1)
    for index in head[1 : _REACH + 1]:
        line = blocks.lines[index]
        if index in used or not _is_prose(line):
            continue
        alone = index < last and index + 1 >= min(spot for spot in used if spot > index) - 1
        stands = (alone and _is_whole(line)) or _is_described(line.text, description)
        if _is_called(blocks, line) or (stands and index not in text):
            return _with_rest(blocks, index, used)
    return ()


def _is_prose(line: Line) -> bool:
    plain = line.kind in ("text", "heading", "cell") and line.linked * 2 < len(line.text)
    read = read_line(line.text)
    return (
        plain and len(line.text.split()) >= _SHORTEST and not (read.signed or read.day or read.pure)
    )


def _is_called(blocks: Blocks, line: Line) -> bool:
    return any(_MARKS.search(region.marks) for region in blocks.path(line.region, 2))


def _is_described(text: str, description: str) -> bool:
    """Whether a line says what the page's head describes it with, as far as that goes."""
    ours, theirs = fold(text)[:_BEGINNING], fold(description)[:_BEGINNING]
    return bool(theirs) and (ours.startswith(theirs) or theirs.startswith(ours))


def _is_whole(line: Line) -> bool:
    return line.kind == "heading" or line.text.endswith(TERMINAL)


def _with_rest(blocks: Blocks, first: int, used: Collection[int]) -> tuple[int, ...]:
    """A line and those that follow it in its own element."""
    lines = range(first, blocks.regions[blocks.lines[first].region].end)
    return tuple(index for index in lines if index not in used and _is_prose(blocks.lines[index]))
