"""The page for those who write programs, held against what programs are told."""

import json
from urllib.parse import urlsplit

import pytest

from tests.newsroom import found_a_paper, read_site, settle, soup


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with read_site(found_a_paper(tmp_path_factory.mktemp("paper"))) as client:
        yield client


@pytest.fixture(scope="module")
def page(client):
    return soup(client.get("/api"))


@pytest.fixture(scope="module")
def told(client):
    return client.get("/api/openapi.json").json


def sections(page):
    """By method and path what is said of each address."""
    return {part.h2.text: part for part in page.select("section") if part.h2}


def test_every_address_is_there_with_its_parameters_and_formats(page, told):
    expected = {
        f"{method.upper()} {path}": operation
        for path, operations in told["paths"].items()
        for method, operation in operations.items()
    }
    said = sections(page)
    assert [*said] == [*expected]
    for name, operation in expected.items():
        words = {code.text for code in said[name].find_all("code")}
        assert words >= {each["name"] for each in operation["parameters"]}
        assert words >= set(operation["responses"]["200"]["content"])
        assert operation["summary"] in said[name].p.text
    assert {"text", "before", "order"} <= {c.text for c in said["POST /draft.json"].find_all("code")}


def test_every_object_and_field_is_there(page, told):
    for name, schema in told["components"]["schemas"].items():
        part = page.find(id=f"object-{name}").find_parent("section")
        assert {code.text for code in part.find_all("code")} == set(schema.get("properties", {}))


def test_each_example_is_answered(client, page):
    links = [part.select("p a code") for part in sections(page).values()]
    examples = [codes[0].parent["href"] for codes in links if codes]
    assert len(examples) > 15
    for example in examples:
        parts = urlsplit(example)
        with client.get(f"{parts.path}?{parts.query}") as reply:
            assert reply.status_code == 200 and reply.data, example
    assert json.loads(client.get("/search.json?q=water").data)["total"]


def test_every_mark_that_is_linked_is_there_once(page):
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    marks = {link["href"][1:] for link in page.select('main a[href^="#"]')}
    assert marks and marks <= set(ids)


def test_help_and_footer_lead_there(client):
    assert len(soup(client.get("/help")).select('a[href="/api"]')) == 2
    assert soup(client.get("/")).select('footer a[href="/api"]')


def test_an_empty_archive_has_the_page_too(tmp_path):
    from corpus.store.store import ArticleStore

    settings = settle(tmp_path)
    ArticleStore(settings.corpus).close()
    with read_site(settings) as client:
        assert "/search.json" in soup(client.get("/api")).text
