import csv
import io
import json
import re
import shutil
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from urllib.parse import quote, quote_plus
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from corpus.article import Page
from corpus.intake.intake import clean_pages
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from tests.newsroom import (
    HOSTILE,
    PERSIAN,
    TAKEN_DOWN,
    UNDATED,
    build,
    fill,
    found_a_paper,
    made,
    read_site,
    sample_articles,
    settle,
    soup,
)
from tests.shell import PATIENCE
from web import create_app
from web.base.article_path import slug
from web.pages.links import article_url
from web.pages.marked_text import marked
from web.pages.presentation import page_numbers

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    return found_a_paper(tmp_path_factory.mktemp("paper"))


@pytest.fixture(scope="module")
def client(paper):
    with read_site(paper) as client:
        yield client


@pytest.fixture
def open_client(request):
    """Makes clients of other settings and closes what they opened."""

    def opened(settings):
        app = create_app(settings)
        request.addfinalizer(app.extensions["shelf"].close)
        return app.test_client()

    return opened


def titles(page):
    return [heading.get_text() for heading in page.select(".card h3")]


def address_of(client, article, **more):
    with client.application.test_request_context():
        return article_url(article, **more)


# -- every page


PAGES = (
    "/", "/search?q=water", "/search?q=zzqqx", "/browse", "/browse/2018", "/browse/2018/01", "/browse/2018/01/15", "/browse/undated",
    "/draft", "/help", "/api", "/status", "/a/unknown", "/nowhere",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_landmarks_one_h1_no_gap_in_headings_and_no_inline_code(client, path):
    response = client.get(path)
    page = BeautifulSoup(response.get_data(as_text=True), "lxml")
    assert len(page.find_all("h1")) == 1
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.html["lang"] == "en"
    assert page.select_one("main#main")
    assert page.find(id=page.select_one("a.skip")["href"].removeprefix("#"))
    assert not page.find_all("style")
    assert not page.find_all(style=True)
    assert all(script.get("src") and not script.string for script in page.find_all("script"))
    assert not [tag for tag in page.find_all() for name in tag.attrs if name.startswith("on")]
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for label in page.find_all("label")}
    fields = page.select("input:not([type=hidden]), textarea")
    assert all(field.find_parent("label") or field["id"] in labelled for field in fields)


@pytest.mark.parametrize(
    "path", [*PAGES, "/search.json?q=water", "/healthz", "/static/site.css", "/sitemap.xml"]
)
def test_every_answer_is_guarded(client, path):
    with client.get(path) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_every_page_leads_somewhere(client, path):
    page = BeautifulSoup(client.get(path).get_data(as_text=True), "lxml")
    links = {
        tag.get("href") or tag.get("src") for tag in page.select("a[href], link[href], script[src]")
    }
    for link in links:
        if link.startswith("/"):
            with client.get(link) as response:
                assert response.status_code in (200, 301), link
        elif link.startswith("#"):
            assert page.find(id=link[1:]), link


# -- the front


def test_the_front_page_tells_what_is_searched_and_shows_the_latest(client):
    page = soup(client.get("/"))
    holdings = page.select_one(".holdings").text
    assert re.fullmatch(r"\d+ editorials, 2008–2024; index built (just now|\d+ min ago)", holdings)
    newest = sorted(sample_articles(), key=lambda article: article.published)[-1]
    assert page.select_one(".latest .entry-title").text == newest.title


def test_every_idea_on_the_front_page_finds_something(client):
    ideas = soup(client.get("/")).select(".ideas a")
    assert len(ideas) == 3
    assert all(titles(soup(client.get(idea["href"]))) for idea in ideas)


# -- results


def test_a_card_has_title_about_marked_snippet_and_deeds(client):
    page = soup(client.get("/search?q=lantern"))
    card = page.find("article", id=UNDATED.id)
    link = card.select_one("h3 a")
    assert link.text == UNDATED.title
    assert link["href"] == address_of(client, UNDATED, state="q=lantern")
    assert card.select_one(".about").get_text(strip=True) == "undated"
    assert [mark.text for mark in card.select(".snippet mark")] == ["lanterns"]
    assert {deed["href"].split("#")[1] for deed in card.select(".deeds a")} == {"similar", "cite"}
    assert client.get(card.select_one(".there")["href"]).status_code == 200


def test_the_line_searched_for_names_every_word(client):
    page = soup(client.get("/search?q=the+lantern+zzqqx"))
    line = page.select_one(".fates").get_text(" ", strip=True)
    assert all(word in line for word in ("the", "lantern", "zzqqx"))


def test_full_matches_come_before_a_divider_and_partial_ones_after(client):
    page = soup(client.get("/search?q=lantern+lit"))
    divider = page.select_one("h2.divider")
    assert UNDATED.title in [tag.get_text() for tag in divider.find_all_previous("h3")]
    assert HOSTILE.title in [tag.get_text() for tag in divider.find_all_next("h3")]
    assert re.fullmatch(r"1 editorial with all words, \d+ more with some", page.h1.get_text())


def test_partial_matches_alone_are_called_so_and_can_be_narrowed(client):
    page = soup(client.get("/search?q=lantern+zzqqx"))
    assert re.fullmatch(r"\d+ editorials? with some of the words", page.h1.get_text())
    assert page.select(".narrow-link")
    assert not soup(client.get("/search?q=zzqqx")).select(".narrow-link")


def test_authors_beyond_the_first_eight_fold_out(tmp_path, open_client):
    settings = settle(tmp_path)
    fill(
        settings,
        tuple(
            made(number, "The heron waits.", byline=(f"Author {number:02}",))
            for number in range(25)
        ),
    )
    build(settings)
    facet = soup(open_client(settings).get("/search?q=heron")).select_one(".facet-author")
    assert len(facet.select("a")) == 20
    assert len(facet.select("details a")) == 12
    assert facet.summary.text == "12 more, of those with the most"


