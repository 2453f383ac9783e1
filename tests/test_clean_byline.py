"""Who wrote a page: names as they are kept, and which of a page's voices is believed."""

import json
from datetime import UTC, date, datetime

import pytest

from corpus.article import Page
from corpus.cleaning.byline import looks_like_person, normalise, read_line
from corpus.cleaning.clean import clean
from corpus.cleaning.paper import Paper

PARAGRAPH = (
    "The harbour board met again on the question of the ferry and once more put it off until spring, although the "
    "boat has been laid up since the autumn and the island has no other way to bring its harvest to market in time. "
)
REPORT = f"<p>{PARAGRAPH}</p><p>{PARAGRAPH.replace('ferry', 'quay')}</p>"


def byline(*, head: str = "", above: str = "", text: str = REPORT, after: str = "") -> tuple[str, ...]:
    """Who is credited on a page with these parts."""
    markup = (
        f"<html><head><title>The Ferry Must Sail</title>{head}</head><body><h1>The Ferry Must Sail</h1>{above}"
        f"<div class='article-body'>{text}</div>{after}</body></html>"
    )
    address = "https://selmakcourier.example/opinion/the-ferry"
    at = datetime(2021, 12, 2, tzinfo=UTC)
    return clean(
        Page(url=address, body=markup.encode(), content_type="text/html", charset="utf-8", fetched_at=at)
    ).byline


def json_ld(author: object, **more: object) -> str:
    said = {"@type": "NewsArticle", "headline": "The Ferry Must Sail", "author": author} | more
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["ANN McNEIL and PETER DiCOSTA"], ("Ann McNeil", "Peter DiCosta")),
        (["JEAN-PAUL LaFLEUR"], ("Jean-Paul LaFleur",)),
        (["Jane Doe, PhD", "Karim Example, MSW"], ("Jane Doe", "Karim Example")),
        (["Jane Doe, AFP"], ("Jane Doe", "AFP")),
        (["Martin Example, Jr. and Li Wei"], ("Martin Example Jr", "Li Wei")),
        (["Jane Doe - Selmak Opinion Desk"], ("Jane Doe",)),
        (["“Jane Doe”"], ("Jane Doe",)),
        (["Jane (Amina) Doe (Selmak)"], ("Jane (Amina) Doe",)),
        (["Jane Doe Last Updated March 1"], ("Jane Doe",)),
        (["Jane Doe, Teachers' Chapter Chair"], ("Jane Doe",)),
        (["Guest Columnist"], ()),
        (["undefined"], ()),
        (["The author is Jane Doe"], ("Jane Doe",)),
        (["Jane Doe, The Selmak Courier"], ("Jane Doe",)),
        (["Jane Doe", "Jane Q. Doe", "J. Doe"], ("Jane Q. Doe",)),
        (["John Doe", "Jane Doe"], ("John Doe", "Jane Doe")),
        (["Ann Marie Doe", "Ann Doe"], ("Ann Marie Doe", "Ann Doe")),
    ],
)
def test_a_name_is_kept_without_what_stands_around_it(names: list[str], expected: tuple[str, ...]) -> None:
    paper = Paper.of("https://selmakcourier.example/", ["Selmak Courier"])
    assert normalise(names, site="Selmak Courier", paper=paper) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ByJane Doe", ("Jane Doe",)),
        ("March 1, 2002Jane Doe", ("Jane Doe",)),
        ("By Jane DoeUpdated: March 1, 2002", ("Jane Doe",)),
        ("Jane Doe | Senior Writer | March 1, 2002", ("Jane Doe",)),
        ("By Jane Doe ⋅ Review Editor", ("Jane Doe",)),
        ("March 1, 2002 • Jane Doe in City Affairs", ("Jane Doe",)),
        ("Posted by JaneD on March 1, 2002 from the harbour desk", ("JaneD",)),
        ("by harbourwatch", ("harbourwatch",)),
        ("by email", ()),
        ("By THOMAS EXAMPLE, DOCKERS 12", ("Thomas Example",)),
        ("By Karim Example, steward, Dockers Local 7", ("Karim Example",)),
        ("By a shop steward", ()),
        ("By members of the union", ()),
    ],
)
def test_a_line_names_those_who_sign_it(line: str, expected: tuple[str, ...]) -> None:
    assert read_line(line).names == expected


def test_a_day_glued_to_a_name_is_still_read() -> None:
    assert read_line("Dec 17, 2020Jane Doe").day == date(2020, 12, 17)


@pytest.mark.parametrize("text", ["The Herald Board", "Selmak Clinic", "Chapter Chair", "Jane DoeIn Travel", "Jane"])
def test_an_office_a_house_and_a_run_of_words_are_no_person(text: str) -> None:
    assert not looks_like_person(text)


