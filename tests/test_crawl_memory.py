"""What a crawl has freed serves the next page, and does not go back to the system each time."""

import ctypes
import subprocess
import sys

import pytest

from tests.shell import PATIENCE, ROOT

ENDS = """
import ctypes, sys
from corpus.crawling.memory import KEPT, keep_freed_memory
end = ctypes.CDLL(None).sbrk
end.restype = ctypes.c_void_p
if sys.argv[1] == "kept":
    keep_freed_memory()
def use(size):
    pieces = [bytes(size // 50) for _ in range(50)]
    most = end(0)
    del pieces
    return most - end(0)
print(use(KEPT // 2), use(4 * KEPT))
"""


def given_back(how):
    """How much of a little memory that was used and freed the system has again, and of much."""
    done = subprocess.run(
        [sys.executable, "-c", ENDS, how],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    little, much = map(int, done.stdout.split())
    return little, much


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="another C library")
def test_a_little_of_what_is_freed_is_kept_and_no_more():
    assert given_back("as it is")[0] > 0
    little, much = given_back("kept")
    assert little == 0 < much
