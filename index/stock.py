"""The stock codec, W3: articles into Whoosh's own segments. A setting, the oracle of the arrays,
and the way back.

Whoosh pickles its table of contents and its postings: nothing of it is read before its checksums
hold."""

from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex

from corpus.article import Article
from corpus.field import FIELDS, NAMED, texts_of
from index.base.schema import plain_words, schema, term_words, word_fields

# Whoosh spills postings past this by its own reckoning: 3,000 articles peak at 300 MB, with 256 at
# 540
MOST_MB = 32


class StockIndex(FileIndex):  # type: ignore[misc]
    """Whoosh's index in a folder."""

    def ids(self) -> list[str]:
        """Ids of its articles."""
        with self.reader() as reader:
            return [fields["id"] for _, fields in reader.iter_docs()]


def open_stock(folder: Path) -> StockIndex:
    """The index in `folder`. Raises FileNotFoundError when there is none."""
    try:
        return StockIndex(FileStorage(str(folder)), schema=schema())
    except EmptyIndexError:
        raise FileNotFoundError(folder) from None


class StockWriter:
    """Changes the index in a folder; nothing counts before `commit`. See index.indexer.Writer."""

    def __init__(self, folder: Path, *, memory_mb: int) -> None:
        """Begin upon what is in `folder`, if anything."""
        if not any(folder.glob("*.toc")):
            FileStorage(str(folder)).create_index(schema())
        self._index = open_stock(folder)
        self._writer = self._index.writer(limitmb=min(memory_mb, MOST_MB))
        self._before = self._index.searcher()

    def add(self, article: Article) -> None:
        """Take an article; one with its id goes."""
        self.delete(article.id)
        self._writer.add_document(**document(article))

    def delete(self, ident: str) -> bool:
        """Delete the article with this id; False when there is none."""
        number = self._before.document_number(id=ident)
        if number is not None:
            self._writer.delete_document(number)
        return number is not None

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


def document(article: Article) -> dict[str, Any]:
    """The fields of an article as Whoosh takes them."""
    made: dict[str, Any] = {field.stored: getattr(article, field.name) for field in FIELDS}
    for field in NAMED:
        names = texts_of(article, field)
        made[field.term] = plain_words(term_words(article, field))
        made[field.whole] = [(name, place) for place, name in enumerate(names)]
        made[field.column] = names
        if field.stored == field.term:
            made[f"_stored_{field.term}"] = getattr(article, field.name)
    return made | {
        "id": article.id,
        **word_fields(article.title, article.text),
        "_stored_title": article.title,
        "_stored_text": article.text,
        "sentences": article.sentences,
    }
