"""One ranking: what it says, and that a number moved there moves the scores of both kinds of index
alike."""

import math
from collections import Counter
from contextlib import closing

import numpy as np
import pytest
from newsroom import sample_articles

from corpus.store.store import ArticleStore
from index import open_indexer
from index.arrays.codec import ArrayIndex
from index.arrays.read.reader import ArrayReader
from index.base import ranking
from index.base.analysis import is_mark, tokenize
from index.base.schema import TITLE_RUNS
from index.base.stems import stem_of
from index.generations import Generations
from search import open_searcher
from search.arrays.reader import ArrayIndexReader
from search.matching.results import Request
from search.query.parser import parse
from search.similar import Subject, ranked
from search.stock.reader import WhooshIndexReader

QUESTIONS = (
    "tunnel",
    "=water",
    "gov*",
    '"the government"',
    "title:the",
    "tunnel winter OR avalanche",
    "price~",
)
DRAFT = "The tunnel was closed all winter, and the government has paid for it."
MOVED = {"LENGTH_PENALTY": 5.0, "AFTER_EFFECT": 20, "MORE_ARTICLES": 400, "MORE_EXPECTED": 40.0}
CODECS = ("arrays", "w3")
ROUNDED = 0.03  # stock files round the lengths of fields
CLEAR = 0.05    # no rounding explains such a part of a score


@pytest.fixture(scope="module")
def indexes(tmp_path_factory):
    """The sample paper as arrays and as stock files."""
    folder = tmp_path_factory.mktemp("ranking")
    with ArticleStore(folder / "corpus.db") as store:
        for article in sample_articles():
            store.put(article)
        for codec in CODECS:
            open_indexer(folder / codec, codec=codec).rebuild(store)
    return folder


def scores(indexes, codec):
    """What a new searcher answers: the score of each article, by question and id."""
    with closing(open_searcher(indexes / codec, codec=codec)) as searcher:
        answers = {text: searcher.search(Request(parse(text), size=100)) for text in QUESTIONS}
    assert all(answer.hits for answer in answers.values())
    return {(text, hit.id): hit.score for text, answer in answers.items() for hit in answer.hits}


def readers(indexes):
    """The arrays asked by our own readers, and by Whoosh's, which do not round there."""
    folder = Generations(indexes / "arrays").live()
    return ArrayIndexReader(ArrayReader(folder)), WhooshIndexReader(ArrayIndex(folder))


@pytest.fixture(scope="module")
def before(indexes):
    return {codec: scores(indexes, codec) for codec in CODECS}


def test_both_kinds_of_index_score_alike(before):
    assert before["w3"] == pytest.approx(before["arrays"], rel=ROUNDED)


@pytest.mark.parametrize("name", MOVED)
def test_a_number_moved_moves_the_scores_of_both_alike(indexes, before, monkeypatch, name):
    monkeypatch.setattr(ranking, name, MOVED[name])
    moved = {codec: scores(indexes, codec) for codec in CODECS}
    assert moved["w3"] == pytest.approx(moved["arrays"], rel=ROUNDED)
    for codec in CODECS:
        old, new = before[codec], moved[codec]
        changed = {text for text, ident in old.keys() & new.keys()
                   if abs(new[text, ident] / old[text, ident] - 1) > CLEAR}  # fmt: skip
        assert changed == set(QUESTIONS), codec
    own, whooshs = readers(indexes)
    for stem in ("tunnel", "winter", "the"):
        found, expected = own.term("text", stem), whooshs.term("text", stem)
        assert found.docs.tolist() == expected.docs.tolist()
        assert found.scores.tolist() == pytest.approx(expected.scores.tolist(), rel=1e-12)


def test_a_draft_is_as_near_to_an_article_for_both_kinds_of_index(indexes):
    both = [(reader, Subject.of(DRAFT, reader)) for reader in readers(indexes)]
    (own, subject), (whooshs, other) = both
    assert subject == other and len(subject.vector) > 3
    near = [ranked(subject, subject.articles(reader), reader) for reader in (own, whooshs)]
    assert near[0].docs.tolist() == near[1].docs.tolist() != []
    assert near[0].scores.tolist() == pytest.approx(near[1].scores.tolist(), rel=1e-9)
    stems = dict.fromkeys(subject.vector, 1.0)
    vectors = {doc: vector_of(own, doc) for doc in own.cosines([stems])[0].docs.tolist()}
    doc = next(iter(vectors))
    products = sum(weight for stem, weight in vectors[doc].items() if stem in stems)
    expected = products / math.sqrt(sum(weight**2 for weight in vectors[doc].values()))
    assert own.cosines([stems])[0].scores[0] == pytest.approx(expected)


def vector_of(reader, doc):
    """The vector of a document, counted from its text."""
    page = reader.page([doc])
    counts = Counter()
    for text, times in ((page.stored[0].title, TITLE_RUNS), (page.text(0), 1)):
        for token in tokenize(text):
            if not is_mark(token.form):
                counts[stem_of(token.form)] += times
    with_word = {stem: reader.doc_frequency("text", stem) for stem in counts}
    return {
        stem: (1 + math.log(count)) * math.log(1 + reader.size / with_word[stem])
        for stem, count in counts.items()
    }


def formula(counts, *, tf, length, average_length, numbers):
    """The score that the paper gives, written out."""
    articles, with_word, frequency = counts.values()
    tfn = tf * math.log2(1 + numbers["LENGTH_PENALTY"] * average_length / length)
    expected = articles * (1 - (1 - 1 / articles) ** frequency)
    effect = (frequency + numbers["AFTER_EFFECT"]) / (with_word * (tfn + numbers["AFTER_EFFECT"]))
    return (
        effect
        * tfn
        * math.log2((articles + numbers["MORE_ARTICLES"]) / (expected + numbers["MORE_EXPECTED"]))
    )


@pytest.mark.parametrize("moved", [None, *MOVED])
@pytest.mark.parametrize("tf, length, frequency", [(1, 400, 1), (3, 90, 7), (12, 2000, 300)])
def test_each_form_is_the_formula_of_the_paper(monkeypatch, moved, tf, length, frequency):
    numbers = {"LENGTH_PENALTY": 1.0, "AFTER_EFFECT": 1, "MORE_ARTICLES": 1, "MORE_EXPECTED": 0.5}
    if moved:
        numbers[moved] = MOVED[moved]
        monkeypatch.setattr(ranking, moved, MOVED[moved])
    counts = {"articles": 900, "with_word": min(frequency, 120), "frequency": frequency}
    expected = formula(counts, tf=tf, length=length, average_length=433.5, numbers=numbers)
    weight = ranking.term_weight(**counts)
    norms = ranking.length_norm(np.array([length, 7.0]), 433.5)
    found = [
        ranking.score(weight, tf, ranking.length_norm(length, 433.5)),
        ranking.score(weight, np.array([tf, 1]), norms)[0],
        ranking.scores(weight, np.array([tf, 1], np.uint8), norms)[0],
        ranking.scores(np.array([weight, 1.0]), np.array([tf, 1]), norms)[0],
        ranking.term_score(**counts, average_length=433.5)(tf, length),
    ]
    assert found == pytest.approx([expected] * len(found), rel=1e-12)
    assert all(score < weight for score in found)


def test_nothing_divides_by_nought():
    assert np.isfinite(ranking.term_weight(articles=0, with_word=0, frequency=0))
    assert ranking.term_weight(articles=1, with_word=1, frequency=5) > 0
    assert ranking.length_norm(0, 10.0) == ranking.length_norm(1, 10.0)
