"""The site's own rules, first in the cascade: CSS selectors for what is where on a host's pages."""

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import soupsieve
from lxml import etree

from corpus.cleaning.blocks import Blocks
from corpus.cleaning.content import Content
from corpus.cleaning.dates import read_stamp
from corpus.cleaning.headline import Headline
from corpus.cleaning.leavings import BODY_MARK, Leaving
from corpus.cleaning.markup import Tree
from corpus.cleaning.names import normalise
from corpus.cleaning.selectors import Selectors
from corpus.cleaning.text import fold, tidy, tidy_title
from corpus.errors import PageRefused

SITE_RULE = "site rule"
_SHOWN = 200  # characters of a text that was removed
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SILENT = frozenset(("script", "style", "template"))  # what is in them is no text


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
    """What a site's rules found on a page. Empty is what was not found."""

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


def apply_rule(rule: SiteRule | None, root: Tree, until: datetime) -> Ruled:
    """What `rule` finds on the page with this tree, which it changes: what it removes is gone, the text is marked.

    A date after `until` was not found. Raises PageRefused where nothing of the page is left.
    """
    if rule is None:
        return Ruled()
    removed = tuple(_remove(root, rule.remove))
    page = Selectors(root)
    bodies = _first(page, rule.body, lambda found: [box for box in _outermost(root, set(found)) if _has_text(box)])
    title = _first(page, rule.title, lambda found: tidy_title(_said(found[0])))
    names, signatures = _first(page, rule.byline, _names) or ((), [])
    day, stamps = _first(page, rule.date, lambda found: _day(found, until)) or (None, [])
    boxes = _mark_body(root, bodies or [])
    read = {element for element in (*signatures, *stamps) if not boxes.isdisjoint(element.iterancestors())}
    _drop(root, read)  # what was read as author or day is not text, too
    return Ruled(bool(bodies), title or "", names, day, removed)


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


def _remove(root: Tree, selectors: tuple[str, ...]) -> Iterator[Leaving]:
    """Take out what any of the selectors finds on the page as it came."""
    page = Selectors(root)
    chosen: dict[Tree, str] = {}
    for selector in selectors:
        for element in page.select(selector):
            chosen.setdefault(element, selector)
    outermost = list(_outermost(root, chosen.keys()))
    for element in outermost:
        yield Leaving(tidy(_said(element, text=True))[:_SHOWN], f"{SITE_RULE}: remove {chosen[element]!r}")
    _drop(root, set(outermost))


def _outermost(root: Tree, chosen: Set[Tree]) -> Iterator[Tree]:
    """Those of `chosen` that stand in none of the others, in the page's order."""
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker if chosen else ():
        if element in chosen:
            yield element
            walker.skip_subtree()


def _drop(root: Tree, elements: set[Tree]) -> None:
    """Take elements out of the tree; the text behind each stays. A parent's text is written once, however many go."""
    if root in elements:
        raise PageRefused("the page is empty: the site's rules remove all of it")
    for parent in {element.getparent() for element in elements} - {None}:
        before: Tree = None
        pieces = [parent.text or ""]
        for child in (*parent, None):
            if child is not None and child in elements:
                pieces.append(child.tail or "")
                parent.remove(child)
                continue
            if len(pieces) > 1 and before is None:
                parent.text = _writable("".join(pieces))
            elif len(pieces) > 1:
                before.tail = _writable("".join(pieces))
            before, pieces = child, [child.tail or ""] if child is not None else []


def _writable(text: str) -> str:
    """A text of the tree as it can be written there again: it is read with less care."""
    return _UNWRITABLE.sub("", text)


def _mark_body(root: Tree, bodies: list[Tree]) -> set[Tree]:
    """Put what is in these elements into new ones, which `Ruled.content` knows again, and return those."""
    for element in root.xpath("//*[contains(concat(@id, @class, @role, @itemprop), $mark)]", mark=BODY_MARK):
        for key in ("id", "class", "role", "itemprop"):
            element.attrib.pop(key, None)
    shown: set[Tree] = set()
    return {_mark(element, shown) for element in bodies}


def _mark(element: Tree, shown: set[Tree]) -> Tree:
    body = element.find("body") if element.tag == "html" else None
    target = element if body is None else body
    for around in (target, *target.iterancestors()):
        if around in shown:
            break
        shown.add(around)
        for key in ("hidden", "style"):  # a script shows it, or the administrator would not name it
            around.attrib.pop(key, None)
    box = target.makeelement("div", id=BODY_MARK)
    box.text, target.text = _writable(target.text or ""), None
    box.extend(list(target))
    target.append(box)
    return box


def _first(page: Selectors, selectors: tuple[str, ...], read: Callable[[list[Tree]], Any]) -> Any:
    """What `read` makes of the elements that the first selector finds of which it makes anything."""
    for selector in selectors:
        elements = page.select(selector)
        if elements and (found := read(elements)):
            return found
    return None


def _names(elements: list[Tree]) -> tuple[tuple[str, ...], list[Tree]] | None:
    names = normalise([tidy(_said(element)) for element in elements])
    return (names, elements) if names else None


def _day(elements: list[Tree], until: datetime) -> tuple[date, list[Tree]] | None:
    day = read_stamp(tidy(_said(elements[0])), until)
    return (day, elements[:1]) if day else None


def _said(element: Tree, *, text: bool = False) -> str:
    """The value of a <meta> or a <time>, unless its `text` is wanted; a line break in that is a space."""
    value = element.get("content") or element.get("datetime")
    return value if value and value.strip() and not text else "".join(_texts(element))


def _has_text(element: Tree) -> bool:
    return any(text.strip() for text in _texts(element))


def _texts(element: Tree) -> Iterator[str]:
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, part in walker:
        if event == "end":
            yield (part.tail or "") if part is not element else ""
        elif part.tag in _SILENT:
            walker.skip_subtree()
        else:
            yield " " if part.tag == "br" else part.text or ""
