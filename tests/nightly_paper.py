"""A paper of twelve stories that a crawl asks for night after night, and what may be in their place."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from corpus.crawling.crawl import run_crawl
from corpus.crawling.report import CrawlOptions, CrawlReport
from corpus.intake.intake import IntakeReport, clean_pages
from corpus.store.store import ArticleStore
from tests.recurring_site import sentence
from tests.served_site import served
from tests.shell import PATIENCE

STORIES = tuple(range(12))
NIGHTLY = CrawlOptions(delay=0, retry_wait=0.01, timeout=PATIENCE, refresh_days=0)
RARELY = replace(NIGHTLY, refresh_days=None)  # articles are asked for once
PAYWALL = "<p>Subscribe to read on. You have read your three free stories of this month.</p>"
EMPTY = "<html><head></head><body><div id=app></div></body></html>"
CHALLENGE = (
    "<html><head><title>Just a moment...</title><script>var a = 1; location.reload();</script>"
    "</head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>"
)
MAINTENANCE = "<h1>We will be back soon</h1>" + "".join(
    f"<p>{line}</p>"
    for line in (
        "Our site is being looked after by its engineers this night, and none of its pages can be "
        "shown before the work on the machines below the cellar is done.",
        "We thank all who read us for their patience with this interruption, which was announced in "
        "the printed paper of last Saturday, and on the board beside the door.",
        "Whoever wants to tell us something in the meantime may write to the address that stands in "
        "the printed paper, or come to the house in the street behind the market.",
    )
)


def paragraphs(number: object, count: int = 6) -> list[str]:
    """The text of a story."""
    random = Random(f"story {number}")
    return [" ".join(sentence(random) for _ in range(3)) for _ in range(count)]


def story(number: object, text: Iterable[str] | None = None) -> str:
    """The page of a story, with another `text` than its own or with that."""
    lines = paragraphs(number) if text is None else text
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<title>The Story of {number}</title><h1>The Story of {number}</h1>{body}"


def paper(numbers: Iterable[object] = STORIES) -> dict[str, Any]:
    """Its pages by their paths: a list at the front, and the stories."""
    numbers = tuple(numbers)
    links = "".join(f"<li><a href='/{n}.html'>The Story of {n}</a></li>" for n in numbers)
    return {"/": f"<ul>{links}</ul>"} | {f"/{n}.html": story(n) for n in numbers}


@contextmanager
def crawled(store: ArticleStore, pages: dict[str, Any] | None = None) -> Iterator[Any]:
    """A paper, by default that of the stories, after its first night, on which all was well."""
    with served(pages or paper()) as site:
        assert night(store, site)[1].held == 0
        yield site


def night(
    store: ArticleStore,
    site: Any,
    pages: dict[str, Any] | None = None,
    *,
    options: CrawlOptions = NIGHTLY,
) -> tuple[CrawlReport, IntakeReport]:
    """What a night did to the corpus, on which the site has these `pages`, and a day passed."""
    site.pages |= pages or {}
    let_pass(store, days=1)
    crawled = run_crawl(store, [f"{site.base}/"], options=options)
    return crawled, clean_pages(store, waiting=True)


def nights(
    store: ArticleStore, site: Any, count: int, pages: Callable[[int], dict[str, Any]]
) -> IntakeReport:
    """What the last of several nights did; on each the site has the `pages` of its number."""
    return [night(store, site, pages(number))[1] for number in range(count)][-1]


def let_pass(store: ArticleStore, **time: float) -> None:
    """Let time pass: whatever the corpus knows of was so long ago."""
    ago = timedelta(**time)
    with store.transaction() as db:
        for table, column in MOMENTS:
            rows = db.execute(
                f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
            ).fetchall()
            for (at,) in rows:
                then = (datetime.fromisoformat(at) - ago).isoformat()
                db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (then, at))
        for url, days in db.execute("SELECT url, days FROM held").fetchall():
            earlier = [(date.fromisoformat(day) - ago).isoformat() for day in json.loads(days)]
            db.execute("UPDATE held SET days = ? WHERE url = ?", (json.dumps(earlier), url))


def texts(store: ArticleStore) -> dict[str, list[str]]:
    """The text of each article, by the name of its page."""
    return {
        (article.url or "").rpartition("/")[2]: list(article.paragraphs)
        for article in store.articles()
    }


MOMENTS = (
    ("fetches", "fetched_at"),
    ("urls", "asked_at"),
    ("urls", "turn_at"),
    ("urls", "due_at"),
    ("missing", "since"),
    ("hosts", "robots_at"),
    ("hosts", "busy_until"),
)
AS_PRINTED = {f"{number}.html": paragraphs(number) for number in STORIES}