def test_what_was_taken_down_after_indexing_is_in_no_answer(tmp_path, open_client):
    settings = settle(tmp_path)
    articles = tuple(made(number, "The heron waits.") for number in range(3))
    fill(settings, articles)
    build(settings)
    with ArticleStore(settings.corpus) as store:
        store.remove(articles[1].id, "a mistake")
    client = open_client(settings)
    expected = {articles[0].id, articles[2].id}
    assert {card["id"] for card in soup(client.get("/search?q=heron")).select(".card")} == expected
    assert {hit["id"] for hit in client.get("/search.json?q=heron").json["hits"]} == expected
    assert {
        json.loads(line)["id"] for line in client.get("/search.ndjson?q=heron").text.splitlines()
    } == expected
    assert (
        articles[1].title
        not in client.post("/draft", data={"text": "The heron waits for the heron."}).text
    )
    assert client.get("/status.json").json["index"]["changes_waiting"] == 1


def test_an_empty_box_shows_help_and_empty_fields_leave_the_address(client):
    assert client.get("/search?q=&from=&to=").headers["Location"] == "/search"
    assert soup(client.get("/search")).h1.text == "How to search"
    assert (
        client.get("/search?q=water&from=&to=2015&author=").headers["Location"]
        == "/search?q=water&to=2015"
    )


@pytest.fixture(scope="module")
def herons(tmp_path_factory):
    """Twenty-five editorials on one subject, two authors, five years, two undated."""
    settings = settle(tmp_path_factory.mktemp("herons"))
    articles = [
        made(
            number,
            f"The heron number{number} waits.",
            byline=("Ada Reed",) if number % 2 else ("Ben Ash", "Cy Low"),
        )
        for number in range(25)
    ]
    articles[3] = replace(articles[3], published=None, date_source="unknown")
    articles[4] = replace(articles[4], published=None, date_source="unknown")
    fill(settings, tuple(articles))
    build(settings)
    app = create_app(settings)
    yield app.test_client()
    app.extensions["shelf"].close()


def test_pages_are_numbered_and_together_show_every_hit_once(herons):
    seen = []
    for number in (1, 2, 3):
        page = soup(herons.get(f"/search?q=heron&page={number}"))
        seen += [card["id"] for card in page.select(".card")]
        assert bool(page.select("nav.pages a[rel=prev]")) == (number > 1)
        assert bool(page.select("nav.pages a[rel=next]")) == (number < 3)
        assert page.select_one("nav.pages [aria-current=page]").text == f"Page {number}"
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize("number", ["4", "999999", "9" * 5000])
def test_a_page_past_the_end_is_404_with_a_way_back(herons, number):
    page = soup(herons.get(f"/search?q=heron&page={number}"), 404)
    assert "page=3" in page.select_one(".notice a")["href"]


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "٣x", "²"])
def test_a_page_that_is_no_number_is_the_first_and_said(herons, number):
    page = soup(herons.get(f"/search?q=heron&page={quote(number)}"))
    assert len(titles(page)) == 10
    assert "is not a number" in page.select_one(".notice").text


def test_facets_are_links_that_narrow_to_their_count_and_chips_take_them_back(herons):
    page = soup(herons.get("/search?q=heron"))
    for facet in ("year", "author"):
        links = page.select(f".facet-{facet} a")
        assert links
        for link in links:
            count = int(link.select_one(".number").text)
            narrowed = soup(herons.get(link["href"]))
            assert narrowed.h1.get_text().startswith(f"{count} editorial")
            assert (
                herons.get(narrowed.select_one(".chips a")["href"]).text.count('class="card"') == 10
            )


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ("from=2012&to=2012", 5),
        ("from=2013", 8),
        ("to=2010", 5),
        ("from=2011-02&to=2011-02", 1),
        ("to=2012-12-31", 15),
    ],
)
def test_dates_are_years_months_or_days(herons, given, count):
    # articles 3 and 4 of 2013 and 2014 are undated
    found = herons.get(f"/search.json?q=heron&{given}").json
    assert found["total"] == count
    assert soup(herons.get(f"/search?{given}")).h1.get_text().startswith(f"{count} editorial")


@pytest.mark.parametrize(
    "bad", ["2014-13", "yesterday", "2014-02-30", "0000", "2010..x", "<b>", "9" * 4000]
)
def test_a_bad_date_is_said_in_a_line_and_left_out(herons, bad):
    page = soup(herons.get(f"/search?q=heron&from={quote(bad)}"))
    assert "is not a date" in page.select_one(".notice").text
    assert len(titles(page)) == 10
    assert herons.get(f"/search.json?q=heron&from={quote(bad)}").json["notices"]


def test_sorting_puts_undated_last_both_ways(herons):
    for order in ("newest", "oldest"):
        pages = [
            herons.get(f"/search.json?q=heron&sort={order}&page={page}").json for page in (1, 2, 3)
        ]
        days = [hit["published"] for page in pages for hit in page["hits"]]
        assert days[-2:] == [None, None]
        assert days[:-2] == sorted(days[:-2], reverse=order == "newest")


def test_an_unknown_order_is_said(herons):
    assert (
        "is not one of these"
        in soup(herons.get("/search?q=heron&sort=best")).select_one(".notice").text
    )


def test_nothing_found_says_which_filter_kills_it_and_what_it_finds_without(herons):
    page = soup(herons.get("/search?q=heron&from=1990&to=1991"))
    way = page.select_one(".nothing a")
    assert page.h1.get_text() == "Nothing found"
    assert way.text == "Without the dates"
    assert "25 editorials would be found" in way.parent.text
    assert len(titles(soup(herons.get(way["href"])))) == 10


