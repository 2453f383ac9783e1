"""Whether a site of which nothing comes any more answers at all."""

from collections.abc import Callable, Sequence

from corpus.crawling.fetch import Fetcher, TryLater
from corpus.crawling.report import CrawlOptions, CrawlReport
from corpus.errors import PageRefused

# requests in a row without an answer: the site may be down, or these pages alone
MAX_UNANSWERED = 5
# before the start page is asked whether the site is well: so many times the wait before a retry
RESTS = (0, 6, 24)


async def illness(
    starts: Sequence[str],
    last: TryLater,
    refusal: Callable[[str], str | None],
    *,
    fetcher: Fetcher,
    options: CrawlOptions,
    report: CrawlReport,
) -> TryLater | None:
    """Ask for the start pages, now and after two rests. When none comes, why: the `last` failure
    was the one before these; None where the site answers, or the run is over."""
    for rest in RESTS:
        await fetcher.sleep(rest * options.patience)
        await fetcher.pause()
        if fetcher.is_over:
            return None
        for url in starts:
            report.requests += 1
            try:
                await fetcher.fetch(url, refusal)
            except TryLater as error:
                last = error
                if error.of_site:
                    continue
            except PageRefused:
                pass  # an answer, too
            return None
    return last
