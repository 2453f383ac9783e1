"""The site's own rules, first in the cascade: CSS selectors for what is where on a host's pages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import soupsieve
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from corpus.cleaning.blocks import Blocks
from corpus.cleaning.byline import normalise
from corpus.cleaning.content import Content
from corpus.cleaning.dates import read_stamp
from corpus.cleaning.headline import Headline
from corpus.cleaning.leavings import BODY_MARK, Leaving
from corpus.cleaning.markup import parse_whole
from corpus.cleaning.text import fold, tidy, tidy_title

SITE_RULE = "site rule"
_SHOWN = 200  # characters of a text that was removed


@dataclass(frozen=True, slots=True)
class SiteRule:
    """CSS selectors for one host's pages. The first that finds something counts; of `remove` every one does."""

    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


Rules = Mapping[str, SiteRule]  # by host, in lower case and without "www."
NO_RULES: Rules = MappingProxyType({})
_FIELDS = tuple(field.name for field in fields(SiteRule))


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a site's rules found on a page, and the markup that the other rules read. Empty is what was not found."""

    markup: str
    has_body: bool = False
    title: str = ""
    names: tuple[str, ...] = ()
    published: date | None = None
    removed: tuple[Leaving, ...] = ()

    def content(self, blocks: Blocks, found: Content) -> Content:
        """The text that the rules name, whole; `found` where they name none."""
        regions = [index for index, region in enumerate(blocks.regions) if BODY_MARK in region.marks.split()]
        if not self.has_body or not regions:
            return found
        spans = [range(blocks.regions[index].start, blocks.regions[index].end) for index in regions]
        lines = sorted({index for span in spans for index in span})
        rest = found.furniture.difference(lines)
        return replace(found, region=regions[0], lines=tuple(lines), furniture=rest, rule=SITE_RULE)

    def headline(self, blocks: Blocks) -> Headline | None:
        """The title that the rules name, with the line where it stands on the page."""
        wanted = fold(self.title)
        line = next((index for index, line in enumerate(blocks.lines) if fold(line.text) == wanted), None)
        return Headline(self.title, SITE_RULE, line) if self.title else None


def read_rules(tables: object) -> dict[str, SiteRule]:
    """The rules in a table of tables, one for each host. Raises ValueError, with one line for people, at the first
    that is none."""
    if not isinstance(tables, dict):
        raise ValueError('site must be tables such as [site."example.org"]')
    return {_host(name): _read_rule(name, table) for name, table in tables.items()}


def rule_for(rules: Rules, url: str | None) -> SiteRule | None:
    """The rule for the host of this address, with or without "www."; None where there is none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None  # an address no one can follow
    return rules.get(_host(host))


def apply_rule(rule: SiteRule | None, markup: str, until: datetime) -> Ruled:
    """What `rule` finds on a page of this markup. A date after `until` was not found. Raises PageRefused as `parse`."""
    if rule is None:
        return Ruled(markup)
    soup = parse_whole(markup)
    removed = tuple(_remove(soup, rule.remove))
    body = _mark_body(soup, rule.body)
    title = _first(soup, rule.title, lambda found: tidy_title(_said(found[0])))
    names, signatures = _first(soup, rule.byline, _names) or ((), [])
    day, stamps = _first(soup, rule.date, lambda found: _day(found, until)) or (None, [])
    for element in (*signatures, *stamps):
        if element.find_parent(id=BODY_MARK) and not element.decomposed:
            element.decompose()  # what was read as author or day is not text, too
    return Ruled(str(soup), body, title or "", names, day, removed)


def _host(name: str) -> str:
    return name.lower().removeprefix("www.")


def _read_rule(name: str, table: object) -> SiteRule:
    place = f'site."{name}"'
    if not isinstance(table, dict):
        raise ValueError(f"{place} must be a table with {', '.join(_FIELDS)}, not {table!r}")
    for key in table:
        if key not in _FIELDS:
            raise ValueError(f"{place} sets {key}, which is no part of a page; there are {', '.join(_FIELDS)}")
    return SiteRule(**{key: _selectors(f"{place}.{key}", value) for key, value in table.items()})


def _selectors(place: str, value: object) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    for selector in found:
        if not isinstance(selector, str) or not selector.strip():
            raise ValueError(f"{place} must be a CSS selector or a list of them, not {value!r}")
        try:
            soupsieve.compile(selector)
        except (soupsieve.SelectorSyntaxError, ValueError) as error:
            said = str(error).partition("\n")[0].rstrip(".:")
            raise ValueError(f"{place}: {selector!r} is no CSS selector ({said})") from None
    return tuple(found)


def _remove(soup: BeautifulSoup, selectors: tuple[str, ...]) -> Iterator[Leaving]:
    for selector in selectors:
        for element in soup.select(selector):
            if not element.decomposed:
                yield Leaving(tidy(_said(element))[:_SHOWN], f"{SITE_RULE}: remove {selector!r}")
                element.decompose()


def _mark_body(soup: BeautifulSoup, selectors: tuple[str, ...]) -> bool:
    """Put what the first fitting selector finds into elements that `Ruled.content` knows again."""
    for element in soup.find_all(id=BODY_MARK):
        del element["id"]
    for selector in selectors:
        found = {id(element): element for element in soup.select(selector) if element.get_text(strip=True)}
        for element in found.values():
            if not any(id(parent) in found for parent in element.parents):
                _mark(soup, element)
        if found:
            return True
    return False


def _mark(soup: BeautifulSoup, element: Tag) -> None:
    target = (soup.body or element) if element.name == "html" else element
    for around in (target, *target.parents):
        del around["hidden"], around["style"]  # a script shows it, or the administrator would not name it
    box = soup.new_tag("div", id=BODY_MARK)
    for child in list(target.contents):
        box.append(child)
    target.append(box)


def _first(soup: BeautifulSoup, selectors: tuple[str, ...], read: Callable[[list[Tag]], Any]) -> Any:
    """What `read` makes of the elements that the first selector finds of which it makes anything."""
    for selector in selectors:
        elements = list(soup.select(selector))
        if elements and (found := read(elements)):
            return found
    return None


def _names(elements: list[Tag]) -> tuple[tuple[str, ...], list[Tag]] | None:
    names = normalise([tidy(_said(element)) for element in elements])
    return (names, elements) if names else None


def _day(elements: list[Tag], until: datetime) -> tuple[date, list[Tag]] | None:
    day = read_stamp(tidy(_said(elements[0])), until)
    return (day, elements[:1]) if day else None


def _said(element: Tag) -> str:
    """The value of a <meta> or a <time>, else the text; a line break in it is a space."""
    value = element.get("content") or element.get("datetime")
    if isinstance(value, str) and value.strip():
        return value
    parts = (" " if isinstance(part, Tag) else str(part) for part in element.descendants if _is_text_or_break(part))
    return "".join(parts)


def _is_text_or_break(part: PageElement) -> bool:
    return part.name == "br" if isinstance(part, Tag) else type(part) is NavigableString  # no comment, no script
