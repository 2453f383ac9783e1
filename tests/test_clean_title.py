"""The title of a page: what the head says and what is printed, weighed against each other."""

from datetime import UTC, date, datetime

import pytest

from corpus.article import Article, Page
from corpus.cleaning.clean import clean
from corpus.cleaning.fields.headline import without_site
from corpus.wording.publisher import Paper

PARAGRAPH = (
    "The harbour board met again on the question of the ferry and once more put it off until spring, although the "
    "boat has been laid up since the autumn and the island has no other way to bring its harvest to market in time. "
)
TEXT = f"<p>{PARAGRAPH}</p><p>{PARAGRAPH.replace('ferry', 'quay')}</p><p>{PARAGRAPH.replace('boat', 'barge')}</p>"


def article(body: str, *, said: str = "", og: str = "") -> Article:
    head = f"<title>{said}</title>" + (f'<meta property="og:title" content="{og}">' if og else "")
    markup = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    address = "https://selmakcourier.example/opinion/1"
    at = datetime(2021, 12, 2, tzinfo=UTC)
    return clean(
        Page(url=address, body=markup, content_type="text/html", charset="utf-8", fetched_at=at)
    )


def title(body: str, *, said: str = "", og: str = "") -> str:
    return article(body, said=said, og=og).title


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The Ferry Must Sail Again | Selmak Courier", "The Ferry Must Sail Again"),
        ("The Ferry Must Sail Again | Opinion | Selmak Courier", "The Ferry Must Sail Again"),
        ("Opinion | The Ferry Must Sail Again | Selmak Courier", "The Ferry Must Sail Again"),
        ("The Ferry Must Sail Again « Selmak Courier", "The Ferry Must Sail Again"),
        ("The Ferry Must Sail Again - Selmak Courier", "The Ferry Must Sail Again"),
        ("Selmak Courier: The Ferry Must Sail Again", "The Ferry Must Sail Again"),
        (
            "The Ferry Must Sail - and Soon, Whatever the Board May Say",
            "The Ferry Must Sail - and Soon, Whatever the Board May Say",
        ),
        ("The Ferry Must Sail Again", "The Ferry Must Sail Again"),
    ],
)
def test_the_site_and_its_sections_are_no_part_of_a_title(said: str, expected: str) -> None:
    assert without_site(said, Paper.of(None, ("Selmak Courier",))) == expected


def test_the_name_of_a_section_is_no_title_however_large() -> None:
    body = f"<h1>Opinion</h1><h2>The Ferry Must Sail</h2>{TEXT}"
    assert title(body, said="The Ferry Must Sail | Opinion") == "The Ferry Must Sail"


def test_a_section_behind_the_printed_heading_is_left_out() -> None:
    heading = "The Ferry Must Sail Again Before Winter | Opinion"
    assert (
        title(f"<h1>{heading}</h1>{TEXT}", said=heading, og=heading)
        == "The Ferry Must Sail Again Before Winter"
    )


@pytest.mark.parametrize("counter", [" | 12 comments"])
def test_a_counter_behind_the_printed_heading_is_left_out(counter: str) -> None:
    said = "The Ferry Must Sail Again Before Winter"
    assert title(f"<h1>{said}{counter}</h1>{TEXT}", said=f"{said} - Courier", og=said) == said


def test_more_of_a_headline_than_the_head_says_is_kept() -> None:
    body = f"<h1>The Ferry Must Sail Again and the Board Knows It</h1>{TEXT}"
    assert (
        title(body, og="The Ferry Must Sail Again")
        == "The Ferry Must Sail Again and the Board Knows It"
    )


def test_a_heading_inside_the_text_that_resembles_the_head_is_not_the_title() -> None:
    body = (
        f"<h1>What a Ferry Is Good For, and to Whom</h1><h2>Why the island needs a ferry</h2>{TEXT}"
    )
    assert (
        title(body, og="Why the Island Needs a Ferry in 2021")
        == "What a Ferry Is Good For, and to Whom"
    )


def test_the_name_of_the_blog_before_a_colon_is_no_half_of_a_headline() -> None:
    body = f"<h1>The Ferry Must Sail Again</h1>{TEXT}"
    assert (
        title(body, og="Selmak Courier Blog: The Ferry Must Sail Again")
        == "The Ferry Must Sail Again"
    )
    assert (
        title(body, og="Harbour: The Ferry Must Sail Again") == "Harbour: The Ferry Must Sail Again"
    )


def test_a_printed_headline_is_kept_where_the_head_goes_on_otherwise() -> None:
    body = f"<font size='5'>Laid up</font>{TEXT}"
    assert title(body, said="Laid up without a reason") == "Laid up"


@pytest.mark.parametrize(
    ("text", "begun"),
    [("Selmak Courier Blog", True), ("The Selmak Courier", True), ("Harbour Notes", False)],
)
def test_a_text_that_begins_with_the_name_of_the_paper_is_known(text: str, begun: bool) -> None:
    assert Paper.of("https://selmakcourier.example/1").begins(text) is begun