def test_two_filters_that_kill_it_only_together_are_told_apart(herons):
    page = soup(herons.get("/search?q=heron&from=1990&to=1991&author=Nobody"))
    assert [way.text for way in page.select(".nothing a[href^='/search']")][:1] == [
        "Without the filters"
    ]


def test_filters_are_shown_as_they_were_given(herons):
    page = soup(herons.get("/search?from=2010-03-01&to=2010-03-05"))
    assert page.select_one(".chips span").text == "2010-03-01 – 2010-03-05"
    assert "2010-03..2010-03-05" not in page.get_text()


def test_a_date_that_could_not_be_read_is_no_filter_in_force(herons):
    assert not soup(herons.get("/search?q=heron&from=soon")).select(".chips a")


def test_nothing_found_says_which_word_kills_it(client):
    page = soup(client.get("/search?q=zzqqx"))
    assert "zzqqx" in page.select_one(".nothing").text


def test_a_misspelt_word_gets_a_link_to_what_finds_more(herons):
    page = soup(herons.get("/search?q=heronn"))
    link = next(
        link
        for hint in page.select(".hint")
        if "Did you mean" in hint.text
        for link in hint.select("a")
    )
    assert link.text == "heron"
    assert len(titles(soup(herons.get(link["href"])))) == 10


def test_what_cannot_be_parsed_is_repaired_as_a_link(herons):
    page = soup(herons.get('/search?q="heron+waits+('))
    links = [link for hint in page.select(".hint") for link in hint.select("a")]
    assert links
    assert all(herons.get(link["href"]).status_code == 200 for link in links)


@pytest.mark.parametrize(
    "q",
    [
        "(" * 5000, '"' * 999, "a" * 20000, "a " * 5000, "a* " * 300, "NOT", "-", "=", "title:", "AND OR NOT NEAR/0",
        "\0\x01\x7f", "<script>alert(1)</script>", "'; DROP TABLE articles; --", "../../etc/passwd", "%", "\u202e",
        "ی" * 500, "🦆" * 100, "date:9999..0001", "after:99999-99-99", "x~9 y~0 z~-1", "~ * ^ \\", "{{7*7}}",
    ],
)  # fmt: skip
def test_a_hostile_question_is_answered(client, q):
    page = soup(client.get("/search", query_string={"q": q}))
    assert page.h1
    assert not page.find_all("script", src=False)
    assert client.get("/search.json", query_string={"q": q}).status_code == 200
    ElementTree.fromstring(client.get("/search.atom", query_string={"q": q}).data)
    assert (
        client.get(f"/a/{UNDATED.id}", query_string={"q": q}, follow_redirects=True).status_code
        == 200
    )


def test_bytes_that_are_no_text_are_answered(client):
    assert client.get("/search?q=%ff%fe%ed%a0%80&author=%c3").status_code == 200


def test_text_by_other_people_is_escaped_wherever_it_stands(client):
    with client.application.test_request_context():
        own = article_url(HOSTILE)
    for path in ("/search?q=lantern", own, "/browse/2018/01", "/search.atom?q=lantern"):
        text = client.get(path).get_data(as_text=True)
        for raw in ("<script>alert", "<img src=x", "<svg onload", "<b>Opinion"):
            assert raw not in text
    page = soup(client.get(own))
    assert page.select_one("article h1").get_text() == HOSTILE.title
    assert page.title.get_text().startswith(HOSTILE.title)
    assert not page.select("a[href^='javascript:']")


# -- results as data


def test_the_json_is_the_object_that_was_agreed(client):
    found = client.get("/search.json?q=lantern").json
    assert {
        "query",
        "searched_for",
        "total",
        "partial",
        "hits",
        "facets",
        "suggestion",
    } <= found.keys()
    hit = next(hit for hit in found["hits"] if hit["id"] == UNDATED.id)
    assert {
        "id",
        "url",
        "title",
        "published",
        "date_source",
        "byline",
        "section",
        "score",
        "snippets",
    } <= hit.keys()
    snippet = hit["snippets"][0]
    assert [snippet["text"][start:end] for start, end in snippet["spans"]] == ["lanterns"]
    page = soup(client.get(address_of(client, UNDATED)))
    assert snippet["text"] in page.select_one("#" + snippet["anchor"]).get_text()
    assert snippet["anchor"] == f"p{snippet['paragraph'] + 1}"
    assert (hit["published"], hit["date_source"]) == (None, "unknown")


def test_exports_hold_every_hit_not_a_page(herons):
    table = herons.get("/search.csv?q=heron").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    lines = [json.loads(line) for line in herons.get("/search.ndjson?q=heron").text.splitlines()]
    assert len(rows) == len(lines) == 25
    assert {row["id"] for row in rows} == {line["id"] for line in lines}
    assert herons.get("/search.ris?q=heron").text.count("TY  - NEWS") == 25
    assert herons.get("/search.bib?q=heron").text.count("@article{") == 25


def test_what_was_found_is_taken_away_at_its_head_in_all_its_state(herons):
    state = "q=heron&from=2012&author=Ada+Reed&sort=oldest"
    page = soup(herons.get(f"/search?{state}&page=1"))
    links = {tag.text: tag["href"] for tag in page.select(".found > .deeds a")}
    assert links == {
        "Download as CSV": f"/search.csv?{state}",
        "Subscribe": "/search.atom?q=heron&from=2012&author=Ada+Reed",
        "Cite as RIS": f"/search.ris?{state}",
        "Other forms": "#takeaway",
    }
    count = int(page.h1.text.split()[0])
    assert len(herons.get(links["Download as CSV"]).text.splitlines()) == 1 + count
    assert len(page.select("#takeaway a")) == 7
    for tag in page.select("#takeaway a"):
        assert herons.get(tag["href"]).status_code == 200
    assert not soup(herons.get("/search?q=zzqqx")).select(".found > .deeds, #takeaway")


