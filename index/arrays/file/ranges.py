"""Many ranges of one array at once."""

import numpy as np
from numpy.typing import NDArray

from index.arrays.file.file import Array

Ints = NDArray[np.int64]  # document numbers, positions, indices of arrays

RANK = 40  # bits of a ranked number below the rank


def ranges(begins: Array, lengths: Array) -> Ints:
    """The numbers of every range, one range after another: begins 7, 2 and lengths 3, 1 give 7, 8,
    9, 2."""
    return _counted(begins, lengths, 0)


def ranked(begins: Array, lengths: Array) -> Ints:
    """The same, with the number of its range, counted from 0, above the RANK bits of each. No range
    may be empty."""
    return _counted(begins, lengths, 1 << RANK)


def _counted(begins: Array, lengths: Array, step: int) -> Ints:
    """Each number is the sum of the steps up to it: quicker than repeating what ranges have."""
    begins, lengths = begins.astype(np.int64, copy=False), lengths.astype(np.int64, copy=False)
    if not lengths.all():
        some = lengths.nonzero()[0]
        begins, lengths = begins[some], lengths[some]
    if not len(lengths):
        return np.array([], np.int64)
    ends = lengths.cumsum()
    numbers: Ints = np.ones(int(ends[-1]), np.int64)
    numbers[0] = begins[0]
    jumps = begins[1:] - begins[:-1]
    jumps -= lengths[:-1]
    jumps += step + 1
    numbers[ends[:-1]] = jumps
    return numbers.cumsum(out=numbers)


def firsts(sorted_keys: Array) -> Ints:
    """Where each run of equal keys begins."""
    fresh = np.ones(len(sorted_keys), bool)
    np.not_equal(sorted_keys[1:], sorted_keys[:-1], out=fresh[1:])
    return fresh.nonzero()[0]


def distinct(values: Array) -> Array:
    """Each value once, ascending."""
    ordered = np.sort(values)
    return ordered[firsts(ordered)]


def found_in(others: Array, keys: Array) -> Ints:
    """The indices in `others` of those `keys` that are there; both ascending."""
    if not len(others):
        return np.array([], np.int64)
    indices: Ints = others.searchsorted(keys)
    found: Ints = indices[others.take(indices, mode="clip") == keys]
    return found
