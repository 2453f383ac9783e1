"""The day of publication: the first candidate, from certain to doubtful, that could be true."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime

from corpus.article import DateSource, Page
from corpus.page.dates import EAST, ZEROS

_ELSEWHERE = frozenset(("url", "listing-page"))  # what says a day and is not rendered with the page


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day some rule found, or None, and the rule."""

    day: date | None
    source: DateSource
    # said to machines about this one article: a day that recurs in mastheads can be true here
    certain: bool = False


def latest(page: Page) -> datetime:
    """The moment after which nothing on a page was published: its fetch, or now where only a file's
    time is known."""
    return max(page.fetched_at, datetime.now(UTC)) if page.source == "import" else page.fetched_at


def is_front(url: str | None) -> bool:
    """Whether an address is that of a whole site, which is not published on a day."""
    host, _, path = (url or "").partition("://")[2].partition("/")
    return bool(host) and not path


def believed(candidates: Iterable[Candidate], rendered: Set[date]) -> Iterator[Candidate]:
    """The candidates but for days in `rendered` that nothing but the page's own lines vouches
    for."""
    for candidate in candidates:
        if candidate.day not in rendered or candidate.certain or candidate.source in _ELSEWHERE:
            yield candidate


def choose(
    candidates: Iterable[Candidate], until: datetime, furniture: Set[date]
) -> tuple[date | None, DateSource]:
    """The first candidate that is neither after `until`, anywhere on earth, nor furniture nor a day
    zero of computers; (None, "unknown") where none is. Furniture may still be what is certain, or
    what the address says: a list is made like its articles, with the day of the same masthead.

    What is certain was held against the moment of the fetch, time zone and all, when it was read.
    """
    last = (until + EAST).date()
    for candidate in candidates:
        if candidate.day is None:
            continue
        known = candidate.day in ZEROS or (candidate.day in furniture and candidate.source != "url")
        if candidate.certain or (candidate.day <= last and not known):
            return candidate.day, candidate.source
    return None, "unknown"
