"""Drop capitals: the large first letter of a text, which old pages set apart from the rest of its word."""

import re
from collections.abc import Iterable

from corpus.cleaning.blocks import Line

_APART = re.compile(r"([^\W\d_]) (?=[^\W\d_])")
_WORDS = frozenset("AEIOYÀÈÉÓАВИКОСУЯ")  # letters that are words by themselves in some language


def is_initial(line: Line, following: Line) -> bool:
    """Whether a line is nothing but the first letter of the one that follows it."""
    if len(line.text) != 1 or not line.text.isupper():
        return False
    return following.text[0].islower() or (line.size > following.size and following.text[:2].isupper())


def join_initial(first: Line, text: str, page: Iterable[Line]) -> str:
    """`text`, the paragraph that begins with the line `first`, its large first letter joined to the rest of its word.

    "A new law" stays: where the letter can be a word, what follows must be none that the page has elsewhere.
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
    if match[1] in _WORDS and sum(_bare(other) == _bare(word) for line in page for other in line.text.split()) > 1:
        return text
    return match[1] + rest


def _bare(word: str) -> str:
    return word.strip(".,;:!?\"'“”‘’()").casefold()
