"""One analyzer for both sides: what people type must become what the articles hold."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nltk.stem.snowball import EnglishStemmer

from index.base.analysis import fold, plain_word, tokenize
from index.base.stems import stem_of
from tests.examples import examples


def forms(text):
    return [token.form for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kabul’s talks", ["kabul's", "talks"]),
        ("U.S. and US and u.s", ["us", "and", "us", "and", "us"]),
        ("ISKP", ["iskp"]),
        ("9/11", ["9", "11"]),
        ("COVID-19", ["covid", "19", "covid19"]),
        ("peace-building", ["peace", "building", "peacebuilding"]),
        ("peace‑building", ["peace", "building", "peacebuilding"]),
        ("1,000 men, 3.5 million", ["1000", "men", "3.5", "million"]),
        ("Chávez Łódź straße", ["chavez", "lodz", "strasse"]),
        ("كتاب يک", ["کتاب", "یک"]),
        ("می‌خواهد", ["می", "خواهد", "میخواهد"]),
        ("۱۳۹۹ ٢٠٢٠", ["1399", "2020"]),
        ("e.g. it ended.", ["eg", "it", "ended"]),
        ("'quoted' “words”", ["quoted", "words"]),
        ("", []),
        ("-- ... ***", []),
    ],
)
def test_forms(text, expected):
    assert forms(text) == expected


def test_the_whole_of_a_compound_stands_at_its_first_part():
    tokens = list(tokenize("long-term plan"))
    assert [(t.form, t.position) for t in tokens] == [
        ("long", 0),
        ("term", 1),
        ("longterm", 0),
        ("plan", 2),
    ]
    assert (tokens[2].start, tokens[2].end) == (0, 9)


@given(st.text(max_size=200))
def test_tokens_are_in_bounds_and_in_order(text):
    tokens = list(tokenize(text))
    assert all(0 <= t.start < t.end <= len(text) and t.form for t in tokens)
    parts = [
        t
        for n, t in enumerate(tokens)
        if n == 0 or t.position > max(o.position for o in tokens[:n])
    ]
    assert [t.start for t in parts] == sorted(t.start for t in parts)


@examples(500)
@given(
    st.text("aB19,.'’_-$(“", max_size=12)
    | st.text("aZé1.,;:!?'’-()[]“”‘—…\"_\u200c\u0301", max_size=9)
)
@example("“peace,”")
@example("U.S.")
@example("a.b")
@example("1,000.5")
@example("(it’s),")
@example("1,000,")
def test_a_plain_word_is_what_the_analyzer_finds(chunk):
    plain = plain_word(chunk)
    if plain:
        assert [(token.form, token.start, token.position) for token in tokenize(chunk)] == [
            (*plain, 0)
        ]
    if re.fullmatch("[(“$]*([a-zA-Z0-9]+|1,999|9[.]1)[-.,$]*", chunk):
        assert plain


@given(st.text(alphabet=st.characters(whitelist_categories=["L", "N"]), min_size=1, max_size=20))
def test_folding_is_done_in_one_step(word):
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    "form",
    "expenses expensive negotiations taliban's running generously kabul dying skies news inning exceeding "
    "communism arsenal sky's ugly x 1000 fluently 'tis yes yesterday bbc's".split(),
)
def test_a_stem_is_that_of_nltk(form):
    assert stem_of(form) == EnglishStemmer().stem(form)


def test_a_form_of_other_letters_is_its_own_stem():
    assert stem_of("کتاب") == "کتاب"
