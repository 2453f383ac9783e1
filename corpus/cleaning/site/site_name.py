"""What a site calls itself: at an end of its titles, as the whole of them, and above its
headlines."""

import re
from collections import Counter
from collections.abc import Collection
from typing import Self

from corpus.cleaning.site.recurring_blocks import PAGES, is_running
from corpus.page.lines import PLAIN_SIZE, Blocks
from corpus.page.text import fold
from corpus.wording.page_head import can_be_title
from corpus.wording.publisher import LONGEST_NAME

# of the titles end or begin with the site's name, or are it; of the pages have it above their
# headline
_SHARE = 0.5
_SEPARATOR = re.compile(r"\s+[|\-–—»·•‹›:]+\s+|\s*\|\s*")
_COLON = re.compile(r":\s+")


class NameLearner:
    """Counts the names on one site's pages."""

    def __init__(self) -> None:
        self._titles: list[str] = []  # of each page
        # the lines of each page that stand out above one that does, too
        self._heads: list[frozenset[str]] = []

    def add(self, title: str, blocks: Blocks, content: Collection[int]) -> None:
        """Count a page with this <title>, whose text stands in the lines of `content`."""
        self._titles.append(title)
        begins = next((index for index in content if is_running(blocks.lines[index])), 0)
        self._heads.append(_heads(blocks, begins))

    def merge(self, other: Self) -> None:
        """Add the pages of another one behind these."""
        self._titles += other._titles
        self._heads += other._heads

    def site(self) -> str | None:
        """The name at the ends of the titles."""
        titles = set(self._titles)
        ends = Counter(end for title in titles for end in _ends(title))
        name, count = max(ends.items(), key=lambda item: (item[1], len(item[0])), default=("", 0))
        return name if count >= max(PAGES, len(titles) * _SHARE) else None

    def labels(self, copies: Collection[int]) -> frozenset[str]:
        """What no page is titled with: the <title> of all pages, and the lines above the headlines
        of most.

        `copies`, which are pages counted from 0, have no vote: a story under three addresses has
        one title.
        """
        voting = [page for page in range(len(self._titles)) if page not in copies]
        titles = Counter(self._titles[page] for page in voting)
        heads = Counter(head for page in voting for head in self._heads[page])
        whole = {
            fold(title)
            for title, count in titles.items()
            if count >= max(PAGES, len(voting) * _SHARE)
        }
        above = {head for head, count in heads.items() if count >= max(PAGES, len(voting) * _SHARE)}
        return frozenset((whole | above) - {""})


def _heads(blocks: Blocks, begins: int) -> frozenset[str]:
    """The short lines that stand out above the text, but for the last: it may be the headline."""
    heads = [
        fold(line.text) for line in blocks.lines[:begins]
        if (line.kind == "heading" or line.size > PLAIN_SIZE or line.bold) and not line.is_link
        and can_be_title(line.text)
    ]  # fmt: skip
    return frozenset(text for text in heads[:-1] if len(text) <= LONGEST_NAME and text != heads[-1])


def _ends(title: str) -> set[str]:
    """What stands at the ends of a title, before and behind a separator; before a colon only for
    want of others."""
    parts = [part for part in _SEPARATOR.split(title) if part]
    parts = (
        parts
        if len(parts) > 1
        else _COLON.split(title, maxsplit=1)[:1]
        if _COLON.search(title)
        else []
    )
    return {part for part in (parts[:1] + parts[-1:]) if len(part) <= LONGEST_NAME}
