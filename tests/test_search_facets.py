"""Facets from the reader's side: what is chosen takes no other choice away; and the histogram."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from newsroom import build, fill, made, read_site, settle, soup

from search.matching.results import Bar
from tests.shell import backfile
from web.base.address import SearchAddress
from web.pages.chart import chart_of

AUTHORS = (("Ada Reed",), ("Ben Ash",), ("Ada Reed", "Cy Low"), ())
SECTIONS = ("Desk", "Letters", None)


@pytest.fixture(scope="module")
def articles():
    made_ones = []
    for number in range(48):
        day = date(2010 + number % 4, 1 + number % 6, 1 + number % 28) if number % 8 else None
        word = "heron" if number % 3 else "egret"
        made_ones.append(
            replace(
                made(number, f"The {word} waits for fish{number % 5}."),
                byline=AUTHORS[number % 5 % 4],
                section=SECTIONS[number % 3],
                published=day,
                date_source="url" if day else "unknown",
            )
        )
    return made_ones


@pytest.fixture(scope="module")
def data(tmp_path_factory, articles):
    folder = tmp_path_factory.mktemp("waders")
    settings = settle(folder)
    fill(settings, tuple(articles))
    build(settings)
    return folder


@pytest.fixture(scope="module")
def client(data):
    with read_site(settle(data, page_size=50)) as client:
        yield client


def ask(client, *given):
    return client.get(f"/search.json?{urlencode(given)}").json


def facet(told, name):
    return {each["value"]: each["count"] for each in told["facets"][name]}


def values_of(article, name):
    day = article.published
    if name == "author":
        return article.byline or ("unsigned",)
    if name == "section":
        return (article.section,) if article.section else ()
    length = 4 if name == "year" else 7
    return (day.isoformat()[:length],) if day else ("undated",) if name == "year" else ()


def allows(article, given):
    """Whether all kinds of filters allow an article, any value of each kind."""
    for kind in {kind for kind, _ in given if kind != "q"}:
        wanted = [value for name, value in given if name == kind]
        names = ("year", "month") if kind == "date" else (kind,)
        said = [value for name in names for value in values_of(article, name)]
        if not any(value in said for value in wanted):
            return False
    return True


CHOSEN = [
    [("author", "Ada Reed")],
    [("author", "Ada Reed"), ("author", "Ben Ash")],
    [("author", "unsigned")],
    [("author", "unsigned"), ("author", "Cy Low"), ("section", "Letters")],
    [("date", "2011")],
    [("date", "2011"), ("date", "2013")],
    [("date", "undated")],
    [("date", "undated"), ("date", "2010-02"), ("author", "Ben Ash")],
    [("section", "Desk"), ("section", "Letters"), ("date", "2012")],
]


@pytest.mark.parametrize("given", CHOSEN)
@pytest.mark.parametrize("word", ["heron", ""])
def test_each_facet_is_counted_without_its_own_filter(given, word, client, articles):
    given = [("q", word), *given] if word else given
    told = ask(client, *given)
    having = [each for each in articles if word in each.text]
    found = [each for each in having if allows(each, given)]
    assert told["total"] == len(found) > 0
    assert {hit["id"] for hit in told["hits"] if not hit["partial"]} == {each.id for each in found}
    for name, own in (("year", "date"), ("author", "author"), ("section", "section")):
        others = [each for each in given if each[0] != own]
        expected = Counter(
            value
            for each in having
            if allows(each, others)
            for value in values_of(each, name)
        )
        assert facet(told, name) == expected, name


def test_a_chosen_year_opens_into_months(client, articles):
    assert "month" not in ask(client, ("q", "heron"))["facets"]
    told = ask(client, ("q", "heron"), ("date", "2011"))
    expected = Counter(
        f"{each.published:%Y-%m}"
        for each in articles
        if "heron" in each.text and each.published and each.published.year == 2011
    )
    assert facet(told, "month") == expected
    chosen = ask(client, ("q", "heron"), ("date", "2011-02"))
    assert facet(chosen, "month") == expected
    assert facet(chosen, "year") == facet(told, "year")


def test_the_histogram_stands_beside_all_articles(client, articles):
    def bars(*given):
        histogram = ask(client, *given)["histogram"]
        return {bar["period"]: (bar["found"], bar["articles"]) for bar in histogram}

    def expected(length, periods, chosen=lambda _: True):
        dated = [each for each in articles if each.published]
        every = Counter(each.published.isoformat()[:length] for each in dated)
        found = Counter(
            each.published.isoformat()[:length]
            for each in dated
            if "heron" in each.text and chosen(each)
        )
        return {period: (found[period], every[period]) for period in periods}

    years = [str(year) for year in range(2010, 2014)]
    assert bars(("q", "heron")) == expected(4, years)
    assert bars(("q", "heron"), ("date", "2011")) == expected(4, years)
    of_two = bars(("q", "heron"), ("from", "2011"), ("to", "2012"))
    assert len(of_two) > 12
    assert all(len(period) == 7 for period in of_two)
    assert of_two == expected(7, of_two, lambda each: each.published.year in (2011, 2012))
    assert bars(("q", "nothing at all")) == {}


def test_values_are_links_that_add_and_take_away(client):
    page = soup(client.get("/search?q=heron"))
    (unsigned,) = [a for a in page.select(".facet-author a") if "unsigned" in a.text]
    one = soup(client.get(unsigned["href"]))
    assert one.h1.text.startswith(f"{unsigned.select_one('.number').text} editorial")
    (other,) = [a for a in one.select(".facet-author a") if "Ben Ash" in a.text]
    both = soup(client.get(other["href"]))
    chosen = [a.span.text for a in both.select(".facet a[aria-current]")]
    assert sorted(chosen) == ["Ben Ash", "unsigned"]
    total = sum(int(a.select_one(".number").text) for a in both.select(".facet a[aria-current]"))
    assert both.h1.text.startswith(f"{total} editorial")
    assert len(both.select(".chips a")) == 2
    (undated,) = [a for a in page.select(".facet-year a") if "undated" in a.text]
    assert soup(client.get(undated["href"])).h1.text.startswith(undated.select_one(".number").text)


def test_a_month_takes_the_place_of_its_year(client):
    page = soup(client.get("/search?q=heron&date=2011"))
    month = page.select_one(".facet-month a")
    narrowed = soup(client.get(month["href"]))
    assert [a.span.text for a in narrowed.select(".chips a")] == [month.span.text]
    assert narrowed.h1.text.startswith(month.select_one(".number").text)


def test_facets_stay_where_nothing_is_found(client):
    told = ask(client, ("q", "heron"), ("author", "Nobody"))
    assert told["total"] == 0
    assert facet(told, "author") == facet(ask(client, ("q", "heron")), "author")
    assert soup(client.get("/search?q=heron&author=Nobody")).select(".facet-author a")
    partial = ask(client, ("q", "heron qqqq"))
    assert facet(partial, "author") == facet(ask(client, ("q", "heron")), "author")


def test_several_values_on_the_command_line(data, client, capsys):
    given = [("author", "unsigned"), ("author", "Cy Low"), ("date", "2010"), ("date", "undated")]
    arguments = [word for name, value in given for word in (f"--{name}", value)]
    assert backfile(data, "search", "heron", *arguments, "--limit", "50", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == ask(client, ("q", "heron"), *given)
    assert told["total"] > 0


def test_the_size_of_a_page_is_asked_for(client):
    told = ask(client, ("q", "heron"), ("size", "3"))
    assert (len(told["hits"]), told["size"]) == (3, 3)
    page = soup(client.get("/search?q=heron&size=3"))
    assert "size=3" in page.select_one("nav.pages a[rel=next]")["href"]
    for refused in ("0", "1001", "x", "-3"):
        told = ask(client, ("q", "heron"), ("size", refused))
        assert told["size"] == 50
        assert "not a number from 1 to 1,000" in told["notices"][0]


def test_more_values_than_anyone_chooses_are_cut_and_said(client):
    told = ask(client, ("q", "heron"), *(("author", f"Nobody {number}") for number in range(30)))
    assert told["notices"] == ["Of author only the first 20 values are taken."]


@pytest.mark.parametrize("chosen", ["A. B. Reed", "A.B. Reed", "AB Reed"])
def test_an_author_is_one_value_however_initials_are_spaced(chosen, tmp_path, capsys):
    names = ("A.B. Reed", "A. B. Reed", "AB Reed", "A. B. Reed", "B. A. Reed")
    lines = [
        {"url": f"https://waders.invalid/{number}", "title": f"Heron {number}", "text": "It waits.",
         "byline": [name]} for number, name in enumerate(names)
    ]  # fmt: skip
    file = tmp_path / "waders.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert backfile(tmp_path, "import", file) == backfile(tmp_path, "index") == 0
    capsys.readouterr()
    assert backfile(tmp_path, "search", "heron", "--author", chosen, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == 4
    assert facet(told, "author") == {"A. B. Reed": 4, "B. A. Reed": 1}


def test_what_was_found_over_time_is_drawn_and_told(client):
    page = soup(client.get("/search?q=heron"))
    found = client.get("/search.json?q=heron").json["histogram"]
    rows = [[cell.text for cell in row.select("th, td")] for row in page.select(".bars tbody tr")]
    assert [(row[0], int(row[1]), int(row[2])) for row in rows] == [
        (bar["period"], bar["found"], bar["articles"]) for bar in found
    ]
    links = page.select(".bars a")
    assert [link["href"] for link in links] == [link["href"] for link in page.select(".chart a")]
    assert len(links) == sum(bar["found"] > 0 for bar in found)
    for link in links:
        narrowed = client.get(link["href"].replace("/search", "/search.json")).json
        (found_then,) = (bar["found"] for bar in found if bar["period"] == link.text)
        assert narrowed["total"] == found_then


def test_a_bar_is_as_high_as_its_share_of_what_was_published():
    bars = [Bar("2011", 5, 10), Bar("2012", 0, 7), Bar("2013", 5, 100), Bar("2014", 1, 1000)]
    chart = chart_of(bars, SearchAddress(q="<b>"))
    heights = [
        float(rect["height"])
        for rect in BeautifulSoup(chart.svg, "lxml").select("rect:not(.reach)")
    ]
    assert heights == [50.0, 5.0, 2.0]  # what is there is seen
    cells = [row.select("td") for row in BeautifulSoup(chart.rows, "html.parser").select("tr")]
    assert [row[-1].text for row in cells] == ["50 %", "0 %", "5 %", "0.1 %"]
    assert "<b>" not in chart.svg
    assert chart_of(bars[:1], SearchAddress()) is None
    months = chart_of([Bar("2011-03", 1, 2), Bar("2011-04", 1, 2)], SearchAddress())
    named = [cell.text for cell in BeautifulSoup(months.rows, "html.parser").select("th")]
    assert named == ["March 2011", "April 2011"] == [months.first, months.last]
