"""TypedScores: what is added to the scores of documents for what was typed, as it was typed.

The formulas are those of index.base.ranking.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from itertools import chain

import numpy as np

from index.base import ranking
from search.matching.doc_set import Docs, Scores
from search.matching.index_reader import IndexReader
from search.query.query import Query
from search.query.typed import Typed, TypedWord, typed_in

NONE: list[float] = []
KINDS = ("in this form", "as typed, side by side", "near each other", "early")  # what adds
FEWER = 8  # times: a form that is in so many fewer documents is looked for in each


def typed_scores(reader: IndexReader, query: Query) -> "TypedScores | None":
    """The scores of what was typed of a question; None where it adds nothing: without plain words,
    or with more than MOST_TYPED, or more than MOST_PARTS of these."""
    if query.root is None:
        return None
    typed = typed_in(query.root)
    few = typed.leaves <= ranking.MOST_TYPED and len(typed.words) <= ranking.MOST_PARTS
    if not typed.words or not few:
        return None
    scores = TypedScores(reader, typed)
    return scores if scores.add else None


class TypedScores:
    """The scores of what was typed of one question, over one index."""

    def __init__(self, reader: IndexReader, typed: Typed) -> None:
        self._reader, self._typed = reader, typed
        stems = [self._weight(word.within, word.stem) for word in typed.words]
        forms = [self._weight(f"{word.within}_exact", word.form) for word in typed.words]
        # what each word and each pair adds at most
        self._gains = [*map(ranking.gain, forms, stems)]
        self._early, self._beside, self._near = NONE, NONE, NONE
        if not typed.pairs:  # a word whose form adds nothing need not be looked for
            words = [word for word, gain in zip(typed.words, self._gains, strict=True) if gain]
            self._typed = Typed(words, [], typed.leaves)
            self._gains = [*filter(None, self._gains)]
            return
        sides = [(pair.left, pair.right) for pair in typed.pairs]
        pairs_of = Counter(chain.from_iterable(sides))
        self._early = [
            ranking.EARLY * stem if word in pairs_of else 0.0 for word, stem in enumerate(stems)
        ]
        self._beside, self._near = (
            [factor * sum([of[word] / pairs_of[word] for word in both]) for both in sides]
            for factor, of in ((ranking.PAIR, forms), (ranking.NEAR, stems))
        )

    def in_part(self) -> "TypedScores":
        """The same for documents that have not all words: of two words that is no pair."""
        if len(self._typed.words) > 2 or not self._typed.pairs:
            return self
        lean = copy(self)
        lean._typed = Typed(self._typed.words, [], self._typed.leaves)
        lean._beside = lean._near = NONE
        return lean

    @property
    def add(self) -> bool:
        """Whether it tells any document from others."""
        return bool(self._near) or any(self._gains)

    def _weight(self, name: str, text: str) -> float:
        """The weight of a term; 0 where it is in no document."""
        with_word = self._reader.doc_frequency(name, text)
        if not with_word:
            return 0.0
        frequency = self._reader.frequency(name, text)
        return ranking.term_weight(
            articles=self._reader.size, with_word=with_word, frequency=frequency
        )

    def scores(self, docs: Docs) -> Scores:
        """What it adds to the score of each document, ascending."""
        total = np.zeros(len(docs))
        for _, part in self.by_kind(docs):
            total += part
        return total

    def by_kind(self, docs: Docs) -> Iterator[tuple[str, Scores]]:
        """The same, what each of KINDS adds, where it adds any."""
        typed, standing = self._typed, self._reader.standing(self._typed, docs)
        form, beside, near, early = KINDS
        if any(self._gains):
            norms = self._norms([word.within for word in typed.words], docs)
            yield form, np.array(self._gains) @ ranking.saturation(standing.times, norms)
        if typed.pairs and np.count_nonzero(standing.beside):
            norms = self._norms([typed.words[pair.left].within for pair in typed.pairs], docs)
            yield beside, np.array(self._beside) @ ranking.saturation(standing.beside, norms)
        if typed.pairs:
            yield near, np.array(self._near) @ ranking.nearness(standing.gaps)
        if any(self._early):
            yield early, np.array(self._early) @ ranking.earliness(standing.firsts)

    def _norms(self, fields: Sequence[str], docs: Docs) -> Scores:
        """What an occurrence counts in each of the fields, or in all of them where they are one."""
        norms = {name: self._reader.norms(name, docs) for name in dict.fromkeys(fields)}
        if len(norms) == 1:
            return norms[fields[0]]
        return np.array([norms[name] for name in fields])

    def bounds(self, docs: Docs) -> Scores:
        """What it adds to the score of each document at most."""
        most = np.full(len(docs), sum((*self._early, *self._near, *self._beside), 0.0))
        for word, gain in zip(self._typed.words, self._gains, strict=True):
            if gain:
                most += self._bound(word, gain, docs)
        return most

    def _bound(self, word: TypedWord, gain: float, docs: Docs) -> Scores | float:
        """What a form adds at most, where it stands at all."""
        held = self._reader.doc_frequency("text_exact", word.form)
        if held * FEWER > len(docs):
            return gain
        holding = self._reader.holding(word.form)
        most = np.zeros(len(docs))
        at = docs.searchsorted(holding)
        at = at[docs.take(at, mode="clip") == holding]
        most[at] = gain
        return most
