"""A segment out of articles: gathered until the memory it was given is used up, then inverted by
one sort."""

from array import array
from collections import defaultdict
from pathlib import Path

import numpy as np

from corpus.article import Article
from index.arrays.file.blob import encoded
from index.arrays.file.fields import SHORT
from index.arrays.file.file import ArrayFileWriter
from index.arrays.write.articles import ArticlesWriter, short_terms
from index.arrays.write.inverter import Piece, write_postings
from index.arrays.write.token_cache import Chunks
from index.arrays.write.tokens import Tokens, tokens_of
from index.base.schema import TITLE_RUNS

TOGETHER = 128  # articles whose texts are cut into words at once


class SegmentWriter:
    """Articles that become one segment."""

    def __init__(self, path: Path, chunks: Chunks) -> None:
        self._file = ArrayFileWriter(path)
        self._articles = ArticlesWriter(self._file)
        self._chunks = chunks
        self._waiting: list[Article] = []
        self._pieces: list[Piece] = []
        # term: articles and positions
        self._short: defaultdict[bytes, array[int]] = defaultdict(lambda: array("i"))
        self.occurrences = 0

    @property
    def count(self) -> int:
        """Articles taken."""
        return self._articles.count + len(self._waiting)

    def add(self, article: Article) -> int:
        """Take an article and return its number."""
        number = self.count
        for field, words in short_terms(article).items():
            for word, position in words:
                self._short[SHORT[field] + encoded(word)].extend((number, position))
        self._waiting.append(article)
        if len(self._waiting) >= TOGETHER:
            self._cut()
        return number

    def find(self, ident: str) -> int:
        """The number of the article that was taken last with this id; -1 when there is none."""
        found = self._short.get(SHORT["id"] + encoded(ident))
        return found[-2] if found else -1

    def finish(self) -> None:
        """Write the segment."""
        self._cut()
        lengths, title_slots = self._articles.finish()
        write_postings(
            self._file, self._pieces, self._chunks.forms, short=self._short, title_slots=title_slots
        )
        self._file.finish({"articles": len(lengths), "words": float(lengths.sum())})

    def close(self) -> None:
        """Give up."""
        self._file.close()

    def _cut(self) -> None:
        if self._waiting:
            tokens = tokens_of(
                [text for each in self._waiting for text in (each.title, each.text)], self._chunks
            )
            self._articles.append(self._waiting, tokens)
            self._gather(tokens, len(self._waiting))
            self._waiting.clear()

    def _gather(self, tokens: Tokens, articles: int) -> None:
        """Keep the tokens; each of a title as often as it counts."""
        article, of_body = tokens.text >> 1, tokens.text & 1
        slot = tokens.slot + of_body * (tokens.slots[::2] + 1)[article]
        runs = np.where(of_body, 1, TITLE_RUNS)
        forms, slots = np.repeat(tokens.form, runs), np.repeat(slot, runs)
        kind = np.uint16 if slot.max(initial=0) < 1 << 16 else np.int32
        self._pieces.append(
            Piece(forms, slots.astype(kind), np.bincount(article, runs, articles).astype(np.int64))
        )
        self.occurrences += len(forms)