def test_an_export_of_nothing_asked_is_refused_in_words(herons):
    assert "needs words or a filter" in soup(herons.get("/search.csv"), 400).get_text()


def test_a_cell_that_a_spreadsheet_would_run_is_defused(tmp_path, open_client):
    settings = settle(tmp_path)
    fill(settings, (made(1, "The heron waits.", title="=HYPERLINK(1)", section="+x"),))
    build(settings)
    row = next(csv.DictReader(io.StringIO(open_client(settings).get("/search.csv?q=heron").text)))
    assert (row["title"], row["section"]) == ("'=HYPERLINK(1)", "'+x")


# -- an article


def test_an_article_s_page_shows_it_whole_with_an_anchor_to_each_paragraph(client):
    article = sample_articles()[7]
    page = soup(client.get(address_of(client, article)))
    assert page.select_one("article h1").get_text() == article.title
    assert [tag.select_one("p").get_text() for tag in page.select(".paragraph")] == list(
        article.paragraphs
    )
    assert page.select_one("#p2").select_one("p").get_text() == article.paragraphs[1]
    assert page.select_one(".cite .known").text == "The date stands beside the title or the author."
    assert article.title in page.select_one(".citation").get_text()


def test_a_wrong_or_missing_slug_is_sent_to_the_right_one_with_the_question(client):
    right = address_of(client, UNDATED)
    for path in (f"/a/{UNDATED.id}", f"/a/{UNDATED.id}/", f"/a/{UNDATED.id}/wrong"):
        response = client.get(path + "?q=lantern")
        assert response.status_code == 301
        assert response.headers["Location"] == right + "?q=lantern"


def test_the_words_of_the_question_are_marked_in_the_article(client):
    page = soup(client.get(address_of(client, UNDATED, state="q=lantern")))
    assert [mark.text for mark in page.select(".text mark")] == ["lanterns"]
    assert "in 1 place" in page.select_one(".marks-line").text
    assert page.select_one("#q")["value"] == "lantern"
    plain = soup(client.get(address_of(client, UNDATED)))
    assert not plain.select(".editorial mark")
    assert plain.select_one("#q")["value"] == ""


def test_an_article_leads_back_to_the_results_and_to_the_hits_around(herons):
    path = "/search?q=heron&sort=oldest&page=2"
    cards = soup(herons.get(path)).select(".card")
    links = [card.select_one("h3 a")["href"] for card in cards]
    assert all("?q=heron&sort=oldest&page=2" in link for link in links)
    for place, card in enumerate(cards):
        page = soup(herons.get(links[place]))
        line = {link.text: link["href"] for link in page.select(".marks-line a")}
        assert line["Back to the results"] == f"{path}#{card['id']}"
        if place:
            assert line["Result before"] == links[place - 1]
        if place + 1 < len(cards):
            assert line["Next result"] == links[place + 1]
        assert page.select_one("#q")["value"] == "heron"
    first = soup(herons.get(links[0])).select(".marks-line a")
    (before,) = (link["href"] for link in first if link.text == "Result before")
    last_of_first_page = soup(herons.get("/search?q=heron&sort=oldest")).select(".card h3 a")[-1]
    assert before == last_of_first_page["href"]
    last = soup(herons.get("/search?q=heron&sort=oldest&page=3")).select(".card h3 a")[-1]["href"]
    assert "Next result" not in soup(herons.get(last)).select_one(".marks-line").text
    wrong = herons.get(links[0].replace("/made-", "/wrong-"))
    assert wrong.status_code == 301 and wrong.headers["Location"] == links[0]


def test_without_words_an_article_leads_back_too(herons):
    link = soup(herons.get("/search?from=1990")).select_one(".card h3 a")["href"]
    line = soup(herons.get(link)).select_one(".marks-line")
    assert "marked" not in line.text and line.a["href"].startswith("/search?from=1990#")


def test_day_author_and_section_of_an_article_are_links(client):
    article = next(each for each in sample_articles() if each.byline and each.section)
    about = soup(client.get(address_of(client, article))).select_one("article .about")
    links = {link.text: link["href"] for link in about.select("a")}
    assert links[article.section] == f"/search?section={quote_plus(article.section)}"
    assert links[article.byline[0]] == f"/search?author={quote_plus(article.byline[0])}"
    assert f"/browse/{article.published:%Y/%m/%d}" in links.values()
    for link in links.values():
        assert article.title in client.get(f"{link}&size=1000" if "?" in link else link).text


def test_removed_is_410_with_the_reason_and_unknown_404(client):
    gone = soup(client.get(f"/a/{TAKEN_DOWN.id}"), 410)
    assert "at the wish of a person" in gone.get_text()
    assert TAKEN_DOWN.paragraphs[0] not in gone.get_text()
    assert client.get(f"/a/{TAKEN_DOWN.id}.json").status_code == 410
    assert "No article has the id 'nothing'." in soup(client.get("/a/nothing"), 404).get_text()
    assert client.get("/a/nothing.json").json["error"]


def test_before_and_after_follow_the_calendar(client):
    ordered = sorted(
        [*sample_articles(), PERSIAN, HOSTILE], key=lambda article: (article.published, article.id)
    )
    place = ordered.index(PERSIAN)
    page = soup(client.get(address_of(client, PERSIAN)))
    assert page.select_one("nav.neighbours [rel=prev]")["href"] == address_of(
        client, ordered[place - 1]
    )
    assert page.select_one("nav.neighbours [rel=next]")["href"] == address_of(
        client, ordered[place + 1]
    )
    assert not soup(client.get(address_of(client, UNDATED))).select("nav.neighbours")


