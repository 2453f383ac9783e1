"""The pictures of docs/looks.md are there, small, and can be made."""

import re
from struct import unpack

import pytest

from tests.pictures import PALETTE, PICTURES, SIGNATURE, make_pictures
from tests.shell import ROOT

DOCS = ROOT / "docs"
LARGEST = 150_000  # bytes


def shape(path):
    """How wide and high a picture is, and of which kind its colours are."""
    head = path.read_bytes()[:33]
    assert head[:8] == SIGNATURE
    width, height, _, kind = unpack(">IIBB", head[16:26])
    return width, height, kind


def test_what_is_written_of_is_there_and_small():
    text = (DOCS / "looks.md").read_text(encoding="utf-8")
    shown = re.findall(r"\(pictures/([\w-]+)\.png\)", text)
    files = {path.stem: path for path in (DOCS / "pictures").iterdir()}
    assert sorted(shown) == sorted(files) == sorted(PICTURES)
    for name, path in files.items():
        assert path.stat().st_size < LARGEST, name
        assert shape(path)[2] == PALETTE, name


@pytest.mark.long
def test_the_pictures_can_be_made_of_the_demo(tmp_path):
    make_pictures(tmp_path)
    made = {path.stem: shape(path) for path in tmp_path.iterdir()}
    assert made == {path.stem: shape(path) for path in (DOCS / "pictures").iterdir()}
