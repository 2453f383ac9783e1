"""What a reader expects, a clause a test, named by the number of the feature."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from corpus.article import Page
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from tests.archive import (
    APART,
    ARTICLES,
    DEAL,
    EXPENSES,
    FERRY,
    HAMLET,
    HERONS,
    LONE,
    archive,
    found,
    ids,
    results,
)
from tests.newsroom import FETCHED, build, read_site, soup
from tests.pace import is_at_most

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
HERE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with read_site(archive(tmp_path_factory.mktemp("archive"))) as client:
        yield client


@pytest.fixture
def own(tmp_path):
    """An archive that may be changed."""
    return archive(tmp_path)


def page_of(client, article, **state):
    """The page of an article, by its id."""
    return soup(client.get(f"/a/{article.id}", query_string=state, follow_redirects=True))


def card(client, q, article):
    return soup(results(client, q)).find("article", id=article.id)


def names(page, facet):
    return [tag.get_text() for tag in page.select(f".facet-{facet} li a span[dir]")]


# -- R1: ranked full text with stems


def test_R1_all_words_are_required_by_default(client):
    assert found(client, "ferry goats") == ids([FERRY])


def test_R1_any_form_of_a_word_is_found(client):
    for typed in ("ferries", "ferry", "FERRY"):
        assert set(found(client, typed)) == set(ids([FERRY, LONE]))


def test_R1_the_best_comes_first(client):
    assert found(client, "ferry") == ids([FERRY, LONE])  # in the title, and more often


@pytest.mark.parametrize("q", ["", "   "])
def test_R1_an_empty_box_shows_help_and_no_error(client, q):
    page = soup(client.get("/search", query_string={"q": q}, follow_redirects=True))
    assert page.h1.text == "How to search"


# -- R2: quotes are exact


def test_R2_a_quote_is_exact(client):
    assert found(client, '"expenses"') == ids([EXPENSES])
    assert found(client, '"expense"') == []


def test_R2_a_quote_of_common_words_works(client):
    assert found(client, '"to be or not to be"') == ids([HAMLET])


def test_R2_a_word_and_a_quote_work_together(client):
    assert found(client, 'kabul "peace deal"') == ids([DEAL])
    assert set(found(client, "kabul peace deal")) == set(ids([DEAL, APART]))


# -- R3: the snippet and its marks


def test_R3_a_snippet_is_one_to_three_whole_sentences(client):
    text = " ".join(FERRY.paragraphs)
    sentences = re.findall(r"[^.]+\.", text)
    for q in ("ferry", "goats", "ferry goat", "price war"):
        for snippet in card(client, q, FERRY).select(".snippet"):
            said = snippet.get_text().replace("¶", "").strip()
            assert said in text and said.endswith(".")
            assert 1 <= sum(each.strip() in said for each in sentences) <= 3
            assert "".join(each for each in sentences if each.strip() in said).strip() == said


def test_R3_the_best_passage_is_shown(client):
    assert "carries goats" in card(client, "ferry river goats", FERRY).select_one(".snippet").text


def test_R3_a_phrase_is_one_mark(client):
    marks = card(client, '"peace deal"', DEAL).select(".snippet mark")
    assert [mark.text for mark in marks] == ["peace deal"]


def test_R3_the_same_words_are_marked_on_the_page_of_the_article(client):
    link = card(client, "goat", FERRY).select_one("h3 a")["href"]
    marks = soup(client.get(link)).select(".text mark")
    assert [mark.text for mark in marks] == ["goats", "goat"]
    there = card(client, "goat", FERRY).select_one(".snippet .there")["href"]
    paragraph = soup(client.get(there)).find(id=urlsplit(there).fragment)
    assert [mark.text for mark in paragraph.select("mark")] == ["goats", "goat"]


def test_R3_only_what_matched_is_marked(client):
    for q, article in (('"expenses"', EXPENSES), ('"peace deal"', DEAL), ("kabul -deal", APART)):
        shown = soup(results(client, q)).select(".snippet mark")
        on_page = page_of(client, article, q=q).select(".editorial mark")
        words = {mark.text.casefold() for mark in (*shown, *on_page)}
        assert words <= {"expenses", "peace deal", "kabul"}
    assert not page_of(client, APART, q='"peace deal"').select(".editorial mark")


# -- R4: operators


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("author:keld", [EXPENSES, HAMLET]),
        ("title:ferry", [FERRY]),
        ("peace date:2014..2016", [DEAL, APART]),
        ("peace date:2016..2018", []),
        ("kabul -offer", [DEAL]),
        ("bells NEAR/5 kabul", [DEAL]),
        ("bells NEAR/1 signed", []),
    ],
)
def test_R4_each_operator_does_what_it_says(client, q, expected):
    assert set(found(client, q)) == set(ids(expected))


@pytest.mark.parametrize("q", ["ferry:goats", "ferry & goats", "ferry + goats", "ferry / goats;"])
def test_R4_anything_else_is_literal(client, q):
    assert found(client, q) == ids([FERRY])


ODD = (
    "(ferry", "ferry)", '"ferry', "ferry AND", "OR ferry", "NOT", "-", "-ferry", "NEAR/5", "title:", "date:", "date:2014..",
    "date:9999-99", "ferry NEAR/0 goats", "*", "f*", "~", "ferry~9", "((((", '""', "AND OR NOT", "title:(", "a" * 5000, "\0", "<b>",
)  # fmt: skip


@pytest.mark.parametrize("q", ODD)
def test_R4_nothing_typed_is_an_error(client, q):
    assert results(client, q).status_code == 200


@pytest.mark.parametrize("q", ODD)
def test_R4_nothing_found_is_never_silent(client, q):
    page = soup(results(client, q))
    if page.h1.get_text().strip() == "Nothing found":
        said = page.select(".fates, .notice, .hint")
        assert any(tag.get_text(strip=True) for tag in said)


# -- R5: what became of the question


def test_R5_each_word_has_its_fate(client):
    fates = soup(results(client, 'the ferry -goats "peace deal" zzqqx')).select(".fate")
    told = {fate.b.text: fate.get_text().removeprefix(fate.b.text).strip() for fate in fates}
    assert set(told) == {"the", "ferry", "-goats", '"peace deal"', "zzqqx"}
    assert all(told.values())
    assert soup(results(client, "ferry")).select_one(".fates").get_text().lstrip().startswith("Searched for:")


def test_R5_the_repaired_question_is_a_link(client):
    page = soup(results(client, '(ferry goats "river'))
    (repaired,) = [
        hint.a for hint in page.select(".hint") if "The same in sound syntax" in hint.get_text()
    ]
    assert found(client, repaired.text) == ids([FERRY])
    again = soup(client.get(repaired["href"]))
    assert again.select_one("#q")["value"] == repaired.text
    assert "sound syntax" not in again.get_text()


# -- R6: did you mean


def suggestions(page):
    return [hint.a for hint in page.select(".hint") if "Did you mean" in hint.get_text()]


def test_R6_one_suggestion_is_made_and_it_finds_more(client):
    page = soup(results(client, "herun"))
    (link,) = suggestions(page)
    assert link.text == "heron"
    assert len(found(client, link.text)) > 0 == len(found(client, "herun"))
    assert f"It finds {len(HERONS)} editorials" in link.parent.get_text()


def test_R6_what_would_find_no_more_is_not_suggested(client):
    assert not suggestions(soup(results(client, "heron")))
    assert not suggestions(soup(results(client, "zzqqxyyw")))


def test_R6_it_is_a_link_and_never_a_silent_rewrite(client):
    page = soup(results(client, "herun"))
    assert page.select_one("#q")["value"] == "herun"
    assert not page.select(".card")
    (link,) = suggestions(page)
    assert client.get(link["href"]).status_code == 200


# -- R7: completion; what the script does of it, tests/test_web_browser.py asks a browser


def offered(client, typed):
    return client.get("/suggest", query_string={"q": typed}).get_json(force=True)[1]


def test_R7_three_characters_are_enough(client):
    assert offered(client, "her")[0] == "heron"


def test_R7_at_most_five_are_offered(client):
    assert len(offered(client, "heron")) == 5


def test_R7_what_is_offered_leads_somewhere(client):
    for address in client.get("/suggest?q=her").get_json(force=True)[3]:
        assert client.get(address.removeprefix(HERE)).status_code == 200


def test_R7_it_takes_less_than_a_page_of_results(client):
    """Of which a reader's machine gives some hundred a second: so 100 ms are far away."""
    assert is_at_most(1.0, lambda: client.get("/suggest?q=her"), lambda: results(client, "heron"))


