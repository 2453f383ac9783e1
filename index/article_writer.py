"""ArticleWriter: articles into the next generation of an index, whoever writes them."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.fields import FieldType
from whoosh.query import Query
from whoosh.reading import IndexReader
from whoosh.searching import Searcher
from whoosh.writing import IndexingError, IndexWriter

from corpus.article import Article
from index.arrays.write.writer import ArrayWriter
from index.base.article_fields import article_of, given_again
from index.base.schema import schema
from index.generation import open_files
from index.generations import Generations
from index.indexer import MEMORY_MB, Check, CodecWriter
from index.manifest import Codec, Manifest
from index.reprints import find_reprints, read_verdicts, without, write_verdicts
from index.stock import StockWriter
from index.whoosh_reader import open_reader


class Origin(NamedTuple):
    """What a generation was made of."""

    corpus_id: str = ""  # of no corpus
    seq: int = 0  # the corpus's change counter up to which it was built


class ArticleWriter(IndexWriter):  # type: ignore[misc]
    """Writes the next generation of an index, as a Whoosh IndexWriter; `commit` makes it live in
    one step, and nothing of it can be seen before.

    An article's id is its own: one that is added takes the place of the one before.
    """

    def __init__(
        self,
        generations: Generations,
        codec: Codec,
        *,
        upon: Path | None = None,
        memory_mb: int = MEMORY_MB,
        check: Check = lambda folder: None,
    ) -> None:
        """Begin upon the generation `upon`, or with nothing; whoever calls holds the lock. `check`
        looks at what was built before it is live, and raises when it is not sound."""
        self.schema = schema()
        self.origin = Origin()  # written down by `commit`
        self.articles = 0  # how many there are, told by `commit`
        self.published: Path | None = None  # the generation that `commit` made live
        self._begun = datetime.now(UTC)
        self._changed: set[str] = set()  # ids of articles that were added or deleted
        self._generations, self._codec, self._check = generations, codec, check
        self._upon, self._before = upon, Manifest.read(upon) if upon else None
        self.folder = generations.begin(upon=upon)
        self._on_close: Callable[[], None] = lambda: None
        self.is_closed = False
        try:
            kind = ArrayWriter if codec == "arrays" else StockWriter
            self._segments: CodecWriter = kind(self.folder, memory_mb=memory_mb)
        except BaseException:
            generations.discard(self.folder)
            raise

    # -- articles

    def add(self, article: Article) -> None:
        """Take an article; one with its id goes."""
        self._check_state()
        if self._upon:
            self._changed.add(article.id)
        self._segments.add(article)

    def delete(self, ident: str) -> bool:
        """Delete the article with this id; False when there is none."""
        self._check_state()
        self._changed.add(ident)
        return self._segments.delete(ident)

    def take(self, segments: Iterable[Path]) -> None:
        """Take segments of arrays that others wrote of articles that are not here yet, in their
        order."""
        self._check_state()
        assert isinstance(self._segments, ArrayWriter)
        self._segments.take(segments)

    # -- as Whoosh has it

    def add_document(self, **fields: Any) -> None:
        """Add an article by its fields, see index.base.article_fields.article_of."""
        self._check_state()
        self.add(article_of(fields))

    def update_document(self, **fields: Any) -> None:
        """The same."""
        self.add_document(**fields)

    def add_reader(self, reader: IndexReader) -> None:
        """Add every article that another index of articles holds."""
        for fields in reader.all_stored_fields():
            self.add_document(**given_again(fields))

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete an article that was there before by the number it had then. Raises IndexingError
        when it is to be put back: what is deleted stays so."""
        self._check_state()
        if not delete:
            raise IndexingError("an article that was deleted can only be added again")
        self._delete(docnum)

    def delete_by_query(self, q: Query, searcher: Searcher | None = None) -> int:
        """Delete what a query finds of the articles that were there before; returns how many."""
        self._check_state()
        asked: AbstractContextManager[Searcher] = (
            nullcontext(searcher) if searcher else self.searcher()
        )
        with asked as found:
            return sum(map(self._delete, list(found.docs_for_query(q, for_deletion=True))))

    def reader(self, **_: Any) -> IndexReader:
        """A reader of what was there before."""
        self._check_state()
        return open_reader(self._upon, self._codec)

    def add_field(self, fieldname: str, fieldtype: FieldType, **_: Any) -> None:
        """Never: raises IndexingError, as `remove_field` does."""
        raise IndexingError("the fields of an index of articles are the same in every index")

    def remove_field(self, fieldname: str, **_: Any) -> None:
        """Never."""
        raise IndexingError("the fields of an index of articles are the same in every index")

    def commit(self, **kwargs: Any) -> None:
        """Write what is to be and make it live; when anything fails, nothing changes. What to
        merge (`optimize` and the like) is not the caller's choice."""
        self._check_state()
        try:
            super().commit(**kwargs)
            self.articles = self._segments.commit()
            self._compare()
            manifest = Manifest(
                corpus_id=self.origin.corpus_id,
                seq=self.origin.seq,
                articles=self.articles,
                built_at=self._begun.isoformat(timespec="seconds"),
                # two may fall in one second
                rebuilt_at=self._before.rebuilt_at if self._before else self._begun.isoformat(),
                rebuild_seconds=self._before.rebuild_seconds if self._before else None,
                codec=self._codec,
            )
            manifest.write(self.folder)
            self._check(self.folder)
            if self._before is None:
                took = datetime.now(UTC) - self._begun
                manifest = replace(manifest, rebuild_seconds=round(took.total_seconds(), 3))
            self.published = self._generations.publish(self.folder, manifest)
        except BaseException:
            self.cancel()
            raise
        self._close()

    def _compare(self) -> None:
        """Find out which articles are reprints of each other."""
        known = without(read_verdicts(self._upon), self._changed) if self._upon else {}
        with closing(open_files(self.folder, self._codec)) as opened:
            write_verdicts(self.folder, find_reprints(opened, known))

    def cancel(self, **kwargs: Any) -> None:
        """Throw away what was written; the live generation stays."""
        if not self.is_closed:
            super().cancel(**kwargs)
            self._close()
            self._generations.discard(self.folder)

    # -- its end

    def on_close(self, call: Callable[[], None]) -> None:
        """Have `call` made when the writer is done, whether it committed or not."""
        self._on_close = call

    def _close(self) -> None:
        self.is_closed = True
        self._segments.close()
        if "_numbered" in self.__dict__:
            self._numbered.close()
        self._on_close()

    def _check_state(self) -> None:
        if self.is_closed:
            raise IndexingError("This writer is closed")

    @cached_property
    def _numbered(self) -> IndexReader:
        """The articles by the numbers they had before."""
        return self.reader()

    def _delete(self, docnum: int) -> bool:
        if not 0 <= docnum < self._numbered.doc_count_all():
            raise IndexingError(f"there is no article {docnum} in this index")
        ident = self._numbered.stored_fields(docnum)["id"]
        # one that was added since took its place: the number never meant that one
        return not self._segments.has_added(ident) and self.delete(ident)
