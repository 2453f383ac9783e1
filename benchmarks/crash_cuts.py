"""Power cuts: an indexer's work is recorded, operation by operation, and what a cut would leave of
it is asked."""

import pickle
import random
import shutil
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from benchmarks.crash_paper import (
    Loss,
    State,
    edited,
    examine,
    found_paper,
    go_on,
    indexer_of,
    newly_written,
    write,
    written,
)
from benchmarks.crash_recorder import (
    ROOT,
    Event,
    Named,
    Order,
    Recorder,
    Replay,
    Said,
    flat,
    lay_out,
)
from corpus.store.store import ArticleStore

Step = Literal["first build", "add", "edit", "rebuild", "roll back"]
Found = Literal["none yet", "before", "new"]  # the state that the index answered for

STEPS: tuple[Step, ...] = ("first build", "add", "edit", "rebuild", "edit", "roll back", "add")
PATIENCE = 120.0  # seconds
POINTER = "live.json"
# a lost lock is no loss; the others are what is being put in place
EXEMPT = (POINTER, f"{POINTER}.new", "lock")
SHORTLY = 20      # events


@dataclass(frozen=True, slots=True)
class Begun:
    """The step of this number was begun."""

    number: int


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """It is done."""

    number: int


@dataclass(frozen=True, slots=True)
class Recording:
    """The steps of an indexer, recorded; beside it a copy of the corpus for each step."""

    folder: Path
    codec: str | None
    events: tuple[Event, ...]
    states: tuple[State, ...]     # that the steps end in

    def corpus(self, number: int) -> Path:
        """The corpus as it was during a step."""
        return self.folder / f"corpus-{number}.db"

    def up_to_a_cut(self, rng: random.Random) -> tuple[Event, ...]:
        """The events before some moment; every other time it is one shortly before a step is
        acknowledged.

        There are the renames, the switch, and what follows the switch, in hardly a tenth of all
        events. """
        first = next(number for number, event in enumerate(self.events) if isinstance(event, Said))
        ends = [
            number
            for number, event in enumerate(self.events)
            if isinstance(event, Said) and isinstance(event.what, Acknowledged)
        ]
        place = (
            rng.randint(first, ends[-1])
            if rng.random() < 0.5
            else rng.choice(ends) - rng.randrange(SHORTLY)
        )
        return self.events[: place + 1]


@dataclass(frozen=True, slots=True)
class Cut:
    """What became of one power cut."""

    step: Step
    acknowledged: bool           # the step was
    found: Found


def record(folder: Path, *, articles: int, seed: int, codec: str | None = None) -> Recording:
    """Let an indexer work in `folder`, in a process of its own, and record it."""
    process = get_context("spawn").Process(target=_work, args=(folder, articles, seed, codec))
    process.start()
    process.join(PATIENCE)
    process.kill()
    process.join()
    if process.exitcode != 0:
        raise Loss(f"the recorded indexer failed, with exit code {process.exitcode}")
    process.close()
    return Recording(folder, codec, *pickle.loads((folder / "recording").read_bytes()))


def _work(folder: Path, articles: int, seed: int, codec: str | None) -> None:
    rng, states = random.Random(seed), list[State]()
    disk, corpus = folder / "disk", folder / "corpus.db"
    disk.mkdir()
    with ArticleStore(corpus) as store:
        found_paper(store, articles)
    recorder = Recorder(disk)
    recorder.start()
    by_name: dict[str, State] = {}
    for number, step in enumerate(STEPS):
        _write(step, corpus, articles, rng)
        shutil.copyfile(corpus, folder / f"corpus-{number}.db")
        recorder.say(Begun(number))
        states.append(_take(step, disk / "index", corpus, codec, by_name))
        recorder.say(Acknowledged(number))
    recorder.check()
    (folder / "recording").write_bytes(pickle.dumps((tuple(recorder.events), tuple(states))))


def _write(step: Step, corpus: Path, articles: int, rng: random.Random) -> None:
    with ArticleStore(corpus) as store:
        if step == "edit":
            write(store, edited(store, rng, least=articles))
        elif step in ("add", "rebuild"):
            write(store, newly_written(store, rng))


def _take(
    step: Step, index: Path, corpus: Path, codec: str | None, by_name: dict[str, State]
) -> State:
    """Take a step; the state it ends in."""
    indexer = indexer_of(index, codec)
    with ArticleStore(corpus) as store:
        if step == "roll back":
            return by_name[indexer.roll_back(store)]
        report = indexer.rebuild(store) if step == "rebuild" else indexer.update(store)
        by_name[report.generation] = written(store)
    return by_name[report.generation]


def cut_power(recording: Recording, folder: Path, rng: random.Random, order: Order) -> Cut:
    """Lay out in `folder` what a cut at a random moment may leave, ask it, and go on with it.
    Raises Loss."""
    events = recording.up_to_a_cut(rng)
    lay_out(Replay(events).cut(rng, order), folder)
    said = [event.what for event in events if isinstance(event, Said)]
    number, acknowledged = said[-1].number, isinstance(said[-1], Acknowledged)
    after, before = recording.states[number], recording.states[number - 1] if number else None
    shutil.copyfile(recording.corpus(number), folder / "corpus.db")
    with ArticleStore(folder / "corpus.db") as store:
        state = examine(folder / "index", store, [after] if acknowledged else [before, after], rng)
        go_on(folder / "index", store, recording.codec)
    found: Found = "new" if state == after else "before" if state else "none yet"
    return Cut(STEPS[number], acknowledged, found)


def unready_switches(recording: Recording) -> list[str]:
    """What was not durable yet when a step put the pointer to its generation in place: nothing may
    be.

    A cut right then could keep the pointer and lose what it points at, and few random cuts come
    just then. """
    found = []
    for place, event in enumerate(recording.events):
        if isinstance(event, Named) and event.name == POINTER and event.number is not None:
            before = recording.events[:place]
            durable, whole = (
                dict(flat(Replay(before).durable(), ROOT)),
                dict(flat(Replay(before).whole(), ROOT)),
            )
            unsure = [
                path
                for path, content in whole.items()
                if path not in durable or durable[path] != content
            ]
            found += [
                str(path)
                for path in unsure
                if path.name not in EXEMPT and path.parent not in unsure
            ]
    return found
