"""What a crawl tells is on the disk by then, though it waits for that once for several pages."""

import os
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from threading import Event

import pytest
from nightly_paper import story
from test_corpus_crawl import QUICK

from corpus.crawling import untold
from corpus.crawling.crawl import run_crawl
from corpus.crawling.untold import MOST
from corpus.store.store import ArticleStore
from tests.served_site import served
from tests.shell import PATIENCE

PAGES = 2 * MOST + 5


def paper(pages=PAGES):
    """A start page and what it leads to."""
    links = "".join(f"<a href=/{number}>The story of {number}</a> " for number in range(1, pages))
    return {"/": links, **{f"/{number}": story(number) for number in range(1, pages)}}


class Disk:
    """What a power cut would leave of a corpus: it as it was synced last."""

    def __init__(self, corpus, folder, monkeypatch):
        self._corpus, self._folder = corpus, folder
        self.syncs = 0
        folder.mkdir()
        fsync = os.fsync

        def noted(file):
            fsync(file)
            self.syncs += 1
            for name in (corpus.name, f"{corpus.name}-wal"):
                shutil.copy(corpus.with_name(name), folder)

        monkeypatch.setattr(os, "fsync", noted)

    def page(self, url):
        with closing(ArticleStore(self._folder / self._corpus.name, create=False)) as store:
            return store.page(url)


@pytest.fixture
def disk(store, tmp_path, monkeypatch):
    return Disk(store.path, tmp_path / "disk", monkeypatch)


def test_what_is_told_outlives_a_power_cut(store, disk, monkeypatch):
    monkeypatch.setattr(untold, "LONGEST", PATIENCE)
    groups = Counter()

    def on_event(event):
        groups[disk.syncs] += 1
        assert disk.page(event.url), event.url

    with served(paper()) as site:
        assert run_crawl(store, [site.base], options=QUICK, on_event=on_event).fetched == PAGES
    assert list(groups.values()) == [MOST, MOST, 5]


def test_a_corpus_behind_a_link_is_synced_where_it_lies(store, tmp_path):
    store.close()
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(store.path)
    with served(paper(3)) as site, closing(ArticleStore(link)) as linked:
        assert run_crawl(linked, [site.base], options=QUICK).fetched == 3


def test_a_transaction_after_the_crawl_is_synced_by_itself(store):
    with served(paper(3)) as site:
        run_crawl(store, [site.base], options=QUICK)
        assert store.db.execute("PRAGMA synchronous").fetchone() == (2,)


def test_of_a_page_is_told_however_slow_the_next_one_is(store):
    told = Event()
    pages = paper(3)
    pages["/1"] = lambda headers, count: story(1) if told.wait(PATIENCE) else (404, {}, b"")
    with served(pages) as site:
        report = run_crawl(
            store, [site.base], options=QUICK, on_event=lambda event: told.set()
        )
        assert report.fetched == 3


def test_between_two_pages_others_may_write(store):
    written = []

    def answer(headers, count):
        # as `backfile edit` does, but it would not wait for a moment
        with closing(sqlite3.connect(store.path, timeout=0, isolation_level=None)) as db:
            db.execute("UPDATE meta SET value = value + 1 WHERE key = 'seq'")
            written.append(db.execute("SELECT count(*) FROM fetches").fetchone()[0])
        return story(1)

    with served({**paper(), "/7": answer, "/20": answer}) as site:
        assert run_crawl(store, [site.base], options=QUICK).fetched == PAGES
    first, second = written  # all that came before is there for others, told or not
    assert 0 < first < second
    assert store.seq == 2


def test_a_watcher_that_has_gone_ends_the_crawl(store, monkeypatch):
    monkeypatch.setattr(untold, "LONGEST", 0)

    def on_event(event):
        raise BrokenPipeError

    with served(paper()) as site, pytest.raises(BrokenPipeError):
        run_crawl(store, [site.base], options=QUICK, on_event=on_event)
    assert 0 < store.db.execute("SELECT count(*) FROM fetches").fetchone()[0] < PAGES
