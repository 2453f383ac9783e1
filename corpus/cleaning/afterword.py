"""Lines with which a page turns to other things: the end of the text, or a box in the middle of it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.cleaning.blocks import Blocks, Line

# Headings over other stories, readers' words, the author's life. The whole line must say it, and be no sentence.
_ELSEWHERE = re.compile(
    r"(?:you(?: may| might|['’]ll) (?:also|be|like|love)\b[^.?]{0,40}|"
    r"(?:related|recommended|recent|latest|popular|trending|featured|similar|further|more|other|also|our|most|top)\b"
    r"[^.?]{0,20}\b(?:posts?|articles?|stories|story|news|reads?|blogs?|content|editorials?|insights?)|"
    r"related(?: (?:links?|topics?|resources?|to this))?|recommended(?: for you)?|also in the news|what to read next|"
    r"(?:read|see|up) (?:next|also)\b[^.?]{0,20}|read this next|don['’]?t miss\b[^.?]{0,20}|"
    r"(?:leave|post|write|add) (?:a|your) (?:comment|reply)\b.{0,20}|\d* ?(?:comments?|responses?|replies)\b[^.?]{0,20}"
    r"|about (?:the|our) (?:authors?|writers?|reviewers?|contributors?|company)|author bio|filed under\b.{0,60}|"
    r"comments are closed\.?|all rights reserved.{0,80}|(?:copyright )?©.{0,120}):?",
    re.IGNORECASE,
)
# What a reader is asked to do when the text is over, or half-way through it.
_INVITATION = re.compile(
    r"contact us|share(?: (?:this|on|via|article|story|post)\b.{0,30})?|tags?:?|subscribe\b.{0,40}|sign up\b.{0,60}|"
    r"join (?:our|the) (?:newsletter|mailing).{0,40}|follow us\b.{0,30}|(?:back )?to (?:the )?top|"
    r"(?:previous|next) (?:post|article|story)\b.{0,60}|get (?:our|the) newsletter.{0,30}",
    re.IGNORECASE,
)
# What stands between two paragraphs and belongs to neither.
_INTERRUPTION = re.compile(
    r"tweet(?: this)?|(?:print|e-?mail)(?: this (?:page|article|story))?|continue reading|show captions?|"
    r"(?:read|see|view|learn|show|load) (?:more|less)\b[^.?]{0,20}|advertisements?|"
    r"(?:other|more) (?:stories|articles|reports) below|(?:article|story) continues (?:after|below)\b.{0,40}|"
    r"skip (?:advertisement|ad|past)\b.{0,40}|(?:scroll|click) (?:down )?to (?:continue|enlarge|expand)\b.{0,20}|"
    r"(?:photo(?:graph)?|image|picture|illustration|video)s?(?: credits?| courtesy)?(?: ?: ?| by )[^.]{0,80}|"
    r"credits?: .{0,80}",
    re.IGNORECASE,
)
_LONGEST = 120  # characters of such a line
_LATE = 0.5  # what announces other things behind this part of the text ends it
_MUCH = 0.25  # unless it begins a box, and more than this part of the text stands behind the box
_VERY_LATE = 0.8  # an invitation can stand between two parts, but hardly here
_BOX = 0.45  # a box that begins with an afterword holds less than this of the text, or it is the text


def without_afterwords(blocks: Blocks, kept: Sequence[int]) -> list[int]:
    """`kept`, indexes into `blocks.lines`, up to where the text ends; boxes and buttons before that left out."""
    total = sum(len(blocks.lines[index].text) for index in kept)
    seen, skip_until = 0, 0
    chosen: list[int] = []
    times = Counter(blocks.lines[index].text for index in kept)  # what is said again and again ends nothing
    for index in kept:
        line = blocks.lines[index]
        if index >= skip_until:
            part = seen / total
            if _speaks_of_others(line):
                skip_until = _box_end(blocks, index, total)
                behind = sum(len(blocks.lines[other].text) for other in kept if other >= skip_until)
                boxed = skip_until > index + 1 and behind > _MUCH * total
                if part >= _LATE and times[line.text] == 1 and not boxed:
                    break
            elif _is(line, _INVITATION):
                if part >= _VERY_LATE and times[line.text] == 1:
                    break
            elif not _is(line, _INTERRUPTION):
                chosen.append(index)
        seen += len(line.text)
    return chosen


def _speaks_of_others(line: Line) -> bool:
    """Whether a line announces other stories, comments or the author; an item of a list is only an item."""
    return line.kind != "item" and _is(line, _ELSEWHERE)


def _is(line: Line, pattern: re.Pattern[str]) -> bool:
    return len(line.text) < _LONGEST and bool(pattern.fullmatch(line.text))


def _box_end(blocks: Blocks, index: int, total: int) -> int:
    """The line behind the largest box that begins with this line and is small for the text around it."""
    end = index + 1
    for region in blocks.path(blocks.lines[index].region):
        if region.start < index or _length(blocks.lines[region.start : region.end]) > _BOX * total:
            break
        end = max(end, region.end)
    return end


def _length(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)
