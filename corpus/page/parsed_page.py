"""A page as all read it: its text, tree and lines, each made once and only when somebody asks."""

from collections import OrderedDict
from copy import deepcopy
from functools import cached_property

from corpus.article import Page
from corpus.page.charset import decode
from corpus.page.lines import Blocks, read_blocks
from corpus.page.markup import Tree, parse, parse_facts, refuse_binary

_MOST_KEPT = 200_000  # bytes of the pages remembered; many live trees slow down Python itself


class ParsedPage:
    """What a page's bytes are made into. Nothing of it may be changed: others read it too."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @cached_property
    def text(self) -> str:
        """The bytes as text, markup and all."""
        return decode(self._page.body, self._page.charset)

    @cached_property
    def root(self) -> Tree:
        """The root of the tree. Raises PageRefused for what is binary, empty or hostile."""
        refuse_binary(self._page.body)
        return parse(self.text)

    @cached_property
    def blocks(self) -> Blocks:
        """The lines in their regions. Raises PageRefused as `root` does."""
        return read_blocks(self.root)

    @cached_property
    def facts(self) -> Tree:
        """What the page says to machines. Raises PageRefused as `root` does."""
        return parse_facts(self.root)

    def copy_root(self) -> Tree:
        """A tree of one's own, to take elements out of."""
        return deepcopy(self.root)


_kept: "OrderedDict[Page, ParsedPage]" = OrderedDict()


def parsed(page: Page) -> ParsedPage:
    """The parsed form of a page, the same one while it is remembered.

    Who learns from a page and who cleans it come one after the other: the last few pages suffice.
    """
    if found := _kept.get(page):
        return found
    found = _kept[page] = ParsedPage(page)
    size = sum(len(kept.body) for kept in _kept)
    while size > _MOST_KEPT and len(_kept) > 1:
        size -= len(_kept.popitem(last=False)[0].body)
    return found
