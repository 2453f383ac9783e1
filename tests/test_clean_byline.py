"""Who wrote a page: names as they are kept, and which of a page's voices is believed."""

import json
import re
from datetime import UTC, date, datetime

import pytest

from corpus.article import Article, Page
from corpus.cleaning.clean import clean
from corpus.wording.byline_line import read_line
from corpus.wording.names import looks_like_person, normalise
from corpus.wording.page_head import can_be_title
from corpus.wording.publisher import Paper

PARAGRAPH = (
    "The harbour board met again on the question of the ferry and once more put it off until spring, although the "
    "boat has been laid up since the autumn and the island has no other way to bring its harvest to market in time. "
)
REPORT = f"<p>{PARAGRAPH}</p><p>{PARAGRAPH.replace('ferry', 'quay')}</p>"


def byline(**parts: str) -> tuple[str, ...]:
    """Who is credited on a page with these parts."""
    return article(**parts).byline


def article(
    *, head: str = "", before: str = "", above: str = "", text: str = REPORT, after: str = ""
) -> Article:
    markup = (
        f"<html><head><title>The Ferry Must Sail</title>{head}</head><body>{before}<h1>The Ferry Must Sail</h1>{above}"
        f"<div class='article-body'>{text}</div>{after}</body></html>"
    )
    address = "https://selmakcourier.example/opinion/the-ferry"
    at = datetime(2021, 12, 2, tzinfo=UTC)
    return clean(
        Page(
            url=address,
            body=markup.encode(),
            content_type="text/html",
            charset="utf-8",
            fetched_at=at,
        )
    )


