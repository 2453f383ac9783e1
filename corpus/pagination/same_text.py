"""Whether two pages are of one text, and which of them is its article.

No page decides that of another by itself.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from zlib import crc32

from corpus.article import Article
from corpus.page.text import TERMINAL
from corpus.pagination.page_address import is_page_of, is_slug_of, may_be_series, says_page
from corpus.pagination.pager import Pager, is_pager_line, without_page

_EDGE = 3  # paragraphs at either end of a page that may be its pager
_SAME = 0.8  # of a page's text stands on another one that has it too
_KEPT = 0.5  # of a text is in one that was made of it
_ALIKE = 0.7  # of the longer of two texts is in the other
_SKETCH = 8
_NAME_WORDS = 3  # of a headline that a <title> has to repeat
_NUMBERED = re.compile(r"[(\[]\s*1\s*[)\]]")  # of the first part of a serial, or the first page

_WORDS = re.compile(r"[^\W_]+")
# the same, but one letter of a script that does not part its words
_PARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff]|[^\\W_]+"
)
_ALL = frozenset(
    "all full single whole complete print printable onepage singlepage fullpage viewall".split()
)
_BESIDE = frozenset(
    "page pages pg p pagewanted view mode show one 1 true yes article story text version".split()
)


@dataclass(frozen=True, slots=True)
class SinglePage:
    """A page as it would be by itself."""

    url: str
    article: Article
    pager: Pager


def is_later_page(parts: Sequence[SinglePage], other: SinglePage, number: int) -> bool:
    """Whether a page that `parts` name as page `number` of their text is one: if it says so, too.

    It has the first one's title, and no day and no author other than those of each page before it;
    nor one where the first has none. One of two signs is sure:

    - Its address is the first one's with a page's number put in: "/ferry.html" and "/ferry-2.html",
      "?page=2".
    - It turns back to a page before it: by its own bar, "previous page", rel=prev, or its canonical
      link.

    Columns turn to their past issues in the same way, and posts to their neighbours: so it has to
    be clear, too, that it is a page's number by which they differ. That is so where the text goes
    on in mid-sentence. Else, where both addresses have a number ("/letters/1", "/letters/2"), or
    the first title has ("The Fall of Rome (1)"), both pages have to say "page", in a pager or
    title; for others see `_is_numbered`.
    """
    first, last = parts[0], parts[-1]
    if other.pager.told and other.pager.number != number:
        return False
    if not has_title(first, other, number) or is_surer(other, first):
        return False
    if not all(agrees(part, other) for part in parts):
        return False
    recurring = bool(_NUMBERED.search(first.article.title)) or may_be_series(first.url, other.url)
    by_address = is_page_of(first.url, other.url, number) and not recurring
    if not by_address and not other.pager.leads_to(part.url for part in parts):
        return False
    if recurring:
        return (first.pager.worded and other.pager.worded) or _is_cut(last, other)
    return _is_numbered(first, last, other, number) or _is_cut(last, other)


def _is_numbered(first: SinglePage, last: SinglePage, other: SinglePage, number: int) -> bool:
    """Whether two pages clearly differ by the number of a page, and are not pieces of one title.

    One of the two has a bar of numbers or another word of the number; or the later one calls the
    first its true address. Where its address says "page", the next page may be named in words, or
    both may have the same day. A bare number, as in "/letter-2/", needs the words, and an address
    that is not made of the title: of such a one, a site makes it itself when a second piece has the
    title of the first.
    """
    if other.pager.told or other.pager.canonical == first.url:
        return True
    if any((number, other.url) in part.pager.barred for part in (first, last)):
        return True
    said = other.url in last.pager.said
    if says_page(first.url, other.url):
        return said or (_day(first) is not None and _day(first) == _day(other))
    return said and not is_slug_of(without_page(first.article.title, 1), first.url)


def has_title(first: SinglePage, other: SinglePage, number: int) -> bool:
    """Whether page `number` has the title of the first."""
    name = without_page(first.article.title, 1)
    if name == without_page(other.article.title, number):
        return bool(name)
    title = without_page(other.pager.title, number)
    repeated = f" {name} " in f" {title} " and len(name.split()) >= _NAME_WORDS
    return repeated and title == without_page(first.pager.title, 1)


def agrees(one: SinglePage, other: SinglePage) -> bool:
    """Whether neither day nor author of one page speaks against the other."""
    if (day := _day(one)) and (theirs := _day(other)) and day != theirs:
        return False
    names, others = one.article.byline, other.article.byline
    return not names or not others or not set(names).isdisjoint(others)


def is_surer(one: SinglePage, other: SinglePage) -> bool:
    """Whether a page is surer of what it is: it has a day or author where the other has none."""
    dated = _day(one) and not _day(other)
    signed = one.article.byline and not other.article.byline
    return bool(dated or signed)


def is_part_of(parts: Sequence[SinglePage], whole: SinglePage) -> bool:
    """Whether the pages of a text all call another one the true one, and all of theirs is there.

    It has the title, no other day or author, and as its own word calls no other address the true
    one.
    """
    first = parts[0]
    if whole.pager.canonical not in (None, whole.url) or not has_title(whole, first, 1):
        return False
    return all(
        part.pager.canonical == whole.url and agrees(whole, part) and not is_surer(part, whole)
        and holds(whole.article.paragraphs, part.article.paragraphs)
        for part in parts
    )  # fmt: skip


def is_stranded(first: SinglePage, other: SinglePage, number: int) -> bool:
    """Whether a page that the first names by a number says the same, though others are missing.

    Those are the pages between the two.
    """
    if not other.pager.told or other.pager.number != number:
        return False
    return has_title(first, other, number) and agrees(first, other) and not is_surer(other, first)


def are_twins(one: SinglePage, other: SinglePage) -> bool:
    """Whether two pages name each other as versions of one text, and have the same.

    What one says is true of both.
    """
    if other.url not in one.pager.prints or other.pager.canonical != one.url:
        return False
    if not agrees(one, other):
        return False
    mine, theirs = one.article.paragraphs, other.article.paragraphs
    return has_title(one, other, 1) and holds(mine, theirs) and holds(theirs, mine)


def is_print_of(first: SinglePage, other: SinglePage) -> bool:
    """Whether a page that the first names as its version may be one: it has the same day or author.

    Without both it would have to say so itself; one that calls another address the true one is not.
    """
    if other.pager.canonical not in (None, first.url):
        return False
    same_day = _day(first) is not None and _day(first) == _day(other)
    return same_day or not set(first.article.byline).isdisjoint(other.article.byline)


def answers(first: SinglePage, other: SinglePage) -> bool:
    """Whether a page that the first names as its version says so too: by its links or address.

    What is no more than named may be another's article: whoever has pages on a host can copy what
    stands there.
    """
    if other.pager.leads_to((first.url,)):
        return True
    ours, theirs = (_WORDS.findall(page.url.lower()) for page in (first, other))
    bare = [word for word in theirs if word not in _ALL | _BESIDE]
    same = bare == [word for word in ours if word not in _ALL | _BESIDE]
    return same and not _ALL.isdisjoint(theirs)


def holds(paragraphs: Iterable[str], own: Sequence[str]) -> bool:
    """Whether a page's `own` text stands among these paragraphs."""
    known = set(paragraphs)
    bare = without_pager(own)
    return bool(bare) and length(line for line in bare if line in known) >= _SAME * length(bare)


