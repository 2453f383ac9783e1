"""Bars of numbers with which a page turns to the others of its text: "1 | 2 | 3 | Next page"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from corpus.pagination.page_address import MAX_PAGES, is_numbered

LONGEST = 80  # characters of a link that turns a page, or of what stands between two of them
PAGE = r"(?:pages?|pg\.?|p\.|seite|página|pagina|стр\.?|страница|sayfa|صفحه|صفحة)"
_PAGER_WORDS = (
    rf"(?:{PAGE}|next|prev(?:ious)?|first|last|back|go|to|of|view|as|single|all|one|"
    "print|you|are|on)"
)
# Nothing is tried twice: "pg." is one word, or one word and a dot, and for many of them that would
# take for ever.
BETWEEN = re.compile(rf"[\W_]*+(?:(?>(?:\d{{1,3}}|{_PAGER_WORDS})(?!\w))[\W_]*+)*+", re.IGNORECASE)
_FIRST_NUMBER = re.compile(r"[\s|/·•,\-–—\[\]()«»‹›<>]*(\d{1,3})(?![\w.,])")
_LAST_NUMBER = re.compile(r"(?:^|[^\w.,])(\d{1,3})[\s|/·•,\-–—\[\]()«»‹›<>]*$")
NEXT = re.compile(r"\W*next(?: page)?\W*|\s*[»›>→]+\s*", re.IGNORECASE)
_NUMBER = re.compile(rf"[\W_]*(?:{PAGE}\s*)?(\d{{1,3}})[\W_]*", re.IGNORECASE)
POSITION = re.compile(
    rf"(?<!\w){PAGE}\s*(\d{{1,3}})\s*(?:of|/|von|de|из)\s*\d{{1,3}}(?!\w)", re.IGNORECASE
)
_PAGE_WORD = re.compile(rf"(?<!\w){PAGE}(?!\w)", re.IGNORECASE)
_WORD_BEFORE = re.compile(rf"(?<!\w){PAGE}[\W\d]*$", re.IGNORECASE)
_OF_ALL = re.compile(r"(?<!\w)(?:of|von|de|из)\s*\d{1,3}(?!\w)", re.IGNORECASE)
_TURN = re.compile(
    r"\W*(?:(?:next|prev(?:ious)?|first|last)(?: page)?|back|(?:view |show |read )?(?:as )?(?:an? "
    r")?"
    r"(?:single|one|all)(?: pages?)?|print)?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is written on its page."""

    text: str
    url: str | None  # None for one that leads off the host or nowhere
    rel: frozenset[str]


@dataclass(slots=True)
class Run:
    """Links side by side that turn pages, and the numbers between them."""

    linked: dict[int, str] = field(default_factory=dict)
    plain: list[int] = field(default_factory=list)
    nexts: list[str] = field(default_factory=list)
    twice: bool = False  # one number leads to two pages
    before: str = ""  # the text in front of it
    position: int | None = None  # "page 1 of 3"
    worded: bool = False  # a word for page stands in it


def find_runs(pieces: Sequence["Link | str"]) -> Iterator[Run]:
    """Links that turn pages with nothing but numbers and words of pagers between them."""
    run: Run | None = None
    buffer = ""
    for piece in (*pieces, " . . . "):
        if isinstance(piece, str):
            buffer += piece
            continue
        text = " ".join(buffer.split())
        buffer = ""
        if run and not (len(text) <= LONGEST and BETWEEN.fullmatch(text)):
            yield _closed(run, text)
            run = None
        turns = len(piece.text) <= LONGEST and (
            _NUMBER.fullmatch(piece.text) or _TURN.fullmatch(piece.text)
        )
        if run and not turns:
            yield _closed(run, text)
            run = None
        if turns:
            _join(run := run or Run(before=text[-LONGEST:]), piece, text)
    if run:
        yield _closed(run, " ".join(buffer.split()))


def _join(run: Run, link: Link, between: str) -> None:
    """A link more in a run, and what stands between it and the one before."""
    if run.linked or run.nexts:
        run.plain += map(int, re.findall(r"\d+", _OF_ALL.sub("", between)))
        run.worded |= bool(_PAGE_WORD.search(between))
    run.worded |= bool(_PAGE_WORD.search(link.text))
    match = _NUMBER.fullmatch(link.text)
    if match and link.url:
        number = int(match.group(1))
        run.twice |= run.linked.setdefault(number, link.url) != link.url
    elif match:
        run.plain.append(int(match.group(1)))  # a link to nowhere stands on the page's own number
    elif link.url and NEXT.fullmatch(link.text):
        run.nexts.append(link.url)


def _closed(run: Run, after: str) -> Run:
    """A run that has ended, with the numbers that stand right before and behind it."""
    around = [run.before, after[:LONGEST]]
    for text in around:
        if match := POSITION.search(text):
            run.position = int(match.group(1))
    run.worded |= run.position is not None or bool(_WORD_BEFORE.search(around[0]))
    if (
        run.linked
        and (match := _LAST_NUMBER.search(around[0]))
        and int(match.group(1)) == min(run.linked) - 1
    ):
        run.plain.append(int(match.group(1)))
    if (
        run.linked
        and (match := _FIRST_NUMBER.match(around[1]))
        and int(match.group(1)) == max(run.linked) + 1
    ):
        run.plain.append(int(match.group(1)))
    return run


@dataclass(frozen=True, slots=True)
class Bar:
    """A run that tells the page's own number."""

    number: int
    linked: dict[int, str]
    nexts: tuple[str, ...]
    worded: bool  # a word for page stands in it


def read_bar(run: Run, own: str) -> Bar | None:
    """The bar that a run is; None where it tells no number of the page, or numbers that are no
    neighbours of it."""
    linked = {number: url for number, url in run.linked.items() if url != own}
    mine = {*run.plain, *(run.linked.keys() - linked.keys())} - linked.keys()
    if run.position is not None and not linked:
        return Bar(run.position, {}, tuple(run.nexts), run.worded)
    if not mine and 1 in linked and is_numbered(own, linked[1], 1):
        mine = {1}
        del linked[1]
    if not mine and min(linked, default=0) == 2 and (3 in linked or linked[2] in run.nexts):
        mine = {1}
    if run.twice or len(mine) != 1 or len(set(linked.values())) < len(linked):
        return None
    number = mine.pop()
    if number < 1 or not linked.keys() & {number - 1, number + 1}:
        return None
    return Bar(number, linked, tuple(run.nexts), run.worded)


def behind(bar: Bar) -> Iterator[tuple[int, str]]:
    """The numbers behind the page's own that a bar names, with their addresses."""
    following = ((number, url) for number, url in sorted(bar.linked.items()) if number > bar.number)
    yield from islice(following, MAX_PAGES)
    if bar.number + 1 not in bar.linked:
        yield from ((bar.number + 1, url) for url in bar.nexts)
