"""Quoted parts: what stands within quotation marks in a text."""

import re
from collections.abc import Iterator

from corpus.article import Span

# Each from its own mark to its own. A paragraph of a longer quotation has no mark at its end. A
# single one that follows a letter, or stands between two, is an apostrophe; so is one behind an s
# where another is still to come. What opens with a curved mark may close with a straight one, and
# a mark behind a digit is one of inches.
_QUOTED = re.compile(
    r"“(?:([^“”]+)”|([^“”\"]+)\"|([^“”]+)\Z)|„(?:([^„“”\"]+)[“”\"]|([^„“”]+)\Z)"
    r"|(?<!\w)”(?=\S)([^“”]+)”"
    r"|«([^«»]+)(?:»|\Z)|»([^«»]+)«|‹([^‹›]+)›|「([^「」]+)」|『([^『』]+)』"
    r'|(?<!\w)"(?=\S)([^"]+)"'
    r"|(?<!\w)[‘‚]((?:[^‘’‚]|’(?=\w)|(?<=s)’(?=\s\w[^‘’‚]*’))+)[’‘]"
    r"|(?<!\w)'((?:[^']|(?<=\w)'(?=\w)|(?<=s)'(?=\s\w[^']*'))+)'(?!\w)"
)


def quoted_parts(text: str) -> Iterator[Span]:
    """The characters within each pair of quotation marks of a paragraph, without the blanks at its
    ends, ascending; what is quoted within a quotation is part of that."""
    for match in _QUOTED.finditer(text):
        if match.lastindex and (part := match[match.lastindex].strip()):
            start = text.index(part, match.start(match.lastindex))
            yield start, start + len(part)
