"""The manifest of a generation: what it was made of, and the checksum of every file, written last
and read first."""

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Self, get_args

from index.arrays.file.file import SUFFIX, is_sound, seal_of
from index.base.analysis import fingerprint
from index.base.schema import SCHEMA_VERSION
from index.base.storage import digest_of, files_in, replace_file

NAME = "manifest.json"
Codec = Literal["arrays", "w3"]
LONGEST_REBUILD = 1e7  # seconds, four months: a longer one is none
# the oldest schema that later ones only added fields to, see `is_readable`
READABLE_SINCE: dict[Codec, int] = {"arrays": 1, "w3": 2}
IGNORED = ("_LOCK", "WRITELOCK")  # Whoosh's lock files: empty, and touched by readers


class ManifestBroken(Exception):
    """The manifest is missing or does not hold; the message says which."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation, described."""

    corpus_id: str
    seq: int  # the corpus's change counter up to which it was built
    articles: int
    built_at: str  # ISO time, UTC
    rebuilt_at: str  # when the generations it descends from were begun anew
    rebuild_seconds: float | None = None  # what that rebuild took; None where nobody noted it
    codec: Codec = "w3"  # how the articles are kept: "arrays", or "w3", Whoosh's own
    schema_version: int = SCHEMA_VERSION
    analyzer: str = field(default_factory=fingerprint)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)  # name: bytes, SHA-256

    @property
    def is_current(self) -> bool:
        """Whether this program would build the generation as it is; else it is built anew."""
        return (self.schema_version, self.analyzer) == (SCHEMA_VERSION, fingerprint())

    @property
    def is_readable(self) -> bool:
        """Whether this program answers truthfully from the generation: as did the one that built
        it.

        So it does where words were cut and stemmed by the same analyzer, and the schema, which
        stands for the form of the files too, is one to which later ones only added fields: what
        they added is not found before the next run. Whoever changes what a field or a file means
        raises SCHEMA_VERSION and READABLE_SINCE; whoever adds a field only the first.
        """
        same_words = self.analyzer == fingerprint()
        return same_words and READABLE_SINCE[self.codec] <= self.schema_version <= SCHEMA_VERSION

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest in `folder`. Raises ManifestBroken."""
        try:
            seal, _, body = (folder / NAME).read_bytes().partition(b"\n")
        except OSError:
            raise ManifestBroken("its manifest is missing") from None
        if seal.decode("ascii", "replace") != sha256(body).hexdigest():
            raise ManifestBroken("its manifest is damaged")
        try:
            data = json.loads(body)
            data["files"] = {
                _plain(name): (int(size), str(digest))
                for name, (size, digest) in data["files"].items()
            }
            if data["codec"] not in get_args(Codec):
                raise ValueError(data["codec"])
            datetime.fromisoformat(data["built_at"])
            _check_types(data)
            known = {each.name for each in fields(cls)}
            if data.keys() - known:  # another version's, which says what this one does not know
                data = {name: data[name] for name in data if name in known} | {"schema_version": -1}
            return cls(**data)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise ManifestBroken(
                "its manifest is of another form than this program writes"
            ) from None

    def write(self, folder: Path) -> None:
        """Seal the folder: checksums of everything in it, synced."""
        files = {p.name: (p.stat().st_size, _digest(p)) for p in content_files(folder)}
        body = json.dumps(
            {**asdict(self), "files": files}, ensure_ascii=False, indent=1, sort_keys=True
        ).encode()
        replace_file(folder / NAME, sha256(body).hexdigest().encode() + b"\n" + body)

    def damage(self, folder: Path, *, deep: bool = False) -> list[str]:
        """What is not as it was written, one line a file; empty when all is well.

        Files of arrays check each page when it is first read: of them only the ends are looked at,
        unless `deep`."""
        return [line for name in self.files if (line := self._look_at(folder / name, deep=deep))]

    def _look_at(self, path: Path, *, deep: bool) -> str | None:
        size, digest = self.files[path.name]
        if not path.is_file():
            return f"{path.name} is missing"
        if path.stat().st_size != size:
            return f"{path.name} has {path.stat().st_size} bytes, not {size}"
        if _digest(path) != digest or (deep and path.suffix == SUFFIX and not is_sound(path)):
            return f"{path.name} has changed since it was written"
        return None


def _check_types(data: dict[str, Any]) -> None:
    """Raise ValueError for what cannot be in a manifest, whoever sealed it."""
    whole = all(type(data.get(name)) is int for name in ("seq", "articles", "schema_version"))
    texts = all(isinstance(data.get(name), str) for name in ("corpus_id", "rebuilt_at", "analyzer"))
    took = data.get("rebuild_seconds")
    timed = took is None or (isinstance(took, int | float) and 0 <= took < LONGEST_REBUILD)
    if not (whole and texts and timed):
        raise ValueError


def _plain(name: str) -> str:
    """A name of a file in the folder itself. Raises ValueError for one that leads elsewhere."""
    if "\0" in name or Path(name).name != name:
        raise ValueError(name)
    return name


def _digest(path: Path) -> str:
    return (seal_of(path) or "") if path.suffix == SUFFIX else digest_of(path)


def content_files(folder: Path) -> list[Path]:
    """Files that belong to a generation: not locks, not the manifest itself."""
    return [p for p in files_in(folder) if p.name != NAME and not p.name.endswith(IGNORED)]
