"""Where an article begins whose title its page says more than once, or below an introduction."""

from collections.abc import Sequence

from corpus.page.lines import PLAIN_SIZE, Blocks
from corpus.page.text import fold
from corpus.wording.byline_line import read_line
from corpus.wording.page_head import can_be_title, is_print_day


def last_spot(blocks: Blocks, texts: Sequence[str], title: int, head_end: int) -> int:
    """Where a title that stands in line `title` is said last above the text: what is above that is
    the masthead.

    `texts` are those of the lines, empty where one recurs over the site. A box or a trail of links
    below a headline may repeat it, too: below a "By" the page's own title is as large.
    """
    wanted, size = fold(texts[title]), blocks.lines[title].size
    spots = reversed(range(title + 1, min(head_end, len(texts))))
    repeats = (index for index in spots if fold(texts[index]) == wanted)
    return next(
        (
            index for index in repeats
            if blocks.lines[index].size >= size
            or not any(read_line(text).signed for text in texts[title + 1 : index])
        ),
        title,
    )  # fmt: skip


def first_heading(blocks: Blocks, title: int) -> int:
    """Where an article begins whose title stands below its introduction; else `title`.

    Such an introduction has a heading as large, a day with the number of a page, and running text
    of its own.
    """
    lines = [line.text for line in blocks.lines[:title]]
    start = next((index + 1 for index in reversed(range(title)) if is_print_day(lines[index])), 0)
    if start > 1:
        heading = blocks.lines[start - 2]
        if heading.size >= max(blocks.lines[title].size, PLAIN_SIZE + 1) and can_be_title(
            heading.text
        ):
            return start - 2
    return title
