"""What work costs beside other work: no machine is so slow or so busy that a test of it is red by
chance."""

import gc
import time
from collections.abc import Callable

_ROUNDS = 5
_SPENT = 0.05  # seconds that each is measured at least: some systems count short work as none


def is_at_most(
    times: float,
    work: Callable[[], object],
    usual: Callable[[], object],
    *,
    clock: Callable[[], float] = time.process_time,
) -> bool:
    """Whether `work` takes at most so many times the CPU of `usual`, which is measured beside it.

    One round of several will do: what is too dear is so in each. `clock` counts seconds of CPU.
    """
    return any(_cost(work, clock) <= times * _cost(usual, clock) for _ in range(_ROUNDS))


def _cost(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """Seconds for one call: the mean of as many as are worth measuring."""
    gc.disable()  # else the heap of all tests before is counted, whenever its turn comes
    try:
        begun, calls, spent = clock(), 0, 0.0
        while spent < _SPENT:
            work()
            calls += 1
            spent = clock() - begun
    finally:
        gc.enable()
    return spent / calls
