"""The site's own rules, first in the cascade: CSS selectors for what is where on a host's pages."""

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal, Self

from lxml import etree

from corpus.cleaning.body.content import Content
from corpus.cleaning.body.discarded import BODY_MARK, READ_MARK, Leaving
from corpus.cleaning.fields.headline import Headline
from corpus.errors import PageRefused
from corpus.page.dates import UNKNOWN_ORDER, Order, find_days, write_out
from corpus.page.lines import Blocks
from corpus.page.markup import Tree
from corpus.page.selectors import Selectors
from corpus.page.site_tables import table_for
from corpus.page.stamps import read_day
from corpus.page.text import fold, tidy, tidy_title
from corpus.wording.byline_line import read_line
from corpus.wording.names import normalise

SITE_RULE = "site rule"
SHOWN = 200  # characters of what is told to people
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIGURE = re.compile(r"\d")  # without one, no day is written
_SILENT = frozenset(("script", "style", "template"))  # what is in them is no text


@dataclass(frozen=True, slots=True)
class SiteRule:
    """CSS selectors for one host's pages. The first that finds something counts; of `remove` every
    one does.

    And whether a page that asks not to be indexed is no article: old pages ask so by accident.
    """

    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    noindex: Literal["ignore", "follow"] = "ignore"


Rules = Mapping[str, SiteRule]  # by host as addresses have it, without "www."; or by host:port
NO_RULES: Rules = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Miss:
    """A selector of a site's rules that did not do on a page what it is there for."""

    field: str
    selector: str
    # by what it found, which is nothing of the kind; None where it found no element
    said: str | None = None

    @property
    def unsure(self) -> bool:
        """Whether a day is written where people say that it is, and cannot be told."""
        return self.field == "date" and _FIGURE.search(self.said or "") is not None


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a site's rules found on a page. Empty is what was not found."""

    title: str = ""
    names: tuple[str, ...] = ()
    published: date | None = None
    # where people say that the day is stands one that cannot be told: no other source will do
    unsure: bool = False
    removed: tuple[Leaving, ...] = ()
    missed: tuple[Miss, ...] = ()
    marked: bool = False  # the tree has elements of the rules' own
    bodies: tuple[int, ...] = ()  # the regions of the text that they name
    read: frozenset[int] = frozenset()  # lines that are author or day, and no text

    def placed(self, blocks: Blocks) -> Self:
        """The same, with where the text is. `blocks` forget the marks: they are no words of the
        site's."""
        regions = blocks.regions
        marks = {
            index: region.marks
            for index, region in enumerate(regions)
            if region.marks in (BODY_MARK, READ_MARK)
        }
        if not self.marked or not marks:
            return self
        for line in blocks.lines:
            line.region = _outside(blocks, line.region, marks)
        for moment in blocks.moments:
            moment.region = _outside(blocks, moment.region, marks)
        for region in regions:
            region.parent = _outside(blocks, region.parent, marks)
        bodies = tuple(index for index, mark in marks.items() if mark == BODY_MARK)
        read = (regions[index] for index, mark in marks.items() if mark == READ_MARK)
        return replace(
            self,
            bodies=bodies,
            read=frozenset(line for box in read for line in range(box.start, box.end)),
        )

    def content(self, blocks: Blocks, found: Content) -> Content:
        """The text that the rules name, whole; `found` where they name none."""
        if not self.bodies:
            return found
        spans = [
            range(blocks.regions[index].start, blocks.regions[index].end) for index in self.bodies
        ]
        lines = sorted({index for span in spans for index in span})
        rest = found.furniture.difference(lines)
        whole = replace(found, lines=tuple(lines), furniture=rest, whole=True)
        return replace(whole, region=self.bodies[0], rule=SITE_RULE)

    def headline(self, blocks: Blocks) -> Headline | None:
        """The title that the rules name, with the line where it stands on the page."""
        if not self.title:
            return None
        wanted = fold(self.title)
        line = next(
            (index for index, line in enumerate(blocks.lines) if fold(line.text) == wanted), None
        )
        return Headline(self.title, SITE_RULE, line)


def rule_for(rules: Rules, url: str | None) -> SiteRule | None:
    """The rule for the host of this address, with or without "www."; None where there is none.

    One for the host and the port comes before one for the host at any port.
    """
    return table_for(rules, url)


