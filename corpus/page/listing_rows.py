"""What a list page says of the articles it links to: the title and the day in each link's row."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from corpus.article import Hint
from corpus.page.dates import find_days
from corpus.page.markup import Tree
from corpus.page.text import tidy_title
from corpus.page.urls import is_file_name

MAX_ROW = 1_200  # characters: a longer "row" is a part of the page, not of a list
MIN_ROWS = 5  # links alike with a headline each: fewer are a box beside an article
MIN_HEADLINE = 12  # characters
# characters between two headlines of a list: its teasers; measured on 2,000 pages of one site,
MAX_STRETCH = 800
# lists have up to 700 where articles begin at 800
MAX_TITLE = 300
# between the time zones of a site and ours: a page was made about when it was fetched
_DAY = timedelta(days=1)
_BEFORE = 40  # characters before a day that tell what day it is
_OF_OTHERS = re.compile(
    r"\b(?:updated?|modified|revised|reviewed|edited|changed|founded|established|est|since|"
    r"copyright|on|event|"
    r"(?!pub|print|issue|releas)[a-z]+ dates?)\b[\s:.,(–—-]*(?:(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day\W*)?$",
    re.IGNORECASE,
)
_MAX_CLIMB = 60  # elements between a link and its row
_INLINE = frozenset(
    {
        "a",
        "b",
        "i",
        "u",
        "em",
        "strong",
        "font",
        "span",
        "small",
        "big",
        "sup",
        "sub",
        "time",
        "abbr",
    }
)
_MARGINS = frozenset({"nav", "footer", "aside"})
_MENU = re.compile(r"\b(?:nav|navbar|navigation|menu|footer|sidebar|breadcrumbs?)\b", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "noscript", "template"})
_GENERIC = re.compile(
    r"(?:(?:read|see|view|show|learn|find out) )?(?:the )?"
    r"(?:full|whole|more|all|rest|next|prev(?:ious)?|first|last|older|newer|back|home(?: ?page)?|"
    r"here|click here|"
    r"continue(?: reading)?|read|details?|(?:full |whole )?(?:story|article|text|editorial)|"
    r"permalink|print|comments?|"
    r"share|e-?mail|pdf|top|(?:back )?to (?:the )?top)[\s.:»›>…-]*(?:\(?\d*\)?)?$",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+")
_TEASER = ("...", "…", ". . .")


class Anchor(NamedTuple):
    """A link as it stands on its page."""

    url: str
    element: Tree
    text: str


@dataclass(frozen=True, slots=True)
class Flat:
    """A page's text in one line, and where in it each element stands."""

    text: str
    # of each element what comes before and after it: in the order of all beginnings and ends, then
    # in characters of the text
    spans: dict[Tree, tuple[int, int, int, int]]
    ticks: int  # how many beginnings and ends there are
    plain: dict[Tree, int]  # characters outside of links before each link
    unlinked: int  # and in all


def flatten(root: Tree) -> Flat:
    """The page in one line, without what no reader sees."""
    pieces: list[str] = []
    spans: dict[Tree, tuple[int, int, int, int]] = {}
    plain: dict[Tree, int] = {}
    around: list[tuple[Iterator[Tree], Tree, str, int, int]] = []
    outer: Tree | None = None  # the link that is open, and stands in no other one
    ticks = size = begun = linked = 0  # `begun`, `linked`: where `outer` began, and all before it
    inside = iter((root,))
    while True:
        for element in inside:
            tag = element.tag
            if tag in _SILENT or not isinstance(tag, str):
                if tail := element.tail:
                    pieces.append(tail := _in_line(tail))
                    size += len(tail)
                continue
            ticks += 1
            if tag not in _INLINE:
                pieces.append(" ")
                size += 1
            elif tag == "a":
                if outer is None:
                    outer, begun = element, size
                plain[element] = begun - linked
            around.append((inside, element, tag, ticks, size))
            if text := element.text:
                pieces.append(text := _in_line(text))
                size += len(text)
            inside = iter(element)
            break
        else:
            if not around:
                return Flat("".join(pieces), spans, ticks, plain, size - linked)
            inside, element, tag, start, first = around.pop()
            ticks += 1
            spans[element] = (start, ticks, first, size)
            if tag not in _INLINE:
                pieces.append(" ")
                size += 1
            elif element is outer:
                outer = None
                linked += size - begun
            if tail := element.tail:
                pieces.append(tail := _in_line(tail))
                size += len(tail)


def _in_line(text: str) -> str:
    """A text with one blank for each stretch of white space."""
    # single blanks alone part most texts' words, and no other white space can be printed
    return text if text.isprintable() and "  " not in text else _SPACES.sub(" ", text)


def is_list(flat: Flat, anchors: list[Anchor]) -> bool:
    """Whether a page is there for its links: headlines of pages of one kind, never an article's
    length apart."""
    alike: dict[str, dict[str, int]] = defaultdict(dict)
    for anchor in anchors:
        if (
            anchor.element in flat.plain
            and len(anchor.text) >= MIN_HEADLINE
            and not _is_generic(anchor.text)
        ):
            alike[shape(anchor.url)][anchor.url] = flat.plain[anchor.element]
    places = list(max(alike.values(), key=len, default={}).values())
    stretches = [later - earlier for earlier, later in pairwise([0, *places, flat.unlinked])]
    return len(places) >= MIN_ROWS and max(stretches) <= MAX_STRETCH


