"""Every answer against brute force: the query tree asked of each article's own words."""

import random
import re
from itertools import pairwise

import pytest
from newsroom import sample_articles

from corpus.store.store import ArticleStore
from index import open_indexer
from search import open_searcher
from search.matching.results import Request
from search.query.parser import parse
from search.query.pattern import Finder, pattern_of
from search.query.periods import DateRange
from search.query.query import And, Field, Near, Not, Or
from search.query.rewrite import searchable
from tests.examples import long

ARTICLES = {article.id: article for article in sample_articles()}
FINDERS = {
    ident: {
        "title": Finder(article.title),
        "text": Finder(article.text),
        "author": Finder(" , ".join(article.byline)),
        "section": Finder(article.section or ""),
    }
    for ident, article in ARTICLES.items()
}


def holds(node, ident, field=None):
    finders = (
        [FINDERS[ident][field]] if field else [FINDERS[ident]["title"], FINDERS[ident]["text"]]
    )
    stemmed = field in (None, "title")
    match node:
        case And(children=children):
            return all(holds(child, ident, field) for child in children)
        case Or(children=children):
            return any(holds(child, ident, field) for child in children)
        case Not(child=child):
            return not holds(child, ident, field)
        case Field(name=name, child=child):
            return holds(child, ident, name)
        case DateRange(since=since, until=until):
            day = ARTICLES[ident].published
            return (since is None or day >= since) and (until is None or day <= until)
        case Near(left=left, right=right, distance=distance):
            ends = [pattern_of(end, stemmed=stemmed) for end in (left, right)]
            return any(finder.near(*ends, distance) for finder in finders)
        case _:
            return any(finder.find(pattern_of(node, stemmed=stemmed)) for finder in finders)


def questions(rng, many):
    words = [
        word
        for a in ARTICLES.values()
        for word in re.findall(r"[\w’'-]{2,}", f"{a.title} {a.text}")
    ]
    pairs = list(pairwise(words))

    def part():
        word, other, (first, second) = rng.choice(words), rng.choice(words), rng.choice(pairs)
        return rng.choice(
            [word, word, word, f"={word}", f"{word[:3]}*", f"{word}~", f'"{first} {second}"', f"title:{word}",
             "author:keld", f"{first} NEAR/{rng.randint(1, 9)} {other}", f"{first}-{second}", f"{first}{second}",
             "after:2012", "date:2012..2014"]
        )  # fmt: skip

    def whole(depth=0):
        pieces = []
        for _ in range(rng.randint(1, 3)):
            inner = part() if depth > 2 or rng.random() < 0.75 else f"({whole(depth + 1)})"
            pieces.append(("-" if rng.random() < 0.2 else "") + inner)
        joined = (
            f"{piece}{rng.choice([' ', ' ', ' OR ', ' AND ', ' NOT '])}" for piece in pieces[:-1]
        )
        return "".join(joined) + pieces[-1]

    return [whole() for _ in range(many)]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("oracle")
    with ArticleStore(folder / "corpus.db") as store:
        half = len(ARTICLES) // 2
        for article in list(ARTICLES.values())[:half]:
            store.put(article)
        open_indexer(folder / "index").update(store)
        for article in list(ARTICLES.values())[half:]:
            store.put(article)
        open_indexer(folder / "index").update(store)
    searcher = open_searcher(folder / "index")
    yield searcher
    searcher.close()


@pytest.mark.parametrize("seed", [0, *long(1, 2, 3)])
def test_the_index_finds_what_the_words_say(searcher, seed):
    asked = 0
    for text in questions(random.Random(seed), 150):
        root = searchable(searcher.understand(parse(text)).root)
        if root is None:
            continue
        asked += 1
        results = searcher.search(Request(parse(text), size=200, facets=False, snippets=False))
        found = {hit.id for hit in results.hits if not hit.partial}
        assert found == {ident for ident in ARTICLES if holds(root, ident)}, text
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
        assert not [(hit.id, node) for hit in hits for node in denied if holds(node, hit.id)]
