"""`pytest --codec w3` runs the suite on stock postings: on the oracle of the arrays, and the way back."""

import os

from hypothesis import HealthCheck, settings

import index.indexer

# How long an example may take, and the making of one, is nothing a slow machine can promise.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_addoption(parser):
    parser.addoption("--codec", choices=("arrays", "w3"), default="arrays")


def pytest_configure(config):
    codec = config.getoption("--codec")
    index.indexer.CODEC = codec
    os.environ.pop("BACKFILE_CODEC", None)
    if codec != "arrays":
        os.environ["BACKFILE_CODEC"] = codec  # for commands
