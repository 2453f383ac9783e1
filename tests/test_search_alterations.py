"""Sentences of a draft that an article has nearly so: which are compared, and how far."""

import pytest
from test_search_copied import archive

from search.alterations import LONGEST, Alterations
from search.copied.letters import Letters

OWN = "the old ferry was sold in autumn to a captain from the northern island"
QUOTED = f"He said {OWN}, who keeps three brown goats and a lame dog behind the customs house."


def found(searcher, *paragraphs):
    """Of each altered sentence what is marked on both sides."""
    alterations = Alterations(paragraphs)
    return [
        tuple([side.text[a:b] for a, b in side.spans] for side in each)
        for copied in searcher.copied(paragraphs).articles
        for each in alterations.of(copied)
    ]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    with archive(tmp_path_factory.mktemp("altered"), QUOTED) as searcher:
        yield searcher


@pytest.mark.parametrize(("said", "marked"), [
    (f"“{OWN}, who keeps three brown sheep”", [(["sheep"], ["goats"])]),
    (f"“{OWN}, who keeps brown goats”", [([], ["three"])]),
    (f"“{OWN}, who often keeps three goats”", [(["often"], ["brown"])]),
    (f"“{OWN}, then it vanished”", [(["then it vanished"], ["who keeps three"])]),
    (f"“We hear {OWN}”", [(["We hear"], ["He said"])]),
    (f"“{OWN} — who keeps three brown goats!”", []),  # marks are nothing to it
    (f"“{OWN}”, who keeps three brown sheep", []),  # what is not quoted is the writer's
])  # fmt: skip
def test_what_is_quoted_is_compared_from_mark_to_mark(searcher, said, marked):
    assert found(searcher, f"So it was. {said}. Yes.") == marked


def test_without_marks_it_is_compared_as_far_as_both_go_on_alike(searcher):
    (marked,) = found(searcher, f"So it was. {OWN}, who keeps three brown sheep and a lame dog. Yes.")
    assert marked == (["sheep"], ["He said", "goats", "behind the customs house"])
    assert found(searcher, f"So it was. {OWN}, who keeps three brown sheep and a cat. Yes.") == []


def test_words_spelt_otherwise_are_no_alteration(tmp_path):
    with archive(tmp_path, f"An old post-war town cafe {OWN} and poor well-known man.") as searcher:
        other = f"“old postwar town zeppelin {OWN} or poor wellknown man”"
        assert found(searcher, f"So: {other}. Yes.") == [(["zeppelin", "or"], ["cafe", "and"])]


def test_a_quotation_of_which_most_is_other_words_is_another_one(searcher):
    other = " ".join(f"zeppelin{number}" for number in range(20))
    assert found(searcher, f"So: “{OWN} {other}”. Yes.") == []


def test_what_is_the_same_across_two_paragraphs_is_not_altered(tmp_path):
    with archive(tmp_path, f"We know {OWN}\n\nwho keeps three brown goats and a lame dog.") as searcher:
        assert found(searcher, f"So: “{OWN} who keeps three brown goats”. Yes.") == []


def test_a_persian_quotation(tmp_path):
    own = "کتابخانهٔ شهر پس از دو سال باز می‌شود و مردم محله بسیار خوشحال هستند"
    with archive(tmp_path, f"{own}.") as searcher:
        wrong = own.replace("خوشحال", "غمگین")
        assert found(searcher, f"چنین نوشتیم. «{wrong}». همین.") == [(["غمگین"], ["خوشحال"])]


@pytest.mark.parametrize("more", [0, 1])
def test_of_a_sentence_that_has_no_end_nothing_is_compared(tmp_path, more):
    words = [f"word{number}" for number in range(LONGEST + more)]
    with archive(tmp_path, " ".join(words)) as searcher:
        wrong = " ".join([*words[:100], "zeppelin", *words[101:]])
        assert len(Letters(wrong).words) == LONGEST + more
        expected = [] if more else [(["zeppelin"], ["word100"])]
        assert found(searcher, f"So: “{wrong}”. Yes.") == expected
