"""Many articles written into segments by several worker processes, each a stretch of the corpus, to
be merged by one.

All of them read one state of the corpus: they try until each sees the same newest change.
"""

import os
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple, cast

from corpus.store.store import ArticleStore
from index.arrays.write.writer import ArrayWriter

WORKER_MB = 350  # at least
PARENT_MB = 100  # what the process takes that waits for the workers
LEAST = 20_000  # articles for each: with fewer, starting takes longer than it saves
TRIES = 20  # at a corpus that is written to meanwhile, before one goes on alone
TOLD_EVERY = 100  # articles


class WrittenSegments(NamedTuple):
    """What the workers wrote: segments in the order of their articles, and the newest change in
    them."""

    segments: list[Path]
    seq: int


class WorkersFailed(Exception):
    """A worker stopped; why is best learnt by doing its work alone."""


def worker_count(articles: int, memory_mb: int) -> int:
    """How many processes should write so many articles: as many as cores and memory allow."""
    return max(1, min(_cores(), (memory_mb - PARENT_MB) // WORKER_MB, articles // LEAST))


def write_segments(
    folder: Path,
    store: ArticleStore,
    size: int,
    *,
    memory_mb: int,
    on_articles: Callable[[int], None],
) -> WrittenSegments:
    """Write every live article of the corpus into segments in `folder`, which belongs to these
    workers alone: of killed ones some may still write. `on_articles` is told how many more are
    done.

    Raises WorkersFailed; what was written by then is left behind.
    """
    with _workers(folder, store.path, size, (memory_mb - PARENT_MB) // size) as pipes:
        bounds = _agree(pipes, store)
        for pipe, bound in zip(pipes, pairwise(bounds), strict=True):
            _send(pipe, bound)
        segments: dict[Connection, list[Path]] = {}
        while len(segments) < size:
            for pipe in cast(
                list[Connection], wait([pipe for pipe in pipes if pipe not in segments])
            ):
                told = _received(pipe)
                if isinstance(told, int):
                    on_articles(told)
                else:
                    segments[pipe] = told
    return WrittenSegments([each for pipe in pipes for each in segments[pipe]], bounds[-1])


def _agree(pipes: Sequence[Connection], store: ArticleStore) -> list[int]:
    """Numbers of changes between which each has its stretch, in the one state of the corpus that
    all of them see."""
    for _ in range(TRIES):
        for pipe in pipes:
            _send(pipe, None)
        seen = {_received(pipe) for pipe in pipes}
        store.db.execute("BEGIN")
        seqs = [
            seq
            for (seq,) in store.db.execute("SELECT updated_seq FROM articles ORDER BY updated_seq")
        ]
        seen.add(store.seq)
        store.db.execute("COMMIT")
        if len(seen) == 1:
            return [
                0,
                *(seqs[len(seqs) * part // len(pipes) - 1] for part in range(1, len(pipes) + 1)),
            ]
    raise WorkersFailed


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _workers(folder: Path, corpus: Path, size: int, memory_mb: int) -> Iterator[list[Connection]]:
    """Processes at work, each at the end of a pipe; they do not outlive the block."""
    context = get_context("spawn")
    workers: list[BaseProcess] = []
    pipes: list[Connection] = []
    try:
        for number in range(size):
            part = folder / str(number)
            part.mkdir()
            ours, theirs = context.Pipe()
            pipes.append(ours)
            with theirs:  # the end of the process is then the end of the pipe
                workers.append(
                    _start(
                        context.Process(
                            target=_work, args=(part, corpus, memory_mb, theirs), daemon=True
                        )
                    )
                )
        yield pipes
    except OSError:  # no more processes, no descriptors, no room
        raise WorkersFailed from None
    finally:
        for process in workers:
            process.terminate()
            process.join()
        for pipe in pipes:
            pipe.close()


def _start(process: BaseProcess) -> BaseProcess:
    """Start a process that does not hear Ctrl-C: the one who waits does, and ends it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return process


def _send(pipe: Connection, told: object) -> None:
    try:
        pipe.send(told)
    except OSError:
        raise WorkersFailed from None


def _received(pipe: Connection) -> Any:
    try:
        told = pipe.recv()
    except (EOFError, OSError):
        raise WorkersFailed from None
    if isinstance(told, str):
        raise WorkersFailed(told)
    return told


def _work(folder: Path, corpus: Path, memory_mb: int, pipe: Connection) -> None:
    """The whole life of a process."""
    try:
        _write(folder, corpus, memory_mb, pipe)
    except Exception:  # whoever goes on alone will say it; the log says where it was
        with suppress(OSError):  # nobody listens any more
            pipe.send(traceback.format_exc())


def _write(folder: Path, corpus: Path, memory_mb: int, pipe: Connection) -> None:
    """Write a stretch of the corpus when told which, and tell of it: how many articles are done,
    then the segments. As long as nothing is told, say which change is the newest."""
    writer = ArrayWriter(folder, memory_mb=memory_mb)
    with ArticleStore(corpus, create=False) as store, closing(writer):
        while (bound := pipe.recv()) is None:
            if store.db.in_transaction:
                store.db.execute("COMMIT")
            store.db.execute("BEGIN")
            pipe.send(store.seq)  # the first read: what is read from here on is as it is now
        after, upto = bound
        done = 0
        for change in store.changes(after):
            if change.seq > upto:
                break
            if change.article:
                writer.add(change.article)
                done += 1
                if done % TOLD_EVERY == 0:
                    pipe.send(TOLD_EVERY)
        pipe.send(done % TOLD_EVERY)
        pipe.send(writer.flush())
