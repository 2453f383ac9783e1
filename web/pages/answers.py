"""How long each answer takes and how much it finds, for the log."""

import time

from flask import Flask, Response, request

from web.base.answers import log_answer
from web.pages.answered import kept


def init_app(app: Flask) -> None:
    """Time each answer, from when its request is read to when it begins to be sent."""
    settings = app.extensions["shelf"].settings

    @app.before_request
    def begin() -> None:
        kept().begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        here, page = kept(), request.endpoint
        begun = here.get("begun")
        if begun is not None and page is not None:
            seconds = time.perf_counter() - begun
            hits, query = here.get("hits"), here.get("query")
            log_answer(settings, page, seconds=seconds, hits=hits, query=query)
        return response


def note_hits(hits: int, *, query: str | None = None) -> None:
    """Note how many hits this request has, and what it asked for."""
    here = kept()
    here.hits, here.query = hits, query