def test_R7_without_a_script_the_box_is_a_plain_one(client):
    box = soup(client.get("/")).select_one("#q")
    assert box["type"] == "search"
    assert not [name for name in box.attrs if name == "role" or name.startswith("aria-")]
    assert box.find_parent("form")["action"] == "/search"


# -- R8: facets


def test_R8_a_facet_is_links_with_counts_and_each_keeps_its_promise(client):
    page = soup(results(client, "heron"))
    for facet in ("author", "section", "year"):
        links = page.select(f".facet-{facet} li a")
        assert links
        for link in links:
            count = int(link.select_one(".number").text)
            narrowed = soup(client.get(link["href"]))
            assert narrowed.h1.get_text().startswith(f"{count} editorial")


def test_R8_a_chip_takes_a_filter_away(client):
    page = soup(results(client, "heron", author="Ada Reed", section="Nature"))
    chips = {chip.span.text: chip for chip in page.select(".chips a")}
    assert set(chips) == {"Ada Reed", "Nature"}
    assert chips["Nature"]["aria-label"] == "Remove the filter Nature"
    assert chips["Nature"]["href"] == "/search?q=heron&author=Ada+Reed"


def test_R8_the_order_does_not_change_with_what_is_chosen(client):
    before = soup(results(client, "heron"))
    for facet, value in (("author", "Cy Low"), ("section", "Nature"), ("year", "2012")):
        term = "date" if facet == "year" else facet
        after = soup(results(client, "heron", **{term: value}))
        kept = names(after, facet)
        assert kept == [name for name in names(before, facet) if name in kept]
        assert value in kept


