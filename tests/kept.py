"""What is dear to make is made once for all tests."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory


@cache
def made_once(make: Callable[[Path], object]) -> Path:
    """A folder as `make` filled it, given where it is to be. Only copies of it are written to."""
    folder = Path(_keeper().name) / f"{make.__module__}.{make.__qualname__}"
    make(folder)
    return folder


@cache
def _keeper() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="backfile-tests-")  # emptied when the process ends
