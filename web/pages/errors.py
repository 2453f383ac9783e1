"""What goes wrong, said in the site's own style, and the headers that every answer carries."""

import logging
import sqlite3
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from corpus.errors import (
    BackfileError,
    Busy,
    IndexDamaged,
    IndexStale,
    IndexUnusable,
    RemovedArticle,
    StoreError,
    UnknownArticle,
)
from corpus.event import event
from corpus.store.calendar import holds_any
from corpus.store.database import RESTORE, is_damage
from web.pages.shelf import the_store

log = logging.getLogger(__name__)

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",  # completions
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STATUSES: tuple[tuple[type[BackfileError], int, str], ...] = (
    (RemovedArticle, 410, "This editorial was taken down"),
    (UnknownArticle, 404, "There is no such editorial"),
    (IndexUnusable, 503, "The search is not ready"),
    (StoreError, 503, "The archive is not ready"),
    (Busy, 503, "The archive is busy"),
    (BackfileError, 500, "Something went wrong"),
)
# what readers are told of what only staff can mend
TO_READERS: tuple[tuple[type[BackfileError], str], ...] = (
    (IndexUnusable, "Searches cannot be answered at this moment."),
    (StoreError, "The archive cannot be read at this moment."),
)
TITLES = {
    400: "That request makes no sense",
    404: "There is no such page",
    405: "That cannot be done here",
    413: "That is too long",
    414: "That is too long",
    415: "That cannot be read here",
    500: "Something went wrong",
}
DATA = (".json", ".ndjson", ".csv", ".ris", ".bib", ".txt", ".atom")  # what programs ask for
RETRY_SECONDS = "60"  # what is not ready, or busy, may be so soon
SOON, LATE = 5, 3600  # the least and the most seconds that are said of a rebuild
STILL_FINE = "The archive itself is not touched; you can still browse it and read every editorial."
EMPTY = "The archive is empty so far."
SEARCHABLE = "When there is something in it, backfile index makes it searchable."
FILL = "backfile import PATH, or backfile crawl URL"


def init_app(app: Flask) -> None:
    """Add the error pages and the headers."""
    app.register_error_handler(BackfileError, _error_answer)
    app.register_error_handler(sqlite3.Error, lambda error: _error_answer(corpus_trouble(error)))
    app.register_error_handler(HTTPException, _http_error_answer)
    app.after_request(_add_headers)
    app.log_exception = _log_mistake  # type: ignore[method-assign]  # as Flask has one do


def corpus_trouble(error: sqlite3.Error) -> StoreError | Busy:
    """What SQLite complains of, in words for people."""
    told: StoreError | Busy
    if is_damage(error):
        told = StoreError("the corpus file is damaged", mend=RESTORE)
    elif "locked" in str(error):
        told = Busy(
            "another process has the corpus to itself at this moment; try again in a minute"
        )
    else:
        told = StoreError(f"the corpus cannot be read: {error}", mend="backfile verify")
    told.__cause__ = error
    return told


def log_trouble(error: BackfileError) -> None:
    """Log what a page says is amiss: with its traceback where something is broken, and not merely
    missing, behind or busy."""
    broken = isinstance(error, IndexDamaged) or isinstance(error.__cause__, sqlite3.Error)
    if broken and not isinstance(error, Busy):
        log.error(
            "%s cannot be answered: %s",
            request.endpoint, error,
            exc_info=error,
            extra=event("answer-failed", page=request.endpoint, error=str(error)),
        )
    else:
        log.info(
            "%s is not ready: %s",
            request.endpoint, error,
            extra=event("answer-unready", page=request.endpoint, error=str(error)),
        )


def log_broken(error: Exception) -> None:
    """Log what ends an answer that has begun to be sent."""
    log.error(
        "%s broke off: %s",
        request.endpoint, error,
        exc_info=error,
        extra=event("answer-failed", page=request.endpoint, error=str(error)),
    )  # fmt: skip


def _log_mistake(exc_info: Any) -> None:
    """Log an exception that nobody foresaw."""
    log.error(
        "%s cannot be answered, by a mistake in this program",
        request.endpoint,
        exc_info=exc_info,
        extra=event("answer-failed", page=request.endpoint, error=exc_info[0].__name__),
    )


def _error_answer(error: BackfileError) -> tuple[str | Response, int, dict[str, str]]:
    status, title = next(
        (status, title) for kind, status, title in STATUSES if isinstance(error, kind)
    )
    if status >= 500:
        log_trouble(error)
    fine, hint, mend = None, None, error.mend
    if isinstance(error, IndexUnusable):
        holds = holds_any(the_store())
        fine, hint, mend = (STILL_FINE, None, mend) if holds else (EMPTY, SEARCHABLE, FILL)
    headers = {}
    if isinstance(error, IndexStale) and error.retry_after:
        headers["Retry-After"] = str(round(min(max(error.retry_after, SOON), LATE)))
    if wants_data():
        return jsonify(error=str(error), mend=mend), status, headers
    mend = mend if status >= 500 else None
    page = render_template(
        "error.html",
        title=title,
        message=str(error),
        to_readers=_to_readers(error),
        mend=mend,
        fine=fine,
        hint=hint,
        status=status,
    )
    return page, status, headers


def _to_readers(error: BackfileError) -> str | None:
    """What readers are told instead of a message that asks for something to be mended."""
    said = (said for kind, said in TO_READERS if isinstance(error, kind))
    return next(said, None) if error.mend else None


def _http_error_answer(error: HTTPException) -> tuple[str | Response, int] | HTTPException:
    status = error.code or 500
    if status < 400:
        return error  # a redirect on its way
    title = TITLES.get(status, "Something went wrong")
    own_words = isinstance(error.description, str) and error.description != type(error).description
    message = error.description if own_words else _reason_of(status)
    if wants_data():
        return jsonify(error=message), status
    return render_template(
        "error.html", title=title, message=message, mend=None, fine=None, status=status
    ), status


def _reason_of(status: int) -> str:
    return {
        404: "Nothing is kept at this address. It may have been typed or copied wrongly.",
        405: "This address answers another kind of request.",
        413: "The text sent is longer than this page reads, and none of it was read. "
        "Go back to it and send a part.",
        500: "The server could not answer; the reason is in its log.",
    }.get(status, "The server could not answer this request.")


def wants_data() -> bool:
    """Whether the address asked for is one for machines."""
    return request.path.endswith(DATA) or request.path == "/healthz"


def _add_headers(response: Response) -> Response:
    response.headers.extend(HEADERS)
    if response.status_code == 503:
        response.headers.setdefault("Retry-After", RETRY_SECONDS)
    if request.endpoint == "static" and "v" in request.args and response.status_code < 400:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
