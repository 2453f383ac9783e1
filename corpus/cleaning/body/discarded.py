"""What of a page is not in its article, and why: for people who write rules for a site."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from corpus.cleaning.body.content import Content
from corpus.page.lines import Blocks, Region

BODY_MARK = "site-rule-body"  # the id of the element that a site's rules put around the text
READ_MARK = "site-rule-read"  # and around what is read as author or day, and is no text
_SHOWN = 60  # characters of what a site calls an element
_AROUND = 4  # elements around a line that are shown


@dataclass(frozen=True, slots=True)
class Leaving:
    """A line of the page that was left out, or the text of an element, and the reason in the
    cleaner's words."""

    text: str
    reason: str


def find_leavings(
    blocks: Blocks, content: Content, used: Set[int], recurring: Set[int], *, kept: Set[int]
) -> Iterator[Leaving]:
    """The lines that are not `kept`, in reading order.

    `used` are those read as title, author or day, `recurring` those that other pages of the site
    have too.
    """
    inside = blocks.regions[content.region] if content.region >= 0 else None
    around = _path(blocks.path(content.region))
    for index, line in enumerate(blocks.lines):
        if index in kept:
            continue
        if index in used:
            reason = "read as title, author or day"
        elif index in recurring:
            reason = "recurs on other pages of the site"
        elif index in content.furniture:
            reason = f"furniture: {_path(blocks.path(line.region))}"
        elif inside is not None and not inside.start <= index < inside.end:
            reason = f"outside of the text, which is in {around}"
        elif line.linked * 2 > len(line.text):
            reason = "links only"
        else:
            reason = "speaks of something else than the article, or follows what does"
        yield Leaving(line.text, reason)


def _path(path: list[Region]) -> str:
    """The innermost elements of a path, outermost first, each as tag and what the site calls it, in
    lower case."""
    shown = [
        region
        for region in path
        if region.tag not in ("html", "body") and region.marks != BODY_MARK
    ][:_AROUND]
    return " > ".join(map(_named, reversed(shown))) or "<body>"


def _named(region: Region) -> str:
    marks = region.marks if len(region.marks) <= _SHOWN else region.marks[:_SHOWN] + "…"
    return f"<{region.tag} {marks}>" if marks else f"<{region.tag}>"
