"""`pytest --codec w3` runs the suite on stock postings: on the oracle of the arrays, and the way back."""

import os

import index.indexer
from web.config import Settings


def pytest_addoption(parser):
    parser.addoption("--codec", choices=("arrays", "w3"), default="arrays")


def pytest_configure(config):
    codec = config.getoption("--codec")
    index.indexer.CODEC = codec
    os.environ.pop("BACKFILE_CODEC", None)
    if codec != "arrays":
        os.environ["BACKFILE_CODEC"] = codec  # for commands
        made = Settings.__init__  # for settings that a test makes by itself
        made.__defaults__ = tuple(codec if value == "arrays" else value for value in made.__defaults__)
