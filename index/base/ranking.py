"""How hits are scored: one model, all its numbers, and a reason for each.

InExpB2 (inverse expected document frequency, Bernoulli after-effect, second normalisation of
length): Amati and van Rijsbergen, "Probabilistic models of information retrieval based on measuring
the divergence from randomness", 2002.

    norm   = log2(1 + c * average_length / length)
    tfn    = tf * norm
    ne     = N * (1 - (1 - 1/N) ** F)
    weight = (F + 1) / n * log2((N + 1) / (ne + 0.5))
    score  = weight * tfn / (tfn + 1)

N articles, n of them with the word, F times in all; tf times in the article, whose field has
`length` words; `ne` articles expected to have a word that F throws had dealt out at random. What
the title counts is no part of the formula but of the index's layout: its words stand in `text`
TITLE_RUNS times (index/base/schema.py), in frequency and in length.

nDCG@10 on four collections, one setting for all, the title's words counted three times;
benchmarks/relevance.py prints the first row anew:

                             cranfield  cacm   medline  npl
    this searcher               .391    .528    .710    .454
  in a trial with exact lengths and simpler tokens:
    InExpB2, c=1                .388    .519    .706    .456
    BM25, Lucene's idf          .378    .517    .694    .437
    InExpB2, two fields added   .355    .461    .706    .456     title and body scored apart, 3 : 1
    BM25, two fields added      .357    .467    .694    .437

A word typed twice counts twice: once only would win 3 points on medline and lose 4 on cacm.

Whoever scores is handed this: array segments, Whoosh's matchers, similar articles. Numbers are read
when something is scored, so that a moved one moves all of them.
"""

import math
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

LENGTH_PENALTY = 1.0  # c above: .5 loses 6 points on npl, 2 loses 1 on medline and wins 1 on npl

# As the paper has them. The logarithms have base 2: in a word's weight a base only scales every
# score, in the norm another would move tfn against the 1 beside it, as another c does.
AFTER_EFFECT = 1  # the occurrence that is still to come: beside F and beside tfn
MORE_ARTICLES = 1  # beside N: a word expected in every article still weighs something
MORE_EXPECTED = 0.5  # beside ne: a word expected in next to none does not weigh without bound

Scores = NDArray[np.float64]
Number = TypeVar("Number", float, Scores)


def length_norm(length: Number, average_length: float) -> Number:
    """What one occurrence counts in a field of `length` words, a length or an array of them; a
    field without words counts as one of a word."""
    norm: Number = np.log2(1 + LENGTH_PENALTY * average_length / np.maximum(length, 1))
    return norm


def term_weight(*, articles: int, with_word: int, frequency: float) -> float:
    """The weight of a word: no score of it reaches more.

    `with_word` of all `articles` have the word, `frequency` times together; deleted ones count.
    """
    expected = articles * (1 - (1 - 1 / articles) ** frequency) if articles > 1 else 1.0
    rarity = math.log2((articles + MORE_ARTICLES) / (expected + MORE_EXPECTED))
    return (frequency + AFTER_EFFECT) / max(with_word, 1) * rarity


def score(weight: float, frequency: Number, norm: Number) -> Number:
    """The score of a word that stands `frequency` times in an article: numbers, or arrays by
    article."""
    tfn = frequency * norm
    return weight * tfn / (tfn + AFTER_EFFECT)


def scores(weight: float | Scores, frequencies: NDArray[Any], norms: Scores) -> Scores:
    """The scores of many postings, with an array less than `score` takes; `weight` is of one word,
    or of each posting's.

    The quotient comes first: the last bit may differ from that of `score`.
    """
    tfn = norms * frequencies
    found: Scores = tfn / (tfn + AFTER_EFFECT)
    found *= weight
    return found


def term_score(
    *, articles: int, with_word: int, frequency: float, average_length: float
) -> Callable[[Any, Any], Any]:
    """The formula for one word: a function of its frequency in an article and of the article's
    length, or of arrays of both."""
    weight = term_weight(articles=articles, with_word=with_word, frequency=frequency)
    return lambda frequency, length: score(weight, frequency, length_norm(length, average_length))
