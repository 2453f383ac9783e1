"""The title of a page, and where on the page it stands."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.cleaning.head.metadata import Metadata, Said
from corpus.page.lines import PLAIN_SIZE, TITLE_SIZE, Blocks, Line
from corpus.page.text import fold, tidy_title
from corpus.wording.page_head import (
    NAME_WORDS,
    can_be_title,
    find_title,
    is_day_between,
    is_paragraph,
)
from corpus.wording.publisher import calls_paper

_SEPARATOR = re.compile(r"\s+(?:[|\-–—»·•‹›:]|::|//)\s+|\s*\|\s*")
_SITE_WORDS = 6  # the name of a site at a title's end has no more
_ENOUGH = 0.4  # a heading with this part of the page's title agrees with it
_ROWS = 6  # on which a large headline may be set
_COUNTER = re.compile(r"\s+(?:[/|(\d]).{0,30}")  # behind a headline: of comments, a source, a month
_LONGEST = 300
_BOLD_WORDS = 3  # of menus and labels are bold too
_MENU = 4  # links to other pages between a paper's name and a headline
_RELATIVE = re.compile(r"(?!#|\w+:|//).")  # an address on the same site
_OWNED = re.compile(r"(?:©|\(c\)|\bcopyright\b)[\s©\d,–-]*(?:by\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Headline:
    """The title and the index of its line; None when it stands nowhere on the page."""

    text: str
    rule: str
    line: int | None


def find_headline(blocks: Blocks, head_end: int, metadata: Metadata, hints: tuple[Said, ...]) -> Headline | None:
    """The title by the first rule that holds; None where nothing on the page can be one.

    `head_end` is the last line it may stand in. What the page's head says is believed where a heading repeats it;
    `hints` are titles known from elsewhere, believed in the same way.
    """
    if _is_name_of_paper(blocks, head_end, metadata.titles):
        metadata = replace(metadata, paper=metadata.paper.called(metadata.titles[0].value))
    said = (*metadata.titles, *hints)
    found = (
        _hinted(_marked(blocks, head_end), hints)
        or _agreeing(blocks, head_end, said, metadata)
        or _hinted(enumerate(blocks.lines[: head_end + 1]), hints)
        or _only_h1(blocks, head_end, metadata)
        or _said_in_data(metadata)
        or _largest(blocks, head_end, metadata)
        or _bold(blocks, head_end)
        or _above_text(blocks, head_end, metadata)
        or _said_at_all((*hints, *metadata.titles), metadata)
    )
    if found is None:
        return None
    return Headline(tidy_title(found.text), found.rule, found.line if found.line is not None else _spot(blocks, found))


def without_site(title: str, site: str | None) -> str:
    """A page's title without the site's name at its end or beginning."""
    before, _, behind = title.partition(": ")
    if behind.strip() and (calls_paper(before) or (site and fold(before) == fold(site))):
        return behind.strip()
    while True:
        parts = [part for part in _SEPARATOR.split(title) if part]
        if len(parts) < 2:
            return title
        if (site and fold(parts[0]) == fold(site)) or (calls_paper(parts[0]) and not calls_paper(parts[-1])):
            return title[title.index(parts[1]) :]
        first, last = parts[0], parts[-1]
        named = site is not None and fold(last) == fold(site)
        if not named and (len(last.split()) > _SITE_WORDS or len(last) >= len(title) / 2):
            # A dash or a colon is as often the headline's own: only a bar parts a section from it.
            return last if "|" in title and len(first.split()) <= _SITE_WORDS else title
        title = title[: title.rindex(last)].rstrip(" |-–—»·•‹›:/")
        if "|" not in title:
            return title


def _agreeing(blocks: Blocks, head_end: int, titles: tuple[Said, ...], metadata: Metadata) -> Headline | None:
    site = metadata.site
    spots = [(index, line) for index, line in _marked(blocks, head_end) if not metadata.paper.is_known(line.text)]
    for said in titles:
        own = fold(without_site(said.value, site))
        scored = [
            (1.0 if fold(line.text) == own else _agreement(line.text, said.value), line.size, -index, line.text)
            for index, line in spots
        ]
        best = max(scored, default=(0.0, 0, 0, ""))
        if best[0] >= _ENOUGH:
            above = _only_h1(blocks, -best[2], metadata) if best[0] < 1.0 and best[1] < TITLE_SIZE else None
            other = above or _below_label(blocks, -best[2], titles, metadata)
            return other or Headline(_mended(best[3], said, metadata), f"heading as in {said.rule}", -best[2])
    return None


def _below_label(blocks: Blocks, label: int, titles: tuple[Said, ...], metadata: Metadata) -> Headline | None:
    """The large heading right below a small line, where both <title> and that line name but a column of the paper.

    None where anything but <title> calls the page so: a column may have no other title. "Obituary: Jane Doe" is one.
    """
    if label + 1 >= len(blocks.lines) or any(said.rule != "<title>" for said in titles):
        return None
    line, heading = blocks.lines[label], blocks.lines[label + 1]
    small = line.kind != "heading" and ":" not in line.text and line.size <= PLAIN_SIZE < heading.size
    other = heading.linked or not can_be_title(heading.text) or metadata.paper.is_known(heading.text)
    if not small or other:
        return None
    return Headline(heading.text, "heading below the label in <title>", label + 1)


def _mended(heading: str, said: Said, metadata: Metadata) -> str:
    """A heading without the site's name, a section or a counter behind it, and with its other half."""
    title = said.value
    if said.rule != "<title>" and heading.startswith(title) and _COUNTER.fullmatch(heading[len(title) :]):
        return title
    if "|" in heading:
        heading = without_site(heading, metadata.site)
    return _fuller(heading, title, metadata)


