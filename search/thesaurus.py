"""The thesaurus: what else things are called, in a file of the administrator's.

    # a group a line, names parted by commas, each of one word or several
    9/11, Sept. 11
    Kabul, Kabol, کابل

Whoever types one of the names finds the others, too."""

import logging
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.event import event
from index.base.stems import stem_of
from search.query.pattern import parts_of

log = logging.getLogger(__name__)

LARGEST = 1_000_000  # bytes of the file
MOST_NAMES = 20  # of a group: each is looked for
MOST_WORDS = 8  # of a name

Stems = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class FileThesaurus:
    """See search.query.variants.Thesaurus. It is what one reading of the file has found."""

    names: dict[Stems, tuple[str, ...]]  # what each is called otherwise
    longest: int
    troubles: tuple[str, ...]  # lines for people: what of the file is not in force, and why

    def others(self, forms: Sequence[str]) -> tuple[str, ...]:
        """See Thesaurus."""
        return self.names.get(tuple(map(stem_of, forms)), ())


def read_thesaurus(text: str, name: str) -> FileThesaurus:
    """The thesaurus in a text; `name` is the file's, for people."""
    names: dict[Stems, dict[str, None]] = {}
    troubles: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition("#")[0].strip()
        if not said:
            continue
        group = {stems: each for each in map(str.strip, said.split(",")) if (stems := _stems(each))}
        wrong = _wrong(group)
        if wrong:
            troubles.append(f"{name}, line {number}: {wrong}; the line is left out")
            continue
        for stems in group:
            others = (each for of, each in group.items() if of != stems)
            names.setdefault(stems, {}).update(dict.fromkeys(others))
    longest = max(map(len, names), default=0)
    return FileThesaurus(
        {stems: tuple(others) for stems, others in names.items()}, longest, tuple(troubles)
    )


class ThesaurusFile:
    """A file that is read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None
        self._thesaurus: FileThesaurus | None = None

    def current(self) -> FileThesaurus | None:
        """What stands in it now; None where there is no such file. What is wrong in it is logged
        when it is read, and not in force."""
        try:
            status = self.path.stat()
        except OSError:
            self._seen = self._thesaurus = None
            return None
        seen = status.st_mtime_ns, status.st_size, status.st_ino
        if seen != self._seen:
            self._thesaurus = self._read(status)
            self._seen = seen
            for trouble in self._thesaurus.troubles:
                log.warning("%s", trouble, extra=event("synonyms-wrong", trouble=trouble))
        return self._thesaurus

    def _read(self, status: os.stat_result) -> FileThesaurus:
        whole = "nothing in it is in force"
        if not stat.S_ISREG(status.st_mode):  # of a pipe or a device reading might never end
            said = f"{self.path.name}: it is no file; {whole}"
            return FileThesaurus({}, 0, (said,))
        if status.st_size > LARGEST:
            said = f"{self.path.name}: it is larger than {LARGEST:,} bytes; {whole}"
            return FileThesaurus({}, 0, (said,))
        try:
            text = self.path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            said = f"{self.path.name}, line {line}: it is not text in UTF-8; {whole}"
            return FileThesaurus({}, 0, (said,))
        except OSError as error:
            said = f"{self.path.name}: it cannot be read ({error.strerror}); {whole}"
            return FileThesaurus({}, 0, (said,))
        return read_thesaurus(text, self.path.name)


def _stems(name: str) -> Stems:
    return tuple(stem_of(part.form) for part in parts_of(name))


def _wrong(group: dict[Stems, str]) -> str | None:
    """What is wrong with a group, for people."""
    if len(group) < 2:
        return "a group has two names or more, parted by commas"
    if len(group) > MOST_NAMES:
        return f"a group has {MOST_NAMES} names at most"
    if long := next((name for stems, name in group.items() if len(stems) > MOST_WORDS), None):
        return f"a name has {MOST_WORDS} words at most, “{long[:40]}” has more"
    return None
