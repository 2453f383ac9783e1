"""Did you mean: what is offered for what people mistype, and that nothing is for what is right."""

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.store.store import ArticleStore
from index import open_indexer
from index.generations import Generations
from search import open_searcher
from search.generation import Generation
from search.matching.results import Filters, Request
from search.query.parser import parse
from search.spelling.edits import is_one_step
from search.spelling.slips import cost
from search.spelling.vocabulary import Vocabulary

TEXTS = [
    *["The government met the press about peace talks in Kabul."] * 120,
    *["The goverment met nobody."] * 2,
    *["A board of directors sat with the weather men."] * 60,
    *["His beard was long."] * 3,
    *["Whether a forecast is right, nobody knows."] * 30,
    *["The weather forecast spoke of wind."] * 20,
    *["The northwest has hills; elephants are elsewhere."] * 4,
    "Peacekeepers were sent to Jalalabad.",
    "دولت درباره صلح سخن گفت.",
    "A harvester broke down.",
    "The streets were swept.",
]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spelling")
    with ArticleStore(folder / "corpus.db") as store:
        for number, text in enumerate(TEXTS):
            author = "Hamida Barmaki" if number % 2 else "Jon Smith"
            store.put(
                Article(
                    f"a{number}",
                    f"Made {number}",
                    (text,),
                    byline=(author,),
                    section="Opinion" if number % 3 else "Letters",
                    sentences=((0, len(text)),),
                )
            )
        open_indexer(folder / "index").rebuild(store)
    searcher = open_searcher(folder / "index")
    yield searcher
    searcher.close()


def offered(searcher, text, **request):
    asked = Request(parse(text), **request)
    results = searcher.search(asked)
    if results.suggestion is None:
        return None
    better = searcher.search(Request(parse(results.suggestion.query), **request))
    assert better.total == results.suggestion.total > results.total
    assert better.repaired is None
    return results.suggestion.query


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("govrenment", "government"),       # two letters that changed places
        ("goverment", "government"),        # though two articles were printed with it
        ("Goverment", "Government"),
        ("GOVERMENT", "GOVERNMENT"),
        ("goverment's press", "government's press"),
        ("pres goverment", "press government"),
        ('"the goverment met"', '"the government met"'),
        ("=goverment", "=government"),
        ("goverment NEAR/5 pess", "government NEAR/5 press"),
        ("(goverment OR beard) -hills", "(government OR beard) -hills"),
        ("goverment -goverment", "government -goverment"),  # what is taken away stays
        ("author:bramaki", "author:barmaki"),
        ("author:(hamida bramaki)", "author:(hamida barmaki)"),
        ("section:Opinoin", "section:Opinion"),
        ("smiht", "author:smith"),
        ("Jon Smiht", "author:(Jon Smith)"),
        ("gabul", "kabul"),                 # the first letter, too
        ("elefants", "elephants"),
        ("peacetalks", None),               # it finds "peace talks" as it is
        ("gover nmennt talks", None),       # neither is a word
        ("north wset", None),
        ("nort hwest", None),               # and this finds "northwest"
        ("دولط", "دولت"),
    ],
)  # fmt: skip
def test_what_was_meant_is_offered(searcher, typed, meant):
    assert offered(searcher, typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "government",
        "beard",              # twenty times as many have "board"
        "harvesters",         # not this form, but another
        "peacekeeper",
        "Jalalabad",
        "kabul elephants",    # both right, though no article has both
        '"talks peace"',
        "weather whether",
        "jon smith government zzqqx",
        "goverment~",
        "goverm*",
        "gvt",
        "sept streets",       # September is meant, not "swept"
        "x" * 300,
        "ny",
    ],
)
def test_for_what_is_right_or_hopeless_nothing_is(searcher, typed):
    assert offered(searcher, typed) is None


def test_three_words_of_a_question_are_respelt(searcher):
    assert offered(searcher, "govrenment prses taklz met") == "government press talks met"
    respelt = offered(searcher, "govrenment OR prses OR taklz OR kabbul")
    assert respelt == "government OR press OR talks OR kabbul"