def test_R8_values_of_one_facet_add_up_and_facets_narrow_each_other(client):
    page = soup(results(client, "heron", author="Ada Reed"))
    link = next(tag for tag in page.select(".facet-author li a") if "Ben Ash" in tag.text)
    both = soup(client.get(link["href"]))
    assert both.h1.get_text().startswith("25 editorials")  # OR within one
    assert {chip.span.text for chip in both.select(".chips a")} == {"Ada Reed", "Ben Ash"}
    chosen = both.select(".facet-author li a[aria-current=true]")
    assert [tag.select_one("span[dir]").text for tag in chosen] == ["Ben Ash", "Ada Reed"]
    section = next(tag for tag in both.select(".facet-section li a") if "Nature" in tag.text)
    narrowed = soup(client.get(section["href"]))
    nature = [each for each in HERONS if each.section == "Nature"]
    assert narrowed.h1.get_text().startswith(f"{len(nature)} editorials")  # AND between two
    for chip in narrowed.select(".chips a"):
        assert len(soup(client.get(chip["href"])).select(".chips a")) == 2


def test_R8_a_chosen_value_is_seen_as_chosen_and_leads_back(client):
    page = soup(results(client, "heron", author=["Ada Reed", "Ben Ash"]))
    for link in page.select(".facet-author li a[aria-current=true]"):
        left = parse_qs(urlsplit(link["href"]).query)["author"]
        assert left == [name for name in ("Ada Reed", "Ben Ash") if name not in link.text]


def test_R8_nothing_submits_by_itself(client):
    page = soup(results(client, "heron"))
    assert not page.select("select, input[type=checkbox], input[type=radio], [onchange]")
    for script in page.select("script[src]"):
        with client.get(script["src"]) as response:
            code = response.get_data(as_text=True)
        assert ".submit()" not in code and "requestSubmit" not in code


