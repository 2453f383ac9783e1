import numpy as np
from numpy.typing import NDArray

MOST_WORDS: int
MOST_PAIRS: int
NO_FORM: int
ANY_FORM: int
VERSION: int

_Numbers = NDArray[np.integer]
_Table = NDArray[np.float64]
Word = tuple[
    _Numbers, _Numbers, _Numbers, _Numbers, _Numbers | None, int, int, int, bool
]
Pair = tuple[int, int, int, int]

def gather(
    docs: _Numbers,
    starts_at: _Numbers,
    title_ends: _Numbers,
    steps: _Numbers,
    words: list[Word | None],
    pairs: list[Pair],
    bounds: tuple[int, int, int],
    tables: tuple[_Table, _Table, _Table, _Table],
    /,
) -> None: ...
def positions(docs: _Numbers, word: Word, skip: int, /) -> list[list[int]]: ...
