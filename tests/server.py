"""A real server for tests, in processes of its own, all of which are gone at the end."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from subprocess import Popen, TimeoutExpired
from urllib.parse import urlencode

from tests.shell import PATIENCE, start


@contextmanager
def serving(*arguments: object) -> Iterator[tuple[Popen[bytes], int]]:
    """The process and the port of a server that answers."""
    with start(*arguments) as process:
        try:
            line = next(line for line in iter(process.stdout.readline, b"") if b"http://" in line)
            port = int(re.search(rb":(\d+)/", line).group(1))
            wait_for(port)
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


def wait_for(port: int) -> None:
    """Return when the server answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if ask(port, "/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError("the server never answered")


def ask(port: int, target: str, **form: str) -> HTTPResponse:
    """The answer, its body as `text`; a form is posted."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request("POST" if form else "GET", target, urlencode(form) or None, headers)
        reply = connection.getresponse()
        reply.text = reply.read().decode()
        return reply
    finally:
        connection.close()
