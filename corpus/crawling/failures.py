"""Why an exchange with a server failed, told apart as far as it can be: an error in, a code out.

What each code says to people is in `corpus.outcome`.
"""

import errno
import re
import socket
import ssl
from collections.abc import Iterator, Mapping

import aiohttp

from corpus.outcome import Code, Outcome

_TLS = {  # OpenSSL's numbers of what is wrong with a certificate
    9: Code.TLS_EARLY,
    10: Code.TLS_EXPIRED,
    18: Code.TLS_SELF_SIGNED,
    19: Code.TLS_SELF_SIGNED,
    2: Code.TLS_UNTRUSTED,
    20: Code.TLS_UNTRUSTED,
    21: Code.TLS_UNTRUSTED,
    62: Code.TLS_OTHER_HOST,
    64: Code.TLS_OTHER_HOST,
}
_SYSTEM = {
    errno.ECONNREFUSED: Code.CONNECTION_REFUSED,
    errno.ECONNRESET: Code.RESET,
    errno.EPIPE: Code.RESET,
    errno.ECONNABORTED: Code.RESET,
    errno.ENETUNREACH: Code.UNREACHABLE,
    errno.EHOSTUNREACH: Code.UNREACHABLE,
    errno.ENETDOWN: Code.UNREACHABLE,
    errno.EADDRNOTAVAIL: Code.UNREACHABLE,
    errno.ETIMEDOUT: Code.CONNECT_TIMEOUT,
    errno.EACCES: Code.NOT_ALLOWED,
    errno.EPERM: Code.NOT_ALLOWED,
    errno.EMFILE: Code.NO_SOCKETS,
    errno.ENFILE: Code.NO_SOCKETS,
}
# what the parser of HTTP says, the first that is found
_PARSER: Mapping[str, Code] = {
    r"Got more than \d+ bytes": Code.HEADERS_TOO_LARGE,
    r"Too many headers": Code.HEADERS_TOO_MANY,
    r"status line|HTTP version|Expected HTTP|Data after": Code.NOT_HTTP,
    r"Content-Length": Code.BAD_LENGTH,
    r"chunk|transfer[- ](?:length|encoding)": Code.BAD_CHUNK,
    r"header": Code.BAD_HEADER,
}
# the server answers, but this page not as it should
OF_PAGE = frozenset(
    {
        Code.SLOW_BODY,
        Code.BODY_CUT,
        Code.BAD_CHUNK,
        Code.BAD_LENGTH,
        Code.BAD_HEADER,
        Code.HEADERS_TOO_LARGE,
        Code.HEADERS_TOO_MANY,
    }
)


def failure(error: Exception, *, timeout: float, connecting: float, begun: bool) -> Outcome:
    """What came of an exchange that ended with `error`; an answer had `begun` before or not.

    It had `timeout` seconds in all, and `connecting` of them to be connected.
    """
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return Outcome(Code.CONNECT_TIMEOUT, f"{connecting:g}")
    if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientOSError):
        return Outcome(Code.SLOW_BODY if begun else Code.TIMEOUT, f"{timeout:g}")
    for cause in _causes(error):
        if code := _code(cause, begun=begun):
            return Outcome(code, f"{connecting:g}" if code == Code.CONNECT_TIMEOUT else None)
    return Outcome(Code.NO_CONNECTION)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _code(error: BaseException, *, begun: bool) -> Code | None:
    if isinstance(error, aiohttp.ClientConnectorDNSError | socket.gaierror):
        known = (socket.EAI_AGAIN, socket.EAI_FAIL)
        return Code.NAME_UNANSWERED if error.errno in known else Code.NAME_UNKNOWN
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return _code(error.certificate_error, begun=begun)
    if isinstance(error, ssl.SSLCertVerificationError):
        return _TLS.get(error.verify_code, Code.TLS_UNTRUSTED)
    if isinstance(error, ssl.SSLError | aiohttp.ClientConnectorSSLError):
        return Code.BODY_CUT if begun else Code.TLS_FAILED
    if isinstance(error, aiohttp.ClientPayloadError):
        return _of_body(str(error))
    if isinstance(error, aiohttp.ClientResponseError):
        return _said(error.message)
    if isinstance(error, OSError) and error.errno in _SYSTEM:
        code = _SYSTEM[error.errno]
        return Code.BODY_CUT if begun and code == Code.RESET else code
    if isinstance(error, aiohttp.ServerDisconnectedError):
        # with the head, where there was one
        return Code.CLOSED if isinstance(error.message, str) else Code.HEAD_CUT
    return None


def _of_body(said: str) -> Code:
    """What went wrong with a body: it ended too early, or its chunks are none."""
    return Code.BODY_CUT if "Not enough data" in said else Code.BAD_CHUNK


def _said(message: str) -> Code | None:
    return next(
        (code for words, code in _PARSER.items() if re.search(words, message, re.IGNORECASE)), None
    )
