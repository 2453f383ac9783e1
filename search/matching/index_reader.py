"""IndexReader: what one opened generation answers by itself.

Trees are joined from it, answers are shown from it. Documents are numbers. What is deleted keeps
its number until a rebuild, is never found, and still counts in `size` and in the frequencies.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.copied.anchors import Anchors
from search.matching.doc_set import Docs, DocSet, Scores
from search.matching.memory import Memory
from search.matching.nearness import Standing
from search.matching.result_page import ResultPage
from search.query.pattern import Pattern, PatternTerm, PhrasePattern
from search.query.typed import Typed
from search.spelling.vocabulary import Vocabulary

MOST_EXPANSIONS = 512   # forms a prefix or a near spelling may stand for; the commonest are taken

Fields = tuple[str, str]  # where stems are looked for, and where forms are
Reprints = Sequence[tuple[str, str]]
Column = str  # of whole names, see corpus.field.ArticleField.column


class IndexReader(Protocol):
    """Reads the index of one generation, for one question."""

    size: int
    """Document numbers run from 0 to size - 1, deleted ones included."""

    has_deleted: bool
    """Whether any of them is."""

    memory: Memory
    """What was found out about its words by other readers of the generation, too."""

    reprints: Reprints
    """Which articles are reprints of each other, their ids two by two."""

    def term(self, name: str, text: str, *, scored: bool = True) -> DocSet:
        """Every document with the term `text` in the field `name`.

        Scores are 0 where they are not asked for, and in a field of ids.
        """

    def phrase(self, phrase: PhrasePattern, fields: Fields) -> DocSet:
        """Every document with the terms of the phrase, one or more, at consecutive positions."""

    def near(self, left: Pattern, right: Pattern, distance: int, *, fields: Fields) -> DocSet:
        """Every document with both patterns at most `distance` words apart, in either order."""

    def published(self, since: date | None, until: date | None) -> DocSet:
        """Every document published between two days, both included; None is open. Scores are 0.

        Undated ones are never among them.
        """

    def expand(self, term: PatternTerm, name: str) -> list[str]:
        """The forms in the field `name` that a prefix or near spelling stands for, in their order.

        Where there are more than MOST_EXPANSIONS, so many of the commonest, commonest first.
        """

    def vocabularies(self, name: str) -> list[Vocabulary]:
        """The words of the exact field `name`, a vocabulary for each part of the index.

        A word may be in several; deleted documents count. They are made when first asked for, and
        kept for the questions that follow.
        """

    def copied(self, anchors: Anchors) -> Docs:
        """Every run of a draft that the texts hold, found by its anchors, as far as it reaches.

        Rows of search.copied.reading.COLUMNS numbers, ascending.
        """

    def standing(self, typed: Typed, docs: Docs) -> Standing:
        """How what was typed stands in documents, one or more, ascending.

        Positions are counted from a title's first word; one is left free behind the title and
        behind each paragraph.
        """

    def holding(self, form: str) -> Docs:
        """The documents that hold a form in text or title; deleted ones may be among them."""

    def forms_of(self, stem: str) -> Counter[str]:
        """The forms of a stem in texts and titles, each with the number of documents it is in."""

    def cosines(self, vectors: Sequence[Mapping[str, float]]) -> list[DocSet]:
        """For each vector every document with any of its stems, scored by the product of that and
        of its own, of length 1, see index.base.ranking."""

    def norms(self, name: str, docs: Docs) -> Scores:
        """What one occurrence counts in a field of documents, see index.base.ranking."""

    def words_of(self, name: str) -> frozenset[str]:
        """The words of a field of names; those of deleted documents may be among them."""

    def doc_frequency(self, name: str, text: str) -> int:
        """The number of documents with a term, deleted ones included."""

    def frequency(self, name: str, text: str) -> float:
        """The number of times that a term stands in the whole index."""

    def average_length(self, name: str) -> float:
        """The words in a field of a document, on average; 1 where there are none."""

    def everything(self) -> DocSet:
        """Every document, scores 0."""

    def days(self, docs: NDArray[np.int64]) -> NDArray[np.int64]:
        """The days on which documents were published, as numbers such as 20200326, in their order.

        UNDATED where the day is not known.
        """

    def count_names(self, column: Column, docs: NDArray[np.int64]) -> tuple[dict[str, int], int]:
        """The names in a column of the documents, each with the number of documents it is in.

        Behind them how many of the documents have none.
        """

    def nameless(self, column: Column, docs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """A mask of documents: which of them have no name in a column."""

    def page(self, docs: Sequence[int]) -> ResultPage:
        """Some documents in this order, one or more, to be shown."""

    def close(self) -> None:
        """Let go of the files."""
