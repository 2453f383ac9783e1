"""What becomes of a folder, moment by moment, and what a power cut at one of them may leave of it.

Python announces every call that opens a file or changes a name in a folder, before it is made. At
each of these moments, and before and after each fsync, the whole folder is read and compared with
the moment before: so nothing that is written can go unnoticed, whichever way it was written
(through a mapping, by a C library). The folders this is for hold a few megabytes. One process only:
nothing is known of what another one syncs. """

import os
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

# the number of the folder that is watched; numbers stay with files and folders whatever they are
# called
ROOT = 0
MOMENTS = frozenset(
    "open os.rename os.remove os.rmdir os.mkdir os.link os.symlink os.truncate mmap.__new__".split()
)

Order = Literal["in order", "in any order"]
ORDERS: tuple[Order, ...] = ("in order", "in any order")


@dataclass(frozen=True, slots=True)
class Named:
    """In a folder, a name stands for this from now on; None: for nothing. The halves of a renaming
    share a moment."""

    folder: int
    name: str
    number: int | None
    moment: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """A file has this content from now on."""

    number: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Synced:
    """An fsync of a file or a folder has returned."""

    number: int


@dataclass(frozen=True, slots=True)
class Said:
    """What the recorded program said at this moment: not an operation, a place to find again."""

    what: Any


Event = Named | Wrote | Synced | Said


class Recorder:
    """Watches a folder from `start` to the end of the process."""

    def __init__(self, folder: Path) -> None:
        self.events: list[Event] = []
        self._folder = folder
        self._numbers: dict[tuple[int, int], int] = {}
        self._made = 0
        self._moment = 0
        self._names: dict[tuple[int, str], int] = {}
        self._contents: dict[int, bytes] = {}
        self._busy = False

    def start(self) -> None:
        """Take what is there as durable, and watch. The hook cannot be taken away again."""
        self._look()
        self.events += [Synced(number) for number in sorted(self._numbers.values())]
        for name in ("fsync", "fdatasync"):
            if hasattr(os, name):
                setattr(os, name, self._syncing(getattr(os, name)))
        sys.addaudithook(self._hear)

    def say(self, what: Any) -> None:
        """Note something between two operations."""
        self._look()
        self.events.append(Said(what))

    def check(self) -> None:
        """Raises AssertionError when the events do not make the folder that is there."""
        self._look()
        picture = Replay(self.events).whole()
        told = {path: content for path, content in flat(picture, ROOT) if content is not None}
        there = {path: path.read_bytes() for path in self._folder.rglob("*") if path.is_file()}
        assert {self._folder / path: content for path, content in told.items()} == there, (
            "something was not recorded"
        )

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in MOMENTS and not self._busy:
            self._look()

    def _syncing(self, call: Callable[[int], None]) -> Callable[[Any], None]:
        def syncing(file: Any) -> None:
            self._look()
            status = os.fstat(file if isinstance(file, int) else file.fileno())
            call(file)
            number = self._numbers.get((status.st_dev, status.st_ino))
            if number is not None:
                self.events.append(Synced(number))

        return syncing

    def _look(self) -> None:
        """Note what is different from the last time."""
        self._busy = True
        try:
            before, self._names = self._names, {}
            alive = self._read(self._folder, set())
            self._moment += 1
            places = sorted(place for place, _ in before.items() ^ self._names.items())
            changes = [
                Named(*place, self._names.get(place), self._moment)
                for place in dict.fromkeys(places)
            ]
            self.events += changes
            self._numbers = {
                key: number for key, number in self._numbers.items() if number in alive
            }
        finally:
            self._busy = False

    def _read(self, folder: Path, alive: set[int]) -> set[int]:
        above = self._number(folder.stat())
        alive.add(above)
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            number = self._names[above, entry.name] = self._number(
                entry.stat(follow_symlinks=False)
            )
            if entry.is_dir(follow_symlinks=False):
                self._read(Path(entry.path), alive)
            elif number not in alive:
                self._read_content(number, Path(entry.path))
            alive.add(number)
        return alive

    def _read_content(self, number: int, path: Path) -> None:
        content = path.read_bytes()
        if self._contents.get(number) != content:
            self._contents[number] = content
            self.events.append(Wrote(number, content))

    def _number(self, status: os.stat_result) -> int:
        key = status.st_dev, status.st_ino
        if key not in self._numbers:
            self._numbers[key] = self._made
            self._made += 1
        return self._numbers[key]


# -- what is left


@dataclass(slots=True)
class Disk:
    """What a disk holds: folders with names, and files with content."""

    names: dict[int, dict[str, int]] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    files: set[int] = field(default_factory=set)

    def put(self, change: Named) -> None:
        names = self.names.setdefault(change.folder, {})
        if change.number is None:
            names.pop(change.name, None)
        else:
            names[change.name] = change.number


class Replay:
    """Events up to a cut: what is durable by then, and what waits to be."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._disk = Disk()                     # what is durable, whatever the order of writing
        self._waiting: list[Named] = []         # names changed since their folder was synced
        self._written: dict[int, bytes] = {}    # contents since the last sync of their file
        self._moment = 0                        # of the last change of a name
        self._durable = 0                       # the same when anything was synced last
        for event in events:
            match event:
                case Named():
                    self._waiting.append(event)
                    self._moment = event.moment
                case Wrote(number, content):
                    self._disk.files.add(number)
                    self._written[number] = content
                case Synced(number):
                    self._sync(number)

    def _sync(self, number: int) -> None:
        if number in self._written:
            self._disk.contents[number] = self._written.pop(number)
        for change in self._waiting:
            if change.folder == number:
                self._disk.put(change)
        self._waiting = [change for change in self._waiting if change.folder != number]
        self._durable = self._moment

    def durable(self) -> Disk:
        """As if all were lost that can be."""
        return self._disk

    def whole(self) -> Disk:
        """As if nothing were lost."""
        for change in self._waiting:
            self._disk.put(change)
        self._disk.contents |= self._written
        return self._disk

    def cut(self, rng: random.Random, order: Order) -> Disk:
        """What the power cut leaves.

        In order, as a journal writes it, each sync takes along every change of a name before it, in
        whatever folder, and of those since then the first few are kept. In any order, each is kept
        or lost by itself: even the two halves of a renaming. Of what was written to a file and not
        synced, all, nothing, half, or zeros are left. """
        if order == "in order":
            last = rng.randint(self._durable, self._moment)
            kept = [change for change in self._waiting if change.moment <= last]
        else:
            kept = [change for change in self._waiting if rng.random() < 0.5]
        for change in kept:
            self._disk.put(change)
        for number, content in self._written.items():
            self._disk.contents[number] = _torn(self._disk.contents.get(number, b""), content, rng)
        return self._disk


def _torn(old: bytes, new: bytes, rng: random.Random) -> bytes:
    middle = len(new) // 2
    same = next(
        (place for place, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]),
        len(old),
    )
    return rng.choice(
        (new, old, new[:middle] + old[middle:], new[:same] + bytes(max(0, len(new) - same)))
    )


def flat(disk: Disk, folder: int) -> Iterator[tuple[Path, bytes | None]]:
    """Every path below a folder, and what it holds; None for a folder."""
    for name, number in sorted(disk.names.get(folder, {}).items()):
        if number in disk.files:
            yield Path(name), disk.contents.get(number, b"")
        else:
            yield Path(name), None
            yield from ((Path(name) / path, content) for path, content in flat(disk, number))


def lay_out(disk: Disk, folder: Path) -> None:
    """Make real folders and files of it."""
    for path, content in flat(disk, ROOT):
        if content is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(content)