def json_ld(author: object, **more: object) -> str:
    said = {"@type": "NewsArticle", "headline": "The Ferry Must Sail", "author": author} | more
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["ANN McNEIL and PETER COSTA"], ("Ann McNeil", "Peter Costa")),
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
        (["By JANE DOE and KARIM EXAMPLE, Staff Writers"], ("Jane Doe", "Karim Example")),
        (["Jane Doe | Correspondent"], ("Jane Doe",)),
        (["By JANE DOE Staff Writer"], ("Jane Doe",)),
        (["Jane Doe Political Editor"], ("Jane Doe",)),
        (["Chief Political Correspondent Jane Doe"], ("Jane Doe",)),
        (["JANE DOE Northern Wire"], ("Jane Doe",)),
        (["Jane Doe NORTH TODAY"], ("Jane Doe",)),
        (["Jane Doe, The Guardian"], ("Jane Doe",)),
        (["Jane Doe, Northern News, Selmak"], ("Jane Doe",)),
        (["Jane Doe, University of Selmak"], ("Jane Doe",)),
        (["Jane Doe, Northland Post"], ("Jane Doe",)),
        (["Jane Doe, New Selmak"], ("Jane Doe",)),
        (["Jane Doe | North Quay County"], ("Jane Doe",)),
        (["Jane Doe, Newton Lee"], ("Jane Doe", "Newton Lee")),
        (["Jane Doe Monday, 9 January 2012"], ("Jane Doe",)),
        (["Jane Doe Lunes, 9 Enero 2012"], ("Jane Doe",)),
        (["José Luis Domingo | 9 enero 2012"], ("José Luis Domingo",)),
        (["Billy Sunday, 9 January 2012"], ("Billy Sunday",)),
        (["Jane Doe 3 Comments"], ("Jane Doe",)),
        (["Super User"], ()),
        (["Courier Staff"], ()),
        (["Selmak Courier Web Team"], ()),
        (["Northland Post Editorial"], ()),
        (["ThemeForest"], ()),
        (["Pixel Quay Web Design"], ()),
        (["Jane Doe, Special to the Ledger"], ("Jane Doe",)),
        (["Jane Doe Special to the Ledger"], ("Jane Doe",)),
        (["Jane Doe, for the Ledger"], ("Jane Doe",)),
        (["Jane Doe is a professor at Selmak University"], ("Jane Doe",)),
        (["JANE DOE in Geneva and KARIM EXAMPLE in Selmak"], ("Jane Doe", "Karim Example")),
        (["Jane Doe, Selmak, Northland"], ("Jane Doe",)),
        (["Jane Doe, aged 12"], ("Jane Doe",)),
        (["Jane Doe on March 1, 2020"], ("Jane Doe",)),
        (["Jane Doe · March 1, 2020 · 3 min read"], ("Jane Doe",)),
        (["Story by Jane Doe"], ("Jane Doe",)),
        (["By-line: Jane Doe"], ("Jane Doe",)),
        (["View all posts by Jane Doe"], ("Jane Doe",)),
        (["SELMAK - By Jane Doe"], ("Jane Doe",)),
        (["City Desk By City Desk"], ()),
        (["More from Jane Doe"], ("Jane Doe",)),
        (
            ["Reporting by Jane Doe in Selmak; Writing by Karim Example; Editing by Li Wei"],
            ("Jane Doe", "Karim Example"),
        ),
        (["By Jane Doe Photos by Karim Example"], ("Jane Doe",)),
        (["Photos by Karim Example, words by Jane Doe"], ("Jane Doe",)),
        (["Jane Doe, translated by Karim Example"], ("Jane Doe",)),
        (["Anh DO"], ("Anh DO",)),
        (["Jane Doe @janedoe"], ("Jane Doe",)),
        (["jane@ledger.example (Jane Doe)"], ("Jane Doe",)),
        (["www.janedoe.example"], ()),
        (["RONALD MCDONALD"], ("Ronald McDonald",)),
        (["ŞÜKRÜ ÇELİK"], ("Şükrü Çelik",)),
        (["OMAR AL-BASHIR"], ("Omar al-Bashir",)),
        (["J. K. Rowling"], ("J. K. Rowling",)),
        (["Mohammad Gul Sahibbzada"], ("Mohammad Gul Sahibbzada",)),
        (["Dr. Jane Doe"], ("Dr. Jane Doe",)),
        (["Von Jane Doe und Karl Example"], ("Jane Doe", "Karl Example")),
        (["Von der Leyen"], ("Von der Leyen",)),
        (["Par Jane Doe et Karl Example"], ("Jane Doe", "Karl Example")),
        (["Por Jane Doe y Juan Example"], ("Jane Doe", "Juan Example")),
        (["José Ortega y Gasset"], ("José Ortega y Gasset",)),
        (["Propos recueillis par Jane Doe"], ("Jane Doe",)),
        (["Texte : Jane Doe, Photo : Karl Example"], ("Jane Doe",)),
        (["نویسنده: محمد گل، احمد حسن"], ("محمد گل", "احمد حسن")),
        (["بقلم محمد علي"], ("محمد علي",)),
        (["The writer is a freelance columnist"], ()),
        (["The author can be reached at desk@ledger.example"], ()),
        (["By our correspondent"], ()),
        (["Our Staff Reporter"], ()),
        (["The Editorial Board"], ()),
        (["Selmak Courier Editorial Board"], ()),
        (["The Selmak Courier"], ()),
        (["Opinion Desk"], ()),
        (["From staff and wire reports"], ()),
        (["Agencies"], ()),
        (["Various Authors"], ()),
        (["AFP, Reuters"], ("AFP", "Reuters")),
        (["Madonna"], ("Madonna",)),
    ],
)
def test_a_name_is_kept_without_what_stands_around_it(
    names: list[str], expected: tuple[str, ...]
) -> None:
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
        ("Posted on January 9, 2012 by Jane Doe", ("Jane Doe",)),
        ("Published: 9 January 2012 by Jane Doe", ("Jane Doe",)),
        ("Published on 9 January 2012 at 8:00 am by Jane Doe", ("Jane Doe",)),
        ("January 9, 2012 in Harbour Affairs, Letters by Jane Doe", ("Jane Doe",)),
        ("Posted in Opinion on January 9, 2012 by Jane Doe | 3 Comments", ("Jane Doe",)),
        ("Posted on January 9, 2012 by Jane Doe Leave a comment", ("Jane Doe",)),
        ("Posted on January 9, 2012 by harbourwatch", ("harbourwatch",)),
        ("Posted on January 9, 2012 by admin", ()),
        ("Posted on January 9, 2012 by editor2", ()),
        ("By Pixel Studio", ()),
        ("By Blue Harbour Solutions", ()),
        ("Date: 2012-01-09 Author: Jane Doe", ("Jane Doe",)),
        ("On January 9, 2012 by order of the court the bridge was shut", ()),
        ("Last modified on January 9, 2012 by Jane Doe", ()),
        ("Signed on January 9, 2012 by Jane Doe", ()),
        ("January 9, 2012 | Jane Doe | 3 comments", ("Jane Doe",)),
        ("Opinion | Harbour Affairs | January 9, 2012", ()),
        ("January 9, 2012 | Harbour Watch | Northern Lights | 3 comments", ()),
        ("Written by Jane Doe Monday, 09 January 2012 10:22", ("Jane Doe",)),
        ("By Monday, January 9, 2012", ()),
        ("January 9, 2012 | By Monday Okafor", ("Monday Okafor",)),
        ("Publishing Date: January 9, 2012", ()),
        ("Closing Date: January 9, 2012", ()),
        ("Northland Post Editorial, January 9, 2012", ()),
        ("By Jane Doe in Selmak and Karim Example in Kandar", ("Jane Doe", "Karim Example")),
        (
            "By Jane Doe in Selmak, Li Wei in Kandar and Ann Roe in New York",
            ("Jane Doe", "Li Wei", "Ann Roe"),
        ),
        ("By Jane Doe in Selmak and New York", ("Jane Doe",)),
        ("Jane Doe, Editor", ()),
        ("Harbour Board, Northern Contributor", ()),
        ("Guest columnist Jane Doe", ("Jane Doe",)),
        ("Guest columnist leaves after row", ()),
        ("As told to Jane Doe", ("Jane Doe",)),
        ("By THOMAS EXAMPLE, DOCKERS 12", ("Thomas Example",)),
        ("By Karim Example, steward, Dockers Local 7", ("Karim Example",)),
        ("By a shop steward", ()),
        ("By members of the union", ()),
        ("By JANE DOE Staff Writer", ("Jane Doe",)),
        ("By Jane Doe (Selmak)", ("Jane Doe",)),
        ("(Reporting by Jane Doe in Selmak; Editing by Karim Example)", ("Jane Doe",)),
        ("Autor: Jane Doe", ("Jane Doe",)),
        ("نویسنده: محمد گل", ("محمد گل",)),
        ("بقلم محمد علي", ("محمد علي",)),
        ("Door Opens Wider", ()),
        ("Authors Gather Again", ()),
        ("The writer is an engineer", ()),
    ],
)
def test_a_line_names_those_who_sign_it(line: str, expected: tuple[str, ...]) -> None:
    assert read_line(line).names == expected


