"""The page that compares a draft with what was published."""

from datetime import date

import pytest

from tests.examples import long
from tests.newsroom import (
    PERSIAN,
    build,
    fill,
    found_a_paper,
    made,
    read_site,
    sample_articles,
    settle,
    soup,
)
from web import create_app
from web.base.draft_text import draft_text
from web.pages.draft import LONGEST, MAX_BYTES

RECIPE = (
    "Chocolate cake. Preheat the oven to 180 degrees and butter a tin. Melt four ounces of dark chocolate with the "
    "butter, beat in three eggs and the sugar, then fold in the flour and a spoon of cocoa. Bake for forty minutes and "
    "leave the door open until it is cool. Serve with cream."
)


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    return found_a_paper(tmp_path_factory.mktemp("paper"))


@pytest.fixture(scope="module")
def client(paper):
    with read_site(paper) as client:
        yield client


def compare(client, text, **more):
    """The pairs of the page, in its order."""
    return soup(client.post("/draft", data={"text": text, **more})).select(".pair")


def verdict(pair):
    return pair.select_one(".verdict").get_text(" ", strip=True)


def test_a_draft_is_compared_with_the_same_words_marked(client):
    article = sample_articles()[9]
    response = client.post("/draft", data={"text": "Mine alone.\n\n" + article.paragraphs[1]})
    page = soup(response)
    pair = next(pair for pair in page.select(".pair") if pair.h4.text == article.title)
    sides = pair.select(".side")
    assert "words in a row" in pair.select_one(".verdict").text
    assert [mark.text for mark in sides[0].select("mark")] == [
        mark.text for mark in sides[1].select("mark")
    ]
    assert response.headers["Cache-Control"] == "no-store"


def test_a_title_runs_as_its_passages_do(client):
    for article in (PERSIAN, sample_articles()[9]):
        page = soup(client.post("/draft", data={"text": f"Mine.\n\n{article.paragraphs[0]}"}))
        pair = next(pair for pair in page.select(".pair") if pair.h4.text == article.title)
        assert pair.h4["dir"] == pair.select_one(".side p")["dir"]
        assert pair.h4["dir"] == ("rtl" if article is PERSIAN else "ltr")


def test_a_draft_is_compared_only_with_what_came_before(client):
    article = sample_articles()[30]
    page = soup(
        client.post("/draft", data={"text": article.text, "before": str(article.published.year)})
    )
    days = [time["datetime"] for time in page.select(".pair .about time")]
    assert days
    assert max(days) < str(article.published.year)


@pytest.mark.parametrize("before", ["0001", "0001-01-01", "9999-12-31", "soon"])
def test_odd_days_before_which_to_look_are_answered(client, before):
    assert soup(
        client.post("/draft", data={"text": sample_articles()[3].text, "before": before})
    ).h1


