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
        ("Kabul’s talks", ["kabul", "kabul's", "talks"]),
        ("U.S. and US and u.s", ["us", "US", "and", "us", "US", "and", "us"]),
        ("the U.N.’s grain", ["the", "un", "UN", "un's", "grain"]),
        ("ISKP UNICEF A", ["iskp", "ISKP", "unicef", "a"]),
        ("O'Brien O’Brien OBrien Qur‘an Shi`ite", ["obrien"] * 3 + ["quran", "shiite"]),
        ("don't, the dogs’ rock'n'roll", ["dont", "the", "dogs", "rocknroll"]),
        ("Ph.D. PhD B.Sc. M.P.s", ["phd", "phd", "bsc", "mps"]),
        ("the war.He left A.Khan", ["the", "war", "he", "left", "a", "khan"]),
        ("1,000,000 10,00,000 1.000.000 ۱۰۰٬۰۰۰", ["1000000"] * 3 + ["100000"]),
        ("50% ۵۰٪ 50 % (100%) %20", ["50", "percent"] * 3 + ["100", "percent", "20"]),
        ("post–war post−war post—war", ["post", "war", "postwar"] * 2 + ["post", "war"]),
        ("9/11", ["9", "11"]),
        ("COVID-19", ["covid", "COVID", "19", "covid19"]),
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
@example("50%.")
@example("U.N.’s")
@example("(NATO)")
def test_a_plain_word_is_what_the_analyzer_finds(chunk):
    plain = plain_word(chunk)
    if plain:
        assert [(token.form, token.start, token.position) for token in tokenize(chunk)] == [
            (*plain, 0)
        ]
    if re.fullmatch("[(“$]*([a-z0-9]+|1,999|9[.]1)[-.,$]*", chunk):
        assert plain


@given(st.text(alphabet=st.characters(whitelist_categories=["L", "N"]), min_size=1, max_size=20))
def test_folding_is_done_in_one_step(word):
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    "form",
    "expenses expensive negotiations running generously kabul dying skies news inning exceeding "
    "communism arsenal ugly x 1000 fluently 'tis yes yesterday rise promised precision literal "
    "advertising televised yemen specimen four hours source tourist".split(),
)
def test_a_stem_is_that_of_nltk(form):
    assert stem_of(form) == EnglishStemmer().stem(form)


@pytest.mark.parametrize(
    "family",
    [
        "woman women",
        "child children",
        "policeman policemen",
        "thief thieves",
        "wife wives",
        "crisis crises",
        "go goes going went gone",
        "break breaking broke broken",
        "write writing wrote written",
        "labour labor labours labored",
        "neighbourhood neighborhoods",
        "organise organize organised organizing organisation organizations",
        "analyse analyze analysed analyzing",
        "centre center centres centered",
        "programme program programmes programs",
        "defence defense defences",
        "licence license licensed licenced",
        "travelling traveling travelled traveler travellers",
        "fulfil fulfill fulfilled fulfilment fulfillment",
        "catalogue catalog catalogues",
        "haemorrhage hemorrhage",
        "enquiry inquiry enquiries",
        "judgement judgment",
    ],
)
def test_a_family_has_one_stem(family):
    assert len({stem_of(form) for form in family.split()}) == 1


@pytest.mark.parametrize(
    "pair",
    ["found find", "saw see", "left leave", "rose rise", "media medium", "bases basis", "litre literal",
     "offence offensive", "yemen yeman", "wound wind", "ground grind"],
)  # fmt: skip
def test_two_words_have_two_stems(pair):
    assert len({stem_of(form) for form in pair.split()}) == 2


def test_a_mark_is_its_own_stem():
    assert [stem_of(mark) for mark in ("US", "WOMEN", "bankole's")] == ["US", "WOMEN", "bankole's"]


def test_a_form_of_other_letters_is_its_own_stem():
    assert stem_of("کتاب") == "کتاب"