def test_a_day_glued_to_a_name_is_still_read() -> None:
    assert read_line("Dec 17, 2020Jane Doe").day == date(2020, 12, 17)


def test_a_day_behind_a_label_that_says_what_it_is_of_stays_a_day_and_names_no_one() -> None:
    line = read_line("Publishing Date: January 9, 2012")
    assert (line.day, line.names, line.pure) == (date(2012, 1, 9), (), True)


@pytest.mark.parametrize(
    "line", ["By Courier Staff", "By our Special Correspondent", "By the Editorial Board"]
)
def test_who_signs_for_the_paper_is_nobody_and_no_text(line: str) -> None:
    found = article(text=f"<p>{line}</p>{REPORT}")
    assert (found.byline, len(found.paragraphs)) == ((), 2)
    assert not can_be_title(line)
    assert can_be_title("By Default")


@pytest.mark.parametrize(
    "text", ["The Herald Board", "Selmak Clinic", "Chapter Chair", "Jane"]
)
def test_an_office_a_house_and_a_run_of_words_are_no_person(text: str) -> None:
    assert not looks_like_person(text)


@pytest.mark.parametrize(
    "author",
    [
        "Jane Doe",
        ["Jane Doe"],
        {"@type": "Person", "name": "By Jane Doe"},
        [
            {"@type": "Person", "name": "Jane Doe"},
            {"@type": "Organization", "name": "Selmak Press Agency"},
        ],
        {"@type": "Person", "name": ["Jane Doe"]},
        {"@type": "Person", "name": "Jane Doe, Selmak Courier"},
        {"@type": ["Author", "Person"], "name": "Jane Doe"},
        {"@type": "Person", "givenName": "Jane", "familyName": "Doe"},
        {"@type": "Person", "name": {"@value": "Jane Doe", "@language": "en"}},
    ],
)
def test_json_ld_names_its_author_in_many_shapes(author: object) -> None:
    assert byline(head=json_ld(author)) == ("Jane Doe",)


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Person", "url": "https://selmakcourier.example/author/jane-doe"},
        {"@type": "Person", "name": "https://selmakcourier.example/author/jane-doe"},
        {"@type": "Person", "name": "desk@selmakcourier.example"},
        {"@type": "Person", "name": "Staff Reporter"},
        {"@type": "Organization", "name": "Selmak Courier Editorial Board"},
        {"@type": "Role", "author": {"@type": "Role"}},
    ],
)
def test_an_author_without_a_name_is_nobody_and_hides_no_one(author: object) -> None:
    assert byline(head=json_ld(author)) == ()
    assert byline(head=json_ld(author), above="<p>By Jane Doe</p>") == ("Jane Doe",)


