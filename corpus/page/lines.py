"""A page's tree as a sequence of lines in reading order, each within its region of the page."""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from lxml import etree

from corpus.page.markup import Tree
from corpus.page.text import TERMINAL, count_words, tidy, without_trackers

Kind = Literal["text", "heading", "item", "quote", "cell", "caption"]

_SKIPPED = frozenset(
    "script style noscript template svg math iframe object embed applet select option datalist "
    "button textarea input "
    "canvas audio video picture map title dialog".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p pre section summary "
    "table tbody td tfoot "
    "th thead tr ul".split()
)
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
    "blockquote": "quote",
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
}
PLAIN_SIZE = 3
TITLE_SIZE = 6
_INITIALS = frozenset(("font", "big", "span"))  # what a drop capital stands in
_HEADING_SIZES = {"h1": TITLE_SIZE, "h2": 5, "h3": 4, "h4": 4}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCK = re.compile(r"display\s*:\s*block", re.IGNORECASE)
# React sends late parts of a page hidden and has a script move them in
_STREAMED = re.compile(r"S:[0-9a-f]+$")
_LENGTH = etree.XPath("string-length()")
_WORDS = etree.XPath("normalize-space()")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_REST = 2  # paragraphs of a hidden element that is read
_LONG_LINE = 80  # characters: a line of a poem is shorter, a paragraph ended by one <br> is longer
_LONGEST_MARKS = 500  # characters of what a site calls an element
MOST_AROUND = 60  # elements around a line that tell something of it; real pages have some 30
_MOST_KEPT = 10_000  # lines that no tag parts; those after them are one
_LONGEST_STAMP = 100
_LONGEST_LINK = 800  # characters: a whole card of a list may be one link


@dataclass(slots=True)
class Region:
    """An element that holds blocks: `lines[start:end]` are its own and its children's."""

    tag: str
    parent: int  # index of the region around it; -1 for the page
    marks: str  # its class, id, role and itemprop, lower case: what the site calls it
    start: int
    end: int = 0


@dataclass(slots=True)
class Line:
    """A run of text between two breaks."""

    text: str
    kind: Kind
    size: int  # of its first letters, as <font size> counts: PLAIN_SIZE, or TITLE_SIZE for an <h1>
    bold: bool  # its first letters are
    linked: int  # characters inside links
    href: str  # of its last link, as written; empty for none
    soft: bool  # goes on with the line before it after a single <br>
    region: int
    row: int  # number of the table row, 0 outside of tables
    carded: bool = False  # the link that it stands in goes on behind it
    initial: bool = False  # its first letter stands in an element of its own
    ahead: int = 0  # characters before its first link, white space aside
    pictured: str = ""  # the address of a link without words before it: of a picture
    words: int = field(init=False)  # counted once: a long line may stand in many regions

    def __post_init__(self) -> None:
        self.words = count_words(self.text)

    @property
    def is_link(self) -> bool:
        """Whether nearly all of it is links: a dash, a counter or a label may stand beside them."""
        return self.linked * 10 > 8 * len(self.text)


@dataclass(slots=True)
class Moment:
    """A <time> element."""

    stamp: str  # its datetime, else its text
    line: int  # it stands in or before this line
    region: int
    marks: str  # what the site calls it


@dataclass(slots=True)
class Blocks:
    """The page, flat."""

    lines: list[Line]
    regions: list[Region]
    moments: list[Moment]

    def path(self, index: int, most: int = MOST_AROUND) -> list[Region]:
        """The region with this index and those around it, innermost first; no more than tell
        something of it."""
        found: list[Region] = []
        while index >= 0 and len(found) < most:
            found.append(self.regions[index])
            index = self.regions[index].parent
        return found


