"""A site on this machine that answers by the byte: whole pages, and all that goes wrong on the wire."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from tests.shell import PATIENCE

# a page of HTML, the bytes of a whole answer, or what is done to the connection
Answer = str | bytes | Callable[[socket.socket], None]


class OddSite:
    """What was asked, and where."""

    def __init__(self, scheme: str, host: str, port: int, answers: Mapping[str, Answer]) -> None:
        self.base = f"{scheme}://{host}:{port}"
        self.answers = {"/robots.txt": answered("", status="404 Not Found"), **answers}
        self.heads: list[str] = []  # of requests, as they came

    @property
    def asked(self) -> list[str]:
        """The paths, robots.txt aside."""
        paths = [head.split(" ")[1] for head in self.heads]
        return [path for path in paths if path != "/robots.txt"]

    def head(self, path: str) -> str:
        """The head of the last request for a path."""
        return [head for head in self.heads if head.split(" ")[1] == path][-1]


def answered(
    body: str | bytes, *fields: str, status: str = "200 OK", length: int | None = None
) -> bytes:
    """The bytes of an answer, `fields` being lines of its head."""
    whole = body.encode() if isinstance(body, str) else body
    typed = () if any(line.lower().startswith("content-type:") for line in fields) else (
        "Content-Type: text/html; charset=utf-8",
    )  # fmt: skip
    size = f"Content-Length: {len(whole) if length is None else length}"
    lines = (f"HTTP/1.1 {status}", *typed, *fields, size, "Connection: close")
    return "\r\n".join((*lines, "", "")).encode("latin-1") + whole


@contextmanager
def odd_site(
    answers: Mapping[str, Answer], *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Iterator[OddSite]:
    """Within the block the site answers; an answer may be changed in `answers` meanwhile."""
    with socket.create_server((host, 0), backlog=50) as listener:
        site = OddSite("https" if tls else "http", host, listener.getsockname()[1], answers)
        threads: list[threading.Thread] = []

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                connection.settimeout(PATIENCE)
                thread = threading.Thread(target=exchange, args=(connection,))
                threads.append(thread)
                thread.start()

        def exchange(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                _answer(site, tls.wrap_socket(connection, server_side=True) if tls else connection)

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield site
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join()
            for thread in threads:
                thread.join()


def _answer(site: OddSite, connection: socket.socket) -> None:
    with connection:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(65536)
            if not piece:
                return
            head += piece
        site.heads.append(head.decode("latin-1"))
        answer = site.answers.get(
            site.heads[-1].split(" ")[1], answered("", status="404 Not Found")
        )
        if callable(answer):
            answer(connection)
        else:
            connection.sendall(answered(answer) if isinstance(answer, str) else answer)
            connection.shutdown(socket.SHUT_WR)
