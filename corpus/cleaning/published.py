"""The day of publication: the first candidate, from certain to doubtful, that could be true."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, datetime

from corpus.article import DateSource

# Said to machines about this one article: a day that recurs in mastheads can still be true here.
_CERTAIN = frozenset({"json-ld", "meta"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day some rule found, or None, and the rule."""

    day: date | None
    source: DateSource


def choose(
    candidates: Iterable[Candidate], fetched_at: datetime, furniture: Set[date]
) -> tuple[date | None, DateSource]:
    """The first candidate that is neither after `fetched_at` nor furniture; (None, "unknown") where none is."""
    for candidate in candidates:
        if candidate.day is None:
            continue
        certain = candidate.source in _CERTAIN
        if certain or (candidate.day <= fetched_at.date() and candidate.day not in furniture):
            return candidate.day, candidate.source
    return None, "unknown"
