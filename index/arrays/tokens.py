"""Texts become arrays of tokens, many texts at once.

No token reaches across white space, so a text is split there, and what stands between (a *chunk*, "peace-building,")
is analysed once, the first time it is met; everywhere else it is looked up.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.analysis import plain_word, tokenize
from index.arrays.file import Array
from index.arrays.ragged import firsts, ranges

SPACE = np.array([chr(code).isspace() for code in range(0x3002)])  # the last one stands for everything above
NEWLINE = 10


class Forms:
    """Every form met so far, and its stem, both by number."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        self._stem = stem
        self.numbers: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        self.stem_of = array("i")

    def number(self, form: str) -> int:
        """The number of a form."""
        known = self.numbers.get(form)
        if known is None:
            known = self.numbers[form] = len(self.numbers)
            self.stem_of.append(self.stems.setdefault(self._stem(form), len(self.stems)))
        return known


class Chunks(dict[str, int]):
    """Chunks by number, and the tokens of each; a missing one is analysed when it is asked for."""

    def __init__(self, forms: Forms) -> None:
        super().__init__()
        self.forms = forms
        self.at = array("i", [0])   # where the tokens of each chunk begin
        self.slots = array("i")     # how many words each chunk takes: the whole of a compound takes none
        self.form, self.start, self.slot = array("i"), array("i"), array("i")

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self)
        if plain := plain_word(chunk):
            form, start = plain
            self._take(form, start, 0)
            slots = 1
        else:
            slots = self._analyse(chunk)
        self.slots.append(slots)
        self.at.append(len(self.form))
        return number

    def _analyse(self, chunk: str) -> int:
        slots = 0
        for token in sorted(tokenize(chunk), key=lambda token: token.position):
            self._take(token.form, token.start, token.position)
            slots = token.position + 1
        return slots

    def _take(self, form: str, start: int, slot: int) -> None:
        self.form.append(self.forms.number(form))
        self.start.append(start)
        self.slot.append(slot)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of some texts, in order. A *slot* is the place of a word: words of a text that follow one another
    have slots that do, a paragraph's end leaves one free, and the whole of a compound shares its first part's."""

    form: Array    # of each token
    text: Array    # number of the text it is in
    slot: Array    # counted in its text
    start: Array   # its first character in its text
    slots: Array   # of each text: how many slots it takes


def tokens_of(texts: Sequence[str], chunks: Chunks) -> Tokens:
    """The tokens of each of `texts`, one or more."""
    joined = "\n".join(texts)
    ids = np.fromiter(map(chunks.__getitem__, joined.split()), np.int64)
    begins, breaks = _marks(joined)
    at = np.frombuffer(chunks.at, np.int32)
    counts = np.diff(at)[ids]
    full = counts > 0  # dashes and dots alone are chunks without a token
    ids, begins, counts = ids[full], begins[full], counts[full]
    text_begins = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
    text = np.searchsorted(text_begins, begins, "right") - 1
    slots, taken = _slots(np.frombuffer(chunks.slots, np.int32)[ids], text, np.searchsorted(breaks, begins), len(texts))
    places = ranges(at[ids], counts)
    chunk = np.repeat(np.arange(len(ids)), counts)
    return Tokens(
        form=np.frombuffer(chunks.form, np.int32)[places],
        text=text[chunk],
        slot=slots[chunk] + np.frombuffer(chunks.slot, np.int32)[places],
        start=(begins - text_begins[text])[chunk] + np.frombuffer(chunks.start, np.int32)[places],
        slots=taken,
    )


def _marks(joined: str) -> tuple[Array, Array]:
    """Where the chunks of a string begin, and where its blank lines are."""
    if joined.isascii():
        codes: Array = np.frombuffer(joined.encode("ascii"), np.uint8)
        space = SPACE.take(codes)
    else:
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        space = SPACE.take(codes, mode="clip")
    begins = np.flatnonzero(~space & np.concatenate(([True], space[:-1]))) if len(space) else np.array([], np.int64)
    newline = codes == NEWLINE
    return begins, np.flatnonzero(newline[:-1] & newline[1:])


def _slots(taken: Array, text: Array, breaks: Array, texts: int) -> tuple[Array, Array]:
    """The first slot of each chunk in its text, and how many slots each text takes."""
    after_break = np.zeros(len(taken), np.int64)
    after_break[1:] = (breaks[1:] != breaks[:-1]) & (text[1:] == text[:-1])
    slots = np.cumsum(taken) - taken + np.cumsum(after_break)
    begin = firsts(text)
    slots -= np.repeat(slots[begin], np.diff([*begin, len(text)]))
    totals = np.zeros(texts, np.int64)
    if len(begin):
        last = np.concatenate((begin[1:], [len(text)])) - 1
        totals[text[last]] = slots[last] + taken[last]
    return slots, totals
