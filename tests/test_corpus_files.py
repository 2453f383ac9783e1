import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.article import Page
from corpus.errors import BackfileError
from corpus.files.read import read_pages
from corpus.files.source_file import Refused
from corpus.files.warc import write_warc

HTML = "<!DOCTYPE html><h1>A page</h1><p>Its words.</p>"


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def read(*paths, **options):
    return list(read_pages(list(paths), **options))


def one(path, **options):
    (found,) = read(path, **options)
    return found


@pytest.mark.parametrize(
    "name", ["a.html", "a.HTM", "a.shtml", "a.xhtml", "a.php?post_id=3", "a.html.gz"]
)
def test_html(tmp_path, name):
    content = gzip.compress(HTML.encode()) if name.endswith(".gz") else HTML
    path = write(tmp_path / name, content)
    modified = datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)
    assert one(path) == Page(None, HTML.encode(), "text/html", None, modified, "import", str(path))


def test_plain_text(tmp_path):
    page = one(write(tmp_path / "a.txt", "A title\n\nIts words."))
    assert (page.content_type, page.body, page.url) == (
        "text/plain",
        b"A title\n\nIts words.",
        None,
    )


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://paper.example/1?utm_source=x">', "https://paper.example/1"),
        ("<LINK HREF=https://paper.example/1 REL=Canonical>", "https://paper.example/1"),
        ('<meta property="og:url" content="https://paper.example/2">', "https://paper.example/2"),
        ('<meta property="og:url" content="/2"><link rel=canonical href="/1">', None),
        ('<link rel=canonical href="file:///etc/passwd">', None),
        ('<link rel=canonical href="https://paper.example">', None),
        ('<link rel=canonical href="https://paper.example/"><meta property="og:url" content="https://paper.example/3">',
         "https://paper.example/3"),
        ("<link rel=stylesheet href=https://paper.example/x.css>", None),
    ],
)  # fmt: skip
def test_the_address_a_page_gives_itself(tmp_path, head, url):
    assert one(write(tmp_path / "a.html", f"<html><head>{head}</head><body>x</body>")).url == url


def test_the_address_by_the_place_in_a_folder(tmp_path):
    for name in ("2002/a story.html", "index.html", "detail.php?post_id=7&x=1"):
        write(tmp_path / "site" / name, HTML)
    found = read(tmp_path / "site", base_url="http://paper.example/old")
    assert [page.url for page in found] == [
        "http://paper.example/old/2002/a%20story.html",
        "http://paper.example/old/detail.php?post_id=7&x=1",
        "http://paper.example/old/index.html",
    ]
    assert (
        one(tmp_path / "site/index.html", base_url="http://paper.example/").url
        == "http://paper.example/index.html"
    )


def test_a_folder_is_read_in_order_and_other_files_are_passed_over(tmp_path):
    for name in (
        "b.html",
        "a/2.txt",
        "a/1.txt",
        "style.css",
        "photo.jpg",
        ".hidden.html",
        ".git/x.html",
    ):
        write(tmp_path / name, name)
    assert [page.body.decode() for page in read(tmp_path)] == ["a/1.txt", "a/2.txt", "b.html"]


def test_links_in_folders_that_lead_back_end(tmp_path):
    write(tmp_path / "a/b/x.txt", "x")
    (tmp_path / "a/b/up").symlink_to(tmp_path / "a")
    (tmp_path / "a/self").symlink_to(".")
    (tmp_path / "other").symlink_to(tmp_path / "a/b")
    (tmp_path / "dangling.txt").symlink_to("nowhere")
    # by its own name
    assert [page.origin for page in read(tmp_path)] == [str(tmp_path / "a/b/x.txt")]


def test_folders_full_of_links_to_each_other_are_read_once_by_their_own_names(tmp_path):
    for name in "abcdefghijkl":
        write(tmp_path / name / "x.txt", name)
        for other in "abcdefghijkl".replace(name, ""):
            (tmp_path / name / f"{other}-link").symlink_to(tmp_path / other)
    assert [page.origin for page in read(tmp_path)] == [
        str(tmp_path / name / "x.txt") for name in "abcdefghijkl"
    ]


def test_a_folder_behind_a_link_is_read(tmp_path):
    write(tmp_path / "elsewhere/x.txt", "x")
    (tmp_path / "top").mkdir()
    (tmp_path / "top/link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "named").symlink_to(tmp_path / "top")
    assert [page.origin for page in read(tmp_path / "named")] == [
        str(tmp_path / "named/link/x.txt")
    ]


@pytest.mark.parametrize("base", ["http://[bad", "foo", "", "ftp://paper.example/"])
def test_a_base_that_is_no_address_is_said(tmp_path, base):
    with pytest.raises(BackfileError, match="is not a web address"):
        read(write(tmp_path / "a.html", HTML), base_url=base)


def test_a_folder_without_pages_is_said(tmp_path):
    write(tmp_path / "photo.jpg", b"\xff\xd8")
    assert one(tmp_path) == Refused(
        str(tmp_path),
        "the folder holds no file that is HTML, plain text, JSON lines or WARC by its name",
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<!doctype html><p>x", "text/html"),
        ("\ufeff\n  <HTML><p>x", "text/html"),
        ("Words of a letter", "text/plain"),
        ('{"title": "x"}\n{"title": "y"}', "application/json"),
        ("WARC/1.0\r\nWARC-Type: resource\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: text/plain\r\n"
         "WARC-Target-URI: http://paper.example/\r\nContent-Length: 1\r\n\r\nx\r\n\r\n", "text/plain"),
    ],
)  # fmt: skip
def test_a_named_file_of_unknown_suffix_is_looked_into(tmp_path, content, kind):
    assert {page.content_type for page in read(write(tmp_path / "letter.bak", content))} == {kind}


