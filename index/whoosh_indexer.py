"""The embedded indexer: articles into stock Whoosh segments, each run a generation of its own."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from corpus.article import Article
from corpus.errors import IndexMissing, IndexOutdated
from corpus.lock import exclusive
from corpus.store import ArticleStore, Change
from index.generation import REBUILD, open_generation
from index.generations import Generations
from index.indexer import Check, IndexReport, Tick
from index.manifest import Manifest
from index.schema import LIST_SEPARATOR, UNDATED, plain_words, schema, word_fields
from index.stems import IndexStemmer

MEMORY_MB = 32  # Whoosh spills postings past this by its own reckoning: 3,000 articles peak at 300 MB, with 256 at 540


class WhooshIndexer:
    """An Indexer over Whoosh."""

    def __init__(self, path: Path, *, keep: int) -> None:
        self.generations = Generations(path, keep=keep)

    def update(self, store: ArticleStore, *, on_article: Tick = lambda done, total: None) -> IndexReport:
        """See Indexer."""
        with self._alone("updating the index"):
            try:
                live = self.generations.live()
            except IndexMissing:
                return self._build(store, None, None, lambda path: None, on_article)
            _, manifest = open_generation(live)
            if manifest.corpus_id != store.corpus_id or manifest.seq > store.seq:
                raise IndexOutdated(
                    "the index was made from another corpus than this one (restored, or replaced?)", mend=REBUILD
                )
            if manifest.seq == store.seq:
                return IndexReport(live.name, 0, 0, manifest.articles, 0.0, unchanged=True)
            return self._build(store, live, manifest, lambda path: None, on_article)

    def rebuild(
        self, store: ArticleStore, *, check: Check = lambda path: None, on_article: Tick = lambda done, total: None
    ) -> IndexReport:
        """See Indexer."""
        with self._alone("rebuilding the index"):
            return self._build(store, None, None, check, on_article)

    def roll_back(self) -> str:
        """See Indexer."""
        with self._alone("rolling the index back"):
            return self.generations.roll_back().name

    def _alone(self, doing: str) -> Any:
        self.generations.root.mkdir(parents=True, exist_ok=True)
        return exclusive(self.generations.root / "lock", doing)

    def _build(
        self, store: ArticleStore, live: Path | None, old: Manifest | None, check: Check, on_article: Tick
    ) -> IndexReport:
        begun, now = time.perf_counter(), datetime.now(UTC).isoformat(timespec="seconds")
        fresh = self.generations.begin(upon=live)
        try:
            index = _create(fresh) if old is None else FileIndex(FileStorage(str(fresh)), schema=schema())
            stemmer = IndexStemmer(old.stem_exceptions if old else {})
            seq, added, deleted = self._write(index, store, old.seq if old else 0, stemmer, on_article)
            manifest = Manifest(
                corpus_id=store.corpus_id,
                seq=seq,
                articles=index.doc_count(),
                built_at=now,
                rebuilt_at=old.rebuilt_at if old else now,
                stem_exceptions=stemmer.exceptions,
            )
            manifest.write(fresh)
            check(fresh)
            final = self.generations.publish(fresh, manifest)
        except BaseException:
            self.generations.discard(fresh)
            raise
        return IndexReport(final.name, added, deleted, manifest.articles, time.perf_counter() - begun)

    def _write(
        self, index: FileIndex, store: ArticleStore, after: int, stemmer: IndexStemmer, on_article: Tick
    ) -> tuple[int, int, int]:
        total, added, deleted, seq = store.count_changes(after), 0, 0, after
        writer, before = index.writer(limitmb=MEMORY_MB), index.searcher()
        try:
            for change in store.changes(after):
                deleted += _replace(writer, before.document_number(id=change.id), change, stemmer)
                added += change.article is not None
                seq = change.seq
                on_article(added + deleted, total)
            writer.commit()
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
        finally:
            before.close()
        return seq, added, deleted


def document(article: Article, stemmer: IndexStemmer) -> dict[str, Any]:
    """The fields of an article as Whoosh takes them."""
    published = article.published
    return {
        "id": article.id,
        **word_fields(article.title, article.text, stemmer.stem),
        "author": plain_words(" , ".join(article.byline)),
        "section": plain_words(article.section or ""),
        "published": int(published.strftime("%Y%m%d")) if published else UNDATED,
        "author_name": list(zip(article.byline, range(len(article.byline)), strict=True)),
        "section_name": [(article.section, 0)] if article.section else [],
        "authors": LIST_SEPARATOR.join(article.byline).encode(),
        "sections": (article.section or "").encode(),
        "shown": {
            "url": article.url,
            "title": article.title,
            "paragraphs": article.paragraphs,
            "sentences": article.sentences,
            "byline": article.byline,
            "section": article.section,
            "date_source": article.date_source,
            "language": article.language,
        },
    }


def _create(folder: Path) -> FileIndex:
    return FileStorage(str(folder)).create_index(schema())


def _replace(writer: SegmentWriter, number: int | None, change: Change, stemmer: IndexStemmer) -> int:
    if number is not None:
        writer.delete_document(number)
    if change.article:
        writer.add_document(**document(change.article, stemmer))
    return int(number is not None and change.article is None)


def articles_in(path: Path) -> Iterable[str]:
    """Ids of the articles in a generation, for whoever verifies it."""
    index, _ = open_generation(path)
    with index.reader() as reader:
        return sorted(fields["id"] for _, fields in reader.iter_docs())
