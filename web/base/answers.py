"""Answers in the log: the slow ones, and those that found nothing; never who asked."""

import logging

from corpus.event import event
from web.base.config import Settings

log = logging.getLogger(__name__)


def log_answer(
    settings: Settings,
    page: str,
    *,
    seconds: float,
    hits: int | None = None,
    query: str | None = None,
) -> None:
    """Log an answer if it was slow or found nothing. `page` is its kind; `hits` is None where
    nothing was looked for, or not counted; `query` is left out unless `log_queries` is set."""
    if seconds < settings.log_slow and hits != 0:
        return
    took = round(seconds * 1000, 1)
    words = query if settings.log_queries else None
    said = "" if words is None else f" for {words}"
    if seconds >= settings.log_slow:
        log.info(
            "%s took %.0f ms%s",
            page, took, said,
            extra=event("answer-slow", page=page, milliseconds=took, hits=hits, query=words),
        )
    if hits == 0:
        log.info(
            "%s found nothing%s",
            page, said,
            extra=event("answer-empty", page=page, milliseconds=took, query=words),
        )
