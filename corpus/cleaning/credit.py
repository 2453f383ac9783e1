"""Whom a page credits: what its head says, weighed against the line, the box and the note that readers see."""

import re
from collections.abc import Iterator, Sequence

from corpus.cleaning.blocks import Blocks, Line
from corpus.cleaning.byline import is_fuller, looks_like_name, looks_like_person, normalise, read_line
from corpus.cleaning.masthead import Below, is_paragraph
from corpus.cleaning.metadata import Credit, Metadata
from corpus.cleaning.text import TERMINAL, fold

_MARKS = re.compile(r"(?:^|[\s_-])(?:byline|author|writer|contributor|posted-by)s?(?:$|[\s_-])")
_LINK = re.compile(r"/authors?/")
_WRITTEN = re.compile(
    r"^(?:(?:this (?:\w+ ){1,3}was )?(?:written|posted) by:?|the (?:author|writer) is)\s+", re.IGNORECASE
)
_BY = re.compile(r"^by:?\s+(?=\S)", re.IGNORECASE)
_ABOUT = re.compile(r"^about\s+(?:the )?(?:author:?\s*)?|^author:?\s+", re.IGNORECASE)
_DASH = re.compile(r"^[-–—~]+\s*(?=[^\W\d_])")
_NOTE = re.compile(r"^(?P<name>(?:[^\W\d_][\w.'’-]*\s+){2,4})(?:is|was|has|writes|covers|teaches|works|lives)\s")
_QUOTED = tuple("\"'”’»")  # the ends of quotations
_LONGEST_BOX = 80  # characters of a line in an element called author
_SIGNATURE_WORDS = 12
_REPORT_WORDS = 40  # that follow each signature on a page of several reports; a card of a list has fewer
_NOTE_WORDS = 120
_ABOVE = 8  # lines above a title where its author may stand
_AFTER = 6  # lines below the text where it may be signed
_LAST = 3  # lines of the text that may be a signature or a note on the author


def find_byline(
    blocks: Blocks, metadata: Metadata, *, below: Below, head: range, text: Sequence[int]
) -> tuple[tuple[str, ...], str]:
    """The names of those who wrote the article on a page and the rule that found them; none for an unsigned one.

    `head` runs from the title's line to the text's first; `text` are the lines of the text, in order.
    """
    printed = _known(below.names, metadata)
    full = below.signed and bool(printed) and all(map(looks_like_person, printed))
    shown = f"{fold(' '.join(printed))} {' '.join(_beside(blocks, head))}"
    for credit in metadata.credits:
        names = _believed(credit, metadata)
        if credit.kind == "bodies" or not names or (len(names) > 1 and printed and credit.rule == "microdata"):
            continue
        other = full and not any(fold(name) in shown for name in names)
        if is_fuller(printed, names) or other:
            break  # who puts a page on line is not always who wrote it, and may be one of several
        return names, credit.rule
    return next(((names, rule) for names, rule in _seen(blocks, metadata, below, head, text) if names), ((), "unknown"))


