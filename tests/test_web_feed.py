"""The feed of a search: what became findable since, whatever its day."""

import re
from dataclasses import replace

import feedparser
import pytest

from corpus.store.backup import restore_backup, write_backup
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from index import open_indexer
from tests.newsroom import build, fill, made, read_site, settle

LONG_AGO = "2020-02-03T04:05:06.000000+00:00"
HERONS = tuple(made(number, "The heron waits for fish.") for number in range(5))


@pytest.fixture
def herons(tmp_path):
    """Settings of an archive with five editorials on herons, all of which came in long ago, the
    last one of them last."""
    settings = settle(tmp_path / "data", site_name="The Selmak Courier")
    fill(settings, HERONS)
    with ArticleStore(settings.corpus) as store:
        store.db.execute("UPDATE articles SET changed_at = ?", (LONG_AGO,))
    build(settings)
    return settings


def update(settings):
    with ArticleStore(settings.corpus) as store:
        open_indexer(settings.index).update(store)


def feed_of(settings, question="q=heron", **more):
    with read_site(replace(settings, **more)) as client:
        reply = client.get(f"/search.atom?{question}")
    assert reply.status_code == 200 and reply.mimetype == "application/atom+xml"
    feed = feedparser.parse(reply.data)
    assert not feed.bozo and feed.version == "atom10"
    return feed


def titles(settings, question="q=heron"):
    return [entry.title for entry in feed_of(settings, question).entries]


def test_what_came_in_last_is_first_whatever_its_day(herons):
    assert titles(herons) == [f"Made {number}" for number in (4, 3, 2, 1, 0)]
    old = made(9, "The heron of that year.", published=HERONS[0].published.replace(year=1909))
    undated = made(8, "A heron of no day.", published=None, date_source="unknown")
    fill(herons, (old, undated))
    update(herons)
    assert titles(herons)[:3] == ["Made 8", "Made 9", "Made 4"]
    build(herons)  # a rebuild brings nothing new
    assert titles(herons)[:3] == ["Made 8", "Made 9", "Made 4"]


def test_the_order_is_one_of_pages_and_programs_too(herons):
    with read_site(herons) as client:
        found = client.get("/search.json?q=heron&sort=added").json["hits"]
        exported = client.get("/search.csv?q=heron&sort=added").text.splitlines()[1:]
        assert 'aria-current="true">Added last' in client.get("/search?q=heron&sort=added").text
    assert [hit["id"] for hit in found] == [article.id for article in HERONS[::-1]]
    assert [line.split(",")[0] for line in exported] == [hit["id"] for hit in found]


def test_an_entry_says_when_it_was_published_and_apart_from_that_when_it_came(herons):
    undated = made(8, "A heron of no day.", published=None, date_source="unknown")
    fill(herons, (undated,))
    with ArticleStore(herons.corpus) as store:
        store.db.execute("UPDATE articles SET changed_at = ?", (LONG_AGO,))
    update(herons)
    feed = feed_of(herons)
    assert {entry.updated for entry in feed.entries} == {"2020-02-03T04:05:06+00:00"}
    assert feed.feed.updated == "2020-02-03T04:05:06+00:00"
    assert "published" not in feed.entries[0]
    assert [entry.published[:10] for entry in feed.entries[1:]] == [
        article.published.isoformat() for article in HERONS[::-1]
    ]


def test_what_changes_says_so_and_stays_in_its_place(herons):
    with ArticleStore(herons.corpus) as store:
        store.edit(HERONS[2].id, Correction(title="Corrected"))
    feed = feed_of(herons)
    assert [entry.title for entry in feed.entries] == [
        "Made 4", "Made 3", "Corrected", "Made 1", "Made 0"
    ]  # fmt: skip
    *before, last = sorted(feed.entries, key=lambda entry: entry.updated_parsed)
    assert last.title == "Corrected" and feed.feed.updated == last.updated
    assert {entry.updated for entry in before} == {"2020-02-03T04:05:06+00:00"}


def test_ids_are_the_archive_s_wherever_it_is_read(herons, tmp_path):
    here = feed_of(herons)
    names = [here.feed.id, *(entry.id for entry in here.entries)]
    assert len(set(names)) == 6
    assert all(re.fullmatch("urn:uuid:[0-9a-f-]{36}", name) for name in names)
    with ArticleStore(herons.corpus) as store:
        write_backup(store, tmp_path / "backup.db")
    moved = settle(tmp_path / "moved", base_url="https://archive.example")
    restore_backup(tmp_path / "backup.db", moved.corpus)
    build(moved)
    with ArticleStore(moved.corpus) as store:
        store.edit(HERONS[0].id, Correction(title="Another title, another address"))
    there = feed_of(moved)
    assert [there.feed.id, *(entry.id for entry in there.entries)] == names
    assert there.entries[0].link.startswith("https://archive.example/a/")
    other = settle(tmp_path / "other")
    fill(other, HERONS)
    build(other)
    theirs = feed_of(other)
    assert not {theirs.feed.id, *(entry.id for entry in theirs.entries)} & set(names)


def test_a_feed_is_of_the_question_however_its_page_is_shown(herons):
    names = {
        feed_of(herons, question).feed.id
        for question in ("q=heron", "q=heron&page=2&size=5&sort=oldest", "page=1&q=heron&x=y")
    }
    assert len(names) == 1
    others = ("q=herons", "q=heron&from=2010", "from=2010")
    assert len(names | {feed_of(herons, question).feed.id for question in others}) == 4


def test_a_feed_leads_to_itself_and_to_its_page(herons):
    feed = feed_of(herons, "q=heron+-egret&from=2009&sort=oldest", base_url="https://archive.example")
    links = {link.rel: (link.type, link.href) for link in feed.feed.links}
    assert links == {
        "self": (
            "application/atom+xml", "https://archive.example/search.atom?q=heron+-egret&from=2009"
        ),
        "alternate": (
            "text/html", "https://archive.example/search?q=heron+-egret&from=2009&sort=added"
        ),
    }  # fmt: skip


def test_a_feed_has_what_has_all_the_words_and_thirty_of_it(herons):
    more = tuple(made(number, "An egret waits for fish.") for number in range(10, 50))
    fill(herons, more)
    update(herons)
    assert titles(herons, "q=fish") == [f"Made {number}" for number in range(49, 19, -1)]
    assert titles(herons, "q=heron+fish") == [f"Made {number}" for number in (4, 3, 2, 1, 0)]
    assert titles(herons, "q=heron+egret") == []
    empty = feed_of(herons, "q=heron+egret")
    assert empty.feed.updated_parsed


def test_reprints_are_one_entry_as_the_one_that_came_in_last(herons):
    text = " ".join(f"Word{number} of the lantern article." for number in range(80))
    fill(herons, (made(60, text), made(61, text)))
    update(herons)
    assert titles(herons, "q=lantern") == ["Made 61"]
    assert titles(herons, "q=lantern&reprints=apart") == ["Made 61", "Made 60"]
