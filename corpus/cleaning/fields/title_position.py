"""Where an article begins whose title its page says more than once, or below an introduction."""

from collections.abc import Sequence

from corpus.page.lines import PLAIN_SIZE, Blocks, Line
from corpus.page.text import fold
from corpus.wording.byline_line import read_line
from corpus.wording.page_head import can_be_title, is_paragraph, is_print_day


def last_spot(blocks: Blocks, texts: Sequence[str], title: int, head_end: int) -> int:
    """Where a title that stands in line `title` is said last above the text: what is above that is the masthead.

    `texts` are those of the lines, empty where one recurs over the site. A box or a trail of links below a headline may
    repeat it, too: the page's own title is no link and no item of a list where that headline is none, and below a "By"
    it is as large.
    """
    wanted, heading = fold(texts[title]), blocks.lines[title]
    repeats = [
        index for index in range(title + 1, min(head_end, len(texts)))
        if fold(texts[index]) == wanted and not _is_aside(blocks.lines[index], heading)
    ]  # fmt: skip
    for index in reversed(repeats):
        if blocks.lines[index].size >= heading.size or not any(map(_is_signed, texts[title + 1 : index])):
            return index
    return title


def _is_signed(text: str) -> bool:
    return read_line(text).signed


def _is_aside(line: Line, heading: Line) -> bool:
    """Whether a line with the words of a heading is but a link, or an item of a list."""
    return (line.is_link and not heading.is_link) or (line.kind == "item" and heading.kind == "heading")


def first_heading(blocks: Blocks, title: int) -> int:
    """Where an article begins whose title stands below its introduction; else `title`.

    Such an introduction has a heading as large, a day with the number of a page, and running text of its own.
    """
    lines = [line.text for line in blocks.lines[:title]]
    start = next((index + 1 for index in reversed(range(title)) if is_print_day(lines[index])), 0)
    if start > 1 and any(is_paragraph(line) for line in lines[start:]):
        heading = blocks.lines[start - 2]
        if heading.size >= max(blocks.lines[title].size, PLAIN_SIZE + 1) and can_be_title(heading.text):
            return start - 2
    return title
