"""The sample newspaper: its texts, its three guises, and the server that shows them."""

import json
import threading
import urllib.error
import urllib.request
from collections import Counter
from datetime import date
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup

from corpus.sample import Editorial, answer, editorials, serve
from tests.shell import PATIENCE

TODAY = date(2031, 12, 2)
BASE = "http://courier.invalid"
MASTHEAD = "Editor in Chief: Yalda Ferozan   Tuesday, December 2nd, 2031"


def text_of(editorial: Editorial) -> str:
    return "\n".join(editorial.paragraphs)


def html_of(target: str, *, today: date = TODAY) -> str:
    reply = answer(target, today=today)
    assert reply.status == 200, target
    return reply.body.decode("cp1252" if "iso-8859-1" in reply.content_type else "utf-8")


def soup_of(target: str) -> BeautifulSoup:
    return BeautifulSoup(html_of(target), "lxml")


def of_guise(guise: str) -> list[Editorial]:
    return [editorial for editorial in editorials() if editorial.guise == guise]


def links_on(target: str) -> set[str]:
    """Addresses on the page that stay on the site, as targets."""
    found = {urljoin(BASE + target, str(link["href"])) for link in soup_of(target).find_all("a")}
    return {url.removeprefix(BASE).split("#")[0] for url in found if url.startswith(BASE + "/")}


def test_editorials_are_enough_in_length_and_number_for_every_year():
    assert len(editorials()) >= 50
    lengths = {editorial.slug: len(text_of(editorial).split()) for editorial in editorials()}
    assert {slug: words for slug, words in lengths.items() if not 250 <= words <= 500} == {}
    assert {editorial.published.year for editorial in editorials()} == set(range(2008, 2025))


def test_editorials_are_distinct_and_in_order_of_date():
    assert len({editorial.path for editorial in editorials()}) == len(editorials())
    assert len({text_of(editorial) for editorial in editorials()}) == len(editorials())
    days = [editorial.published for editorial in editorials()]
    assert days == sorted(days)


def test_each_guise_has_a_third_or_so_and_numbers_that_grow_with_the_date():
    counts = Counter(editorial.guise for editorial in editorials())
    assert set(counts) == {"old", "modern", "print"}
    assert min(counts.values()) >= len(editorials()) / 4
    for guise in counts:
        numbers = [editorial.number for editorial in of_guise(guise)]
        assert numbers == sorted(set(numbers))


def test_texts_hold_what_a_search_is_tried_with():
    everything = "\n".join(text_of(editorial) for editorial in editorials())
    for wanted in (
        "To be or not to be",
        "COVID-19",
        "9/11",
        "U.S.",
        "U.N.",
        "T.L.F.",
        "“",
        '"',
        "Café",
        "Chavárez",
    ):
        assert wanted in everything, wanted
    assert sum("peace agreement" in text_of(editorial) for editorial in editorials()) >= 5
    spends = {editorial.slug for editorial in editorials() if "expenses" in text_of(editorial)}
    costs = {editorial.slug for editorial in editorials() if "expensive" in text_of(editorial)}
    assert spends and costs and not spends & costs


def test_persian_is_spelt_the_persian_way_and_never_in_the_old_guise():
    persian = [
        e for e in editorials() if any("\u0600" <= letter <= "\u06ff" for letter in text_of(e))
    ]
    assert len(persian) >= 2
    assert all(editorial.guise != "old" for editorial in persian)
    everything = "".join(text_of(editorial) for editorial in persian)
    assert {"ی", "ک", "\u200c"} <= set(everything)
    assert not {"ي", "ك"} & set(everything)


def test_one_editorial_was_reprinted_with_two_sentences_changed():
    first, again = (e for e in editorials() if e.title == "Winter Roads")
    assert again.published.year - first.published.year == 10
    old, new = (set(text_of(e).replace("\n", " ").split(". ")) for e in (first, again))
    assert len(old - new) == len(new - old) == 2


def test_one_author_is_spelt_in_two_ways_and_some_editorials_are_unsigned():
    names = Counter(name for editorial in editorials() for name in editorial.byline)
    assert names["Osman Keld"] > names["Usman Keld"] > 0
    assert sum(not editorial.byline for editorial in editorials()) >= 5


