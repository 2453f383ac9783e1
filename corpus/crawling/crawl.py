"""The crawl: one request at a time, one site after another, everything kept the moment it came."""

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from corpus.crawling.fetch import Fetcher
from corpus.crawling.report import CrawlEvent, CrawlOptions, CrawlReport
from corpus.crawling.site import LONG_AGO, SiteCrawl
from corpus.crawling.starts import known_starts, present_site
from corpus.errors import BackfileError
from corpus.event import event
from corpus.lock import exclusive
from corpus.page.urls import aligned, canonical, site_of
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

__all__ = ["CrawlEvent", "CrawlOptions", "CrawlReport", "crawl", "crawl_lock", "run_crawl"]


def crawl_lock(store: ArticleStore) -> Path:
    """The file that keeps a second crawl of the same corpus out."""
    return store.path.with_name(f"{store.path.name}.crawl-lock")


def run_crawl(
    store: ArticleStore,
    start_urls: Sequence[str] = (),
    *,
    options: CrawlOptions | None = None,
    on_event: Callable[[CrawlEvent], None] = lambda event: None,
) -> CrawlReport:
    """Run `crawl` to its end; the first Ctrl-C ends it after the page in flight."""
    return asyncio.run(crawl(store, start_urls, options=options, on_event=on_event))


async def crawl(
    store: ArticleStore,
    start_urls: Sequence[str] = (),
    *,
    options: CrawlOptions | None = None,
    on_event: Callable[[CrawlEvent], None] = lambda event: None,
) -> CrawlReport:
    """Fetch what the start pages lead to on their own sites.

    Without any, go on with the sites crawled before. Raises Busy when a crawl of this corpus is
    running, FetchError when a site's robots.txt or first page cannot be had, BackfileError for what
    is not a web address. What was fetched until then is kept.
    """
    options = options or CrawlOptions()
    report = CrawlReport()
    with exclusive(crawl_lock(store), "crawling"):
        sites = _by_site(store, start_urls)
        fetcher = Fetcher(options.delay, options.timeout, options.user_agent, options.credentials)
        async with fetcher:
            with _stopping_at_signals(fetcher.stop):
                for site, starts in sites.items():
                    crawl = SiteCrawl(store, site, fetcher, options, report, on_event)
                    if options.dry_run:
                        await _crawl_site(crawl, starts)
                        continue
                    with _logging_end(site, report):
                        await _crawl_site(crawl, starts)
    return report


async def _crawl_site(crawl: SiteCrawl, starts: list[str]) -> None:
    if crawl.report.stopped:
        return
    moved = await crawl.run(starts)
    if moved is not None:
        await replace(crawl, site=moved, robots_until=LONG_AGO).run(
            [aligned(url, moved) for url in starts]
        )


@contextmanager
def _logging_end(site: str, report: CrawlReport) -> Iterator[None]:
    """Within the block `site` is crawled; `report` counts all sites of the run."""
    begun, before = time.monotonic(), _counts(report)
    stopped = None
    try:
        yield
    except BaseException as error:
        stopped = str(error) or type(error).__name__
        raise
    finally:
        asked, fetched, same, refused, failed = (
            now - then for now, then in zip(_counts(report), before, strict=True)
        )
        seconds, stopped = time.monotonic() - begun, stopped or report.stopped
        log.info(
            "%s: %d asked, %d fetched, %d not modified, %d refused, %d failed, %.1f s; %s",
            site, asked, fetched, same, refused, failed, seconds,
            f"stopped: {stopped}" if stopped else "nothing left to ask for",
            extra=event(
                "crawl-ended",
                site=site,
                asked=asked,
                fetched=fetched,
                not_modified=same,
                refused=refused,
                failed=failed,
                seconds=round(seconds, 3),
                stopped=stopped,
            ),
        )


def _counts(report: CrawlReport) -> tuple[int, int, int, int, int]:
    refused, failed = report.refused.total(), len(report.failed)
    return report.requests, report.fetched, report.not_modified, refused, failed


def _by_site(store: ArticleStore, start_urls: Sequence[str]) -> dict[str, list[str]]:
    sites: dict[str, list[str]] = {}
    for text in start_urls or known_starts(store):
        url = canonical(text)
        if url is None:
            raise BackfileError(_odd_address(text), mend="backfile crawl https://paper.example/")
        site = present_site(store, site_of(url))
        sites.setdefault(site, []).append(aligned(url, site))
    if not sites:
        raise BackfileError(
            "no site was crawled yet: name one to begin with", mend="backfile crawl URL"
        )
    return sites


def _odd_address(text: str) -> str:
    """Why a text cannot be the address to begin at; a password in it is said to nobody."""
    if "@" in text.split("://", 1)[-1].split("/", 1)[0]:
        return "an address with a user's name or a password in it is not crawled"
    return f"{text!r} is not a web address: one begins with http:// or https://"


@contextmanager
def _stopping_at_signals(stop: asyncio.Event) -> Iterator[None]:
    """A block in which the first Ctrl-C or SIGTERM sets `stop`; a second Ctrl-C interrupts."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()

    def ask_to_stop() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, ask_to_stop)
    loop.add_signal_handler(signal.SIGTERM, ask_to_stop)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        loop.remove_signal_handler(signal.SIGTERM)
