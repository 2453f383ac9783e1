"""Bodies of requests: read a few at a time, so that slow senders leave threads for the others."""

import threading

from flask import Flask, abort, request

from corpus.errors import Busy
from web.base.production import BODY_READERS


def init_app(app: Flask) -> None:
    """Read each body before its page is asked for; one too many is answered 503, unread."""
    readers = threading.BoundedSemaphore(BODY_READERS)

    @app.before_request
    def read() -> None:
        if request.method != "POST" or request.routing_exception is not None:
            return  # nobody reads it
        if not readers.acquire(blocking=False):
            raise Busy(
                "too many texts are on their way here at this moment; send yours again in a minute"
            )
        try:
            # waits for its last byte; there is no giving up on a read once it has begun
            body = request.stream
            _ = request.form
            # one in chunks does not say how long it is, and is cut here
            if request.content_length is None and body.tell() >= (request.max_content_length or 0):
                abort(413)
        finally:
            readers.release()
