"""Canaries: sound corpora that are awkward to ask about, and an index that fails."""

from dataclasses import replace

import pytest

from corpus.article import Article, article_id
from corpus.sentences import SentenceSplitter
from corpus.store.store import ArticleStore
from index import open_indexer
from index.generations import Generations
from index.manifest import Manifest
from index.verify import FEW, PHRASE_LENGTH, canary, verify_generation
from tests.shell import backfile

COPIED = "The committee for extraordinary circumstances deliberated interminably about uncomplicated questions."


def article(number, *paragraphs):
    url = f"https://courier.invalid/{number}"
    made = Article(
        id=article_id(url, "", ""), url=url, title=f"Number {number}", paragraphs=paragraphs
    )
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
    corpus_of(
        tmp_path,
        [article(number, COPIED, f"Lantern {number} was lit.") for number in range(FEW * 2)],
    )
    assert backfile(tmp_path, "index") == 0
    with ArticleStore(tmp_path / "corpus.db") as store:
        many = [one.id for one in store.articles()]

        def ask(phrase):
            shared = "committee" in phrase
            return (
                many[:FEW]
                if shared
                else [one.id for one in store.articles() if phrase[1:-1] in one.text]
            )

        live = Generations(tmp_path / "index").live()
        assert verify_generation(live, store, ask).problems == ()
        assert verify_generation(live, store, ask).canaries == 25
        lost = verify_generation(
            live, store, lambda phrase: many[:FEW] if "committee" in phrase else []
        )
        assert lost.canaries == 25 and len(lost.problems) > 10


@pytest.mark.parametrize(
    "text", ["x" * 1500, f"A word {'y' * 1500} and some more.", f"{'z' * 1500}. The end came."]
)
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
        (problem,) = verify_generation(
            Generations(tmp_path / "index").live(), store, lambda phrase: []
        ).problems
    assert len(problem) < 150 and '…" does not find article' in problem


# -- what a verification asks, and what it says


def asked_of(tmp_path, *paragraphs, found=0):
    """The phrases that one article is asked for by, where each finds so many others; and the
    problems."""
    corpus_of(tmp_path, [article(1, *paragraphs)])
    asked = []

    def ask(phrase):
        asked.append(phrase)
        return [f"another {number}" for number in range(found)]

    with ArticleStore(tmp_path / "corpus.db") as store:
        open_indexer(tmp_path / "index").rebuild(store)
        problems = verify_generation(Generations(tmp_path / "index").live(), store, ask).problems
    return asked, problems


def test_a_phrase_of_fifty_articles_tells_nothing_and_one_of_fewer_does(tmp_path):
    (tmp_path / "fewer").mkdir()
    assert asked_of(tmp_path, COPIED, found=50)[1] == ()
    assert len(asked_of(tmp_path / "fewer", COPIED, found=49)[1]) == 1


def test_three_phrases_are_tried_of_eight_words_each(tmp_path):
    sentences = [
        f"Lantern {number} was lit by the keeper of the upper lock again." for number in range(5)
    ]
    asked, _ = asked_of(tmp_path, *sentences, found=50)
    assert [len(phrase.split()) for phrase in asked] == [8, 8, 8]


def test_a_phrase_has_at_most_300_characters():
    words = [letter * 37 for letter in "abcdefg"]  # with the spaces between them 265
    assert len(canary(article(1, " ".join([*words, "x" * 34])))) == 300 + len('""')
    assert canary(article(1, " ".join([*words, "x" * 35]))) is None


def test_eighty_characters_of_a_phrase_are_quoted_whole(tmp_path):
    (tmp_path / "longer").mkdir()
    words = " ".join(letter * 9 for letter in "abcdefg")  # 69
    _, (whole,) = asked_of(tmp_path, f"{words} {'h' * 8}")
    assert f'the phrase "{words} {"h" * 8}" does' in whole
    _, (cut,) = asked_of(tmp_path / "longer", f"{words} {'h' * 9}")
    assert f'the phrase "{words} {"h" * 7}…" does' in cut


def test_three_of_many_missing_articles_are_named(tmp_path):
    corpus_of(tmp_path, [article(1, COPIED)])
    with ArticleStore(tmp_path / "corpus.db") as store:
        open_indexer(tmp_path / "index").rebuild(store)
        live = Generations(tmp_path / "index").live()
        corpus_of(tmp_path, [article(number, COPIED) for number in range(2, 7)])
        replace(Manifest.read(live), seq=6).write(live)  # as if it had been made of all six
        problems = verify_generation(live, store, lambda phrase: []).problems
    named = next(problem for problem in problems if "is missing" in problem)
    missing = sorted(article(number).id for number in range(2, 7))
    assert named == f"5 articles: each is missing ({', '.join(missing[:3])}, ...)"
