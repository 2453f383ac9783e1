"""Which lines of a page are the article: the region whose text outweighs its furniture, and what to leave out of it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cleaning.body.boxes import find_boxes, find_captions
from corpus.cleaning.body.end_matter import without_afterwords
from corpus.cleaning.body.parts import whole_of
from corpus.cleaning.body.posts import find_posts, is_button
from corpus.page.drop_capitals import is_initial
from corpus.page.lines import TITLE_SIZE, Blocks, Line, Region
from corpus.page.text import TERMINAL, count_words
from corpus.pagination.pager import is_pager_line

_CONTENT = re.compile(
    r"articlebody|(?:article|entry|post|story|blog|page)[\s_-]*(?:body|content|text|copy)|body-(?:text|copy)|rich-?text|"
    r"main-?content|(?:^|\s)prose(?:\s|$)"
)
_LISTS = frozenset(("ul", "ol", "dl", "tr"))
_PROSE = 12.0  # words: a line with more is a paragraph
_STANDFIRST = 50.0  # and one paragraph above the text with less is its summary, or a note
_NEARLY_ALL = 0.92  # a child with this part of its parent's score is the better choice
_NAMED_SHARE = 0.6  # and with this part, when the site calls it the article's body
_COLUMN_SHARE = 0.5  # and with most of it where tables make the layout: beside an article stand other columns


@dataclass(frozen=True, slots=True)
class Content:
    """The lines chosen, as indexes into `Blocks.lines`, and the region they stand in."""

    region: int
    lines: tuple[int, ...]
    furniture: frozenset[int]  # lines of the whole page that stand in menus, asides, comments and their like
    rule: str
    pure: bool = False  # no masthead is among them: the region is called the article, or the page's heading is above
    whole: bool = False  # nothing was chosen among its lines: those that are only links are there, too


def find_content(blocks: Blocks) -> Content:
    """The article's lines; none where the page holds no text. Says by which rule its region was found."""
    if not blocks.regions:
        return Content(-1, (), frozenset(), "nothing")
    scores = [_score(line) for line in blocks.lines]
    furniture = find_boxes(blocks, scores)
    sums = [0.0]
    for index, score in enumerate(scores):
        sums.append(sums[-1] + (0.0 if index in furniture else score))
    totals = [sums[region.end] - sums[region.start] for region in blocks.regions]
    region, rule = _choose(blocks.regions, totals)
    region = whole_of(blocks, region, {index for index, score in enumerate(scores) if score >= _PROSE} - furniture)
    span = blocks.regions[region]
    kept = [index for index in range(span.start, span.end) if index not in furniture]
    heading = _heading_above(blocks, region)
    introduction = [] if heading is None else _introduction(blocks, range(heading + 1, span.start), furniture)
    lines = (*introduction, *_trim(blocks, kept))
    if lines and lines[0] > 0 and is_initial(blocks.lines[lines[0] - 1], blocks.lines[lines[0]]):
        lines = (lines[0] - 1, *lines)  # a drop capital in a cell of its own
    return Content(region, lines, frozenset(furniture), rule, heading is not None or _is_named(span))


def _score(line: Line) -> float:
    """How much a line speaks for an article around it, in words; below 0 it speaks for a menu."""
    words = count_words(line.text)
    if line.linked * 2 > len(line.text):
        return -2.0 - words / 2
    plain = words * (1 - line.linked / len(line.text))
    if line.kind == "heading":
        return 1.0
    if words >= 12 or (words >= 4 and line.text.endswith(TERMINAL)):
        return plain + line.text.count(",")
    return 0.0 if line.kind in ("item", "cell") else -1.0


def _choose(regions: list[Region], totals: list[float]) -> tuple[int, str]:
    best = max(range(len(regions)), key=lambda index: (totals[index], -index))
    rule = "text density"
    columns = Counter(region.parent for region in regions if region.tag == "td" and region.start < region.end)
    while True:
        children = [
            index for index, region in enumerate(regions)
            if region.parent == best and totals[index] >= totals[best] * _share(region, columns[index]) > 0
        ]  # fmt: skip
        if not children:
            return best, rule
        best = max(children, key=lambda index: totals[index])
        if _is_named(regions[best]):
            rule = f"text density in <{regions[best].tag}> named as the article"


