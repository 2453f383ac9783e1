"""What a hostile visitor types: queries of many kinds, the same for the same words and seed."""

import json
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

LONGEST = 1_000_000  # characters; no server lets more through
READ = 4_000  # articles whose words the queries are made of
COMMON, RARE_FROM = 60, 2_000  # ranks
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SYNTAX = ['"', *"()*~:-|=“”", " AND ", " OR ", " NOT ", " NEAR/3 ", "title:", "date:"]
UNSEEN = "\0\x01\x1b\x7f\u200b\u200e\u200f\u202e\u2066\u2069\ufeff\ud800\udc00\udfff\ufffd\uffff"
MARKS = "\u0301\u0308\u0327\u0489\u20dd"
NUMBERS = ["0", "-1", "9" * 400, "1e308", "٣" * 50, "NaN", "1" * 19, "0x" + "f" * 99, "²", "½"]
DATES = [
    "0000",
    "9999-99-99",
    "0001-01-01",
    "9999-12-31",
    "..",
    "2010-02-30",
    "9" * 99,
    "1..9999",
    "2008..2021",
    "-5",
]
MONTHS = [f"{year}-{month:02}" for year in range(2008, 2022) for month in range(1, 13)]
KEYS = ["after:", "before:", "date:"]
FIELDS = ["title:", "author:", "section:", "body:", "TITLE: "]


def read_words(corpus: Path) -> list[str]:
    """The words of the first articles, most frequent first."""
    db = sqlite3.connect(corpus)
    rows = db.execute("SELECT paragraphs FROM articles ORDER BY updated_seq LIMIT ?", (READ,))
    texts = (text for (paragraphs,) in rows for text in json.loads(paragraphs))
    counts = Counter(word for text in texts for word in text.lower().split() if word.isalpha())
    db.close()
    return [word for word, _ in counts.most_common()]


@dataclass(slots=True)
class Words:
    """Dice, and the words of the articles, most frequent first."""

    dice: random.Random
    ranked: list[str]

    def one(self, some: Sequence[T]) -> T:
        return self.dice.choice(some)

    def common(self) -> str:
        return self.one(self.ranked[:COMMON])

    def any(self) -> str:
        return self.one(self.ranked)

    def rare(self) -> str:
        return self.one(self.ranked[RARE_FROM:] or self.ranked)

    def misspelt(self) -> str:
        word, letter = self.any() + self.one(LETTERS), self.one(LETTERS)
        place = self.dice.randrange(len(word))
        return word[:place] + letter + word[place + self.dice.randrange(2) :]

    def joined(self, by: str, pick: Callable[[], str], most: int = 80) -> str:
        """Up to so many words, or some thousand in one of five queries."""
        count = self.dice.randint(2, most if self.dice.random() < 0.8 else 4_000)
        return by.join(pick() for _ in range(count))

    def start(self) -> str:
        return self.any()[: self.dice.randint(1, 3)]

    def phrase(self) -> str:
        return f'"{" ".join(self.common() for _ in range(self.dice.randint(2, 9)))}"'

    def fuzzy(self) -> str:
        return self.one([self.any, self.misspelt, self.start])() + self.one(
            ["~", "~1", "~2", "~99"]
        )

    def wild(self) -> str:
        shape = self.one(["*{}", "{}*{}*", "{}?{}", "**", "*", "{}*~", "?*", "{}{}*"])
        return shape.format(self.start(), self.start())

    def tree(self, depth: int) -> str:
        if depth == 0:
            return self.one([self.common, self.any, self.phrase, self.fuzzy])()
        sides = [self.tree(depth - 1) for _ in range(2)]
        before, between = (
            self.one(["", "", "-", "title:"]),
            self.one([" ", " OR ", " AND ", " NOT "]),
        )
        return f"{before}({between.join(sides)})"

    def nested(self) -> str:
        depth = self.one([5, 16, 40, 1_000, 20_000])
        opened = self.one(
            ["(", "-(", "title:(", "((", f"({self.common()} OR ", f"{self.common()} ("]
        )
        return opened * depth + self.common() + ")" * self.one([depth, depth - 1, 0])

    def rubbish(self) -> str:
        picks: list[Callable[[], str]] = [
            self.common,
            self.rare,
            lambda: self.one(SYNTAX),
            lambda: self.one(UNSEEN),
        ]
        return "".join(self.one(picks)() for _ in range(self.dice.randint(1, 200)))

    def zalgo(self) -> str:
        return "".join(letter + self.one(MARKS) * self.one([1, 2, 500]) for letter in self.any())

    def widest(self) -> str:
        """As much as the limits let through, of the dearest."""
        prefixes = [f"{self.start()}{self.one(LETTERS)}*" for _ in range(4)]
        some = [*prefixes, *(self.phrase() for _ in range(16)), *(self.common() for _ in range(44))]
        self.dice.shuffle(some)
        return self.one([" OR ", " "]).join(some)


