"""How hits are scored: one model, its parameters as literal tables, each number with its reason.

InExpB2 (inverse expected document frequency, Bernoulli after-effect, second normalisation of
length): Amati and van Rijsbergen, "Probabilistic models of information retrieval based on measuring
the divergence from randomness", 2002.

    tfn = tf * log2(1 + c * average_length / length)
    ne  = N * (1 - (1 - 1/N) ** F)
    score = (F + 1) / (n * (tfn + 1)) * tfn * log2((N + 1) / (ne + 0.5))

N articles, n of them with the word, F times in all. nDCG@10 on four collections, one setting for
all, the title's words counted three times (index/base/schema.py); benchmarks/relevance.py prints
the first row anew:

                             cranfield  cacm   medline  npl
    this searcher               .388    .526    .708    .456
  in a trial with exact lengths and simpler tokens:
    InExpB2, c=1                .388    .519    .706    .456
    BM25, Lucene's idf          .378    .517    .694    .437
    InExpB2, two fields added   .355    .461    .706    .456     title and body scored apart, 3 : 1
    BM25, two fields added      .357    .467    .694    .437

A word typed twice counts twice: once only would win 3 points on medline and lose 4 on cacm.
"""

import math
from collections.abc import Callable
from typing import Any

from numpy import log2, maximum

LENGTH_PENALTY = 1.0  # c above: .5 loses 6 points on npl, 2 loses 1 on medline and wins 1 on npl


def term_score(
    *, articles: int, with_word: int, times: float, average_length: float
) -> Callable[[Any, Any], Any]:
    """The formula above for one word: a function of its frequency in an article and of the
    article's length, or of arrays of both."""
    weight = term_weight(articles=articles, with_word=with_word, times=times)

    def score(frequency: Any, length: Any) -> Any:
        tfn = frequency * log2(1 + LENGTH_PENALTY * average_length / maximum(length, 1))
        return weight * tfn / (tfn + 1)

    return score


def term_weight(*, articles: int, with_word: int, times: float) -> float:
    """What the formula says of a word by itself: its score is this times tfn / (tfn + 1), and so
    never more."""
    expected = articles * (1 - (1 - 1 / articles) ** times) if articles > 1 else 1.0
    return (times + 1) / max(with_word, 1) * math.log2((articles + 1) / (expected + 0.5))
