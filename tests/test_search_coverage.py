"""What was published before of a draft: where the grades begin, and how much is asked and shown."""

from contextlib import closing
from itertools import islice, product

import pytest
from newsroom import made

from corpus.store.store import ArticleStore
from index import open_indexer
from search import open_searcher
from search.copied_runs import Place
from search.coverage import cover
from search.shared_passage import passage_at

WORDS = ["".join((*pair, *pair, "o")) for pair in islice(product("bdfgkmprtv", repeat=2), 100)]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Articles whose words stand in one of them each: all weigh the same."""
    folder = tmp_path_factory.mktemp("archive")
    bounds = {"a": (0, 17), "b": (17, 32), "c": (32, 38), "d": (38, 40), "e": (40, 48), "f": (48, 70)}
    with ArticleStore(folder / "corpus.db") as store:
        for number, (ident, (begin, end)) in enumerate(bounds.items()):
            # backwards: no words in a row are those of a draft
            store.put(made(number, " ".join(reversed(WORDS[begin:end])), id=ident))
        open_indexer(folder / "index").update(store)
        with closing(open_searcher(folder / "index")) as searcher:
            yield store, searcher


def grades(archive, text):
    store, searcher = archive
    found = cover(text, searcher, store, before=None).articles
    return {met.hit.id: met.grade for met in found}


def test_a_subject_is_shared_from_one_seventh_of_forty_words_on(archive):
    shares = {"a": 17 / 40, "b": 15 / 40, "c": 6 / 40, "d": 2 / 40}
    assert grades(archive, " ".join(WORDS[:40])) == dict.fromkeys("abc", "subject")
    assert shares["c"] > 0.14 > shares["d"]


def test_of_thirty_words_more_must_be_shared(archive):
    assert grades(archive, " ".join(WORDS[40:70])) == {"e": "subject", "f": "near"}
    assert 0.26 < 8 / 30 < 0.27  # what is asked of thirty words, and of few


class Asked:
    """The searcher, and what it was asked."""

    def __init__(self, searcher):
        self._searcher, self.limits = searcher, []
        self.search, self.info = searcher.search, searcher.info
        self.copied = searcher.copied

    def similar_in_parts(self, text, parts, **more):
        found = self._searcher.similar_in_parts(text, parts, **more)
        self.limits += [each.results.size for each in found]
        return found


def asked(archive, *paragraphs):
    """How many articles the searcher was asked for, for each question."""
    store, searcher = archive
    counting = Asked(searcher)
    cover("\n\n".join(" ".join(words) for words in paragraphs), counting, store, before=None)
    return counting.limits


def test_ten_are_looked_at_for_a_draft_and_five_for_each_part_of_eight_words(archive):
    assert asked(archive, WORDS[:8]) == [10]
    assert asked(archive, WORDS[:8], WORDS[8:16]) == [10, 5, 5]
    assert asked(archive, WORDS[:7], WORDS[8:16]) == [10, 5]


def test_a_draft_has_twelve_parts_at_most_itself_among_them(archive):
    assert len(asked(archive, *[WORDS[:9]] * 11)) == 12
    assert len(asked(archive, *[WORDS[:9]] * 30)) == 12


def test_twenty_are_shown(tmp_path):
    text = " ".join(WORDS[:50])
    with ArticleStore(tmp_path / "corpus.db") as store:
        for number in range(40):
            paragraph = WORDS[2 * number : 2 * number + 10]
            store.put(made(number, " ".join(paragraph[::-1])))
        open_indexer(tmp_path / "index").update(store)
        paragraphs = [" ".join(WORDS[start : start + 9]) for start in range(0, 90, 9)]
        with closing(open_searcher(tmp_path / "index")) as searcher:
            shown = cover("\n\n".join((text, *paragraphs)), searcher, store, before=None).articles
    assert len(shown) == 20



def test_whole_sentences_are_shown_from_240_characters_on():
    sentence = "x" * 58 + ". "  # of sixty characters with the space behind it
    assert len(passage_at([sentence * 6], [Place(0, 0, 5)]).text) == 4 * 60 - 1
    longer = sentence * 3 + "x" * 59 + ". " + sentence
    assert len(passage_at([longer], [Place(0, 0, 5)]).text) == 4 * 60
    assert len(passage_at([sentence * 3 + "x" * 57 + ". " + sentence], [Place(0, 0, 5)]).text) == 5 * 60 - 2
