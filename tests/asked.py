"""Questions that tests ask: as readers and the newsroom type them, and made up of an archive's
words."""

import random
import re
from collections.abc import Iterable
from itertools import pairwise

from corpus.article import Article


def made_up_questions(
    articles: Iterable[Article], rng: random.Random, many: int
) -> list[str]:
    """Questions of every kind, of the words of articles, nested and denied."""
    words: list[str] = [
        word
        for a in articles
        for word in re.findall(r"[\w’'-]{2,}", f"{a.title} {a.text}")
    ]
    pairs = list(pairwise(words))

    def part() -> str:
        word, other, (first, second) = rng.choice(words), rng.choice(words), rng.choice(pairs)
        return rng.choice(
            [word, word, word, f"={word}", f"{word[:3]}*", f"{word}~", f'"{first} {second}"', f"title:{word}",
             "author:keld", f"{first} NEAR/{rng.randint(1, 9)} {other}", f"{first}-{second}", f"{first}{second}",
             "after:2012", "date:2012..2014"]
        )  # fmt: skip

    def whole(depth: int = 0) -> str:
        pieces = []
        for _ in range(rng.randint(1, 3)):
            inner = part() if depth > 2 or rng.random() < 0.75 else f"({whole(depth + 1)})"
            pieces.append(("-" if rng.random() < 0.2 else "") + inner)
        joined = (
            f"{piece}{rng.choice([' ', ' ', ' OR ', ' AND ', ' NOT '])}" for piece in pieces[:-1]
        )
        return "".join(joined) + pieces[-1]

    return [whole() for _ in range(many)]
