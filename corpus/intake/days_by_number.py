"""The days of undated articles, as the articles numbered before and after them tell."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from corpus.article import Article, Page
from corpus.cleaning.site.numbered_days import Sequences, learn_sequences
from corpus.store.article_row import day_of
from corpus.store.store import ArticleStore

# What an article says of its own day, or people do; nothing is learnt from days that were
# themselves learnt so. Most articles are asked for: to go through the table takes a fifth of the
# time that an index would.
_KNOWN = (
    "SELECT url, published, date_source FROM articles NOT INDEXED WHERE state = 'live' "
    "AND url IS NOT NULL AND published IS NOT NULL AND date_source <> 'neighbours'"
)
_STAMPED = ("json-ld", "meta", "time-element")  # what a system writes
_UNDATED = (  # by their own word
    "SELECT f.id, f.url, f.fetched_at, f.source, a.published FROM articles a NOT INDEXED "
    "JOIN fetches f ON f.id = a.fetch_id WHERE a.state = 'live' AND f.url IS NOT NULL "
    "AND a.date_source IN ('neighbours', 'unknown')"
)


class DaysByNumber:
    """The days by number of a corpus; learnt when the first article without a day asks for them."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store
        self._sequences: Sequences | None = None

    def dated(self, article: Article, page: Page) -> Article:
        """The article with the day of its neighbours, if it has none of its own and they agree."""
        if article.published is not None:
            return article
        day = self._day(page.url, page.fetched_at, page.source)
        return replace(article, published=day, date_source="neighbours") if day else article

    def stale(self) -> tuple[int, ...]:
        """The numbers of the pages whose article gets another day by what is known now."""
        self._sequences = None
        return tuple(self._stale())

    def _stale(self) -> Iterator[int]:
        for number, url, fetched_at, source, day in self._store.db.execute(_UNDATED).fetchall():
            if self._day(url, datetime.fromisoformat(fetched_at), source) != day_of(day):
                yield number

    def _day(self, url: str | None, fetched_at: datetime, source: str) -> date | None:
        if url is None:
            return None
        if self._sequences is None:
            known = self._store.db.execute(_KNOWN).fetchall()
            stamped = frozenset(url for url, _, source in known if source in _STAMPED)
            dated = ((url, date.fromisoformat(day)) for url, day, _ in known)
            self._sequences = learn_sequences(dated, stamped=stamped)
        day = self._sequences.day(url)
        return None if day and source != "import" and day > fetched_at.date() else day
