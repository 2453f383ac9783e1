"""One analyzer for both sides: what people type must become what the articles hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import fold, tokenize
from index.stems import IndexStemmer, light_stem


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
    assert [(t.form, t.position) for t in tokens] == [("long", 0), ("term", 1), ("longterm", 0), ("plan", 2)]
    assert (tokens[2].start, tokens[2].end) == (0, 9)


@given(st.text(max_size=200))
def test_tokens_are_in_bounds_and_in_order(text):
    tokens = list(tokenize(text))
    assert all(0 <= t.start < t.end <= len(text) and t.form for t in tokens)
    parts = [t for n, t in enumerate(tokens) if n == 0 or t.position > max(o.position for o in tokens[:n])]
    assert [t.start for t in parts] == sorted(t.start for t in parts)


@given(st.text(alphabet=st.characters(whitelist_categories=["L", "N"]), min_size=1, max_size=20))
def test_folding_is_done_in_one_step(word):
    assert fold(fold(word)) == fold(word)


def test_both_stemmers_agree_or_the_difference_is_noted():
    stemmer = IndexStemmer({})
    for form in (
        "expenses",
        "expensive",
        "negotiations",
        "taliban's",
        "running",
        "generously",
        "kabul",
        "x",
        "1000",
        "کتاب",
    ):
        assert stemmer.stem(form) == stemmer.exceptions.get(form, light_stem(form))


def test_exceptions_of_an_older_index_are_kept():
    assert IndexStemmer({"mice": "mouse"}).stem("mice") == "mouse"