def apply_rule(
    rule: SiteRule | None, root: Tree, until: datetime, order: Order = UNKNOWN_ORDER
) -> Ruled:
    """What `rule` finds on the page with this tree, which it changes: what it removes is gone, the
    text is marked.

    A day that can be swapped is read as `order` has it; one after `until` was not found. Raises
    PageRefused where nothing of the page is left.
    """
    if rule is None:
        return Ruled()
    missed: list[Miss] = []
    removed = tuple(_remove(root, rule.remove, missed))
    page = _Asked(Selectors(root), missed)
    bodies = page.first(
        "body", rule.body, lambda found: list(filter(_has_text, _outermost(root, set(found))))
    )
    title = page.first("title", rule.title, lambda found: tidy_title(_said(found[0])))
    names, signatures = page.first("byline", rule.byline, _names) or ((), [])
    day, stamps = page.first("date", rule.date, lambda found: _day(found, until, order)) or (
        None,
        [],
    )
    unsure = day is None and any(miss.unsure for miss in missed)
    boxes = _mark_body(root, bodies or [])
    read = {
        element
        for element in (*signatures, *stamps)
        if not boxes.isdisjoint(element.iterancestors())
    }
    shared = {element for element in read if _says_more(element, author=not names, day=day is None)}
    _drop(root, read - shared)  # what was read as author or day is not text, too
    for element in shared:
        _box(element, READ_MARK)
    return Ruled(title or "", names, day, unsure, removed, tuple(missed), marked=bool(bodies))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page that is asked for one field after the other, and what it did not answer."""

    page: Selectors
    missed: list[Miss]

    def first(
        self, field: str, selectors: tuple[str, ...], read: Callable[[list[Tree]], Any]
    ) -> Any:
        """What `read` makes of the elements that the first selector finds of which it makes
        anything."""
        for selector in selectors:
            elements = self.page.select(selector)
            if elements and (found := read(elements)):
                return found
            said = tidy(_said(elements[0]))[:SHOWN] if elements else None
            self.missed.append(Miss(field, selector, said))
        return None


def _remove(root: Tree, selectors: tuple[str, ...], missed: list[Miss]) -> Iterator[Leaving]:
    """Take out what any of the selectors finds on the page as it came."""
    page = Selectors(root)
    chosen: dict[Tree, str] = {}
    for selector in selectors:
        elements = page.select(selector)
        for element in elements:
            chosen.setdefault(element, selector)
        missed += [] if elements else [Miss("remove", selector)]
    outermost = list(_outermost(root, chosen.keys()))
    for element in outermost:
        yield Leaving(
            tidy(_said(element, text=True))[:SHOWN], f"{SITE_RULE}: remove {chosen[element]!r}"
        )
    _drop(root, set(outermost))


def _outermost(root: Tree, chosen: Set[Tree]) -> Iterator[Tree]:
    """Those of `chosen` that stand in none of the others, in the page's order."""
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker if chosen else ():
        if element in chosen:
            yield element
            walker.skip_subtree()


def _drop(root: Tree, elements: set[Tree]) -> None:
    """Take elements out of the tree; the text behind each stays. A parent's text is written once,
    however many go."""
    if root in elements:
        raise PageRefused("the page is empty: the site's rules remove all of it")
    parents = {parent for one in elements if (parent := one.getparent()) is not None}
    for parent in parents:
        before: Tree | None = None
        pieces = [parent.text or ""]
        for child in (*parent, None):
            if child is not None and child in elements:
                pieces.append(child.tail or "")
                parent.remove(child)
                continue
            if len(pieces) > 1:
                text = _writable("".join(pieces))
                if before is None:
                    parent.text = text
                else:
                    before.tail = text
            before, pieces = child, [child.tail or ""] if child is not None else []


def _writable(text: str) -> str:
    """A text of the tree as it can be written there again: it is read with less care."""
    return UNWRITABLE.sub("", text)


def _mark_body(root: Tree, bodies: list[Tree]) -> set[Tree]:
    """Put what is in these elements into new ones, which `Ruled.content` knows again, and return
    those."""
    for mark in (BODY_MARK, READ_MARK):
        for element in root.xpath(
            "//*[contains(concat(@id, @class, @role, @itemprop), $mark)]", mark=mark
        ):
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
    return _box(target, BODY_MARK)


def _box(target: Tree, mark: str) -> Tree:
    """A new element called `mark`, with all that is in `target`, in its place there."""
    box = target.makeelement("div", id=mark)
    box.text, target.text = _writable(target.text or ""), None
    box.extend(list(target))
    target.append(box)
    return box


def _outside(blocks: Blocks, index: int, marks: Mapping[int, str]) -> int:
    """The region around the marked ones that this one is, or is in."""
    while index in marks:
        index = blocks.regions[index].parent
    return index


def _says_more(element: Tree, *, author: bool, day: bool) -> bool:
    """Whether what was read as day names an author, too, or the other way round, and no rule found
    who or which."""
    said = tidy(_said(element, text=True))
    return (author and bool(read_line(said).names)) or (day and bool(find_days(said)))


def _names(elements: list[Tree]) -> tuple[tuple[str, ...], list[Tree]] | None:
    names = normalise([tidy(_said(element)) for element in elements])
    return (names, elements) if names else None


def _day(elements: list[Tree], until: datetime, order: Order) -> tuple[date, list[Tree]] | None:
    said = tidy(_said(elements[0]))
    # what a site writes for machines may have another order
    shown = tidy(_said(elements[0], text=True))
    day = read_day(write_out(said, order) if said == shown else said, until)
    return (day, elements[:1]) if day else None


def _said(element: Tree, *, text: bool = False) -> str:
    """The value of a <meta> or a <time>, unless its `text` is wanted; a line break in that is a
    space."""
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
