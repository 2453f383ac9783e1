"""Where a question, an answer and a draft have their bounds: what is promised, held from both
sides."""

from contextlib import closing
from datetime import date
from itertools import islice, product

import numpy as np
import pytest
from newsroom import made

import index.indexer
from corpus.store.store import ArticleStore
from index import open_indexer
from index.generations import Generations
from search import open_searcher
from search.generation import Generation
from search.matching.collect import Collected
from search.matching.doc_set import EMPTY, DocSet
from search.matching.result_page import QueryPart
from search.matching.results import Request
from search.matching.top_hits import top_hits
from search.query.parser import parse
from search.query.periods import read_range
from search.query.query import And, Near, Phrase, Word
from search.query.tokens import Notes, shorten
from search.similar import Subject
from search.snippets.highlight import page_of
from search.snippets.snippets import show_passages

AUTHORS, FORMS = 21, 513


def names(count):
    """So many words of five letters, in the order of the alphabet, no two of one stem or one letter
    apart."""
    letters = "bdfgkmprtv"
    return ["".join((*pair, *pair, "o")) for pair in islice(product(letters, repeat=2), count)]


# -- a question


def cut(text):
    """What of a question is said to be too much."""
    return [note.text for note in parse(text).notes if note.kind == "cut"]


def test_a_thousand_characters_are_read_and_no_more():
    longest = "x" * 996
    assert parse(f"a {longest} b").root == And((Word("a"), Word(longest), Word("b")))
    assert cut(f"a {longest} b") == []
    assert parse(f"a {longest}x b").root == And((Word("a"), Word(f"{longest}x")))
    assert cut(f"a {longest}x b") == ["b"]


def joined(count, pattern="w{}", between=" "):
    return between.join(pattern.format(number) for number in range(1, count + 1))


def test_sixty_four_words_are_denied_and_no_more():
    assert cut(joined(65, between=" -")) == []
    assert cut(joined(66, between=" -")) == ["w66"]


def test_sixteen_phrases_are_looked_for_and_no_more():
    assert cut(joined(16, '"a{} b"')) == []
    assert cut(joined(17, '"a{} b"')) == ['"a17 b"']


def test_a_near_counts_as_two_phrases():
    assert cut(joined(8, "a{} NEAR/3 b")) == []
    assert cut(joined(9, "a{} NEAR/3 b")) == ["NEAR/3"]
    assert cut(joined(14, '"a{} b"') + " c NEAR/3 d") == []
    assert cut(joined(15, '"a{} b"') + " c NEAR/3 d") == ["NEAR/3"]


def test_four_words_are_widened_and_no_more():
    assert cut("ab* cd* efg~ hij~") == []
    assert cut("ab* cd* efg~ hij~ kl*") == ["kl*"]


def nested(depth):
    """A question so many nodes deep."""
    text = "x"
    for number in range(depth - 1):
        text = f"(a{number} OR {text})" if number % 2 else f"(a{number} {text})"
    return text


def test_parts_are_read_sixteen_deep_and_no_deeper():
    assert cut(nested(16)) == []
    assert cut(nested(17)) == ["(…)"]


def test_a_hundred_words_of_a_phrase_are_looked_for_and_no_more():
    assert parse(f'"{"a " * 100}"').root == Phrase(("a",) * 100)
    assert cut(f'"{"a " * 100}"') == []
    assert parse(f'"{"a " * 101}"').root == Phrase(("a",) * 100)
    assert len(cut(f'"{"a " * 101}"')) == 1


def test_near_reaches_a_hundred_words_and_no_further():
    assert parse("a NEAR/100 b").root == Near(Word("a"), Word("b"), 100)
    assert cut("a NEAR/100 b") == []
    assert parse("a NEAR/101 b").root == Near(Word("a"), Word("b"), 100)
    assert cut("a NEAR/101 b") == ["NEAR/101"]


def noted(count):
    notes = Notes()
    for number in range(count):
        notes.add("dropped", f"w{number}", "It was left out.")
    return notes.all()