def test_the_next_generation_has_the_words_of_segments_that_stay(tmp_path):
    def put(number, text):
        store.put(Article(f"a{number}", f"Made {number}", (text,)))

    def words():
        generation = Generation.open(Generations(tmp_path / "index").live(), "arrays")
        with generation as reader:
            return generation, reader.vocabularies("text_exact")

    with ArticleStore(tmp_path / "corpus.db") as store:
        indexer = open_indexer(tmp_path / "index", codec="arrays")
        for number in range(40):
            put(number, "The weather forecast spoke of wind.")
        indexer.update(store)
        before, (first,) = words()
        put(40, "A harvester broke down.")
        indexer.update(store)
        after, found = words()
        assert len(found) == 2 and first in found
        (new,) = (each for each in found if each is not first)
        assert [near.text for near in new.near("harvestre", 1)] == ["harvester"]
        indexer.rebuild(store)
        rebuilt, (last,) = words()
        assert last is not first and last is not new
        for each in (before, after, rebuilt):
            each.close()


def test_of_two_spellings_the_one_is_meant_that_goes_with_the_other_words(searcher):
    assert offered(searcher, "wether spoke") == "weather spoke"
    assert offered(searcher, "wether knows") == "whether knows"
    assert offered(searcher, "wether" + " knows" * 15) == "whether" + " knows" * 15
    assert offered(searcher, "wether" + " knows" * 16) is None  # of so many, the likeliest by itself


def test_a_better_spelling_finds_more_within_the_filters(searcher):
    letters = Filters(names=(("section", "Letters"),))
    assert offered(searcher, "goverment", filters=letters) == "government"
    nobody = Filters(names=(("author", "Nobody"),))
    assert offered(searcher, "goverment", filters=nobody) is None


def test_a_misspelling_that_fills_a_page_is_told_too(searcher):
    assert offered(searcher, "goverment", size=1) == "government"


WORDS = st.text("abcé", min_size=1, max_size=7)


def steps(a, b):
    """Optimal string alignment, as the books have it."""
    table = {(-1, -1): len(a) + len(b)}
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            if not i or not j:
                table[i, j] = i + j
                continue
            table[i, j] = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (a[i - 1] != b[j - 1]),
            )
            if min(i, j) > 1 and a[i - 2 : i] == b[j - 2 : j][::-1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(a), len(b)]


@given(st.dictionaries(WORDS, st.integers(1, 9), max_size=12), WORDS, st.integers(1, 2), st.integers(1, 5))
@examples(200)
def test_a_vocabulary_knows_all_that_are_near(words, word, distance, docs):
    made = Vocabulary(
        "".join(words),
        np.array([len(each) for each in words], np.int64),
        np.array([*words.values()], np.int64),
    )
    found = made.near(word, distance, docs=docs)
    assert {near.text: (near.docs, near.steps) for near in found} == {
        other: (held, steps(word, other))
        for other, held in words.items()
        if held >= docs and steps(word, other) <= distance
    }
    assert [near.docs for near in found] == sorted((near.docs for near in found), reverse=True)
    if distance == 1:
        assert all(is_one_step(word, o) == (steps(word, o) == 1) for o in words if o != word)
    begun = made.beginning(word[:2], 100)
    assert dict(begun) == {o: held for o, held in words.items() if o.startswith(word[:2])}
    assert len(made.beginning("", 3)) == min(3, len(words))


@pytest.mark.parametrize(
    ("likelier", "rarer"),
    [
        (("government", "goverment"), ("movement", "goverment")),
        (("receive", "recieve"), ("relieve", "recieve")),
        (("elephant", "elefant"), ("elegant", "elefant")),
        (("address", "adress"), ("undress", "adress")),
        (("separate", "seperate"), ("operate", "seperate")),
        (("phase", "fase"), ("base", "fase")),
        (("government", "government"), ("governments", "government")),
    ],
)
def test_some_slips_are_likelier_than_others(likelier, rarer):
    assert cost(*likelier) < cost(*rarer)