def _is_name_of_paper(blocks: Blocks, head_end: int, titles: tuple[Said, ...]) -> bool:
    """Whether a short <title> stands on the page as a paper's name does."""
    if [said.rule for said in titles] != ["<title>"] or len(titles[0].value.split()) > _SITE_WORDS:
        return False
    name = fold(titles[0].value)
    return _owns(blocks, name) or (len(name.split()) <= NAME_WORDS and _heads_page(blocks, head_end, name))


def _heads_page(blocks: Blocks, head_end: int, name: str) -> bool:
    """Whether `name`, which is folded, is followed by a day or a menu, and then by a heading."""
    headings = [(index, line.text) for index, line in _marked(blocks, head_end) if can_be_title(line.text)]
    first = next((index for index, text in headings if fold(text) == name), None)
    if first is None:
        return False
    later = next((index for index, text in headings if index > first and fold(text) != name), None)
    if later is None:
        return False
    asked = _asked(blocks, head_end)
    between = [line for index, line in enumerate(blocks.lines[first:later], first) if index not in asked]
    return is_day_between([line.text for line in between]) or _has_menu(between)


def _owns(blocks: Blocks, name: str) -> bool:
    """Whether the page's copyright is that of `name`, which is folded."""
    marks = ((line.text, _OWNED.search(line.text)) for line in blocks.lines)
    return any(mark is not None and f"{fold(text[mark.end() :])} ".startswith(f"{name} ") for text, mark in marks)


def _has_menu(lines: Sequence[Line]) -> bool:
    """Whether a menu of the site is all that is on these lines, and no text."""
    links = [line for line in lines if line.linked == len(line.text) and _RELATIVE.match(line.href)]
    return len({line.href for line in links}) >= _MENU and not any(is_paragraph(line.text) for line in lines)


def _hinted(spots: Iterable[tuple[int, Line]], hints: tuple[Said, ...]) -> Headline | None:
    known = {fold(said.value): said.rule for said in hints}
    for index, line in spots if known else ():
        rule = known.get(fold(line.text))
        if rule:
            return Headline(line.text, f"line as in {rule}", index)
    return None


def _fuller(heading: str, title: str, metadata: Metadata) -> str:
    """The page's title where the heading is its one half before or after a colon: a headline on two lines."""
    halves = {fold(half) for half in title.split(":", 1)}
    before = title.split(":", 1)[0]
    named = ":" in title and (metadata.paper.begins(before) or calls_paper(before))
    return title if ":" in title and not named and fold(heading) in halves - {fold(metadata.site or "")} else heading


def _agreement(heading: str, title: str) -> float:
    """The part of the longer that the shorter is, where it begins, ends or is one of the parts of it; else 0."""
    one, other = fold(heading), fold(title)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if long.startswith(short + " ") or long.endswith(" " + short):
        parts = {fold(part) for whole in _SEPARATOR.split(title) for part in (whole, whole.partition(": ")[2])}
        return max(len(short) / len(long), 0.9 if one in parts and len(one.split()) > 3 else 0.0)
    return 0.0