def test_twenty_things_amiss_are_told_one_by_one_and_of_more_the_number():
    assert [note.text for note in noted(20)] == [f"w{number}" for number in range(20)]
    assert {note.sentence for note in noted(20)} == {"It was left out."}
    assert len(noted(21)) == 20
    assert noted(21)[-1].sentence == "This and 1 further parts were not understood as typed."


def test_sixty_characters_of_what_is_amiss_are_quoted():
    assert shorten("x" * 60) == "x" * 60
    assert shorten("x" * 61) == "x" * 59 + "…"


# -- an answer


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("limits")
    forms = sorted(f"hill{name}{end}" for name, end in product(names(100), "bdfgkm"))[:FORMS]
    articles = [
        made(
            number,
            f"The lantern of {name} burned.",
            byline=(f"Writer {name}",),
            section=f"Page {name}",
        )
        for number, name in enumerate(names(AUTHORS))
    ]
    articles += [made(100, " ".join(forms[:-2])), made(101, forms[-2]), made(102, forms[-1])]
    articles.append(
        made(104, "Larkab larkac larkad larkae larkaf; marlab marlac marlad marlae marlaf marlag.")
    )
    articles.append(
        made(
            103,
            "Un xi q tunnel, hamlet, ferry, canal; کتابخانه.",
            byline=("Ana Belo Costa Dias Evora",),
        )
    )
    with ArticleStore(folder / "corpus.db") as store:
        with store.transaction():
            for article in articles:
                store.put(article)
        open_indexer(folder / "index").rebuild(store)
    return folder


@pytest.fixture(scope="module")
def searcher(folder):
    searcher = open_searcher(folder / "index")
    yield searcher
    searcher.close()


@pytest.fixture(scope="module")
def leaves(folder):
    generation = Generation.open(Generations(folder / "index").live(), index.indexer.CODEC)
    with generation as reader:
        yield reader
    generation.close()


def ask(searcher, text):
    return searcher.search(Request(parse(text)))


def test_a_page_has_ten_hits(searcher):
    results = ask(searcher, "lantern")
    assert (results.total, results.page, len(results.hits)) == (AUTHORS, 1, 10)
    assert len(searcher.similar("The lantern burned.").hits) == 10


def test_twenty_authors_and_sections_are_listed(searcher):
    years, authors, sections = ask(searcher, "lantern").facets
    assert [year for year, _ in years.counts] == ["2014", "2013", "2012", "2011", "2010"]
    assert [name for name, _ in authors.counts] == [f"Writer {name}" for name in names(20)]
    assert len(sections.counts) == 20


def test_a_prefix_stands_for_512_words_the_first_of_the_alphabet_where_none_is_commoner(searcher):
    results = ask(searcher, "hill*")
    assert results.searched_for[0].meaning.endswith("… (the 512 commonest only)")
    assert {hit.title for hit in results.hits} == {"Made 100", "Made 101"}  # 511 words, and one


def test_five_words_that_a_prefix_stands_for_are_named(searcher):
    assert (
        ask(searcher, "lark*")
        .searched_for[0]
        .meaning.endswith(": larkab, larkac, larkad, larkae, larkaf")
    )
    assert (
        ask(searcher, "marl*")
        .searched_for[0]
        .meaning.endswith(": marlab, marlac, marlad, marlae, marlaf…")
    )


def test_words_of_four_letters_are_respelt_and_shorter_ones_are_not(searcher):
    assert ask(searcher, "cana").suggestion.query == "canal"
    assert ask(searcher, "dpg").suggestion is None


def test_abbreviations_of_five_letters_are_left_alone_and_longer_words_are_not(searcher):
    assert ask(searcher, "ferrk").suggestion.query == "ferry"
    assert ask(searcher, "ferrk.").suggestion is None
    assert ask(searcher, "tunnek.").suggestion.query == "tunnel."


def test_a_date_has_120_characters_and_no_more():
    longest = "the " * 26 + "  of February 2012"
    assert len(longest) == 120 + 2
    month = read_range("date", "February 2012")
    assert read_range("date", longest.replace("  of", "of")) == month
    with pytest.raises(ValueError, match="is not a year"):
        read_range("date", longest.replace("  of", " of"))


