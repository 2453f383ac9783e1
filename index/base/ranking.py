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
    this searcher               .386    .541    .711    .453
    without what was typed      .389    .528    .708    .456
  in a trial with exact lengths and simpler tokens:
    InExpB2, c=1                .388    .519    .706    .456
    BM25, Lucene's idf          .378    .517    .694    .437
    InExpB2, two fields added   .355    .461    .706    .456     title and body scored apart, 3 : 1
    BM25, two fields added      .357    .467    .694    .437

A word typed twice counts twice: once only would win 3 points on medline and lose 4 on cacm.

To the stems of a question of at most MOST_TYPED words is added what was typed, for a name is typed
whole, and only its stems stand everywhere; of compounds with MOST_PARTS parts at most together:

    EXACT * (form's weight - stem's weight - SAME_WORD)  for a word in the form that was typed
    PAIR  * (weights of both forms)                      for two typed side by side that stand so
    NEAR  * (weights of both stems) / (1 + off / NEARBY) for the two near each other, in any form
    EARLY * stem's weight / (1 + before / LEAD)          for one of several, by its first place

The first two are multiplied by tfn / (tfn + 1), as a word's weight is, tf being how often they
stand so; a title's words count TITLE_RUNS times here, too. A form tells what is rarer about it than
its stem: "Sayed" much ("say" is everywhere), "expenses" nothing: less than OTHER_WORD does not
count. Two forms side by side weigh as if the one said nothing of the other, which asks for no count
of pairs in the archive, and measured as well; a word between two others spends its weight on both.
`off` is by how many words they are nearer or farther than typed, in one paragraph and in their
order: stop words between them count, so that "war on terror" is two words apart. An article says
early what it is about; of a single word that is its frequency's to say. So phrases are not first:
an article that has both words often, early and near each other may come before one that has the
phrase once, far down.

A whole text is not asked about as a question is: it and each article are vectors, of (1 + ln tf) *
ln(1 + N / n) for each stem, no mark, and the score is the cosine of the two (Salton and Buckley,
"Term-weighting approaches in automatic text retrieval", 1988), the text's vector having been moved
towards the nearest few (Rocchio, 1971), see search/similar.py. Of 486 news drafts nDCG@10 of the
articles on the same event is .950 so, .945 without the move, .918 by the formula above with the 40
heaviest stems. Lengths that are but near, as the square root of the words, lose .003 to .01.

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

# Of short questions, see above. Chosen on one half of the questions of benchmarks/typed.py, and on
# those of the four collections that are short.
MOST_TYPED = 4  # words, what a name has; with questions of five and six npl lost .01 to .03
MOST_PARTS = 16  # of the compounds among them: what is longer was not typed as a name
EXACT = 1.5
SAME_WORD = 1.0  # bits: a form that half of its stem's occurrences have is the word itself
OTHER_WORD = 2.0  # bits: one that more than a quarter have is not worth the look
PAIR = 1.5  # half as much again as EARLY: with as much typed.py's share fell from .93 to .87
NEAR = 0.25  # .5 loses .002 more on npl
NEARBY = 30  # words off at which two near each other add half
EARLY = 1.0  # 2: known articles stand higher, and phrases lower
LEAD = 50  # words before it at which a word adds half: those of a title and a first paragraph

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
    found = saturation(frequencies, norms)
    found *= weight
    return found


def saturation(frequencies: NDArray[Any], norms: Scores) -> Scores:
    """The part of its weight that a word scores."""
    tfn = norms * frequencies
    found: Scores = tfn / (tfn + AFTER_EFFECT)
    return found


def term_score(
    *, articles: int, with_word: int, frequency: float, average_length: float
) -> Callable[[Any, Any], Any]:
    """The formula for one word: a function of its frequency in an article and of the article's
    length, or of arrays of both."""
    weight = term_weight(articles=articles, with_word=with_word, frequency=frequency)
    return lambda frequency, length: score(weight, frequency, length_norm(length, average_length))


def gain(weight: float, stem_weight: float) -> float:
    """The most that a form adds to its stem, by the weights of both."""
    told = weight - stem_weight
    return EXACT * (told - SAME_WORD) if told >= OTHER_WORD else 0.0


def nearness(gaps: Scores) -> Scores:
    """The part of its weight that a pair adds that is so many words nearer or farther than
    typed."""
    return 1 / (1 + gaps / NEARBY)


def earliness(positions: Scores) -> Scores:
    """The part of its weight that a word adds that first stands behind so many others."""
    return 1 / (1 + positions / LEAD)


def rarity(articles: int, with_word: Any) -> Any:
    """What a stem counts in a vector: `with_word` of all `articles` have it; a number, or an array
    of them."""
    return np.log(1 + articles / np.maximum(with_word, 1))


def damped(frequencies: Any) -> Any:
    """What its occurrences in a text count, at least one; a number, or an array of them."""
    return 1 + np.log(frequencies, dtype=np.float64)  # of bytes it would be half as exact
