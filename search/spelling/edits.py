"""How many letters apart words are: one against many at once."""

import numpy as np
from numpy.typing import NDArray

Letters = NDArray[np.unsignedinteger]

FAR = 100  # a distance above every one that is asked for


def letters_of(text: str) -> NDArray[np.uint32]:
    """The code points of a text; lone surrogates are letters, too."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def spread(letters: Letters, lengths: NDArray[np.int64]) -> Letters:
    """A column for each word, from its first letter down, then zeros.

    `letters` are those of all words, one word after another.
    """
    table = np.zeros((int(lengths.max()), len(lengths)), letters.dtype)
    at = np.repeat(np.arange(len(lengths)), lengths)
    row = np.arange(len(letters)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    table[row, at] = letters
    return table


def distances(
    word: str, table: Letters, lengths: NDArray[np.int64], most: int, *, swaps: bool = False
) -> NDArray[np.uint8]:
    """How far each column of letters is from the word, where that is not more than `most`.

    To put a letter in, to leave one out and to change one is a step, with `swaps` also to exchange
    two neighbours (each letter once: optimal string alignment). This is Levenshtein's table, for
    all columns at once, along its diagonal.
    """
    longest, count = table.shape
    far = np.full(count, FAR, np.uint8)
    before = [far if row > most else np.full(count, row, np.uint8) for row in range(longest + 1)]
    last = before
    for number, letter in enumerate(word, 1):
        here = [far] * (longest + 1)
        here[0] = np.full(count, min(number, FAR), np.uint8)
        behind = ord(word[number - 2])  # of the first letter, none
        for row in range(max(1, number - most), min(longest, number + most) + 1):
            change = before[row - 1] + (table[row - 1] != ord(letter))
            here[row] = np.minimum(np.minimum(before[row], here[row - 1]) + np.uint8(1), change)
            if swaps and min(number, row) > 1:
                swapped = (table[row - 2] == ord(letter)) & (table[row - 1] == behind)
                exchange = np.where(swapped, last[row - 2] + np.uint8(1), np.uint8(FAR))
                here[row] = np.minimum(here[row], exchange)
        last, before = before, here
    return np.array(before)[lengths, np.arange(count)]


def is_one_step(word: str, other: str) -> bool:
    """Whether two words are one step apart, swaps included: quicker for a few than `distances`."""
    shorter = min(len(word), len(other))
    start = next((at for at in range(shorter) if word[at] != other[at]), shorter)
    rest, others = word[start:], other[start:]
    if len(rest) != len(others):
        return rest[1:] == others or rest == others[1:]
    changed = bool(rest) and rest[1:] == others[1:]
    return changed or (len(rest) > 1 and rest[1::-1] + rest[2:] == others)
