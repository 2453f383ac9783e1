"""One text at several addresses of a site, each of another name, is an article of none of them.

It is a wall before all of them, as a challenge or a notice.
"""

import json
import logging
from collections import defaultdict
from datetime import date
from itertools import chain

from corpus.event import event
from corpus.intake.new_answers import digest
from corpus.outcome import Code, Outcome
from corpus.page.urls import site_of
from corpus.store.held import NOTHING, SEVERAL, NewAnswer
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

_SEEN_KEY = "walls"  # the numbers of the newest change and page that were looked at
_REASON = "several addresses of its site say the same"
# articles of crawled pages that are looked at for the first time, and about which nobody decided
_NEW = (
    "SELECT a.url, a.fetch_id, substr(f.fetched_at, 1, 10), a.paragraphs, "
    "(SELECT max(id) FROM fetches WHERE url = a.url AND id < a.fetch_id) FROM articles a "
    "JOIN fetches f ON f.id = a.fetch_id "
    "WHERE a.state = 'live' AND a.updated_seq > ? AND f.id > ? AND f.source = 'crawl' "
    "AND a.id NOT IN (SELECT article_id FROM decided)"
)


def hold_walls(store: ArticleStore, *, since: int, but: frozenset[str]) -> frozenset[str]:
    """Hold what made articles of a wall, `but` at these addresses; return those where it did.

    What stood there before waits to be cleaned again. Changes are looked at that came after the
    last time, or else after number `since`.
    """
    seen = store.meta(_SEEN_KEY) or f"{since} 0"
    rows = store.db.execute(_NEW, tuple(map(int, seen.split()))).fetchall()
    new = [
        NewAnswer(
            url, before or NOTHING, number, digest(json.loads(text)), (date.fromisoformat(day),)
        )
        for url, number, day, text, before in rows
        if url not in but
    ]
    names = defaultdict[tuple[str, str], set[str]](set)
    for answer in chain(new, store.held.open()):
        if answer.text:
            names[site_of(answer.url), answer.text].add(_name(store, answer.url))
    walled = [one for one in new if len(names[site_of(one.url), one.text or ""]) >= SEVERAL]
    with store.transaction():
        for answer in walled:
            store.settle(answer.number, None, outcome=Outcome(Code.HELD, _REASON))
            store.held.take_back(answer, _REASON)
            store.clean_again([answer.stands] if answer.stands != NOTHING else [])
            log.info(
                "a new answer of %s is held: %s",
                answer.url,
                _REASON,
                extra=event("answer-held", url=answer.url, reason=_REASON),
            )
        (newest,) = store.db.execute("SELECT coalesce(max(id), 0) FROM fetches").fetchone()
        if seen != (now := f"{store.seq} {newest}"):
            store.set_meta(_SEEN_KEY, now)
    return frozenset(one.url for one in walled)


def _name(store: ArticleStore, url: str) -> str:
    """What a site calls the page at an address: several copies of one article have one name."""
    hint = store.hint(url)
    return (hint and hint.title) or url.partition("?")[0].rstrip("/").rpartition("/")[2]
