"""The token cache: chunks, what stands between white space in a text ("peace-building,"), each
analysed once, the first time."""

from array import array
from operator import attrgetter
from random import getrandbits
from zlib import crc32

import numpy as np

from index.arrays.file.blob import encoded
from index.arrays.file.file import Array
from index.base.analysis import is_mark, plain_word, tokenize
from index.base.stems import stem_of

SHORT = 15  # bytes of a chunk that goes by two numbers: all its bytes, and their count last
LAST_BYTE = np.uint64(56)
HEADS, TAILS = (
    np.array([(1 << 8 * min(max(size - begin, 0), 8)) - 1 for size in range(SHORT + 1)], np.uint64)
    for begin in (0, 8)
)
# drawn anew by each process: texts could be made whose chunks collide
MIXERS = np.array([getrandbits(64) | 1 for _ in range(2)], np.uint64)
SPARSE = 4  # places in the table for each chunk, a power of two
MARGIN = 16  # bytes that stand behind the last chunk of a text
PLACE = attrgetter("position")


class FormTable:
    """Every form met so far, and its stem, both numbered in the order in which they came."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        self.stem_of = array("i")
        self.counts = array("b")  # of each form 1, of a mark 0: it is no word of a length
        self.codes = array("I")  # of each form a number that is its own in every table

    def number(self, form: str) -> int:
        """The number of a form."""
        known = self.numbers.get(form)
        if known is None:
            known = self.numbers[form] = len(self.numbers)
            self.stem_of.append(self.stems.setdefault(stem_of(form), len(self.stems)))
            self.counts.append(not is_mark(form))
            self.codes.append(crc32(encoded(form)))
        return known


class TokenCache:
    """Chunks by number, and the tokens of each.

    Short chunks are looked up many at once, in a hash table with linear probing; the few others one
    by one."""

    def __init__(self, forms: FormTable) -> None:
        self.forms = forms
        self.at = array("i", [0])  # where the tokens of each chunk begin
        # how many positions each chunk takes: the whole of a compound takes none
        self.lengths = array("i")
        self.form, self.start, self.position = array("i"), array("i"), array("i")
        self._long: dict[bytes, int] = {}
        # of short chunks by number, else 0
        self._heads, self._tails = np.zeros((2, 1 << 12), np.uint64)
        self._table = np.full(SPARSE << 12, -1, np.int32)

    def __len__(self) -> int:
        return len(self.lengths)

    def numbers(self, text: bytes, begins: Array, ends: Array) -> Array:
        """The numbers of the chunks between `begins` and `ends` in UTF-8, with MARGIN bytes behind
        the last; those that were not met before are analysed."""
        lengths = ends - begins
        windows = np.ndarray(len(text) - 7, "<u8", text, strides=(1,))
        heads = windows[begins] & HEADS.take(lengths, mode="clip")
        tails = (
            windows[begins + 8] & TAILS.take(lengths, mode="clip")
            | lengths.astype(np.uint64) << LAST_BYTE
        )
        tails[lengths > SHORT] = 0
        numbers = self._look_up(heads, tails)
        missing = np.flatnonzero(numbers < 0)
        if len(missing):
            known = len(self)
            ends_of = zip(begins[missing].tolist(), ends[missing].tolist(), strict=True)
            numbers[missing] = self._analyse_all([text[begin:end] for begin, end in ends_of])
            self._remember(known, numbers[missing], heads[missing], tails[missing])
        return numbers

    def _look_up(self, heads: Array, tails: Array) -> Array:
        """The numbers of short chunks; -1 for those not known, and for others."""
        places = self._places(heads, tails)
        numbers = self._table[places]
        wrong = np.flatnonzero((self._heads[numbers] != heads) | (self._tails[numbers] != tails))
        while len(wrong := wrong[numbers[wrong] >= 0]):
            places[wrong] = self._next(places[wrong])
            numbers[wrong] = again = self._table[places[wrong]]
            wrong = wrong[
                (self._heads[again] != heads[wrong]) | (self._tails[again] != tails[wrong])
            ]
        return numbers

    def _places(self, heads: Array, tails: Array) -> Array:
        """Where short chunks should stand in the table."""
        upper = np.uint64(65 - len(self._table).bit_length())
        places: Array = (heads * MIXERS[0] + tails * MIXERS[1] >> upper).astype(np.int64)
        return places

    def _next(self, places: Array) -> Array:
        return places + 1 & len(self._table) - 1

    def _analyse_all(self, chunks: list[bytes]) -> list[int]:
        fresh: dict[bytes, int] = {}
        numbers = []
        for chunk in chunks:
            known = fresh if len(chunk) <= SHORT else self._long
            number = known.get(chunk)
            if number is None:
                number = known[chunk] = len(self.lengths)
                self._analyse(chunk.decode("utf-8", "surrogatepass"))
            numbers.append(number)
        return numbers

    def _analyse(self, chunk: str) -> None:
        if plain := plain_word(chunk):
            form, start = plain
            self._take(form, start, 0)
            length = 1
        else:
            length = 0
            for token in sorted(tokenize(chunk), key=PLACE):
                self._take(token.form, token.start, token.position)
                length = token.position + 1
        self.lengths.append(length)
        self.at.append(len(self.form))

    def _take(self, form: str, start: int, position: int) -> None:
        self.form.append(self.forms.number(form))
        self.start.append(start)
        self.position.append(position)

    def _remember(self, known: int, numbers: Array, heads: Array, tails: Array) -> None:
        """Put the chunks from number `known` on into the table."""
        if len(self) >= len(self._heads):  # the last is left 0: it stands for none
            size = 1 << len(self).bit_length()
            rest = np.zeros(size - known, np.uint64)
            self._heads, self._tails = (
                np.append(each[:known], rest) for each in (self._heads, self._tails)
            )
            self._table = np.full(SPARSE * size, -1, np.int32)
            known = 0
        self._heads[numbers], self._tails[numbers] = heads, tails
        waiting = known + np.flatnonzero(self._tails[known : len(self)])
        places = self._places(self._heads[waiting], self._tails[waiting])
        while len(waiting):
            free = self._table[places] < 0
            self._table[places[free]] = waiting[free]
            lost = self._table[places] != waiting
            waiting, places = waiting[lost], self._next(places[lost])
