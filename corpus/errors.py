"""The errors Backfile raises on purpose, one tree for all four packages.

    BackfileError            said to a person in one line; everything below is one
    |-- PageRefused          a page that is not read: too large, binary, empty, no article
    |   `-- NotAnArticle     readable, but no article: a list, a front page, an error page
    |-- FetchError           a URL that could not be fetched now
    |-- StoreError           the corpus file cannot be used as it is
    |-- Busy                 another process is doing this work
    |-- IndexUnusable        there is no index to answer from
    |   |-- IndexMissing     none was built yet
    |   |-- IndexOutdated    of another corpus or kind than is asked for
    |   |   `-- IndexStale   built by another version of Backfile: the next run builds it anew
    |   `-- IndexDamaged     its checksums do not hold
    `-- UnknownArticle       no article has this id
        `-- RemovedArticle   it had one; a person took it down

A message says what happened and what is still fine; `mend` is the command that mends it, or None.
"""

from corpus.outcome import Code, Outcome

# What a mistake of ours looks like when a page no one thought of lays it bare: it may cost that
# page, never the run.
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class BackfileError(Exception):
    """Something a person should read: `str(error)` is one line, `mend` a command or None."""

    def __init__(self, message: str, *, mend: str | None = None) -> None:
        super().__init__(message)
        self.mend = mend


class PageRefused(BackfileError):
    """A page that is not read; the message is the reason, `outcome` the same as it is kept."""

    code = Code.UNREADABLE  # of a reason that is given in words alone

    def __init__(self, reason: str | Outcome) -> None:
        super().__init__(str(reason))
        self.outcome = reason if isinstance(reason, Outcome) else Outcome(self.code, reason)


class NotAnArticle(PageRefused):
    """A readable page that holds no article; the message is the reason."""

    code = Code.NO_ARTICLE


class FetchError(BackfileError):
    """A URL that could not be fetched now; trying again later may help."""


class StoreError(BackfileError):
    """The corpus file is damaged, of another version, or not ours."""


class Busy(BackfileError):
    """Another process holds the lock for this work."""


class IndexUnusable(BackfileError):
    """There is no index to answer from."""


class IndexMissing(IndexUnusable):
    """No index was built yet, or the folder holds none."""


class IndexOutdated(IndexUnusable):
    """The index is not of this corpus, not of the kind that is set, or of another version."""


class IndexStale(IndexOutdated):
    """The index was built by another version of Backfile; every indexing run builds it anew.

    `retry_after` is in about how many seconds that should be done, None where nobody is at it.
    """

    def __init__(
        self, message: str, *, mend: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message, mend=mend)
        self.retry_after = retry_after


class IndexDamaged(IndexUnusable):
    """The index's files are not what was written."""


class UnknownArticle(BackfileError):
    """No article has this id."""


class RemovedArticle(UnknownArticle):
    """A person took this article down; the message is their reason."""
