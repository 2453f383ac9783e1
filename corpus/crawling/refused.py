"""Addresses that are not asked for, in the log: each with the reason, wherever it was refused."""

import logging
import re

from corpus.event import event

log = logging.getLogger(__name__)

DEEP = "further from the start page than was asked for"
NO_ADDRESS = "not an address of the web"
NOFOLLOW = "the link asks not to be followed"
TOO_MANY = "past the most links of one page"
UNREAD = "a link of a page that is not read"
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*:)?", re.IGNORECASE)
_PERSONS = frozenset({"callto:", "sms:", "tel:"})  # of numbers that reach a person


def hears() -> bool:
    """Whether anybody hears of refused addresses: the loops over links ask first."""
    return log.isEnabledFor(logging.DEBUG)


def log_refused(url: str, reason: str, *, on: str | None = None) -> None:
    """Log that `url` is not asked for; it stands `on` that page, where one names it."""
    if log.isEnabledFor(logging.DEBUG):
        log.debug(
            "%s is not asked for: %s%s",
            url, reason, f" (on {on})" if on else "",
            extra=event("url-refused", url=url, reason=reason, on=on),
        )


def log_unusable(written: str, *, on: str | None) -> None:
    """Log what is `written` as a link but is not an address of the web; of a person's address, or
    what lets a person in, the scheme alone."""
    match = _SCHEME.match(written)
    scheme = match.group(1) or "" if match else ""
    personal = "@" in written or scheme.lower() in _PERSONS
    log_refused(f"{scheme}…" if personal else written, NO_ADDRESS, on=on)


def log_left_out(page: str | None, reason: str, count: int) -> None:
    """Log that so many links of `page` were not read."""
    log.info(
        "%s: %d links are not known: %s",
        page, count, reason,
        extra=event("links-left-out", url=page, reason=reason, count=count),
    )


def log_ignored(page: str, reason: str) -> None:
    """Log that none of the links of `page` are followed."""
    if log.isEnabledFor(logging.DEBUG):
        log.debug(
            "no link of %s is followed: %s",
            page, reason,
            extra=event("links-ignored", url=page, reason=reason),
        )
