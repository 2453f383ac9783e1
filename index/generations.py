"""Generations of the index: each a folder that never changes once it is live; one small file names
the live one.

    index/
      live.json                {"history": ["000003", "000007"], "last": 8}: the last one is live,
                               the others can be rolled back to; no number up to 8 is given again
      lock                     held by whoever writes
      generations/000007/      the index's files and manifest.json
      generations/000008.new/  being built; swept away by the next writer when its builder died

An incremental update is a new generation too: it begins with links to the live one's files.
"""

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from corpus.errors import BackfileError, IndexDamaged, IndexMissing
from corpus.lock import holder_lives
from index.base.damage import REBUILD
from index.base.storage import link_or_copy, replace_file, sync_folder, sync_tree
from index.manifest import NAME, Manifest, ManifestBroken

# generations kept, the live one among them; the last one of the rebuild before is kept besides
KEPT = 3
LONGEST_NAME = 19  # digits


class Generations:
    """The folder of an index. Everything that writes expects its caller to hold the lock."""

    def __init__(self, root: Path, *, keep: int = KEPT) -> None:
        self.root = root
        self.folder = root / "generations"
        self.keep = keep

    @property
    def pointer(self) -> Path:
        """The file that names the live generation; its change is the switch."""
        return self.root / "live.json"

    @property
    def lock(self) -> Path:
        """The file that is locked by whoever writes."""
        return self.root / "lock"

    def history(self) -> list[str]:
        """Names of the generations one can answer from, the live one last; empty when nothing was
        built.

        Raises IndexDamaged when the pointer cannot be read.
        """
        try:
            names = json.loads(self.pointer.read_bytes())["history"]
        except FileNotFoundError:
            return []
        except (ValueError, KeyError, TypeError, RecursionError, OSError):
            raise IndexDamaged(
                f"{self.pointer} cannot be read; the articles are safe in the corpus",
                mend=REBUILD,
            ) from None
        if not isinstance(names, list) or not all(map(_is_name, names)):
            raise IndexDamaged(f"{self.pointer} does not name a generation", mend=REBUILD)
        return names

    def live(self) -> Path:
        """The folder of the live generation. Raises IndexMissing or IndexDamaged."""
        names = self.history()
        if not names:
            raise IndexMissing(f"there is no index in {self.root} yet", mend="backfile index")
        return self.folder / names[-1]

    def is_building(self) -> bool:
        """Whether somebody builds a generation at this moment: a builder that died does not."""
        return any(self.folder.glob("*.new")) and holder_lives(self.lock)

    def begin(self, *, upon: Path | None = None) -> Path:
        """A new empty folder to build in, with links to the files of the generation `upon`."""
        number = self._next_number()  # before what was rolled back from is swept: a new one
        self.sweep()
        fresh = self.folder / f"{number:06d}.new"
        fresh.mkdir(parents=True)
        if upon is not None:
            for name in Manifest.read(upon).files:
                link_or_copy(upon / name, fresh / name)
        return fresh

    def publish(self, fresh: Path, manifest: Manifest) -> Path:
        """Seal what was built in `fresh` and make it the live generation, in one step for every
        reader."""
        before = self._sound_history()  # of folders, where the pointer is damaged: not of this one
        manifest.write(fresh)
        sync_tree(fresh)
        final = fresh.with_suffix("")
        fresh.replace(final)
        for folder in (self.folder, self.root, self.root.parent):  # the last two were new once
            sync_folder(folder)
        self._point_at(self._kept([*before, final.name]))
        self.sweep()
        return final

    def roll_back(self, check: Callable[[Manifest], None]) -> Path:
        """Make the generation before the live one live again, unless `check` raises. Raises
        BackfileError when there is none."""
        names = self.history()
        if len(names) < 2:
            raise BackfileError("there is no earlier generation to go back to; the live one stays")
        previous = self.folder / names[-2]
        try:
            manifest = Manifest.read(previous)
            damage = manifest.damage(previous, deep=True)
        except ManifestBroken as error:
            damage = [str(error)]
        if damage:
            message = f"the earlier generation is damaged ({damage[0]}); the live one stays"
            raise IndexDamaged(message, mend=REBUILD)
        check(manifest)
        self._point_at(names[:-1])
        return previous

    def discard(self, fresh: Path) -> None:
        """Throw away what was being built."""
        shutil.rmtree(fresh, ignore_errors=True)

    def sweep(self) -> None:
        """Delete what no history names: unfinished work of a writer that died, and generations past
        keeping."""
        named = set(self._sound_history())
        if not self.folder.is_dir():
            return
        for folder in self.folder.iterdir():
            if folder.name not in named:
                shutil.rmtree(folder, ignore_errors=True)

    def _sound_history(self) -> list[str]:
        try:
            names = self.history()
        except IndexDamaged:  # a rebuild is what mends it: keep what looks whole
            names = sorted(
                p.name
                for p in self.folder.glob("[0-9]*")
                if (p / NAME).exists() and _is_name(p.name)
            )
        return names

    def _kept(self, names: list[str]) -> list[str]:
        """The newest of the names; where they all descend from one rebuild, the newest of the one
        before too."""
        newest = names[-self.keep :]
        begun = {self._begun(name) for name in newest}
        older = next(
            (name for name in reversed(names[: -self.keep]) if self._begun(name) not in begun), None
        )
        return newest if older is None or len(begun) > 1 else [older, *newest]

    def _begun(self, name: str) -> str | None:
        try:
            return Manifest.read(self.folder / name).rebuilt_at
        except ManifestBroken:
            return None

    def _next_number(self) -> int:
        numbers = (
            [int(p.stem) for p in self.folder.glob("[0-9]*") if _is_name(p.stem)]
            if self.folder.is_dir()
            else []
        )
        return max([*numbers, *map(int, self._sound_history()), self._last_number()]) + 1

    def _last_number(self) -> int:
        """The greatest number that was ever given; 0 where nobody noted it."""
        with suppress(OSError, ValueError, TypeError, AttributeError, RecursionError):
            last = json.loads(self.pointer.read_bytes()).get("last")
            return last if type(last) is int and 0 < last < 10 ** (LONGEST_NAME - 1) else 0
        return 0

    def _point_at(self, names: list[str]) -> None:
        told = {"history": names, "last": self._next_number() - 1}
        replace_file(self.pointer, json.dumps(told).encode() + b"\n")


def _is_name(name: object) -> bool:
    return isinstance(name, str) and name.isascii() and name.isdigit() and len(name) <= LONGEST_NAME
