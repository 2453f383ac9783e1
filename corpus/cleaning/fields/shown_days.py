"""The days a page shows its readers, and which of them belong to its article."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from corpus.languages.tables import one_of
from corpus.page.dates import (
    Order,
    count_orders,
    find_days,
    prevailing_order,
    write_out,
)
from corpus.page.lines import Blocks, Moment
from corpus.page.stamps import read_day
from corpus.page.text import TERMINAL
from corpus.wording.byline_line import read_line
from corpus.wording.day_labels import (
    dateline_day,
    is_elsewhere,
    is_of_other,
    is_of_revision,
    label,
    without_day,
)
from corpus.wording.page_head import is_paragraph, only_day

_ABOVE = 12  # lines above a title that may say when the article below it was published
_NEAR = 3  # and those of them where a day of revision stands
_LONGEST = 120  # characters of a line that says a day and little else
_LISTED = 2  # with more days in boxes of one make, a text lists events or articles
_LATE = 3  # and below the first line of text, which may be a summary
_POSTED = re.compile(r"posted\b", re.IGNORECASE)  # what no masthead says of its paper
# What a site calls the box of an article's own facts: an owner and a fact, as in "post-date" or
# "entry-meta".
_OWNER = re.compile(r"(?<![a-z])(?:posts?|article|entry|blog|story|author|byline)(?![a-z])")
_FACT = re.compile(
    r"(?<![a-z])(?:date|dateline|time|meta|info|byline|author|publish(?:ed)?)(?![a-z])"
)
_CLOCK = re.compile(
    r"masthead|banner|clock|today|current|(?:site|top|main)-?(?:header|bar|nav)|nav-?bar"
)
_THINGS = re.compile(
    r"caption|(?<![a-z])(?:clock|today|current|audio|video|podcast|player)(?![a-z])"
)
# Not "sidebar": an article's own facts stand in one too.
_OTHERS = re.compile(r"comment|repl(?:y|ies)|related|recent|teaser|^footer|promo|widget|card")
# Classes are joined with those of publication where the two days are one: "entry-date published
# updated".
_REVISED_MARKS = re.compile(r"^(?!.*publish).*(?:updated|modified)")
_OPENING = 4  # lines in which a text's dateline stands: a summary, a name above it
_BELOW_END = 2  # lines of text, of which the first may be a summary
_MOST_MOMENTS = 3
# boxes of the whole page, or of an old one
_LAYOUT = frozenset("html body form table tbody tr td".split())


@dataclass(frozen=True, slots=True)
class ShownDays:
    """None for a day that is not shown, or where two differ."""

    beside: date | None = None  # beside the title, in a box or line that can only be the article's
    labelled: date | None = None  # anywhere, and called that of publication
    above: date | None = None  # right above the title, in a box that the two share
    # those of a list in the text: of events, or of other articles
    listed: frozenset[date] = frozenset()
    # with which the text begins, behind its place, or in a line of its own ends
    ends: date | None = None


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
    """The days on a page with the title in line `title`, running text from line `end` on and `text`
    its lines."""
    revised = _revised_lines(blocks)
    begin = end if title is None else title
    found = [
        line
        for line in _day_lines(blocks, order)
        if line.index not in revised
        and not (
            line.index > begin
            and (_is_of_thing(blocks, line.index) or _is_of_others(blocks, line, begin, end))
        )
    ]
    makes = Counter(line.marks for line in found if line.index in text and line.is_named)
    own = [line for line in found if line.index not in text or makes[line.marks] <= _LISTED]
    foot = _end_of_article(blocks, begin, end)
    beside = {
        line.day
        for line in own
        if begin - _ABOVE <= line.index < end + _LATE
        and line.index != title
        and (line.index > begin or not _is_masthead(blocks, line, begin))
        and _is_articles_own(blocks, line, begin, end)
    }
    labelled = {
        _labelled_day(blocks, line)
        for line in own
        if (line.index > begin or _POSTED.match(line.text)) and line.index < foot
    } - {None}
    return ShownDays(
        beside=beside.pop() if len(beside) == 1 else None,
        labelled=labelled.pop() if len(labelled) == 1 else None,
        listed=frozenset(line.day for line in found if line.day) - {line.day for line in own},
        above=_day_above(blocks, own, begin),
        ends=_day_at_ends(blocks, found, [index for index in text if index > begin], order),
    )


def _day_above(blocks: Blocks, lines: list[_DayLine], title: int) -> date | None:
    """The day of the last line above the title that says one, where both stand in a box of the
    article's."""
    above = [line for line in lines if title - _ABOVE <= line.index < title]
    if (
        not above
        or _is_masthead(blocks, above[-1], title)
        or label("updated").search(above[-1].text)
    ):
        return None
    path = blocks.path(blocks.lines[above[-1].index].region)
    for box in path:
        if box.start <= title < box.end:  # the innermost that holds both
            last = above[-1].index
            near = box.tag == "article" or last == title - 1 or last <= box.start + _NEAR
            return above[-1].day if near and box.tag not in _LAYOUT else None
    return None


