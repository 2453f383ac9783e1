"""The engines that speed.py sets side by side: ours, tantivy and SQLite FTS5, each built and asked in its own words.

Nothing of an engine is imported before it is used, so that no engine's memory holds another's code.
"""

import gzip
import json
import resource
import sqlite3
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from speed_queries import Ask

PAGE = 10  # hits on a page
TITLE_WEIGHT = 3.0  # what the peers give a title over a text
FTS5_CACHE_KB = 262_144
FIRST_DAY, DAYS, WRITERS, SECTIONS = date(2008, 1, 1), 5_000, 40, 8


class Feed:
    """The first `count` articles of the data set, read while they are indexed.

    `seconds` is the CPU time the reading took, which is no engine's.
    """

    def __init__(self, path: Path, count: int) -> None:
        self._path, self._count = path, count
        self.seconds = 0.0

    def __iter__(self) -> Iterator[dict[str, str]]:
        with gzip.open(self._path, "rt", encoding="utf-8") as file:
            lines = islice(file, self._count)
            while True:
                begun = time.thread_time()
                line = next(lines, None)
                article = json.loads(line) if line else None
                self.seconds += time.thread_time() - begun
                if article is None:
                    return
                yield article


class Engine(Protocol):
    """One engine over the index it built in a folder."""

    def search(self, ask: Ask, *, snippets: bool) -> object:
        """The first ten hits: identity and title, and a passage with its marks when `snippets`."""

    def count(self, ask: Ask) -> int:
        """How many articles match."""

    def close(self) -> None:
        """Let go of the index's files."""


def cpu_seconds() -> float:
    """CPU time of this process, its threads and its finished children."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def fill_store(feed: Feed, folder: Path) -> int:
    """Our corpus: articles with sentence bounds; dates, authors and sections are dealt out, for facets to count.

    Returns how many articles there are.
    """
    from corpus.article import Article
    from corpus.sentences import SAMPLE_ARTICLES, SentenceSplitter
    from corpus.store import ArticleStore

    splitter = SentenceSplitter.learn(article["body"] for article in islice(feed, SAMPLE_ARTICLES))
    number = -1
    with ArticleStore(folder / "corpus.db") as store, store.transaction():
        for number, article in enumerate(feed):
            paragraphs = tuple(filter(str.strip, article["body"].split("\n\n")))
            store.put(
                Article(
                    id=article["id"],
                    title=article["title"],
                    paragraphs=paragraphs,
                    sentences=splitter.split(paragraphs),
                    byline=(f"Writer {number * 7 % WRITERS}",),
                    section=f"Section {number * 3 % SECTIONS}",
                    published=FIRST_DAY + timedelta(days=number * 31 % DAYS),
                    date_source="record",
                )
            )
    return number + 1


class Ours:
    """Backfile, asked as its pages ask it."""

    def __init__(self, folder: Path) -> None:
        from search.parser import parse
        from search.searcher import Request, open_searcher

        self._parse, self._request = parse, Request
        self._searcher = open_searcher(folder / "ours")

    @staticmethod
    def build(folder: Path) -> float:
        """Index what `fill_store` stored and return the CPU seconds; reading the store is part of the work."""
        from corpus.store import ArticleStore
        from index.indexer import open_indexer

        indexer = open_indexer(folder / "ours")
        with ArticleStore(folder / "corpus.db", create=False) as store:
            begun = cpu_seconds()
            indexer.rebuild(store)
            return cpu_seconds() - begun

    def search(self, ask: Ask, *, snippets: bool) -> object:
        return self._searcher.search(self._request(self._parse(ask.ours), size=PAGE, facets=False, snippets=snippets))

    def whole(self, ask: Ask) -> object:
        """Everything a page shows: the hits with snippets, and the facets."""
        return self._searcher.search(self._request(self._parse(ask.ours), size=PAGE))

    def count(self, ask: Ask) -> int:
        results = self._searcher.search(self._request(self._parse(ask.ours), size=PAGE, facets=False, snippets=False))
        return int(results.total)

    def close(self) -> None:
        self._searcher.close()


class Tantivy:
    """tantivy with English stems; one writing thread, so that it builds one segment as ours does."""

    FIELDS = ("title", "body")

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        self._index = tantivy.Index.open(str(folder / "tantivy"))
        self._searcher = self._index.searcher()

    @staticmethod
    def build(feed: Feed, folder: Path) -> float:
        import tantivy

        begun = cpu_seconds()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for field in Tantivy.FIELDS:
            builder.add_text_field(field, stored=True, tokenizer_name="en_stem")
        (folder / "tantivy").mkdir()
        writer = tantivy.Index(builder.build(), str(folder / "tantivy")).writer(num_threads=1)
        for article in feed:
            writer.add_document(tantivy.Document(**article))
        writer.commit()
        writer.wait_merging_threads()
        return cpu_seconds() - begun - feed.seconds

    def search(self, ask: Ask, *, snippets: bool) -> object:
        query = self._query(ask)
        hits = [self._searcher.doc(address) for _, address in self._searcher.search(query, PAGE).hits]
        if not snippets:
            return [(hit["id"], hit["title"]) for hit in hits]
        marked = self._marked(ask) if ask.cls == "prefix" else query
        generator = self._tantivy.SnippetGenerator.create(self._searcher, marked, self._index.schema, "body")
        return [(hit["id"], hit["title"], generator.snippet_from_doc(hit).to_html()) for hit in hits]

    def count(self, ask: Ask) -> int:
        found: Any = self._searcher.search(self._query(ask), PAGE)
        return int(found.count)

    def close(self) -> None:
        del self._searcher, self._index

    def _query(self, ask: Ask) -> Any:
        boosts = {"title": TITLE_WEIGHT}
        return self._index.parse_query(ask.tantivy, list(self.FIELDS), field_boosts=boosts, allow_regexes=True)

    def _marked(self, ask: Ask) -> Any:
        """A pattern marks nothing in tantivy's snippets: they are given the words it stands for."""
        words = [word for word, _ in self._searcher.terms_with_prefix("body", ask.terms[0])]
        return self._tantivy.Query.term_set_query(self._index.schema, "body", words)


class Fts5:
    """SQLite FTS5 with Porter stems; it does not count while it searches."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "fts5" / "docs.db")
        self._db.execute(f"PRAGMA cache_size = -{FTS5_CACHE_KB}")

    @staticmethod
    def build(feed: Feed, folder: Path) -> float:
        begun = cpu_seconds()
        (folder / "fts5").mkdir()
        db = sqlite3.connect(folder / "fts5" / "docs.db")
        db.execute("CREATE VIRTUAL TABLE docs USING fts5(id UNINDEXED, title, body, tokenize='porter unicode61')")
        db.execute(f"INSERT INTO docs(docs, rank) VALUES ('rank', 'bm25(0, {TITLE_WEIGHT}, 1)')")
        with db:
            db.executemany("INSERT INTO docs VALUES (:id, :title, :body)", feed)
        db.close()
        return cpu_seconds() - begun - feed.seconds

    def search(self, ask: Ask, *, snippets: bool) -> object:
        shown = "id, title, snippet(docs, 2, '<b>', '</b>', '…', 30)" if snippets else "id, title"
        sql = f"SELECT {shown} FROM docs WHERE docs MATCH ? ORDER BY rank LIMIT {PAGE}"
        return self._db.execute(sql, (ask.fts5,)).fetchall()

    def count(self, ask: Ask) -> int:
        return int(self._db.execute("SELECT count(*) FROM docs WHERE docs MATCH ?", (ask.fts5,)).fetchone()[0])

    def close(self) -> None:
        self._db.close()
