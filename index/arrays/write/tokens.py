"""Texts become arrays of tokens, many texts at once.

No token reaches across white space, so a text is split there, and what stands between is looked up
among the chunks. """

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.arrays.file.blob import encoded
from index.arrays.file.file import Array
from index.arrays.file.ranges import ranges
from index.arrays.write.token_cache import MARGIN, Chunks

NEWLINE = 10
WIDE_SPACES = [chr(code).encode() for code in range(0x80, 0x3001) if chr(code).isspace()]
WIDE_LEADS = np.isin(np.arange(256), [space[0] for space in WIDE_SPACES])


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of some texts, in order. A *slot* is the place of a word: words of a text that
    follow one another have slots that do, a paragraph's end leaves one free, and the whole of a
    compound shares its first part's."""

    form: Array    # of each token
    text: Array    # number of the text it is in
    slot: Array    # counted in its text
    start: Array   # its first character in its text
    slots: Array   # of each text: how many slots it takes


def tokens_of(texts: Sequence[str], chunks: Chunks) -> Tokens:
    """The tokens of each of `texts`, one or more."""
    pieces = [encoded(text) for text in texts]
    joined = b" " + b"\n".join(pieces) + b" " * MARGIN
    data = np.frombuffer(joined, np.uint8)
    space = _spaces(data)
    edges = np.flatnonzero(space[1:] != space[:-1]) + 1
    begins = edges[::2]
    numbers = chunks.numbers(joined, begins, edges[1::2])
    at = np.frombuffer(chunks.at, np.int32)
    first, counts = at[numbers], at[numbers + 1] - at[numbers]
    full = counts > 0  # dashes and dots alone are chunks without a token
    numbers, begins, first, counts = numbers[full], begins[full], first[full], counts[full]
    text_begins = np.cumsum([1, *(len(piece) + 1 for piece in pieces)])
    heads = np.searchsorted(begins, text_begins)
    text = np.repeat(np.arange(len(texts)), np.diff(heads))
    slots, taken = _slots(
        np.frombuffer(chunks.slots, np.int32)[numbers],
        heads,
        np.searchsorted(begins, _breaks(data)),
    )
    starts = _characters(data, begins) - _characters(data, text_begins)[text]
    places = ranges(first, counts)
    chunk = np.repeat(np.arange(len(numbers)), counts)
    return Tokens(
        form=np.frombuffer(chunks.form, np.int32)[places],
        text=text[chunk],
        slot=slots[chunk] + np.frombuffer(chunks.slot, np.int32)[places],
        start=starts[chunk] + np.frombuffer(chunks.start, np.int32)[places],
        slots=taken,
    )


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


def _slots(taken: Array, heads: Array, breaks: Array) -> tuple[Array, Array]:
    """The first slot of each chunk in its text, and how many slots each text takes. `heads` are the
    first chunks of the texts, and the end of the last; `breaks` the chunks behind blank lines."""
    free = np.zeros(len(taken) + 1, np.int64)
    free[breaks] = 1
    free[heads] = 0
    slots = np.cumsum(free)
    slots[1:] += np.cumsum(taken)
    return slots[:-1] - np.repeat(slots[heads[:-1]], np.diff(heads)), np.diff(slots[heads])
