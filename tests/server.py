"""A real server for tests, in processes of its own, all of which are gone at the end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from subprocess import Popen, TimeoutExpired
from typing import Any
from urllib.parse import urlencode

from tests.shell import PATIENCE, start


@contextmanager
def serving(
    *arguments: object, health: int = 200, **options: Any
) -> Iterator[tuple[Popen[bytes], int]]:
    """The process and the port of a server that answers; `options` are those of its process.

    `health` is the status by which it says how it is.
    """
    with start(*arguments, **options) as process:
        try:
            assert process.stdout
            ports = map(re.compile(rb"http://.*:(\d+)/").search, iter(process.stdout.readline, b""))
            port = int(next(filter(None, ports)).group(1))
            assert ask(port, "/healthz").status == health  # the line is true: nobody has to wait
            yield process, port
        finally:
            stop(process)


def stop(process: Popen[bytes]) -> None:
    """Ask the server to end; it takes its workers with it."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except TimeoutExpired:
        process.kill()
        raise


class Reply(HTTPResponse):
    """An answer, with its body as text."""

    text: str


def ask(port: int, target: str, **form: str) -> Reply:
    """The answer; a form is posted."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.response_class = Reply
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request("POST" if form else "GET", target, urlencode(form) or None, headers)
        reply = connection.getresponse()
        assert isinstance(reply, Reply)
        reply.text = reply.read().decode()
        return reply
    finally:
        connection.close()
