"""Many articles gathered into segments by several processes, each a stretch of the corpus, to be merged by one.

All of them read one state of the corpus: while they open it nobody may write.
"""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple, cast

from corpus.errors import BackfileError
from corpus.store import ArticleStore
from index.arrays.writer import ArrayWriter

EACH_MB = 350      # at least, for a process
OWN_MB = 100       # what the process takes that waits for them
EACH = 20_000      # articles: of fewer, starting takes longer than it saves
NUMBERS = 100_000  # of segments, for each process
TOLD = 100         # articles from one word on how far it is to the next


class Gathered(NamedTuple):
    """What a crew wrote: numbers of segments and how many articles are in each, in order, and the newest change."""

    segments: list[tuple[int, int]]
    seq: int


class CrewFailed(Exception):
    """One of a crew stopped; why is best learnt by doing its work alone."""


def crew_size(articles: int, memory_mb: int) -> int:
    """How many processes should gather so many articles: as many as there are cores and memory."""
    return max(1, min(_cores(), (memory_mb - OWN_MB) // EACH_MB, articles // EACH))


def gather(
    folder: Path, store: ArticleStore, size: int, *, memory_mb: int, on_articles: Callable[[int], None]
) -> Gathered:
    """Write every live article of the corpus into segments in `folder`. `on_articles` is told how many more are done.

    Raises CrewFailed; what was written by then is left behind.
    """
    with _crew(folder, store.path, size, (memory_mb - OWN_MB) // size) as pipes:
        _hear(pipes)
        with store.transaction():
            bounds = _bounds(store, size)
            for pipe, bound in zip(pipes, pairwise(bounds), strict=True):
                pipe.send(bound)
            _hear(pipes)
        segments: dict[Connection, list[tuple[int, int]]] = {}
        while len(segments) < size:
            for pipe in cast(list[Connection], wait([pipe for pipe in pipes if pipe not in segments])):
                told = _received(pipe)
                if isinstance(told, int):
                    on_articles(told)
                else:
                    segments[pipe] = told
    return Gathered([each for pipe in pipes for each in segments[pipe]], bounds[-1])


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _bounds(store: ArticleStore, size: int) -> list[int]:
    """Numbers of changes between which there are about as many articles each; the last is the newest."""
    seqs = [seq for (seq,) in store.db.execute("SELECT updated_seq FROM articles ORDER BY updated_seq")]
    return [0, *(seqs[len(seqs) * part // size - 1] for part in range(1, size + 1))]


@contextmanager
def _crew(folder: Path, corpus: Path, size: int, memory_mb: int) -> Iterator[list[Connection]]:
    """Processes at work, each at the end of a pipe; they do not outlive the block."""
    context = get_context("spawn")
    pairs = [context.Pipe() for _ in range(size)]
    crew = [
        context.Process(target=_work, args=(folder, corpus, NUMBERS * number, memory_mb, theirs), daemon=True)
        for number, (_, theirs) in enumerate(pairs, 1)
    ]
    try:
        for process, (_, theirs) in zip(crew, pairs, strict=True):
            process.start()
            theirs.close()  # the end of the process is then the end of the pipe
        yield [ours for ours, _ in pairs]
    finally:
        for process in crew:
            if process.pid:
                process.terminate()
                process.join()
        for ours, _ in pairs:
            ours.close()


def _hear(pipes: Sequence[Connection]) -> None:
    """Wait for a word of each."""
    for pipe in pipes:
        _received(pipe)


def _received(pipe: Connection) -> Any:
    try:
        return pipe.recv()
    except (EOFError, OSError):
        raise CrewFailed from None


def _work(folder: Path, corpus: Path, number: int, memory_mb: int, pipe: Connection) -> None:
    """The whole life of a process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who waits hears it, and ends us
    with suppress(BackfileError, OSError, sqlite3.Error):  # whoever goes on alone will say it
        _gather(folder, corpus, number, memory_mb, pipe)


def _gather(folder: Path, corpus: Path, number: int, memory_mb: int, pipe: Connection) -> None:
    """Write a stretch of the corpus, and tell of it: None when ready, how many articles are done, the segments."""
    writer = ArrayWriter(folder, memory_mb=memory_mb, first=number)
    with ArticleStore(corpus, create=False) as store, closing(writer):
        pipe.send(None)
        after, upto = pipe.recv()
        store.db.execute("BEGIN")
        store.count_changes(upto)  # the first look: what is read from here on is as it is now
        pipe.send(None)
        done = 0
        for change in store.changes(after):
            if change.seq > upto:
                break
            if change.article:
                writer.add(change.article)
                done += 1
                if done % TOLD == 0:
                    pipe.send(TOLD)
        pipe.send(done % TOLD)
        pipe.send(writer.gathered())
