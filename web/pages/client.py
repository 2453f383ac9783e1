"""Who asks: the address of a reader, behind a proxy too, where that is one whose word counts."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from flask import request

from web.base.config import Settings

_WITH_PORT = re.compile(r"(?P<four>[0-9.]+):[0-9]{1,5}|\[(?P<six>[^\]]+)\](?::[0-9]{1,5})?")


def is_proxy(address: str | None, settings: Settings) -> bool:
    """Whether headers of what comes from an address are believed."""
    found = _read(address)
    known = (settings.proxies or "").split(",")
    return found is not None and any(
        found in ip_network(part.strip()) for part in known if part.strip()
    )


def address_of_reader(settings: Settings) -> str | None:
    """Where a request comes from; None where that is this machine, or cannot be told.

    A chain of addresses is read from its end, as long as those are proxies that are believed: what
    stands before them anybody may have written.
    """
    address = request.remote_addr
    chain = request.headers.get(settings.client_header, "").split(",")
    while is_proxy(address, settings) and chain and chain[-1].strip():
        address = chain.pop().strip()
    found = _read(address)
    return None if found is None or found.is_loopback else str(found)


def _read(address: str | None) -> IPv4Address | IPv6Address | None:
    """An address, alone or with the port that some proxies write behind it; one of IPv4 as such,
    where a socket for both names it as one of IPv6."""
    ported = _WITH_PORT.fullmatch(address or "")
    try:
        found = ip_address((ported["four"] or ported["six"]) if ported else address or "")
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
