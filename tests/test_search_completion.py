"""Complete as you type: what a question may become, of what is in the archive now."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from corpus.article import Article
from corpus.store.store import ArticleStore
from index import indexer, open_indexer
from search import open_searcher
from search.completion import LEAST_OFTEN
from search.matching.results import Request
from search.query.parser import parse


def article(number, title, text, author="Hamida Barmaki"):
    return Article(
        f"a{number}",
        title,
        (text,),
        byline=(author,),
        published=date(2010, 1, 1 + number),
        sentences=((0, len(text)),),
    )


ARTICLES = [
    article(0, "Peace talks begin in Doha", "The peace talks began."),
    article(1, "Chávez and the price of oil", "He spoke of peace talks and of taxes."),
    article(2, "کتابخانه و شهر", "The peace talks went on.", "گروه سردبیران"),
    article(3, "Peace at last", "The taxes were paid, and some talked.", "Ann Tabor"),
    article(4, "A tower in Kabul", "Taxes again."),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("completion")
    with ArticleStore(folder / "corpus.db") as store:
        for each in ARTICLES:
            store.put(each)
        open_indexer(folder / "index").rebuild(store)
    return folder


@pytest.fixture(scope="module")
def searcher(made):
    searcher = open_searcher(made / "index", codec=indexer.CODEC)
    yield searcher
    searcher.close()


@pytest.fixture
def living(made, tmp_path):
    """A store of its own, its searcher, and how to index it."""
    shutil.copytree(made, tmp_path / "paper")
    with ArticleStore(tmp_path / "paper" / "corpus.db") as store:
        index = tmp_path / "paper" / "index"
        searcher = open_searcher(index, corpus=lambda: store, codec=indexer.CODEC)
        yield store, searcher, open_indexer(index)
        searcher.close()


def texts(searcher, typed, kind=None):
    found = searcher.complete(typed)
    assert len(found) <= 5
    for each in found:
        asked = f'author:"{each.text}"' if each.kind == "author" else each.text
        if each.kind != "title":
            assert searcher.search(Request(parse(asked))).total == each.total > 0
    return [each.text for each in found if kind in (None, each.kind)]


def test_words_pairs_authors_and_titles_are_offered(searcher):
    assert LEAST_OFTEN == 3  # times that "peace talks" stands there, and more
    assert texts(searcher, "tax", "words") == ["taxes"]
    assert texts(searcher, "pea", "words") == ["peace", "peace talks"]
    assert texts(searcher, "peace ta", "words") == ["peace talks"]
    assert texts(searcher, "peace ", "words") == ["peace talks"]
    assert texts(searcher, "barm") == ["Hamida Barmaki"]
    assert texts(searcher, "hamida b", "author") == ["Hamida Barmaki"]
    assert texts(searcher, "peac", "title") == ["Peace at last", "Peace talks begin in Doha"]
    *_, title = searcher.complete("doha pea")
    assert (title.kind, title.article) == ("title", "a0")


def test_a_word_of_more_articles_comes_before_phrases_with_such_a_word(tmp_path):
    texts_of = ["The whole country, the high council.", "The council met.", "The councils met.",
                "The court sat.", *["The whole country slept."] * 3, *["The high council slept."] * 2]  # fmt: skip
    with ArticleStore(tmp_path / "corpus.db") as store:
        for number, text in enumerate(texts_of):
            store.put(article(number, f"T{number}", text))
        open_indexer(tmp_path / "index").rebuild(store)
    searcher = open_searcher(tmp_path / "index", codec=indexer.CODEC)
    assert texts(searcher, "cou", "words") == ["council", "country", "whole country"]
    assert texts(searcher, "coun", "words") == ["council", "country", "whole country"]
    assert texts(searcher, "hig", "words") == ["high", "high council"]
    searcher.close()


def test_authors_alone_follow_their_field(searcher):
    assert texts(searcher, "author:t") == ["Ann Tabor"]
    assert texts(searcher, 'author:"ann') == ["Ann Tabor"]


def test_letters_fold_as_in_the_index(searcher):
    assert texts(searcher, "chav", "title") == ["Chávez and the price of oil"]
    assert texts(searcher, "CHÁV", "title") == ["Chávez and the price of oil"]
    assert texts(searcher, "كتاب", "title") == ["کتابخانه و شهر"]
    assert texts(searcher, "سرد", "author") == ["گروه سردبیران"]


@pytest.mark.parametrize(
    "typed", ["", " ", "zzz", "peace zzz", '"pea', "pea*", "-", "title:pea", "\ud800", "\0", "pea" * 500]
)
def test_where_nothing_goes_on_nothing_is_offered(searcher, typed):
    assert searcher.complete(typed) == ()


def test_what_was_typed_is_no_completion_of_itself(searcher):
    assert texts(searcher, "Peace Talks", "words") == []


def test_what_people_took_down_is_not_offered(living):
    store, searcher, _ = living
    assert texts(searcher, "tow") == ["tower", "A tower in Kabul"]
    store.remove("a4", "a mistake")
    assert texts(searcher, "tow") == []
    store.remove("a3", "a mistake")
    assert texts(searcher, "tab") == []
    assert texts(searcher, "peace", "title") == ["Peace talks begin in Doha"]


def test_a_new_generation_is_completed_from(living):
    store, searcher, made_anew = living
    assert texts(searcher, "lant") == []
    store.put(replace(ARTICLES[4], id="new", title="A lantern"))
    made_anew.update(store)
    assert texts(searcher, "lant") == ["lantern", "A lantern"]


def test_of_an_empty_archive_nothing_is_offered(tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        open_indexer(tmp_path / "index").rebuild(store)
    searcher = open_searcher(tmp_path / "index")
    assert searcher.complete("pea") == ()
    searcher.close()
