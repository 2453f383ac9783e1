"""What came of asking for an address, and of reading its page: a code, and what belongs to it.

What an outcome makes of its address, and when that is asked for again: corpus/crawling/life.py.

A page that was fetched waits (no outcome) until it is cleaned, and waits again whenever what is
known of it has changed:

    waits  ->  ARTICLE                  it holds one
               LATER_PAGE, VERSION      its text is in the article of another page, `url`
               NO_ARTICLE               readable, and holds none
               NO_INDEX                 it asks not to be indexed, and people say: follow that
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
    # an exchange failed: `corpus.crawling.failures` tells by what
    TIMEOUT = "timeout"                    # connected, and no answer
    NO_CONNECTION = "no-connection"        # by a cause that none of the following names
    NAME_UNKNOWN = "name-unknown"
    NAME_UNANSWERED = "name-unanswered"
    CONNECTION_REFUSED = "connection-refused"
    CONNECT_TIMEOUT = "connect-timeout"
    UNREACHABLE = "unreachable"
    NOT_ALLOWED = "not-allowed"
    NO_SOCKETS = "no-sockets"
    RESET = "reset"
    CLOSED = "closed"
    TLS_EXPIRED = "tls-expired"
    TLS_EARLY = "tls-early"
    TLS_OTHER_HOST = "tls-other-host"
    TLS_SELF_SIGNED = "tls-self-signed"
    TLS_UNTRUSTED = "tls-untrusted"
    TLS_FAILED = "tls-failed"
    NOT_HTTP = "not-http"
    HEAD_CUT = "head-cut"
    HEADERS_TOO_LARGE = "headers-too-large"
    HEADERS_TOO_MANY = "headers-too-many"
    BAD_HEADER = "bad-header"
    BAD_LENGTH = "bad-length"
    BAD_CHUNK = "bad-chunk"
    BODY_CUT = "body-cut"
    SLOW_BODY = "slow-body"
    FORBIDDEN = "forbidden"                # by robots.txt
    UNFIT = "unfit-address"                # refused for its form, and never asked for
    LED_AWAY = "led-away"                  # it redirects to `url`, which is refused
    LED_NOWHERE = "led-nowhere"            # a redirect that names no address
    LED_ON = "led-on"                      # redirects without end
    LED_ROUND = "led-round"                # redirects in a circle
    LED_TO_LOGIN = "led-to-login"          # a redirect to `url`, where people sign in
    OTHER_TYPE = "other-type"
    TOO_LARGE = "too-large"
    UNKNOWN_CODING = "unknown-coding"
    BROKEN = "broken"                      # its body does not unpack
    PACKED_CUT = "packed-cut"              # its body came whole, and was packed only in part
    TRAP = "trap"                          # many of its kind brought nothing new
    UNASKABLE = "unaskable"                # the client itself cannot use the address

    ARTICLE = "article"
    LATER_PAGE = "later-page"              # page number `part` of the article at `url`
    VERSION = "version"                    # of the article at `url`
    SUPERSEDED = "superseded"
    HELD = "held"
    NO_ARTICLE = "no-article"
    NO_INDEX = "no-index"                  # it asks for that, and people say that it be followed
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
    Code.NAME_UNKNOWN: "no connection: its name is not known",
    Code.NAME_UNANSWERED: "no connection: its name could not be looked up",
    Code.CONNECTION_REFUSED: "no connection: refused",
    Code.CONNECT_TIMEOUT: "no connection within {detail} s",
    Code.UNREACHABLE: "no connection: there is no way to it from here",
    Code.NOT_ALLOWED: "no connection: this machine does not allow it",
    Code.NO_SOCKETS: "no connection: this machine has too many files open",
    Code.RESET: "connection reset before an answer",
    Code.CLOSED: "connection closed without an answer",
    Code.TLS_EXPIRED: "TLS: its certificate has expired",
    Code.TLS_EARLY: "TLS: its certificate is not valid yet",
    Code.TLS_OTHER_HOST: "TLS: its certificate is another host's",
    Code.TLS_SELF_SIGNED: "TLS: its certificate is signed by itself",
    Code.TLS_UNTRUSTED: "TLS: nobody known here signed its certificate",
    Code.TLS_FAILED: "TLS: no encryption could be agreed on",
    Code.NOT_HTTP: "the answer is not HTTP",
    Code.HEAD_CUT: "connection closed in the middle of the headers",
    Code.HEADERS_TOO_LARGE: "a header is too large",
    Code.HEADERS_TOO_MANY: "too many headers",
    Code.BAD_HEADER: "a header cannot be read",
    Code.BAD_LENGTH: "its Content-Length cannot be read",
    Code.BAD_CHUNK: "a chunk of its body cannot be read",
    Code.BODY_CUT: "connection closed in the middle of the body",
    Code.SLOW_BODY: "the answer did not end within {detail} s",
    Code.FORBIDDEN: "robots.txt forbids it",
    Code.LED_AWAY: "redirects to {detail}",
    Code.LED_NOWHERE: "redirects to no address",
    Code.LED_ON: "more than {detail} redirects",
    Code.LED_ROUND: "redirects in a circle",
    Code.LED_TO_LOGIN: "redirects to {detail}, where people sign in",
    Code.PACKED_CUT: "cut off in the middle of its compressed body",
    Code.OTHER_TYPE: "not a page but {detail}",
    Code.TOO_LARGE: "larger than {detail}",
    Code.UNKNOWN_CODING: "sent in the coding {detail}, which is not read",
    Code.TRAP: "a trap: so many of its kind brought nothing new",
    Code.UNASKABLE: "cannot be asked for: {detail}",
    Code.ARTICLE: "article",
    Code.LATER_PAGE: "a later page of an article (page {part} of {url})",
    Code.VERSION: "another version of an article ({url})",
    Code.SUPERSEDED: "replaced by a newer page of the same address",
    Code.HELD: "held: {detail}",
    Code.NO_INDEX: "it asks not to be indexed, by its {detail}",
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
