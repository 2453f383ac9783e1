"""Indexers that are killed: at a random moment, or right before or after one of their renames,
links and deletions.

A child works on a paper's index. The parent kills it, or it kills itself, with SIGKILL. Afterwards
the index must answer for the last acknowledged state or for the one that was being committed, and
the next update must go through. """

import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context

from benchmarks.crash_child import CALLS, Acknowledged, Aim, Begun, Over, Paper, Step, Told, work
from benchmarks.crash_paper import Loss, State, answered, examine, go_on, written
from corpus.store.store import ArticleStore
from index.generations import Generations
from search import open_searcher

PATIENCE = 60.0  # seconds after which a child that should have ended hangs
NEEDED_BY_CHILDREN = ("nltk", "index.indexer", "index.embedded", "index.verify", "search.embedded")


@dataclass(frozen=True, slots=True)
class Kill:
    """What became of one child."""

    step: Step | None        # that was under way; None: between two
    killed: bool             # False: it came to the end of its turn
    committed: bool          # the step under way had been committed, though nobody was told


def kill_at_random(paper: Paper, rng: random.Random, *, within: float) -> Kill:
    """Start a child, kill it at a moment within so many seconds, and look at what is left. Raises
    Loss."""
    return _one_child(paper, rng, turns=50, aim=None, seconds=rng.uniform(0, within))


def kill_at(paper: Paper, rng: random.Random, aim: Aim) -> Kill:
    """Start a child that kills itself at the moment aimed at, and look at what is left. Raises
    Loss."""
    return _one_child(paper, rng, turns=1, aim=aim, seconds=PATIENCE)


def calls_of_a_turn(paper: Paper, rng: random.Random) -> dict[str, int]:
    """How often a turn of steps calls each of CALLS; a turn is taken to find out."""
    child = Child(paper, rng.randrange(1 << 30), 1, Aim("none", 0, "before"))
    told = child.listen(PATIENCE)
    child.end()
    over = [one.calls for one in told if isinstance(one, Over)]
    if not over:
        raise Loss("a child that nobody killed did not come to its end")
    _look(paper, told, rng)
    return {name: number + 1 for name, number in over[0].items()}


def aims(calls: dict[str, int], rng: random.Random, number: int) -> Iterator[Aim]:
    """So many moments: the functions take turns, each call of one and each side of it are alike
    likely."""
    names = [name for name in CALLS if calls.get(name)]
    for count in range(number):
        name = names[count % len(names)]
        yield Aim(name, rng.randrange(calls[name]), rng.choice(("before", "after")))


class Child:
    """A process that works on a paper, and the end of the pipe that it tells to."""

    def __init__(self, paper: Paper, seed: int, turns: int, aim: Aim | None) -> None:
        context = get_context("forkserver")
        context.set_forkserver_preload(
            [name for name in ("pytest",) if name in sys.modules] + [*NEEDED_BY_CHILDREN]
        )
        self._pipe, theirs = context.Pipe(duplex=False)
        self._process = context.Process(
            target=work, args=(paper, seed, turns, aim, theirs), daemon=True
        )
        self._process.start()
        theirs.close()

    def listen(self, seconds: float) -> list[Told]:
        """What it tells until it ends, or for so many seconds from its first word."""
        told: list[Told] = []
        until = time.monotonic() + PATIENCE
        while (left := until - time.monotonic()) > 0 and self._pipe.poll(left):
            try:
                told.append(self._pipe.recv())
            except EOFError:
                break
            if len(told) == 1:
                until = time.monotonic() + seconds
        return told

    def end(self) -> tuple[bool, list[Told]]:
        """Kill it if it lives, and let go of it; whether it died of being killed, and what it had
        told before."""
        self._process.kill()
        self._process.join(PATIENCE)
        code = self._process.exitcode
        self._process.close()
        told = self.listen(PATIENCE)
        self._pipe.close()
        if code not in (0, -signal.SIGKILL):
            raise Loss(f"a child failed by itself, with exit code {code}")
        return code != 0, told


def _one_child(
    paper: Paper, rng: random.Random, *, turns: int, aim: Aim | None, seconds: float
) -> Kill:
    child = Child(paper, rng.randrange(1 << 30), turns, aim)
    told = child.listen(seconds)
    killed, rest = child.end()
    return _look(paper, told + rest, rng, killed=killed)


def _look(paper: Paper, told: list[Told], rng: random.Random, *, killed: bool = False) -> Kill:
    """Hold the index against what was told, and let the next update go through."""
    begun = _hear(paper, told)
    coming = begun.state if begun else paper.promised
    with ArticleStore(paper.folder / "corpus.db") as store:
        state = examine(paper.index, store, [paper.promised, coming], rng)
        _note_live(paper, coming if state == coming else paper.promised)
        committed = begun is not None and paper.promised != coming and state == coming
        paper.known.append(written(store))
        go_on(paper.index, store, paper.codec)
        paper.promised = written(store)
        _note_live(paper, paper.promised)
    return Kill(begun.step if begun else None, killed, committed)


def _hear(paper: Paper, told: list[Told]) -> Begun | None:
    """Take in what was told; the step that was begun and not acknowledged, if any."""
    begun: Begun | None = None
    for one in told:
        match one:
            case Begun():
                begun = one
                paper.known.append(one.state)
            case Acknowledged() if begun:
                paper.promised, paper.states[one.generation] = begun.state, begun.state
                begun = None
    return begun


def _note_live(paper: Paper, state: State) -> None:
    paper.states[Generations(paper.index).history()[-1]] = state


class Reader(threading.Thread):
    """Somebody who asks all the while: whatever is answered must be a state that somebody
    committed."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(daemon=True)
        self.answers = 0
        self._paper = paper
        self._over = threading.Event()
        self._seen: set[frozenset[tuple[int, int]]] = set()
        self._trouble: Exception | None = None

    def run(self) -> None:
        try:
            with closing(open_searcher(self._paper.index, codec="w3")) as searcher:
                while not self._over.wait(0.02):
                    self._seen.add(frozenset(answered(searcher).items()))
                    self.answers += 1
        # whatever it is, it is told by `end`: a thread has nobody to raise it to
        except Exception as error:
            self._trouble = error

    def end(self) -> None:
        """Raises Loss for a failed answer, and for one of a state that nobody committed."""
        self._over.set()
        self.join(PATIENCE)
        if self._trouble is not None:
            raise Loss(f"a reader was not answered: {self._trouble!r}") from self._trouble
        if strange := self._seen - {frozenset(state.items()) for state in self._paper.known}:
            raise Loss(f"a reader was given {len(strange)} answers of states that nobody committed")
