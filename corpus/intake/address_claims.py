"""Who has an address: what was fetched from it outranks a file that only claims it."""

import json
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256

from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.cleaning.site.rules import Rules
from corpus.errors import FAULTS, PageRefused, StoreError
from corpus.files.read import own_address
from corpus.outcome import Code
from corpus.store.outcome_row import WAITS
from corpus.store.store import ArticleStore


@dataclass(slots=True)
class AddressClaims:
    """The claims of one import's pages to their addresses: in with it, or without it."""

    store: ArticleStore
    rules: Rules
    # pages let in otherwise than they ask, and why
    notes: list[tuple[str, str]] = field(default_factory=list)

    def admit(self, page: Page, taken: Container[int]) -> Page | None:
        """The page as it may come in: perhaps without its address, where that is another one's.

        None where the corpus has it already, or fetched later. `taken` are the numbers of this
        import's pages.
        """
        held = self._held(page.url)
        if page.source == "import" and page.url and held is None:
            self._give_address(page)
        if held is None or page.source == "crawl" or held[1].body == page.body:
            return page
        number, holder = held
        if holder.source == "import":
            return self._against_file(page, number, holder, taken)
        if self._holds_nothing(number):
            return page
        return self._against_fetched(page, holder)

    def _against_file(self, page: Page, number: int, holder: Page, taken: Container[int]) -> Page:
        """The page against a file that has its address.

        That may go to what was fetched from it, and to a newer version of the file.
        """
        own = (
            holder.origin != page.origin
            and page.content_type == "text/html"
            and own_address(page.body) == page.url
        )
        if page.source != "import" or (number not in taken and not own):
            return page
        return self._without_address(page, f"{page.url} is that of {holder.origin} too")

    def _against_fetched(self, page: Page, holder: Page) -> Page | None:
        """The page against one that was fetched from its address."""
        url = page.url or ""
        if page.source == "warc":
            if page.fetched_at >= holder.fetched_at:
                return page
            later = f"it was fetched again later, on {holder.fetched_at.date()}"
            self.notes.append((url, f"not taken in: {later}, and that stays"))
            return None
        if self._has_same_text(page, holder):
            return None
        if self.store.is_removed(url):
            return page  # else it would be back under another id
        return self._without_address(page, f"{url} was fetched itself, and says something else")

    def _without_address(self, page: Page, reason: str) -> Page:
        self.notes.append((page.origin or "a page", f"taken in without its address: {reason}"))
        return replace(page, url=None)

    def _held(self, url: str | None) -> tuple[int, Page] | None:
        """The page that has the address now, and its number."""
        with suppress(StoreError):  # a damaged page gives way to any other
            return self.store.newest_of(url)
        return None

    def _holds_nothing(self, number: int) -> bool:
        """Whether a page was found to hold no article, nor a part of one."""
        outcome = self.store.outcome(number)
        return outcome is not None and outcome.code != Code.ARTICLE and not outcome.is_joined

    def _has_same_text(self, page: Page, holder: Page) -> bool:
        """Whether every paragraph of a page is in the article of the other one, or on it."""
        text = self._text(page)
        sql = "SELECT paragraphs FROM articles WHERE url = ? AND state <> 'withdrawn'"
        row = self.store.db.execute(sql, (page.url,)).fetchone()
        return bool(text) and (
            (row is not None and _is_within(text, json.loads(row[0])))
            or _is_within(text, self._text(holder))
        )

    def _text(self, page: Page) -> tuple[str, ...]:
        with suppress(PageRefused, *FAULTS):  # named with its reason when it is cleaned
            return clean(page, rules=self.rules).paragraphs
        return ()

    def _give_address(self, page: Page) -> None:
        """Put a file at its address that came before without one; its article keeps its id."""
        digest = sha256(page.body).hexdigest()
        with self.store.transaction() as db:
            db.execute(
                f"UPDATE fetches SET url = ?, origin = ?, {WAITS} WHERE id = ("  # noqa: S608
                "SELECT id FROM fetches WHERE url IS NULL AND digest = ? AND content_type = ? "
                "AND source = 'import' ORDER BY id LIMIT 1)",
                (page.url, page.origin, digest, page.content_type),
            )


def _is_within(text: tuple[str, ...], other: list[str] | tuple[str, ...]) -> bool:
    whole = " ".join(other)
    return all(paragraph in whole for paragraph in text)
