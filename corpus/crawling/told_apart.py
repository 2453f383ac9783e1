"""Links that are one address here and say different things: a parameter that is dropped as if it
named no page may name articles on this site."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from corpus.page.listing_rows import Anchor, is_headline
from corpus.page.parameters import KEEP_ALL, Parameters, is_name, parameters_of
from corpus.page.urls import canonical

SEVERAL = 3  # links, each with a value and a headline of its own
# a hostile page may have ever more: so many addresses, links of one, parameters of these
_MOST_ADDRESSES, _MOST_LINKS, _MOST_NAMES = 100, 12, 4


@dataclass(frozen=True, slots=True)
class Headline:
    """A link as it would be with the parameter."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Suspicion:
    """That a parameter names articles; SEVERAL links are asked for to prove it."""

    name: str  # in lower case
    address: str  # the one that all are without it
    links: tuple[Headline, ...]


def suspicions(anchors: Iterable[Anchor], base: str) -> tuple[Suspicion, ...]:
    """The parameters of a page's links that are dropped, and by their headlines should not be."""
    by_address: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        by_address[anchor.url].append(anchor)
    shared = ((url, links) for url, links in by_address.items() if len(links) >= SEVERAL)
    found: dict[str, Suspicion] = {}
    for url, links in islice(shared, _MOST_ADDRESSES):
        for each in _of_one_address(url, links[:_MOST_LINKS], base):
            found.setdefault(each.name, each)
    return tuple(found.values())


def _of_one_address(url: str, links: list[Anchor], base: str) -> Iterator[Suspicion]:
    written = {
        link.text: link.element.get("href") or ""
        for link in links
        if "?" in (link.element.get("href") or "") and is_headline(link)
    }
    if len(written) < SEVERAL:
        return
    dropped = [
        _parameters(canonical(each, base, heeded=lambda *_: KEEP_ALL)) - _parameters(url)
        for each in written.values()
    ]
    names = {name for pairs in dropped for name, _ in pairs if is_name(name)}
    for name in sorted(names)[:_MOST_NAMES]:
        links_of = tuple(
            Headline(address, text)
            for text, each in written.items()
            if (address := _keeping(name, each, base))
        )
        if len({link.address for link in links_of}) >= SEVERAL:
            yield Suspicion(name, url, _each_other(links_of))


def _keeping(name: str, reference: str, base: str) -> str | None:
    """A link's address with the parameter, unless people say that it is dropped."""

    def own(host: str, port: int | None) -> Parameters:
        return parameters_of(host, port).also_keeping((name,))

    return canonical(reference, base, heeded=own)


def _each_other(links: tuple[Headline, ...]) -> tuple[Headline, ...]:
    """The first SEVERAL links that have an address of their own."""
    return tuple({link.address: link for link in reversed(links)}.values())[-SEVERAL:]


def _parameters(url: str | None) -> set[tuple[str, str]]:
    pairs = (pair.partition("=")[::2] for pair in urlsplit(url or "").query.split("&") if pair)
    return {(name.lower(), value) for name, value in pairs}
