"""The stock codec, W3: articles into Whoosh's own segments. A setting, the oracle of the arrays,
and the way back.

Whoosh pickles its table of contents and its postings: nothing of it is read before its checksums
hold."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex
from whoosh.writing import IndexWriter

from corpus.article import Article
from index.arrays.file.ranges import Ints
from index.arrays.write.token_cache import FormTable, TokenCache
from index.arrays.write.tokens import tokens_of, word_codes
from index.base.article_fields import fields_of
from index.base.days import UNDATED
from index.base.schema import schema
from index.base.shingles import SKETCH, sketches_of

# Whoosh spills postings past this by its own reckoning: 3,000 articles peak at 300 MB, with 256 at
# 540
MOST_MB = 32


class StockIndex(FileIndex):  # type: ignore[misc]
    """Whoosh's index in a folder."""

    def ids(self, docs: Ints | None = None) -> list[str]:
        """Ids of articles, of all where none are named."""
        with self.reader() as reader:
            if docs is not None:
                return [reader.stored_fields(doc)["id"] for doc in docs.tolist()]
            return [fields["id"] for _, fields in reader.iter_docs()]

    def texts(self, docs: Ints) -> list[str]:
        """Texts of articles."""
        with self.reader() as reader:
            return [reader.stored_fields(doc)["text"] for doc in docs.tolist()]

    def sketches(self) -> tuple[Ints, NDArray[np.uint32]]:
        """The articles that have a whole sketch, and these, see index.base.shingles. All texts are
        read for them: Whoosh has no place for such."""
        cache, docs, rows = TokenCache(FormTable()), list[int](), [np.zeros((0, SKETCH), np.uint32)]
        with self.reader() as reader:
            for doc, fields in reader.iter_docs():
                if fields["text"]:
                    words, text = word_codes(tokens_of([fields["text"]], cache), cache.forms)
                    sketch, _ = sketches_of(words, text, 1)
                    if len(sketch) == SKETCH:
                        docs.append(doc)
                        rows.append(sketch[None])
        return np.array(docs, np.int64), np.concatenate(rows)


def open_stock(folder: Path) -> StockIndex:
    """The index in `folder`. Raises FileNotFoundError when there is none."""
    try:
        return StockIndex(FileStorage(str(folder)), schema=schema())
    except EmptyIndexError:
        raise FileNotFoundError(folder) from None


def add_article(writer: IndexWriter, article: Article) -> None:
    """Add an article to one of Whoosh's own segments.

    Each has a value in the column of days: over segments of which one has no such column Whoosh
    mixes up those of the others.
    """
    writer.add_document(**fields_of(article))
    if article.published is None:
        column = writer.schema["published"].column_type
        writer.perdocwriter.add_column_value("published", column, UNDATED)


class StockWriter:
    """Changes the index in a folder; nothing counts before `commit`. See indexer.CodecWriter."""

    def __init__(self, folder: Path, *, memory_mb: int) -> None:
        """Begin upon what is in `folder`, if anything."""
        if not any(folder.glob("*.toc")):
            FileStorage(str(folder)).create_index(schema())
        self._index = open_stock(folder)
        self._writer = self._index.writer(limitmb=min(memory_mb, MOST_MB))
        self._before = self._index.searcher()
        self._fresh: dict[str, int] = {}  # ids of what was added, and the numbers in its segment

    def add(self, article: Article) -> None:
        """Take an article; one with its id goes."""
        self.delete(article.id)
        self._fresh[article.id] = self._writer.docnum
        add_article(self._writer, article)

    def has_added(self, ident: str) -> bool:
        """Whether an article with this id was added, and not deleted again."""
        return ident in self._fresh

    def delete(self, ident: str) -> bool:
        """Delete the article with this id; False when there is none."""
        if ident in self._fresh:
            self._writer.newsegment.delete_document(self._fresh.pop(ident))
            return True
        number = self._before.document_number(id=ident)
        if number is None or self._writer.is_deleted(number):
            return False
        self._writer.delete_document(number)
        return True

    def commit(self) -> int:
        """Write what is to be; returns how many articles there are."""
        self._writer.commit()
        return int(self._index.doc_count())

    def close(self) -> None:
        """Let go of everything; what was not committed is lost."""
        if not self._writer.is_closed:
            self._writer.cancel()
        # a merge closes readers; an empty one cannot say
        if not getattr(self._before.reader(), "is_closed", False):
            self._before.close()
