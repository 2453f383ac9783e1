"""ArrayWriter: articles in and out of an array index, segments merged so that there are never
many."""

from collections.abc import Iterable
from pathlib import Path

from corpus.article import Article
from index.arrays.file.file import SUFFIX
from index.arrays.read.segment import Segment
from index.arrays.read.toc import SegmentEntry, open_segments, write_toc
from index.arrays.write.merge import merge_segments
from index.arrays.write.segment_writer import SegmentWriter
from index.arrays.write.token_cache import FormTable, TokenCache

BASE_MB = 240  # what the program and CACHED_CHUNKS chunks take, and a merge without them
BYTES_AN_OCCURRENCE = 20  # at the height of the sort
CACHED_CHUNKS = 400_000  # in the cache from one segment to the next: some 70 MB
MOST_DELETED = 0.25  # of a segment's articles, before it is written anew
TIMES_LARGER = 4  # a segment is merged with newer ones unless it is so many times as large


class ArrayWriter:
    """Changes the index in a folder. See index.indexer.CodecWriter."""

    def __init__(self, folder: Path, *, memory_mb: int) -> None:
        """Raises IndexDamaged when what is there cannot be read."""
        self._folder = folder
        self._most = max(memory_mb - BASE_MB, 16) * 1_000_000 // BYTES_AN_OCCURRENCE
        self._cache = TokenCache(FormTable())
        opened = open_segments(folder)
        self._listed, self._segments = (
            [listed for listed, _ in opened],
            [segment for _, segment in opened],
        )
        self._next = max((listed.number for listed in self._listed), default=0) + 1
        self._fresh: SegmentWriter | None = None
        self._gone: set[int] = set()  # articles of the fresh segment that were deleted again
        self._found = len(self._segments)  # segments that were there before
        # hashes of the ids of articles since: a third of the memory of ids
        self._taken: set[int] = set()

    def add(self, article: Article) -> None:
        """Take an article; one with its id goes."""
        self.delete(article.id)
        self._taken.add(hash(article.id))
        if self._fresh is None:
            self._fresh = SegmentWriter(self._path(self._next), self._cache)
        self._fresh.add(article)
        if self._fresh.occurrences >= self._most:
            self._flush()

    def has_added(self, ident: str) -> bool:
        """Whether an article with this id was added, deleted again or not."""
        return hash(ident) in self._taken

    def delete(self, ident: str) -> bool:
        """Delete the article with this id; False when there is none."""
        taken = hash(ident) in self._taken
        if (
            taken
            and self._fresh is not None
            and (number := self._fresh.find(ident)) not in self._gone | {-1}
        ):
            self._gone.add(number)
            return True
        last = len(self._segments) if taken else self._found
        for listed, segment in zip(self._listed[:last], self._segments[:last], strict=True):
            number = segment.article(ident)
            if number >= 0 and number not in listed.deleted:
                listed.deleted.add(number)
                return True
        return False

    def flush(self) -> list[Path]:
        """Write what was added as segments for another writer to take, in the order of their
        articles."""
        self._flush()
        return [self._path(listed.number) for listed in self._listed[self._found :]]

    def take(self, segments: Iterable[Path]) -> None:
        """Take the segments that others wrote, in this order. None of their articles may be deleted
        before `commit`."""
        for segment in segments:
            segment.replace(self._path(self._next))
            self._take(set())

    def commit(self) -> int:
        """Write and merge what is to be, then the table; returns how many articles there are."""
        self._flush()
        self._cache = TokenCache(FormTable())  # a merge needs their memory
        self._merge()
        write_toc(self._folder, self._listed)
        self.close()
        named = {listed.name for listed in self._listed}
        for path in self._folder.glob(f"*{SUFFIX}"):
            if path.name not in named:
                path.unlink()
        return sum(listed.live for listed in self._listed)

    def close(self) -> None:
        """Let go of everything; what was not committed is lost."""
        if self._fresh is not None:
            self._fresh.close()
        for segment in self._segments:
            segment.close()

    def _path(self, number: int) -> Path:
        return self._folder / SegmentEntry(number, 0).name

    def _flush(self) -> None:
        """Write the fresh segment."""
        if self._fresh is None:
            return
        fresh, self._fresh = self._fresh, None
        fresh.finish()
        self._take(self._gone)
        self._gone = set()
        if len(self._cache) > CACHED_CHUNKS:
            self._cache = TokenCache(FormTable())

    def _take(self, deleted: set[int]) -> None:
        segment = Segment(self._path(self._next))
        self._listed.append(SegmentEntry(self._next, segment.size, deleted))
        segment.file.forget()
        self._segments.append(segment)
        self._next += 1

    def _merge(self) -> None:
        """Merge the newest segments into one: those of this run, and as far back as one is not much
        larger or has many deleted articles."""
        first = self._found if len(self._listed) - self._found > 1 else len(self._listed)
        for place in reversed(range(len(self._listed))):
            listed, newer = (
                self._listed[place],
                sum(each.live for each in self._listed[place + 1 :]),
            )
            if (
                listed.live < TIMES_LARGER * newer
                or len(listed.deleted) > MOST_DELETED * listed.articles
            ):
                first = place
        part, segments = self._listed[first:], self._segments[first:]
        if not part:
            return
        del self._listed[first:], self._segments[first:]
        live = sum(listed.live for listed in part)
        if live:
            pairs = [
                (segment, sorted(listed.deleted))
                for segment, listed in zip(segments, part, strict=True)
            ]
            merge_segments(pairs, self._path(self._next))
            self._take(set())
        for segment in segments:
            segment.close()
