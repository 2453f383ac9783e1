"""The days a page shows its readers, and which of them belong to its article."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from corpus.page.dates import (
    WEEKDAYS,
    Order,
    count_orders,
    find_days,
    prevailing_order,
    read_stamp,
    write_out,
)
from corpus.page.lines import Blocks, Moment
from corpus.page.text import TERMINAL
from corpus.wording.byline_line import ELSEWHERE, REVISED, read_line
from corpus.wording.day_labels import is_of_other
from corpus.wording.page_head import is_paragraph

_ABOVE = 12  # lines above a title that may say when the article below it was published
_NEAR = 3  # and those of them where a day of revision stands
_LONGEST = 120  # characters of a line that says a day and little else
_WORDS = 12
_LATE = 3  # and below the first line of text, which may be a summary
_LISTED = 2  # with more days in boxes of one make, a text lists events or articles
_YEAR = re.compile(r"\d{4}")
_PIECE = 12  # characters of a line that can be a part of a day: "26", "March", "Mar 2020"
_PIECES = 4  # a weekday too
_MOST_PIECED = 2  # half of such a box is the day
# Beside a day it says how long an article takes to read; no clock does.
_READING = re.compile(r"\b\d+\s*-?\s*min(?:ute)?s?\b(?!\s+ago)", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:(?:this|the) (?:article|story|post|piece|page|column|editorial|blog post) (?:was|is) )?"
    r"(?:originally |first |date )?(?:published|posted|publi(?:cation|sh|shing) date|publié|veröffentlicht|publicado|"
    r"pubblicato|gepubliceerd|опубликован\w*)"
    r"(?: by .{2,60}? on\b)?(?: (?:on|at|date|le|am|el|em|il|op))*[\s:,–—-]*(?:the )?",
    re.IGNORECASE,
)
_POSTED = re.compile(r"posted\b", re.IGNORECASE)  # what no masthead says of its paper
# What a site calls the box of an article's own facts: an owner and a fact, as in "post-date" or "entry-meta".
_OWNER = re.compile(r"(?<![a-z])(?:posts?|article|entry|blog|story|author|byline)(?![a-z])")
_FACT = re.compile(r"(?<![a-z])(?:date|dateline|time|meta|info|byline|author|publish(?:ed)?)(?![a-z])")
_CLOCK = re.compile(r"masthead|banner|clock|today|current|(?:site|top|main)-?(?:header|bar|nav)|nav-?bar")
# Not "sidebar": an article's own facts stand in one too.
_OTHERS = re.compile(r"comment|repl(?:y|ies)|related|recent|teaser|promo|widget|card")
# Classes are joined with those of publication where the two days are one: "entry-date published updated".
_REVISED_MARKS = re.compile(r"^(?!.*publish).*(?:updated|modified)")
_LABEL = re.compile(r"(\w+):\W*$")
_SENTENCE = 6  # words: with more and a full stop, a line is one
_IS_WEEKDAY = re.compile(rf"\W*(?:{WEEKDAYS})?\W*", re.IGNORECASE)
_DASHED = re.compile(r"\W*[-–—:|•·]")  # behind a day with which a paragraph begins
_BELOW_END = 2  # lines of text, of which the first may be a summary
_MOST_MOMENTS = 3
_MOST_LOOKED_AT = 50
_AROUND = 5  # boxes around a line that may be called so


@dataclass(frozen=True, slots=True)
class ShownDays:
    """None for a day that is not shown, or where two differ."""

    beside: date | None = None  # beside the title, in a box or line that can only be the article's
    labelled: date | None = None  # anywhere, and called that of publication
    near: frozenset[date] = frozenset()  # every day near the title, of revision too
    listed: frozenset[date] = frozenset()  # those of a list in the text: of events, or of other articles


@dataclass(frozen=True, slots=True)
class _DayLine:
    index: int
    text: str  # without its days' ambiguity, where the page has none
    day: date | None  # None where it holds two
    marks: str  # its boxes, and what the site calls them
    is_named: bool  # the site calls them something: boxes of one make are no chance then


def find_shown_days(
    blocks: Blocks, title: int | None, end: int, text: Collection[int], *, order: Order
) -> ShownDays:
    """The days on a page with the title in line `title`, running text from line `end` on and `text` its lines."""
    revised = _revised_lines(blocks)
    found = [line for line in _day_lines(blocks, order) if line.index not in revised]
    makes = Counter(line.marks for line in found)
    listed = Counter(line.marks for line in found if line.index in text and line.is_named)
    own = [line for line in found if line.index not in text or listed[line.marks] <= _LISTED]
    begin = end if title is None else title
    foot = _end_of_article(blocks, begin, end)
    beside = {
        line.day for line in own
        if begin - _ABOVE <= line.index < end + _LATE and line.index != title
        and (line.index > begin or not _is_masthead(blocks, line, begin))
        and _is_articles_own(blocks, line, above=line.index < begin)
    }  # fmt: skip
    labelled = {
        _labelled_day(blocks, line) for line in own
        if (line.index > begin or _POSTED.match(line.text)) and (makes[line.marks] <= _LISTED or not line.is_named)
        and line.index < foot and not _is_of_others(blocks, line)
    } - {None}  # fmt: skip
    return ShownDays(
        beside=beside.pop() if len(beside) == 1 else None,
        labelled=labelled.pop() if len(labelled) == 1 else None,
        near=frozenset(line.day for line in own if line.day and begin - _NEAR <= line.index <= end),
        listed=frozenset(line.day for line in found if line.day) - {line.day for line in own},
    )


def find_moments(blocks: Blocks, span: range, furniture: Collection[int], until: datetime) -> Iterator[date | None]:
    """The days of the <time> elements below the title that can be of publication, those called so first.

    `span` runs from the title's line to the text's first. What a page shows above the title is its clock.
    """
    near = [
        moment for moment in blocks.moments
        if span.start < moment.line <= span.stop + _BELOW_END and moment.line not in furniture
    ]  # fmt: skip
    called = sorted(near, key=lambda moment: "publish" not in moment.marks)[:_MOST_LOOKED_AT]
    days = ((moment, read_stamp(moment.stamp, until)) for moment in called)
    yield from islice((day for moment, day in days if _can_be_publication(blocks, moment, day)), _MOST_MOMENTS)


def say_revisions(blocks: Blocks, lines: list[str]) -> list[str]:
    """The lines, with the word before the days that only a <time> calls those of a revision."""
    said = list(lines)
    for index in _revised_lines(blocks).intersection(range(len(lines))):
        for found in reversed(find_days(said[index])):
            said[index] = f"{said[index][: found.start]}Updated {said[index][found.start :]}"
    return said


def _revised_lines(blocks: Blocks) -> set[int]:
    """The lines whose every <time> is called one of revision."""
    revised = {moment.line for moment in blocks.moments if _REVISED_MARKS.search(moment.marks)}
    return revised - {moment.line for moment in blocks.moments if not _REVISED_MARKS.search(moment.marks)}


def _can_be_publication(blocks: Blocks, moment: Moment, day: date | None) -> bool:
    """Whether a <time> says when its article was published: not when it was revised, nor when something happened."""
    text = blocks.lines[moment.line].text if moment.line < len(blocks.lines) else ""
    if _REVISED_MARKS.search(moment.marks):
        return False
    days = find_days(text[: 2 * _LONGEST])
    at = next((index for index, found in enumerate(days) if found.day == day), None)
    before = text[days[at - 1].end if at else 0 : days[at].start] if at is not None else text
    if _PUBLISHED.fullmatch(before.strip()):
        return True
    if is_paragraph(text) or (text.endswith(TERMINAL) and len(text.split()) > _SENTENCE):
        return at == 0 and bool(_IS_WEEKDAY.fullmatch(before) and _DASHED.match(text[days[0].end :]))
    label = _LABEL.search(before) if at is not None else None
    of_other = is_of_other(before) or (label and label[1].lower() not in ("on", "date"))
    if (of_other and not _PUBLISHED.search(before)) or REVISED.search(before):
        return False
    return bool(before.strip()) or not _is_label(blocks, moment.line - 1, REVISED)


def find_order(blocks: Blocks) -> Order:
    """Whether the page writes the day first, as its short lines that can be read one way only do."""
    return prevailing_order(count_orders(line.text for line in blocks.lines if len(line.text) <= _LONGEST))


def _day_lines(blocks: Blocks, order: Order) -> Iterator[_DayLine]:
    for index, line in enumerate(blocks.lines):
        if len(line.text) <= _LONGEST or _PUBLISHED.match(line.text):
            text = write_out(line.text[: 2 * _LONGEST], order) if _YEAR.search(line.text[: 2 * _LONGEST]) else ""
            days = {found.day for found in find_days(text)}
            if text and not days and len(text) <= _PIECE:
                text, days = _pieced(blocks, index)
            if days:
                path = blocks.path(line.region)[:2]
                marks = " < ".join(f"{region.tag} {region.marks}" for region in path)
                named = any(region.marks for region in path)
                yield _DayLine(index, text, days.pop() if len(days) == 1 else None, marks, named)


def _pieced(blocks: Blocks, index: int) -> tuple[str, set[date]]:
    """The text and day of a box that ends with a line and holds a day in pieces, and nothing else: "26/MAR/2020"."""
    for box in blocks.path(blocks.lines[index].region)[:2]:
        text = " ".join(line.text for line in blocks.lines[box.start : min(box.end, box.start + _PIECES)])
        found = find_days(text) if box.end == index + 1 and box.end - box.start <= _PIECES else ()
        if len(found) == 1 and _MOST_PIECED * (found[0].end - found[0].start) >= len(text):
            return text, {found[0].day}
    return "", set()


def _is_masthead(blocks: Blocks, line: _DayLine, title: int) -> bool:
    """Whether a line above the title stands in a box that is the paper's: what it shows is the day of rendering."""
    path = blocks.path(blocks.lines[line.index].region)
    around = [region for region in path if not region.start <= title < region.end]
    return any(_CLOCK.search(region.marks) or region.tag in ("header", "nav", "aside", "footer") for region in around)


