"""Whether anything that was acknowledged is ever lost: kills, power cuts and damaged files, a few
hundred of each.

    python benchmarks/crashes.py    300 kills, 100 power cuts, 300 damaged files: eight minutes
    python benchmarks/crashes.py --kills 30 --cuts 10 --damages 30
    --codec NAME    how postings are kept; the usual way when it is not given
    --seed N        other moments and places
    --json          the last line is one JSON object

A third of the kills come right before or after a renaming, a link or a deletion; somebody asks all
the while. Exits with 1 when anything was lost, seen half done, or answered from a damaged file."""

import argparse
import json
import random
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.crash_child import Aim, Paper
from benchmarks.crash_cuts import cut_power, record, unready_switches
from benchmarks.crash_damage import build_sound, do_damage
from benchmarks.crash_kills import Reader, aims, calls_of_a_turn, kill_at, kill_at_random
from benchmarks.crash_paper import Loss
from benchmarks.crash_recorder import ORDERS

WITHIN = 2.0        # seconds in which a random kill comes: about a turn of steps
KILLS_A_PAPER = 60  # then a new one is founded
CUTS_A_RECORDING = 25


@dataclass(slots=True)
class Tally:
    """What one part of the benchmark found."""

    # how often, by line and column of the table
    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @contextmanager
    def noting(self, what: str) -> Iterator[None]:
        """A loss inside is noted, and the benchmark goes on."""
        try:
            yield
        except Loss as loss:
            self.losses.append(f"{what}: {loss}")

    def lines(self, head: str) -> Iterator[str]:
        """The table, and what there is to say below it."""
        columns = sorted({column for _, column in self.cells})
        widths = [max(len(column), 8) + 2 for column in columns]
        yield f"{head:20}" + "".join(
            f"{column:>{width}}" for column, width in zip(columns, widths, strict=True)
        )
        for row in sorted({row for row, _ in self.cells}):
            cells = (self.cells[row, column] for column in columns)
            yield f"{row:20}" + "".join(
                f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True)
            )
        yield from self.notes
        yield f"{self.cells.total()} in {self.seconds:.0f} s, {len(self.losses)} losses"
        yield from (f"LOST: {loss}" for loss in self.losses)


# -- kills


def kills(options: argparse.Namespace) -> Tally:
    """Kill indexers, a third of them at calls that change names."""
    tally, rng = Tally(), random.Random(f"kills {options.seed}")
    with TemporaryDirectory() as name:
        calls = calls_of_a_turn(
            Paper.found(Path(name), articles=options.articles, codec=options.codec), rng
        )
    aimed = list(aims(calls, rng, options.kills // 3))
    moments: list[Aim | None] = [*aimed, *[None] * (options.kills - len(aimed))]
    rng.shuffle(moments)
    waiting = deque(moments)
    while waiting:
        with TemporaryDirectory() as name:
            _kill_for_one_paper(Path(name), options, waiting, rng, tally)
    sides = Counter(f"{aim.side} {aim.call}" for aim in aimed)
    tally.notes.append(
        "aimed: " + ", ".join(f"{count} {side}" for side, count in sorted(sides.items()))
    )
    return tally


def _kill_for_one_paper(
    folder: Path,
    options: argparse.Namespace,
    waiting: deque[Aim | None],
    rng: random.Random,
    tally: Tally,
) -> None:
    """Take moments from those that wait, until enough of them or a loss."""
    paper = Paper.found(folder, articles=options.articles, codec=options.codec)
    reader, losses = Reader(paper), len(tally.losses)
    reader.start()
    for _ in range(min(KILLS_A_PAPER, len(waiting))):
        aim = waiting.popleft()
        with tally.noting(f"killed {aim or 'at random'}"):
            kill = kill_at(paper, rng, aim) if aim else kill_at_random(paper, rng, within=WITHIN)
            if not kill.killed and aim:  # this turn had fewer such calls
                waiting.append(Aim(aim.call, aim.nth // 2, aim.side))
                continue
            state = "new" if kill.committed else "before"
            tally.cells[
                kill.step or "between two steps", f"{'aimed' if aim else 'random'}: {state}"
            ] += 1
        if len(tally.losses) > losses:
            break
    with tally.noting("asking all the while"):
        reader.end()
    tally.notes.append(f"{reader.answers} answers to somebody who asked all the while")


# -- power cuts


def cuts(options: argparse.Namespace) -> Tally:
    """Cut the power of recorded indexers."""
    tally, rng = Tally(), random.Random(f"cuts {options.seed}")
    for first in range(0, options.cuts, CUTS_A_RECORDING):
        with TemporaryDirectory() as name:
            recording = record(
                Path(name),
                articles=options.articles,
                seed=rng.randrange(1 << 30),
                codec=options.codec,
            )
            tally.losses += [
                f"not durable at a switch: {what}" for what in unready_switches(recording)
            ]
            for number in range(first, min(first + CUTS_A_RECORDING, options.cuts)):
                order = ORDERS[number % len(ORDERS)]
                with (
                    tally.noting(f"cut {number}, names written {order}"),
                    TemporaryDirectory() as disk,
                ):
                    cut = cut_power(recording, Path(disk), rng, order)
                    step = f"{'after' if cut.acknowledged else 'during'} {cut.step}"
                    tally.cells[step, f"{order}: {cut.found}"] += 1
    return tally


# -- damage


def damages(options: argparse.Namespace) -> Tally:
    """Damage copies of a sound index."""
    tally, rng = Tally(), random.Random(f"damages {options.seed}")
    refused = asked = 0
    with TemporaryDirectory() as name:
        sound = build_sound(Path(name), articles=options.articles, codec=options.codec)
        for number in range(options.damages):
            with tally.noting(f"damage {number}"), TemporaryDirectory() as folder:
                damage = do_damage(sound, number, Path(folder), rng)
                tally.cells[
                    damage.kind, "refused when asked" if damage.opened else "refused when opened"
                ] += 1
                refused, asked = refused + damage.refused, asked + len(sound.questions)
    tally.notes.append(
        f"of {asked} questions {refused} were refused, the others answered as before the damage"
    )
    return tally


def main() -> int:
    """Run what is asked for; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--damages", type=int, default=300)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--codec")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    parts: dict[str, Callable[[argparse.Namespace], Tally]] = {
        "kills": kills,
        "cuts": cuts,
        "damages": damages,
    }
    told = {}
    for name, part in parts.items():
        if getattr(options, name):
            begun = time.perf_counter()
            tally = part(options)
            tally.seconds = time.perf_counter() - begun
            print(*tally.lines(name), "", sep="\n", flush=True)
            told[name] = {
                "done": tally.cells.total(),
                "losses": tally.losses,
                "seconds": round(tally.seconds, 1),
            }
    if options.json:
        print(json.dumps(told))
    return 1 if any(part["losses"] for part in told.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
