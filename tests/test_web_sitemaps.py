"""Sitemaps, held against the protocol of sitemaps.org, 0.9."""

import re
from datetime import date

import pytest
from lxml import etree

from corpus.store.store import ArticleStore
from tests.newsroom import PERSIAN, UNDATED, fill, found_a_paper, made, read_site, settle
from web.pages.api import SITEMAP_LIMIT

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_BYTES = 52_428_800

# What the protocol says: which elements there are, in which order, and what stands in them.
PROTOCOL = f"""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}"
    targetNamespace="{NAMESPACE}" elementFormDefault="qualified">
  <xs:simpleType name="address">
    <xs:restriction base="xs:anyURI">
      <xs:minLength value="12"/><xs:maxLength value="2048"/><xs:pattern value="https?://[!-~]+"/>
    </xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="moment"><xs:union memberTypes="xs:date xs:dateTime xs:gYearMonth xs:gYear"/></xs:simpleType>
  <xs:complexType name="place">
    <xs:sequence>
      <xs:element name="loc" type="address"/>
      <xs:element name="lastmod" type="moment" minOccurs="0"/>
    </xs:sequence>
  </xs:complexType>
  <xs:element name="urlset">
    <xs:complexType><xs:sequence>
      <xs:element name="url" type="place" maxOccurs="unbounded"/>
    </xs:sequence></xs:complexType>
  </xs:element>
  <xs:element name="sitemapindex">
    <xs:complexType><xs:sequence>
      <xs:element name="sitemap" type="place" maxOccurs="unbounded"/>
    </xs:sequence></xs:complexType>
  </xs:element>
</xs:schema>
"""


@pytest.fixture(scope="module")
def protocol():
    return etree.XMLSchema(etree.fromstring(PROTOCOL))


def places(client, protocol, path):
    """The addresses in a file that keeps the protocol."""
    reply = client.get(path)
    assert (reply.status_code, reply.mimetype) == (200, "application/xml")
    assert reply.data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert len(reply.data) <= MOST_BYTES
    tree = etree.fromstring(reply.data)
    protocol.assertValid(tree)
    assert len(tree) <= SITEMAP_LIMIT
    return [loc.text for loc in tree.iter(f"{{{NAMESPACE}}}loc")]


def path_of(address):
    return "/" + address.split("/", 3)[3]


def test_the_schema_refuses_what_the_protocol_does(protocol):
    for wrong in (
        "<urlset xmlns='{}'/>", "<urlset><url><loc>http://x.test/1234</loc></url></urlset>",
        "<urlset xmlns='{}'><url><lastmod>2012-01-01</lastmod></url></urlset>",
        "<urlset xmlns='{}'><url><loc>/a/b/c/d/e/f/g</loc></url></urlset>",
        "<urlset xmlns='{}'><url><loc>http://x.test/1</loc><lastmod>1 May 2012</lastmod></url></urlset>",
        "<urlset xmlns='{}'><url><lastmod>2012-01-01</lastmod><loc>http://x.test/1</loc></url></urlset>",
        "<sitemapindex xmlns='{}'><url><loc>http://x.test/1</loc></url></sitemapindex>",
    ):  # fmt: skip
        assert not protocol.validate(etree.fromstring(wrong.format(NAMESPACE))), wrong


def test_every_article_is_in_one_sitemap_with_the_day_of_its_change(tmp_path, protocol):
    with read_site(found_a_paper(tmp_path)) as client:
        parts = places(client, protocol, "/sitemap.xml")
        every = [place for part in parts for place in places(client, protocol, path_of(part))]
        ids = [place.split("/")[4] for place in every]
        listed = client.get("/browse.json").json
        assert len(set(ids)) == len(ids) == listed["articles"] + listed["undated"]
        assert {UNDATED.id, PERSIAN.id} <= set(ids)
        assert all(client.get(path_of(place)).status_code == 200 for place in every[::40])


def test_a_year_with_more_than_a_file_may_have_is_parted_and_nothing_is_left_out(tmp_path, protocol):
    settings = settle(tmp_path)
    fill(settings, (made(1, "The heron waits.", published=date(2012, 5, 3)), UNDATED))
    count = SITEMAP_LIMIT + 1
    with ArticleStore(settings.corpus) as store, store.transaction() as db:
        names = [row[1] for row in db.execute("PRAGMA table_info(articles)")]
        taken = {"id": "printf('%012d', n)", "updated_seq": "1000 + n", "url": "NULL"}
        columns = ", ".join(taken.get(name, name) for name in names)
        db.execute(
            f"INSERT INTO articles WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers "
            f"WHERE n < {count - 1}) SELECT {columns} FROM articles, numbers WHERE published IS NOT NULL"
        )
    with read_site(settings) as client:
        parts = [path_of(part) for part in places(client, protocol, "/sitemap.xml")]
        assert parts == [f"/sitemap/{name}.xml" for name in ("2012", "2012-2", "undated")]
        found = [places(client, protocol, part) for part in parts]
        assert [len(some) for some in found] == [SITEMAP_LIMIT, 1, 1]
        assert len({place for some in found for place in some}) == count + 1
        for name in ("2012-3", "2012-1", "2012-0", "2012-02", "undated-2", "2011", "12", "x", "2012-99999"):
            assert client.get(f"/sitemap/{name}.xml").status_code == 404


def test_without_what_is_undated_there_is_no_sitemap_of_it(tmp_path, protocol):
    settings = settle(tmp_path)
    fill(settings, (made(1, "The heron waits."),))
    with read_site(settings) as client:
        (part,) = places(client, protocol, "/sitemap.xml")
        assert re.search(r"/sitemap/2011\.xml$", part)
        assert part.split("/sitemap/")[0] in client.get("/robots.txt").text
