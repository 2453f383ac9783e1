"""CSS selectors asked of a page's tree, by other trees of the same page: plain ones of a quick one,
all others of Beautiful Soup's.

The quick one is read in a tenth of the time, but does not always know what a selector with a colon
means, and tries every way through the elements around one. So it is asked for the elements of each
step only, and what stands in or behind what is found here, in time linear in the page.
"""

import re
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from corpus.page.markup import Tree, write

_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_HARD = frozenset(":\\|/")  # outside of quotes: pseudo-classes, escapes, namespaces and comments
# A tag with classes, ids and attributes, and how it stands to the one before it.
_STEP = re.compile(
    rf"\s*(?P<relation>[>+~,]?)\s*(?P<alone>(?:\[(?:{_QUOTED.pattern}|[^]])*\]|[^][\s>+~,])+)"
)
_NUMBER = "backfile-number"  # the attribute by which an element is known again in another tree


class Selectors:
    """One page's tree, to be asked again and again as long as nothing in it changes."""

    def __init__(self, root: Tree) -> None:
        self._root = root
        self._elements = [element for element in root.iter() if isinstance(element.tag, str)]

    def select(self, selector: str) -> list[Tree]:
        """The elements that a selector, one that `soupsieve.compile` takes, finds, in the page's
        order."""
        if not _HARD.isdisjoint(_QUOTED.sub("", selector)):
            import soupsieve  # hardly a rule asks for it

            soup = soupsieve.select(selector, self._soup)
            found = self._known([element.get(_NUMBER) for element in soup])
        else:
            found = set()
            last: set[Tree] = set()
            for relation, alone in _STEP.findall(f",{selector}"):
                nodes = self._quick.css(alone)
                here = self._known([node.attributes.get(_NUMBER) for node in nodes])
                if relation == ",":
                    found |= last
                last = here if relation == "," else here & self._beyond(last, relation)
            found |= last
        return [element for element in self._elements if element in found]

    def _beyond(self, before: set[Tree], relation: str) -> set[Tree]:
        """The elements that stand in those `before`, or behind them, right there or anywhere."""
        found: set[Tree] = set()
        for element in self._elements:
            beside = element.getprevious() if relation in ("+", "~") else element.getparent()
            if beside in before or (relation in ("", "~") and beside in found):
                found.add(element)
        return found

    def _known(self, numbers: list[Any]) -> set[Tree]:
        """The elements of the page's own tree with these numbers."""
        return {self._elements[int(number)] for number in numbers if number is not None}

    @cached_property
    def _quick(self) -> LexborHTMLParser:
        return LexborHTMLParser(f"<!DOCTYPE html>{self._numbered}")

    @cached_property
    def _soup(self) -> Any:
        from bs4 import BeautifulSoup

        return BeautifulSoup(self._numbered, "lxml")

    @cached_property
    def _numbered(self) -> str:
        """The page as markup, each element with its number."""
        for number, element in enumerate(self._elements):
            element.set(_NUMBER, str(number))
        html = write(self._root)
        for element in self._elements:
            del element.attrib[_NUMBER]
        return html
