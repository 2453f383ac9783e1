"""The tables of the sites' own rules, as people write them: read, or refused in one line that says
what to write."""

import warnings
from dataclasses import fields
from urllib.parse import SplitResult, urlsplit

import soupsieve

from corpus.cleaning.site.rules import SHOWN, UNWRITABLE, SiteRule
from corpus.page.urls import canonical, site_of

_FIELDS = tuple(field.name for field in fields(SiteRule))
_NO_EXTRACTOR = (
    "it needs no ::text and no ::attr(): the text of an element is read, of a <meta> its content, "
    "of a <time> its datetime"
)


def read_rules(tables: object) -> dict[str, SiteRule]:
    """The rules in a table of tables, one for each host. Raises ValueError, with one line for
    people, at the first that is none."""
    if not isinstance(tables, dict):
        raise ValueError('site must be tables such as [site."example.org"]')
    rules: dict[str, SiteRule] = {}
    for name, table in tables.items():
        rule = _read_rule(name, table)
        place = _place(name)
        if place in rules:
            raise ValueError(
                f'site."{name}": {place}, with and without "www.", has a table already; make one '
                f"of them"
            )
        rules[place] = rule
    return rules


def _read_rule(name: str, table: object) -> SiteRule:
    place = f'site."{name}"'
    if not isinstance(table, dict):
        raise ValueError(f"{place} must be a table with {', '.join(_FIELDS)}, not {table!r}")
    for key, value in table.items():
        if key not in _FIELDS and isinstance(value, dict) and "." not in name:
            host = _unquoted(name, table)
            raise ValueError(f'site.{host}: a host with dots needs quotes; write [site."{host}"]')
        if key not in _FIELDS:
            raise ValueError(
                f"{place} sets {key}, which is not a part of a page; there are {', '.join(_FIELDS)}"
            )
    return SiteRule(**{key: _selectors(f"{place}.{key}", value) for key, value in table.items()})


def _unquoted(name: str, table: object) -> str:
    """The host of [site.paper.example], which TOML reads as tables within tables."""
    parts = [name]
    while isinstance(table, dict):
        inner = (
            (key, value)
            for key, value in table.items()
            if key not in _FIELDS and isinstance(value, dict)
        )
        key, table = next(inner, (None, None))
        parts += [key] if key is not None else []
    return ".".join(parts)


def _place(name: str) -> str:
    """A host, perhaps with a port, as addresses have it. Raises ValueError, with the right form,
    for anything else."""
    address = name.strip()
    if address.startswith("*."):
        host = address.removeprefix("*.")
        raise ValueError(
            f'site."{name}": a rule is for one host; write [site."{host}"], and a table for each '
            f"other"
        )
    parts = _split(address if "://" in address else f"http://{address}")
    if parts is None:
        raise ValueError(f'site."{name}" is not a host; write one such as [site."paper.example"]')
    host = (
        site_of(canonical(f"http://{parts.netloc}") or "")
        .partition("://")[2]
        .removesuffix(f":{parts.port}")
    )
    place = f"{host}:{parts.port}" if parts.port else host
    if (
        "://" in address
        or parts.path
        or parts.query
        or parts.fragment
        or (parts.hostname or "").endswith(".")
    ):
        raise ValueError(f'site."{name}": a rule is for a whole host; write [site."{place}"]')
    return place.removeprefix("www.")


def _split(address: str) -> SplitResult | None:
    """The parts of an address; None where it is that of no site."""
    try:
        parts = urlsplit(address)
        found = canonical(f"http://{parts.netloc}") if parts.port != 0 else None
    except ValueError:
        return None
    return parts if found and (parts.hostname or "").strip(".").lower() != "www" else None


def _selectors(place: str, value: object) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    for selector in found:
        if not isinstance(selector, str) or not selector.strip():
            raise ValueError(f"{place} must be a CSS selector or a list of them, not {value!r}")
        if fault := _fault(selector):
            raise ValueError(f"{place}: {_cut(selector)!r} is not a CSS selector ({fault})")
    return tuple(found)


def _fault(selector: str) -> str | None:
    """What is wrong with a selector; None where nothing is."""
    if UNWRITABLE.search(selector):
        return "it holds a character that no page has"
    try:
        with warnings.catch_warnings():
            # of names that will go, with the one to write instead
            warnings.simplefilter("error", FutureWarning)
            soupsieve.compile(selector)
    except NotImplementedError as error:
        return _NO_EXTRACTOR if "::" in selector else _first_line(error)
    except RecursionError:
        return "it is nested too deeply"
    except (soupsieve.SelectorSyntaxError, ValueError, FutureWarning) as error:
        return _first_line(error)
    return None


def _first_line(error: Exception) -> str:
    return _cut(str(error).partition("\n")[0].rstrip(".:"))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
