"""The life of an address: what each answer makes of it, and when it is asked for again.

    it is      after                                              it is asked for again
    ---------  -------------------------------------------------  ----------------------------------
    queued     it was found, or its time has come                 in this run, when its turn comes
    done       CAME: a page, or that it is as before              by how long it has been as before
    queued     LATE: no answer, or "later", for the first or      in this run, behind all that was
               second time in it                                  not asked for yet
    failed     LATE for the third time, or DAMAGED: an answer     by how many nights it has failed:
               that nobody can read, or that shuts us out         1, 2, 4, ...
    missing    ABSENT: the site has no page there, or something   by how many nights it was missing
               else than a page
    refused    FORBIDDEN by robots.txt                            when the rules have changed
               TRAPPED: many of its kind brought nothing new      after a month one of the kind, in
                                                                  each run one of one with pages in
                                                                  doubt; ten more for each with news
               UNFIT: an address that is never asked for          never

A start is due with each run, whatever came of it. `NIGHTS` says how many nights each waits.
What came is asked for on the condition that it has changed; whole after anything else than CAME,
for some servers fail at conditions, the second of each `WHOLE` turns in a row that brought nothing
new, for some say always that it has not, and always where the article is but a few lines: these may
be what stands before a wall, and some give it the name of what is behind.

The life of a site, in one run:

    robots.txt  it comes, or is less than a day old    its pages are asked for
                it does not come                       by the old one; without one it is asked for
                                                       thrice, and the site is left for tonight
    well        several requests had no answer         its start page is asked for: when that comes
                                                       the pages are at fault, and it is well
    ill         its start page does not come either    asked for again after a while, twice; then it
                                                       is left for tonight
    busy        it asks to be left alone for long      left until then, in later runs too

What is left for tonight stays queued, and the next run begins with it.

The life of a site, over the nights:

    here        a start of it comes, leads elsewhere   its starts are asked for in each run
                for a while, or does not come
    leading     all its starts lead to one other       as before; what leads there too is not
    away        site by 301 or 308                     missing
    moved       on another night they do so again,     its starts are those of the other site from
                and so do five known articles, each    the same run on; whatever lies here still is
                to a page of its own with most of      asked for once that one's lists are read, and
                its text there                         where this host fails twice, there

A person is told each night of a site that leads away, and once of one that has moved.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from http import HTTPStatus
from zlib import crc32

from corpus.outcome import Code, Outcome


class State(StrEnum):
    """What an address is, as it is stored."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"
    MISSING = "missing"
    REFUSED = "refused"


class Event(Enum):
    """What an outcome means for the life of its address."""

    CAME = auto()
    LATE = auto()
    DAMAGED = auto()
    ABSENT = auto()
    FORBIDDEN = auto()
    TRAPPED = auto()
    UNFIT = auto()


class Sort(Enum):
    """Addresses of one rhythm."""

    START = auto()  # a start page or a feed: where news comes first
    LIST = auto()  # of a site, or a sitemap
    UNSEEN = auto()  # a page that never came
    PAGE = auto()  # one that did


STATES: Mapping[Event, State] = {
    Event.CAME: State.DONE,
    Event.LATE: State.FAILED,
    Event.DAMAGED: State.FAILED,
    Event.ABSENT: State.MISSING,
    Event.FORBIDDEN: State.REFUSED,
    Event.TRAPPED: State.REFUSED,
    Event.UNFIT: State.REFUSED,
}

