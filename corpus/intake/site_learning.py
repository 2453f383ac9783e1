"""What the pages of each site teach of it, kept with the corpus, learnt anew as the site grows."""

import json
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from corpus.article import Page
from corpus.cleaning.site.template import TemplateLearner, Templates, host_of
from corpus.errors import FAULTS, PageRefused, StoreError
from corpus.pagination.pager import is_later
from corpus.store.store import ArticleStore

TEMPLATES_KEY = "site_templates"
LEARNT_KEY = "site_templates_learnt"
# the share of new pages at which a site is learnt anew; in the long run a page is learnt from five
# times
RELEARN_SHARE = 0.25


class _LearntFrom(NamedTuple):
    """The pages that a template was learnt from."""

    pages: int = 0
    newest: int = 0  # the number of the newest of them


def learn_templates(
    store: ArticleStore,
    *,
    waiting: bool,
    on_page: Callable[[int, int], None] = lambda done, total: None,
) -> Templates:
    """The templates of all sites, learnt anew where a site has many new pages, or unless `waiting`.

    Pages that a new template reads otherwise wait to be cleaned again from the moment it is kept.
    `on_page` is told how many pages were read, and of how many.
    """
    kept, noted = store.meta(TEMPLATES_KEY), store.meta(LEARNT_KEY)
    known = Templates.from_json(kept) if kept else Templates()
    learnt = {host: _LearntFrom(*pages) for host, pages in json.loads(noted or "{}").items()}
    sites = _sites(store)
    due = [
        host
        for host, numbers in sites.items()
        if not waiting or _is_outgrown(learnt.get(host, _LearntFrom()), numbers)
    ]
    if not due:
        return known
    templates = dict(known.of_hosts)
    stale: list[int] = []
    done, total = 0, sum(len(sites[host]) for host in due)
    for host in due:
        learner = TemplateLearner()
        for number in sites[host]:
            # named with its reason when it is cleaned
            with suppress(PageRefused, StoreError, *FAULTS):
                page = store.fetch(number)
                if may_teach(store, page):
                    learner.add(page, number=number)
            done += 1
            on_page(done, total)
        now = learner.templates()
        stale += learner.changed(known, now)
        templates |= now.of_hosts
        learnt[host] = _LearntFrom(len(sites[host]), sites[host][-1])
    found = Templates({host: template for host, template in templates.items() if host in sites})
    kept_of = {host: pages for host, pages in learnt.items() if host in sites}
    with store.transaction():
        store.set_meta(TEMPLATES_KEY, found.to_json())
        store.set_meta(LEARNT_KEY, json.dumps(kept_of))
        store.clean_again(stale)
    return found


def may_teach(store: ArticleStore, page: Page) -> bool:
    """Whether a page has a vote on what recurs. Raises PageRefused for hostile markup.

    A later page of a text has none, for what a text repeats is its own.
    """
    return page.url is None or not is_later(page, store.namers(page.url))


def _sites(store: ArticleStore) -> dict[str, list[int]]:
    """The numbers of the newest pages of each site, in order."""
    sites: defaultdict[str, list[int]] = defaultdict(list)
    for number, url in store.fetch_addresses():
        if host := host_of(url):
            sites[host].append(number)
    return sites


def _is_outgrown(learnt: _LearntFrom, numbers: list[int]) -> bool:
    """Whether many of a site's pages, or versions of them, came after its template was learnt."""
    fresh = sum(number > learnt.newest for number in numbers)
    return fresh > 0 and fresh >= learnt.pages * RELEARN_SHARE
