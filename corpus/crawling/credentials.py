"""What lets the crawler in at one site: headers and cookies of its own. Nobody else is told."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# what a request says by itself, and would say twice
_OURS = frozenset(
    {
        "accept-encoding", "connection", "content-length", "host", "if-modified-since",
        "if-none-match", "range", "te", "transfer-encoding", "upgrade", "user-agent",
    }
)  # fmt: skip
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_HEADER = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?", re.ASCII)
_COOKIE = re.compile(r"[\x21-\x3a\x3c-\x7e]*", re.ASCII)  # no blank and no semicolon


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is sent to one site, and to no other. Their values stand in no log and no message."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def sent(self) -> dict[str, str]:
        """The headers of a request."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {**self.headers, **({"Cookie": cookies} if cookies else {})}


def _read_headers(place: str, value: object) -> dict[str, str]:
    headers = _texts(place, value, 'headers = {"Authorization" = "Bearer ..."}', _HEADER.fullmatch)
    for name in headers:
        if name.lower() == "cookie":
            raise ValueError(f'{place} sets Cookie; write cookies = {{name = "value"}} instead')
        if name.lower() in _OURS:
            raise ValueError(f"{place} sets {name}, which the crawler says itself")
    return headers


def _read_cookies(place: str, value: object) -> dict[str, str]:
    return _texts(place, value, 'cookies = {session = "..."}', _COOKIE.fullmatch)


def _texts(
    place: str, value: object, example: str, is_sound: Callable[[str], object]
) -> dict[str, str]:
    """Names and their texts. Raises ValueError for what is none, without a word of the texts."""
    if not isinstance(value, dict):
        raise ValueError(f"{place} must be names with their texts, such as {example}")
    for name, text in value.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"{place} has a name that no request can say: {name!r}")
        if not isinstance(text, str) or not is_sound(text):
            raise ValueError(
                f"{place}.{name} must be a text that a request can say: letters, figures and "
                f"signs of ASCII on one line"
            )
    return dict(value)


READERS = {"headers": _read_headers, "cookies": _read_cookies}
