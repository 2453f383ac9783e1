"""A segment out of articles: their tokens are kept until the memory is used up, then inverted."""

from array import array
from collections import defaultdict
from pathlib import Path

import numpy as np

from corpus.article import Article
from index.arrays.file.blob import encoded
from index.arrays.file.fields import SHORT
from index.arrays.file.file_writer import ArrayFileWriter
from index.arrays.write.articles import ArticlesWriter, short_terms
from index.arrays.write.inverter import TokenBatch, write_postings
from index.arrays.write.token_cache import TokenCache
from index.arrays.write.tokens import Tokens, tokens_of
from index.base.schema import TITLE_RUNS
from index.base.searched_article import as_searched

TOGETHER = 128  # articles whose texts are cut into words at once


class SegmentWriter:
    """Articles that become one segment."""

    def __init__(self, path: Path, cache: TokenCache) -> None:
        self._file = ArrayFileWriter(path)
        self._articles = ArticlesWriter(self._file)
        self._cache = cache
        self._waiting: list[Article] = []
        self._batches: list[TokenBatch] = []
        # term: articles and positions
        self._short: defaultdict[bytes, array[int]] = defaultdict(lambda: array("i"))
        self.occurrences = 0

    @property
    def count(self) -> int:
        """Articles taken."""
        return self._articles.count + len(self._waiting)

    def add(self, article: Article) -> int:
        """Take an article and return its number."""
        number, article = self.count, as_searched(article)
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
        lengths, title_ends = self._articles.finish()
        write_postings(
            self._file, self._batches, self._cache.forms, short=self._short, title_ends=title_ends
        )
        self._file.finish({"articles": len(lengths), "words": float(lengths.sum())})

    def close(self) -> None:
        """Give up."""
        self._file.close()

    def _cut(self) -> None:
        if self._waiting:
            tokens = tokens_of(
                [text for each in self._waiting for text in (each.title, each.text)], self._cache
            )
            self._articles.append(self._waiting, tokens, self._cache.forms)
            self._keep(tokens, len(self._waiting))
            self._waiting.clear()

    def _keep(self, tokens: Tokens, articles: int) -> None:
        """Keep the tokens; each of a title as often as it counts."""
        article, of_body = tokens.text >> 1, tokens.text & 1
        position = tokens.position + of_body * (tokens.ends[::2] + 1)[article]
        repeats = np.where(of_body, 1, TITLE_RUNS)
        forms, positions = np.repeat(tokens.form, repeats), np.repeat(position, repeats)
        kind = np.uint16 if position.max(initial=0) < 1 << 16 else np.int32
        self._batches.append(
            TokenBatch(
                forms,
                positions.astype(kind),
                np.bincount(article, repeats, articles).astype(np.int64),
            )
        )
        self.occurrences += len(forms)
