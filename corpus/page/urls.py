"""Canonical URLs, the scope of a crawl, and the traps a site lays without knowing it."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from corpus.page.parameters import Parameters, parameters_of, while_heeded

MAX_LENGTH = 1_000
MAX_PARAMETERS = 12
MAX_SEGMENTS = 16
# of one path segment: /a/b/a/b/a/b is a page that links to itself by a relative address
MAX_REPEATS = 3
YEARS_AHEAD = 1  # a calendar may show next year; beyond it only empty pages follow each other

ELSEWHERE = "another site"

_PORTS = {"http": 80, "https": 443}
_SESSION_PATH = re.compile(r";(jsessionid|phpsessid|sid)=([^/;]*)", re.IGNORECASE)
# as ASP.NET writes it where there are no cookies: /(S(lit3py55t21z5v55vlm25s55))/story.aspx
_SESSION_PART = re.compile(r"/(?:\((?:[A-Z]\([^()/]+\))+\)|\([0-9a-z]{24}\))(?=/)", re.ASCII)
# tells of what it is read against the site at most: a whole address the scheme alone
_OF_SITE = re.compile(r"/(?![/\\])|(?:https?:)?//\w", re.IGNORECASE)
_WHOLE = re.compile(r"https?://[^/?#]", re.IGNORECASE)  # an address read against none
_IGNORED = re.compile(r"[\t\r\n]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = _UNRESERVED | frozenset(b"!$&'()*+,;=:@/?%")
_PLAIN = re.compile(r"[\w.~!$&'()*+,;=:@/?-]*", re.ASCII)  # what stays as it is
_OTHER_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|bmp|ico|tiff?|pdf|docx?|xlsx?|pptx?|odt|rtf|epub|zip|rar|7z|tar|"
    r"tgz|exe|dmg|apk"
    r"|mp[34]|m4[av]|og[gav]|wav|wm[av]|avi|mov|flv|swf|css|js|json|woff2?|ttf|eot)$",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\S+\.(?:[sx]?html?|php\d?|aspx?|jsp|cfm|cgi|pdf|txt|rtf|docx?|xml|gif|jpe?g|png)",
    re.IGNORECASE,
)
_LOGINS = frozenset(  # parts of a path, wherever they stand in it
    "login log-in logon signin sign-in wp-login userlogin user-login member-login loginform sso "
    "oauth oauth2 saml paywall cookiewall cookie-consent anmelden einloggen se-connecter "
    "iniciar-sesion inloggen logga-in logg-inn log-ind kirjaudu logowanie zaloguj".split()
)
# and words that mean other things elsewhere: the last part
_LAST_LOGINS = _LOGINS | frozenset(
    "auth authorize signup sign-up register consent anmeldung connexion identification acceder "
    "accedi entrar giris vhod".split()
)
_LOGIN_HOSTS = frozenset("login signin sso auth oauth account accounts konto consent".split())
_ACTIONS = frozenset("action act do page view mode task option p".split())
_PAGING_NAME = re.compile(r"(?:pagenum_?\w*|page|paged|page_?no|pg|offset)$", re.IGNORECASE)
_PAGING_PATH = re.compile(r"/page/\d{1,6}/?$", re.IGNORECASE)
_CALENDAR_PATH = re.compile(r"/([12]\d{3})[/-](?:0?[1-9]|1[0-2])(?:[/-]|$)")
_CALENDAR_NAMES = frozenset({"year", "yr", "y", "date", "day", "month", "from", "start"})


def canonical(
    url: str,
    base: str | None = None,
    *,
    heeded: Callable[[str, int | None], Parameters] = parameters_of,
) -> str | None:
    """The one form of `url`, read relative to `base`; None when it is no http or https address.

    Fragments, default ports and parameters that name no page are dropped; the others keep their
    order. `heeded` says of host and port which these are, where it is not what all heed.
    """
    if heeded is not parameters_of:
        return _canonical(url, base, heeded)
    return _as_all_heed(url, base and _part_read_against(url, base))


def _part_read_against(reference: str, base: str) -> str:
    """What of `base` tells where a reference leads: pages of one folder have many links alike."""
    if _OF_SITE.match(reference):
        return f"{site_of(base)}/"
    folder = base.partition("?")[0].rpartition("/")[0]
    if reference[:1].isalnum() and ":" not in reference and "#" not in base and "//" in folder:
        return f"{folder}/"
    return base


@while_heeded
def _as_all_heed(url: str, base: str | None) -> str | None:
    return _canonical(url, base, parameters_of)


def _canonical(
    url: str, base: str | None, heeded: Callable[[str, int | None], Parameters]
) -> str | None:
    text = _IGNORED.sub("", url.strip().strip("\0 "))
    head, mark, tail = text.partition("?")
    text = head.replace("\\", "/") + mark + tail
    try:
        if base and text[:1] == "/" != text[1:2]:  # as most links are written
            site, (path, _, query) = site_of(base), text.partition("#")[0].partition("?")
        else:
            parts = urlsplit(urljoin(base, text) if base and not _WHOLE.match(text) else text)
            site, path, query = f"{parts.scheme}://{parts.netloc}", parts.path, parts.query
        origin = _origin(site)
    except ValueError:  # a port or a host that cannot be one
        return None
    if origin is None:
        return None
    own = heeded(origin.host, origin.port)
    path = _without_dots(_escaped(_without_session(path, own))) or "/"
    query = _query(query, own) if query else ""
    return f"{origin.site}{path}{'?' + query if query else ''}"


class _Origin(NamedTuple):
    """Where pages of a site come from."""

    site: str  # in its one form
    host: str
    port: int


@lru_cache(maxsize=1_000)
def _origin(site: str) -> _Origin | None:
    """The origin that `site` is, as it was written; None when it is none of http or https. Raises
    ValueError for a port or a host that cannot be one."""
    parts = urlsplit(site)
    host, port, scheme = _host(parts.hostname or ""), parts.port, parts.scheme.lower()
    if scheme not in _PORTS or not host or "@" in parts.netloc:
        return None
    place = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    return _Origin(f"{scheme}://{place}", host, port or _PORTS[scheme])


def site_of(url: str) -> str:
    """The site a canonical URL belongs to: scheme, host and port, as `https://paper.example`."""
    return "/".join(url.split("/", 3)[:3])


def same_site(url: str, site: str) -> bool:
    """Whether a canonical URL is on `site`; with or without `www.`, by http or https."""
    return url.startswith(f"{site}/") or _identity(url) == _identity(site)


def aligned(url: str, site: str) -> str:
    """A URL of the same site written as `site` writes itself, so that no page has two addresses;
    others unchanged."""
    if url.startswith(f"{site}/") or not same_site(url, site):
        return url
    return site + url[len(site_of(url)) :]


def is_paging(url: str) -> bool:
    """Whether a canonical URL names one page of a list, as ?page=3, pageNum_news=3 and /page/3
    do."""
    path, _, query = url.partition("?")
    if _PAGING_PATH.search(path):
        return True
    pairs = (pair.partition("=") for pair in query.split("&"))
    return any(value.isdigit() and _PAGING_NAME.match(name) is not None for name, _, value in pairs)


def is_login(url: str) -> bool:
    """Whether a canonical URL names a page where people sign in, or agree to something first.

    A whole part of its path says so, or its host, or the value of a parameter that names an action;
    never a word in a headline.
    """
    path, _, query = url.partition("?")
    host, *segments = unquote(path).lower().partition("://")[2].rstrip("/").split("/")
    parts = [segment.partition(".")[0].replace("_", "-") for segment in segments]
    actions = (pair.partition("=")[::2] for pair in query.lower().split("&"))
    return (
        host.partition(".")[0] in _LOGIN_HOSTS
        or not _LOGINS.isdisjoint(parts)
        or (bool(parts) and parts[-1] in _LAST_LOGINS)
        or any(name in _ACTIONS and value in _LAST_LOGINS for name, value in actions)
    )


def refusal(url: str, site: str, *, today: date) -> str | None:
    """Why a canonical URL is not fetched in a crawl of `site`; None when nothing speaks against
    it."""
    if not same_site(url, site):
        return ELSEWHERE
    path, _, query = url.partition("?")
    path = path[len(site_of(url)) :]
    if len(url) > MAX_LENGTH:
        return "address too long"
    if match := _OTHER_MEDIA.search(path):
        return f"no page by its name ({match.group().lower()})"
    return _trap(path, query, today)


def _trap(path: str, query: str, today: date) -> str | None:
    segments = [segment for segment in path.split("/") if segment]
    names = [segment for segment in segments if not segment.isdigit()]
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    if len(segments) > MAX_SEGMENTS:
        return "path too deep"
    if any(names.count(name) >= MAX_REPEATS for name in set(names)):
        return "path repeats itself"
    if len(pairs) > MAX_PARAMETERS:
        return "too many parameters"
    years = [int(year) for year in _CALENDAR_PATH.findall(path)]
    years += [
        int(value[:4])
        for name, value in pairs
        if name.lower() in _CALENDAR_NAMES and _starts_with_year(value)
    ]
    if any(year > today.year + YEARS_AHEAD for year in years):
        return "calendar of the far future"
    return None


def _starts_with_year(value: str) -> bool:
    return re.match(r"[12]\d{3}(?!\d)", value, re.ASCII) is not None


def _identity(url: str) -> str:
    return site_of(url).partition("://")[2].removeprefix("www.")


def _host(host: str) -> str:
    host = host.rstrip(".").lower()
    if ":" in host:
        return f"[{host}]"
    # UnicodeError, a ValueError, for what cannot be a host
    host = host.encode("idna").decode("ascii").lower()
    if not re.fullmatch(r"[a-z0-9_.-]+", host):
        raise ValueError(host)
    return host


def _escaped(text: str) -> str:
    """Percent-encoding in one form: unreserved characters bare, all others that need it as
    upper-case UTF-8."""
    if _PLAIN.fullmatch(text):
        return text

    def one(match: re.Match[str]) -> str:
        if match.group(1) is None:
            return "%25"  # a lone percent sign
        code = int(match.group(1), 16)
        return chr(code) if code in _UNRESERVED else match.group().upper()

    encoded = _ESCAPE.sub(one, text).encode("utf-8", "replace")
    return "".join(chr(byte) if byte in _KEPT else f"%{byte:02X}" for byte in encoded)


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _without_session(path: str, own: Parameters) -> str:
    if "(" in path and own.tells_nothing("aspsessionid", ""):
        path = _SESSION_PART.sub("", path)
    if ";" not in path:
        return path
    return _SESSION_PATH.sub(
        lambda said: "" if own.tells_nothing(said[1], said[2]) else said[0], path
    )


def _query(query: str, own: Parameters) -> str:
    # "&amp;" written twice over leaves "amp;" before the name: pages of the time when nobody
    # validated
    pairs = (_escaped(pair.removeprefix("amp;")) for pair in query.split("&"))
    told = (pair for pair in pairs if pair and not own.tells_nothing(*pair.partition("=")[::2]))
    return "&".join(told)


def is_file_name(title: str, url: str) -> bool:
    """Whether a link to `url` is called by its file, whole or cut short, as servers list their
    folders: no title."""
    name = unquote(url.partition("?")[0].rpartition("/")[2])
    cut = title.endswith("..") and name.startswith(title.rstrip("."))
    return ("." in name and (cut or title == name)) or _FILE_NAME.fullmatch(title) is not None
