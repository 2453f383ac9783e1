"""Searcher: what any engine must answer."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from corpus.article import Article
from search.matching.results import (
    Completion,
    Hit,
    IndexInfo,
    Listing,
    PartResults,
    Related,
    Request,
    Results,
)
from search.query.query import Query

if TYPE_CHECKING:
    from search.changes import ReprintOf
    from search.copied_runs import Copied


class Searcher(Protocol):
    """Answers questions over one index.

    It is safe to share between threads, and notices a new generation by itself.
    """

    def search(self, request: Request) -> Results:
        """One page of hits; a page past the end has none. Never raises for what a person typed.

        An empty query with filters finds everything that they allow. Raises IndexUnusable.
        """

    def stream(self, request: Request) -> Iterator[Hit]:
        """Every hit of the request, in its order, however many; `page` and `size` are ignored.

        Raises as `search` does.
        """

    def similar(
        self,
        text: str,
        *,
        before: date | None = None,
        exclude: str | None = None,
        limit: int = 10,
        reprints: Listing = "apart",
    ) -> Results:
        """Articles on the subject of `text`, best first, the shared words marked.

        Only those published before the day `before` and undated ones, None is any; never the one
        with the id `exclude`. `reprints` together: nor its reprints; of others the likest stands
        for all. `total` counts what is close enough to be on the same subject; there may be none.
        `searched_for` are the words that weigh most, each with the number of articles that hold a
        form of it, deleted ones included. Raises as `search` does.
        """

    def similar_in_parts(
        self, text: str, parts: Sequence[str], *, before: date | None = None, limit: int = 5
    ) -> tuple[PartResults, ...]:
        """As `similar` of a text and of each of its parts, nothing marked.

        At most `limit` articles for a part, and twice as many for the whole. A part is held against
        the articles alone, not against what is nearest to it too: a few are in another order, for a
        third of the work.
        """

    def related(self, article: Article, *, each: int = 5) -> tuple[Related, ...]:
        """Articles on the subject of another one, with the words that both have; of those that are
        reprints of each other the nearest, of the article itself none.

        At most `each` of those published before it, then of those published on its day or after it,
        then of those of which nobody can say; the nearest first. For an article without a day
        nobody can say of any. Raises as `search` does.
        """

    def copied(
        self,
        paragraphs: Sequence[str],
        *,
        before: date | None = None,
        most: int = 50,
        quote: bool = False,
    ) -> "Copied":
        """Every run of words that a draft shares with an article, word for word.

        Articles published before the day `before` and undated ones, None is any; at most `most` of
        them, those that share most first. Of reprints one stands for those that hold nothing else
        of the draft. A `quote` is looked for as a whole, however short, and by its halves, and
        found in each article; nothing of it is a stock line. Raises as `search` does.
        """

    def reprints(self, ident: str) -> "tuple[ReprintOf, ...]":
        """The other articles with the text of the one with that id, oldest first, and how they
        differ. Raises IndexUnusable."""

    def understand(self, query: Query) -> Query:
        """The query with the other ways in which its words are written in the index, to be marked
        in an article. Raises IndexUnusable."""

    def troubles(self) -> tuple[str, ...]:
        """Lines for people: what of the file of synonyms is not in force, and why."""

    def complete(self, typed: str, *, most: int = 5) -> tuple[Completion, ...]:
        """What a question may become of which so much was typed: words, authors, titles.

        Each finds something now. The first call for a generation takes longer. Raises as `search`
        does.
        """

    def state(self) -> str:
        """What is another whenever an answer may be, but for what people decided in the corpus.

        Raises IndexUnusable.
        """

    def info(self) -> IndexInfo:
        """What is in the index."""

    def close(self) -> None:
        """Let go of the index's files."""