@dataclass(slots=True)
class _Walk:
    """What is known between two tags."""

    lines: list[Line] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=lambda: ["text"])
    sizes: list[int] = field(default_factory=lambda: [PLAIN_SIZE])
    bold: int = 0
    anchors: list[bool] = field(default_factory=list)  # for each <a> that is open: whether it links
    links: int = 0  # of them do
    href: str = ""
    linked: int = 0
    ahead: int = 0
    picture: str = ""  # where a link without words led
    pre: int = 0  # elements that are open and keep their line breaks
    breaks: int = 2  # line breaks since the last text; two part paragraphs
    rows: int = 0
    started: tuple[int, bool] | None = None
    initial: bool = False
    plain: bool = False  # some of the text is not bold
    label: bool = False  # all of the line before was

    def add(self, text: str | None) -> None:
        if not text:
            return
        left = max(0, _MOST_KEPT - len(self.lines))
        first, *others = text.split("\n", left) if self.pre else (text,)
        self._add(first)
        for line in others:
            self.flush(1)
            self._add(line)

    def _add(self, text: str) -> None:
        if not text.isspace():
            self.started = self.started or (self.sizes[-1], self.bold > 0)
            self.plain = self.plain or self.bold == 0
            if self.links:
                self.ahead = (
                    self.ahead if self.linked else len(" ".join("".join(self.pieces).split()))
                )
                self.linked += len(text.strip())
        self.pieces.append(text)

    def flush(self, breaks: int) -> None:
        text = "".join(self.pieces)
        text = "" if not text or text.isspace() else without_trackers(tidy(text))
        if text and not any(map(str.isalnum, text)):
            self.breaks += 2  # asterisks and dashes part what stands above them from what follows
        elif text:
            size, bold = self.started or (PLAIN_SIZE, False)
            # A heading inside the text, where only single breaks part it.
            label = (bold and not self.plain) or size > PLAIN_SIZE
            soft = self.breaks < 2 and not _ends_paragraph(self.lines[-1].text)
            soft = soft and not (
                label != self.label and _parts(self.lines[-1].text, text, label=label)
            )
            linked = min(self.linked, len(text))
            line = Line(
                text,
                self.kinds[-1],
                size,
                bold,
                linked,
                self.href if linked else "",
                soft,
                self.open[-1] if self.open else -1,
                self.rows if self.kinds[-1] == "cell" else 0,
                linked > 0 and self.links > 0,
                self.initial,
                self.ahead,
                self.picture,
            )
            self.picture = ""
            self.lines.append(line)
            self.breaks, self.label = 0, label
        self.pieces.clear()
        self.linked, self.started, self.initial, self.plain = 0, None, False, False
        self.breaks += breaks


def read_blocks(root: Tree) -> Blocks:
    """The lines and regions of a page, what is hidden and what is no text left out."""
    walk = _Walk()
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Tree | None = None
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(element):
                skipped = element
                walker.skip_subtree()
            else:
                _enter(walk, element, tag)
        elif element is skipped:
            skipped = None
            walk.add(element.tail)
        else:
            _leave(walk, element, str(tag))
    walk.flush(2)
    return Blocks(walk.lines, walk.regions, walk.moments)


def _enter(walk: _Walk, element: Tree, tag: str) -> None:
    if tag == "br":
        walk.flush(1)
    elif _is_block(element, tag):
        walk.flush(2)
        walk.pre += tag == "pre"
        walk.regions.append(
            Region(tag, walk.open[-1] if walk.open else -1, _marks(element), len(walk.lines))
        )
        walk.open.append(len(walk.regions) - 1)
        walk.kinds.append(
            "quote" if tag == "figcaption" and _follows_quote(walk) else _kind(walk, tag)
        )
        walk.sizes.append(_HEADING_SIZES.get(tag, walk.sizes[-1]))
        walk.rows += tag == "tr"
    elif tag == "font":
        walk.sizes.append(_font_size(element.get("size"), walk.sizes[-1]))
    elif tag in ("b", "strong"):
        walk.bold += 1
    elif tag == "a":
        walk.anchors.append(_is_link(element))
        walk.links += walk.anchors[-1]
        walk.href = element.get("href", "") if walk.anchors[-1] else walk.href
    elif tag == "time":
        stamp = (element.get("datetime") or _first_text(element))[:_LONGEST_STAMP]
        walk.moments.append(
            Moment(stamp, len(walk.lines), walk.open[-1] if walk.open else -1, _marks(element))
        )
    walk.add(element.text)


