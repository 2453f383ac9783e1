"""Where a site's pages show the day on which they were rendered, as if it were that of their
article."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Self

from corpus.article import Page
from corpus.cleaning.site.recurring_blocks import PAGES, place_of
from corpus.page.dates import Order, find_days
from corpus.page.lines import Blocks

_MANY = 20  # no paper has so many editorials a day; one page in so many may be an older copy
_LONGEST = 120  # characters of a line that says a day and little else
_DAY = timedelta(days=1)  # between the time zones of a site and ours
# which of them a site means is learnt from the same pages
_ORDERS = (Order("./-"), Order("", "./-"))


class ClockLearner:
    """Counts, for each place on a site's pages, those that show the day of their fetch there and
    those that do not."""

    def __init__(self) -> None:
        # pages by the day that they show
        self._current: defaultdict[int, Counter[date]] = defaultdict(Counter)
        # pages by the day of their fetch
        self._others: defaultdict[int, Counter[date]] = defaultdict(Counter)
        # of the pages that show any day
        self._numbers: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, page: Page, blocks: Blocks, number: int) -> None:
        """Count a page; `pages_with` names it by its number.

        The time of a file is no fetch and tells nothing: it may be that of its article.
        """
        if page.source == "import":
            return
        fetched = page.fetched_at.date()
        shown: defaultdict[int, set[date]] = defaultdict(set)
        for place, day in _shown_days(blocks, _ORDERS):
            shown[place].add(day)
        for place, days in shown.items():
            self._numbers[place].append(number)
            current = [day for day in days if abs(day - fetched) <= _DAY]
            if current:
                self._current[place][min(current, key=lambda day: (abs(day - fetched), day))] += 1
            else:
                self._others[place][fetched] += 1

    def merge(self, other: Self) -> None:
        """Count the pages of another one, too."""
        for counts, others in ((self._current, other._current), (self._others, other._others)):
            for place, days in others.items():
                counts[place].update(days)
        for place, numbers in other._numbers.items():
            self._numbers[place] += numbers

    def places(self) -> frozenset[int]:
        """The places of clocks: pages fetched on one day show that one, those of another day the
        other.

        A paper's day of today stands where those of its older articles stand, too.
        """
        return frozenset(place for place in self._current if self._is_clock(place))

    def pages_with(self, places: frozenset[int]) -> set[int]:
        """The numbers of the pages that show a day in any of these places."""
        return {number for place in places for number in self._numbers.get(place, ())}

    def _is_clock(self, place: int) -> bool:
        current, others = self._current[place], self._others[place]
        # fewer pages fetched on one day that show it may be that day's news; not so on two days
        several = (
            sum(count >= PAGES for count in current.values()) > 1 or max(current.values()) >= _MANY
        )
        return (
            several
            and others.total() * _MANY <= current.total()
            and max(others.values(), default=0) < _MANY
        )


def days_rendered(
    page: Page, blocks: Blocks, clocks: frozenset[int], order: Order
) -> frozenset[date]:
    """The days that a page shows in the places of `clocks`, as far as they can be that of its
    fetch."""
    if not clocks or page.source == "import":
        return frozenset()
    fetched = page.fetched_at.date()
    return frozenset(
        day
        for place, day in _shown_days(blocks, (order,))
        if place in clocks and abs(day - fetched) <= _DAY
    )


def _shown_days(blocks: Blocks, orders: tuple[Order, ...]) -> Iterator[tuple[int, date]]:
    """Each day in a short line or a <time> element, with its place."""
    said = [(moment.region, moment.stamp) for moment in blocks.moments]
    for region, text in chain(((line.region, line.text) for line in blocks.lines), said):
        if len(text) > _LONGEST:
            continue
        if days := {found.day for order in orders for found in find_days(text, order=order)}:
            place = place_of(blocks, region)
            yield from ((place, day) for day in days)
