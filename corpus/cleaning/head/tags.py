"""The tags of an article: the keywords of its page's head, or the links that call themselves
tags."""

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from corpus.cleaning.head.json_ld import Node, text_of
from corpus.page.markup import Tree
from corpus.page.text import fold, tidy
from corpus.wording.publisher import LONGEST_NAME, Paper

_MOST = 15  # the rest describes the site
# "editors_pick", "source:wire", "Category: Travel", "topic/ferry", a number of the system's
_SYSTEM = re.compile(
    r"_|:\w|^(?:[Cc]ategory|[Ss]ection|NLP)\b|^[a-z]+/|^[\da-f-]{32,}$|\.(?:com|org|net)$"
)
_LINKS = etree.XPath(
    ".//a[@rel='tag'][not(ancestor::aside or (ancestor::nav and not(ancestor::article)))]"
)
_METAS = ("article:tag", "news_keywords", "parsely-tags", "keywords")


def said_tags(articles: Iterable[Node], metas: dict[str, list[str]]) -> tuple[str, ...]:
    """The tags that one voice of the head lists: JSON-LD, else the first of the meta elements."""
    told = (node.get("keywords") for node in articles)
    voices = [value if isinstance(value, list) else [value] for value in told]
    voices += [metas.get(name, []) for name in _METAS]
    return next(filter(None, map(_parted, voices)), ())


def linked_tags(root: Tree) -> tuple[str, ...]:
    """What the links say that call themselves tags, but for those of a menu or a box beside."""
    return _parted(["".join(link.itertext()) for link in _LINKS(root)])


def tidy_tags(tags: Iterable[str], section: str | None, paper: Paper) -> tuple[str, ...]:
    """Each tag once, without the section's and the paper's names."""
    found: dict[str, str] = {}
    for tag in tags:
        other = _SYSTEM.search(tag) or paper.is_known(tag) or fold(tag) == fold(section or "")
        if not other:
            found.setdefault(fold(tag), tag)
    return tuple(found.values())[:_MOST]


def _parted(values: Sequence[object]) -> tuple[str, ...]:
    """Single tags of a list, or of one text that parts them with commas; none where one is a
    sentence."""
    texts = [*map(text_of, values)]
    texts = texts if len(texts) > 1 else re.split("[,;]", "".join(texts))
    tags = [tag for text in texts if (tag := tidy(text).lstrip("#"))]
    return tuple(tags) if all(len(tag) <= LONGEST_NAME for tag in tags) else ()
