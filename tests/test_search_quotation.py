"""One sentence: in the archive word for word, nearly, or not at all; however short, whoever has it."""

import pytest
from test_search_copied import archive

from corpus.store.store import ArticleStore
from search.coverage import cover
from web.base.prior import count_line, verdict

ARTICLES = (
    "It rained for nine days. We shall rebuild the bridge, whatever it costs. Nobody answered.",
    "He wrote: “We shall rebuild the bridge whatever it costs!” That was in March.",
    "We shall repair the bridge, whatever it costs us. So they said.",
    "The harbour was sold. So be it. The captain left the island.",
    "He is for free trade. She is against free-trade zones, and they are for freetrade.",
    "Lanterns are bright, and ferries are slow in every winter.",
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quoted")
    with archive(folder, *ARTICLES) as searcher, ArticleStore(folder / "corpus.db") as store:
        yield lambda text: cover(text, searcher, store, before=None)


def told(prior):
    return [(each.grade, each.meetings[0].published.text) for each in prior.articles
            if each.grade in ("exact", "near")]  # fmt: skip


def test_all_who_have_a_sentence_are_named_and_who_nearly_has_it_behind_them(asked):
    prior = asked("we shall rebuild the bridge — whatever it costs")
    assert prior.is_sentence
    assert [grade for grade, _ in told(prior)] == ["exact", "exact", "near"]
    near = prior.articles[2].meetings[0]
    assert near.differs
    assert count_line(prior) == "Word for word in 2 editorials"
    mine = [near.draft.text[start:end] for start, end in near.draft.spans]
    theirs = [near.published.text[start:end] for start, end in near.published.spans]
    assert (mine, theirs) == (["rebuild"], ["repair", "us"])


@pytest.mark.parametrize(("text", "grade"), [
    ("So be it.", "exact"), ("SO BE IT", "exact"), ("Nobody answered", "exact"),
    ("Free trade", "exact"), ("free-trade", "exact"), ("freetrade", None),
    ("The captain left our island.", "near"), ("Ferries are bright.", None), ("it so be", None),
])  # fmt: skip
def test_however_short_it_is(asked, text, grade):
    assert [each for each, _ in told(asked(text))] == ([grade] if grade else [])


def test_more_or_less_than_a_sentence_is_a_draft(asked):
    assert not asked("So be it. The captain left the island.").is_sentence
    assert not asked("Bridge").is_sentence
    assert asked("Mr. Bridge of the U.S. left.").is_sentence


def test_one_with_any_word_changed_is_looked_at(tmp_path):
    words = "within our first nine months there much more was built than anybody had hoped".split()
    sentences = [words[:size] for size in range(6, len(words) + 1)]
    with archive(tmp_path, " ".join(words) + ".") as searcher:
        for sentence in sentences:
            for at in range(len(sentence)):
                asked = " ".join([*sentence[:at], "pelican", *sentence[at + 1 :]])
                assert searcher.copied((asked,), quote=True).articles, asked


def test_a_part_of_a_sentence_is_shown_word_for_word(asked):
    prior = asked("Once we shall rebuild the bridge whatever it costs, and then the mill and the weir.")
    assert [each for each, _ in told(prior)] == ["exact", "exact", "near"]
    assert count_line(prior) == "Nearly so in 1 editorial"
    assert not any(each.is_whole for each in prior.articles)


def test_all_who_have_it_are_counted_where_not_all_are_named(tmp_path):
    texts = (f"So be it. Number {number}." for number in range(60))
    with (
        archive(tmp_path, *texts, title="So be it") as searcher,
        ArticleStore(tmp_path / "corpus.db") as store,
    ):
        prior = cover("So be it", searcher, store, before=None)
    assert len(prior.articles) == 50
    assert count_line(prior) == "Word for word in 60 editorials"


def test_a_part_of_a_title_is_told(tmp_path):
    with (
        archive(tmp_path, *ARTICLES, title="Whatever it takes: a mill") as searcher,
        ArticleStore(tmp_path / "corpus.db") as store,
    ):
        prior = cover("It takes a mill", searcher, store, before=None)
        whole = cover("whatever it takes – a mill", searcher, store, before=None)
        none = cover("Takes a mil", searcher, store, before=None)
    assert {verdict(each) for each in prior.articles} == {"In its title"}
    assert {verdict(each) for each in whole.articles} == {"The same title"}
    assert count_line(prior) == f"Word for word in {len(ARTICLES)} editorials"
    assert count_line(none).startswith("In no editorial")


# -- with who said it


@pytest.mark.parametrize("text", [
    "“We shall rebuild the bridge”, the mayor said.", '"We shall rebuild the bridge," the mayor said.',
    "'We shall rebuild the bridge', the mayor's clerk said.", "The mayor: „We shall rebuild the bridge“.",
    "«We shall rebuild the bridge», the mayor said. Nobody laughed.",
])  # fmt: skip
def test_what_a_sentence_quotes_is_checked_by_itself(asked, text):
    prior = asked(text)
    assert count_line(prior).startswith("“We shall rebuild the bridge")
    assert count_line(prior).endswith("”: word for word in 2 editorials")
    meeting = prior.articles[0].meetings[0]
    assert [meeting.draft.text[a:b] for a, b in meeting.draft.spans] == ["We shall rebuild the bridge"]
    assert meeting.draft.text == text
    assert not any(each.is_whole for each in prior.articles)


def test_each_part_that_is_quoted_is_answered(asked):
    prior = asked("“So be it”, he said, and “the captain left our island”, and “zeppelins over us”.")
    assert count_line(prior) == (
        "“So be it”: word for word in 1 editorial; "
        "“the captain left our island”: nearly so in 1 editorial; "
        "“zeppelins over us”: in no editorial, neither word for word nor nearly so"
    )
    (item,) = [each for each in prior.articles if each.grade == "exact"]
    assert [each.differs for each in item.meetings] == [False, True]


def test_two_words_or_a_sentence_that_is_all_quoted_are_no_parts(asked):
    assert not asked("The “free trade” of our time is a zeppelin.").quoted
    assert not asked("“So be it again.”").quoted
    assert not asked("So be it").quoted
    assert count_line(asked("“Zeppelins over us”, he said.")).startswith("In no editorial")
