"""What a search finds as data: which fields, all of it, and never cut without a word."""

import csv
import io
import json
import sqlite3
import threading
from contextlib import closing
from itertools import islice

import bibtexparser
import pytest
import rispy

from corpus.article import Article
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from search.matching.parameters import BY_NAME, HIT_FIELDS
from tests.newsroom import build, fill, found_a_paper, made, read_site, settle
from tests.shell import PATIENCE, backfile
from web.base.formats import CSV_COLUMNS
from web.pages.exports import STREAMS

MANY = 250


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    settings = settle(tmp_path_factory.mktemp("herons") / "data")
    text = "The heron waits.\u2028It is patient, \"very\"."
    fill(settings, tuple(made(each, f"{text} {each}", paragraphs=(f"{text} {each}", "So it does.")) for each in range(MANY)))
    build(settings)
    return settings


@pytest.fixture(scope="module")
def client(settings):
    with read_site(settings) as client:
        yield client


def rows(reply):
    assert reply.status_code == 200
    return list(csv.reader(io.StringIO(reply.get_data(as_text=True).removeprefix("\ufeff"), "")))


def lines(reply):
    return [json.loads(line) for line in reply.get_data(as_text=True).split("\n") if line]


@pytest.mark.parametrize("asked", [("id", "text"), ("text",), ("score", "id", "byline"), HIT_FIELDS])
def test_the_fields_that_are_asked_for_come_in_their_order(client, asked):
    named = ",".join(asked)
    found = client.get(f"/search.json?q=heron&size=100&fields={named}").json["hits"]
    assert len(found) == 100
    every = lines(client.get(f"/search.ndjson?q=heron&fields={named}"))
    head, *table = rows(client.get(f"/search.csv?q=heron&fields={named}"))
    assert (len(every), len(table)) == (MANY, MANY) and tuple(head) == asked
    assert all(tuple(hit) == asked for hit in (*found, *every))
    assert every[:100] == found
    repeated = client.get("/search.ndjson", query_string={"q": "heron", "fields": asked})
    assert lines(repeated) == every


def test_without_fields_data_is_as_before(client):
    usual = set(HIT_FIELDS) - {"text"}
    assert set(client.get("/search.json?q=heron").json["hits"][0]) == usual
    assert set(lines(client.get("/search.ndjson?q=heron"))[0]) == usual
    assert tuple(rows(client.get("/search.csv?q=heron"))[0]) == CSV_COLUMNS


def test_the_text_is_the_article_s_whole_text_as_it_is_now(client, settings):
    with ArticleStore(settings.corpus) as store:
        texts = {article.id: article.text for article in store.articles()}
    found = lines(client.get("/search.ndjson?q=heron&fields=id,text"))
    assert {hit["id"]: hit["text"] for hit in found} == texts
    table = rows(client.get("/search.csv?q=heron&fields=id,text"))[1:]
    assert dict(table) == texts


def test_the_next_page_has_the_same_fields(client):
    page = client.get("/search.json?q=heron&fields=id,title&size=100").json
    following = client.get(page["next"].removeprefix("http://127.0.0.1:8000")).json
    assert following["page"] == 2
    assert all([*hit] == ["id", "title"] for hit in following["hits"])


def test_a_field_that_is_none_is_named_and_no_column_is_left_out_without_a_word(client):
    page = client.get("/search.json?q=heron&fields=id,colour,title").json
    assert all([*hit] == ["id", "title"] for hit in page["hits"])
    (notice,) = page["notices"]
    assert notice.startswith("“colour” (fields) is not one of these: id, page, title")
    for form in ("csv", "ndjson"):
        reply = client.get(f"/search.{form}?q=heron&fields=id,colour")
        assert reply.status_code == 400 and "“colour” (fields) is not one of these" in reply.json["error"]
    for form in ("ris", "bib", "csl.json"):  # which have fields of their own
        assert client.get(f"/search.{form}?q=heron&fields=id,colour").status_code == 200


def test_a_page_has_as_many_hits_as_are_asked_for(client):
    assert BY_NAME["size"].most >= 100
    assert len(client.get("/search.json?q=heron&size=240").json["hits"]) == 240


def test_the_command_has_them_too(settings, capsys):
    def told(*arguments):
        assert backfile(settings.data, "search", *arguments, "heron") == 0
        return capsys.readouterr().out

    found = json.loads(told("--json", "--fields", "id,text", "--limit", "3"))["hits"]
    assert [[*hit] for hit in found] == [["id", "text"]] * 3
    twice = json.loads(told("--json", "--fields", "id", "--fields", "text", "--limit", "3"))
    assert twice["hits"] == found
    table = list(csv.reader(io.StringIO(told("--csv", "--fields", "title,text"), "")))
    assert len(table) == MANY + 1 and table[0] == ["title", "text"]
    assert backfile(settings.data, "search", "--fields", "id", "heron") == 2
    assert backfile(settings.data, "search", "--json", "--fields", "id,colour", "heron") == 2
    assert "“colour” (fields) is not one of these" in capsys.readouterr().err


