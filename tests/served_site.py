"""A site on this machine that answers what a test wants it to."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.shell import PATIENCE


class Site:
    """A site on this machine: `pages` by path, each a body, an answer (status, headers and body),
    or a function of the request headers and the count of requests for it that gives either."""

    def __init__(self, pages: dict[str, Any]) -> None:
        self.pages = {"/robots.txt": (404, {}, b""), **pages}
        self.base = ""
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.times: list[float] = []

    def answer(self, path: str, headers: Message) -> tuple[int, dict[str, str], bytes]:
        """What it says to a request for a path."""
        self.asked.append(path)
        self.times.append(time.monotonic())
        self.agents.add(headers["User-Agent"])
        page = self.pages.get(path, (404, {}, b"nothing here"))
        if callable(page):
            page = page(headers, self.asked.count(path))
        if isinstance(page, (str, bytes)):
            page = (200, {"Content-Type": "text/html"}, page)
        status, fields, body = page
        return status, fields, body.encode() if isinstance(body, str) else body


@contextmanager
def served(pages: dict[str, Any], host: str = "127.0.0.1") -> Iterator[Site]:
    """A site while it is served, at an address of this machine."""
    site = Site(pages)

    class Exchange(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 65536
        timeout = PATIENCE

        def do_GET(self) -> None:
            status, fields, body = site.answer(self.path, self.headers)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **fields}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer((host, 0), Exchange)
    server.daemon_threads = True
    site.base = f"http://{host}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
