"""A child that works on a paper's index until it is killed: it tells each step it begins and each
acknowledged one."""

import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from benchmarks.crash_paper import (
    State,
    edited,
    found_paper,
    indexer_of,
    newly_written,
    write,
    written,
)
from corpus.store.store import ArticleStore
from index.generations import Generations

Step = Literal["add", "edit", "rebuild", "roll back"]
Side = Literal["before", "after"]

TURN: tuple[Step, ...] = ("add", "edit", "rebuild", "edit", "roll back", "add")
# of `os`: what changes names in a folder
CALLS = ("rename", "replace", "link", "unlink", "remove", "rmdir", "mkdir")


@dataclass(frozen=True, slots=True)
class Aim:
    """The moment right before or after the `nth` call (from 0) of the function `call` of `os`."""

    call: str
    nth: int
    side: Side


@dataclass(frozen=True, slots=True)
class Begun:
    """A step was begun that is to end in `state`."""

    step: Step
    state: State


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The indexer said that the step is done: `generation` is live."""

    generation: str


@dataclass(frozen=True, slots=True)
class Over:
    """The child came to the end of its turn alive; the calls it made."""

    calls: dict[str, int]


Told = Begun | Acknowledged | Over


@dataclass(slots=True)
class Paper:
    """A folder with a corpus and its index, and what the indexer has promised of it."""

    folder: Path
    codec: str | None
    articles: int                # about so many are kept
    promised: State
    states: dict[str, State]     # of every generation that was live
    # every state that was ever begun or acknowledged
    known: list[State] = field(default_factory=list)

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @classmethod
    def found(cls, folder: Path, *, articles: int, codec: str | None = None) -> "Paper":
        with ArticleStore(folder / "corpus.db") as store:
            found_paper(store, articles)
            generation = indexer_of(folder / "index", codec).rebuild(store).generation
            state = written(store)
        return cls(folder, codec, articles, state, {generation: state}, [state])

def work(paper: Paper, seed: int, turns: int, aim: Aim | None, pipe: Connection) -> None:
    """Go through turns of steps, telling of each; the child's whole life."""
    calls = watch_calls(paper.index, aim)
    rng = random.Random(seed)
    with ArticleStore(paper.folder / "corpus.db") as store:
        for _ in range(turns):
            steps = TURN if aim else rng.sample(TURN, len(TURN))
            for step in steps:
                take(step, paper, store, rng, pipe)
    pipe.send(Over(dict(calls)))


def take(
    step: Step, paper: Paper, store: ArticleStore, rng: random.Random, pipe: Connection
) -> None:
    """One step, told of before and after."""
    indexer, history = indexer_of(paper.index, paper.codec), Generations(paper.index).history()
    if step == "roll back" and len(history) > 1:
        state = paper.states[history[-2]]
        pipe.send(Begun(step, state))
        generation = indexer.roll_back(store)
    else:
        write(
            store,
            edited(store, rng, least=paper.articles)
            if step == "edit"
            else newly_written(store, rng),
        )
        state = written(store)
        pipe.send(Begun(step, state))
        generation = (
            indexer.rebuild(store) if step == "rebuild" else indexer.update(store)
        ).generation
    pipe.send(Acknowledged(generation))
    paper.states[generation] = state


def watch_calls(index: Path, aim: Aim | None) -> dict[str, int]:
    """Count the calls that change names in the index, from now on and for good, and die at the one
    aimed at.

    Names that are told relative to an open folder, as `shutil.rmtree` tells them, count wherever
    that is. """
    made: dict[str, int] = {}

    def watched(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def counting(*arguments: Any, **options: Any) -> Any:
            if options.get("dir_fd") is None and not Path(arguments[0]).is_relative_to(index):
                return call(*arguments, **options)
            number = made[name] = made.get(name, -1) + 1
            die = aim is not None and (aim.call, aim.nth) == (name, number)
            if die and aim and aim.side == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            try:
                return call(*arguments, **options)
            finally:
                if die:
                    os.kill(os.getpid(), signal.SIGKILL)

        return counting

    for name in CALLS:
        setattr(os, name, watched(name, getattr(os, name)))
    return made