def _day_at_ends(
    blocks: Blocks, lines: list[_DayLine], text: Collection[int], order: Order
) -> date | None:
    """The day of the dateline with which the text begins, else of its last line where that says no
    more."""
    first = (
        dateline_day(write_out(blocks.lines[index].text[:_LONGEST], order))
        for index in sorted(text)[:_OPENING]
    )
    opening = next(filter(None, first), None)
    end = max(text, default=-1)
    last = next((line for line in lines if line.index == end), None)
    return opening or (last.day if last and not without_day(last.text) else None)


def find_moments(
    blocks: Blocks, span: range, furniture: Collection[int], until: datetime
) -> Iterator[date | None]:
    """The days of the <time> elements below the title that can be of publication, those called so
    first.

    `span` runs from the title's line to the text's first. What a page shows above the title is its
    clock.
    """
    lines = [line.text for line in blocks.lines[: span.stop + _BELOW_END + 1]]
    fit = {
        index
        for index in {moment.line for moment in blocks.moments}.difference(furniture)
        if span.start < index < len(lines)
        and _can_say_publication(lines[index])
        and not _is_label(blocks, index - 1, label("updated"))
    }
    near = [
        moment
        for moment in blocks.moments
        if moment.line in fit and not _REVISED_MARKS.search(moment.marks)
    ]
    called = sorted(near, key=lambda moment: "publish" not in moment.marks)[:_MOST_MOMENTS]
    yield from (_shown(blocks, moment) or read_day(moment.stamp, until) for moment in called)


def _can_say_publication(text: str) -> bool:
    """Whether a line with a <time> says no more than a day of publication, or none: "3 days
    ago"."""
    pure = read_line(text).pure if find_days(text) else not is_paragraph(text)
    return pure and not (is_of_other(text) or is_of_revision(text))


def _shown(blocks: Blocks, moment: Moment) -> date | None:
    """The only day that readers see in the line of a <time>."""
    return only_day([found.day for found in find_days(blocks.lines[moment.line].text)])


def say_revisions(blocks: Blocks, lines: list[str]) -> list[str]:
    """The lines, with the word before the days that only a <time> calls those of a revision; empty
    in the boxes of pictures, clocks and players."""
    said = ["" if _is_of_thing(blocks, index) else line for index, line in enumerate(lines)]
    for index in _revised_lines(blocks).intersection(range(len(lines))):
        for found in reversed(find_days(said[index])):
            said[index] = f"{said[index][: found.start]}Updated {said[index][found.start :]}"
    return said


def _revised_lines(blocks: Blocks) -> set[int]:
    """The lines whose every <time> is called one of revision."""
    revised = {moment.line for moment in blocks.moments if _REVISED_MARKS.search(moment.marks)}
    return revised - {
        moment.line for moment in blocks.moments if not _REVISED_MARKS.search(moment.marks)
    }


def find_order(blocks: Blocks) -> Order:
    """Whether the page writes the day first, as its short lines that can be read one way only
    do."""
    return prevailing_order(
        count_orders(line.text for line in blocks.lines if len(line.text) <= _LONGEST)
    )


