"""What has not changed since a browser asked is told by 304, and text is sent packed."""

import gzip
import os
import shutil
from dataclasses import replace
from datetime import timedelta

import brotli
import pytest

from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from tests.newsroom import FETCHED, UNDATED, build, found_a_paper, made, read_site
from web import create_app
from web.pages.exports import STREAMS

LASTING = (
    "/search?q=water", "/search.json?q=water", "/search.csv?q=water", "/search.atom?q=water",
    "/browse", "/browse/2018", "/sitemap.xml", "/help", "/draft", "/suggest?q=wat", "/opensearch.xml",
)  # fmt: skip
OF_THE_MOMENT = ("/", "/status", "/status.json", "/healthz")


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return found_a_paper(tmp_path_factory.mktemp("paper"))


@pytest.fixture(scope="module")
def client(settings):
    with read_site(settings) as client:
        yield client


def tag_of(client, path):
    return client.get(path).headers["ETag"]


def status(client, path, tag):
    return client.get(path, headers={"If-None-Match": tag}).status_code


@pytest.mark.parametrize("path", LASTING)
def test_what_has_not_changed_is_not_sent_again(client, path):
    tag = tag_of(client, path)
    again = client.get(path, headers={"If-None-Match": f'"another", {tag}'})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag and again.headers["Cache-Control"] == "no-cache"
    assert client.head(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("path", OF_THE_MOMENT)
def test_what_is_of_the_moment_is_sent_each_time(client, path):
    response = client.get(path)
    assert "ETag" not in response.headers and response.headers["Cache-Control"] == "no-cache"
    assert client.get(path, headers={"If-None-Match": "*"}).status_code == 200


def test_an_error_has_no_tag(client):
    for path in ("/a/unknown", "/nowhere", "/search?q=water&page=99", "/sitemap/1066.xml"):
        response = client.get(path, headers={"If-None-Match": '"another"'})
        assert response.status_code == 404 and "ETag" not in response.headers


@pytest.fixture
def copy(settings, tmp_path):
    shutil.copytree(settings.data, tmp_path / "copy")
    return replace(settings, data=tmp_path / "copy")


def correct(settings):
    with ArticleStore(settings.corpus) as store:
        store.edit(UNDATED.id, Correction(title="A page that tells its day"))


def take_down(settings):
    with ArticleStore(settings.corpus) as store:
        store.remove(UNDATED.id, "asked")


def find_gone(settings):
    with ArticleStore(settings.corpus) as store:
        store.mark_gone(UNDATED.url, FETCHED)


def index_more(settings):
    with ArticleStore(settings.corpus) as store:
        article = made(1, "The heron waits.")
        store.put(replace(article, sentences=((0, 16),)))
    build(settings)


def write_synonyms(settings):
    settings.synonyms.write_text("water, heron\n", encoding="utf-8")


@pytest.mark.parametrize("change", [correct, take_down, find_gone, index_more, write_synonyms])
def test_whatever_changes_is_sent_at_once(copy, change):
    with read_site(copy) as client:
        before = {path: tag_of(client, path) for path in LASTING}
        change(copy)
        assert all(status(client, path, tag) == 200 for path, tag in before.items())
        after = {path: tag_of(client, path) for path in LASTING}
        assert all(status(client, path, tag) == 304 for path, tag in after.items())


def test_other_settings_make_other_pages(copy):
    tags = set()
    for name in ("The Courier", "The Lantern"):
        app = create_app(replace(copy, site_name=name))
        tags.add(tag_of(app.test_client(), "/help"))
        app.extensions["shelf"].close()
    assert len(tags) == 2


def test_an_article_that_was_taken_down_is_not_unchanged(copy):
    with read_site(copy) as client:
        path = client.get(f"/a/{UNDATED.id}").headers["Location"]
        tag = tag_of(client, path)
        assert status(client, path, tag) == 304
        take_down(copy)
        assert status(client, path, tag) == 410


def test_a_change_that_no_file_shows_is_sent_at_once(copy):
    """One that came within a tick of the clock, or stood in SQLite's log before it could be read."""
    with read_site(copy) as client, ArticleStore(copy.corpus) as store:
        path = client.get(f"/a/{UNDATED.id}").headers["Location"]
        for number in range(9):
            store.edit(UNDATED.id, Correction(section=f"Section {number}"))
        store.db.execute("PRAGMA wal_checkpoint(RESTART)")  # the log begins anew in the same file
        store.edit(UNDATED.id, Correction(section="Letters"))
        log = copy.corpus.with_name(f"{copy.corpus.name}-wal")
        tag, before = tag_of(client, path), log.stat()
        store.remove(UNDATED.id, "asked")
        os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert log.stat().st_size == before.st_size
        assert status(client, path, tag) == 410


QUIET = {  # what changes no article, and may be said on a page all the same
    "gone": lambda store: store.mark_gone(UNDATED.url, FETCHED),
    "missing": lambda store: store.note_missing(UNDATED.url, FETCHED + timedelta(days=2)),
    "answered": lambda store: store.note_answered(UNDATED.url),
    "noted": lambda store: store.set_meta("demo", "begun"),
}


@pytest.mark.parametrize("change", QUIET.values(), ids=QUIET)
def test_whatever_was_written_is_told_though_no_file_shows_it(copy, change):
    with ArticleStore(copy.corpus) as store:
        store.note_missing(UNDATED.url, FETCHED)
        for number in range(9):
            store.set_meta("filler", str(number))
        store.db.execute("PRAGMA wal_checkpoint(RESTART)")
        store.set_meta("filler", "last")
        log = copy.corpus.with_name(f"{copy.corpus.name}-wal")
        told, before = store.state(), log.stat()
        change(store)
        os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert log.stat().st_size == before.st_size
        assert store.state() != told


def test_what_wrote_nothing_changes_no_tag(copy):
    with ArticleStore(copy.corpus) as store:
        told = store.state()
        with store.transaction():
            store.get(UNDATED.id)
        store.note_answered("https://courier.invalid/nowhere")
        assert store.state() == told


def test_redirects_are_asked_for_again(client):
    """One that a browser keeps may lead in a circle once a title is corrected, and back."""
    moved = client.get(f"/a/{UNDATED.id}/another-title")
    assert moved.status_code in (301, 302, 308) and moved.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("coding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)]
)
@pytest.mark.parametrize("path", ["/search?q=water", "/search.json?q=water", "/search.ndjson?q=water"])
def test_text_is_packed_for_whoever_reads_that(client, coding, unpack, path):
    plain = client.get(path).data
    packed = client.get(path, headers={"Accept-Encoding": coding})
    assert packed.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert unpack(packed.data) == plain and len(packed.data) < len(plain) / 2
    assert packed.headers["ETag"] == tag_of(client, path)


@pytest.mark.parametrize("form", STREAMS)
def test_exports_are_packed_whatever_their_form(client, form):
    packed = client.get(f"/search.{form}?from=1900", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == client.get(f"/search.{form}?from=1900").data


def test_a_static_file_is_packed_and_its_tag_knows_it_again(client):
    path, bodies = "/static/site.css", {}
    for coding in ("gzip", "identity"):
        with client.get(path, headers={"Accept-Encoding": coding}) as response:
            bodies[coding], tag = response.data, response.headers["ETag"]
        asked = {"Accept-Encoding": coding, "If-None-Match": tag}
        with client.get(path, headers=asked) as again:
            assert again.status_code == 304
    assert gzip.decompress(bodies["gzip"]) == bodies["identity"]


def test_any_tag_at_all_confirms_nothing(client):
    for path, status in (("/help", 200), ("/a/unknown", 404), ("/search.csv", 400)):
        assert client.get(path, headers={"If-None-Match": "*"}).status_code == status


def test_the_tag_of_one_page_confirms_no_other(client):
    tag = tag_of(client, "/help")
    for path, code in (("/help", 304), ("/browse", 200), ("/a/unknown", 404), ("/search.csv", 400)):
        assert status(client, path, tag) == code
