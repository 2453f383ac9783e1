"""The searcher on the sample paper: what readers ask, and what they should never get."""

import threading
from datetime import date

import pytest
from newsroom import sample_articles

from corpus.store.store import ArticleStore
from index import open_indexer
from search import open_searcher
from search.matching.results import Filters, Request
from search.query.parser import parse


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("searcher")
    with ArticleStore(folder / "corpus.db") as store:
        for article in sample_articles():
            store.put(article)
        open_indexer(folder / "index").rebuild(store)
    searcher = open_searcher(folder / "index")
    yield searcher
    searcher.close()


@pytest.fixture(scope="module")
def texts():
    return {article.id: f"{article.title}\n\n{article.text}" for article in sample_articles()}


def ask(searcher, text, **request):
    return searcher.search(Request(parse(text), **{"size": 100, **request}))


def full(results):
    return [hit for hit in results.hits if not hit.partial]


def test_all_words_first_then_the_best_partial_matches(searcher):
    results = searcher.search(Request(parse("tunnel winter avalanche"), size=10))
    assert results.total < 10
    assert results.partial > 0
    flags = [hit.partial for hit in results.hits]
    assert flags == sorted(flags)
    assert sum(not flag for flag in flags) == results.total


def test_a_full_page_needs_no_partial_matches(searcher):
    results = searcher.search(Request(parse("the government people"), size=5))
    assert results.total >= 5
    assert results.partial == 0


def test_quotes_are_exact(searcher, texts):
    hits = full(ask(searcher, '"expenses"'))
    assert hits
    assert all("expenses" in texts[hit.id].lower() for hit in hits)
    only_expensive = {
        i
        for i, text in texts.items()
        if "expensive" in text.lower() and "expenses" not in text.lower()
    }
    assert only_expensive
    assert only_expensive.isdisjoint(hit.id for hit in hits)
    assert only_expensive <= {hit.id for hit in full(ask(searcher, "=expensive"))}


def test_stop_words_count_within_quotes(searcher, texts):
    hits = full(ask(searcher, '"to be or not to be"'))
    assert hits
    assert all("to be or not to be" in texts[hit.id].lower() for hit in hits)


def test_words_and_quotes_mix(searcher, texts):
    hits = full(ask(searcher, 'talks "peace agreement"'))
    assert hits
    assert all("peace agreement" in texts[hit.id].lower() for hit in hits)


def test_without(searcher):
    with_it = {hit.id for hit in full(ask(searcher, "school"))}
    without = {hit.id for hit in full(ask(searcher, "school -girls"))}
    girls = {hit.id for hit in full(ask(searcher, "girls"))}
    assert without == with_it - girls


def test_dates_in_the_query_and_as_a_filter_agree(searcher):
    inside = ask(searcher, "peace date:2012..2014")
    filtered = ask(
        searcher, "peace", filters=Filters(since=date(2012, 1, 1), until=date(2014, 12, 31))
    )
    assert [h.id for h in full(inside)] == [h.id for h in full(filtered)]
    assert all(2012 <= hit.published.year <= 2014 for hit in full(inside))
    assert [h.score for h in full(inside)] == pytest.approx([h.score for h in full(filtered)])


def test_facets_count_every_full_match(searcher):
    results = ask(searcher, "peace", size=3)
    years, authors, sections = results.facets
    assert sum(count for _, count in years.counts) == results.total
    assert [year for year, _ in years.counts] == sorted(
        (year for year, _ in years.counts), reverse=True
    )
    name, count = authors.counts[0]
    assert ask(searcher, "peace", filters=Filters(names=(("author", name),))).total == count
    section, count = sections.counts[0]
    assert ask(searcher, "peace", filters=Filters(names=(("section", section),))).total == count


def test_order(searcher):
    newest = [h.published for h in full(ask(searcher, "peace", sort="newest"))]
    oldest = [h.published for h in full(ask(searcher, "peace", sort="oldest"))]
    assert newest == sorted(newest, reverse=True)
    assert oldest == sorted(oldest)
    scores = [h.score for h in full(ask(searcher, "peace"))]
    assert scores == sorted(scores, reverse=True)


def test_pages_follow_one_another(searcher):
    whole = [hit.id for hit in ask(searcher, "people").hits]
    pages = [hit.id for n in (1, 2, 3) for hit in ask(searcher, "people", size=4, page=n).hits]
    assert pages == whole[:12]
    assert ask(searcher, "people", page=10_000).hits == ()
    assert [hit.id for hit in searcher.stream(Request(parse("people"), size=100))] == whole


def test_one_suggestion_that_finds_more(searcher):
    results = ask(searcher, "tunel")
    assert results.total == 0
    assert results.suggestion is not None
    assert ask(searcher, results.suggestion.query).total == results.suggestion.total > 0
    assert ask(searcher, "tunnel").suggestion is None


@pytest.mark.parametrize(
    "text",
    [
        "t:",
        "(a",
        "a AND",
        "*",
        '""',
        "",
        "   ",
        "-peace",
        "NOT",
        "title:",
        "((((",
        '"',
        "a~9",
        "NEAR/5",
        "\x00",
        "۔",
    ],
)
def test_odd_questions_are_explained_and_never_find_everything(searcher, text, texts):
    results = ask(searcher, text)
    assert results.total < len(texts)
    if text.strip():
        assert results.searched_for
        assert all(explanation.meaning for explanation in results.searched_for)


@pytest.mark.parametrize(
    "text",
    [
        "peace " * 20_000,
        "(" * 10_000,
        "peace " + ")" * 10_000,
        '"' * 9_999,
        "a* " * 500,
        "b~2 " * 500,
        "NOT " * 5_000,
        "a OR " * 5_000,
    ],
)
def test_hostile_questions_are_answered(searcher, text):
    results = ask(searcher, text, size=10)
    assert len(results.hits) <= 10


def test_similar(searcher, texts):
    ident, text = next(iter(texts.items()))
    assert searcher.similar(text).hits[0].id == ident
    others = searcher.similar(text, exclude=ident, limit=5)
    assert ident not in {hit.id for hit in others.hits}
    assert 0 < len(others.hits) <= 5
    assert others.total >= len(others.hits)
    assert others.searched_for
    before = searcher.similar(text, before=date(2012, 1, 1)).hits
    assert before
    assert all(hit.published < date(2012, 1, 1) for hit in before)
    assert searcher.similar("").hits == ()


def test_threads_share_one_searcher(searcher):
    expected = {
        q: [h.id for h in ask(searcher, q).hits]
        for q in ("peace", "water dam", '"peace agreement"')
    }
    wrong = []

    def work():
        for _ in range(10):
            for query, ids in expected.items():
                if [h.id for h in ask(searcher, query).hits] != ids:
                    wrong.append(query)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_stop_words_alone(searcher, texts):
    saying = ask(searcher, "to be or not to be")
    assert full(saying)
    assert [hit.id for hit in full(saying)] == [
        hit.id for hit in full(ask(searcher, '"to be or not to be"'))
    ]
    titles = ask(searcher, "the")
    assert 0 < titles.total < len(texts)
    assert titles.searched_for[0].meaning == "too common: looked for in titles only"
