"""ArticleIndex: an index folder as Whoosh has indexes, of either codec."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from whoosh.fields import FieldType, Schema
from whoosh.index import Index, LockError
from whoosh.query import Query, Term
from whoosh.reading import IndexReader
from whoosh.searching import Searcher
from whoosh.util.filelock import try_for

from corpus.errors import BackfileError, Busy, IndexMissing, IndexUnusable
from corpus.lock import exclusive
from index.article_writer import ArticleWriter
from index.base.damage import damaged
from index.base.schema import schema
from index.generation import sound_manifest
from index.generations import Generations
from index.indexer import MEMORY_MB
from index.manifest import NAME, Codec, Manifest, ManifestBroken
from index.whoosh_reader import ArticleSearcher, number_of, open_reader

OPEN_TRIES = 5  # a generation can be swept away between reading its name and opening it


class ArticleIndex(Index):  # type: ignore[misc]
    """The articles of an index folder, or of one generation.

    Whatever is opened from it reads the generation that is live then, and goes on reading that one.
    """

    def __init__(self, folder: Path, codec: Codec) -> None:
        """Raises IndexMissing, IndexOutdated or IndexDamaged."""
        self._generations = Generations(folder)
        self._only = folder if (folder / NAME).exists() else None  # a generation itself
        self._codec = codec
        self.reader().close()
        self._opened = self.latest_generation()

    @classmethod
    def create(cls, folder: Path, codec: Codec) -> Self:
        """An index without articles in `folder`, in place of one that no corpus has. Raises
        LockError, or BackfileError for the index of a corpus."""
        made = cls.__new__(cls)
        made._generations, made._only, made._codec = Generations(folder), None, codec
        made._begin(upon=False).commit()
        made._opened = made.latest_generation()
        return made

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self._generations.root)!r})"

    @property
    def schema(self) -> Schema:
        """The fields, the same in every index."""
        return schema()

    def latest_generation(self) -> int:
        """The number of the live generation; -1 when there is none."""
        try:
            return number_of(self._live())
        except IndexMissing:
            return -1

    def up_to_date(self) -> bool:
        """Whether no generation was made live since this was opened."""
        return bool(self.latest_generation() == self._opened)

    def refresh(self) -> "ArticleIndex":
        """This index, or one opened anew when it is not up to date."""
        return self if self.up_to_date() else ArticleIndex(self._generations.root, self._codec)

    def last_modified(self) -> float:
        """When the live generation was made, in seconds since 1970."""
        return (self._live() / NAME).stat().st_mtime

    def is_empty(self) -> bool:
        """Whether there are no articles."""
        return bool(self.doc_count() == 0)

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        """A reader of the live generation; `reuse` is closed. Raises as the constructor does."""
        if reuse is not None:
            reuse.close()
        for _ in range(OPEN_TRIES):
            folder = self._live()
            try:
                return open_reader(folder, self._codec)
            except IndexUnusable:
                if self._live() == folder:
                    raise
        raise IndexMissing("the index changes faster than it can be opened; try again")

    def searcher(self, **kwargs: Any) -> Searcher:
        """A searcher that ranks by the formula of index.base.ranking, or by a `weighting`."""
        return ArticleSearcher(self.reader(), fromindex=self, **kwargs)

    def writer(
        self,
        procs: int = 1,
        *,
        limitmb: int = MEMORY_MB,
        timeout: float = 0.0,
        delay: float = 0.1,
        **_: Any,
    ) -> ArticleWriter:
        """A writer of the next generation; `limitmb` is about what it may take in memory. How many
        processes Whoosh's own would take, and what else it could be told, makes no difference.

        Raises LockError when another one is at work after `timeout` seconds, and BackfileError for
        the index of a corpus, which its indexer alone writes, and for a generation.
        """
        if self._only:
            raise BackfileError(f"{self._only} is one generation of an index, and never changes")
        return self._begin(limitmb=limitmb, timeout=timeout, delay=delay)

    def add_field(self, fieldname: str, fieldspec: FieldType) -> None:
        """Never: raises IndexingError, as `remove_field` does."""
        with self.writer() as writer:
            writer.add_field(fieldname, fieldspec)

    def remove_field(self, fieldname: str) -> None:
        """Never."""
        with self.writer() as writer:
            writer.remove_field(fieldname)

    def delete_by_query(self, q: Query, searcher: Searcher | None = None) -> None:
        """Delete what a query finds, and commit."""
        with self.writer() as writer:
            writer.delete_by_query(q, searcher=searcher)

    def delete_by_term(self, fieldname: str, text: str, searcher: Searcher | None = None) -> None:
        """Delete the articles with a term, and commit."""
        self.delete_by_query(Term(fieldname, text), searcher)

    def _begin(
        self,
        *,
        upon: bool = True,
        limitmb: int = MEMORY_MB,
        timeout: float = 0.0,
        delay: float = 0.1,
    ) -> ArticleWriter:
        """A writer, `upon` the live generation or with nothing."""
        with ExitStack() as held:
            if not try_for(lambda: self._lock(held), timeout=timeout, delay=delay):
                raise LockError(f"the index in {self._generations.root} is being written")
            self._refuse_corpus()
            live = self._live() if upon else None
            codec = sound_manifest(live, self._codec).codec if live else self._codec
            writer = ArticleWriter(self._generations, codec, upon=live, memory_mb=limitmb)
            writer.on_close(held.pop_all().close)
        return writer

    def _lock(self, held: ExitStack) -> bool:
        try:
            held.enter_context(exclusive(self._generations.root / "lock", "writing the index"))
        except Busy:
            return False
        return True

    def _refuse_corpus(self) -> None:
        try:
            manifest = Manifest.read(self._generations.live())
        except IndexMissing:
            return
        except ManifestBroken as error:  # whose it is cannot be told
            raise damaged(str(error)) from None
        if manifest.corpus_id:
            raise BackfileError(
                "the index of a corpus is written by its indexer alone; the articles are in the "
                "corpus, and what is changed there comes into the index",
                mend="backfile index",
            )

    def _live(self) -> Path:
        return self._only or self._generations.live()
