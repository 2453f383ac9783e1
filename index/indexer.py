"""Indexer: what any engine must do with articles."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.article import Article
from corpus.store.store import ArticleStore
from index.manifest import Codec

CODEC: Codec = "arrays"
MEMORY_MB = 400

# looks at a generation before the switch; raises BackfileError when it is not sound
Check = Callable[[Path], None]
Tick = Callable[[int, int], None]  # articles done, articles in all


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an indexing run did."""

    generation: str
    added: int  # articles written, changed ones too
    deleted: int  # articles that are gone
    articles: int  # in the index now
    seconds: float
    unchanged: bool = False  # there was nothing to do: the generation is the one from before


class Indexer(Protocol):
    """Keeps an index of a corpus. One writer at a time: a second one raises Busy; readers are never
    interrupted."""

    def update(
        self, store: ArticleStore, *, on_article: Tick = lambda done, total: None
    ) -> IndexReport:
        """Bring the index up to the store's newest change; build it when there is none.

        Raises IndexOutdated or IndexDamaged when only a rebuild can help; IndexStale when that is
        because another version of Backfile built it.
        """

    def rebuild(
        self,
        store: ArticleStore,
        *,
        check: Check = lambda path: None,
        on_article: Tick = lambda done, total: None,
    ) -> IndexReport:
        """Build anew beside the live generation, let `check` look at it, then switch. On error the
        live one stays."""

    def roll_back(self, store: ArticleStore) -> str:
        """Go back to the generation before the live one and return its name.

        Raises BackfileError where there is none that can answer for the store; the live one stays
        then."""


class CodecWriter(Protocol):
    """Changes the articles of one generation while it is built. Files that were there are never
    changed."""

    def add(self, article: Article) -> None:
        """Take an article; one with its id goes."""

    def has_added(self, ident: str) -> bool:
        """Whether an article with this id was added: one that was there before is gone then."""

    def delete(self, ident: str) -> bool:
        """Delete the article with this id; False when there is none."""

    def commit(self) -> int:
        """Write what is to be; returns how many articles there are. Nothing counts before."""

    def close(self) -> None:
        """Let go of everything, committed or not."""
