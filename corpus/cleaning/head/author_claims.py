"""Whom a page's head names as authors: JSON-LD, meta elements, microdata and links, each voice for
itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any, Literal

from corpus.cleaning.head.json_ld import PAGE_TYPES, Node, text_of, type_of
from corpus.cleaning.head.microdata import MAX_BOXES, is_own, said_by, with_property
from corpus.page.markup import MAX_TITLE, Tree, is_called_author
from corpus.wording.names import first_name_first

# The names of meta elements that name authors, from certain to doubtful.
_METAS = (
    "citation_author",
    "citation_authors",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "article:author_name",
    "article:author",
    "author",
)
_LAST_NAME_FIRST = frozenset(("citation_author", "dc.creator", "dcterms.creator"))
# A name no list knows that says the same: "cxenseparse:author", "article.authors"; not
# "twitter:creator", a handle.
_AUTHOR_NAME = re.compile(
    r"^(?!twitter|.*(?:photo|image|video|web|site|theme|comment)).*(?<![a-z])(?:authors?|bylines?|"
    r"creator)(?:[\W_]?names?)?$"
)
_AUTHOR_PROPERTY = re.compile(r"\b(?:author|creator)\b")
_NAME_PROPERTY = re.compile(r"\bname\b")
_ADDRESS = re.compile(r"://|^www\.|^@|^[\w-]+(?:\.[\w-]+){2,}|^[\w-]+\.[a-z]{2,8},")
_MOST_BOXES = 8  # names in elements called author: with more, the page is a list of people


@dataclass(frozen=True, slots=True)
class Credit:
    """The authors that one voice of the head names."""

    names: tuple[str, ...]
    rule: str
    # What JSON-LD says they are; "near" for names that count only where the lines about the title
    # show them.
    kind: Literal["people", "bodies", "near", "unknown"] = "unknown"


def read_credits(
    nodes: list[Node], articles: list[Node], metas: dict[str, list[str]], facts: Tree
) -> Iterator[Credit]:
    """Each voice in turn, from certain to doubtful; `articles` are those `nodes` that speak of the
    page's article."""
    by_id = {
        node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and _called(node)
    }
    for node in articles + [node for node in nodes if type_of(node) in PAGE_TYPES]:
        yield from _of_object(node.get("author") or node.get("creator"), by_id)
    yield from _of_metas(metas)
    yield from _of_elements(facts)


def _of_metas(metas: dict[str, list[str]]) -> Iterator[Credit]:
    for name in dict.fromkeys((*_METAS, *filter(_AUTHOR_NAME.search, metas))):
        values = tuple(value for value in metas.get(name, ())[:MAX_BOXES] if _is_name(value))
        if name in _LAST_NAME_FIRST:
            values = tuple(first_name_first(value) for value in values)
        yield Credit(values, f"meta {name}")
    for label in (name for name in metas if name.startswith("twitter:label")):
        if "by" in metas[label][0].lower().split():
            data = label.replace("label", "data")
            yield Credit(tuple(metas.get(data, ())[:MAX_BOXES]), f"meta {data}")


def _of_elements(facts: Tree) -> Iterator[Credit]:
    said = with_property(facts, _AUTHOR_PROPERTY)
    boxes = [element for element in said if element.tag != "meta"]
    # boxes within one another hold the same
    inner = dict.fromkeys(one for box in boxes for one in with_property(box, _NAME_PROPERTY))
    linked = (one for one in facts.iter("a", "span") if "author" in one.get("rel", "").split())
    links = list(islice(linked, MAX_BOXES))
    for elements, rule in ((inner, "microdata"), (boxes, "microdata"), (links, "rel=author")):
        names = tuple(dict.fromkeys(filter(None, map(said_by, filter(is_own, elements)))))
        if len(names) <= _MOST_BOXES:
            # "Jane Doe" and, of another link, "More by Jane Doe"
            yield Credit(
                tuple(one for one in names if not any(n != one and n in one for n in names)), rule
            )
    called = (
        element
        for element in islice(facts.iter("a", "span"), MAX_BOXES)
        if is_called_author(*map(element.get, ("rel", "class", "href")))
    )
    yield Credit(
        tuple(dict.fromkeys(filter(None, map(said_by, called)))), "element called author", "near"
    )


def _of_object(value: Any, by_id: dict[str, Node]) -> Iterator[Credit]:
    """The people among the authors of one object, and what else it names."""
    nodes = list(islice(_resolved(value, by_id), MAX_BOXES))
    bodies = [node for node in nodes if isinstance(node, dict) and "Organization" in type_of(node)]
    people = [
        node for node in nodes if not (isinstance(node, dict) and "Organization" in type_of(node))
    ]
    typed = all(isinstance(node, dict) and "Person" in str(node.get("@type")) for node in people)
    yield Credit(tuple(_names(people)), "json-ld", "people" if typed else "unknown")
    yield Credit(tuple(_names(bodies)), "json-ld", "bodies")


def _resolved(value: Any, by_id: dict[str, Node]) -> Iterator[Any]:
    """The authors in a value, those that stand elsewhere in the graph instead of what points to
    them."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield by_id.get(item, item)
        elif isinstance(item, dict):
            yield by_id.get(str(item.get("@id")), {}) | item


def _names(items: list[Any]) -> Iterator[str]:
    for item in items:
        name: Any = _called(item) if isinstance(item, dict) else item
        parts = name[:MAX_BOXES] if isinstance(name, list) else [name]
        yield from (unescape(text) for part in parts if _is_name(text := _cut(part)))


def _called(node: Node) -> Any:
    """The name of an object, be it in one piece, in two or with its language."""
    name = (
        node.get("name")
        or f"{text_of(node.get('givenName'))} {text_of(node.get('familyName'))}".strip()
    )
    return name.get("@value") if isinstance(name, dict) else name


def _cut(value: Any) -> Any:
    """A string no longer than one a person could have meant; anything else as it is."""
    return value[:MAX_TITLE] if isinstance(value, str) else value


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not _ADDRESS.search(value)
