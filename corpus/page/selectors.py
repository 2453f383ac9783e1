"""CSS selectors asked of a page's tree: plain ones by the tree's own means, all others by Beautiful
Soup's.

A second tree of the page, for Beautiful Soup, costs twice as much as all else that is done with the
page. So it is built only for selectors with a colon or an escape: `h1`, `#text > p.first`,
`div[itemprop~=author] a, .byline` do without.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import soupsieve
from bs4 import BeautifulSoup
from lxml import etree

from corpus.page.markup import Tree, write

_NAME = r"-?[^\W\d][\w-]*"
_ASCII_NAME = r"[a-zA-Z_][a-zA-Z0-9_-]*"  # of tags and attributes
_PART = re.compile(
    rf"#(?P<id>{_NAME})|\.(?P<of>{_NAME})|"
    rf"\[\s*(?P<key>{_ASCII_NAME})\s*(?:(?P<how>[~|^$*]?=)\s*(?P<value>{_NAME}|\"[^\"\\]+\"|"
    rf"'[^'\\]+')\s*)?\]"
)
_COMPOUND = re.compile(
    rf"(?P<tag>{_ASCII_NAME}|\*)?(?P<parts>(?:{_PART.pattern.replace('?P<', '?P<in_')})*)"
)
_COMBINATOR = re.compile(r"\s*([>+~])\s*|(\s+)")
_COMMA = re.compile(r"\s*,\s*")
_TESTS = {
    "": "@{key}",
    "=": "@{key} = ${var}",
    "~=": "contains(concat(' ', normalize-space(@{key}), ' '), concat(' ', ${var}, ' '))",
    "^=": "starts-with(@{key}, ${var})",
    "$=": "substring(@{key}, string-length(@{key}) - string-length(${var}) + 1) = ${var}",
    "*=": "contains(@{key}, ${var})",
    "|=": "(@{key} = ${var} or starts-with(@{key}, concat(${var}, '-')))",
}
_NUMBER = "backfile-number"  # the attribute by which an element is known again in another tree

Step = tuple[str, "Found"]  # how it stands to the step before, and the elements it is about
Found = Callable[[Tree], list[Tree]]


class Selectors:
    """One page's tree, to be asked again and again as long as nothing in it changes."""

    def __init__(self, root: Tree) -> None:
        self._root = root
        self._soup: BeautifulSoup | None = None
        self._numbered: list[Tree] = []
        self._templates: set[Tree] | None = None

    def select(self, selector: str) -> list[Tree]:
        """The elements that a selector, one that `soupsieve.compile` takes, finds, in the page's
        order."""
        plain = _read(selector)
        if plain is None:
            return self._select_by_soup(selector)
        found = {
            element for steps in plain for element in _walk(self._root, steps)
        } - self._in_templates()
        if len(plain) == 1 and len(plain[0]) == 1:
            return [element for element in plain[0][0][1](self._root) if element in found]
        return [element for element in self._root.iter() if element in found] if found else []

    def _in_templates(self) -> set[Tree]:
        """What stands in a <template> is no part of the page."""
        if self._templates is None:
            self._templates = set()
            for template in self._root.iter("template"):
                if template not in self._templates:
                    self._templates.update(template.iterdescendants())
        return self._templates

    def _select_by_soup(self, selector: str) -> list[Tree]:
        if self._soup is None:
            self._numbered = [
                element for element in self._root.iter() if isinstance(element.tag, str)
            ]
            for number, element in enumerate(self._numbered):
                element.set(_NUMBER, str(number))
            html = write(self._root)
            for element in self._numbered:
                del element.attrib[_NUMBER]
            self._soup = BeautifulSoup(html, "lxml")
        numbers = (element.get(_NUMBER) for element in soupsieve.select(selector, self._soup))
        return [self._numbered[int(str(number))] for number in numbers if number is not None]


@lru_cache(maxsize=512)
def _read(selector: str) -> tuple[tuple[Step, ...], ...] | None:
    """A plain selector as its alternatives, each a chain of steps; None for one that only Beautiful
    Soup reads."""
    chains: list[tuple[Step, ...]] = []
    steps: list[Step] = []
    text, at, relation = selector.strip(), 0, ""
    while True:
        compound = _COMPOUND.match(text, at)
        found = _found(compound) if compound and compound.group() else None
        if compound is None or found is None:
            return None
        steps.append((relation, found))
        at = compound.end()
        if at == len(text):
            return (*chains, tuple(steps))
        if comma := _COMMA.match(text, at):
            chains.append(tuple(steps))
            steps, relation, at = [], "", comma.end()
        elif combinator := _COMBINATOR.match(text, at):
            relation, at = combinator[1] or " ", combinator.end()
        else:
            return None


def _found(compound: re.Match[str]) -> Found | None:
    """What finds the elements that a tag with ids, classes and attributes stands for; None where it
    cannot be told."""
    tests: list[str] = []
    values: dict[str, str] = {}
    for number, part in enumerate(_PART.finditer(compound["parts"])):
        how, key = part["how"] or "", (part["key"] or ("id" if part["id"] else "class")).lower()
        value = (part["value"] or "").strip("\"'")
        if part["id"] or part["of"]:
            how, value = "=" if part["id"] else "~=", part["id"] or part["of"]
        if key == "type" or (how == "~=" and value.split() != [value]):
            return None  # capitals do not matter in a type; no single word has a space in it
        values[f"v{number}"] = value
        tests.append(f"[{_TESTS[how].format(key=key, var=f'v{number}')}]")
    path = etree.XPath(f"descendant-or-self::{(compound['tag'] or '*').lower()}{''.join(tests)}")
    return lambda root: path(root, **values)


def _walk(root: Tree, steps: tuple[Step, ...]) -> Iterator[Tree]:
    """The elements at the end of a chain: each step looks at every element once, however deep they
    nest."""
    before: set[Tree] = set()
    for relation, found in steps:
        elements = found(root)
        if relation in (">", "+"):
            towards = _parent if relation == ">" else _neighbour
            elements = [element for element in elements if towards(element) in before]
        elif relation:
            known: dict[Tree, bool] = {}
            towards = _parent if relation == " " else _neighbour
            elements = [element for element in elements if _leads(towards, element, before, known)]
        before = set(elements)
    return iter(before)


def _leads(
    towards: Callable[[Tree], Tree], element: Tree, found: set[Tree], known: dict[Tree, bool]
) -> bool:
    """Whether, step by step from an element, one of `found` is reached. Learns in `known`."""
    path = []
    at = towards(element)
    while at is not None and at not in known and at not in found:
        path.append(at)
        at = towards(at)
    answer = at is not None and (at in found or known[at])
    known.update(dict.fromkeys(path, answer))
    return answer


def _parent(element: Tree) -> Tree:
    return element.getparent()


def _neighbour(element: Tree) -> Tree:
    return element.getprevious()