def _share(region: Region, columns: int) -> float:
    """The part of its parent's text that makes a region, with so many cells side by side, the better choice."""
    if region.tag == "td" or columns > 1:  # rows of one cell each may be the paragraphs of one text
        return _COLUMN_SHARE
    return _NAMED_SHARE if _is_named(region) else _NEARLY_ALL


def _is_named(region: Region) -> bool:
    return region.tag == "article" or bool(_CONTENT.search(region.marks))


def _heading_above(blocks: Blocks, region: int) -> int | None:
    """The page's heading above a region; None where tables make the layout, whose first heading names the paper."""
    if any(around.tag in ("table", "td") for around in blocks.path(region)):
        return None
    return max((i for i in range(blocks.regions[region].start) if blocks.lines[i].size == TITLE_SIZE), default=None)


def _introduction(blocks: Blocks, span: range, furniture: set[int]) -> list[int]:
    """The prose between the page's heading and the region: a site may keep a text's first paragraphs in another box."""
    found = [
        index for index in span
        if index not in furniture and blocks.lines[index].kind != "caption" and _score(blocks.lines[index]) >= _PROSE
    ]  # fmt: skip
    long = sum(_score(blocks.lines[index]) for index in found) >= _STANDFIRST
    return found if len(found) > 1 or long else []


def _trim(blocks: Blocks, kept: list[int]) -> list[int]:
    """`kept` without captions, lines that are links only, and what is said of other things."""
    captions = find_captions(blocks)
    text = [index for index in kept if index not in captions]
    if _length(blocks, text) * 2 < _length(blocks, kept):
        text = kept  # a story in pictures
    mixed: dict[int, bool] = {}
    posts = find_posts(blocks)
    return [
        index for index in without_afterwords(blocks, text)
        if (
            not is_button(blocks.lines[index]) if index in posts and _is_link_only(blocks.lines[index])
            else not _is_card(blocks.lines, index) and not _turns_page(blocks.lines, index) and
            (not _is_link_only(blocks.lines[index]) or _is_listed(blocks, index, mixed))
        )
    ]  # fmt: skip


def _length(blocks: Blocks, lines: list[int]) -> int:
    return sum(len(blocks.lines[index].text) for index in lines)


def _is_link_only(line: Line) -> bool:
    return line.is_link and line.kind != "heading"


def _turns_page(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a bar such as "1 | 2 | 3 Next", or stands above one and says "Page 1 of 3".

    A bar has at least one link: the page's own number has none. A cell of a table of facts holds nothing else.
    """
    line = lines[index]
    bar = (line,) if line.linked else lines[index : index + 2]
    if not bar[-1].linked or line.kind in ("heading", "item"):
        return False
    alone = line.kind == "cell" and (index == 0 or lines[index - 1].region != line.region)
    return not alone and all(is_pager_line(part.text) for part in bar)


def _is_card(lines: Sequence[Line], index: int) -> bool:
    """Whether a heading and the line below it are one link: a card of another story."""
    if lines[index].kind != "heading" or index + 1 == len(lines):
        return False
    one, other = lines[index], lines[index + 1]
    return one.carded and _is_link_only(other) and one.href == other.href


def _is_listed(blocks: Blocks, index: int, mixed: dict[int, bool]) -> bool:
    """Whether a link is one item of a list, or one cell of a row, that holds more than links. Learns in `mixed`."""
    line = blocks.lines[index]
    if line.href.startswith("#"):
        return False
    around = next((region for region in blocks.path(line.region) if region.tag in _LISTS), None)
    if around is None or line.kind not in ("item", "cell"):
        return False
    if around.start not in mixed:
        mixed[around.start] = not all(map(_is_link_only, blocks.lines[around.start : around.end]))
    return mixed[around.start]
