"""A segment out of articles: gathered until the memory it was given is used up, then inverted by one sort."""

from pathlib import Path

import numpy as np

from corpus.article import Article
from index.arrays.articles import ArticlesWriter, encoded, short_terms
from index.arrays.fields import SHORT, TEXT
from index.arrays.file import Array, ArrayFileWriter
from index.arrays.postings import Inverted, PostingsWriter, count_forms, number_forms
from index.arrays.ragged import firsts
from index.arrays.tokens import Chunks, Tokens, tokens_of
from index.schema import TITLE_RUNS

TOGETHER = 128  # articles whose texts are cut into words at once
LOW = np.uint64(0xFFFFFFFF)


class SegmentWriter:
    """Articles that become one segment."""

    def __init__(self, path: Path, chunks: Chunks) -> None:
        self._file = ArrayFileWriter(path)
        self._articles = ArticlesWriter(self._file)
        self._chunks = chunks
        self._waiting: list[Article] = []
        self._forms: list[Array] = []   # of each token
        self._slots: list[Array] = []
        self._counts: list[Array] = []  # tokens of each article
        self._short: dict[bytes, list[tuple[int, int]]] = {}  # term: articles and positions
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
                self._short.setdefault(SHORT[field] + encoded(word), []).append((number, position))
        self._waiting.append(article)
        if len(self._waiting) >= TOGETHER:
            self._cut()
        return number

    def find(self, ident: str) -> int:
        """The number of the article that was taken last with this id; -1 when there is none."""
        found = self._short.get(SHORT["id"] + encoded(ident))
        return found[-1][0] if found else -1

    def finish(self) -> None:
        """Write the segment."""
        self._cut()
        lengths, title_slots = self._articles.finish()
        forms, slots = _joined(self._forms), _joined(self._slots)
        docs = np.repeat(np.arange(len(lengths), dtype=np.int32), _joined(self._counts))
        inverted, names, places = self._invert(forms, slots, docs)
        postings = PostingsWriter(self._file, lengths)
        postings.append(inverted)
        postings.finish(names, places, count_forms(inverted, title_slots))
        self._file.finish({"articles": len(lengths), "words": float(lengths.sum())})

    def close(self) -> None:
        """Give up."""
        self._file.close()

    def _cut(self) -> None:
        if self._waiting:
            tokens = tokens_of([text for each in self._waiting for text in (each.title, each.text)], self._chunks)
            self._articles.append(self._waiting, tokens)
            self._gather(tokens, len(self._waiting))
            self._waiting.clear()

    def _gather(self, tokens: Tokens, articles: int) -> None:
        """Keep the tokens; each of a title as often as it counts."""
        article, of_body = tokens.text >> 1, tokens.text & 1
        slot = tokens.slot + of_body * (tokens.slots[::2] + 1)[article]
        runs = np.where(of_body, 1, TITLE_RUNS)
        self._forms.append(np.repeat(tokens.form, runs).astype(np.int32))
        self._slots.append(np.repeat(slot, runs).astype(np.int32))
        self._counts.append(np.bincount(article, runs, articles).astype(np.int64))
        self.occurrences += len(self._forms[-1])

    def _invert(self, form: Array, slot: Array, doc: Array) -> tuple[Inverted, list[bytes], Array]:
        """The postings, the forms in ascending order, and the place of each by term."""
        known = self._chunks.forms
        used = np.flatnonzero(np.bincount(form, minlength=len(known.numbers)))
        names = np.array(list(map(encoded, known.numbers)), object)[used]
        ascending = np.argsort(names)
        used, names = used[ascending], names[ascending]
        stems = np.frombuffer(known.stem_of, np.int32)[used]
        here = np.flatnonzero(np.bincount(stems, minlength=len(known.stems)))
        stem = np.searchsorted(here, stems)
        words = np.array([TEXT + encoded(word) for word in known.stems], object)[here]
        keys = np.concatenate((words, np.array(list(self._short), object)))
        order = np.argsort(keys)
        rank = np.empty(len(keys), np.int64)
        rank[order] = np.arange(len(keys))
        term_of_used = rank[stem]
        forms = np.bincount(term_of_used, minlength=len(keys))
        places = number_forms(len(names), term_of_used)
        number_of_used = places - (np.cumsum(forms) - forms)[term_of_used]
        term, number = np.zeros((2, len(known.numbers)), np.int32)
        term[used], number[used] = term_of_used, number_of_used

        sizes = [len(found) for found in self._short.values()]
        short = np.array([pair for found in self._short.values() for pair in found], np.int32).reshape(-1, 2)
        terms = np.concatenate((term[form], np.repeat(rank[len(words) :], sizes).astype(np.int32)))
        sorting = terms.astype(np.uint64) << np.uint64(32) | np.arange(len(terms), dtype=np.uint64)
        sorting.sort()
        by_term = (sorting & LOW).astype(np.int64)
        terms = (sorting >> np.uint64(32)).astype(np.int32)
        del sorting
        docs = np.concatenate((doc, short[:, 0]))[by_term]
        begins = firsts(terms.astype(np.int64) << 32 | docs)
        inverted = Inverted(
            keys=keys[order].tolist(),
            counts=np.bincount(terms[begins], minlength=len(keys)),
            forms=forms,
            docs=docs[begins],
            times=np.diff(begins, append=len(docs)),
            slots=np.concatenate((slot, short[:, 1]))[by_term],
            numbers=np.concatenate((number[form], np.zeros(len(short), np.int32)))[by_term],
        )
        return inverted, names.tolist(), places


def _joined(parts: list[Array]) -> Array:
    return np.concatenate(parts) if parts else np.array([], np.int64)

