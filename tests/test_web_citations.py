"""References to editorials, read as the programs read them that people cite with."""

import json
import re
import warnings
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
import rispy
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from tests.newsroom import HOSTILE, PERSIAN, UNDATED, build, fill, made, read_site, settle, soup
from web.base.citation_styles import citations
from web.base.citations import Name, name_of

SIGNED = replace(
    made(1, "The harbour leaks at high water.", title="The harbour: a {wall} & its 50% share"),
    byline=("Ada Maria Holm", "Ludwig van der Meer", "James Earl Jones, Jr.", "The Editorial Board"),
    section="Opinion",
    tags=("Ships, boats and ferries", "Harbours"),
    standfirst="Why it cannot wait.",
    published=date(2014, 3, 5),
    date_source="meta",
)
ARTICLES = (SIGNED, UNDATED, PERSIAN, HOSTILE)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    settings = settle(
        tmp_path_factory.mktemp("cited"), site_name="The Courier", base_url="https://archive.example"
    )
    fill(settings, ARTICLES)
    build(settings)
    with read_site(settings) as client:
        yield client


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Holm", Name("Holm", "Ada")),
        ("Ada Q. Holm", Name("Holm", "Ada Q.")),
        ("Ludwig van der Meer", Name("van der Meer", "Ludwig")),
        ("James Earl Jones, Jr.", Name("Jones", "James Earl", "Jr.")),
        ("Thurston Howell III", Name("Howell", "Thurston", "III")),
        ("The Editorial Board", Name("The Editorial Board")),
        ("Harbour Workers Union", Name("Harbour Workers Union")),
        ("Voltaire", Name("Voltaire")),
        ("گروه سردبیران", Name("گروه سردبیران")),
        ("", Name("")),
    ],
)
def test_a_name_is_parted_where_it_is_a_persons(text, name):
    assert name_of(text) == name


def test_ris_is_read_by_its_library(client):
    (entry,) = rispy.loads(client.get(f"/a/{SIGNED.id}.ris").text)
    assert entry["type_of_reference"] == "NEWS"
    assert entry["authors"] == [
        "Holm, Ada Maria", "van der Meer, Ludwig", "Jones, James Earl, Jr.", "The Editorial Board",
    ]  # fmt: skip
    assert entry["title"] == SIGNED.title and entry["year"] == "2014"
    assert entry["urls"][0].startswith(f"https://archive.example/a/{SIGNED.id}/")
    assert {each["id"] for each in rispy.loads(client.get("/search.ris?q=date:2000..2030").text)} == {
        each.id for each in ARTICLES if each.published
    }


def test_bibtex_is_read_by_its_library(client):
    text = client.get(f"/a/{SIGNED.id}.bib").text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own
        (entry,) = bibtexparser.parse_string(text).entries
    assert entry.key == SIGNED.id and entry["year"] == "2014"
    assert entry["title"] == r"The harbour: a \{wall\} \& its 50\% share"
    assert entry["author"] == (
        "Holm, Ada Maria and van der Meer, Ludwig and Jones, Jr., James Earl and {The Editorial Board}"
    )
    assert "{{" not in text.replace("{{The", "")  # braces around braces keep all as it is written


