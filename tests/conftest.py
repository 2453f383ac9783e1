"""`pytest --codec w3` runs the suite on stock postings: on the oracle of the arrays, and the way back."""

import os

import index.indexer


def pytest_addoption(parser):
    parser.addoption("--codec", choices=("arrays", "w3"), default="arrays")


def pytest_configure(config):
    codec = config.getoption("--codec")
    index.indexer.CODEC = codec
    os.environ.pop("BACKFILE_CODEC", None)
    if codec != "arrays":
        os.environ["BACKFILE_CODEC"] = codec  # for commands