def _only_h1(blocks: Blocks, head_end: int, metadata: Metadata) -> Headline | None:
    """The one <h1> near the text that is not the site's own name."""
    found = [
        (index, line) for index, line in enumerate(blocks.lines[: head_end + 1])
        if blocks.regions[line.region].tag == "h1" and not metadata.paper.is_known(line.text)
        and len(line.text.split()) > 2
    ]  # fmt: skip
    if len({fold(line.text) for _, line in found}) != 1:
        return None
    return Headline(found[-1][1].text, "<h1>", found[-1][0])


def _said_in_data(metadata: Metadata) -> Headline | None:
    for said in metadata.titles:
        if said.rule != "<title>" and not metadata.paper.is_known(said.value):
            return Headline(without_site(said.value, metadata.site), said.rule, None)
    return None


def _largest(blocks: Blocks, head_end: int, metadata: Metadata) -> Headline | None:
    spots = [
        (line.size, -index, line.text) for index, line in _marked(blocks, head_end)
        if line.size > PLAIN_SIZE and not metadata.paper.is_known(line.text) and index < head_end
        and line.linked * 2 < len(line.text) and can_be_title(line.text)
    ]  # fmt: skip
    if not spots:
        return None
    _, index, text = max(spots)
    for said in metadata.titles:
        title = without_site(said.value, metadata.site)
        spelt = fold(" ".join(line.text for line in blocks.lines[-index : _ROWS - index]))
        if f"{spelt} ".startswith(f"{fold(title)} ") and fold(title) != fold(text):
            return Headline(title, f"{said.rule}, a word to a line", -index)
    return Headline(text, "the largest line", -index)


def _bold(blocks: Blocks, head_end: int) -> Headline | None:
    """The first bold line below the masthead, on pages that set their title apart by nothing else."""
    for index, line in _marked(blocks, head_end - 1):
        words = len(line.text.split())
        if index < head_end and line.bold and words >= _BOLD_WORDS and not line.linked and can_be_title(line.text):
            return Headline(line.text, "the first bold line", index)
    return None


def _above_text(blocks: Blocks, head_end: int, metadata: Metadata) -> Headline | None:
    """The line above the text on a page whose <title> is as short as the name of a paper, and stands not below it."""
    said = [without_site(said.value, metadata.site) for said in metadata.titles]
    lines = ["" if line.linked else line.text for line in blocks.lines[: head_end + 1]]
    if any(len(title.split()) > _SITE_WORDS for title in said):
        return None
    names = {fold(title) for title in said}
    named = max((index for index, line in enumerate(lines) if names and fold(line) in names), default=-1)
    index = find_title(lines, paper=metadata.paper)
    if index is None or index <= named or len(lines[index].split()) < _BOLD_WORDS:
        return None
    return Headline(lines[index], "the line above the text", index)


def _said_at_all(titles: tuple[Said, ...], metadata: Metadata) -> Headline | None:
    for said in titles:
        value = without_site(said.value, metadata.site)
        if value and not metadata.paper.is_known(value):
            return Headline(value, said.rule, None)
    return None


def _marked(blocks: Blocks, head_end: int) -> Iterator[tuple[int, Line]]:
    """Lines that stand out: headings, large or bold ones above the text, and <h1> wherever they are.

    None of a form that is over before the text: it asks, or searches.
    """
    asked = _asked(blocks, head_end)
    for index, line in enumerate(blocks.lines):
        if index in asked:
            continue
        stands_out = line.kind == "heading" or line.size > PLAIN_SIZE or line.bold
        if len(line.text) <= _LONGEST and (stands_out if index <= head_end else line.size >= TITLE_SIZE):
            yield index, line


def _asked(blocks: Blocks, head_end: int) -> set[int]:
    """The lines of forms that are over before the text; on some sites one form is around the whole page."""
    forms = [region for region in blocks.regions if region.tag == "form" and region.end <= head_end]
    return {index for form in forms for index in range(form.start, form.end)}


def _spot(blocks: Blocks, headline: Headline) -> int | None:
    wanted = fold(headline.text)
    return next((index for index, line in enumerate(blocks.lines) if fold(line.text) == wanted), None)
