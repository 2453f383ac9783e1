"""The embedded indexer: articles into an index of arrays or of stock segments, each run a
generation of its own."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from corpus.errors import IndexMissing, IndexOutdated, IndexStale, IndexUnusable
from corpus.event import event
from corpus.lock import exclusive
from corpus.store.store import ArticleStore
from index.arrays.write.workers import WorkersFailed, worker_count, write_segments
from index.article_writer import ArticleWriter, Origin
from index.base.damage import REBUILD
from index.generation import open_generation, stale
from index.generations import Generations
from index.indexer import Check, IndexReport, Tick
from index.manifest import Codec, Manifest

log = logging.getLogger(__name__)


class Written(NamedTuple):
    """What was written: up to which change, articles added and deleted."""

    seq: int
    added: int
    deleted: int


class EmbeddedIndexer:
    """An Indexer of a folder on this machine."""

    def __init__(self, path: Path, *, keep: int, codec: Codec, memory_mb: int) -> None:
        self.generations = Generations(path, keep=keep)
        self._codec, self._memory_mb = codec, memory_mb

    def update(
        self, store: ArticleStore, *, on_article: Tick = lambda done, total: None
    ) -> IndexReport:
        """See Indexer."""
        with self._alone("updating the index"):
            try:
                live = self.generations.live()
            except IndexMissing:
                return self._build(store, None, None, lambda path: None, on_article)
            self.generations.sweep()  # or what a killed run left would look as if it went on
            opened, manifest = open_generation(live, self._codec)
            opened.close()
            if not manifest.is_current:
                raise stale(live, manifest)
            if manifest.codec != self._codec:
                raise IndexOutdated(
                    f"the index is of the kind {manifest.codec}, not {self._codec} as is set; "
                    "the articles are safe",
                    mend=REBUILD,
                )
            if manifest.corpus_id != store.corpus_id or manifest.seq > store.seq:
                raise IndexOutdated(
                    "the index was made from another corpus than this one (restored, or replaced?)",
                    mend=REBUILD,
                )
            if manifest.seq == store.seq:
                return IndexReport(live.name, 0, 0, manifest.articles, 0.0, unchanged=True)
            return self._build(store, live, manifest, lambda path: None, on_article)

    def rebuild(
        self,
        store: ArticleStore,
        *,
        check: Check = lambda path: None,
        on_article: Tick = lambda done, total: None,
    ) -> IndexReport:
        """See Indexer."""
        with self._alone("rebuilding the index"):
            return self._build(store, None, None, check, on_article)

    def roll_back(self, store: ArticleStore) -> str:
        """See Indexer."""

        def check(earlier: Manifest) -> None:
            if earlier.corpus_id != store.corpus_id or earlier.seq > store.seq:
                raise IndexOutdated(
                    "the earlier generation was made from another corpus (restored, or replaced?); "
                    "the live one stays"
                )
            if not earlier.is_readable:
                raise IndexStale(
                    "the earlier generation was built by another version of Backfile and would "
                    "answer wrongly; the live one stays"
                )
            if earlier.codec != self._codec:
                raise IndexOutdated(
                    f"the earlier generation is of the kind {earlier.codec}, not {self._codec} as "
                    "is set; the live one stays"
                )

        with self._alone("rolling the index back"):
            begun, before = time.perf_counter(), self._live_name()
            folder = self.generations.roll_back(check)
            seconds = time.perf_counter() - begun
            _log_switch(folder.name, before, Manifest.read(folder).articles, seconds)
            return folder.name

    def _live_name(self) -> str | None:
        with suppress(IndexUnusable):  # there is none, or nobody can tell
            return self.generations.live().name
        return None

    def _alone(self, doing: str) -> Any:
        self.generations.root.mkdir(parents=True, exist_ok=True)
        return exclusive(self.generations.lock, doing)

    def _build(
        self,
        store: ArticleStore,
        live: Path | None,
        old: Manifest | None,
        check: Check,
        on_article: Tick,
    ) -> IndexReport:
        begun, before = time.perf_counter(), self._live_name()
        with ArticleWriter(
            self.generations, self._codec, upon=live, memory_mb=self._memory_mb, check=check
        ) as writer:
            written = self._write(writer, store, old.seq if old else 0, on_article)
            writer.origin = Origin(store.corpus_id, written.seq)
        assert writer.published is not None
        name, seconds = writer.published.name, time.perf_counter() - begun
        _log_switch(name, before, writer.articles, seconds)
        return IndexReport(name, written.added, written.deleted, writer.articles, seconds)

    def _write(
        self, writer: ArticleWriter, store: ArticleStore, after: int, on_article: Tick
    ) -> Written:
        total, added, deleted, seq = store.count_changes(after), 0, 0, after
        if (
            after == 0
            and self._codec == "arrays"
            and (size := worker_count(total, self._memory_mb)) > 1
        ):
            try:
                return self._write_together(
                    writer, store, size, lambda done: on_article(done, total)
                )
            except WorkersFailed:  # alone it goes on, or says what is wrong
                log.error(
                    "one of %d indexing processes stopped; one goes on alone",
                    size,
                    exc_info=True,
                    extra=event("crew-failed", processes=size),
                )
        for change in store.changes(after):
            if change.article:
                writer.add(change.article)
                added += 1
            else:
                deleted += writer.delete(change.id)
            seq = change.seq
            on_article(added + deleted, total)
        return Written(seq, added, deleted)

    def _write_together(
        self,
        writer: ArticleWriter,
        store: ArticleStore,
        size: int,
        on_article: Callable[[int], None],
    ) -> Written:
        """All that is live in the corpus, by so many processes."""
        done = 0

        def tick(more: int) -> None:
            nonlocal done
            done += more
            on_article(done)

        with TemporaryDirectory(prefix="gathered", dir=writer.folder) as room:
            written = write_segments(
                Path(room), store, size, memory_mb=self._memory_mb, on_articles=tick
            )
            writer.take(written.segments)
        return Written(written.seq, done, 0)


def _log_switch(name: str, before: str | None, articles: int, seconds: float) -> None:
    message = "generation %s is live instead of %s: articles %d, %.1f s"
    log.info(
        message,
        name,
        before or "none",
        articles,
        seconds,
        extra=event(
            "generation-switched",
            generation=name,
            instead_of=before,
            articles=articles,
            seconds=round(seconds, 3),
        ),
    )
