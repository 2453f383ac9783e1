"""An index folder from elsewhere, its checksums in order, can be wrong: it runs no code, leads
nowhere else, and is refused in one line."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from benchmarks.crash_paper import found_paper
from corpus.errors import IndexOutdated
from corpus.store.store import ArticleStore
from index import open_indexer
from index.arrays.file.file import FOOTER, PAGE, SEAL, SUFFIX, TAIL
from index.generations import Generations
from index.manifest import Manifest
from search import open_searcher
from tests.shell import PATIENCE

ROOT = Path(__file__).parent.parent
DEEP = "[" * 100_000
MANY = 1 << 62


class Payload:
    """Makes a folder when it is unpickled."""

    def __reduce__(self):
        return os.makedirs, ("ran", 0o777, True)


PICKLED = pickle.dumps(Payload())


# -- what is planted


def rewritten(name, change):
    """A file of JSON, changed; one that is given as bytes or text as it is."""

    def plant(live):
        told = json.loads((live / name).read_bytes())
        changed = change(told) or told
        raw = (
            changed
            if isinstance(changed, bytes)
            else (changed if isinstance(changed, str) else json.dumps(changed))
        )
        (live / name).write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        Manifest.read(live).write(live)

    return plant


def segment(*values):
    """The first segment in the table, otherwise than it is: its number, how many articles, which
    are deleted."""
    return rewritten("segments.json", lambda told: told | {"segments": [list(values)]})


def directory(change, *, at=None):
    """The directory of a file of arrays, changed or given as text, with all checksums as they must
    be."""

    def plant(live):
        (path,) = live.glob(f"*{SUFFIX}")
        data = path.read_bytes()
        magic, version, page, length, begin, _ = FOOTER.unpack(data[-TAIL : -SEAL.size])
        told = json.loads(data[begin:length])
        changed = change(told) or told
        body = data[:begin] + (
            changed if isinstance(changed, bytes) else json.dumps(changed).encode()
        )
        sums = np.array(
            [crc32(body[at : at + PAGE]) for at in range(0, len(body), PAGE)], "<u4"
        ).tobytes()
        footer = FOOTER.pack(
            magic, version, page, len(body), begin if at is None else at, crc32(sums)
        )
        path.write_bytes(body + sums + footer + SEAL.pack(crc32(footer)))
        Manifest.read(live).write(live)

    return plant


def section(name, *place):
    """Another type, offset and count of a section; None keeps what there is."""

    def change(told):
        known = told["sections"][name]
        told["sections"][name] = [
            new if new is not None else old for new, old in zip(place, known, strict=True)
        ]

    return directory(change)


def over(told):
    """One section upon another."""
    told["sections"]["docs"][1] = told["sections"]["texts"][1]


def manifest(change):
    """The manifest, changed, with its checksum as it must be."""

    def plant(live):
        told = json.loads((live / "manifest.json").read_bytes().partition(b"\n")[2])
        body = json.dumps(change(told) or told).encode()
        (live / "manifest.json").write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)

    return plant


def listing(name):
    """A file of another folder in the manifest, with its true size and checksum."""

    def change(told):
        content = Path("outside").read_bytes()
        return told | {"files": told["files"] | {name: [len(content), sha256(content).hexdigest()]}}

    return manifest(change)


def replaced(content):
    def plant(live):
        (path,) = live.glob(f"*{SUFFIX}")
        path.write_bytes(content)
        Manifest.read(live).write(live)

    return plant


def pipe(live):
    (path,) = live.glob(f"*{SUFFIX}")
    path.unlink()
    os.mkfifo(path)


HOSTILE = {
    "table: pickled": rewritten("segments.json", lambda told: PICKLED),
    "table: deep": rewritten("segments.json", lambda told: DEEP),
    "table: a name that leads up": segment("../../../outside", 10, []),
    "table: a negative number": segment(-1, 10, []),
    "table: a number past all names": segment(10**300, 10, []),
    "table: too many articles": segment(1, MANY, []),
    "table: too many articles, the last deleted": segment(1, MANY, [MANY - 1]),
    "table: too few articles": segment(1, 3, []),
    "table: no articles": segment(1, -1, []),
    "table: no such file": segment(77, 10, []),
    "arrays: pickled": replaced(PICKLED),
    "arrays: saved by NumPy": replaced(b"\x93NUMPY" + PICKLED),
    "arrays: a pipe": pipe,
    "directory: pickled": directory(lambda told: PICKLED),
    "directory: deep": directory(lambda told: DEEP.encode()),
    "directory: empty": directory(lambda told: b" "),
    "directory: no JSON of ours": directory(lambda told: b"[7]"),
    "directory: without notes": directory(lambda told: {"sections": told["sections"]}),
    "directory: without sections": directory(lambda told: told | {"sections": {}}),
    "directory: a list of sections": directory(
        lambda told: told | {"sections": [*told["sections"].items()]}
    ),
    "directory: begins past its end": directory(lambda told: None, at=MANY),
    "directory: begins in its middle": directory(lambda told: None, at=64),
    "notes: too many articles": directory(lambda told: told["notes"].update(articles=MANY)),
    "notes: fewer than no articles": directory(lambda told: told["notes"].update(articles=-1)),
    "notes: articles in words": directory(lambda told: told["notes"].update(articles="ten")),
    "notes: no articles": directory(lambda told: told["notes"].pop("articles") and None),
    "notes: endless articles": directory(lambda told: told["notes"].update(articles=float("inf"))),
    "section: objects": section("docs", "|O", None, None),
    "section: objects in records": section("docs", "<i4,O", None, None),
    "section: nothing": section("docs", "|V0", None, None),
    "section: wide": section("docs", "|V2147483647", None, None),
    "section: fractions": section("docs", "<f8", None, None),
    "section: times": section("docs", "<M8[ns]", None, None),
    "section: a type that is none": section("docs", "../outside", None, None),
    "section: a type in a list": section("docs", [["a", "|O"]], None, None),
    "section: a type in JSON": section("docs", {"names": ["a"], "formats": ["O"]}, None, None),
    "section: before the file": section("docs", None, -64, None),
    "section: past the file": section("docs", None, MANY, None),
    "section: an offset in words": section("docs", None, "0", None),
    "section: half an offset": section("docs", None, 64.5, None),
    "section: too long": section("docs", None, None, MANY),
    "section: longer than no number": section("docs", None, None, 1 << 80),
    "section: as long as all the rest": section("docs", None, None, -1),
    "section: over another": directory(over),
    "section: too little of it": directory(lambda told: told["sections"].update(docs=["<u2", 0])),
    "manifest: deep": manifest(lambda told: told | {"files": json.loads("[" * 900 + "]" * 900)}),
    "manifest: a name that leads up": listing("../../../../outside"),
    "manifest: a name from the root": listing("/etc/hostname"),
    "manifest: a folder": listing("."),
    "manifest: a null byte": listing("a\0b"),
    "manifest: no names": manifest(lambda told: told | {"files": [1, 2]}),
    "manifest: another codec": manifest(lambda told: told | {"codec": "pickle"}),
    "manifest: another field": manifest(lambda told: told | {"evil": 1}),
    "manifest: no date": manifest(lambda told: told | {"built_at": "soon"}),
}

# -- what becomes of it

CHILD = """
import json, os, sys
from pathlib import Path
from corpus.errors import BackfileError
from corpus.store.store import ArticleStore
from index import open_indexer
from index.generation import articles_in, open_generation
from index.generations import Generations
from search.query.parser import parse
from search import open_searcher
from search.matching.results import Request