@pytest.mark.parametrize(
    "author",
    [
        "Jane Doe",
        ["Jane Doe"],
        {"@type": "Person", "name": "By Jane Doe"},
        [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Organization", "name": "Selmak Press Agency"}],
        {"@type": "Person", "name": ["Jane Doe"]},
        {"@type": "Person", "name": "Jane Doe, Selmak Courier"},
    ],
)
def test_json_ld_names_its_author_in_many_shapes(author: object) -> None:
    assert byline(head=json_ld(author)) == ("Jane Doe",)


def test_an_author_named_elsewhere_in_the_graph_is_found() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": "The Ferry Must Sail", "author": {"@id": "#jane"}},
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
    ]
    script = json.dumps({"@graph": graph})
    assert byline(head=f'<script type="application/ld+json">{script}</script>') == ("Jane Doe",)


def test_an_agency_is_credited_where_no_person_is() -> None:
    body = {"@type": "Organization", "name": "Northern Press Agency"}
    assert byline(head=json_ld(body)) == ("Northern Press Agency",)
    assert byline(head=json_ld(body), above="<p>By Jane Doe</p>") == ("Jane Doe",)


@pytest.mark.parametrize("kind", ["Organization", "Person"])
def test_an_unsigned_editorial_is_not_by_its_paper(kind: str) -> None:
    site = '<meta property="og:site_name" content="Selmak Courier">'
    assert byline(head=site + json_ld({"@type": kind, "name": "Selmak Courier"})) == ()


def test_the_owner_of_a_site_that_bears_her_name_is_its_author() -> None:
    site = '<meta property="og:site_name" content="Jane Doe">'
    assert byline(head=site + json_ld({"@type": "Person", "name": "Jane Doe"})) == ("Jane Doe",)
    assert byline(head=site + '<meta name="author" content="Jane Doe">') == ()


def test_who_signs_for_the_reader_is_believed_before_who_put_the_page_on_line() -> None:
    poster = '<meta name="author" content="Karim Example">'
    assert byline(head=poster, above="<p>By Jane Doe</p>") == ("Jane Doe",)
    assert byline(head=poster, above="<p>Karim Example</p><p>Photographs by Jane Doe</p>") == ("Karim Example",)


def test_a_printed_byline_with_more_names_completes_the_head() -> None:
    one = json_ld({"@type": "Person", "name": "Jane Doe"})
    assert byline(head=one, above="<p>By Dr Jane Doe and Karim Example</p>") == ("Dr Jane Doe", "Karim Example")


def test_a_label_of_a_card_says_who_wrote_it_in_any_place() -> None:
    labels = (
        '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="4 minutes">'
        '<meta name="twitter:label2" content="Written by"><meta name="twitter:data2" content="Jane Doe">'
    )
    assert byline(head=labels) == ("Jane Doe",)


@pytest.mark.parametrize(
    "sign",
    [
        "<p>The author is Jane Doe, a pilot.</p>",
        "<p>Written by Jane Doe</p>",
        "<p>By Jane Doe, harbour pilot</p>",
        "<p>— Jane Doe</p>",
    ],
)
def test_a_signature_below_the_text_is_read(sign: str) -> None:
    assert byline(text=REPORT + sign) == ("Jane Doe",)


def test_who_is_quoted_last_has_not_written_the_page() -> None:
    assert byline(text=f"{REPORT}<p>“A boat in harbour feeds no one.”</p><p>— Jane Doe</p>") == ()


def test_letters_are_not_by_the_last_who_wrote_one() -> None:
    assert byline(text=f"{REPORT}<p>— Jane Doe</p>{REPORT}<p>— Karim Example</p>") == ()


def test_a_name_beside_the_title_is_the_author_where_a_note_says_who_that_is() -> None:
    name = "<div>Jane Doe</div>"
    note = "<div>Jane Doe is a pilot in the harbour of Selmak and writes of boats.</div>"
    assert byline(above=name, after=note) == ("Jane Doe",)
    assert byline(above=name) == ()
    assert byline(after=note) == ()


def test_reports_signed_one_after_another_are_credited_to_all_in_order() -> None:
    text = f"{REPORT}<p>By Karim Example</p>{REPORT}<p>By LI McWEI, Dockers Local 7</p>{REPORT}"
    assert byline(above="<p>By Jane Doe</p>", text=text) == ("Jane Doe", "Karim Example", "Li McWei")


def test_reports_by_people_and_by_an_unnamed_member_are_credited_to_the_people() -> None:
    assert byline(text=f"<p>By a shop steward</p>{REPORT}<p>By Jane Doe</p>{REPORT}") == ("Jane Doe",)


def test_one_signed_part_does_not_sign_an_unsigned_page() -> None:
    assert byline(text=f"{REPORT}<p>By Jane Doe</p>{REPORT}") == ()


def test_cards_below_a_text_are_no_reports() -> None:
    cards = "".join(f"<p>The Lamp on the Pier</p><p>By {name}</p>" for name in ("Li Wei", "Ann Example", "Moh Karim"))
    assert byline(above="<p>By Jane Doe</p>", after=f"<div>{cards}</div>") == ("Jane Doe",)
