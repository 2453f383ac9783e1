MOST_PARTS: int
VERSION: int

Passage = tuple[int, int, int, tuple[tuple[int, int], ...], list[tuple[int, int, int]]]

def choose(
    sentences: list[memoryview],
    starts: list[memoryview],
    texts: list[str],
    positions: list[list[list[int]]],
    weights: list[float],
    words: int,
    /,
) -> list[list[Passage]]: ...
