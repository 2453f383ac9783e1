"""Memory: what was found out about a generation, kept while that is open."""

from collections.abc import Hashable

MOST_REMEMBERED = 100_000


class Memory:
    """Remembers, for several threads at once: the words of a generation do not change."""

    def __init__(self) -> None:
        self._known: dict[Hashable, object] = {}

    def get(self, key: Hashable) -> object:
        """What is remembered under a key; None when nothing is."""
        return self._known.get(key)

    def put(self, key: Hashable, value: object) -> None:
        """Remember something; all is forgotten where it is much."""
        if len(self._known) >= MOST_REMEMBERED:
            self._known = {}
        self._known[key] = value
