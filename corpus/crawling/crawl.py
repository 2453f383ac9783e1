"""The crawl: one request at a time, one site after another, everything kept the moment it came."""

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from corpus.crawling.address import known_address, read_address
from corpus.crawling.fetch import Fetcher
from corpus.crawling.memory import keep_freed_memory
from corpus.crawling.report import CrawlEvent, CrawlOptions, CrawlReport
from corpus.crawling.site import SiteCrawl
from corpus.crawling.starts import known_starts, present_address, present_site, starts_of
from corpus.crawling.unreadable import news_of
from corpus.crawling.untold import telling_in_groups
from corpus.errors import FAULTS, BackfileError
from corpus.event import event
from corpus.lock import crawl_lock, exclusive
from corpus.page.urls import aligned, same_site, site_of
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

__all__ = ["CrawlEvent", "CrawlOptions", "CrawlReport", "crawl", "run_crawl"]


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
    """Fetch what the start pages lead to on their own sites, all sites side by side.

    Without any, go on with the sites crawled before. Raises Busy when a crawl of this corpus is
    running, BackfileError for what is not a web address. A site that cannot be asked tonight is a
    line of the report's `undone`, and the others go on.
    """
    options = options or CrawlOptions()
    keep_freed_memory()
    reports: dict[str, CrawlReport] = {}
    telling = telling_in_groups(store, on_event)
    with exclusive(crawl_lock(store.path), "crawling"), store.heeding_learnt(), telling as tell:
        sites = _by_site(store, start_urls)
        stop = asyncio.Event()
        until = time.monotonic() + (options.max_seconds or float("inf"))
        with _stopping_at_signals(stop):
            crawls = [
                SiteCrawl(
                    store, site, starts, _fetcher(options, stop, until), options, reports, tell,
                    is_asked_for=bool(start_urls),
                )
                for site, starts in sites.items()
            ]  # fmt: skip
            await _all_or_none([_crawl_names(names) for names in _by_host(crawls)])
        for site, report in () if options.dry_run else reports.items():
            if line := news_of(store, site):
                report.undone.append(line)
    return CrawlReport.joined(reports.values())


def run_fetch(
    store: ArticleStore, text: str, *, options: CrawlOptions | None = None
) -> CrawlReport:
    """Ask for one address, as `crawl` would, and only for that; no crawl begins there.

    Links on it are found where crawls begin at its site. Raises Busy and BackfileError as `crawl`.
    """
    return asyncio.run(_fetch(store, text, options or CrawlOptions()))


async def _fetch(store: ArticleStore, text: str, options: CrawlOptions) -> CrawlReport:
    reports: dict[str, CrawlReport] = {}
    with exclusive(crawl_lock(store.path), "crawling"), store.heeding_learnt():
        url = known_address(store, text)
        site = present_site(store, site_of(url))
        starts = starts_of(store, site)
        if not starts:
            options = replace(options, max_depth=0)
        stop = asyncio.Event()
        with _stopping_at_signals(stop):
            crawl = SiteCrawl(
                store, site, starts, _fetcher(options, stop), options, reports, lambda event: None,
                is_asked_for=True,
            )  # fmt: skip
            async with crawl.fetcher:
                if moved := await crawl.ask(aligned(url, site)):
                    await _renamed(crawl, moved).ask(moved + url[len(site_of(url)) :])
    report = CrawlReport.joined(reports.values())
    report.stopped = "interrupted" if stop.is_set() else None
    return report


def _fetcher(
    options: CrawlOptions, stop: asyncio.Event, until: float = float("inf")
) -> Fetcher:
    return Fetcher(
        options.delay, options.timeout, options.user_agent, options.credentials, stop, until,
        options.clock,
    )  # fmt: skip


async def _all_or_none(crawls: Sequence[Coroutine[None, None, None]]) -> None:
    """Run all crawls to their ends; when one raises, the others end where they are."""
    tasks = [asyncio.create_task(crawl) for crawl in crawls]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _by_host(crawls: Sequence[SiteCrawl]) -> list[list[SiteCrawl]]:
    """The crawls of one site by its several names together, of the name that has pages first."""
    groups: list[list[SiteCrawl]] = []
    for crawl in sorted(crawls, key=lambda crawl: not crawl.frontier.has_pages()):
        known = (group for group in groups if same_site(f"{crawl.site}/", group[0].site))
        group = next(known, None)
        if group is None:
            groups.append([crawl])
        else:
            group.append(crawl)
    return groups


async def _crawl_names(crawls: Sequence[SiteCrawl]) -> None:
    """Crawl a site by one name after the other: it may be one host."""
    for crawl in crawls:
        await _crawl_site(crawl)


async def _crawl_site(crawl: SiteCrawl) -> None:
    """Crawl a site, under another name where it goes by one; a mistake of ours ends it alone."""
    async with crawl.fetcher:
        if crawl.options.dry_run:
            await crawl.run()
            return
        with _logging_end(crawl.report, crawl.site):
            try:
                was_known = set(known_starts(crawl.store))
                moved = await crawl.run()
                starts = starts_of(crawl.store, moved) if moved else []
                if moved and not (moved in crawl.reports and was_known.issuperset(starts)):
                    await _renamed(crawl, moved).run()
            except FAULTS as fault:
                what = f"the crawl of {crawl.site} ended by a mistake in this program"
                crawl.report.undone.append(f"{what} ({type(fault).__name__}: {fault})")
                log.error("%s", what, exc_info=True, extra=event("site-failed", site=crawl.site))


def _renamed(crawl: SiteCrawl, site: str) -> SiteCrawl:
    """The crawl of a site under the name, or at the place, that it has now."""
    starts = starts_of(crawl.store, site)
    return replace(crawl, site=site, starts=starts)


@contextmanager
def _logging_end(report: CrawlReport, site: str) -> Iterator[None]:
    """Within the block `site` is crawled."""
    begun = time.monotonic()
    stopped = None
    try:
        yield
    except BaseException as error:
        stopped = str(error) or type(error).__name__
        raise
    finally:
        asked, fetched, same = report.requests, report.fetched, report.not_modified
        refused, failed = report.refused.total(), len(report.failed)
        seconds = time.monotonic() - begun
        stopped = stopped or report.stopped or "; ".join(report.undone) or None
        log.info(
            "%s: %d asked, %d fetched, %d not modified, %d refused, %d failed, %.1f s; %s",
            site,
            asked,
            fetched,
            same,
            refused,
            failed,
            seconds,
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


def _by_site(store: ArticleStore, start_urls: Sequence[str]) -> dict[str, list[str]]:
    sites: dict[str, list[str]] = {}
    for text in start_urls or known_starts(store):
        url = read_address(text, mend="backfile crawl https://paper.example/")
        url = present_address(store, url)
        sites.setdefault(site_of(url), []).append(url)
    if not sites:
        raise BackfileError(
            "no site was crawled yet: name one to begin with", mend="backfile crawl URL"
        )
    return sites


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
