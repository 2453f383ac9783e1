"""Who signs below the text, and of whom the note at its end speaks."""

import re
from collections.abc import Iterable, Sequence

from corpus.page.lines import Blocks, Line
from corpus.page.text import fold
from corpus.wording.byline_line import names_in
from corpus.wording.byline_words import match_sign
from corpus.wording.names import is_caseless, is_same_person, looks_like_person
from corpus.wording.page_head import is_paragraph

_WRITTEN = re.compile(
    r"^\(?(?:(?:this (?:\w+ ){1,3}was )?(?:written|posted|reporting) by:?|the (?:author|writer) is)\s+", re.IGNORECASE
)
BY = re.compile(r"^by:?\s+(?=\S)", re.IGNORECASE)
_DASH = re.compile(r"^[-–—~]+\s*(?=[^\W\d_])")
_SPEAKS = r"\s+(?:is|was|has|writes|covers|teaches|works|lives)\s"
_NAME = r"(?P<name>[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,3})"
_NOTE = re.compile(rf"^{_NAME}{_SPEAKS}")
# "The writer, Jane Doe, is a pilot", "About the author: Jane Doe is a pilot"
_NOTE_ON_AUTHOR = re.compile(
    rf"^(?i:about the (?:author|writer)\s*[:.–—-]?\s+|the (?:author|writer|columnist),?\s+){_NAME},?{_SPEAKS}"
)
# "is a retired judge", "writes": no company does
_IS_SOMEBODY = re.compile(
    r"\s(?:writes\s|(?:teaches|works|lives)\s(?:at|for|in|with)\s|is (?:\S+ ){0,6}(?:\w+-)?(?:professor|lecturer|"
    r"teacher|researcher|scholar|fellow|student|graduate|academic|historian|economist|scientist|philosopher|poet|"
    r"journalist|reporter|correspondent|columnist|editor|writer|author|novelist|blogger|commentator|contributor|"
    r"analyst|observer|consultant|advis[eo]r|expert|specialist|lawyer|attorney|judge|barrister|doctor|physician|nurse|"
    r"engineer|artist|film-?maker|diplomat|ambassador|politician|minister|senator|mayor|activist|campaigner|president|"
    r"director|chair(?:man|woman|person)?|founder|head|officer|veteran|resident|candidate|freelancer?|retired)\b)",
    re.IGNORECASE,
)
# "Best Wishes", "About Harbour Holdings", "Read More"
_NO_NAME = re.compile(
    r"(?:about|best|contact|final|follow|further|good|happy|kind(?:est)?|many|more|next|read|related|see|thanks?|"
    r"warm(?:est)?|with|yours)\b",
    re.IGNORECASE,
)
_QUOTED = tuple("\"'”’»")  # the ends of quotations
_SIGNATURE_WORDS = 12
_NOTE_WORDS = 120
_SHORT_NOTE_WORDS = 50  # of a note on somebody whom neither the title nor the text has named
_AFTER = 6  # lines below the text where it may be signed
_LAST = 3  # lines of the text that may be a signature or a note on the author


def find_signer(blocks: Blocks, text: Sequence[int]) -> tuple[str, ...]:
    """Who signs below the text: "Written by Jane Doe", "By Jane Doe", or after a dash where no quotation ends."""
    if not text:
        return ()
    lines = [line.text for line in blocks.lines]
    last = max((index for index in text if is_paragraph(lines[index])), default=text[-1])
    dashes = sum(bool(_DASH.match(lines[index])) for index in text)  # of letters, or of those who speak
    for index in (*text[-_LAST:], *range(text[-1] + 1, min(text[-1] + 1 + _AFTER, len(lines)))):
        dashed = dashes == 1 and index <= text[-1] and not lines[index - 1].endswith(_QUOTED)
        signs = (_WRITTEN, *((BY,) if index > last else ()), *((_DASH,) if dashed and index > last else ()))
        if names := next(filter(None, (_signed(lines[index], sign) for sign in signs)), _labelled(lines[index])):
            return names
    return (lines[text[-1]],) if _only_name(blocks, text) == text[-1] and _is_unheard(blocks, text) else ()


