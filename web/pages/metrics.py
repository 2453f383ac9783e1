"""Figures for Prometheus: how many answers, how fast, how many found nothing, and how corpus and
index stand. They hold no words of questions, and nothing of who asked.

The workers of a server write theirs into files of one folder, and whichever is asked adds up all.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from corpus.errors import BackfileError
from corpus.store.calendar import tally
from web.base.production import FIGURES
from web.pages.answered import kept
from web.pages.shelf import the_searcher, the_settings, the_store

# seconds: a page takes some milliseconds, a hostile question a tenth of a second
_BOUNDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_COUNTED = (
    "articles", "undated", "removed", "pages", "pages_waiting", "queued", "failed", "held", "gone",
)  # fmt: skip


class Standing(Collector):
    """How corpus and index are at the moment of being asked; what cannot be told is left out."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures of both."""
        with suppress(BackfileError, sqlite3.Error):
            yield from _of_corpus()
        with suppress(BackfileError, sqlite3.Error):
            yield from _of_index()


def init_app(app: Flask) -> None:
    """Count answers, and add the route."""
    registry = CollectorRegistry()
    answers = Counter(
        "backfile_answers", "Answers, by page and status.", ["page", "status"], registry=registry
    )
    seconds = Histogram(
        "backfile_answer_seconds", "Time until an answer begins to be sent, by page.", ["page"],
        buckets=_BOUNDS, registry=registry,
    )  # fmt: skip
    slow = Counter(
        "backfile_slow_answers", "Answers that took as long as log_slow says.", ["page"],
        registry=registry,
    )  # fmt: skip
    empty = Counter("backfile_empty_searches", "Searches that found nothing.", registry=registry)

    answers_of, seconds_of = cache(answers.labels), cache(seconds.labels)

    @app.after_request
    def count(response: Response) -> Response:
        page, here = request.endpoint or "none", kept()
        answers_of(page, response.status_code).inc()
        begun = here.get("begun")
        if begun is not None:
            took = time.perf_counter() - begun
            seconds_of(page).observe(took)
            if took >= the_settings().log_slow:
                slow.labels(page).inc()
        if here.get("hits") == 0:
            empty.inc()
        return response

    def metrics() -> Response:
        """All figures, in Prometheus's text."""
        shown = registry
        if os.environ.get(FIGURES):
            MultiProcessCollector(shown := CollectorRegistry())  # type: ignore[no-untyped-call]
        now = CollectorRegistry()
        now.register(Standing())
        body = generate_latest(shown) + generate_latest(now)
        return Response(body, content_type=CONTENT_TYPE_LATEST)

    app.add_url_rule("/metrics", "metrics", metrics)


def _of_corpus() -> Iterator[GaugeMetricFamily]:
    counted = tally(the_store())
    for name in _COUNTED:
        about = f"Of the corpus, as /status has it: {name.replace('_', ' ')}."
        yield GaugeMetricFamily(f"backfile_corpus_{name}", about, getattr(counted, name))
    if counted.last_fetch:
        about = "When a page came last, in seconds since 1970."
        moment = counted.last_fetch.timestamp()
        yield GaugeMetricFamily("backfile_last_fetch_timestamp_seconds", about, moment)


def _of_index() -> Iterator[GaugeMetricFamily]:
    info = the_searcher().info()
    yield GaugeMetricFamily("backfile_index_articles", "Articles in the index.", info.articles)
    about = "The number of the generation that answers."
    yield GaugeMetricFamily("backfile_index_generation", about, int(info.generation))
    about = "When that was built, in seconds since 1970."
    yield GaugeMetricFamily(
        "backfile_index_built_timestamp_seconds", about, info.built_at.timestamp()
    )
    about = "Changes of the corpus that the index does not have yet."
    waiting = the_store().count_changes(info.seq)
    yield GaugeMetricFamily("backfile_index_changes_waiting", about, waiting)
