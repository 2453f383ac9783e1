"""Drafts as editors write them, and what must come first of what was published."""

from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from any_question import work
from newsroom import made

from corpus.store.store import ArticleStore
from index import indexer, open_indexer
from search import open_searcher
from search.coverage import cover
from search.shared_passage import SharedPassage
from web.base.prior import count_line, question_of, verdict

STOCK = "The views expressed in this column are those of its author and not of the newspaper."
FERRY = (
    "The council sold the old ferry in the autumn, and nobody on the island was asked. A captain from the north paid "
    "nine thousand crowns for it.",
    "Without a ferry the island has no school in winter, no doctor at night and no bread on Sundays.",
)
WATER = (
    "For three summers the pipes under the lower town have burst, and for three summers the waterworks have sent a "
    "bill for the water that ran down the street.",
    "A pipe costs less than a reservoir, and a reservoir less than a drought.",
)
SCHOOL = (
    "Teachers in the valley teach sixty children in a room that was built for twenty.",
    "Chalk is rationed, and the ministry counts windows.",
)
LIBRARY = (
    "کتابخانهٔ شهر پس از دو سال باز می‌شود و مردم محله بسیار خوشحال هستند.",
    "کتاب‌های کهنه هنوز در زیرزمین نمناک مانده‌اند.",
)
TITLE = " ".join(f"heading{number}" for number in range(20))
KILN = ("The kiln glazes seventy-five porcelain teapots.", "Whoever drinks from one of them is thirsty again.")
ARTICLES = {"ferry": FERRY, "water": WATER, "school": SCHOOL, "library": LIBRARY, "kiln": KILN}
FILLER = (
    "Orchards need pruning before snow falls; medlars, quinces, damsons and plums alike want a sharp knife. "
    "Beekeepers wrap their hives, shepherds mend hurdles, and millers grease the wheel. "
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drafts")
    with ArticleStore(folder / "corpus.db") as store:
        for number, (ident, paragraphs) in enumerate(ARTICLES.items()):
            day = date(2010 + number, 3, 1)
            store.put(made(number, "", id=ident, paragraphs=(*paragraphs, STOCK), published=day))
        for ident, title in (("long", TITLE), ("longer", f"{TITLE} more")):
            store.put(made(60, "Snow, salt and chess.", id=ident, url=None, title=title))
        for number in range(50, 57):
            day = date(2014, number - 49, 1)
            store.put(made(number, f"Salt, weather, chess {number}.", title="Notes of the Month", published=day))
        for number in range(10, 40):
            own = f"Column {number} is on weather, chess and the price of salt."
            store.put(made(number, "", paragraphs=(own, STOCK)))
        open_indexer(folder / "index").update(store)
        with closing(open_searcher(folder / "index", codec=indexer.CODEC)) as searcher:
            yield lambda text: cover(text, searcher, store, before=None)


def first(prior, count=1):
    return [(each.hit.id, each.grade) for each in prior.articles[:count]]


def marked(meeting):
    return [meeting.draft.text[start:end] for start, end in meeting.draft.spans]


def test_another_angle_on_a_subject(ask):
    prior = ask("Who pays when pipes burst?\n\nThe waterworks did not answer our letter on the lower town. We ask "
                "for a reservoir before the next drought, and for new pipes under the street.")  # fmt: skip
    assert first(prior) == [("water", "subject")]
    assert {"pipes", "reservoir", "waterworks"} <= set(prior.articles[0].shared)


def test_half_a_quotation(ask):
    half = "the island has no school in winter, no doctor at night"
    prior = ask(f"We wrote that {half}. Two years on there is a doctor. The school is shut.")
    assert first(prior) == [("ferry", "exact")]
    assert marked(prior.articles[0].meetings[0]) == [half]


def test_paragraphs_in_another_order(ask):
    prior = ask("\n\n".join(reversed(FERRY)))
    assert first(prior) == [("ferry", "exact")]
    assert [each.published.paragraph for each in prior.articles[0].meetings] == [1, 0]
    assert prior.articles[0].is_reprint


def test_two_subjects(ask):
    prior = ask(f"{FERRY[1]}\n\n{SCHOOL[0]}")
    assert first(prior, 2) == [("ferry", "exact"), ("school", "exact")]


def test_three_thousand_words(ask):
    paragraphs = [FILLER * 5] * 24
    paragraphs.insert(13, f"Our own words. {SCHOOL[1]} And ours again. {WATER[1]}")
    text = "\n\n".join(paragraphs)
    assert len(text.split()) > 3_000
    prior = ask(text)
    assert first(prior) == [("water", "exact")]
    assert prior.articles[0].meetings[0].draft.paragraph == 13
    assert marked(prior.articles[0].meetings[0]) == [WATER[1].removesuffix(".")]


def test_thirty_words(ask):
    prior = ask("This winter the island again has no bread on Sundays and no doctor. A captain from the north sails "
                "the ferry elsewhere. The council calls that thrift. We do not.")  # fmt: skip
    assert prior.articles[0].hit.id == "ferry"


def test_persian_by_another_keyboard(ask):
    typed = LIBRARY[0].replace("ی", "ي").replace("ک", "ك").replace("\u200c", " ")
    prior = ask(f"دیروز نوشتیم. {typed} چنین بود.")
    assert first(prior) == [("library", "exact")]


def test_a_disclaimer_below(ask):
    prior = ask(f"Nothing here was ever written: zeppelins over Samarkand.\n\n{STOCK}")
    assert prior.articles == ()
    assert [line.articles for line in prior.stock] == [len(ARTICLES) + 30]
    prior = ask(f"{WATER[0]}\n\n{STOCK}")
    assert first(prior, 2) == [("water", "exact")]
    assert [each.is_stock for each in prior.articles[0].meetings] == [False, True]


def test_a_sentence_in_other_words(ask):
    prior = ask("We have said it. In the valley, sixty children are taught by teachers in a room built for only "
                "twenty. It is a scandal.")  # fmt: skip
    assert first(prior) == [("school", "near")]
    assert prior.articles[0].meetings[0].differs


def test_common_words_alone(ask):
    assert ask("It is what it is. We have been here before, and we will be here again after that.")\
        .articles == ()  # fmt: skip


# -- the head of a draft


def test_a_line_at_its_head_that_was_a_title_is_told(ask):
    prior = ask(f"MADE “3”\n\nBy somebody\n\n{FERRY[1]} Zeppelins over Samarkand.")
    library = next(each for each in prior.articles if each.hit.id == "library")
    assert (library.grade, verdict(library)) == ("exact", "The same title")
    assert library.meetings[0].published.in_title
    assert library.meetings[0].published.text == "Made 3"
    assert "ferry" in {each.hit.id for each in prior.articles}
    below = ask(f"{FERRY[1]}\n\nOne line.\n\nAnother line.\n\nMade 3\n\n{SCHOOL[1]}")
    assert "library" not in {each.hit.id for each in below.articles}


def test_an_article_of_the_title_and_more_of_the_draft_is_told_once(ask):
    prior = ask("Made 0\n\n" + "\n\n".join(FERRY))
    assert [each.hit.id for each in prior.articles].count("ferry") == 1
    ferry = prior.articles[0]
    words = sum(len(paragraph.split()) for paragraph in FERRY)
    assert verdict(ferry) == f"The same title. Most of this editorial: {words} words in a row are the same"
    assert ferry.is_reprint


def test_a_title_of_six_articles_is_a_stock_line(ask):
    prior = ask(f"Notes of the month\n\n{WATER[0]}")
    assert [each.hit.id for each in prior.articles if each.grade == "exact"] == ["water"]
    assert [(line.draft.text, line.articles) for line in prior.stock] == [("Notes of the month", 7)]


def test_the_title_may_stand_in_the_third_line_and_have_twenty_words(ask):
    assert ("long", "exact") in first(ask(f"Page 9\n\nBy somebody\n\n{TITLE}\n\n{SCHOOL[0]}"), 2)
    assert ("longer", "exact") not in first(ask(f"{TITLE} more\n\n{SCHOOL[0]}"), 20)


def test_who_has_a_stock_line_can_be_asked(ask):
    prior = ask(f"{WATER[0]}\n\n{STOCK}\n\nNothing else.")
    (line,) = prior.stock
    assert question_of(line) == f'"{STOCK.removesuffix(".")}"'
    long = replace(line, draft=SharedPassage("a " * 101, ((0, 202),), 0))
    assert question_of(long) is None


def test_a_title_by_itself_is_told_however_many_have_it(ask):
    prior = ask("Notes of the month")
    assert count_line(prior) == "Word for word in 7 editorials"
    assert prior.stock == ()


def test_a_run_over_several_paragraphs_is_one(ask):
    (ferry,) = [each for each in ask("\n\n".join(FERRY)).articles if each.hit.id == "ferry"]
    assert [each.goes_on for each in ferry.meetings] == [False, True]
    (turned,) = [each for each in ask("\n\n".join(reversed(FERRY))).articles if each.hit.id == "ferry"]
    assert [each.goes_on for each in turned.meetings] == [False, False]
    longest = max(len(paragraph.split()) for paragraph in FERRY)
    said = f"2 runs of words are the same, and the longest run has {longest} words"
    assert verdict(turned) == f"Most of this editorial: {said}"


# -- a sentence that is not quite the one published


def altered(prior, ident="ferry"):
    """What is marked of each sentence that an article has otherwise, on both sides."""
    (item,) = [each for each in prior.articles if each.hit.id == ident]
    return [
        tuple([side.text[a:b] for a, b in side.spans] for side in (each.draft, each.published))
        for each in item.meetings
        if each.differs
    ]


WRONG = FERRY[1].replace("bread", "milk").replace("Sundays", "Mondays")


@pytest.mark.parametrize("marks", ["“%s”", "«%s»", "„%s“", '"%s"', "‘%s’"])
def test_a_quotation_that_goes_on_otherwise_is_told_with_what_differs(ask, marks):
    prior = ask(f"Once more. {marks % WRONG.removesuffix('.')}. So we wrote in spring.")
    assert altered(prior) == [(["milk", "Mondays"], ["bread", "Sundays"])]
    assert verdict(prior.articles[0]) == "16 words in a row are the same, but 1 sentence differs"


def test_a_sentence_without_marks_is_compared_as_far_as_both_go_on_alike(ask):
    wrong = FERRY[1].replace("school", "teacher")
    assert altered(ask(f"Once more. {wrong} So we wrote.")) == [(["teacher"], ["school"])]
    lead = "As we wrote, " + wrong.replace("Without", "without")
    assert altered(ask(f"Once more. {lead} So we wrote.")) == [
        (["As we wrote", "teacher"], ["school"])
    ]


def test_the_words_before_a_run_are_compared_as_well(ask):
    wrong = FERRY[1].replace("a ferry", "the boat")
    assert altered(ask(f"So it was: “{wrong}” We stand by that.")) == [
        (["the boat"], ["a ferry"])
    ]


def test_words_left_out_of_a_quotation_are_marked_where_they_were_published(ask):
    shorter = FERRY[1].replace(" no doctor at night", "")
    assert altered(ask(f"So it was: “{shorter}” We stand by that.")) == [([], ["no doctor at night"])]


@pytest.mark.parametrize("text", [
    f"We wrote: “{FERRY[1]}” We stand by that.",
    "We wrote that “the island has no school in winter, no doctor at night”. We stand by that.",
    "We wrote that the island has no school in winter, no doctor at night and no hope. We stand by that.",
    "“Without a ferry,” we wrote, “the island has no school in winter, no doctor at night.” It is so.",
    " ".join(FERRY),
])  # fmt: skip
def test_what_is_quoted_as_it_was_published_is_no_alteration(ask, text):
    assert altered(ask(text)) == []


def test_two_runs_in_one_sentence_tell_of_it_once(ask):
    wrong = "the pipes under the lower town have burst, and for nine summers the waterworks have sent a bill"
    prior = ask(f"They burst. “{wrong} for the water that ran down the road.” Nobody paid.")
    assert altered(prior, "water") == [(["nine", "road"], ["three", "street"])]
    assert verdict(prior.articles[0]) == (
        "2 runs of words are the same, and the longest run has 14 words, but 1 sentence differs"
    )


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', '“{}"', '„{}"', 'A board of 6” and “{}”,', 'Of 6" and "{}",'])
def test_a_quotation_between_marks_that_are_no_pair_is_exact(ask, marks):
    quoted = marks.format("A pipe costs less than a reservoir, and a reservoir less than a drought")
    prior = ask(f"The clerk wrote {quoted} and went home.")
    (part,) = prior.quoted or (None,)
    assert part is None or (part.whole, part.near) == (1, 0)
    assert [*altered(prior, "water")] == []
    assert first(prior) == [("water", "exact")]


def test_a_sentence_shorter_than_a_run_that_is_the_same_is_not_said_to_differ(ask):
    prior = ask(f"{KILN[0]} Yes.")
    assert first(prior) == [("kiln", "exact")]
    assert verdict(prior.articles[0]) == "6 words in a row are the same"
    (meeting,) = prior.articles[0].meetings
    assert (marked(meeting), meeting.differs) == ([KILN[0]], False)


@pytest.mark.parametrize("quoted", ['"A." ', "“A b c.” ", "«A.» ", "‘A.’ ", "“"])
def test_a_draft_of_quotations_costs_as_much_as_it_is_long(ask, quoted):
    draft = f"{FERRY[0]} {quoted * 1_000}"
    ask(draft)  # what is loaded once is not the draft's
    cost, of_more = (work(ask, f"{FERRY[0]} {quoted * many}") for many in (500, 2_000))
    assert of_more < 5 * cost