def _seen(
    blocks: Blocks, metadata: Metadata, below: Below, head: range, text: Sequence[int]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """What readers see, and last the bodies that the head names: an agency, where no person is found."""
    yield _known(_reporters(blocks, below, head, text), metadata), "signed reports"
    yield _known(below.names, metadata, signed=below.signed), "line below the title"
    yield _known(_marked(blocks, head), metadata), "element called author"
    yield _known(_at_end(blocks, text), metadata, signed=True), "end of the text"
    yield _known(_with_note(blocks, head, text), metadata, signed=True), "note on the author"
    for credit in metadata.credits:
        if credit.kind == "bodies":
            yield _believed(credit, metadata), credit.rule


def _believed(credit: Credit, metadata: Metadata) -> tuple[str, ...]:
    return _known(credit.names, metadata, signed=credit.kind == "people")


def _known(names: Sequence[str], metadata: Metadata, *, signed: bool = False) -> tuple[str, ...]:
    """The names without the site's own; but the owner of a site may sign with the name that it bears."""
    own = signed and bool(metadata.site) and looks_like_person(metadata.site or "")
    return normalise(names, site=None if own else metadata.site, paper=metadata.paper)


def _reporters(blocks: Blocks, below: Below, head: range, text: Sequence[int]) -> tuple[str, ...]:
    """Who signed the reports that follow one another on a page, in order; none where there is but one."""
    spots = [index for index in text if index >= head.start and _is_signature(blocks.lines[index])]
    if not spots:
        return ()
    ends = [*spots[1:], text[-1] + 1]
    signed = [
        spot for spot, end in zip(spots, ends, strict=True)
        if sum(len(blocks.lines[index].text.split()) for index in text if spot < index < end) >= _REPORT_WORDS
    ]  # fmt: skip
    first = () if set(spots) & below.used else below.names
    if len(signed) + bool(first) < 2:
        return ()
    return (*first, *(name for spot in signed for name in read_line(blocks.lines[spot].text).names))


def _is_signature(line: Line) -> bool:
    """Whether a line says "By" and a name or an office: it is no sentence, and leads nowhere."""
    plain = len(line.text.split()) <= _SIGNATURE_WORDS and not line.text.endswith(TERMINAL) and not line.linked
    rest = _BY.sub("", line.text)
    return plain and rest != line.text and (bool(read_line(line.text).names) or rest.lower().startswith(("a ", "an ")))


def _marked(blocks: Blocks, head: range) -> tuple[str, ...]:
    """The name in elements called author: beside the title, else the only one on the page."""
    found: dict[str, None] = {}
    for index, line in enumerate(blocks.lines):
        if len(line.text) > _LONGEST_BOX:
            continue
        marks = " ".join(region.marks for region in blocks.path(line.region)[:3])
        if not (_MARKS.search(marks) or _LINK.search(line.href)):
            continue
        names = _boxed(line.text)
        if names and head.start - _ABOVE <= index <= head.stop:
            return names
        found.update(dict.fromkeys(names))
    return tuple(found) if len(found) == 1 else ()


def _boxed(text: str) -> tuple[str, ...]:
    name = _BY.sub("", _WRITTEN.sub("", _ABOUT.sub("", text)))
    if looks_like_name(name):
        return (name,)
    names = read_line(text).names
    return names if all(map(looks_like_person, names)) else ()


def _at_end(blocks: Blocks, text: Sequence[int]) -> tuple[str, ...]:
    """Who signs below the text: "Written by Jane Doe", "By Jane Doe", or after a dash where no quotation ends."""
    if not text:
        return ()
    lines = [line.text for line in blocks.lines]
    last = max((index for index in text if is_paragraph(lines[index])), default=text[-1])
    dashes = sum(bool(_DASH.match(lines[index])) for index in text)  # of letters, or of those who speak
    for index in (*text[-_LAST:], *range(text[-1] + 1, min(text[-1] + 1 + _AFTER, len(lines)))):
        dashed = dashes == 1 and index <= text[-1] and not lines[index - 1].endswith(_QUOTED)
        signs = (_WRITTEN, *((_BY,) if index > last else ()), *((_DASH,) if dashed and index > last else ()))
        if any(name := _signed(lines[index], sign) for sign in signs):
            return (name,)
    return ()


def _signed(line: str, sign: re.Pattern[str]) -> str:
    """The person named behind a sign at a line's beginning; empty where there is none."""
    match = sign.match(line)
    name = re.split(r",|\s[-–—|]\s", line[match.end() :], maxsplit=1)[0] if match else ""
    return name if looks_like_person(name) and len(line.split()) <= _SIGNATURE_WORDS * 2 else ""


def _beside(blocks: Blocks, head: range) -> set[str]:
    """The lines about the title, folded."""
    return {fold(line.text) for line in blocks.lines[max(head.start - _ABOVE, 0) : head.stop]}


def _with_note(blocks: Blocks, head: range, text: Sequence[int]) -> tuple[str, ...]:
    """Of whom a note below the text speaks, where a line beside the title is her name and nothing else."""
    if not text:
        return ()
    above = _beside(blocks, head)
    for index in (*text[-_LAST:], *range(text[-1] + 1, len(blocks.lines))):
        line = blocks.lines[index].text
        note = _NOTE.match(line)
        name = note["name"].strip() if note else ""
        if fold(name) in above and looks_like_person(name) and len(line.split()) <= _NOTE_WORDS:
            return (name,)
    return ()
