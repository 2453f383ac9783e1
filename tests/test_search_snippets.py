"""Snippets: whole sentences, exact ranges, marks that never lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import SentenceSplitter
from search.matching.result_page import QueryPart
from search.query.parser import parse
from search.query.query import Phrase, Word
from search.query.rewrite import searchable
from search.snippets.highlight import mark_text, mark_title, page_of
from search.snippets.snippets import LONGEST, show_passages, snippet_parts
from tests.examples import examples

TEXT = (
    "The peace talks in Doha began late. Nobody expected an agreement.\n\n"
    "Expenses rose, and the expensive hotel was half empty. “To be or not to be,” a delegate sighed. "
    "Kabul’s envoy spoke of a peace deal; the peace-building fund was empty.\n\n"
    "U.S. officials left. COVID-19 came. Winter closed the road to Bamyan."
)
SPLITTER = SentenceSplitter.learn([TEXT])


def marked(query, text=TEXT):
    return [text[start:end] for start, end in mark_text(text, parse(query))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("talk", ["talks"]),
        ("=talk", []),
        ('"expenses"', ["Expenses"]),
        ('"peace deal"', ["peace deal"]),
        ('"to be or not to be"', ["To be or not to be"]),
        ("kabul", ["Kabul’s"]),
        ("expens*", ["Expenses", "expensive"]),
        ("dohe~", ["Doha"]),
        ("peacebuilding", ["peace-building"]),
        ("peace-building", ["peace-building"]),
        ("US", ["U.S."]),
        ("covid-19", ["COVID-19"]),
        ("covid19", ["COVID-19"]),
        ("talks NEAR/3 doha", ["talks", "Doha"]),
        ("talks NEAR/3 empty", []),
        ("talks -doha", ["talks"]),
        ("the talks", ["talks"]),
        ("title:talks", []),
        ("after:2020 talks", ["talks"]),
        ("(talks -doha) OR hotel", ["hotel"]),
        ("(talks lighthouse) OR winter", ["Winter"]),
        ("(talks doha) OR lighthouse", ["talks", "Doha"]),
        ("roof OR road", ["road"]),
        ("*", []),
        ("", []),
    ],
)
def test_only_what_matched_is_marked(query, expected):
    assert marked(query) == expected


def test_the_title_helps_to_tell_which_alternative_is_true():
    text, query = "Peace came at last.", parse("(peace kabul) OR truce")
    assert mark_text(text, query) == ()
    assert mark_text(text, query, title="Kabul") == ((0, 5),)


def test_a_title_is_marked_by_words_and_by_its_field():
    title = "Talks about water"
    for query in ("talks", "title:talk"):
        assert mark_title(title, searchable(parse(query).root)) == ((0, 5),)
    assert mark_title(title, searchable(parse("author:talks").root)) == ()


def find_snippets(text, sentences, parts):
    weighed = [QueryPart(node, weight) for node, weight in parts.items()]
    return show_passages(page_of(text, sentences), weighed)[0]


def snippets(query, text=TEXT):
    parts = snippet_parts(searchable(parse(query).root))
    bounds = SPLITTER.split(text.split("\n\n"))
    return find_snippets(text, bounds, dict.fromkeys(parts, 1.0))


def test_a_snippet_is_whole_sentences_of_one_paragraph():
    (snippet,) = snippets("sighed")
    assert "a delegate sighed." in snippet.text
    assert snippet.text in TEXT
    assert snippet.paragraph == 1
    assert not snippet.cut_before
    assert "\n\n" not in snippet.text


def test_the_passage_with_all_the_words_wins():
    assert "peace deal" in snippets("peace kabul")[0].text


def test_words_far_apart_are_shown_in_two_passages():
    first, second = snippets("agreement bamyan")
    assert "agreement" in first.text
    assert "Bamyan" in second.text
    assert (first.paragraph, second.paragraph) == (0, 2)


def test_without_a_match_the_beginning_is_shown_unmarked():
    (snippet,) = snippets("title:water")
    assert snippet.text.startswith("The peace talks")
    assert snippet.spans == ()


def test_a_very_long_sentence_is_cut_and_says_so():
    text = "word " * 300 + "needle " + "word " * 300 + "end."
    (snippet,) = find_snippets(text, ((0, len(text)),), {Word("needle"): 1.0})
    assert snippet.cut_before
    assert snippet.cut_after
    assert [snippet.text[a:b] for a, b in snippet.spans] == ["needle"]
    assert len(snippet.text) <= LONGEST


@examples(150)
@given(
    st.text(alphabet="abc peace talks.-’'\n“”یک‌ \t", max_size=400),
    st.sampled_from(
        ["peace", '"peace talks"', "pea*", "peace NEAR/2 talks", "peace OR a", "a-b", "پیک", "abc~"]
    ),
)
def test_ranges_are_sound_whatever_the_text(text, query):
    paragraphs = [p for p in text.split("\n") if p.strip()]
    text = "\n\n".join(paragraphs)
    for snippet in snippets(query, text):
        assert snippet.text in text
        ends = [0, *(edge for span in snippet.spans for edge in span), len(snippet.text)]
        assert ends == sorted(ends)
        assert all(a < b for a, b in snippet.spans)
        assert text.split("\n\n")[snippet.paragraph].find(snippet.text) >= 0


def test_a_phrase_across_a_sentences_end_is_shown_whole():
    first = "After " + "many words of little weight " * 9 + "they hoped for lasting peace."
    text = f"{first} Talks began soon after that in the long valley, and so it went on for years."
    (snippet,) = snippets('"peace talks"', text)
    assert [snippet.text[a:b] for a, b in snippet.spans] == ["peace. Talks"]


def test_a_phrase_that_is_cut_is_not_marked_by_half():
    text = "needle " + "word " * 81 + "peace talks " + "word " * 80 + "end."
    (snippet,) = find_snippets(
        text, ((0, len(text)),), {Word("needle"): 1.0, Phrase(("peace", "talks")): 1.0}
    )
    assert {snippet.text[a:b] for a, b in snippet.spans} <= {"needle", "peace talks"}
