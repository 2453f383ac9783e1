import base64
import gzip
import hashlib
import zlib
from datetime import UTC, datetime

import pytest

from corpus.article import Page
from corpus.errors import PageRefused
from corpus.files.warc import MAX_RECORD, read_warc, write_warc

MOMENT = datetime(2021, 12, 2, 8, 30, 15, 250_000, tzinfo=UTC)
HTML = b"<html><h1>A page</h1></html>"


def record(body, kind="response", *, version=b"1.0", **fields):
    fields = {
        "WARC-Type": kind, "WARC-Target-URI": "http://paper.example/a", "WARC-Date": "2021-12-02T08:30:15Z",
        "Content-Type": "application/http; msgtype=response", "Content-Length": len(body),
    } | {name.replace("_", "-"): value for name, value in fields.items()}  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
    return b"WARC/" + version + b"\r\n" + head.encode() + b"\r\n" + body + b"\r\n\r\n"


def http(body=HTML, *headers, status="200 OK", content_type="text/html; charset=utf-8"):
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunked(body, size=7):
    parts = [body[n : n + size] for n in range(0, len(body), size)]
    return (
        b"".join(f"{len(part):x};ext=1\r\n".encode() + part + b"\r\n" for part in parts)
        + b"0\r\n\r\n"
    )


def read(tmp_path, *records, packed=False):
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(gzip.compress(one) if packed else one for one in records))
    return list(read_warc(path))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_pages_of_an_archive(tmp_path, packed, version):
    found = read(
        tmp_path,
        record(
            b"software: x\r\n", "warcinfo", version=version, Content_Type="application/warc-fields"
        ),
        record(http(), version=version),
        record(b"GET / HTTP/1.1\r\n\r\n", "request", version=version),
        record(http(b"\x89PNG", content_type="image/png"), version=version),
        record(http(status="404 Not Found"), version=version),
        record(http(), "revisit", version=version),
        record(
            b"words",
            "resource",
            version=version,
            Content_Type="text/plain",
            WARC_Target_URI="<http://paper.example/b>",
        ),
        packed=packed,
    )
    assert found == [
        Page(
            "http://paper.example/a",
            HTML,
            "text/html",
            "utf-8",
            datetime(2021, 12, 2, 8, 30, 15, tzinfo=UTC),
            "warc",
        ),
        Page(
            "http://paper.example/b",
            b"words",
            "text/plain",
            None,
            datetime(2021, 12, 2, 8, 30, 15, tzinfo=UTC),
            "warc",
        ),
    ]


@pytest.mark.parametrize(
    "block",
    [
        http(chunked(HTML), "Transfer-Encoding: chunked"),
        http(HTML, "Transfer-Encoding: chunked"),  # put together before it was archived
        http(gzip.compress(HTML), "Content-Encoding: gzip"),
        http(HTML, "Content-Encoding: gzip"),  # unpacked before it was archived
        http(
            chunked(gzip.compress(HTML)), "Transfer-Encoding: chunked", "content-encoding: x-gzip"
        ),
        http(zlib.compress(HTML), "Content-Encoding: deflate"),
        # without its header, as many servers send it
        http(zlib.compress(HTML)[2:-4], "Content-Encoding: deflate"),
        b"HTTP/1.0 200 OK\nContent-type: TEXT/HTML;charset=utf-8\n\n" + HTML,
    ],
)
def test_bodies_as_they_travelled(tmp_path, block):
    (page,) = read(tmp_path, record(block))
    assert (page.body, page.content_type, page.charset) == (HTML, "text/html", "utf-8")


def test_one_gzip_stream_for_the_whole_file(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(record(http()) * 3))
    assert len(list(read_warc(path))) == 3


