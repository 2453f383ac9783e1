"""Addresses of one text's pages, which differ in the number of the page only."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from corpus.page.text import fold

MAX_PAGES = 50  # of one text; those behind them are left as they are
_LONGEST_NUMBER = 40  # characters: "/page/2/", "&pagenumber=2"
_PUT = re.compile(
    r"[?&/_.,;-]*(?:[a-z_]{0,12}[=/_-]?){0,2}0?(\d{1,3})[/&]?(?:\.\w{3,5})?", re.IGNORECASE
)
_PAGE_WORD = r"(?:page|seite|pagina|sayfa)"
_PAGE_PART = re.compile(
    rf"(?:[?&](?:{_PAGE_WORD}|pg|paged|pagewanted|page_?n(?:o|r|um\w{{0,20}}))=|"
    rf"(?<!comment)(?<!comments)/{_PAGE_WORD}/|"
    rf"(?<![^\W\d_])(?<!comment[-_])(?<!comments[-_]){_PAGE_WORD}[-_]?)0?$",
    re.IGNORECASE,
)
_MAY_SAY = re.compile(r"(?:pag|pg|seite|sayfa)\w{0,30}[=/_-]?\d", re.IGNORECASE)
_LONG_SLUG = re.compile(r"(?<![^/])(?:[^\W\d_]{1,40}[-_]){1,20}[^\W\d_]{1,40}_0?$")
_FRONT = ("", "index", "default")  # what a first page may have where the second has its number


def is_following(own: str, other: str, number: int) -> bool:
    """Whether `other` is the address `own` with `number` in it, where `own` has the number before
    or, first, none."""
    return _next_number(own, other) == number


def may_follow(own: str, url: str) -> bool:
    """Whether `url` is that of the page behind `own`, whatever its number."""
    number = _next_number(own, url)
    return number is not None and number <= MAX_PAGES


def is_page_of(first: str, other: str, number: int) -> bool:
    """Whether `other` tells by itself that it is page `number` of `first`: which has no number
    there, or page 1."""
    return is_numbered(first, other, number) or bool(
        (said := _before_number(first, other)) and _PAGE_PART.search(said)
    )


def says_page(own: str, other: str) -> bool:
    """Whether `other` says by itself that it is a page behind `own`, as no two pieces of one title
    differ.

    Its number stands behind a word for page ("?page=2"), or in a folder of the first page's own
    ("/ferry/2/"). A bare number does not: "/letter-2/" is also what a site makes of the second
    piece with the title "Letter".
    """
    below = f"{own.rstrip('/')}/"
    # said at once of nearly all links of a page
    if not _MAY_SAY.search(other) and not other.startswith(below):
        return False
    said = [before for before, _ in _insertions(own, other)] or [_before_number(own, other) or ""]
    return any(_PAGE_PART.search(before) or before == below for before in said)


def is_slug_of(title: str, url: str) -> bool:
    """Whether the last part of an address is made of the words of a folded title."""
    slug = re.sub(r"\.\w{1,5}$", "", unquote(url.rstrip("/").rpartition("/")[2]))
    words, name = fold(slug.replace("_", " ")).split(), title.split()
    return words == name or (len(words) > 1 and set(words) <= set(name))


def may_be_series(first: str, other: str) -> bool:
    """Whether two addresses differ as those of two issues do, too: in a number that stands in both.

    It is surely that of a page behind a word for it, and behind a slug of several words with an
    underscore.
    """
    said = _before_number(first, other)
    return said is not None and not _PAGE_PART.search(said) and not _LONG_SLUG.search(said)


def _before_number(one: str, other: str) -> str | None:
    """What stands before the number in which alone two addresses differ; None where they differ
    otherwise."""
    ours, theirs = re.split(r"(\d+)", one), re.split(r"(\d+)", other)
    if ours[::2] != theirs[::2]:
        return None
    differing = [place for place, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    return "".join(ours[: differing[0]]) if len(differing) == 1 else None


def _next_number(own: str, other: str) -> int | None:
    """The number in `other` where `own` has the one before or, first, none, if nothing else
    differs."""
    ours, theirs = re.split(r"(\d+)", own), re.split(r"(\d+)", other)
    if ours[::2] != theirs[::2]:
        return 2 if is_numbered(own, other, 2) else None
    differing = [(int(a), int(b)) for a, b in zip(ours[1::2], theirs[1::2], strict=True) if a != b]
    return (
        differing[0][1] if len(differing) == 1 and differing[0][1] == differing[0][0] + 1 else None
    )


def is_numbered(own: str, other: str, number: int) -> bool:
    """Whether `other` is the address `own` with a page's `number` put into it."""
    return any(put == number for _, put in _insertions(own, other))


def _insertions(own: str, other: str) -> Iterator[tuple[str, int]]:
    """The page's number that `other` has where `own` has nothing, behind what stands before it."""
    head, tail = _common(own, other), _common(own[::-1], other[::-1])
    most = min(len(own), len(other))
    for start, end in ((head, min(tail, most - head)), (min(head, most - tail), tail)):
        if match := _inserted(own, other, start, end):
            yield other[: start + match.start(1)], int(match.group(1))


def _inserted(own: str, other: str, start: int, end: int) -> re.Match[str] | None:
    """What `other` has between `start` and the last `end` characters, if it is a page's number, and
    `own` nothing."""
    put = other[start : len(other) - end]
    grown = (put[:1].isdigit() and other[start - 1].isdigit()) or (
        put[-1:].isdigit() and other[-end:][:1].isdigit()
    )
    if len(put) > _LONGEST_NUMBER or (grown and end < len(other)):
        return None
    return _PUT.fullmatch(put) if own[start : len(own) - end] in _FRONT else None


def _common(one: str, other: str) -> int:
    """How many characters at the beginning of two texts are the same."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
