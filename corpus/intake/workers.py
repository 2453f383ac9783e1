"""Several processes that read pages where there are many: parts of one work, results in order."""

import gc
import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread, active_count
from typing import Self, TypeVar

from corpus.event import event
from corpus.page.parameters import Parameters, heed, heeded

log = logging.getLogger(__name__)

LEAST = 250  # pages for each process: with fewer, starting takes longer than it saves
_TOGETHER = 20  # pages that a process is given at once
_BYTES_TOGETHER = 1_000_000  # and about so many bytes of them
_AHEAD = 2  # parts that wait for each process

_Asked = TypeVar("_Asked")
_Told = TypeVar("_Told")


def most_workers(memory_mb: int, *, each_mb: int = 130) -> int:
    """How many processes may read pages, by the cores and the memory that there are."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, memory_mb // each_mb - 1))


class Workers:
    """At most so many processes, started when there is enough for them to do; none where `most` is
    1. They do not outlive the block."""

    def __init__(self, most: int = 1) -> None:
        self._most = most
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        # A second Ctrl-C, while they end, would leave this process waiting for them for ever.
        if self._pool:
            with _undisturbed():
                self._pool.shutdown(cancel_futures=True)

    def are_worth(self, pages: int) -> bool:
        """Whether they read so many pages sooner than this process."""
        return self._most > 1 and pages >= LEAST * self._most

    def map(
        self, work: Callable[[_Asked], _Told], parts: Iterable[_Asked], *, pages: int
    ) -> Iterator[tuple[_Asked, _Told]]:
        """Each of the parts, which have so many `pages` in all, with what `work` makes of it.

        Where a process is killed, this one does what is left.
        """
        if not self.are_worth(pages):
            yield from ((part, work(part)) for part in parts)
            return
        begun: deque[tuple[_Asked, Future[_Told] | None]] = deque()
        parts = iter(parts)
        # The first one here: what is made for it, patterns above all, the processes then have.
        for part in islice(parts, self._pool is None):
            yield part, work(part)
        for part in parts:
            begun.append((part, self._begin(work, part)))
            if len(begun) > _AHEAD * self._most:
                yield self._done(work, *begun.popleft())
        while begun:
            yield self._done(work, *begun.popleft())

    def _begin(self, work: Callable[[_Asked], _Told], part: _Asked) -> Future[_Told] | None:
        if self._pool is None:
            # Copies of this process have all its modules; only one that runs nothing else may be
            # copied, and on some systems none.
            alone = sys.platform == "linux" and active_count() == 1
            context = get_context("fork" if alone else "spawn")
            self._pool = ProcessPoolExecutor(
                self._most,
                mp_context=context,
                initializer=_begin_process,
                initargs=(heeded(),),
            )
        # Ctrl-C is for the process that waits: it ends the others.
        with _undisturbed(), suppress(BrokenProcessPool, OSError):
            return self._pool.submit(work, part)
        return None

    def _done(
        self, work: Callable[[_Asked], _Told], part: _Asked, begun: Future[_Told] | None
    ) -> tuple[_Asked, _Told]:
        try:
            if begun:
                return part, begun.result()
        except BrokenProcessPool:
            if self._most > 1:
                message = "one of %d processes that read pages stopped; one goes on alone"
                log.error(
                    message,
                    self._most,
                    exc_info=True,
                    extra=event("readers-failed", processes=self._most),
                )
            self._most = 1  # whatever ended it may end the next one
        return part, work(part)


ALONE = Workers()  # no process but this one


def in_parts(asked: Iterable[_Asked], size_of: Callable[[_Asked], int]) -> Iterator[list[_Asked]]:
    """What is asked of pages, as it is given to one process at a time: of a few pages, or of few
    bytes where they are large."""
    part: list[_Asked] = []
    size = 0
    for one in asked:
        part.append(one)
        size += size_of(one)
        if len(part) == _TOGETHER or size >= _BYTES_TOGETHER:
            yield part
            part, size = [], 0
    if part:
        yield part


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait, and the processes that are started not hear of it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_process(said: Mapping[str, Parameters]) -> None:
    """Let no process wait for a parent that was killed, nor look for garbage in its modules, nor
    write an address otherwise than this one does."""
    heed(said)
    gc.freeze()
    parent = parent_process()
    if parent:
        Thread(target=_end_when, args=(parent.sentinel,), daemon=True).start()


def _end_when(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