seen, watching = [], [False]

def hook(event, arguments):
    if not watching[0]:
        return
    if event == "pickle.find_class":
        seen.append("unpickled")
    if event in ("open", "os.link", "os.rename", "os.remove", "os.mkdir", "shutil.copyfile"):
        names = arguments[: 1 if event == "open" else 2]
        seen.extend(os.fsdecode(name) for name in names if isinstance(name, (str, bytes)))

def ask(index, store):
    searcher = open_searcher(index, codec="arrays")
    try:
        for text in ("editorial", "harbour council", '"the mark"', "har*", "councill~"):
            searcher.search(Request(parse(text)))
    finally:
        searcher.close()

def update(index, store):
    open_indexer(index, codec="arrays").update(store)

def verify(index, store):
    articles_in(Generations(index).live(), "arrays")

sys.addaudithook(hook)
told = {}
with ArticleStore(Path("corpus.db")) as store:
    for index in sorted(Path("cases").iterdir()):
        for work in (ask, update, verify):
            seen.clear()
            watching[0] = True
            try:
                work(index, store)
                outcome = "answered", "", ""
            except BackfileError as error:
                outcome = type(error).__name__, str(error), error.mend
            except BaseException as error:
                outcome = type(error).__name__, repr(error), ""
            watching[0] = False
            told[f"{index.name} {work.__name__}"] = [*outcome, list(seen)]