# -- R9: dates


@pytest.mark.parametrize("since", ["2014", "2014-03", "2014-03-12"])
def test_R9_a_year_a_month_and_a_day_are_taken(client, since):
    days = [each.published.isoformat() for each in ARTICLES if each.published]
    counted = sum(day[: len(since)] >= since for day in days)
    page = soup(client.get("/search", query_string={"from": since}))
    assert page.h1.get_text().startswith(f"{counted} editorials")


def test_R9_the_end_of_a_range_is_part_of_it(client):
    page = soup(client.get("/search?from=2014-03-12&to=2014-03-12"))
    assert [each["id"] for each in page.select(".card")] == ids([EXPENSES])


def test_R9_one_drills_down_from_years_to_months(client):
    page = soup(results(client, "heron"))
    year = next(tag for tag in page.select(".facet-year li a") if "2012" in tag.text)
    months = soup(client.get(year["href"]))
    link = months.select_one(".facet-month li a")
    assert link.select_one("span").text.startswith("2012-")
    count = int(link.select_one(".number").text)
    assert soup(client.get(link["href"])).h1.get_text().startswith(f"{count} editorial")


def test_R9_an_article_leads_to_this_day_in_other_years(client):
    section = page_of(client, EXPENSES).select_one(".other-years")
    assert section.h2.text == "On this day in other years"
    assert [tag.text for tag in section.select(".entry-title")] == [HAMLET.title, FERRY.title]
    assert not page_of(client, HERONS[3]).select(".other-years")  # undated


# -- R10: hits over time


def bars(page):
    """The rows of the table beside the chart: period -> found, of, share, link."""
    rows = page.select(".facet-time table tbody tr")
    return {
        row.th.get_text(): (*(cell.get_text() for cell in row.select("td")), row.th.a) for row in rows
    }


def test_R10_the_drawing_is_made_by_the_server_and_bars_are_links(client):
    page = soup(results(client, "heron"))
    drawn = page.select(".facet-time svg a")
    assert len(drawn) == 5
    for bar in drawn:
        assert bar.rect
        narrowed = soup(client.get(bar["href"]))
        count = re.search(r": (\d+) of", bar.title.text)[1]
        assert narrowed.h1.get_text().startswith(f"{count} editorial")


def test_R10_a_table_says_the_same(client):
    table = bars(soup(results(client, "heron")))
    links = {tag["href"] for tag in soup(results(client, "heron")).select(".facet-time svg a")}
    assert {link["href"] for *_, link in table.values() if link} == links


def test_R10_it_is_normalised_by_what_the_paper_wrote(client):
    table = bars(soup(results(client, "heron")))
    for year, (hits, of, share, _) in table.items():
        written = [each for each in ARTICLES if each.published and each.published.year == int(year)]
        herons = [each for each in written if each in HERONS]
        assert (int(hits), int(of)) == (len(herons), len(written))
        assert share == f"{100 * len(herons) / len(written):.0f} %"
    heights = {
        bar.title.text[:4]: float(bar.select("rect")[-1]["height"])
        for bar in soup(results(client, "heron")).select(".facet-time svg a")
    }
    shares = {year: int(hits) / int(of) for year, (hits, of, *_) in table.items()}
    highest = max(shares.values())
    for year, height in heights.items():
        assert height == pytest.approx(50 * shares[year] / highest, abs=0.06)


# -- R11: the order


def order_of(client, sort):
    shown = [
        tag
        for page in (1, 2, 3)
        for tag in soup(results(client, "heron", sort=sort, page=page)).select(".card")
    ]
    return [tag.time["datetime"] if tag.time else None for tag in shown]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_R11_by_date_the_undated_are_last_and_never_first(client, sort):
    days = order_of(client, sort)
    assert len(days) == 25 and days[-2:] == [None, None]
    assert days[:-2] == sorted(days[:-2], reverse=sort == "newest")


