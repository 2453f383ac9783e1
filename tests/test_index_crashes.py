"""Nothing that was acknowledged is lost: to a kill, to a power cut, to damage; and a folder cannot
run code.

benchmarks/crashes.py does the same some hundred times over.
"""

import io
import os
import pickle
import random
import subprocess
import sys
from contextlib import suppress
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from benchmarks.crash_child import Paper
from benchmarks.crash_cuts import cut_power, record, unready_switches
from benchmarks.crash_damage import KINDS, build_sound, do_damage
from benchmarks.crash_kills import Reader, aims, calls_of_a_turn, kill_at, kill_at_random
from benchmarks.crash_paper import examine, found_paper, indexer_of, written
from benchmarks.crash_recorder import ORDERS
from corpus.store.store import ArticleStore
from index.base.schema import schema
from index.generations import Generations
from index.manifest import Manifest
from tests.examples import long
from tests.shell import PATIENCE

CODECS = ("arrays", *long("w3"))
PICKLELESS = ("arrays",)  # not w3: Whoosh pickles there, and only its checksums stand before that
ROOT = Path(__file__).parent.parent
# what breaks on a file that is none of its own may leave it open
LEAKY = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


# -- kills


@pytest.mark.parametrize("codec", CODECS)
def test_indexers_killed_at_random_moments_while_somebody_asks(tmp_path, codec):
    paper, rng = Paper.found(tmp_path, articles=25, codec=codec), random.Random("random")
    reader = Reader(paper)
    reader.start()
    kills = [kill_at_random(paper, rng, within=0.3) for _ in range(8)]
    reader.end()
    assert all(kill.killed for kill in kills)
    assert reader.answers >= len(kills)


@pytest.mark.parametrize("codec", CODECS)
def test_indexers_killed_right_before_or_after_a_name_changes(tmp_path, codec):
    paper, rng = Paper.found(tmp_path, articles=25, codec=codec), random.Random("aimed")
    calls = calls_of_a_turn(paper, rng)
    kills = [kill_at(paper, rng, aim) for aim in aims(calls, rng, 12)]
    # a turn may have fewer of the calls than the one counted
    assert sum(kill.killed for kill in kills) >= 10


# -- power cuts


@pytest.fixture(scope="module", params=CODECS)
def recording(request, tmp_path_factory):
    return record(tmp_path_factory.mktemp("recording"), articles=25, seed=1, codec=request.param)


@pytest.mark.parametrize("number", range(10))
def test_after_a_power_cut_all_is_there_that_was_acknowledged(tmp_path, recording, number):
    cut_power(recording, tmp_path, random.Random(f"cut {number}"), ORDERS[number % 2])


def test_what_the_pointer_names_is_durable_before_the_switch(recording):
    assert unready_switches(recording) == []


WRITTEN_ALL_WAYS = """
import mmap, os, sys
from pathlib import Path
import numpy as np
from benchmarks.crash_recorder import ROOT, Recorder, Replay, Wrote, flat
folder = Path(sys.argv[1])
recorder = Recorder(folder)
recorder.start()
with (folder / "mapped").open("w+b") as file:
    file.truncate(4)
    os.fsync(file.fileno())
    with mmap.mmap(file.fileno(), 4) as mapping:
        mapping[:] = b"maps"
np.frombuffer(b"arrays", dtype=np.uint8).tofile(folder / "array")
os.mkdir(folder / "below")
os.rename(folder / "array", folder / "below" / "moved")
descriptor = os.open(folder, os.O_RDONLY)
os.fsync(descriptor)
recorder.check()
print({str(path): content for path, content in flat(Replay(recorder.events).whole(), ROOT)})
print({str(path): content for path, content in flat(Replay(recorder.events).durable(), ROOT)})
recorder.events = [event for event in recorder.events if not isinstance(event, Wrote)]
try:
    recorder.check()
except AssertionError:
    print("noticed")
"""


def test_the_recorder_notices_every_way_of_writing(tmp_path):
    command = [sys.executable, "-c", WRITTEN_ALL_WAYS, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert done.stderr == ""
    whole, durable, noticed = done.stdout.splitlines()
    assert whole == "{'below': None, 'below/moved': b'arrays', 'mapped': b'maps'}"
    assert durable == "{'below': None, 'mapped': b'\\x00\\x00\\x00\\x00'}"
    assert noticed == "noticed"


# -- damage


@pytest.fixture(scope="module", params=CODECS)
def sound(request, tmp_path_factory):
    return build_sound(tmp_path_factory.mktemp("sound"), articles=100, codec=request.param)


@pytest.mark.parametrize("number", range(24))
def test_damage_is_found_and_never_answered_from(tmp_path, sound, number):
    damage = do_damage(sound, number, tmp_path, random.Random(f"damage {number}"))
    assert damage.kind == KINDS[number % 3]
    assert damage.refused == len(sound.questions) or damage.opened


def test_the_questions_find_something(sound):
    assert len(sound.questions) == 40
    assert sum(bool(answer.hits) for answer in sound.answers) >= 35
    assert sum(bool(hit.snippets) for answer in sound.answers for hit in answer.hits) >= 200


# -- a folder from elsewhere


class Payload:
    """Makes a folder when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.makedirs, (str(self.path), 0o777, True)


def plants(folder, run):
    """Contents of files that make the folder `run` when whoever reads them unpickles."""
    folder.mkdir()
    TOC(schema(), [Payload(run)], 1).write(FileStorage(str(folder)), "MAIN")
    array = io.BytesIO()
    np.save(array, np.array([Payload(run)], dtype=object), allow_pickle=True)
    return pickle.dumps(Payload(run)), (folder / "_MAIN_1.toc").read_bytes(), array.getvalue()


@LEAKY
def test_stock_whoosh_runs_what_is_planted(tmp_path):
    plants(tmp_path / "stock", tmp_path / "run")
    with suppress(AttributeError):  # what was made is no segment
        FileIndex(FileStorage(str(tmp_path / "stock"))).searcher()
    assert (tmp_path / "run").exists()


@LEAKY
@pytest.mark.parametrize("codec", PICKLELESS)
def test_nothing_in_an_index_from_elsewhere_is_unpickled(tmp_path, codec):
    index, run = tmp_path / "index", tmp_path / "run"
    with ArticleStore(tmp_path / "corpus.db") as store:
        found_paper(store, 10)
        indexer_of(index, codec).rebuild(store)
        live = Generations(index).live()
        manifest = Manifest.read(live)
        names = [path.relative_to(live) for path in sorted(live.rglob("*")) if path.is_file()]
        assert len(names) > 1
        more = [
            Path(name)
            for name in ("_MAIN_1.toc", "_MAIN_9.toc", "MAIN_9.seg", "MAIN_9.pickle", "schema.npy")
        ]
        for name, content in product([*names, *more], plants(tmp_path / "stock", run)):
            whole = (live / name).read_bytes() if name in names else None
            (live / name).write_bytes(content)
            if name.name != "manifest.json":
                manifest.write(live)
            with suppress(Exception):  # it may be as broken as it likes
                examine(index, store, [written(store)], random.Random(0))
            with suppress(Exception):
                indexer_of(index, codec).update(store)
            assert not run.exists(), name
            (live / name).unlink()
            if whole is not None:
                (live / name).write_bytes(whole)
            manifest.write(live)
        examine(index, store, [written(store)], random.Random(0))
