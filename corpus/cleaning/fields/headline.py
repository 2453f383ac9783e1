"""The title of a page, and where on the page it stands."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from corpus.cleaning.head.metadata import Metadata, Said
from corpus.page.lines import PLAIN_SIZE, TITLE_SIZE, Blocks, Line
from corpus.page.markup import Tree
from corpus.page.text import fold, tidy_title
from corpus.wording.day_labels import SECTION
from corpus.wording.page_head import can_be_title, find_title, is_day_between
from corpus.wording.publisher import Paper, is_name_of_paper

_SEPARATOR = re.compile(r"\s+(?:[|\-–—»«·•‹›:]|::|//)\s+|\s*\|\s*")
_SITE_WORDS = 6  # the name of a site at a title's end has no more
_ENOUGH = 0.4  # a heading with this part of the page's title agrees with it
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LONGEST = 300
_TITLE_WORDS = 3  # labels have fewer; and a menu has more links
_MOST_HEADINGS = 200
_OWNED = re.compile(  # begins with a set of characters: so it is found fast
    r"(?-i:[©(Cc])(?:(?<=©)|(?<=\()c\)|(?<=\bc)opyright\b)[\s©\d,–-]*(?:by\s+)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The title and the index of its line; None when it stands nowhere on the page."""

    text: str
    rule: str
    line: int | None


def find_headline(
    blocks: Blocks,
    head_end: int,
    metadata: Metadata,
    *,
    hints: tuple[Said, ...] = (),
    parts: frozenset[str] = frozenset(),
) -> Headline | None:
    """The title by the first rule that holds; None where nothing on the page can be one.

    `head_end` is the last line it may stand in. What the page's head says is believed where a
    heading repeats it; `hints` are titles known from elsewhere, believed in the same way; `parts`
    are what `heading_parts` finds.
    """
    if _is_name_of_paper(blocks, head_end, metadata.titles):
        metadata = replace(metadata, paper=metadata.paper.called(metadata.titles[0].value))
    said = (*metadata.titles, *hints)
    found = (
        _hinted(_marked(blocks, head_end), hints)
        or _agreeing(blocks, head_end, said, metadata, parts)
        or _only_h1(blocks, head_end, metadata)
        or _said_in_data(metadata)
        or _largest(blocks, head_end, metadata)
        or _above_text(blocks, head_end, metadata)
        or _said_at_all((*hints, *metadata.titles), metadata)
    )
    if found is None:
        return None
    if metadata.is_news:
        found = replace(found, text=_most_said(found.text, metadata))
    return Headline(
        tidy_title(found.text),
        found.rule,
        found.line if found.line is not None else _spot(blocks, found),
    )


def _most_said(heading: str, metadata: Metadata) -> str:
    """A paper's heading, or what more voices of its head say with one accord and it has nothing of:
    the label of a series, the newest line of a report that goes on."""
    said = {
        said.rule: without_site(said.value, metadata.paper) for said in reversed(metadata.titles)
    }
    voices = Counter(_joined(title) for title in (heading, *said.values()))
    best = max((heading, *said.values()), key=lambda title: voices[_joined(title)])
    return heading if _agreement(heading, best) else best


def heading_parts(root: Tree) -> frozenset[str]:
    """What stands in an element of its own at the beginning or the end of a page's heading, all
    together: a kicker, a counter, a source."""
    found: set[str] = set()
    for heading in islice(root.iter("h1", "h2", "h3"), _MOST_HEADINGS):
        inner = [_joined("".join(child.itertext())) for child in heading]
        found.update(inner[:1], inner[-1:], ["".join(inner)])
    return frozenset(found)


def without_site(title: str, paper: Paper) -> str:
    """A page's title without the paper's name at its end or beginning."""
    before, _, behind = title.partition(": ")
    if behind.strip() and (is_name_of_paper(before) or paper.is_known(before)):
        return behind.strip()
    while True:
        parts = [part for part in _SEPARATOR.split(title) if part]
        if len(parts) < 2:
            return title
        first, last = parts[0], parts[-1]
        named = paper.is_known(last) or is_name_of_paper(last)
        if not named and (paper.is_known(first) or is_name_of_paper(first)):
            return title[title.index(parts[1]) :]
        short = "|" in title and len(last.split()) <= _SITE_WORDS and len(last) < len(title) / 2
        if not named and not short:
            return last if "|" in title and len(first.split()) <= _SITE_WORDS else title
        title = title[: title.rindex(last)].rstrip(" |-–—»«·•‹›:/")
        if "|" not in title:
            return title