def test_R11_three_orders_are_offered_and_the_one_in_force_is_marked(client):
    page = soup(results(client, "heron", sort="oldest"))
    links = {tag.text: tag for tag in page.select(".sorts:not(.sizes) a")}
    assert list(links)[:3] == ["Best first", "Newest", "Oldest"]
    assert [name for name, tag in links.items() if tag.get("aria-current")] == ["Oldest"]
    assert links["Best first"]["href"] == "/search?q=heron"
    assert found(client, "ferry") == ids([FERRY, LONE])
    assert found(client, "ferry", sort="newest") == ids([LONE, FERRY])


# -- R12: permanent addresses


def test_R12_an_address_is_readable(client):
    path = urlsplit(card(client, "ferry goats", FERRY).select_one("h3 a")["href"]).path
    assert path == f"/a/{FERRY.id}/the-ferry-to-hazrun"


def test_R12_it_stays_through_a_rebuild_and_a_correction_is_a_redirect(own):
    with read_site(own) as client:
        path = client.get(f"/a/{FERRY.id}").headers["Location"]
        build(own)
        assert client.get(path).status_code == 200
        with ArticleStore(own.corpus) as store:
            store.edit(FERRY.id, Correction(title="The late ferry"))
        moved = client.get(path)
        assert (moved.status_code, moved.headers["Location"]) == (301, f"/a/{FERRY.id}/the-late-ferry")
        assert soup(client.get(moved.headers["Location"])).h1.text == "The late ferry"


def test_R12_an_address_that_the_paper_moved_leads_to_the_article_as_before(own):
    new = "https://courier.invalid/2011/the-ferry"
    with ArticleStore(own.corpus) as store:
        store.add_fetch(Page(new, b"<p>new</p>", "text/html", "utf-8", FETCHED))
        store.move(FERRY.url, new)
    build(own)
    with read_site(own) as client:
        assert client.get(f"/a/{FERRY.id}/the-ferry-to-hazrun").status_code == 200
        assert found(client, FERRY.url) == found(client, new) == ids([FERRY])


def test_R12_each_paragraph_has_an_address(client):
    page = page_of(client, FERRY)
    for number, text in enumerate(FERRY.paragraphs, 1):
        assert page.select_one(f"#p{number} p").get_text() == text
        assert page.select_one(f'.anchor[href="#p{number}"]')


# -- R13: the whole state in the address


def test_R13_the_state_is_in_the_address_with_defaults_left_out(client):
    page = soup(client.get(
        "/search?q=heron&from=&to=&author=Ada+Reed&sort=relevance&page=1&reprints=together",
        follow_redirects=True,
    ))  # fmt: skip
    shown = page.select_one(".printed").text
    assert shown == f"{HERE}/search?q=heron&author=Ada+Reed"
    following = page.select_one("nav.pages a[rel=next]")["href"]
    assert following == "/search?q=heron&author=Ada+Reed&page=2"


def test_R13_an_address_that_is_sent_shows_the_same(client):
    state = {"q": "heron", "from": "2010", "to": "2013", "author": "Ada Reed", "sort": "oldest"}
    first = soup(client.get("/search", query_string=state))
    shared = first.select_one(".printed").text.removeprefix(HERE)
    assert parse_qs(urlsplit(shared).query) == {name: [value] for name, value in state.items()}
    again = soup(client.get(shared))
    assert again.select(".card") == first.select(".card")
    assert again.select_one("#q")["value"] == "heron"
    assert again.select_one("input[name=from]")["value"] == "2010"
    assert again.select_one("input[name=author]")["value"] == "Ada Reed"


def test_R13_an_article_leads_back_to_its_results(client):
    page = soup(results(client, "heron", sort="oldest", page=2))
    shown = page.select_one(".card")
    line = soup(client.get(shown.select_one("h3 a")["href"])).select_one(".marks-line")
    back = next(tag["href"] for tag in line.select("a") if tag.text == "Back to the results")
    assert back == f"/search?q=heron&sort=oldest&page=2#{shown['id']}"


# -- R15: numbered pages


