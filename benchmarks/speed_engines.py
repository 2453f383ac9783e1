"""The engines that speed.py sets side by side: ours, and its peers, each built and asked in its own
words.

Nothing of an engine is imported before it is used, so that no engine's memory holds another's code.
"""

import json
import resource
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks.speed_queries import Ask

if TYPE_CHECKING:
    from search.searcher import Searcher

PAGE = 10  # hits on a page
TITLE_WEIGHT = 3.0  # what the peers give a title over a text
FTS5_CACHE_KB = 262_144
WHOOSH_MB = 256  # what its manual recommends where there is memory


class Unusable(Exception):
    """What was asked for cannot be measured, or not with what is in the folder; one line for
    people."""


class Feed:
    """The articles of a filled corpus for a peer, one at a time: id, title and body.

    `seconds` is the CPU time the reading took, which is no engine's.
    """

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self.seconds = 0.0

    def __iter__(self) -> Iterator[dict[str, str]]:
        db = sqlite3.connect(self._corpus)
        rows = db.execute("SELECT id, title, paragraphs FROM articles ORDER BY updated_seq")
        while True:
            begun = time.thread_time()
            row = next(rows, None)
            article = row and {
                "id": row[0],
                "title": row[1],
                "body": "\n\n".join(json.loads(row[2])),
            }
            self.seconds += time.thread_time() - begun
            if not article:
                break
            yield article
        db.close()


class Engine(Protocol):
    """One engine over the index it built in a folder, which also holds the corpus."""

    def __init__(self, folder: Path) -> None: ...

    @staticmethod
    def build(folder: Path) -> float:
        """Index the corpus and return the CPU seconds of it; a peer's are without reading the
        corpus."""

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


def open_ours(folder: Path) -> "Searcher":
    """The searcher of our index in the folder. Raises Unusable for one that an earlier program
    left."""
    from corpus.errors import IndexUnusable
    from search import open_searcher

    try:
        return open_searcher(folder / "ours")
    except IndexUnusable as problem:
        raise Unusable(
            f"{problem} (once {folder / 'ours'} is removed, it is built anew)"
        ) from problem


class Ours:
    """Backfile, asked as its pages ask it."""

    def __init__(self, folder: Path) -> None:
        from search.matching.results import Request
        from search.query.parser import parse

        self._parse, self._request = parse, Request
        self._searcher = open_ours(folder)

    @staticmethod
    def build(folder: Path) -> float:
        from corpus.store.store import ArticleStore
        from index import open_indexer

        indexer = open_indexer(folder / "ours")
        with ArticleStore(folder / "corpus.db", create=False) as store:
            begun = cpu_seconds()
            indexer.rebuild(store)
            return cpu_seconds() - begun

    def search(self, ask: Ask, *, snippets: bool) -> object:
        """Full matches and their number, as the peers give them."""
        query = self._parse(ask.ours)
        return self._searcher.search(
            self._request(query, size=PAGE, facets=False, snippets=snippets, bare=True)
        )

    def whole(self, ask: Ask) -> object:
        """Everything a page shows: the hits with snippets, partial ones too, each text once, how it
        was understood, and the facets."""
        return self._searcher.search(
            self._request(self._parse(ask.ours), size=PAGE, reprints="together")
        )

    def count(self, ask: Ask) -> int:
        results = self._searcher.search(
            self._request(self._parse(ask.ours), size=PAGE, facets=False, snippets=False)
        )
        return int(results.total)

    def close(self) -> None:
        self._searcher.close()


