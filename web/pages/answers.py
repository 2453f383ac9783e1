"""How long each answer takes and how much it finds, for the log."""

import time

from flask import Flask, Response, g, request

from web.base.answers import log_answer


def init_app(app: Flask) -> None:
    """Time each answer, from when its request is read to when it begins to be sent."""
    settings = app.extensions["shelf"].settings

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if "begun" in g and request.endpoint is not None:
            seconds = time.perf_counter() - g.begun
            hits, query = g.get("hits"), g.get("query")
            log_answer(settings, request.endpoint, seconds=seconds, hits=hits, query=query)
        return response


def note_hits(hits: int, *, query: str | None = None) -> None:
    """Note how many hits this request has, and what it asked for."""
    g.hits, g.query = hits, query