KINDS: dict[str, Callable[[Words], str]] = {
    "long": lambda words: words.joined(" ", words.any),
    "common": lambda words: words.joined(" ", words.common),
    "one-word": lambda words: words.any() * words.one([20, 500, 50_000]),
    "or": lambda words: words.joined(" OR ", words.common),
    "or-rare": lambda words: words.joined(" OR ", words.rare),
    "and": lambda words: words.joined(" AND ", words.common),
    "partial": lambda words: (
        f"{words.joined(' ', words.common, 30)} {words.rare()} {words.misspelt()}"
    ),
    "not": lambda words: f"{words.common()} " + words.joined(" ", lambda: f"-{words.common()}"),
    "not-not": lambda words: "NOT " * words.one([2, 3, 500]) + words.common(),
    "near": lambda words: words.joined(f" NEAR/{words.one([1, 5, 100, 10**9])} ", words.common),
    "phrases": lambda words: words.joined(words.one([" ", " OR "]), words.phrase, 20),
    "one-phrase": lambda words: f'"{words.joined(" ", words.common)}"',
    "prefixes": lambda words: words.joined(words.one([" ", " OR "]), lambda: f"{words.start()}*"),
    "wildcards": lambda words: words.joined(" ", words.wild),
    "fuzzy": lambda words: words.joined(words.one([" ", " OR "]), words.fuzzy),
    "misspelt": lambda words: words.joined(" ", words.misspelt, 12),
    "widest": Words.widest,
    "nested": Words.nested,
    "tree": lambda words: words.tree(words.dice.randint(1, 7)),
    "fields": lambda words: words.joined("", lambda: words.one(FIELDS)) + words.phrase(),
    "author": lambda words: words.joined(" OR ", lambda: f"{words.one(FIELDS)}{words.one('w s')}*"),
    "numbers": lambda words: words.joined(
        " ", lambda: words.one(["", "NEAR/", "a~"]) + words.one(NUMBERS)
    ),
    "dates": lambda words: words.joined(" ", lambda: words.one(KEYS) + words.one(DATES), 8),
    "days": lambda words: words.joined(" OR ", lambda: words.one(KEYS) + words.one(MONTHS)),
    "rubbish": Words.rubbish,
    "unseen": lambda words: words.joined(words.one(UNSEEN), words.common),
    "marks": lambda words: words.joined(" ", words.zalgo, 10),
    "scripts": lambda words: words.joined("", lambda: chr(words.dice.randrange(0x11_0000))),
    "compounds": lambda words: words.joined(words.one("-'./_&’"), words.any),
    "letters": lambda words: words.joined(" ", lambda: words.one(LETTERS)),
}


def generate(ranked: list[str], count: int) -> Iterator[tuple[str, str]]:
    """So many queries, each with its kind; every kind in turn, and one in ten cut off somewhere."""
    words = Words(random.Random(5), ranked)
    for number in range(count):
        kind = [*KINDS][number % len(KINDS)]
        text = KINDS[kind](words)
        if words.dice.random() < 0.1:
            text = text[: words.dice.randrange(len(text) + 1)]
        yield kind, text[:LONGEST]
