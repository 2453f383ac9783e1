"""Addresses that a site shuts us out of, or answers with what nobody can read: said once, and then
when there are more."""

import logging
from collections import Counter

from corpus.crawling.life import Event, State, event_of
from corpus.event import event
from corpus.outcome import Code, Outcome
from corpus.store.held import SEVERAL
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

_REASONS = 3  # named in a line, the commonest


def news_of(store: ArticleStore, site: str) -> str | None:
    """The line that says how many there are of a site and why, when people have not been told of
    so many; they are now."""
    counts = _count(store, site)
    known, total = int(store.meta(told_key(site)) or 0), counts.total()
    if total != known:
        store.set_meta(told_key(site), str(total))
    if total <= known or total < SEVERAL:
        return None
    why = ", ".join(f"{reason}: {count:,}" for reason, count in counts.most_common(_REASONS))
    line = f"{site}: {total:,} addresses are not had ({why})"
    log.warning("%s", line, extra=event("site-unreadable", site=site, reason=why))
    return f"{line}. To list them: backfile status --failed"


def told_key(site: str) -> str:
    """The name of the note of how many people were told of."""
    return f"unreadable {site}"


def _count(store: ArticleStore, site: str) -> Counter[str]:
    """How many there are, by what came."""
    counts: Counter[str] = Counter()
    for code, detail, status, count in store.db.execute(
        "SELECT outcome, detail, status, count(*) FROM urls "
        "WHERE host = ? AND state = ? AND outcome IS NOT NULL GROUP BY outcome, detail, status",
        (site, State.FAILED),
    ):
        outcome = Outcome(Code(code), detail, status)
        if event_of(outcome) is Event.DAMAGED:
            counts[str(outcome)] += count
    return counts
