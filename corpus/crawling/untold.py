"""What a crawl has done and not told yet: it tells what is on the disk, of several answers at once.

To wait for the disk after each page was about a sixth of what a page costs.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from corpus.crawling.report import CrawlEvent
from corpus.store.store import ArticleStore

MOST = 16  # events
LONGEST = 0.05  # seconds that one waits, however slow the next answer is

OnEvent = Callable[[CrawlEvent], None]


@contextmanager
def telling_in_groups(store: ArticleStore, on_event: OnEvent) -> Iterator[OnEvent]:
    """A function that takes what was committed: `on_event` is told when it is on the disk, of the
    last with the block's end."""
    untold = _Untold(store, on_event)
    with store.syncing.put_off():
        try:
            yield untold.add
        finally:
            untold.tell()


class _Untold:
    """The events that wait for the disk."""

    def __init__(self, store: ArticleStore, on_event: OnEvent) -> None:
        self._store = store
        self._on_event = on_event
        self._waiting: list[CrawlEvent] = []
        self._timer: asyncio.TimerHandle | None = None
        self._fault: Exception | None = None

    def add(self, event: CrawlEvent) -> None:
        self._waiting.append(event)
        if len(self._waiting) >= MOST:
            self.tell()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LONGEST, self._tell_late)

    def tell(self) -> None:
        """Tell all."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._fault is not None:
            raise self._fault
        self._store.syncing.sync()
        told, self._waiting = self._waiting, []
        for event in told:
            self._on_event(event)

    def _tell_late(self) -> None:
        """Tell in the midst of an exchange, which a fault does not end: who tells next hears it."""
        try:
            self.tell()
        except Exception as fault:
            self._fault = fault
