"""A page too long for one tree, in pieces that are read one after another: a list of thousands.

What a page may cost to read is bounded by its tree, so a long list is cut between its rows and each
piece has a tree of its own: the cost grows with the page, and the memory does not.
"""

import re
from collections.abc import Iterator

from corpus.page.markup import EMBEDDED, MAX_MARKUP, MAX_TAGS, NO_MARKUP

# about two thirds of what one tree may have, so that a piece has room for its last row
PIECE_TAGS = MAX_TAGS * 2 // 3
PIECE_MARKUP = MAX_MARKUP * 2 // 3
_PATIENCE = 0.05  # of a piece more, and without a further row it ends at any tag
_MAX_AROUND = 30  # tables within one another that a row still stands in
_TAG = re.compile(
    r"""<(/?)([a-z][a-z0-9]*)(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|))*+>?""", re.IGNORECASE
)
_LINK = re.compile(r"<(?:a|area|frame|iframe)\s[^<>]*?\b(?:href|src)\s*=", re.IGNORECASE)
_ROWS = frozenset("li tr dt table ul p div article section h1 h2 h3 h4 h5 h6".split())
_IN_TABLES = {"table": 0, "tr": 1, "td": 2, "th": 2}


def in_pieces(markup: str) -> Iterator[str]:
    """The page, whole where one tree will do; else in pieces without scripts, styles and comments.

    A piece begins with the tables that its first row stands in.
    """
    markup = EMBEDDED.sub("data:,", markup)
    if len(markup) <= MAX_MARKUP and markup.count("<") <= MAX_TAGS:
        yield markup
        return
    bare = NO_MARKUP.sub("", markup)
    if len(markup) <= MAX_MARKUP and bare.count("<") <= MAX_TAGS:
        yield markup
    else:
        yield from _cut(bare)


def count_links(markup: str) -> int:
    """About how many links there are in markup that is not read."""
    return sum(1 for _ in _LINK.finditer(markup))


def _cut(markup: str) -> Iterator[str]:
    begun, tags, before, was_end = 0, 0, "", False
    around: list[str] = []
    for tag in _TAG.finditer(markup):
        is_end, name = bool(tag[1]), tag[2].lower()
        tags += 1
        over = max((tags - PIECE_TAGS) / PIECE_TAGS, (tag.start() - begun) / PIECE_MARKUP - 1)
        # what follows an end begins a row; what follows a beginning is a part of one
        is_row = name in _ROWS and was_end and not is_end
        was_end = is_end
        if over > 0 and (is_row or over > _PATIENCE):
            yield before + markup[begun : tag.start()]
            begun, tags = tag.start(), 0
            if not is_end:
                _end_siblings(around, name)
            before = "".join(f"<{each}>" for each in around)
        if name in _IN_TABLES:
            _leave(around, name) if is_end else _enter(around, name)
    yield before + markup[begun:]


def _enter(around: list[str], name: str) -> None:
    """A part of a table begins."""
    _end_siblings(around, name)
    if len(around) < _MAX_AROUND:
        around.append(name)


def _end_siblings(around: list[str], name: str) -> None:
    """What is left open when a row or a cell begins: the one before it in the same table."""
    rank = _IN_TABLES.get(name, 0)
    while rank and around and _IN_TABLES[around[-1]] >= rank:
        around.pop()


def _leave(around: list[str], name: str) -> None:
    """A part of a table ends, with what was left open in it; a cell ends no table."""
    depth = len(around) - 1
    while depth >= 0 and around[depth] not in (name, "table"):
        depth -= 1
    if depth >= 0 and around[depth] == name:
        del around[depth:]
