"""What the pages of each site teach of it, kept with the corpus, learnt anew as the site grows."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import count
from typing import NamedTuple

from corpus.article import Page
from corpus.cleaning.recurring_days import Furniture, FurnitureLearner
from corpus.cleaning.site.template import TemplateLearner, Templates, host_of
from corpus.errors import FAULTS, PageRefused, StoreError
from corpus.intake.workers import ALONE, Workers, in_parts
from corpus.pagination.pager import is_later
from corpus.store.store import ArticleStore

TEMPLATES_KEY = "site_templates"
LEARNT_KEY = "site_templates_learnt"
# the share of new pages at which a site is learnt anew; in the long run a page is learnt from five
# times
RELEARN_SHARE = 0.25


DAYS_PAGES = 100  # the newest of a site's pages teach which days recur


class Learned(NamedTuple):
    """What the pages of each site teach of it; those of one site say nothing of another."""

    templates: Templates
    days: "RecurringDays"


class _LearntFrom(NamedTuple):
    """The pages that a template was learnt from."""

    pages: int = 0
    newest: int = 0  # the number of the newest of them


class _Teacher(NamedTuple):
    """A page from which something is learnt, unless it is None or a later one of a text."""

    number: int
    page: Page | None
    namers: tuple[str, ...]  # pages that name it
    tells_days: bool


def _teach(
    teachers: Iterable[_Teacher], *, everything: bool
) -> tuple[TemplateLearner, FurnitureLearner]:
    """What some pages teach: of the days that recur and, where `everything`, of the template."""
    lines, days = TemplateLearner(), FurnitureLearner()
    for number, page, namers, tells_days in teachers:
        with suppress(PageRefused, *FAULTS):  # named with its reason when it is cleaned
            # A later page of a text has no vote, for what a text repeats is its own.
            if page and not is_later(page, namers):
                if everything:
                    lines.add(page, number=number)
                if tells_days:
                    days.add(page)
    return lines, days


class RecurringDays:
    """The days that recur over each site's pages, those of rendering and not of publication.

    They are learnt when the first page of a site asks; pages without an address are one site.
    """

    def __init__(
        self, store: ArticleStore, sites: Mapping[str, Sequence[int]], workers: Workers
    ) -> None:
        self._store, self._sites, self._workers = store, sites, workers
        self._known: dict[str, Furniture] = {}

    def of(self, page: Page) -> frozenset[date]:
        """The days of which nothing on a page is believed that it was published then."""
        host = host_of(page.url)
        if host not in self._known:
            self.learn(host, self._sites.get(host, ())[-DAYS_PAGES:])
        return self._known[host].of(page)

    def learn(
        self,
        host: str,
        numbers: Sequence[int],
        template: TemplateLearner | None = None,
        on_page: Callable[[], None] = lambda: None,
    ) -> None:
        """Learn from the newest of a site's pages; its `template` is learnt from all of them."""
        days = FurnitureLearner()
        parts = in_parts(self._teachers(numbers), lambda one: len(one.page.body) if one.page else 0)
        teach = partial(_teach, everything=template is not None)
        for part, (lines, found) in self._workers.map(teach, parts, pages=len(numbers)):
            days.merge(found)
            if template:
                template.merge(lines)
            for _ in part:
                on_page()
        self._known[host] = days.furniture()

    def _teachers(self, numbers: Sequence[int]) -> Iterator["_Teacher"]:
        newest = frozenset(numbers[-DAYS_PAGES:])
        for number in numbers:
            page, namers = None, tuple[str, ...]()
            with suppress(StoreError, *FAULTS):  # named with its reason when it is cleaned
                found = self._store.fetch(number)
                namers = self._store.namers(found.url) if found.url else ()
                page = found
            yield _Teacher(number, page, namers, number in newest)


def learn_sites(
    store: ArticleStore,
    *,
    waiting: bool,
    workers: Workers = ALONE,
    on_page: Callable[[int, int], None] = lambda done, total: None,
) -> Learned:
    """What all sites teach; the template of one where it has many new pages, or unless `waiting`.

    Pages that a new template reads otherwise wait to be cleaned again from the moment it is kept.
    `on_page` is told how many pages were read, and of how many.
    """
    known, sites = known_templates(store), _sites(store)
    days = RecurringDays(store, sites, workers)
    noted = json.loads(store.meta(LEARNT_KEY) or "{}")
    learnt = {host: _LearntFrom(*pages) for host, pages in noted.items() if host in sites}
    due = [
        host
        for host, numbers in sites.items()
        if host and (not waiting or _is_outgrown(learnt.get(host, _LearntFrom()), numbers))
    ]
    if not due:
        return Learned(known, days)
    templates, stale = dict(known.of_hosts), list[int]()
    done, total = count(1), sum(len(sites[host]) for host in due)
    for host in due:
        learner = TemplateLearner()
        days.learn(host, sites[host], learner, lambda: on_page(next(done), total))
        now = learner.templates()
        stale += learner.changed(known, now)
        templates |= now.of_hosts
        learnt[host] = _LearntFrom(len(sites[host]), sites[host][-1])
    found = Templates({host: template for host, template in templates.items() if host in sites})
    with store.transaction():
        store.set_meta(TEMPLATES_KEY, found.to_json())
        store.set_meta(LEARNT_KEY, json.dumps(learnt))
        store.clean_again(stale)
    return Learned(found, days)


def known_templates(store: ArticleStore) -> Templates:
    """The templates that were learnt last."""
    kept = store.meta(TEMPLATES_KEY)
    return Templates.from_json(kept) if kept else Templates()


def _sites(store: ArticleStore) -> dict[str, list[int]]:
    """The numbers of the newest pages of each site, in order; those without an address are one."""
    sites: defaultdict[str, list[int]] = defaultdict(list)
    for number, url in store.fetch_addresses():
        sites[host_of(url)].append(number)
    return sites


def _is_outgrown(learnt: _LearntFrom, numbers: list[int]) -> bool:
    """Whether many of a site's pages, or versions of them, came after its template was learnt."""
    fresh = sum(number > learnt.newest for number in numbers)
    return fresh > 0 and fresh >= learnt.pages * RELEARN_SHARE
