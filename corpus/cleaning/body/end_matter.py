"""Lines with which a page turns to other things: the end of the text, or a box in the middle of it."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import accumulate

from corpus.cleaning.body.interruptions import find_asides
from corpus.cleaning.fields.signature import noted_person
from corpus.page.lines import PLAIN_SIZE, Blocks, Line
from corpus.page.text import fold

# Headings over other stories, readers' words, the author's life. The whole line must say it, and be no sentence.
_ELSEWHERE = re.compile(
    r"(?:you(?: may| might|['’]ll) (?:also|be|like|love)\b[^.?]{0,40}|"
    r"(?:related|recommended|recent|latest|popular|trending|featured|similar|further|more|other|also|our|most|top)\b"
    r"[^.?]{0,20}\b(?:posts?|articles?|stories|story|news|reads?|blogs?|content|editorials?|insights?)|"
    r"related(?: (?:links?|topics?|resources?|to this))?|recommended(?: for you)?|also in the news|what to read next|"
    r"editors?['’]*s? (?:picks?|choice)|trending(?: now| today)?|keep reading|"
    r"most (?:read|popular|viewed|shared|commented)(?: (?:today|now|this week))?|"
    r"(?:read|see|up) (?:next|also)\b[^.?]{0,20}|read this next|don['’]?t miss\b[^.?]{0,20}|"
    r"(?:leave|post|write|add) (?:a|your) (?:comment|reply)\b.{0,20}|\d+ (?:comments?|responses?|replies)\b[^.?]{0,20}|"
    r"(?:comments?|responses?|replies)(?:[^\w.?!]{0,3}\d*\)?| (?:on|to) (?:this|the)\b[^.?]{0,20}| below| section)?|"
    r"about (?:the|our) (?:authors?|writers?|reviewers?|contributors?|company)|author bio|"
    r"comments are closed\.?):?",
    re.IGNORECASE,
)
# What a reader is asked to do when the text is over, or half-way through it.
_INVITATION = re.compile(
    r"contact us|share(?: (?:this|on|via|article|story|post)\b.{0,30})?|tags?:?|subscribe\b.{0,40}|sign up\b.{0,60}|"
    r"join (?:our|the) (?:newsletter|mailing).{0,40}|follow us\b.{0,30}|(?:back )?to (?:the )?top|"
    r"(?:previous|next) (?:post|article|story)\b.{0,60}|get (?:our|the) newsletter.{0,30}|"
    r"filed under\b.{0,60}|"
    r"all rights reserved.{0,80}|"
    r"(?:[^.?]{0,60}\s[|•·]\s)?(?:(?:copyright )?(?:©|\(c\) ?\d{4})|copyright \d{4}).{0,120}",
    re.IGNORECASE,
)
_ABOVE = 12  # lines above the text in which its author is named
_BELOW = 3  # and lines below its first in which she may be, too
_LONGEST = 120  # characters of such a line
_LATE = 0.5  # what announces other things behind this part of the text ends it
_MUCH = 0.25  # unless it begins a box, and more than this part of the text stands behind the box
_VERY_LATE = 0.8  # an invitation can stand between two parts, but hardly here
_BOX = 0.45  # a box that begins with an afterword holds less than this of the text, or it is the text


def without_afterwords(blocks: Blocks, kept: Sequence[int]) -> list[int]:
    """`kept`, indexes into `blocks.lines`, up to where the text ends; boxes and buttons before that left out."""
    whole = _sums(blocks, range(len(blocks.lines)))
    text = _sums(blocks, set(kept))
    total = text[-1]
    asides = find_asides(blocks, kept)
    skip_until = 0
    chosen: list[int] = []
    times = Counter(blocks.lines[index].text for index in kept)  # what is said again and again ends nothing
    for index in kept:
        line = blocks.lines[index]
        if index >= skip_until:
            part = text[index] / total
            if _speaks_of_others(line):
                skip_until = _box_end(blocks, index, whole, _BOX * total)
                boxed = skip_until > index + 1 and total - text[skip_until] > _MUCH * total
                if part >= _LATE and times[line.text] == 1 and not boxed:
                    break
            elif _is(line, _INVITATION):
                if part >= _VERY_LATE and times[line.text] == 1:
                    break
            elif index not in asides:
                chosen.append(index)
    if len(chosen) > 1 and _is_note(blocks.lines, chosen):
        chosen.pop()
    while len(chosen) > 1 and blocks.lines[chosen[-1]].kind == "heading":
        chosen.pop()  # what it stands above was left out
    return chosen


def _is_note(lines: Sequence[Line], chosen: Sequence[int]) -> bool:
    """Whether the last line speaks of the author: it begins with a name that is all a line above the text says."""
    note = lines[chosen[-1]]
    name = fold(noted_person(note.text))
    if not name or note.kind == "quote":
        return False
    near = lines[max(chosen[0] - _ABOVE, 0) : min(chosen[0] + _BELOW, chosen[-1])]
    signed = (f"by {name}", f"written by {name}")
    return any(fold(line.text) in signed or (fold(line.text) == name and not _is_large(line)) for line in near)


def _is_large(line: Line) -> bool:
    """Whether a line is set as a headline: a name there is whom the article is about."""
    return line.kind == "heading" or line.size > PLAIN_SIZE


def _speaks_of_others(line: Line) -> bool:
    """Whether a line announces other stories, comments or the author; an item of a list is only an item."""
    return line.kind != "item" and _is(line, _ELSEWHERE)


def _is(line: Line, pattern: re.Pattern[str]) -> bool:
    return len(line.text) < _LONGEST and bool(pattern.fullmatch(line.text))


def _box_end(blocks: Blocks, index: int, sums: Sequence[int], most: float) -> int:
    """The line behind the largest box that begins with this line and has at most `most` characters, by their `sums`."""
    end = index + 1
    for region in blocks.path(blocks.lines[index].region):
        if region.start < index or sums[region.end] - sums[region.start] > most:
            break
        end = max(end, region.end)
    return end


def _sums(blocks: Blocks, chosen: Container[int]) -> list[int]:
    """How many characters the chosen lines before each line have; the last sum is that of all."""
    lengths = (len(line.text) if index in chosen else 0 for index, line in enumerate(blocks.lines))
    return list(accumulate(lengths, initial=0))
