"""Every answer against brute force: the query tree asked of each article's own words."""

import random

import pytest
from asked import made_up_questions
from brute_force import words_of
from newsroom import sample_articles

from corpus.store.store import ArticleStore
from index import open_indexer
from search import open_searcher
from search.matching.results import Request
from search.query.parser import parse
from search.query.query import Not
from search.query.rewrite import searchable
from tests.examples import long

WORDS = words_of(sample_articles())


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("oracle")
    with ArticleStore(folder / "corpus.db") as store:
        half = len(WORDS) // 2
        for words in list(WORDS.values())[:half]:
            store.put(words.article)
        open_indexer(folder / "index").update(store)
        for words in list(WORDS.values())[half:]:
            store.put(words.article)
        open_indexer(folder / "index").update(store)
    searcher = open_searcher(folder / "index")
    yield searcher
    searcher.close()


@pytest.mark.parametrize("seed", [0, *long(1, 2, 3)])
def test_the_index_finds_what_the_words_say(searcher, seed):
    asked = 0
    for text in made_up_questions(random.Random(seed), 150):
        root = searchable(searcher.understand(parse(text)).root)
        if root is None:
            continue
        asked += 1
        results = searcher.search(Request(parse(text), size=200, facets=False, snippets=False))
        found = {hit.id for hit in results.hits if not hit.partial}
        assert found == {ident for ident, words in WORDS.items() if words.holds(root)}, text
        assert results.total == len(found)
        assert results.partial == sum(hit.partial for hit in results.hits)
    assert asked > 100


def test_a_denied_word_is_in_no_answer_full_or_partial(searcher):
    for text in (
        "water -school",
        "peace -war -talks",
        "bank -(money OR trial)",
        "(water OR bread) tunnel -Selmak",
    ):
        denied = [child.child for child in parse(text).root.children if isinstance(child, Not)]
        hits = searcher.search(Request(parse(text), size=200)).hits
        assert denied and hits
        assert not [(hit.id, node) for hit in hits for node in denied if WORDS[hit.id].holds(node)]
