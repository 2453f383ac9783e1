"""Who signs below the text, and of whom the note at its end speaks."""

import re
from collections.abc import Collection, Iterable, Sequence

from corpus.page.lines import PLAIN_SIZE, Blocks, Line
from corpus.page.text import TERMINAL, fold
from corpus.wording.byline_line import names_in
from corpus.wording.names import (
    PARTICLES,
    is_same_person,
    looks_like_person,
    split_names,
)
from corpus.wording.not_names import is_office, is_place
from corpus.wording.page_head import is_paragraph
from corpus.wording.publisher import Paper
from corpus.wording.said import is_furniture

_WRITTEN = re.compile(
    r"^\(?(?:(?:this (?:\w+ ){1,3}was )?(?:written|posted|reporting) by:?|the (?:author|writer) "
    r"is)\s+",
    re.IGNORECASE,
)
BY = re.compile(r"^by:?\s+(?=\S)", re.IGNORECASE)
_DASH = re.compile(r"^[-–—~]+\s*(?=[^\W\d_])")
_DASHED = re.compile(r"\s[-–—|]\s|,\s")
_SPEAKS = r"\s+(?:is|was|has|(?:can|may) be|writes|covers|teaches|works|lives)\s"
_NAME = r"(?P<name>[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,3})"
_NOTE = re.compile(rf"^{_NAME}{_SPEAKS}")
# "The writer, Jane Doe, is a pilot", "About the author: Jane Doe is a pilot"
_NOTE_ON_AUTHOR = re.compile(
    rf"^(?i:about the (?:author|writer)\s*[:.–—-]?\s+|the (?:author|writer|"
    rf"columnist),?\s+){_NAME},?{_SPEAKS}"
)
# "is a retired judge", "writes": no company does
_IS_SOMEBODY = re.compile(
    r"\s(?:writes\s|(?:teaches|works|lives)\s(?:at|for|in|with)\s|is (?:\S+ "
    r"){0,6}(?:\w+-)?(?:professor|lecturer|"
    r"teacher|researcher|scholar|fellow|student|graduate|academic|historian|economist|scientist|"
    r"philosopher|poet|"
    r"journalist|reporter|correspondent|columnist|editor|writer|author|novelist|blogger|"
    r"commentator|contributor|"
    r"analyst|observer|consultant|advis[eo]r|expert|specialist|lawyer|attorney|judge|barrister|"
    r"doctor|physician|nurse|"
    r"engineer|artist|film-?maker|diplomat|ambassador|politician|minister|senator|mayor|activist|"
    r"campaigner|president|"
    r"director|chair(?:man|woman|person)?|founder|head|officer|veteran|resident|candidate|"
    r"freelancer?|retired)\b)",
    re.IGNORECASE,
)
_QUOTED = tuple("\"'”’»")  # the ends of quotations
SIGNATURE_WORDS = 12
_NOTE_WORDS = 120
_AFTER = 6  # lines below the text where it may be signed
_LAST = 3  # lines of the text that may be a signature or a note on the author


def find_signer(blocks: Blocks, text: Sequence[int]) -> tuple[str, ...]:
    """Who signs below the text: "Written by Jane Doe", "By Jane Doe", or her name alone."""
    if not text:
        return ()
    lines = [line.text for line in blocks.lines]
    last = max((index for index in text if is_paragraph(lines[index])), default=text[-1])
    below = range(text[-1] + 1, min(text[-1] + 1 + _AFTER, len(lines)))
    other = next((index for index in below if _is_of_other(blocks.lines[index])), below.stop)
    for index in (*text[-_LAST:], *range(below.start, other)):
        if names := _signed(lines[index], _WRITTEN) or (
            _signed(lines[index], BY) if index > last else ()
        ):
            return names
    name = _only_name(blocks, text)
    return () if name is None or not _is_unheard(blocks, name, text) else (lines[name],)


def _is_of_other(line: Line) -> bool:
    """Whether another story or a box begins with a line."""
    return line.kind == "heading" or line.is_link


def find_bare_names(
    blocks: Blocks, head: range, used: Collection[int], text: Sequence[int], paper: Paper
) -> tuple[int, tuple[str, ...]] | None:
    """The plain line below the title, or above the text, that is people's names and the paper's,
    and these names; None where the text speaks of them: a report on somebody names her."""
    for index in range(head.start + 1, min(head.stop + 1, len(blocks.lines))):
        line = blocks.lines[index]
        near = index - 1 == head.start or index - 1 in used or index + 1 in (head.stop, *text[1:2])
        plain = line.kind not in ("heading", "item") and line.size <= PLAIN_SIZE
        if not near or not plain or index in used or is_furniture(line):
            continue
        names = _only_names(line.text, paper)
        if not names:
            continue
        body = " ".join(blocks.lines[spot].text for spot in text if spot != index)
        small = set(filter(str.islower, body.split())) - PARTICLES
        if not small & set(" ".join(names).lower().split()):
            return None if any(fold(name) in fold(body) for name in names) else (index, names)
    return None