print(json.dumps(told))
"""
WORKS = ("ask", "update", "verify")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What a process that meets all the folders says of each, and what it opened meanwhile."""
    folder = tmp_path_factory.mktemp("hostile")
    with ArticleStore(folder / "corpus.db") as store, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        found_paper(store, 10)
        open_indexer(folder / "sound", codec="arrays").rebuild(store)
        store.set_meta("seq", str(store.seq + 1))  # there is something to update
        (folder / "outside").write_bytes(PICKLED)
        for number, plant in enumerate([*HOSTILE.values(), lambda live: None]):
            index = folder / "cases" / f"{number:03}"
            shutil.copytree(folder / "sound", index)
            plant(Generations(index).live())
    command = [sys.executable, "-c", CHILD]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    assert not (folder / "ran").exists()
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_folder_is_refused_in_one_line(outcomes, name):
    for work in WORKS:
        kind, message, mend, seen = outcomes[f"{list(HOSTILE).index(name):03} {work}"]
        later = name == "manifest: another field"  # as another version may write it
        assert kind == ("IndexStale" if later else "IndexDamaged"), message
        assert "\n" not in message and len(message) < 300 and "the articles are safe" in message
        assert mend == ("backfile index" if later else "backfile index --rebuild")
        assert "unpickled" not in seen and not [
            path for path in seen if leads_elsewhere(path, name)
        ]


def leads_elsewhere(path, name):
    here = f"cases/{list(HOSTILE).index(name):03}"
    ours = (here, "corpus.db", str(ROOT), sys.prefix, sys.base_prefix, "/dev/", "/proc/")
    return (
        os.path.normpath(path) == "outside" or ".." in Path(path).parts or not path.startswith(ours)
    )


def test_a_sound_one_is_answered_from(outcomes):
    """And what is watched is seen."""
    for work in WORKS:
        kind, message, _, seen = outcomes[f"{len(HOSTILE):03} {work}"]
        assert kind == "answered", message
        assert any(path.endswith(SUFFIX) for path in seen)


def test_files_of_whooshs_own_are_opened_only_where_the_setting_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    index = tmp_path / "index"
    with ArticleStore(tmp_path / "corpus.db") as store:
        found_paper(store, 10)
        open_indexer(index, codec="w3").rebuild(store)
        live = Generations(index).live()
        with pytest.raises(
            IndexOutdated, match='only where the setting says codec = "w3"'
        ) as refused:
            open_searcher(index, codec="arrays")
        assert refused.value.mend == "backfile index --rebuild"
        (table,) = live.glob("*.toc")
        table.write_bytes(PICKLED)
        Manifest.read(live).write(live)  # sealed again
        with pytest.raises(IndexOutdated):
            open_searcher(index, codec="arrays")
        with pytest.raises(IndexOutdated):
            open_indexer(index, codec="arrays").update(store)
        open_indexer(index, codec="arrays").rebuild(store)
        with closing(open_searcher(index, codec="arrays")) as searcher:
            assert searcher.info().articles == 10
    assert not (tmp_path / "ran").exists()