def test_letters_off_are_letters_in_every_script(searcher):
    assert ask(searcher, "کتابخانا~1").total == 1
    assert ask(searcher, "کتابخاان~1").total == 0


def test_three_words_of_a_question_are_respelt(searcher):
    assert ask(searcher, "tunnek hamlek ferrk").suggestion.query == "tunnel hamlet ferry"
    # the last is still in no article
    assert ask(searcher, "tunnek hamlek ferrk canak").suggestion is None


def test_an_author_is_found_by_two_to_four_words(searcher):
    assert ask(searcher, "ana belo costa dias").total
    assert not ask(searcher, "ana belo costa dias evora").total
    assert not ask(searcher, "belo").total
    assert ask(searcher, "belo").suggestion.query == "author:belo"


def test_scores_that_agree_to_nine_decimals_are_equal_and_the_newer_article_comes_first(leaves):
    days = leaves.days(np.arange(AUTHORS))
    old, new = int(days.argmin()), int(days.argmax())
    docs = np.array(sorted((old, new)))

    def first(lead):
        """Which comes first when the older one scores so much more."""
        full = DocSet(docs, np.where(docs == old, 1 + lead, 1.0))
        return top_hits(leaves, Collected(full, EMPTY, {}, full), "relevance")[0].doc

    assert first(4e-10) == new
    assert first(1e-9) == old


# -- a passage


def shown(sentence):
    page = page_of(sentence, ((0, len(sentence)),))
    ((snippet,),) = show_passages(page, [QueryPart(Word("needle"), 1.0)])
    return snippet


def test_a_sentence_of_420_characters_is_shown_whole():
    whole = "needle " + "x" * 412 + "."
    assert len(whole) == 420 and shown(whole).text == whole
    assert shown(whole.replace("x.", "xx.")).cut_after


def test_120_characters_before_what_was_found_are_shown():
    behind = " needle" + " word" * 100
    near, far = "word " * 23 + "word", "word " * 23 + "words"
    assert (len(near), shown(near + behind).cut_before) == (119, False)
    assert (len(far), shown(far + behind).cut_before) == (120, True)


def chosen(*sentences, weights=(1.0, 1.0)):
    """The texts shown of a paragraph for "needle" and "thread"."""
    text, bounds = " ".join(sentences), []
    for sentence in sentences:
        begin = bounds[-1][1] + 1 if bounds else 0
        bounds.append((begin, begin + len(sentence)))
    parts = [
        QueryPart(Word(word), weight)
        for word, weight in zip(("needle", "thread"), weights, strict=True)
    ]
    (snippets,) = show_passages(page_of(text, bounds), parts)
    return [snippet.text for snippet in snippets]


def test_sentences_that_fit_in_280_characters_are_one_passage():
    first, fits, longer = (
        "needle " + "x" * 142 + ".",
        "thread " + "x" * 121 + ".",
        "thread " + "x" * 122 + ".",
    )
    assert len(f"{first} {fits}") == 280
    assert chosen(first, fits) == [f"{first} {fits}"]
    assert chosen(first, longer) == [first, longer]


def test_three_short_sentences_of_the_beginning_are_shown():
    assert chosen("One.", "Two.", "Three.", "Four.") == ["One. Two. Three."]


def test_a_word_that_comes_more_than_three_times_says_no_more():
    twice, thrice, often = (f"{'needle ' * times}{'x' * (180 - 7 * times)}." for times in (2, 3, 4))
    apart = "y" * 300 + "."
    assert chosen(twice, apart, thrice) == [thrice]
    assert chosen(thrice, apart, often) == [thrice]


def test_what_a_word_says_is_weighed_against_length_repetition_and_place():
    """A word is worth 10,000, its mark 500, a character 2 and a sentence 1. Where the one with both
    words wins, nothing is left for a second passage."""
    one = "needle " + "x" * 300 + "."

    def both(longer):
        start = "needle thread "
        return start + "y" * (len(one) + longer - len(start) - 1) + "."

    assert len(chosen(one, both(5_249))) == 1  # 10,500 for 10,498 and a place
    assert len(chosen(one, both(5_250))) == 2
    assert len(chosen(both(5_250), one)) == 1
    assert len(chosen(both(5_251), one)) == 2
    assert len(chosen(both(2_750), one, weights=(1.0, 0.5))) == 1  # 5,500
    assert len(chosen(both(2_751), one, weights=(1.0, 0.5))) == 2


