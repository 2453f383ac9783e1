"""Where the pages of one text meet: repeated lines are kept once, a cut sentence is made whole."""

from collections.abc import Sequence
from itertools import takewhile

from corpus.page.text import TERMINAL, fold
from corpus.pagination.same_text import length, without_pager

_EDGE = 3  # paragraphs at the end of a page that may be repeated at the foot of the next
_COPY = 0.5  # of a page's text that stands on an earlier one makes it the same page again


def join_paragraphs(pages: Sequence[Sequence[str]], title: str) -> tuple[str, ...]:
    """The text of all pages, as paragraphs.

    What several have at the top or at the foot is kept once, at the first top or the last foot.
    """
    text = list(without_pager(pages[0]))
    for page in pages[1:]:
        lines = list(without_pager(page))
        known = {*text, *(line for line in lines if fold(line) == fold(title))}
        if length(line for line in lines if line in known) > _COPY * length(lines):
            continue
        lines = lines[len(list(takewhile(known.__contains__, lines))) :]
        while len(text) > 1 and len(lines) > 1 and text[-1] in lines[-_EDGE:]:
            text.pop()
        _append(text, lines)
    return tuple(text)


def _append(text: list[str], lines: list[str]) -> None:
    """Put a page's text behind the text; a sentence that the page's end cut is made whole."""
    if text and lines and lines[0][0].islower() and not text[-1].endswith(TERMINAL):
        text[-1] += f" {lines.pop(0)}"
    text += lines
