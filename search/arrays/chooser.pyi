from array import array

MOST_PARTS: int
VERSION: int

Passage = tuple[int, int, int, list[tuple[int, int]], list[tuple[int, int, int]]]

def choose(
    sentences: list[array[int]],
    starts: list[array[int]],
    texts: list[str],
    positions: list[list[list[int]]],
    weights: list[float],
    words: int,
    /,
) -> list[list[Passage]]: ...
