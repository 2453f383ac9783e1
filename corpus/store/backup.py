"""The whole corpus in one file, and back: a tar archive of the database and its checksum."""

import json
import os
import secrets
import shlex
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from corpus.errors import BackfileError, Busy, StoreError
from corpus.lock import AS_IT_WAS, crawl_lock, exclusive
from corpus.store.calendar import tally
from corpus.store.database import is_damage
from corpus.store.integrity import damage
from corpus.store.store import ArticleStore

NOTE, DATABASE = "backup.json", "corpus.db"
RESTORED = "restored"  # the note in a restored corpus that says of which backup, and in what state
MAX_NOTE = 10_000  # bytes
BLOCK = 1 << 20
BUSY_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself."""

    made_at: str      # ISO time, UTC
    articles: int
    seq: int          # the corpus's change counter
    bytes: int        # of the database
    sha256: str
    pages: int | None = None  # None in a backup of a time when they were not counted


def write_backup(store: ArticleStore, path: Path, *, force: bool = False) -> Backup:
    """Copy the corpus as it is at this moment into the file `path`, whole or not at all.

    Others may go on writing. Raises BackfileError when `path` exists and not `force`, StoreError
    when the copy is not sound.
    """
    refuse_to_replace(path, force=force)
    with TemporaryDirectory(prefix=f".{path.name}-", dir=path.absolute().parent) as folder:
        copy = Path(folder) / DATABASE
        note = _copy(store, copy)
        archive = Path(folder) / "archive"
        with tarfile.open(archive, "w") as tar:
            _add(tar, NOTE, json.dumps(asdict(note)).encode())
            tar.add(copy, DATABASE)
        with archive.open("rb") as written:
            os.fsync(written.fileno())
        archive.replace(path)
    return note


def restore_backup(path: Path, corpus: Path, *, force: bool = False) -> Backup:
    """Put the corpus in the backup `path` at `corpus`, once its checksum and structure have held.

    A corpus that is there already is only replaced with `force`, and then kept beside as
    `corpus.db.replaced`. The restored corpus gets a new name, so that an index of another state of
    it is never taken for its own. Raises BackfileError, StoreError, or Busy while others are at
    work in it; whatever is raised, and after a kill too, the old corpus is still in place.
    """
    corpus = corpus.resolve()  # SQLite's log lies beside the file, not beside a link to it
    corpus.parent.mkdir(parents=True, exist_ok=True)
    if not force and _holds_something(corpus):
        raise BackfileError(
            f"there is a corpus at {corpus} already; nothing was changed",
            mend=f"backfile restore --force {path}",
        )
    with TemporaryDirectory(prefix=".restore-", dir=corpus.parent) as folder:
        fresh = Path(folder) / DATABASE
        note = _unpack(path, fresh)
        _make_ready(fresh, path, note)
        with exclusive(crawl_lock(corpus), "restoring a backup"):
            if _holds_something(corpus) and not _is_restored(corpus, note):
                _keep(corpus, Path(folder) / "replaced")
            _drop_log(corpus)
            fresh.replace(corpus)
    return note


def refuse_to_replace(path: Path, *, force: bool) -> None:
    """Raise BackfileError when `path` exists, unless `force`, or when nothing can be put there."""
    if not path.parent.is_dir():
        mend = f"mkdir -p {shlex.quote(str(path.parent))}"
        raise BackfileError(f"there is no folder {path.parent}; nothing was written", mend=mend)
    if path.is_dir():
        raise BackfileError(f"{path} is a folder, not a file; nothing was changed")
    if path.exists() and not force:
        raise BackfileError(
            f"{path} exists; nothing was changed", mend="another name, or --force to replace it"
        )


def _copy(store: ArticleStore, copy: Path) -> Backup:
    with closing(sqlite3.connect(copy)) as target:
        store.db.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    with ArticleStore(copy, create=False) as copied:
        if found := damage(copied):
            raise StoreError(
                f"the corpus is damaged, so no backup was written: {found[0]}",
                mend="backfile verify",
            )
        held = tally(copied)
        seq = copied.seq
        copied.db.execute("PRAGMA journal_mode=DELETE")
    with copy.open("rb") as file:
        digest = sha256()
        while block := file.read(BLOCK):
            digest.update(block)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return Backup(made_at, held.articles, seq, copy.stat().st_size, digest.hexdigest(), held.pages)


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, BytesIO(data))


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, "r:") as tar:
            yield tar
    except tarfile.TarError as error:
        raise BackfileError(
            f"{path} is not a backup, or a damaged one ({error}); nothing was changed"
        ) from error


def _note(tar: tarfile.TarFile, path: Path) -> Backup:
    try:
        return Backup(**json.loads(_member(tar, NOTE, path).read(MAX_NOTE)))
    except (ValueError, TypeError) as error:
        raise BackfileError(f"{path} is not a backup of Backfile; nothing was changed") from error


def _member(tar: tarfile.TarFile, name: str, path: Path) -> IO[bytes]:
    member = next((one for one in tar if one.name == name and one.isreg()), None)
    content = tar.extractfile(member) if member else None
    if content is None:
        raise BackfileError(
            f"{path} is not a backup of Backfile: it holds no {name}; nothing was changed"
        )
    return content


def _unpack(path: Path, fresh: Path) -> Backup:
    with _opened(path) as tar:
        note = _note(tar, path)
        content, digest = _member(tar, DATABASE, path), sha256()
        with fresh.open("wb") as out:
            while block := content.read(BLOCK):
                digest.update(block)
                out.write(block)
    if digest.hexdigest() != note.sha256:
        raise BackfileError(f"{path} is damaged: its checksum does not hold; nothing was changed")
    return note


def _make_ready(fresh: Path, path: Path, note: Backup) -> None:
    with ArticleStore(fresh, create=False) as store:
        if found := damage(store):
            raise BackfileError(f"{path} holds a damaged corpus ({found[0]}); nothing was changed")
        store.set_meta("corpus_id", secrets.token_hex(8))
        store.set_meta(RESTORED, _state(store, note))
        store.db.execute("PRAGMA journal_mode=DELETE")
    with fresh.open("rb") as file:
        os.fsync(file.fileno())


def _holds_something(corpus: Path) -> bool:
    if not corpus.exists():
        return False
    try:
        with ArticleStore(corpus, create=False) as store:
            sql = "SELECT EXISTS (SELECT 1 FROM fetches) OR EXISTS (SELECT 1 FROM articles)"
            return bool(store.db.execute(sql).fetchone()[0])
    except (StoreError, sqlite3.DatabaseError) as error:
        if not isinstance(error, StoreError) and not is_damage(error):
            raise
        return True  # damaged or of another version: a person has to say that it may go


def _is_restored(corpus: Path, note: Backup) -> bool:
    """Whether the corpus is this backup, restored before and not changed since.

    The same restore again, after a kill, is not a reason to let go of what the first one kept.
    """
    try:
        with ArticleStore(corpus, create=False) as store:
            return store.meta(RESTORED) == _state(store, note)
    except StoreError:
        return False


def _state(store: ArticleStore, note: Backup) -> str:
    newest = store.db.execute("SELECT max(id) FROM fetches").fetchone()[0]
    return f"{note.sha256} {store.seq} {newest}"


def _keep(corpus: Path, spare: Path) -> None:
    """Keep the old corpus as `corpus.db.replaced`.

    It stays where it is, too: a kill at any moment leaves it whole.
    """
    sound = _empty_log(corpus)
    try:
        spare.hardlink_to(corpus)
    except OSError:  # not every file system has links
        shutil.copy2(corpus, spare)
    kept = corpus.with_name(f"{corpus.name}.replaced")
    spare.replace(kept)
    for old, new in zip(_logs(corpus), _logs(kept), strict=True):
        new.unlink(missing_ok=True)
        if old.exists() and not sound:
            shutil.copy2(old, new)


def _empty_log(corpus: Path) -> bool:
    """Write what SQLite's log holds into the database itself; False when that is too damaged.

    Raises Busy.
    """
    with closing(sqlite3.connect(corpus, timeout=BUSY_SECONDS, isolation_level=None)) as db:
        try:
            busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if not is_damage(error):
                raise
            return False
    if busy:
        raise Busy(f"another process is at work in the corpus{AS_IT_WAS}")
    return True


def _drop_log(corpus: Path) -> None:
    """A log of the old corpus would be taken for the new one's."""
    for log in _logs(corpus):
        log.unlink(missing_ok=True)


def _logs(corpus: Path) -> tuple[Path, Path]:
    return corpus.with_name(f"{corpus.name}-wal"), corpus.with_name(f"{corpus.name}-shm")
