"""Whatever is typed is answered, at a bounded cost; and each question that an answer prints can be
typed again and finds what it promises."""

import re
from contextlib import closing

import pytest
from any_question import HOSTILE, PIECES, texts, trees, work
from hypothesis import given
from hypothesis import strategies as st
from newsroom import PERSIAN, UNDATED, sample_articles

from corpus.store.store import ArticleStore
from index import open_indexer
from search import Request, open_searcher, parse
from search.query.query import to_text
from tests.examples import examples, long

ARTICLES = (*sample_articles(), UNDATED, PERSIAN)
WORDS = sorted({word for article in ARTICLES for word in re.findall(r"[\w’'-]+", article.text)})
SYNONYMS = "salt, wheat, flour\nU.N., United Nations\nیک, one\n"
SIZE = 5
WORK = 600_000  # functions called for one answer; plain words call some 2,000

heard = st.sampled_from(WORDS)
mistyped = st.builds(
    lambda word, at, letter: word[: at % len(word)] + letter + word[at % len(word) + 1 :],
    heard, st.integers(0, 9), st.sampled_from(["", "e", "x", "-", "ee"]),
)  # fmt: skip
pieces = st.lists(heard | mistyped | st.sampled_from(PIECES), max_size=14)
plain = st.lists(heard | mistyped, max_size=6).map(" ".join)
asked = st.one_of(plain, pieces.map(" ".join), pieces.map("".join), texts, trees.map(to_text))


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    (folder / "synonyms.txt").write_text(SYNONYMS, "utf-8")
    with ArticleStore(folder / "corpus.db") as store:
        for article in ARTICLES:
            store.put(article)
        open_indexer(folder / "index").rebuild(store)
    opened = open_searcher(folder / "index", synonyms=folder / "synonyms.txt")
    with closing(opened) as searcher:
        yield searcher


def ask(searcher, query, **request):
    return searcher.search(Request(query, **{"size": SIZE, **request}))


def typed_again(printed):
    """The question that is printed, which nothing is amiss in."""
    printed.encode()
    query = parse(printed)
    amiss = [note for note in query.notes if note.kind != "read"]  # that tells how a date was read
    assert (str(query), amiss) == (printed, [])
    return query


@examples(400)
@given(asked)
def test_any_text_is_answered_within_bounds(searcher, text):
    assert work(ask, searcher, parse(text)) < WORK


@pytest.mark.parametrize("piece", [*HOSTILE[:3], *long(*HOSTILE[3:])])
def test_hostile_texts_are_answered_within_bounds(searcher, piece):
    ask(searcher, parse(piece * 20_000))  # what is found is kept for who asks again
    cost, of_more = (
        work(ask, searcher, parse(piece * many)) for many in (20_000, 200_000)
    )
    assert of_more <= cost * 1.1 < WORK


@examples(400)
@given(asked)
def test_what_an_answer_prints_can_be_typed_again(searcher, text):
    results = ask(searcher, parse(text))
    assert len(results.hits) <= SIZE
    assert results.total <= len(ARTICLES)
    if results.repaired is not None:
        again = ask(searcher, typed_again(results.repaired))
        assert (again.total, again.hits) == (results.total, results.hits)
    if better := results.suggestion:
        assert ask(searcher, typed_again(better.query)).total == better.total > results.total
    for way in results.relaxations:
        assert ask(searcher, typed_again(way.query)).total == way.total > 0
    for each in results.searched_for:
        assert each.meaning
        if each.exact is not None:
            assert ask(searcher, typed_again(each.exact)).query == each.exact


@examples(400)
@given(asked)
def test_the_canonical_form_asks_the_same(searcher, text):
    query = parse(text)
    again = parse(str(query))
    assert (again.root, again.notes) == (query.root, ())
    one, other = (ask(searcher, each) for each in (query, again))
    assert (one.total, one.partial, one.hits) == (other.total, other.partial, other.hits)


@examples(200)
@given(asked)
def test_what_goes_on_as_it_is_typed_finds_what_it_promises(searcher, text):
    for each in searcher.complete(text):
        assert each.total > 0
        if each.kind == "words":
            assert ask(searcher, parse(each.text)).total >= each.total, each
