"""Which lines of a page are the article: the region whose text outweighs its furniture, and what to
leave out of it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.cleaning.body.boxes import find_boxes, find_captions, find_cards
from corpus.cleaning.body.end_matter import without_afterwords
from corpus.cleaning.body.flow import Flow, container, find_flow
from corpus.cleaning.body.parts import whole_of
from corpus.cleaning.body.posts import find_posts, is_button
from corpus.page.drop_capitals import is_initial
from corpus.page.lines import TITLE_SIZE, Blocks, Line, Region
from corpus.page.text import TERMINAL
from corpus.pagination.pager import is_pager_line
from corpus.wording.said import credits_picture, is_label

_CONTENT = re.compile(
    r"articlebody|(?:article|entry|post|story|blog|page)[\s_-]*(?:body|content|text|copy)|"
    r"body-(?:text|copy)|rich-?text|"
    r"main-?content|(?:^|\s)prose(?:\s|$)"
)
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre"))
_TABLES = frozenset(("table", "tbody", "tr", "td"))
_LISTS = frozenset(("ul", "ol", "dl", "tr"))
_TEXT = 3  # paragraphs of an article
_SENTENCE = 5  # words of a link that may be one
_PROSE = 12.0  # words: a line with more is a paragraph
_NEARLY_ALL = 0.92  # a child with this part of its parent's score is the better choice
_NAMED_SHARE = 0.6  # and with this part, when the site calls it the article's body
# and with most of it where tables make the layout: beside an article stand other columns
_COLUMN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Content:
    """The lines chosen, as indexes into `Blocks.lines`, and the region they stand in."""

    region: int
    lines: tuple[int, ...]
    # lines of the whole page that stand in menus, asides, comments and their like
    furniture: frozenset[int]
    rule: str
    # no masthead is among them: the region is called the article, or the page's heading is above
    pure: bool = False
    # the first line of the region: those before it are paragraphs that a site keeps above the text
    begins: int = 0
    # nothing was chosen among its lines: those that are only links are there, too
    whole: bool = False


def find_content(blocks: Blocks) -> Content:
    """The article's lines; none where the page holds no text. Says by which rule its region was
    found."""
    if not blocks.regions:
        return Content(-1, (), frozenset(), "nothing")
    scores = [_score(line) for line in blocks.lines]
    furniture = find_boxes(blocks, scores)
    text, links = [0.0], [0.0]
    for index, score in enumerate(scores):
        counted = 0.0 if index in furniture else score
        text.append(text[-1] + max(counted, 0.0))
        links.append(links[-1] - min(counted, 0.0))
    totals = [
        _total(
            region, text[region.end] - text[region.start], links[region.end] - links[region.start]
        )
        for region in blocks.regions
    ]
    region, rule = _choose(blocks.regions, totals)
    region = _own_article(blocks, region, scores)
    region = whole_of(
        blocks, region, {index for index, score in enumerate(scores) if score >= _PROSE} - furniture
    )
    span = blocks.regions[region]
    kept = [index for index in range(span.start, span.end) if index not in furniture]
    heading = _heading_above(blocks, region)
    around = [] if heading is None else _around(blocks, region, heading, furniture)
    lines = tuple(_trim(blocks, sorted((*around, *kept)), find_cards(blocks, region)))
    if lines and lines[0] > 0 and is_initial(blocks.lines[lines[0] - 1], blocks.lines[lines[0]]):
        lines = (lines[0] - 1, *lines)  # a drop capital in a cell of its own
    return Content(
        region,
        lines,
        frozenset(furniture),
        rule,
        heading is not None or _is_named(span),
        span.start,
    )


def _score(line: Line) -> float:
    """How much a line speaks for an article around it, in words; below 0 it speaks for a menu."""
    words = line.words
    if line.linked * 2 > len(line.text):
        return -2.0 - words / 2
    plain = words * (1 - line.linked / len(line.text))
    if line.kind == "heading":
        return 1.0
    if words >= 12 or (words >= 4 and line.text.endswith(TERMINAL)):
        return plain + line.text.count(",")
    return 0.0 if line.kind in ("item", "cell") else -1.0


def _own_article(blocks: Blocks, region: int, scores: Sequence[float]) -> int:
    """The only <article> in a region that has the page's heading and running text: beside it stand
    comments."""
    span = blocks.regions[region]
    inside = [
        index
        for index, one in enumerate(blocks.regions)
        if one.tag == "article" and span.start <= one.start and one.end <= span.end
    ]
    if len(inside) != 1:
        return region
    own = blocks.regions[inside[0]]
    headed = any(blocks.lines[index].size == TITLE_SIZE for index in range(own.start, own.end))
    prose = sum(score >= _PROSE for score in scores[own.start : own.end])
    return inside[0] if headed and prose >= _TEXT else region


def _total(region: Region, text: float, links: float) -> float:
    """How much a region speaks for an article in it. A list of links takes from a text no more than
    half of it, but where tables make the layout; a paragraph is a part of what it stands in."""
    if region.tag in _PARAGRAPHS:
        return 0.0
    return text - (links if region.tag in _TABLES else min(links, text / 2))


def _choose(regions: list[Region], totals: list[float]) -> tuple[int, str]:
    best = max(range(len(regions)), key=lambda index: (totals[index], -index))
    rule = "text density"
    columns = Counter(
        region.parent for region in regions if region.tag == "td" and region.start < region.end
    )
    while True:
        children = [
            index
            for index, region in enumerate(regions)
            if region.parent == best
            and totals[index] >= totals[best] * _share(region, columns[index]) > 0
        ]
        if not children:
            return best, rule
        best = max(children, key=lambda index: totals[index])
        if _is_named(regions[best]):
            rule = f"text density in <{regions[best].tag}> named as the article"


def _share(region: Region, columns: int) -> float:
    """The part of its parent's text that makes a region, with so many cells side by side, the
    better choice."""
    if region.tag == "td" or columns > 1:  # rows of one cell each may be the paragraphs of one text
        return _COLUMN_SHARE
    return _NAMED_SHARE if _is_named(region) else _NEARLY_ALL


def _is_named(region: Region) -> bool:
    return region.tag == "article" or bool(_CONTENT.search(region.marks))


def _heading_above(blocks: Blocks, region: int) -> int | None:
    """The page's heading above a region; None where tables make the layout, whose first heading
    names the paper."""
    if any(around.tag in ("table", "td") for around in blocks.path(region)):
        return None
    above = blocks.lines[: blocks.regions[region].start]
    largest = max((line.size for line in above if line.kind == "heading"), default=0)
    return max(
        (
            index
            for index, line in enumerate(above)
            if line.kind == "heading" and line.size == largest
        ),
        default=None,
    )


def _around(blocks: Blocks, region: int, heading: int, furniture: set[int]) -> list[int]:
    """The paragraphs of a text in other boxes beside its region, below the page's heading: a site
    may keep its first ones apart, or begin a box behind each picture. Behind the region they end
    with the first line of another kind."""
    span = blocks.regions[region]
    outer = next((one for one in blocks.path(region) if one.start <= heading), span)
    before = [index for index in range(heading + 1, span.start) if index not in furniture]
    behind = (index for index in range(span.end, outer.end) if index not in furniture)
    behind = (index for index in behind if not is_label(blocks.lines[index]))
    return [index for index in before if _is_paragraph(blocks.lines[index])] + list(
        takewhile(lambda index: _is_paragraph(blocks.lines[index]), behind)
    )


def _is_paragraph(line: Line) -> bool:
    """Whether a line is running text, ends as a sentence does and is no caption."""
    plain = line.kind == "text" and line.text.endswith(TERMINAL)
    return plain and line.words >= _PROSE and not credits_picture(line)


def _trim(blocks: Blocks, kept: list[int], cards: set[int]) -> list[int]:
    """`kept` without captions, lines that are links only, and what is said of other things, `cards`
    among it."""
    captions = find_captions(blocks)
    text = [index for index in kept if index not in captions]
    if _length(blocks, text) * 2 < _length(blocks, kept):
        text = kept  # a story in pictures
    posts = find_posts(blocks)
    flow = find_flow(blocks, text)
    mixed: dict[int, bool] = {}
    return [
        index
        for index in without_afterwords(blocks, text, flow)
        if index not in cards
        and (
            not is_button(blocks.lines[index])
            if index in posts and _is_link_only(blocks.lines[index])
            else not _turns_page(blocks.lines, index)
            and (
                not _is_link_only(blocks.lines[index])
                or _is_sentence(blocks, index, flow)
                or _is_listed(blocks, index, mixed)
            )
        )
    ]


def _is_sentence(blocks: Blocks, index: int, flow: Flow) -> bool:
    """Whether a link is a sentence of the text, and stands where its paragraphs do."""
    line = blocks.lines[index]
    return (
        line.kind == "text"
        and line.text.endswith(TERMINAL)
        and not line.text.isupper()
        and len(line.text.split()) >= _SENTENCE
        and (container(blocks, line) == flow.container)
    )


def _length(blocks: Blocks, lines: list[int]) -> int:
    return sum(len(blocks.lines[index].text) for index in lines)


def _is_link_only(line: Line) -> bool:
    """Whether a line is a link, or a label and one: "Ferries: The boat that never sailed"."""
    label = line.text[: line.ahead].endswith((":", "?")) and "://" not in line.text
    return line.kind != "heading" and (
        line.is_link or (label and line.linked * 2 > len(line.text))
    )


def _turns_page(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a bar such as "1 | 2 | 3 Next", or stands above one and says "Page 1 of 3".

    A bar has at least one link: the page's own number has none. A cell of a table of facts holds
    nothing else.
    """
    line = lines[index]
    bar = (line,) if line.linked else lines[index : index + 2]
    if not bar[-1].linked or line.kind in ("heading", "item"):
        return False
    alone = line.kind == "cell" and (index == 0 or lines[index - 1].region != line.region)
    return not alone and all(is_pager_line(part.text) for part in bar)


def _is_listed(blocks: Blocks, index: int, mixed: dict[int, bool]) -> bool:
    """Whether a link is one item of a list, or one cell of a row, that holds more than links.
    Learns in `mixed`."""
    line = blocks.lines[index]
    if line.href.startswith("#"):
        return False
    around = next((region for region in blocks.path(line.region) if region.tag in _LISTS), None)
    if around is None or line.kind not in ("item", "cell"):
        return False
    if around.start not in mixed:
        mixed[around.start] = not all(map(_is_link_only, blocks.lines[around.start : around.end]))
    return mixed[around.start]
