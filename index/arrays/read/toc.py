"""The table of contents of an array index: its segments and what is deleted in each, as JSON.
Nothing is unpickled."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from index.arrays.file.file import SUFFIX
from index.arrays.read.segment import Segment
from index.base.damage import damaged
from index.base.storage import replace_file

NAME = "segments.json"
FORMAT = 1
MOST_NUMBERS = 10**12  # of segments


@dataclass(slots=True)
class SegmentEntry:
    """A segment in the table."""

    number: int
    articles: int  # deleted ones included
    deleted: set[int] = field(default_factory=set)  # numbers of articles

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.number:06d}{SUFFIX}"

    @property
    def live(self) -> int:
        """Articles that are not deleted."""
        return self.articles - len(self.deleted)


def read_toc(folder: Path) -> list[SegmentEntry]:
    """The segments in the order of their articles' numbers; none when there is no table. Raises
    IndexDamaged."""
    try:
        told = json.loads((folder / NAME).read_bytes())
        if told["format"] != FORMAT:
            raise ValueError(told["format"])
        return [_listed(*segment) for segment in told["segments"]]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise damaged(f"{NAME} is not as this program writes it") from None


def _listed(number: int, articles: int, deleted: list[int]) -> SegmentEntry:
    listed = SegmentEntry(int(number), int(articles), {int(each) for each in deleted})
    if not 0 < listed.number < MOST_NUMBERS:
        raise ValueError(number)
    if listed.deleted and not 0 <= min(listed.deleted) <= max(listed.deleted) < listed.articles:
        raise ValueError(deleted)
    return listed


def open_segments(folder: Path) -> list[tuple[SegmentEntry, Segment]]:
    """The segments that the table names, open. Raises FileNotFoundError or IndexDamaged."""
    opened: list[tuple[SegmentEntry, Segment]] = []
    try:
        for listed in read_toc(folder):
            segment = Segment(folder / listed.name)
            opened.append((listed, segment))
            if segment.size != listed.articles:
                raise damaged(
                    f"{NAME} tells of {listed.articles} articles in {listed.name}, "
                    f"not of {segment.size}"
                )
    except BaseException:
        for _, segment in opened:
            segment.close()
        raise
    return opened


def write_toc(folder: Path, segments: list[SegmentEntry]) -> None:
    """Put the table in place of the one before."""
    told = [(segment.number, segment.articles, sorted(segment.deleted)) for segment in segments]
    replace_file(folder / NAME, json.dumps({"format": FORMAT, "segments": told}).encode())