@pytest.mark.parametrize("reference", [{"@id": "#jane"}, "#jane", [{"@id": "#jane"}]])
def test_an_author_named_elsewhere_in_the_graph_is_found(reference: object) -> None:
    graph = [
        {"@type": "NewsArticle", "headline": "The Ferry Must Sail", "author": reference},
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
    assert byline(head=poster, above="<p>Karim Example</p><p>Photographs by Jane Doe</p>") == (
        "Karim Example",
    )


@pytest.mark.parametrize("sign", ["", "By "])
def test_a_section_of_the_menu_beside_a_day_is_no_author(sign: str) -> None:
    links = "".join(
        f"<li><a href='/{name}'>{name}</a></li>"
        for name in ("North Shore", "Harbour", "Letters", "Sport")
    )
    line = f"<p>{sign}North Shore, March 1, 2021</p>"
    assert byline(before=f"<ul>{links}</ul>", above=line) == (("North Shore",) if sign else ())
    assert byline(above=line) == ("North Shore",)


def test_a_printed_byline_with_more_names_completes_the_head() -> None:
    one = json_ld({"@type": "Person", "name": "Jane Doe"})
    assert byline(head=one, above="<p>By Dr Jane Doe and Karim Example</p>") == (
        "Dr Jane Doe",
        "Karim Example",
    )


def test_a_label_of_a_card_says_who_wrote_it_in_any_place() -> None:
    labels = (
        '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="4 minutes">'
        '<meta name="twitter:label2" content="Written by"><meta name="twitter:data2" content="Jane Doe">'
    )
    assert byline(head=labels) == ("Jane Doe",)


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="byline" content="By JANE DOE">',
        '<meta name="cXenseParse:author" content="Jane Doe">',
        '<meta property="article:authors" content="Jane Doe">',
        '<meta name="DC.creator" content="Doe, Jane">',
        '<meta itemprop="author" content="Jane Doe">',
    ],
)
def test_a_meta_element_of_any_name_for_an_author_is_read(meta: str) -> None:
    assert byline(head=meta) == ("Jane Doe",)


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="web_author" content="Jane Doe">',
        '<meta name="twitter:creator" content="janedoe">',
        '<meta property="article:author" content="https://www.facebook.com/janedoe">',
        '<meta name="image_author" content="Jane Doe">',
    ],
)
def test_who_made_the_site_or_a_picture_has_not_written_the_article(meta: str) -> None:
    assert byline(head=meta) == ()


def test_several_full_names_in_one_field_are_not_turned_round() -> None:
    assert byline(head='<meta name="DC.creator" content="Jane Doe, Karim Example">') == (
        "Jane Doe",
        "Karim Example",
    )


@pytest.mark.parametrize(
    "box",
    [
        '<a rel="author nofollow" href="/a">Jane Doe</a>',
        '<span rel="author">Jane Doe</span>',
        '<span itemprop="author creator">Jane Doe</span>',
        '<div itemprop="author" itemscope>By <span itemprop="name">Jane Doe</span>, in Selmak</div>',
        '<div itemprop="author" itemscope><meta itemprop="name" content="Jane Doe">The pilot</div>',
        '<div class="byline">JANE DOE in Geneva</div>',
        '<div class="by-line">Jane Doe, Political Editor</div>',
        '<div class="authorName">JANE DOE</div>',
        '<div class="article__author">Von Jane Doe</div>',
        '<div class="columnist">Jane Doe | Correspondent</div>',
        '<div class="autor">Jane Doe</div>',
        '<div class="story-byline">By JANE DOE Staff Writer</div>',
        '<p><a href="/columnists/jane-doe">Jane Doe</a></p>',
        '<p><a href="/by/jane-doe">Jane Doe</a></p>',
    ],
)
def test_an_element_called_after_an_author_names_one(box: str) -> None:
    assert byline(above=box) == ("Jane Doe",)


