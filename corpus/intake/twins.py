"""One article at several addresses of a site is there once, under whichever names the site had.

Two addresses are of one article where title and text are the same, and the site says so: both name
one address as the true one, or one is written as the other but for further parameters, a slash or
the name of an index; or one of the two is gone at the source, as where a site was made anew; or
both pages print one day, the last part of their paths is one, the text is not short, and lists call
neither by another title: so it is where a session stands in the address, or a number that changes.
Else the same words at two addresses are two articles: short ones recur, some are printed again or
copied, and a server mixes up its pages.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from corpus.page.urls import site_of
from corpus.pagination.same_text import are_alike, words_of
from corpus.store.store import ArticleStore

_SEEN_KEY = "twins"  # the number of the newest change that was looked at
_INDEX = re.compile(r"(?:index|default)\.\w+$", re.IGNORECASE)
_SAME = 0.8  # of the longer of two texts is in the other
_FEW = 30  # words of a text of which another one has to have each
_MOST = 100  # articles of one title of which any may be what is gone: else it is a column's
_NEW = "SELECT title FROM articles WHERE state = 'live' AND updated_seq > ?"
_GONE = (
    "SELECT a.url, a.title FROM articles a JOIN missing m ON m.url = a.url "
    "WHERE a.state = 'live' AND m.gone IS NOT NULL"
)
_TITLED = (
    "SELECT url, title, CASE WHEN date_source <> 'neighbours' THEN published END "
    "FROM articles WHERE state = 'live' AND url IS NOT NULL "
    "AND title IN (SELECT value FROM json_each(?)) ORDER BY length(url), url"
)
_NAMED = "SELECT named FROM kin WHERE url = ?"


def join_twins(store: ArticleStore) -> None:
    """Let the plainest of its addresses have an article that is at several, and what is gone be
    where it is now; the others lead there."""
    seen, now, moved_to = int(store.meta(_SEEN_KEY) or 0), store.seq, store.sites_moved()
    gone = dict(store.db.execute(_GONE).fetchall())
    titles = {title for (title,) in store.db.execute(_NEW, (seen,))}.union(gone.values())
    titled = defaultdict[tuple[str, str], list[str]](list)
    days = dict[str, str | None]()
    for url, title, day in store.db.execute(_TITLED, (json.dumps(sorted(titles)),)).fetchall():
        site = site_of(url)
        titled[moved_to.get(site, site), title].append(url)
        days[url] = day
    for title, urls in ((key[1], urls) for key, urls in titled.items() if len(urls) > 1):
        for home, other in _written_alike(store, [url for url in urls if url not in gone]):
            if _are_one(store, home, other):
                store.lead(other, home)
        for pair in _of_one_day(store, days, [url for url in urls if url not in gone]):
            called = all(_is_called(store, url, title) for url in pair)
            if called and _are_one(store, *pair, few=_FEW):
                store.lead(pair[1], pair[0])
        there = [url for url in urls if url not in gone][:_MOST]
        for old in (url for url in urls if url in gone):
            moved = (url for url in there if _are_one(store, old, url, few=_FEW))
            if target := next(moved, None):
                store.move(old, target)
    if now != seen:
        store.set_meta(_SEEN_KEY, str(now))


def _written_alike(store: ArticleStore, urls: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of these addresses, the plainer one first, of which the site says that they are one."""
    plainest: dict[str, str] = {}  # by what several of them are, or name
    for url in urls:
        own = plainest.setdefault(_bare(url), url)
        if own != url and _parameters(own) <= _parameters(url):
            yield own, url
        for (named,) in store.db.execute(_NAMED, (url,)).fetchall():
            first = plainest.setdefault(f"named {named}", url)
            if first != url:
                yield first, url


def _of_one_day(
    store: ArticleStore, days: Mapping[str, str | None], urls: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Pairs of these addresses, that which came first before the other, whose pages print one day,
    and whose paths end in one name."""
    alike = defaultdict[tuple[str, str], list[str]](list)
    for url in urls:
        if day := days[url]:
            alike[day, _bare(url).rpartition("/")[2]].append(url)
    first = "SELECT min(id) FROM fetches WHERE url = ?"
    for found in (found for found in alike.values() if len(found) > 1):
        home, *others = sorted(found, key=lambda url: store.db.execute(first, (url,)).fetchone()[0])
        yield from ((home, other) for other in others)


def _is_called(store: ArticleStore, url: str, title: str) -> bool:
    """Whether lists call an address by this title, or by none."""
    hint = store.hint(url)
    return not (hint and hint.title) or words_of([hint.title]) == words_of([title])


def _bare(url: str) -> str:
    """An address without its parameters, the name of an index, and a slash."""
    return _INDEX.sub("", url.partition("?")[0]).rstrip("/")


def _parameters(url: str) -> set[str]:
    return set(filter(None, url.partition("?")[2].split("&")))


def _are_one(store: ArticleStore, one: str, other: str, *, few: int = 0) -> bool:
    """Whether the articles at two addresses have one text; those of fewer words than `few` are
    never told to."""
    mine, theirs = store.text_at(one), store.text_at(other)
    if not mine or not theirs:
        return False
    words, others = words_of(mine), words_of(theirs)
    if words == others:
        return len(words) >= few
    return min(len(words), len(others)) >= _FEW and are_alike(mine, theirs, share=_SAME)