def _agreeing(
    blocks: Blocks,
    head_end: int,
    titles: tuple[Said, ...],
    metadata: Metadata,
    parts: frozenset[str],
) -> Headline | None:
    """The heading that repeats one of the titles: the page's own, else a smaller one."""
    spots = [
        (index, line)
        for index, line in _headings(blocks, head_end)
        if not (metadata.paper.is_known(line.text) or SECTION.fullmatch(line.text))
    ]
    largest = [(index, line) for index, line in spots if line.size >= TITLE_SIZE]
    for among, said in product((largest, spots), titles):
        own = without_site(said.value, metadata.paper)
        scored = [
            (
                1.0
                if _joined(line.text) == _joined(own)
                else _agreement(line.text, said.value, large=line.size >= TITLE_SIZE),
                line.size,
                -index,
                line.text,
            )
            for index, line in among
        ]
        best = max(scored, default=(0.0, 0, 0, ""))
        if best[0] >= _ENOUGH:
            partly = best[0] < 1.0 and best[1] < TITLE_SIZE
            above = _only_h1(blocks, -best[2], metadata) if partly else None
            other = above or _below_label(blocks, -best[2], titles, metadata)
            text = _mended(best[3], own, metadata, parts)
            return other or Headline(text, f"heading as in {said.rule}", -best[2])
    return None


def _below_label(
    blocks: Blocks, label: int, titles: tuple[Said, ...], metadata: Metadata
) -> Headline | None:
    """The large heading right below a small line, where both <title> and that line name but a
    column of the paper.

    None where anything but <title> calls the page so: a column may have no other title. "Obituary:
    Jane Doe" is one.
    """
    if label + 1 >= len(blocks.lines) or any(said.rule != "<title>" for said in titles):
        return None
    line, heading = blocks.lines[label], blocks.lines[label + 1]
    small = (
        line.kind != "heading" and ":" not in line.text and line.size <= PLAIN_SIZE < heading.size
    )
    other = (
        heading.linked or not can_be_title(heading.text) or metadata.paper.is_known(heading.text)
    )
    if not small or other:
        return None
    return Headline(heading.text, "heading below the label in <title>", label + 1)


def _mended(heading: str, title: str, metadata: Metadata, parts: frozenset[str]) -> str:
    """A heading without the site's name, a kicker or a counter beside it, which the title
    lacks, and with its other half."""
    whole, wanted = _joined(heading), _joined(title)
    if fold(heading) != fold(title) and whole == wanted:
        return title  # its parts are set side by side, and only a style sheet parts them
    if whole != wanted and whole.replace(wanted, "", 1) in parts:
        return title
    before, colon, behind = title.partition(":")
    named = metadata.paper.begins(before) or is_name_of_paper(before)
    if colon and not named and fold(heading) in (fold(before), fold(behind)):
        return title  # a headline on two lines
    return without_site(heading, metadata.paper) if "|" in heading else heading


def _is_name_of_paper(blocks: Blocks, head_end: int, titles: tuple[Said, ...]) -> bool:
    """Whether a short <title> stands on the page as a paper's name does: in its copyright, or above
    a day or a menu and then a heading."""
    if [said.rule for said in titles] != ["<title>"] or len(titles[0].value.split()) > _SITE_WORDS:
        return False
    name = fold(titles[0].value)
    marks = ((line.text, _OWNED.search(line.text)) for line in blocks.lines)
    if any(
        mark is not None and f"{fold(text[mark.end() :])} ".startswith(f"{name} ")
        for text, mark in marks
    ):
        return True
    if len(name.split()) > _TITLE_WORDS:
        return False
    marked = _marked(blocks, head_end)
    headings = (index for index, line in marked if can_be_title(line.text))
    named = (
        index
        for index, line in marked
        if fold(blocks.lines[index].text) == name and can_be_title(line.text)
    )
    first, later = next(named, None), next(headings, None)  # the one goes on behind the other
    between = [] if later is None else blocks.lines[first:later]
    menu = {line.href for line in between if line.is_link and not line.href.startswith("#")}
    return is_day_between([line.text for line in between]) or len(menu) > _TITLE_WORDS


def _hinted(spots: Iterable[tuple[int, Line]], hints: tuple[Said, ...]) -> Headline | None:
    known = {fold(said.value): said.rule for said in hints}
    for index, line in spots if known else ():
        rule = known.get(fold(line.text))
        if rule:
            return Headline(line.text, f"line as in {rule}", index)
    return None


def _agreement(heading: str, title: str, *, large: bool = False) -> float:
    """The part of the longer that the shorter is, where it begins, ends or is one of the parts of
    it; else 0."""
    one, other = fold(heading), fold(title)
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if long.startswith(short + " ") or long.endswith(" " + short):
        parts = {
            fold(part)
            for whole in _SEPARATOR.split(title)
            for part in (whole, whole.partition(": ")[2])
        }
        sure = large or len(one.split()) > 3
        return max(len(short) / len(long), 0.9 if sure and one in parts else 0.0)
    return 0.0


def _joined(text: str) -> str:
    """A text without all that may part its words."""
    return fold(text).replace(" ", "")