JANE = '<span class="author vcard"><a class="url fn n" href="/author/jane/">Jane Doe</a></span>'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"Posted on January 9, 2012 by {JANE}", ("Jane Doe",)),
        (f"{JANE} in Opinion", ("Jane Doe",)),
        (f"{JANE} <span>Harbour Affairs</span> January 9, 2012", ("Jane Doe",)),
        (f"<span>Harbour Affairs</span> January 9, 2012 {JANE}", ("Jane Doe",)),
        (
            '<a href="/author/jane">Jane Doe</a><a href="/author/li">Li Wei</a> January 9, 2012',
            ("Jane Doe", "Li Wei"),
        ),
        ('By Jane Doe | <span class="byline">Karim Example</span>', ("Jane Doe",)),
        ('<span class="author vcard">admin</span> January 9, 2012', ()),
        ('<span class="reader">Jane Doe</span> in Opinion', ()),
    ],
)
def test_a_part_of_a_line_called_after_an_author_names_one(
    line: str, expected: tuple[str, ...]
) -> None:
    assert byline(above=f"<p>{line}</p>") == expected


@pytest.mark.parametrize("mark", ["author vcard", "byline"])
def test_an_author_of_a_comment_or_of_another_article_has_not_written_the_page(mark: str) -> None:
    box = f'<p><a href="/pier">The Lamp on the Pier</a> <span class="{mark}">Li Wei</span></p>'
    assert byline(before=box) == byline(after=box) == ()


def test_a_printed_name_is_believed_before_what_the_system_calls_its_owner() -> None:
    assert byline(head=json_ld("jane.doe"), above="<p>By Jane Doe</p>") == ("Jane Doe",)
    assert byline(head=json_ld("jane.doe")) == ("jane.doe",)


@pytest.mark.parametrize(
    "sign",
    [
        "<p>(Reporting by Jane Doe in Selmak; Editing by Karim Example)</p>",
        "<p>The author, Jane Doe, is a pilot in the harbour.</p>",
        "<p>About the author: Jane Doe is a pilot in the harbour.</p>",
        "<p>Jane Doe is a retired harbour engineer who lives on the island.</p>",
        "<p>Jane Doe teaches at the Naval School of Selmak.</p>",
        "<p>The author is Jane Doe, a pilot.</p>",
        "<p>Written by Jane Doe</p>",
        "<p>Posted by Jane Doe at 14:33</p>",
        "<p>By Jane Doe, harbour pilot</p>",
        "<p>— Jane Doe</p>",
        "<p><b>Jane Doe</b></p>",
    ],
)
def test_a_signature_below_the_text_is_read(sign: str) -> None:
    assert byline(text=REPORT + sign) == ("Jane Doe",)


@pytest.mark.parametrize(
    "last",
    [
        "The writer is a pilot in the harbour.",
        "The writer can be reached at desk@selmakcourier.example",
        "Jane Doe was not in the hall.",
        "Northern Shipping is a company with four boats.",
    ],
)
def test_the_last_line_of_a_text_is_not_always_a_note_on_its_author(last: str) -> None:
    assert byline(text=f"{REPORT}<p>{last}</p>") == ()


def test_whom_the_text_has_spoken_of_before_is_not_its_author() -> None:
    told = f"<p>Captain Doe of the harbour would not say when the boat is to sail again, or whether it is.</p>{REPORT}"
    assert byline(text=f"{told}<p>Jane Doe is a retired engineer.</p>") == ()


def test_an_agency_alone_below_the_title_is_credited_where_no_person_is() -> None:
    assert byline(above="<p>Reuters</p><p>January 9, 2012</p>") == ("Reuters",)
    assert byline(above="<p>Reuters</p><p>By Jane Doe</p>") == ("Jane Doe",)
    assert byline(above="<p>Selmak</p>") == ()


def test_who_is_quoted_last_has_not_written_the_page() -> None:
    assert byline(text=f"{REPORT}<p>“A boat in harbour feeds no one.”</p><p>— Jane Doe</p>") == ()


