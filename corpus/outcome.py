"""What came of asking for an address, and of reading its page: a code, and what belongs to it.

An address keeps a state and the outcome of the last time it was asked for:

    state     outcome                           what leads to the next state
    --------  --------------------------------  ------------------------------------------------
    queued    none, or that of the last time    its turn, once it is due: it is asked for
    done      FETCHED, UNCHANGED, MOVED         queued: a list, a feed or a start with each run,
                                                a page by --refresh-days
    queued    STATUS (408, 425, 429, 5xx),      its turn, once it is due again
    (failing) TIMEOUT, NO_CONNECTION
    failed    the same for the third time       queued with the next run
    refused   FORBIDDEN                         queued with the next run: the rules may change
              EMPTY, STATUS (4xx but 410)       queued by a link that is found once it is due, or
                                                by --refresh-days
              UNFIT, and any other              a start: queued with the next run; else nothing

A page that was fetched waits (no outcome) until it is cleaned, and waits again whenever what is
known of it has changed:

    waits  ->  ARTICLE                  it holds one
               LATER_PAGE, VERSION      its text is in the article of another page, `url`
               NO_ARTICLE               readable, and holds none
               UNREADABLE, FAULTY       cannot be read: for its own sake, or by a mistake of ours
               HELD                     it would take an article away, or change most of its text:
                                        the answer before stands, and this one waits for the site to
                                        answer well, for five days of the same, or for a person
               SUPERSEDED               a newer page of its address came first

The codes are stored, so their values never change; the words are made when they are shown.
"""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus


class Code(StrEnum):
    """The kinds of outcome: of an address those down to UNASKABLE, then of a page."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    MOVED = "moved"                        # to `url`, which was fetched
    STATUS = "status"                      # an answer with no page, for what `status` says
    EMPTY = "empty"
    TIMEOUT = "timeout"
    NO_CONNECTION = "no-connection"
    FORBIDDEN = "forbidden"                # by robots.txt
    UNFIT = "unfit-address"                # refused for its form, and never asked for
    LED_AWAY = "led-away"                  # it redirects to `url`, which is refused
    LED_NOWHERE = "led-nowhere"            # a redirect that names no address
    LED_ON = "led-on"                      # redirects without end
    OTHER_TYPE = "other-type"
    TOO_LARGE = "too-large"
    UNKNOWN_CODING = "unknown-coding"
    BROKEN = "broken"                      # its body does not unpack
    UNASKABLE = "unaskable"                # the client itself cannot use the address

    ARTICLE = "article"
    LATER_PAGE = "later-page"              # page number `part` of the article at `url`
    VERSION = "version"                    # of the article at `url`
    SUPERSEDED = "superseded"
    HELD = "held"
    NO_ARTICLE = "no-article"
    UNREADABLE = "unreadable"
    FAULTY = "faulty"


JOINED = (Code.LATER_PAGE, Code.VERSION)   # the page's text is in another page's article

_WORDS = {  # what is not here is told by its detail alone
    Code.FETCHED: "fetched",
    Code.UNCHANGED: "not modified",
    Code.MOVED: "redirects to {url}",
    Code.EMPTY: "empty",
    Code.TIMEOUT: "no answer within {detail} s",
    Code.NO_CONNECTION: "no connection",
    Code.FORBIDDEN: "robots.txt forbids it",
    Code.LED_AWAY: "redirects to {detail}",
    Code.LED_NOWHERE: "redirects to no address",
    Code.LED_ON: "more than {detail} redirects",
    Code.OTHER_TYPE: "not a page but {detail}",
    Code.TOO_LARGE: "larger than {detail}",
    Code.UNKNOWN_CODING: "sent in the coding {detail}, which is not read",
    Code.UNASKABLE: "cannot be asked for: {detail}",
    Code.ARTICLE: "article",
    Code.LATER_PAGE: "a later page of an article (page {part} of {url})",
    Code.VERSION: "another version of an article ({url})",
    Code.SUPERSEDED: "replaced by a newer page of the same address",
    Code.HELD: "held: {detail}",
    Code.FAULTY: "it cannot be read, by a mistake in this program ({detail})",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome; `str` makes the words for people, which no program reads."""

    code: Code
    detail: str | None = None  # for the words alone
    status: int | None = None  # of the answer; of a redirected address that of the redirect
    url: str | None = None     # the other address: where it leads, or whose article has the text
    part: int | None = None    # the number of a later page

    def __str__(self) -> str:
        """The outcome in words."""
        if self.code == Code.STATUS:
            return _status_line(self.status or 0)
        words = _WORDS.get(self.code, "{detail}")
        return words.format(detail=self.detail or "", url=self.url, part=self.part)

    @property
    def is_joined(self) -> bool:
        """Whether the page's text is in the article of another page."""
        return self.code in JOINED


ARTICLE = Outcome(Code.ARTICLE)


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"
