"""Related articles: what was published on the subject of an article before it and after, and the
words that both have."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from index.base.analysis import JOINERS
from index.base.days import UNDATED, number_of_day
from search.copied_runs import COMMON, FEW_ARTICLES
from search.matching.collect import Collected
from search.matching.doc_set import EMPTY, DocSet
from search.matching.evaluate import Evaluator
from search.matching.index_reader import IndexReader
from search.matching.reprints import Together, same_text
from search.matching.results import BARE, Related, When
from search.matching.top_hits import RankedDoc, top_hits
from search.similar import Subject, names_something
from search.snippets.hits import show

NAMED = 6  # words that both have
_JOINER = re.compile(f"[{re.escape(''.join(sorted(JOINERS)))}]")


def related_in(reader: IndexReader, article: Article, each: int) -> Iterator[Related]:
    """At most so many of each kind, the nearest first."""
    subject = Subject.of(f"{article.title}\n\n{article.text}", reader)
    found = subject.articles(reader) - same_text(reader, article.id)
    whens, ranks = [], []
    for when, some in _by_time(found, reader.days(found.docs), article.published):
        collected = Collected(some, EMPTY, {}, some)
        best = Together(reader, collected).first(partial(_nearest, reader, collected), each)
        ranks += best
        whens += [when] * len(best)
    shared = _shared(subject, [rank.doc for rank in ranks], reader)
    for hit, when, words in zip(
        show(Evaluator(reader), BARE, ranks), whens, shared, strict=True
    ):
        yield Related(hit, when, tuple(words))


def _nearest(reader: IndexReader, found: Collected, most: int | None) -> list[RankedDoc]:
    return top_hits(reader, found, "relevance", most=most)


def _by_time(
    found: DocSet, days: NDArray[np.int64], day: date | None
) -> Iterator[tuple[When, DocSet]]:
    known = (days != UNDATED) & (day is not None)
    older = days < number_of_day(day)
    kinds: tuple[tuple[When, NDArray[np.bool_]], ...] = (
        ("older", known & older),
        ("newer", known & ~older),
        ("unknown", ~known),
    )
    for when, which in kinds:
        yield when, DocSet(found.docs[which], found.scores[which])


def _shared(subject: Subject, docs: Sequence[int], reader: IndexReader) -> list[list[str]]:
    """Words of the subject that each document has; of those that few articles have, if any, and
    words like "none" where there are no others."""
    most = max(FEW_ARTICLES, COMMON * reader.size)
    telling, common, nameless = ([list[str]() for _ in docs] for _ in range(3))
    for stem, word in subject.written.items():
        if min(map(len, telling), default=NAMED) >= NAMED:
            break
        words = telling if reader.doc_frequency("text", stem) <= most else common
        if not names_something(word):
            words = nameless
        found = reader.term("text", stem, scored=False)
        for shared, doc in zip(words, docs, strict=True):
            if doc in found:
                _add(word, shared)
    every = zip(telling, common, nameless, strict=True)
    return [(few or many or other)[:NAMED] for few, many, other in every]


def _add(word: str, words: list[str]) -> None:
    """Add a word, but no part of a compound beside it."""
    if not any(word in _JOINER.split(longer) for longer in words):
        parts = _JOINER.split(word)
        words[:] = [*(each for each in words if each not in parts), word]
