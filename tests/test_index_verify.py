"""Canaries: sound corpora that are awkward to ask about, and an index that fails."""

from dataclasses import replace

import pytest

from corpus.article import Article, article_id
from corpus.sentences import SentenceSplitter
from corpus.store import ArticleStore
from index.generations import Generations
from index.indexer import open_indexer
from index.verify import FEW, PHRASE_LENGTH, canary, verify_generation
from tests.shell import backfile

COPIED = "The committee for extraordinary circumstances deliberated interminably about uncomplicated questions."


def article(number, *paragraphs):
    url = f"https://courier.invalid/{number}"
    made = Article(id=article_id(url, "", ""), url=url, title=f"Number {number}", paragraphs=paragraphs)
    return replace(made, sentences=SentenceSplitter.learn(()).split(paragraphs))


def corpus_of(data, articles):
    with ArticleStore(data / "corpus.db") as store, store.transaction():
        for one in articles:
            store.put(one)


def test_many_copies_of_one_editorial_are_sound(tmp_path, capsys):
    corpus_of(tmp_path, [article(number, COPIED) for number in range(FEW * 4)])
    assert backfile(tmp_path, "index") == 0
    assert backfile(tmp_path, "index", "--rebuild") == 0, capsys.readouterr().err
    assert backfile(tmp_path, "verify") == 0, capsys.readouterr().out


def test_articles_with_one_paragraph_in_common_are_asked_for_by_another(tmp_path):
    corpus_of(tmp_path, [article(number, COPIED, f"Lantern {number} was lit.") for number in range(FEW * 2)])
    assert backfile(tmp_path, "index") == 0
    with ArticleStore(tmp_path / "corpus.db") as store:
        many = [one.id for one in store.articles()]

        def ask(phrase):
            shared = "committee" in phrase
            return many[:FEW] if shared else [one.id for one in store.articles() if phrase[1:-1] in one.text]

        live = Generations(tmp_path / "index").live()
        assert verify_generation(live, store, ask).problems == ()
        assert verify_generation(live, store, ask).canaries == 25
        lost = verify_generation(live, store, lambda phrase: many[:FEW] if "committee" in phrase else [])
        assert lost.canaries == 25 and len(lost.problems) > 10


@pytest.mark.parametrize("text", ["x" * 1500, f"A word {'y' * 1500} and some more.", f"{'z' * 1500}. The end came."])
def test_an_article_with_a_very_long_word_is_sound(text, tmp_path, capsys):
    one = article(1, text)
    phrase = canary(one)
    assert phrase is None or len(phrase) <= PHRASE_LENGTH + 2
    corpus_of(tmp_path, [one, article(2, COPIED)])
    assert backfile(tmp_path, "index", "--rebuild") == 0, capsys.readouterr().err
    assert backfile(tmp_path, "verify") == 0, capsys.readouterr().out


def test_a_problem_quotes_the_beginning_of_a_long_phrase(tmp_path):
    words = " ".join(letter * 30 for letter in "abcdefgh")
    corpus_of(tmp_path, [article(1, f"{words}.")])
    with ArticleStore(tmp_path / "corpus.db") as store:
        open_indexer(tmp_path / "index").rebuild(store)
        (problem,) = verify_generation(Generations(tmp_path / "index").live(), store, lambda phrase: []).problems
    assert len(problem) < 150 and '…" does not find article' in problem