@pytest.mark.parametrize(
    "line", ["<b>Best Wishes</b>", "<b>About Northern Holdings</b>", "<b>Li Wei</b>", "— Li Wei"]
)
@pytest.mark.parametrize("below", ["", "<p>Northern Holdings runs boats.</p>"])
def test_a_last_line_that_names_nobody_who_is_credited_stays_in_the_text(
    line: str, below: str
) -> None:
    page = article(
        head='<meta name="author" content="Jane Doe">', text=f"{REPORT}<p>{line}</p>{below}"
    )
    assert page.byline == ("Jane Doe",)
    assert page.paragraphs[2] == re.sub("<.*?>", "", line)


@pytest.mark.parametrize(
    "line", ["Best Wishes", "About Northern Holdings", "Ferry Again"]
)
def test_a_bold_farewell_or_label_signs_nothing(line: str) -> None:
    page = article(text=f"{REPORT}<p><b>{line}</b></p>")
    assert (page.byline, page.paragraphs[-1]) == ((), line)


@pytest.mark.parametrize("line", ["By Jane Doe", "<b>Jane Doe</b>", "— J. Doe"])
def test_a_last_line_that_says_who_is_credited_is_no_text(line: str) -> None:
    page = article(head='<meta name="author" content="Jane Doe">', text=f"{REPORT}<p>{line}</p>")
    assert (page.byline, len(page.paragraphs)) == (("Jane Doe",), 2)


def test_letters_are_not_by_the_last_who_wrote_one() -> None:
    assert byline(text=f"{REPORT}<p>— Jane Doe</p>{REPORT}<p>— Karim Example</p>") == ()


def test_a_name_beside_the_title_is_the_author_where_a_note_says_who_that_is() -> None:
    name = "<div>Jane Doe</div>"
    note = "<div>Jane Doe is a pilot in the harbour of Selmak and writes of boats.</div>"
    assert byline(above=name, after=note) == ("Jane Doe",)
    assert byline(above=name) == ("Jane Doe",)
    assert byline(after=note) == ()


def test_reports_signed_one_after_another_are_credited_to_all_in_order() -> None:
    text = f"{REPORT}<p>By Karim Example</p>{REPORT}<p>By LI McWEI, Dockers Local 7</p>{REPORT}"
    assert byline(above="<p>By Jane Doe</p>", text=text) == (
        "Jane Doe",
        "Karim Example",
        "Li McWei",
    )


def test_reports_by_people_and_by_an_unnamed_member_are_credited_to_the_people() -> None:
    assert byline(text=f"<p>By a shop steward</p>{REPORT}<p>By Jane Doe</p>{REPORT}") == (
        "Jane Doe",
    )


def test_one_signed_part_does_not_sign_an_unsigned_page() -> None:
    assert byline(text=f"{REPORT}<p>By Jane Doe</p>{REPORT}") == ()


def test_cards_below_a_text_are_no_reports() -> None:
    cards = "".join(
        f"<p>The Lamp on the Pier</p><p>By {name}</p>"
        for name in ("Li Wei", "Ann Example", "Moh Karim")
    )
    assert byline(above="<p>By Jane Doe</p>", after=f"<div>{cards}</div>") == ("Jane Doe",)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Posted by jane on 2003-07-04", ("jane",)),
        ("Posted By Jane Doe On July 4, 2003", ("Jane Doe",)),
        ("By JANE B. DOE III", ("Jane B. Doe III",)),
        ("By KARIM EXAMPLE IV and JANE VAN DOE II", ("Karim Example IV", "Jane van Doe II")),
        ("Story and photos by Jane Doe", ("Jane Doe",)),
        ("Words: Jane Doe", ("Jane Doe",)),
        ("Words: Jane Doe | Pictures: Karim Example", ("Jane Doe",)),
        ("Story: Jane Doe", ("Jane Doe",)),
        ("Updated: 5 Jan 2020 | Published: 2 Jan 2020 | By Jane Doe", ("Jane Doe",)),
        ("By Jane Doe | 04/05/2016", ("Jane Doe",)),
        ("By Jane Doe | July 2003", ("Jane Doe",)),
    ],
)
def test_a_line_of_an_author_below_the_title_is_read_and_no_text(
    line: str, expected: tuple[str, ...]
) -> None:
    found = article(text=f"<p>{line}</p>{REPORT}")
    assert (found.byline, len(found.paragraphs)) == (expected, 2)


