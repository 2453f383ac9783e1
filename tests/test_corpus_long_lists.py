"""Lists longer than one tree may be, crawled from a real server."""

import gzip
import logging
from dataclasses import replace

import pytest

from corpus.crawling.crawl import CrawlOptions, run_crawl
from corpus.crawling.refused import TOO_MANY, UNREAD
from tests.odd_site import answered, odd_site
from tests.shell import PATIENCE

FIRST = CrawlOptions(delay=0, retry_wait=0.01, timeout=PATIENCE, max_pages=1)
ITEM = '<li><a href="/story?id={0}">The headline of story {0}</a> May {1}, 2011</li>'
ROW = (
    "<tr><td>{0}</td><td><b><a href='/story?id={0}'>The headline of story {0}</a></b></td>"
    "<td><i>May {1}, 2011</i></td></tr>"
)


def listed(number, row=ITEM, around="<ul>{}</ul>"):
    return around.format("".join(row.format(n, n % 28 + 1) for n in range(number)))


def known(store):
    """How many stories are known, and how many of them with a title and a day."""
    sql = "SELECT count(*), count(hint_title), count(hint_published) FROM urls WHERE {}"
    return store.db.execute(sql.format("url LIKE '%/story?id=%'")).fetchone()


@pytest.mark.parametrize("number", [6_000, 12_000])
@pytest.mark.parametrize(("row", "around"), [(ITEM, "<ul>{}</ul>"), (ROW, "<table>{}</table>")])
def test_every_link_of_a_long_list_is_known_with_what_its_row_says(store, number, row, around):
    with odd_site({"/": listed(number, row, around)}) as site:
        report = run_crawl(store, [site.base], options=FIRST)
        assert known(store) == (number, number, number)
        assert (report.queued, report.refused) == (number, {})


@pytest.mark.parametrize("packed", [False, True])
def test_every_entry_of_a_sitemap_beyond_ten_megabytes_is_known(store, packed):
    entry = "<url><loc>{}/story?id={}</loc><lastmod>2020-01-01</lastmod><x>{}</x></url>"
    with odd_site({"/": "<link rel=sitemap href=/map.xml>"}) as site:
        entries = (entry.format(site.base, n, "padding " * 1_000) for n in range(1_500))
        body = f"<?xml version='1.0'?><urlset>{''.join(entries)}</urlset>".encode()
        assert len(body) > 12_000_000
        coding = ("Content-Encoding: gzip",) if packed else ()
        sent = gzip.compress(body, 1) if packed else body
        site.answers["/map.xml"] = answered(sent, "Content-Type: application/xml", *coding)
        run_crawl(store, [site.base], options=replace(FIRST, max_pages=2))
        assert known(store) == (1_500, 0, 0)


def test_what_a_bound_cuts_is_told_in_the_report_and_the_log(store, monkeypatch, caplog):
    monkeypatch.setattr("corpus.crawling.discover.MAX_LINKS", 700)
    with odd_site({"/": listed(1_000)}) as site, caplog.at_level(logging.INFO, "corpus"):
        report = run_crawl(store, [site.base], options=FIRST)
        assert (known(store)[0], report.refused) == (700, {TOO_MANY: 300})
        (told,) = (each for each in caplog.records if vars(each).get("event") == "links-left-out")
        assert told.fields == {"url": f"{site.base}/", "reason": TOO_MANY, "count": 300}


def test_links_of_a_hostile_page_are_counted(store):
    with odd_site({"/": "<div><a href=/x>" * 5_000}) as site:
        report = run_crawl(store, [site.base], options=FIRST)
        assert report.refused == {UNREAD: 5_000}
