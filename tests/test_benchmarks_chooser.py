"""What times answers says which code chose their passages, and does not measure the slower one
unasked."""

import argparse
import sys

import pytest

import search.arrays.passages
import search.arrays.standing
from benchmarks.chooser import add_option, chooser_of
from benchmarks.speed_engines import Unusable


def options(*arguments):
    parser = argparse.ArgumentParser()
    add_option(parser)
    return parser.parse_args(arguments)


def test_what_is_compiled_is_said(monkeypatch):
    monkeypatch.setattr(search.arrays.passages, "COMPILED", True)
    monkeypatch.setattr(search.arrays.standing, "COMPILED", True)
    assert chooser_of(options()) == "compiled"


@pytest.mark.parametrize("module", [search.arrays.passages, search.arrays.standing])
def test_python_is_refused_with_the_command_that_mends_it(monkeypatch, module):
    monkeypatch.setattr(module, "COMPILED", False)
    with pytest.raises(Unusable) as refused:
        chooser_of(options())
    assert f"{sys.executable} -m pip install --editable " in str(refused.value)
    assert "\n" not in str(refused.value)


def test_python_is_measured_when_it_is_asked_for_and_said(monkeypatch):
    monkeypatch.setattr(search.arrays.passages, "COMPILED", False)
    assert chooser_of(options("--python-chooser")) == "Python"
