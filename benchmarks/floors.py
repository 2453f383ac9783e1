"""The figures that must not get worse, each with the data it was measured on: what floors.json
holds.

A set is {"sha256", "at_least", "at_most", "tolerance"}: the digest of its data, the figures of
which more is better, those of which less is, and of some the share by which they may be worse; of
all others not at all. """

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run measured of one set, and the digest of its data."""

    name: str
    digest: str
    at_least: dict[str, float] = field(default_factory=dict)
    at_most: dict[str, float] = field(default_factory=dict)


def digest_of(folder: Path, names: Iterable[str]) -> str:
    """SHA-256 over names and contents of the files in `folder` that match the names, whose order is
    all one."""
    whole = sha256()
    for path in sorted(
        {path for name in names for path in folder.glob(name)}, key=lambda path: path.as_posix()
    ):
        whole.update(
            f"{path.relative_to(folder).as_posix()}\0"
            f"{sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    return whole.hexdigest()


def add_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--raise", dest="rising", action="store_true", help="write what is better than its floor"
    )


def compare(
    measured: Iterable[Measured], *, rising: bool = False, path: Path = FLOORS
) -> list[str]:
    """A line for each figure that is worse than its floor and each set of other data; none when all
    is well.

    `rising` writes the figures that are better, and all of a set that has no floors yet.
    """
    floors: dict[str, Any] = json.loads(path.read_text("utf-8"))
    lines = []
    for each in measured:
        known = floors.get(each.name)
        if known and known["sha256"] != each.digest:
            lines.append(
                f"{each.name}: not the data of its floors in {path.name}, so nothing was compared"
            )
        elif known:
            lines += _worse(each, known, path.name)
        if rising and (not known or known["sha256"] == each.digest):
            floors[each.name] = _raised(each, known)
    if rising:
        path.write_text(json.dumps(floors, indent=2) + "\n", "utf-8")
    return lines


def _worse(measured: Measured, known: dict[str, Any], where: str) -> list[str]:
    """Only what was measured is compared: a run may leave out a peer."""
    lines = []
    for kind, sign in (("at_least", 1), ("at_most", -1)):
        for name, value in getattr(measured, kind).items():
            floor = known[kind].get(name)
            if floor is None:
                continue
            bound = floor * (1 - sign * known.get("tolerance", {}).get(name, 0.0))
            if sign * value < sign * bound:
                lines.append(
                    f"{measured.name}: {name} is {value}, "
                    f"worse than {round(bound, 4)} ({floor} in {where})"
                )
    return lines


def _raised(measured: Measured, known: dict[str, Any] | None) -> dict[str, Any]:
    """The set's floors, none lower; what has no floor there gets none, unless the whole set is
    new."""
    if known is None:
        return {
            "sha256": measured.digest,
            "at_least": measured.at_least,
            "at_most": measured.at_most,
        }
    return known | {
        kind: {
            name: better(floor, getattr(measured, kind).get(name, floor))
            for name, floor in known[kind].items()
        }
        for kind, better in (("at_least", max), ("at_most", min))
    }
