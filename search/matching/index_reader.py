"""IndexReader: what one opened generation answers by itself.

Trees are joined from it, answers are shown from it. Documents are numbers. What is deleted keeps
its number until a rebuild, is never found, and still counts in `size` and in the frequencies.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from search.matching.doc_set import DocSet
from search.matching.documents import Page
from search.query.pattern import Pattern, Run, Slot

MOST_EXPANSIONS = 512   # forms a prefix or a near spelling may stand for; the commonest are taken

Fields = tuple[str, str]  # where stems are looked for, and where forms are
Column = Literal["authors", "sections"]


class IndexReader(Protocol):
    """The index of one generation, for one question."""

    size: int
    """Document numbers run from 0 to size - 1, deleted ones included."""

    def term(self, name: str, text: str, *, scored: bool = True) -> DocSet:
        """Every document with the term `text` in the field `name`; not `scored`, or a field of ids:
        scores 0."""

    def run(self, run: Run, fields: Fields) -> DocSet:
        """Every document with the slots of the run, one or more, at consecutive positions."""

    def near(self, left: Pattern, right: Pattern, distance: int, *, fields: Fields) -> DocSet:
        """Every document with both patterns at most `distance` words apart, in either order."""

    def published(self, since: date | None, until: date | None) -> DocSet:
        """Articles published between two days, both included, None is open; undated ones never.
        Scores are 0."""

    def expand(self, slot: Slot, name: str) -> list[str]:
        """The forms in the field `name` that a prefix or near spelling stands for, in their own
        order; where there are more than MOST_EXPANSIONS, so many of the commonest, commonest
        first."""

    def doc_frequency(self, name: str, text: str) -> int:
        """In how many documents a term is."""

    def frequency(self, name: str, text: str) -> float:
        """How often a term stands in the whole index."""

    def average_length(self, name: str) -> float:
        """Words in a field, on average; 1 where there are none."""

    def everything(self) -> DocSet:
        """Every document, scores 0."""

    def days(self, docs: NDArray[np.int64]) -> NDArray[np.int64]:
        """When documents were published, as numbers such as 20200326; UNDATED where it is not
        known."""

    def count_names(self, column: Column, docs: NDArray[np.int64]) -> Counter[str]:
        """How often each name stands in the documents."""

    def page(self, docs: Sequence[int]) -> Page:
        """Some documents in this order, one or more, to be shown."""

    def close(self) -> None:
        """Let go of the files."""
