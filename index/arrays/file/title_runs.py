"""What it means that a title stands in `text` TITLE_RUNS times: which occurrences count, how long
the field is."""

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.file import Array
from index.base.schema import TITLE_RUNS


def length_of_text(title: Array, body: Array) -> Array:
    """The length of the field `text`."""
    return TITLE_RUNS * title.astype(np.int64) + body


def single(title: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of occurrences, those in a `title` being told, the ones to count: a title's words come
    TITLE_RUNS times in a row.

    The occurrences are all of some words in some articles.
    """
    kept = ~title
    kept[np.flatnonzero(title)[::TITLE_RUNS]] = True
    return kept