def _is_articles_own(blocks: Blocks, line: _DayLine, *, above: bool) -> bool:
    """Whether a line with a day is one of the article's facts: by its words, or by what the site calls its box."""
    said = _PUBLISHED.match(line.text) or (_READING.search(line.text) and read_line(line.text).pure)
    if not said and not (_FACT.search(line.marks) and (_OWNER.search(line.marks) or not above)):
        return False
    if ELSEWHERE.search(line.text) or REVISED.search(line.text) or len(line.text.split()) > _WORDS:
        return False
    return not (_is_label(blocks, line.index - 1, REVISED) or is_of_other(line.text))


def _is_of_others(blocks: Blocks, line: _DayLine) -> bool:
    """Whether a line stands in a box of comments, or of other articles."""
    path = blocks.path(blocks.lines[line.index].region)[:_AROUND]
    return any(_OTHERS.search(region.marks) or region.tag == "aside" for region in path)


def _end_of_article(blocks: Blocks, title: int, text: int) -> int:
    """The line with which the <article> ends that has the title and the text, or the page where there is none."""
    last = len(blocks.lines)
    boxes = blocks.path(blocks.lines[title].region) if title < last else ()
    return min((box.end for box in boxes if box.tag == "article" and box.end > text), default=last)


def _labelled_day(blocks: Blocks, line: _DayLine) -> date | None:
    """The day right behind the word "Published", in a line or below it, or beside "By NAME" at the article's foot."""
    label = _PUBLISHED.match(line.text)
    if label:
        first = find_days(line.text)[0]
        return first.day if first.start - label.end() <= len("Wednesday, ") else None
    said = read_line(line.text)
    signed = said.signed and _OWNER.search(line.marks)
    return line.day if said.pure and (signed or _is_label(blocks, line.index - 1, _PUBLISHED)) else None


def _is_label(blocks: Blocks, index: int, label: re.Pattern[str]) -> bool:
    text = blocks.lines[index].text if index >= 0 else ""
    return len(text.split()) <= 4 and label.match(text) is not None
