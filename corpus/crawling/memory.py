"""What memory a crawl keeps from page to page."""

import ctypes

# Parameters of mallopt(3), where there is that. What is as large as what is received at once and
# what packs it is allocated and freed with each page: by itself the C library gives the end of
# that back each time, to have it cleared by the system for the next page.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
KEPT = 4 << 20  # bytes that are free at the end
_LARGE = 1 << 20  # bytes; more is given back by itself


def keep_freed_memory() -> None:
    """Keep a little of what is freed, rather than to give it back with each page."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):  # another C library
        return
    mallopt(_TRIM_THRESHOLD, KEPT)
    mallopt(_MMAP_THRESHOLD, _LARGE)