def test_a_label_with_words_behind_it_can_be_a_title() -> None:
    assert can_be_title("Words: The New Weapon")
    assert not can_be_title("Words: Jane Doe")


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("de", "Von Jane Doe", ("Jane Doe",)),
        ("de-AT", "Von Jane Doe und Karim Example", ("Jane Doe", "Karim Example")),
        ("fr", "Par Jane Doe, Selmak", ("Jane Doe",)),
        ("es", "Por Jane Doe", ("Jane Doe",)),
        ("en", "Von Jane Doe", ()),
        ("de", "Von Haus zu Haus", ()),
        ("de", "Von der Fähre", ()),
    ],
)
def test_by_is_read_in_the_language_of_the_page(
    language: str, line: str, expected: tuple[str, ...]
) -> None:
    title = "<title>The Ferry Must Sail</title><h1>The Ferry Must Sail</h1>"
    markup = f"<html lang={language}>{title}<p>{line}</p>{REPORT}"
    found = clean(
        Page(None, markup.encode(), "text/html", "utf-8", datetime(2021, 12, 2, tzinfo=UTC))
    )
    assert (found.byline, len(found.paragraphs)) == (expected, 2 if expected else 3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("JANE DOE", ("Jane Doe",)), ("HARBOUR BOARD", ()), ("FERRY BOAT", ()), ("My Ferry", ())],
)
def test_a_name_alone_between_the_title_and_its_day_is_the_author(
    name: str, expected: tuple[str, ...]
) -> None:
    assert byline(above=f"<p>{name}</p><p>12 Jan 2001</p>") == expected


@pytest.mark.parametrize(
    "name",
    [
        "JANE DOE",
        "<b>Jane Doe</b>",
        "Jane Doe and Li Wei",
        "Jane Doe - The Selmak Courier",
        "Jane Doe, The Ferry Times",
        "Jane Doe, Political Editor",
    ],
)
def test_a_name_alone_below_the_title_is_the_author(name: str) -> None:
    found = article(text=f"<p>{name}</p>{REPORT}")
    assert (found.byline[0], len(found.paragraphs)) == ("Jane Doe", 2)


@pytest.mark.parametrize(
    "text",
    [
        f"<p>Stand: 03.02.2021, 20:44 Uhr</p>{REPORT}",
        f"<p>Uppdaterad 15.59 | Publicerad 14.14</p>{REPORT}",
        f"<p>Jane Doe</p>{REPORT}",
        f"<p>Author of the article:</p><p>Jane Doe</p>{REPORT}",
        f"<p>{PARAGRAPH}</p><p>Von Jane Doe</p><p>03.02.2021, 20.15 Uhr</p><p>{PARAGRAPH}</p>",
        f"<p>{PARAGRAPH}</p><p>By Jane Doe</p><p>{PARAGRAPH}</p>",
    ],
)
def test_a_stamp_a_clock_or_the_author_near_the_title_is_no_text(text: str) -> None:
    language = '<meta name="author" content="Jane Doe"></head><html lang="de"><head>'
    assert set(article(head=language, text=text).paragraphs) <= set(article().paragraphs)


def test_the_source_of_a_quotation_is_text_and_gives_no_day() -> None:
    found = article(text=f"<p>{PARAGRAPH}</p><p>--Reuters, March 3, 2021</p>{REPORT}")
    assert (found.published, len(found.paragraphs)) == (None, 4)


@pytest.mark.parametrize(
    "line",
    [
        "<p><b>Ferry Pier</b></p>",
        "<h3>Jane Doe</h3>",
        "<p>--Jane Doe</p>",
        "<p>New York</p>",
        "<p>Dear Selmak Courier,</p>",
    ],
)
def test_a_subhead_or_a_salutation_below_the_title_is_no_author(line: str) -> None:
    assert byline(text=f"{line}{REPORT}") == ()


@pytest.mark.parametrize("label", ["Getty Images", "Abone Ol", "この記事を書いた人"])
def test_a_label_a_button_or_a_credit_is_no_author(label: str) -> None:
    assert byline(text=f"<p>{label}</p>{REPORT}") == ()
    assert byline(text=f"<p class=author>{label}</p>{REPORT}") == ()


