"""Nobody keeps the server to himself: whoever has caused more work than is allowed waits.

Counted is the time of a processor that an answer took, to its last byte, by the address it was
asked from: of a hundred pages it is less than of one hostile question.
"""

import threading
import time
from collections.abc import Callable
from math import ceil
from pathlib import Path

from flask import Flask, Response, g, jsonify, render_template, request

from web.base.allowance import Allowance
from web.pages.client import address_of_reader
from web.pages.errors import wants_data
from web.pages.shelf import the_settings

TABLE = "allowance"
_FREE = frozenset({"healthz", "static"})


def init_app(app: Flask, shared: Path | None = None) -> None:
    """Refuse whoever has to wait, by 429 and the seconds; `shared` is the folder in which workers
    of one server count together."""
    settings = app.extensions["shelf"].settings
    if not settings.limit or settings.is_private:
        return
    allowance = Allowance(shared and shared / TABLE, seconds=settings.limit)

    @app.before_request
    def refuse() -> Response | None:
        g.reader = None if request.endpoint in _FREE else address_of_reader(the_settings())
        if g.reader is None:
            return None
        g.spent = time.thread_time()
        return _refusal(wait) if (wait := allowance.wait(g.reader)) else None

    @app.after_request
    def charge(response: Response) -> Response:
        if g.get("reader") is not None:
            allowance.charge(g.reader, time.thread_time() - g.spent)
            if response.is_streamed:
                response.call_on_close(_charging(allowance, g.reader))
        return response


def _charging(allowance: Allowance, reader: str) -> Callable[[], None]:
    """What notes the rest of a stream, when that has been sent by the thread that began it."""
    begun, thread = time.thread_time(), threading.get_ident()

    def charge() -> None:
        if threading.get_ident() == thread:
            allowance.charge(reader, time.thread_time() - begun)

    return charge


def _refusal(wait: float) -> Response:
    message = (
        "More was asked for from your address than one reader needs. "
        f"It is answered again in {ceil(wait)} s."
    )
    if wants_data():
        response = jsonify(error=message)
    else:
        page = render_template(
            "error.html", title="One moment", message=message, mend=None, fine=None, status=429
        )
        response = Response(page)
    response.status_code = 429
    response.headers["Retry-After"] = str(ceil(wait))
    return response
