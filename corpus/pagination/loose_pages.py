"""Pages that are in no corpus, found by their address, so that those of one text can be joined."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from urllib.parse import quote

from corpus.article import Article, Page
from corpus.errors import FAULTS, PageRefused
from corpus.outcome import Outcome
from corpus.page.urls import canonical
from corpus.pagination.joining import Joiner, log_unjoined
from corpus.pagination.pager import names_of

# where files lie that name no address: their links lead to each other all the same
_PLACE = "http://folder.invalid/"
_MAX_KEPT = 2_000  # pages held in memory


class LoosePages:
    """The pages that name each other among all that `note` was told of."""

    def __init__(self) -> None:
        self._namers: dict[str, list[str]] = defaultdict(list)
        self._named: set[str] = set()
        self._kept: dict[str, Page] = {}

    def note(self, page: Page) -> None:
        """Learn which pages a page names. Raises PageRefused for hostile markup."""
        placed = _placed(page)
        for name in names_of(placed):
            self._namers[name].append(placed.url or "")
            self._named |= {name, placed.url or ""}

    def keep(self, pages: Iterable[Page]) -> None:
        """Hold those of the pages noted before that name each other: all are read once more."""
        if not self._named:
            return
        for page in pages:
            placed = _placed(page)
            if placed.url in self._named and len(self._kept) < _MAX_KEPT:
                self._kept.setdefault(placed.url, placed)

    def page(self, url: str) -> Page | None:
        """The page at an address, or None."""
        return self._kept.get(url)

    def namers(self, url: str) -> Sequence[str]:
        """The pages that name `url`."""
        return self._namers.get(url, ())

    def is_removed(self, url: str) -> bool:
        """Never: people take down articles of a corpus."""
        return False

    def is_corrected(self, url: str) -> bool:
        """Never: people correct articles of a corpus."""
        return False

    def joiner(self, clean: Callable[[Page], Article]) -> Joiner:
        """What joins these pages; `clean` gives the article of one by itself."""
        return Joiner(self, lambda page: clean(_bare(page)))


def joined(page: Page, joiner: Joiner, article: Article) -> Article | Outcome:
    """A page's article with the text of its later pages, or its outcome without one of its own."""
    url = _placed(page).url
    if url is None or page.content_type != "text/html":
        return article
    try:
        return joiner.claim(url) or joiner.join(url, article)[0]
    except PageRefused:
        return article
    except FAULTS:  # then it stays as it is
        log_unjoined(url)
        return article


def _placed(page: Page) -> Page:
    if page.url or not page.origin:
        return page
    return replace(page, url=canonical(_PLACE + quote(page.origin.lstrip("/"))))


def _bare(page: Page) -> Page:
    return replace(page, url=None) if page.url and page.url.startswith(_PLACE) else page
