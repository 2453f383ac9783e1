import numpy as np
from numpy.typing import NDArray

ANY_FORM: int
UNSURE: int
VERSION: int

_Numbers = NDArray[np.integer]
Word = tuple[_Numbers, _Numbers, _Numbers, _Numbers | None, int]

def compare(
    segment: tuple[_Numbers, _Numbers, _Numbers, _Numbers, _Numbers],
    draft: tuple[_Numbers, _Numbers, _Numbers],
    fold: tuple[_Numbers, _Numbers, _Numbers],
    words: list[Word | None],
    pairs: _Numbers,
    bounds: tuple[int, int],
    /,
) -> bytes: ...
