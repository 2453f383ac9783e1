"""Parameters of an address that name no page: which are dropped from its one form, and why.

A parameter is dropped for its name alone where the name holds nothing else (ALWAYS). A name that on
some sites holds a session and on others an article (PERHAPS) is dropped where its value reads as a
session's: long, and letters and digits in disorder, never a number and never a word. What people
say of a site (`keep_parameters`, `drop_parameters`) comes before both, and what a site itself shows
(corpus/crawling/told_apart.py) between them and this table.

Nothing is learnt the other way: a parameter that changed no page so far may name the next article,
and addresses once made one cannot be told apart again; while pages that are the same under many
addresses are versions of one article, and where they have no end, a trap.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import ParamSpec, Self, TypeVar, cast
from urllib.parse import unquote

# Reason -> names in lower case; a star stands for any end.
ALWAYS: Mapping[str, tuple[str, ...]] = {
    "a session, by the name that a server's software gives it": (
        "phpsessid", "jsessionid", "aspsessionid*", "oscsid", "zenid", "cfid", "cftoken",
    ),
    "where a reader came from, for an advertiser or a counter": (
        "utm_*", "fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "yclid", "twclid",
        "srsltid", "igshid", "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl", "_hsenc", "_hsmi",
    ),
    "how many rows a list has: another number with every article": ("totalrows*",),
}  # fmt: skip
PERHAPS = ("s", "sid", "ssid", "sess", "sessid", "session", "session_id", "sessionid")
_LEAST = 16  # characters of a session's value; those of PHP have 22 and more
_SHORTEST = re.compile(rf"[0-9A-Za-z]{{{_LEAST},}}", re.ASCII)
_HEX = re.compile(r"(?=.*[a-f])(?=.*\d)[\da-f]{32,}", re.ASCII | re.IGNORECASE)
_GUID = re.compile(r"[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}", re.ASCII | re.IGNORECASE)
_Asked = ParamSpec("_Asked")
_Told = TypeVar("_Told")
_SWITCH = re.compile(r"(?<=\d)(?=\D)|(?<=\D)(?=\d)")


@cache
def _named(names: tuple[str, ...]) -> Callable[[str], object]:
    """What is true of each of the names, and of nothing else."""
    patterns = (re.escape(name.removesuffix("*")) + ".*" * name.endswith("*") for name in names)
    return re.compile("|".join(patterns) or "(?!)", re.DOTALL).fullmatch


_IS_ALWAYS = _named(tuple(name for names in ALWAYS.values() for name in names))


@dataclass(frozen=True, slots=True)
class Parameters:
    """What people say of one site's parameters: names in lower case, perhaps with a star."""

    keep_parameters: tuple[str, ...] = ()
    drop_parameters: tuple[str, ...] = ()

    def tells_nothing(self, name: str, value: str) -> bool:
        """Whether the parameter is dropped from an address."""
        name = (unquote(name) if "%" in name else name).lower()
        if self.keep_parameters and _named(self.keep_parameters)(name):
            return False
        if self.drop_parameters and _named(self.drop_parameters)(name):
            return True
        return bool(_IS_ALWAYS(name)) or (name in PERHAPS and is_session(value))

    def also_keeping(self, names: Iterable[str]) -> Self:
        """The same with these kept, but for those that people say are dropped."""
        dropped = _named(self.drop_parameters)
        more = (name for name in names if name not in self.keep_parameters and not dropped(name))
        return replace(self, keep_parameters=(*self.keep_parameters, *more))


NOTHING_SAID = Parameters()
KEEP_ALL = Parameters(keep_parameters=("*",))
_said: Mapping[str, Parameters] = {}
_forgets: list[Callable[[], None]] = []


@contextmanager
def heeding(said: Mapping[str, Parameters]) -> Iterator[None]:
    """Within the block every address of this process is written as people say of its site.

    One address has one form, whoever reads it: so this holds for a process, and is handed to no
    function. `said` is by host as addresses have it, without "www.", or by host:port.
    """
    before = heeded()
    heed(said)
    try:
        yield
    finally:
        heed(before)


def heeded() -> Mapping[str, Parameters]:
    """What this process heeds, for one that it starts."""
    return _said


def heed(said: Mapping[str, Parameters]) -> None:
    """Heed this from now on: for a process that was started to work for another."""
    global _said
    _said = said
    for forget in _forgets:
        forget()


def while_heeded(function: Callable[_Asked, _Told]) -> Callable[_Asked, _Told]:
    """A function that remembers what it told last, until something else is heeded."""
    remembering = lru_cache(maxsize=4_096)(function)
    _forgets.append(remembering.cache_clear)
    return cast("Callable[_Asked, _Told]", remembering)


def parameters_of(host: str, port: int | None) -> Parameters:
    """What is heeded of a site; one said of the port comes before one said of the host."""
    if not _said:
        return NOTHING_SAID
    host = host.removeprefix("www.")
    return _said.get(f"{host}:{port}") or _said.get(host) or NOTHING_SAID


def is_session(value: str) -> bool:
    """Whether a value reads as one that software made up, and nobody ever wrote."""
    if _HEX.fullmatch(value) or _GUID.fullmatch(value):
        return True
    letters = sum(map(str.isalpha, value))
    # a word with its number, or a moment (20200326T101500Z), has few of either in turn
    switches = len(_SWITCH.findall(value))
    return (
        _SHORTEST.fullmatch(value) is not None
        and letters >= 4
        and switches >= max(4, len(value) // 6)
    )


def is_name(text: str) -> bool:
    """Whether a text may be the name of a parameter, as people write them."""
    return re.fullmatch(r"[^\s&=?#*%;]+", text) is not None


def read_names(place: str, value: object) -> tuple[str, ...]:
    """The names of parameters that people wrote. Raises ValueError for what is none."""
    names: list[str] = []
    for name in value if isinstance(value, list) else [value]:
        if not isinstance(name, str) or not is_name(name.removesuffix("*")):
            raise ValueError(
                f"{place} must be the name of a parameter, such as sid or utm_*, or a list of "
                f"them, not {name!r}"
            )
        names.append(name.lower())
    return tuple(names)


READERS = {"keep_parameters": read_names, "drop_parameters": read_names}