def without_pager(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """A page's text without the lines at either end that only turn it."""
    last = len(paragraphs) - _EDGE
    return tuple(
        paragraph for index, paragraph in enumerate(paragraphs)
        if not ((index < _EDGE or index >= last) and is_pager_line(paragraph))
    )  # fmt: skip


def keeps_most(old: Iterable[str], new: Iterable[str]) -> bool:
    """Whether at least half of a text is in another one, told by every three words in a row: a word
    may be mended in each sentence, and paragraphs cut otherwise."""
    before, now = _threes(words_of(old)), _threes(words_of(new))
    return len(before & now) >= _KEPT * len(before)


def are_alike(one: Iterable[str], other: Iterable[str], *, share: float = _ALIKE) -> bool:
    """Whether each of two texts is mostly the other, as answers are that differ by a name and a
    number: this `share` of the longer one."""
    mine, theirs = _threes(words_of(one)), _threes(words_of(other))
    return len(mine & theirs) >= share * max(len(mine), len(theirs))


def sketch_of(paragraphs: Iterable[str]) -> tuple[int, ...]:
    """A few numbers by which texts that are alike can be found: some of them are the same."""
    threes = _threes(words_of(paragraphs))
    return tuple(nsmallest(_SKETCH, {crc32(" ".join(words).encode()) for words in threes}))


def words_of(paragraphs: Iterable[str]) -> list[str]:
    """The words of a text, in small letters; a script that does not part them gives its letters."""
    return [word for paragraph in paragraphs for word in _PARTED.findall(paragraph.casefold())]


def length(lines: Iterable[str]) -> int:
    """Characters in all lines together."""
    return sum(map(len, lines))


def _day(page: SinglePage) -> date | None:
    """The day that the page or a list gives the article; one by neighbours says nothing of it."""
    return None if page.article.date_source == "neighbours" else page.article.published


def _threes(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Every three words in a row; a text of fewer is one."""
    return set(zip(words, words[1:], words[2:], strict=False)) or {tuple(words)}


def _is_cut(last: SinglePage, other: SinglePage) -> bool:
    """Whether a page begins in the sentence in which the one before it ends."""
    before, behind = without_pager(last.article.paragraphs), without_pager(other.article.paragraphs)
    return bool(before and behind) and behind[0][0].islower() and not before[-1].endswith(TERMINAL)
