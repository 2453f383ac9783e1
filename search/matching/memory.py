"""Memory: what was found out about a generation, kept while that is open."""

from collections.abc import Hashable

MOST_WORDS = 100_000  # texts and numbers: Python's garbage collector passes over them
MOST_TREES = 1_000  # each is some hundred objects that it looks at, time and again
MOST_ENTRIES = 10_000  # each is an object or two, and 300 bytes


class Memory:
    """Remembers, for several threads at once: the words of a generation do not change."""

    def __init__(self) -> None:
        self.words, self.trees = Kept(MOST_WORDS), Kept(MOST_TREES)
        self.entries = Kept(MOST_ENTRIES)
        """Where words stand in the dictionaries of an array index."""


class Kept:
    """At most so many things."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[Hashable, object] = {}

    def get(self, key: Hashable) -> object:
        """What is remembered under a key; None when nothing is."""
        return self._known.get(key)

    def put(self, key: Hashable, value: object) -> None:
        """Remember something; all is forgotten where it is much."""
        if len(self._known) >= self._most:
            self._known = {}
        self._known[key] = value