@pytest.mark.parametrize("editorial", editorials(), ids=lambda editorial: editorial.slug)
def test_every_page_shows_its_whole_text_to_a_reader(editorial):
    shown = " ".join(soup_of(editorial.path).get_text(" ").split())
    assert " ".join(editorial.title.split()) in shown
    for paragraph in editorial.paragraphs:
        assert paragraph in shown
    for name in editorial.byline:
        assert f"By {name}" in shown


@pytest.mark.parametrize("editorial", of_guise("old"), ids=lambda editorial: editorial.slug)
def test_old_detail_page_says_today_and_never_when_it_was_published(editorial):
    reply = answer(editorial.path, today=TODAY)
    assert reply.content_type == "text/html; charset=iso-8859-1"
    html = reply.body.decode("cp1252")
    assert MASTHEAD in html
    assert html.count("<b>") == 2
    day = editorial.published
    assert not any(f"{day:%B}{gap}{day.day}" in html for gap in (" ", ", ", " 0", ", 0"))
    assert day.isoformat() not in html


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2021, 12, 2), "Thursday, December 2nd, 2021"),
        (date(2024, 6, 21), "Friday, June 21st, 2024"),
        (date(2024, 6, 11), "Tuesday, June 11th, 2024"),
        (date(2024, 6, 3), "Monday, June 3rd, 2024"),
    ],
)
def test_masthead_shows_the_day_of_rendering(day, shown):
    for target in ("/editorial.php", of_guise("old")[0].path):
        assert f"Yalda Ferozan   {shown}<" in html_of(target, today=day)


def test_old_text_is_windows_1252_whatever_the_header_says():
    bodies = b"".join(answer(editorial.path, today=TODAY).body for editorial in of_guise("old"))
    assert b"\x93" in bodies and b"\x94" in bodies and b"\x97" in bodies


def test_old_list_shows_each_editorial_once_with_its_date_and_a_cut_teaser():
    pages = [html_of(f"/editorial.php?pageNum_editorial={page}") for page in range(3)]
    rows = [row for page in pages for row in page.split("<tr><td><a href=")[1:]]
    assert len(rows) == len(of_guise("old"))
    forms = set()
    for row, editorial in zip(rows, reversed(of_guise("old")), strict=True):
        assert f"post_id={editorial.number}" in row
        assert "...</font>" in row
        day = editorial.published
        month = f"{day:%B}"
        shown = [
            f"{month} {day.day},{day.year}<",
            f"{month}, {day:%d} {day.year}<",
            f"{month} {day:%d}, {day.year}<",
        ]
        found = {number for number, form in enumerate(shown) if form in row}
        assert len(found) == 1
        forms |= found
    assert forms == {0, 1, 2}


def test_old_titles_are_untidy_in_places():
    html = "".join(html_of(editorial.path) for editorial in of_guise("old"))
    assert "<b>> " in html
    assert any(editorial.title.replace(" ", "  ", 1) in html for editorial in of_guise("old"))


def test_total_rows_differ_between_links_and_do_not_matter():
    links = {
        link for page in range(3) for link in links_on(f"/editorial.php?pageNum_editorial={page}")
    }
    totals = {link.split("totalRows_editorial=")[1] for link in links if "totalRows" in link}
    assert len(totals) >= 3
    second = "/editorial.php?pageNum_editorial=1"
    assert (
        html_of(second)
        == html_of(second + "&totalRows_editorial=1")
        == html_of(second + "&totalRows_editorial=x")
    )


@pytest.mark.parametrize("editorial", of_guise("modern"), ids=lambda editorial: editorial.slug)
def test_modern_page_describes_itself(editorial):
    soup = soup_of(editorial.path)
    record = json.loads(soup.find("script", type="application/ld+json").string)
    assert record["headline"] == editorial.title
    assert record["datePublished"].startswith(editorial.published.isoformat() + "T00:30:00+")
    named = [author["name"] for author in record["author"]] if editorial.byline else []
    assert tuple(named) == editorial.byline
    assert record["articleSection"] == editorial.section
    assert soup.article.h1.get_text() == editorial.title
    assert soup.article.time["datetime"] == record["datePublished"]
    assert tuple(p.get_text() for p in soup.select(".story-body p")) == editorial.paragraphs
    related = [link["href"] for link in soup.select(".related a")]
    assert len(related) == 3 and editorial.path not in related


