import asyncio
import errno
import gzip
import json
import socket
import ssl
import struct
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from corpus.crawling.crawl import CrawlOptions, run_crawl
from corpus.crawling.credentials import Credentials
from corpus.crawling.failures import _SYSTEM, _TLS, failure
from corpus.crawling.fetch import Fetcher, TryLater
from corpus.errors import PageRefused
from corpus.outcome import Code, Outcome
from corpus.page.urls import is_login
from tests.odd_site import answered, odd_site
from tests.served_site import served
from tests.shell import PATIENCE, ROOT, backfile

CERTIFICATES = Path(__file__).with_name("certificates")
QUICK = CrawlOptions(delay=0, retry_wait=0.01, timeout=PATIENCE)
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
PAGE = "<h1>A page</h1><p>" + "The words of the editorial go on. " * 40
PACKED = ("Content-Encoding: gzip",)


def came(*urls, **options):
    """What comes of asking for each: the outcome of what failed, else the address of the page."""

    async def ask():
        async with Fetcher(**{"delay": 0, "timeout": PATIENCE} | options) as fetcher:
            return [await one(fetcher, url) for url in urls]

    async def one(fetcher, url):
        try:
            return (await fetcher.fetch(url, lambda url: None)).url
        except (TryLater, PageRefused) as error:
            return error.outcome

    return asyncio.run(ask())


def outcome(store, site, path):
    row = store.db.execute(
        "SELECT outcome, detail, status, moved_to FROM urls WHERE url = ?", (site.base + path,)
    ).fetchone()
    return Outcome(Code(row[0]), *row[1:])


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def reset_midway(connection):
    connection.sendall(answered("x" * 100, length=1000))
    reset(connection)


def closed(connection):
    connection.shutdown(socket.SHUT_RDWR)


def hangs(connection):
    connection.recv(1)  # until the other side has had enough


def drips(connection):
    connection.sendall(answered("x" * 100, length=1000))
    connection.recv(1)


def chunk_later(connection):
    """The head, and when the client has read it, chunks that are none."""
    connection.sendall(CHUNKED + b"3\r\nabc\r\n")
    for _ in range(50):
        connection.sendall(b"no chunk\r\n" * 1000)


