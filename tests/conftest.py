"""How the suite is run.

`pytest --codec w3` runs it on stock postings: on the oracle of the arrays, and the way back.
Properties are tried with a part of their examples; with all where `--hypothesis-profile=long` asks
for that. They are the same ones each time, for nobody is to be stopped by what another's change has
left; `--hypothesis-profile=anew` chooses others.
"""

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import index.indexer
from corpus.store.store import ArticleStore
from tests.examples import FULL, PART

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", PATIENT, max_examples=PART, derandomize=True)
settings.register_profile("long", PATIENT, max_examples=FULL, derandomize=True)
settings.register_profile("anew", PATIENT, max_examples=FULL, derandomize=False, print_blob=True)
settings.load_profile("quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--codec", choices=("arrays", "w3"), default="arrays")


def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell has it in the background
        # or the commands it starts would inherit that
        signal.signal(signal.SIGINT, signal.default_int_handler)
    codec = config.getoption("--codec")
    index.indexer.CODEC = codec
    os.environ.pop("BACKFILE_CODEC", None)
    if codec != "arrays":
        os.environ["BACKFILE_CODEC"] = codec  # for commands


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # thousands of tests are not gone through again with every collection


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    """An empty corpus."""
    with ArticleStore(tmp_path / "corpus.db") as store:
        yield store