# The nights that an address waits the first time, the second, ...: the last stands for all after
# it; 0 is until the next run. What came is counted by how often it has brought nothing new,
# everything else by how often in a row it has gone so.
_FAILED = {
    Sort.START: (0,),
    Sort.LIST: (1, 2),
    Sort.UNSEEN: (1, 2, 2, 2, 2, 2, 2, 2, 4, 8, 16),
    Sort.PAGE: (1, 2, 4, 8, 16),
}
NIGHTS: Mapping[Event, Mapping[Sort, tuple[int, ...]]] = {
    Event.CAME: {
        Sort.START: (0,),
        Sort.LIST: (0, 0, 0, 1, 2, 4, 7),
        Sort.UNSEEN: (1, 7, 30, 60, 120),
        Sort.PAGE: (1, 7, 30, 60, 120),
    },
    Event.LATE: _FAILED,
    Event.DAMAGED: _FAILED,
    Event.ABSENT: {
        Sort.START: (0,),
        Sort.LIST: (1, 2),
        Sort.UNSEEN: (1, 2, 4, 8, 16, 32, 64),
        Sort.PAGE: (1, 2, 4, 8, 16),
    },
    Event.TRAPPED: dict.fromkeys(Sort, (30,)),
}
WHOLE = 5  # of so many turns in a row that brought nothing new the second asks for the whole
OLD = 2  # so often a page that is no news counts as seen without change when it is found

_NIGHT = timedelta(days=1)
_EARLY = timedelta(hours=2)  # a nightly run begins now sooner, now later
_SPREAD = 0.125  # of a wait of several nights: what came together does not come again together
_SPREAD_FROM = 4

_EVENTS = {
    Code.FETCHED: Event.CAME,
    Code.UNCHANGED: Event.CAME,
    Code.MOVED: Event.CAME,
    Code.EMPTY: Event.ABSENT,
    Code.OTHER_TYPE: Event.ABSENT,
    Code.TOO_LARGE: Event.ABSENT,
    Code.LED_AWAY: Event.ABSENT,
    Code.FORBIDDEN: Event.FORBIDDEN,
    Code.TRAP: Event.TRAPPED,
    Code.UNFIT: Event.UNFIT,
    Code.UNASKABLE: Event.DAMAGED,
}
_CODES = list(Code)  # in their order: the failures of an exchange stand together
_EVENTS |= dict.fromkeys(
    _CODES[_CODES.index(Code.TIMEOUT) : _CODES.index(Code.FORBIDDEN)], Event.LATE
)
_LATER = frozenset({408, 425, 429})  # besides 5xx: the server asks to come again
_SHUT = frozenset({401, 402, 403, 407, 451})
_ABSENT = range(400, 500)


def asks_to_come_again(status: int) -> bool:
    """Whether an answer says that the page may come another time, and soon."""
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER


def event_of(outcome: Outcome) -> Event:
    """What an outcome of asking means; what no rule names is DAMAGED, and has its way out."""
    if outcome.code != Code.STATUS:
        return _EVENTS.get(outcome.code, Event.DAMAGED)
    status = outcome.status or 0
    if asks_to_come_again(status):
        return Event.LATE
    return Event.ABSENT if status in _ABSENT and status not in _SHUT else Event.DAMAGED


def nights(event: Event, sort: Sort, times: int) -> int | None:
    """How many nights an address waits after an event that it saw so many times before; 0: none;
    None: for ever, but for what the table says."""
    row = NIGHTS.get(event)
    return None if row is None else row[sort][min(times, len(row[sort]) - 1)]


def wait(event: Event, sort: Sort, times: int, url: str) -> timedelta | None:
    """How long an address waits after an event that it saw so many times before; None: for ever,
    but for what the table says.

    Two of a kind wait for different times, each always for the same.
    """
    rest = nights(event, sort, times)
    if not rest:
        return None if rest is None else timedelta(0)
    spread = _SPREAD * crc32(url.encode()) / 2**32 if rest >= _SPREAD_FROM else 0.0
    return rest * _NIGHT * (1 - spread) - _EARLY


def due_at(event: Event, sort: Sort, times: int, url: str, now: datetime) -> str | None:
    """When an address is asked for again after such an event, as the table has it."""
    waits = wait(event, sort, times, url)
    return None if waits is None else (now + waits).isoformat()
