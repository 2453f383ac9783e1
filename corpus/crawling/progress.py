"""How far the crawls of a corpus have come, and what is in their way: reads over the table of
addresses."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from corpus.outcome import Code, Outcome
from corpus.store.store import ArticleStore

# what may be in the way: three states of an address, and new answers that do not stand
TROUBLES = ("failed", "refused", "missing", "held")
MAX_REASONS = 20  # of each; a site may make up ever new ones
OTHERS = "other reasons"
_STATES = TROUBLES[:3]


@dataclass(frozen=True, slots=True)
class CrawlProgress:
    """What became of every address that is known."""

    queued: int  # still to be asked for
    failed: int  # no answer, or no good one; asked for again some night
    missing: int  # there is no page; asked for again, too
    refused: int  # by its form, or by robots.txt
    last_asked: datetime | None  # when a server last answered; None when none ever did


@dataclass(frozen=True, slots=True)
class Troubled:
    """An address in some trouble."""

    url: str
    reason: str
    at: datetime | date | None  # its last turn, the last day of an answer that is held


def crawl_progress(store: ArticleStore) -> CrawlProgress:
    """Counts over all sites."""
    counts: dict[str, int] = dict(
        store.db.execute("SELECT state, count(*) FROM urls GROUP BY state").fetchall()
    )
    asked = store.db.execute("SELECT max(asked_at) FROM urls").fetchone()[0]
    return CrawlProgress(
        queued=counts.get("queued", 0),
        failed=counts.get("failed", 0),
        missing=counts.get("missing", 0),
        refused=counts.get("refused", 0),
        last_asked=datetime.fromisoformat(asked) if asked else None,
    )


def reasons(store: ArticleStore) -> dict[str, Mapping[str, int]]:
    """For each of TROUBLES how many addresses are in it, by the reason in words, most first."""
    counts: dict[str, Counter[str]] = {trouble: Counter() for trouble in TROUBLES}
    grouped = "state, outcome, detail, status"
    for state, code, detail, status, count in store.db.execute(
        f"SELECT {grouped}, count(*) FROM urls WHERE state IN (?, ?, ?) "  # noqa: S608
        f"AND outcome IS NOT NULL GROUP BY {grouped}",
        _STATES,
    ):
        counts[state][str(Outcome(Code(code), detail, status))] += count
    counts["held"].update(one.reason for one in _held(store))
    return {trouble: _most(found) for trouble, found in counts.items()}


def newest(store: ArticleStore, trouble: str, limit: int) -> list[Troubled]:
    """The addresses in one of TROUBLES, those first whose turn was last; no more than `limit`."""
    if trouble == "held":
        return _held(store)[:limit]
    rows = store.db.execute(
        "SELECT url, outcome, detail, status, turn_at FROM urls "
        "WHERE state = ? AND outcome IS NOT NULL ORDER BY turn_at DESC, url LIMIT ?",
        (trouble, limit),
    )
    return [
        Troubled(url, str(Outcome(Code(code), detail, status)), at and datetime.fromisoformat(at))
        for url, code, detail, status, at in rows
    ]


def _held(store: ArticleStore) -> list[Troubled]:
    """The new answers that are held, the newest first."""
    found = [
        Troubled(answer.url, (told and told.detail) or "not judged yet", answer.days[-1])
        for answer in store.held.open()
        for told in (store.outcome(answer.number),)
    ]
    return sorted(found, key=lambda one: one.at or date.min, reverse=True)


def _most(counts: Counter[str]) -> dict[str, int]:
    """The commonest reasons, and how many have any other."""
    most = dict(counts.most_common(MAX_REASONS))
    others = counts.total() - sum(most.values())
    return most | ({OTHERS: others} if others else {})
