"""Microdata: what elements say of the article that they are part of, and which of them speak of
another one."""

import re
from itertools import islice

from bs4 import Tag

from corpus.page.lines import MOST_AROUND
from corpus.page.markup import MAX_PIECES, MAX_TITLE, OTHER_TYPES
from corpus.page.text import tidy

MAX_BOXES = 100  # elements of one kind; those after them are not heard
_OTHERS = re.compile(
    r"^(?:comments?|reviews?|citation|mentions|liveBlogUpdate|hasPart|isPartOf|isRelatedTo|"
    r"itemListElement|relatedLink)$"
)


def said_by(element: Tag) -> str:
    """What an element says to machines, else to readers."""
    told = attribute(element, "content") or attribute(element, "datetime")
    return told or _element_text(element)


def is_own(element: Tag) -> bool:
    """Whether an element of microdata speaks of the page's article: not of a comment or of another
    article on it."""
    return not any(
        _OTHERS.search(attribute(scope, "itemprop"))
        or OTHER_TYPES.search(attribute(scope, "itemtype"))
        for scope in islice(element.parents, MOST_AROUND)
    )


def attribute(element: Tag, name: str) -> str:
    """The value of an attribute, empty where there is none; of several words as they stand."""
    value = element.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def _element_text(element: Tag) -> str:
    return tidy("".join(piece[:MAX_TITLE] for piece in islice(element.strings, MAX_PIECES)))[:200]
