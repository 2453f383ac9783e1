"""How the words of a question stand in documents of Whoosh's files: see IndexReader.standing."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from whoosh.reading import TermNotFound

from index.base.analysis import PARAGRAPH_GAP, Token, tokenize
from index.base.schema import RUN_GAP, TITLE_RUNS, title_length
from search.matching.doc_set import Docs
from search.matching.nearness import BITS, EXACT, Keys, Standing, following, note_least
from search.query.typed import Typed, TypedWord

BELOW = 32  # bits of a key that hold the position, without those of its kind


class TextLayout(NamedTuple):
    """Where the title and the paragraphs of a document begin in the index."""

    title: int  # positions that the title takes
    body: int  # the position of the body's first word
    title_parts: list[int]  # the first word of each paragraph of the title but the first
    paragraphs: list[int]  # the same of the body, counted from its first word

    @classmethod
    def of(cls, title: str, text: str) -> Self:
        """The layout of an article's title and text, see index.base.schema."""
        tokens = tuple(tokenize(title))
        length = title_length(tokens)
        body = TITLE_RUNS * (length + RUN_GAP)
        return cls(length, body, _begins(tokens), _begins(tokenize(text)))

    def place(self, position: int) -> int:
        """A position, with one left free behind the title and behind each paragraph."""
        if position < self.title:
            return _closed(position, self.title_parts)
        title = _closed(self.title, self.title_parts)
        return title + 1 + _closed(position - self.body, self.paragraphs)


def _begins(tokens: Iterable[Token]) -> list[int]:
    """Where paragraphs begin behind a first one."""
    begins: list[int] = []
    last = 0
    for token in tokens:
        if token.position - last >= PARAGRAPH_GAP:
            begins.append(token.position)
        last = max(last, token.position)
    return begins


def _closed(position: int, begins: list[int]) -> int:
    """A position where each gap before it takes one."""
    return position - (PARAGRAPH_GAP - 1) * bisect_right(begins, position)


class Occurrence(NamedTuple):
    """A word at a position of the field of forms."""

    position: int
    exact: bool  # in the form that was typed


def fill(
    standing: Standing, reader: Any, typed: Typed, docs: Docs, layouts: Sequence[TextLayout]
) -> None:
    """Note how what was typed stands in documents of one segment, ascending, as it counts."""
    known = {word: _occurrences(reader, word, docs, layouts) for word in {*typed.words}}
    for word, times, firsts in zip(typed.words, standing.times, standing.firsts, strict=True):
        for rank, (here, layout) in enumerate(zip(known[word], layouts, strict=True)):
            times[rank] = sum(_runs(word, each, layout) for each in here if each.exact)
            if here:
                firsts[rank] = layout.place(here[0].position)
    for pair, beside, gaps in zip(typed.pairs, standing.beside, standing.gaps, strict=True):
        left, right = typed.words[pair.left], typed.words[pair.right]
        near = following(_keys(known[left]), _keys(known[right]))
        ranks = near.at >> BELOW
        note_least(gaps, ranks, np.abs(near.steps - pair.apart))
        for at in near.at[near.exact & (near.steps == pair.apart)].tolist():
            rank, position = divmod(at, 1 << BELOW)
            beside[rank] += _runs(left, Occurrence(position, exact=True), layouts[rank])


def _runs(word: TypedWord, found: Occurrence, layout: TextLayout) -> int:
    return TITLE_RUNS if word.within == "text" and found.position < layout.title else 1


def _occurrences(
    reader: Any, word: TypedWord, docs: Docs, layouts: Sequence[TextLayout]
) -> list[list[Occurrence]]:
    """Those of a word in each document, ascending; in the title each once."""
    stems = _positions(reader, "text", word.stem, docs)
    forms = _positions(reader, "text_exact", word.form, docs)
    every = []
    for positions, exact, layout in zip(stems, forms, layouts, strict=True):
        end = layout.title if word.within == "title" else None
        typed = Counter(exact)
        here = []
        for position in positions:
            if position < layout.title or (end is None and position >= layout.body):
                here.append(Occurrence(position, typed[position] > 0))
                typed[position] -= 1  # the whole of a compound may share a stem with its first part
        every.append(here)
    return every


def _positions(reader: Any, name: str, text: str, docs: Docs) -> list[list[int]]:
    try:
        matcher = reader.postings(name, text)
    except TermNotFound:
        return [[] for _ in docs]
    every = []
    for doc in docs.tolist():
        if matcher.is_active() and matcher.id() < doc:
            matcher.skip_to(doc)
        there = matcher.is_active() and matcher.id() == doc
        # a whole may be a later part's form, where no letter is left of the first: it comes behind
        every.append(sorted(matcher.value_as("positions")) if there else [])
    return every


def _keys(found: list[list[Occurrence]]) -> Keys:
    return np.array(
        [
            (rank << BELOW | each.position) << BITS | (EXACT if each.exact else 0)
            for rank, here in enumerate(found)
            for each in here
        ],
        np.int64,
    )
