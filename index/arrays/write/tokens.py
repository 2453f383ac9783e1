"""Texts as arrays of tokens, many texts at once.

No token reaches across white space, so a text is split there, and what stands between is looked up
among the chunks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.arrays.file.blob import encoded
from index.arrays.file.file import Array
from index.arrays.file.ranges import ranges
from index.arrays.write.token_cache import MARGIN, FormTable, TokenCache

NEWLINE = 10
WIDE_SPACES = [chr(code).encode() for code in range(0x80, 0x3001) if chr(code).isspace()]
WIDE_LEADS = np.isin(np.arange(256), [space[0] for space in WIDE_SPACES])


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of some texts, in order, as arrays of int.

    A *position* is that of a word in its text: words that follow one another have positions that
    do, a paragraph's end leaves one free, and the whole of a compound shares its first part's.
    """

    form: Array  # of each token
    text: Array  # number of the text it is in
    position: Array  # counted in its text
    start: Array  # its first character in its text
    ends: Array  # of each text: how many positions it takes
    words: Array  # of each text: its length, see index.base.schema


def tokens_of(texts: Sequence[str], cache: TokenCache) -> Tokens:
    """The tokens of each of `texts`, one or more."""
    pieces = [encoded(text) for text in texts]
    joined = b" " + b"\n".join(pieces) + b" " * MARGIN
    data = np.frombuffer(joined, np.uint8)
    space = _spaces(data)
    edges = np.flatnonzero(space[1:] != space[:-1]) + 1
    begins = edges[::2]
    numbers = cache.numbers(joined, begins, edges[1::2])
    at = np.frombuffer(cache.at, np.int32)
    first, counts = at[numbers], at[numbers + 1] - at[numbers]
    full = counts > 0  # dashes and dots alone are chunks without a token
    numbers, begins, first, counts = numbers[full], begins[full], first[full], counts[full]
    text_begins = np.cumsum([1, *(len(piece) + 1 for piece in pieces)])
    heads = np.searchsorted(begins, text_begins)
    text = np.repeat(np.arange(len(texts)), np.diff(heads))
    positions, taken = _positions(
        np.frombuffer(cache.lengths, np.int32)[numbers],
        heads,
        np.searchsorted(begins, _breaks(data)),
    )
    starts = _characters(data, begins) - _characters(data, text_begins)[text]
    places = ranges(first, counts)
    chunk = np.repeat(np.arange(len(numbers)), counts)
    form = np.frombuffer(cache.form, np.int32)[places]
    counting = np.frombuffer(cache.forms.counts, np.int8)[form].nonzero()[0]
    return Tokens(
        form=form,
        text=text[chunk],
        position=positions[chunk] + np.frombuffer(cache.position, np.int32)[places],
        start=starts[chunk] + np.frombuffer(cache.start, np.int32)[places],
        ends=taken,
        words=np.bincount(text[chunk[counting]], minlength=len(texts)),
    )


def word_codes(tokens: Tokens, forms: FormTable) -> tuple[Array, Array]:
    """The codes of the words in order, without wholes of compounds and marks, and the number of the
    text each is in."""
    words = np.flatnonzero(np.diff(tokens.position, prepend=-1) | np.diff(tokens.text, prepend=-1))
    return np.frombuffer(forms.codes, np.uint32)[tokens.form[words]], tokens.text[words]


def _spaces(data: Array) -> Array:
    """Of each byte of UTF-8 whether it is white space, or of it."""
    # around nought they are large: from 9 to 13 and from 28 to 32
    space: Array = (data - 9 < 5) | (data - 28 < 5)
    leads = np.flatnonzero(WIDE_LEADS.take(data)) if data.max() > 0x7F else ()
    if len(leads):
        windows = np.ndarray(len(data) - 3, "<u4", data, strides=(1,))[leads]
        for wide in WIDE_SPACES:
            found = leads[windows & (1 << 8 * len(wide)) - 1 == int.from_bytes(wide, "little")]
            for step in range(len(wide)):
                space[found + step] = True
    return space


def _breaks(data: Array) -> Array:
    """Where blank lines are."""
    newline = data == NEWLINE
    return np.flatnonzero(newline[:-1] & newline[1:])


def _characters(data: Array, places: Array) -> Array:
    """How many characters begin before each of `places` in UTF-8."""
    further = np.flatnonzero(data & 0xC0 == 0x80)
    return places - np.searchsorted(further, places)


def _positions(taken: Array, heads: Array, breaks: Array) -> tuple[Array, Array]:
    """The first position of each chunk in its text, and how many positions each text takes.

    `taken` are the positions of each chunk, `heads` the first chunks of the texts, and the end of
    the last, `breaks` the chunks behind blank lines.
    """
    free = np.zeros(len(taken) + 1, np.int64)
    free[breaks] = 1
    free[heads] = 0
    positions = np.cumsum(free)
    positions[1:] += np.cumsum(taken)
    return positions[:-1] - np.repeat(positions[heads[:-1]], np.diff(heads)), np.diff(
        positions[heads]
    )
