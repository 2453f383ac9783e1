"""Where an address leads to another that holds the same text, its article has moved there."""

from collections.abc import Iterator
from contextlib import suppress

from corpus.errors import FAULTS, PageRefused, StoreError
from corpus.intake.new_answers import AnswerReader, digest
from corpus.page.urls import site_of
from corpus.pagination.same_text import keeps_most
from corpus.store.held import NOTHING, NewAnswer


def settle_moves(reader: AnswerReader) -> None:
    """Move articles to where their addresses lead; one that leads to something else is missing.

    A redirect for a while leaves the article where it is, and its target is no other article, but
    where that has the whole of which the address had the first lines; so does one to a page with
    but a part of the text, as before a wall. A site that is at another host or scheme now is the
    same one where its pages say the same. What was read at another address for a while comes home
    when its own says the same.
    """
    store = reader.store
    for url, target, lasting, at, back in store.unsettled_redirects():
        if back and store.own_article(url) is None:
            continue
        same = _is_same(reader, url, target, by_name=lasting)
        is_part = _is_part(reader, url, target)
        with store.transaction():
            if same and (lasting or not is_part):
                store.move(url, target)
            elif same or is_part:
                store.lead(target, url)
            elif back and store.own_article(target) is None:
                continue  # it may come home yet
            store.settle_redirect(url)
            if not (same or is_part or back):
                store.lead_nowhere(target)
                store.note_missing(url, at)
    before = store.sites_before()
    waiting = [url for _, url in store.fetch_addresses(waiting=True) if url]
    for url in (one for one in waiting if not store.article_at(one)):
        for old in _elsewhere(url, before):
            if not store.own_article(old):
                continue
            if _is_same(reader, old, url, by_name=True):
                store.move(old, url)
                break
            if _is_part(reader, old, url):
                store.lead(url, old)
                break


def _is_same(reader: AnswerReader, url: str, target: str, *, by_name: bool) -> bool:
    """Whether the page at `target` has most of the text of the article at `url`, and says little
    besides, unless its title is the same: a page of many articles is none of them. `by_name` also
    whether it has its name, which the page at `url` never had.

    That is the one that stands there, or a new one that is held; with the text it may stand. The
    text may also be that of an answer that is held at `url` and nowhere else: the same came twice.
    """
    store, old = reader.store, reader.standing_text(url)
    has_moved = store.sites_moved().get(site_of(url)) == site_of(target)
    before, new, awaited = store.standing(url), store.held.of(target), store.held.awaited(url)
    for number in (store.standing(target), new.number if new else None):
        with suppress(PageRefused, StoreError, *FAULTS):  # said where it is cleaned
            if number is None or before is None or not old:
                continue
            text = reader.text(store.fetch(number))
            says_same = keeps_most(old, text) and (
                keeps_most(text, old) or reader.are_called_alike(before, number)
            )
            has_come = by_name and awaited == digest(text)
            has_name = by_name and reader.is_named(url, before, number, has_moved=has_moved)
            if says_same or has_come or has_name:
                if not says_same:
                    _take_back(reader, url, before)
                if new and number == new.number:
                    with store.transaction():
                        store.held.take(number)
                return True
    return False


def _take_back(reader: AnswerReader, url: str, number: int) -> None:
    """Let an odd answer stand no more at an address that leads away from now on."""
    page, why = reader.store.fetch(number), "it leads to a page that has its name"
    text = digest(reader.text(page))
    with reader.store.transaction():
        odd = NewAnswer(url, NOTHING, number, text, (page.fetched_at.date(),))
        reader.store.held.take_back(odd, why)


def _is_part(reader: AnswerReader, url: str, target: str) -> bool:
    """Whether most of the page that stands at `target` is in the text of the article at `url`,
    and its title is the same: another of many that are on one page is not part of that."""
    store, whole = reader.store, reader.store.text_at(url)
    mine, theirs = store.standing(url), store.standing(target)
    with suppress(PageRefused, StoreError, *FAULTS):
        if whole is None or mine is None or theirs is None:
            return False
        is_within = keeps_most(reader.text(store.fetch(theirs)), whole)
        return is_within and reader.are_called_alike(mine, theirs)
    return False


def _elsewhere(url: str, before: dict[str, set[str]]) -> Iterator[str]:
    """The same path at sites that this one may have been."""
    site = site_of(url)
    scheme, _, host = site.partition("://")
    other = "http" if scheme == "https" else "https"
    bare = host.removeprefix("www.")
    names = [f"{by}://{www}{bare}" for by in (scheme, other) for www in ("", "www.")]
    for name in (*names, *sorted(before.get(site, ()))):
        if name != site:
            yield name + url[len(site) :]
