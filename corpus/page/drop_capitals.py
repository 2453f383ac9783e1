"""Drop capitals: the large first letter of a text, which old pages set apart from the rest of its
word."""

import re
from collections import Counter
from collections.abc import Sequence

from corpus.page.lines import Line

_APART = re.compile(r"([^\W\d_]) (?=[^\W\d_])")
_WORDS = frozenset("AEIOYÀÈÉÓАВИКОСУЯ")  # letters that are words by themselves in some language


def is_initial(line: Line, following: Line) -> bool:
    """Whether a line is nothing but the first letter of the one that follows it."""
    if len(line.text) != 1 or not line.text.isupper():
        return False
    return following.text[0].islower()


class Initials:
    """The drop capitals of one page. Its words are counted once, and only where a letter may be a
    word."""

    def __init__(self, page: Sequence[Line]) -> None:
        self._page = page
        self._counts: Counter[str] | None = None

    def join(self, first: Line, text: str) -> str:
        """`text`, the paragraph that begins with the line `first`, its first letter joined to the
        rest of its word.

        "A new law" stays: where the letter can be a word, what follows must be none that the page
        has elsewhere.
        """
        match = _APART.match(text)
        if not match or not match[1].isupper() or first.kind == "heading":
            return text
        rest = text[match.end() :]
        alone = len(first.text) == 1
        word = rest.split()[0]
        shouted = len(word) > 1 and word.isupper() and match[1] not in _WORDS
        if not alone and not (first.initial and (rest[0].islower() or shouted)):
            return text
        if match[1] in _WORDS and self._count(word) > 1:
            return text
        return match[1] + rest

    def _count(self, word: str) -> int:
        if self._counts is None:
            self._counts = Counter(
                _bare(other) for line in self._page for other in line.text.split()
            )
        return self._counts[_bare(word)]


def _bare(word: str) -> str:
    return word.strip(".,;:!?\"'“”‘’()").casefold()
