"""JSON-LD as pages carry it: every object, and the commonest mistakes in writing it mended."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from corpus.page.markup import MAX_SAID, Tree

Node = dict[str, Any]  # an object of JSON-LD

# Where an object holds the page's own article; what it mentions, lists or is commented by stands
# elsewhere.
_OWN_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
_ARTICLE_TYPES = re.compile(
    r"Article|Posting|Report|Review|Recipe|HowTo|OpinionPiece|CreativeWork$"
)
PAGE_TYPES = frozenset(("WebPage", "ItemPage", "MedicalWebPage", "FAQPage"))
_MAX_NODES = 5000
# for browsers of the last century
_WRAPPED = re.compile(r"\s*(?:(?:<!--|//|/\*|<!\[CDATA\[|\*/|\ufeff)\s*)+")
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")
_DECODER = json.JSONDecoder(strict=False, parse_int=str)


def read_objects(facts: Tree) -> Iterator[tuple[Node, bool]]:
    """Every object in the page's JSON-LD, outermost first, and whether it stands where the page's
    own article does.

    What cannot be parsed says nothing.
    """
    queue = [(_parse(text), True) for text in _texts(facts)]
    for count, (item, own) in enumerate(queue):
        if count > _MAX_NODES:
            return
        if isinstance(item, dict):
            yield item, own
            parts = [(key, part) for key, part in item.items() if isinstance(part, dict | list)]
            queue.extend((part, own and key in _OWN_KEYS) for key, part in parts)
        elif isinstance(item, list):
            queue.extend((part, own) for part in item)


def type_of(node: Node) -> str:
    """What an object says it is; of several types that of an article, else the first."""
    value = node.get("@type") or ""
    kinds = [
        str(kind).rpartition("/")[2] for kind in (value if isinstance(value, list) else [value])
    ]
    return next(filter(_ARTICLE_TYPES.search, kinds), "".join(kinds[:1]))


def text_of(value: Any, most: int = MAX_SAID) -> str:
    """A string of JSON-LD, where many sites leave entities of HTML, cut behind `most`; empty for
    anything else."""
    return unescape(value[:most]) if isinstance(value, str) else ""


def is_article(node: Node) -> bool:
    """Whether an object calls itself an article, or a text of another kind."""
    return bool(_ARTICLE_TYPES.search(type_of(node)))


def _texts(facts: Tree) -> Iterator[str]:
    for element in facts.iter("script"):
        if element.get("type", "").partition(";")[0].strip().lower() == "application/ld+json":
            yield element.text or ""
    # Remix writes it so where it is set late
    for element in facts.iterfind(".//meta[@name='script:ld+json']"):
        yield element.get("content", "")


def _parse(text: str) -> Any:
    """The first value in a text; None where there is none. What follows it, a bracket too many, is
    passed over."""
    wrapped = _WRAPPED.match(text)
    text = text[wrapped.end() :] if wrapped else text.strip()
    for written in (text, _LAST_COMMA.sub("", text)):
        try:
            return _DECODER.raw_decode(written)[0]
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common, and the page has other voices
    return None
