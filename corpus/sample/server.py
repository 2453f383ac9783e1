"""The sample site on a port of this machine, for the demo and for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from corpus.sample.press import answer


@contextmanager
def serve(today: date | None = None, *, port: int = 0) -> Iterator[str]:
    """A block in which the sample site is served on 127.0.0.1; gives its base URL.

    That has no slash at the end. `today` is the day the old pages print; None: the day of each
    request. `port` 0 takes a free one. When the block is left, every thread has ended. Raises
    OSError for a port that cannot be had.
    """
    server = _Server(("127.0.0.1", port), _Exchange)
    server.today = today
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="sample-site")
    thread.start()
    try:
        yield server.base
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close waits for the exchanges still going on
    today: date | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Exchange(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5  # seconds a silent client may hold up the end

    def do_GET(self) -> None:
        # An aware clock would print another day than the reader's calendar shows: the paper goes by
        # local time.
        response = answer(self.path, today=self.server.today or date.today(), base=self.server.base)
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(response.body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a crawl of this site is not news."""