def test_records_longer_than_what_is_read_at_once(tmp_path):
    body = b"<p>" + bytes(range(32, 127)) * 5_000
    for packed in (False, True):
        found = read(tmp_path, record(http(body)), record(http()), packed=packed)
        assert [page.body for page in found] == [body, HTML]


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (http(chunked(HTML)[:-9], "Transfer-Encoding: chunked"), "cut off inside a chunk"),
        (http(gzip.compress(HTML)[:-4], "Content-Encoding: gzip"), "cut off in the middle"),
        (http(b"\x1f\x8b garbage", "Content-Encoding: gzip"), "damaged"),
        (
            http(gzip.compress(b"\0" * 20_000_000), "Content-Encoding: gzip"),
            "larger than 10,000,000 bytes once unpacked",
        ),
        (http(b"\x1b(\0\0", "Content-Encoding: br"), "in the coding br"),
        (http(b"x" * MAX_RECORD), "larger than"),
    ],
)
def test_a_record_that_cannot_be_read_does_not_end_the_file(tmp_path, block, reason):
    first, bad, last = read(tmp_path, record(http()), record(block), record(http()))
    assert isinstance(first, Page) and isinstance(last, Page)
    assert isinstance(bad, PageRefused)
    assert str(bad).startswith(f"record at byte {len(record(http()))}: ") and reason in str(bad)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda good: good[:-20], "cut off inside"),
        (lambda good: good[: len(good) // 4], "cut off inside"),
        (lambda good: b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "how long it is"),
        (lambda good: b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "how long it is"),
        (lambda good: b"something else entirely", "does not begin as a WARC record"),
        (lambda good: b"WARC/1.0\r\n" + b"a" * 200_000, "a line without end"),
        (lambda good: b"WARC/1.0\r\n" + b"a: b\r\n" * 20_000, "headers without end"),
    ],
)
def test_a_broken_file_names_the_record(tmp_path, packed, damage, reason):
    good = record(http())
    parts = [gzip.compress(part) if packed else part for part in (good, good, damage(good))]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(parts))
    found = read_warc(path)
    assert [next(found).body, next(found).body] == [HTML, HTML]
    place = len(parts[0] + parts[1])
    with pytest.raises(
        PageRefused, match=rf"record at byte {place} \(.*{reason}.*all before it was read"
    ):
        next(found)


@pytest.mark.parametrize("cut", [1, 10, 40, 100])
def test_a_gzip_member_cut_off(tmp_path, cut):
    good = gzip.compress(record(http()))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(good + good[:cut])
    found = read_warc(path)
    assert next(found).body == HTML
    with pytest.raises(PageRefused, match=f"record at byte {len(good)} "):
        next(found)


def test_a_damaged_gzip_member(tmp_path):
    good = gzip.compress(record(http()))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(good + good[:30] + b"\xff\xff\xff" + good[33:])
    found = read_warc(path)
    next(found)
    with pytest.raises(PageRefused, match=f"record at byte {len(good)} "):
        list(found)


def test_a_record_without_a_date_is_refused(tmp_path):
    (bad,) = read(tmp_path, record(http(), WARC_Date="soon"))
    assert "WARC-Date" in str(bad)


PAGES = [
    Page("http://paper.example/a?b=1", HTML, "text/html", "iso-8859-1", MOMENT),
    Page(None, "Wörds\n".encode(), "text/plain", None, MOMENT, "import"),
    Page(
        "http://paper.example/c", b'{"title": "x"}', "application/json", "utf-8", MOMENT, "import"
    ),
    Page(None, b"", "text/html", None, MOMENT, "import"),
]


@pytest.mark.parametrize("name", ["out.warc", "out.warc.gz"])
def test_what_is_written_is_read_again(tmp_path, name):
    path = tmp_path / name
    assert write_warc(path, iter(PAGES)) == 4
    assert [(p.url, p.body, p.content_type, p.charset, p.fetched_at) for p in read_warc(path)] == [
        (p.url, p.body, p.content_type, p.charset, p.fetched_at) for p in PAGES
    ]
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_what_is_written_is_whole_and_carries_its_digest(tmp_path):
    path = tmp_path / "out.warc"
    write_warc(path, PAGES[:1])
    info, page = path.read_bytes().split(b"WARC/1.1\r\n")[1:]
    digest = base64.b32encode(hashlib.sha1(HTML).digest()).decode()
    assert b"WARC-Type: warcinfo\r\n" in info
    for line in ("WARC-Type: resource", f"WARC-Block-Digest: sha1:{digest}", f"WARC-Payload-Digest: sha1:{digest}",
                 "WARC-Date: 2021-12-02T08:30:15.250000Z", f"Content-Length: {len(HTML)}",
                 "Content-Type: text/html; charset=iso-8859-1"):  # fmt: skip
        assert line.encode() + b"\r\n" in page
    assert page.endswith(b"\r\n\r\n" + HTML + b"\r\n\r\n")


def test_a_writing_that_fails_leaves_nothing(tmp_path):
    def pages():
        yield PAGES[0]
        raise RuntimeError("no more")

    path = tmp_path / "out.warc"
    path.write_bytes(b"the one of yesterday")
    with pytest.raises(RuntimeError):
        write_warc(path, pages())
    assert [entry.read_bytes() for entry in tmp_path.iterdir()] == [b"the one of yesterday"]