def test_a_name_below_the_title_of_whom_the_text_speaks_is_no_author() -> None:
    assert byline(text=f"<p>Jane Doe</p>{REPORT}<p>Jane Doe asked for a ferry.</p>") == ()


@pytest.mark.parametrize(
    "line",
    ["Kirjoittaja: Jane Doe", "Tekst: Jane Doe", "Yazan: Jane Doe", "Ditulis oleh Jane Doe",
     "Autorka: Jane Doe", "Av: Jane Doe", "Éditorial par Jane Doe",
     "Par Jane Doe Publié le 3 mars 2011", "Op-Ed by Jane Doe", "By Jane Doe March 18 at 3:57 PM"],
)  # fmt: skip
def test_by_is_read_in_the_languages_of_the_tables(line: str) -> None:
    assert byline(above=f"<p>{line}</p>") == ("Jane Doe",)


def test_an_office_behind_a_name_without_capitals_is_no_part_of_it() -> None:
    assert byline(above='<p class="author">신현주 기자</p>') == ("신현주",)
    assert byline(above='<p class="author">例花子記者</p>') == ("例花子",)
    assert byline(above='<p class="author">هيئة التحرير</p>') == ()


def test_and_joins_names_without_capitals_and_a_photographer_is_no_author() -> None:
    assert byline(above="<p>نویسنده: مریم مثال و حمید نمونه</p>") == ("مریم مثال", "حمید نمونه")
    shown = "<p class=author>Von Jane Doe (Text) und Li Wei (Fotos)</p>"
    assert byline(above=shown) == ("Jane Doe",)


@pytest.mark.parametrize(
    "said", ["Harbour Pilots Limited", "selmak.example, Selmak, Norland", "Selmak Holding GmbH"]
)
def test_a_company_or_an_address_in_the_head_is_no_author(said: str) -> None:
    assert byline(head=f'<meta name="author" content="{said}">') == ()


@pytest.mark.parametrize(
    "box",
    [
        '<div><h4><a href="/x">The Lamp on the Pier</a></h4><a rel="author" href="/a">Li Wei</a></div>',
        '<div><h4><a href="/x">The Lamp on the Pier</a></h4><span itemprop="author">Li Wei</span></div>',
        '<div><h3>Most read</h3><p><a href="/x">The Lamp on the Pier</a></p><p>By Li Wei</p></div>',
        '<div><h3>Columnist of the week</h3><p class="columnist">Li Wei</p></div>',
        '<div class="comments"><p class="author">Li Wei</p></div>',
        '<aside><h3>Popular</h3><ol><li><a href="/x">The Pier</a><p class="author">Li Wei</p></ol></aside>',
    ],
)
def test_who_is_named_in_another_box_below_the_text_has_not_written_it(box: str) -> None:
    assert byline(after=box) == ()
    assert byline(above='<p>By <a rel="author" href="/b">Jane Doe</a></p>', after=box) == (
        "Jane Doe",
    )


@pytest.mark.parametrize(
    "words",
    [
        "My Top",
        "Popular Demand",
        "Town Hall",
        "Licensed Arabica Grader",
        "Lifestyle March",
        "Radio Selmak",
    ],
)
def test_what_is_written_like_a_name_and_begins_as_none_does_is_nobodys(words: str) -> None:
    assert byline(above=f"<p>{words}, May 4, 1999</p>") == ()
    assert byline(above=f"<p>By {words}</p>") == ()
    assert byline(above=f'<p class="author">{words}</p>') == ()


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe, 1921 - March 5, 2003.",
        "Jane Doe, 1921 – March 5, 2003",
        "“It is ours.” - Jane Doe, May 4, 1999",
    ],
)
def test_a_life_or_a_quotation_with_its_day_is_text(line: str) -> None:
    found = article(text=f"<p>{line}</p>{REPORT}")
    assert (found.byline, found.published, found.paragraphs[0]) == ((), None, line)


CARD = (
    '<div itemscope itemtype="https://schema.org/NewsArticle"><a href="/x" itemprop="headline">{}</a>'
    '<meta itemprop="datePublished" content="2019-09-09"><span itemprop="author">Jane Doe</span></div>'
)