FAULTS = {
    "reset": (reset, Code.RESET),
    "closed": (closed, Code.CLOSED),
    "nothing but a greeting": (b"HTTP/1.1 100 Continue\r\n\r\n", Code.CLOSED),
    "half a head": (b"HTTP/1.1 200 OK\r\nContent-Ty", Code.HEAD_CUT),
    "garbage": (b"\0\xff garbage\r\n\r\n", Code.NOT_HTTP),
    "another protocol": (b"SSH-2.0-OpenSSH_9.2\r\n", Code.NOT_HTTP),
    "a page without a head": (b"<html>hello</html>\r\n\r\n", Code.NOT_HTTP),
    "an odd status": (b"HTTP/1.1 abc\r\n\r\n", Code.NOT_HTTP),
    "a header of 300 kB": (answered(PAGE, "X: " + "a" * 300_000), Code.HEADERS_TOO_LARGE),
    "a reason of 300 kB": (answered(PAGE, status="200 " + "O" * 300_000), Code.HEADERS_TOO_LARGE),
    "too many headers": (
        answered(PAGE, *(f"X-{n}: 1" for n in range(40_000))), Code.HEADERS_TOO_MANY,
    ),
    "no header": (b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n", Code.BAD_HEADER),
    "a header with a zero byte": (b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", Code.BAD_HEADER),
    "a length in words": (b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\nabc", Code.BAD_LENGTH),
    "a length below zero": (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc", Code.BAD_LENGTH),
    "two lengths": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nabc", Code.BAD_LENGTH,
    ),
    "a bad chunk": (CHUNKED + b"zz\r\nabc", Code.BAD_CHUNK),
    "a chunk cut": (CHUNKED + b"a\r\nabc", Code.BODY_CUT),
    "no last chunk": (CHUNKED + b"3\r\nabc\r\n", Code.BODY_CUT),
    "a body cut": (answered("abc", length=10), Code.BODY_CUT),
    "a reset in the body": (reset_midway, Code.BODY_CUT),
    "gzip cut": (answered(gzip.compress(PAGE.encode())[:-9], *PACKED), Code.PACKED_CUT),
    "gzip damaged": (
        answered(gzip.compress(PAGE.encode())[:10] + b"\xff" * 60, *PACKED), Code.BROKEN,
    ),
    "an unknown coding": (answered(PAGE, "Content-Encoding: br"), Code.UNKNOWN_CODING),
    "a film": (answered(b"\0", "Content-Type: video/mp4"), Code.OTHER_TYPE),
    "too large": (answered(b"x" * 10_000_001), Code.TOO_LARGE),
    "nothing": (answered(""), Code.EMPTY),
    "forbidden": (answered(PAGE, status="403 Forbidden"), Code.STATUS),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_an_answer_has_its_name(fault):
    answer, code = FAULTS[fault]
    with odd_site({"/a": answer}) as site:
        (found,) = came(f"{site.base}/a")
        assert found.code == code


def test_the_names_of_faults_are_words_of_their_own():
    told = {code: str(Outcome(code, "3", 403)) for _, code in FAULTS.values()}
    told |= {code: str(Outcome(code, "3")) for code in (*_TLS.values(), *_SYSTEM.values())}
    assert len(set(told.values())) == len(told)
    assert {code for code, words in told.items() if words == "3"} == {Code.BROKEN}


def test_a_crawl_tells_them_apart_and_goes_on(store):
    names = ["garbage", "a body cut", "gzip cut", "forbidden"]
    pages = {f"/{n}": FAULTS[name][0] for n, name in enumerate(names)}
    pages |= {"/": "".join(f"<a href={path}>x</a>" for path in (*pages, "/good")), "/good": PAGE}
    with odd_site(pages) as site:
        report = run_crawl(store, [site.base], options=replace(QUICK, retry_wait=0))
        assert report.failed == {
            f"{site.base}/0": "the answer is not HTTP",
            f"{site.base}/1": "connection closed in the middle of the body",
        }
        assert report.refused == {
            "cut off in the middle of its compressed body": 1, "403 Forbidden": 1,
        }  # fmt: skip
        assert store.page(f"{site.base}/good") and outcome(store, site, "/1").code == Code.BODY_CUT


@pytest.mark.parametrize("size", [8_200, 20_000, 100_000])
def test_a_header_of_many_bytes_is_read(size):
    long = "Content-Security-Policy: default-src " + "x" * size
    with odd_site({"/a": answered(PAGE, long, "ETag: " + "y" * size)}) as site:
        assert came(f"{site.base}/a") == [f"{site.base}/a"]


def test_being_slow_to_connect_to_answer_and_to_end_are_three_things():
    with odd_site({"/hangs": hangs, "/drips": drips}) as site:
        late, endless = came(f"{site.base}/hangs", f"{site.base}/drips", timeout=2)
        assert (late.code, str(late)) == (Code.TIMEOUT, "no answer within 2 s")
        assert (endless.code, str(endless)) == (
            Code.SLOW_BODY, "the answer did not end within 2 s",
        )  # fmt: skip
    with socket.create_server(("127.0.0.1", 0)) as silent:  # never accepts, so never shakes hands
        (deaf,) = came(f"https://127.0.0.1:{silent.getsockname()[1]}/", timeout=1)
        assert (deaf.code, str(deaf)) == (Code.CONNECT_TIMEOUT, "no connection within 0.5 s")


def test_a_bad_chunk_behind_good_ones_ends_in_time():
    with odd_site({"/a": chunk_later}) as site:
        (found,) = came(f"{site.base}/a", timeout=2)
        # the client's parser does not always tell the one who reads: then the time ends it
        assert found.code in (Code.BAD_CHUNK, Code.SLOW_BODY)


def test_a_port_that_nobody_listens_at_refuses():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    (found,) = came(f"http://127.0.0.1:{port}/")
    assert (found.code, str(found)) == (Code.CONNECTION_REFUSED, "no connection: refused")


@contextmanager
def no_tls(said):
    """The port of a server that answers a handshake with `said`."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    "said", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x15\x03\x03\x00\x02\x02\x28"]
)
def test_a_server_without_tls_and_one_that_agrees_on_nothing(said):
    with no_tls(said) as port:
        (found,) = came(f"https://127.0.0.1:{port}/")
        assert found.code == Code.TLS_FAILED


ASK = """
import asyncio, json, sys
from corpus.crawling.fetch import Fetcher, TryLater

async def ask():
    async with Fetcher(0, 300) as fetcher:
        for url in sys.argv[1:]:
            try:
                came = (await fetcher.fetch(url, lambda url: None)).status
            except TryLater as error:
                came = error.outcome.code
            print(json.dumps([url, came]))

asyncio.run(ask())
"""


def test_each_fault_of_a_certificate_has_its_name():
    names = {
        "sound": 200, "expired": Code.TLS_EXPIRED, "early": Code.TLS_EARLY,
        "other-host": Code.TLS_OTHER_HOST, "untrusted": Code.TLS_UNTRUSTED,
        "self-signed": Code.TLS_SELF_SIGNED,
    }  # fmt: skip
    with ExitStack() as served:
        sites = [served.enter_context(odd_site({"/": PAGE}, tls=certified(name))) for name in names]
        urls = [f"{site.base}/" for site in sites]
        # whom to trust is settled when the library is loaded: in a process of its own
        environ = {"SSL_CERT_FILE": str(CERTIFICATES / "authority.pem"), "PATH": ""}
        told = subprocess.run(
            [sys.executable, "-c", ASK, *urls],
            cwd=ROOT, env=environ, capture_output=True, check=True, timeout=PATIENCE,
        ).stdout  # fmt: skip
    came = [json.loads(line)[1] for line in told.splitlines()]
    assert dict(zip(names, came, strict=True)) == names


def certified(name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


def failed(error, **options):
    return failure(error, **{"timeout": 30, "connecting": 15, "begun": False} | options)


def unconnected(error):
    key = aiohttp.client_reqrep.ConnectionKey("paper.test", 80, False, True, None, None, None)
    kind = aiohttp.ClientConnectorDNSError if isinstance(error, socket.gaierror) else None
    return (kind or aiohttp.ClientConnectorError)(key, error)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (socket.gaierror(socket.EAI_NONAME, "x"), Code.NAME_UNKNOWN),
        (socket.gaierror(socket.EAI_AGAIN, "x"), Code.NAME_UNANSWERED),
        *((OSError(number, "x"), code) for number, code in _SYSTEM.items()),
        (OSError(errno.EIO, "x"), Code.NO_CONNECTION),
    ],
)
def test_what_the_system_says_of_a_connection_has_a_name(error, code):
    """What no server on this machine can be made to do."""
    found = failed(unconnected(error))
    assert found.code == code
    assert str(found).startswith(("no connection", "connection"))


def test_a_cause_that_has_no_name_is_still_a_failure():
    assert failed(aiohttp.ClientError("?")) == Outcome(Code.NO_CONNECTION)
    assert failed(ConnectionResetError(errno.ECONNRESET, "x"), begun=True).code == Code.BODY_CUT


LOGINS = [
    "/login", "/user/Sign-In/", "/wp-login.php?redirect_to=/a", "/anmelden.html",
    "/index.php?option=com_users&view=login", "/sso/start", "/subscribe/paywall",
]  # fmt: skip


@pytest.mark.parametrize("login", LOGINS)
def test_a_redirect_to_a_login_is_told(store, login):
    pages = {"/": "<a href=/a>x</a>", "/a": moved(login), login: PAGE}
    with odd_site(pages) as site:
        run_crawl(store, [site.base], options=QUICK)
        assert site.asked == ["/", "/a"]
        found = outcome(store, site, "/a")
        assert (found.code, found.status, found.url) == (
            Code.LED_TO_LOGIN, 302, site.base + login,
        )  # fmt: skip
        where = site.base + login.partition("?")[0]
        assert str(found) == f"redirects to {where}, where people sign in"


def test_a_redirect_that_leads_on_to_a_login_and_a_page_whose_own_name_it_is():
    pages = {"/a": moved("/b"), "/b": moved("/login"), "/login": moved("/login/"), "/login/": PAGE}
    with odd_site(pages) as site:
        found, own = came(f"{site.base}/a", f"{site.base}/login")
        assert found.code == Code.LED_TO_LOGIN
        assert own == f"{site.base}/login/"


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("https://login.paper.example/x", True),
        ("https://accounts.other.example/", True),
        ("https://paper.example/2020/03/login-for-voters.html", False),
        ("https://paper.example/the-sso-affair/", False),
        ("https://paper.example/?s=login", False),
        ("https://idea.example/page", False),
        ("https://id.paper.example/2020/a-story", False),
        ("https://paper.example/user/register/", True),
        ("https://paper.example/register/2020/a-story", False),
        ("https://paper.example/login/step/2", True),
        ("https://paper.example/", False),
    ],
)
def test_a_login_is_told_by_whole_words_of_its_address(url, answer):
    assert is_login(url) is answer


def moved(target, *fields):
    return answered("", f"Location: {target}", *fields, status="302 Found")


@pytest.mark.parametrize(
    "ring",
    [
        {"/a": "/a"},
        {"/a": "/b", "/b": "/a"},
        {"/a": "/b", "/b": "/c", "/c": "/b"},
    ],
)
def test_redirects_in_a_circle_are_asked_for_once_each(ring):
    with odd_site({path: moved(target) for path, target in ring.items()}) as site:
        (found,) = came(f"{site.base}/a")
        assert (found.code, found.status) == (Code.LED_ROUND, 302)
        assert sorted(site.asked) == sorted(ring)


SECRET = "a-word-that-nobody-else-may-hear"
OWN = Credentials({"Authorization": f"Bearer {SECRET}"}, {"subscriber": SECRET, "of": "archive"})


SESSION = "lit3py55t21z5v55vlm25s55"


@pytest.mark.parametrize(
    "written",
    ["/a?PHPSESSID=0123456789", f"/(S({SESSION}))/a", f"/({SESSION})/a", "/a;jsessionid=0A1B2C3D"],
)
def test_a_redirect_to_the_same_page_in_a_session_is_followed_as_it_is_written(written):
    with served({"/a": (302, {"Location": written}, b""), written: PAGE}) as site:
        assert came(f"{site.base}/a") == [f"{site.base}/a"]
        assert site.asked == ["/a", written]


def wants_cookie(headers, count):
    """A page that is shown to whoever sends its cookie back."""
    if "seen=1" in (headers["Cookie"] or ""):
        return PAGE
    return 302, {"Location": "/a", "Set-Cookie": "seen=1; Path=/; HttpOnly"}, b""


def test_a_cookie_that_a_redirect_sets_is_sent_back_on_that_way_alone():
    heard = []

    def hears(headers, count):
        heard.append(headers["Cookie"])
        return PAGE

    with served({"/a": wants_cookie, "/b": hears}) as site:
        assert came(f"{site.base}/a", f"{site.base}/b") == [f"{site.base}/a", f"{site.base}/b"]
        assert (site.asked, heard) == (["/a", "/a", "/b"], [None])


def test_a_cookie_is_sent_beside_those_of_ours_and_to_no_other_host():
    heard = {}

    def hears(headers, count):
        heard[headers["Host"].partition(":")[0]] = headers["Cookie"]
        return PAGE

    with served({"/x": hears}, host="127.0.0.2") as other, served({"/x": hears}) as site:
        for path, target in {"/a": "/x", "/b": f"{other.base}/x"}.items():
            site.pages[path] = (302, {"Location": target, "Set-Cookie": "seen=1"}, b"")
        came(f"{site.base}/a", f"{site.base}/b", credentials={"127.0.0.1": OWN})
        assert heard["127.0.0.1"] == f"subscriber={SECRET}; of=archive; seen=1"
        assert heard["127.0.0.2"] is None


@pytest.mark.parametrize("cookie", ["n=%d", "none", "n=\x01", "=1"])
def test_a_wall_that_no_cookie_opens_ends(cookie):
    def wall(headers, count):
        told = cookie % count if "%" in cookie else cookie
        return 302, {"Location": "/a", "Set-Cookie": told}, b""

    with served({"/a": wall}) as site:
        (found,) = came(f"{site.base}/a")
        ever_new = "%" in cookie
        assert found.code == (Code.LED_ON if ever_new else Code.LED_ROUND)
        assert len(site.asked) == (6 if ever_new else 1)


def said(site, path):
    """What a request said of itself: its headers, in lower case."""
    lines = [line.split(": ", 1) for line in site.head(path).split("\r\n")[1:] if line]
    return {name.lower(): value for name, value in lines}


def test_what_lets_us_in_is_sent_to_its_site_with_every_request(store):
    pages = {"/": "<a href=/a>x</a>", "/a": moved("/b"), "/b": PAGE}
    with odd_site(pages) as site:
        place = site.base.removeprefix("http://")
        run_crawl(store, [site.base], options=replace(QUICK, credentials={place: OWN}))
        for path in ("/robots.txt", "/", "/a", "/b"):
            heard = said(site, path)
            assert heard["authorization"] == f"Bearer {SECRET}"
            assert heard["cookie"] == f"subscriber={SECRET}; of=archive"


def test_what_lets_us_in_is_never_sent_to_another_host():
    with odd_site({"/x": PAGE}, host="127.0.0.2") as other, odd_site({}) as site:
        site.answers["/a"] = moved(f"{other.base}/x")
        assert came(f"{site.base}/a", credentials={"127.0.0.1": OWN}) == [f"{other.base}/x"]
        assert SECRET in site.head("/a")
        assert not {"cookie", "authorization"} & said(other, "/x").keys()


def test_what_lets_us_in_is_not_sent_in_the_open_where_a_page_was_asked_for_with_tls():
    fetcher = Fetcher(credentials={"paper.example": OWN})
    plain, sealed = "http://paper.example/", "https://www.paper.example/"
    assert fetcher._own_headers(sealed, sealed) == fetcher._own_headers(plain, plain) == OWN.sent
    assert fetcher._own_headers(plain, sealed) == {}


def test_what_a_page_sets_is_not_sent_back():
    pages = {"/a": answered(PAGE, "Set-Cookie: seen=1; Path=/"), "/b": PAGE}
    with odd_site(pages) as site:
        came(f"{site.base}/a", f"{site.base}/b", credentials={"127.0.0.1": OWN})
        assert said(site, "/b")["cookie"] == f"subscriber={SECRET}; of=archive"


def test_what_lets_us_in_is_told_to_nobody(tmp_path, capfd):
    pages = {"/": "<a href=/a>x</a>", "/a": PAGE}
    with odd_site(pages) as site:
        (tmp_path / "backfile.toml").write_text(
            f'delay = 0\n[site."127.0.0.1"]\nheaders = {{X-Archive = "{SECRET}"}}\n'
            f'cookies = {{subscriber = "{SECRET}"}}\n'
        )
        assert backfile(tmp_path, "crawl", site.base, "-vv", "--max-pages", 2) == 0
        assert said(site, "/a")["x-archive"] == SECRET
        site.answers["/"] = b"SSH-2.0\r\n"
        backfile(tmp_path, "crawl", "-vv")  # with what went wrong in the log, and where
    for command in (("config",), ("config", "--json"), ("export", tmp_path / "all.warc"),
                    ("export", tmp_path / "all.jsonl"), ("status", "--json")):  # fmt: skip
        assert backfile(tmp_path, *command) == 0
    told = "".join(capfd.readouterr())
    written = b"".join(
        path.read_bytes() for path in tmp_path.rglob("*")
        if path.is_file() and path.name != "backfile.toml"
    )  # fmt: skip
    assert "the answer is not HTTP" in told
    assert SECRET not in told and SECRET.encode() not in written
    assert (
        SECRET
        not in f"{OWN!r} {OWN} {Fetcher(credentials={'x': OWN})!r} {replace(QUICK, credentials={'x': OWN})!r}"
    )