def _only_names(text: str, paper: Paper) -> tuple[str, ...]:
    """The people whose names, and the paper's, are all that a text says."""
    parts = [part for part in _DASHED.split(text) if not (paper.is_named(part) or is_office(part))]
    names = split_names(", ".join(parts)) if len(text.split()) <= SIGNATURE_WORDS else []
    words = [word for word in fold(", ".join(parts)).split() if word not in ("and", "with")]
    whole = words == fold(" ".join(names)).split() and not PARTICLES.issuperset(words[:1])
    # "--Jane Doe" is whom the line above quotes
    whole = whole and text[0].isalpha() and not text.endswith((*TERMINAL, ","))
    people = whole and all(map(looks_like_person, names)) and not any(map(is_place, names))
    return tuple(names) if people else ()


def find_signature(blocks: Blocks, text: Sequence[int], names: Iterable[str]) -> int | None:
    """The line by which one of `names` signs the text below its last paragraph: it says her name
    and nothing else."""
    found = _only_name(blocks, text)
    said = "" if found is None else behind_sign(blocks.lines[found].text)
    return found if any(is_same_person(said, name) for name in names) else None


def _only_name(blocks: Blocks, text: Sequence[int]) -> int | None:
    """The line below the text's last paragraph that is a name, with or without "By" or a dash.

    None where another line is a name, too: readers' letters are each signed, and so is what several
    people say.
    """
    signed = [index for index in text if _is_signature(blocks.lines[index])]
    if len(signed) != 1 or signed[0] not in text[-_LAST:]:
        return None
    before = [blocks.lines[index].text for index in text if index < signed[0]]
    after = any(is_paragraph(blocks.lines[index].text) for index in text if index > signed[0])
    if after or not before or before[-1].endswith((*_QUOTED, ":")):
        return None
    return signed[0]


def _is_signature(line: Line) -> bool:
    """Whether a line is a person's name, with or without a word that says so."""
    said = behind_sign(line.text)
    return (
        line.kind != "heading"
        and not line.linked
        and looks_like_person(said)
        and not is_place(said)
    )


def _is_unheard(blocks: Blocks, spot: int, text: Sequence[int]) -> bool:
    """Whether a line that is worded like a name has no word of the lines above it.

    "Vote No" below a text on voting is nobody's.
    """
    line = blocks.lines[spot]
    said = _told(blocks, [index for index in text if index < spot])
    return not said & set(fold(line.text).split())


def behind_sign(text: str) -> str:
    """What stands behind "By", a dash and their like; the text itself where there is none of
    them."""
    return next(
        (text[match.end() :] for sign in (_WRITTEN, BY, _DASH) if (match := sign.match(text))), text
    )


def find_subject(blocks: Blocks, above: set[str], text: Sequence[int]) -> tuple[str, ...]:
    """Of whom a note below the text speaks, where it calls her the author, or one of the lines
    `above` is her name.

    Where there is no such line, the note that ends a text speaks of its author when nothing before
    has named her.
    """
    if not text:
        return ()
    for index in (*text[-_LAST:], *range(text[-1] + 1, len(blocks.lines))):
        line = blocks.lines[index].text
        if index <= text[-1] + _AFTER and (name := noted_person(line, _NOTE_ON_AUTHOR)):
            return (name,)
        name = noted_person(line)
        if name and (
            fold(name) in above
            or (index == text[-1] and _is_new(line, name, _told(blocks, text[:-1])))
        ):
            return (name,)
    return ()


def noted_person(line: str, note: re.Pattern[str] = _NOTE) -> str:
    """Whom a note of a few sentences begins to speak of: "Jane Doe is a pilot"; empty for any other
    line."""
    match = note.match(line)
    name = match["name"] if match and len(line.split()) <= _NOTE_WORDS else ""
    return name if looks_like_person(name) else ""


def _is_new(line: str, name: str, told: set[str]) -> bool:
    """Whether a line says who somebody is of whom the text has not spoken: a report would have."""
    plain = fold(name).split()[-1] not in told
    return plain and _IS_SOMEBODY.match(line[len(name) :]) is not None


def _told(blocks: Blocks, lines: Sequence[int]) -> set[str]:
    """The words of some lines."""
    return {word for index in lines for word in fold(blocks.lines[index].text).split()}


def _signed(line: str, sign: re.Pattern[str]) -> tuple[str, ...]:
    """The person named behind a sign at a line's beginning; nobody where there is none."""
    match = sign.match(line)
    if not match:
        return ()
    said = line[match.end() :].rstrip(")")
    if not line.startswith("("):
        said = re.split(r",|\s[-–—|]\s", said, maxsplit=1)[0]
    return tuple(filter(looks_like_person, names_in(said)))