# -- a draft


def test_people_are_told_the_forty_heaviest_words_of_a_draft(leaves):
    forms = [f"hill{name}b" for name in names(41)]
    assert len(Subject.of(" ".join(forms), leaves).forms) == 40
    assert len(Subject.of(" ".join(forms), leaves).vector) == 41


def test_fifty_thousand_characters_of_a_draft_are_read(leaves):
    filling = "." * (50_000 - len("lantern"))
    assert "lantern" in Subject.of(f"{filling}lantern", leaves).vector
    assert "lantern" not in Subject.of(f"{filling}.lantern", leaves).vector


def test_single_letters_do_not_tell_a_draft_apart(leaves):
    assert {*Subject.of("q xi", leaves).vector} == {"xi"}


# -- what stands near


@pytest.mark.parametrize("codec", ["arrays", "w3"])
def test_no_near_reaches_from_a_title_to_the_text_or_across_paragraphs(tmp_path, codec):
    article = made(1, "", title="Lantern", paragraphs=("River boats", "Harbour walls"))
    with ArticleStore(tmp_path / "corpus.db") as store:
        store.put(article)
        open_indexer(tmp_path / "index", codec=codec).rebuild(store)
    with closing(open_searcher(tmp_path / "index", codec=codec)) as searcher:
        for near, found in (
            ("river NEAR/1 boats", 1),
            ("lantern NEAR/100 river", 0),
            ("boats NEAR/100 harbour", 0),
        ):
            assert ask(searcher, near).total == found, near


@pytest.mark.parametrize("codec", ["arrays", "w3"])
def test_a_month_has_its_first_day_and_its_last(tmp_path, codec):
    days = (date(2011, 1, 31), date(2011, 2, 1), date(2011, 2, 28), date(2011, 3, 1))
    with ArticleStore(tmp_path / "corpus.db") as store:
        for number, day in enumerate(days):
            store.put(made(number, "A lantern.", published=day))
        open_indexer(tmp_path / "index", codec=codec).rebuild(store)
    with closing(open_searcher(tmp_path / "index", codec=codec)) as searcher:
        found = ask(searcher, "lantern date:2011-02").hits
    assert sorted(hit.published for hit in found) == [*days[1:3]]


def test_words_of_a_very_long_article_stand_near_each_other_to_its_end(tmp_path):
    long = "tide " * 40_000 + "lantern festival"
    with ArticleStore(tmp_path / "corpus.db") as store:
        store.put(made(1, long))
        store.put(made(2, "A lantern. No festival."))
        open_indexer(tmp_path / "index", codec="arrays").rebuild(store)
    with closing(open_searcher(tmp_path / "index", codec="arrays")) as searcher:
        assert [
            hit.title for hit in ask(searcher, '"lantern festival"').hits if not hit.partial
        ] == ["Made 1"]
        assert ask(searcher, "lantern NEAR/1 festival").total == 1


def test_of_a_prefix_whooshs_own_postings_give_the_first_20_000_words(tmp_path):
    forms = [f"river{number:05}" for number in range(20_001)]
    articles = [
        made(1, " ".join(forms)),
        made(2, forms[-2]),
        made(3, forms[-1]),
        made(4, " ".join(forms[-2:])),
    ]
    with ArticleStore(tmp_path / "corpus.db") as store:
        for article in articles:
            store.put(article)
        open_indexer(tmp_path / "index", codec="w3").rebuild(store)
    with closing(open_searcher(tmp_path / "index", codec="w3")) as searcher:
        assert {hit.title for hit in ask(searcher, "river*").hits} == {"Made 1", "Made 2", "Made 4"}


def test_a_word_of_a_title_counts_as_three_of_the_text(leaves):
    assert leaves.frequency("text", "make") == 3 * leaves.size  # "Made 1", "Made 2", ...
