"""Many ranges of one array at once."""

import numpy as np
from numpy.typing import NDArray

from index.arrays.file import Array

Places = NDArray[np.int64]


def ranges(begins: Array, lengths: Array) -> Places:
    """The numbers of every range, one range after another: begins 7, 2 and lengths 3, 1 give 7, 8, 9, 2."""
    lengths = lengths.astype(np.int64, copy=False)
    ends = lengths.cumsum()
    shifts: Places = (begins - ends + lengths).repeat(lengths)
    shifts += np.arange(len(shifts))
    return shifts


def firsts(sorted_keys: Array) -> Places:
    """Where each run of equal keys begins."""
    fresh = np.ones(len(sorted_keys), bool)
    np.not_equal(sorted_keys[1:], sorted_keys[:-1], out=fresh[1:])
    return fresh.nonzero()[0]


def distinct(values: Array) -> Array:
    """Each value once, ascending."""
    ordered = np.sort(values)
    return ordered[firsts(ordered)]


def found_in(others: Array, keys: Array) -> Places:
    """The places in `others` of those `keys` that are there; both ascending."""
    if not len(others):
        return np.array([], np.int64)
    places: Places = others.searchsorted(keys)
    found: Places = places[others.take(places, mode="clip") == keys]
    return found