# -- what goes wrong in the midst of an export


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_an_export_that_breaks_off_says_so_in_its_last_line(tmp_path, form):
    settings = found_a_paper(tmp_path)
    fill(settings, tuple(made(each, "The heron waits.") for each in range(MANY)))
    build(settings)
    with read_site(settings) as client:
        reply = client.get(f"/search.{form}?q=heron&fields=id,text", buffered=False)
        sent = reply.iter_encoded()
        begun = b"".join(islice(sent, 10))
        with closing(sqlite3.connect(settings.corpus)) as db:
            db.execute("ALTER TABLE articles RENAME TO lost")
            db.commit()
        whole = (begun + b"".join(sent)).decode()
        reply.close()
    *before, last = whole.splitlines()
    assert 8 <= len(before) < MANY
    assert "This export broke off here: the reason is in the log." in last
    if form == "ndjson":
        assert [*json.loads(last)] == ["error"]


HITS = [Article("a1", "Bread", ("Bread is dear.",)), Article("b2", "Water", ("Water too.",))]


def broken(client, form):
    """References of which the first came, and the rest could not be read."""
    stream = STREAMS[form]
    with client.application.test_request_context():
        begun = "".join(islice(stream.write(iter(HITS), ()), 1))
    return begun + stream.broken("This export broke off here: the disk is gone.")


def test_a_program_that_reads_references_stumbles_over_an_end_that_is_none(client):
    begun = broken(client, "csl.json")
    assert "Bread" in begun and "the disk is gone." in begun
    with pytest.raises(ValueError, match="delimiter"):
        json.loads(begun)
    library = bibtexparser.parse_string(broken(client, "bib"))
    assert [entry.key for entry in library.entries] == ["a1"]
    assert "the disk is gone." in library.failed_blocks[0].raw
    first, last = rispy.loads(broken(client, "ris"))
    assert first["title"] == "Bread"
    assert last["title"] == "This export broke off here: the disk is gone."


def test_a_correction_is_in_the_text_s_article(settings):
    with ArticleStore(settings.corpus) as store:
        ident = next(store.articles()).id
        store.edit(ident, Correction(title="The heron, corrected"))
    with read_site(settings) as client:
        (hit,) = client.get("/search.json?q=title:corrected&fields=title,text").json["hits"]
    assert hit["title"] == "The heron, corrected" and hit["text"].startswith("The heron waits.")


def test_what_is_removed_while_an_export_is_read_is_not_in_the_rest_of_it(tmp_path):
    settings = settle(tmp_path)
    fill(settings, tuple(made(each, f"The heron waits for the {each}th day.") for each in range(MANY)))
    build(settings)
    with read_site(settings) as client:
        for form, fields in (("ndjson", ""), ("ndjson", "id,title,text"), ("csv", ""), ("ris", "")):
            reply = client.get(f"/search.{form}?q=heron&fields={fields}", buffered=False)
            parts = reply.iter_encoded()
            sent = b"".join(islice(parts, 20))
            with ArticleStore(settings.corpus) as store:
                ids = [article.id for article in store.articles() if article.id.encode() not in sent]
                for ident in ids[::7]:
                    store.remove(ident, "a test")
            rest = b"".join(parts).decode()
            reply.close()
            assert [ident for ident in ids[::7] if ident in rest] == []
            kept = [ident for at, ident in enumerate(ids) if at % 7]
            assert [ident for ident in kept if ident in rest] == kept or form == "ris"
            with ArticleStore(settings.corpus) as store:
                for ident in ids[::7]:
                    store.restore_removed(ident)


def test_slow_readers_of_exports_leave_threads_for_pages(settings):
    begun, done = threading.Barrier(settings.threads + 1), threading.Event()

    def read_slowly(app):
        reply = app.test_client().get("/search.ndjson?q=heron", buffered=False)
        parts = reply.iter_encoded()
        first = next(parts)
        begun.wait(PATIENCE)
        done.wait(PATIENCE)
        every.append((first + b"".join(parts)).count(b"\n"))
        reply.close()

    every = []
    with read_site(settings) as client:
        readers = [
            threading.Thread(target=read_slowly, args=(client.application,), daemon=True)
            for _ in range(settings.threads)
        ]
        for reader in readers:
            reader.start()
        begun.wait(PATIENCE)
        refused = client.get("/search.csv?q=heron")
        assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0
        assert "too many exports" in refused.json["error"]
        assert client.get("/search?q=heron").status_code == 200
        done.set()
        for reader in readers:
            reader.join(PATIENCE)
        assert every == [MANY] * settings.threads
        for _ in range(settings.threads + 1):  # what is refused takes no place
            assert client.get("/search.csv?q=").status_code == 400
        assert len(rows(client.get("/search.csv?q=heron"))) == MANY + 1
