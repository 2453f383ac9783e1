"""Lines with which a page turns to other things: the end of the text, or a box in the middle of
it."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import accumulate

from corpus.cleaning.body.flow import Flow
from corpus.cleaning.fields.signature import noted_person
from corpus.page.lines import Blocks, Line
from corpus.page.text import fold
from corpus.wording.said import (
    announces,
    asks,
    credits_picture,
    is_label,
    leads_away,
)

_ABOVE = 12  # lines above the text in which its author is named
_BELOW = 3  # and lines below its first in which she may be, too
_GOES_ON = 3  # paragraphs that follow an announcement where the text stands: it does not end there
# a box that begins with an announcement holds less than this of the text, or it is the text
_BOX = 0.45
_BOX_WORDS = 120  # of a small box that is left out for a request in it
_BOX_LINE = 30  # and of its longest line
_JUMPS = 2  # lines that lead to parts of the page: one alone leads back to its top
_LABEL_WORDS = 6  # of the label above them
_REPEATED = 5  # words of what is looked for a second time


def without_afterwords(blocks: Blocks, kept: Sequence[int], flow: Flow) -> list[int]:
    """`kept`, indexes into `blocks.lines`, up to where the text ends; boxes and buttons before that
    left out. `flow` is that of `kept`."""
    whole = _sums(blocks, range(len(blocks.lines)))
    total = _sums(blocks, set(kept))[-1]
    subheads, going_on = _followed(blocks, kept, flow)
    asides = _asides(blocks, kept, flow).difference(subheads)
    skip_until = 0
    chosen: list[int] = []
    # what is said again and again ends nothing
    times = Counter(blocks.lines[index].text for index in kept)
    for place, index in enumerate(kept):
        line = blocks.lines[index]
        if index < skip_until:
            continue
        if index in subheads or not announces(line):
            if index not in asides:
                chosen.append(index)
            continue
        skip_until = _box_end(blocks, index, whole, _BOX * total)
        if (
            times[line.text] == 1
            and index not in going_on
            and len(chosen) > place / 2
        ):
            break
    if len(chosen) > 1 and _is_note(blocks.lines, chosen):
        chosen.pop()
    while len(chosen) > 1 and blocks.lines[chosen[-1]].kind == "heading":
        chosen.pop()  # what it stands above was left out
    return chosen


def _asides(blocks: Blocks, kept: Sequence[int], flow: Flow) -> set[int]:
    """Those of `kept` that interrupt the text; of a request, the small box it is in."""
    found = _repeated(blocks, kept)
    for index in kept:
        line = blocks.lines[index]
        if asks(line):
            found.update(_box(blocks, index, flow))
        elif (
            is_label(line)
            or credits_picture(line)
            or leads_away(line)
            or _jumps(blocks.lines, index)
        ):
            found.add(index)
    return found


def _followed(blocks: Blocks, kept: Sequence[int], flow: Flow) -> tuple[set[int], set[int]]:
    """The subheads among `kept`, however they are worded: the text goes on right below them; and
    all lines behind which paragraphs follow where the text stands. One or two right behind an
    announcement are of another story."""
    subheads: set[int] = set()
    going_on: set[int] = set()
    paragraphs, following = 0, -1
    for index in reversed(kept):
        line, right_below = blocks.lines[index], following in flow.lines
        if paragraphs >= _GOES_ON - (following >= 0 and not right_below):
            going_on.add(index)
            if line.kind == "heading" and not line.linked and right_below:
                subheads.add(index)
        paragraphs += index in flow.lines
        following = index
    return subheads, going_on


def _repeated(blocks: Blocks, kept: Sequence[int]) -> set[int]:
    """Quotations that were drawn out of the text, and say again what it says."""
    if not any(blocks.lines[index].kind == "quote" for index in kept):
        return set()
    folded = {index: fold(blocks.lines[index].text) for index in kept}
    long = {index: said for index, said in folded.items() if len(said.split()) >= _REPEATED}
    quotes = [index for index in long if blocks.lines[index].kind == "quote"]
    told = "\n".join(said for index, said in folded.items() if blocks.lines[index].kind != "quote")
    return {index for index in quotes if long[index] in told}


def _box(blocks: Blocks, index: int, flow: Flow) -> range:
    """The lines of the largest box around a line that is small and holds no long paragraph besides;
    else its own."""
    found = range(index, index + 1)
    # above the text its lead may stand in a box with a request
    above = index < min(flow.lines, default=index)
    for region in blocks.path(blocks.lines[index].region):
        if region.end - region.start > _BOX_WORDS or region.tag in ("td", "table"):
            # in a table made for layout stands a text; each line has a word: the whole of a large
            # box is not counted for each request in it
            break
        if region.start <= blocks.regions[flow.container].start < region.end:
            break  # the text itself
        words = [line.words for line in blocks.lines[region.start : region.end]]
        others = [count for spot, count in enumerate(words, region.start) if spot != index]
        if sum(words) > _BOX_WORDS or (above and max(others, default=0) >= _BOX_LINE):
            break
        found = range(region.start, region.end)
    return found


def _is_note(lines: Sequence[Line], chosen: Sequence[int]) -> bool:
    """Whether the last line speaks of the author: it begins with a name that a line above the
    text signs with."""
    note = lines[chosen[-1]]
    name = fold(noted_person(note.text))
    if not name:
        return False
    near = lines[max(chosen[0] - _ABOVE, 0) : min(chosen[0] + _BELOW, chosen[-1])]
    signed = (f"by {name}", f"written by {name}")
    return any(fold(line.text) in signed for line in near)


def _jumps(lines: Sequence[Line], index: int) -> bool:
    """Whether a line leads to another part of its page, or is the label above lines that do."""
    line = lines[index]
    if line.kind != "text":
        return False
    if line.linked:
        return line.href.startswith("#") and line.linked * 2 > len(line.text)
    following = lines[index + 1 : index + 1 + _JUMPS]
    return (
        len(following) == _JUMPS
        and all(other.is_link and other.href.startswith("#") for other in following)
        and len(line.text.split()) <= _LABEL_WORDS
    )


def _box_end(blocks: Blocks, index: int, sums: Sequence[int], most: float) -> int:
    """The line behind the largest box that begins with this line and has at most `most` characters,
    by their `sums`."""
    end = index + 1
    for region in blocks.path(blocks.lines[index].region):
        if region.start < index or sums[region.end] - sums[region.start] > most:
            break
        end = max(end, region.end)
    return end


def _sums(blocks: Blocks, chosen: Collection[int]) -> list[int]:
    """How many characters the chosen lines before each line have; the last sum is that of all."""
    lengths = (len(line.text) if index in chosen else 0 for index, line in enumerate(blocks.lines))
    return list(accumulate(lengths, initial=0))
