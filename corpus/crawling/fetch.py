"""One polite HTTP exchange: a URL in, a page or the reason for none out."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import NamedTuple, Self

import aiohttp
from multidict import CIMultiDict, MultiMapping
from yarl import URL

from corpus.article import Page
from corpus.crawling.cookies import Cookies
from corpus.crawling.credentials import Credentials
from corpus.crawling.failures import OF_PAGE, failure
from corpus.crawling.life import asks_to_come_again
from corpus.crawling.robots import MAX_ROBOTS, USER_AGENT
from corpus.errors import FetchError, PageRefused
from corpus.event import event
from corpus.outcome import Code, Outcome
from corpus.page.media import (
    GZIP_MAGIC,
    GZIP_TYPES,
    PAGE_TYPES,
    XML_TYPES,
    decoded,
    inflate,
    largest,
    media_type,
)
from corpus.page.parameters import KEEP_ALL
from corpus.page.site_tables import table_for
from corpus.page.urls import canonical, is_login, same_site, site_of
from corpus.store.moves import LASTING

log = logging.getLogger(__name__)

MAX_REDIRECTS = 5
MAX_RETRY_AFTER = 24 * 3600.0
SLOWNESS = 2.0  # times as long as an answer took is waited before the next request
MAX_SLOW = 30.0  # seconds
QUICK = 0.01  # seconds: an answer that took no longer is not slow
_TYPES = PAGE_TYPES | XML_TYPES
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OVERLOADED = frozenset({429, 502, 503, 504})
_HEADERS = {
    "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8",
    "Accept-Encoding": "gzip, deflate",
}
_FAILURES = (aiohttp.ClientError, TimeoutError, OSError)
# bytes of a header: a Content-Security-Policy may have 20,000
MAX_HEADER = 128 * 1024
MAX_TAG = 2_000  # characters of what the X-Robots-Tag headers of a page say
_CONNECTING = 0.5  # of the seconds for an exchange


class TryLater(FetchError):
    """The server or the way to it failed this time."""

    def __init__(
        self, outcome: Outcome, *, wait: float | None = None, of_site: bool = True
    ) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome
        self.wait = wait  # seconds the server asked for, or None
        # the whole site is in trouble, as far as can be told; not this page alone
        self.of_site = of_site


@dataclass(frozen=True, slots=True)
class Validators:
    """What an earlier fetch of a URL left, to ask whether the page changed (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The conditional headers of a request that sends these back, but what cannot be sent."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value and value.isprintable()}


class FetchResult(NamedTuple):
    """What a fetch brought: a page as it came, or that it is as before."""

    url: str  # where it came from after redirects, canonical
    page: Page | None  # None: not modified
    validators: Validators
    # where `url` is another one, of a redirect: of the first that does not last, if there is any
    status: int = HTTPStatus.OK


@dataclass(slots=True)
class _RawResponse:
    status: int
    headers: MultiMapping[str]
    body: bytes = b""


@dataclass(slots=True)
class Fetcher:
    """Exchanges one after another, `delay` seconds apart. An async context manager."""

    delay: float = 1.0
    timeout: float = 30.0
    user_agent: str = USER_AGENT
    # by host: each is sent to that one alone
    credentials: Mapping[str, Credentials] = field(default_factory=dict)
    # set: waiting between requests ends at once
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    until: float = float("inf")  # by the monotonic clock: nothing waits for longer
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _session: aiohttp.ClientSession | None = None
    _last: float = float("-inf")
    _took: float = 0.0  # seconds, the last exchange

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            headers={**_HEADERS, "User-Agent": self.user_agent},
            auto_decompress=False,  # unpacked by us, with a bound on what comes out
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(
                total=self.timeout, sock_connect=self.timeout * _CONNECTING
            ),
            max_line_size=MAX_HEADER,
            max_field_size=MAX_HEADER,
        )
        return self

    async def __aexit__(self, *exc: object) -> None:
        assert self._session is not None
        await self._session.close()

    async def fetch(
        self, url: str, refusal: Callable[[str], str | None], validators: Validators | None = None
    ) -> FetchResult:
        """The page behind a canonical `url`, or that it was not modified since `validators`.

        `refusal` says of each redirect's target why it is not followed, or None. Raises TryLater
        for what may work another time, PageRefused for what will not.
        """
        begun = time.monotonic()
        try:
            result = await self._follow(url, refusal, validators)
        except (TryLater, PageRefused) as error:
            _log_fetch(url, error.outcome, begun)
            raise
        if log.isEnabledFor(logging.INFO):
            code = Code.FETCHED if result.page else Code.UNCHANGED
            outcome = Outcome(code, status=result.status)
            if result.url != url:
                outcome = Outcome(Code.MOVED, status=result.status, url=result.url)
            _log_fetch(url, outcome, begun, len(result.page.body) if result.page else 0)
        return result

    async def _follow(
        self, url: str, refusal: Callable[[str], str | None], validators: Validators | None
    ) -> FetchResult:
        """What `fetch` gives, over all redirects."""
        asked, first = url, 0
        conditions = validators.headers if validators else {}
        # a session that the address has not, in its path or a parameter, and cookies: some sites
        # show nothing without, and give them by a redirect to the same address
        written, cookies = url, Cookies()
        seen = {(url, str(cookies))}
        for _ in range(MAX_REDIRECTS + 1):
            own = self._own_headers(url, asked)
            response = await self._exchange(written, cookies.beside(conditions | own))
            if response.status not in _REDIRECTS:
                status = first if first and url != asked else response.status
                return self._result(url, response, validators if url == asked else None, status)
            # of several redirects the first that does not last says what they are
            first = response.status if first in (0, *LASTING) else first
            cookies.take(site_of(url), response.headers.getall("Set-Cookie", ()))
            url, written = _redirect_target(written, response, first)
            cookies.leave_for(site_of(url))
            if (written, str(cookies)) in seen:
                raise PageRefused(Outcome(Code.LED_ROUND, status=first, url=url))
            seen.add((written, str(cookies)))
            if is_login(url) and not is_login(asked):
                where = url.partition("?")[0]
                raise PageRefused(Outcome(Code.LED_TO_LOGIN, where, first, url))
            if reason := refusal(url):
                where = f"{site_of(url)}: {reason}"
                raise PageRefused(Outcome(Code.LED_AWAY, where, first, url))
            conditions = conditions if url == asked else {}
        raise PageRefused(Outcome(Code.LED_ON, str(MAX_REDIRECTS), first))

    async def robots(self, site: str) -> tuple[int, str | None]:
        """The status and text of a site's robots.txt.

        The text is None when the site has none (4xx, or redirects without end). Raises TryLater
        when the server cannot say now, or sends us to another site for its rules: then nothing may
        be fetched. RFC 9309 lets a crawler follow there; we do not, for then any site could have us
        ask any address.
        """
        url, begun = f"{site}/robots.txt", time.monotonic()
        try:
            status, text = await self._follow_robots(site)
        except TryLater as error:
            _log_fetch(url, error.outcome, begun)
            raise
        code = Code.STATUS if text is None else Code.FETCHED
        _log_fetch(url, Outcome(code, status=status), begun, len(text or ""))
        return status, text

    async def _follow_robots(self, site: str) -> tuple[int, str | None]:
        """What `robots` gives, over all redirects."""
        url = f"{site}/robots.txt"
        for _ in range(MAX_REDIRECTS + 1):
            try:
                response = await self._exchange(url, self._own_headers(url, site), robots=True)
                if response.status in _REDIRECTS:
                    url, _ = _redirect_target(url, response, response.status)
                    if not same_site(url, site):
                        where = f"another site, {site_of(url)}, and is not asked for there"
                        raise PageRefused(Outcome(Code.LED_AWAY, where, response.status, url))
                    continue
                if 200 <= response.status < 300:
                    coding = response.headers.get("Content-Encoding", "")
                    body = decoded(response.body, coding)
                    return response.status, body.decode("utf-8", "replace")
                return response.status, None
            except PageRefused as error:
                raise TryLater(error.outcome) from error
        return HTTPStatus.LOOP_DETECTED, None

    async def pause(self) -> None:
        """Wait until the next request is due, or `stop` is set: a site that is slow to answer is
        asked more slowly."""
        slowness = min(SLOWNESS * self._took, MAX_SLOW) if self._took > QUICK else 0.0
        delay = max(self.delay, slowness)
        seconds = self._last + delay - time.monotonic()
        if seconds > 0:
            await self.sleep(seconds)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be asked for: it is `stop` or `until`."""
        return self.stop.is_set() or time.monotonic() >= self.until

    async def sleep(self, seconds: float) -> None:
        """Wait, but not past `stop` or `until`."""
        seconds = min(seconds, self.until - time.monotonic())
        if seconds > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self.stop.wait()

    def _own_headers(self, url: str, asked: str) -> dict[str, str]:
        """What lets us in at `url`, to which `asked` led; nothing where it may be heard."""
        own = table_for(self.credentials, url) if self.credentials else None
        heard = asked.startswith("https:") and not url.startswith("https:")
        return own.sent if own and not heard else {}

    async def _exchange(
        self, url: str, headers: Mapping[str, str], *, robots: bool = False
    ) -> _RawResponse:
        assert self._session is not None
        await self.pause()
        asked_at, begun = time.monotonic(), False
        try:
            target = URL(url, encoded=True)
            async with self._session.get(target, headers=headers, allow_redirects=False) as answer:
                begun = True
                response = _RawResponse(answer.status, _printable(answer.headers))
                self._refuse_status(response)
                if answer.status == HTTPStatus.OK and not robots:
                    _refuse_type(response, url)
                if answer.status == HTTPStatus.OK:
                    response.body = await _read_body(answer, cut=robots)
                return response
        except _FAILURES as error:
            connecting = self.timeout * _CONNECTING
            outcome = failure(error, timeout=self.timeout, connecting=connecting, begun=begun)
            raise TryLater(outcome, of_site=outcome.code not in OF_PAGE) from error
        except ValueError as error:  # an address the client itself cannot use
            raise PageRefused(Outcome(Code.UNASKABLE, str(error))) from error
        finally:
            self._last = time.monotonic()
            self._took = self._last - asked_at

    def _refuse_status(self, response: _RawResponse) -> None:
        if asks_to_come_again(response.status):
            wait = _retry_after(response.headers.get("Retry-After"), self.clock())
            of_site = response.status in _OVERLOADED
            outcome = Outcome(Code.STATUS, status=response.status)
            raise TryLater(outcome, wait=wait, of_site=of_site)

    def _result(
        self, url: str, response: _RawResponse, validators: Validators | None, status: int
    ) -> FetchResult:
        """What an answer brought; `status` is that of a redirect to it, where there was one."""
        asked_whether = validators is not None and validators.headers
        if response.status == HTTPStatus.NOT_MODIFIED and validators and asked_whether:
            return FetchResult(url, None, validators, status)
        if response.status != HTTPStatus.OK:
            raise PageRefused(Outcome(Code.STATUS, status=response.status))
        kind, charset = media_type(response.headers.get("Content-Type", ""))
        limit = largest(kind)
        body = decoded(response.body, response.headers.get("Content-Encoding", ""), limit=limit)
        if body.startswith(GZIP_MAGIC):
            body = inflate(body, limit=limit)
        if not body.strip():
            raise PageRefused(Outcome(Code.EMPTY, status=response.status))
        if kind in GZIP_TYPES:
            kind = "application/xml"
        robots = "\n".join(response.headers.getall("X-Robots-Tag", ()))[:MAX_TAG] or None
        page = Page(url, body, kind or "text/html", charset, self.clock(), robots=robots)
        left = Validators(response.headers.get("ETag"), response.headers.get("Last-Modified"))
        return FetchResult(url, page, left, status)


def _log_fetch(url: str, outcome: Outcome, begun: float, size: int = 0) -> None:
    """Log what came of asking for `url`, redirects included; `size`: bytes, unpacked."""
    seconds = time.monotonic() - begun
    log.info(
        "%s: %s, %.2f s, %d bytes",
        url, outcome, seconds, size,
        extra=event(
            "fetched",
            url=url,
            status=outcome.status,
            outcome=outcome.code.value,
            seconds=round(seconds, 3),
            bytes=size,
        ),
    )  # fmt: skip


def _printable(headers: MultiMapping[str]) -> MultiMapping[str]:
    """The headers with a question mark for each byte that is not text: the corpus keeps some."""
    if all(map(str.isascii, headers.values())):
        return headers
    pairs = (
        (name, value.encode("utf-8", "replace").decode("utf-8")) for name, value in headers.items()
    )
    return CIMultiDict(pairs)


async def _read_body(response: aiohttp.ClientResponse, *, cut: bool) -> bytes:
    kind = media_type(response.headers.get("Content-Type", ""))[0]
    limit = MAX_ROBOTS if cut else largest(kind)
    body = bytearray()
    while chunk := await response.content.readany():
        body += chunk
        if len(body) > limit:
            if cut:
                return bytes(body[:limit])
            raise PageRefused(Outcome(Code.TOO_LARGE, f"{limit:,} bytes", response.status))
    return bytes(body)


def _redirect_target(url: str, response: _RawResponse, first: int) -> tuple[str, str]:
    """Where a redirect leads, canonical and as it is written; `first` is the status of the first of
    several."""
    location = response.headers.get("Location")
    target = canonical(location, url) if location else None
    written = location and canonical(location, url, heeded=lambda host, port: KEEP_ALL)
    if not target or not written:
        raise PageRefused(Outcome(Code.LED_NOWHERE, status=first))
    return target, written


def _refuse_type(response: _RawResponse, url: str) -> None:
    kind = media_type(response.headers.get("Content-Type", ""))[0]
    packed = kind in GZIP_TYPES and url.partition("?")[0].endswith(".gz")
    if kind and kind not in _TYPES and not packed:
        raise PageRefused(Outcome(Code.OTHER_TYPE, kind[:60], response.status))


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header, which gives them or a date: MAX_RETRY_AFTER at most."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), MAX_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), MAX_RETRY_AFTER)