@pytest.mark.parametrize("editorial", of_guise("print"), ids=lambda editorial: editorial.slug)
def test_print_page_holds_nothing_else(editorial):
    body = soup_of(editorial.path).body
    assert body.h2.get_text() == editorial.title
    line = str(body.h2.next_sibling).strip()
    day = f"{editorial.published:%B} {editorial.published.day}, {editorial.published.year}"
    assert line == day + (f" | By {editorial.byline[0]}" if editorial.byline else "")
    assert tuple(p.get_text() for p in body.find_all("p")) == editorial.paragraphs
    assert {tag.name for tag in body.find_all(True)} == {"h2", "p"}


def test_following_links_from_the_front_page_finds_every_editorial():
    seen: set[str] = set()
    waiting = ["/"]
    for _ in range(1000):
        if not waiting:
            break
        target = waiting.pop()
        seen.add(target)
        waiting += sorted(
            link
            for link in links_on(target) - seen - set(waiting)
            if not link.startswith("/admin/")
        )
    assert not waiting
    assert {editorial.path for editorial in editorials()} <= seen


def test_robots_names_the_sitemap_and_the_sitemap_names_the_modern_pages():
    robots = answer("/robots.txt", today=TODAY, base="http://127.0.0.1:9").body.decode()
    assert "Disallow: /admin/\n" in robots
    assert "Sitemap: http://127.0.0.1:9/sitemap.xml\n" in robots
    sitemap = BeautifulSoup(answer("/sitemap.xml", today=TODAY).body, "xml")
    assert {loc.get_text() for loc in sitemap.find_all("loc")} == {
        BASE + e.path for e in of_guise("modern")
    }


@pytest.mark.parametrize("target", ["/about.html", "/contact.html", "/"])
def test_pages_without_an_article_hold_none(target):
    soup = soup_of(target)
    assert soup.article is None
    assert soup.find("script", type="application/ld+json") is None
    assert len(soup.main.get_text().split()) < 60


@pytest.mark.parametrize(
    "target",
    [
        "",
        "*",
        "//[",
        "/nothing",
        "/print/999.html",
        "/print/../print/12.html",
        "/opinion/2021/05/no-such-story/",
        "/opinion/page/0/",
        "/opinion/page/99/",
        "/opinion/page/²/",
        "/editorial_detail.php",
        "/editorial_detail.php?post_id=" + "9" * 5000,
        "/editorial_detail.php?post_id=%00",
        "/about.html/more",
    ],
)
def test_unknown_addresses_answer_404(target):
    assert answer(target, today=TODAY).status == 404


@pytest.mark.parametrize("page", ["", "x", "-1", "%F0%9F%92%A9", "9" * 5000])
def test_old_list_takes_a_page_number_that_is_none_for_the_first(page):
    assert html_of(f"/editorial.php?pageNum_editorial={page}") == html_of("/editorial.php")


def test_staff_pages_are_refused():
    assert answer("/admin/", today=TODAY).status == 403


def test_server_answers_like_the_press_and_leaves_no_thread_behind():
    before = set(threading.enumerate())
    with serve(TODAY) as base:
        assert base.startswith("http://127.0.0.1:")
        for target in (
            "/",
            of_guise("old")[0].path,
            of_guise("modern")[0].path,
            of_guise("print")[0].path,
        ):
            with urllib.request.urlopen(base + target, timeout=PATIENCE) as reply:
                expected = answer(target, today=TODAY, base=base)
                assert (reply.status, reply.headers["Content-Type"], reply.read()) == expected
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(base + "/nothing", timeout=PATIENCE)
        refused.value.close()
        assert refused.value.code == 404
    assert set(threading.enumerate()) == before
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(base + "/", timeout=PATIENCE)


def test_server_prints_the_day_of_the_request_unless_told():
    with (
        serve() as base,
        urllib.request.urlopen(base + "/editorial.php", timeout=PATIENCE) as reply,
    ):
        assert str(date.today().year) in reply.read().decode("cp1252").split("SELMAK COURIER")[0]


def test_server_answers_head_without_a_body(capfd):
    with serve(TODAY) as base:
        request = urllib.request.Request(base + "/about.html", method="HEAD")
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            assert int(reply.headers["Content-Length"]) > 500
            assert reply.read() == b""
    assert capfd.readouterr() == ("", "")
