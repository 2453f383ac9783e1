"""Microdata: what elements say of the article that they are part of, and which of them speak of
another one."""

import re
from itertools import islice

from corpus.page.lines import MOST_AROUND
from corpus.page.markup import MAX_PIECES, MAX_TITLE, OTHER_TYPES, Tree
from corpus.page.text import tidy

MAX_BOXES = 100  # elements of one kind; those after them are not heard
_OTHERS = re.compile(
    r"^(?:comments?|reviews?|citation|mentions|liveBlogUpdate|hasPart|isPartOf|isRelatedTo|"
    r"itemListElement|relatedLink)$"
)


def said_by(element: Tree) -> str:
    """What an element says to machines, else to readers."""
    told = element.get("content") or element.get("datetime")
    return told or _element_text(element)


def is_own(element: Tree) -> bool:
    """Whether an element of microdata speaks of the page's article: not of a comment or of another
    article on it."""
    return not any(
        _OTHERS.search(scope.get("itemprop", ""))
        or OTHER_TYPES.search(scope.get("itemtype", ""))
        for scope in islice(element.iterancestors(), MOST_AROUND)
    )


def with_property(facts: Tree, called: re.Pattern[str]) -> list[Tree]:
    """The first elements in one whose property is `called` so."""
    named = facts.iterfind(".//*[@itemprop]")
    return list(islice((one for one in named if called.search(one.get("itemprop", ""))), MAX_BOXES))


def _element_text(element: Tree) -> str:
    pieces = islice(element.itertext(), MAX_PIECES)
    return tidy("".join(piece[:MAX_TITLE] for piece in pieces))[:200]