def test_R15_pages_are_numbered_and_together_hold_each_hit_once(client):
    seen = []
    for number in (1, 2, 3):
        page = soup(results(client, "heron", page=number))
        seen += [tag["id"] for tag in page.select(".card")]
        assert page.select_one("nav.pages [aria-current=page]").text == f"Page {number}"
    assert len(seen) == len(set(seen)) == len(HERONS)
    assert set(seen) == set(ids(HERONS))


def test_R15_next_and_previous_are_told_to_people_and_programs(client):
    page = soup(results(client, "heron", page=2))
    for rel, path in (("prev", "/search?q=heron"), ("next", "/search?q=heron&page=3")):
        (told,) = page.select(f"link[rel={rel}]")
        (shown,) = page.select(f"nav.pages a[rel={rel}]")
        assert told["href"] == shown["href"] == path


def test_R15_a_page_past_the_end_is_404_with_a_way_back(client):
    page = soup(results(client, "heron", page=4), 404)
    ways = [tag["href"] for tag in page.select(".notice a")]
    assert ways == ["/search?q=heron&page=3", "/search?q=heron"]


# -- R16: nothing found


def test_R16_the_word_that_kills_it_is_named(client):
    page = soup(results(client, "zzqqx", section="Nature"))
    assert "zzqqx" in page.select_one(".nothing").get_text()


@pytest.mark.parametrize(
    ("state", "label"),
    [
        ({"q": "heron zzqqx"}, "zzqqx"),
        ({"q": "heron", "author": "Nobody"}, "the author"),
        ({"q": "heron", "from": "1990", "to": "1991"}, "the dates"),
    ],
)
def test_R16_what_kills_it_is_a_link_with_the_count_without_it(client, state, label):
    page = soup(client.get("/search", query_string=state))
    way = next(tag for tag in page.select(".nothing li") if "Without" in tag.get_text())
    assert way.a.text == f"Without {label}"
    assert f"{len(HERONS)} editorials would be found" in way.get_text()
    assert soup(client.get(way.a["href"])).h1.get_text().startswith(f"{len(HERONS)} editorials")


# -- R21: citations


KINDS = {"ris": "TY  - NEWS", "bib": "entrysubtype = {newspaper}", "csl.json": '"article-newspaper"'}


@pytest.mark.parametrize("form", KINDS)
def test_R21_an_article_is_cited_as_a_newspaper_article(client, form):
    (link,) = page_of(client, FERRY).select(f'.cite a[href$=".{form}"]')
    record = client.get(link["href"])
    assert record.text.count(KINDS[form]) == 1
    assert FERRY.title in record.text and "Selmak Courier" in record.text
    assert f'filename="{FERRY.id}.{form}"' in record.headers["Content-Disposition"]


@pytest.mark.parametrize("form", KINDS)
def test_R21_a_set_of_results_is_cited_whole(client, form):
    page = soup(results(client, "heron"))
    (link,) = page.select(f'.takeaway a[href*="/search.{form}"]')
    records = client.get(link["href"]).text
    assert records.count(KINDS[form]) == len(HERONS)


def test_R21_a_page_says_to_reference_managers_what_it_is(client):
    tags = {tag["name"]: tag["content"] for tag in page_of(client, FERRY).select("meta[name]")}
    assert tags["z:itemType"] == "newspaperArticle"
    assert (tags["citation_title"], tags["citation_publication_date"]) == (FERRY.title, "2011/03/12")


# -- R24: OpenSearch


def test_R24_the_description_is_named_by_each_page_and_is_short(client):
    for path in ("/", "/search?q=heron", "/browse"):
        link = soup(client.get(path)).select_one("link[rel=search]")
        assert link["type"] == "application/opensearchdescription+xml"
    told = ElementTree.fromstring(client.get(link["href"]).data)
    assert 0 < len(told.findtext(f"{OPENSEARCH}ShortName")) <= 16


