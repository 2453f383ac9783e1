"""How far the crawls of a corpus have come: reads over the table of addresses."""

from dataclasses import dataclass
from datetime import datetime

from corpus.store.store import ArticleStore


@dataclass(frozen=True, slots=True)
class CrawlProgress:
    """What became of every address that is known."""

    queued: int                   # still to be asked for
    failed: int                   # no answer, or no good one; asked for again some night
    refused: int                  # not there (404), no page, forbidden by robots.txt
    last_asked: datetime | None   # when a server last answered; None when none ever did


def crawl_progress(store: ArticleStore) -> CrawlProgress:
    """Counts over all sites."""
    counts: dict[str, int] = dict(
        store.db.execute("SELECT state, count(*) FROM urls GROUP BY state").fetchall()
    )
    asked = store.db.execute("SELECT max(asked_at) FROM urls").fetchone()[0]
    return CrawlProgress(
        queued=counts.get("queued", 0),
        failed=counts.get("failed", 0),
        refused=counts.get("refused", 0) + counts.get("missing", 0),
        last_asked=datetime.fromisoformat(asked) if asked else None,
    )