def test_runs_of_other_scripts_are_named_and_set_in_their_direction(client):
    page = soup(client.get(address_of(client, PERSIAN)))
    first, second = page.select(".paragraph p")
    assert (first["dir"], second["dir"]) == ("rtl", "ltr")
    assert second.select_one("bdi[lang=fa][dir=auto]").text == "کتابخانه"


def test_an_article_as_data_text_and_reference(client):
    article = sample_articles()[0]
    found = client.get(f"/a/{article.id}.json").json
    assert found["paragraphs"] == list(article.paragraphs)
    assert found["page"].endswith(address_of(client, article))
    assert article.text in client.get(f"/a/{article.id}.txt").text
    page, text = found["page"], client.get(f"/a/{article.id}.txt").text
    assert f"Original: {article.url}\nIn the archive: {page}\n" in text
    cited = soup(client.get(address_of(client, article))).select_one(".citation").get_text()
    assert article.url in cited
    assert page in cited
    record = client.get(f"/a/{article.id}.ris").text
    assert f"UR  - {page}\r\nN1  - Original: {article.url}\r\n" in record
    assert f"url = {{{page}}}" in client.get(f"/a/{article.id}.bib").text
    original = article.url.replace("_", r"\_")
    assert f"note = {{Original: {original}}}" in client.get(f"/a/{article.id}.bib").text
    assert (
        f"url = {{{page}}}"
        in client.get("/search.bib", query_string={"q": f'title:"{article.title}"'}).text
    )
    assert "author = " not in client.get(f"/a/{UNDATED.id}.bib").text
    assert "javascript:" not in client.get(f"/a/{HOSTILE.id}.ris").text
    assert record.startswith("TY  - NEWS\r\n")
    assert f"DA  - {article.published:%Y/%m/%d}/" in record
    assert record.endswith("ER  - \r\n\r\n")
    assert client.get(f"/a/{HOSTILE.id}.bib").text.count("{") == client.get(
        f"/a/{HOSTILE.id}.bib"
    ).text.count("}")


def test_a_correction_shows_at_once_with_how_the_date_is_known(tmp_path, open_client):
    settings = settle(tmp_path)
    article = made(1, "The heron waits.")
    fill(settings, (article,))
    with ArticleStore(settings.corpus) as store:
        store.edit(
            article.id, Correction(title="The heron is corrected", published=date(1999, 9, 9))
        )
    page = soup(open_client(settings).get(f"/a/{article.id}", follow_redirects=True))
    assert page.select_one("article h1").text == "The heron is corrected"
    assert "9 September 1999" in page.select_one(".about").text
    known = page.select_one(".known").text
    day = date.fromisoformat(page.select_one(".known time")["datetime"])
    assert abs(day - datetime.now(UTC).date()).days <= 1
    assert known.startswith("The date was set by the newsroom. Corrected here on ")
    assert known.endswith(": title and date.")
    with ArticleStore(settings.corpus) as store:
        store.undo_edit(article.id)
    page = soup(open_client(settings).get(f"/a/{article.id}", follow_redirects=True))
    assert "Corrected" not in page.select_one(".known").text


def test_an_article_says_when_it_was_updated_after_it_was_published(tmp_path, open_client):
    settings = settle(tmp_path)
    day = date(2014, 3, 12)
    later = made(1, "The heron waits.", published=day, updated=date(2014, 3, 15))
    fill(settings, (later, made(2, "A stork.", published=day, updated=day)))
    client = open_client(settings)

    def told(article):
        page = soup(client.get(f"/a/{article.id}", follow_redirects=True))
        structured = json.loads(page.find("script", type="application/ld+json").string)
        return page.select_one("article .about").get_text(" ", strip=True), structured.get("dateModified")

    about, modified = told(later)
    assert about.endswith("updated 15 March 2014") and modified == "2014-03-15"
    about, modified = told(made(2, ""))
    assert "updated" not in about and modified is None
    with ArticleStore(settings.corpus) as store:
        store.edit(later.id, Correction(published=date(2014, 4, 1)))
    about, modified = told(later)
    assert about == "1 April 2014" and modified is None


# -- by date


def test_browsing_counts_every_month_and_shows_the_gaps(client):
    page = soup(client.get("/browse"))
    articles = [*sample_articles(), PERSIAN, HOSTILE]
    shown = {link["href"]: int(link.select_one(".number").text) for link in page.select(".month a")}
    expected: dict[str, int] = {}
    for article in articles:
        path = f"/browse/{article.published:%Y/%m}"
        expected[path] = expected.get(path, 0) + 1
    assert shown == expected
    assert len(page.select(".month")) % 12 == 0
    assert any("a gap" in cell.text for cell in page.select(".month"))
    assert (
        page.select_one('a[href="/browse/undated"]').text == "1 editorial whose date is not known"
    )


def test_a_year_and_a_month_link_their_days(client):
    day = HOSTILE.published
    year = soup(client.get(f"/browse/{day.year}"))
    link = year.select_one(f'.calendar a[href="/browse/{day:%Y/%m}#d{day.day}"]')
    assert link["aria-label"] == "15 January: 1 editorial"
    month = soup(client.get(f"/browse/{day:%Y/%m}"))
    assert HOSTILE.title in month.select_one(f"#d{day.day}").get_text()


@pytest.mark.parametrize(
    "path", ["1900", "2018/13", "2018/00", "2018/02", "0", "99999999", "2018/x", "undated?page=2"]
)
def test_a_time_without_editorials_is_404(client, path):
    soup(client.get(f"/browse/{path}"), 404)