def test_csl_json_is_read_by_its_library(client):
    items = client.get("/search.csl.json?q=date:2000..2030").json
    assert {item["type"] for item in items} == {"article-newspaper"}
    assert {item["id"] for item in items} == {each.id for each in ARTICLES if each.published}
    (item,) = client.get(f"/a/{SIGNED.id}/whatever.csl.json").json
    assert item["author"][2:] == [
        {"family": "Jones", "given": "James Earl", "suffix": "Jr."}, {"literal": "The Editorial Board"}
    ]  # fmt: skip
    assert item["issued"] == {"date-parts": [[2014, 3, 5]]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields that the library does not know
        source = CiteProcJSON([item])
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        bibliography.register(Citation([CitationItem(SIGNED.id)]))
        (line,) = map(str, bibliography.bibliography())
    assert line.startswith("Holm, A.M.") and "2014" in line and "The Courier" in line


def test_of_nothing_found_an_empty_array_is_left(client):
    assert client.get("/search.csl.json?q=zzqqx").json == []


def test_every_form_is_at_the_address_of_the_page_too(client):
    page = client.get(f"/a/{SIGNED.id}").headers["Location"].partition("?")[0]
    for form in ("json", "txt", "ris", "bib", "csl.json"):
        assert client.get(f"{page}.{form}").data == client.get(f"/a/{SIGNED.id}.{form}").data


def test_a_page_says_what_reference_managers_read(client):
    page = soup(client.get(f"/a/{SIGNED.id}", follow_redirects=True))
    said = [(tag["name"], tag["content"]) for tag in page.select("head meta[name]")]
    assert ("z:itemType", "newspaperArticle") in said
    assert ("citation_title", SIGNED.title) in said
    assert ("citation_publication_date", "2014/03/05") in said
    assert ("citation_author", "Holm, Ada Maria") in said
    data = json.loads(page.select_one('script[type="application/ld+json"]').string)
    assert (data["@type"], data["headline"]) == ("NewsArticle", SIGNED.title)
    assert (data["datePublished"], data["publisher"]["name"]) == ("2014-03-05", "The Courier")
    assert [each["@type"] for each in data["author"]] == ["Person"] * 3 + ["Thing"]


def test_what_is_not_known_is_not_said_and_nothing_breaks_out(client):
    undated = soup(client.get(f"/a/{UNDATED.id}", follow_redirects=True))
    assert not undated.select('meta[name="citation_publication_date"]')
    hostile = client.get(f"/a/{HOSTILE.id}", follow_redirects=True).text
    assert "<script>alert" not in hostile and "<svg onload" not in hostile
    data = json.loads(soup(hostile_page := client.get(f"/a/{HOSTILE.id}", follow_redirects=True))
                      .select_one('script[type="application/ld+json"]').string)  # fmt: skip
    assert data["headline"] == HOSTILE.title and "isBasedOn" not in data
    assert hostile_page.status_code == 200


def test_the_styles_have_it_as_their_manuals_do():
    two = replace(SIGNED, title="The harbour", byline=("Ada Maria Holm", "Ludwig van der Meer"))
    apa, mla, chicago = map(str, citations(two, paper="The Courier", page="https://a.example/1"))
    assert apa == (
        "Holm, A. M., & van der Meer, L. (2014, March 5). The harbour. The Courier. https://a.example/1"
    )
    assert mla == (
        "Holm, Ada Maria, and Ludwig van der Meer. “The harbour.” The Courier, 5 Mar. 2014, "
        "https://a.example/1."
    )
    assert chicago == (
        "Holm, Ada Maria, and Ludwig van der Meer. “The harbour.” The Courier, March 5, 2014. "
        "https://a.example/1."
    )
    many = citations(SIGNED, paper="The Courier", page="p")
    assert str(many[1]).startswith("Holm, Ada Maria, et al. “")
    bare = replace(UNDATED, title="Why?")
    apa, mla, chicago = map(str, citations(bare, paper="", page="https://a.example/1"))
    assert apa == "Why? (n.d.). https://a.example/1"
    assert mla == chicago == "“Why?” https://a.example/1."


def test_in_any_language_the_styles_run_from_the_left_with_names_apart(client):
    page = soup(client.get(f"/a/{PERSIAN.id}", follow_redirects=True))
    apa, mla, chicago = page.select(".styles dd")
    for cited in (apa, mla, chicago):
        assert "dir" not in cited.attrs
        own = [each.text for each in cited.select("bdi")]
        assert own[-1] == PERSIAN.title and len(own) == 2
        between = cited.find_all(string=True, recursive=False)
        assert not re.search(r"[\u0600-\u06ff]", "".join(between)), "a word that is not set apart"
        assert f"/a/{PERSIAN.id}" in between[-1]
    two = replace(PERSIAN, byline=("گروه سردبیران", "الف ب", "ج د"), title="آیا؟")
    mla = citations(two, paper="P", page="p")[1]
    assert [part.text for part in mla.before if not part.is_own] == [
        ", ", ", ", "and ", ".", " ", "“", "", "” "
    ]


def test_a_table_opens_in_a_spreadsheet_and_leads_to_the_archive(client):
    body = client.get("/search.csv?q=harbour").data
    assert body.startswith(b"\xef\xbb\xbfid,")
    assert f"https://archive.example/a/{SIGNED.id}/".encode() in body