def _kind(walk: _Walk, tag: str) -> Kind:
    return _KINDS.get(tag, "text" if walk.kinds[-1] == "cell" else walk.kinds[-1])


def _follows_quote(walk: _Walk) -> bool:
    """Whether the caption that begins says whom the figure around it quotes."""
    figure = walk.regions[walk.regions[-1].parent]
    return figure.tag == "figure" and any(
        line.kind == "quote" for line in walk.lines[figure.start :]
    )


def _leave(walk: _Walk, element: Tree, tag: str) -> None:
    if _is_block(element, tag):
        walk.flush(2)
        walk.pre -= tag == "pre"
        walk.regions[walk.open.pop()].end = len(walk.lines)
        walk.kinds.pop()
        walk.sizes.pop()
    elif tag == "font":
        walk.sizes.pop()
    elif tag in ("b", "strong"):
        walk.bold -= 1
    elif tag == "a":
        walk.links -= walk.anchors.pop()
        if len(element) and not _WORDS(element):
            walk.picture = element.get("href") or walk.picture
    if tag in _INITIALS and 0 < len(walk.pieces) < 3 and len("".join(walk.pieces).strip()) == 1:
        walk.initial = True
    walk.add(element.tail)


def _is_link(element: Tree) -> bool:
    """Whether an <a> is meant as one: left open, it would take in all that follows."""
    return bool(element.get("href")) and bool(_LENGTH(element) <= _LONGEST_LINK)


def _first_text(element: Tree) -> str:
    """What the first elements in one say: all of them would be walked again for each that stands
    around them."""
    steps = islice(etree.iterwalk(element, events=("start", "end")), _LONGEST_STAMP)
    said = (
        (inner.text if event == "start" else inner.tail)
        for event, inner in steps
        if inner is not element
    )
    return (element.text or "") + "".join(filter(None, said))


def _marks(element: Tree) -> str:
    marks = " ".join(filter(None, map(element.get, ("class", "id", "role", "itemprop"))))[
        :_LONGEST_MARKS
    ]
    return _CAMEL.sub("-", marks).lower() if marks else ""


def _is_hidden(element: Tree) -> bool:
    style = element.get("style")
    hidden = (style and _HIDDEN.search(style)) or element.get("hidden") is not None
    return bool(hidden) and not _STREAMED.match(element.get("id", "")) and not _is_rest(element)


def _is_rest(element: Tree) -> bool:
    """Whether a hidden element holds paragraphs and stands among paragraphs: the rest of a text,
    shown when asked for."""
    # Itself first: others like it may stand there by the thousands.
    around = element.getparent() if len(element.findall("p")) >= _REST else None
    return around is not None and around.find("p") is not None


def _is_block(element: Tree, tag: str) -> bool:
    """Whether an element is one, or a style makes of a <span> a paragraph or a break."""
    return tag in _BLOCKS or (
        tag == "span"
        and (
            _BLOCK.search(element.get("style") or "") is not None
            or "br" in (element.get("class") or "").split()
        )
    )


def _font_size(value: str | None, current: int) -> int:
    match = re.fullmatch(r"\s*([+-]?)(\d)\s*", value or "")
    if not match:
        return current
    sign, digit = match.groups()
    return PLAIN_SIZE + int(sign + digit) if sign else int(digit)


def _parts(before: str, text: str, *, label: bool) -> bool:
    """Whether a bold line begins after a sentence, or a sentence after a bold line."""
    return before.endswith(TERMINAL) if label else not (text[0].islower() or before.endswith(","))


def _ends_paragraph(text: str) -> bool:
    return len(text) >= _LONG_LINE and text.endswith(TERMINAL)
