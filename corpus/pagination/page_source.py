"""Where the pages of a text are found by their address: a corpus, or pages that are in none."""

from collections.abc import Sequence
from typing import Protocol

from corpus.article import Page


class PageSource(Protocol):
    """Pages by their address, and what is known of each from elsewhere."""

    def page(self, url: str) -> Page | None:
        """The newest page, or None."""

    def namers(self, url: str) -> Sequence[str]:
        """The pages that name `url` as a neighbour or version of theirs."""

    def is_removed(self, url: str) -> bool:
        """Whether people took down the article of this page: its text is put into no other."""

    def is_corrected(self, url: str) -> bool:
        """Whether people corrected the article of this page: it gives way to no other."""
