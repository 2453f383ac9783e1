"""Whom a page credits: what its head says, weighed against the line, the box and the note that
readers see."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.cleaning.fields.signature import (
    BY,
    SIGNATURE_WORDS,
    behind_sign,
    find_bare_names,
    find_signature,
    find_signer,
    find_subject,
)
from corpus.cleaning.head.author_claims import Credit
from corpus.cleaning.head.metadata import Metadata
from corpus.page.lines import PLAIN_SIZE, Blocks, Line
from corpus.page.markup import AUTHOR_LINK
from corpus.page.text import TERMINAL, fold
from corpus.wording.byline_line import names_in, read_line
from corpus.wording.byline_words import without_sign
from corpus.wording.names import (
    is_caseless,
    is_fuller,
    looks_like_name,
    looks_like_person,
    normalise,
)
from corpus.wording.not_names import is_agency
from corpus.wording.page_head import Below
from corpus.wording.said import is_furniture

_MARKS = re.compile(
    r"(?:^|[\s_-]|(?:article|story|post|entry))(?:by-?line|author|autor|auteur|autore|writer|"
    r"columnist|journalist|"
    r"reporter|contributor|posted-?by)(?:s|names?)?(?:$|[\s_-])"
)
_HANDLE = re.compile(r"[a-z]+[a-z\d._-]*")  # what a system calls its user
_ELEMENTS = ("microdata", "rel=author")  # voices that may be of a card
_LONGEST_BOX = 80  # characters of a line in an element called author
# that follow each signature on a page of several reports; a card of a list has fewer
_REPORT_WORDS = 40
_ABOVE = 8  # lines above a title where its author may stand


def find_byline(
    blocks: Blocks, metadata: Metadata, *, below: Below, head: range, text: Sequence[int]
) -> tuple[tuple[str, ...], str]:
    """The names of those who wrote the article on a page and the rule that found them; none for an
    unsigned one.

    `head` runs from the title's line to the text's first; `text` are the lines of the text, in
    order.
    """
    printed = _known(below.names, metadata)
    full = below.signed and bool(printed) and all(map(looks_like_person, printed))
    shown = f"{fold(' '.join(printed))} {' '.join(_beside(blocks, head))}"
    for credit in metadata.credits:
        names = _believed(credit, metadata)
        if credit.kind == "near":
            names = () if full else _shown(names, blocks, head)
        elif credit.rule in _ELEMENTS:
            names = _not_of_others(names, blocks, max((head.stop, *text)))
        if credit.kind == "bodies" or not names:
            continue
        other = full and not any(
            fold(name) in shown and not _HANDLE.fullmatch(name) for name in names
        )
        if is_fuller(printed, names) or other:
            break  # who puts a page on line is not always who wrote it, and may be one of several
        return names, credit.rule
    return next(
        ((names, rule) for names, rule in _seen(blocks, metadata, below, head, text) if names),
        ((), "unknown"),
    )


def _seen(
    blocks: Blocks, metadata: Metadata, below: Below, head: range, text: Sequence[int]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """What readers see, and last the bodies that the head names: an agency, where no person is
    found."""
    yield _known(_reporters(blocks, below, head, text), metadata), "signed reports"
    menu = {fold(line.text) for line in blocks.lines[: head.start] if line.linked} | {
        fold(metadata.section or "")
    }
    # a day: "North Shore"
    beside = [name for name in below.names if below.signed or fold(name) not in menu]
    yield _known(beside, metadata, signed=below.signed), "line below the title"
    bare = find_bare_names(blocks, head, below.used, text, metadata.paper)
    yield _known(bare[1] if bare else (), metadata), "name below the title"
    yield _known(_marked(blocks, head, text), metadata), "element called author"
    signer = () if _has_signed_parts(blocks, text) else find_signer(blocks, text)
    yield _known(signer, metadata, signed=True), "end of the text"
    yield (
        _known(find_subject(blocks, _beside(blocks, head), text), metadata, signed=True),
        "note on the author",
    )
    lines = [blocks.lines[index].text for index in head[1:]]
    agencies = [line for line in lines if is_agency(line)]
    yield _known(agencies[:1], metadata), "line below the title"
    for credit in metadata.credits:
        if credit.kind == "bodies":
            yield _believed(credit, metadata), credit.rule


def _believed(credit: Credit, metadata: Metadata) -> tuple[str, ...]:
    return _known(credit.names, metadata, signed=credit.kind == "people")


def _shown(names: Sequence[str], blocks: Blocks, head: range) -> tuple[str, ...]:
    """The people among the names that the lines below the title show; a name that holds another is
    a label with it."""
    lines = " ".join(fold(blocks.lines[index].text) for index in head)
    people = [name for name in names if looks_like_person(name) and fold(name) in lines]
    return tuple(
        name for name in people if not any(other != name and other in name for other in people)
    )


def _not_of_others(names: Sequence[str], blocks: Blocks, last: int) -> tuple[str, ...]:
    """The names but for those that the page shows below line `last`, the text's, in other boxes
    only."""
    if not names:
        return ()
    lines = [(index, fold(line.text)) for index, line in enumerate(blocks.lines)]
    shown = {name: [index for index, text in lines if fold(name) in text] for name in names}
    return tuple(
        name for name, spots in shown.items()
        if not spots or not all(_is_of_other(blocks, index, last) for index in spots)
    )  # fmt: skip


def _is_of_other(blocks: Blocks, index: int, last: int) -> bool:
    """Whether a line stands below the text among comments, or in a box with a heading of its
    own."""
    around = [
        region for region in blocks.path(blocks.lines[index].region, 5) if region.start > last
    ]
    headed = (
        blocks.lines[spot].kind == "heading" for box in around for spot in range(box.start, index)
    )
    return any("comment" in box.marks for box in around) or any(headed)


def _known(names: Sequence[str], metadata: Metadata, *, signed: bool = False) -> tuple[str, ...]:
    """The names without the site's own; but the owner of a site may sign with the name that it
    bears."""
    own = signed and bool(metadata.site) and looks_like_person(metadata.site or "")
    return normalise(names, site=None if own else metadata.site, paper=metadata.paper)


def _reporters(blocks: Blocks, below: Below, head: range, text: Sequence[int]) -> tuple[str, ...]:
    """Who signed the reports that follow one another on a page, in order; none where there is but
    one."""
    spots = [index for index in text if index >= head.start and _is_signature(blocks.lines[index])]
    if not spots:
        return ()
    ends = [*spots[1:], text[-1] + 1]
    words = {index: len(blocks.lines[index].text.split()) for index in text}
    signed = [
        spot for spot, end in zip(spots, ends, strict=True)
        if sum(words.get(index, 0) for index in range(spot + 1, end)) >= _REPORT_WORDS
    ]  # fmt: skip
    first = () if set(spots) & below.used else below.names
    if signed and spots[-1] == text[-1]:
        signed = spots  # each report is signed at its end
    if len(signed) + bool(first) < 2:
        return ()
    return (*first, *(name for spot in signed for name in read_line(blocks.lines[spot].text).names))


def _is_signature(line: Line) -> bool:
    """Whether a line says "By" and a name or an office: it is no sentence, and leads nowhere."""
    plain = (
        len(line.text.split()) <= SIGNATURE_WORDS
        and not line.text.endswith(TERMINAL)
        and not line.linked
    )
    rest = BY.sub("", line.text)
    return (
        plain
        and rest != line.text
        and (bool(read_line(line.text).names) or rest.lower().startswith(("a ", "an ")))
    )


def signs_first_part(blocks: Blocks, index: int, title: int, text: Sequence[int]) -> bool:
    """Whether a line signs the first of several reports: it stands below a heading of its own, as a
    later one does."""
    below_heading = [
        spot for spot in text
        if spot >= index and title < spot - 1
        and _is_heading(blocks.lines[spot - 1]) and _is_signature(blocks.lines[spot])
    ]  # fmt: skip
    return below_heading[:1] == [index] and len(below_heading) > 1


def _is_heading(line: Line) -> bool:
    return line.kind == "heading" or line.bold or line.size > PLAIN_SIZE


def sole_signature(blocks: Blocks, text: Sequence[int], names: Sequence[str]) -> int | None:
    """The line by which one of `names` signs the whole text, and no part of it; None for one part
    among several."""
    return None if _has_signed_parts(blocks, text) else find_signature(blocks, text, names)


def _has_signed_parts(blocks: Blocks, text: Sequence[int]) -> bool:
    """Whether a heading inside the text follows a line that is a name, or a name and where she
    lives.

    Who signs at the end of such a text wrote no more than its last part. Readers' letters, of which
    each has an author of its own, are no letter by the last of them: nobody is named, and each name
    is found where it stands in the text.
    """
    for before, index in pairwise(text):
        line, heading = blocks.lines[before], blocks.lines[index]
        if (heading.kind == "heading" or heading.bold) and line.kind != "heading" and not line.bold:
            name = re.split(r",|\s[-–—|]\s", behind_sign(line.text), maxsplit=1)[0]
            if looks_like_person(name) and len(line.text.split()) <= SIGNATURE_WORDS:
                return True
    return False


def _marked(blocks: Blocks, head: range, text: Sequence[int]) -> tuple[str, ...]:
    """The name in elements called author: beside the title, else the only one on the page."""
    last = max((head.stop, *text))
    found: dict[str, None] = {}
    for index, line in enumerate(blocks.lines):
        if (
            len(line.text) > _LONGEST_BOX
            or (is_furniture(line) and not read_line(line.text).signed)
            or _is_of_other(blocks, index, last)
        ):
            continue
        marks = " ".join(region.marks for region in blocks.path(line.region, 3))
        if not (_MARKS.search(marks) or AUTHOR_LINK.search(line.href)):
            continue
        names = _boxed(line.text)
        if names and head.start - _ABOVE <= index <= head.stop:
            return names
        found.update(dict.fromkeys(names))
    return tuple(found) if len(found) == 1 else ()


def _boxed(text: str) -> tuple[str, ...]:
    name = behind_sign(without_sign(text))
    if looks_like_name(name):
        return (name,)
    names = read_line(text).names or names_in(text)
    return names if all(looks_like_person(name) or is_caseless(name) for name in names) else ()


def _beside(blocks: Blocks, head: range) -> set[str]:
    """The lines about the title, folded."""
    return {fold(line.text) for line in blocks.lines[max(head.start - _ABOVE, 0) : head.stop]}
