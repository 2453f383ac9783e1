"""Many articles gathered into segments by several processes, each a stretch of the corpus, to be
merged by one.

All of them read one state of the corpus: they look again until each sees the same newest change.
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

EACH_MB = 350      # at least, for a process
OWN_MB = 100       # what the process takes that waits for them
EACH = 20_000      # articles: of fewer, starting takes longer than it saves
LOOKS = 20         # at a corpus that is written to meanwhile, before one goes on alone
TOLD = 100         # articles from one word on how far it is to the next


class Gathered(NamedTuple):
    """What a crew wrote: segments in the order of their articles, and the newest change that is in
    them."""

    segments: list[Path]
    seq: int


class CrewFailed(Exception):
    """One of a crew stopped; why is best learnt by doing its work alone."""


def crew_size(articles: int, memory_mb: int) -> int:
    """How many processes should gather so many articles: as many as there are cores and memory."""
    return max(1, min(_cores(), (memory_mb - OWN_MB) // EACH_MB, articles // EACH))


def gather(
    folder: Path,
    store: ArticleStore,
    size: int,
    *,
    memory_mb: int,
    on_articles: Callable[[int], None],
) -> Gathered:
    """Write every live article of the corpus into segments in `folder`, which belongs to this crew
    alone: of one that was killed somebody may still write. `on_articles` is told how many more are
    done.

    Raises CrewFailed; what was written by then is left behind.
    """
    with _crew(folder, store.path, size, (memory_mb - OWN_MB) // size) as pipes:
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
    return Gathered([each for pipe in pipes for each in segments[pipe]], bounds[-1])


def _agree(pipes: Sequence[Connection], store: ArticleStore) -> list[int]:
    """Numbers of changes between which each has its stretch, in the one state of the corpus that
    all of them see."""
    for _ in range(LOOKS):
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
    raise CrewFailed


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _crew(folder: Path, corpus: Path, size: int, memory_mb: int) -> Iterator[list[Connection]]:
    """Processes at work, each at the end of a pipe; they do not outlive the block."""
    context = get_context("spawn")
    crew: list[BaseProcess] = []
    pipes: list[Connection] = []
    try:
        for number in range(size):
            part = folder / str(number)
            part.mkdir()
            ours, theirs = context.Pipe()
            pipes.append(ours)
            with theirs:  # the end of the process is then the end of the pipe
                crew.append(
                    _start(
                        context.Process(
                            target=_work, args=(part, corpus, memory_mb, theirs), daemon=True
                        )
                    )
                )
        yield pipes
    except OSError:  # no more processes, no descriptors, no room
        raise CrewFailed from None
    finally:
        for process in crew:
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
        raise CrewFailed from None


def _received(pipe: Connection) -> Any:
    try:
        told = pipe.recv()
    except (EOFError, OSError):
        raise CrewFailed from None
    if isinstance(told, str):
        raise CrewFailed(told)
    return told


def _work(folder: Path, corpus: Path, memory_mb: int, pipe: Connection) -> None:
    """The whole life of a process."""
    try:
        _gather(folder, corpus, memory_mb, pipe)
    except Exception:  # whoever goes on alone will say it; the log says where it was
        with suppress(OSError):  # nobody listens any more
            pipe.send(traceback.format_exc())


def _gather(folder: Path, corpus: Path, memory_mb: int, pipe: Connection) -> None:
    """Write a stretch of the corpus when told which, and tell of it: how many articles are done,
    then the segments. As long as nothing is told, say which change is the newest."""
    writer = ArrayWriter(folder, memory_mb=memory_mb)
    with ArticleStore(corpus, create=False) as store, closing(writer):
        while (bound := pipe.recv()) is None:
            if store.db.in_transaction:
                store.db.execute("COMMIT")
            store.db.execute("BEGIN")
            pipe.send(store.seq)  # the first look: what is read from here on is as it is now
        after, upto = bound
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