class Tantivy:
    """tantivy with English stems; one writing thread, so that it builds one segment as ours
    does."""

    FIELDS = ("title", "body")

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        self._index = tantivy.Index.open(str(folder / "tantivy"))
        self._searcher = self._index.searcher()

    @staticmethod
    def build(folder: Path) -> float:
        import tantivy

        feed, begun = Feed(folder / "corpus.db"), cpu_seconds()
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
        hits = [
            self._searcher.doc(address) for _, address in self._searcher.search(query, PAGE).hits
        ]
        if not snippets:
            return [(hit["id"], hit["title"]) for hit in hits]
        marked = self._marked(ask) if ask.cls == "prefix" else query
        generator = self._tantivy.SnippetGenerator.create(
            self._searcher, marked, self._index.schema, "body"
        )
        return [
            (hit["id"], hit["title"], generator.snippet_from_doc(hit).to_html()) for hit in hits
        ]

    def count(self, ask: Ask) -> int:
        found: Any = self._searcher.search(self._query(ask), PAGE)
        return int(found.count)

    def close(self) -> None:
        del self._searcher, self._index

    def _query(self, ask: Ask) -> Any:
        boosts = {"title": TITLE_WEIGHT}
        return self._index.parse_query(
            ask.tantivy, list(self.FIELDS), field_boosts=boosts, allow_regexes=True
        )

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
    def build(folder: Path) -> float:
        feed, begun = Feed(folder / "corpus.db"), cpu_seconds()
        (folder / "fts5").mkdir()
        db = sqlite3.connect(folder / "fts5" / "docs.db")
        db.execute(
            "CREATE VIRTUAL TABLE docs "
            "USING fts5(id UNINDEXED, title, body, tokenize='porter unicode61')"
        )
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
        return int(
            self._db.execute(
                "SELECT count(*) FROM docs WHERE docs MATCH ?", (ask.fts5,)
            ).fetchone()[0]
        )

    def close(self) -> None:
        self._db.close()


class Whoosh:
    """Stock Whoosh as its manual shows it: English stems, everything stored, BM25F; it does not
    count."""

    FIELDS = ("title", "body")

    def __init__(self, folder: Path) -> None:
        from whoosh.index import open_dir
        from whoosh.qparser import MultifieldParser

        self._index = open_dir(str(folder / "whoosh"))
        self._searcher = self._index.searcher()
        boosts = {"title": TITLE_WEIGHT}
        self._parser = MultifieldParser(self.FIELDS, self._index.schema, fieldboosts=boosts)

    @staticmethod
    def build(folder: Path) -> float:
        from whoosh.analysis import StemmingAnalyzer
        from whoosh.fields import ID, TEXT, Schema
        from whoosh.index import create_in

        feed, begun = Feed(folder / "corpus.db"), cpu_seconds()
        words = TEXT(analyzer=StemmingAnalyzer(), stored=True)
        (folder / "whoosh").mkdir()
        index = create_in(
            str(folder / "whoosh"), Schema(id=ID(stored=True), title=words, body=words)
        )
        writer = index.writer(limitmb=WHOOSH_MB)
        for article in feed:
            writer.add_document(**article)
        writer.commit()
        index.close()
        return cpu_seconds() - begun - feed.seconds

    def search(self, ask: Ask, *, snippets: bool) -> object:
        hits = self._searcher.search(self._parser.parse(ask.whoosh), limit=PAGE)[:PAGE]
        if not snippets:
            return [(hit["id"], hit["title"]) for hit in hits]
        return [(hit["id"], hit["title"], hit.highlights("body")) for hit in hits]

    def count(self, ask: Ask) -> int:
        return len(self._searcher.search(self._parser.parse(ask.whoosh), limit=PAGE))

    def close(self) -> None:
        self._searcher.close()
        self._index.close()


KINDS: dict[str, type[Engine]] = {"ours": Ours, "tantivy": Tantivy, "fts5": Fts5, "whoosh": Whoosh}


def answer_first(folder: Path, ask: Ask) -> dict[str, float]:
    """Milliseconds until this process, a new one, has opened our index and answered; our code is
    imported by then."""
    import numpy  # noqa: F401

    import search.query.parser
    import search.searcher  # noqa: F401

    cpu, wall = time.process_time(), time.perf_counter()
    Ours(folder).search(ask, snippets=True)
    return {"cpu": (time.process_time() - cpu) * 1e3, "wall": (time.perf_counter() - wall) * 1e3}