ODD = [
    "",
    "   ",
    "\u200b",
    "?!",
    "zzqqx",
    "\0",
    "a" * LONGEST,
    *long("word " * (LONGEST // 5)),
    "word " * 1000,
]


@pytest.mark.parametrize("text", ODD)
def test_odd_drafts_are_answered(client, text):
    assert soup(client.post("/draft", data={"text": text})).h1


def test_a_draft_that_is_too_long_is_refused_in_words(client):
    text = "x" * LONGEST + " the end"
    response = client.post("/draft", data={"text": text, "before": "2014", "order": "closest"})
    page = soup(response, 413)
    assert "has 100,008 characters; this page reads 100,000" in page.select_one(".notice").text
    assert page.select_one("textarea").text.strip() == text  # the writer keeps it, end and all
    assert not page.select_one("details textarea")
    assert page.select_one("#before")["value"] == "2014"
    assert page.select_one("option[selected]")["value"] == "closest"
    assert response.headers["Cache-Control"] == "no-store"
    assert (
        soup(client.post("/draft", data={"text": "x" * MAX_BYTES}), 413).h1.text
        == "That is too long"
    )
    assert soup(client.post("/draft", data={"text": "ی" * (LONGEST // 3)})).h1


def test_the_end_of_a_line_counts_as_one_character(client):
    lines = "a line of nine\r\n" * (LONGEST // 15)  # as browsers send it
    assert len(lines) > LONGEST >= len(lines.replace("\r\n", "\n"))
    assert soup(client.post("/draft", data={"text": lines})).h1


def test_no_field_cuts_what_is_pasted(client):
    for address in ("/", "/search", "/search?q=water", "/draft", "/browse"):
        assert not soup(client.get(address)).select("[maxlength]"), address


def test_a_draft_leaves_nothing_behind(client, paper):
    before = {path: path.read_bytes() for path in paper.data.rglob("*") if path.is_file()}
    client.post("/draft", data={"text": "An unheard of secretword about water and schools."})
    assert not [
        path
        for path in paper.data.rglob("*")
        if path.is_file() and path.read_bytes() != before.get(path)
    ]


def test_the_source_of_a_page_is_read_as_the_page(client):
    article = sample_articles()[9]
    source = "".join(f"<p class='x'>{each.replace(' ', '&nbsp;')}</p>\n" for each in article.paragraphs)
    pairs = compare(client, f"<style>p {{ color: red }}</style><h1>{article.title}</h1><!-- no -->{source}")
    assert pairs[0].h4.text == article.title
    assert verdict(pairs[0]).startswith("The same title. Most of this editorial")
    assert "<" not in pairs[0].get_text()


def test_what_a_word_processor_wraps_text_in_is_left_out(client):
    article = sample_articles()[9]
    source = "".join(
        f"<p class=MsoNormal><span lang=EN-US>{each}<o:p></o:p></span></p>" for each in article.paragraphs
    )
    source = (
        '<!DOCTYPE html><html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta '
        "name=Generator><style>p { margin: 0 }</style></head><body><nav>Home</nav>"
        f"<![if !supportLists]>{source}<![endif]></body></html>"
    )
    assert [line for line in draft_text(source).splitlines() if line] == ["Home", *article.paragraphs]
    said, plain = (verdict(compare(client, text)[0]) for text in (source, article.text))
    assert said == plain


@pytest.mark.parametrize("text", ["a < b and c > d", "if x <y or z> w", "1 <2> 3", "AT&amp;T"])
def test_what_is_no_source_of_a_page_stays(text):
    assert draft_text(text) == text


def test_where_the_same_words_go_on_is_shown_when_asked_for(client):
    article = next(each for each in sample_articles() if len(each.paragraphs) > 2)
    pair = compare(client, article.text)[0]
    (further,) = pair.select("details")
    assert len(further.select(".passage")) == len(article.paragraphs) - 1


# -- how sure it is


@pytest.mark.parametrize(
    "text", [RECIPE, RECIPE + "\n\n" + RECIPE.replace("cake", "tart"), "Four pounds of flour."]
)
def test_a_text_on_nothing_we_wrote_about_is_told_so(client, text):
    page = soup(client.post("/draft", data={"text": text}))
    nothing = ("Nothing we published is on this subject",
               "In no editorial, neither word for word nor nearly so")  # fmt: skip
    assert page.select_one("#answer").text == nothing[text == "Four pounds of flour."]
    assert not page.select(".pair")


def test_no_verdict_claims_more_than_words(client):
    for article in sample_articles()[:40:8]:
        for pair in compare(client, article.paragraphs[0]):
            said = verdict(pair)
            assert said.endswith("are the same") or said.startswith(
                ("Most of this editorial:", "Says it in other words:", "Shares words:")
            ) or "are the same, and the longest run has " in said, said


def test_shared_words_are_named_with_how_many_of_how_many(client):
    text = (
        "The council should pay for new pipes before the summer, because the water in the lower town has been cut off "
        "each August and nobody has told the residents when it will run again."
    )
    said = verdict(compare(client, text)[0])
    assert "water" in said
    assert "of the 14 that set the draft apart" in said


def test_word_for_word_comes_first_then_by_grade_then_by_age(tmp_path):
    settings = settle(tmp_path)
    quoted = "the old ferry was sold in autumn to a captain from the northern island"
    words = "ferry harbour captain timetable island winter crossing lighthouse"
    other = "Elsewhere the orchard keeper prunes apples, quinces and medlars before snowfall."
    articles = (
        made(1, f"He said {quoted}. That was new.", title="New quote", published=date(2016, 1, 1)),
        made(2, f"She said {quoted}. That was old.", title="Old quote", published=date(2012, 1, 1)),
        made(3, "The captain of the ferry keeps the winter timetable of the island; the lighthouse guides a crossing "
                "to the harbour.", title="Much", published=date(2011, 1, 1)),
        made(4, f"{other} The island harbour wants fish. In winter a lighthouse captain whistles.", title="Some",
             published=date(2010, 1, 1)),
        *(made(number, f"{other} Number {number}.") for number in range(5, 15)),
    )  # fmt: skip
    fill(settings, articles)
    build(settings)
    app = create_app(settings)
    pairs = compare(app.test_client(), f"Once more: {quoted}. On {words} we have written.")
    app.extensions["shelf"].close()
    assert [pair.h4.text for pair in pairs] == ["Old quote", "New quote", "Much", "Some"]
    assert [verdict(pair).partition(":")[0] for pair in pairs] == [
        "14 words in a row are the same", "14 words in a row are the same", "Says it in other words", "Shares words",
    ]  # fmt: skip
    page = soup(create_and_compare(settings, quoted))
    assert page.select_one(".grade").text == "The same word for word"


def test_the_closest_come_first_where_that_is_wanted(tmp_path):
    settings = settle(tmp_path)
    quoted = "the old ferry was sold in autumn to a captain from the northern island"
    longer = f"{quoted} who kept three brown goats"
    fill(settings, (
        made(1, f"He said {quoted}. That was old.", title="Old", published=date(2011, 1, 1)),
        made(2, f"She said {longer}. That was new.", title="New", published=date(2019, 1, 1)),
        made(3, f"They said {longer}. Nobody knows when.", title="Undated", published=None),
    ))  # fmt: skip
    build(settings)
    orders = {
        order: [pair.h4.text for pair in
                soup(create_and_compare(settings, f"Mine. {longer}", order=order)).select(".pair")]
        for order in ("oldest", "closest", "sideways")
    }  # fmt: skip
    assert orders["oldest"] == orders["sideways"] == ["Old", "New", "Undated"]
    assert orders["closest"] == ["New", "Undated", "Old"]
    dated = soup(create_and_compare(settings, f"1 March 2015\n\n{longer}"))
    assert [pair.h4.text for pair in dated.select(".pair")] == ["Old", "Undated"]
    assert "dated 2015-03-01" in dated.select_one(".notice").text


def create_and_compare(settings, text, **more):
    app = create_app(settings)
    response = app.test_client().post("/draft", data={"text": text, **more})
    app.extensions["shelf"].close()
    return response


def test_words_in_a_row_are_counted_as_white_space_parts_them(client):
    every = [paragraph for article in sample_articles() for paragraph in article.paragraphs]
    quoted = next(paragraph for paragraph in every if "T.L.F." in paragraph)
    said = [verdict(pair) for pair in compare(client, quoted)]
    assert f"{len(quoted.split())} words in a row are the same" in said


def test_a_draft_on_two_subjects_finds_articles_on_both(client):
    first, second = sample_articles()[9:14], sample_articles()[30]
    long_one = " ".join(paragraph for article in first for paragraph in article.paragraphs)
    found = [pair.h4.text for pair in compare(client, long_one + "\n\n" + reworded(second))]
    assert first[0].title in found
    assert second.title in found


def reworded(article):
    """An article's first sentences in no order: its words, no passage of it."""
    return " ".join(sorted(article.paragraphs[0].split(), key=lambda word: word[::-1]))


def test_a_paragraph_is_found_among_many_on_something_else(client):
    own = sample_articles()[20]
    filler = [RECIPE] * 4
    pairs = compare(client, "\n\n".join([*filler, own.paragraphs[0], *filler]))
    assert own.title in [pair.h4.text for pair in pairs]
    assert "The draft, paragraph 5" in [pair.h5.text for pair in pairs]


# -- as data


def test_a_draft_is_answered_as_data_by_the_same_parameters(client):
    article = max(sample_articles(), key=lambda each: each.published)
    text = "\n\n".join(article.paragraphs)
    reply = client.post("/draft.json", data={"text": text})
    assert reply.status_code == 200 and reply.headers["Cache-Control"] == "no-store"
    told = reply.json
    first = next(each for each in told["editorials"] if each["id"] == article.id)
    assert (first["grade"], first["reprint"], told["before"], told["order"]) == ("exact", True, None, "oldest")
    for meeting in first["meetings"]:
        for side in (meeting["draft"], meeting["published"]):
            ((start, end), *_) = side["spans"]
            assert side["text"][start:end].strip()
        assert meeting["published"]["anchor"].startswith("p")
    page = soup(client.post("/draft", data={"text": text}))
    assert [each["title"] for each in told["editorials"]] == [h.get_text() for h in page.select(".pair h4")]
    assert [each["verdict"] for each in told["editorials"]] == [
        verdict.text for verdict in page.select(".pair .verdict")
    ]
    assert told["answer"] == page.select_one("#answer").text


def test_only_what_came_before_the_draft_s_day_is_data_of_it(client):
    article = max(sample_articles(), key=lambda each: each.published)
    text = f"{article.published.isoformat()}\n\n" + "\n\n".join(article.paragraphs)
    told = client.post("/draft.json", data={"text": text}).json
    assert told["before"] == article.published.isoformat()
    assert article.id not in {each["id"] for each in told["editorials"]}
    assert told["notices"][0].startswith("The draft is dated")
    later = client.post("/draft.json", data={"text": text, "before": "2030", "order": "closest"}).json
    assert (later["before"], later["order"], later["notices"]) == ("2030-01-01", "closest", [])
    assert article.id in {each["id"] for each in later["editorials"]}
    odd = client.post("/draft.json", data={"text": text, "before": "soon"}).json
    assert odd["notices"][0].startswith("That is not a date")


def test_a_sentence_is_checked_as_a_quotation_in_data_too(client):
    article = sample_articles()[0]
    sentence = article.paragraphs[0].split(". ")[0] + "."
    told = client.post("/draft.json", data={"text": sentence}).json
    assert told["quotation"] and told["answer"].startswith("Word for word in")
    (whole, *_) = [each for each in told["editorials"] if each["whole"]]
    assert whole["grade"] == "exact"
    assert not client.post("/draft.json", data={"text": f"{sentence} And more of it."}).json["quotation"]


def test_what_is_no_draft_is_refused_as_data(client):
    for form in ({"text": " "}, {"txt": "heron"}, {}):
        reply = client.post("/draft.json", data=form or "", content_type="application/x-www-form-urlencoded")
        assert reply.status_code == 400 and "the field text" in reply.json["error"]
    reply = client.post("/draft.json", json={"text": "heron"})
    assert reply.status_code == 415 and "sent as a form" in reply.json["error"]
    reply = client.post("/draft.json", data={"text": "x" * 100_001})
    assert reply.status_code == 413 and "100,001 characters" in reply.json["error"]
    assert client.get("/draft.json").status_code == 405
