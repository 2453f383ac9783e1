"""What is to be forgotten: starts and addresses, and the articles that came from them if asked."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from corpus.crawling.address import known_address, read_address
from corpus.crawling.unreadable import told_key
from corpus.errors import BackfileError
from corpus.event import event
from corpus.page.urls import same_site, site_of
from corpus.store.held import NOTHING
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

REASON = "forgotten with its address"  # of the removal of such an article
# addresses from which an article came, and its id: its own, one it had, that of a later page
_HOMES = """
SELECT url, id FROM articles WHERE url IS NOT NULL AND state <> 'withdrawn'
UNION ALL SELECT name, article_id FROM other_names
UNION ALL SELECT f.url, a.id FROM fetches f JOIN articles a ON a.url = f.claimed_by
WHERE f.claimed_by IS NOT NULL AND f.url IS NOT NULL AND a.state <> 'withdrawn'
"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a person named, as it is known."""

    starts: tuple[str, ...]
    addresses: tuple[str, ...]  # from which no article came
    homes: tuple[str, ...]  # from which one did
    articles: tuple[str, ...]  # those that are up, by their ids
    sites: tuple[str, ...] = ()  # that were named whole


def find(
    store: ArticleStore, *, urls: Iterable[str], sites: Iterable[str], patterns: Iterable[str]
) -> Forgotten:
    """What is known by these addresses, on these sites and by addresses like these patterns.

    Raises BackfileError for a name by which nothing is known.
    """
    wanted: dict[str, Callable[[str], bool]] = {
        **{text: _is(known_address(store, text)) for text in urls},
        **{text: _is_on(text) for text in sites},
        **{text: _is_like(text) for text in patterns},
    }
    homes = dict(store.db.execute(_HOMES).fetchall())
    starts = {url for (url,) in store.db.execute("SELECT url FROM starts")}
    known = {url for (url,) in store.db.execute("SELECT url FROM urls")}
    named: set[str] = set()
    for text, is_meant in wanted.items():
        meant = {url for url in known.union(starts, homes) if is_meant(url)}
        if not meant:
            raise BackfileError(f"nothing is known of {text}; nothing was changed")
        named |= meant
    live = {ident for (ident,) in store.db.execute("SELECT id FROM articles WHERE state = 'live'")}
    hosts = {site_of(url) for url in named if any(_is_on(site)(url) for site in sites)}
    return Forgotten(
        starts=tuple(sorted(named & starts)),
        addresses=tuple(sorted(named & known - homes.keys())),
        homes=tuple(sorted(named & homes.keys())),
        articles=tuple(sorted({homes[url] for url in named & homes.keys()} & live)),
        sites=tuple(sorted(hosts)),
    )


def forget(store: ArticleStore, found: Forgotten, *, articles: bool) -> None:
    """Forget what was found: no crawl begins there any more, and no address waits for its turn.

    What was fetched stays. With `articles` those are removed, as by a person; without, the
    addresses they came from stay as well. An address that is linked again is found anew.
    """
    with store.transaction() as db:
        gone = found.addresses + (found.homes if articles else ())
        db.executemany("DELETE FROM starts WHERE url = ?", ((url,) for url in found.starts))
        db.executemany("DELETE FROM urls WHERE url = ?", ((url,) for url in gone))
        db.executemany(
            "DELETE FROM held WHERE url = ? AND stands = ?", ((url, NOTHING) for url in gone)
        )
        db.executemany(
            "UPDATE urls SET kind = 'page' WHERE url = ? AND kind = 'start'",
            ((url,) for url in found.starts),
        )
        db.executemany(
            "DELETE FROM hosts WHERE name = ?1 OR moved_to = ?1", ((name,) for name in found.sites)
        )
        db.executemany(
            "DELETE FROM meta WHERE key = ?", ((told_key(name),) for name in found.sites)
        )
        for ident in found.articles if articles else ():
            store.remove(ident, REASON)
        for url in found.homes if articles else ():
            if answer := store.held.of(url):
                store.held.keep(answer.number)
    taken = len(found.articles) if articles else 0
    log.info(
        "forgotten: %d starts, %d addresses, %d articles",
        len(found.starts), len(gone), taken,
        extra=event("forgotten", starts=len(found.starts), addresses=len(gone), articles=taken),
    )  # fmt: skip


def _is(address: str) -> Callable[[str], bool]:
    return lambda url: url == address


def _is_on(text: str) -> Callable[[str], bool]:
    """Whether an address is on a site, `https://paper.example` or `paper.example`."""
    site = site_of(read_address(text if "://" in text else f"https://{text}"))
    return lambda url: same_site(url, site)


def _is_like(pattern: str) -> Callable[[str], bool]:
    return lambda url: fnmatchcase(url, pattern)
