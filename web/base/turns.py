"""Answers of a worker take turns.

Its threads share one interpreter. Where several answer at once, each look at a file or into the
corpus hands it on to another, some ninety times a page: with sixteen readers a page took nearly
twice the CPU that it takes in turns.
"""

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# seconds until an answer goes ahead beside one that takes long, of which there are few
PATIENCE = 0.1


def in_turns(app: "WSGIApplication", *, patience: float = PATIENCE) -> "WSGIApplication":
    """The app, which makes one answer after another of those that read.

    Beside them go requests with a body, which may come slowly, what is streamed once its answer has
    begun, and whatever has waited for its turn for `patience` seconds.
    """
    turn = threading.Lock()

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        reads = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        taken = reads and turn.acquire(timeout=patience)
        try:
            return app(environ, start)
        finally:
            if taken:
                turn.release()

    return answer