def test_a_month_there_is_not_is_said_in_a_sentence(client):
    page = soup(client.get("/browse/2012/00"), 404)
    assert page.select_one(".standfirst").text == "A year has twelve months, from 01 to 12."


def test_the_legend_of_the_months_is_true_in_light_and_dark(client):
    page = soup(client.get("/browse"))
    assert "darker" not in page.select_one(".standfirst").text
    *shades, gap = page.select(".legend li")
    assert [shade["class"] for shade in shades] == [[f"shade-{number}"] for number in range(1, 5)]
    assert "between the first editorial and the last" in gap.text


def test_a_month_without_editorials_leads_to_those_around_it(client):
    days = sorted({article.published for article in (*sample_articles(), PERSIAN, HOSTILE)})
    months = sorted({(day.year, day.month) for day in days})
    gap = next(
        (year, number)
        for year in range(2012, 2020)
        for number in range(1, 13)
        if months[0] < (year, number) < months[-1] and (year, number) not in months
    )
    page = soup(client.get(f"/browse/{gap[0]}/{gap[1]:02}"), 404)
    assert "No editorial of this month" in page.select_one(".standfirst").text
    before = max(month for month in months if month < gap)
    after = min(month for month in months if month > gap)
    links = [link["href"] for link in page.select(".neighbours a")]
    assert links == [f"/browse/{year}/{number:02}" for year, number in (before, after)]


def test_a_day_has_a_page_with_its_editorials_and_the_days_around(client):
    days = sorted({article.published for article in (*sample_articles(), PERSIAN, HOSTILE)})
    place = days.index(PERSIAN.published)
    page = soup(client.get(f"/browse/{PERSIAN.published:%Y/%m/%d}"))
    assert page.h1.text == "Saturday, 4 May 2019"
    (entry,) = page.select(".entries > li")
    assert entry.select_one("a")["href"] == address_of(client, PERSIAN)
    assert entry.select_one(".snippet")["dir"] == "rtl"
    assert PERSIAN.paragraphs[0] in entry.select_one(".snippet").text
    links = [link["href"] for link in page.select(".neighbours a")]
    assert links == [f"/browse/{day:%Y/%m/%d}" for day in (days[place - 1], days[place + 1])]
    month = soup(client.get(f"/browse/{PERSIAN.published:%Y/%m}"))
    assert month.select_one(f'h2 a[href="/browse/{PERSIAN.published:%Y/%m/%d}"]')
    empty = soup(client.get("/browse/2019/05/05"), 404)
    assert "No editorial of this day" in empty.text and empty.select(".neighbours a")
    for odd in ("2019/02/30", "2019/13/01", "2019/05/0", "0/1/1", "2019/05/x", f"2019/05/{10**20}"):
        soup(client.get(f"/browse/{odd}"), 404)


def test_a_month_shows_how_each_editorial_begins(client):
    article = sample_articles()[0]
    page = soup(client.get(f"/browse/{article.published:%Y/%m}"))
    entry = page.find("a", href=address_of(client, article)).find_parent("li")
    shown = entry.select_one(".snippet").text
    assert len(shown) <= 162
    assert article.paragraphs[0].startswith(shown.removesuffix(" …"))


def test_a_month_is_as_strong_in_each_archive(tmp_path, open_client):
    settings = settle(tmp_path)
    few = [replace(made(n, "The heron waits."), published=date(2011, 5, n)) for n in range(1, 4)]
    fill(settings, few)
    page = soup(open_client(settings).get("/browse"))
    assert "shade-1" in page.select_one('a[href="/browse/2011/05"]').parent["class"]


def test_the_undated_are_listed(client):
    assert UNDATED.title in soup(client.get("/browse/undated")).get_text()


@pytest.mark.parametrize("few", [(), (made(1, "The heron waits."),)])
def test_where_none_is_undated_it_says_so(tmp_path, open_client, few):
    settings = settle(tmp_path)
    fill(settings, few)
    client = open_client(settings)
    said = soup(client.get("/browse/undated")).select_one(".standfirst").text
    assert said == "No editorial is without its day of publication."
    archive = soup(client.get("/browse"))
    assert not archive.select('main a[href="/browse/undated"]')
    assert bool(archive.select(".legend")) == bool(few)
    assert "0 dated" not in archive.get_text()


# -- without an index, without a corpus


def test_without_an_index_the_archive_is_read_and_the_search_says_what_to_do(tmp_path, open_client):
    settings = settle(tmp_path)
    article = made(1, "The heron waits.")
    fill(settings, (article,))
    client = open_client(settings)
    page = soup(client.get("/search?q=heron"), 503)
    assert page.h1.text == "The search is not ready"
    assert "backfile index" in page.get_text()
    for path in ("/", "/browse", f"/a/{article.id}", "/status", "/sitemap.xml"):
        assert client.get(path, follow_redirects=True).status_code == 200
    assert client.get("/healthz").status_code == 503
    assert client.get("/search.json?q=heron").json["mend"]
    build(settings)
    assert client.get("/healthz").json["status"] == "ok"
    assert titles(soup(client.get("/search?q=heron"))) == [article.title]


def test_without_a_corpus_every_page_says_so(tmp_path, open_client):
    client = open_client(settle(tmp_path / "none"))
    for path in ("/", "/browse", "/a/x", "/status", "/search?q=heron"):
        page = soup(client.get(path), 503)
        assert "There is no corpus" in page.get_text()
        assert "browse it" not in page.get_text()
        assert "backfile import" in page.select_one("code").text
    assert "backfile import" in client.get("/search.json?q=heron").json["mend"]
    assert "no corpus" in client.get("/healthz").json["error"]
    assert not (tmp_path / "none").exists()