def test_R24_its_addresses_search_and_suggest(client):
    told = ElementTree.fromstring(client.get("/opensearch.xml").data)
    templates = {url.get("type"): url.get("template") for url in told.iter(f"{OPENSEARCH}Url")}

    def asked(kind):
        address = templates[kind].replace("{searchTerms}", "heron")
        return client.get(address.removeprefix(HERE))

    assert soup(asked("text/html")).h1.get_text().startswith("25 editorials")
    typed, texts, *_ = asked("application/x-suggestions+json").get_json(force=True)
    assert typed == "heron" and texts


# -- R25: browsing


def test_R25_one_goes_from_years_to_months_to_days_to_an_article(client):
    day = FERRY.published
    month = soup(client.get("/browse")).select_one(f'a[href="/browse/{day:%Y/%m}"]')
    year = soup(client.get("/browse")).select_one(f'a[href="/browse/{day.year}"]')
    assert year.text == "2011" and month
    assert soup(client.get(year["href"])).select_one(f'a[href="/browse/{day:%Y/%m}#d{day.day}"]')
    shown = soup(client.get(month["href"]))
    link = shown.select_one(f'h2 a[href="/browse/{day:%Y/%m/%d}"]')
    entries = soup(client.get(link["href"])).select(".entries a")
    assert any(tag["href"] == f"/a/{FERRY.id}/the-ferry-to-hazrun" for tag in entries)


def test_R25_what_is_missing_is_drawn(client):
    page = soup(client.get("/browse"))
    cells = page.select(".month")
    assert len(cells) == 12 * len(page.select(".year-row"))
    days = sorted(each.published for each in ARTICLES if each.published)
    first, last = days[0].replace(day=1), days[-1].replace(day=1)
    held = {(day.year, day.month) for day in days}
    gaps = {
        (year, month)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last and (year, month) not in held
    }
    assert gaps and sum("none: a gap" in cell.get_text() for cell in cells) == len(gaps)


def test_R25_the_undated_are_not_lost(client):
    link = soup(client.get("/browse")).select_one('a[href="/browse/undated"]')
    listed = [tag.text for tag in soup(client.get(link["href"])).select(".entry-title")]
    assert sorted(listed) == sorted(each.title for each in HERONS if not each.published)


# -- R26: for robots


def test_R26_the_sitemap_names_each_page_once_and_is_named_by_robots(client):
    (named,) = re.findall(r"^Sitemap: (.+)$", client.get("/robots.txt").text, re.MULTILINE)
    parts = ElementTree.fromstring(client.get(named.removeprefix(HERE)).data)
    addresses = [
        tag.text
        for part in parts.iter(f"{SITEMAP}loc")
        for tag in ElementTree.fromstring(client.get(part.text.removeprefix(HERE)).data).iter(f"{SITEMAP}loc")
    ]  # fmt: skip
    assert len(addresses) == len(set(addresses)) == len(ARTICLES)
    assert {urlsplit(address).path.split("/")[2] for address in addresses} == set(ids(ARTICLES))


def test_R26_a_change_is_dated(own):
    with ArticleStore(own.corpus) as store:
        store.edit(FERRY.id, Correction(title="The late ferry"))
    with read_site(own) as client:
        part = ElementTree.fromstring(client.get("/sitemap/2011.xml").data)
    told = {
        url.findtext(f"{SITEMAP}loc").split("/")[4]: url.findtext(f"{SITEMAP}lastmod") for url in part
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\d.*", told[FERRY.id])


def test_R26_each_article_names_its_one_address(client):
    page = page_of(client, FERRY, q="goats", sort="oldest")
    (canonical,) = page.select("link[rel=canonical]")
    assert canonical["href"] == f"{HERE}/a/{FERRY.id}/the-ferry-to-hazrun"


def test_R26_robots_read_articles_and_leave_searches(client):
    rules = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /search" in rules
    assert not any(f"/a/{FERRY.id}".startswith(rule.removeprefix("Disallow: ")) for rule in rules if rule.startswith("Disallow: "))
    assert soup(results(client, "heron")).select_one("meta[name=robots]")["content"] == "noindex"