def is_headline(anchor: Anchor) -> bool:
    """Whether a link reads like an article's title, and stands in no menu, margin or foot."""
    if len(anchor.text) < MIN_HEADLINE or " " not in anchor.text or _is_generic(anchor.text):
        return False
    return not any(
        around.tag in _MARGINS or _MENU.search(f"{around.get('class')} {around.get('id')}")
        for around in islice(anchor.element.iterancestors(), _MAX_CLIMB)
        if around.tag not in ("body", "html")
    )


def is_text(flat: Flat, anchors: list[Anchor]) -> bool:
    """Whether a page is there for what it says: a stretch without any link, longer than lists have,
    is most of it."""
    places = [flat.plain[anchor.element] for anchor in anchors if anchor.element in flat.plain]
    longest = max(later - earlier for earlier, later in pairwise([0, *places, flat.unlinked]))
    return longest > MAX_STRETCH and longest * 3 >= len(flat.text) * 2


@lru_cache(maxsize=4_096)  # the pages of a site link to the same ones again and again
def shape(url: str) -> str:
    """What links to pages of one kind have in common: folder, ending and parameter names, numbers
    left out."""
    path, _, query = url.partition("?")
    folder, _, name = path.rstrip("/").rpartition("/")
    ending = name.rpartition(".")[2] if "." in name else ""
    names = "&".join(pair.partition("=")[0] for pair in query.split("&"))
    return _NUMBER.sub("#", f"{folder}/{name if query else ''}*{ending}?{names}")


def hints(
    flat: Flat, anchors: list[Anchor], fetched: date, *, whole: bool = True
) -> dict[str, Hint]:
    """By URL, what the rows of a list page say; a URL of which nothing is said is left out.

    A page that is not `whole` does not tell which day is that of all its rows.
    """
    groups: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        if anchor.element in flat.spans:  # a link within <noscript> stands in no row
            groups[shape(anchor.url)].append(anchor)
    groups = {
        kind: group for kind, group in groups.items() if len({anchor.url for anchor in group}) > 1
    }
    titles: dict[str, str] = {}
    days: dict[str, date] = {}
    for group in groups.values():
        titles |= _titles(group)
        said = _row_days(flat, group)
        # one alone may be of the masthead
        if len(said) > 1 or all(abs(day - fetched) > _DAY for day in said.values()):
            days |= said
    if not days and whole:
        days = _issue_day(flat, groups, fetched)
    return {url: Hint(titles.get(url), days.get(url)) for url in titles.keys() | days.keys()}


def _titles(group: list[Anchor]) -> dict[str, str]:
    """The longest text that links to a URL whole."""
    titles: dict[str, str] = {}
    for anchor in group:
        title = tidy_title(anchor.text)
        if is_file_name(title, anchor.url) or not _is_title(anchor.text, title):
            continue
        if len(title) > len(titles.get(anchor.url, "")):
            titles[anchor.url] = title
    return titles


def _is_title(text: str, title: str) -> bool:
    if not 2 < len(title) <= MAX_TITLE or text.endswith(_TEASER) or _is_generic(title):
        return False
    rest = title
    for day in reversed(find_days(title)):
        rest = rest[: day.start] + rest[day.end :]
    return any(char.isalpha() for char in rest)


def _is_generic(text: str) -> bool:
    return _GENERIC.match(text) is not None


def _row_days(flat: Flat, group: list[Anchor]) -> dict[str, date]:
    """The only day in the row of each link: the largest part of the page that links to one page of
    its kind."""
    text = flat.text
    found: dict[str, set[date]] = defaultdict(set)
    befores = _neighbours(group)
    afters = _neighbours(group[::-1])[::-1]
    for anchor, before, after in zip(group, befores, afters, strict=True):
        first, last = _row(flat, anchor, before, after)
        found[anchor.url].update(item.day for item in find_days(text[first:last]))
    return {url: days.pop() for url, days in found.items() if len(days) == 1}


def _neighbours(group: list[Anchor]) -> list[Anchor | None]:
    """For each link the nearest one before it that leads elsewhere."""
    found: list[Anchor | None] = []
    for place, anchor in enumerate(group):
        last = group[place - 1] if place else None
        found.append(found[-1] if last and last.url == anchor.url else last)
    return found


def _row(
    flat: Flat, anchor: Anchor, before: Anchor | None, after: Anchor | None
) -> tuple[int, int]:
    low = flat.spans[before.element][0] if before else 0
    high = flat.spans[after.element][0] if after else flat.ticks + 1
    row = flat.spans[anchor.element][2:]
    for around in islice(anchor.element.iterancestors(), _MAX_CLIMB):
        start, end, first, last = flat.spans[around]
        if around.tag in ("body", "html") or start <= low or end >= high or last - first > MAX_ROW:
            break
        row = (first, last)
    return row


def _issue_day(flat: Flat, groups: dict[str, list[Anchor]], fetched: date) -> dict[str, date]:
    """For every row below it, the one day the page names besides the day it was made on: that of an
    issue, not one that its words call something else's."""
    named = [item for item in find_days(flat.text) if item.day < fetched - _DAY]
    if len({item.day for item in named}) != 1:
        return {}
    day, start = named[0].day, named[0].start
    if any(
        _OF_OTHERS.search(flat.text[max(0, item.start - _BEFORE) : item.start]) for item in named
    ):
        return {}
    rows = (anchor for group in groups.values() for anchor in group)
    return {anchor.url: day for anchor in rows if flat.spans[anchor.element][2] > start}