def test_json_lines(tmp_path):
    lines = [
        '{"title": "one", "url": "HTTP://Paper.example/1#x"}', "", "not json", '["a list"]', '{"title": "two"',
        '{"a": 1}', "[" * 100_000,
    ]  # fmt: skip
    for name in ("a.jsonl", "b.ndjson", "c.jsonl.gz", "d.json"):
        text = "\n".join(lines).encode()
        path = write(tmp_path / name, gzip.compress(text) if name.endswith("gz") else text)
        first, *bad, good, deep = read(path)
        assert (first.url, first.body, first.content_type) == (
            "http://paper.example/1",
            lines[0].encode(),
            "application/json",
        )
        assert [refused.path for refused in bad] == [f"{path}, line {n}" for n in (3, 4, 5)]
        assert [refused.reason for refused in bad] == [
            "this is not JSON", "JSON, but not an object with named fields", "this is not JSON",
        ]  # fmt: skip
        assert good.body == b'{"a": 1}'
        assert deep.path == f"{path}, line 7"


@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_file_that_is_one_document(tmp_path, indent):
    records = [{"title": "Wörds"}, {"title": "b"}, 3]
    path = write(tmp_path / "a.json", json.dumps(records, indent=indent))
    *pages, bad = read(path)
    assert [json.loads(page.body) for page in pages] == records[:2]
    assert bad == Refused(str(path), "entry 3 is not a JSON object")
    single = write(tmp_path / "b.json", json.dumps(records[0], indent=indent))
    assert json.loads(one(single).body) == records[0]


def test_a_json_line_without_end(tmp_path):
    path = write(tmp_path / "a.jsonl", '{"a": "' + "x" * 10_000_001 + '"}\n{"b": 1}')
    assert read(path)[0] == Refused(f"{path}, line 1", "longer than 10,000,000 bytes")
    assert read(path)[1].body == b'{"b": 1}'


def test_warc(tmp_path):
    path = tmp_path / "a.warc.gz"
    write_warc(
        path, [Page("http://paper.example/", HTML.encode(), "text/html", None, datetime.now(UTC))]
    )
    with path.open("ab") as file:
        file.write(b"torn")
    page, bad = read(path)
    assert (page.url, page.source) == ("http://paper.example/", "warc")
    assert bad.path == str(path) and bad.reason.startswith("broken in the record at byte ")


def packed(content):
    return gzip.compress(content, mtime=0)  # a test's name does not change with the clock


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.html", None, "there is no such file or folder"),
        ("empty.html", b"", "the file is empty"),
        ("blank.txt", b" \n\t", "the file is empty"),
        ("empty.jsonl", b"\n\n", "the file is empty"),
        ("picture.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a binary file"),
        ("program", b"\x7fELF\0\0\0", "a binary file"),
        ("huge.html", b"x" * 10_000_001, "larger than 10,000,000 bytes"),
        ("bomb.html.gz", packed(b"\0" * 30_000_000), "larger than 10,000,000 bytes"),
        ("cut.html.gz", packed(HTML.encode())[:-12], "its gzip data is damaged or cut off"),
        (
            "torn.html.gz",
            packed(HTML.encode() * 50)[:15] + b"\xff" * 40,
            "its gzip data is damaged or cut off",
        ),
        ("no.html.gz", b"\x1f\x8bnot gzip at all", "its gzip data is damaged or cut off"),
        ("cut.jsonl.gz", packed(b'{"a": 1}\n' * 9)[:-12], "its gzip data is damaged or cut off"),
        ("source.php", b"<?php echo 1; ?>", "the source of a program"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path, name, content, reason):
    path = tmp_path / name if content is None else write(tmp_path / name, content)
    last = write(tmp_path / "last.html", HTML)
    *_, bad, page = read(path, last)
    assert isinstance(bad, Refused) and bad.path == str(path) and bad.reason.startswith(reason)
    assert "\n" not in bad.reason and isinstance(page, Page)


def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.html")
    assert one(tmp_path / "pipe.html").reason == "neither a file nor a folder"
    assert one(Path("/dev/null")).reason == "neither a file nor a folder"
    assert read(tmp_path)[0].reason.startswith("the folder holds no file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path):
    path = write(tmp_path / "a.html", HTML)
    path.chmod(0)
    assert one(path).reason == "may not be read: permission denied"


def test_utf_16_is_no_binary_file(tmp_path):
    assert one(write(tmp_path / "a.html", HTML.encode("utf-16"))).body.startswith(b"\xff\xfe")