def test_an_empty_corpus_is_no_error(tmp_path, open_client):
    settings = settle(tmp_path)
    fill(settings, ())
    client = open_client(settings)
    for path in ("/", "/browse", "/browse/undated", "/status", "/sitemap.xml"):
        assert client.get(path).status_code == 200
    assert "The archive is empty so far" in soup(client.get("/")).get_text()
    page = soup(client.get("/search?q=heron"), 503)
    assert "read every editorial" not in page.get_text()
    assert "backfile import" in client.get("/search.json?q=heron").json["mend"]
    assert "backfile import" in page.select_one("code").text


def test_an_archive_of_undated_editorials_is_not_called_empty(tmp_path, open_client):
    settings = settle(tmp_path)
    fill(settings, (UNDATED,))
    page = soup(open_client(settings).get("/"))
    assert "is empty so far" not in page.get_text()
    assert "The search is not ready" in page.get_text()


def test_an_index_of_another_corpus_is_not_asked_and_said(tmp_path, open_client):
    for name, text in (("one", "The heron waits."), ("other", "The stork waits.")):
        fill(settle(tmp_path / name), (made(1, text),))
        build(settle(tmp_path / name))
    shutil.rmtree(tmp_path / "one" / "index")
    shutil.copytree(tmp_path / "other" / "index", tmp_path / "one" / "index")
    client = open_client(settle(tmp_path / "one"))
    page = soup(client.get("/search?q=heron"), 503)
    assert "another corpus" in page.get_text()
    assert page.select_one("code").text.startswith("backfile index")
    assert client.get("/healthz").status_code == 503
    soup(client.get("/"))


def test_a_damaged_index_is_said_not_shown(tmp_path, open_client):
    settings = settle(tmp_path)
    fill(settings, (made(1, "The heron waits."),))
    build(settings)
    for path in sorted(settings.index.rglob("*")):
        if path.is_file():
            path.write_bytes(b"\0" * path.stat().st_size)
    client = open_client(settings)
    assert soup(client.get("/search?q=heron"), 503).select_one("code")
    soup(client.get("/browse"))


def test_a_running_site_follows_a_rebuild(tmp_path, open_client):
    settings = settle(tmp_path)
    fill(settings, (made(1, "The heron waits."),))
    build(settings)
    client = open_client(settings)
    assert len(titles(soup(client.get("/search?q=heron")))) == 1
    fill(settings, (made(2, "The heron waits again."),))
    build(settings)
    assert len(titles(soup(client.get("/search?q=heron")))) == 2


def test_many_requests_at_once_are_all_answered(herons):
    app, statuses = herons.application, []
    paths = ("/search?q=heron", "/browse", "/", "/status.json")

    def ask() -> None:
        with app.test_client() as client:
            statuses.extend(client.get(path).status_code for path in paths)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert statuses == [200] * 32


# -- machines


def test_status_tells_the_same_to_people_and_machines(client):
    found = client.get("/status.json").json
    assert found["corpus"]["articles"] == found["index"]["articles"] == len(sample_articles()) + 3
    assert (found["corpus"]["undated"], found["corpus"]["removed"]) == (1, 1)
    assert found["index"]["changes_waiting"] == 0
    assert found["bytes"]["corpus"] > 0 < found["bytes"]["index"]
    assert found["index"]["generation"] in soup(client.get("/status")).get_text()


def test_sitemaps_name_every_article_once(client):
    index = ElementTree.fromstring(client.get("/sitemap.xml").data)
    parts = [tag.text.removeprefix("http://127.0.0.1:8000") for tag in index.iter(f"{SITEMAP}loc")]
    found = [
        tag.text
        for part in parts
        for tag in ElementTree.fromstring(client.get(part).data).iter(f"{SITEMAP}loc")
    ]
    assert len(found) == len(set(found)) == len(sample_articles()) + 3
    assert all(
        client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
        for address in found[:5]
    )
    assert client.get("/sitemap/1066.xml").status_code == 404


def test_sitemaps_say_when_a_page_changed_last(tmp_path, open_client):
    settings = settle(tmp_path)
    day = datetime(2021, 12, 2, 9, 30, tzinfo=UTC)
    fill(settings, (made(1, "The heron waits."),))
    with ArticleStore(settings.corpus) as store:
        body = b"<title>The egret</title><h1>The egret</h1>" + b"<p>It waits for fish.</p>" * 20
        store.add_fetch(Page("https://courier.invalid/egret", body, "text/html", "utf-8", day))
        clean_pages(store)
        (egret,) = (each for each in store.articles() if each.title == "The egret")
    client = open_client(settings)

    def told():
        entries = ElementTree.fromstring(client.get("/sitemap/undated.xml").data)
        return {
            entry.findtext(f"{SITEMAP}loc").split("/")[4]: entry.findtext(f"{SITEMAP}lastmod")
            for entry in entries
        }

    with ArticleStore(settings.corpus) as store:
        store.db.execute("UPDATE articles SET changed_at = '2021-12-02T09:30:00.000000+00:00'")
    assert set(told().values()) == {"2021-12-02"}
    before = datetime.now(UTC).date().isoformat()
    with ArticleStore(settings.corpus) as store:
        store.edit(egret.id, Correction(title="The egret, corrected"))
    assert before <= told()[egret.id] <= datetime.now(UTC).date().isoformat()
    assert ElementTree.fromstring(client.get("/sitemap/undated.xml").data).tag == f"{SITEMAP}urlset"