def find_signature(blocks: Blocks, text: Sequence[int], names: Iterable[str]) -> int | None:
    """The line by which one of `names` signs the text below its last paragraph: it says her name and nothing else."""
    found = _only_name(blocks, text)
    said = "" if found is None else behind_sign(blocks.lines[found].text)
    return found if any(is_same_person(said, name) for name in names) else None


def _only_name(blocks: Blocks, text: Sequence[int]) -> int | None:
    """The line below the text's last paragraph that is a name, with or without "By" or a dash.

    None where another line is a name, too: readers' letters are each signed, and so is what several people say.
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
    return line.kind != "heading" and not line.linked and looks_like_person(behind_sign(line.text))


def _is_unheard(blocks: Blocks, text: Sequence[int]) -> bool:
    """Whether a bold last line that is worded like a name has no word of the lines above it, and is no label.

    "Vote No" below a text on voting is nobody's.
    """
    line = blocks.lines[text[-1]]
    said = set(fold(" ".join(blocks.lines[index].text for index in text[-1 - _AFTER : -1])).split())
    named = line.bold and not line.text.isupper() and not _NO_NAME.match(line.text)
    return named and not said & set(fold(line.text).split())


def behind_sign(text: str) -> str:
    """What stands behind "By", a dash and their like; the text itself where there is none of them."""
    return next((text[match.end() :] for sign in (_WRITTEN, BY, _DASH) if (match := sign.match(text))), text)


def find_subject(blocks: Blocks, above: set[str], text: Sequence[int]) -> tuple[str, ...]:
    """Of whom a note below the text speaks, where it calls her the author, or one of the lines `above` is her name.

    Where there is no such line, the note that ends a text speaks of its author when nothing before has named her.
    """
    if not text:
        return ()
    for index in (*text[-_LAST:], *range(text[-1] + 1, len(blocks.lines))):
        line = blocks.lines[index].text
        if index <= text[-1] + _AFTER and (name := noted_person(line, _NOTE_ON_AUTHOR)):
            return (name,)
        name = noted_person(line)
        if name and (fold(name) in above or (index == text[-1] and _is_new(line, name, _told(blocks, text[:-1])))):
            return (name,)
    return ()


def find_introduced(blocks: Blocks, head: range, text: Sequence[int]) -> tuple[str, ...]:
    """Who is introduced between the title and the text and named in neither: a report on her would name her."""
    for index in head[1:] if text else ():
        line = blocks.lines[index].text
        name = noted_person(line)
        if name and _is_new(line, name, _told(blocks, (head.start, *(spot for spot in text if spot != index)))):
            return (name,)
    return ()


def noted_person(line: str, note: re.Pattern[str] = _NOTE) -> str:
    """Whom a note of a few sentences begins to speak of: "Jane Doe is a pilot"; empty for any other line."""
    match = note.match(line)
    name = match["name"] if match and len(line.split()) <= _NOTE_WORDS else ""
    return name if looks_like_person(name) else ""


def _is_new(line: str, name: str, told: set[str]) -> bool:
    """Whether a line says who somebody is of whom the text has not spoken: a report would have."""
    plain = fold(name).split()[-1] not in told and len(line.split()) <= _SHORT_NOTE_WORDS
    return plain and _IS_SOMEBODY.match(line[len(name) :]) is not None


def _told(blocks: Blocks, lines: Sequence[int]) -> set[str]:
    """The words of some lines."""
    return {word for index in lines for word in fold(blocks.lines[index].text).split()}


def _signed(line: str, sign: re.Pattern[str]) -> tuple[str, ...]:
    """The person named behind a sign at a line's beginning; nobody where there is none."""
    match = sign.match(line)
    if not match or len(line.split()) > _SIGNATURE_WORDS * 2:
        return ()
    if sign is _WRITTEN and line.startswith("("):
        return tuple(filter(looks_like_person, names_in(line[match.end() :].rstrip(")"))))
    name = re.split(r",|\s[-–—|]\s", line[match.end() :], maxsplit=1)[0]
    return (name,) if looks_like_person(name) else ()


def _labelled(line: str) -> tuple[str, ...]:
    """The people behind a label: "Author: Jane Doe", in any language."""
    sign = match_sign(line)
    if not sign or not set(sign.group()) & set(":：") or len(line.split()) > _SIGNATURE_WORDS:
        return ()
    return tuple(name for name in names_in(line) if looks_like_person(name) or is_caseless(name))
