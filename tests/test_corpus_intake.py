"""Intake: pages become articles, again and again, without losing an id or a person's word."""

import re
from datetime import UTC, date, datetime

import pytest

from corpus.article import Page
from corpus.decisions import Correction
from corpus.errors import RemovedArticle
from corpus.intake import clean_pages, take_in
from corpus.sentences import SentenceSplitter
from corpus.store import ArticleStore

TEXT = """Editor: Somebody Else   Monday, 7 June 2021

The Bridge at Last

March 26,2020

The bridge at Karzan stands again after two winters of waiting, and the town may cross its own river without a rope.
Mr. Zahir of the council says the U.S. engineers left in May. The council paid for the last span from its own purse.
"""


@pytest.fixture
def store(tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        yield store


def text_page(text=TEXT, origin="bridge.txt"):
    return Page(None, text.encode(), "text/plain", None, datetime(2021, 6, 7, tzinfo=UTC), "import", origin)


def test_a_page_becomes_an_article_with_sentences(store):
    assert take_in(store, [text_page()]).articles == 1
    (article,) = store.articles()
    assert (article.title, article.published, article.date_source) == (
        "The Bridge at Last",
        date(2020, 3, 26),
        "byline",
    )
    sentences = [article.text[start:end] for start, end in article.sentences]
    assert "Somebody" not in article.text
    assert any(s.startswith("Mr. Zahir of the council says the U.S. engineers") for s in sentences)
    assert re.sub(r"\s+", "", "".join(sentences)) == re.sub(r"\s+", "", article.text)


def test_what_is_no_article_is_named_and_kept(store):
    done = take_in(store, [text_page(), text_page(text="\n \n", origin="empty.txt")])
    assert done.articles == 1
    assert [name for name, _ in done.refused] == ["empty.txt"]
    assert take_in(store, [text_page(text="\n \n", origin="empty.txt")]).refused[0][0] == "empty.txt"


def test_cleaning_again_changes_nothing_and_keeps_what_people_said(store):
    take_in(store, [text_page(), text_page(TEXT.replace("Karzan", "Selm").replace("Bridge", "Ford"))])
    first, second = [article.id for article in store.articles()]
    store.edit(first, Correction(published=date(2019, 1, 1), title="A Bridge"))
    store.remove(second, "libel")
    seq = store.seq
    assert clean_pages(store).changed == 0
    assert store.seq == seq
    assert (store.get(first).title, store.get(first).date_source) == ("A Bridge", "editor")
    with pytest.raises(RemovedArticle, match="libel"):
        store.get(second)


def test_the_sentence_model_is_kept_as_json_and_answers_alike():
    splitter = SentenceSplitter.learn([TEXT] * 3)
    again = SentenceSplitter.from_json(splitter.to_json())
    paragraphs = TEXT.split("\n\n")
    assert again.split(paragraphs) == splitter.split(paragraphs)
    assert again.to_json() == splitter.to_json()


def test_a_text_without_full_stops_is_cut_all_the_same():
    text = "word " * 5_000
    bounds = SentenceSplitter.learn([]).split([text])
    assert len(bounds) > 1
    assert all(end - start <= 1_300 for start, end in bounds)
