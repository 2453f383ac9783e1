"""What a command says when the machine, the disk or the files are in a bad way: one line, and a
mend that is right."""

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys

import pytest

from corpus.lock import crawl_lock, exclusive
from corpus.sample import editorials
from corpus.store import database
from corpus.store.store import ArticleStore
from search.matching.results import Hit
from tests.examples import long
from tests.shell import ROOT, backfile, call, copy_of_demo
from web.base.formats import csv_lines
from web.commands.complaints import complaint

ARTICLES = len(editorials())
BODY = (
    "<p>The ferry left before the sun was over the hills, and nobody on the landing was surprised by it.</p>"
    * 4
)
PAGE = f"<html><head><title>The Ferry at Dawn</title></head><body><h1>The Ferry at Dawn</h1>{BODY}</body></html>"


@pytest.fixture
def data(tmp_path):
    return copy_of_demo(tmp_path / "data")


def raw(*arguments, encoding="utf-8"):
    """Run the command in a process of its own: exit code, output and errors as bytes."""
    done = subprocess.run(
        [sys.executable, "-c", "from web.cli import main; main()", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def one_line(capsys):
    captured = capsys.readouterr()
    lines = [line for line in captured.err.splitlines() if line.startswith("backfile: ")]
    assert len(lines) == 1 and "Traceback" not in captured.err, captured.err
    return lines[0]


def test_a_locked_corpus_is_waited_for_and_not_restored(data, monkeypatch, capsys):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with ArticleStore(data / "corpus.db") as store:
        ident = next(store.articles()).id
    holder = sqlite3.connect(data / "corpus.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        assert backfile(data, "edit", ident, "--title", "Another") == 1
    finally:
        holder.close()
    line = one_line(capsys)
    assert "another process is writing" in line and "later" in line and "restore" not in line


def test_a_locked_file_that_is_no_corpus_yet_is_waited_for(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(tmp_path / "corpus.db", isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    try:
        assert backfile(tmp_path, "status") == 1
    finally:
        holder.close()
    assert "restore" not in one_line(capsys)


@pytest.mark.parametrize("reason", [
    "disk I/O error", "database or disk is full", "attempt to write a readonly database",
    "unable to open database file", "database is locked",
])  # fmt: skip
def test_only_damage_names_restore(reason):
    assert "restore" not in complaint(sqlite3.OperationalError(reason))
    assert "backfile restore" in complaint(
        sqlite3.DatabaseError("database disk image is malformed")
    )
    assert "backfile restore" in complaint(sqlite3.DatabaseError("file is not a database"))


def test_a_data_folder_that_is_a_file_is_not_answered_with_restore(tmp_path, capsys):
    (tmp_path / "data").write_text("a letter")
    assert backfile(tmp_path / "data", "import", tmp_path) == 1
    assert "restore" not in one_line(capsys)


def test_a_full_disk_rolls_back_and_is_said(tmp_path):
    with ArticleStore(tmp_path / "corpus.db") as store:
        pages = store.db.execute("PRAGMA page_count").fetchone()[0]
        store.db.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(sqlite3.OperationalError, match="disk is full") as caught:
            store.set_meta("large", "x" * 100_000)
        assert "make room" in complaint(caught.value)
        assert not store.db.in_transaction


def test_damage_anywhere_in_the_layout_is_one_line(data, capsys):
    ArticleStore(data / "corpus.db").close()
    whole = (data / "corpus.db").read_bytes()
    # the layout is longer than a page of the file, which keeps what stood there before, too
    tables = [found.end() for found in re.finditer(b"CREATE TABLE ", whole)]
    for start in range(100, 4000, 260):
        damaged = bytearray(whole)
        damaged[start : start + 40] = bytes(byte ^ 0xFF for byte in damaged[start : start + 40])
        for at in tables:
            damaged[at] = 0xFF
        for end in ("-wal", "-shm"):
            (data / f"corpus.db{end}").unlink(missing_ok=True)
        (data / "corpus.db").write_bytes(damaged)
        for command in (("status",), ("verify",), ("export", "-"), ("clean",)):
            assert backfile(data, *command) == 1
            assert "backfile restore BACKUP" in one_line(capsys)


def test_a_damaged_page_is_named_and_the_others_are_cleaned(data, capsys):
    with ArticleStore(data / "corpus.db") as store:
        victim = store.db.execute(
            "SELECT fetch_id FROM articles WHERE state = 'live' LIMIT 1"
        ).fetchone()[0]
        store.db.execute("UPDATE fetches SET body = x'00', outcome = NULL WHERE id = ?", (victim,))
    for options in ((), ("--waiting",)):
        assert backfile(data, "clean", "--json", *options) == 1
        captured = capsys.readouterr()
        told = json.loads(captured.out)
        assert told["changed"] == 0 and len(told["damaged"]) == 1
        assert f"page {victim} (" in captured.err and "backfile restore" in captured.err
    with ArticleStore(data / "corpus.db") as store:
        assert sum(1 for _ in store.articles()) == ARTICLES  # the damaged page's article stays
    assert backfile(data, "verify") == 1
    assert f"page {victim} (" in capsys.readouterr().out
    assert backfile(data, "update", "--delay", "0", "--max-pages", "1") == 1


def test_a_line_about_damage_quotes_no_article(data, capsys):
    with ArticleStore(data / "corpus.db") as store:
        store.db.execute(
            "UPDATE articles SET paragraphs = CAST(CAST(paragraphs AS BLOB) || x'ff' AS TEXT)"
        )
    assert backfile(data, "export", data / "out.jsonl") == 1
    line = one_line(capsys)
    assert len(line) < 200 and "backfile restore" in line


def test_a_damaged_article_is_one_line(data, capsys):
    with ArticleStore(data / "corpus.db") as store:
        ident = next(store.articles()).id
        store.db.execute("UPDATE articles SET paragraphs = '[\"cut' WHERE id = ?", (ident,))
    for command in (("export", "-"), ("index", "--rebuild"), ("edit", ident, "--title", "x")):
        assert backfile(data, *command) == 1
        line = one_line(capsys)
        assert ident in line and "backfile restore" in line


def test_an_update_that_cannot_index_says_what_it_did_and_fails(tmp_path, capsys):
    (tmp_path / "page.html").write_text(PAGE)
    data = tmp_path / "data"
    backfile(data, "import", tmp_path / "page.html")
    capsys.readouterr()
    with exclusive(data / "index" / "lock", "rebuilding the index"):
        assert backfile(data, "update", "--json") == 1
    captured = capsys.readouterr()
    assert (
        json.loads(captured.out)["index"] is None
        and "rebuilding" in json.loads(captured.out)["error"]
    )
    assert "the index is behind" in captured.err and "nothing was changed" not in captured.err
    assert backfile(data, "update") == 0


def test_an_update_while_a_crawl_is_at_work_still_indexes(data, capsys):
    with ArticleStore(data / "corpus.db") as store:
        store.remove(next(store.articles()).id, "for a reason")
        with exclusive(crawl_lock(store.path), "crawling"):
            assert backfile(data, "update", "--json") == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["index"]["articles"] == ARTICLES - 1
    assert "not crawled: another Backfile process is crawling" in captured.err


@pytest.mark.parametrize("command", [
    ("edit", "abc", "--title", "\udcff"), ("edit", "abc", "--byline", "A \udcff"),
    ("edit", "abc", "--section", "\udcff"), ("edit", "\udcff", "--title", "x"),
    ("remove", "abc", "--reason", "\udcff"), ("remove", "\udcff", "--undo"),
    ("search", "\udcff"), ("crawl", "http://127.0.0.1/\udcff"), ("export", "\udcff"),
])  # fmt: skip
def test_arguments_that_are_no_text_are_wrong_usage(command, data, capsys):
    assert backfile(data, *command) == 2
    err = capsys.readouterr().err
    assert "is not text in UTF-8" in err
    err.encode()


def test_files_with_odd_bytes_in_their_names_come_in(tmp_path):
    folder = tmp_path / os.fsdecode(b"pages\xff")
    folder.mkdir()
    good = folder / os.fsdecode(b"a\xfe.html")
    good.write_text(PAGE)
    (folder / os.fsdecode(b"b\xfd.html")).write_bytes(b"\0\1\2")
    data = tmp_path / "data"
    code, out, err = raw(
        "import", folder, "--data", data, "--base-url", "http://paper.invalid/x", "--json"
    )
    assert code == 1 and b"Traceback" not in err and b"b\\xfd.html: " in err
    assert json.loads(out)["articles"] == 1
    with ArticleStore(data / "corpus.db") as store:
        assert [article.url for article in store.articles()] == ["http://paper.invalid/x/a%FE.html"]
    assert raw("extract", good)[0] == 0


@pytest.mark.parametrize(
    "base", ["http://[bad", "foo", "/srv/pages", "ftp://paper.invalid/", "http://", "file:///etc"]
)
def test_a_base_address_that_is_none_is_wrong_usage(base, tmp_path, capsys):
    (tmp_path / "page.html").write_text(PAGE)
    assert backfile(tmp_path / "data", "import", tmp_path / "page.html", "--base-url", base) == 2
    assert repr(base) in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("encoding", ["ascii", *long("latin-1", "koi8-r")])
def test_answers_survive_an_encoding_without_their_letters(encoding, data):
    with ArticleStore(data / "corpus.db") as store:
        ident = next(store.articles()).id
    assert backfile(data, "edit", ident, "--title", "Zyxwv — “کتاب” 😀") == 0
    code, out, err = raw("search", "zyxwv", "--data", data, encoding=encoding)
    assert code == 0 and err == b"" and b"Zyxwv" in out
    code, out, _ = raw("search", "zyxwv", "--data", data, "--json", encoding=encoding)
    assert code == 0 and json.loads(out.decode(encoding))["hits"][0]["title"] == "Zyxwv — “کتاب” 😀"


def test_settings_nested_without_end_are_one_line(tmp_path):
    (tmp_path / "backfile.toml").write_text("data = " + "[" * 3000)
    code, out, err = call("status", cwd=tmp_path)
    assert code == 1 and out == "" and err.count("\n") == 1 and "backfile.toml" in err


def test_the_page_of_a_removed_article_is_not_exported(data, tmp_path):
    with ArticleStore(data / "corpus.db") as store:
        article = next(store.articles())
        before = len(store.fetch_numbers())
        store.remove(article.id, "for a reason")
    assert backfile(data, "export", tmp_path / "pages.warc", "--format", "warc") == 0
    content = (tmp_path / "pages.warc").read_bytes()
    assert f"WARC-Target-URI: {article.url}\r\n".encode() not in content
    assert content.count(b"WARC-Type: resource") == before - 1


def hit(**fields):
    return Hit(**{"id": "abc", "url": None, "title": "T", "title_spans": (), "published": None, "byline": (),
                  "date_source": "unknown", "section": None, "score": 1.0, "snippets": (), "partial": False, **fields})  # fmt: skip


@pytest.mark.parametrize("cell", [
    "=1+1", "\n=1+1", " \t +1", "\x0b-1", "\ufeff@SUM(A1)", "\xa0=1", "\uff1d1+1", "\tx", "\rx",
])  # fmt: skip
def test_no_cell_of_a_table_is_run_as_a_formula(cell):
    _, line = csv_lines([hit(section=cell)], (), base_url="", texts=dict.fromkeys)
    (row,) = csv.reader(io.StringIO(line, newline=""))
    assert row[5] == f"'{cell}"


def test_harmless_cells_stay_as_they_are():
    _, line = csv_lines([hit(title="1 + 1 = 2", section="\n a-b", byline=("J.-P. O=K",))], (), base_url="", texts=dict.fromkeys)
    assert "'" not in line