def test_the_public_address_stands_in_what_others_read(tmp_path, open_client):
    settings = settle(tmp_path, base_url="https://archive.example")
    fill(settings, (made(1, "The heron waits."),))
    build(settings)
    client = open_client(settings)
    for path in ("/sitemap.xml", "/robots.txt", "/opensearch.xml", "/search.atom?q=heron"):
        text = client.get(path).text
        assert "https://archive.example/" in text
        assert "localhost" not in text


def test_robots_may_read_but_not_search_and_browsers_can_add_the_search(client):
    lines = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /search" in lines
    assert not any(line.startswith("Disallow: /a") for line in lines)
    assert "Disallow: /suggest" in lines
    description = ElementTree.fromstring(client.get("/opensearch.xml").data)
    assert len(description[0].text) <= 16
    (template,) = (
        url.get("template")
        for url in description
        if url.get("type") == "application/x-suggestions+json"
    )
    assert template.endswith("/suggest?q={searchTerms}")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("The Courier", "The Courier"),
        ("The Selmak Courier", "The Selmak"),
        ("Süddeutscheabendzeitung", "Süddeutscheabend"),
        ("Courier of Selmak - and elsewhere", "Courier of"),
        ("The Evening Post", "The Evening Post"),
    ],
)
def test_the_short_name_is_cut_between_words(tmp_path, open_client, name, short):
    described = open_client(settle(tmp_path, site_name=name)).get("/opensearch.xml")
    assert ElementTree.fromstring(described.data)[0].text == short


def test_the_first_tab_leads_to_the_first_result(client):
    page = soup(client.get("/search?q=water"))
    first = page.select_one(".card")
    assert page.select_one("a.skip")["href"] == f"#{first['id']}"
    assert soup(client.get("/search?q=zzqqx")).select_one("a.skip")["href"] == "#main"


def test_how_many_are_on_a_page_is_chosen_and_kept(herons):
    page = soup(herons.get("/search?q=heron"))
    sizes = {link.text: link["href"] for link in page.select(".sizes a")}
    assert sizes == {"10": "/search?q=heron&size=10", "20": "/search?q=heron&size=20", "50": "/search?q=heron&size=50"}
    chosen = soup(herons.get(sizes["20"]))
    assert len(chosen.select(".card")) == 20
    assert chosen.select_one(".sizes [aria-current]").text == "20"
    assert "size=20" in chosen.select_one(".pages [rel=next]")["href"]


def test_a_printed_page_of_results_has_its_address(herons):
    printed = soup(herons.get("/search?q=heron&sort=newest&page=2")).select_one(".printed").text
    assert printed == "http://127.0.0.1:8000/search?q=heron&sort=newest&page=2"


def test_what_a_question_may_become_is_told_as_browsers_ask_for_it(client):
    response = client.get("/suggest?q=water")
    assert response.mimetype == "application/x-suggestions+json"
    typed, texts, kinds, addresses = response.get_json(force=True)
    assert typed == "water"
    assert 0 < len(texts) == len(kinds) == len(addresses) <= 5
    assert "Editorial" in kinds
    for address in addresses:
        assert address.startswith("http://127.0.0.1:8000/")
        assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    _, texts, kinds, addresses = client.get("/suggest?q=" + quote("گروه")).get_json(force=True)
    assert (texts, kinds) == (["گروه سردبیران"], ["Author, 1 editorial"])
    assert client.get("/suggest").get_json(force=True) == ["", [], [], []]
    assert TAKEN_DOWN.title not in client.get("/suggest?q=lantern+put").text
    odd = client.get("/suggest?q=" + quote('<img src=x>"')).get_json(force=True)
    assert odd[1:] == [[], [], []]


def test_static_files_may_be_kept_for_ever_and_change_their_address_with_their_bytes(client):
    sheet = soup(client.get("/")).select_one("link[rel=stylesheet]")["href"]
    for path, kept in ((sheet, True), ("/static/site.css", False)):
        with client.get(path) as response:
            assert ("immutable" in response.headers.get("Cache-Control", "")) is kept
    assert "immutable" not in client.get("/static/none.css?v=1").headers["Cache-Control"]


def test_a_site_without_a_name_of_its_own_claims_none(tmp_path, open_client):
    settings = settle(tmp_path)
    article = made(1, "The heron waits.")
    fill(settings, (article,))
    client = open_client(settings)
    assert soup(client.get("/")).footer.p.text == "Past editorials, searched by Backfile."
    assert (
        "Backfile"
        not in soup(client.get(f"/a/{article.id}", follow_redirects=True))
        .select_one(".citation")
        .text
    )
    assert "T2  -" not in client.get(f"/a/{article.id}.ris").text


# -- presentation


def test_marks_are_cut_to_the_text_and_never_break_an_entity():
    assert marked("a & b", [(0, 3), (2, 99)]) == "<mark>a &amp;</mark><mark> b</mark>"
    assert marked("<b>", [(0, 1)]) == "<mark>&lt;</mark>b&gt;"
    assert marked("abc", [(5, 9), (2, 2), (-3, 1)]) == "<mark>a</mark>bc"


def test_slugs_are_readable_bounded_and_never_empty():
    assert slug("Peace, at Last: Élan?") == "peace-at-last-elan"
    assert slug("!?") == "editorial"
    assert slug("کتابخانه و شهر") == "کتابخانه-و-شهر"
    assert len(slug("word " * 100)) <= 70
    assert len(slug("w" * 500)) <= 70


def test_page_numbers_show_the_ends_and_the_neighbourhood():
    assert page_numbers(1, 1) == [1]
    assert page_numbers(1, 5) == [1, 2, 3, 4, 5]
    assert page_numbers(50, 99) == [1, None, 48, 49, 50, 51, 52, None, 99]
    assert page_numbers(4, 9) == [1, 2, 3, 4, 5, 6, None, 9]
