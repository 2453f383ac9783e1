"""Which other page a page is a version of: by its canonical link, or by its own address, made for a
printer."""

import re
from collections.abc import Iterator
from html import unescape

from corpus.page.urls import canonical, site_of

_HEAD = 100_000  # characters in which a page says what it is a version of
_LINK_TAG = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_CANONICAL = re.compile(r"""\brel\s?=\s?["']?canonical\b""", re.IGNORECASE)
_AMP = re.compile(r"""\brel\s?=\s?["']?amphtml\b""", re.IGNORECASE)
_ALTERNATE = re.compile(r"\balternate\b", re.IGNORECASE)
_FOR_PRINT = re.compile(r"""\bmedia\s?=\s?["']?print\b""", re.IGNORECASE)
_REFERENCE = re.compile(r"""\bhref\s?=\s?["']?([^"'\s<>]+)""", re.IGNORECASE)
_PRINT_PART = re.compile(
    r"(?<=[?&])(?:print(?:able|er|version)?(?:=\w*)?|(?:view|mode|format|layout|output)=print(?:er|"
    r"able)?)(?:&|$)|"
    r"/print(?:able|er)?(?=/|$)|[-_.,;]print(?=\.\w{3,5}$|$)",
    re.IGNORECASE,
)
_FIRST_PART = re.compile(
    r"(?<=[?&])(?:page|p|pg|pagenum\w{0,20})=0?1(?:&|$)|/page/1/?$", re.IGNORECASE
)


def true_address(own: str, markup: str) -> str | None:
    """The address on its own site that a page names as its true one; None for a page that names
    several."""
    found = {url for url in _linked(own, markup, _CANONICAL) if url != f"{site_of(own)}/"}
    return found.pop() if len(found) == 1 else None


def light_addresses(own: str, markup: str) -> Iterator[str]:
    """The addresses that a page's <link> elements name as those of its versions for a telephone or
    a printer."""
    yield from _linked(own, markup, _AMP)
    yield from _linked(own, markup, _ALTERNATE, _FOR_PRINT)


def _linked(own: str, markup: str, *meant: re.Pattern[str]) -> Iterator[str]:
    """Where on its own site the <link> elements with all of `meant` in them lead."""
    for tag in _LINK_TAG.finditer(markup, 0, _HEAD):
        reference = (
            _REFERENCE.search(tag.group())
            if all(said.search(tag.group()) for said in meant)
            else None
        )
        url = canonical(unescape(reference.group(1)), own) if reference else None
        if url and site_of(url) == site_of(own):
            yield url


def whole_of(own: str, true: str | None) -> Iterator[str]:
    """The addresses, other than its own, that a page is a version of: its `true` one, the form in
    which its own is written by now, and what its own tells."""
    if true and true != own:
        yield true
    if (present := canonical(own)) and present != own:  # a parameter of it is dropped since
        yield present
    yield from print_addresses(own)


def print_addresses(own: str) -> Iterator[str]:
    """The addresses of which this one, made for a printer or with the number of a first page, tells
    a version."""
    site, path = site_of(own), own[len(site_of(own)) :]
    for part in (_PRINT_PART, _FIRST_PART):
        bare = canonical(site + part.sub("", path, count=1).rstrip("?&"))
        if bare and bare != own:
            yield bare