def _only_h1(blocks: Blocks, head_end: int, metadata: Metadata) -> Headline | None:
    """The one <h1> near the text that is not the site's own name."""
    found = [
        (index, line)
        for index, line in _marked(blocks, head_end)
        if line.size >= TITLE_SIZE
        and line.kind == "heading"
        and index <= head_end
        and not metadata.paper.is_known(line.text)
        and len(line.text.split()) > 2
    ]
    if len({fold(line.text) for _, line in found}) != 1:
        return None
    return Headline(found[-1][1].text, "<h1>", found[-1][0])


def _said_in_data(metadata: Metadata) -> Headline | None:
    for said in metadata.titles:
        if said.rule != "<title>" and not metadata.paper.is_known(said.value):
            return Headline(without_site(said.value, metadata.paper), said.rule, None)
    return None


def _largest(blocks: Blocks, head_end: int, metadata: Metadata) -> Headline | None:
    spots = [
        (line.size, -index, line.text)
        for index, line in _marked(blocks, head_end)
        if line.size > PLAIN_SIZE
        and not metadata.paper.is_known(line.text)
        and index < head_end
        and can_be_title(line.text)
    ]
    if not spots:
        return None
    _, index, text = max(spots)
    return Headline(text, "the largest line", -index)


def _above_text(blocks: Blocks, head_end: int, metadata: Metadata) -> Headline | None:
    """The line above the text, on a page that sets its title apart by nothing and has none in its
    head."""
    asked = _asked(blocks, head_end)
    lines = [
        "" if line.linked or index in asked else line.text
        for index, line in enumerate(blocks.lines[: head_end + 1])
    ]
    index = find_title(lines, paper=metadata.paper)
    said = any(
        len(without_site(said.value, metadata.paper).split()) > _SITE_WORDS
        for said in metadata.titles
    )
    if said or index is None or len(lines[index].split()) < _TITLE_WORDS:
        return None
    return Headline(lines[index], "the line above the text", index)


def _said_at_all(titles: tuple[Said, ...], metadata: Metadata) -> Headline | None:
    for said in titles:
        value = without_site(said.value, metadata.paper)
        if value and not metadata.paper.is_known(value):
            return Headline(value, said.rule, None)
    return None


def _marked(blocks: Blocks, head_end: int) -> Iterator[tuple[int, Line]]:
    """Lines that stand out, those of one heading joined, with the index of the last: headings,
    large or bold ones above the text, and <h1> wherever they are.

    None of a menu, and none of a form that is over before the text: it asks, or searches.
    """
    asked = _asked(blocks, head_end)
    for index, line in _whole(blocks):
        if index in asked:
            continue
        stands_out = line.kind == "heading" or line.size > PLAIN_SIZE or line.bold
        if len(line.text) <= _LONGEST and (
            stands_out if index <= head_end else line.size >= TITLE_SIZE
        ):
            yield index, line


def _headings(blocks: Blocks, head_end: int) -> Iterator[tuple[int, Line]]:
    """Lines that stand out, and each line of those that are a heading together."""
    for index, line in _marked(blocks, head_end):
        yield index, line
        while line is not blocks.lines[index]:
            yield index, blocks.lines[index]
            if not _goes_on(blocks, index):
                break
            index -= 1


def _whole(blocks: Blocks) -> Iterator[tuple[int, Line]]:
    """Each line, those of one heading as one, with the index of the last of them."""
    texts: list[str] = []
    for index, line in enumerate(blocks.lines):
        texts.append(line.text)
        if index + 1 < len(blocks.lines) and _goes_on(blocks, index + 1):
            continue
        yield index, line if len(texts) == 1 else replace(line, text=" ".join(texts))
        texts = []


def _goes_on(blocks: Blocks, index: int) -> bool:
    """Whether a line is of the heading that the line before it begins."""
    before, line = blocks.lines[index - 1], blocks.lines[index]
    if line.kind == before.kind == "heading":
        return _heading_of(blocks, before) == _heading_of(blocks, line)
    return line.soft and line.size == before.size > PLAIN_SIZE


def _heading_of(blocks: Blocks, line: Line) -> int:
    """The region of the heading in which a line stands."""
    index = line.region
    while index >= 0 and blocks.regions[index].tag not in _HEADINGS:
        index = blocks.regions[index].parent
    return index


def _asked(blocks: Blocks, head_end: int) -> set[int]:
    """The lines of forms that are over before the text; on some sites one form is around the whole
    page."""
    boxes = [
        region
        for region in blocks.regions
        if region.tag == "nav"
        or "breadcrumb" in region.marks
        or (region.tag == "form" and region.end <= head_end)
    ]
    return {index for box in boxes for index in range(box.start, box.end)}


def _spot(blocks: Blocks, headline: Headline) -> int | None:
    wanted = fold(headline.text)
    return next(
        (index for index, line in enumerate(blocks.lines) if fold(line.text) == wanted), None
    )
