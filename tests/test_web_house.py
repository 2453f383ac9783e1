"""What the house says of itself: at the foot of pages, on /about, to programs, and where readers
report what is wrong."""

import json
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import pytest

from tests.archive import FERRY, archive
from tests.newsroom import read_site, soup

ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC = "https://archive.example"
ABOUT = "Every editorial since 1951, <b>but</b> a few."
RIGHTS = "© The Selmak Courier & its heirs"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("archive"), base_url=PUBLIC)


@pytest.fixture
def said(settings, request):
    """Makes readers of a site whose house says something."""

    def opened(**changes):
        site = read_site(replace(settings, **changes))
        client = site.__enter__()
        request.addfinalizer(lambda: site.__exit__(None, None, None))
        return client

    return opened


def foot(client, path="/"):
    page = soup(client.get(path, follow_redirects=True))
    return page.footer.get_text(" ", strip=True), {
        tag.text: tag["href"] for tag in page.select("footer a")
    }


def test_text_is_on_a_page_of_its_own_and_rights_are_at_the_foot_of_each(said):
    client = said(about=ABOUT, rights=RIGHTS, contact="Bridge Street 9, Selmak")
    for path in ("/", "/search?q=heron", "/browse", f"/a/{FERRY.id}", "/help"):
        text, links = foot(client, path)
        assert RIGHTS in text and links["About"] == "/about"
        assert links.keys().isdisjoint({"Contact", "Rights"})
    page = soup(client.get("/about"))
    assert page.select_one(".standfirst").text == ABOUT
    assert {row.dt.text: row.dd.text for row in page.select(".facts > div")} == {
        "Rights": RIGHTS,
        "Contact": "Bridge Street 9, Selmak",
    }


def test_addresses_are_links(said):
    client = said(
        about="https://courier.example/about",
        rights="https://courier.example/rights?a=1&b=2",
        contact="archive+desk@courier.example",
    )
    _, links = foot(client)
    assert links["Contact"] == "mailto:archive+desk@courier.example"
    assert links["Rights"] == "https://courier.example/rights?a=1&b=2"
    links = [tag["href"] for tag in soup(client.get("/about")).select("main a")]
    assert links == [
        "https://courier.example/about",
        *(foot(client)[1][name] for name in ("Rights", "Contact")),
    ]


def test_what_is_no_address_is_never_a_link(said):
    client = said(about="javascript:alert(1)", contact="mailto:x", rights="//courier.example")
    assert not soup(client.get("/about")).select("main a[href]:not(form a)")
    assert foot(client)[1].keys().isdisjoint({"Contact", "Rights"})


def test_a_house_that_says_nothing_has_no_page(said):
    client = said()
    assert "About" not in foot(client)[1]
    soup(client.get("/about"), 404)


def structured(client):
    page = soup(client.get(f"/a/{FERRY.id}", follow_redirects=True))
    return page, json.loads(page.find("script", type="application/ld+json").string)


def test_rights_are_told_to_programs(said):
    client = said(rights=RIGHTS)
    page, told = structured(client)
    assert told["copyrightNotice"] == RIGHTS and "license" not in told
    assert page.select_one('meta[name="DC.rights"]')["content"] == RIGHTS
    feed = ElementTree.fromstring(client.get("/search.atom?q=heron").data)
    assert feed.findtext(f"{ATOM}rights") == RIGHTS
    page, told = structured(said(rights="https://courier.example/rights"))
    assert told["license"] == "https://courier.example/rights" and "copyrightNotice" not in told
    client = said()
    page, told = structured(client)
    assert told.keys().isdisjoint({"license", "copyrightNotice"})
    assert not page.select('meta[name="DC.rights"]')
    assert b"rights" not in client.get("/search.atom?q=heron").data


def report(client):
    page = soup(client.get(f"/a/{FERRY.id}", follow_redirects=True))
    return [tag["href"] for tag in page.select("a") if tag.text == "Something wrong here?"]


def test_what_is_wrong_is_reported_by_mail_with_the_article_named(said):
    (link,) = report(said(corrections="corrections@courier.example"))
    address, _, query = link.partition("?")
    assert address == "mailto:corrections@courier.example"
    letter = dict(part.split("=") for part in query.split("&"))
    assert "+" not in query  # which a mail program shows as it is
    assert unquote(letter["subject"]) == f"The Selmak Courier: {FERRY.title} ({FERRY.id})"
    assert unquote(letter["body"]) == f"{PUBLIC}/a/{FERRY.id}/the-ferry-to-hazrun\r\n\r\n"


def test_or_on_a_page_that_is_told_the_article(said):
    (link,) = report(said(corrections="https://courier.example/desk?form=7#top"))
    parts = urlsplit(link)
    assert (parts.netloc, parts.path, parts.fragment) == ("courier.example", "/desk", "top")
    assert parse_qs(parts.query) == {
        "form": ["7"],
        "article": [FERRY.id],
        "page": [f"{PUBLIC}/a/{FERRY.id}/the-ferry-to-hazrun"],
    }


def test_nothing_is_shown_where_nobody_said_where(said):
    assert report(said()) == []
