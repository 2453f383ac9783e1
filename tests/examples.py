"""How much is tried: a part of a property's examples and of a test's parameters in `make test`, all
in `make check`."""

from typing import Any

import pytest
from hypothesis import settings

FULL = 100  # of a property that does not say how many: hypothesis's own number
PART = 20


def examples(full: int, parent: settings | None = None, **more: Any) -> settings:
    """Settings, like `parent` otherwise, of a property that is tried with so many examples where
    all are asked for."""
    assert settings.default is not None
    return settings(parent, max_examples=-(-full * settings.default.max_examples // FULL), **more)


def long(*values: Any) -> list[Any]:
    """Parameters that `make check` alone tries."""
    return [pytest.param(value, marks=pytest.mark.long) for value in values]