def _day_lines(blocks: Blocks, order: Order) -> Iterator[_DayLine]:
    for index, line in enumerate(blocks.lines):
        if len(line.text) <= _LONGEST:
            text = write_out(line.text[: 2 * _LONGEST], order)
            days = {found.day for found in find_days(text)}
            if days:
                path = blocks.path(line.region, 2)
                marks = " < ".join(f"{region.tag} {region.marks}" for region in path)
                named = any(region.marks for region in path)
                yield _DayLine(index, text, days.pop() if len(days) == 1 else None, marks, named)


def _is_masthead(blocks: Blocks, line: _DayLine, title: int) -> bool:
    """Whether a line above the title stands in a box that is the paper's: what it shows is the day
    of rendering."""
    path = blocks.path(blocks.lines[line.index].region)
    around = [region for region in path if not region.start <= title < region.end]
    return any(
        _CLOCK.search(region.marks) or region.tag in ("header", "nav", "footer")
        for region in around
    )


def _is_articles_own(blocks: Blocks, line: _DayLine, title: int, end: int) -> bool:
    """Whether a line with a day is one of the article's facts: by its words, by its place, or by
    what the site calls its box."""
    said = _published().match(line.text) or (title < line.index < end and _is_led_by_day(line.text))
    if not said and not (
        _FACT.search(line.marks) and (_OWNER.search(line.marks) or line.index > title)
    ):
        return False
    if is_elsewhere(line.text) or is_of_other(line.text) or is_of_revision(line.text):
        return False
    return not _is_label(blocks, line.index - 1, label("updated"))


def _is_led_by_day(text: str) -> bool:
    """Whether a line begins with its day and is not a sentence."""
    line = read_line(text)  # others are read with the head
    return find_days(text)[0].start <= 2 and not (
        line.pure or line.office or text.endswith(TERMINAL)
    )


def _is_of_thing(blocks: Blocks, index: int) -> bool:
    """Whether a line stands in the box of something else than the article: a picture's caption, a
    clock, a player."""
    line = blocks.lines[index]
    return line.kind == "caption" or any(
        _THINGS.search(box.marks) for box in blocks.path(line.region, 2)
    )


def _is_of_others(blocks: Blocks, line: _DayLine, title: int, text: int) -> bool:
    """Whether a line below the title stands in a box of comments, of other articles, or of the
    site's, which holds neither the title nor the line in which the text begins."""
    around = blocks.path(blocks.lines[line.index].region)
    path = [box for box in around if box.start > title and not box.start <= text < box.end]
    return any(_OTHERS.search(box.marks) or box.tag in ("aside", "blockquote") for box in path)


def _end_of_article(blocks: Blocks, title: int, text: int) -> int:
    """The line with which the <article> ends that has the title and the text, or the page where
    there is none."""
    last = len(blocks.lines)
    boxes = blocks.path(blocks.lines[title].region) if title < last else ()
    return min((box.end for box in boxes if box.tag == "article" and box.end > text), default=last)


def _labelled_day(blocks: Blocks, line: _DayLine) -> date | None:
    """The day right behind the word "Published", in a line or below it, or beside "By NAME" at the
    article's foot."""
    called = _published().match(line.text)
    if called:
        first = find_days(line.text)[0]
        between = line.text[called.end() : first.start]
        return first.day if len(between) <= len("Wednesday, ") or _by().match(between) else None
    said = read_line(line.text)
    signed = said.signed and _OWNER.search(line.marks)
    return (
        line.day
        if said.pure and (signed or _is_label(blocks, line.index - 1, label("published")))
        else None
    )


def _is_label(blocks: Blocks, index: int, called: re.Pattern[str]) -> bool:
    text = blocks.lines[index].text if index >= 0 else ""
    return len(text.split()) <= 4 and called.match(text) is not None


@cache
def _by() -> re.Pattern[str]:
    return re.compile(rf"(?:by|{one_of('by_alone')}) .{{2,60}}$", re.IGNORECASE)


@cache
def _published() -> re.Pattern[str]:
    """The words right before a day that call it that of publication."""
    return re.compile(
        r"(?:(?:this|the) (?:article|story|post|piece|page|column|editorial|blog post) (?:was|is) "
        r")?"
        rf"(?:{one_of('published')})(?!\w)(?: (?:on|at|date))*[\s:,–—-]*(?:the )?",
        re.IGNORECASE,
    )