HEADING = "The Ferry Must Sail Again"


@pytest.mark.parametrize(
    "box",
    [
        f"<div id=index><ul><li><a href='/1'>{HEADING}</a></li><li><a href='/1?start=1'>Page 2</a></li></ul></div>",
        f"<table><tr><th>In this article</th></tr><tr><td><a href='/1'>{HEADING}</a></td></tr></table>",
        f"<div class=tell><a href='https://net.example/?u=1'>{HEADING}</a></div>",
        f"<ul><li><a href='/'>Home</a></li><li>{HEADING}</li></ul>",
        f"<div>Listen</div><div>{HEADING}</div>",
    ],
)
def test_a_box_that_repeats_the_headline_below_the_byline_hides_neither_author_nor_day(
    box: str,
) -> None:
    found = article(
        f"<h1>{HEADING}</h1><p>Written by Nadia Holm</p><p>May 4, 2013</p>{box}{TEXT}", said=HEADING
    )
    assert (found.title, found.byline, found.published) == (
        HEADING,
        ("Nadia Holm",),
        date(2013, 5, 4),
    )
    assert HEADING not in found.paragraphs


def test_what_stands_above_the_last_of_two_headlines_is_the_masthead() -> None:
    head = f"<h2>{HEADING}</h2><p>May 4, 2013</p><h2>{HEADING}</h2><p>By Nadia Holm</p>"
    found = article(head + TEXT, said=HEADING)
    assert (found.byline, found.published) == (("Nadia Holm",), None)


@pytest.mark.parametrize(
    "heading",
    [
        "<h1>The Ferry<br>Must Sail Again</h1>",
        "<h2>The Ferry<br/>Must Sail Again</h2>",
        "<h1><div>The Ferry</div><div>Must Sail Again</div></h1>",
        "<font size=5><b>The Ferry<br>Must Sail Again</b></font>",
    ],
)
@pytest.mark.parametrize(
    "said", ["", "The Ferry Must Sail Again - Selmak Courier", "Selmak Courier"]
)
def test_a_headline_on_two_lines_is_one_title(heading: str, said: str) -> None:
    found = article(f"{heading}<p>By Nadia Holm</p>{TEXT}", said=said)
    assert (found.title, found.byline) == ("The Ferry Must Sail Again", ("Nadia Holm",))
    assert "The Ferry" not in found.paragraphs


@pytest.mark.parametrize(
    "heading",
    [
        "<span class=over>Harbour </span><span>The Ferry Must Sail Again</span>",
        "<span>Harbour</span> : The Ferry Must Sail Again",
        "The Ferry Must Sail Again <span>12</span>",
        "<span>Harbour</span><br>The Ferry Must Sail Again",
    ],
)
def test_a_kicker_or_a_counter_inside_the_heading_is_left_out(heading: str) -> None:
    found = title(f"<h1>{heading}</h1>{TEXT}", og="The Ferry Must Sail Again")
    assert found == "The Ferry Must Sail Again"


def test_a_heading_whose_parts_a_style_sheet_parts_is_spelt_as_the_head_has_it() -> None:
    body = f"<h1><span>Harbour</span><span>The Ferry Must Sail</span></h1>{TEXT}"
    assert title(body, said="Harbour: The Ferry Must Sail") == "Harbour: The Ferry Must Sail"


@pytest.mark.parametrize(
    "text",
    [
        "«Genug», sagen die Witwen",
        "»Genug«, sagen sie",
        "« Assez », disent-elles",
        "Er sagt «genug»",
    ],
)
def test_quotation_marks_at_the_edges_of_a_title_stay(text: str) -> None:
    assert title(f"<h1>{text}</h1>{TEXT}", said=text) == text


@pytest.mark.parametrize(
    "text", ["» The Ferry", "The Ferry »", "The Ferry -", "The Ferry ...", "| The Ferry", "- The Ferry"]
)
def test_arrows_and_dashes_at_the_edges_of_a_title_go(text: str) -> None:
    assert title(f"<h1>{text}</h1>{TEXT}", said=text) == "The Ferry"


def test_what_the_first_link_home_says_is_the_name_of_the_paper() -> None:
    body = f"<h1><a href='/'>Harbour Notes</a></h1><h3>The Ferry Must Sail Again</h3>{TEXT}"
    assert (
        title(body, said="Harbour Notes: The Ferry Must Sail Again") == "The Ferry Must Sail Again"
    )


def test_an_address_that_none_can_follow_is_not_the_way_home() -> None:
    body = f"<a href='https://[consent]'>Consent</a><h1>The Ferry Must Sail Again</h1>{TEXT}"
    assert title(body) == "The Ferry Must Sail Again"


def test_the_heading_of_a_menu_and_of_a_trail_is_no_title() -> None:
    menu = "<nav><h2>Site Navigation</h2></nav><ul class=breadcrumb><li><h1>Ferries of the Island</h1></li></ul>"
    assert title(f"{menu}<h2>The Ferry Must Sail Again</h2>{TEXT}") == "The Ferry Must Sail Again"
