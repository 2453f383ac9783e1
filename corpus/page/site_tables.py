"""The tables that people write for sites, [site."paper.example"]: read, or refused in one line that
says what to write; and which of them an address obeys."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from corpus.page.urls import canonical, site_of

_PORTS = {"http": 80, "https": 443}
_Table = TypeVar("_Table")
# (place, value) -> what was read; raises ValueError, its text beginning with the place
Reader = Callable[[str, object], object]


def read_tables(tables: object, readers: Mapping[str, Reader]) -> dict[str, dict[str, object]]:
    """What a table of tables says, by host, each key as its reader reads it.

    A host is as addresses have it, without "www."; perhaps with a port. Raises ValueError, with one
    line for people, at the first key or value that is none.
    """
    if not isinstance(tables, dict):
        raise ValueError('site must be tables such as [site."example.org"]')
    read: dict[str, dict[str, object]] = {}
    for name, table in tables.items():
        said = _read_table(name, table, readers)
        place = _place(name)
        if place in read:
            raise ValueError(
                f'site."{name}": {place}, with and without "www.", has a table already; make one '
                f"of them"
            )
        read[place] = said
    return read


def table_for(tables: Mapping[str, _Table], url: str | None) -> _Table | None:
    """The table for the host of this address, with or without "www."; None where there is none.

    One for the host and the port comes before one for the host at any port.
    """
    try:
        parts = urlsplit(url or "")
        port = parts.port or _PORTS.get(parts.scheme)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None  # an address no one can follow
    host = f"[{host}]" if ":" in host else host
    return tables.get(f"{host}:{port}", tables.get(host))


def handed_down(tables: Mapping[str, _Table], moved: Mapping[str, str]) -> Mapping[str, _Table]:
    """The tables, with that of a site that has moved also for where it is now, unless that has
    one; `moved` leads from the name of before to the present one."""
    heirs = {
        site.partition("://")[2].removeprefix("www."): table
        for before, site in moved.items()
        if table_for(tables, site) is None and (table := table_for(tables, before)) is not None
    }
    return {**tables, **heirs}


def _read_table(name: str, table: object, readers: Mapping[str, Reader]) -> dict[str, object]:
    place = f'site."{name}"'
    if not isinstance(table, dict):
        raise ValueError(f"{place} must be a table with {', '.join(readers)}")
    for key, value in table.items():
        if key in readers:
            continue
        if isinstance(value, dict) and "." not in name:
            host = _unquoted(name, table, readers)
            raise ValueError(f'site.{host}: a host with dots needs quotes; write [site."{host}"]')
        near = get_close_matches(key, readers, 1)
        meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(readers)}"
        raise ValueError(f"{place} sets {key}, which is not said of a site; {meant}")
    return {key: readers[key](f"{place}.{key}", value) for key, value in table.items()}


def _unquoted(name: str, table: object, readers: Mapping[str, Reader]) -> str:
    """The host of [site.paper.example], which TOML reads as tables within tables."""
    parts = [name]
    while isinstance(table, dict):
        inner = (
            (key, value)
            for key, value in table.items()
            if key not in readers and isinstance(value, dict)
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
